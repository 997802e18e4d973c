//! The `lictor` program.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    lictor_cli::main()
}
