//! Tokens: what a token costs elsewhere (KEY-04).

use lictor_types::Stamp;

use crate::catalog::Misfit;
use crate::group::{Bundle, Company, Leg};
use crate::lease::{Holder, Tags};
use crate::ledger::Ledger;
use crate::slab::NONE;

impl Ledger {
    /// Takes what so many more tokens of a group cost.
    pub(crate) fn add_tokens(
        &mut self,
        stamp: Stamp,
        group: u32,
        tokens: u64,
        legs: &[Leg],
    ) -> Result<(), Misfit> {
        let owner = self.groups.at_mut(group).ok_or(Misfit)?;
        match owner.bundles.last_mut() {
            _ if legs.is_empty() => return Err(Misfit),
            Some(bundle) if bundle.legs == legs => bundle.tokens += tokens,
            Some(_) | None => owner.bundles.push(Bundle { tokens, legs: legs.to_vec() }),
        }
        for leg in legs {
            let slot = self.component(stamp, group, leg.pool)?;
            let more = tokens.checked_mul(leg.count.into()).ok_or(Misfit)?;
            self.add_to_component(stamp, slot, more, &leg.legs)?;
        }
        Ok(())
    }

    /// Gives back what so many tokens of a group cost, the newest first.
    pub(crate) fn drop_tokens(&mut self, stamp: Stamp, group: u32, mut tokens: u64) -> Result<(), Misfit> {
        while tokens > 0 {
            let owner = self.groups.at_mut(group).ok_or(Misfit)?;
            let newest = owner.bundles.last_mut().ok_or(Misfit)?;
            let gone = newest.tokens.min(tokens);
            newest.tokens -= gone;
            tokens -= gone;
            let legs = newest.legs.clone();
            if newest.tokens == 0 {
                owner.bundles.pop();
            }
            for leg in &legs {
                let less = gone.checked_mul(leg.count.into()).ok_or(Misfit)?;
                self.take_from_component(stamp, group, leg.pool, less)?;
            }
        }
        Ok(())
    }

    /// Slot of a group's lease in another pool; made if there is none. A shared pool shares it as
    /// it would share the seats of the token's user.
    fn component(&mut self, stamp: Stamp, group: u32, pool: u32) -> Result<u32, Misfit> {
        let (_, owner) = self.groups.at(group).ok_or(Misfit)?;
        if let Some(slot) = owner.component(pool) {
            return Ok(slot);
        }
        let person = owner.person.clone();
        let home = self.pools.get(pool as usize).ok_or(Misfit)?;
        let company = match person.company(home) {
            with @ Company::With(_) if home.base.share.is_any() => with,
            _ if home.is_token() => Company::Private,
            Company::Alone | Company::Private | Company::With(_) => Company::Alone,
        };
        let reserve = self.reserve_of(&person, pool).unwrap_or(NONE);
        let tags = Tags { reserve, ..Tags::NONE };
        let slot = self.make_lease(stamp, Holder::Token(group), pool, tags, company, &person)?;
        self.groups.at_mut(group).ok_or(Misfit)?.components.push((pool, slot));
        Ok(slot)
    }

    fn add_to_component(&mut self, stamp: Stamp, slot: u32, more: u64, legs: &[Leg]) -> Result<(), Misfit> {
        let (_, lease) = self.leases.at(slot).ok_or(Misfit)?;
        let count = u64::from(lease.count).checked_add(more).ok_or(Misfit)?;
        self.recount(stamp, &[(slot, u32::try_from(count).map_err(|_| Misfit)?)], legs)
    }

    fn take_from_component(&mut self, stamp: Stamp, group: u32, pool: u32, less: u64) -> Result<(), Misfit> {
        let (_, owner) = self.groups.at(group).ok_or(Misfit)?;
        let slot = owner.component(pool).ok_or(Misfit)?;
        let (_, lease) = self.leases.at(slot).ok_or(Misfit)?;
        let less = u32::try_from(less).map_err(|_| Misfit)?;
        let left = lease.count.checked_sub(less).ok_or(Misfit)?;
        self.recount(stamp, &[(slot, left)], &[])?;
        if left == 0 {
            self.drop_lease(slot);
            let owner = self.groups.at_mut(group).ok_or(Misfit)?;
            owner.components.retain(|(of, _)| *of != pool);
        }
        Ok(())
    }
}
