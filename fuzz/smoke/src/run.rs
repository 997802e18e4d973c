//! Runs the targets for a while and tells what broke.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::mutator::Mutator;
use crate::targets::{TARGETS, Target};

/// No input of at most 64 KiB may take longer than this, even in a debug build on a busy machine.
const INPUT_TIME_MAX: Duration = Duration::from_secs(5);

/// What a run found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Inputs tried.
    pub inputs: u64,
    /// What broke, one line each.
    pub failures: Vec<String>,
}

/// Runs every target asked for; `say` gets a line per target.
pub fn run(arguments: &Arguments, say: &mut dyn FnMut(String)) -> Outcome {
    let wanted = |target: &&Target| arguments.only.as_ref().is_none_or(|only| only == target.name);
    let targets: Vec<&Target> = TARGETS.iter().filter(wanted).collect();
    let time = arguments.time / targets.len().max(1) as u32;
    let mut outcome = Outcome::default();
    for target in targets {
        let (inputs, failure) = run_one(target, arguments.seed, time);
        outcome.inputs += inputs;
        say(format!("{:<14} {inputs:>9} inputs, seed {}", target.name, arguments.seed));
        if let Some(failure) = failure {
            say(failure.clone());
            outcome.failures.push(failure);
        }
    }
    outcome
}

/// Runs one target until its time is over or something breaks.
fn run_one(target: &Target, seed: u64, time: Duration) -> (u64, Option<String>) {
    let seeds = (target.seeds)();
    if seeds.is_empty() {
        return (0, Some(format!("{}: there are no seeds", target.name)));
    }
    let began = Instant::now();
    let mut number = 0;
    loop {
        // The seeds themselves come first: they must be read without complaint by the oracle.
        let input = match seeds.get(number as usize) {
            Some(whole) => whole.clone(),
            None => Mutator::new(seed, number).mutate(&seeds),
        };
        let before = began.elapsed();
        let broke = catch_unwind(AssertUnwindSafe(|| (target.run)(&input))).is_err();
        let after = began.elapsed();
        number += 1;
        let what = match (broke, after - before > INPUT_TIME_MAX) {
            (true, _) => "broke",
            (false, true) => "took too long",
            (false, false) if after >= time => return (number, None),
            (false, false) => continue,
        };
        let input = hex::encode(input);
        return (
            number,
            Some(format!("{}: input {} of seed {seed} {what}: {input}", target.name, number - 1)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(run: fn(&[u8])) -> Target {
        Target { name: "x", run, seeds: || vec![b"ab".to_vec()] }
    }

    #[test]
    fn a_panic_is_told_with_its_input() {
        let (inputs, failure) = run_one(&target(|input| assert_eq!(input, b"cd")), 1, Duration::ZERO);
        assert_eq!((inputs, failure.as_deref()), (1, Some("x: input 0 of seed 1 broke: 6162")));
    }

    #[test]
    fn a_quiet_target_ends_with_its_time() {
        assert_eq!(run_one(&target(|_| {}), 1, Duration::ZERO), (1, None));
    }
}
