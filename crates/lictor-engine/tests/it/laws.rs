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

/// How many histories every law is tried on.
pub(crate) fn cases() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) }
}

/// A history.
pub(crate) fn steps() -> impl Strategy<Value = Vec<u64>> {
    vec(any::<u64>(), 1..30)
}
