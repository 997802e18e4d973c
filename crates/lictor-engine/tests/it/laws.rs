//! What holds in every history, each law by its number.
//!
//! Histories have all commands; where a law needs licenses or rules that stay, its menu says so.

mod bytes;
mod kept;
mod lines;
mod requests;
mod seats;
mod state;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// How many histories every law is tried on.
pub(crate) fn cases() -> ProptestConfig {
    // The same histories in every run: a failure is a change of ours.
    let rng_seed = RngSeed::Fixed(1);
    ProptestConfig { failure_persistence: None, rng_seed, ..ProptestConfig::with_cases(1_000) }
}

/// A history.
pub(crate) fn steps() -> impl Strategy<Value = Vec<u64>> {
    vec(any::<u64>(), 1..30)
}
