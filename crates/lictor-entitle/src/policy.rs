//! Policies: how often a customer may return, repair and rehost, and which short licenses are given.

use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::days_between;
use crate::code::Code;
use crate::fulfillment::{Operation, SupportType};
use crate::refusal::Refusal;
use crate::term::Term;

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many times; null means without limit, 0 never.
    pub allowed_count: Option<u32>,
    /// Whether the count starts anew with every term, instead of running for the life of the line item.
    #[serde(default)]
    pub per_term: bool,
}

/// The policies of a license model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Policies {
    /// Seats given back.
    pub returns: Limit,
    /// Licenses made anew.
    pub repairs: Limit,
    /// Licenses moved to another host.
    pub rehosts: Limit,
    /// Whether a short license may stand beside a running one.
    pub emergency_allowed: bool,
    /// Whether a short license may bridge the time until a renewal.
    pub stop_gap_allowed: bool,
    /// The longest such license, in days from its first to its last one, 1 or more.
    pub max_emergency_days: u32,
    /// Whether seats beyond the count may be permitted.
    pub overdraft_allowed: bool,
}

/// The policies of one line item, where they differ from those of its license model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyOverrides {
    /// Seats given back.
    pub returns: Option<Limit>,
    /// Licenses made anew.
    pub repairs: Option<Limit>,
    /// Licenses moved to another host.
    pub rehosts: Option<Limit>,
    /// Whether a short license may stand beside a running one.
    pub emergency_allowed: Option<bool>,
    /// Whether a short license may bridge the time until a renewal.
    pub stop_gap_allowed: Option<bool>,
    /// The longest such license in days.
    pub max_emergency_days: Option<u32>,
    /// Whether seats beyond the count may be permitted.
    pub overdraft_allowed: Option<bool>,
}

/// One operation in the past of a line item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// What the original became. Publisher errors are none of the customer's doing and never count.
    pub support: SupportType,
    /// When.
    pub on: CivilDate,
}

/// What a limit is checked against.
#[derive(Debug, Clone, Copy)]
pub struct PolicyFacts<'a> {
    /// The policies in force.
    pub policies: &'a Policies,
    /// What was done on the line item so far.
    pub past: &'a [Done],
    /// The term of the fulfillment.
    pub term: Term,
    /// Whether the limit is overridden; the caller has checked the permission.
    pub override_policy: bool,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            returns: Limit::default(),
            repairs: Limit::default(),
            rehosts: Limit::default(),
            emergency_allowed: true,
            stop_gap_allowed: true,
            max_emergency_days: 30,
            overdraft_allowed: false,
        }
    }
}

impl Policies {
    /// These policies with those of a line item in their place where it has any.
    #[must_use]
    pub fn with(self, line: &PolicyOverrides) -> Self {
        Self {
            returns: line.returns.unwrap_or(self.returns),
            repairs: line.repairs.unwrap_or(self.repairs),
            rehosts: line.rehosts.unwrap_or(self.rehosts),
            emergency_allowed: line.emergency_allowed.unwrap_or(self.emergency_allowed),
            stop_gap_allowed: line.stop_gap_allowed.unwrap_or(self.stop_gap_allowed),
            max_emergency_days: line.max_emergency_days.unwrap_or(self.max_emergency_days),
            overdraft_allowed: line.overdraft_allowed.unwrap_or(self.overdraft_allowed),
        }
    }

    fn limit(&self, operation: Operation) -> Option<Limit> {
        match operation {
            Operation::Return => Some(self.returns),
            Operation::Repair => Some(self.repairs),
            Operation::Rehost => Some(self.rehosts),
            Operation::Upgrade
            | Operation::Upsell
            | Operation::Renew
            | Operation::PublisherError
            | Operation::Emergency
            | Operation::StopGap
            | Operation::Transfer => None,
        }
    }
}

impl PolicyFacts<'_> {
    /// Checks that a short license may be given until `end`, its last day, from `first` on: today, or
    /// a later start.
    ///
    /// # Errors
    ///
    /// `POLICY_LIMIT_REACHED` if the policies give none, or none as long as that.
    pub fn check_extra(&self, operation: Operation, first: CivilDate, end: CivilDate) -> Result<(), Refusal> {
        let allowed = match operation {
            Operation::Emergency => self.policies.emergency_allowed,
            Operation::StopGap => self.policies.stop_gap_allowed,
            Operation::Upgrade
            | Operation::Upsell
            | Operation::Renew
            | Operation::Rehost
            | Operation::Repair
            | Operation::Return
            | Operation::PublisherError
            | Operation::Transfer => true,
        };
        let days = days_between(first, end) + 1;
        if self.override_policy || (allowed && days <= i64::from(self.policies.max_emergency_days)) {
            return Ok(());
        }
        Err(Refusal::new(Code::PolicyLimitReached)
            .with("operation", operation.as_str())
            .with("max_emergency_days", if allowed { self.policies.max_emergency_days } else { 0 }))
    }

    /// Checks that the operation may be done once more.
    ///
    /// # Errors
    ///
    /// `POLICY_LIMIT_REACHED` with `allowed_count` and `used`.
    pub fn check(&self, operation: Operation) -> Result<(), Refusal> {
        let limit = self.policies.limit(operation);
        let Some((limit, allowed)) = limit.and_then(|limit| Some((limit, limit.allowed_count?))) else {
            return Ok(());
        };
        let counts = |done: &&Done| {
            Some(done.support) == operation.leaves() && (!limit.per_term || done.on >= self.term.start)
        };
        let used = u32::try_from(self.past.iter().filter(counts).count()).unwrap_or(u32::MAX);
        if used < allowed || self.override_policy {
            return Ok(());
        }
        Err(Refusal::new(Code::PolicyLimitReached)
            .with("operation", operation.as_str())
            .with("allowed_count", allowed)
            .with("used", used))
    }
}
