//! The features that license files name, so that rules about others are noticed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use lictor_license::{ParsedFeature, parse_file};
use lictor_types::{FeatureName, VendorName};

use crate::failure::Failure;
use crate::license_file;

/// The features of files and of the license files in directories; signatures are not checked, and
/// what cannot be read in a file is passed over.
///
/// # Errors
///
/// `bad_license_file` if a file or directory cannot be read.
pub(super) fn features(paths: &[PathBuf]) -> Result<Vec<(VendorName, FeatureName)>, Failure> {
    let mut known = BTreeSet::new();
    for path in paths {
        for file in files(path)? {
            known.extend(parse_file(&license_file::read(&file)?).features.iter().filter_map(claimed));
        }
    }
    Ok(known.into_iter().collect())
}

fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |error: std::io::Error| Failure::file(format!("cannot read {}: {error}", path.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        if matches!(file.extension().and_then(OsStr::to_str), Some("xml" | "lic")) {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn claimed(feature: &ParsedFeature) -> Option<(VendorName, FeatureName)> {
    let vendor = feature.claims.vendor.as_deref()?;
    Some((VendorName::parse(vendor).ok()?, FeatureName::parse(&feature.name).ok()?))
}
