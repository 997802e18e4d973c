//! The server as a whole: real daemons, real directories, real signals.

mod admin;
mod daemon;
mod licenses;
