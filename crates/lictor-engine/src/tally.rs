//! What rules and reservations count: seats charged to the leases that carry their tag.
//!
//! Derived from the leases; a snapshot does not hold it.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::catalog::Misfit;
use crate::group::ChargeRule;
use crate::lease::{Lease, Tags};
use crate::ledger::Ledger;
use crate::seat::Tallied;
use crate::slab::NONE;

/// Something that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tally {
    /// Seats of a feature charged to the members of a `limit` rule (RUL-01).
    Limit { rule: u32, feature: u32 },
    /// Seats of a pool charged to whoever draws on a reserve (RUL-01, RES-01).
    Reserve { reserve: u32, pool: u32 },
}

/// All counts that are not 0.
pub(crate) type Tallies = BTreeMap<Tally, u64>;

impl Ledger {
    /// A count.
    pub(crate) fn counted(&self, tally: Tally) -> u64 {
        self.tallies.get(&tally).copied().unwrap_or(0)
    }

    /// What is counted of a lease and those charged with it.
    pub(crate) fn tallied(&self, slot: u32) -> Tallied {
        let Some((_, lease)) = self.leases.at(slot) else { return Vec::new() };
        let Some((_, group)) = self.groups.at(lease.group) else {
            let count = u64::from(lease.count);
            return self.tallies_of(lease).map(|tally| (tally, count)).collect();
        };
        let mut counts = BTreeMap::new();
        for member in group.members.iter().filter_map(|slot| self.leases.at(*slot)).map(|(_, lease)| lease) {
            for tally in self.tallies_of(member) {
                let count: &mut u64 = counts.entry(tally).or_default();
                *count = match group.charge_rule {
                    ChargeRule::Sum => *count + u64::from(member.count),
                    ChargeRule::Max => (*count).max(member.count.into()),
                };
            }
        }
        counts.into_iter().collect()
    }

    /// Takes up what changed since then in what is counted of a lease and those charged with it. That
    /// may be what a waiting request was waiting for.
    pub(crate) fn tally(&mut self, before: &Tallied, slot: u32) -> Result<(), Misfit> {
        let after = self.tallied(slot);
        if *before != after && self.anybody_waits() {
            let pool = self.leases.at(slot).and_then(|(_, lease)| self.pools.get(lease.pool as usize));
            self.loosened.pool(pool.ok_or(Misfit)?.feature);
        }
        for (tally, count) in before {
            let left = self.counted(*tally).checked_sub(*count).ok_or(Misfit)?;
            self.tallies.insert(*tally, left);
        }
        for (tally, count) in &after {
            *self.tallies.entry(*tally).or_default() += count;
        }
        for (tally, _) in before {
            if self.counted(*tally) == 0 {
                self.tallies.remove(tally);
            }
        }
        for (tally, _) in &after {
            if self.counted(*tally) == 0 {
                self.tallies.remove(tally);
            }
        }
        Ok(())
    }

    /// Gives a lease other tags.
    pub(crate) fn retag(&mut self, slot: u32, tags: Tags) -> Result<(), Misfit> {
        let before = self.tallied(slot);
        self.leases.at_mut(slot).ok_or(Misfit)?.tags = tags;
        self.tally(&before, slot)
    }

    /// All counts, from the leases.
    pub(crate) fn tally_all(&self) -> Tallies {
        let mut tallies = Tallies::new();
        let alone = self.leases.iter().filter(|(_, _, lease)| lease.group == NONE).map(|(slot, _, _)| slot);
        let grouped = self.groups.iter().filter_map(|(_, _, group)| group.members.first().copied());
        for slot in alone.chain(grouped) {
            for (tally, count) in self.tallied(slot).into_iter().filter(|(_, count)| *count > 0) {
                *tallies.entry(tally).or_default() += count;
            }
        }
        tallies
    }

    fn tallies_of(&self, lease: &Lease) -> impl Iterator<Item = Tally> + use<> {
        let Tags { limit, reserve } = lease.tags;
        let (pool, feature) = (lease.pool, self.pools.get(lease.pool as usize).map_or(NONE, |p| p.feature));
        let limit = (limit != NONE).then_some(Tally::Limit { rule: limit, feature });
        let reserve = (reserve != NONE).then_some(Tally::Reserve { reserve, pool });
        limit.into_iter().chain(reserve)
    }
}
