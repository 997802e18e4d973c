//! Leases, each linked into its pool's list, newest first.

use crate::codec::coded;
use crate::slab::{NONE, Slab};

/// Seats of one pool granted to one session.
#[derive(Debug)]
pub(crate) struct Lease {
    /// Slot of its session.
    pub(crate) session: u32,
    /// Number of its pool.
    pub(crate) pool: u32,
    /// Seats, at least 1.
    pub(crate) count: u32,
    /// The next newer lease of its pool.
    pub(crate) newer: u32,
    /// The next older lease of its pool.
    pub(crate) older: u32,
    /// Wall instant of its first grant in milliseconds.
    pub(crate) since_ms: u64,
}

coded!(Lease { session, pool, count, newer, older, since_ms });

impl Slab<Lease> {
    /// Puts a lease at the head of its pool's list.
    pub(crate) fn link(&mut self, head: &mut u32, slot: u32) {
        if let Some(second) = self.at_mut(*head) {
            second.newer = slot;
        }
        if let Some(lease) = self.at_mut(slot) {
            (lease.newer, lease.older) = (NONE, *head);
        }
        *head = slot;
    }

    /// Closes the gap that a removed lease left in its pool's list.
    pub(crate) fn unlink(&mut self, head: &mut u32, removed: &Lease) {
        match self.at_mut(removed.newer) {
            Some(newer) => newer.older = removed.older,
            None => *head = removed.older,
        }
        if let Some(older) = self.at_mut(removed.older) {
            older.newer = removed.newer;
        }
    }

    /// The slots of a pool's list of so many leases, newest first.
    pub(crate) fn list(&self, head: u32, count: u32) -> impl Iterator<Item = u32> + '_ {
        let mut next = head;
        (0..count).map_while(move |_| {
            let (_, lease) = self.at(next)?;
            let slot = next;
            next = lease.older;
            Some(slot)
        })
    }
}
