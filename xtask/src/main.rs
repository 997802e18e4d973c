//! `cargo xtask`: house rules and generated files. `cargo xtask help` lists what it does.

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match xtask::run(&arguments) {
        Ok(report) => {
            let written = std::io::stdout().lock().write_all(report.text.as_bytes());
            ExitCode::from(u8::from(report.failed || written.is_err()))
        }
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "error: {failure}");
            ExitCode::from(2)
        }
    }
}
