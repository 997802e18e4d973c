//! How long seats were really used, for seats that the log shows otherwise or not at all.

use std::collections::BTreeMap;

use lictor_engine::{Command, Ledger, LogEntry, MovementKind, WaiterView};
use lictor_types::{FeatureId, LeaseId, RequestId, SessionId, Status};

/// A user on a host.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Person {
    pub(super) user: String,
    pub(super) host: String,
}

/// A request as the log names it.
pub(super) type Named = (SessionId, RequestId);

/// Use times, in milliseconds of the log's running time.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// From the grant of a request until the last of its seats was back; none if that is not in the
    /// log.
    requests: BTreeMap<Named, Option<u64>>,
    /// Waiting requests that got nothing in the end.
    denied: BTreeMap<Named, Status>,
    /// All of a user's on a host, ascending once finished.
    people: BTreeMap<(FeatureId, Person), Vec<u64>>,
    /// All of a feature, ascending once finished.
    features: BTreeMap<FeatureId, Vec<u64>>,
    /// What is in use, newest last.
    open: BTreeMap<LeaseId, Vec<Taken>>,
}

#[derive(Debug)]
struct Taken {
    at_ms: u64,
    seats: u32,
    request: Option<Named>,
}

impl Uses {
    /// Takes a record in; `past` is the ledger before it.
    pub(super) fn entry(&mut self, entry: &LogEntry, past: &Ledger) {
        let at_ms = entry.stamp.ledger_ms;
        let movements = entry.movements(past);
        let granted = || match entry.command(past) {
            Some(Command::Request { session, request, .. }) => Some((session, request)),
            Some(_) => None,
            None => waiter(entry, past).map(|waiter| (waiter.session, waiter.request)),
        };
        let taken = movements.iter().any(|movement| matches!(movement.kind, MovementKind::Taken(..)));
        let request = if taken { granted() } else { None };
        if let Some(request) = request {
            self.requests.insert(request, None);
        }
        for movement in movements {
            match movement.kind {
                MovementKind::Denied(status, _) if entry.kind() == "unserved" => {
                    if let Some(waiter) = waiter(entry, past) {
                        self.denied.insert((waiter.session, waiter.request), status);
                    }
                }
                MovementKind::Taken(lease, seats) => {
                    self.open.entry(lease).or_default().push(Taken { at_ms, seats, request });
                }
                MovementKind::Given(lease, seats) => {
                    let person = Person { user: movement.identity.user, host: movement.identity.host };
                    if let Some(feature) = movement.feature {
                        self.give(lease, seats, at_ms, feature, &person);
                    }
                }
                MovementKind::Denied(..) | MovementKind::Waits(_) => {}
            }
        }
    }

    /// After the last record.
    pub(super) fn finish(&mut self) {
        self.open.clear();
        self.people.values_mut().chain(self.features.values_mut()).for_each(|times| times.sort_unstable());
    }

    /// Whether the log shows the request granted, at once or in the end.
    pub(super) fn was_granted(&self, request: Named) -> bool {
        self.requests.contains_key(&request)
    }

    /// How a request that waited was denied in the end, according to the log.
    pub(super) fn was_denied(&self, request: Named) -> Option<Status> {
        self.denied.get(&request).copied()
    }

    /// How long the seats of a request are taken to be used: as long as they were; if the log does
    /// not show it, the median of what this user on this host used the feature, else of what
    /// anybody did. None means until the session ends.
    pub(super) fn of(&self, request: Named, feature: FeatureId, person: &Person) -> Option<u64> {
        if let Some(known) = self.requests.get(&request) {
            return *known;
        }
        let own = self.people.get(&(feature, person.clone()));
        own.or_else(|| self.features.get(&feature)).and_then(|times| times.get(times.len() / 2)).copied()
    }

    /// The seats taken last come back first.
    fn give(&mut self, lease: LeaseId, seats: u32, at_ms: u64, feature: FeatureId, person: &Person) {
        let Some(open) = self.open.get_mut(&lease) else { return };
        let mut left = seats;
        while left > 0
            && let Some(last) = open.last_mut()
        {
            let part = last.seats.min(left);
            last.seats -= part;
            left -= part;
            if last.seats > 0 {
                break;
            }
            let length = at_ms.saturating_sub(last.at_ms);
            if let Some(known) = last.request.and_then(|request| self.requests.get_mut(&request)) {
                *known = Some(known.map_or(length, |known| known.max(length)));
            }
            self.people.entry((feature, person.clone())).or_default().push(length);
            self.features.entry(feature).or_default().push(length);
            open.pop();
        }
        if open.is_empty() {
            self.open.remove(&lease);
        }
    }
}

/// The waiting request that a record ends: the first of the session that wants the same.
pub(super) fn waiter(entry: &LogEntry, past: &Ledger) -> Option<WaiterView> {
    if !matches!(entry.kind(), "served" | "unserved") {
        return None;
    }
    let movements = entry.movements(past);
    let identity = &movements.first()?.identity;
    let named = |waiter: &WaiterView| {
        past.session(waiter.session).is_some_and(|session| session.identity == identity)
            && movements.iter().all(|movement| {
                waiter.wants.iter().any(|(feature, _)| movement.feature.is_none_or(|found| found == *feature))
            })
    };
    let waiters = past.waiters_from(0).map(|(_, waiter)| waiter).filter(named);
    waiters.min_by_key(|waiter| waiter.since_ms)
}
