//! The seats a session holds, by whom they were handed to.

use std::collections::BTreeMap;

use lictor_types::{Grant, LeaseId};
use lictor_wire::Held;

use super::work::SeatId;
use crate::request::Wish;

/// How sure one can be of held seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatState {
    /// The server confirmed them within the lease length.
    Held,
    /// The connection is lost, or its confirmation is too old; the client is working on it.
    Uncertain,
    /// Somebody else may use them now.
    Lost,
}

/// One granted wish.
#[derive(Debug)]
pub(crate) struct Seat {
    pub(crate) wish: Wish,
    pub(crate) grant: Grant,
    /// Seats of the lease that are this one's.
    pub(crate) count: u32,
    pub(crate) place: Place,
}

/// Where a seat stands apart from the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In its lease.
    Leased,
    /// Its lease is gone and it is being asked for again (SES-05).
    Asking,
    /// Gone.
    Gone,
}

/// Seats of a session. Several may be in one lease, as a session has one a pool (OUT-03).
#[derive(Debug, Default)]
pub(crate) struct SeatTable {
    seats: BTreeMap<SeatId, Seat>,
    last: u64,
}

impl SeatTable {
    pub(crate) fn add(&mut self, wish: Wish, grant: Grant) -> SeatId {
        self.last += 1;
        let id = SeatId(self.last);
        self.seats.insert(id, Seat { wish, grant, count: grant.count, place: Place::Leased });
        id
    }

    pub(crate) fn get(&self, id: SeatId) -> Option<&Seat> {
        self.seats.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: SeatId) -> Option<&mut Seat> {
        self.seats.get_mut(&id)
    }

    pub(crate) fn remove(&mut self, id: SeatId) -> Option<Seat> {
        self.seats.remove(&id)
    }

    /// Whether there is a seat that is worth a connection.
    pub(crate) fn any_alive(&self) -> bool {
        self.seats.values().any(|seat| seat.place != Place::Gone)
    }

    pub(crate) fn any_asking(&self) -> bool {
        self.seats.values().any(|seat| seat.place == Place::Asking)
    }

    pub(crate) fn has_lease(&self, lease: LeaseId) -> bool {
        self.seats.values().any(|seat| seat.place == Place::Leased && seat.grant.lease == lease)
    }

    /// What a resume names: every lease once.
    pub(crate) fn held(&self) -> Vec<Held> {
        let mut leases = BTreeMap::<LeaseId, u32>::new();
        for seat in self.seats.values().filter(|seat| seat.place == Place::Leased) {
            let count = leases.entry(seat.grant.lease).or_default();
            *count = count.saturating_add(seat.count);
        }
        leases.into_iter().map(|(lease, count)| Held { lease, count }).collect()
    }

    /// Every seat in a lease.
    pub(crate) fn leased(&self) -> Vec<SeatId> {
        let leased = self.seats.iter().filter(|(_, seat)| seat.place == Place::Leased);
        leased.map(|(id, _)| *id).collect()
    }

    /// Every seat that is not gone.
    pub(crate) fn alive(&self) -> Vec<SeatId> {
        self.seats.iter().filter(|(_, seat)| seat.place != Place::Gone).map(|(id, _)| *id).collect()
    }

    /// Which seats lose how many if `count` go out of a lease: the newest first.
    pub(crate) fn shares(&self, lease: LeaseId, mut count: u32) -> Vec<(SeatId, u32)> {
        let mut taken = Vec::new();
        let of_lease = |seat: &Seat| seat.place == Place::Leased && seat.grant.lease == lease;
        for (id, seat) in self.seats.iter().rev().filter(|(_, seat)| of_lease(seat)) {
            let part = count.min(seat.count);
            if part == 0 {
                break;
            }
            count -= part;
            taken.push((*id, part));
        }
        taken
    }
}
