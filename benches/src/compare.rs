//! Ours beside the floor and the peer, in interleaved rounds; medians of each and their ratios.

mod measured;
mod round;
mod row;

use std::collections::BTreeSet;
use std::io;

use tempfile::TempDir;

pub use measured::Measured;
pub use row::{Row, rows, table};

use crate::machine::{effective_cores, pin};
use crate::peer::Redis;
use crate::site::write_licenses;
use round::Round;

/// How long and how often, and of what.
#[derive(Debug, Clone)]
pub struct Effort {
    /// Interleaved rounds.
    pub rounds: usize,
    /// Measured seconds of each measurement.
    pub seconds: f64,
    /// Pools loaded.
    pub pools: usize,
    /// Leases held in the measurement with many.
    pub leases: usize,
    /// What to measure; rows that lack a side are left out.
    pub parts: BTreeSet<Part>,
}

/// Something to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Part {
    /// The floor.
    Echo,
    /// Ours, `durability = "process"`.
    Process,
    /// Ours, `durability = "disk"`, and the disk's own floor.
    Disk,
    /// The peer, where it is installed.
    Redis,
}

/// Runs all rounds, with this thread and everything it starts on the first core.
///
/// # Errors
///
/// What the operating system said.
pub fn measure(effort: &Effort) -> io::Result<Measured> {
    pin()?;
    let licenses = TempDir::new()?;
    write_licenses(licenses.path(), effort.pools)?;
    let mut measured = Measured::default();
    for number in 1..=effort.rounds {
        let cores = effective_cores();
        tell_progress(number, effort.rounds, cores);
        measured.effective_cores.push(cores);
        let mut round = Round::begin(&mut measured, effort, licenses.path())?;
        if effort.parts.contains(&Part::Echo) {
            round.floor()?;
        }
        if effort.parts.contains(&Part::Process) {
            round.process()?;
        }
        if effort.parts.contains(&Part::Disk) {
            round.disk()?;
        }
        if effort.parts.contains(&Part::Redis) && Redis::is_installed() {
            round.redis(None, &[(50, 1), (50, 16)])?;
            round.redis(Some("always"), &[(50, 1)])?;
        }
    }
    Ok(measured)
}

#[expect(clippy::print_stderr, reason = "progress of a long run")]
fn tell_progress(round: usize, rounds: usize, cores: f64) {
    eprintln!("round {round} of {rounds}: {cores:.2} effective cores");
}
