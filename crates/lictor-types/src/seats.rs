//! How many seats a license or a pool has.

use core::fmt;

use crate::limits::SEATS_MAX;

/// A number of seats: counted, or without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seats {
    /// 0 to 2147483647. A license has at least one; a pool without a base has none.
    Limited(u32),
    /// `COUNT=UNLIMITED`.
    Unlimited,
}

/// Why a text is no seat count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadCount;

impl fmt::Display for BadCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a whole number from 1 to 2147483647, or UNLIMITED")
    }
}

impl core::error::Error for BadCount {}

impl Seats {
    /// No seats: a pool whose exclusive license is gone (UPG-15).
    pub const NONE: Self = Self::Limited(0);

    /// Reads the value of a COUNT setting: ASCII digits without sign or leading zeros (FIL-06),
    /// or `UNLIMITED`.
    ///
    /// # Errors
    ///
    /// [`BadCount`] if it is anything else or out of range.
    pub fn parse(text: &str) -> Result<Self, BadCount> {
        if text == "UNLIMITED" {
            return Ok(Self::Unlimited);
        }
        let plain = !text.starts_with('0') && text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse::<u32>() {
            Ok(count) if plain && (1..=SEATS_MAX).contains(&count) => Ok(Self::Limited(count)),
            _ => Err(BadCount),
        }
    }

    /// The sum, if both are counted and it stays in range (UPG-06, UPG-10).
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Limited(a), Self::Limited(b)) => {
                a.checked_add(b).filter(|sum| *sum <= SEATS_MAX).map(Self::Limited)
            }
            (Self::Unlimited, _) | (_, Self::Unlimited) => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn limit(self) -> Option<u32> {
        match self {
            Self::Limited(count) => Some(count),
            Self::Unlimited => None,
        }
    }

    /// Whether `used` seats are within it.
    #[must_use]
    pub fn covers(self, used: u64) -> bool {
        self.limit().is_none_or(|limit| used <= u64::from(limit))
    }

    /// By how much `used` is above it (UPG-04).
    #[must_use]
    pub fn over_committed(self, used: u64) -> u64 {
        self.limit().map_or(0, |limit| used.saturating_sub(u64::from(limit)))
    }
}

impl fmt::Display for Seats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limited(count) => fmt::Display::fmt(count, f),
            Self::Unlimited => f.pad("unlimited"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIL-06: integers are ASCII digits without sign, blanks or leading zeros.
    #[test]
    fn fil_06_counts() {
        for (text, expected) in [
            ("1", Some(Seats::Limited(1))),
            ("2147483647", Some(Seats::Limited(SEATS_MAX))),
            ("UNLIMITED", Some(Seats::Unlimited)),
            ("2147483648", None),
            ("0", None),
            ("01", None),
            ("+1", None),
            ("-1", None),
            (" 1", None),
            ("unlimited", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(Seats::parse(text).ok(), expected, "{text:?}");
        }
    }

    /// UPG-06 and UPG-10: no sum with UNLIMITED, none above the maximum.
    #[test]
    fn upg_10_sums_are_checked() {
        let seats = Seats::Limited;
        for (a, b, expected) in [
            (seats(10), seats(1), Some(seats(11))),
            (seats(SEATS_MAX - 1), seats(1), Some(seats(SEATS_MAX))),
            (seats(SEATS_MAX), seats(1), None),
            (Seats::Unlimited, seats(1), None),
            (seats(1), Seats::Unlimited, None),
        ] {
            assert_eq!(a.checked_add(b), expected);
        }
    }
}
