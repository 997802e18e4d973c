//! A license of each status, and short ways to write days, keys and configurations.

use lictor_entitle::bill::{BillType, KeyDates};
use lictor_entitle::config::KeyConfig;
use lictor_entitle::key_number::KeyNumber;
use lictor_entitle::license::LicenseFacts;
use lictor_entitle::license_status::LicenseStatus as Status;
use lictor_entitle::plugin::{Plugin, PluginMode};
use lictor_entitle::subscription::Assignment;
use lictor_types::CivilDate;

pub(crate) const ONLINE: Plugin = Plugin { mode: PluginMode::Online, paused: false };
pub(crate) const OFFLINE: Plugin = Plugin { mode: PluginMode::Offline, paused: false };

pub(crate) fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub(crate) fn key(text: &str) -> KeyNumber {
    KeyNumber::parse(text).unwrap()
}

/// The day on which every sample is looked at: the update date has come, the license has not expired.
pub(crate) fn today() -> CivilDate {
    day("2016-04-12")
}

pub(crate) fn monthly() -> KeyDates {
    BillType::Monthly.dates(day("2016-03-12"), 1, 10)
}

/// A monthly, online license that is assigned to a working server, in any status.
pub(crate) fn license(status: Status) -> LicenseFacts {
    let has_key = status != Status::Pending;
    let has_file =
        !matches!(status, Status::Pending | Status::Issued | Status::Activated | Status::Retrieving);
    let origin = if status == Status::Retrieving { Status::Issued } else { Status::Retrieved };
    LicenseFacts {
        status,
        came_from: status.is_intermediate().then_some(origin),
        key: has_key.then(|| key("PLSK.00123456.0000")),
        file_revision: has_file.then_some(0),
        installed_revision: (status == Status::Installed).then_some(0),
        dates: if has_key { monthly() } else { KeyDates::UNKNOWN },
        assignment: Assignment::Assigned,
        server_ready: true,
        operation: status.is_intermediate().then(|| "op-7".into()),
        ..LicenseFacts::requested(ONLINE, BillType::Monthly, false)
    }
}

pub(crate) fn config(users: u32, features: &[&str]) -> KeyConfig {
    KeyConfig {
        class: "panel".into(),
        class_version: "12".into(),
        capacity: [("users".into(), users)].into(),
        features: features.iter().map(|name| (*name).into()).collect(),
        additional_keys: [].into(),
    }
}
