//! Where the time of a turn goes (design: Seeing inside).

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};

/// A turn that takes longer is a stall: counted, and told in the log with its largest stage.
const STALL: Duration = Duration::from_millis(10);

/// The stages of a turn, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Frames become operations.
    Decode,
    /// Waiting for the ledger, and applying.
    Apply,
    /// The block is hashed and written; with `durability = "disk"` also synced.
    Write,
    /// Answers are encoded and sent.
    Answer,
}

impl Stage {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Decode, Self::Apply, Self::Write, Self::Answer];

    /// The name in metrics and logs.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Apply => "apply",
            Self::Write => "write",
            Self::Answer => "answer",
        }
    }
}

/// Histograms of the stages of all turns.
#[derive(Debug)]
pub(crate) struct Stages {
    histograms: [Histogram; 4],
    /// Turns that took longer than 10 ms.
    pub(crate) stalls: AtomicU64,
}

impl Default for Stages {
    fn default() -> Self {
        // From 1 µs to 1 s, each bucket four times the one before.
        let histogram = || Histogram::new(exponential_buckets(1e-6, 4.0, 11));
        Self { histograms: std::array::from_fn(|_| histogram()), stalls: AtomicU64::new(0) }
    }
}

impl Stages {
    /// A stage's histogram.
    pub(crate) fn of(&self, stage: Stage) -> &Histogram {
        &self.histograms[stage as usize]
    }
}

/// A watch over one turn.
pub(crate) struct Watch {
    began: Instant,
    last: Instant,
    spent: [Duration; 4],
}

impl Watch {
    pub(crate) fn start() -> Self {
        let now = Instant::now();
        Self { began: now, last: now, spent: [Duration::ZERO; 4] }
    }

    /// What passed since the last call was this stage.
    pub(crate) fn passed(&mut self, stage: Stage) {
        let now = Instant::now();
        self.spent[stage as usize] += now - self.last;
        self.last = now;
    }

    /// Ends the turn.
    pub(crate) fn stop(self, stages: &Stages) {
        for stage in Stage::ALL {
            stages.of(stage).observe(self.spent[stage as usize].as_secs_f64());
        }
        let total = self.last - self.began;
        if total > STALL {
            stages.stalls.fetch_add(1, Ordering::Relaxed);
            let longest = Stage::ALL.into_iter().max_by_key(|stage| self.spent[*stage as usize]);
            let stage = longest.map_or("none", Stage::name);
            let ms = total.as_millis();
            tracing::warn!(turn_ms = ms, stage, "A turn took {ms} ms, most of it in its stage `{stage}`");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each stage is observed once a turn, and only a long turn is a stall.
    #[test]
    fn a_turn_is_observed_by_stage() {
        let stages = Stages::default();
        let mut quick = Watch::start();
        Stage::ALL.into_iter().for_each(|stage| quick.passed(stage));
        quick.stop(&stages);
        assert_eq!(stages.stalls.load(Ordering::Relaxed), 0);
        let mut slow = Watch::start();
        slow.began -= 2 * STALL;
        slow.passed(Stage::Write);
        slow.stop(&stages);
        assert_eq!(stages.stalls.load(Ordering::Relaxed), 1);
    }
}
