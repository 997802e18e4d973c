//! The checkout decision (section 6).

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use lictor_types::limits::{ATOMIC_FEATURES_MAX, FEATURE_NAME_BYTES_MAX, LEASES_PER_SESSION_MAX, SEATS_MAX};
use lictor_types::{Checkout, FeatureId, FeatureRef, LeaseId, PoolId, Stamp, Status};

use crate::catalog::Feature;
use crate::fact::{Asked, DeniedPart, Envelope, Fact, Part};
use crate::ledger::Ledger;
use crate::pool::Pool;
use crate::session::Session;

/// A checkout being decided: who asks for what, and what the same request was already promised.
pub(crate) struct Ask<'a> {
    session: &'a Session,
    pub(crate) asked: Asked,
    promised: &'a [Part],
}

/// A pool that a checkout may be granted from.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub(crate) number: u32,
    pub(crate) pool: &'a Pool,
    /// The session's lease of it.
    lease: Option<LeaseId>,
}

/// A repeat of a denial within this time is a short record.
const DENIAL_REPEAT_MS: u64 = 60_000;

impl Ledger {
    /// OUT-01, OUT-02: seats of one feature, all or none.
    pub(crate) fn decide_checkout(
        &self,
        stamp: Stamp,
        envelope: Envelope,
        session: &Session,
        checkout: &Checkout<'_>,
    ) -> Result<Fact, Status> {
        match self.decide_part(stamp, session, checkout, &[])? {
            Ok(part) => Ok(Fact::Granted(envelope, part)),
            Err(part) if is_repeat(stamp, session, &part) => Ok(Fact::DeniedAgain(envelope)),
            Err(part) => Ok(Fact::Denied(envelope, part)),
        }
    }

    /// OUT-02: seats of several features, all of them or none. Each is decided as if those before
    /// it had been granted.
    pub(crate) fn decide_checkout_all(
        &self,
        stamp: Stamp,
        envelope: Envelope,
        session: &Session,
        checkouts: &[Checkout<'_>],
    ) -> Result<Fact, Status> {
        if !(1..=ATOMIC_FEATURES_MAX).contains(&checkouts.len()) {
            return Err(Status::ProtocolError);
        }
        let mut granted = Vec::new();
        let mut parts = Vec::new();
        for checkout in checkouts {
            match self.decide_part(stamp, session, checkout, &granted)? {
                Ok(part) => {
                    granted.push(part);
                    parts.push(Ok(part));
                }
                Err(part) => parts.push(Err(part)),
            }
        }
        if granted.len() == checkouts.len() {
            return Ok(Fact::GrantedAll(envelope, granted));
        }
        let ungranted = |part: Result<Part, Box<DeniedPart>>| match part {
            Ok(part) => self.could_be_granted(&part),
            Err(part) => *part,
        };
        Ok(Fact::DeniedAll(envelope, parts.into_iter().map(ungranted).collect()))
    }

    /// Decides one feature of a request. The outer error is a request that cannot be served.
    fn decide_part(
        &self,
        stamp: Stamp,
        session: &Session,
        checkout: &Checkout<'_>,
        promised: &[Part],
    ) -> Result<Result<Part, Box<DeniedPart>>, Status> {
        let Checkout { feature, version, exact, count, .. } = *checkout;
        if count == 0 {
            return Err(Status::ProtocolError);
        }
        let number = self.feature_of(session, feature);
        let asked = Asked { feature: number.map(FeatureId), version, exact, count };
        let ask = Ask { session, asked, promised };
        let known = number.and_then(|number| self.catalog.features.get(number as usize));
        let Some(chosen) = known.and_then(|feature| self.choose(&ask, feature)) else {
            let name = if number.is_none() { name_asked(feature) } else { String::new() };
            let part = DeniedPart { name, ..self.denial(stamp, &ask, known) };
            return Ok(Err(Box::new(part)));
        };
        let lease = match chosen.lease {
            Some(lease) => lease,
            None => self.new_lease(&ask).ok_or(Status::ServerBusy)?,
        };
        let used = chosen.pool.used + self.promised(&ask, chosen.number) + u64::from(count);
        Ok(Ok(Part { asked, pool: PoolId(chosen.number), lease, soft_limit: chosen.pool.is_soft(used) }))
    }

    /// The first pool that can grant the whole request (KEY-03).
    fn choose<'a>(&'a self, ask: &'a Ask<'_>, feature: &'a Feature) -> Option<Candidate<'a>> {
        self.candidates(ask, feature).find(|candidate| self.pool_status(ask, candidate).is_success())
    }

    /// OUT-03, KEY-03: the pools of the session's own leases first, then the others.
    pub(crate) fn candidates<'a>(
        &'a self,
        ask: &'a Ask<'_>,
        feature: &'a Feature,
    ) -> impl Iterator<Item = Candidate<'a>> {
        let pools = feature.pools().filter_map(move |number| {
            let pool = self.pools.get(number as usize)?;
            Some(Candidate { number, pool, lease: self.own_lease(ask, number) })
        });
        pools.clone().filter(|pool| pool.lease.is_some()).chain(pools.filter(|pool| pool.lease.is_none()))
    }

    /// How one pool answers: the questions of OUT-07, in its order.
    pub(crate) fn pool_status(&self, ask: &Ask<'_>, candidate: &Candidate<'_>) -> Status {
        let pool = candidate.pool;
        let Some(base) = pool.terms.base else { return pool.terms.absent };
        let elsewhere = if pool.base.restricted { self.place_refusal(ask.session, base) } else { None };
        if self.clock.suspect && pool.base.ends {
            Status::ClockRollback
        } else if let Some(status) = elsewhere {
            status
        } else if !serves_version(pool, &ask.asked) {
            Status::VersionTooHigh
        } else {
            self.seat_status(ask, candidate)
        }
    }

    /// OUT-06: a grant fits in the seats of this moment; where they fell below the use, nothing is
    /// granted until it has fallen too (UPG-04). While the clock is suspect, seats of upgrades with END are not
    /// granted (TIM-05).
    fn seat_status(&self, ask: &Ask<'_>, candidate: &Candidate<'_>) -> Status {
        let pool = candidate.pool;
        let more = self.promised(ask, candidate.number) + u64::from(ask.asked.count);
        let lease = candidate.lease.and_then(|lease| self.leases.get(lease.slot(), lease.generation()));
        let held = lease.map_or(0, |lease| u64::from(lease.count)) + more;
        let used = pool.used + more;
        if !pool.terms.seats.covers(used) || held > u64::from(SEATS_MAX) {
            Status::NotEnoughSeats
        } else if self.clock.suspect && !pool.terms.endless.covers(used) {
            Status::ClockRollback
        } else if pool.is_soft(used) {
            Status::SoftLimit
        } else {
            Status::Granted
        }
    }

    /// HID-03, PLATFORMS, TIME_ZONES: whether the base may be used where the session is.
    fn place_refusal(&self, session: &Session, base: u32) -> Option<Status> {
        let license = self.catalog.set.licenses.get(base as usize)?;
        let profile = &session.profile;
        let machine = &profile.personal.host_ids;
        let hour = profile.utc_offset_minutes / 60;
        let host = license.client_hosts.iter().any(|block| block.matches(license.host_match_rate, machine));
        let platform = license.platforms.iter().any(|known| known.eq_ignore_ascii_case(&profile.platform));
        let time_zone = license.time_zones.iter().any(|known| i16::from(*known) == hour);
        if !license.client_hosts.is_empty() && !host {
            Some(Status::WrongHost)
        } else if !license.platforms.is_empty() && !platform {
            Some(Status::WrongPlatform)
        } else {
            (!license.time_zones.is_empty() && !time_zone).then_some(Status::WrongTimeZone)
        }
    }

    /// The session's lease of a pool, held or promised.
    fn own_lease(&self, ask: &Ask<'_>, pool: u32) -> Option<LeaseId> {
        let promised = ask.promised.iter().find(|part| part.pool.0 == pool).map(|part| part.lease);
        promised.or_else(|| self.lease_id(ask.session.lease_of(pool)?))
    }

    /// The id of the next lease to be made, if the session may hold one more.
    fn new_lease(&self, ask: &Ask<'_>) -> Option<LeaseId> {
        let is_new = |part: &&Part| self.leases.get(part.lease.slot(), part.lease.generation()).is_none();
        let mut made: Vec<_> = ask.promised.iter().filter(is_new).map(|part| part.lease).collect();
        made.sort_unstable();
        made.dedup();
        let leases = ask.session.leases.len() + made.len();
        let next = self.leases.upcoming().nth(made.len()).filter(|_| leases < LEASES_PER_SESSION_MAX);
        next.map(|(slot, generation)| LeaseId::new(slot, generation))
    }

    fn promised(&self, ask: &Ask<'_>, pool: u32) -> u64 {
        let parts = ask.promised.iter().filter(|part| part.pool.0 == pool);
        parts.map(|part| u64::from(part.asked.count)).sum()
    }
}

/// OUT-01: at most the license's version; equal to it if exact. No version means any (OUT-03).
fn serves_version(pool: &Pool, asked: &Asked) -> bool {
    let served = pool.base.version;
    asked.version.is_none_or(|version| if asked.exact { version == served } else { version <= served })
}

fn name_asked(feature: FeatureRef<'_>) -> String {
    match feature {
        FeatureRef::Name(name) => name.chars().take(FEATURE_NAME_BYTES_MAX).collect(),
        FeatureRef::Id(id) => id.0.to_string(),
    }
}

/// Whether a denial says the same as the session's last recorded one.
fn is_repeat(stamp: Stamp, session: &Session, part: &DeniedPart) -> bool {
    session.denied.as_ref().is_some_and(|last| {
        part.asked.feature.is_some()
            && stamp.ledger_ms - last.at_ms.min(stamp.ledger_ms) < DENIAL_REPEAT_MS
            && (last.asked, last.pool) == (part.asked, part.pool)
            && last.denial == part.denial
    })
}
