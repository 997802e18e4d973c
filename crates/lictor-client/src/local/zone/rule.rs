//! Rules of summer time as TZ and zone files spell them: `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX.1
//! section 8.3, with the extensions of RFC 9636 section 3.3.1).

use lictor_types::CivilDate;

/// Standard time, and summer time if there is one. Offsets in seconds ahead of UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    standard: i32,
    summer: Option<Summer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Summer {
    offset: i32,
    begin: Turn,
    end: Turn,
}

/// A day of each year, and seconds from its midnight.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Turn {
    day: Day,
    seconds: i32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Day {
    /// `Jn`, 1 to 365: February 29 is never counted.
    Julian(u16),
    /// `n`, 0 to 365: February 29 is counted.
    Ordinal(u16),
    /// `Mm.w.d`: the w-th (5: the last) weekday d of month m; 0 is Sunday.
    Weekday { month: u8, week: u8, weekday: u8 },
}

const HOUR: i32 = 60 * 60;
const DAY: i64 = 24 * 60 * 60;
/// When a turn happens that does not say it.
const TURN_DEFAULT: i32 = 2 * HOUR;

impl Rule {
    pub(super) const UTC: Self = Self { standard: 0, summer: None };

    /// None if the text is no rule.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rest = name(text)?;
        let standard = -time(&mut rest, 24)?;
        if rest.is_empty() {
            return Some(Self { standard, summer: None });
        }
        rest = name(rest)?;
        let said = !rest.starts_with(',');
        let offset = if said { -time(&mut rest, 24)? } else { standard + HOUR };
        let (begin, end) = rest.strip_prefix(',')?.split_once(',')?;
        let summer = Summer { offset, begin: Turn::parse(begin)?, end: Turn::parse(end)? };
        Some(Self { standard, summer: Some(summer) })
    }

    pub(super) fn offset_seconds(&self, at: i64) -> Option<i32> {
        let Some(summer) = &self.summer else { return Some(self.standard) };
        let day = (at + i64::from(self.standard)).max(0) / DAY;
        let year = CivilDate::from_day_number(u32::try_from(day).ok()?)?.year();
        let begin = summer.begin.in_year(year)? - i64::from(self.standard);
        let end = summer.end.in_year(year)? - i64::from(summer.offset);
        let is_summer = if begin < end { (begin..end).contains(&at) } else { !(end..begin).contains(&at) };
        Some(if is_summer { summer.offset } else { self.standard })
    }
}

impl Turn {
    fn parse(text: &str) -> Option<Self> {
        let (day, mut at) = text.split_once('/').unwrap_or((text, ""));
        let seconds = if text.contains('/') { time(&mut at, 167)? } else { TURN_DEFAULT };
        Some(Self { day: Day::parse(day)?, seconds }).filter(|_| at.is_empty())
    }

    /// Seconds since 1970 by the clock that it turns.
    fn in_year(&self, year: u16) -> Option<i64> {
        Some(i64::from(self.day.in_year(year)?) * DAY + i64::from(self.seconds))
    }
}

impl Day {
    fn parse(text: &str) -> Option<Self> {
        if let Some(weekday) = text.strip_prefix('M') {
            let mut parts = weekday.split('.');
            let mut part = |low, high| number(parts.next()?, low, high);
            let (month, week, weekday) = (part(1, 12)?, part(1, 5)?, part(0, 6)?);
            let [month, week, weekday] = [month, week, weekday].map(|part| part as u8);
            return Some(Self::Weekday { month, week, weekday }).filter(|_| parts.next().is_none());
        }
        match text.strip_prefix('J') {
            Some(day) => number(day, 1, 365).map(Self::Julian),
            None => number(text, 0, 365).map(Self::Ordinal),
        }
    }

    /// Its number since 1970.
    fn in_year(&self, year: u16) -> Option<u32> {
        let first_of = |month| CivilDate::new(year, month, 1).map(CivilDate::day_number);
        match *self {
            Self::Ordinal(day) => Some(first_of(1)? + u32::from(day)),
            Self::Julian(day) => {
                let leap = CivilDate::new(year, 2, 29).is_some();
                Some(first_of(1)? + u32::from(day) - 1 + u32::from(leap && day > 59))
            }
            Self::Weekday { month, week, weekday } => {
                let first = first_of(month)?;
                // 1970-01-01 was a Thursday.
                let ahead = (u32::from(weekday) + 7 - (first + 4) % 7) % 7;
                let days = (28..=31).rev().find(|day| CivilDate::new(year, month, *day).is_some())?;
                let day = ahead + 7 * (u32::from(week) - 1);
                Some(first + if day < u32::from(days) { day } else { day - 7 })
            }
        }
    }
}

/// What follows a name of a time: three letters or more, or anything in `<…>`.
fn name(text: &str) -> Option<&str> {
    if let Some(quoted) = text.strip_prefix('<') {
        return quoted.split_once('>').map(|(_, rest)| rest);
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    text.get(letters..).filter(|_| letters >= 3)
}

/// Takes `[+-]h[h][:mm[:ss]]` from the front, in seconds.
fn time(text: &mut &str, hours_max: u16) -> Option<i32> {
    let negative = text.starts_with('-');
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    let mut parts = digits.split(':');
    let hours = number(parts.next()?, 0, hours_max)?;
    let mut sixtieth = || parts.next().map_or(Some(0), |part| number(part, 0, 59));
    let (minutes, seconds) = (sixtieth()?, sixtieth()?);
    let seconds = i32::from(hours) * HOUR + i32::from(minutes) * 60 + i32::from(seconds);
    *text = rest;
    parts.next().is_none().then_some(if negative { -seconds } else { seconds })
}

fn number(text: &str, low: u16, high: u16) -> Option<u16> {
    let digits = !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| digits && (low..=high).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_day() {
        for (day, year, expected) in [
            ("M3.5.0", 2026, "2026-03-29"),
            ("M10.1.0", 2028, "2028-10-01"),
            ("M2.5.0", 2026, "2026-02-22"),
            ("M4.5.4", 2026, "2026-04-30"),
            ("M3.2.0", 2026, "2026-03-08"),
            ("J59", 2028, "2028-02-28"),
            ("J60", 2028, "2028-03-01"),
            ("J365", 2026, "2026-12-31"),
            ("59", 2028, "2028-02-29"),
            ("0", 2026, "2026-01-01"),
        ] {
            let number = Day::parse(day).and_then(|day| day.in_year(year)).unwrap();
            assert_eq!(CivilDate::from_day_number(number).unwrap().to_string(), expected, "{day}");
        }
    }

    #[test]
    fn offsets_of_rules() {
        for (rule, expected) in [
            ("UTC0", 0),
            ("<+0545>-5:45", 5 * HOUR + 45 * 60),
            ("NST3:30NDT,M3.2.0,M11.1.0", -3 * HOUR - 30 * 60),
            // Winter is the exception.
            ("IST-1GMT0,M10.5.0,M3.5.0/1", 0),
            // The hours of a turn may lie days away.
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -2 * HOUR),
            ("EST5EDT,0/0,J365/25", -4 * HOUR),
        ] {
            assert_eq!(Rule::parse(rule).unwrap().offset_seconds(14 * DAY), Some(expected), "{rule}");
        }
    }

    #[test]
    fn what_is_no_rule() {
        for text in [
            "",
            "CET",
            "C-1",
            "CET-25",
            "CET-1CEST",
            "CET-1CEST,M3.5.0",
            "CET-1CEST,M13.5.0,M10.5.0",
            "CET-1CEST,M3.6.0,M10.5.0",
            "CET-1CEST,M3.5.7,M10.5.0",
            "CET-1CEST,J0,J1",
            "CET-1CEST,366,1",
            "CET-1CEST,M3.5.0/,M10.5.0",
            "CET-1CEST,M3.5.0,M10.5.0/168",
            "CET-1CEST,M3.5.0.1,M10.5.0",
            "<CET-1",
            "CET-1:60",
            "CET--1",
            "CET-1 ",
        ] {
            assert_eq!(Rule::parse(text), None, "{text}");
        }
    }
}
