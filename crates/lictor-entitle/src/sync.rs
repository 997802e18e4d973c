//! Synchronization: what a provider believes of a key beside what the issuer says (office.md 2.4, 3.9).
//!
//! It compares and reports; it never changes what is believed, the key or the file.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::config::{ConfigChange, KeyConfig};
use crate::issuer_code::CallFailure;
use crate::key_number::KeyNumber;
use crate::key_status::KeyStatus;
use crate::license_status::LicenseStatus;
use crate::plugin::PluginMode;
use crate::refusal::Refusal;

/// What the last comparison said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum SyncStatus {
    /// Not compared yet.
    Never,
    /// Both sides agree.
    #[serde(rename = "In Sync")]
    InSync,
    /// They differ.
    #[serde(rename = "Not In Sync")]
    NotInSync,
    /// The plug-in is offline: there is nobody to ask.
    #[serde(rename = "Not Applicable")]
    NotApplicable,
}

/// In what both sides differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MismatchCode {
    /// Another revision or key number at the issuer.
    KeyChanged,
    /// A feature or additional key at the issuer only.
    FeatureAdded,
    /// A feature or additional key at the provider only.
    FeatureRemoved,
    /// Another amount at the issuer.
    CapacityChanged,
    /// Another class or class version at the issuer.
    ClassChanged,
    /// Another expiration or update date at the issuer.
    DatesChanged,
    /// Another owner at the issuer.
    OwnerChanged,
    /// The key was terminated.
    TerminatedAtIssuer,
    /// The key is suspended.
    SuspendedAtIssuer,
    /// The issuer does not know the number.
    KeyNotFound,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mismatch {
    /// Its kind.
    pub code: MismatchCode,
    /// The field that differs, for example `capacity.users`.
    pub field: String,
    /// The provider's value; none if the provider has none.
    pub local: Option<String>,
    /// The issuer's value; none if the issuer has none.
    pub issuer: Option<String>,
    /// Whether an upgrade to the issuer's configuration resolves it.
    pub resolvable: bool,
}

/// One side's knowledge of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The number with its revision.
    pub number: KeyNumber,
    /// What it permits.
    pub config: KeyConfig,
    /// From this day on it can be renewed.
    pub update_date: Option<CivilDate>,
    /// The last usable day.
    pub expiration_date: Option<CivilDate>,
    /// Who owns it at the issuer; empty if that is not known, and then it is not compared.
    pub owner: String,
}

/// What a run over all licenses counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SyncTotals {
    /// Licenses that were compared.
    pub checked: u32,
    /// Of these, those that agree.
    pub in_sync: u32,
    /// Of these, those that differ.
    pub not_in_sync: u32,
    /// Licenses whose issuer could not be asked.
    pub failed: u32,
    /// Licenses that are not compared in their status or with their plug-in.
    pub skipped: u32,
}

impl MismatchCode {
    /// The stable name, as in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KeyChanged => "KEY_CHANGED",
            Self::FeatureAdded => "FEATURE_ADDED",
            Self::FeatureRemoved => "FEATURE_REMOVED",
            Self::CapacityChanged => "CAPACITY_CHANGED",
            Self::ClassChanged => "CLASS_CHANGED",
            Self::DatesChanged => "DATES_CHANGED",
            Self::OwnerChanged => "OWNER_CHANGED",
            Self::TerminatedAtIssuer => "TERMINATED_AT_ISSUER",
            Self::SuspendedAtIssuer => "SUSPENDED_AT_ISSUER",
            Self::KeyNotFound => "KEY_NOT_FOUND",
        }
    }

    /// Whether an upgrade to the issuer's configuration resolves it.
    #[must_use]
    pub fn is_resolvable(self) -> bool {
        match self {
            Self::KeyChanged
            | Self::FeatureAdded
            | Self::FeatureRemoved
            | Self::CapacityChanged
            | Self::ClassChanged
            | Self::DatesChanged => true,
            Self::OwnerChanged | Self::TerminatedAtIssuer | Self::SuspendedAtIssuer | Self::KeyNotFound => {
                false
            }
        }
    }

    /// A mismatch of this kind in `field`.
    #[must_use]
    pub fn mismatch(self, field: &str, local: Option<String>, issuer: Option<String>) -> Mismatch {
        Mismatch { code: self, field: field.into(), local, issuer, resolvable: self.is_resolvable() }
    }
}

impl Mismatch {
    /// One sentence for people, without an end mark.
    #[must_use]
    pub fn message(&self) -> String {
        let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".into());
        format!("{}: {} here, {} at the issuer", self.field, side(&self.local), side(&self.issuer))
    }
}

/// Every difference between what is `known` and what the issuer has; `issuer` is none if it does not know
/// the number. Empty means In Sync.
#[must_use]
pub fn compare(known: &KeyRecord, issuer: Option<(&KeyRecord, KeyStatus)>) -> Vec<Mismatch> {
    let Some((theirs, status)) = issuer else {
        return [MismatchCode::KeyNotFound.mismatch("key_number", Some(known.number.to_string()), None)]
            .into();
    };
    let mut found: Vec<Mismatch> = Vec::new();
    found.extend(compare_status(status));
    found.extend(compare_numbers(&known.number, &theirs.number));
    found.extend(known.config.changes_to(&theirs.config).into_iter().map(mismatch_of));
    let date = |date: Option<CivilDate>| date.map(|date| date.to_string());
    for (field, local, issuer) in [
        ("update_date", known.update_date, theirs.update_date),
        ("expiration_date", known.expiration_date, theirs.expiration_date),
    ] {
        // What is not known here, as after an upload, differs from nothing.
        if local.is_some() && local != issuer {
            found.push(MismatchCode::DatesChanged.mismatch(field, date(local), date(issuer)));
        }
    }
    if !known.owner.is_empty() && !theirs.owner.is_empty() && known.owner != theirs.owner {
        let (local, issuer) = (known.owner.clone(), theirs.owner.clone());
        found.push(MismatchCode::OwnerChanged.mismatch("owner", Some(local), Some(issuer)));
    }
    found
}

/// What differs when the issuer says that the key is not ours to see (202): it has another owner, and more
/// is not told.
#[must_use]
pub fn denied(known: &KeyRecord) -> Mismatch {
    let owner = Some(known.owner.clone()).filter(|owner| !owner.is_empty());
    MismatchCode::OwnerChanged.mismatch("owner", owner, Some("another login".into()))
}

/// What differs when the issuer says no more of a key than that it was terminated (result code 222).
#[must_use]
pub fn compare_terminated() -> Vec<Mismatch> {
    compare_status(KeyStatus::Terminated).into_iter().collect()
}

fn compare_status(status: KeyStatus) -> Option<Mismatch> {
    let code = match status {
        KeyStatus::Terminated => MismatchCode::TerminatedAtIssuer,
        KeyStatus::Suspended => MismatchCode::SuspendedAtIssuer,
        // An expired key differs by its dates, or it is expired here too.
        KeyStatus::Active | KeyStatus::Expired => return None,
    };
    // Only a license whose key is believed to be in use is compared.
    Some(code.mismatch("status", Some(KeyStatus::Active.to_string()), Some(status.to_string())))
}

fn compare_numbers(known: &KeyNumber, theirs: &KeyNumber) -> Option<Mismatch> {
    if known == theirs {
        return None;
    }
    // Revisions of one key are told as such; another key is told in full.
    let (field, local, issuer) = if known.at(theirs.revision()) == *theirs {
        ("revision", format!("{:04}", known.revision()), format!("{:04}", theirs.revision()))
    } else {
        ("key_number", known.to_string(), theirs.to_string())
    };
    Some(MismatchCode::KeyChanged.mismatch(field, Some(local), Some(issuer)))
}

fn mismatch_of(change: ConfigChange) -> Mismatch {
    match change {
        ConfigChange::Class { from, to } => {
            MismatchCode::ClassChanged.mismatch("class", Some(from), Some(to))
        }
        ConfigChange::Capacity { code, from, to } => MismatchCode::CapacityChanged.mismatch(
            &format!("capacity.{code}"),
            Some(from.to_string()),
            Some(to.to_string()),
        ),
        ConfigChange::FeatureAdded { name } => {
            MismatchCode::FeatureAdded.mismatch("features", None, Some(name))
        }
        ConfigChange::FeatureRemoved { name } => {
            MismatchCode::FeatureRemoved.mismatch("features", Some(name), None)
        }
        ConfigChange::KeyAttached { name } => {
            MismatchCode::FeatureAdded.mismatch("additional_keys", None, Some(name))
        }
        ConfigChange::KeyDetached { name } => {
            MismatchCode::FeatureRemoved.mismatch("additional_keys", Some(name), None)
        }
    }
}

impl SyncStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Never, Self::InSync, Self::NotInSync, Self::NotApplicable];

    /// The status of a license that was not compared yet.
    #[must_use]
    pub fn initial(mode: PluginMode) -> Self {
        match mode {
            PluginMode::Online => Self::Never,
            PluginMode::Offline => Self::NotApplicable,
        }
    }

    /// The status after a comparison. A run that could not reach the issuer changes nothing and so is no
    /// comparison.
    #[must_use]
    pub fn compared(mismatches: &[Mismatch]) -> Self {
        if mismatches.is_empty() { Self::InSync } else { Self::NotInSync }
    }

    /// The status after an upgrade and the comparison that follows it; none if that could not be made.
    /// Without a comparison an upgrade resolves nothing and breaks nothing.
    #[must_use]
    pub fn after_upgrade(self, check: Option<&[Mismatch]>) -> Self {
        match self {
            Self::NotApplicable => Self::NotApplicable,
            Self::Never | Self::InSync | Self::NotInSync => check.map_or(self, Self::compared),
        }
    }

    /// The words that JSON and every page show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Never => "Never",
            Self::InSync => "In Sync",
            Self::NotInSync => "Not In Sync",
            Self::NotApplicable => "Not Applicable",
        }
    }

    /// The status of these words, letter case included.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == words)
    }
}

/// Whether a run over all licenses compares this one; otherwise it is counted as skipped.
#[must_use]
pub fn is_compared(status: LicenseStatus, mode: PluginMode) -> bool {
    match (mode, status) {
        (PluginMode::Offline, _)
        | (_, LicenseStatus::Pending | LicenseStatus::Expired | LicenseStatus::Terminated) => false,
        (
            PluginMode::Online,
            LicenseStatus::Issued
            | LicenseStatus::Activated
            | LicenseStatus::Retrieving
            | LicenseStatus::Retrieved
            | LicenseStatus::Uploaded
            | LicenseStatus::Installing
            | LicenseStatus::Installed,
        ) => true,
    }
}

/// Whether a run over all licenses may start; `running` is the id of one that has not ended.
///
/// # Errors
///
/// `SYNC_ALREADY_RUNNING` with `meta.run_id`.
pub fn start_run(running: Option<&str>) -> Result<(), Refusal> {
    running.map_or(Ok(()), |run| Err(Refusal::new(Code::SyncAlreadyRunning).with("run_id", run)))
}

/// Why a comparison could not be made; `meta.reason` is what happened to the call. What the last one said
/// stays as it was.
#[must_use]
pub fn failed(failure: CallFailure) -> Refusal {
    let cause = failure.refusal();
    Refusal::because(Code::SyncFailed, cause.message()).with("reason", cause.code.as_str())
}

impl SyncTotals {
    /// Counts one license that was compared.
    pub fn count_compared(&mut self, mismatches: &[Mismatch]) {
        self.checked += 1;
        if mismatches.is_empty() { self.in_sync += 1 } else { self.not_in_sync += 1 }
    }
}

impl fmt::Display for SyncStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for MismatchCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
