//! Ours beside the floor and the peer, in interleaved rounds; medians of each and their ratios.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use lictor_types::VendorName;
use tempfile::TempDir;

use crate::generator::{Plan, run};
use crate::machine::pin;
use crate::outcome::Outcome;
use crate::peer::Redis;
use crate::protocol::{Echo, Seats};
use crate::site::{Site, VENDOR, write_licenses};
use crate::socket::Target;

/// How long and how often.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Interleaved rounds.
    pub rounds: usize,
    /// Measured seconds of each measurement.
    pub seconds: f64,
    /// Pools loaded.
    pub pools: usize,
}

/// One line of the table: a goal, what is measured, and beside what.
#[derive(Debug, Clone)]
pub struct Row {
    /// Goal and work, as `P1 50 connections`.
    pub name: String,
    /// Median answers a second of ours.
    pub rate: f64,
    /// Median server CPU an answer of ours in microseconds.
    pub cpu_us: f64,
    /// Median latency quantiles of ours in microseconds: 50 %, 99 %.
    pub us: (u64, u64),
    /// What it is compared with.
    pub beside: String,
    /// Median of the rounds' ratios of rates, ours to the other's.
    pub rate_ratio: f64,
    /// Median of the rounds' ratios of CPU an answer, ours to the other's.
    pub cpu_ratio: f64,
    /// Median of the rounds' ratios of the 50 % latency, ours to the other's.
    pub p50_ratio: f64,
}

/// Every measurement of every round, by name.
pub type Measured = BTreeMap<String, Vec<Outcome>>;

/// Runs all rounds.
///
/// # Errors
///
/// What the operating system said.
pub fn measure(effort: Effort, echo: &dyn Fn() -> io::Result<(u32, u16, PathBuf)>) -> io::Result<Measured> {
    pin(0)?;
    let licenses = TempDir::new()?;
    write_licenses(licenses.path(), effort.pools)?;
    let mut measured = Measured::new();
    for round in 0..effort.rounds {
        eprint_round(round, effort.rounds);
        let (echo_pid, echo_port, echo_socket) = echo()?;
        let tls = Target::Tls(format!("127.0.0.1:{echo_port}"), crate::echo::ALPN);
        for (connections, depth) in [(1, 1), (50, 1), (1000, 1), (50, 16)] {
            let plan = plan(&tls, echo_pid, connections, depth, effort);
            keep(&mut measured, &format!("echo {connections}x{depth}"), run(&plan, |_| Echo)?);
        }
        let local = plan(&Target::Unix(echo_socket), echo_pid, 50, 1, effort);
        keep(&mut measured, "echo unix 50x1", run(&local, |_| Echo)?);
        stop(echo_pid);
        for durability in ["process", "disk"] {
            ours(&mut measured, licenses.path(), durability, effort)?;
        }
        if Redis::is_installed() {
            redis(&mut measured, None, &[(50, 1), (50, 16)], effort)?;
            redis(&mut measured, Some("always"), &[(50, 1)], effort)?;
        }
    }
    Ok(measured)
}

fn ours(measured: &mut Measured, licenses: &std::path::Path, durability: &str, effort: Effort) -> io::Result<()> {
    let site = Site::start(licenses, TempDir::new()?, durability, 1)?;
    pin(site.pid())?;
    let vendor = || VendorName::parse(VENDOR).ok();
    let spread = |number: usize| Seats::new(&format!("f{:06}", number * 7 % effort.pools), vendor(), number as u64);
    let hot = |number: usize| Seats::new("f000000", vendor(), number as u64);
    for (connections, depth) in [(1, 1), (50, 1), (1000, 1), (50, 16)] {
        let plan = plan(&site.port(), site.pid(), connections, depth, effort);
        keep(measured, &format!("{durability} {connections}x{depth}"), run(&plan, spread)?);
    }
    let hot_plan = plan(&site.port(), site.pid(), 50, 1, effort);
    keep(measured, &format!("{durability} hot 50x1"), run(&hot_plan, hot)?);
    let local = plan(&site.socket(), site.pid(), 50, 1, effort);
    keep(measured, &format!("{durability} unix 50x1"), run(&local, spread)?);
    Ok(())
}

fn redis(measured: &mut Measured, sync: Option<&str>, shapes: &[(usize, usize)], effort: Effort) -> io::Result<()> {
    let directory = TempDir::new()?;
    let redis = Redis::start(directory.path(), sync)?;
    pin(redis.pid())?;
    for (connections, depth) in shapes {
        let plan = plan(&redis.target(), redis.pid(), *connections, *depth, effort);
        let name = format!("redis {} {connections}x{depth}", sync.unwrap_or("none"));
        keep(measured, &name, run(&plan, |number| redis.holder(number))?);
    }
    Ok(())
}

fn plan(target: &Target, pid: u32, connections: usize, depth: usize, effort: Effort) -> Plan {
    Plan {
        target: target.clone(),
        pid,
        connections,
        depth,
        warm: Duration::from_millis(300),
        time: Duration::from_secs_f64(effort.seconds),
        rate: None,
    }
}

fn keep(measured: &mut Measured, name: &str, outcome: Outcome) {
    measured.entry(name.to_owned()).or_default().push(outcome);
}

/// The goals that these measurements speak of.
#[must_use]
pub fn rows(measured: &Measured) -> Vec<Row> {
    [
        ("P1 50 connections, process", "process 50x1", "echo 50x1"),
        ("P2 the same", "process 50x1", "redis none 50x1"),
        ("P3 50 connections, disk", "disk 50x1", "process 50x1"),
        ("P3 the same", "disk 50x1", "redis always 50x1"),
        ("P4 1 connection, disk", "disk 1x1", "echo 1x1"),
        ("P5 50 x 16, process", "process 50x16", "echo 50x16"),
        ("P5 the same", "process 50x16", "redis none 50x16"),
        ("P5 50 x 16, disk", "disk 50x16", "process 50x16"),
        ("P6 1,000 connections", "process 1000x1", "echo 1000x1"),
        ("P7 one hot pool", "process hot 50x1", "process 50x1"),
        ("P16 Unix socket", "process unix 50x1", "echo unix 50x1"),
    ]
    .into_iter()
    .filter_map(|(name, ours, beside)| row(name, measured.get(ours)?, beside, measured.get(beside)?))
    .collect()
}

fn row(name: &str, ours: &[Outcome], beside: &str, other: &[Outcome]) -> Option<Row> {
    let pairs = || ours.iter().zip(other);
    Some(Row {
        name: name.to_owned(),
        rate: median(ours.iter().map(Outcome::rate))?,
        cpu_us: median(ours.iter().map(Outcome::cpu_us))?,
        us: (median(ours.iter().map(|one| one.us(0.5)))?, median(ours.iter().map(|one| one.us(0.99)))?),
        beside: beside.to_owned(),
        rate_ratio: median(pairs().map(|(a, b)| a.rate() / b.rate()))?,
        cpu_ratio: median(pairs().map(|(a, b)| a.cpu_us() / b.cpu_us()))?,
        p50_ratio: median(pairs().map(|(a, b)| a.us(0.5) as f64 / b.us(0.5) as f64))?,
    })
}

fn median<T: PartialOrd>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let middle = values.len() / 2;
    values.into_iter().nth(middle)
}

/// How many answers were no grant, over everything: must be 0.
#[must_use]
pub fn bad(measured: &Measured) -> u64 {
    measured.values().flatten().map(|outcome| outcome.bad).sum()
}

/// The rows as a Markdown table.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| goal | ours: answers/s | CPU µs | p50 µs | p99 µs | beside | rate × | CPU × | p50 × |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        text += &format!(
            "| {} | {:.0} | {:.1} | {} | {} | {} | {:.2} | {:.2} | {:.2} |\n",
            row.name, row.rate, row.cpu_us, row.us.0, row.us.1, row.beside, row.rate_ratio, row.cpu_ratio, row.p50_ratio
        );
    }
    text
}

fn stop(pid: u32) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw) {
        let _gone = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        let _reaped = rustix::process::waitpid(Some(pid), rustix::process::WaitOptions::empty());
    }
}

#[expect(clippy::print_stderr, reason = "progress of a long run")]
fn eprint_round(round: usize, rounds: usize) {
    eprintln!("round {} of {rounds}", round + 1);
}
