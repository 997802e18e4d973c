//! The server as a whole: real daemons, real directories, real signals.
#![expect(clippy::unwrap_used, reason = "a helper that cannot do its part has failed the test")]

mod admin;
mod daemon;
mod licenses;
mod midnight;
