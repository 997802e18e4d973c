//! Terms: on which days a fulfillment starts and ends, when activated and when renewed (3.2).

use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::{add_days, add_months, add_years};
use crate::code::Code;
use crate::refusal::Refusal;
use crate::word::words;

words! {
    /// Where the start date of a fulfillment comes from.
    StartPolicy {
        /// The line item fixes it.
        Fixed = "fixed",
        /// Every activation names its own.
        EachActivation = "each_activation",
        /// The first activation names it for all.
        FirstActivation = "first_activation",
    }
}

words! {
    /// From which day a renewal counts.
    #[derive(Default)]
    RenewalBasis {
        /// From the end of the old term, however long ago.
        FromExpiry = "FROM_EXPIRY",
        /// From the day of the renewal.
        FromNow = "FROM_NOW",
        /// From the end of the old term, or from today if that has passed.
        #[default]
        FromNowIfExpired = "FROM_NOW_IF_EXPIRED",
    }
}

words! {
    /// Unit of a duration.
    DurationUnit {
        /// Days.
        Days = "days",
        /// Calendar months; the day is clamped to the month.
        Months = "months",
        /// Calendar years.
        Years = "years",
    }
}

/// How long a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Duration {
    /// How many of the unit.
    pub count: u32,
    /// The unit.
    pub unit: DurationUnit,
}

/// When what a line item gives ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiration {
    /// On this day, which is the last usable one.
    On(CivilDate),
    /// So long after the start.
    After(Duration),
    /// Never.
    Permanent,
}

/// What a line item says about the terms of its fulfillments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineTerm {
    /// Where the start comes from.
    pub policy: StartPolicy,
    /// The fixed start, or that of the first activation once there was one.
    pub start: Option<CivilDate>,
    /// When it ends.
    pub expiration: Expiration,
}

/// The term of one fulfillment: valid from the start through the whole last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// First usable day.
    pub start: CivilDate,
    /// Last usable day; none means permanent.
    pub end: Option<CivilDate>,
}

impl Duration {
    /// The day so long after `from`; the day of the month is kept, clamped to a shorter month.
    #[must_use]
    pub fn after(self, from: CivilDate) -> CivilDate {
        match self.unit {
            DurationUnit::Days => add_days(from, self.count),
            DurationUnit::Months => add_months(from, from.day(), self.count),
            DurationUnit::Years => add_years(from, self.count),
        }
    }
}

impl Expiration {
    /// The last usable day of a term that counts from `from`.
    #[must_use]
    pub fn end(self, from: CivilDate) -> Option<CivilDate> {
        match self {
            Self::On(date) => Some(date),
            Self::After(duration) => Some(duration.after(from)),
            Self::Permanent => None,
        }
    }
}

impl Term {
    /// Whether its last usable day is over.
    #[must_use]
    pub fn is_over(self, today: CivilDate) -> bool {
        self.end.is_some_and(|end| end < today)
    }
}

impl LineTerm {
    /// The term of an activation, upgrade or upsell.
    ///
    /// # Errors
    ///
    /// `START_DATE_REQUIRED` if nobody names a start, `INVALID_FIELD` if the request names another one than
    /// the line item fixes or if the term would end before it starts.
    pub fn activate(&self, given: Option<CivilDate>) -> Result<Term, Refusal> {
        let fixed = match self.policy {
            StartPolicy::Fixed | StartPolicy::FirstActivation => self.start,
            StartPolicy::EachActivation => None,
        };
        let start = match (fixed, given) {
            (Some(fixed), Some(given)) if fixed != given => {
                let why = "the line item fixes another start date";
                return Err(Refusal::because(Code::InvalidField, why).at("/start_date"));
            }
            (Some(start), _) | (None, Some(start)) => start,
            (None, None) => return Err(Refusal::new(Code::StartDateRequired).at("/start_date")),
        };
        let term = Term { start, end: self.expiration.end(start) };
        if term.is_over(start) {
            let why = "the term would end before it starts";
            return Err(Refusal::because(Code::InvalidField, why).at("/start_date"));
        }
        Ok(term)
    }

    /// The term after a renewal of `old`.
    ///
    /// A term that still runs keeps its start, so that the new file is valid at once. One that is over
    /// starts again today, unless the new term is to follow the old one without a gap.
    #[must_use]
    pub fn renew(&self, old: Term, basis: RenewalBasis, today: CivilDate) -> Term {
        let from = basis.from(old, today);
        let kept = if old.is_over(today) && from == today { today } else { old.start };
        let start = match self.policy {
            StartPolicy::Fixed => self.start.unwrap_or(kept),
            StartPolicy::EachActivation | StartPolicy::FirstActivation => kept,
        };
        Term { start, end: self.expiration.end(from) }
    }
}

impl RenewalBasis {
    /// The day that the duration of a renewal is added to. A permanent term is renewed from today.
    #[must_use]
    pub fn from(self, old: Term, today: CivilDate) -> CivilDate {
        match (self, old.end) {
            (Self::FromExpiry, Some(end)) => end,
            (Self::FromNowIfExpired, Some(end)) if end >= today => end,
            (Self::FromExpiry | Self::FromNow | Self::FromNowIfExpired, _) => today,
        }
    }
}
