//! What is due when.

use alloc::collections::BTreeSet;

use lictor_types::SessionId;

/// A time at which something happens by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Deadline {
    /// Ledger time in milliseconds.
    pub(crate) at_ms: u64,
    /// What happens.
    pub(crate) kind: DeadlineKind,
    /// The slot it happens to.
    pub(crate) slot: u32,
    /// Its generation.
    pub(crate) generation: u32,
}

/// What happens at a deadline, in the order in which things due at one time happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DeadlineKind {
    /// A session without a connection is given up (SES-04).
    SessionEnd,
}

impl Deadline {
    pub(crate) fn session_end(at_ms: u64, session: SessionId) -> Self {
        let (slot, generation) = (session.slot(), session.generation());
        Self { at_ms, kind: DeadlineKind::SessionEnd, slot, generation }
    }
}

/// All deadlines in the order of their time.
pub(crate) type Deadlines = BTreeSet<Deadline>;

/// Leases whose session may be given up, by (pool, ledger time, lease slot): the head of a pool's
/// range is the earliest time at which seats may come back by themselves.
pub(crate) type Departures = BTreeSet<(u32, u64, u32)>;

/// The earliest departure of a pool.
pub(crate) fn next_departure(departures: &Departures, pool: u32) -> Option<u64> {
    departures.range((pool, 0, 0)..=(pool, u64::MAX, u32::MAX)).next().map(|(_, at_ms, _)| *at_ms)
}
