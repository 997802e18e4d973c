//! The state as bytes: equal histories give equal bytes, and the ledger made of them behaves as
//! the one they were taken of.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use lictor_types::{BorrowId, FeatureName, KeyType, LeaseId, ReservationId, SessionId, VendorName};

use crate::access::Rulebook;
use crate::catalog::Misfit;
use crate::codec::{Code, Malformed, Reader, coded};
use crate::deadline::Deadline;
use crate::invariant;
use crate::lease::Holder;
use crate::ledger::{Counters, Ledger};
use crate::pool::{Base, Pool};

/// Why bytes are no snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoreError;

impl core::fmt::Display for RestoreError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the bytes are no snapshot of a ledger, or one of a newer version")
    }
}

impl core::error::Error for RestoreError {}

impl From<Malformed> for RestoreError {
    fn from(_: Malformed) -> Self {
        Self
    }
}

impl From<Misfit> for RestoreError {
    fn from(_: Misfit) -> Self {
        Self
    }
}

/// First in every snapshot: the form of what follows.
const FORMAT: u32 = 2;

coded!(Counters { used, granted, denied });

impl Ledger {
    /// Appends the canonical bytes of the state.
    pub fn snapshot(&self, out: &mut Vec<u8>) {
        FORMAT.write(out);
        self.stamp.write(out);
        self.clock.write(out);
        self.counters.write(out);
        self.catalog.epoch.write(out);
        self.catalog.vendors.write(out);
        (self.catalog.features.len() as u64).write(out);
        for feature in &self.catalog.features {
            feature.vendor.write(out);
            feature.name.write(out);
            feature.beside.write(out);
        }
        self.pools.write(out);
        self.catalog.set.write(out);
        self.catalog.places.write(out);
        self.catalog.judgements.write(out);
        self.sessions.write(out);
        self.leases.write(out);
        self.groups.write(out);
        self.borrows.write(out);
        self.reservations.write(out);
        self.waiters.write(out);
        self.next_order.write(out);
        write_map(&self.bindings, out);
        write_map(&self.named_releases, out);
        write_map(&self.quarantines, out);
        self.rulebook.set.write(out);
    }

    /// A ledger from the bytes of [`Self::snapshot`].
    ///
    /// # Errors
    ///
    /// [`RestoreError`] if they are anything else.
    pub fn restore(bytes: &[u8]) -> Result<Self, RestoreError> {
        let mut from = Reader::new(bytes);
        let ledger = Self::read(&mut from)?;
        from.finish()?;
        match invariant::check(&ledger) {
            Ok(()) => Ok(ledger),
            Err(_) => Err(RestoreError),
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, RestoreError> {
        if u32::read(from)? != FORMAT {
            return Err(RestoreError);
        }
        let mut ledger = Self::new();
        ledger.stamp = Code::read(from)?;
        ledger.clock = Code::read(from)?;
        ledger.counters = Code::read(from)?;
        ledger.catalog.epoch = Code::read(from)?;
        ledger.catalog.vendors = Vec::<VendorName>::read(from)?;
        for _ in 0..from.length()? {
            ledger.catalog.add_feature(u32::read(from)?, FeatureName::read(from)?, Vec::read(from)?)?;
        }
        ledger.pools = Vec::<Pool>::read(from)?;
        for (number, pool) in (0..).zip(&ledger.pools) {
            ledger.catalog.add_pool(number, pool)?;
        }
        ledger.catalog.set = Code::read(from)?;
        ledger.catalog.places = Code::read(from)?;
        ledger.catalog.judgements = Code::read(from)?;
        ledger.sessions = Code::read(from)?;
        ledger.leases = Code::read(from)?;
        ledger.groups = Code::read(from)?;
        ledger.borrows = Code::read(from)?;
        ledger.reservations = Code::read(from)?;
        ledger.waiters = Code::read(from)?;
        ledger.next_order = Code::read(from)?;
        ledger.bindings = read_map(from)?;
        ledger.named_releases = read_map(from)?;
        ledger.quarantines = read_map(from)?;
        ledger.rulebook = Rulebook::new(Code::read(from)?);
        ledger.derive()?;
        Ok(ledger)
    }

    /// Makes what is not written, as it follows from the rest.
    fn derive(&mut self) -> Result<(), Misfit> {
        self.catalog.derive();
        (0..self.pools.len()).try_for_each(|pool| self.set_base(pool))?;
        self.find_scopes();
        for (slot, generation, session) in self.sessions.iter() {
            let Some(at_ms) = session.detached_until else { continue };
            self.deadlines.insert(Deadline::session_end(at_ms, SessionId::new(slot, generation)));
            self.departures.extend(session.leases.iter().map(|held| (held.pool, at_ms, held.slot)));
        }
        for (slot, generation, lease) in self.leases.iter() {
            if let Holder::Hold(until_ms) = lease.holder {
                self.deadlines.insert(Deadline::hold_end(until_ms, LeaseId::new(slot, generation)));
                self.departures.insert((lease.pool, until_ms, slot));
            }
        }
        for (slot, generation, borrow) in self.borrows.iter() {
            let (_, lease) = self.leases.at(borrow.lease).ok_or(Misfit)?;
            self.deadlines.insert(Deadline::borrow_end(borrow.due_ms, BorrowId::new(slot, generation)));
            self.departures.insert((lease.pool, borrow.due_ms, borrow.lease));
        }
        for (slot, generation, found) in self.reservations.iter() {
            let id = ReservationId::new(slot, generation);
            self.deadlines.insert(Deadline::reservation_end(found.due_ms, id));
        }
        for (slot, generation, waiter) in self.waiters.iter() {
            self.deadlines.insert(Deadline::wait_end(waiter.until_ms, (slot, generation)));
            self.lines.extend(waiter.features().into_iter().map(|feature| ((feature, waiter.order), slot)));
        }
        for (slot, _, group) in self.groups.iter() {
            if let Some(key) = &group.key {
                self.keys.insert((group.pool, key.clone()), slot);
            }
        }
        self.tallies = self.tally_all();
        Ok(())
    }
}

fn write_map<K: Code, V: Code>(map: &BTreeMap<K, V>, out: &mut Vec<u8>) {
    (map.len() as u64).write(out);
    for (key, value) in map {
        key.write(out);
        value.write(out);
    }
}

/// A map whose keys ascend: then there is one form for each.
fn read_map<K: Code + Ord, V: Code>(from: &mut Reader<'_>) -> Result<BTreeMap<K, V>, Malformed> {
    let mut map = BTreeMap::new();
    for _ in 0..from.length()? {
        let (key, value) = (K::read(from)?, V::read(from)?);
        if map.last_key_value().is_some_and(|(last, _)| *last >= key) {
            return Err(Malformed);
        }
        map.insert(key, value);
    }
    Ok(map)
}

/// What its base says follows from the feature set.
impl Code for Pool {
    fn write(&self, out: &mut Vec<u8>) {
        self.feature.write(out);
        self.key_type.write(out);
        self.serial.write(out);
        self.name.write(out);
        self.terms.write(out);
        self.used.write(out);
        self.denied.write(out);
        self.lease_head.write(out);
        self.lease_count.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let pool = Self {
            feature: Code::read(from)?,
            key_type: Code::read(from)?,
            serial: Code::read(from)?,
            name: Code::read(from)?,
            terms: Code::read(from)?,
            base: Base::NONE,
            used: Code::read(from)?,
            denied: Code::read(from)?,
            lease_head: Code::read(from)?,
            lease_count: Code::read(from)?,
        };
        let sound = match pool.key_type {
            KeyType::Exclusive => pool.serial.is_none(),
            KeyType::Additive | KeyType::Token => pool.serial.is_some(),
            KeyType::Upgrade => false,
        };
        if sound { Ok(pool) } else { Err(Malformed) }
    }
}
