//! The bench program: `lictor-bench compare`, `load`, `micro`, `office`, and the echo it measures beside.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{ArgGroup, Args, Parser, Subcommand};
use lictor_bench::compare::{self, Effort, Part};
use lictor_bench::load::Load;
use lictor_bench::socket::Target;
use lictor_bench::{echo, machine, micro, office};
use lictor_types::VendorName;

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
    Compare(CompareArguments),
    /// Checkouts and checkins against a server that is running.
    Load(LoadArguments),
    /// Ledger, lock, wire, licenses, start-up and journal alone.
    Micro {
        /// Features of the start-up measurement.
        #[arg(long, default_value_t = 10_000)]
        features: usize,
    },
    /// The back office with many licenses in its store; needs `lictor-office` built beside this program.
    Office(office::Effort),
    /// The echo server that `compare` starts.
    #[command(hide = true)]
    Echo {
        /// Its Unix socket.
        socket: PathBuf,
    },
}

#[derive(Args)]
struct CompareArguments {
    /// Rounds; at least five for figures to quote.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 1.5)]
    seconds: f64,
    /// Pools loaded.
    #[arg(long, default_value_t = 10_000)]
    pools: usize,
    /// Leases held while P7's second row is measured.
    #[arg(long, default_value_t = 100_000)]
    leases: usize,
    /// Only these parts; rows that lack a side are left out.
    #[arg(long, value_delimiter = ',', default_value = "echo,process,disk,redis")]
    only: Vec<Part>,
}

#[derive(Args)]
#[command(group(ArgGroup::new("where").required(true).args(["server", "unix"])))]
struct LoadArguments {
    /// The server's port, as host:port.
    #[arg(long)]
    server: Option<String>,
    /// The server's Unix socket.
    #[arg(long)]
    unix: Option<PathBuf>,
    /// The feature whose seats go out and in.
    #[arg(long)]
    feature: String,
    /// Its vendor, where several have such a feature.
    #[arg(long, value_parser = |text: &str| VendorName::parse(text))]
    vendor: Option<VendorName>,
    /// Connections; each holds as many seats as a batch has requests.
    #[arg(long, default_value_t = 50)]
    connections: usize,
    /// Requests in one batch.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=32))]
    depth: u16,
    /// Measured seconds.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// Requests a second, whether or not answers come; without it each connection waits for them.
    #[arg(long)]
    rate: Option<f64>,
    /// One JSON object in place of the line.
    #[arg(long)]
    json: bool,
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
        Work::Compare(arguments) => run_compare(arguments),
        Work::Load(arguments) => run_load(arguments),
        Work::Micro { features } => {
            let heading = heading();
            let text = micro::run(features)?;
            write!(io::stdout(), "{heading}\n\n{text}\nload average after it: {}\n", machine::load_average())
        }
        Work::Office(effort) => {
            let mut say = |text: &str| drop(write!(io::stdout(), "{text}"));
            say(&format!("{}\n", heading()));
            office::run(&effort, &mut say)?;
            writeln!(io::stdout(), "load average after it: {}", machine::load_average())
        }
        Work::Echo { socket } => echo::serve(&socket, |port| {
            let _said = writeln!(io::stdout(), "{port}");
        }),
    }
}

/// What the figures below it were taken on.
fn heading() -> String {
    format!("{}, load average {}", machine::description(), machine::load_average())
}

fn run_compare(arguments: CompareArguments) -> io::Result<()> {
    let CompareArguments { rounds, seconds, pools, leases, only } = arguments;
    let effort = Effort { rounds, seconds, pools, leases, parts: only.into_iter().collect::<BTreeSet<_>>() };
    let heading = heading();
    let measured = compare::measure(&effort)?;
    let bad = measured.bad();
    let steady = measured.steady();
    let cores: Vec<String> = steady.effective_cores.iter().map(|cores| format!("{cores:.2}")).collect();
    write!(
        io::stdout(),
        "{heading}\n\n{}\nanswers that were no grant: {bad}\nrounds kept: {} of {rounds}, effective cores {}\nload average after it: {}\n",
        compare::table(&compare::rows(&steady)),
        cores.len(),
        cores.join(" "),
        machine::load_average(),
    )
}

fn run_load(arguments: LoadArguments) -> io::Result<()> {
    let LoadArguments { server, unix, feature, vendor, connections, depth, seconds, rate, json } = arguments;
    let target = match (server, unix) {
        (Some(address), _) => Target::Tls(address, lictor_wire::ALPN),
        (None, path) => Target::Unix(path.unwrap_or_default()),
    };
    let time = Duration::try_from_secs_f64(seconds).map_err(io::Error::other)?;
    let load = Load { target, feature, vendor, connections, depth: depth.into(), time, rate };
    let outcome = load.run()?;
    if json {
        writeln!(io::stdout(), "{}", load.json(&outcome))
    } else {
        write!(io::stdout(), "{}", load.text(&outcome))
    }
}
