//! Seats and their use, hour by hour, feature by feature.

use std::collections::BTreeMap;
use std::ops::Range;

use lictor_engine::{Ledger, Movement, MovementKind};
use lictor_types::FeatureId;

use crate::command::log::history::label;

/// One hour of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hour {
    /// Most charged seats at one time.
    pub(crate) used: u64,
    /// Most seats there were; none if there is no limit.
    pub(crate) seats: Option<u64>,
    /// Requests denied.
    pub(crate) denied: u64,
}

/// A feature over time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Course {
    /// Its vendor and name.
    pub(crate) feature: String,
    /// By the first instant of the hour; hours without seats, use and denials are left out.
    pub(crate) hours: BTreeMap<u64, Hour>,
    used: u64,
    seats: Option<u64>,
}

/// All features over time.
#[derive(Debug)]
pub(crate) struct Series {
    courses: BTreeMap<FeatureId, Course>,
    window: Range<u64>,
}

impl Series {
    /// Counts what is in the window.
    pub(crate) fn new(window: Range<u64>) -> Self {
        Self { courses: BTreeMap::new(), window }
    }

    /// Sets the window, before anything is looked at.
    pub(crate) fn set_window(&mut self, window: Range<u64>) {
        self.window = window;
    }

    /// Looks at features after a record of this hour.
    pub(crate) fn look(
        &mut self,
        ledger: &Ledger,
        features: impl Iterator<Item = FeatureId>,
        at_ms: u64,
        hour_ms: u64,
    ) {
        for feature in features {
            let course = self.courses.entry(feature).or_default();
            if course.feature.is_empty() {
                course.feature = label(ledger, Some(feature), "");
            }
            let pools = ledger.feature_pools(feature);
            let sum = pools.fold((0_u64, Some(0_u64)), |(used, seats), pool| {
                let of_pool = pool.seats.limit().map(u64::from);
                (used.saturating_add(pool.used), seats.zip(of_pool).map(|(a, b)| a.saturating_add(b)))
            });
            (course.used, course.seats) = sum;
            if self.window.contains(&at_ms) {
                course.mark(hour_ms);
            }
        }
    }

    /// Counts a denial.
    pub(crate) fn count(&mut self, movement: &Movement, at_ms: u64, hour_ms: u64) {
        let denied = matches!(movement.kind, MovementKind::Denied(..)) && self.window.contains(&at_ms);
        let course = movement.feature.filter(|_| denied).and_then(|feature| self.courses.get_mut(&feature));
        if let Some(course) = course {
            course.hour(hour_ms).denied += 1;
        }
    }

    /// A new hour begins with what there is.
    pub(crate) fn turn(&mut self, hour_ms: u64) {
        if self.window.contains(&hour_ms) {
            self.courses.values_mut().for_each(|course| course.mark(hour_ms));
        }
    }

    /// The features that were licensed, used or asked for in the window, by name.
    pub(crate) fn finish(self) -> Vec<Course> {
        let mut courses: Vec<Course> =
            self.courses.into_values().filter(|course| !course.hours.is_empty()).collect();
        courses.sort_by(|a, b| a.feature.cmp(&b.feature));
        courses
    }
}

impl Course {
    fn hour(&mut self, hour_ms: u64) -> &mut Hour {
        let (used, seats) = (self.used, self.seats);
        self.hours.entry(hour_ms).or_insert(Hour { used, seats, denied: 0 })
    }

    fn mark(&mut self, hour_ms: u64) {
        if self.used == 0 && self.seats == Some(0) {
            return;
        }
        let (used, seats) = (self.used, self.seats);
        let hour = self.hour(hour_ms);
        hour.used = hour.used.max(used);
        hour.seats = hour.seats.zip(seats).map(|(a, b)| a.max(b));
    }
}
