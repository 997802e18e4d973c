//! Seats are neither lost nor made.

use std::collections::BTreeMap;

use lictor_engine::{HolderView, Ledger, LicenseEntry, Output, PoolView, RuleSet, Sharing};
use lictor_types::{Answer, Identity, KeyType, Operation, PoolId, Seats};
use proptest::prelude::*;

use super::{cases, steps};
use crate::history::{Dice, Menu, Play, answers, name_of, plain, rules, shelf};

/// What the leases of a pool should be charged: of those who share, the most that one has.
fn charge(ledger: &Ledger, share: Sharing, pool: PoolId) -> u64 {
    let mut groups: BTreeMap<Vec<String>, u64> = BTreeMap::new();
    let mut alone = 0;
    for lease in ledger.pool_leases(pool) {
        let count = u64::from(lease.count);
        match key(share, &ledger.lease_identity(lease.lease).unwrap()) {
            Some(key) => {
                let most = groups.entry(key).or_default();
                *most = count.max(*most);
            }
            None => alone += count,
        }
    }
    alone + groups.values().sum::<u64>()
}

/// What somebody shares by; none if nothing is shared or a part of it is empty.
fn key(share: Sharing, identity: &Identity) -> Option<Vec<String>> {
    let user = share.user.then(|| identity.user.to_lowercase());
    let host = share.host.then(|| identity.host.to_lowercase());
    let custom = share.custom.then(|| identity.custom.clone());
    let parts: Vec<String> = user.into_iter().chain(host).chain(custom).collect();
    (share.is_any() && parts.iter().all(|part| !part.is_empty())).then_some(parts)
}

fn share_of(licenses: &[LicenseEntry], view: &PoolView<'_>) -> Sharing {
    let of = |entry: &&LicenseEntry| entry.feature == *view.name && entry.key_type != KeyType::Upgrade;
    licenses.iter().find(of).map(|entry| entry.share).unwrap_or_default()
}

fn uses(ledger: &Ledger) -> Vec<u64> {
    (0..ledger.totals().pools).map(|pool| ledger.pool(PoolId(pool)).unwrap().used).collect()
}

fn grants(outputs: &[Output]) -> Vec<lictor_types::Grant> {
    let of = |answer: &Answer| {
        if let Answer::Granted(grant) = answer {
            vec![*grant]
        } else if let Answer::GrantedAll(grants) = answer {
            grants.clone()
        } else if let Answer::Borrowed(borrowed) = answer {
            vec![borrowed.grant]
        } else {
            vec![]
        }
    };
    answers(outputs).flat_map(|(_, _, answer)| of(answer)).collect()
}

/// A token through a pool that shares may be had more often than its dependencies have seats.
fn counts_seats(ledger: &Ledger, pool: PoolId) -> bool {
    ledger.pool(pool).unwrap().key_type != KeyType::Token
}

proptest! {
    #![proptest_config(cases())]

    /// SHR-02: the use of a pool is what its leases say, and of those who share the most that one
    /// has: a naive model, after every command.
    #[test]
    fn law_08_the_charge_of_a_group_is_its_maximum(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu::SETTLED, seed);
        let licenses = play.ledger.feature_set().licenses.clone();
        for step in steps {
            play.step(step);
            for view in play.ledger.pools_from(0) {
                let share = share_of(&licenses, &view);
                prop_assert_eq!(view.used, charge(&play.ledger, share, view.pool), "{}", view.name);
            }
        }
    }

    /// The use of all pools is the sum of theirs, and every lease of a session is in its list.
    #[test]
    fn law_09_sums_are_kept(seed: u64, steps in steps()) {
        let play = Play::played(Menu::ALL, seed, &steps);
        let totals = play.ledger.totals();
        prop_assert_eq!(totals.used, uses(&play.ledger).iter().sum::<u64>());
        let sessions = play.ledger.sessions_from(0).map(|view| view.session);
        let listed: usize = sessions.map(|session| play.ledger.session_leases(session).count()).sum();
        let held = |view: &lictor_engine::LeaseView| matches!(view.holder, HolderView::Session(_));
        prop_assert_eq!(listed, play.ledger.leases_from(0).filter(held).count());
    }

    /// OUT-06: at the moment of a grant its pool is not used beyond its seats.
    #[test]
    fn law_10_never_over_granted(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu::ALL, seed);
        for step in steps {
            let before = uses(&play.ledger);
            play.step(step);
            for grant in grants(&play.outputs) {
                let rose = grant.used > before.get(grant.pool.0 as usize).copied().unwrap_or(0);
                let counts = rose && counts_seats(&play.ledger, grant.pool);
                prop_assert!(!counts || grant.seats.covers(grant.used), "{:?}", grant);
            }
        }
    }

    /// OUT-06, UPG-04: whatever is done but a change of licenses, use does not rise above the seats.
    #[test]
    fn law_11_use_never_rises_above_the_seats(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu { reload: false, ..Menu::ALL }, seed);
        for step in steps {
            let before = uses(&play.ledger);
            play.step(step);
            for (view, before) in play.ledger.pools_from(0).map(|view| (view, before[view.pool.0 as usize])) {
                let fits = view.seats.covers(view.used) || view.used <= before;
                prop_assert!(fits || !counts_seats(&play.ledger, view.pool), "{:?}", view);
            }
        }
    }

    /// Giving back never takes: without waiters, a command that gives back raises no use.
    #[test]
    fn law_12_giving_back_never_takes(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu { waits: false, ..Menu::ALL }, seed);
        for step in steps {
            let before = uses(&play.ledger);
            play.step(step);
            let given = answers(&play.outputs).any(|(_, _, answer)| {
                matches!(answer, Answer::CheckedIn { .. } | Answer::Returned { .. } | Answer::Cancelled { .. })
            });
            if given && grants(&play.outputs).is_empty() {
                let after = uses(&play.ledger);
                prop_assert!(before.iter().zip(&after).all(|(before, after)| after <= before));
            }
        }
    }

    /// SHR-02: a grant raises the use by what the asker's count is above its group's charge.
    #[test]
    fn law_13_a_member_pays_what_is_above_the_charge(seed: u64, steps in steps(), count in 1..4_u32) {
        let dice = &mut Dice::new(seed);
        let mut licenses = shelf(dice);
        licenses.retain(|entry| entry.feature.as_str() == "f1" || entry.feature.as_str() == "f0");
        let mut play = Play::new(Menu { orders: false, ..Menu::SETTLED }, licenses, &RuleSet::default());
        steps.into_iter().for_each(|step| play.step(step));
        let (Some(feature), session) = (play.ledger.find_feature(None, "f1"), play.session(dice)) else {
            return Ok(());
        };
        let view = play.ledger.feature_pools(feature).next().unwrap();
        let (pool, before, share) = (view.pool, view.used, share_of(&play.ledger.feature_set().licenses, &view));
        let Some(identity) = play.ledger.session(session).map(|view| view.identity.clone()) else {
            return Ok(());
        };
        let own = key(share, &identity);
        let company = play.ledger.pool_leases(pool).filter(|lease| {
            own.is_some() && key(share, &play.ledger.lease_identity(lease.lease).unwrap()) == own
        });
        let charged = company.map(|lease| u64::from(lease.count)).max().unwrap_or(0);
        play.outputs.clear();
        for grant in grants(&play.ask(session, Operation::Checkout(plain("f1", count, None)))) {
            let rise = if own.is_some() { u64::from(grant.held).saturating_sub(charged) } else { count.into() };
            prop_assert_eq!(grant.used, before + rise);
        }
    }

    /// No seat is lost: when every session has ended and every time is over, nothing is in use.
    #[test]
    fn law_14_nothing_stays(seed: u64, steps in steps()) {
        let mut play = Play::played(Menu::ALL, seed, &steps);
        play.end_all();
        let totals = play.ledger.totals();
        prop_assert_eq!((totals.used, totals.leases, totals.sessions), (0, 0, 0));
        prop_assert_eq!(play.ledger.next_deadline(), None);
        prop_assert_eq!(play.ledger.reservations().count() + play.ledger.borrows().count(), 0);
        prop_assert_eq!(play.ledger.waiters_from(0).count(), 0);
    }

    /// HLD-03: who asks for no more than what is held of it gets it, and the use does not rise.
    #[test]
    fn law_15_held_seats_come_back(seed: u64, steps in steps()) {
        let dice = &mut Dice::new(seed);
        let mut licenses = shelf(dice);
        licenses.iter_mut().for_each(|entry| entry.share = Sharing::default());
        let mut play = Play::new(Menu { orders: false, ..Menu::SETTLED }, licenses, &RuleSet::default());
        steps.into_iter().for_each(|step| play.step(step));
        let held = play.ledger.leases_from(0).find(|view| matches!(view.holder, HolderView::Hold { .. }));
        let Some(held) = held else { return Ok(()) };
        let identity = play.ledger.lease_identity(held.lease).unwrap();
        if identity.user.is_empty() || identity.host.is_empty() {
            return Ok(());
        }
        let name = name_of(play.ledger.pool(held.pool).unwrap().name.as_str());
        play.advance(0);
        let Some(session) = play.enter(&identity) else { return Ok(()) };
        let before = play.ledger.pool(held.pool).unwrap().used;
        let outputs = play.ask(session, Operation::Checkout(plain(name.unwrap(), held.count, None)));
        prop_assert_eq!(grants(&outputs).len(), 1, "{:?}", outputs);
        prop_assert_eq!(play.ledger.pool(held.pool).unwrap().used, before);
    }

    /// KEY-04: what is taken through tokens is what the tokens in use cost.
    #[test]
    fn law_16_tokens_take_what_they_cost(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu::SETTLED, seed);
        for step in steps {
            play.step(step);
            let licenses = &play.ledger.feature_set().licenses;
            let mut costs: BTreeMap<&str, u64> = BTreeMap::new();
            let mut taken: BTreeMap<String, u64> = BTreeMap::new();
            for view in play.ledger.pools_from(0) {
                let entry = licenses.iter().find(|entry| Some(&entry.serial) == view.serial);
                for need in entry.iter().flat_map(|entry| &entry.dependencies) {
                    *costs.entry(need.feature.as_str()).or_default() += view.used * u64::from(need.count);
                }
                let leases = play.ledger.pool_leases(view.pool);
                let through = leases.filter(|lease| lease.holder == HolderView::Token);
                let seats: u64 = through.map(|lease| u64::from(lease.count)).sum();
                *taken.entry(view.name.to_string()).or_default() += seats;
            }
            for (feature, cost) in costs {
                prop_assert_eq!(taken.get(feature).copied().unwrap_or(0), cost, "{}", feature);
            }
        }
    }

    /// NAM-01: no more seats belong to names than are for named users or hosts.
    #[test]
    fn law_17_bound_seats_are_named_seats(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu::SETTLED, seed);
        for step in steps {
            play.step(step);
            let mut bound = BTreeMap::new();
            for binding in play.ledger.bindings() {
                *bound.entry((binding.pool, binding.kind)).or_insert(0_u64) += u64::from(binding.seats);
            }
            for ((pool, kind), bound) in bound {
                let view = play.ledger.pool(pool).unwrap();
                let entry = play.ledger.feature_set().licenses.iter().find(|entry| entry.feature == *view.name);
                let entry = entry.unwrap();
                let named = match kind {
                    lictor_engine::NamedKind::User => entry.user_based,
                    lictor_engine::NamedKind::Host => entry.host_based,
                };
                prop_assert!(named.unwrap().covers(bound) || named == Some(Seats::Unlimited));
                prop_assert!(view.seats.covers(bound));
            }
        }
    }

    /// SFT-01: a grant says soft_limit exactly if the use after it is above SOFTLIMIT.
    #[test]
    fn law_18_soft_limit_is_told(seed: u64, steps in steps()) {
        let dice = &mut Dice::new(seed);
        let mut licenses = shelf(dice);
        for entry in licenses.iter_mut().filter(|entry| entry.key_type == KeyType::Exclusive) {
            entry.soft_limit = Some(2);
        }
        let mut play = Play::new(Menu { waits: false, ..Menu::SETTLED }, licenses, &rules(dice));
        for step in steps {
            play.step(step);
            for (_, _, answer) in answers(&play.outputs) {
                if let Answer::Granted(grant) = answer {
                    let exclusive = play.ledger.pool(grant.pool).unwrap().key_type == KeyType::Exclusive;
                    prop_assert_eq!(grant.soft_limit, exclusive && grant.used > 2);
                }
            }
        }
    }
}
