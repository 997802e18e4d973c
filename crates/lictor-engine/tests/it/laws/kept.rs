//! What is kept for some stays there for them, and what is forbidden is not had.

use lictor_engine::{
    Command, FeaturePattern, HolderView, Inquiry, Ledger, Member, Policy, Rule, RuleSet, Sharing, Why,
};
use lictor_types::{Identity, RuleKind, Stamp};
use proptest::prelude::*;

use super::{cases, steps};
use crate::history::{Dice, Menu, NAMES, Play, rules, shelf};

fn rule(kind: RuleKind, amount: u32, feature: &str, member: Member) -> Rule {
    let features = vec![FeaturePattern { vendor: None, name: feature.into() }];
    Rule { kind, amount, line: 1, features, members: vec![member] }
}

fn only(rule: Rule) -> RuleSet {
    RuleSet { digest: None, rules: vec![rule], policy: Policy::default() }
}

fn with(menu: Menu, seed: u64, rules: &RuleSet) -> Play {
    Play::new(menu, shelf(&mut Dice::new(seed)), rules)
}

fn unshared(seed: u64, rules: &RuleSet) -> Play {
    let mut licenses = shelf(&mut Dice::new(seed));
    licenses.iter_mut().for_each(|entry| entry.share = Sharing::default());
    Play::new(Menu::SETTLED, licenses, rules)
}

fn person(user: &str, host: &str) -> Identity {
    Identity { user: user.into(), host: host.into(), ..Identity::default() }
}

fn why(ledger: &Ledger, stamp: Stamp, identity: &Identity, feature: &str) -> Why {
    let inquiry = Inquiry {
        identity,
        vendor: None,
        feature,
        version: None,
        count: 1,
        platform: "",
        utc_offset_minutes: 0,
        host_ids: &[],
    };
    ledger.why(stamp, &inquiry).expect("an inquiry that can be answered")
}

/// What everybody would be told of everything.
fn all_whys(play: &Play) -> Vec<Why> {
    let people = ["ann", "bob"].into_iter().flat_map(|user| ["ws1", "ws2"].map(|host| person(user, host)));
    let about = |identity: Identity| NAMES.map(|feature| why(&play.ledger, play.stamp, &identity, feature));
    people.flat_map(about).collect()
}

proptest! {
    #![proptest_config(cases())]

    /// RUL-01: a limit in force from the beginning is never exceeded.
    #[test]
    fn law_19_limits_are_never_exceeded(seed: u64, steps in steps(), amount in 0..4_u32, f in 0..7_usize) {
        let limit = only(rule(RuleKind::Limit, amount, NAMES[f], Member::User("ann".into())));
        let mut play = with(Menu { rules: false, ..Menu::ALL }, seed, &limit);
        for step in steps {
            play.step(step);
            let limit = why(&play.ledger, play.stamp, &person("ann", "ws1"), NAMES[f]).limit;
            prop_assert!(limit.is_none_or(|limit| limit.used <= u64::from(limit.amount)));
        }
    }

    /// RUL-01: seats reserved from the beginning are there for their members, where nothing is shared:
    /// what is free and what the members have is as many.
    #[test]
    fn law_20_reserved_seats_are_kept(seed: u64, steps in steps(), amount in 1..3_u32, f in 1..4_usize) {
        let reserve = only(rule(RuleKind::Reserve, amount, NAMES[f], Member::User("ann".into())));
        let mut play = unshared(seed, &reserve);
        let Some(feature) = play.ledger.find_feature(None, NAMES[f]) else { return Ok(()) };
        for step in steps {
            play.step(step);
            let pool = play.ledger.feature_pools(feature).next().unwrap();
            let own = why(&play.ledger, play.stamp, &person("ann", "ws1"), NAMES[f]).reserve.unwrap();
            let idle = u64::from(own.amount).saturating_sub(own.used);
            prop_assert!(pool.seats.covers(pool.used + idle), "{:?} {:?}", pool, own);
        }
    }

    /// RES-01: reserved seats are there for who presents the token, as long as seats do not fall,
    /// where nothing is shared.
    #[test]
    fn law_21_reservations_are_kept(seed: u64, steps in steps()) {
        let mut play = unshared(seed, &RuleSet::default());
        for step in steps {
            play.step(step);
            for pool in play.ledger.pools_from(0) {
                let of_pool = play.ledger.reservations().filter(|view| view.pool == pool.pool);
                let running = of_pool.filter(|view| view.until_ms > play.stamp.wall_ms);
                let idle = running.map(|view| u64::from(view.count).saturating_sub(view.used));
                prop_assert!(pool.seats.covers(pool.used + idle.sum::<u64>()), "{:?}", pool);
            }
        }
    }

    /// RUL-01: who is denied from the beginning has nothing.
    #[test]
    fn law_22_the_denied_have_nothing(seed: u64, steps in steps(), f in 0..7_usize) {
        let deny = only(rule(RuleKind::Deny, 0, NAMES[f], Member::User("ann".into())));
        let mut play = with(Menu { rules: false, ..Menu::ALL }, seed, &deny);
        for step in steps {
            play.step(step);
            for lease in play.ledger.leases_from(0).filter(|lease| lease.holder != HolderView::Token) {
                let feature = play.ledger.pool(lease.pool).unwrap().name.as_str();
                let user = play.ledger.lease_identity(lease.lease).unwrap().user;
                prop_assert!(feature != NAMES[f] || !user.eq_ignore_ascii_case("ann"));
            }
        }
    }

    /// RUL-02: what rules count is the same, whether they were there from the beginning or came
    /// later.
    #[test]
    fn law_23_new_rules_count_from_scratch(seed: u64, steps in steps(), f in 0..7_usize) {
        let member = Member::UserAt { user: "ann".into(), host: "ws1".into() };
        let limit = only(rule(RuleKind::Limit, u32::MAX, NAMES[f], member));
        let menu = Menu { rules: false, ..Menu::ALL };
        let mut early = with(menu, seed, &limit);
        let mut late = with(menu, seed, &RuleSet::default());
        for step in steps {
            early.step(step);
            late.step(step);
        }
        late.apply(Command::Rules(&limit));
        early.apply(Command::Tick);
        prop_assert_eq!(all_whys(&early), all_whys(&late));
    }

    /// RUL-02: other rules and the same again change nothing of what anybody is told.
    #[test]
    fn law_24_rules_there_and_back(seed: u64, steps in steps(), other: u64) {
        let play = &mut Play::played(Menu { waits: false, ..Menu::ALL }, seed, &steps);
        play.apply(Command::Tick);
        let (before, own) = (all_whys(play), play.ledger.rules().clone());
        play.apply(Command::Rules(&rules(&mut Dice::new(other))));
        play.apply(Command::Rules(&own));
        prop_assert_eq!(all_whys(play), before);
    }

    /// Who is in quarantine gets nothing.
    #[test]
    fn law_25_quarantine_keeps_out(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu::ALL, seed);
        for step in steps {
            play.step(step);
            for out in play.ledger.quarantines() {
                let identity = person(out.user, out.host);
                let running = out.until_ms > play.stamp.wall_ms + 10_000;
                for feature in NAMES {
                    let outcome = why(&play.ledger, play.stamp, &identity, feature).outcome;
                    prop_assert!(!running || outcome.is_err());
                }
            }
        }
    }
}
