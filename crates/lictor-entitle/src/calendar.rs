//! Calendar arithmetic on civil dates: days, months and years that never leave the calendar.
//!
//! A month keeps its anchor day: what started on the 31st falls on the last day of a short month and
//! is back on the 31st in the next long one (office.md 3.8). A sum past the last day there is stays at
//! [`CivilDate::MAX`], which as an end means "none".

use lictor_types::CivilDate;

/// The day `months` months after the month of `date`, on `anchor_day` (1–31) or on the last day of a
/// shorter month.
#[must_use]
pub fn add_months(date: CivilDate, anchor_day: u8, months: u32) -> CivilDate {
    let sum = u64::from(date.year()) * 12 + u64::from(date.month()) - 1 + u64::from(months);
    let (Ok(year), Ok(month)) = (u16::try_from(sum / 12), u8::try_from(sum % 12 + 1)) else {
        return CivilDate::MAX;
    };
    let day = anchor_day.clamp(1, 31);
    // No month is more than three days shorter than the longest.
    (0..=3).find_map(|short| CivilDate::new(year, month, day - day.min(short))).unwrap_or(CivilDate::MAX)
}

/// The day `years` years after `date`; the 29th of February becomes the 28th in a common year.
#[must_use]
pub fn add_years(date: CivilDate, years: u32) -> CivilDate {
    add_months(date, date.day(), years.saturating_mul(12))
}

/// The day `days` days after `date`.
#[must_use]
pub fn add_days(date: CivilDate, days: u32) -> CivilDate {
    CivilDate::from_day_number(date.day_number().saturating_add(days)).unwrap_or(CivilDate::MAX)
}

/// The day `days` days before `date`; not before [`CivilDate::MIN`].
#[must_use]
pub fn subtract_days(date: CivilDate, days: u32) -> CivilDate {
    CivilDate::from_day_number(date.day_number().saturating_sub(days)).unwrap_or(CivilDate::MIN)
}

/// Days from `from` to `to`; negative when `to` is the earlier one.
#[must_use]
pub fn days_between(from: CivilDate, to: CivilDate) -> i64 {
    i64::from(to.day_number()) - i64::from(from.day_number())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> CivilDate {
        CivilDate::parse(text).unwrap()
    }

    #[test]
    fn months_clamp_and_come_back_to_their_day() {
        for (from, months, to) in [
            ("2026-12-31", 0, "2026-12-31"),
            ("2026-12-31", 1, "2027-01-31"),
            ("2026-12-31", 2, "2027-02-28"),
            ("2026-12-31", 3, "2027-03-31"),
            ("2027-12-31", 2, "2028-02-29"),
            ("2026-03-12", 12, "2027-03-12"),
            ("2026-11-30", 13, "2027-12-30"),
            ("9999-12-01", 1, "9999-12-31"),
            ("2026-01-01", u32::MAX, "9999-12-31"),
        ] {
            assert_eq!(add_months(day(from), day(from).day(), months), day(to), "{from} + {months}");
        }
        assert_eq!(add_months(day("2027-02-28"), 31, 1), day("2027-03-31"));
        assert_eq!(add_months(day("2027-02-28"), 0, 1), day("2027-03-01"));
    }

    #[test]
    fn years_and_days() {
        assert_eq!(add_years(day("2024-02-29"), 1), day("2025-02-28"));
        assert_eq!(add_years(day("2026-06-30"), u32::MAX), CivilDate::MAX);
        assert_eq!(add_days(day("2016-04-12"), 10), day("2016-04-22"));
        assert_eq!(add_days(day("2026-06-30"), u32::MAX), CivilDate::MAX);
        assert_eq!(subtract_days(day("2016-04-22"), 10), day("2016-04-12"));
        assert_eq!(subtract_days(day("1970-01-05"), 10), CivilDate::MIN);
        assert_eq!(days_between(day("2016-04-22"), day("2016-04-12")), -10);
    }
}
