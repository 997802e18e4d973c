//! What is always true of a ledger.
//!
//! No seat is lost or made: the use of a pool is the sum of its leases. Nothing points to nothing:
//! every lease is its session's and in its pool's list, once, every deadline is a session's.

use alloc::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::deadline::Deadline;
use crate::group::Group;
use crate::lease::{Holder, Lease};
use crate::ledger::Ledger;
use crate::session::Session;
use crate::slab::NONE;

use lictor_types::SessionId;
use lictor_types::limits::LEASES_PER_SESSION_MAX;

/// An invariant that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// What should have been true.
    pub invariant: &'static str,
}

/// Looks at everything in the ledger. Takes time in proportion to its size.
///
/// # Errors
///
/// [`Broken`] names the first invariant that does not hold.
pub fn check(ledger: &Ledger) -> Result<(), Broken> {
    check_catalog(&ledger.catalog, ledger)?;
    check_pools(ledger)?;
    check_sessions(ledger)?;
    check_leases(ledger)?;
    check_groups(ledger)?;
    check_borrows(ledger)?;
    check_lines(ledger)?;
    check_deadlines(ledger)
}

fn ensure(holds: bool, invariant: &'static str) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(Broken { invariant }) }
}

fn check_catalog(catalog: &Catalog, ledger: &Ledger) -> Result<(), Broken> {
    let licenses = catalog.set.licenses.len();
    ensure(catalog.places.len() == licenses, "every license has its place")?;
    ensure(catalog.judgements.len() == licenses, "every license is judged")?;
    for place in &catalog.places {
        let feature = catalog.features.get(place.feature as usize);
        ensure(feature.is_some(), "a license's feature exists")?;
        let pool = ledger.pools.get(place.pool as usize).map(|pool| pool.feature);
        ensure(pool == Some(place.feature), "a license's pool is its feature's")?;
    }
    for (number, feature) in (0..).zip(&catalog.features) {
        ensure((feature.vendor as usize) < catalog.vendors.len(), "a feature's vendor exists")?;
        let own = |pool: u32| ledger.pools.get(pool as usize).is_some_and(|pool| pool.feature == number);
        ensure(feature.pools().all(own), "a feature lists its own pools")?;
    }
    Ok(())
}

fn check_pools(ledger: &Ledger) -> Result<(), Broken> {
    let mut used: u64 = 0;
    let mut charges: BTreeMap<u32, u64> = BTreeMap::new();
    for (_, _, group) in ledger.groups.iter() {
        *charges.entry(group.pool).or_default() += group.charge;
    }
    for (number, pool) in (0..).zip(&ledger.pools) {
        let leases = ledger.leases.list(pool.lease_head, pool.lease_count);
        let leases = leases.filter_map(|slot| ledger.leases.at(slot)).map(|(_, lease)| lease);
        let (mut count, mut seats) = (0, 0);
        for lease in leases {
            ensure(lease.pool == number, "a pool lists its own leases")?;
            count += 1;
            seats += if lease.group == NONE { u64::from(lease.count) } else { 0 };
        }
        ensure(count == pool.lease_count, "a pool lists all its leases")?;
        seats += charges.get(&number).copied().unwrap_or(0);
        ensure(seats == pool.used, "the use of a pool is what its leases and groups are charged")?;
        used = used.saturating_add(seats);
    }
    ensure(used == ledger.counters.used, "the use of all pools is counted")
}

fn check_sessions(ledger: &Ledger) -> Result<(), Broken> {
    ensure(ledger.sessions.is_sound(), "free sessions are in the free list")?;
    for (slot, _, session) in ledger.sessions.iter() {
        for held in &session.leases {
            let of = ledger.leases.at(held.slot).map(|(_, lease)| (lease.session(), lease.pool));
            ensure(of == Some((Some(slot), held.pool)), "a session lists its own leases")?;
            ensure(session.lease_of(held.pool) == Some(held.slot), "a session has one lease a pool")?;
        }
        ensure(session.leases.len() <= LEASES_PER_SESSION_MAX, "a session's leases are bounded")?;
        ensure(session.verdicts.is_sound(), "answers are kept in order, within the bound")?;
        let scope = ledger.catalog.scope(session.profile.vendor.as_ref());
        ensure(session.scope == scope, "a session's vendor is known as soon as it is loaded")?;
    }
    Ok(())
}

fn check_leases(ledger: &Ledger) -> Result<(), Broken> {
    ensure(ledger.leases.is_sound(), "free leases are in the free list")?;
    let of_sessions = ledger.sessions.iter().map(|(_, _, session)| session.leases.len()).sum::<usize>();
    let of_pools = ledger.pools.iter().map(|pool| u64::from(pool.lease_count)).sum::<u64>();
    let leases = ledger.leases.len();
    let held = ledger.leases.iter().filter(|(_, _, lease)| lease.session().is_some()).count();
    ensure(of_sessions == held, "every lease of a session is in its list")?;
    ensure(of_pools == leases.into(), "every lease is a pool's")?;
    let known_to_older = |(slot, _, lease): (u32, u32, &Lease)| {
        ledger.leases.at(lease.older).is_none_or(|(_, older)| older.newer == slot)
    };
    ensure(ledger.leases.iter().all(known_to_older), "neighbours in a list know each other")?;
    ensure(ledger.leases.iter().all(|(_, _, lease)| lease.count > 0), "a lease has seats")
}

fn check_deadlines(ledger: &Ledger) -> Result<(), Broken> {
    let detached = |session: &Session| session.detached_until.is_some();
    let sessions = ledger.sessions.iter().filter(|(_, _, session)| detached(session));
    let (mut deadlines, mut departures) = (0, 0);
    for (slot, generation, session) in sessions {
        let Some(at_ms) = session.detached_until else { continue };
        let deadline = Deadline::session_end(at_ms, SessionId::new(slot, generation));
        ensure(ledger.deadlines.contains(&deadline), "a session without connection has a deadline")?;
        deadlines += 1;
        departures += session.leases.len();
    }
    let holds = ledger.leases.iter().filter(|(_, _, lease)| lease.is_hold()).count();
    let borrows = ledger.borrows.len() as usize;
    deadlines += holds + borrows + ledger.reservations.len() as usize + ledger.waiters.len() as usize;
    departures += holds + borrows;
    ensure(ledger.deadlines.len() == deadlines, "every deadline is something's")?;
    ensure(ledger.departures.len() == departures, "every departure is a lease's")
}

/// SHR-02, KEY-04: a group is charged what its members say, and a token's charge is what its
/// bundles and leases elsewhere say.
fn check_groups(ledger: &Ledger) -> Result<(), Broken> {
    ensure(ledger.groups.is_sound(), "free groups are in the free list")?;
    let mut members = 0;
    for (slot, _, group) in ledger.groups.iter() {
        let own = |member: &u32| {
            ledger.leases.at(*member).is_some_and(|(_, l)| (l.group, l.pool) == (slot, group.pool))
        };
        ensure(group.members.iter().all(own), "a group lists its own leases")?;
        ensure(!group.members.is_empty(), "a group has members")?;
        ensure(group.charge == group.charge_of(&ledger.leases, |_| true), "a group is charged by its rule")?;
        members += group.members.len();
        let token = ledger.pools.get(group.pool as usize).is_some_and(crate::pool::Pool::is_token);
        let bundled: u64 = group.bundles.iter().map(|bundle| bundle.tokens).sum();
        ensure(bundled == if token { group.charge } else { 0 }, "every token is in a bundle")?;
        check_components(ledger, slot, group)?;
        let known =
            group.key.as_ref().is_none_or(|key| ledger.keys.get(&(group.pool, key.clone())) == Some(&slot));
        ensure(known, "a group is found by its key")?;
    }
    let keyed = ledger.groups.iter().filter(|(_, _, group)| group.key.is_some()).count();
    ensure(ledger.keys.len() == keyed, "every key is a group's")?;
    let grouped = ledger.leases.iter().filter(|(_, _, lease)| lease.group != NONE).count();
    ensure(members == grouped, "every lease in a group is listed there")?;
    ensure(ledger.tallies == ledger.tally_all(), "what rules count is what the leases say")
}

fn check_components(ledger: &Ledger, slot: u32, group: &Group) -> Result<(), Broken> {
    let mut costs: BTreeMap<u32, u64> = BTreeMap::new();
    for bundle in &group.bundles {
        for leg in &bundle.legs {
            *costs.entry(leg.pool).or_default() += bundle.tokens * u64::from(leg.count);
        }
    }
    ensure(costs.len() == group.components.len(), "a token has a lease in each pool it draws on")?;
    for (pool, component) in &group.components {
        let lease = ledger.leases.at(*component).map(|(_, lease)| lease);
        let own = lease.is_some_and(|l| l.holder == Holder::Token(slot) && l.pool == *pool);
        ensure(own, "a token lists its own leases")?;
        let count = lease.map(|lease| u64::from(lease.count));
        ensure(count == costs.get(pool).copied(), "a token takes what it costs")?;
    }
    Ok(())
}

fn check_borrows(ledger: &Ledger) -> Result<(), Broken> {
    ensure(ledger.borrows.is_sound(), "free borrows are in the free list")?;
    ensure(ledger.reservations.is_sound(), "free reservations are in the free list")?;
    for (slot, _, borrow) in ledger.borrows.iter() {
        let own =
            ledger.leases.at(borrow.lease).is_some_and(|(_, lease)| lease.holder == Holder::Borrow(slot));
        ensure(own, "a borrow has its lease")?;
    }
    let borrowed = ledger.leases.iter().filter(|(_, _, lease)| matches!(lease.holder, Holder::Borrow(_)));
    ensure(borrowed.count() == ledger.borrows.len() as usize, "every borrowed lease is a borrow's")
}

fn check_lines(ledger: &Ledger) -> Result<(), Broken> {
    ensure(ledger.waiters.is_sound(), "free waiters are in the free list")?;
    let mut places = 0;
    for (slot, _, waiter) in ledger.waiters.iter() {
        let features = waiter.features();
        places += features.len();
        let listed = |feature: &u32| ledger.lines.get(&(*feature, waiter.order)) == Some(&slot);
        ensure(features.iter().all(listed), "a waiter stands in each of its lines")?;
        let waits = ledger.session_at(waiter.session).is_some_and(|s| s.verdicts.waits(waiter.request));
        ensure(waits, "a waiter is a request of a session that waits")?;
    }
    ensure(ledger.lines.len() == places, "every place in a line is a waiter's")
}
