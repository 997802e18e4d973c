//! Rules in one line.

use std::net::IpAddr;

use lictor_engine::{FeaturePattern, Member, Policy, QueueMode, Rule};
use lictor_types::{RuleKind, VendorName};

use super::words::{Words, hours};

/// `rules KIND [AMOUNT] FEATURES: MEMBERS; …`, the n-th in line n.
pub(crate) fn parse(line: &str) -> Vec<Rule> {
    let rules = line.trim().strip_prefix("rules").expect("rules").split(';').map(str::trim);
    (1..).zip(rules.filter(|rule| !rule.is_empty())).map(|(line, rule)| parse_one(line, rule)).collect()
}

fn parse_one(line: u32, text: &str) -> Rule {
    let (head, members) = text.split_once(": ").expect("KIND [AMOUNT] FEATURES: MEMBERS");
    let words: Vec<_> = head.split_whitespace().collect();
    let (name, amount, features) = match words[..] {
        [name, features] => (name, 0, features),
        [name, amount, features] => (name, amount.parse().unwrap(), features),
        _ => panic!("rule {text}"),
    };
    let kind = RuleKind::ALL.into_iter().find(|kind| kind.name() == name).expect("a kind of rule");
    let features = features.split('+').filter(|name| *name != "all").map(pattern).collect();
    Rule { kind, amount, line, features, members: members.split(',').map(str::trim).map(member).collect() }
}

/// `f*`, or `ACME/f*`.
fn pattern(text: &str) -> FeaturePattern {
    let (vendor, name) = match text.split_once('/') {
        Some((vendor, name)) => (Some(VendorName::parse(vendor).unwrap()), name),
        None => (None, text),
    };
    FeaturePattern { vendor, name: name.into() }
}

/// `anyone`, `host ws1`, `net 10.0.0.0/8`, `project p`, `ann@ws1` or `ann`.
fn member(text: &str) -> Member {
    match text.split_once(' ') {
        Some(("host", host)) => Member::Host(host.into()),
        Some(("project", project)) => Member::Project(project.into()),
        Some(("net", network)) => {
            let (address, bits) = network.split_once('/').unwrap();
            let IpAddr::V4(address) = address.parse().unwrap() else { panic!("net {network}") };
            let prefix = 96 + bits.parse::<u8>().unwrap();
            Member::Network { address: address.to_ipv6_mapped().octets(), prefix }
        }
        Some(_) => panic!("member {text}"),
        None if text == "anyone" => Member::Anyone,
        None => match text.split_once('@') {
            Some((user, host)) => Member::UserAt { user: user.into(), host: host.into() },
            None => Member::User(text.into()),
        },
    }
}

/// One setting of the policy.
pub(crate) fn set(policy: &mut Policy, mut words: Words<'_>) {
    match words.next() {
        "fair" => policy.queue = QueueMode::Fair { passes: words.number() as u32 },
        "strict" => policy.queue = QueueMode::Strict,
        "fast" => policy.queue = QueueMode::Fast,
        "length" => policy.queue_length = words.number() as u32,
        "borrow" => policy.borrow_hours = hours(words.next()),
        "gap" => policy.named_release_ms = words.number(),
        other => panic!("policy {other}"),
    }
}
