//! The time of the back office: the machine's, or one that starts on another day.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lictor_types::CivilDate;

use crate::time::Time;

/// What time it is, and which day in the configured zone (A21).
///
/// With an override the clock starts at that day and runs on from there, so that retries and leases
/// of jobs still make progress.
#[derive(Debug)]
pub struct Clock {
    zone: TimeZone,
    ahead_ms: AtomicI64,
    overridden: bool,
}

/// A day or an instant that the clock cannot be set to.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no day (YYYY-MM-DD) and no instant (RFC 3339)")]
pub struct BadTime(String);

impl Clock {
    /// The machine's clock, read in `zone`.
    #[must_use]
    pub fn machine(zone: TimeZone) -> Self {
        Self { zone, ahead_ms: AtomicI64::new(0), overridden: false }
    }

    /// A clock that starts at `start`: a day (its first instant in `zone`) or an RFC 3339 instant.
    ///
    /// # Errors
    ///
    /// When `start` is neither.
    pub fn starting_at(start: &str, zone: TimeZone) -> Result<Self, BadTime> {
        let clock = Self { zone, ahead_ms: AtomicI64::new(0), overridden: true };
        clock.set(start)?;
        Ok(clock)
    }

    /// Whether it may be set, because it was started with an override.
    #[must_use]
    pub fn is_overridden(&self) -> bool {
        self.overridden
    }

    /// Sets a clock that was started with an override.
    ///
    /// # Errors
    ///
    /// When `to` is neither a day nor an instant.
    pub fn set(&self, to: &str) -> Result<(), BadTime> {
        self.ahead_ms.store(self.instant(to)?.0 - wall_ms(), Ordering::Relaxed);
        Ok(())
    }

    /// The instant that a text names: an RFC 3339 instant, or the first one of a day in the zone.
    ///
    /// # Errors
    ///
    /// When it is neither.
    pub fn instant(&self, text: &str) -> Result<Time, BadTime> {
        let bad = || BadTime(text.to_owned());
        let instant = match text.parse::<Date>() {
            Ok(day) if text.len() == 10 => day.to_zoned(self.zone.clone()).map_err(|_| bad())?.timestamp(),
            Ok(_) | Err(_) => text.parse::<Timestamp>().map_err(|_| bad())?,
        };
        Ok(Time(instant.as_millisecond()))
    }

    /// The instant.
    #[must_use]
    pub fn now(&self) -> Time {
        Time(wall_ms() + self.ahead_ms.load(Ordering::Relaxed))
    }

    /// The day in the configured zone.
    #[must_use]
    pub fn today(&self) -> CivilDate {
        self.day_of(self.now())
    }

    /// The day of an instant in the configured zone.
    #[must_use]
    pub fn day_of(&self, time: Time) -> CivilDate {
        let date = time.timestamp().to_zoned(self.zone.clone()).date();
        civil(date).unwrap_or(CivilDate::MIN)
    }

    /// The configured zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }
}

fn civil(date: Date) -> Option<CivilDate> {
    let year = u16::try_from(date.year()).ok()?;
    CivilDate::new(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
}

/// Seconds of the machine's clock since 1970, whatever override is in force.
#[must_use]
pub fn wall_seconds() -> i64 {
    wall_ms().div_euclid(1000)
}

#[expect(clippy::disallowed_methods, reason = "the one place where this program reads the clock")]
fn wall_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
