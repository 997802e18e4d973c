//! Civil dates (FIL-04): whole days of the proleptic Gregorian calendar, without a zone.

use core::fmt;

/// A day from 1970-01-01 to 9999-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    year: u16,
    month: u8,
    day: u8,
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadDate;

impl fmt::Display for BadDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a real calendar day as YYYY-MM-DD, from 1970-01-01 to 9999-12-31")
    }
}

impl core::error::Error for BadDate {}

impl CivilDate {
    /// The last day there is. As an END it means "none" (FIL-04).
    pub const MAX: Self = Self { year: 9999, month: 12, day: 31 };
    /// The first day there is.
    pub const MIN: Self = Self { year: 1970, month: 1, day: 1 };

    /// A date, if that day exists.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let real = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        real.then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    ///
    /// [`BadDate`] if it has another form or names a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, BadDate> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().map_err(|_| BadDate)?;
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u16::from(b - b'0')))
        };
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *bytes else { return Err(BadDate) };
        let year = number(&[y0, y1, y2, y3]).ok_or(BadDate)?;
        let month = number(&[m0, m1]).ok_or(BadDate)? as u8;
        let day = number(&[d0, d1]).ok_or(BadDate)? as u8;
        Self::new(year, month, day).ok_or(BadDate)
    }

    /// The year, 1970–9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1–12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1–31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The following day, if there is one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::from_day_number(self.day_number() + 1)
    }

    /// Days since 1970-01-01. Algorithm: "chrono-Compatible Low-Level Date Algorithms", Howard
    /// Hinnant, `days_from_civil`.
    #[must_use]
    pub fn day_number(self) -> u32 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        (era * 146_097 + day_of_era - 719_468) as u32
    }

    /// The day so many days after 1970-01-01, if it is one of ours. Same source,
    /// `civil_from_days`.
    #[must_use]
    pub fn from_day_number(number: u32) -> Option<Self> {
        let days = i64::from(number) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, month as u8, day as u8)
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIL-04: real calendar days only, in one form.
    #[test]
    fn fil_04_dates() {
        for (text, good) in [
            ("1970-01-01", true),
            ("9999-12-31", true),
            ("2024-02-29", true),
            ("2100-02-29", false),
            ("2000-02-29", true),
            ("1969-12-31", false),
            ("2026-13-01", false),
            ("2026-00-01", false),
            ("2026-04-31", false),
            ("2026-4-01", false),
            ("2026-04-1 ", false),
            ("2026/04/01", false),
            ("+026-04-01", false),
            ("10000-01-01", false),
        ] {
            assert_eq!(CivilDate::parse(text).is_ok(), good, "{text}");
        }
    }

    #[test]
    fn day_numbers_count_every_day_once() {
        let mut date = CivilDate::MIN;
        let mut number = 0;
        while let Some(next) = date.next() {
            assert_eq!(date.day_number(), number);
            assert_eq!(CivilDate::from_day_number(number), Some(date));
            assert!(date < next);
            date = next;
            number += 1;
        }
        assert_eq!(date, CivilDate::MAX);
        assert_eq!(CivilDate::parse("2026-03-01").unwrap().day_number(), 20_513);
    }
}
