//! From the license directory to what the ledger and the reports need (section 14).
//!
//! [`Scanner`] watches the directory; whenever something has changed and settled it gives a
//! [`Candidate`]: one complete new feature set for the ledger, the [`Catalog`] of the licenses in
//! it, and everything that was rejected, with the reason. Which of the licenses are served is the
//! ledger's to decide; what a license alone, its signature and this machine decide is decided
//! here, in the order of KEY-06.

mod cache;
mod catalog;
pub(crate) mod deposit;
pub(crate) mod directory;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod inspect;
mod judge;
mod licenses;
mod parallel;
mod scanner;
mod sources;
mod trust;
pub(crate) mod watch;

use std::sync::Arc;

use lictor_engine::FeatureSet;
use lictor_license::Keyring;
use lictor_types::{CivilDate, Digest, Reason};

pub use catalog::{Catalog, CatalogEntry};
pub use scanner::{IntakeError, Scanner};
pub use sources::Sources;

/// A complete new state of what is loaded.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// For the ledger: the licenses that passed every check but those that look at the others.
    pub set: FeatureSet,
    /// The same licenses with what reports and proofs need, in the same order.
    pub catalog: Catalog,
    /// The licenses that did not pass, in load order (KEY-01).
    pub rejected: Vec<Rejected>,
    /// What else is wrong in the directory.
    pub warnings: Vec<Warning>,
    /// The latest ISSUED of the licenses in the set: signed evidence that this day has been
    /// reached (TIM-05).
    pub newest_issued: Option<CivilDate>,
    /// Whom it was judged with.
    pub keyring: Arc<Keyring>,
}

impl Candidate {
    /// Parts it into what the ledger gets and what is kept beside it.
    #[must_use]
    pub fn into_parts(self, loaded_at_ms: u64) -> (FeatureSet, Loaded) {
        let loaded = Loaded {
            catalog: self.catalog,
            rejected: self.rejected,
            warnings: self.warnings,
            set_digest: self.set.digest,
            loaded_at_ms,
            keyring: self.keyring,
        };
        (self.set, loaded)
    }
}

/// What is loaded, beside the ledger. Its indices are those of the feature set in force.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The licenses of the feature set.
    pub catalog: Catalog,
    /// The licenses that are not in it.
    pub rejected: Vec<Rejected>,
    /// What else is wrong in the directory.
    pub warnings: Vec<Warning>,
    /// Digest of the feature set.
    pub set_digest: Option<Digest>,
    /// Wall instant of the load in milliseconds.
    pub loaded_at_ms: u64,
    /// Whom the licenses were judged with.
    pub keyring: Arc<Keyring>,
}

/// A license that is not usable, whatever else is loaded (state `rejected`). What it says of
/// itself is as written and may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The file's name.
    pub file: String,
    /// The line its feature begins in; none if the whole file is refused.
    pub line: Option<u32>,
    /// The feature's name.
    pub feature: Option<String>,
    /// VENDOR.
    pub vendor: Option<String>,
    /// SERIAL.
    pub serial: Option<String>,
    /// KEYTYPE.
    pub key_type: Option<String>,
    /// COUNT.
    pub count: Option<String>,
    /// START.
    pub start: Option<String>,
    /// END.
    pub end: Option<String>,
    /// Why, as a stable code.
    pub reason: Reason,
    /// Why, for people: every error with its place.
    pub text: String,
}

impl Rejected {
    /// A file of which nothing is known but that it is refused.
    pub(crate) fn file(file: &str, reason: Reason, text: String) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            feature: None,
            vendor: None,
            serial: None,
            key_type: None,
            count: None,
            start: None,
            end: None,
            reason,
            text,
        }
    }
}

/// Something wrong in the directory that is no license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The file's name or path.
    pub file: String,
    /// What is wrong.
    pub text: String,
}
