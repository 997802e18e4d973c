//! The state as bytes: equal histories give equal bytes, and the ledger made of them behaves as
//! the one they were taken of.

use alloc::vec::Vec;

use lictor_types::{FeatureName, KeyType, SessionId, VendorName};

use crate::catalog::Misfit;
use crate::codec::{Code, Malformed, Reader, coded};
use crate::deadline::Deadline;
use crate::invariant;
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
const FORMAT: u32 = 1;

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
            feature.additive.write(out);
        }
        self.pools.write(out);
        self.catalog.set.write(out);
        self.catalog.places.write(out);
        self.catalog.judgements.write(out);
        self.sessions.write(out);
        self.leases.write(out);
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
        Ok(())
    }
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
        let expected = if pool.serial.is_some() { KeyType::Additive } else { KeyType::Exclusive };
        if pool.key_type == expected { Ok(pool) } else { Err(Malformed) }
    }
}
