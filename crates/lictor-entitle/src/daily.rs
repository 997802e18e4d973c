//! The five steps of the daily run, in their order (office.md 3.8).

use alloc::vec::Vec;

use core::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One step of the daily run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DailyStep {
    /// Compare every license with its issuer.
    SyncAll,
    /// Renew what is due.
    RenewDue,
    /// Write down what has expired.
    ExpirySweep,
    /// End stop-gap and emergency fulfillments whose last day has passed.
    StopGapSweep,
    /// Tell people and webhooks.
    Notifications,
}

impl DailyStep {
    /// The order of the run. Renewals stand before the sweep, or a license that can be renewed on its
    /// last day would die.
    pub const ORDER: [Self; 5] =
        [Self::SyncAll, Self::RenewDue, Self::ExpirySweep, Self::StopGapSweep, Self::Notifications];

    /// The name in reports, as in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SyncAll => "sync_all",
            Self::RenewDue => "renew_due",
            Self::ExpirySweep => "expiry_sweep",
            Self::StopGapSweep => "stop_gap_sweep",
            Self::Notifications => "notifications",
        }
    }
}

impl fmt::Display for DailyStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The lead times, in days, at which somebody wants to hear of an end and that are reached with `left` days to
/// go. `told` is how many days were left when it was last told; those that were reached then are not reached
/// again. So a day that was missed is made up for, and nothing is told twice.
#[must_use]
pub fn reached(leads: &[i64], left: i64, told: Option<i64>) -> Vec<i64> {
    let is_reached = |lead: &i64| left <= *lead && told.is_none_or(|told| *lead < told);
    leads.iter().copied().filter(is_reached).collect()
}
