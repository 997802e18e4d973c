//! The hours of a zone's clock, one after another.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::command::log::window;

const HOUR_MS: u64 = 3_600_000;

/// The hour that an instant is in.
#[derive(Debug, Clone)]
pub(crate) struct Hours {
    zone: TimeZone,
    start_ms: u64,
}

impl Hours {
    /// The hour of an instant.
    pub(crate) fn new(zone: TimeZone, wall_ms: u64) -> Self {
        let start_ms = start(&zone, wall_ms);
        Self { zone, start_ms }
    }

    /// The zone.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Its first instant.
    pub(crate) fn start_ms(&self) -> u64 {
        self.start_ms
    }

    /// The first instant of the next.
    pub(crate) fn end_ms(&self) -> u64 {
        self.start_ms.saturating_add(HOUR_MS)
    }

    /// Goes on to the hour of an instant.
    pub(crate) fn go_to(&mut self, wall_ms: u64) {
        self.start_ms = start(&self.zone, wall_ms);
    }

    /// As a column shows it.
    pub(crate) fn hour(&self) -> String {
        window::shown(self.start_ms, &self.zone)
    }

    /// Its day as a column shows it.
    pub(crate) fn day(&self) -> String {
        day(self.start_ms, &self.zone)
    }
}

/// The day of an instant: `2026-03-01`.
pub(crate) fn day(wall_ms: u64, zone: &TimeZone) -> String {
    window::shown(wall_ms, zone).split('T').next().unwrap_or_default().to_string()
}

/// The last full hour of the zone's clock before or at an instant. Offsets of half an hour count.
fn start(zone: &TimeZone, wall_ms: u64) -> u64 {
    let at = i64::try_from(wall_ms).ok().and_then(|at| Timestamp::from_millisecond(at).ok());
    let offset_ms = at.map_or(0, |at| i64::from(zone.to_offset(at).seconds()) * 1000);
    let hour = i64::from(3_600_000_i32);
    let local = i64::try_from(wall_ms).unwrap_or(i64::MAX).saturating_add(offset_ms);
    let start = local.saturating_sub(local.rem_euclid(hour)).saturating_sub(offset_ms);
    u64::try_from(start).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_those_of_the_zones_clock() {
        for (zone, at, hour, day) in [
            ("UTC", 3_600_000, "1970-01-01T01:00:00+00:00", "1970-01-01"),
            ("UTC", 7_199_999, "1970-01-01T01:00:00+00:00", "1970-01-01"),
            ("Asia/Kolkata", 86_400_000, "1970-01-02T05:00:00+05:30", "1970-01-02"),
            ("America/New_York", 86_400_000, "1970-01-01T19:00:00-05:00", "1970-01-01"),
        ] {
            let hours = Hours::new(TimeZone::get(zone).unwrap(), at);
            assert_eq!((hours.hour().as_str(), hours.day().as_str()), (hour, day), "{zone} {at}");
            assert!(hours.start_ms() <= at && at < hours.end_ms(), "{zone} {at}");
        }
    }
}
