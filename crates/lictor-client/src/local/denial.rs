//! Why no local license serves a wish (SES-06: the most telling answer, with the list of all).

use lictor_types::{FeatureName, Status};

use super::objection::{Objection, telling};
use crate::error::Attempt;

/// Why no local license serves a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LocalDenial {
    /// The feature asked for.
    pub(crate) feature: FeatureName,
    /// The status of the most telling attempt; `feature_not_found` without any.
    pub(crate) status: Status,
    /// The same in words.
    pub(crate) text: String,
    /// Every license, bad file or source that was asked, in load order.
    pub(crate) attempts: Vec<Attempt>,
}

/// Attempts that are listed; further ones are counted.
const ATTEMPTS_MAX: usize = 100;

/// The answers so far.
#[derive(Debug)]
pub(super) struct Tally {
    feature: FeatureName,
    attempts: Vec<Attempt>,
    unlisted: usize,
    best: Option<((u8, u8), Objection)>,
}

impl Tally {
    pub(super) fn new(feature: &FeatureName) -> Self {
        Self { feature: feature.clone(), attempts: Vec::new(), unlisted: 0, best: None }
    }

    /// Adds an answer. Among equally telling ones the first counts (OUT-07).
    pub(super) fn add(&mut self, source: &str, (status, text): Objection) {
        if self.attempts.len() < ATTEMPTS_MAX {
            self.attempts.push(Attempt::new(source, status, text.clone()));
        } else {
            self.unlisted += 1;
        }
        let rank = telling(status);
        if self.best.as_ref().is_none_or(|(best, _)| rank > *best) {
            self.best = Some((rank, (status, text)));
        }
    }

    pub(super) fn finish(mut self) -> LocalDenial {
        if self.unlisted > 0 {
            let text = format!("{} further licenses or files were asked in vain", self.unlisted);
            self.attempts.push(Attempt::new("local licenses", Status::FeatureNotFound, text));
        }
        let none = || (Status::FeatureNotFound, format!("no local license of `{}`", self.feature));
        let (status, text) = self.best.map_or_else(none, |(_, objection)| objection);
        LocalDenial { feature: self.feature, status, text, attempts: self.attempts }
    }
}
