//! Holds: seats that stay charged for a while after use (HLD-01, HLD-02, SHR-04).

use alloc::vec::Vec;

use lictor_types::{LeaseId, Stamp};

use crate::catalog::Misfit;
use crate::deadline::Deadline;
use crate::effects::Effects;
use crate::fact::Fact;
use crate::group::ChargeRule;
use crate::lease::Holder;
use crate::ledger::Ledger;

impl Ledger {
    /// Until when a lease that loses its last seats stays charged, if it does. Of a sharing group
    /// only the last member's departure counts (SHR-04).
    pub(crate) fn hold_until(&self, stamp: Stamp, slot: u32) -> Option<u64> {
        let (_, lease) = self.leases.at(slot)?;
        let pool = self.pools.get(lease.pool as usize).filter(|pool| pool.holds())?;
        let (_, group) = self.groups.at(lease.group)?;
        let in_use = |member: &u32| self.leases.at(*member).is_some_and(|(_, lease)| !lease.is_hold());
        let others = group.members.iter().any(|member| *member != slot && in_use(member));
        let begun_ms = match group.charge_rule {
            ChargeRule::Max if others => return None,
            ChargeRule::Max => group.since_ms,
            ChargeRule::Sum => lease.taken_ms,
        };
        let hold = stamp.ledger_ms.saturating_add(pool.base.hold_ms);
        let until = hold.max(begun_ms.saturating_add(pool.base.min_checkout_ms));
        (until > stamp.ledger_ms).then_some(until)
    }

    /// Takes a lease out of its session's hand and keeps it charged.
    pub(crate) fn hold(&mut self, stamp: Stamp, slot: u32, until_ms: u64) -> Result<(), Misfit> {
        let (generation, lease) = self.leases.at(slot).ok_or(Misfit)?;
        let (pool, session, group) = (lease.pool, lease.session(), lease.group);
        self.leave_session(session.ok_or(Misfit)?, pool, slot);
        self.leases.at_mut(slot).ok_or(Misfit)?.holder = Holder::Hold(until_ms);
        self.deadlines.insert(Deadline::hold_end(until_ms, LeaseId::new(slot, generation)));
        self.departures.insert((pool, until_ms, slot));
        if self.anybody_waits() {
            // Whose held seats these are may wait for them (HLD-03).
            self.loosened.pool(self.pools.get(pool as usize).ok_or(Misfit)?.feature);
        }
        self.drop_outlasted(stamp, group, slot, until_ms)
    }

    /// In a sharing group a hold that is neither larger nor longer than a new one says nothing
    /// more.
    fn drop_outlasted(&mut self, stamp: Stamp, group: u32, new: u32, until_ms: u64) -> Result<(), Misfit> {
        let count = self.leases.at(new).map_or(0, |(_, lease)| lease.count);
        let company = self.groups.at(group).filter(|(_, group)| group.charge_rule == ChargeRule::Max);
        let outlasted = |slot: &u32| match self.leases.at(*slot) {
            Some((_, lease)) if *slot != new && lease.count <= count => {
                matches!(lease.holder, Holder::Hold(end_ms) if end_ms <= until_ms)
            }
            Some(_) | None => false,
        };
        let members = company.into_iter().flat_map(|(_, company)| company.members.iter().copied());
        let outlasted: Vec<u32> = members.filter(outlasted).collect();
        for slot in outlasted {
            self.recount(stamp, &[(slot, 0)], &[])?;
            self.drop_lease(slot);
        }
        Ok(())
    }

    pub(crate) fn end_hold(&mut self, stamp: Stamp, lease: LeaseId, effects: &mut Effects) {
        let held = self.leases.get(lease.slot(), lease.generation());
        if held.is_some_and(|lease| lease.is_hold()) {
            self.commit(stamp, Fact::HoldEnded(lease), effects);
        }
    }

    pub(crate) fn fold_hold_ended(&mut self, stamp: Stamp, lease: LeaseId) -> Result<(), Misfit> {
        let held = self.leases.get(lease.slot(), lease.generation()).ok_or(Misfit)?;
        if !held.is_hold() {
            return Err(Misfit);
        }
        self.recount(stamp, &[(lease.slot(), 0)], &[])?;
        self.drop_lease(lease.slot());
        Ok(())
    }
}
