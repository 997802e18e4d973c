//! What one measurement gave.

use std::time::Duration;

use hdrhistogram::Histogram;

/// One measurement.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Requests answered in the measured time.
    pub answers: u64,
    /// Answers that were no grant.
    pub bad: u64,
    /// The measured time.
    pub time: Duration,
    /// Latency in microseconds: from the sending of a batch, or (open loop) from when the request
    /// fell due.
    pub latency: Histogram<u64>,
    /// CPU time of the server in the measured time.
    pub server_cpu: Duration,
}

impl Outcome {
    /// Nothing measured yet.
    #[must_use]
    pub fn empty() -> Self {
        let latency =
            Histogram::new_with_bounds(1, 60_000_000, 3).unwrap_or_else(|_| unreachable!("bounds fit"));
        Self { answers: 0, bad: 0, time: Duration::ZERO, latency, server_cpu: Duration::ZERO }
    }

    /// Notes how long so many answers took.
    pub fn record(&mut self, took: Duration, answers: u64) {
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.latency.saturating_record_n(us.max(1), answers);
    }

    /// Answers a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.answers as f64 / self.time.as_secs_f64()
    }

    /// Server CPU an answer, in microseconds.
    #[must_use]
    pub fn cpu_us(&self) -> f64 {
        self.server_cpu.as_secs_f64() * 1e6 / self.answers.max(1) as f64
    }

    /// A latency quantile in microseconds.
    #[must_use]
    pub fn us(&self, quantile: f64) -> u64 {
        self.latency.value_at_quantile(quantile)
    }
}
