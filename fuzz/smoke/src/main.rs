//! Feeds mutated seeds to every parser for some seconds: `fuzz-smoke [--seconds N] [--seed N] [--only TARGET]`.

use std::io::Write as _;
use std::process::ExitCode;

use lictor_fuzz::{Arguments, run};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    match Arguments::parse(&words) {
        Ok(arguments) => {
            let outcome = run(&arguments, &mut |line| drop(writeln!(out, "{line}")));
            ExitCode::from(u8::from(!outcome.failures.is_empty()))
        }
        Err(bad) => {
            let _ = writeln!(std::io::stderr(), "error: {bad}");
            ExitCode::from(2)
        }
    }
}
