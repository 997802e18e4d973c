//! What the rows of a report are about.

use clap::ValueEnum;
use lictor_types::Identity;

use crate::failure::Failure;

/// One column of a row's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dimension {
    /// The feature, with its vendor
    Feature,
    /// Login names
    User,
    /// Machines
    Host,
    /// Projects that use is booked to
    Project,
    /// Hours of the clock
    Hour,
    /// Days
    Day,
}

impl Dimension {
    /// The dimensions of a call.
    ///
    /// # Errors
    ///
    /// A wrong call if one is named twice, or both hours and days are.
    pub(crate) fn sound(by: &[Self]) -> Result<Vec<Self>, Failure> {
        for (at, dimension) in by.iter().enumerate() {
            if by.get(..at).is_some_and(|before| before.contains(dimension)) {
                return Err(Failure::usage(format!("--by names {} twice", dimension.name())));
            }
        }
        if by.contains(&Self::Hour) && by.contains(&Self::Day) {
            return Err(Failure::usage("--by takes hour or day, not both"));
        }
        Ok(by.to_vec())
    }

    /// The name of the column.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Feature => "feature",
            Self::User => "user",
            Self::Host => "host",
            Self::Project => "project",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// Whether it tells when.
    pub(crate) fn is_time(self) -> bool {
        match self {
            Self::Hour | Self::Day => true,
            Self::Feature | Self::User | Self::Host | Self::Project => false,
        }
    }

    /// Its value for somebody's use of a feature; empty for a time.
    pub(crate) fn of(self, feature: &str, identity: &Identity) -> String {
        match self {
            Self::Feature => feature.to_string(),
            Self::User => identity.user.clone(),
            Self::Host => identity.host.clone(),
            Self::Project => identity.project.clone(),
            Self::Hour | Self::Day => String::new(),
        }
    }
}
