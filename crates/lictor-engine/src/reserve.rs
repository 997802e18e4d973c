//! Seats kept for some: by `reserve` rules, whose members use them also when idle (RUL-01), and by
//! dynamic reservations, which whoever presents the token draws on (RES-01).
//!
//! A reserve is known by a number: that of its rule, or that of its reservation's slot above
//! [`DYNAMIC`]. The seats it keeps idle are its count without what its members use.

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{PoolId, ReservationId, Stamp};

use crate::access::{Family, What};
use crate::codec::coded;
use crate::group::Person;
use crate::ledger::Ledger;
use crate::tally::Tally;

/// Reserves from here on are reservations.
pub(crate) const DYNAMIC: u32 = 1 << 31;

/// Seats of a pool set aside under a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reservation {
    pub(crate) pool: u32,
    pub(crate) token: String,
    pub(crate) count: u32,
    /// Place in the order in which they were made.
    pub(crate) order: u64,
    /// Wall instant at which it ends.
    pub(crate) until_ms: u64,
    /// Ledger time at which it is looked at again.
    pub(crate) due_ms: u64,
}

coded!(Reservation { pool, token, count, order, until_ms, due_ms });

/// Seats that a reserve keeps in a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) reserve: u32,
    /// How many, idle or not.
    pub(crate) count: u64,
    /// How many of them are idle and there to be kept.
    pub(crate) idle: u64,
}

impl Ledger {
    /// What is kept in a pool, rules first and then reservations, the oldest first. When seats
    /// fall, the newest give way first (RES-01). `leaving` are seats that draw on a reserve, by its
    /// number, and will not any more.
    fn kept(&self, stamp: Stamp, number: u32, leaving: Option<(u32, u64)>) -> Vec<Kept> {
        let Some(pool) = self.pools.get(number as usize).filter(|pool| !pool.is_token()) else {
            return Vec::new();
        };
        let mut free = pool.terms.seats.limit().map(|seats| u64::from(seats).saturating_sub(pool.used));
        let mut keep = |reserve: u32, count: u64| {
            let left = leaving.filter(|(left, _)| *left == reserve).map_or(0, |(_, seats)| seats);
            let used = self.counted(Tally::Reserve { reserve, pool: number }).saturating_sub(left);
            let idle = count.saturating_sub(used).min(free.unwrap_or(u64::MAX));
            free = free.map(|free| free - idle);
            Kept { reserve, count, idle }
        };
        let mut kept: Vec<Kept> =
            self.allotted(number).into_iter().map(|(rule, count)| keep(rule, count)).collect();
        let mut reservations: Vec<_> = self
            .reservations_of(number)
            .filter(|(_, reservation)| reservation.until_ms > stamp.wall_ms)
            .map(|(id, reservation)| (reservation.order, id.slot(), reservation.count))
            .collect();
        reservations.sort_unstable();
        kept.extend(reservations.into_iter().map(|(_, slot, count)| keep(slot | DYNAMIC, count.into())));
        kept
    }

    /// Whether anything may be kept in any pool.
    pub(crate) fn keeps(&self) -> bool {
        self.reservations.len() > 0 || self.rulebook.has(Family::Reserve)
    }

    /// Idle reserved seats of a pool (OUT-07).
    pub(crate) fn idle(&self, stamp: Stamp, pool: u32) -> u64 {
        if !self.keeps() {
            return 0;
        }
        self.kept(stamp, pool, None).iter().map(|kept| kept.idle).sum()
    }

    /// The reservations of a pool.
    pub(crate) fn reservations_of(&self, pool: u32) -> impl Iterator<Item = (ReservationId, &Reservation)> {
        let all = self.reservations.iter();
        all.filter(move |(_, _, reservation)| reservation.pool == pool)
            .map(|(slot, generation, reservation)| (ReservationId::new(slot, generation), reservation))
    }

    /// The reservation of a pool under a token.
    pub(crate) fn reservation(&self, stamp: Stamp, token: &str, pool: u32) -> Option<ReservationId> {
        let running = |found: &Reservation| found.token == token && found.until_ms > stamp.wall_ms;
        self.reservations_of(pool).find(|(_, found)| running(found)).map(|(id, _)| id)
    }

    /// The `reserve` rule that keeps seats of a pool for somebody.
    pub(crate) fn reserve_of(&self, person: &Person, pool: u32) -> Option<u32> {
        if !self.rulebook.has(Family::Reserve) {
            return None;
        }
        let what = self.what(self.pools.get(pool as usize)?.feature)?;
        self.rulebook.first(Family::Reserve, what, person.into())
    }

    /// How rules see a feature.
    pub(crate) fn what(&self, feature: u32) -> Option<What<'_>> {
        let feature = self.catalog.features.get(feature as usize)?;
        let vendor = self.catalog.vendors.get(feature.vendor as usize)?;
        Some(What { vendor: vendor.as_str(), feature: feature.name.as_str() })
    }

    /// What `reserve` rules keep in a pool: each fills the pools of the feature in the order of
    /// KEY-03.
    fn allotted(&self, number: u32) -> Vec<(u32, u64)> {
        let pool = self.pools.get(number as usize);
        let feature = pool.and_then(|pool| self.catalog.features.get(pool.feature as usize));
        let what = pool.and_then(|pool| self.what(pool.feature));
        let Some((feature, what)) = feature.zip(what).filter(|_| self.rulebook.has(Family::Reserve)) else {
            return Vec::new();
        };
        let seats = |pool: &u32| {
            let pool = self.pools.get(*pool as usize).filter(|pool| !pool.is_token())?;
            Some(pool.terms.seats.limit().map_or(u64::MAX, u64::from))
        };
        let mut room: Vec<(u32, u64)> =
            feature.pools().filter_map(|pool| Some((pool, seats(&pool)?))).collect();
        let mut allotted = Vec::new();
        for (rule, wanted) in self.rulebook.about(Family::Reserve, what) {
            let mut left = u64::from(wanted.amount);
            for (pool, room) in &mut room {
                let here = left.min(*room);
                (left, *room) = (left - here, *room - here);
                if *pool == number && here > 0 {
                    allotted.push((rule, here));
                }
            }
        }
        allotted
    }

    /// The pool of a reserve's idle seats that keeps somebody with this reserve out, if any: the
    /// idle seats of all others.
    pub(crate) fn kept_from(
        &self,
        stamp: Stamp,
        pool: PoolId,
        own: Option<u32>,
        leaving: Option<(u32, u64)>,
    ) -> (u64, Option<u32>) {
        let others = self.kept(stamp, pool.0, leaving);
        let others: Vec<_> =
            others.into_iter().filter(|kept| Some(kept.reserve) != own && kept.idle > 0).collect();
        let rule = others.iter().map(|kept| kept.reserve).find(|reserve| *reserve < DYNAMIC);
        (others.iter().map(|kept| kept.idle).sum(), rule)
    }
}
