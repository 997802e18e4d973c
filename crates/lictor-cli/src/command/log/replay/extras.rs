//! Seats that only the other world granted, or granted at another time, and when they come back.

use std::collections::{BTreeMap, BTreeSet};

use lictor_types::{FeatureId, RequestId, SessionId};

use super::uses::Person;

/// Seats of one request and feature.
#[derive(Debug, Clone)]
pub(super) struct Extra {
    pub(super) session: SessionId,
    /// As the log numbers it.
    pub(super) request: RequestId,
    pub(super) feature: FeatureId,
    pub(super) seats: u32,
    pub(super) person: Person,
    /// Whether the log denied the request at once.
    pub(super) is_denied: bool,
    /// Ledger time of the grant.
    pub(super) granted_ms: u64,
    /// Ledger time at which they come back; none means with the session.
    pub(super) due_ms: Option<u64>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Extras {
    next: u64,
    all: BTreeMap<(SessionId, u64), Extra>,
    due: BTreeSet<(u64, SessionId, u64)>,
    people: BTreeMap<(FeatureId, Person), u32>,
}

impl Extras {
    pub(super) fn add(&mut self, extra: Extra) {
        let number = self.next;
        self.next += 1;
        if let Some(due) = extra.due_ms {
            self.due.insert((due, extra.session, number));
        }
        *self.people.entry((extra.feature, extra.person.clone())).or_default() += 1;
        self.all.insert((extra.session, number), extra);
    }

    /// When the next come back.
    pub(super) fn next_due(&self) -> Option<u64> {
        self.due.first().map(|(due, _, _)| *due)
    }

    /// Takes out what comes back next.
    pub(super) fn take_next(&mut self) -> Option<Extra> {
        let (_, session, number) = self.due.first().copied()?;
        self.remove(session, number)
    }

    /// Seats of a feature that a session has besides.
    pub(super) fn held(&self, session: SessionId, feature: FeatureId) -> u64 {
        let of_session = self.all.range((session, 0)..=(session, u64::MAX)).map(|(_, extra)| extra);
        of_session.filter(|extra| extra.feature == feature).map(|extra| u64::from(extra.seats)).sum()
    }

    /// Whether somebody has any of a feature.
    pub(super) fn has(&self, feature: FeatureId, person: &Person) -> bool {
        self.people.contains_key(&(feature, person.clone()))
    }

    /// Whether a request got any that it still has.
    pub(super) fn has_request(&self, session: SessionId, request: RequestId) -> bool {
        let mut of_session = self.all.range((session, 0)..=(session, u64::MAX));
        of_session.any(|(_, extra)| extra.request == request)
    }

    /// Whether a session has what a request of the log that was denied asked for.
    pub(super) fn has_denied(&self, session: SessionId, feature: FeatureId, seats: u32) -> bool {
        self.denied(session, feature, seats).is_some()
    }

    /// Makes what a denied request got that of its repeat, which used it for so long.
    pub(super) fn adopt(
        &mut self,
        session: SessionId,
        feature: FeatureId,
        seats: u32,
        (request, length): (RequestId, Option<u64>),
    ) {
        let Some(number) = self.denied(session, feature, seats) else { return };
        let Some(extra) = self.remove(session, number) else { return };
        let due_ms = length.map(|length| extra.granted_ms.saturating_add(length));
        self.add(Extra { request, due_ms, is_denied: false, ..extra });
    }

    fn denied(&self, session: SessionId, feature: FeatureId, seats: u32) -> Option<u64> {
        let mut of_session = self.all.range((session, 0)..=(session, u64::MAX));
        let is_it = |extra: &Extra| extra.is_denied && (extra.feature, extra.seats) == (feature, seats);
        of_session.find(|(_, extra)| is_it(extra)).map(|((_, number), _)| *number)
    }

    /// What a request got after this ledger time is not besides any more: both worlds granted it.
    pub(super) fn settle(&mut self, session: SessionId, request: RequestId, after_ms: u64) {
        self.remove_where(session, |extra| extra.request == request && extra.granted_ms > after_ms);
    }

    /// A session is over.
    pub(super) fn end(&mut self, session: SessionId) {
        self.remove_where(session, |_| true);
    }

    fn remove_where(&mut self, session: SessionId, is_wanted: impl Fn(&Extra) -> bool) {
        let of_session = self.all.range((session, 0)..=(session, u64::MAX));
        let numbers: Vec<u64> =
            of_session.filter(|(_, extra)| is_wanted(extra)).map(|((_, number), _)| *number).collect();
        for number in numbers {
            self.remove(session, number);
        }
    }

    fn remove(&mut self, session: SessionId, number: u64) -> Option<Extra> {
        let extra = self.all.remove(&(session, number))?;
        if let Some(due) = extra.due_ms {
            self.due.remove(&(due, session, number));
        }
        let key = (extra.feature, extra.person.clone());
        if let Some(count) = self.people.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                self.people.remove(&key);
            }
        }
        Some(extra)
    }
}
