//! Reports of features that no server reports.

use lictor_license::License;
use lictor_types::{KeyType, PoolId, Seats};
use lictor_wire::FeatureRow;

use crate::local::LocalFeature;

const TEXTS: [&str; 5] = ["DATA", "OPTIONS", "COMMENT", "SN", "KEY_COMMENT"];

/// A pool of the seats that are here.
pub(super) fn of(license: &License, seats: Seats, used: u64) -> FeatureRow {
    let texts =
        TEXTS.into_iter().filter_map(|name| Some((name.to_owned(), license.setting(name)?.to_owned())));
    FeatureRow {
        pool: PoolId(0),
        feature: license.feature().clone(),
        vendor: license.vendor().clone(),
        version: Some(license.version()),
        key_type: license.key_type(),
        seats,
        used,
        reserved: 0,
        denied: 0,
        soft_limit: None,
        start: license.start(),
        end: license.end(),
        share: license.share().names().map(ToOwned::to_owned).collect(),
        borrow_hours: license.borrow_hours().map(u32::from),
        grace_hours: license.grace_hours().map(u32::from),
        hold_seconds: license.hold_seconds(),
        min_checkout_seconds: license.min_checkout_seconds(),
        user_based: None,
        host_based: None,
        licensee: license.licensee().map(ToOwned::to_owned),
        serial: Some(license.serial().clone()),
        texts: texts.collect(),
    }
}

/// A local license is not counted.
pub(super) fn of_local(local: &LocalFeature, used: u64) -> FeatureRow {
    FeatureRow {
        pool: PoolId(0),
        feature: local.feature.clone(),
        vendor: local.vendor.clone(),
        version: Some(local.version),
        key_type: KeyType::Exclusive,
        seats: Seats::Unlimited,
        used,
        reserved: 0,
        denied: 0,
        soft_limit: None,
        start: local.start,
        end: local.end,
        share: local.share.clone(),
        borrow_hours: None,
        grace_hours: None,
        hold_seconds: None,
        min_checkout_seconds: None,
        user_based: None,
        host_based: None,
        licensee: local.licensee.clone(),
        serial: Some(local.serial.clone()),
        texts: local.texts.clone(),
    }
}
