//! The `lictor` command: what a vendor, an administrator and a user do from a terminal or script.
//!
//! This crate decides nothing about licenses. Rules, signatures, seats and the log belong to the
//! crates it calls; here are arguments, documents, tables, messages and exit codes.
#![forbid(unsafe_code)]

mod admin;
mod cli;
mod command;
mod context;
mod environment;
mod failure;
mod file;
mod http;
mod license_file;
mod passphrase;
mod printer;
mod seats;
mod table;

pub use cli::{command, main};
