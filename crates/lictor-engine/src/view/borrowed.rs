//! Borrows as reports and certificates see them (BOR-01).

use lictor_types::{BorrowId, FeatureId, HostId, Identity, LeaseId, PoolId, Version};

use crate::borrow::Borrow;
use crate::group::Person;
use crate::ledger::Ledger;

/// Seats that somebody took away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BorrowView<'a> {
    /// Its id.
    pub borrow: BorrowId,
    /// Its lease.
    pub lease: LeaseId,
    /// Its pool.
    pub pool: PoolId,
    /// Its feature.
    pub feature: FeatureId,
    /// The version asked for; none means any.
    pub version: Option<Version>,
    /// Seats.
    pub count: u32,
    /// Who. There is no process.
    pub identity: Identity,
    /// Host ids of the machine it was borrowed to.
    pub host_ids: &'a [HostId],
    /// Its length in hours.
    pub hours: u16,
    /// Wall instant of its beginning or last refresh in milliseconds.
    pub from_ms: u64,
    /// Wall instant of its end in milliseconds.
    pub until_ms: u64,
}

impl Ledger {
    /// A borrow.
    #[must_use]
    pub fn borrow(&self, id: BorrowId) -> Option<BorrowView<'_>> {
        self.borrow_view(id, self.borrows.get(id.slot(), id.generation())?)
    }

    /// Every borrow, in the order of their slots.
    pub fn borrows(&self) -> impl Iterator<Item = BorrowView<'_>> {
        let all = self.borrows.iter();
        all.filter_map(|(slot, generation, borrow)| self.borrow_view(BorrowId::new(slot, generation), borrow))
    }

    fn borrow_view<'a>(&self, id: BorrowId, borrow: &'a Borrow) -> Option<BorrowView<'a>> {
        let (generation, lease) = self.leases.at(borrow.lease)?;
        let Person { user, host, custom, project, address } = borrow.person.clone();
        Some(BorrowView {
            borrow: id,
            lease: LeaseId::new(borrow.lease, generation),
            pool: PoolId(lease.pool),
            feature: FeatureId(borrow.feature),
            version: borrow.version,
            count: lease.count,
            identity: Identity { user, host, pid: 0, project, custom, address },
            host_ids: &borrow.host_ids,
            hours: borrow.hours,
            from_ms: borrow.from_ms,
            until_ms: borrow.until_ms,
        })
    }
}
