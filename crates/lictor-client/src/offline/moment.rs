//! When something is judged, and what the clock was seen to be before (TIM-07).

use lictor_license::License;
use lictor_types::{CivilDate, Status};

use super::paper::{self, Objection};

/// The wall clock, and the latest time in the client's own store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) wall_ms: u64,
    /// The same, of the latest time seen; 0 without a store.
    pub(crate) latest_ms: u64,
}

const HOUR_MS: u64 = 60 * 60 * 1000;
/// How far a clock may be behind what was seen (TIM-07).
const ROLLBACK_MS_MAX: u64 = 24 * HOUR_MS;

impl Moment {
    /// TIM-07: a license with SYSTEMCLOCKCHECK is refused while the clock is behind.
    pub(super) fn clock(self, license: &License) -> Result<(), Objection> {
        let behind_ms = self.latest_ms.saturating_sub(self.wall_ms);
        if !license.system_clock_check() || behind_ms <= ROLLBACK_MS_MAX {
            return Ok(());
        }
        let hours = behind_ms / HOUR_MS;
        let text = format!("the clock is {hours} hours behind a time seen here, 24 are allowed");
        Err((Status::ClockRollback, text))
    }

    /// TIM-01, as far as it can be told without the server's zone: a license is refused when its
    /// day is over, or not yet begun, everywhere on Earth.
    pub(super) fn dates(self, license: &License) -> Result<(), Objection> {
        let first = paper::day(self.wall_ms.saturating_sub(12 * HOUR_MS));
        let last = paper::day(self.wall_ms.saturating_add(14 * HOUR_MS));
        let start: Option<CivilDate> = license.start().filter(|start| last < *start);
        if let Some(start) = start {
            return Err((Status::NotStarted, format!("it starts on {start}")));
        }
        match license.end().filter(|end| *end < first) {
            Some(end) => Err((Status::Expired, format!("it ended with {end}"))),
            None => Ok(()),
        }
    }
}
