//! A feature as the layouts show it.

use lictor_types::limits::SEATS_MAX;
use lictor_types::{CivilDate, KeyType, Seats, Version};

use super::User;

/// One pool with its users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Feature {
    /// Its name as written.
    pub(super) name: String,
    /// Version served; none without a base.
    pub(super) version: Option<Version>,
    /// Its vendor.
    pub(super) vendor: String,
    /// START.
    pub(super) start: Option<CivilDate>,
    /// END.
    pub(super) end: Option<CivilDate>,
    /// Kind of the pool.
    pub(super) key_type: KeyType,
    /// SHARE flags.
    pub(super) sharing: Vec<String>,
    /// Charged seats (OUT-07).
    pub(super) used: u64,
    /// Seats on the day in force.
    pub(super) seats: Seats,
    /// Checkouts denied.
    pub(super) denied: u64,
    /// Who has seats.
    pub(super) users: Vec<User>,
}

impl Feature {
    /// `major.minor`; `0.0` if nothing is served any more but seats are still out (UPG-15).
    pub(super) fn version(&self) -> String {
        self.version.map_or_else(|| "0.0".to_string(), |version| version.to_string())
    }

    /// The number of seats; without limit, the largest that a license can name.
    pub(super) fn total(&self) -> u32 {
        self.seats.limit().unwrap_or(SEATS_MAX)
    }

    /// Whether sessions share by this flag (SHR-01).
    pub(super) fn shares_by(&self, flag: &str) -> bool {
        self.sharing.iter().any(|have| have == flag)
    }
}

/// A date, or `NONE`.
pub(super) fn date(date: Option<CivilDate>) -> String {
    date.map_or_else(|| "NONE".to_string(), |date| date.to_string())
}
