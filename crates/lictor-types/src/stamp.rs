//! The time a command carries.

/// When a command was taken into the log (design: Time).
///
/// Both parts are given by whoever stamps; nothing in the pure crates reads a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Stamp {
    /// Milliseconds of the log's own running time. Never decreases, counts suspend, belongs to
    /// the log and not to a machine (TIM-06).
    pub ledger_ms: u64,
    /// The wall instant in force, in milliseconds since 1970-01-01T00:00:00Z, as the clock rules
    /// of TIM-05 give it.
    pub wall_ms: u64,
}
