//! The bench program: `lictor-bench compare`, `micro`, `load` and the echo it measures beside.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use clap::{Parser, Subcommand};
use lictor_bench::compare::{self, Effort};
use lictor_bench::{echo, micro};

/// Measures the license server beside an echo, and beside Redis where it is installed.
///
/// Build everything first: `cargo build --release --bins -p lictor-server -p lictor-bench`.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    work: Work,
}

#[derive(Subcommand)]
enum Work {
    /// Interleaved rounds of echo, ours and Redis on one core; prints the ratios.
    Compare {
        /// Rounds; at least five for figures to quote.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// Seconds of each measurement.
        #[arg(long, default_value_t = 1.5)]
        seconds: f64,
        /// Pools loaded.
        #[arg(long, default_value_t = 10_000)]
        pools: usize,
    },
    /// Ledger, wire, license and journal alone, on one core.
    Micro {
        /// Features of the start-up measurement.
        #[arg(long, default_value_t = 10_000)]
        features: usize,
    },
    /// The echo server that `compare` starts.
    #[command(hide = true)]
    Echo {
        /// Its Unix socket.
        socket: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _said = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(work: Work) -> io::Result<()> {
    match work {
        Work::Compare { rounds, seconds, pools } => {
            let measured = compare::measure(Effort { rounds, seconds, pools }, &start_echo)?;
            let bad = compare::bad(&measured);
            let table = compare::table(&compare::rows(&measured));
            write!(io::stdout(), "{table}\nanswers that were no grant: {bad}\n")
        }
        Work::Micro { features } => write!(io::stdout(), "{}", micro::run(features)?),
        Work::Echo { socket } => echo::serve(&socket, |port| {
            let _said = writeln!(io::stdout(), "{port}");
        }),
    }
}

/// Starts this program as the echo; answers its process, port and Unix socket.
fn start_echo() -> io::Result<(u32, u16, PathBuf)> {
    let directory = tempfile::TempDir::new()?.keep();
    let socket = directory.join("echo.sock");
    let mut child =
        Command::new(std::env::current_exe()?).arg("echo").arg(&socket).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out).read_line(&mut line)?;
    }
    let port = line.trim().parse().map_err(io::Error::other)?;
    lictor_bench::machine::pin(child.id())?;
    Ok((child.id(), port, socket))
}
