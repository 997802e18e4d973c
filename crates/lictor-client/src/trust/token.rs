//! How many tokens the proven pools of their dependencies make (KEY-04, TRU-03).

use std::collections::BTreeSet;

use lictor_license::{Dependency, License};
use lictor_types::limits::SEATS_MAX;
use lictor_types::{KeyType, Seats};

use super::proof::{Flaw, Proof, not_genuine};

/// The least, over the dependencies of a token, of what the pools of that feature give. `pools` must
/// be all that the server counted, each once and each of a dependency.
pub(super) fn seats(token: &License, pools: &[&Proof]) -> Result<Seats, Flaw> {
    let mut serials = BTreeSet::new();
    for pool in pools {
        let depended_on = token.dependencies().iter().any(|need| need.feature == *pool.feature());
        if pool.vendor() != token.vendor() || !depended_on {
            let text = format!("token {} does not depend on `{}`", token.serial(), pool.feature());
            return Err(not_genuine(text));
        }
        if let Some(twice) = pool.serials().iter().find(|serial| !serials.insert(*serial)) {
            return Err(not_genuine(format!("license {twice} is counted twice")));
        }
    }
    token.dependencies().iter().try_fold(Seats::Unlimited, |least, need| {
        let made = made_of(need, pools)?;
        Ok(match (least, made) {
            (Seats::Limited(a), Seats::Limited(b)) => Seats::Limited(a.min(b)),
            (Seats::Unlimited, other) | (other, Seats::Unlimited) => other,
        })
    })
}

/// How many tokens one dependency is enough for. A token is served by one pool of each feature
/// (KEY-03), so each counts by itself. One exclusive license at most is served (KEY-02).
fn made_of(need: &Dependency, pools: &[&Proof]) -> Result<Seats, Flaw> {
    let of_feature = || pools.iter().filter(|pool| *pool.feature() == need.feature);
    if of_feature().filter(|pool| pool.key_type() == KeyType::Exclusive).count() > 1 {
        return Err(not_genuine(format!("two exclusive licenses of `{}` are counted", need.feature)));
    }
    let sum = of_feature().map(|pool| pool.seats()).try_fold(0_u32, |sum, seats| {
        let made = seats.limit()? / need.count.max(1);
        Some(sum.saturating_add(made).min(SEATS_MAX))
    });
    Ok(sum.map_or(Seats::Unlimited, Seats::Limited))
}
