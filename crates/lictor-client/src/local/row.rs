//! What the status calls say of a local license (UPG-12).

use lictor_license::License;
use lictor_types::{CivilDate, FeatureName, Serial, Status, VendorName, Version};

/// One local license. Network licenses and upgrades found in files are never listed (UPG-12).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LocalFeature {
    /// The file and line it stands in, or `license string`.
    pub source: String,
    /// The feature's name as written.
    pub feature: FeatureName,
    /// Its vendor, whose signature was verified.
    pub vendor: VendorName,
    /// Version served.
    pub version: Version,
    /// SERIAL.
    pub serial: Serial,
    /// START.
    pub start: Option<CivilDate>,
    /// END.
    pub end: Option<CivilDate>,
    /// SHARE flags, as written.
    pub share: Vec<String>,
    /// LICENSEE.
    pub licensee: Option<String>,
    /// DATA, OPTIONS, COMMENT, SN and KEY_COMMENT, as (name, value), for the application.
    pub texts: Vec<(String, String)>,
    /// What a checkout of any version meets here and now: `granted`, or why not. Whether another
    /// process uses a SINGLE license is not asked.
    pub status: Status,
    /// The same in words, as `ended with 2026-12-31`; empty if granted.
    pub text: String,
}

impl LocalFeature {
    /// The kind of license, by its stable name.
    pub const LICENSE_TYPE: &'static str = "local";

    pub(super) fn new(source: &str, license: &License, answer: Result<(), (Status, String)>) -> Self {
        let (status, text) = answer.err().unwrap_or((Status::Granted, String::new()));
        let texts = ["DATA", "OPTIONS", "COMMENT", "SN", "KEY_COMMENT"];
        let texts = texts.into_iter().filter_map(|name| Some((name, license.setting(name)?)));
        Self {
            source: source.to_owned(),
            feature: license.feature().clone(),
            vendor: license.vendor().clone(),
            version: license.version(),
            serial: license.serial().clone(),
            start: license.start(),
            end: license.end(),
            share: license.share().names().map(ToOwned::to_owned).collect(),
            licensee: license.licensee().map(ToOwned::to_owned),
            texts: texts.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            status,
            text,
        }
    }
}
