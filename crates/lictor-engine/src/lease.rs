//! Leases, and the two lists each is linked into: its session's and its pool's, newest first.

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
    /// Wall instant of its first grant in milliseconds.
    pub(crate) since_ms: u64,
    /// Neighbours among its session's leases.
    pub(crate) of_session: Links,
    /// Neighbours among its pool's leases.
    pub(crate) of_pool: Links,
}

/// Neighbours in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Links {
    /// The next newer lease.
    pub(crate) newer: u32,
    /// The next older lease.
    pub(crate) older: u32,
}

/// Which of the two lists is meant.
#[derive(Debug, Clone, Copy)]
pub(crate) enum List {
    Session,
    Pool,
}

coded!(Lease { session, pool, count, since_ms, of_session, of_pool });
coded!(Links { newer, older });

impl Links {
    pub(crate) const ALONE: Self = Self { newer: NONE, older: NONE };
}

impl Lease {
    pub(crate) fn links(&self, list: List) -> Links {
        match list {
            List::Session => self.of_session,
            List::Pool => self.of_pool,
        }
    }

    fn links_mut(&mut self, list: List) -> &mut Links {
        match list {
            List::Session => &mut self.of_session,
            List::Pool => &mut self.of_pool,
        }
    }
}

impl Slab<Lease> {
    /// Puts a lease at the head of a list.
    pub(crate) fn link(&mut self, list: List, head: &mut u32, slot: u32) {
        if let Some(second) = self.at_mut(*head) {
            second.links_mut(list).newer = slot;
        }
        if let Some(lease) = self.at_mut(slot) {
            *lease.links_mut(list) = Links { newer: NONE, older: *head };
        }
        *head = slot;
    }

    /// Takes a lease that was removed out of a list.
    pub(crate) fn unlink(&mut self, list: List, head: &mut u32, links: Links) {
        match self.at_mut(links.newer) {
            Some(newer) => newer.links_mut(list).older = links.older,
            None => *head = links.older,
        }
        if let Some(older) = self.at_mut(links.older) {
            older.links_mut(list).newer = links.newer;
        }
    }

    /// The slots of a list of so many leases, newest first.
    pub(crate) fn list(&self, list: List, head: u32, count: u32) -> impl Iterator<Item = u32> + '_ {
        let mut next = head;
        (0..count).map_while(move |_| {
            let (_, lease) = self.at(next)?;
            let slot = next;
            next = lease.links(list).older;
            Some(slot)
        })
    }
}
