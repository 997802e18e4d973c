//! Seats taken and given back: the one way in which the use of a pool changes.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use lictor_types::{Grant, LeaseId, SessionId, Stamp};

use crate::catalog::Misfit;
use crate::deadline::Deadline;
use crate::fact::{Part, Take};
use crate::group::{ChargeRule, Company, Group, Leg, Person};
use crate::lease::{Holder, Lease, Tags};
use crate::ledger::Ledger;
use crate::pool::Pool;
use crate::session::Held;
use crate::slab::NONE;
use crate::tally::Tally;

impl Ledger {
    /// Makes the lease of a part if its id is free, yet without seats. Answers its slot.
    pub(crate) fn place(&mut self, stamp: Stamp, holder: Holder, part: &Part) -> Result<u32, Misfit> {
        let tags = Tags { limit: part.limit.unwrap_or(NONE), reserve: part.reserve.unwrap_or(NONE) };
        self.look_again(holder, part.pool.0);
        if let Some(lease) = self.leases.get(part.lease.slot(), part.lease.generation()) {
            let own = lease.holder == holder && lease.pool == part.pool.0;
            if own && lease.tags != tags {
                self.retag(part.lease.slot(), tags)?;
            }
            return if own { Ok(part.lease.slot()) } else { Err(Misfit) };
        }
        let next = self.leases.upcoming().next().map(|(slot, generation)| LeaseId::new(slot, generation));
        if next != Some(part.lease) || part.asked.count == 0 {
            return Err(Misfit);
        }
        let pool = self.pools.get(part.pool.0 as usize).ok_or(Misfit)?;
        let grouped = pool.base.share.is_any() || pool.holds() || pool.is_token();
        let person = if grouped { self.person_with(holder, NONE) } else { Person::default() };
        let company = if grouped { person.company(pool) } else { Company::Alone };
        let slot = self.make_lease(stamp, holder, part.pool.0, tags, company, &person)?;
        if let Holder::Session(session) = holder {
            let holder = self.sessions.at_mut(session).ok_or(Misfit)?;
            if holder.lease_of(part.pool.0).is_some() {
                return Err(Misfit);
            }
            holder.leases.push(Held { pool: part.pool.0, slot });
            if let Some(at_ms) = holder.detached_until {
                self.departures.insert((part.pool.0, at_ms, slot));
            }
        }
        Ok(slot)
    }

    /// QUE-01: what a session waits for may be more than it could ever have beside what it gets now.
    fn look_again(&mut self, holder: Holder, pool: u32) {
        let Holder::Session(session) = holder else { return };
        let waits = self.sessions.at(session).is_some_and(|(_, session)| session.verdicts.waits_at_all());
        if let Some(pool) = self.pools.get(pool as usize).filter(|_| waits) {
            self.loosened.pool(pool.feature);
        }
    }

    /// Charges the seats of a part to its lease, which is there. Seats that the same user holds
    /// after use are taken up first (HLD-03).
    pub(crate) fn take_seats(&mut self, stamp: Stamp, part: &Part) -> Result<Grant, Misfit> {
        let slot = part.lease.slot();
        let (_, lease) = self.leases.at(slot).ok_or(Misfit)?;
        let count = lease.count.checked_add(part.asked.count).ok_or(Misfit)?;
        let taken_up = match self.groups.at(lease.group) {
            Some((_, group)) => self.taken_up(group, part.asked.count),
            None => Vec::new(),
        };
        if taken_up.is_empty() {
            self.recount(stamp, &[(slot, count)], &part.legs)?;
        } else {
            let changes: Vec<_> = core::iter::once((slot, count)).chain(taken_up).collect();
            self.recount(stamp, &changes, &part.legs)?;
            for (emptied, _) in changes.iter().filter(|(_, left)| *left == 0) {
                self.drop_lease(*emptied);
            }
        }
        self.bind_names(stamp, slot, part)?;
        let pool = self.pools.get(part.pool.0 as usize).ok_or(Misfit)?;
        Ok(Grant {
            lease: part.lease,
            pool: part.pool,
            pool_rev: pool.terms.rev,
            count: part.asked.count,
            held: count,
            seats: pool.terms.seats,
            used: pool.used,
            soft_limit: part.soft_limit,
            day: self.catalog.today(pool.base.zone),
        })
    }

    /// What is left of held leases when so many seats are taken up again, the shortest held first.
    fn taken_up(&self, group: &Group, mut wanted: u32) -> Vec<(u32, u32)> {
        if group.charge_rule == ChargeRule::Max {
            return Vec::new();
        }
        let lease = |slot: &u32| self.leases.at(*slot).map(|(_, lease)| lease);
        let mut holds: Vec<_> = group
            .members
            .iter()
            .filter_map(|slot| match lease(slot)?.holder {
                Holder::Hold(until_ms) => Some((until_ms, *slot)),
                Holder::Session(_) | Holder::Borrow(_) | Holder::Token(_) => None,
            })
            .collect();
        holds.sort_unstable();
        let mut left = Vec::new();
        for (_, slot) in holds {
            let held = lease(&slot).map_or(0, |lease| lease.count);
            let taken = held.min(wanted);
            wanted -= taken;
            if taken > 0 {
                left.push((slot, held - taken));
            }
        }
        left
    }

    /// Frees seats of a session's leases, and the leases that have none left. With `hold`, what was
    /// the last of a feature may stay charged (HLD-01). Answers how many seats were given back.
    pub(crate) fn give_back(
        &mut self,
        stamp: Stamp,
        session: SessionId,
        takes: &[Take],
        hold: bool,
    ) -> Result<u32, Misfit> {
        let mut given: u32 = 0;
        for take in takes {
            let lease = self.lease_at(session, take.lease).ok_or(Misfit)?;
            let left = lease.count.checked_sub(take.count).filter(|_| take.count > 0).ok_or(Misfit)?;
            given = given.checked_add(take.count).ok_or(Misfit)?;
            let slot = take.lease.slot();
            let holds = left == 0 && hold && self.pools.get(lease.pool as usize).is_some_and(Pool::holds);
            let last = holds && self.is_last_of_feature(session, lease.pool, takes);
            if let Some(until_ms) = if last { self.hold_until(stamp, slot) } else { None } {
                self.hold(stamp, slot, until_ms)?;
                continue;
            }
            self.recount(stamp, &[(slot, left)], &[])?;
            if left == 0 {
                self.drop_lease(slot);
            }
        }
        Ok(given)
    }

    /// Sets what leases of one pool and one group hold, and charges the difference; a token's
    /// difference is charged to what it depends on (KEY-04).
    pub(crate) fn recount(
        &mut self,
        stamp: Stamp,
        changes: &[(u32, u32)],
        legs: &[Leg],
    ) -> Result<(), Misfit> {
        let (first, _) = changes.first().ok_or(Misfit)?;
        let (_, lease) = self.leases.at(*first).ok_or(Misfit)?;
        let (pool, group) = (lease.pool, lease.group);
        let tallied_before = self.tallied(*first);
        let alone = u64::from(lease.count);
        let before = self.groups.at(group).map_or(alone, |(_, group)| group.charge);
        for (slot, count) in changes {
            let lease = self.leases.at_mut(*slot).ok_or(Misfit)?;
            if (lease.pool, lease.group) != (pool, group) {
                return Err(Misfit);
            }
            lease.count = *count;
        }
        let after = match self.groups.at(group) {
            Some((_, group)) => group.charge_of(&self.leases, |_| true),
            None => self.leases.at(*first).map_or(0, |(_, lease)| lease.count.into()),
        };
        if let Some(group) = self.groups.at_mut(group) {
            group.charge = after;
        }
        self.tally(&tallied_before, *first)?;
        let home = self.pools.get_mut(pool as usize).ok_or(Misfit)?;
        home.used = home.used.checked_sub(before).and_then(|used| used.checked_add(after)).ok_or(Misfit)?;
        let used = self.counters.used.checked_sub(before).and_then(|used| used.checked_add(after));
        self.counters.used = used.ok_or(Misfit)?;
        let token = home.is_token();
        if after < before && !self.lines.is_empty() {
            self.loosened.pool(home.feature);
        }
        match (token, after.cmp(&before)) {
            (true, core::cmp::Ordering::Greater) => self.add_tokens(stamp, group, after - before, legs),
            (true, core::cmp::Ordering::Less) => self.drop_tokens(stamp, group, before - after),
            (true, core::cmp::Ordering::Equal) | (false, _) => Ok(()),
        }
    }

    /// A new lease without seats.
    pub(crate) fn make_lease(
        &mut self,
        stamp: Stamp,
        holder: Holder,
        pool: u32,
        tags: Tags,
        company: Company,
        person: &Person,
    ) -> Result<u32, Misfit> {
        let group = self.join(stamp, pool, company, person);
        let home = self.pools.get_mut(pool as usize).ok_or(Misfit)?;
        let (slot, _) = self.leases.insert(Lease {
            holder,
            pool,
            count: 0,
            group,
            tags,
            newer: NONE,
            older: NONE,
            since_ms: stamp.wall_ms,
            taken_ms: stamp.ledger_ms,
        });
        self.leases.link(&mut home.lease_head, slot);
        home.lease_count += 1;
        if let Some(group) = self.groups.at_mut(group) {
            group.members.push(slot);
        }
        Ok(slot)
    }

    /// Slot of the group that a new lease is charged with; made if there is none.
    fn join(&mut self, stamp: Stamp, pool: u32, company: Company, person: &Person) -> u32 {
        let key = match company {
            Company::Alone => return NONE,
            Company::Private => None,
            Company::With(key) => Some(key),
        };
        let known = key.as_ref().and_then(|key| self.keys.get(&(pool, key.clone())));
        if let Some(slot) = known {
            return *slot;
        }
        let (slot, _) = self.groups.insert(Group {
            pool,
            charge_rule: key.as_ref().map_or(ChargeRule::Sum, |key| key.charge_rule),
            key: key.clone(),
            person: person.clone(),
            since_ms: stamp.ledger_ms,
            members: Vec::new(),
            charge: 0,
            bundles: Vec::new(),
            components: Vec::new(),
        });
        if let Some(key) = key {
            self.keys.insert((pool, key), slot);
        }
        slot
    }

    /// Takes a lease without seats out of everything that knows it.
    pub(crate) fn drop_lease(&mut self, slot: u32) {
        let Some((generation, _)) = self.leases.at(slot) else { return };
        let Some(lease) = self.leases.remove(slot) else { return };
        if let Some(pool) = self.pools.get_mut(lease.pool as usize) {
            self.leases.unlink(&mut pool.lease_head, &lease);
            pool.lease_count -= 1;
        }
        self.leave_group(lease.group, slot);
        match lease.holder {
            Holder::Session(session) => self.leave_session(session, lease.pool, slot),
            Holder::Hold(until_ms) => {
                self.departures.remove(&(lease.pool, until_ms, slot));
                self.deadlines.remove(&Deadline::hold_end(until_ms, LeaseId::new(slot, generation)));
            }
            Holder::Borrow(_) | Holder::Token(_) => {}
        }
    }

    fn leave_group(&mut self, group: u32, slot: u32) {
        let Some(company) = self.groups.at_mut(group) else { return };
        if let Some(at) = company.members.iter().position(|member| *member == slot) {
            company.members.swap_remove(at);
        }
        if company.members.is_empty()
            && let Some(Group { pool, key: Some(key), .. }) = self.groups.remove(group)
        {
            self.keys.remove(&(pool, key));
        }
    }

    /// Takes a lease off its session's list.
    pub(crate) fn leave_session(&mut self, session: u32, pool: u32, slot: u32) {
        let Some(holder) = self.sessions.at_mut(session) else { return };
        if let Some(at) = holder.leases.iter().rposition(|held| held.slot == slot) {
            holder.leases.remove(at);
        }
        if let Some(at_ms) = holder.detached_until {
            self.departures.remove(&(pool, at_ms, slot));
        }
    }

    /// Whether the session holds nothing of the pool's feature once these takes are done.
    fn is_last_of_feature(&self, session: SessionId, pool: u32, takes: &[Take]) -> bool {
        let Some(feature) = self.pools.get(pool as usize).map(|pool| pool.feature) else { return false };
        let of_feature = |take: &&Take| {
            let lease = self.leases.get(take.lease.slot(), take.lease.generation());
            let pool = lease.and_then(|lease| self.pools.get(lease.pool as usize));
            pool.is_some_and(|pool| pool.feature == feature)
        };
        let leaving: BTreeMap<LeaseId, u32> =
            takes.iter().filter(of_feature).map(|take| (take.lease, take.count)).collect();
        let leases = self.session_at(session).into_iter().flat_map(|session| session.newest_first());
        let mut of_feature = leases.filter(|slot| self.is_of(*slot, feature)).filter_map(|s| self.whole(s));
        of_feature.all(|whole| leaving.get(&whole.lease).is_some_and(|count| *count >= whole.count))
    }
}

/// What the rules count of a lease's group, before something changes.
pub(crate) type Tallied = Vec<(Tally, u64)>;
