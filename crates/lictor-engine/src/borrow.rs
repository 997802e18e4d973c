//! Seats taken away from the server for a time (BOR-01, BOR-02, BOR-03).

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;

use lictor_types::limits::{BORROWS_MAX, TOKEN_DEPTH_MAX};
use lictor_types::{
    Answer, BorrowId, Borrowed, Checkout, FeatureId, HostId, LeaseId, PoolId, RuleKind, Stamp, Status,
    Version,
};

use crate::access::{Family, Who};
use crate::catalog::Misfit;
use crate::checkout::{Ask, Decided, Promised, denied};
use crate::codec::coded;
use crate::deadline::Deadline;
use crate::effects::{Effects, Outcome, Output};
use crate::fact::{BorrowRevoked, Borrowing, Envelope, Fact, OrderTexts};
use crate::group::Person;
use crate::lease::Holder;
use crate::ledger::Ledger;
use crate::pool::Pool;
use crate::rule_set::Rule;
use crate::session::Session;

/// Seats that somebody took away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Borrow {
    /// Slot of its lease.
    pub(crate) lease: u32,
    pub(crate) feature: u32,
    pub(crate) version: Option<Version>,
    pub(crate) person: Person,
    pub(crate) host_ids: Vec<HostId>,
    pub(crate) hours: u16,
    /// Wall instant of its beginning or last refresh.
    pub(crate) from_ms: u64,
    /// Ledger time of the same.
    pub(crate) begun_ms: u64,
    /// Wall instant of its end.
    pub(crate) until_ms: u64,
    /// Ledger time at which it may end.
    pub(crate) due_ms: u64,
}

coded!(Borrow { lease, feature, version, person, host_ids, hours, from_ms, begun_ms, until_ms, due_ms });

const HOUR_MS: u64 = 3_600_000;
/// A borrow is not prolonged within this time of its beginning or last refresh (BOR-02).
const REFRESH_MS: u64 = HOUR_MS;
/// How much longer than the client the server counts (TIM-06): 1 % and a second.
fn measured(length_ms: u64) -> u64 {
    length_ms.saturating_add(length_ms / 100).saturating_add(1000)
}

impl Ledger {
    pub(crate) fn decide_borrow(
        &self,
        stamp: Stamp,
        envelope: Envelope,
        session: &Session,
        checkout: &Checkout<'_>,
        hours: u16,
    ) -> Result<Decided, Status> {
        if hours == 0 {
            return Err(Status::ProtocolError);
        }
        let want = self.want(session, checkout)?;
        let mut promised = Promised::default();
        let part = match self.decide_part(stamp, session, &want, &mut promised, Some(hours))? {
            Ok(part) => part,
            Err(part) => return Ok(denied(stamp, envelope, session, *part).into()),
        };
        let passed = match self.line(stamp, core::slice::from_ref(&want), &promised, None) {
            Ok(passed) => passed,
            Err(waiting) => {
                let part = self.in_line(stamp, &part, waiting).of(want, Some(hours));
                return Ok(denied(stamp, envelope, session, part).into());
            }
        };
        let until_ms = self.end_of(stamp, part.pool, hours);
        let room = (self.borrows.len() as usize) < BORROWS_MAX;
        let (slot, generation) = self.borrows.upcoming().next().filter(|_| room).ok_or(Status::ServerBusy)?;
        let borrow = BorrowId::new(slot, generation);
        let fact = Fact::Borrowed(Box::new(Borrowing { envelope, borrow, part, hours, until_ms }));
        Ok(Decided { passed, fact })
    }

    /// BOR-03: the end of a borrow of so many hours, at the latest that of the license.
    fn end_of(&self, stamp: Stamp, pool: PoolId, hours: u16) -> u64 {
        let length = u64::from(hours) * HOUR_MS;
        let last = self.license_ends(pool.0, 0).unwrap_or(u64::MAX);
        stamp.wall_ms.saturating_add(length).min(last)
    }

    /// The earliest END of a pool's base and, of a token, of what it depends on.
    fn license_ends(&self, pool: u32, depth: usize) -> Option<u64> {
        let pool = self.pools.get(pool as usize)?;
        let base = pool.terms.base?;
        let own = self.catalog.set.licenses.get(base as usize)?.end_ms;
        let deeper = (depth < TOKEN_DEPTH_MAX).then(|| self.catalog.needs(base));
        let features =
            deeper.into_iter().flatten().filter_map(|need| self.catalog.features.get(need.feature as usize));
        let below = features.flat_map(|feature| feature.pools());
        let below = below.filter_map(|pool| self.license_ends(pool, depth + 1)).min();
        own.into_iter().chain(below).min()
    }

    /// Whether seats of a pool may be borrowed for so long by the asker.
    pub(crate) fn may_borrow(&self, ask: &Ask<'_>, pool: &Pool, hours: u16) -> Result<(), Status> {
        let person = ask.person();
        let who = Who::from(&person);
        self.may_have(pool, who, hours)?;
        if person.user.is_empty() || person.host.is_empty() {
            // Nobody could return it.
            return Err(Status::BorrowNotAllowed);
        }
        let same = |borrow: &Borrow| borrow.feature == pool.feature && borrow.person.is(&person);
        if self.borrows.iter().any(|(_, _, borrow)| same(borrow)) {
            return Err(Status::AlreadyBorrowed);
        }
        match self.exceeded(pool, who, ask.asked.count) {
            Some(_) => Err(Status::BorrowLimit),
            None => Ok(()),
        }
    }

    /// Whether somebody may have borrowed seats of a pool for so long.
    fn may_have(&self, pool: &Pool, who: Who<'_>, hours: u16) -> Result<(), Status> {
        let access = self.borrow_first(Family::BorrowAccess, pool, who);
        let denied = access.is_some_and(|(_, rule)| rule.kind == RuleKind::BorrowDeny);
        if pool.base.borrow_hours == 0 || denied {
            return Err(Status::BorrowNotAllowed);
        }
        let (longest, _) = self.longest(pool, who);
        if u32::from(hours) > longest { Err(Status::BorrowTooLong) } else { Ok(()) }
    }

    /// The first rule of a family for a pool's feature that has this member.
    fn borrow_first(&self, family: Family, pool: &Pool, who: Who<'_>) -> Option<(u32, &Rule)> {
        let found = self.rulebook.first(family, self.what(pool.feature)?, who)?;
        Some((found, self.rulebook.rule(found)?))
    }

    /// For how many hours somebody may borrow seats of a pool, and the rule that says so, if it is
    /// not the license or the policy (BOR-01, BOR-03).
    fn longest(&self, pool: &Pool, who: Who<'_>) -> (u32, Option<u32>) {
        let served = u32::from(pool.base.borrow_hours.min(self.rulebook.policy().borrow_hours));
        let rule = self.borrow_first(Family::BorrowHours, pool, who);
        let exempt = self.borrow_first(Family::BorrowExempt, pool, who).is_some();
        match rule.filter(|(_, rule)| !exempt && rule.amount < served) {
            Some((number, rule)) => (rule.amount, Some(number)),
            None => (served, None),
        }
    }

    /// The rule that keeps somebody from borrowing so many more seats, if one does: a limit, but for
    /// whom it does not concern, or what is kept for others to borrow (BOR-03).
    fn exceeded(&self, pool: &Pool, who: Who<'_>, count: u32) -> Option<u32> {
        let (feature, count) = (pool.feature, u64::from(count));
        let exempt = self.borrow_first(Family::BorrowExempt, pool, who).is_some();
        let limit = self.borrow_first(Family::BorrowLimit, pool, who).filter(|_| !exempt);
        if let Some((number, rule)) = limit
            && self.borrowed_by(Family::BorrowLimit, number, feature) + count > u64::from(rule.amount)
        {
            return Some(number);
        }
        let mine = self.borrow_first(Family::BorrowReserve, pool, who).map(|(number, _)| number);
        let all = self.rulebook.about(Family::BorrowReserve, self.what(feature)?);
        let idle = |(number, rule): (u32, &Rule)| {
            let used = self.borrowed_by(Family::BorrowReserve, number, feature);
            Some((number, u64::from(rule.amount).checked_sub(used).filter(|idle| *idle > 0)?))
        };
        let kept: Vec<_> = all.filter(|(number, _)| Some(*number) != mine).filter_map(idle).collect();
        let idle: u64 = kept.iter().map(|(_, idle)| idle).sum();
        let wanted = self.borrowed_of(feature, |_| true) + count + idle;
        let pools = self.catalog.features.get(feature as usize).into_iter().flat_map(|known| known.pools());
        let seats = pools.filter_map(|pool| self.pools.get(pool as usize)).map(|pool| pool.terms.seats);
        let all = seats.map(|seats| seats.limit().map_or(u64::MAX, u64::from)).fold(0, u64::saturating_add);
        let free = wanted <= all;
        kept.first().filter(|_| !free).map(|(number, _)| *number)
    }

    /// The rule that refused a borrow.
    pub(crate) fn borrow_rule(&self, ask: &Ask<'_>, pool: PoolId, status: Status) -> Option<u32> {
        let pool = self.pools.get(pool.0 as usize)?;
        let person = ask.person();
        let who = Who::from(&person);
        if status == Status::BorrowNotAllowed {
            let access = self.borrow_first(Family::BorrowAccess, pool, who);
            access.filter(|(_, rule)| rule.kind == RuleKind::BorrowDeny).map(|(number, _)| number)
        } else if status == Status::BorrowTooLong {
            self.longest(pool, who).1
        } else if status == Status::BorrowLimit {
            self.exceeded(pool, who, ask.asked.count)
        } else {
            None
        }
    }

    /// Seats of a feature borrowed by those to whom a rule applies.
    fn borrowed_by(&self, family: Family, rule: u32, feature: u32) -> u64 {
        let Some(what) = self.what(feature) else { return 0 };
        let applies = |person: &Person| self.rulebook.first(family, what, Who::from(person)) == Some(rule);
        self.borrowed_of(feature, applies)
    }

    fn borrowed_of(&self, feature: u32, by: impl Fn(&Person) -> bool) -> u64 {
        let borrows = self.borrows.iter().map(|(_, _, borrow)| borrow);
        let counted = borrows.filter(|borrow| borrow.feature == feature && by(&borrow.person));
        counted
            .filter_map(|borrow| self.leases.at(borrow.lease))
            .map(|(_, lease)| u64::from(lease.count))
            .sum()
    }

    /// BOR-02: prolonged to its full length, but not within its first 60 minutes, nor for whom could
    /// not borrow it so long today: then it stays as it is.
    pub(crate) fn decide_refresh(
        &self,
        stamp: Stamp,
        envelope: Envelope,
        session: &Session,
        id: BorrowId,
    ) -> Result<Decided, Status> {
        let Some(borrow) = self.own_borrow(session, id) else {
            return Ok(Fact::Refused(envelope, Status::NotBorrowed).into());
        };
        let pool =
            self.leases.at(borrow.lease).map(|(_, lease)| PoolId(lease.pool)).ok_or(Status::Internal)?;
        let home = self.pools.get(pool.0 as usize).ok_or(Status::Internal)?;
        let identity = &session.profile.personal.identity;
        let young = stamp.ledger_ms.saturating_sub(borrow.begun_ms) < REFRESH_MS;
        let stays = young
            || (self.clock.suspect && home.base.ends)
            || self.refusal(stamp, identity, self.what(home.feature)).is_some()
            || self.may_have(home, Who::from(identity), borrow.hours).is_err();
        let until_ms = self.end_of(stamp, pool, borrow.hours).max(borrow.until_ms);
        let until_ms = if stays { borrow.until_ms } else { until_ms };
        Ok(Fact::Refreshed(envelope, id, until_ms).into())
    }

    pub(crate) fn decide_return(&self, envelope: Envelope, session: &Session, id: BorrowId) -> Fact {
        match self.own_borrow(session, id) {
            Some(_) => Fact::Returned(envelope, id),
            None => Fact::Refused(envelope, Status::NotBorrowed),
        }
    }

    /// A borrow of the session's user on its host.
    fn own_borrow(&self, session: &Session, id: BorrowId) -> Option<&Borrow> {
        let borrow = self.borrows.get(id.slot(), id.generation())?;
        borrow.person.is(&Person::of(&session.profile.personal.identity)).then_some(borrow)
    }

    /// TIM-06: a borrow ends when both clocks have passed its end.
    pub(crate) fn end_borrow(&mut self, stamp: Stamp, id: BorrowId, effects: &mut Effects) {
        let Some(borrow) = self.borrows.get(id.slot(), id.generation()) else { return };
        let fact = match borrow.until_ms.checked_sub(stamp.wall_ms) {
            None | Some(0) => Fact::BorrowEnded(id),
            Some(left) => Fact::BorrowPostponed(id, stamp.ledger_ms.saturating_add(left)),
        };
        self.commit(stamp, fact, effects);
    }

    /// BOR-03: an administrator takes a borrow back.
    pub(crate) fn revoke_borrow(
        &mut self,
        stamp: Stamp,
        id: BorrowId,
        (actor, reason): (&str, &str),
        effects: &mut Effects,
    ) {
        let found = self.borrows.get(id.slot(), id.generation());
        let seats = found.and_then(|borrow| self.leases.at(borrow.lease)).map(|(_, lease)| lease.count);
        let texts = OrderTexts { actor: actor.to_string(), reason: reason.to_string() };
        let outcome = match seats {
            None => Outcome::Refused(Status::NotBorrowed),
            Some(count) => {
                let fact = Fact::BorrowRevoked(Box::new(BorrowRevoked { borrow: id, texts }));
                if self.commit(stamp, fact, effects) { Outcome::Freed(count) } else { Outcome::FAILED }
            }
        };
        effects.outputs.push(Output::Ordered(outcome));
    }

    pub(crate) fn fold_borrowed(&mut self, stamp: Stamp, borrowing: Borrowing) -> Result<(), Misfit> {
        let Borrowing { envelope, borrow: id, part, hours, until_ms } = borrowing;
        self.expect_new(envelope)?;
        let session = self.session_at(envelope.session).ok_or(Misfit)?;
        let length_ms = until_ms.saturating_sub(stamp.wall_ms);
        let due_ms = stamp.ledger_ms.saturating_add(measured(length_ms));
        let new = self.borrows.insert(Borrow {
            lease: part.lease.slot(),
            feature: part.asked.feature.map(|FeatureId(feature)| feature).ok_or(Misfit)?,
            version: part.asked.version,
            person: Person::of(&session.profile.personal.identity),
            host_ids: session.profile.personal.host_ids.clone(),
            hours,
            from_ms: stamp.wall_ms,
            begun_ms: stamp.ledger_ms,
            until_ms,
            due_ms,
        });
        if new != (id.slot(), id.generation()) {
            return Err(Misfit);
        }
        self.place(stamp, Holder::Borrow(id.slot()), &part)?;
        let grant = self.take_seats(stamp, &part)?;
        self.arm_borrow(id, part.pool.0, part.lease.slot(), due_ms);
        self.counters.granted = self.counters.granted.saturating_add(1);
        let from_ms = stamp.wall_ms;
        let answer = Answer::Borrowed(Borrowed { grant, borrow: id, hours, from_ms, until_ms });
        self.keep_answer(envelope, answer)
    }

    fn arm_borrow(&mut self, id: BorrowId, pool: u32, lease: u32, due_ms: u64) {
        self.deadlines.insert(Deadline::borrow_end(due_ms, id));
        self.departures.insert((pool, due_ms, lease));
    }

    fn disarm_borrow(&mut self, id: BorrowId) -> Result<(u32, u32), Misfit> {
        let borrow = self.borrows.get(id.slot(), id.generation()).ok_or(Misfit)?;
        let (_, lease) = self.leases.at(borrow.lease).ok_or(Misfit)?;
        let (pool, slot, due_ms) = (lease.pool, borrow.lease, borrow.due_ms);
        self.deadlines.remove(&Deadline::borrow_end(due_ms, id));
        self.departures.remove(&(pool, due_ms, slot));
        Ok((pool, slot))
    }

    pub(crate) fn fold_refreshed(
        &mut self,
        stamp: Stamp,
        envelope: Envelope,
        id: BorrowId,
        until_ms: u64,
    ) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        let borrow = self.borrows.get(id.slot(), id.generation()).ok_or(Misfit)?;
        if borrow.until_ms != until_ms {
            let length_ms = until_ms.saturating_sub(stamp.wall_ms);
            let due_ms = stamp.ledger_ms.saturating_add(measured(length_ms));
            self.postpone_borrow(id, due_ms)?;
            let borrow = self.borrows.get_mut(id.slot(), id.generation()).ok_or(Misfit)?;
            (borrow.from_ms, borrow.begun_ms, borrow.until_ms) = (stamp.wall_ms, stamp.ledger_ms, until_ms);
        }
        let borrow = self.borrows.get(id.slot(), id.generation()).ok_or(Misfit)?;
        let (generation, lease) = self.leases.at(borrow.lease).ok_or(Misfit)?;
        let pool = self.pools.get(lease.pool as usize).ok_or(Misfit)?;
        let grant = lictor_types::Grant {
            lease: LeaseId::new(borrow.lease, generation),
            pool: PoolId(lease.pool),
            pool_rev: pool.terms.rev,
            count: lease.count,
            held: lease.count,
            seats: pool.terms.seats,
            used: pool.used,
            soft_limit: false,
            day: self.catalog.today(pool.base.zone),
        };
        let Borrow { hours, from_ms, until_ms, .. } = *borrow;
        self.keep_answer(envelope, Answer::Borrowed(Borrowed { grant, borrow: id, hours, from_ms, until_ms }))
    }

    pub(crate) fn postpone_borrow(&mut self, id: BorrowId, due_ms: u64) -> Result<(), Misfit> {
        let (pool, slot) = self.disarm_borrow(id)?;
        self.borrows.get_mut(id.slot(), id.generation()).ok_or(Misfit)?.due_ms = due_ms;
        self.arm_borrow(id, pool, slot, due_ms);
        Ok(())
    }

    /// Frees the seats of a borrow. Answers how many.
    pub(crate) fn drop_borrow(&mut self, stamp: Stamp, id: BorrowId) -> Result<u32, Misfit> {
        let (_, slot) = self.disarm_borrow(id)?;
        let count = self.leases.at(slot).map(|(_, lease)| lease.count).ok_or(Misfit)?;
        self.recount(stamp, &[(slot, 0)], &[])?;
        self.drop_lease(slot);
        self.borrows.remove(id.slot()).map(|_| count).ok_or(Misfit)
    }

    pub(crate) fn fold_returned(
        &mut self,
        stamp: Stamp,
        envelope: Envelope,
        id: BorrowId,
    ) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        let freed = self.drop_borrow(stamp, id)?;
        self.keep_answer(envelope, Answer::Returned { freed })
    }
}
