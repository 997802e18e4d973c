//! The five steps of the daily run, in their order (office.md 3.8).

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
