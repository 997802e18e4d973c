//! What all rounds gave.

use std::collections::BTreeMap;

use crate::outcome::Outcome;
use crate::statistic::median;

/// The measurement that tells a quiet round from a disturbed one.
const YARDSTICK: &str = "echo 50x1";
/// How far from the median its rate may be.
const TOLERANCE: f64 = 0.2;

/// Every measurement of every round.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// Cores' worth of work that the machine did at the beginning of each round.
    pub effective_cores: Vec<f64>,
    outcomes: BTreeMap<String, Vec<Outcome>>,
}

impl Measured {
    /// Adds what this round gave.
    pub fn keep(&mut self, name: &str, outcome: Outcome) {
        self.outcomes.entry(name.to_owned()).or_default().push(outcome);
    }

    /// A measurement, round by round; empty if it was not made.
    #[must_use]
    pub fn get(&self, name: &str) -> &[Outcome] {
        self.outcomes.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The same measurement of the last round.
    #[must_use]
    pub fn last(&self, name: &str) -> Option<&Outcome> {
        self.get(name).last()
    }

    /// How many answers were no grant, over everything: must be 0.
    #[must_use]
    pub fn bad(&self) -> u64 {
        self.outcomes.values().flatten().map(|outcome| outcome.bad).sum()
    }

    /// Without the rounds in which the echo was more than a fifth off its median: the machine was
    /// not the same. All of them where no echo was measured.
    #[must_use]
    pub fn steady(mut self) -> Self {
        let rates: Vec<f64> = self.get(YARDSTICK).iter().map(Outcome::rate).collect();
        let Some(middle) = median(rates.iter().copied()) else { return self };
        let is_steady = |rate: &f64| (rate / middle - 1.0).abs() <= TOLERANCE;
        for rounds in self.outcomes.values_mut() {
            retain(rounds, rates.iter().map(is_steady));
        }
        retain(&mut self.effective_cores, rates.iter().map(is_steady));
        self
    }
}

fn retain<T>(values: &mut Vec<T>, mut keep: impl Iterator<Item = bool>) {
    values.retain(|_| keep.next().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn outcome(answers: u64) -> Outcome {
        Outcome { answers, bad: 1, time: Duration::from_secs(1), ..Outcome::empty() }
    }

    #[test]
    fn rounds_of_another_machine_are_left_out_everywhere() {
        let mut measured = Measured::default();
        for (round, rate) in [100, 79, 110, 121, 95].into_iter().enumerate() {
            measured.effective_cores.push(round as f64);
            measured.keep(YARDSTICK, outcome(rate));
            measured.keep("process 50x1", outcome(round as u64));
        }
        let steady = measured.steady();
        let answers = |name| steady.get(name).iter().map(|one| one.answers).collect::<Vec<_>>();
        assert_eq!(answers(YARDSTICK), [100, 110, 95]);
        assert_eq!(answers("process 50x1"), [0, 2, 4]);
        assert_eq!(steady.effective_cores, [0.0, 2.0, 4.0]);
        assert_eq!(steady.bad(), 6);
    }

    #[test]
    fn without_an_echo_every_round_counts() {
        let mut measured = Measured::default();
        measured.keep("process 50x1", outcome(1));
        measured.keep("process 50x1", outcome(100));
        assert_eq!(measured.steady().get("process 50x1").len(), 2);
    }
}
