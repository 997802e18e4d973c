//! What is always true of a ledger.
//!
//! No seat is lost or made: the use of a pool is the sum of its leases. Nothing points to nothing:
//! every lease is its session's and in its pool's list, once, every deadline is a session's.

use crate::catalog::Catalog;
use crate::deadline::Deadline;
use crate::lease::Lease;
use crate::ledger::Ledger;
use crate::session::Session;

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
        let pool = place.pool.map(|pool| ledger.pools.get(pool as usize).map(|pool| pool.feature));
        ensure(pool.is_none_or(|of| of == Some(place.feature)), "a license's pool is its feature's")?;
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
    for (number, pool) in (0..).zip(&ledger.pools) {
        let leases = ledger.leases.list(pool.lease_head, pool.lease_count);
        let leases = leases.filter_map(|slot| ledger.leases.at(slot)).map(|(_, lease)| lease);
        let (mut count, mut seats) = (0, 0);
        for lease in leases {
            ensure(lease.pool == number, "a pool lists its own leases")?;
            count += 1;
            seats += u64::from(lease.count);
        }
        ensure(count == pool.lease_count, "a pool lists all its leases")?;
        ensure(seats == pool.used, "the use of a pool is the sum of its leases")?;
        used = used.saturating_add(seats);
    }
    ensure(used == ledger.counters.used, "the use of all pools is counted")
}

fn check_sessions(ledger: &Ledger) -> Result<(), Broken> {
    ensure(ledger.sessions.is_sound(), "free sessions are in the free list")?;
    for (slot, _, session) in ledger.sessions.iter() {
        for held in &session.leases {
            let of = ledger.leases.at(held.slot).map(|(_, lease)| (lease.session, lease.pool));
            ensure(of == Some((slot, held.pool)), "a session lists its own leases")?;
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
    ensure(of_sessions == leases as usize, "every lease is a session's")?;
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
    ensure(ledger.deadlines.len() == deadlines, "every deadline is a session's")?;
    ensure(ledger.departures.len() == departures, "every departure is a lease's")
}
