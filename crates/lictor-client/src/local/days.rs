//! Which civil day it is where a license means its dates (TIM-01).

use lictor_types::CivilDate;

/// The days that it may be: one if the offset from UTC is known, else every day that it is
/// somewhere on Earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    first: CivilDate,
    last: CivilDate,
}

const DAY_MS: i128 = 24 * 60 * 60 * 1000;
const MINUTE_MS: i128 = 60 * 1000;
/// The clocks of the Earth in minutes from UTC, from the one furthest behind to the one furthest
/// ahead.
const OFFSETS_MINUTES: (i16, i16) = (-12 * 60, 14 * 60);

impl Days {
    /// The days in a zone at this offset from UTC, or in an unknown one.
    pub(super) fn at(wall_ms: u64, offset_minutes: Option<i16>) -> Self {
        let (behind, ahead) = OFFSETS_MINUTES;
        let (low, high) = offset_minutes.map_or((behind, ahead), |minutes| {
            let minutes = minutes.clamp(behind, ahead);
            (minutes, minutes)
        });
        Self { first: day(wall_ms, low), last: day(wall_ms, high) }
    }

    /// Whether the first instant of this day is still to come.
    pub(super) fn are_before(self, start: CivilDate) -> bool {
        self.last < start
    }

    /// Whether the last instant of this day has passed.
    pub(super) fn are_after(self, end: CivilDate) -> bool {
        end < self.first
    }
}

fn day(wall_ms: u64, offset_minutes: i16) -> CivilDate {
    let number = (i128::from(wall_ms) + i128::from(offset_minutes) * MINUTE_MS).div_euclid(DAY_MS);
    if number < 0 {
        return CivilDate::MIN;
    }
    u32::try_from(number).ok().and_then(CivilDate::from_day_number).unwrap_or(CivilDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TIM-01: whole civil days at an offset; every day of the Earth where there is none.
    #[test]
    fn tim_01_the_day_at_an_offset() {
        let day = |text: &str| CivilDate::parse(text).unwrap();
        let noon_ms = u64::from(day("2026-03-31").day_number()) * 86_400_000 + 12 * 3_600_000;
        for (wall_ms, offset, first, last) in [
            (noon_ms, Some(0), "2026-03-31", "2026-03-31"),
            (noon_ms, Some(12 * 60 - 1), "2026-03-31", "2026-03-31"),
            (noon_ms, Some(12 * 60), "2026-04-01", "2026-04-01"),
            (noon_ms - 1, Some(-12 * 60), "2026-03-30", "2026-03-30"),
            (noon_ms, Some(i16::MAX), "2026-04-01", "2026-04-01"),
            (noon_ms, None, "2026-03-31", "2026-04-01"),
            (noon_ms - 1, None, "2026-03-30", "2026-04-01"),
            (noon_ms - 2 * 3_600_000 - 1, None, "2026-03-30", "2026-03-31"),
            (0, Some(-60), "1970-01-01", "1970-01-01"),
            (u64::MAX, Some(0), "9999-12-31", "9999-12-31"),
        ] {
            let expected = Days { first: day(first), last: day(last) };
            assert_eq!(Days::at(wall_ms, offset), expected, "{wall_ms} {offset:?}");
        }
    }
}
