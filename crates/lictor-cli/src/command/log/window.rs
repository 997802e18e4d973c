//! The part of a log that is looked at: from one instant to another, in the zone of the server.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use lictor_engine::Ledger;

/// An instant as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// With an offset: the same everywhere.
    Instant(Timestamp),
    /// As a clock on the wall shows it.
    Civil(DateTime),
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(Self::Instant(instant));
        }
        let civil = text.parse::<DateTime>().ok();
        let civil = civil.or_else(|| text.parse::<Date>().ok().map(|date| date.at(0, 0, 0, 0)));
        civil.map(Self::Civil).ok_or_else(|| {
            "expected a day or a time as 2026-03-01, 2026-03-01T14:30 or 2026-03-01T14:30Z".to_string()
        })
    }
}

impl Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z. A time that a zone skips or has twice is taken as
    /// its offset before the change says.
    fn wall_ms(self, zone: &TimeZone) -> u64 {
        let instant = match self {
            Self::Instant(instant) => Ok(instant),
            Self::Civil(civil) => zone.to_ambiguous_timestamp(civil).compatible(),
        };
        instant.ok().and_then(|instant| u64::try_from(instant.as_millisecond()).ok()).unwrap_or(0)
    }
}

/// A part of a log, and the zone its times are told in.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    from: Option<Moment>,
    to: Option<Moment>,
    zone: Option<TimeZone>,
}

impl Window {
    /// With `utc` times are of Greenwich, else of the server's zone, which the first license of the
    /// log names (TIM-01).
    pub(crate) fn new(from: Option<Moment>, to: Option<Moment>, utc: bool) -> Self {
        Self { from, to, zone: utc.then_some(TimeZone::UTC) }
    }

    /// Takes the zone of a ledger, once one is known.
    pub(crate) fn learn(&mut self, ledger: &Ledger) {
        if self.zone.is_none()
            && let Some(first) = ledger.zones_today().first()
        {
            self.zone = Some(TimeZone::get(&first.zone).unwrap_or(TimeZone::UTC));
        }
    }

    /// The zone.
    pub(crate) fn zone(&self) -> TimeZone {
        self.zone.clone().unwrap_or(TimeZone::UTC)
    }

    /// The zone's name.
    pub(crate) fn zone_name(&self) -> String {
        let zone = self.zone();
        zone.iana_name().unwrap_or("UTC").to_string()
    }

    /// The first instant in it.
    pub(crate) fn start_ms(&self) -> u64 {
        self.from.map_or(0, |from| from.wall_ms(&self.zone()))
    }

    /// The first instant after it.
    pub(crate) fn end_ms(&self) -> u64 {
        self.to.map_or(u64::MAX, |to| to.wall_ms(&self.zone()))
    }
}

/// An instant as a zone's clock shows it, with the offset: `2026-03-01T14:30:00+01:00`.
pub(crate) fn shown(wall_ms: u64, zone: &TimeZone) -> String {
    let at = i64::try_from(wall_ms).ok().and_then(|at| Timestamp::from_millisecond(at).ok());
    at.map(|at| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_days_times_or_instants() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        for (text, expected) in [
            ("1970-01-02", Some(86_400_000 - 3_600_000)),
            ("1970-01-01T02:00", Some(3_600_000)),
            ("1970-01-01 02:00:01", Some(3_601_000)),
            ("1970-01-01T02:00Z", Some(7_200_000)),
            ("1970-01-01T02:00+02:00", Some(0)),
            ("1969-12-31", Some(0)),
            ("yesterday", None),
            ("2026-02-30", None),
        ] {
            let read = text.parse::<Moment>().ok().map(|moment| moment.wall_ms(&zone));
            assert_eq!(read, expected, "{text}");
        }
        assert_eq!(shown(0, &zone), "1970-01-01T01:00:00+01:00");
    }
}
