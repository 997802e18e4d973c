//! What is fuzzed, without a fuzzing engine: targets, their seeds, and a seeded mutator.
//!
//! Knows nothing of coverage. The targets in `fuzz/fuzz_targets/` hand the same functions to a
//! coverage-guided engine; the program of this crate runs them for some seconds on a stable compiler, so
//! that every test run feeds the parsers with bytes that nobody should send (TRU-04).

mod arguments;
mod mutator;
mod run;
mod seeds;
mod targets;

pub use arguments::{Arguments, BadArguments};
pub use mutator::Mutator;
pub use run::{Outcome, run};
pub use targets::{TARGETS, Target, fuzz};
