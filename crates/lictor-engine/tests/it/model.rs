//! A naive ledger: maps, and no idea of slots, lists or records. It knows exclusive licenses,
//! upgrades and additive licenses without dates, one feature a name, and sessions.

use std::collections::BTreeMap;

use lictor_types::{Answer, Status};

/// What the model says of a request, in words that do not name slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Granted { pool: u32, count: u32, held: u32, used: u64 },
    Denied(Status),
    CheckedIn { released: u32, held: u32 },
    Refused(Status),
}

impl Verdict {
    /// A ledger's answer in the same words; none if the model does not know such answers.
    pub(crate) fn of(answer: &Answer) -> Option<Self> {
        Some(match answer {
            Answer::Granted(g) => {
                Self::Granted { pool: g.pool.0, count: g.count, held: g.held, used: g.used }
            }
            Answer::Denied(denial) => Self::Denied(denial.status),
            Answer::CheckedIn { released, held } => Self::CheckedIn { released: *released, held: *held },
            Answer::Refused(status) => Self::Refused(*status),
            Answer::GrantedAll(_)
            | Answer::DeniedAll(_)
            | Answer::Borrowed(_)
            | Answer::Returned { .. }
            | Answer::Cancelled { .. } => return None,
        })
    }
}

/// Seats by pool, and what each session holds of them.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Seats of each pool.
    pub(crate) seats: BTreeMap<u32, u64>,
    /// The pools of each feature in the order of KEY-03.
    pub(crate) pools: BTreeMap<u32, Vec<u32>>,
    /// By session, in the order of the first grant: pool and count.
    pub(crate) held: BTreeMap<u32, Vec<(u32, u32)>>,
}

impl Model {
    pub(crate) fn used(&self, pool: u32) -> u64 {
        self.held.values().flatten().filter(|(of, _)| *of == pool).map(|(_, count)| u64::from(*count)).sum()
    }

    pub(crate) fn checkout(&mut self, session: u32, feature: u32, count: u32) -> Verdict {
        let Some(pools) = self.pools.get(&feature) else { return Verdict::Denied(Status::FeatureNotFound) };
        let own = |pool: &u32| self.held[&session].iter().any(|(of, _)| of == pool);
        let (mut order, others): (Vec<u32>, Vec<u32>) = pools.iter().partition(|pool| own(pool));
        order.extend(others);
        let fits = |pool: &u32| self.used(*pool) + u64::from(count) <= self.seats[pool];
        let Some(pool) = order.iter().copied().find(fits) else {
            let served = order.iter().any(|pool| self.seats[pool] > 0);
            return Verdict::Denied(if served { Status::NotEnoughSeats } else { Status::FeatureNotFound });
        };
        let leases = self.held.get_mut(&session).unwrap();
        match leases.iter_mut().find(|(of, _)| *of == pool) {
            Some((_, held)) => *held += count,
            None => leases.push((pool, count)),
        }
        let held = leases.iter().find(|(of, _)| *of == pool).unwrap().1;
        Verdict::Granted { pool, count, held, used: self.used(pool) }
    }

    pub(crate) fn checkin(&mut self, session: u32, feature: u32, count: u32) -> Verdict {
        let pools = self.pools.get(&feature).cloned().unwrap_or_default();
        let leases = self.held.get_mut(&session).unwrap();
        let held: u32 = leases.iter().filter(|(of, _)| pools.contains(of)).map(|(_, count)| count).sum();
        if held == 0 || count > held {
            return Verdict::Refused(Status::NotHeld);
        }
        let released = if count == 0 { held } else { count };
        let mut missing = released;
        for (_, count) in leases.iter_mut().rev().filter(|(of, _)| pools.contains(of)) {
            let taken = missing.min(*count);
            *count -= taken;
            missing -= taken;
        }
        leases.retain(|(_, count)| *count > 0);
        Verdict::CheckedIn { released, held: held - released }
    }
}
