//! A log walked from its beginning, and what it amounts to.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::tz::TimeZone;
use lictor_engine::{Ledger, LogEntry, Movement};
use lictor_journal::Block;
use lictor_types::FeatureId;

use super::dimension::Dimension;
use super::hours::Hours;
use super::meter::{Key, Meter, Tally};
use super::series::{Course, Series};
use crate::command::log::history::{self, label};
use crate::command::log::window::Window;
use crate::failure::Failure;

/// What a report tells.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) zone: TimeZone,
    pub(crate) zone_name: String,
    /// From the first instant told of to the first after it.
    pub(crate) period: Range<u64>,
    /// Records in the period.
    pub(crate) records: u64,
    pub(crate) by: Vec<Dimension>,
    pub(crate) rows: BTreeMap<Key, Tally>,
    pub(crate) features: BTreeMap<Key, Tally>,
    pub(crate) users: BTreeMap<Key, Tally>,
    pub(crate) courses: Vec<Course>,
}

/// The walk.
#[derive(Debug)]
pub(crate) struct Survey {
    by: Vec<Dimension>,
    window: Window,
    ledger: Ledger,
    counting: Counting,
}

#[derive(Debug)]
struct Counting {
    bounds: Range<u64>,
    /// Whether the zone is known, and with it the bounds.
    settled: bool,
    hours: Hours,
    now_ms: u64,
    first_ms: Option<u64>,
    records: u64,
    rows: Meter,
    features: Meter,
    users: Meter,
    series: Series,
    /// Whether a feature may be used through another (KEY-04).
    tokens: bool,
    /// What the last record may have changed the use of; none means everything.
    touched: Option<BTreeSet<FeatureId>>,
}

impl Survey {
    /// A walk that has not begun.
    pub(crate) fn new(by: Vec<Dimension>, window: Window) -> Self {
        let bounds = window.start_ms()..window.end_ms();
        let meter = |by: &[Dimension]| Meter::new(by.to_vec(), bounds.clone());
        let counting = Counting {
            settled: false,
            hours: Hours::new(window.zone(), 0),
            now_ms: 0,
            first_ms: None,
            records: 0,
            rows: meter(&by),
            features: meter(&[Dimension::Feature]),
            users: meter(&[Dimension::User]),
            series: Series::new(bounds.clone()),
            tokens: false,
            touched: Some(BTreeSet::new()),
            bounds,
        };
        Self { by, window, ledger: Ledger::new(), counting }
    }

    /// Takes a block in.
    ///
    /// # Errors
    ///
    /// `log_damaged` if it does not fit.
    pub(crate) fn block(&mut self, block: &Block<'_>) -> Result<(), Failure> {
        let Self { window, ledger, counting, .. } = self;
        history::follow(ledger, block, &mut |_, entry, past| {
            counting.look(past);
            if !counting.settled {
                window.learn(past);
                counting.settle(window, past, entry.stamp.wall_ms);
            }
            counting.entry(entry, past);
            Ok(())
        })
    }

    /// What it amounts to.
    pub(crate) fn finish(self) -> Summary {
        let Self { by, window, ledger, mut counting } = self;
        counting.look(&ledger);
        let Counting { bounds, hours, now_ms, first_ms, records, rows, features, users, series, .. } =
            counting;
        Summary {
            zone: hours.zone().clone(),
            zone_name: window.zone_name(),
            period: bounds.start.max(first_ms.unwrap_or(0))..bounds.end.min(now_ms),
            records,
            by,
            rows: rows.finish(now_ms, &hours),
            features: features.finish(now_ms, &hours),
            users: users.finish(now_ms, &hours),
            courses: series.finish(),
        }
    }
}

impl Counting {
    /// Before the first license is loaded there is no use, so nothing is missed until then.
    fn settle(&mut self, window: &Window, past: &Ledger, wall_ms: u64) {
        self.settled = past.epoch() > 0;
        self.bounds = window.start_ms()..window.end_ms();
        let began_ms = if self.now_ms == 0 { wall_ms } else { self.now_ms };
        self.hours = Hours::new(window.zone(), began_ms);
        for meter in [&mut self.rows, &mut self.features, &mut self.users] {
            meter.set_window(self.bounds.clone());
        }
        self.series.set_window(self.bounds.clone());
    }

    fn entry(&mut self, entry: &LogEntry, past: &Ledger) {
        self.pass(entry.stamp.wall_ms);
        self.first_ms.get_or_insert(self.now_ms);
        self.records += u64::from(self.bounds.contains(&self.now_ms));
        let movements = entry.movements(past);
        for movement in &movements {
            self.count(movement, past);
        }
        let named: BTreeSet<FeatureId> = movements.iter().filter_map(|movement| movement.feature).collect();
        self.touched = match entry.kind() {
            "opened" | "detached" | "clock" | "passed" | "refused" | "note" | "queued" => Some(named),
            "granted" | "denied" | "checked_in" | "served" | "unserved" | "cancelled" | "resumed"
            | "closed" | "released"
                if !self.tokens =>
            {
                Some(named)
            }
            _ => None,
        };
    }

    fn count(&mut self, movement: &Movement, past: &Ledger) {
        let feature = label(past, movement.feature, &movement.name);
        for meter in [&mut self.rows, &mut self.features, &mut self.users] {
            meter.count(movement, &feature, self.now_ms, &self.hours);
        }
        self.series.count(movement, self.now_ms, self.hours.start_ms());
    }

    /// Time passes up to an instant, hour by hour. A clock that was set back stands still.
    fn pass(&mut self, wall_ms: u64) {
        self.now_ms = self.now_ms.max(wall_ms);
        while self.hours.end_ms() <= self.now_ms {
            let end = self.hours.end_ms();
            for meter in [&mut self.rows, &mut self.features, &mut self.users] {
                meter.turn(end, &self.hours);
            }
            self.hours.go_to(end);
            self.series.turn(self.hours.start_ms());
        }
    }

    /// Looks at what the last record changed.
    fn look(&mut self, ledger: &Ledger) {
        let all = (0..ledger.totals().features).map(FeatureId);
        let (at, hour) = (self.now_ms, self.hours.start_ms());
        match self.touched.replace(BTreeSet::new()) {
            Some(features) => self.series.look(ledger, features.into_iter(), at, hour),
            None => {
                self.tokens =
                    ledger.feature_set().licenses.iter().any(|found| !found.dependencies.is_empty());
                self.series.look(ledger, all, at, hour);
            }
        }
    }
}
