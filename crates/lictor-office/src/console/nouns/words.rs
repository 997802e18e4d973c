//! Words that filters and fields of several nouns offer.

use super::super::cell::Cell;
use super::super::noun::{at, number, text};

/// What of a class has an amount: each with the amount when nothing is said, and the largest.
pub(super) fn capacity(record: &serde_json::Value) -> Cell {
    let options = at(record, "capacity_options").as_array().into_iter().flatten();
    let told = options.map(|option| {
        let (code, amount, max) = (text(option, "code"), number(option, "amount"), number(option, "max"));
        match max {
            0 | 2_147_483_647 => format!("{code} {amount}"),
            max => format!("{code} {amount}, at most {max}"),
        }
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { Cell::Empty } else { Cell::Tags(told) }
}

/// Statuses of a license.
pub(super) const LICENSE_STATUSES: &[&str] = &[
    "Pending",
    "Issued",
    "Activated",
    "Retrieving",
    "Retrieved",
    "Uploaded",
    "Installing",
    "Installed",
    "Expired",
    "Terminated",
];

/// Bill types.
pub(super) const BILL_TYPES: &[(&str, &str)] = &[("Monthly", "Monthly"), ("Purchase", "Purchase")];

/// Sync statuses.
pub(super) const SYNC_STATUSES: &[&str] = &["Never", "In Sync", "Not In Sync", "Not Applicable"];

/// License models.
pub(super) const MODELS: &[(&str, &str)] = &[
    ("FC", "FC, floating counted"),
    ("FU", "FU, floating uncounted"),
    ("NC", "NC, node-locked counted"),
    ("NU", "NU, node-locked uncounted"),
];

/// License technologies.
pub(super) const TECHNOLOGIES: &[(&str, &str)] = &[
    ("certificate", "License file (certificate)"),
    ("custom", "Custom"),
    ("trusted_storage", "Trusted storage"),
    ("embedded", "Embedded"),
];

/// States of entitlements and line items.
pub(super) const STATES: &[&str] = &["Draft", "Deployed", "Inactive", "OnHold", "Obsolete", "Test"];

/// States of products.
pub(super) const PRODUCT_STATES: &[&str] = &["Draft", "Deployed", "Inactive", "Obsolete", "Test"];

/// States of operations and runs.
pub(super) const OPERATION_STATES: &[&str] =
    &["Queued", "Running", "Waiting", "Succeeded", "Failed", "Cancelled"];

/// Bases of renewals.
pub(super) const RENEWAL_BASES: &[(&str, &str)] = &[
    ("FROM_NOW_IF_EXPIRED", "From the old end, or from now if that has passed"),
    ("FROM_EXPIRY", "From the old end"),
    ("FROM_NOW", "From now"),
];

/// Types of host ids.
pub(super) const HOST_ID_TYPES: &[(&str, &str)] = &[
    ("ETHERNET", "ETHERNET, address of a network card"),
    ("HOSTNAME", "HOSTNAME, name of the computer"),
    ("IPADDRESS", "IPADDRESS"),
    ("USERNAME", "USERNAME, name of the user"),
    ("MACHINE_ID", "MACHINE_ID, of the operating system"),
    ("BOARD", "BOARD, of the mainboard"),
    ("DISK", "DISK, serial of a disk"),
    ("SERVER_KEY", "SERVER_KEY, fingerprint of a license server"),
    ("AWS_INSTANCE_ID", "AWS_INSTANCE_ID"),
    ("GCE_ID", "GCE_ID"),
    ("AZURE_ID", "AZURE_ID"),
    ("CUSTOM", "CUSTOM"),
];
