//! What is kept for some, and who is kept out, as reports see it (RES-01, NAM-01).

use lictor_types::{PoolId, ReservationId};

use crate::ledger::Ledger;
use crate::named::NamedKind;
use crate::reserve::DYNAMIC;
use crate::tally::Tally;

/// Seats set aside under a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReservationView<'a> {
    /// Its id.
    pub reservation: ReservationId,
    /// Its pool.
    pub pool: PoolId,
    /// What sessions present to draw on it.
    pub token: &'a str,
    /// Seats set aside.
    pub count: u32,
    /// Seats in use by whoever drew on it.
    pub used: u64,
    /// Wall instant of its end in milliseconds.
    pub until_ms: u64,
}

/// Seats that belong to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BindingView<'a> {
    /// The pool.
    pub pool: PoolId,
    /// What the name is of.
    pub kind: NamedKind,
    /// The name, as it was first written.
    pub name: &'a str,
    /// Seats.
    pub seats: u32,
    /// Wall instant of the binding in milliseconds.
    pub since_ms: u64,
}

/// A user who gets nothing on a host for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuarantineView<'a> {
    /// The user, in lower case.
    pub user: &'a str,
    /// The host, in lower case.
    pub host: &'a str,
    /// Wall instant of the end in milliseconds.
    pub until_ms: u64,
}

impl Ledger {
    /// Every reservation, in the order of their slots.
    pub fn reservations(&self) -> impl Iterator<Item = ReservationView<'_>> {
        self.reservations.iter().map(|(slot, generation, found)| ReservationView {
            reservation: ReservationId::new(slot, generation),
            pool: PoolId(found.pool),
            token: &found.token,
            count: found.count,
            used: self.counted(Tally::Reserve { reserve: slot | DYNAMIC, pool: found.pool }),
            until_ms: found.until_ms,
        })
    }

    /// Every named user and host, pool by pool.
    pub fn bindings(&self) -> impl Iterator<Item = BindingView<'_>> {
        self.bindings.iter().map(|((pool, kind, _), binding)| BindingView {
            pool: PoolId(*pool),
            kind: *kind,
            name: &binding.name,
            seats: binding.seats,
            since_ms: binding.since_ms,
        })
    }

    /// Who gets nothing for now.
    pub fn quarantines(&self) -> impl Iterator<Item = QuarantineView<'_>> {
        let running = self.quarantines.iter().filter(|(_, until_ms)| **until_ms > self.stamp.ledger_ms);
        running.map(|((user, host), until_ms)| QuarantineView {
            user,
            host,
            until_ms: self.wall_of(*until_ms),
        })
    }
}
