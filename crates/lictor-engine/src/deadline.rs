//! What is due when.

use alloc::collections::BTreeSet;

use lictor_types::{BorrowId, LeaseId, ReservationId, SessionId};

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
    Session,
    /// A held seat becomes free (HLD-01).
    Hold,
    /// A borrow ends (BOR-01).
    Borrow,
    /// A reservation ends (RES-01).
    Reservation,
    /// A request has waited long enough (QUE-01).
    Wait,
}

impl Deadline {
    fn new(at_ms: u64, kind: DeadlineKind, slot: u32, generation: u32) -> Self {
        Self { at_ms, kind, slot, generation }
    }

    pub(crate) fn session_end(at_ms: u64, session: SessionId) -> Self {
        Self::new(at_ms, DeadlineKind::Session, session.slot(), session.generation())
    }

    pub(crate) fn hold_end(at_ms: u64, lease: LeaseId) -> Self {
        Self::new(at_ms, DeadlineKind::Hold, lease.slot(), lease.generation())
    }

    pub(crate) fn borrow_end(at_ms: u64, borrow: BorrowId) -> Self {
        Self::new(at_ms, DeadlineKind::Borrow, borrow.slot(), borrow.generation())
    }

    pub(crate) fn reservation_end(at_ms: u64, reservation: ReservationId) -> Self {
        Self::new(at_ms, DeadlineKind::Reservation, reservation.slot(), reservation.generation())
    }

    pub(crate) fn wait_end(at_ms: u64, (slot, generation): (u32, u32)) -> Self {
        Self::new(at_ms, DeadlineKind::Wait, slot, generation)
    }
}

/// All deadlines in the order of their time.
pub(crate) type Deadlines = BTreeSet<Deadline>;

/// Leases that may come back by themselves, by (pool, ledger time, lease slot): the head of a pool's
/// range is the earliest time at which they may.
pub(crate) type Departures = BTreeSet<(u32, u64, u32)>;

/// The earliest departure of a pool, and the lease.
pub(crate) fn next_departure(departures: &Departures, pool: u32) -> Option<(u64, u32)> {
    let mut of_pool = departures.range((pool, 0, 0)..=(pool, u64::MAX, u32::MAX));
    of_pool.next().map(|(_, at_ms, lease)| (*at_ms, *lease))
}
