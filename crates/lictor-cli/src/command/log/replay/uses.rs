//! How long seats were really used, for seats that the log shows otherwise or not at all.

use std::collections::BTreeMap;

use lictor_engine::{Movement, MovementKind};
use lictor_types::{FeatureId, LeaseId, RequestId, SessionId, Status};

/// A user on a host.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
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
    /// Requests that got nothing, at once or in the end.
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
    /// Takes in what a record moved, at a ledger time, and which request asked for it.
    pub(super) fn record(&mut self, at_ms: u64, request: Option<Named>, movements: Vec<Movement>) {
        let taken = movements.iter().any(|movement| matches!(movement.kind, MovementKind::Taken(..)));
        if let Some(request) = request.filter(|_| taken) {
            self.requests.insert(request, None);
        }
        for movement in movements {
            match movement.kind {
                MovementKind::Taken(lease, seats) => {
                    self.open.entry(lease).or_default().push(Taken { at_ms, seats, request });
                }
                MovementKind::Given(lease, seats) => {
                    let person = Person { user: movement.identity.user, host: movement.identity.host };
                    if let Some(feature) = movement.feature {
                        self.give(lease, seats, at_ms, feature, &person);
                    }
                }
                MovementKind::Denied(status, _) => {
                    if let Some(request) = request {
                        self.denied.insert(request, status);
                    }
                }
                MovementKind::Waits(_) => {}
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

    /// How a request was denied according to the log, at once or in the end.
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
