//! What one pool answers to a checkout, and what it would charge: the questions of OUT-07, in its
//! order.

use alloc::vec::Vec;

use lictor_types::limits::SEATS_MAX;
use lictor_types::{PoolId, Status};

use crate::access::Family;
use crate::catalog::Feature;
use crate::checkout::{Ask, Candidate, Promised, serves_version};
use crate::fact::Asked;
use crate::group::{ChargeRule, Company, Leg};
use crate::lease::Lease;
use crate::ledger::Ledger;
use crate::named::Bound;
use crate::pool::Pool;
use crate::reserve::DYNAMIC;
use crate::slab::NONE;
use crate::tally::Tally;

/// What a grant would charge.
pub(crate) struct Charge {
    /// Whether use is above SOFTLIMIT then (SFT-01).
    pub(crate) soft_limit: bool,
    /// What it draws on.
    pub(crate) reserve: Option<u32>,
    /// What it binds to names.
    pub(crate) bound: Bound,
    /// Of a token: where its dependencies are taken.
    pub(crate) legs: Vec<Leg>,
}

/// What a part of a request was promised in one pool.
pub(crate) struct Promise {
    pub(crate) pool: u32,
    /// The token pool through which it is taken.
    via: Option<u32>,
    /// The group that shares them, by slot; [`NONE`] if it is yet to be made.
    shared: Option<u32>,
    /// Seats added to the lease.
    added: u64,
    /// Seats charged.
    pub(crate) rise: u64,
    /// Held seats taken up.
    back: u64,
    /// Seats counted by the asker's `limit` rule.
    limited: u64,
}

/// Through what seats of a pool are taken.
#[derive(Clone, Copy)]
enum Through {
    /// Directly, to this lease of the session.
    Session(Option<u32>),
    /// Through tokens of this pool, of this group.
    Token { via: u32, group: Option<u32> },
}

/// What taking seats of a pool amounts to.
struct Drawn {
    /// The group that shares them, by slot; [`NONE`] if it is yet to be made.
    shared: Option<u32>,
    rise: u64,
    back: u64,
    limited: u64,
    bound: Bound,
    legs: Vec<Leg>,
}

impl Ledger {
    /// How one pool answers, and what is promised if it can grant.
    pub(crate) fn weigh(
        &self,
        ask: &Ask<'_>,
        candidate: &Candidate<'_>,
        promised: &mut Promised,
    ) -> Result<Charge, Status> {
        let pool = candidate.pool;
        self.may_serve(ask, pool, &ask.asked)?;
        if let Some(refusal) = ask.refusal {
            return Err(refusal);
        }
        if let Some(hours) = ask.borrowing {
            self.may_borrow(ask, pool, hours)?;
        }
        let reserve = self.own_reserve(ask, candidate, promised)?;
        let lease = candidate.lease.filter(|_| ask.borrowing.is_none()).map(|lease| lease.slot());
        let mark = promised.charges.len();
        let through = Through::Session(lease);
        let drawn = self.draw(ask, candidate.number, through, ask.asked.count.into(), reserve, promised);
        let Drawn { shared, rise, back, limited, bound, legs } = drawn.inspect_err(|_| {
            promised.charges.truncate(mark);
        })?;
        let soft_limit = pool.is_soft(pool.used + promised.rise(candidate.number) + rise);
        let added = ask.asked.count.into();
        let (pool, via) = (candidate.number, None);
        promised.charges.push(Promise { pool, via, shared, added, rise, back, limited });
        Ok(Charge { soft_limit, reserve, bound, legs })
    }

    /// Dates, place and version (OUT-07).
    fn may_serve(&self, ask: &Ask<'_>, pool: &Pool, asked: &Asked) -> Result<(), Status> {
        let Some(base) = pool.terms.base else { return Err(pool.terms.absent) };
        if self.clock.suspect && pool.base.ends {
            return Err(Status::ClockRollback);
        }
        if pool.base.restricted
            && let Some(status) = self.place_refusal(ask.session, base)
        {
            return Err(status);
        }
        if serves_version(pool, asked) { Ok(()) } else { Err(Status::VersionTooHigh) }
    }

    /// What the asker draws on in a pool: the reservation of its token, the one its lease draws on
    /// already, or a rule's reserve.
    fn own_reserve(
        &self,
        ask: &Ask<'_>,
        candidate: &Candidate<'_>,
        promised: &Promised,
    ) -> Result<Option<u32>, Status> {
        if let Some(token) = ask.reservation {
            let found = self.reservation(ask.stamp, token, candidate.number);
            return found.map(|id| Some(id.slot() | DYNAMIC)).ok_or(Status::ReservationNotFound);
        }
        let lease = candidate.lease.filter(|_| ask.borrowing.is_none());
        let lease = lease.and_then(|lease| self.leases.get(lease.slot(), lease.generation()));
        let earlier = promised.parts.iter().rev().find(|part| part.pool.0 == candidate.number);
        let drawing = match earlier {
            Some(part) => part.reserve,
            None => lease.map(|lease| lease.tags.reserve).filter(|tag| *tag != NONE),
        };
        let drawing = drawing.filter(|tag| *tag >= DYNAMIC);
        if drawing.is_some() || !self.rulebook.has(Family::Reserve) {
            return Ok(drawing);
        }
        Ok(self.reserve_of(&ask.person(), candidate.number))
    }

    /// Takes so many seats of a pool, or says why not. OUT-06: what would be in use after it must fit in
    /// the seats of this moment, whatever it charges; where they fell below the use, nothing is granted
    /// until that has fallen too (UPG-04).
    fn draw(
        &self,
        ask: &Ask<'_>,
        number: u32,
        through: Through,
        want: u64,
        reserve: Option<u32>,
        promised: &mut Promised,
    ) -> Result<Drawn, Status> {
        let pool = self.pools.get(number as usize).ok_or(Status::Internal)?;
        let mut drawn = self.rise(ask, number, pool, through, want, promised)?;
        if let (Through::Session(_), Some(rule)) = (through, ask.limit) {
            self.within_limit(rule, pool.feature, drawn.limited, promised)?;
        }
        if pool.is_token() {
            let group = self.group_through(ask, number, pool, through);
            drawn.legs = self.legs(ask, number, pool, group, drawn.rise, promised)?;
            return Ok(drawn);
        }
        let used = pool.used + promised.rise(number) + drawn.rise;
        if !pool.terms.seats.covers(used) {
            return Err(Status::NotEnoughSeats);
        }
        if self.clock.suspect && !pool.terms.endless.covers(used) {
            return Err(Status::ClockRollback);
        }
        let leaving = self.leaving(through, reserve);
        if drawn.rise == 0 && leaving.is_none() {
            return Ok(drawn);
        }
        if self.keeps() {
            let (kept, _) = self.kept_from(ask.stamp, PoolId(number), reserve, leaving);
            if !pool.terms.seats.covers(used.saturating_add(kept)) {
                return Err(Status::Reserved);
            }
        }
        if pool.is_named() {
            let earlier = match through {
                Through::Session(_) => Some(promised.bound(number)),
                Through::Token { .. } => None,
            };
            let rise = drawn.rise + promised.rise(number);
            drawn.bound = self.bound_by(PoolId(number), &ask.person(), rise, earlier)?;
        }
        Ok(drawn)
    }

    /// The reserve that a lease draws on until now, and its seats, if it is to draw on another.
    fn leaving(&self, through: Through, reserve: Option<u32>) -> Option<(u32, u64)> {
        let Through::Session(Some(slot)) = through else { return None };
        let (_, lease) = self.leases.at(slot)?;
        let drawing = lease.tags.reserve;
        (drawing != NONE && Some(drawing) != reserve).then_some((drawing, lease.count.into()))
    }

    /// SHR-02, HLD-03: how much the charge of a pool rises when so many seats are added to a lease.
    fn rise(
        &self,
        ask: &Ask<'_>,
        number: u32,
        pool: &Pool,
        through: Through,
        want: u64,
        promised: &Promised,
    ) -> Result<Drawn, Status> {
        let lease = match through {
            Through::Session(lease) => lease,
            Through::Token { group, .. } => {
                self.groups.at(group.unwrap_or(NONE)).and_then(|(_, group)| group.component(number))
            }
        };
        let lease = lease.and_then(|slot| self.leases.at(slot)).map(|(_, lease)| lease);
        let via = through.via();
        let earlier = promised.charges.iter().filter(|promise| promise.pool == number);
        let added: u64 = earlier.clone().filter(|promise| promise.via == via).map(|p| p.added).sum();
        let held = lease.map_or(0, |lease| u64::from(lease.count)) + added + want;
        if held > u64::from(SEATS_MAX) {
            return Err(Status::NotEnoughSeats);
        }
        let (bound, legs) = (Bound::default(), Vec::new());
        let none = Drawn { shared: None, rise: want, back: 0, limited: want, bound, legs };
        let grouped = match lease {
            Some(lease) => lease.group != NONE,
            None => pool.base.share.is_any() || pool.holds() || pool.is_token(),
        };
        if !grouped {
            return Ok(none);
        }
        let slot = self.group_through(ask, number, pool, through);
        let group = slot.and_then(|slot| self.groups.at(slot)).map(|(_, group)| group);
        let shares = match group {
            Some(group) => group.charge_rule == ChargeRule::Max,
            None => {
                matches!(ask.person().company(pool), Company::With(key) if key.charge_rule == ChargeRule::Max)
            }
        };
        if shares {
            let shared = Some(slot.unwrap_or(NONE));
            let earlier = earlier.filter(|promise| promise.shared == shared);
            let charge = group.map_or(0, |group| group.charge);
            let charge = charge + earlier.clone().map(|promise| promise.rise).sum::<u64>();
            let counted = |lease: &Lease| ask.limit.is_some_and(|rule| lease.tags.limit == rule);
            let limited = group.map_or(0, |group| group.charge_of(&self.leases, counted));
            let limited = limited + earlier.map(|promise| promise.limited).sum::<u64>();
            let (rise, limited) = (held.saturating_sub(charge), held.saturating_sub(limited));
            return Ok(Drawn { shared, rise, limited, ..none });
        }
        let taken: u64 = earlier.map(|promise| promise.back).sum();
        let back = match (through, group) {
            (Through::Session(_), Some(group)) => group.held(&self.leases).saturating_sub(taken).min(want),
            (Through::Session(_) | Through::Token { .. }, _) => 0,
        };
        // Held seats that the rule does not count yet are counted when they are taken up.
        let counted =
            |lease: &Lease| lease.is_hold() && ask.limit.is_none_or(|rule| lease.tags.limit == rule);
        let counted = group.map_or(0, |group| group.charge_of(&self.leases, counted));
        Ok(Drawn { rise: want - back, back, limited: want - back.min(counted), ..none })
    }

    /// RUL-01: a limit is a joint ceiling of all members of a rule, feature by feature.
    fn within_limit(&self, rule: u32, feature: u32, more: u64, promised: &Promised) -> Result<(), Status> {
        let ceiling = self.rulebook.rule(rule).map_or(u64::MAX, |rule| rule.amount.into());
        let of_feature = |promise: &&Promise| {
            let pool = self.pools.get(promise.pool as usize);
            promise.via.is_none() && pool.is_some_and(|pool| pool.feature == feature)
        };
        let earlier: u64 = promised.charges.iter().filter(of_feature).map(|promise| promise.limited).sum();
        let counted = self.counted(Tally::Limit { rule, feature });
        if counted + earlier + more <= ceiling || more == 0 { Ok(()) } else { Err(Status::LimitReached) }
    }

    /// The group that seats of a pool would be charged with, if it is there.
    fn group_through(&self, ask: &Ask<'_>, number: u32, pool: &Pool, through: Through) -> Option<u32> {
        let lease = match through {
            Through::Session(lease) => lease,
            Through::Token { group, .. } => {
                let owner = group.and_then(|group| self.groups.at(group));
                owner.and_then(|(_, owner)| owner.component(number))
            }
        };
        if let Some((_, lease)) = lease.and_then(|slot| self.leases.at(slot)) {
            return Some(lease.group).filter(|group| *group != NONE);
        }
        if matches!(through, Through::Token { .. }) && !pool.base.share.is_any() {
            return None;
        }
        match ask.person().company(pool) {
            Company::With(key) => self.keys.get(&(number, key)).copied(),
            Company::Alone | Company::Private => None,
        }
    }

    /// KEY-04: where the dependencies of so many more tokens are taken, all or nothing.
    fn legs(
        &self,
        ask: &Ask<'_>,
        number: u32,
        pool: &Pool,
        group: Option<u32>,
        tokens: u64,
        promised: &mut Promised,
    ) -> Result<Vec<Leg>, Status> {
        let base = pool.terms.base.ok_or(pool.terms.absent)?;
        let mut legs = Vec::new();
        if tokens == 0 {
            return Ok(legs);
        }
        for need in self.catalog.needs(base) {
            let asked = Asked { feature: None, version: Some(need.version), exact: false, count: need.count };
            let through = Through::Token { via: number, group };
            let want = tokens.saturating_mul(need.count.into());
            legs.push(self.leg(ask, need.feature, &asked, through, want, promised)?);
        }
        if legs.is_empty() { Err(Status::FeatureNotFound) } else { Ok(legs) }
    }

    /// The first pool of a dependency that can give all that is needed: those that the tokens draw
    /// on already first (OUT-03), then by KEY-03.
    fn leg(
        &self,
        ask: &Ask<'_>,
        feature: u32,
        asked: &Asked,
        through: Through,
        want: u64,
        promised: &mut Promised,
    ) -> Result<Leg, Status> {
        let known = self.catalog.features.get(feature as usize).ok_or(Status::FeatureNotFound)?;
        let mut pools: Vec<u32> = known.pools().collect();
        if let Through::Token { via, group } = through {
            let owner = group.and_then(|group| self.groups.at(group)).map(|(_, owner)| owner);
            let has = |pool: u32| owner.is_some_and(|owner| owner.component(pool).is_some());
            let earlier = |pool: u32| promised.charges.iter().any(|p| p.pool == pool && p.via == Some(via));
            pools.sort_by_key(|pool| !(has(*pool) || earlier(*pool)));
        }
        let mut furthest = Status::FeatureNotFound;
        for number in pools {
            let Some(pool) = self.pools.get(number as usize) else { continue };
            let mark = promised.charges.len();
            let reserve = self.reserve_of_asker(ask, number);
            let drawn = self
                .may_serve(ask, pool, asked)
                .and_then(|()| self.draw(ask, number, through, want, reserve, promised));
            match drawn {
                Ok(Drawn { shared, rise, back, legs, .. }) => {
                    let (via, added, limited) = (through.via(), want, 0);
                    promised.charges.push(Promise { pool: number, via, shared, added, rise, back, limited });
                    return Ok(Leg { pool: number, count: asked.count, legs });
                }
                Err(status) => {
                    promised.charges.truncate(mark);
                    if status.depth() > furthest.depth() {
                        furthest = status;
                    }
                }
            }
        }
        Err(furthest)
    }

    /// The pools that a token depends on and that cannot give what the request would cost there, and
    /// why (OUT-04).
    pub(crate) fn behind(
        &self,
        ask: &Ask<'_>,
        candidate: &Candidate<'_>,
        promised: &mut Promised,
    ) -> Vec<(u32, Status)> {
        let Candidate { number, pool, lease } = *candidate;
        let through = Through::Session(lease.map(|lease| lease.slot()));
        let want = ask.asked.count.into();
        let Some(base) = pool.terms.base.filter(|_| pool.is_token()) else { return Vec::new() };
        let Ok(Drawn { rise, .. }) = self.rise(ask, number, pool, through, want, promised) else {
            return Vec::new();
        };
        let group = self.group_through(ask, number, pool, through);
        let through = Through::Token { via: number, group };
        let mut answers = Vec::new();
        for need in self.catalog.needs(base) {
            let asked = Asked { feature: None, version: Some(need.version), exact: false, count: need.count };
            let known = self.catalog.features.get(need.feature as usize);
            for number in known.into_iter().flat_map(Feature::pools) {
                let Some(pool) = self.pools.get(number as usize) else { continue };
                let mark = promised.charges.len();
                let (want, reserve) =
                    (rise.saturating_mul(need.count.into()), self.reserve_of_asker(ask, number));
                let drawn = self
                    .may_serve(ask, pool, &asked)
                    .and_then(|()| self.draw(ask, number, through, want, reserve, promised));
                promised.charges.truncate(mark);
                answers.extend(drawn.err().map(|status| (number, status)));
            }
        }
        answers
    }

    fn reserve_of_asker(&self, ask: &Ask<'_>, pool: u32) -> Option<u32> {
        if !self.rulebook.has(Family::Reserve) {
            return None;
        }
        self.reserve_of(&ask.person(), pool)
    }
}

impl Through {
    fn via(self) -> Option<u32> {
        match self {
            Self::Session(_) => None,
            Self::Token { via, .. } => Some(via),
        }
    }
}

impl Promised {
    /// What earlier parts of the request bind to names in a pool.
    fn bound(&self, pool: u32) -> Bound {
        let parts = self.parts.iter().filter(|part| part.pool.0 == pool).map(|part| part.bound);
        parts.fold(Bound::default(), |sum, bound| Bound {
            user: sum.user.saturating_add(bound.user),
            host: sum.host.saturating_add(bound.host),
        })
    }

    /// Seats of a pool that are promised to earlier parts of the request.
    pub(crate) fn rise(&self, pool: u32) -> u64 {
        self.charges.iter().filter(|promise| promise.pool == pool).map(|promise| promise.rise).sum()
    }
}
