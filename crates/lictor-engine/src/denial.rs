//! Denials: why not, with the numbers that say so (OUT-04).

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::limits::DENIAL_POOLS_MAX;
use lictor_types::{Denial, PoolAnswer, PoolId, Relief, ReliefKind, Seats, Stamp, Status, When};

use crate::catalog::Feature;
use crate::checkout::Ask;
use crate::deadline::next_departure;
use crate::fact::{DeniedPart, Part};
use crate::ledger::Ledger;
use crate::pool::Pool;

impl Ledger {
    /// Asks every pool again and says how each answered. The status is that of the pool that got
    /// furthest, the first of them if several did (OUT-07).
    pub(crate) fn denial(&self, stamp: Stamp, ask: &Ask<'_>, feature: Option<&Feature>) -> DeniedPart {
        let answers: Vec<_> = feature
            .into_iter()
            .flat_map(|feature| self.candidates(ask, feature))
            .map(|found| answer_of(found.number, found.pool, self.pool_status(ask, &found)))
            .collect();
        let furthest = answers.iter().rev().max_by_key(|answer| answer.status.depth());
        let reliefs = answers.iter().filter_map(|answer| self.relief(stamp, answer));
        let denial = Denial {
            status: furthest.map_or(Status::FeatureNotFound, |answer| answer.status),
            requested: ask.asked.count,
            seats: furthest.map_or(Seats::NONE, |answer| answer.seats),
            used: furthest.map_or(0, |answer| answer.used),
            reserved: 0,
            rule: None,
            waiting: 0,
            relief: reliefs.min_by_key(earliness),
            pools_total: answers.len() as u32,
            pools: answers.iter().take(DENIAL_POOLS_MAX).copied().collect(),
        };
        DeniedPart { asked: ask.asked, name: String::new(), pool: furthest.map(|answer| answer.pool), denial }
    }

    /// A feature of an atomic request that another one's denial kept from being granted.
    pub(crate) fn could_be_granted(&self, part: &Part) -> DeniedPart {
        let pool = self.pools.get(part.pool.0 as usize);
        let answer = pool.map(|pool| answer_of(part.pool.0, pool, Status::Granted));
        let denial = Denial {
            status: Status::Granted,
            requested: part.asked.count,
            seats: answer.map_or(Seats::NONE, |answer| answer.seats),
            used: answer.map_or(0, |answer| answer.used),
            reserved: 0,
            rule: None,
            waiting: 0,
            relief: None,
            pools_total: answer.iter().len() as u32,
            pools: answer.into_iter().collect(),
        };
        DeniedPart { asked: part.asked, name: String::new(), pool: Some(part.pool), denial }
    }

    /// The earliest known event that could give the pool seats: the head of its departures, or
    /// the next START among its licenses. Nothing is searched.
    fn relief(&self, stamp: Stamp, answer: &PoolAnswer) -> Option<Relief> {
        let pool = self.pools.get(answer.pool.0 as usize)?;
        let short = answer.status == Status::NotEnoughSeats;
        if !short && pool.terms.base.is_some() {
            return None;
        }
        let departure =
            next_departure(&self.departures, answer.pool.0).filter(|_| short).map(|at_ms| Relief {
                what: ReliefKind::SessionEnd,
                at: When::Instant(stamp.wall_ms.saturating_add(at_ms.saturating_sub(stamp.ledger_ms))),
            });
        let start = pool.terms.next_start.map(|start| Relief {
            what: ReliefKind::Start,
            at: When::Day { zone: start.zone, date: start.date },
        });
        departure.or(start)
    }
}

fn answer_of(number: u32, pool: &Pool, status: Status) -> PoolAnswer {
    PoolAnswer {
        pool: PoolId(number),
        key_type: pool.key_type,
        status,
        seats: pool.terms.seats,
        used: pool.used,
        reserved: 0,
    }
}

/// An instant comes before a day: sessions are given up within minutes, and only the shell knows
/// at which instant a day begins.
fn earliness(relief: &Relief) -> (bool, u64) {
    match relief.at {
        When::Instant(ms) => (false, ms),
        When::Day { date, .. } => (true, date.day_number().into()),
    }
}
