//! Denials: why not, with the numbers that say so (OUT-04).

use alloc::vec::Vec;

use lictor_types::limits::DENIAL_POOLS_MAX;
use lictor_types::{Denial, PoolAnswer, PoolId, Relief, ReliefKind, RuleRef, Seats, Stamp, Status, When};

use crate::catalog::Feature;
use crate::checkout::{Ask, Promised};
use crate::deadline::next_departure;
use crate::fact::{DeniedPart, Part};
use crate::lease::Holder;
use crate::ledger::Ledger;
use crate::pool::Pool;
use crate::queue::Want;

/// A denial and the pool that decided it.
pub(crate) struct Refusal {
    pool: Option<PoolId>,
    denial: Denial,
}

impl Refusal {
    /// The denial of what was wanted, to be borrowed for so many hours.
    pub(crate) fn of(self, want: Want, hours: Option<u16>) -> DeniedPart {
        DeniedPart { want, hours, pool: self.pool, denial: self.denial }
    }
}

impl Ledger {
    /// Asks every pool again and says how each answered, behind a token also those it depends on. The
    /// status is that of the pool that got furthest, the first of them if several did (OUT-07).
    pub(crate) fn denial(
        &self,
        ask: &Ask<'_>,
        feature: Option<&Feature>,
        promised: &mut Promised,
    ) -> Refusal {
        let mut answers = Vec::new();
        let mut all = Vec::new();
        let candidates = feature.map(|feature| self.candidates(ask, feature, promised)).unwrap_or_default();
        for found in candidates {
            let mark = promised.charges.len();
            let status = self.weigh(ask, &found, promised).err().unwrap_or(Status::Granted);
            promised.charges.truncate(mark);
            let answer = self.answer_of(ask.stamp, found.number, found.pool, status, promised);
            answers.push(answer);
            all.push(answer);
            let behind =
                if answer_is_short(status) { self.behind(ask, &found, promised) } else { Vec::new() };
            all.extend(behind.into_iter().filter_map(|(number, status)| {
                let pool = self.pools.get(number as usize)?;
                Some(self.answer_of(ask.stamp, number, pool, status, promised))
            }));
        }
        let furthest = answers.iter().rev().max_by_key(|answer| answer.status.depth());
        let reliefs = answers.iter().filter_map(|answer| self.relief(ask, answer));
        let denial = Denial {
            status: furthest.map_or(Status::FeatureNotFound, |answer| answer.status),
            requested: ask.asked.count,
            seats: furthest.map_or(Seats::NONE, |answer| answer.seats),
            used: furthest.map_or(0, |answer| answer.used),
            reserved: furthest.map_or(0, |answer| answer.reserved),
            rule: furthest.and_then(|answer| self.deciding_rule(ask, answer)),
            waiting: 0,
            relief: reliefs.min_by_key(earliness),
            pools_total: all.len() as u32,
            pools: all.into_iter().take(DENIAL_POOLS_MAX).collect(),
        };
        Refusal { pool: furthest.map(|answer| answer.pool), denial }
    }

    /// A feature of an atomic request that another one's denial kept from being granted.
    pub(crate) fn could_be_granted(&self, stamp: Stamp, part: &Part) -> Refusal {
        let pool = self.pools.get(part.pool.0 as usize);
        let answer =
            pool.map(|pool| self.answer_of(stamp, part.pool.0, pool, Status::Granted, &Promised::default()));
        let denial = Denial {
            status: Status::Granted,
            requested: part.asked.count,
            seats: answer.map_or(Seats::NONE, |answer| answer.seats),
            used: answer.map_or(0, |answer| answer.used),
            reserved: answer.map_or(0, |answer| answer.reserved),
            rule: None,
            waiting: 0,
            relief: None,
            pools_total: answer.iter().len() as u32,
            pools: answer.into_iter().collect(),
        };
        Refusal { pool: Some(part.pool), denial }
    }

    /// QUE-01: it would fit, but so many wait before it and may not be passed any more.
    pub(crate) fn in_line(&self, stamp: Stamp, part: &Part, waiting: u32) -> Refusal {
        let mut denied = self.could_be_granted(stamp, part);
        denied.denial.status = Status::NotEnoughSeats;
        denied.denial.waiting = waiting;
        denied
    }

    /// How a pool answered, with what earlier parts of the request were promised of it.
    fn answer_of(
        &self,
        stamp: Stamp,
        number: u32,
        pool: &Pool,
        status: Status,
        promised: &Promised,
    ) -> PoolAnswer {
        PoolAnswer {
            pool: PoolId(number),
            key_type: pool.key_type,
            status,
            seats: pool.terms.seats,
            used: pool.used + promised.rise(number),
            reserved: self.idle(stamp, number),
        }
    }

    /// The rule that decided, if one did (RUL-01).
    fn deciding_rule(&self, ask: &Ask<'_>, answer: &PoolAnswer) -> Option<RuleRef> {
        let number = if answer.status == Status::DeniedByRule {
            ask.refusing
        } else if answer.status == Status::LimitReached {
            ask.limit
        } else if answer.status == Status::Reserved {
            let own = self.reserve_of(&ask.person(), answer.pool.0);
            self.kept_from(ask.stamp, answer.pool, own, None).1
        } else {
            self.borrow_rule(ask, answer.pool, answer.status)
        };
        self.rulebook.reference(number?)
    }

    /// The earliest known event that could give the pool seats: the head of its departures, the
    /// end of a reservation or of a quarantine, or the next START among its licenses.
    fn relief(&self, ask: &Ask<'_>, answer: &PoolAnswer) -> Option<Relief> {
        let pool = self.pools.get(answer.pool.0 as usize)?;
        let stamp = ask.stamp;
        let instant = |what, at_ms| Relief { what, at: When::Instant(at_ms) };
        if answer.status == Status::Quarantined {
            let until_ms = self.quarantined_until(stamp, &ask.session.profile.personal.identity)?;
            return Some(instant(ReliefKind::QuarantineEnd, wall(stamp, until_ms)));
        }
        let short = matches!(answer.status, Status::NotEnoughSeats | Status::Reserved | Status::LimitReached);
        if !short && pool.terms.base.is_some() {
            return None;
        }
        let departure =
            self.pools_behind(answer.pool.0).into_iter().filter_map(|pool| self.departure(stamp, pool));
        let reservation = self
            .reservations_of(answer.pool.0)
            .map(|(_, reservation)| instant(ReliefKind::ReservationEnd, reservation.until_ms));
        let departure = departure.filter(|_| short && answer.status != Status::Reserved);
        let reservation = reservation.filter(|_| answer.status == Status::Reserved);
        let start = pool.terms.next_start.map(|start| Relief {
            what: ReliefKind::Start,
            at: When::Day { zone: start.zone, date: start.date },
        });
        departure.chain(reservation).chain(start).min_by_key(earliness)
    }

    /// The pool itself; of a token also those of its dependencies.
    fn pools_behind(&self, number: u32) -> Vec<u32> {
        let Some(pool) = self.pools.get(number as usize).filter(|pool| pool.is_token()) else {
            return alloc::vec![number];
        };
        let needs = pool.terms.base.map(|base| self.catalog.needs(base)).unwrap_or_default();
        let features = needs.iter().filter_map(|need| self.catalog.features.get(need.feature as usize));
        features.flat_map(Feature::pools).chain([number]).collect()
    }

    fn departure(&self, stamp: Stamp, pool: u32) -> Option<Relief> {
        let (at_ms, lease) = next_departure(&self.departures, pool)?;
        let (_, lease) = self.leases.at(lease)?;
        let (what, at_ms) = match lease.holder {
            Holder::Session(_) | Holder::Token(_) => (ReliefKind::SessionEnd, wall(stamp, at_ms)),
            Holder::Hold(_) => (ReliefKind::HoldEnd, wall(stamp, at_ms)),
            Holder::Borrow(borrow) => (ReliefKind::BorrowReturn, self.borrows.at(borrow)?.1.until_ms),
        };
        Some(Relief { what, at: When::Instant(at_ms) })
    }
}

/// Whether seats are missing, or kept for others.
fn answer_is_short(status: Status) -> bool {
    [Status::NotEnoughSeats, Status::Reserved, Status::NamedSeatsFull].contains(&status)
}

/// The wall instant of a ledger time to come.
fn wall(stamp: Stamp, at_ms: u64) -> u64 {
    stamp.wall_ms.saturating_add(at_ms.saturating_sub(stamp.ledger_ms))
}

/// A day is taken to begin as in UTC: only the shell knows at which instant it does.
fn earliness(relief: &Relief) -> u64 {
    match relief.at {
        When::Instant(ms) => ms,
        When::Day { date, .. } => u64::from(date.day_number()) * 86_400_000,
    }
}
