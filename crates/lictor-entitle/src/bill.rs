//! How a license is billed, and the dates of its key that follow from that (office.md 3.8).

use core::fmt;

use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::{add_days, add_months};
use crate::civil;
use crate::code::Code;
use crate::refusal::Refusal;

/// Months that one payment for software updates of a purchased key covers.
const SUS_MONTHS: u32 = 12;

/// How a license is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum BillType {
    /// Every month; the key expires when it is not renewed.
    Monthly,
    /// Once; the key never expires, the right to upgrade does.
    Purchase,
}

/// The dates of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyDates {
    /// From this day on the key can be renewed; none for a purchased key.
    #[serde(with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub update_date: Option<CivilDate>,
    /// The last usable day; none for a purchased key.
    #[serde(with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub expiration_date: Option<CivilDate>,
    /// The last day with a right to upgrade (SUS); none if the issuer told none.
    #[serde(with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub sus_until: Option<CivilDate>,
}

impl KeyDates {
    /// No date is known yet.
    pub const UNKNOWN: Self = Self { update_date: None, expiration_date: None, sus_until: None };
}

impl BillType {
    /// The word that JSON and every page show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "Monthly",
            Self::Purchase => "Purchase",
        }
    }

    /// The bill type of that word, letter case included.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Monthly, Self::Purchase].into_iter().find(|bill| bill.as_str() == word)
    }

    /// The dates of a key that started on `anchor` and was paid `periods` times, the first time included.
    ///
    /// A period is a month of a monthly key and a year of updates of a purchased one. `grace_days` pass
    /// between the update date and the last usable day of a monthly key.
    #[must_use]
    pub fn dates(self, anchor: CivilDate, periods: u32, grace_days: u32) -> KeyDates {
        match self {
            Self::Monthly => {
                let update = add_months(anchor, anchor.day(), periods);
                KeyDates {
                    update_date: Some(update),
                    expiration_date: Some(add_days(update, grace_days)),
                    sus_until: Some(update),
                }
            }
            Self::Purchase => KeyDates {
                update_date: None,
                expiration_date: None,
                sus_until: Some(add_months(anchor, anchor.day(), periods.saturating_mul(SUS_MONTHS))),
            },
        }
    }

    /// Whether the last usable day has passed. A purchased key never expires.
    #[must_use]
    pub fn has_expired(self, expiration: Option<CivilDate>, today: CivilDate) -> bool {
        match self {
            Self::Monthly => expiration.is_some_and(|last| today > last),
            Self::Purchase => false,
        }
    }
}

/// Whether the right to upgrade still holds; the last day counts. None never ends.
#[must_use]
pub fn sus_is_active(sus_until: Option<CivilDate>, today: CivilDate) -> bool {
    sus_until.is_none_or(|last| today <= last)
}

/// The new last day of the right to upgrade after one more year was paid.
///
/// # Errors
///
/// `SUS_EXPIRED` once it has lapsed: then it can only be reinstated.
pub fn renew_sus(sus_until: CivilDate, anchor_day: u8, today: CivilDate) -> Result<CivilDate, Refusal> {
    if sus_is_active(Some(sus_until), today) {
        Ok(add_months(sus_until, anchor_day, SUS_MONTHS))
    } else {
        Err(Refusal::because(Code::SusExpired, "the right to upgrade has lapsed: reinstate it")
            .with("sus_until", alloc::format!("{sus_until}")))
    }
}

/// The new last day of a lapsed right to upgrade that is paid again: a year from today, because the gap
/// gave no updates.
///
/// # Errors
///
/// `LICENSE_NOT_EXPIRED` while it is active: then it is renewed.
pub fn reinstate_sus(sus_until: CivilDate, today: CivilDate) -> Result<CivilDate, Refusal> {
    if sus_is_active(Some(sus_until), today) {
        return Err(Refusal::because(Code::LicenseNotExpired, "the right to upgrade is active: renew it")
            .with("sus_until", alloc::format!("{sus_until}")));
    }
    Ok(add_months(today, today.day(), SUS_MONTHS))
}

impl fmt::Display for BillType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
