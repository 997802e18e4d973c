//! Access rules applied: which rule decides for whom (RUL-01).

use alloc::vec::Vec;
use core::net::IpAddr;

use lictor_types::{Identity, RuleKind, RuleRef};

use crate::group::Person;
use crate::rule_set::{FeaturePattern, Member, Policy, Rule, RuleSet};

/// The rules in force, sorted by kind for looking up. What is here beside the set follows from it.
#[derive(Debug, Default)]
pub(crate) struct Rulebook {
    pub(crate) set: RuleSet,
    /// Numbers of the rules of each family, in the order of the file.
    families: [Vec<u32>; FAMILIES],
}

const FAMILIES: usize = 8;

/// Rules of which the first that matches decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Access = 0,
    Limit = 1,
    Reserve = 2,
    BorrowAccess = 3,
    BorrowLimit = 4,
    BorrowReserve = 5,
    BorrowHours = 6,
    BorrowExempt = 7,
}

impl Family {
    fn of(kind: RuleKind) -> Self {
        match kind {
            RuleKind::Allow | RuleKind::Deny => Self::Access,
            RuleKind::Limit => Self::Limit,
            RuleKind::Reserve => Self::Reserve,
            RuleKind::BorrowAllow | RuleKind::BorrowDeny => Self::BorrowAccess,
            RuleKind::BorrowLimit => Self::BorrowLimit,
            RuleKind::BorrowReserve => Self::BorrowReserve,
            RuleKind::BorrowHours => Self::BorrowHours,
            RuleKind::BorrowExempt => Self::BorrowExempt,
        }
    }
}

/// Who asks, as rules see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who<'a> {
    user: &'a str,
    host: &'a str,
    project: &'a str,
    address: &'a str,
}

impl<'a> From<&'a Identity> for Who<'a> {
    fn from(identity: &'a Identity) -> Self {
        let Identity { user, host, project, address, .. } = identity;
        Self { user, host, project, address }
    }
}

impl<'a> From<&'a Person> for Who<'a> {
    fn from(person: &'a Person) -> Self {
        let Person { user, host, project, address, .. } = person;
        Self { user, host, project, address }
    }
}

/// A feature, as rules see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct What<'a> {
    pub(crate) vendor: &'a str,
    pub(crate) feature: &'a str,
}

impl Rulebook {
    pub(crate) fn new(set: RuleSet) -> Self {
        let mut book = Self { set, families: Default::default() };
        for (number, rule) in (0..).zip(&book.set.rules) {
            if let Some(family) = book.families.get_mut(Family::of(rule.kind) as usize) {
                family.push(number);
            }
        }
        book
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.set.policy
    }

    /// Whether there is no rule of a family.
    pub(crate) fn has(&self, family: Family) -> bool {
        self.families.get(family as usize).is_some_and(|rules| !rules.is_empty())
    }

    /// The first rule of a family for a feature that has this member.
    pub(crate) fn first(&self, family: Family, what: What<'_>, who: Who<'_>) -> Option<u32> {
        let mut about = self.about(family, what);
        about.find(|(_, rule)| rule.members.iter().any(|member| is(member, who))).map(|(number, _)| number)
    }

    /// The rules of a family for a feature, in the order of the file.
    pub(crate) fn about(&self, family: Family, what: What<'_>) -> impl Iterator<Item = (u32, &Rule)> {
        let numbers = self.families.get(family as usize).into_iter().flatten();
        let rules = numbers.filter_map(|number| Some((*number, self.rule(*number)?)));
        rules.filter(move |(_, rule)| {
            rule.features.is_empty() || rule.features.iter().any(|pattern| names(pattern, what))
        })
    }

    pub(crate) fn rule(&self, number: u32) -> Option<&Rule> {
        self.set.rules.get(number as usize)
    }

    pub(crate) fn reference(&self, number: u32) -> Option<RuleRef> {
        self.set.reference(number)
    }
}

fn names(pattern: &FeaturePattern, what: What<'_>) -> bool {
    let vendor = pattern.vendor.as_ref().is_none_or(|vendor| vendor.as_str() == what.vendor);
    vendor && fits(&pattern.name, what.feature)
}

fn is(member: &Member, who: Who<'_>) -> bool {
    match member {
        Member::Anyone => true,
        Member::User(user) => fits(user, who.user),
        Member::Host(host) => fits(host, who.host),
        Member::UserAt { user, host } => fits(user, who.user) && fits(host, who.host),
        Member::Network { address, prefix } => within(who.address, address, *prefix),
        Member::Project(project) => fits(project, who.project),
    }
}

/// Whether an address begins with these bits.
fn within(address: &str, network: &[u8; 16], prefix: u8) -> bool {
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let bits = match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    };
    let differing = bits ^ u128::from_be_bytes(*network);
    differing.leading_zeros() >= u32::from(prefix)
}

/// Whether a text fits a pattern in which `*` stands for any characters, without regard to ASCII
/// case. Each `*` is first tried with nothing and then, only the last one, with more: the time is at
/// most the product of the lengths.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                last = Some((p, t));
                p += 1;
            }
            Some(byte) if byte.eq_ignore_ascii_case(&text[t]) => (p, t) = (p + 1, t + 1),
            Some(_) | None => match &mut last {
                Some((star, from)) => {
                    *from += 1;
                    (p, t) = (*star + 1, *from);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rul_01_patterns() {
        for (pattern, text, expected) in [
            ("ann", "Ann", true),
            ("ann", "anna", false),
            ("*", "", true),
            ("", "", true),
            ("", "x", false),
            ("a*n", "aban", true),
            ("a*n", "aba", false),
            ("*a*a*", "banana", true),
            ("*ab", "aab", true),
            ("ws*.example.org", "ws17.Example.org", true),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn rul_01_networks() {
        let v4 = |text: &str| text.parse::<core::net::Ipv4Addr>().unwrap().to_ipv6_mapped().octets();
        let v6 = |text: &str| text.parse::<core::net::Ipv6Addr>().unwrap().octets();
        for (address, network, prefix, expected) in [
            ("10.1.2.3", v4("10.0.0.0"), 104, true),
            ("11.1.2.3", v4("10.0.0.0"), 104, false),
            ("10.1.2.3", v4("10.1.2.3"), 128, true),
            ("10.1.2.4", v4("10.1.2.3"), 128, false),
            ("2001:db8::5", v6("2001:db8::"), 32, true),
            ("10.1.2.3", v6("2001:db8::"), 32, false),
            ("2001:db8::5", v6("::"), 0, true),
            ("local", v4("0.0.0.0"), 0, false),
        ] {
            assert_eq!(within(address, &network, prefix), expected, "{address} {prefix}");
        }
    }
}
