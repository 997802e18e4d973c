//! What is counted of both worlds.

use std::collections::BTreeMap;

use lictor_engine::{Ledger, Movement, MovementKind};
use lictor_types::{FeatureId, RequestId, SessionId, Status};

use super::uses::{Named, Person};
use crate::command::log::history::label;

/// One feature in one world.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Requests denied.
    pub(super) denied: u64,
    /// Of them, those for which there were too few seats.
    pub(super) short: u64,
    /// Requests that waited and got an answer.
    pub(super) waited: u64,
    /// How long all of them waited, in milliseconds.
    pub(super) wait_ms: u64,
    /// The longest of it.
    pub(super) wait_ms_max: u64,
    /// Requests that waited until they were abandoned or their session ended.
    pub(super) given_up: u64,
    /// Most charged seats at one time.
    pub(super) peak: u64,
}

/// One feature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// None if nobody knows it.
    pub(super) feature: Option<FeatureId>,
    /// Requests in the log.
    pub(super) requests: u64,
    /// Seats they asked for.
    pub(super) seats: u64,
    /// Requests that would not have been made: repeats of one that was granted after all.
    pub(super) fell_away: u64,
    pub(super) then: Count,
    pub(super) now: Count,
}

/// Who, what and with which status.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Case {
    pub(super) person: Person,
    pub(super) feature: String,
    pub(super) status: &'static str,
}

/// How often, and when first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) count: u64,
    /// Wall instant in milliseconds.
    pub(super) first_ms: u64,
}

/// Everything that is counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By vendor and name.
    pub(super) rows: BTreeMap<String, Row>,
    /// Who was granted and would have been denied.
    pub(super) lost: BTreeMap<Case, Times>,
    /// Who was denied, with the status of then, and would have been granted.
    pub(super) won: BTreeMap<Case, Times>,
    /// Most charged seats at one time, by feature: in the log, and in the other world.
    peaks: BTreeMap<FeatureId, [u64; 2]>,
    /// Whether a feature may be used through another (KEY-04).
    tokens: bool,
    /// When requests of the log began to wait, in ledger time, and for what.
    waiting: BTreeMap<Named, (u64, Vec<Ask>)>,
}

/// One of the two worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// As recorded.
    Then,
    /// As it would have been.
    Now,
}

/// One feature of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) feature: Option<FeatureId>,
    /// Vendor and name, or the name asked for if nobody knows it.
    pub(super) label: String,
    pub(super) seats: u32,
}

impl Tally {
    /// At the beginning.
    pub(super) fn new(recorded: &Ledger, other: &Ledger) -> Self {
        let mut tally = Self::default();
        tally.look_at_licenses(recorded);
        let all: Vec<FeatureId> = (0..recorded.totals().features).map(FeatureId).collect();
        tally.look(&all, Side::Then, recorded);
        tally.look(&all, Side::Now, other);
        tally
    }

    /// After other licenses came into force.
    pub(super) fn look_at_licenses(&mut self, ledger: &Ledger) {
        self.tokens = ledger.feature_set().licenses.iter().any(|license| !license.dependencies.is_empty());
    }

    /// A feature's row.
    pub(super) fn row(&mut self, ask: &Ask) -> &mut Row {
        let feature = ask.feature;
        self.rows.entry(ask.label.clone()).or_insert_with(|| Row { feature, ..Row::default() })
    }

    /// Counts a request of the log.
    pub(super) fn ask(&mut self, asks: &[Ask]) {
        for ask in asks {
            let row = self.row(ask);
            row.requests += 1;
            row.seats += u64::from(ask.seats);
        }
    }

    /// Counts what the log says was denied.
    pub(super) fn deny(&mut self, recorded: &Ledger, movements: &[Movement]) {
        for movement in movements {
            if let MovementKind::Denied(status, seats) = movement.kind {
                let label = label(recorded, movement.feature, &movement.name);
                self.row(&Ask { feature: movement.feature, label, seats }).then.deny(status);
            }
        }
    }

    /// A request of the log begins to wait.
    pub(super) fn begin_wait(&mut self, request: Named, at_ms: u64, asks: Vec<Ask>) {
        self.waiting.insert(request, (at_ms, asks));
    }

    /// A waiting request of the log got its answer.
    pub(super) fn end_wait(&mut self, request: Named, at_ms: u64) {
        if let Some((since_ms, asks)) = self.waiting.remove(&request) {
            asks.iter().for_each(|ask| self.row(ask).then.wait(at_ms.saturating_sub(since_ms)));
        }
    }

    /// A request of the log is abandoned, if it waits.
    pub(super) fn abandon(&mut self, request: Named) {
        for ask in self.waiting.remove(&request).into_iter().flat_map(|(_, asks)| asks) {
            self.row(&ask).then.given_up += 1;
        }
    }

    /// A session ended in the log, and with it what it waited for.
    pub(super) fn abandon_all(&mut self, session: SessionId) {
        let of_session = self.waiting.range((session, RequestId(0))..=(session, RequestId(u64::MAX)));
        let requests: Vec<Named> = of_session.map(|(request, _)| *request).collect();
        requests.into_iter().for_each(|request| self.abandon(request));
    }

    /// Looks for new peaks after seats of these features were granted.
    pub(super) fn look(&mut self, features: &[FeatureId], side: Side, ledger: &Ledger) {
        let all: Vec<FeatureId>;
        let features = if self.tokens && !features.is_empty() {
            all = (0..ledger.totals().features).map(FeatureId).collect();
            &all
        } else {
            features
        };
        for feature in features {
            let [then, now] = self.peaks.entry(*feature).or_default();
            let peak = match side {
                Side::Then => then,
                Side::Now => now,
            };
            *peak = used(ledger, *feature).max(*peak);
        }
    }

    /// After the last record.
    pub(super) fn finish(mut self) -> Self {
        for row in self.rows.values_mut() {
            let peaks = row.feature.and_then(|feature| self.peaks.get(&feature));
            [row.then.peak, row.now.peak] = peaks.copied().unwrap_or_default();
        }
        self
    }
}

impl Count {
    /// A request was denied.
    pub(super) fn deny(&mut self, status: Status) {
        self.denied += 1;
        let short = [Status::NotEnoughSeats, Status::Reserved, Status::QueueTimeout, Status::QueueFull];
        self.short += u64::from(short.contains(&status));
    }

    /// A request waited so long.
    pub(super) fn wait(&mut self, ms: u64) {
        self.waited += 1;
        self.wait_ms = self.wait_ms.saturating_add(ms);
        self.wait_ms_max = self.wait_ms_max.max(ms);
    }
}

/// Adds a case at a wall instant.
pub(super) fn note(cases: &mut BTreeMap<Case, Times>, case: Case, at_ms: u64) {
    let times = cases.entry(case).or_insert(Times { count: 0, first_ms: at_ms });
    times.count += 1;
}

/// Charged seats of a feature.
fn used(ledger: &Ledger, feature: FeatureId) -> u64 {
    ledger.feature_pools(feature).map(|pool| pool.used).sum()
}
