//! Licenses, rules and people of random histories.

use lictor_engine::{
    Dependency, FeaturePattern, LicenseEntry, Member, Policy, QueueMode, Rule, RuleSet, Sharing,
};
use lictor_types::{FeatureName, Identity, KeyType, RuleKind, Seats, Version};

use super::{Dice, NAMES, day};
use crate::world::license;

/// A license of each kind: with an upgrade and an additive one beside it, shared, held, named, a
/// token, a token of a token, unlimited. Each may be missing.
pub(crate) fn shelf(dice: &mut Dice) -> Vec<LicenseEntry> {
    let mut all = vec![];
    let seats = |dice: &mut Dice| 2 + dice.below(5) as u32;
    let mut plain = license("F0", "f0", seats(dice));
    plain.borrow_hours = 2;
    all.push(plain);
    if dice.chance(60) {
        let mut upgrade = license("U0", "f0", 1 + dice.below(3) as u32);
        upgrade.key_type = KeyType::Upgrade;
        upgrade.start = dice.chance(30).then(|| day(dice.below(20)));
        upgrade.end = dice.chance(30).then(|| day(dice.below(20)));
        all.push(upgrade);
    }
    if dice.chance(50) {
        let mut beside = license("A0", "f0", seats(dice));
        beside.key_type = KeyType::Additive;
        all.push(beside);
    }
    let mut shared = license("F1", "f1", seats(dice));
    shared.share = Sharing { host: dice.chance(40), user: dice.chance(50), custom: dice.chance(20) };
    shared.borrow_hours = dice.below(3) as u16;
    all.push(shared);
    let mut held = license("F2", "f2", seats(dice));
    held.hold_seconds = 1 + dice.below(2) as u32;
    held.min_checkout_seconds = dice.below(2) as u32;
    held.share.user = dice.chance(20);
    all.push(held);
    let mut named = license("F3", "f3", seats(dice));
    named.user_based = dice.chance(70).then(|| Seats::Limited(1 + dice.below(3) as u32));
    named.host_based = dice.chance(40).then_some(Seats::Unlimited);
    all.push(named);
    all.push(token("T4", "f4", &[("f0", 2), ("f1", 1)]));
    all.push(token("T5", "f5", &[("f4", 1), ("f2", 1)]));
    let mut endless = license("F6", "f6", 1);
    (endless.seats, endless.soft_limit) = (Seats::Unlimited, Some(2));
    all.push(endless);
    all.retain(|_| dice.chance(96));
    all
}

/// A token license.
pub(crate) fn token(serial: &str, feature: &str, needs: &[(&str, u32)]) -> LicenseEntry {
    let mut token = license(serial, feature, 0);
    token.key_type = KeyType::Token;
    let need = |(feature, count): &(&str, u32)| Dependency {
        feature: FeatureName::parse(feature).unwrap(),
        version: Version::DEFAULT,
        count: *count,
    };
    token.dependencies = needs.iter().map(need).collect();
    token
}

/// A few rules of any kind, and a policy.
pub(crate) fn rules(dice: &mut Dice) -> RuleSet {
    let rule = |dice: &mut Dice| {
        let kind = dice.pick(&RuleKind::ALL).unwrap();
        let name = String::from(NAMES[dice.below(8) as usize]);
        let features = vec![FeaturePattern { vendor: None, name }];
        let features = if dice.chance(20) { vec![] } else { features };
        let amount = dice.below(4) as u32;
        Rule { kind, amount, line: dice.below(9) as u32, features, members: vec![member(dice)] }
    };
    let rules = (0..dice.below(8) / 2).map(|_| rule(dice)).collect();
    RuleSet { digest: None, rules, policy: policy(dice) }
}

fn policy(dice: &mut Dice) -> Policy {
    let passes = dice.below(3) as u32;
    let queue = dice.pick(&[QueueMode::Fair { passes }, QueueMode::Strict, QueueMode::Fast]).unwrap();
    Policy { queue, queue_length: 3, borrow_hours: 2, named_release_ms: 500 }
}

fn member(dice: &mut Dice) -> Member {
    let network =
        Member::Network { address: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 0], prefix: 104 };
    let members = [
        Member::Anyone,
        Member::User("ann".into()),
        Member::User("b*".into()),
        Member::Host("ws1".into()),
        Member::UserAt { user: "ann".into(), host: "ws2".into() },
        Member::Project("p".into()),
        network,
    ];
    dice.pick(&members).unwrap()
}

/// One of a few people.
pub(crate) fn identity(dice: &mut Dice) -> Identity {
    let mut one_of = |texts: &[&str]| String::from(dice.pick(texts).unwrap());
    Identity {
        user: one_of(&["ann", "ANN", "ann", "bob", "bob", ""]),
        host: one_of(&["ws1", "WS1", "ws1", "ws2", ""]),
        custom: one_of(&["k", "j", ""]),
        project: one_of(&["p", ""]),
        address: one_of(&["10.0.0.1", "local"]),
        pid: 0,
    }
}
