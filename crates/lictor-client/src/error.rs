//! Why a call did not succeed.

use std::fmt;

use lictor_types::{Denial, ExitClass, Seats, Status, Version};

use crate::explain::{self, explain};
use crate::request::Wish;

/// Why a call did not succeed. Opaque: ask it what you need to decide.
///
/// `Display` states the fact in a lower-case fragment; [`Self::hint`] says what to do about it.
#[derive(Debug, Clone)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    status: Status,
    text: String,
    denials: Vec<FeatureDenial>,
    attempts: Vec<Attempt>,
}

/// One source of the path and how it answered (SES-06).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The source as it is written in the path: `host:port`, `unix:/PATH`, a file or a directory;
    /// or `borrowed`, `license string`, `grace`, `trial`.
    pub source: String,
    /// Its answer.
    pub status: Status,
    /// The same in words.
    pub text: String,
    /// Whether a server was asked.
    served: bool,
}

/// An attempt with the numbers of the refusal, if there are any.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    attempt: Attempt,
    denials: Vec<FeatureDenial>,
}

/// The numbers of a refusal, with the feature they are of (OUT-04).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeatureDenial {
    /// The feature asked for.
    pub feature: String,
    /// The version asked for (OUT-01).
    pub version: Option<Version>,
    /// Whether exactly that version was asked for (OUT-01).
    pub exact: bool,
    /// Why not. In an atomic request, `granted` for features that were not the obstacle (OUT-02).
    pub denial: Denial,
}

impl Error {
    pub(crate) fn new(status: Status, text: impl Into<String>) -> Self {
        Self(Box::new(Inner { status, text: text.into(), denials: Vec::new(), attempts: Vec::new() }))
    }

    pub(crate) fn denied(denials: Vec<FeatureDenial>) -> Self {
        let worst = denials.iter().find(|d| !d.denial.status.is_success()).or_else(|| denials.first());
        let status = worst.map_or(Status::Internal, |worst| worst.denial.status);
        let text = worst.map_or_else(String::new, explain);
        Self(Box::new(Inner { status, text, denials, attempts: Vec::new() }))
    }

    /// The most telling of several failures, with the list of all (SES-06).
    pub(crate) fn among(answers: Vec<Answered>) -> Self {
        // That there is no local license tells least, and among equals the first source counts.
        let best = answers.iter().enumerate().max_by_key(|(at, answered)| {
            let Attempt { status, served, .. } = answered.attempt;
            let absent = !served && status == Status::FeatureNotFound;
            (!absent, telling(status), status.depth(), std::cmp::Reverse(*at))
        });
        let (status, text, denials) = match best {
            Some((_, Answered { attempt, denials })) => {
                (attempt.status, attempt.text.clone(), denials.clone())
            }
            None => (Status::ServerUnreachable, "the path names no source".to_owned(), Vec::new()),
        };
        let attempts = answers.into_iter().map(|answered| answered.attempt).collect();
        Self(Box::new(Inner { status, text, denials, attempts }))
    }

    /// What the servers said, between what was tried before them and after.
    pub(crate) fn between(self, before: Vec<Answered>, after: Vec<Answered>) -> Self {
        let Inner { status, text, denials, attempts } = *self.0;
        let nobody = attempts.is_empty() && status == Status::ServerUnreachable;
        if nobody && before.is_empty() && after.is_empty() {
            return Self(Box::new(Inner { status, text, denials, attempts }));
        }
        let mut listed: Vec<Attempt> = before.iter().map(|answered| answered.attempt.clone()).collect();
        listed.extend(attempts);
        listed.extend(after.iter().map(|answered| answered.attempt.clone()));
        let servers = Answered { attempt: Attempt::new("", status, text), denials };
        let answers = before.into_iter().chain(Some(servers).filter(|_| !nobody)).chain(after);
        let mut error = Self::among(answers.collect());
        error.0.attempts = listed;
        error
    }

    /// The stable status (section 12 of the licensing rules).
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.status
    }

    /// Whether a server, or a source without one, answered, and the answer was no.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        !self.0.denials.is_empty()
    }

    /// Whether no server of the path answered in time; trying again later, or another server,
    /// could help.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        matches!(self.0.status, Status::ServerUnreachable | Status::ServerBusy | Status::TimedOut)
    }

    /// Whether a server could not prove its key or its licenses (TRU-02, TRU-03).
    #[must_use]
    pub fn is_not_genuine(&self) -> bool {
        self.0.status == Status::ServerNotGenuine
    }

    /// The numbers of a refusal (OUT-04); of an atomic request, those of the first feature that
    /// was refused.
    #[must_use]
    pub fn denial(&self) -> Option<&Denial> {
        let refused = self.0.denials.iter().map(|d| &d.denial).find(|d| !d.status.is_success());
        refused.or_else(|| self.0.denials.first().map(|d| &d.denial))
    }

    /// The numbers of a refusal for every feature, in the order asked; empty if nobody refused.
    #[must_use]
    pub fn denials(&self) -> &[FeatureDenial] {
        &self.0.denials
    }

    /// Every source that was tried, in order.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.0.attempts
    }

    /// What the reader can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        if self.0.status == Status::ProtocolError && self.0.attempts.is_empty() {
            return None;
        }
        let advice = self.0.denials.iter().find_map(|refused| explain::advice(refused));
        advice.or_else(|| explain::hint(self.0.status))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl std::error::Error for Error {}

impl Attempt {
    pub(crate) fn new(source: &str, status: Status, text: impl Into<String>) -> Self {
        Self { source: source.to_owned(), status, text: text.into(), served: true }
    }
}

impl Answered {
    pub(crate) fn by_server(attempt: Attempt, denials: Vec<FeatureDenial>) -> Self {
        Self { attempt, denials }
    }

    pub(crate) fn source(&self) -> &str {
        &self.attempt.source
    }

    /// A source without a server that has nothing at all.
    pub(crate) fn absent(source: &str, text: String) -> Self {
        let attempt = Attempt { served: false, ..Attempt::new(source, Status::FeatureNotFound, text) };
        Self { attempt, denials: Vec::new() }
    }

    /// What a source without a server said to a wish.
    pub(crate) fn offline(source: &str, wish: &Wish, (status, text): (Status, String)) -> Self {
        let refused = status.exit_class() == ExitClass::Denied && status != Status::FeatureNotFound;
        let denials = refused.then(|| FeatureDenial::plain(wish, status)).into_iter().collect();
        Self { attempt: Attempt { served: false, ..Attempt::new(source, status, text) }, denials }
    }
}

impl FeatureDenial {
    pub(crate) fn new(wish: &Wish, denial: Denial) -> Self {
        Self { feature: wish.feature.to_string(), version: wish.version, exact: wish.exact, denial }
    }

    /// A refusal that has no pools and so no numbers of them.
    fn plain(wish: &Wish, status: Status) -> Self {
        let denial = Denial {
            status,
            requested: wish.count,
            seats: Seats::NONE,
            used: 0,
            reserved: 0,
            rule: None,
            waiting: 0,
            relief: None,
            pools_total: 0,
            pools: Vec::new(),
        };
        Self::new(wish, denial)
    }
}

/// SES-06: what tells less than the answer of a genuine server, the least first.
const LESS_TELLING: [&[Status]; 6] = [
    &[Status::ServerUnreachable],
    &[Status::TimedOut, Status::SessionLost, Status::NotLeader],
    &[Status::ServerBusy],
    &[Status::Internal, Status::ProtocolError],
    &[Status::BadSignature, Status::UntrustedVendor, Status::BadLicenseFile, Status::TokenLoop],
    &[Status::ServerNotGenuine, Status::ClockRollback],
];

fn telling(status: Status) -> usize {
    LESS_TELLING.iter().position(|group| group.contains(&status)).unwrap_or(LESS_TELLING.len())
}
