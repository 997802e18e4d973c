//! Seats that belong to named users or hosts, bound first come (NAM-01).
//!
//! Of a pool with USERBASED n, n seats are for named users. Whoever takes seats is bound to them
//! while there are unbound ones; beyond its own, a name uses the seats that belong to nobody. A
//! name without text is never bound.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{PoolId, Seats, Stamp, Status};

use crate::catalog::Misfit;
use crate::codec::{Code, Malformed, Reader, coded};
use crate::fact::Part;
use crate::group::{ChargeRule, Person};
use crate::lease::{Holder, Lease};
use crate::ledger::Ledger;

/// What a name is of. Numbers stand in the journal: append only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum NamedKind {
    /// A user (USERBASED).
    User = 1,
    /// A host (HOSTBASED).
    Host = 2,
}

impl NamedKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::User, Self::Host];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Host => "host",
        }
    }

    fn of(self, person: &Person) -> &str {
        match self {
            Self::User => &person.user,
            Self::Host => &person.host,
        }
    }
}

impl Code for NamedKind {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self as u8);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let number = from.byte()?;
        Self::ALL.into_iter().find(|kind| *kind as u8 == number).ok_or(Malformed)
    }
}

/// Seats that belong to a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binding {
    /// As it was first written.
    pub(crate) name: String,
    pub(crate) seats: u32,
    /// Wall instant of the binding in milliseconds.
    pub(crate) since_ms: u64,
}

coded!(Binding { name, seats, since_ms });

/// Bindings by pool, kind and name in lower case.
pub(crate) type Bindings = BTreeMap<(u32, NamedKind, String), Binding>;

/// How many more seats a grant binds to its user and to its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Bound {
    pub(crate) user: u32,
    pub(crate) host: u32,
}

coded!(Bound { user, host });

impl Ledger {
    /// What taking so many more charged seats of a pool binds beyond what `earlier` parts of the
    /// request bind, or why it cannot be. What is taken through tokens (none) binds nothing.
    pub(crate) fn bound_by(
        &self,
        pool: PoolId,
        person: &Person,
        rise: u64,
        earlier: Option<Bound>,
    ) -> Result<Bound, Status> {
        let Some(home) = self.pools.get(pool.0 as usize).filter(|pool| pool.is_named()) else {
            return Ok(Bound::default());
        };
        let bind = |kind: NamedKind, seats: Option<Seats>, earlier: Option<u32>| match seats {
            None => Ok(0),
            Some(seats) => self.bound_to((pool.0, kind, seats), kind.of(person), rise, earlier),
        };
        Ok(Bound {
            user: bind(NamedKind::User, home.base.user_based, earlier.map(|bound| bound.user))?,
            host: bind(NamedKind::Host, home.base.host_based, earlier.map(|bound| bound.host))?,
        })
    }

    fn bound_to(
        &self,
        (pool, kind, named): (u32, NamedKind, Seats),
        name: &str,
        rise: u64,
        earlier: Option<u32>,
    ) -> Result<u32, Status> {
        let seats = self.pools.get(pool as usize).map_or(Seats::NONE, |pool| pool.terms.seats);
        let all = |seats: Seats| u64::from(seats.limit().unwrap_or(u32::MAX));
        let named = all(named).min(all(seats));
        let floating = all(seats) - named;
        let name = name.to_ascii_lowercase();
        let mut used = self.used_by_name(pool, kind);
        let own = used.remove(&name).unwrap_or(0) + rise;
        let of = |name: &str| {
            let binding = self.bindings.get(&(pool, kind, String::from(name)));
            binding.map_or(0, |binding| u64::from(binding.seats))
        };
        let others: u64 = used.iter().map(|(name, used)| used.saturating_sub(of(name))).sum();
        let bound: u64 = self.bindings_of(pool, kind).map(|(_, binding)| u64::from(binding.seats)).sum();
        let promised = u64::from(earlier.unwrap_or(0));
        let binds = earlier.is_some() && !name.is_empty();
        let unbound = if binds { named.saturating_sub(bound + promised) } else { 0 };
        let more = own.saturating_sub(of(&name) + promised).min(unbound);
        let mine = own.saturating_sub(of(&name) + promised + more);
        let in_own = more == 0 && mine == 0;
        if in_own || seats == Seats::Unlimited || others + mine <= floating {
            Ok(u32::try_from(more).unwrap_or(u32::MAX))
        } else {
            Err(Status::NamedSeatsFull)
        }
    }

    /// The bindings of a pool, in the order of their names.
    pub(crate) fn bindings_of(&self, pool: u32, kind: NamedKind) -> impl Iterator<Item = (&str, &Binding)> {
        let from = (pool, kind, String::new());
        let all = self.bindings.range(from..);
        all.take_while(move |((of, is, _), _)| (*of, *is) == (pool, kind))
            .map(|((_, _, name), binding)| (name.as_str(), binding))
    }

    /// Charged seats of a pool by name. Where names share a group, each is counted for its own.
    fn used_by_name(&self, pool: u32, kind: NamedKind) -> BTreeMap<String, u64> {
        let home = self.pools.get(pool as usize);
        let leases = home.into_iter().flat_map(|pool| self.leases.list(pool.lease_head, pool.lease_count));
        let mut shared: BTreeMap<(String, u32), u64> = BTreeMap::new();
        let mut used: BTreeMap<String, u64> = BTreeMap::new();
        for (_, lease) in leases.filter_map(|slot| self.leases.at(slot)) {
            let name = self.name_of(kind, lease).to_ascii_lowercase();
            let count = u64::from(lease.count);
            let group = self.groups.at(lease.group).map(|(_, group)| group.charge_rule);
            if group == Some(ChargeRule::Max) {
                let most = shared.entry((name, lease.group)).or_default();
                *most = (*most).max(count);
            } else {
                *used.entry(name).or_default() += count;
            }
        }
        for ((name, _), count) in shared {
            *used.entry(name).or_default() += count;
        }
        used
    }

    /// The user or host of a lease.
    fn name_of(&self, kind: NamedKind, lease: &Lease) -> &str {
        let of_group = |slot: u32| self.groups.at(slot).map_or("", |(_, group)| kind.of(&group.person));
        match lease.holder {
            Holder::Session(slot) => self.sessions.at(slot).map_or("", |(_, session)| {
                let identity = &session.profile.personal.identity;
                match kind {
                    NamedKind::User => &identity.user,
                    NamedKind::Host => &identity.host,
                }
            }),
            Holder::Borrow(slot) => self.borrows.at(slot).map_or("", |(_, borrow)| kind.of(&borrow.person)),
            Holder::Token(owner) => of_group(owner),
            Holder::Hold(_) => of_group(lease.group),
        }
    }

    /// Who has the seats of a lease.
    pub(crate) fn person_of(&self, lease: &Lease) -> Person {
        self.person_with(lease.holder, lease.group)
    }

    /// Who has seats in this hand, charged with this group.
    pub(crate) fn person_with(&self, holder: Holder, group: u32) -> Person {
        let of_group =
            |slot: u32| self.groups.at(slot).map(|(_, group)| group.person.clone()).unwrap_or_default();
        match holder {
            Holder::Session(slot) => {
                let session = self.sessions.at(slot);
                session.map(|(_, session)| Person::of(&session.profile.personal.identity)).unwrap_or_default()
            }
            Holder::Borrow(slot) => {
                self.borrows.at(slot).map(|(_, borrow)| borrow.person.clone()).unwrap_or_default()
            }
            Holder::Token(owner) => of_group(owner),
            Holder::Hold(_) => of_group(group),
        }
    }

    /// Writes down what a grant binds.
    pub(crate) fn bind_names(&mut self, stamp: Stamp, slot: u32, part: &Part) -> Result<(), Misfit> {
        if part.bound == Bound::default() {
            return Ok(());
        }
        let (_, lease) = self.leases.at(slot).ok_or(Misfit)?;
        let person = self.person_of(lease);
        for (kind, seats) in [(NamedKind::User, part.bound.user), (NamedKind::Host, part.bound.host)] {
            let name = kind.of(&person);
            if seats == 0 {
                continue;
            }
            let key = (part.pool.0, kind, name.to_ascii_lowercase());
            let new = || Binding { name: String::from(name), seats: 0, since_ms: stamp.wall_ms };
            let binding = self.bindings.entry(key).or_insert_with(new);
            binding.seats = binding.seats.checked_add(seats).ok_or(Misfit)?;
        }
        if self.anybody_waits() {
            // What is bound now may have been nobody's before: that is free for others.
            self.loosened.pool(self.pools.get(part.pool.0 as usize).ok_or(Misfit)?.feature);
        }
        Ok(())
    }
}
