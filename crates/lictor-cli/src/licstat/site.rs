//! The servers of a path as the layouts show them.

use lictor_types::Status;

use super::Feature;

/// Every server, in the order of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    /// None if the path could not be read at all.
    pub(super) servers: Vec<Server>,
}

/// One server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Server {
    /// `port@host`.
    pub(super) place: String,
    /// What it said.
    pub(super) answer: Answer,
}

/// What came of asking a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// It told what it serves.
    Report(Report),
    /// It could not be asked, and why.
    Silence(Status),
}

/// What a server tells of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    /// Its version without its name, as `1.0`.
    pub(super) version: String,
    /// Seconds since it started.
    pub(super) uptime_seconds: u64,
    /// One per pool (UPG-12).
    pub(super) features: Vec<Feature>,
}

impl Report {
    /// `3 day(s) 12 hour(s) 0 min(s) 51 sec(s)`: always four units, because readers count words.
    pub(super) fn uptime(&self) -> String {
        format!("{} day(s) {}", self.uptime_seconds / 86_400, self.uptime_in_day())
    }

    /// The same, without the days if there are none.
    pub(super) fn uptime_in_short(&self) -> String {
        if self.uptime_seconds < 86_400 { self.uptime_in_day() } else { self.uptime() }
    }

    fn uptime_in_day(&self) -> String {
        let seconds = self.uptime_seconds;
        format!("{} hour(s) {} min(s) {} sec(s)", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
    }
}
