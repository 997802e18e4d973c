//! Civil days in time zones (TIM-01, TIM-02).
//!
//! Zone data is built in, so that whoever runs the server cannot edit it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};
use lictor_engine::ZoneToday;
use lictor_types::CivilDate;

/// A time zone.
#[derive(Debug, Clone)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

/// No zone has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an IANA time zone such as Europe/Berlin, found {name}")]
pub struct UnknownZone {
    /// The name.
    pub name: String,
}

impl Zone {
    /// Greenwich.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), rules: TimeZone::UTC }
    }

    /// The zone of this IANA name, in any case.
    ///
    /// # Errors
    ///
    /// [`UnknownZone`].
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        let unknown = || UnknownZone { name: name.to_owned() };
        let rules = TimeZone::get(name).map_err(|_| unknown())?;
        let name = rules.iana_name().ok_or_else(unknown)?.to_owned();
        Ok(Self { name, rules })
    }

    /// The zone of the operating system; UTC if it does not say.
    #[must_use]
    pub fn system() -> Self {
        let rules = TimeZone::try_system().unwrap_or(TimeZone::UTC);
        let name = rules.iana_name().unwrap_or("local").to_owned();
        Self { name, rules }
    }

    /// Its IANA name, or `local` for an operating system's zone without one.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The day in force at an instant (TIM-02): the latest whose first instant has passed. A day
    /// that has begun stays, also where a clock set back across midnight shows the old date again.
    #[must_use]
    pub fn today(&self, wall_ms: u64) -> CivilDate {
        let shown = self.rules.to_datetime(timestamp(wall_ms)).date();
        let today = civil(shown);
        let begun = |day: &CivilDate| self.day_start(*day).is_some_and(|start| start <= wall_ms);
        today.next().filter(begun).unwrap_or(today)
    }

    /// The first instant of a day, or of the next one that exists if the zone skipped it (TIM-02).
    /// None for the last days of the calendar, which no clock reaches.
    #[must_use]
    pub fn day_start(&self, day: CivilDate) -> Option<u64> {
        let midnight =
            Date::new(day.year().cast_signed(), day.month().cast_signed(), day.day().cast_signed())
                .ok()?
                .at(0, 0, 0, 0);
        let start = match self.rules.to_ambiguous_timestamp(midnight).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(midnight).ok()?,
            AmbiguousOffset::Fold { before, .. } => before.to_timestamp(midnight).ok()?,
            AmbiguousOffset::Gap { before, .. } => {
                let after_gap =
                    before.to_timestamp(midnight).ok()?.checked_add(jiff::Span::new().nanoseconds(1)).ok()?;
                self.rules.preceding(after_gap).next()?.timestamp()
            }
        };
        u64::try_from(start.as_millisecond()).ok()
    }

    /// The next instant after this one at which a new day begins.
    #[must_use]
    pub fn next_midnight(&self, wall_ms: u64) -> Option<u64> {
        let mut day = self.today(wall_ms);
        loop {
            day = day.next()?;
            let start = self.day_start(day)?;
            if start > wall_ms {
                return Some(start);
            }
        }
    }

    /// An instant as RFC 3339 with the zone's offset.
    #[must_use]
    pub fn rfc3339(&self, wall_ms: u64) -> String {
        let at = timestamp(wall_ms);
        at.display_with_offset(self.rules.to_offset(at)).to_string()
    }
}

/// The zones of a feature set, the server's first, and the day in force in each.
#[derive(Debug, Clone)]
pub struct Zones {
    server: Zone,
    others: Vec<Zone>,
    today: Vec<CivilDate>,
    /// The earliest next midnight of any of them.
    next_ms: u64,
}

impl Zones {
    /// The server's zone alone.
    #[must_use]
    pub fn new(server: Zone, wall_ms: u64) -> Self {
        Self { server, others: Vec::new(), today: Vec::new(), next_ms: 0 }.at(wall_ms)
    }

    /// The zones of another feature set of the same server. A name that is unknown here counts as
    /// the server's own zone; the intake lets none pass.
    #[must_use]
    pub fn for_set(&self, set: &[ZoneToday], wall_ms: u64) -> Self {
        let zone = |named: &ZoneToday| Zone::named(&named.zone).unwrap_or_else(|_| self.server.clone());
        let others = set.iter().skip(1).map(zone).collect();
        Self { server: self.server.clone(), others, today: Vec::new(), next_ms: 0 }.at(wall_ms)
    }

    /// The server's zone (TIM-01).
    #[must_use]
    pub fn server(&self) -> &Zone {
        &self.server
    }

    /// The zone with this number in the feature set.
    #[must_use]
    pub fn get(&self, number: u16) -> Option<&Zone> {
        number.checked_sub(1).map_or(Some(&self.server), |other| self.others.get(usize::from(other)))
    }

    /// The day in force in each zone, in the order of the feature set.
    pub fn today(&self) -> impl Iterator<Item = CivilDate> + '_ {
        self.today.iter().copied()
    }

    /// Moves on to this instant and says whether a day changed anywhere, at which licenses and
    /// upgrades start and stop by themselves (UPG-03). Days go back only if
    /// `back` says that the clock rules allow it (TIM-05).
    pub fn turned(&mut self, wall_ms: u64, back: bool) -> bool {
        if wall_ms < self.next_ms && !back {
            return false;
        }
        let before = std::mem::take(&mut self.today);
        self.set(wall_ms);
        before != self.today
    }

    /// The earliest instant at which a day begins in any of the zones.
    #[must_use]
    pub fn next_midnight(&self) -> u64 {
        self.next_ms
    }

    fn at(mut self, wall_ms: u64) -> Self {
        self.set(wall_ms);
        self
    }

    fn set(&mut self, wall_ms: u64) {
        let all = || std::iter::once(&self.server).chain(&self.others);
        let today = all().map(|zone| zone.today(wall_ms)).collect();
        self.next_ms = all().filter_map(|zone| zone.next_midnight(wall_ms)).min().unwrap_or(u64::MAX);
        self.today = today;
    }
}

fn timestamp(wall_ms: u64) -> Timestamp {
    i64::try_from(wall_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX)
}

fn civil(date: Date) -> CivilDate {
    let part = |part: i8| part.cast_unsigned();
    let day = CivilDate::new(date.year().cast_unsigned(), part(date.month()), part(date.day()));
    day.unwrap_or_else(|| if date.year() < 1970 { CivilDate::MIN } else { CivilDate::MAX })
}

#[cfg(test)]
mod tests;
