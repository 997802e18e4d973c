//! The `lictor` command: what a vendor, an administrator and a user do from a terminal or script.
//!
//! This crate decides nothing about licenses. Rules, signatures, seats and the log belong to the
//! crates it calls; here are arguments, documents, tables, messages and exit codes.
#![forbid(unsafe_code)]

mod admin;
mod cli;
mod command;
mod context;
mod document;
mod environment;
mod failure;
mod file;
mod http;
mod length;
mod license_file;
mod licstat;
mod lmxendutil;
mod passphrase;
mod printer;
mod refusal;
mod seat_args;
mod seats;
mod server_args;
mod signals;
mod table;
mod wanted;

pub use cli::{command, main};
