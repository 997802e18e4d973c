//! Seats taken and given back: the two ways in which the use of a pool changes.

use lictor_types::{Grant, LeaseId, PoolId, SessionId, Stamp};

use crate::catalog::Misfit;
use crate::fact::{Part, Take};
use crate::lease::Lease;
use crate::ledger::Ledger;
use crate::session::Held;
use crate::slab::NONE;

impl Ledger {
    /// Charges seats to the named lease, which is made if its id is the next free one.
    pub(crate) fn take_seats(
        &mut self,
        stamp: Stamp,
        session: SessionId,
        part: &Part,
    ) -> Result<Grant, Misfit> {
        let count = part.asked.count;
        let held = match self.leases.get_mut(part.lease.slot(), part.lease.generation()) {
            Some(lease) if lease.session == session.slot() && lease.pool == part.pool.0 => {
                lease.count = lease.count.checked_add(count).ok_or(Misfit)?;
                lease.count
            }
            Some(_) => return Err(Misfit),
            None => {
                self.make_lease(stamp, session, part)?;
                count
            }
        };
        let pool = self.pools.get_mut(part.pool.0 as usize).ok_or(Misfit)?;
        pool.used = pool.used.checked_add(count.into()).ok_or(Misfit)?;
        self.counters.used = self.counters.used.checked_add(count.into()).ok_or(Misfit)?;
        Ok(Grant {
            lease: part.lease,
            pool: part.pool,
            pool_rev: pool.terms.rev,
            count,
            held,
            seats: pool.terms.seats,
            used: pool.used,
            soft_limit: part.soft_limit,
            day: self.catalog.today(pool.base.zone),
        })
    }

    /// Frees seats of a lease of this session, and the lease when none is left. Answers how many
    /// are left.
    pub(crate) fn give_back(&mut self, session: SessionId, take: Take) -> Result<u32, Misfit> {
        let lease = self.leases.get_mut(take.lease.slot(), take.lease.generation()).ok_or(Misfit)?;
        if lease.session != session.slot() || take.count == 0 {
            return Err(Misfit);
        }
        let left = lease.count.checked_sub(take.count).ok_or(Misfit)?;
        lease.count = left;
        let pool = self.pools.get_mut(lease.pool as usize).ok_or(Misfit)?;
        pool.used = pool.used.checked_sub(take.count.into()).ok_or(Misfit)?;
        self.counters.used = self.counters.used.checked_sub(take.count.into()).ok_or(Misfit)?;
        if left == 0 {
            self.drop_lease(take.lease.slot());
        }
        Ok(left)
    }

    fn make_lease(&mut self, stamp: Stamp, session: SessionId, part: &Part) -> Result<(), Misfit> {
        let (slot, PoolId(pool)) = (session.slot(), part.pool);
        let holder = self.session_at(session).ok_or(Misfit)?;
        let next = self.leases.upcoming().next().map(|(slot, generation)| LeaseId::new(slot, generation));
        let fits = next == Some(part.lease) && part.asked.count > 0 && holder.lease_of(pool).is_none();
        let home = self.pools.get_mut(pool as usize).filter(|_| fits).ok_or(Misfit)?;
        let (count, since_ms) = (part.asked.count, stamp.wall_ms);
        let (lease, _) =
            self.leases.insert(Lease { session: slot, pool, count, newer: NONE, older: NONE, since_ms });
        self.leases.link(&mut home.lease_head, lease);
        home.lease_count += 1;
        let holder = self.sessions.at_mut(slot).ok_or(Misfit)?;
        holder.leases.push(Held { pool, slot: lease });
        if let Some(at_ms) = holder.detached_until {
            self.departures.insert((pool, at_ms, lease));
        }
        Ok(())
    }

    fn drop_lease(&mut self, slot: u32) {
        let Some(lease) = self.leases.remove(slot) else { return };
        if let Some(pool) = self.pools.get_mut(lease.pool as usize) {
            self.leases.unlink(&mut pool.lease_head, &lease);
            pool.lease_count -= 1;
        }
        if let Some(holder) = self.sessions.at_mut(lease.session) {
            if let Some(at) = holder.leases.iter().rposition(|held| held.slot == slot) {
                holder.leases.remove(at);
            }
            if let Some(at_ms) = holder.detached_until {
                self.departures.remove(&(lease.pool, at_ms, slot));
            }
        }
    }
}
