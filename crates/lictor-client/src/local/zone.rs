//! How far local time is from UTC in a zone, as the zone files of the operating system say.
//!
//! The client carries no zone database: it needs one number, on machines that have one. Whoever
//! edits these files gains no more than whoever has none, because [`super::days`] keeps every
//! offset within those of the Earth.

mod rule;
mod tzif;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use rule::Rule;
use tzif::Tzif;

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Zone {
    /// A file of the zone database.
    File(Tzif),
    /// A rule that the environment spells out.
    Rule(Rule),
}

/// Where the zone files are.
const DIRECTORY: &str = "/usr/share/zoneinfo";
/// The zone of the machine.
const LOCAL: &str = "/etc/localtime";
/// More than any zone file has.
const FILE_BYTES_MAX: u64 = 256 * 1024;

impl Zone {
    /// The zone of this process: `tz` is its variable TZ, a name, a path or a rule (POSIX.1
    /// section 8.3); without it the machine's, which is UTC if the machine does not say. None if
    /// TZ says what nobody knows.
    pub(super) fn system(tz: Option<&str>) -> Option<Self> {
        Self::of(tz, Path::new(LOCAL))
    }

    fn of(tz: Option<&str>, local: &Path) -> Option<Self> {
        let Some(tz) = tz.map(|tz| tz.strip_prefix(':').unwrap_or(tz)).filter(|tz| !tz.is_empty()) else {
            return Some(Self::read(local).unwrap_or(Self::Rule(Rule::UTC)));
        };
        Self::read(&Path::new(DIRECTORY).join(tz)).or_else(|| Rule::parse(tz).map(Self::Rule))
    }

    /// The zone of an IANA name, if this machine knows it.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::read(&Path::new(DIRECTORY).join(name))
    }

    /// Minutes that local time is ahead of UTC at an instant.
    pub(super) fn offset_minutes(&self, wall_ms: u64) -> Option<i16> {
        let at = i64::try_from(wall_ms / 1000).ok()?;
        let seconds = match self {
            Self::File(file) => file.offset_seconds(at)?,
            Self::Rule(rule) => rule.offset_seconds(at)?,
        };
        i16::try_from(seconds.div_euclid(60)).ok()
    }

    fn read(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        let regular = file.metadata().is_ok_and(|metadata| metadata.is_file());
        let mut bytes = Vec::new();
        file.take(FILE_BYTES_MAX).read_to_end(&mut bytes).ok().filter(|_| regular)?;
        Tzif::parse(&bytes).map(Self::File)
    }
}

#[cfg(test)]
mod tests {
    use lictor_types::CivilDate;

    use super::*;

    fn ms(date: &str, hours: u64) -> u64 {
        (u64::from(CivilDate::parse(date).unwrap().day_number()) * 24 + hours) * 3_600_000
    }

    /// TIM-01: zones with and without summer time, in both halves of the year and of the Earth,
    /// from the files of the machine and from a rule.
    #[test]
    fn tim_01_offsets_of_zones() {
        for (zone, [january, july]) in [
            ("UTC", [0, 0]),
            ("Europe/Vienna", [60, 120]),
            ("America/Los_Angeles", [-480, -420]),
            ("Asia/Kathmandu", [345, 345]),
            ("Pacific/Kiritimati", [840, 840]),
            ("Australia/Sydney", [660, 600]),
            ("Europe/Dublin", [0, 60]),
            ("CET-1CEST,M3.5.0,M10.5.0/3", [60, 120]),
        ] {
            let zone = Zone::system(Some(zone)).unwrap();
            for year in ["2026", "2090"] {
                let at = |day: &str| zone.offset_minutes(ms(&format!("{year}-{day}"), 12));
                assert_eq!([at("01-15"), at("07-15")], [Some(january), Some(july)], "{zone:?} {year}");
            }
        }
    }

    /// TIM-01: summer time begins and ends at its instant, in years of the file and beyond.
    #[test]
    fn tim_01_summer_time_turns_on_time() {
        let zone = Zone::named("Europe/Vienna").unwrap();
        for (begin, end) in [("2026-03-29", "2026-10-25"), ("2060-03-28", "2060-10-31")] {
            let around = |day| [ms(day, 1) - 1, ms(day, 1)].map(|at| zone.offset_minutes(at));
            assert_eq!(around(begin), [Some(60), Some(120)]);
            assert_eq!(around(end), [Some(120), Some(60)]);
        }
    }

    #[test]
    fn a_zone_nobody_knows_is_unknown() {
        for name in ["Nowhere/Land", "../../../etc/passwd", "XY"] {
            assert_eq!(Zone::system(Some(name)), None, "{name}");
        }
        assert_eq!(Zone::system(Some(":Etc/GMT+5")).unwrap().offset_minutes(0), Some(-300));
        assert_eq!(Zone::system(None), Zone::system(Some("")));
        assert_eq!(Zone::of(None, Path::new("/nowhere")).unwrap().offset_minutes(0), Some(0));
    }
}
