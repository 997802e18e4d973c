//! What administrators order: reservations, named seats given free, quarantine, rules, notes
//! (RES-01, NAM-01, RUL-02).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use lictor_types::limits::{RESERVATION_TOKEN_BYTES_MAX, RESERVATIONS_MAX, SEATS_MAX};
use lictor_types::{Identity, PoolId, ReservationId, Stamp, Status};

use crate::access::{Family, Rulebook, Who};
use crate::catalog::Misfit;
use crate::command::{NamedOrder, ReserveOrder};
use crate::deadline::Deadline;
use crate::effects::{Effects, Outcome, Output};
use crate::fact::{Fact, NamedReleased, Note, OrderTexts, Reserved, Unreserved};
use crate::lease::{Holder, Tags};
use crate::ledger::Ledger;
use crate::reserve::{DYNAMIC, Reservation};
use crate::rule_set::RuleSet;
use crate::slab::NONE;

/// Users on hosts who get nothing for a while, by their names in lower case: until this ledger
/// time.
pub(crate) type Quarantines = BTreeMap<(String, String), u64>;

impl Ledger {
    /// RUL-02: all rules at once. A set equal to the one in force changes nothing.
    pub(crate) fn load_rules(&mut self, stamp: Stamp, set: &RuleSet, effects: &mut Effects) {
        if *set != self.rulebook.set {
            self.commit(stamp, Fact::RulesLoaded(Box::new(set.clone())), effects);
        }
    }

    pub(crate) fn fold_rules(&mut self, set: RuleSet) {
        self.rulebook = Rulebook::new(set);
        for slot in self.leases.iter().map(|(slot, _, _)| slot).collect::<Vec<_>>() {
            let tags = self.tags_of(slot);
            if let Some(lease) = self.leases.at_mut(slot) {
                lease.tags = tags;
            }
        }
        self.tallies = self.tally_all();
        self.loosened.all();
    }

    /// The tags of a lease by the rules in force. What draws on a reservation goes on to do so.
    fn tags_of(&self, slot: u32) -> Tags {
        let Some((_, lease)) = self.leases.at(slot) else { return Tags::NONE };
        let person = self.person_of(lease);
        let dynamic = lease.tags.reserve != NONE && lease.tags.reserve >= DYNAMIC;
        let reserve = if dynamic { None } else { self.reserve_of(&person, lease.pool) };
        let feature = self.pools.get(lease.pool as usize).map(|pool| pool.feature);
        let what = feature.and_then(|feature| self.what(feature));
        let direct = !matches!(lease.holder, Holder::Token(_));
        let limit = what.filter(|_| direct);
        let limit = limit.and_then(|what| self.rulebook.first(Family::Limit, what, Who::from(&person)));
        Tags {
            limit: limit.unwrap_or(NONE),
            reserve: if dynamic { lease.tags.reserve } else { reserve.unwrap_or(NONE) },
        }
    }

    /// RES-01: takes free seats of the first pool that has them, or adds to what is under the token.
    pub(crate) fn reserve(&mut self, stamp: Stamp, order: &ReserveOrder<'_>, effects: &mut Effects) {
        let outcome = match self.decide_reserve(stamp, order) {
            Err(status) => Outcome::Refused(status),
            Ok(fact) => {
                let (reservation, pool) = (fact.reservation, fact.pool);
                if self.commit(stamp, Fact::Reserved(Box::new(fact)), effects) {
                    Outcome::Reserved { reservation, pool }
                } else {
                    Outcome::FAILED
                }
            }
        };
        effects.outputs.push(Output::Ordered(outcome));
    }

    fn decide_reserve(&self, stamp: Stamp, order: &ReserveOrder<'_>) -> Result<Reserved, Status> {
        let ReserveOrder { vendor, feature, token, count, until_ms, actor, reason } = *order;
        let sound =
            (1..=RESERVATION_TOKEN_BYTES_MAX).contains(&token.len()) && (1..=SEATS_MAX).contains(&count);
        if !sound || until_ms <= stamp.wall_ms {
            return Err(Status::ProtocolError);
        }
        let scope = self.catalog.scope(vendor);
        let known = self.catalog.find(scope, feature).ok_or(Status::FeatureNotFound)?;
        let known = self.catalog.features.get(known as usize).ok_or(Status::FeatureNotFound)?;
        let mut furthest = Status::FeatureNotFound;
        for number in known.pools() {
            let Some(pool) = self.pools.get(number as usize).filter(|pool| !pool.is_token()) else {
                continue;
            };
            let status = match pool.terms.base {
                None => pool.terms.absent,
                Some(_) => {
                    let taken = pool.used.saturating_add(self.idle(stamp, number));
                    if pool.terms.seats.covers(taken.saturating_add(count.into())) {
                        let texts = OrderTexts { actor: actor.to_string(), reason: reason.to_string() };
                        return self.reserved_in(stamp, number, order, texts);
                    }
                    Status::NotEnoughSeats
                }
            };
            if status.depth() > furthest.depth() {
                furthest = status;
            }
        }
        Err(furthest)
    }

    fn reserved_in(
        &self,
        stamp: Stamp,
        pool: u32,
        order: &ReserveOrder<'_>,
        texts: OrderTexts,
    ) -> Result<Reserved, Status> {
        let reservation = match self.reservation(stamp, order.token, pool) {
            Some(known) => {
                let before = self.reservations.get(known.slot(), known.generation()).map_or(0, |r| r.count);
                let sum = before.checked_add(order.count).filter(|sum| *sum <= SEATS_MAX);
                sum.map(|_| known).ok_or(Status::NotEnoughSeats)?
            }
            None => {
                let room = (self.reservations.len() as usize) < RESERVATIONS_MAX;
                let next = self.reservations.upcoming().next().filter(|(slot, _)| room && *slot < DYNAMIC);
                let (slot, generation) = next.ok_or(Status::ServerBusy)?;
                ReservationId::new(slot, generation)
            }
        };
        let (token, count, until_ms) = (order.token.to_string(), order.count, order.until_ms);
        Ok(Reserved { reservation, pool: PoolId(pool), token, count, until_ms, texts })
    }

    pub(crate) fn fold_reserved(&mut self, stamp: Stamp, reserved: Reserved) -> Result<(), Misfit> {
        let Reserved { reservation: id, pool: PoolId(pool), token, count, until_ms, .. } = reserved;
        let due_ms = stamp.ledger_ms.saturating_add(until_ms.saturating_sub(stamp.wall_ms));
        match self.reservations.get_mut(id.slot(), id.generation()) {
            Some(known) => {
                self.deadlines.remove(&Deadline::reservation_end(known.due_ms, id));
                known.count = known.count.checked_add(count).ok_or(Misfit)?;
                (known.until_ms, known.due_ms) = (until_ms, due_ms);
            }
            None => {
                let order = self.next_order;
                self.next_order = order.checked_add(1).ok_or(Misfit)?;
                let new = Reservation { pool, token, count, order, until_ms, due_ms };
                if self.reservations.insert(new) != (id.slot(), id.generation()) {
                    return Err(Misfit);
                }
            }
        }
        self.deadlines.insert(Deadline::reservation_end(due_ms, id));
        self.loosened.all();
        Ok(())
    }

    /// RES-01: gives reserved seats back before their end: all that are under the token, or those of
    /// one feature.
    pub(crate) fn unreserve(
        &mut self,
        stamp: Stamp,
        token: &str,
        feature: Option<(Option<&lictor_types::VendorName>, &str)>,
        (actor, reason): (&str, &str),
        effects: &mut Effects,
    ) {
        let known = feature.map(|(vendor, name)| self.catalog.find(self.catalog.scope(vendor), name));
        let of_feature = |pool: u32| match known {
            None => true,
            Some(feature) => self.pools.get(pool as usize).map(|pool| pool.feature) == feature,
        };
        let all =
            self.reservations.iter().filter(|(_, _, found)| found.token == token && of_feature(found.pool));
        let ids: Vec<_> = all
            .map(|(slot, generation, found)| (ReservationId::new(slot, generation), found.count))
            .collect();
        let mut freed: u32 = 0;
        for (reservation, count) in &ids {
            let texts = OrderTexts { actor: actor.to_string(), reason: reason.to_string() };
            let fact = Fact::Unreserved(Box::new(Unreserved { reservation: *reservation, texts }));
            if self.commit(stamp, fact, effects) {
                freed = freed.saturating_add(*count);
            }
        }
        let found = !ids.is_empty();
        let outcome =
            if found { Outcome::Freed(freed) } else { Outcome::Refused(Status::ReservationNotFound) };
        effects.outputs.push(Output::Ordered(outcome));
    }

    /// A reservation ends at a wall instant (TIM-06).
    pub(crate) fn end_reservation(&mut self, stamp: Stamp, id: ReservationId, effects: &mut Effects) {
        let Some(reservation) = self.reservations.get(id.slot(), id.generation()) else { return };
        let fact = match reservation.until_ms.checked_sub(stamp.wall_ms) {
            None | Some(0) => Fact::ReservationEnded(id),
            Some(left) => Fact::ReservationPostponed(id, stamp.ledger_ms.saturating_add(left)),
        };
        self.commit(stamp, fact, effects);
    }

    pub(crate) fn postpone_reservation(&mut self, id: ReservationId, due_ms: u64) -> Result<(), Misfit> {
        let found = self.reservations.get_mut(id.slot(), id.generation()).ok_or(Misfit)?;
        self.deadlines.remove(&Deadline::reservation_end(found.due_ms, id));
        found.due_ms = due_ms;
        self.deadlines.insert(Deadline::reservation_end(due_ms, id));
        Ok(())
    }

    /// What drew on it goes on as any other use.
    pub(crate) fn drop_reservation(&mut self, id: ReservationId) -> Result<(), Misfit> {
        let found = self.reservations.get(id.slot(), id.generation()).ok_or(Misfit)?;
        let pool = found.pool;
        self.deadlines.remove(&Deadline::reservation_end(found.due_ms, id));
        self.reservations.remove(id.slot()).ok_or(Misfit)?;
        let home = self.pools.get(pool as usize).ok_or(Misfit)?;
        let feature = home.feature;
        let slots: Vec<u32> = self.leases.list(home.lease_head, home.lease_count).collect();
        let drew = id.slot() | DYNAMIC;
        for slot in slots {
            let Some((_, lease)) = self.leases.at(slot).filter(|(_, lease)| lease.tags.reserve == drew)
            else {
                continue;
            };
            let tags = Tags { reserve: NONE, ..lease.tags };
            let reserve = self.reserve_of(&self.person_of(lease), pool).unwrap_or(NONE);
            self.retag(slot, Tags { reserve, ..tags })?;
        }
        self.loosened.pool(feature);
        Ok(())
    }

    /// NAM-01: gives named seats free, not too soon after the last time.
    pub(crate) fn release_named(&mut self, stamp: Stamp, order: &NamedOrder<'_>, effects: &mut Effects) {
        let NamedOrder { vendor, feature, kind, name, actor, reason } = *order;
        let found = self.catalog.find(self.catalog.scope(vendor), feature);
        let known = found.and_then(|feature| self.catalog.features.get(feature as usize));
        let key = |pool: u32| (pool, kind, name.to_ascii_lowercase());
        let pools: Vec<u32> = known.into_iter().flat_map(|feature| feature.pools()).collect();
        let mut pools = pools.into_iter();
        let bound = pools.find_map(|pool| Some((pool, self.bindings.get(&key(pool))?.seats)));
        let outcome = match bound {
            None => Outcome::Refused(Status::NotHeld),
            Some((pool, seats)) => {
                let gap_ms = self.rulebook.policy().named_release_ms;
                let last = self.named_releases.get(&pool).map(|last| last.saturating_add(gap_ms));
                match last.filter(|until_ms| *until_ms > stamp.ledger_ms) {
                    Some(until_ms) => {
                        let left = until_ms - stamp.ledger_ms;
                        Outcome::TooSoon { until_ms: stamp.wall_ms.saturating_add(left) }
                    }
                    None => {
                        let texts = OrderTexts { actor: actor.to_string(), reason: reason.to_string() };
                        let name = name.to_ascii_lowercase();
                        let fact = NamedReleased { pool: PoolId(pool), kind, name, texts };
                        let done = self.commit(stamp, Fact::NamedReleased(Box::new(fact)), effects);
                        if done { Outcome::Freed(seats) } else { Outcome::FAILED }
                    }
                }
            }
        };
        effects.outputs.push(Output::Ordered(outcome));
    }

    pub(crate) fn fold_named_released(&mut self, stamp: Stamp, fact: NamedReleased) -> Result<(), Misfit> {
        let NamedReleased { pool: PoolId(pool), kind, name, .. } = fact;
        self.bindings.remove(&(pool, kind, name));
        self.named_releases.insert(pool, stamp.ledger_ms);
        self.loosened.pool(self.pools.get(pool as usize).ok_or(Misfit)?.feature);
        Ok(())
    }

    /// Puts something that was done outside the ledger into the log.
    pub(crate) fn note(
        &mut self,
        stamp: Stamp,
        what: &str,
        actor: &str,
        reason: &str,
        effects: &mut Effects,
    ) {
        let texts = OrderTexts { actor: actor.to_string(), reason: reason.to_string() };
        self.commit(stamp, Fact::Note(Box::new(Note { what: what.to_string(), texts })), effects);
    }

    /// Until when somebody gets nothing, if not already over. An unnamed user is nobody.
    pub(crate) fn quarantined_until(&self, stamp: Stamp, identity: &Identity) -> Option<u64> {
        if self.quarantines.is_empty() {
            return None;
        }
        let until_ms = *self.quarantines.get(&quarantine_key(identity)?)?;
        (until_ms > stamp.ledger_ms).then_some(until_ms)
    }

    /// Keeps a user on a host out, and whoever waits there is told; quarantines that are over are
    /// forgotten.
    pub(crate) fn quarantine(&mut self, stamp: Stamp, identity: &Identity, quarantine_ms: u64) {
        self.quarantines.retain(|_, until_ms| *until_ms > stamp.ledger_ms);
        if let Some(key) = quarantine_key(identity).filter(|_| quarantine_ms > 0) {
            self.loosened.all();
            self.quarantines.insert(key, stamp.ledger_ms.saturating_add(quarantine_ms));
        }
    }
}

fn quarantine_key(identity: &Identity) -> Option<(String, String)> {
    let (user, host) = (identity.user.to_ascii_lowercase(), identity.host.to_ascii_lowercase());
    (!user.is_empty()).then_some((user, host))
}
