//! The file of access rules on disk: read at the start, and anew when it changes (RUL-02).
//!
//! A file that cannot be read or has a mistake changes nothing: the rules in force stay, and it is
//! told once for each content.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lictor_engine::RuleSet;
use lictor_types::limits::RULES_BYTES_MAX;
use lictor_types::{FeatureName, VendorName};
use parking_lot::RwLock;

use crate::intake::Catalog;
use crate::intake::directory::{FileError, look_at, read_at};
use crate::intake::watch::{Moment, Watch};
use crate::rules::{self, RulesError, RulesFile};
use crate::settings::{Diagnostic, Place};

/// The features of what is loaded, for warnings of rules that name none.
#[must_use]
pub fn known_features(catalog: &Catalog) -> Vec<(VendorName, FeatureName)> {
    let named = |entry: &crate::intake::CatalogEntry| {
        let license = entry.license.get();
        (license.vendor().clone(), license.feature().clone())
    };
    catalog.iter().map(named).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Reads a file of access rules.
///
/// # Errors
///
/// [`RulesError`] with everything that is wrong, also if it cannot be read.
pub fn read(path: &Path, known: &[(VendorName, FeatureName)]) -> Result<RulesFile, RulesError> {
    content(path).map_err(|error| unreadable(path, &error)).and_then(|bytes| parse(path, &bytes, known))
}

fn content(path: &Path) -> Result<Vec<u8>, FileError> {
    read_at(path, look_at(path)?, RULES_BYTES_MAX as u64)
}

fn parse(path: &Path, bytes: &[u8], known: &[(VendorName, FeatureName)]) -> Result<RulesFile, RulesError> {
    let text = str::from_utf8(bytes).map_err(|_| fault(path, "is not UTF-8 text".to_owned()))?;
    rules::parse(&path.display().to_string(), text, Some(known))
}

fn unreadable(path: &Path, error: &FileError) -> RulesError {
    fault(path, error.to_string())
}

fn fault(path: &Path, text: String) -> RulesError {
    let place = Place::File { path: path.to_owned(), line: None, column: None };
    RulesError { errors: vec![Diagnostic { place, key: None, text, hint: None }], warnings: Vec::new() }
}

/// The file, looked at again and again.
#[derive(Debug)]
pub(crate) struct RuleWatch {
    path: PathBuf,
    watch: Watch,
    requested: bool,
    /// Why it could not be read at the last look.
    trouble: Option<String>,
}

impl RuleWatch {
    /// A watch of a file that was read just now.
    pub(crate) fn new(path: PathBuf) -> Self {
        let mut watch = Watch::default();
        if let Ok(stamp) = look_at(&path) {
            watch.take(stamp);
        }
        Self { path, watch, requested: false, trouble: None }
    }

    /// Reads it at the next look in any case.
    pub(crate) fn request(&mut self) {
        self.requested = true;
    }

    /// What is in the file, if that is new and stands still, or was asked for.
    pub(crate) fn look(
        &mut self,
        boot_ms: u64,
        known: impl FnOnce() -> Vec<(VendorName, FeatureName)>,
    ) -> Option<Result<RulesFile, RulesError>> {
        let now = Moment { boot_ms, first_wall_ms: None };
        match self.bytes(now) {
            Ok(bytes) => {
                let bytes = bytes?;
                self.requested = false;
                self.trouble = None;
                Some(parse(&self.path, &bytes, &known()))
            }
            Err(FileError::Moving) => {
                self.watch.wait(now);
                None
            }
            Err(error) => {
                let text = error.to_string();
                let told = self.trouble.as_ref() == Some(&text) && !self.requested;
                self.requested = false;
                self.trouble = Some(text);
                (!told).then(|| Err(unreadable(&self.path, &error)))
            }
        }
    }

    fn bytes(&mut self, now: Moment) -> Result<Option<Vec<u8>>, FileError> {
        let stamp = look_at(&self.path)?;
        let settled = self.watch.look(stamp, now);
        if !settled && !self.requested {
            return Ok(None);
        }
        let bytes = read_at(&self.path, stamp, RULES_BYTES_MAX as u64)?;
        self.watch.skip(stamp);
        Ok(Some(bytes))
    }
}

/// The rules in force, and why the file beside them is not.
#[derive(Debug)]
pub(crate) struct RulesInForce {
    current: RwLock<Arc<RulesFile>>,
    refused: RwLock<Option<Arc<RulesError>>>,
}

impl Default for RulesInForce {
    fn default() -> Self {
        Self { current: RwLock::new(Arc::new(none())), refused: RwLock::default() }
    }
}

/// No rules: everybody may use everything.
pub(crate) fn none() -> RulesFile {
    RulesFile { set: RuleSet::default(), names: Vec::new(), warnings: Vec::new(), groups: 0 }
}

impl RulesInForce {
    /// What is in force.
    pub(crate) fn current(&self) -> Arc<RulesFile> {
        Arc::clone(&self.current.read())
    }

    /// What is wrong with the file as it is now, if anything.
    pub(crate) fn refused(&self) -> Option<Arc<RulesError>> {
        self.refused.read().clone()
    }

    /// These are in force now, and the file is good.
    pub(crate) fn take(&self, file: RulesFile) {
        *self.current.write() = Arc::new(file);
        *self.refused.write() = None;
    }

    /// The file is bad; what is in force stays.
    pub(crate) fn refuse(&self, error: RulesError) {
        *self.refused.write() = Some(Arc::new(error));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const GOOD: &str = "[[rule]]\ndeny = true\nusers = \"bob\"\n";
    const BAD: &str = "[[rule]]\ndenny = true\nusers = \"bob\"\n";

    /// RUL-02: a change is read once it stands still, a mistake is told once with its place, and so
    /// is a file that is gone.
    #[test]
    fn rul_02_a_changed_file_is_read_once_it_stands_still() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("rules.toml");
        fs::write(&path, "").unwrap();
        let mut watch = RuleWatch::new(path.clone());
        let mut look = |ms| {
            let found = watch.look(ms, Vec::new)?;
            Some(found.map(|file| file.set.rules.len()).map_err(|error| error.to_string()))
        };
        assert_eq!(look(0), None, "it was read before");
        fs::write(&path, BAD).unwrap();
        assert_eq!((look(1), look(300)), (None, None));
        let told = look(301).unwrap().unwrap_err();
        assert!(told.starts_with(&format!("{}:2:", path.display())), "{told}");
        assert_eq!(look(900), None, "told once");
        fs::remove_file(&path).unwrap();
        let told = look(1_000).unwrap().unwrap_err();
        assert!(told.contains("cannot be read"), "{told}");
        assert_eq!(look(1_001), None, "told once");
        fs::write(&path, GOOD).unwrap();
        assert_eq!((look(2_000), look(2_300)), (None, Some(Ok(1))));
    }

    /// RUL-02: who asks gets an answer at once, whatever the file was before.
    #[test]
    fn rul_02_a_request_reads_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("rules.toml");
        fs::write(&path, GOOD).unwrap();
        let mut watch = RuleWatch::new(path.clone());
        for ms in [0, 1] {
            watch.request();
            assert_eq!(watch.look(ms, Vec::new).unwrap().unwrap().set.rules.len(), 1);
            assert!(watch.look(ms, Vec::new).is_none());
        }
        fs::remove_file(&path).unwrap();
        for ms in [2, 3] {
            watch.request();
            assert_eq!(watch.look(ms, Vec::new).unwrap().unwrap_err().errors.len(), 1);
        }
    }
}
