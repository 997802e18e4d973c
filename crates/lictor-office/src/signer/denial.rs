//! Why the signer did not sign: the rule, and the numbers on both sides of it.

use std::fmt;

use lictor_entitle::{Code, Refusal};
use serde::{Deserialize, Serialize};

/// The rule that a request met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The request makes no license that the rules of license files permit.
    Invalid,
    /// The request or the file it makes is larger than the signer handles.
    TooLarge,
    /// The request's id was used for another request.
    RequestChanged,
    /// A serial was used for a license with other terms.
    SerialReused,
    /// The policy does not list the feature.
    Feature,
    /// The policy does not list the product.
    Product,
    /// The day of issue is too far from the signer's own.
    DayDifference,
    /// More seats than the policy permits.
    Count,
    /// The policy permits no unlimited license.
    Unlimited,
    /// The license ends later than the policy permits.
    Term,
    /// The policy permits no license without END.
    Permanent,
    /// The day's number of files is used up.
    FilesPerDay,
    /// The day's number of seats is used up.
    SeatsPerDay,
    /// Too many requests wait for approval.
    PendingFull,
}

impl Rule {
    /// Its name in messages, in the record and in `meta.rule` of a refusal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::TooLarge => "too_large",
            Self::RequestChanged => "request_changed",
            Self::SerialReused => "serial_reused",
            Self::Feature => "feature",
            Self::Product => "product",
            Self::DayDifference => "day_difference",
            Self::Count => "count",
            Self::Unlimited => "unlimited",
            Self::Term => "term",
            Self::Permanent => "permanent",
            Self::FilesPerDay => "files_per_day",
            Self::SeatsPerDay => "seats_per_day",
            Self::PendingFull => "pending_full",
        }
    }

    /// Whether a second person may release what it stopped. The others no approval helps.
    #[must_use]
    pub fn is_limit(self) -> bool {
        match self {
            Self::Count
            | Self::Unlimited
            | Self::Term
            | Self::Permanent
            | Self::FilesPerDay
            | Self::SeatsPerDay => true,
            Self::Invalid
            | Self::TooLarge
            | Self::RequestChanged
            | Self::SerialReused
            | Self::Feature
            | Self::Product
            | Self::DayDifference
            | Self::PendingFull => false,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A refusal of the signer. Nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Denial {
    /// The rule.
    pub rule: Rule,
    /// What is wrong in this case, for people.
    pub detail: String,
    /// What the rule permits: seats, days or files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// What was asked for, in the same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<i64>,
    /// The field of the request, as a JSON pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The id under which it waits for a second person; the same request, sent again after the
    /// approval, is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<String>,
}

impl Denial {
    /// A denial without numbers.
    #[must_use]
    pub fn new(rule: Rule, detail: impl Into<String>) -> Self {
        Self { rule, detail: detail.into(), limit: None, asked: None, pointer: None, pending: None }
    }

    /// The same with what is permitted and what was asked.
    #[must_use]
    pub fn numbers(self, limit: i64, asked: i64) -> Self {
        Self { limit: Some(limit), asked: Some(asked), ..self }
    }

    /// The same, pointing at a field.
    #[must_use]
    pub fn at(self, pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..self }
    }

    /// What the office's caller is told: `SIGNER_REFUSED` with `meta.rule`, `limit`, `asked`, `pending`.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let mut refusal = Refusal::because(Code::SignerRefused, self.detail.as_str());
        refusal = refusal.with("rule", self.rule.as_str());
        for (name, number) in [("limit", self.limit), ("asked", self.asked)] {
            if let Some(number) = number {
                refusal = refusal.with(name, number);
            }
        }
        match &self.pending {
            Some(id) => refusal.with("pending", id.as_str()),
            None => refusal,
        }
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.detail)
    }
}

impl std::error::Error for Denial {}
