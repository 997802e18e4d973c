//! The load report (section 14): every license with its state and why, and how pools are composed.

use std::collections::BTreeMap;

use lictor_types::{KeyType, LicenseState};
use serde::{Deserialize, Serialize};

use super::gather::{Catalog, Judged, Pool};
use super::reason;
use super::words::{CountWord, day, instant};
use crate::intake::{CatalogEntry, Rejected, Warning};

/// The load report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicensesDocument {
    /// Today in the server's zone.
    pub today: String,
    /// The server's zone.
    pub timezone: String,
    /// When the report's feature set was loaded; null before the first.
    pub loaded_at: Option<String>,
    /// Whether the wall clock is more than 24 h behind what has passed for sure: licenses with END
    /// are not granted (TIM-05).
    pub clock_suspect: bool,
    /// Every license found, in load order (KEY-01).
    pub licenses: Vec<LicenseDocument>,
    /// Every pool that serves or is in use (UPG-15).
    pub pools: Vec<PoolDocument>,
    /// What else is wrong in the license directory.
    pub warnings: Vec<WarningDocument>,
}

/// One license.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenseDocument {
    /// Name of its file.
    pub file: String,
    /// Line its feature begins in.
    pub line: Option<u32>,
    /// The feature.
    pub feature: Option<String>,
    /// VENDOR.
    pub vendor: Option<String>,
    /// SERIAL.
    pub serial: Option<String>,
    /// KEYTYPE.
    pub key_type: Option<String>,
    /// COUNT.
    pub count: Option<CountWord>,
    /// START.
    pub start: Option<String>,
    /// END.
    pub end: Option<String>,
    /// One of the states of section 14.
    pub state: String,
    /// Why, as a stable code.
    pub reason: String,
    /// Why, in a sentence.
    pub text: String,
}

/// One pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolDocument {
    /// The feature.
    pub feature: String,
    /// Its vendor.
    pub vendor: String,
    /// Kind of its base.
    pub key_type: String,
    /// Seats today.
    pub seats: CountWord,
    /// Charged seats (OUT-07).
    pub used: u64,
    /// Free seats (OUT-07).
    pub free: CountWord,
    /// By how much use is above the seats (UPG-04).
    pub over_committed: u64,
    /// Requests denied since the log began.
    pub denied: u64,
    /// The license that is served; null if none is (UPG-15).
    pub base: Option<BaseDocument>,
    /// Every upgrade of the base, whatever its state (UPG-12).
    pub upgrades: Vec<UpgradeDocument>,
}

/// The base of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseDocument {
    /// SERIAL.
    pub serial: String,
    /// COUNT.
    pub count: CountWord,
}

/// An upgrade of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpgradeDocument {
    /// SERIAL.
    pub serial: String,
    /// COUNT.
    pub count: CountWord,
    /// START.
    pub start: Option<String>,
    /// END.
    pub end: Option<String>,
    /// One of the states of section 14.
    pub state: String,
}

/// Something wrong that is no license.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningDocument {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub text: String,
}

pub(super) fn document(catalog: &Catalog) -> LicensesDocument {
    let loaded = &catalog.loaded;
    LicensesDocument {
        today: catalog.today.to_string(),
        timezone: catalog.zone.clone(),
        loaded_at: instant(loaded.loaded_at_ms).filter(|_| loaded.set_digest.is_some()),
        clock_suspect: catalog.clock_suspect,
        licenses: licenses(catalog),
        pools: catalog.pools.values().map(|pool| pool_document(catalog, pool)).collect(),
        warnings: loaded.warnings.iter().map(warning).collect(),
    }
}

pub(super) fn pools_and_states(catalog: &Catalog) -> (Vec<PoolDocument>, BTreeMap<&'static str, u64>) {
    let mut states: BTreeMap<&'static str, u64> =
        LicenseState::ALL.into_iter().map(|state| (state.name(), 0)).collect();
    for judged in &catalog.licenses {
        *states.entry(judged.view.state.name()).or_default() += 1;
    }
    *states.entry(LicenseState::Rejected.name()).or_default() += catalog.loaded.rejected.len() as u64;
    (catalog.pools.values().map(|pool| pool_document(catalog, pool)).collect(), states)
}

/// Those of the feature set and the rejected ones, put together in load order (KEY-01).
fn licenses(catalog: &Catalog) -> Vec<LicenseDocument> {
    let judged = catalog.licenses.iter().filter_map(|judged| {
        let entry = catalog.entry(judged.view.license)?;
        Some(judged_document(catalog, judged, entry))
    });
    let rejected = catalog.loaded.rejected.iter().map(rejected_document);
    let mut licenses: Vec<LicenseDocument> = judged.chain(rejected).collect();
    licenses.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    licenses
}

fn judged_document(catalog: &Catalog, judged: &Judged, entry: &CatalogEntry) -> LicenseDocument {
    let license = &entry.license;
    LicenseDocument {
        file: entry.file.to_string(),
        line: Some(entry.line),
        feature: Some(license.feature().to_string()),
        vendor: Some(license.vendor().to_string()),
        serial: Some(license.serial().to_string()),
        key_type: Some(license.key_type().to_string()),
        count: license.seats().map(CountWord::from),
        start: day(license.start()),
        end: day(license.end()),
        state: judged.view.state.to_string(),
        reason: judged.view.reason.to_string(),
        text: reason::text(catalog, judged, entry),
    }
}

fn rejected_document(rejected: &Rejected) -> LicenseDocument {
    let network = rejected.count.is_some();
    let default = || network.then(|| KeyType::Exclusive.to_string());
    LicenseDocument {
        file: rejected.file.clone(),
        line: rejected.line,
        feature: rejected.feature.clone(),
        vendor: rejected.vendor.clone(),
        serial: rejected.serial.clone(),
        key_type: rejected.key_type.clone().or_else(default),
        count: rejected.count.as_deref().map(CountWord::claimed),
        start: rejected.start.clone(),
        end: rejected.end.clone().filter(|end| end != "9999-12-31"),
        state: LicenseState::Rejected.to_string(),
        reason: rejected.reason.to_string(),
        text: rejected.text.clone(),
    }
}

fn pool_document(catalog: &Catalog, pool: &Pool) -> PoolDocument {
    let base = pool.base.and_then(|base| catalog.entry(base));
    let upgrades = pool.members.iter().filter(|member| Some(member.license) != pool.base);
    PoolDocument {
        feature: pool.name.to_string(),
        vendor: pool.vendor.to_string(),
        key_type: pool.key_type.to_string(),
        seats: pool.seats.into(),
        used: pool.used,
        free: CountWord::free(pool.seats, pool.used, pool.reserved),
        over_committed: pool.seats.over_committed(pool.used),
        denied: pool.denied,
        base: base.and_then(|entry| {
            Some(BaseDocument {
                serial: entry.license.serial().to_string(),
                count: entry.license.seats()?.into(),
            })
        }),
        upgrades: upgrades
            .filter_map(|member| {
                let license = &catalog.entry(member.license)?.license;
                Some(UpgradeDocument {
                    serial: license.serial().to_string(),
                    count: license.seats()?.into(),
                    start: day(license.start()),
                    end: day(license.end()),
                    state: member.state.to_string(),
                })
            })
            .collect(),
    }
}

fn warning(warning: &Warning) -> WarningDocument {
    WarningDocument { file: warning.file.clone(), text: warning.text.clone() }
}
