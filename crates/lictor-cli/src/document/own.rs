//! What this machine has without a server: borrows and local licenses.

use lictor_client::{Borrow, LicenseType, LocalFeature};
use lictor_types::Status;
use serde::Serialize;

use crate::document::instant;

/// A borrow of this user on this machine (BOR-01).
#[derive(Debug, Serialize)]
pub(crate) struct Borrowed<'a> {
    status: &'static str,
    feature: &'a str,
    vendor: &'a str,
    version: String,
    count: u32,
    hours: u16,
    from: Option<String>,
    until: Option<String>,
    server: &'a str,
    borrow: String,
    /// The file that keeps it; none once it was given back.
    certificate: Option<String>,
}

/// A local license (FIL-08).
#[derive(Debug, Serialize)]
pub(crate) struct Local<'a> {
    status: &'static str,
    /// Why it cannot be used here and now.
    text: Option<&'a str>,
    feature: &'a str,
    vendor: &'a str,
    version: String,
    serial: &'a str,
    start: Option<String>,
    end: Option<String>,
    share: &'a [String],
    licensee: Option<&'a str>,
    license_type: &'static str,
    file: &'a str,
}

/// A borrow, and what became of it.
pub(crate) fn borrow(status: Status, borrow: &Borrow) -> Borrowed<'_> {
    Borrowed {
        status: status.name(),
        feature: borrow.feature.as_str(),
        vendor: borrow.vendor.as_str(),
        version: borrow.version.to_string(),
        count: borrow.count,
        hours: borrow.hours,
        from: instant(borrow.from_ms),
        until: instant(borrow.until_ms),
        server: &borrow.server,
        borrow: borrow.borrow.to_string(),
        certificate: borrow.file.as_ref().map(|file| file.display().to_string()),
    }
}

/// A local license, and whether it can be used.
pub(crate) fn local(license: &LocalFeature) -> Local<'_> {
    Local {
        status: license.status.name(),
        text: Some(license.text.as_str()).filter(|text| !text.is_empty()),
        feature: license.feature.as_str(),
        vendor: license.vendor.as_str(),
        version: license.version.to_string(),
        serial: license.serial.as_str(),
        start: license.start.map(|day| day.to_string()),
        end: license.end.map(|day| day.to_string()),
        share: &license.share,
        licensee: license.licensee.as_deref(),
        license_type: LicenseType::Local.code(),
        file: &license.source,
    }
}
