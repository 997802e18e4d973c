//! The checkout decision (section 6).

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use lictor_types::limits::{ATOMIC_FEATURES_MAX, FEATURE_NAME_BYTES_MAX, LEASES_PER_SESSION_MAX};
use lictor_types::{Checkout, FeatureId, FeatureRef, Identity, LeaseId, PoolId, RuleKind, Stamp, Status};

use crate::access::{Family, What, Who};
use crate::catalog::Feature;
use crate::fact::{Asked, DeniedPart, Envelope, Fact, Part};
use crate::group::Person;
use crate::ledger::Ledger;
use crate::pool::Pool;
use crate::queue::{Place, Want};
use crate::session::Session;
use crate::weigh::{Charge, Promise};

/// A checkout being decided: who asks for what.
pub(crate) struct Ask<'a> {
    pub(crate) stamp: Stamp,
    pub(crate) session: &'a Session,
    pub(crate) asked: Asked,
    /// Token of the reservation to draw on.
    pub(crate) reservation: Option<&'a str>,
    /// For how many hours the seats are to be borrowed: then they are not added to a lease of the
    /// session.
    pub(crate) borrowing: Option<u16>,
    /// Why the asker gets nothing from any pool.
    pub(crate) refusal: Option<Status>,
    /// The rule of that refusal.
    pub(crate) refusing: Option<u32>,
    /// Number of the `limit` rule that counts it.
    pub(crate) limit: Option<u32>,
}

/// What earlier parts of the same request were promised.
#[derive(Default)]
pub(crate) struct Promised {
    pub(crate) parts: Vec<Part>,
    pub(crate) charges: Vec<Promise>,
}

/// A pool that a checkout may be granted from.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub(crate) number: u32,
    pub(crate) pool: &'a Pool,
    /// The session's lease of it.
    pub(crate) lease: Option<LeaseId>,
}

/// The outcome for one feature.
pub(crate) type Verdict = Result<Part, Box<DeniedPart>>;

/// A request that can be granted.
pub(crate) struct Fitting {
    pub(crate) parts: Vec<Part>,
    /// The waiting requests that it passes, by slot (QUE-01).
    pub(crate) passed: Vec<u32>,
}

/// A decision about a request.
pub(crate) struct Decided {
    /// The waiting requests that it passes, by slot (QUE-01).
    pub(crate) passed: Vec<u32>,
    pub(crate) fact: Fact,
}

impl From<Fact> for Decided {
    fn from(fact: Fact) -> Self {
        Self { passed: Vec::new(), fact }
    }
}

/// A repeat of a denial within this time is a short record.
const DENIAL_REPEAT_MS: u64 = 60_000;

impl Ask<'_> {
    /// Who asks.
    pub(crate) fn person(&self) -> Person {
        Person::of(&self.session.profile.personal.identity)
    }
}

impl Ledger {
    /// OUT-01, OUT-02: seats of one feature, all or none.
    pub(crate) fn decide_checkout(
        &self,
        stamp: Stamp,
        envelope: Envelope,
        session: &Session,
        checkout: &Checkout<'_>,
    ) -> Result<Decided, Status> {
        let want = self.want(session, checkout)?;
        let mut promised = Promised::default();
        let part = match self.decide_part(stamp, session, &want, &mut promised, None)? {
            Ok(part) => match self.line(stamp, core::slice::from_ref(&want), &promised, None) {
                Ok(passed) => return Ok(Decided { passed, fact: Fact::Granted(envelope, part) }),
                Err(waiting) => self.in_line(stamp, &part, waiting).of(want, None),
            },
            Err(part) => *part,
        };
        Ok(denied(stamp, envelope, session, part).into())
    }

    /// OUT-02: seats of several features, all of them or none. Each is decided as if those before
    /// it had been granted.
    pub(crate) fn decide_checkout_all(
        &self,
        stamp: Stamp,
        envelope: Envelope,
        session: &Session,
        checkouts: &[Checkout<'_>],
    ) -> Result<Decided, Status> {
        let wants = self.wants(session, checkouts)?;
        Ok(match self.decide_all(stamp, session, &wants, None)? {
            Ok(Fitting { parts, passed }) => Decided { passed, fact: Fact::GrantedAll(envelope, parts) },
            Err(parts) => Fact::DeniedAll(envelope, parts).into(),
        })
    }

    /// What is wanted of a request for several features, without names that do not outlive it.
    pub(crate) fn wants(&self, session: &Session, checkouts: &[Checkout<'_>]) -> Result<Vec<Want>, Status> {
        if !(1..=ATOMIC_FEATURES_MAX).contains(&checkouts.len()) {
            return Err(Status::ProtocolError);
        }
        checkouts.iter().map(|checkout| self.want(session, checkout)).collect()
    }

    pub(crate) fn want(&self, session: &Session, checkout: &Checkout<'_>) -> Result<Want, Status> {
        let Checkout { feature, version, exact, count, reservation } = *checkout;
        if count == 0 {
            return Err(Status::ProtocolError);
        }
        let number = self.feature_of(session, feature).map(FeatureId);
        Ok(Want {
            asked: Asked { feature: number, version, exact, count },
            name: if number.is_none() { name_asked(feature) } else { String::new() },
            reservation: reservation.map(String::from),
        })
    }

    /// Decides all features of a request: the parts and whom in the queue they pass, or why not.
    /// `waiter` is the request's place in the queue, if it waits.
    pub(crate) fn decide_all(
        &self,
        stamp: Stamp,
        session: &Session,
        wants: &[Want],
        waiter: Option<Place>,
    ) -> Result<Result<Fitting, Vec<DeniedPart>>, Status> {
        let mut promised = Promised::default();
        let mut verdicts = Vec::new();
        for want in wants {
            verdicts.push(self.decide_part(stamp, session, want, &mut promised, None)?);
        }
        let mut waiting = 0;
        if promised.parts.len() == wants.len() {
            match self.line(stamp, wants, &promised, waiter) {
                Ok(passed) => return Ok(Ok(Fitting { parts: promised.parts, passed })),
                Err(before) => waiting = before,
            }
        }
        let ungranted = |(verdict, want): (Verdict, &Want)| match verdict {
            Ok(part) if waiting > 0 => self.in_line(stamp, &part, waiting).of(want.clone(), None),
            Ok(part) => self.could_be_granted(stamp, &part).of(want.clone(), None),
            Err(part) => *part,
        };
        Ok(Err(verdicts.into_iter().zip(wants).map(ungranted).collect()))
    }

    /// Decides one feature of a request and adds it to what is promised. The outer error is a
    /// request that cannot be served.
    pub(crate) fn decide_part(
        &self,
        stamp: Stamp,
        session: &Session,
        want: &Want,
        promised: &mut Promised,
        borrowing: Option<u16>,
    ) -> Result<Verdict, Status> {
        let ask = self.ask(stamp, session, want, borrowing);
        let number = want.asked.feature;
        let known = number.and_then(|number| self.catalog.features.get(number.0 as usize));
        let Some((chosen, charge)) = known.and_then(|feature| self.choose(&ask, feature, promised)) else {
            let denial = self.denial(&ask, known, promised);
            return Ok(Err(Box::new(denial.of(want.clone(), borrowing))));
        };
        let own = chosen.lease.filter(|_| borrowing.is_none());
        let lease = match own {
            Some(lease) => lease,
            None => self.new_lease(&ask, promised).ok_or(Status::ServerBusy)?,
        };
        let part = Part {
            asked: want.asked,
            pool: PoolId(chosen.number),
            lease,
            soft_limit: charge.soft_limit,
            limit: ask.limit,
            reserve: charge.reserve,
            bound: charge.bound,
            legs: charge.legs,
        };
        promised.parts.push(part.clone());
        Ok(Ok(part))
    }

    fn ask<'a>(
        &'a self,
        stamp: Stamp,
        session: &'a Session,
        want: &'a Want,
        borrowing: Option<u16>,
    ) -> Ask<'a> {
        let identity = &session.profile.personal.identity;
        let mut ask = Ask {
            stamp,
            session,
            asked: want.asked,
            reservation: want.reservation.as_deref(),
            borrowing,
            refusal: None,
            refusing: None,
            limit: None,
        };
        let what = want.asked.feature.and_then(|feature| self.what(feature.0));
        if let Some((status, rule)) = self.refusal(stamp, identity, what) {
            (ask.refusal, ask.refusing) = (Some(status), rule);
        }
        if let Some(what) = what.filter(|_| self.rulebook.has(Family::Limit)) {
            ask.limit = self.rulebook.first(Family::Limit, what, Who::from(identity));
        }
        ask
    }

    /// Why somebody gets nothing of a feature from any pool, and the rule that says so (RUL-01).
    pub(crate) fn refusal(
        &self,
        stamp: Stamp,
        identity: &Identity,
        what: Option<What<'_>>,
    ) -> Option<(Status, Option<u32>)> {
        if self.quarantined_until(stamp, identity).is_some() {
            return Some((Status::Quarantined, None));
        }
        let what = what.filter(|_| self.rulebook.has(Family::Access))?;
        let rule = self.rulebook.first(Family::Access, what, Who::from(identity))?;
        let denies = self.rulebook.rule(rule).is_some_and(|rule| rule.kind == RuleKind::Deny);
        denies.then_some((Status::DeniedByRule, Some(rule)))
    }

    /// The first pool that can grant the whole request (KEY-03), and what it charges.
    fn choose<'a>(
        &'a self,
        ask: &Ask<'_>,
        feature: &'a Feature,
        promised: &mut Promised,
    ) -> Option<(Candidate<'a>, Charge)> {
        for own in [true, false] {
            for number in feature.pools() {
                let Some(candidate) = self.candidate(ask, promised, number, own) else { continue };
                if let Ok(charge) = self.weigh(ask, &candidate, promised) {
                    return Some((candidate, charge));
                }
            }
        }
        None
    }

    /// OUT-03, KEY-03: the pools of the session's own leases first, then the others.
    pub(crate) fn candidates<'a>(
        &'a self,
        ask: &Ask<'_>,
        feature: &'a Feature,
        promised: &Promised,
    ) -> Vec<Candidate<'a>> {
        let of = |own| feature.pools().filter_map(move |number| self.candidate(ask, promised, number, own));
        of(true).chain(of(false)).collect()
    }

    /// A pool, if the session has a lease of it or, for the others, has none.
    fn candidate(&self, ask: &Ask<'_>, promised: &Promised, number: u32, own: bool) -> Option<Candidate<'_>> {
        let lease = self.own_lease(ask, promised, number);
        let pool = self.pools.get(number as usize).filter(|_| lease.is_some() == own)?;
        Some(Candidate { number, pool, lease })
    }

    /// HID-03, PLATFORMS, TIME_ZONES: whether the base may be used where the session is.
    pub(crate) fn place_refusal(&self, session: &Session, base: u32) -> Option<Status> {
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
    fn own_lease(&self, ask: &Ask<'_>, promised: &Promised, pool: u32) -> Option<LeaseId> {
        let part = promised.parts.iter().find(|part| part.pool.0 == pool).map(|part| part.lease);
        part.or_else(|| self.lease_id(ask.session.lease_of(pool)?))
    }

    /// The id of the next lease to be made, if the session may hold one more.
    fn new_lease(&self, ask: &Ask<'_>, promised: &Promised) -> Option<LeaseId> {
        let is_new = |part: &&Part| self.leases.get(part.lease.slot(), part.lease.generation()).is_none();
        let mut made: Vec<_> = promised.parts.iter().filter(is_new).map(|part| part.lease).collect();
        made.sort_unstable();
        made.dedup();
        let leases = ask.session.leases.len() + made.len();
        let next = self.leases.upcoming().nth(made.len()).filter(|_| leases < LEASES_PER_SESSION_MAX);
        next.map(|(slot, generation)| LeaseId::new(slot, generation))
    }
}

/// OUT-01: at most the license's version; equal to it if exact. No version means any (OUT-03).
pub(crate) fn serves_version(pool: &Pool, asked: &Asked) -> bool {
    let served = pool.base.version;
    asked.version.is_none_or(|version| if asked.exact { version == served } else { version <= served })
}

fn name_asked(feature: FeatureRef<'_>) -> String {
    match feature {
        FeatureRef::Name(name) => name.chars().take(FEATURE_NAME_BYTES_MAX).collect(),
        FeatureRef::Id(id) => id.0.to_string(),
    }
}

/// A denial, or that it is the last one again.
pub(crate) fn denied(stamp: Stamp, envelope: Envelope, session: &Session, part: DeniedPart) -> Fact {
    if is_repeat(stamp, session, &part) {
        Fact::DeniedAgain(envelope)
    } else {
        Fact::Denied(envelope, Box::new(part))
    }
}

/// Whether a denial says the same as the session's last recorded one.
fn is_repeat(stamp: Stamp, session: &Session, part: &DeniedPart) -> bool {
    session.denied.as_ref().is_some_and(|last| {
        part.want.asked.feature.is_some()
            && stamp.ledger_ms - last.at_ms.min(stamp.ledger_ms) < DENIAL_REPEAT_MS
            && (&last.want, last.hours, last.pool) == (&part.want, part.hours, part.pool)
            && last.denial == part.denial
    })
}
