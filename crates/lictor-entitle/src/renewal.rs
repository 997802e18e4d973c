//! When a license may be renewed, by the daily run or by hand (office.md 3.8).

use alloc::format;

use lictor_types::CivilDate;

use crate::bill::BillType;
use crate::code::Code;
use crate::license_status::LicenseStatus;
use crate::refusal::Refusal;

/// What the daily run looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// Whether the license's class is renewed automatically.
    pub auto_renew: bool,
    /// Where the license stands.
    pub status: LicenseStatus,
    /// How it is billed.
    pub bill: BillType,
    /// From this day on it can be renewed.
    pub update_date: Option<CivilDate>,
    /// Its last usable day.
    pub expiration: Option<CivilDate>,
}

impl Renewal {
    /// Whether the daily run renews it today: on the update date and every day after it, up to the last
    /// usable day; then there are no more tries.
    #[must_use]
    pub fn is_due(&self, today: CivilDate) -> bool {
        self.auto_renew
            && self.status == LicenseStatus::Installed
            && self.bill == BillType::Monthly
            && self.update_date.is_some_and(|update| today >= update)
            && !self.bill.has_expired(self.expiration, today)
    }
}

/// Whether the window of a renewal by hand is open.
///
/// # Errors
///
/// `NOT_RENEWABLE` for a purchased key; `RENEWAL_TOO_EARLY` with `meta.update_date` before the update date
/// unless `forced`.
pub fn window(
    bill: BillType,
    update_date: Option<CivilDate>,
    forced: bool,
    today: CivilDate,
) -> Result<(), Refusal> {
    match (bill, update_date) {
        (BillType::Purchase, _) => Err(not_renewable()),
        (BillType::Monthly, Some(update)) if today < update && !forced => {
            Err(Refusal::because(Code::RenewalTooEarly, format!("renewable from {update} on"))
                .with("update_date", format!("{update}")))
        }
        (BillType::Monthly, _) => Ok(()),
    }
}

/// Why a purchased key is not renewed.
#[must_use]
pub fn not_renewable() -> Refusal {
    Refusal::because(Code::NotRenewable, "a purchased key never expires: renew its right to upgrade instead")
}
