//! The load report (section 14): every license with its state and why, and how pools are composed.

use std::collections::BTreeMap;

use lictor_types::{KeyType, LicenseState, PoolId};
use serde::{Deserialize, Serialize};

use super::gather::{Catalog, Judged, Kept, Pool};
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
    /// Idle reserved seats (OUT-07).
    pub reserved: u64,
    /// By how much use is above the seats (UPG-04).
    pub over_committed: u64,
    /// Seats that are borrowed (BOR-01).
    pub borrowed: u64,
    /// Seats that stay charged after use (HLD-01).
    pub held: u64,
    /// Seats that belong to named users or hosts (NAM-01).
    pub named: u64,
    /// Requests that wait for its feature, whichever of its pools may serve them (QUE-01).
    pub waiting: u64,
    /// Requests denied since the log began.
    pub denied: u64,
    /// The license that is served; null if none is (UPG-15).
    pub base: Option<BaseDocument>,
    /// Every upgrade of the base, whatever its state (UPG-12).
    pub upgrades: Vec<UpgradeDocument>,
    /// Seats set aside by administrators (RES-01).
    pub reservations: Vec<ReservationDocument>,
}

/// The base of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseDocument {
    /// SERIAL.
    pub serial: String,
    /// COUNT; null for a token, which has none (KEY-04).
    pub count: Option<CountWord>,
}

/// Seats set aside under a token, which is not shown: whoever knows it may draw on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationDocument {
    /// Seats set aside.
    pub count: u32,
    /// Seats of them in use.
    pub used: u64,
    /// When it ends.
    pub until: Option<String>,
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

pub(super) fn document(catalog: &Catalog, kept: &Kept) -> LicensesDocument {
    let loaded = &catalog.loaded;
    LicensesDocument {
        today: catalog.today.to_string(),
        timezone: catalog.zone.clone(),
        loaded_at: instant(loaded.loaded_at_ms).filter(|_| loaded.set_digest.is_some()),
        clock_suspect: catalog.clock_suspect,
        licenses: licenses(catalog),
        pools: pools(catalog, kept),
        warnings: loaded.warnings.iter().map(warning).collect(),
    }
}

pub(super) fn pools_and_states(
    catalog: &Catalog,
    kept: &Kept,
) -> (Vec<PoolDocument>, BTreeMap<&'static str, u64>) {
    let mut states: BTreeMap<&'static str, u64> =
        LicenseState::ALL.into_iter().map(|state| (state.name(), 0)).collect();
    for judged in &catalog.licenses {
        *states.entry(judged.view.state.name()).or_default() += 1;
    }
    *states.entry(LicenseState::Rejected.name()).or_default() += catalog.loaded.rejected.len() as u64;
    (pools(catalog, kept), states)
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

fn pools(catalog: &Catalog, kept: &Kept) -> Vec<PoolDocument> {
    catalog.pools.iter().map(|(id, pool)| pool_document(catalog, kept, *id, pool)).collect()
}

fn pool_document(catalog: &Catalog, kept: &Kept, id: PoolId, pool: &Pool) -> PoolDocument {
    let sum = |seats: &BTreeMap<PoolId, u64>| seats.get(&id).copied().unwrap_or(0);
    let feature = (pool.vendor.clone(), pool.name.clone());
    let base = pool.base.and_then(|base| catalog.entry(base));
    let upgrades = pool.members.iter().filter(|member| Some(member.license) != pool.base);
    PoolDocument {
        feature: pool.name.to_string(),
        vendor: pool.vendor.to_string(),
        key_type: pool.key_type.to_string(),
        seats: pool.seats.into(),
        used: pool.used,
        free: CountWord::free(pool.seats, pool.used, pool.reserved),
        reserved: pool.reserved,
        over_committed: pool.seats.over_committed(pool.used),
        borrowed: sum(&kept.borrowed),
        held: sum(&kept.held),
        named: sum(&kept.named),
        waiting: kept.waiting.get(&feature).copied().unwrap_or(0),
        denied: pool.denied,
        base: base.map(|entry| BaseDocument {
            serial: entry.license.serial().to_string(),
            count: entry.license.seats().map(CountWord::from),
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
        reservations: kept
            .reservations
            .iter()
            .filter(|reservation| reservation.pool == id)
            .map(|reservation| ReservationDocument {
                count: reservation.count,
                used: reservation.used,
                until: instant(reservation.until_ms),
            })
            .collect(),
    }
}

fn warning(warning: &Warning) -> WarningDocument {
    WarningDocument { file: warning.file.clone(), text: warning.text.clone() }
}
