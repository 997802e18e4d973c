//! The `lictor-office` program.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    lictor_office::command::main()
}
