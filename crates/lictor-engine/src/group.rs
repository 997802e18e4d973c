//! Groups: leases of one pool that are charged together.
//!
//! With HOST, USER or CUSTOM sharing a group is charged the maximum of what its members hold
//! (SHR-02). Where seats may be held after use, or are tokens, a group is what one user on one host
//! has, charged the sum.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::Identity;

use crate::codec::{Code, Malformed, Reader, coded};
use crate::lease::Lease;
use crate::pool::Pool;
use crate::slab::Slab;

/// Leases charged together.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) pool: u32,
    pub(crate) charge_rule: ChargeRule,
    /// What its members have in common; none if it is never looked for.
    pub(crate) key: Option<Key>,
    /// Who it was made for.
    pub(crate) person: Person,
    /// Ledger time at which it was made.
    pub(crate) since_ms: u64,
    /// Slots of its leases, in no order that matters.
    pub(crate) members: Vec<u32>,
    /// What its seats are charged.
    pub(crate) charge: u64,
    /// Of a token: what its charge costs elsewhere, oldest first (KEY-04).
    pub(crate) bundles: Vec<Bundle>,
    /// Of a token: its leases elsewhere, by pool.
    pub(crate) components: Vec<(u32, u32)>,
}

/// How a group is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChargeRule {
    /// What its members hold together.
    Sum,
    /// The most that one of them holds (SHR-02).
    Max,
}

/// Who has seats, apart from a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) user: String,
    pub(crate) host: String,
    pub(crate) custom: String,
    pub(crate) project: String,
    pub(crate) address: String,
}

/// What the members of a group have in common, in one case; empty is what does not matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) charge_rule: ChargeRule,
    pub(crate) user: String,
    pub(crate) host: String,
    pub(crate) custom: String,
}

/// Tokens that cost the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bundle {
    pub(crate) tokens: u64,
    pub(crate) legs: Vec<Leg>,
}

/// Where one dependency of a token is taken, and how much of it one token costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leg {
    pub(crate) pool: u32,
    pub(crate) count: u32,
    /// If that is a token too: where its dependencies are taken.
    pub(crate) legs: Vec<Self>,
}

/// The groups that can be looked for.
pub(crate) type Groups = BTreeMap<(u32, Key), u32>;

coded!(Group { pool, charge_rule, key, person, since_ms, members, charge, bundles, components });
coded!(Person { user, host, custom, project, address });
coded!(Key { charge_rule, user, host, custom });
coded!(Bundle { tokens, legs });

/// What a lease of a pool is to be charged with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Company {
    /// Nothing else.
    Alone,
    /// A group of its own, which nobody looks for.
    Private,
    /// Whoever has this in common.
    With(Key),
}

impl Person {
    pub(crate) fn of(identity: &Identity) -> Self {
        let Identity { user, host, custom, project, address, .. } = identity.clone();
        Self { user, host, custom, project, address }
    }

    /// Whether the other is the same user on the same host. Nobody is the same as the unnamed.
    pub(crate) fn is(&self, other: &Self) -> bool {
        let same = |a: &str, b: &str| !a.is_empty() && a.eq_ignore_ascii_case(b);
        same(&self.user, &other.user) && same(&self.host, &other.host)
    }

    /// SHR-01, HLD-03: with whom a lease of this pool is charged. An empty name matches nothing.
    pub(crate) fn company(&self, pool: &Pool) -> Company {
        let share = pool.base.share;
        let part = |wanted: bool, text: &str| match (wanted, text) {
            (false, _) => Some(String::new()),
            (true, "") => None,
            (true, text) => Some(text.to_ascii_lowercase()),
        };
        let custom = match (share.custom, self.custom.as_str()) {
            (false, _) => Some(String::new()),
            (true, "") => None,
            (true, text) => Some(String::from(text)),
        };
        let key = |charge_rule, user, host, custom| Key { charge_rule, user, host, custom };
        let shared = part(share.user, &self.user).zip(part(share.host, &self.host)).zip(custom.clone());
        match shared.filter(|_| share.is_any()) {
            Some(((user, host), custom)) => Company::With(key(ChargeRule::Max, user, host, custom)),
            None if pool.holds() || pool.is_token() => {
                // What a token draws on may share by custom string (SHR-01).
                let custom = if pool.is_token() { Some(self.custom.clone()) } else { custom };
                let own = part(true, &self.user).zip(part(true, &self.host)).zip(custom);
                own.map_or(Company::Private, |((user, host), custom)| {
                    Company::With(key(ChargeRule::Sum, user, host, custom))
                })
            }
            None => Company::Alone,
        }
    }
}

impl Group {
    /// What its members are charged for, if only those that a condition holds for are counted.
    pub(crate) fn charge_of(&self, leases: &Slab<Lease>, counts: impl Fn(&Lease) -> bool) -> u64 {
        let members = self.members.iter().filter_map(|slot| leases.at(*slot)).map(|(_, lease)| lease);
        let held = members.filter(|lease| counts(lease)).map(|lease| u64::from(lease.count));
        match self.charge_rule {
            ChargeRule::Sum => held.sum(),
            ChargeRule::Max => held.max().unwrap_or(0),
        }
    }

    /// Seats that are given back and can be taken up again (HLD-03).
    pub(crate) fn held(&self, leases: &Slab<Lease>) -> u64 {
        match self.charge_rule {
            ChargeRule::Sum => self.charge_of(leases, Lease::is_hold),
            ChargeRule::Max => 0,
        }
    }

    /// Slot of its lease in another pool.
    pub(crate) fn component(&self, pool: u32) -> Option<u32> {
        self.components.iter().find(|(of, _)| *of == pool).map(|(_, slot)| *slot)
    }
}

impl Code for ChargeRule {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(match self {
            Self::Sum => 0,
            Self::Max => 1,
        });
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.byte()? {
            0 => Ok(Self::Sum),
            1 => Ok(Self::Max),
            _ => Err(Malformed),
        }
    }
}

/// Deeper than tokens may depend on tokens, so that hostile bytes end.
const DEPTH_MAX: usize = 16;

impl Code for Leg {
    fn write(&self, out: &mut Vec<u8>) {
        self.pool.write(out);
        self.count.write(out);
        self.legs.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::read_within(from, DEPTH_MAX)
    }
}

impl Leg {
    fn read_within(from: &mut Reader<'_>, depth: usize) -> Result<Self, Malformed> {
        let depth = depth.checked_sub(1).ok_or(Malformed)?;
        let (pool, count) = (u32::read(from)?, u32::read(from)?);
        let len = from.length()?;
        let legs = (0..len).map(|_| Self::read_within(from, depth)).collect::<Result<_, _>>()?;
        Ok(Self { pool, count, legs })
    }
}
