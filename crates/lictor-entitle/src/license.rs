//! A license at the provider, as far as a decision about it needs (office.md 2.1).
//!
//! What people and programs ask of it is an [`Action`], what comes back from elsewhere is an [`Event`].
//! Rows `L1` to `L19` are those of the table in 2.1.1.

pub mod action;
pub mod event;

use alloc::string::String;

use lictor_types::CivilDate;

use crate::bill::{BillType, KeyDates};
use crate::key_number::KeyNumber;
use crate::license_status::LicenseStatus;
use crate::plugin::{Plugin, PluginMode};
use crate::refusal::Refusal;
use crate::subscription::Assignment;
use crate::sync::MismatchCode;

pub use action::{Action, Decision, allowed, decide};
pub use event::{Event, apply};

/// The facts of one license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseFacts {
    /// Where it stands.
    pub status: LicenseStatus,
    /// Where a Retrieving or Installing license came from and returns to; none in other statuses.
    pub came_from: Option<LicenseStatus>,
    /// Its plug-in.
    pub plugin: Plugin,
    /// How it is billed.
    pub bill: BillType,
    /// Whether its class wants an activation before the file is given out.
    pub requires_activation: bool,
    /// Its key with the current revision; none while only a request exists.
    pub key: Option<KeyNumber>,
    /// The revision of the stored file; none if no file is stored.
    pub file_revision: Option<u16>,
    /// The revision that works in the subscription; none if it was never installed.
    pub installed_revision: Option<u16>,
    /// The dates of its key.
    pub dates: KeyDates,
    /// How it stands to a subscription.
    pub assignment: Assignment,
    /// Whether its subscription is active and the server exists.
    pub server_ready: bool,
    /// The id of a running operation on this record, other than the one that asks now.
    pub operation: Option<String>,
    /// Days after its expiration in which an expired license can be reinstated; 0 for never.
    pub reinstate_days: u32,
}

/// What becomes of a license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The row or section of the specification that says so, for example `L4`.
    pub row: &'static str,
    /// The license afterwards.
    pub after: LicenseFacts,
    /// What to show as its last error; none clears it.
    pub error: Option<Refusal>,
    /// What makes it Not In Sync, if something does.
    pub mismatch: Option<MismatchCode>,
    /// Whether every operation of its plug-in pauses until the credentials are mended.
    pub pauses_plugin: bool,
    /// What an online plug-in does next by itself. Never set after a failure, so nothing runs in circles.
    pub next: Option<Action>,
}

impl LicenseFacts {
    /// A new request (L1): Pending, without a key.
    #[must_use]
    pub fn requested(plugin: Plugin, bill: BillType, requires_activation: bool) -> Self {
        Self {
            status: LicenseStatus::Pending,
            came_from: None,
            plugin,
            bill,
            requires_activation,
            key: None,
            file_revision: None,
            installed_revision: None,
            dates: KeyDates::UNKNOWN,
            assignment: Assignment::None,
            server_ready: false,
            operation: None,
            reinstate_days: 0,
        }
    }

    /// A record that begins with an uploaded file, without a request (L9).
    #[must_use]
    pub fn uploaded(plugin: Plugin, bill: BillType, key: KeyNumber, dates: KeyDates) -> Self {
        Self {
            status: LicenseStatus::Uploaded,
            file_revision: Some(key.revision()),
            key: Some(key),
            dates,
            ..Self::requested(plugin, bill, false)
        }
    }

    /// The status that counts today. A monthly license is over once its last day has passed; the sweep
    /// only writes that down.
    #[must_use]
    pub fn status_on(&self, today: CivilDate) -> LicenseStatus {
        match self.status {
            LicenseStatus::Pending | LicenseStatus::Expired | LicenseStatus::Terminated => self.status,
            LicenseStatus::Issued
            | LicenseStatus::Activated
            | LicenseStatus::Retrieving
            | LicenseStatus::Retrieved
            | LicenseStatus::Uploaded
            | LicenseStatus::Installing
            | LicenseStatus::Installed => {
                if self.bill.has_expired(self.dates.expiration_date, today) {
                    LicenseStatus::Expired
                } else {
                    self.status
                }
            }
        }
    }

    /// Whether a copy works in a subscription although the license is over: the page warns that it works
    /// until its own last day.
    #[must_use]
    pub fn works_on_after_its_end(&self, today: CivilDate) -> bool {
        self.status == LicenseStatus::Terminated
            && self.installed_revision.is_some()
            && !self.bill.has_expired(self.dates.expiration_date, today)
    }

    /// Whether the stored file is of an older revision than the key: an upgrade or a renewal succeeded, but
    /// its file has not come.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        match (&self.key, self.file_revision) {
            (Some(key), Some(stored)) => stored < key.revision(),
            (Some(_) | None, _) => false,
        }
    }

    /// The license out of every subscription: the file stays at the provider, and works nowhere. A license
    /// that is over keeps saying what its customer may still have (2.1.4).
    fn uninstalled(&self) -> Self {
        let rest = match self.plugin.mode {
            PluginMode::Online => LicenseStatus::Retrieved,
            PluginMode::Offline => LicenseStatus::Uploaded,
        };
        let after = Self { installed_revision: None, ..self.clone() };
        match self.status {
            LicenseStatus::Installed => after.arrive(rest),
            LicenseStatus::Installing => after.back(),
            LicenseStatus::Retrieving if self.came_from == Some(LicenseStatus::Installed) => {
                Self { came_from: Some(rest), ..after }
            }
            LicenseStatus::Pending
            | LicenseStatus::Issued
            | LicenseStatus::Activated
            | LicenseStatus::Retrieving
            | LicenseStatus::Retrieved
            | LicenseStatus::Uploaded => after,
            LicenseStatus::Expired | LicenseStatus::Terminated => self.clone(),
        }
    }

    /// The license in an intermediate status, ready to return.
    fn depart(&self, to: LicenseStatus) -> Self {
        Self { status: to, came_from: Some(self.status), ..self.clone() }
    }

    /// The license in a status that is not intermediate.
    fn arrive(&self, to: LicenseStatus) -> Self {
        Self { status: to, came_from: None, ..self.clone() }
    }

    /// The license where it came from.
    fn back(&self) -> Self {
        self.arrive(self.came_from.unwrap_or(LicenseStatus::Issued))
    }
}

impl Transition {
    fn new(row: &'static str, after: LicenseFacts) -> Self {
        Self { row, after, error: None, mismatch: None, pauses_plugin: false, next: None }
    }

    fn failed(self, error: Refusal) -> Self {
        Self { error: Some(error), next: None, ..self }
    }

    /// The same with the automatic step, if it would be granted.
    fn then(self, next: Action, today: CivilDate) -> Self {
        let granted = self.after.plugin.can_call().is_ok() && decide(&self.after, next, today).is_ok();
        Self { next: granted.then_some(next), ..self }
    }
}
