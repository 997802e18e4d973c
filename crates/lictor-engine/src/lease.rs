//! Leases, each linked into its pool's list, newest first.

use alloc::vec::Vec;

use crate::codec::{Code, Malformed, Reader, coded};
use crate::slab::{NONE, Slab};

/// Seats of one pool in one hand.
#[derive(Debug)]
pub(crate) struct Lease {
    /// Whose they are.
    pub(crate) holder: Holder,
    /// Number of its pool.
    pub(crate) pool: u32,
    /// Seats, at least 1.
    pub(crate) count: u32,
    /// Slot of the group it is charged with; [`NONE`] if it is charged alone.
    pub(crate) group: u32,
    /// Which rules count it.
    pub(crate) tags: Tags,
    /// The next newer lease of its pool.
    pub(crate) newer: u32,
    /// The next older lease of its pool.
    pub(crate) older: u32,
    /// Wall instant of its first grant in milliseconds.
    pub(crate) since_ms: u64,
    /// Ledger time of its first grant.
    pub(crate) taken_ms: u64,
}

/// In whose hand seats are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A session's, by slot.
    Session(u32),
    /// Borrowed, by slot (BOR-01).
    Borrow(u32),
    /// Nobody's: given back and still charged until this ledger time (HLD-01).
    Hold(u64),
    /// Taken through the tokens of a group, by slot (KEY-04).
    Token(u32),
}

/// The rules that count a lease; [`NONE`] for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tags {
    /// Number of its `limit` rule.
    pub(crate) limit: u32,
    /// What it draws on: see [`crate::reserve`].
    pub(crate) reserve: u32,
}

impl Tags {
    pub(crate) const NONE: Self = Self { limit: NONE, reserve: NONE };
}

coded!(Lease { holder, pool, count, group, tags, newer, older, since_ms, taken_ms });
coded!(Tags { limit, reserve });

impl Lease {
    /// Slot of the session that holds it.
    pub(crate) fn session(&self) -> Option<u32> {
        match self.holder {
            Holder::Session(slot) => Some(slot),
            Holder::Borrow(_) | Holder::Hold(_) | Holder::Token(_) => None,
        }
    }

    /// Whether it is charged although nobody has it.
    pub(crate) fn is_hold(&self) -> bool {
        matches!(self.holder, Holder::Hold(_))
    }
}

impl Code for Holder {
    fn write(&self, out: &mut Vec<u8>) {
        let (tag, value) = match *self {
            Self::Session(slot) => (0, slot.into()),
            Self::Borrow(slot) => (1, slot.into()),
            Self::Hold(until_ms) => (2, until_ms),
            Self::Token(slot) => (3, slot.into()),
        };
        out.push(tag);
        value.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.byte()? {
            0 => u32::read(from).map(Self::Session),
            1 => u32::read(from).map(Self::Borrow),
            2 => u64::read(from).map(Self::Hold),
            3 => u32::read(from).map(Self::Token),
            _ => Err(Malformed),
        }
    }
}

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
