//! Why no local license serves a wish.

use lictor_types::Status;

use super::objection::Objection;
use crate::error::Attempt;

/// How every license, bad file and source answered that was asked, in load order (SES-06). Which
/// of them tells the most is for whoever knows the answers of the servers too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct LocalDenial {
    /// At least one, and at most [`ATTEMPTS_MAX`]; there may have been more.
    pub(crate) attempts: Vec<Attempt>,
}

/// Attempts that are listed.
const ATTEMPTS_MAX: usize = 100;

impl LocalDenial {
    pub(super) fn add(&mut self, source: &str, (status, text): Objection) {
        if self.attempts.len() < ATTEMPTS_MAX {
            self.attempts.push(Attempt::new(source, status, text));
        }
    }

    pub(super) fn add_absent(&mut self, source: &str, feature: &impl std::fmt::Display) {
        self.add(source, (Status::FeatureNotFound, format!("no local license of `{feature}`")));
    }
}
