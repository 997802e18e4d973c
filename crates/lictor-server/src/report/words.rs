//! Values as the documents write them.

use jiff::Timestamp;
use lictor_types::{CivilDate, Seats};
use serde::{Deserialize, Serialize};

/// A number of seats: a number, or `"unlimited"`. What a rejected license says may be any text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CountWord {
    /// A number.
    Number(u64),
    /// A word.
    Text(String),
}

impl From<Seats> for CountWord {
    fn from(seats: Seats) -> Self {
        seats.limit().map_or_else(|| Self::Text("unlimited".to_owned()), |limit| Self::Number(limit.into()))
    }
}

impl CountWord {
    /// Free seats (OUT-07).
    pub(super) fn free(seats: Seats, used: u64, reserved: u64) -> Self {
        match seats {
            Seats::Limited(limit) => {
                Self::Number(u64::from(limit).saturating_sub(used.saturating_add(reserved)))
            }
            Seats::Unlimited => seats.into(),
        }
    }

    /// What a license claims of its COUNT.
    pub(super) fn claimed(count: &str) -> Self {
        Seats::parse(count).map_or_else(|_| Self::Text(count.to_owned()), Self::from)
    }
}

/// A date, or null where there is none: END 9999-12-31 means none (FIL-04).
pub(super) fn day(date: Option<CivilDate>) -> Option<String> {
    date.filter(|date| *date != CivilDate::MAX).map(|date| date.to_string())
}

/// An instant as RFC 3339 in UTC, to the second.
pub(crate) fn instant(wall_ms: u64) -> Option<String> {
    let seconds = i64::try_from(wall_ms / 1000).ok()?;
    Timestamp::from_second(seconds).ok().map(|at| at.to_string())
}
