//! Requests that wait for seats (QUE-01, QUE-02).
//!
//! One line per vendor and feature, first come first served. The first request of a line that only
//! lacks free seats is its head. In the mode `fair` a request that fits may pass the head, which is
//! passed at most so many times; so a request with p others before it is overtaken at most
//! (p + 1) × passes times. Requests that do not wait pass by the same rules.

mod fold;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{Checkout, Denial, RequestId, Seats, SessionId, Stamp, Status};

use crate::access::Family;
use crate::checkout::{Decided, Fitting, Promised, denied, serves_version};
use crate::codec::coded;
use crate::effects::{Effects, Output};
use crate::fact::{Asked, DeniedPart, Envelope, Fact, Part, Served, Unserved};
use crate::ledger::Ledger;
use crate::rule_set::QueueMode;
use crate::session::Session;

/// One feature that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Want {
    pub(crate) asked: Asked,
    /// The name asked for, if no feature has it.
    pub(crate) name: String,
    /// Token of the reservation to draw on.
    pub(crate) reservation: Option<String>,
}

/// A request that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiter {
    pub(crate) session: SessionId,
    pub(crate) request: RequestId,
    pub(crate) wants: Vec<Want>,
    /// Place in the order of arrival.
    pub(crate) order: u64,
    /// Ledger time at which it gives up.
    pub(crate) until_ms: u64,
    /// Wall instant of its arrival in milliseconds.
    pub(crate) since_ms: u64,
    /// How often it was passed while it was the head of a line.
    pub(crate) passed: u32,
}

coded!(Want { asked, name, reservation });
coded!(Waiter { session, request, wants, order, until_ms, since_ms, passed });

/// Where a waiter stands that is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Its place in the order of arrival.
    pub(crate) order: u64,
    /// The head of one line before it, if that is known already: its feature and slot.
    pub(crate) head: Option<(u32, Option<u32>)>,
}

/// The lines: (feature, place in the order of arrival) to the waiter's slot.
pub(crate) type Lines = BTreeMap<(u32, u64), u32>;

/// What happened to the lines since they were last looked at. Not part of the state: it is empty
/// between commands.
#[derive(Debug, Default)]
pub(crate) struct Loosened {
    /// Seats of any feature may have come free.
    all: bool,
    /// Seats of these features may have come free, or somebody left their line.
    features: BTreeSet<u32>,
    /// Somebody left the lines of these features: the foremost one's place in the order of arrival.
    left: BTreeMap<u32, u64>,
}

impl Loosened {
    pub(crate) fn pool(&mut self, feature: u32) {
        self.features.insert(feature);
    }

    /// Nobody waits, so nobody cares.
    fn clear(&mut self) {
        if self.all || !self.features.is_empty() || !self.left.is_empty() {
            *self = Self::default();
        }
    }

    pub(crate) fn all(&mut self) {
        self.all = true;
    }

    fn line(&mut self, feature: u32, order: u64) {
        self.features.insert(feature);
        let foremost = self.left.entry(feature).or_insert(order);
        *foremost = order.min(*foremost);
    }
}

impl Waiter {
    /// The features it waits for, each once.
    pub(crate) fn features(&self) -> BTreeSet<u32> {
        self.wants.iter().filter_map(|want| want.asked.feature).map(|feature| feature.0).collect()
    }
}

impl Ledger {
    /// QUE-01: what does not fit now waits, unless it never could be granted.
    pub(crate) fn decide_wait(
        &self,
        stamp: Stamp,
        envelope: Envelope,
        session: &Session,
        checkouts: &[Checkout<'_>],
        wait_ms: u32,
    ) -> Result<Decided, Status> {
        let wants = self.wants(session, checkouts)?;
        let single = wants.len() == 1;
        let short = match self.decide_all(stamp, session, &wants, None)? {
            Ok(Fitting { mut parts, passed }) => {
                let only = if single { parts.pop() } else { None };
                let fact = only
                    .map_or_else(|| Fact::GrantedAll(envelope, parts), |part| Fact::Granted(envelope, part));
                return Ok(Decided { passed, fact });
            }
            Err(parts) => parts,
        };
        if wait_ms == 0 || !self.may_wait(session, &wants, &short) {
            return Ok(denied_wants(stamp, envelope, session, short).into());
        }
        let length = u64::from(self.rulebook.policy().queue_length);
        let features: BTreeSet<u32> = wants.iter().filter_map(|want| Some(want.asked.feature?.0)).collect();
        if features.iter().any(|feature| self.line_of(*feature).count() as u64 >= length) {
            let longest = features.iter().map(|feature| self.line_of(*feature).count() as u32).max();
            let full = |part| {
                let mut part = with_status(part, Status::QueueFull);
                part.denial.waiting = longest.unwrap_or(0);
                part
            };
            let full = short.into_iter().map(full).collect();
            return Ok(denied_wants(stamp, envelope, session, full).into());
        }
        let until_ms = stamp.ledger_ms.saturating_add(wait_ms.into());
        Ok(Fact::Queued(envelope, wants, until_ms).into())
    }

    /// Whether a request may be granted as it must pass, and whom it passes: those slots of
    /// waiters. Else, how many wait before it. One that charges nothing passes nobody.
    pub(crate) fn line(
        &self,
        stamp: Stamp,
        wants: &[Want],
        promised: &Promised,
        waiter: Option<Place>,
    ) -> Result<Vec<u32>, u32> {
        let mut passed = Vec::new();
        if self.lines.is_empty() || promised.charges.iter().all(|promise| promise.rise == 0) {
            return Ok(passed);
        }
        // Seats that a token takes elsewhere are waited for there, too (KEY-04).
        let charged = promised.charges.iter().filter(|promise| promise.rise > 0);
        let charged = charged.filter_map(|promise| self.pools.get(promise.pool as usize));
        let wanted = wants.iter().filter_map(|want| Some(want.asked.feature?.0));
        let features: BTreeSet<u32> = wanted.chain(charged.map(|pool| pool.feature)).collect();
        for feature in features {
            let before = |slot: &u32| {
                let order = self.waiters.at(*slot).map_or(u64::MAX, |(_, found)| found.order);
                waiter.is_none_or(|own| order < own.order)
            };
            let head = match waiter.and_then(|own| own.head) {
                Some((line, head)) if line == feature => head,
                Some(_) | None => {
                    let mut ahead = self.line_of(feature).take_while(before);
                    ahead.find(|slot| self.lacks_seats(stamp, *slot))
                }
            };
            let Some(head) = head else { continue };
            let times = self.waiters.at(head).map_or(0, |(_, head)| head.passed);
            match self.rulebook.policy().queue {
                QueueMode::Fast => {}
                QueueMode::Fair { passes } if times < passes => passed.push(head),
                QueueMode::Fair { .. } | QueueMode::Strict => {
                    return Err(self.line_of(feature).take_while(before).count() as u32);
                }
            }
        }
        passed.sort_unstable();
        passed.dedup();
        Ok(passed)
    }

    /// Whether any request waits.
    pub(crate) fn anybody_waits(&self) -> bool {
        !self.lines.is_empty()
    }

    /// The slots of the waiters of a feature, in the order of arrival.
    pub(crate) fn line_of(&self, feature: u32) -> impl Iterator<Item = u32> + '_ {
        self.lines.range((feature, 0)..=(feature, u64::MAX)).map(|(_, slot)| *slot)
    }

    /// Whether a waiter lacks nothing but free seats, so that it holds the line. Who is held back
    /// by a rule or a reservation, or has no connection, does not.
    fn lacks_seats(&self, stamp: Stamp, slot: u32) -> bool {
        let Some((_, waiter)) = self.waiters.at(slot) else { return false };
        let Some(session) = self.session_at(waiter.session).filter(|s| s.detached_until.is_none()) else {
            return false;
        };
        let mut promised = Promised::default();
        let mut lacks = false;
        for want in &waiter.wants {
            match self.decide_part(stamp, session, want, &mut promised, None) {
                Ok(Ok(_)) => {}
                Ok(Err(denied)) if denied.denial.status == Status::NotEnoughSeats => lacks = true,
                Ok(Err(_)) | Err(_) => return false,
            }
        }
        lacks
    }

    /// Whether waiting could help: nothing is missing but seats, and the licenses and limits of
    /// today have as many as are wanted.
    fn may_wait(&self, session: &Session, wants: &[Want], denied: &[DeniedPart]) -> bool {
        let mut totals: BTreeMap<u32, u64> = BTreeMap::new();
        for want in wants {
            let Some(feature) = want.asked.feature else { return false };
            *totals.entry(feature.0).or_default() += u64::from(want.asked.count);
        }
        let passable = |part: &DeniedPart| {
            let held_back = [Status::Reserved, Status::LimitReached, Status::NamedSeatsFull];
            let status = part.denial.status;
            status.is_success() || status == Status::NotEnoughSeats || held_back.contains(&status)
        };
        denied.iter().all(passable)
            && wants.iter().all(|want| self.could_ever(session, want))
            && totals.into_iter().all(|(feature, total)| self.within_all(session, feature, total))
    }

    /// Whether one pool has as many seats as are wanted, beside what the session has of it.
    fn could_ever(&self, session: &Session, want: &Want) -> bool {
        let feature = want.asked.feature.and_then(|feature| self.catalog.features.get(feature.0 as usize));
        feature.into_iter().flat_map(|feature| feature.pools()).any(|number| {
            let Some(pool) = self.pools.get(number as usize).filter(|pool| pool.terms.base.is_some()) else {
                return false;
            };
            let own = session.lease_of(number).and_then(|slot| self.leases.at(slot));
            let own = own.map_or(0, |(_, lease)| u64::from(lease.count));
            let serves = serves_version(pool, &want.asked);
            serves && pool.terms.seats.covers(own + u64::from(want.asked.count))
        })
    }

    /// Whether all pools of a feature together, and the limit of the session, allow so many seats.
    fn within_all(&self, session: &Session, feature: u32, total: u64) -> bool {
        let identity = &session.profile.personal.identity;
        let limit =
            self.what(feature).and_then(|what| self.rulebook.first(Family::Limit, what, identity.into()));
        let limit = limit.and_then(|rule| self.rulebook.rule(rule)).map(|rule| u64::from(rule.amount));
        let pools = self.catalog.features.get(feature as usize).into_iter().flat_map(|f| f.pools());
        let seats = pools.filter_map(|pool| self.pools.get(pool as usize)).map(|pool| pool.terms.seats);
        let sum = seats.map(|seats| seats.limit().map_or(u64::MAX, u64::from)).fold(0, u64::saturating_add);
        total <= sum && limit.is_none_or(|limit| total <= limit)
    }

    /// Looks at the lines where seats may have come free, after every command, and again where
    /// somebody left a line; then tells their places to those who moved up.
    pub(crate) fn serve(&mut self, stamp: Stamp, effects: &mut Effects) {
        if self.lines.is_empty() {
            self.loosened.clear();
            return;
        }
        let mut moved = BTreeSet::new();
        loop {
            let Loosened { all, features, left } = core::mem::take(&mut self.loosened);
            for (feature, order) in left {
                let behind = self.lines.range((feature, order)..=(feature, u64::MAX));
                moved.extend(behind.map(|((_, order), slot)| (*order, *slot)));
            }
            if self.lines.is_empty() || (!all && features.is_empty()) {
                break;
            }
            let everything = all || self.catalog.has_tokens();
            let mut lines: BTreeSet<u32> = self.lines.keys().map(|(feature, _)| *feature).collect();
            lines.retain(|feature| everything || features.contains(feature));
            for feature in lines {
                self.serve_line(stamp, feature, effects);
            }
        }
        for (order, slot) in moved {
            if self.waiters.at(slot).is_some_and(|(_, waiter)| waiter.order == order) {
                self.tell_position(slot, effects);
            }
        }
    }

    /// Looks at every waiter of a line in its order. The first that lacks seats is the head for all
    /// behind it, so that it is looked for once.
    fn serve_line(&mut self, stamp: Stamp, feature: u32, effects: &mut Effects) {
        let mut head = None;
        for slot in self.line_of(feature).collect::<Vec<_>>() {
            self.serve_one(stamp, slot, (feature, head), effects);
            if head.is_none() && self.lacks_seats(stamp, slot) {
                head = Some(slot);
            }
        }
    }

    /// Grants a waiter what it wants, or tells it that it never can; else it goes on waiting.
    fn serve_one(&mut self, stamp: Stamp, slot: u32, head: (u32, Option<u32>), effects: &mut Effects) {
        let Some((generation, waiter)) = self.waiters.at(slot) else { return };
        let Some(session) = self.session_at(waiter.session).filter(|s| s.detached_until.is_none()) else {
            return;
        };
        let place = Place { order: waiter.order, head: Some(head) };
        let decided = self.decide_all(stamp, session, &waiter.wants, Some(place));
        let (to, request) = (waiter.session, waiter.request);
        let (passed, fact) = match decided {
            Ok(Ok(Fitting { parts, passed })) => {
                (passed, Fact::Served(Box::new(Served { slot, generation, parts })))
            }
            Ok(Err(parts)) if !self.may_wait(session, &waiter.wants, &parts) => {
                (Vec::new(), Fact::Unserved(Box::new(Unserved { slot, generation, parts })))
            }
            Ok(Err(_)) | Err(_) => return,
        };
        if !passed.is_empty() {
            self.commit(stamp, Fact::Passed(passed), effects);
        }
        if self.commit(stamp, fact, effects) {
            self.say_answer(to, request, effects);
        }
    }

    /// QUE-01: the maximum wait is over.
    pub(crate) fn end_wait(&mut self, stamp: Stamp, slot: u32, generation: u32, effects: &mut Effects) {
        let Some(waiter) = self.waiters.get(slot, generation) else { return };
        let (to, request) = (waiter.session, waiter.request);
        let Some(session) = self.session_at(to) else { return };
        let place = Place { order: waiter.order, head: None };
        let denied = match self.decide_all(stamp, session, &waiter.wants, Some(place)) {
            Ok(Err(parts)) => parts,
            Ok(Ok(Fitting { parts, .. })) => {
                let late = |(part, want): (&Part, &Want)| self.in_line(stamp, part, 0).of(want.clone(), None);
                parts.iter().zip(&waiter.wants).map(late).collect()
            }
            Err(status) => waiter.wants.iter().map(|want| unserved(want.clone(), status)).collect(),
        };
        let short = |part: &DeniedPart| !part.denial.status.is_success();
        let late =
            |part: DeniedPart| if short(&part) { with_status(part, Status::QueueTimeout) } else { part };
        let parts = denied.into_iter().map(late).collect();
        let fact = Fact::Unserved(Box::new(Unserved { slot, generation, parts }));
        if self.commit(stamp, fact, effects) {
            self.say_answer(to, request, effects);
        }
    }

    fn say_answer(&self, session: SessionId, request: RequestId, effects: &mut Effects) {
        let answer = self.session_at(session).and_then(|session| session.verdicts.find(request));
        if let Some(answer) = answer.cloned() {
            effects.outputs.push(Output::Answer { session, request, answer });
        }
    }

    /// QUE-02: tells a waiter its place.
    pub(crate) fn tell_position(&self, slot: u32, effects: &mut Effects) {
        let Some((_, waiter)) = self.waiters.at(slot) else { return };
        let (session, request, position) = (waiter.session, waiter.request, self.position(waiter));
        effects.outputs.push(Output::Position { session, request, position });
    }

    /// A waiter's place in the longest of its lines, 1 for the next.
    pub(crate) fn position(&self, waiter: &Waiter) -> u32 {
        let place = |feature: u32| self.lines.range((feature, 0)..=(feature, waiter.order)).count() as u32;
        waiter.features().into_iter().map(place).max().unwrap_or(0)
    }

    /// The waiter of a request.
    pub(crate) fn waiter_of(&self, session: SessionId, request: RequestId) -> Option<u32> {
        let of = |waiter: &Waiter| (waiter.session, waiter.request) == (session, request);
        self.waiters.iter().find(|(_, _, waiter)| of(waiter)).map(|(slot, _, _)| slot)
    }
}

/// The denial of all features of a request.
fn denied_wants(stamp: Stamp, envelope: Envelope, session: &Session, mut parts: Vec<DeniedPart>) -> Fact {
    match parts.pop() {
        Some(only) if parts.is_empty() => denied(stamp, envelope, session, only),
        last => {
            parts.extend(last);
            Fact::DeniedAll(envelope, parts)
        }
    }
}

/// A want that could not even be looked at.
fn unserved(want: Want, status: Status) -> DeniedPart {
    let requested = want.asked.count;
    let denial = Denial {
        status,
        requested,
        seats: Seats::NONE,
        used: 0,
        reserved: 0,
        rule: None,
        waiting: 0,
        relief: None,
        pools_total: 0,
        pools: Vec::new(),
    };
    DeniedPart { want, hours: None, pool: None, denial }
}

fn with_status(part: DeniedPart, status: Status) -> DeniedPart {
    DeniedPart { denial: Denial { status, ..part.denial }, ..part }
}
