//! The ten statuses of a license at the provider (office.md 2.1).

use core::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a license stands between its request and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum LicenseStatus {
    /// Only the request exists.
    Pending,
    /// The key exists at the issuer; no file yet.
    Issued,
    /// The key exists and is activated; its file may be retrieved.
    Activated,
    /// The file is being asked for. Intermediate.
    Retrieving,
    /// The file is at the provider.
    Retrieved,
    /// The file was uploaded by hand.
    Uploaded,
    /// The file is on its way into the subscription. Intermediate.
    Installing,
    /// The file works in the subscription.
    Installed,
    /// A monthly license that was not renewed in time.
    Expired,
    /// The key was terminated at the issuer. Final.
    Terminated,
}

impl LicenseStatus {
    /// Every status, in the order of a license's life.
    pub const ALL: [Self; 10] = [
        Self::Pending,
        Self::Issued,
        Self::Activated,
        Self::Retrieving,
        Self::Retrieved,
        Self::Uploaded,
        Self::Installing,
        Self::Installed,
        Self::Expired,
        Self::Terminated,
    ];

    /// The word that JSON and every page show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Issued => "Issued",
            Self::Activated => "Activated",
            Self::Retrieving => "Retrieving",
            Self::Retrieved => "Retrieved",
            Self::Uploaded => "Uploaded",
            Self::Installing => "Installing",
            Self::Installed => "Installed",
            Self::Expired => "Expired",
            Self::Terminated => "Terminated",
        }
    }

    /// The status of that word, letter case included.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether an operation always stands behind this status.
    #[must_use]
    pub fn is_intermediate(self) -> bool {
        matches!(self, Self::Retrieving | Self::Installing)
    }

    /// Whether the license can no longer be used or sold.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Expired | Self::Terminated)
    }
}

impl fmt::Display for LicenseStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
