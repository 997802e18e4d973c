//! The terms of a key: another period, a life after expiry, and the right to upgrade.

use lictor_entitle::bill::{self, BillType};
use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::key_status::{KeyEvent, KeyStatus};
use lictor_entitle::{calendar, renewal};
use lictor_types::CivilDate;

use super::change::Work;
use super::stop::Stop;
use crate::model::LicenseClass;

impl Work {
    /// Pays one more period of a monthly key: the same anchor, one month on.
    ///
    /// A key that expired and is still kept gets new dates from today if the paid period has passed
    /// already.
    ///
    /// # Errors
    ///
    /// 222, 228, 285; 286 before the update date unless `force`.
    pub fn renew(&mut self, class: &LicenseClass, force: bool, today: CivilDate) -> Result<(), Stop> {
        let keep_days = u32::try_from(class.keep_days).unwrap_or(0);
        let event = KeyEvent::Renew { keep_days };
        let status = self.key.status.after(event, self.key.term(), today)?;
        renewal::window(self.key.bill_type, self.key.update_date, force, today)?;
        self.key.status = status;
        self.key.periods = self.key.periods.saturating_add(1);
        self.set_dates(class, today);
        if self.key.status_on(today) == KeyStatus::Expired {
            self.begin_anew(class, today);
        }
        self.revised = true;
        self.did("key.renewed");
        Ok(())
    }

    /// Brings an expired key back with new dates from today.
    ///
    /// # Errors
    ///
    /// 110 if it did not expire, 222, 228 when it is kept no longer, 285 for a purchased one.
    pub fn reinstate(&mut self, class: &LicenseClass, today: CivilDate) -> Result<(), Stop> {
        let keep_days = u32::try_from(class.keep_days).unwrap_or(0);
        let was = self.key.status_on(today);
        let event = KeyEvent::Renew { keep_days };
        let status = self.key.status.after(event, self.key.term(), today)?;
        if was != KeyStatus::Expired {
            return Err(IssuerCode::AlreadyDone.into());
        }
        self.key.status = status;
        self.begin_anew(class, today);
        self.revised = true;
        self.did("key.reinstated");
        Ok(())
    }

    /// Pays another year of the right to upgrade: while it holds from its end, once it lapsed from today.
    ///
    /// # Errors
    ///
    /// 285 for a monthly key, whose right follows its months; 268 for the renewal of a lapsed right; 110
    /// for the reinstatement of one that holds.
    pub fn extend_sus(&mut self, lapsed: bool, today: CivilDate) -> Result<(), Stop> {
        let (BillType::Purchase, Some(until)) = (self.key.bill_type, self.key.sus_until) else {
            let text = "the right to upgrade a monthly key follows its months";
            return Err(Stop::because(IssuerCode::CannotRenew, text));
        };
        self.alive()?;
        let action = if lapsed {
            self.key.sus_until = Some(bill::reinstate_sus(until, today)?);
            self.key.sus_anchor = Some(today);
            "key.sus_reinstated"
        } else {
            let anchor = self.key.sus_anchor.or(self.key.start).unwrap_or(until).day();
            self.key.sus_until = Some(bill::renew_sus(until, anchor, today)?);
            "key.sus_renewed"
        };
        self.did(action);
        Ok(())
    }

    fn begin_anew(&mut self, class: &LicenseClass, today: CivilDate) {
        self.key.start = Some(today);
        self.key.periods = 1;
        self.set_dates(class, today);
    }

    fn set_dates(&mut self, class: &LicenseClass, today: CivilDate) {
        let grace = u32::try_from(class.grace_days).unwrap_or(0);
        let anchor = self.key.start.unwrap_or(today);
        let dates = self.key.bill_type.dates(anchor, self.key.periods, grace);
        self.key.update_date = dates.update_date;
        self.key.expiration_date = dates.expiration_date;
        self.key.sus_until = dates.sus_until;
    }

    /// Gives the files of a purchased key another end, in a new revision.
    pub fn refresh(&mut self, days: u32, today: CivilDate) {
        self.key.files_until = Some(calendar::add_days(today, days));
        self.revised = true;
        self.did("key.refreshed");
    }
}
