//! The parts alone: ledger (P10, P7) and its lock, wire, license start-up (P11), journal.

mod journal;
mod ledger;
mod licenses;
mod lock;
mod wire;

use std::error::Error;
use std::io;
use std::time::Duration;

use hdrhistogram::Histogram;

/// Measures every part and tells what it found, as Markdown.
///
/// # Errors
///
/// What the operating system said.
pub fn run(features: usize) -> io::Result<String> {
    let mut text = String::new();
    text += &ledger::run().map_err(told)?;
    text += &lock::run().map_err(told)?;
    text += &wire::run();
    text += &licenses::run(features)?;
    text += &journal::run()?;
    Ok(text)
}

fn told(error: Box<dyn Error + Send + Sync>) -> io::Error {
    io::Error::other(error)
}

/// Nanoseconds up to a minute.
fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000_000, 3).unwrap_or_else(|_| unreachable!("bounds fit"))
}

fn record(histogram: &mut Histogram<u64>, took: Duration) {
    histogram.saturating_record(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
}

/// A quantile in microseconds.
fn us(histogram: &Histogram<u64>, quantile: f64) -> f64 {
    histogram.value_at_quantile(quantile) as f64 / 1e3
}
