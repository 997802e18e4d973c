//! Whom the server trusts: vendor keys and revocation lists (TRU-01).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lictor_license::Keyring;
use lictor_types::VendorName;

use super::Warning;

/// The newest revocation list seen of each vendor. The highest number counts (TRU-01), so a list
/// stays in force when its file is taken away or put back to an older one, also after a restart.
#[derive(Debug, Default)]
pub(crate) struct RevocationMemory {
    directory: Option<PathBuf>,
    lists: BTreeMap<VendorName, String>,
}

impl RevocationMemory {
    /// Reads what was kept in a directory. What is no list there is ignored by the keyring later.
    pub(crate) fn at(directory: PathBuf) -> Self {
        let mut lists = BTreeMap::new();
        for entry in fs::read_dir(&directory).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|extension| extension != "revoked") {
                continue;
            }
            let vendor = path.file_stem().and_then(|stem| VendorName::parse(stem.to_str()?).ok());
            if let (Some(vendor), Ok(text)) = (vendor, fs::read_to_string(&path)) {
                lists.insert(vendor, text);
            }
        }
        Self { directory: Some(directory), lists }
    }

    fn keep(&mut self, vendor: &VendorName, list: String) -> io::Result<()> {
        if self.lists.get(vendor) == Some(&list) {
            return Ok(());
        }
        if let Some(directory) = &self.directory {
            fs::create_dir_all(directory)?;
            replace(&directory.join(format!("{vendor}.revoked")), &list)?;
        }
        self.lists.insert(vendor.clone(), list);
        Ok(())
    }
}

/// Writes a file so that after a crash either the old or the new one is there.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let new = path.with_extension("new");
    fs::write(&new, text)?;
    fs::File::open(&new)?.sync_all()?;
    fs::rename(&new, path)
}

/// Builds the keyring from key files and revocation lists, each with the name to report it by.
pub(crate) fn keyring<'a>(
    keys: impl Iterator<Item = (String, &'a [u8])>,
    revocations: impl Iterator<Item = (String, &'a [u8])>,
    memory: &mut RevocationMemory,
    warnings: &mut Vec<Warning>,
) -> Keyring {
    let mut keyring = Keyring::new();
    for (file, bytes) in keys {
        if let Err(text) = trust(&mut keyring, bytes) {
            warnings.push(Warning { file, text });
        }
    }
    for list in memory.lists.values() {
        // A vendor may not be trusted any more; then its list does not matter either.
        let _unneeded = keyring.add_revocations(list.as_bytes());
    }
    for (file, bytes) in revocations {
        if let Err(error) = keyring.add_revocations(bytes) {
            warnings.push(Warning { file, text: error.to_string() });
        }
    }
    let vendors: Vec<VendorName> = keyring.vendors().cloned().collect();
    for vendor in vendors {
        let list = keyring.revocations(&vendor).map(ToString::to_string);
        if let Some(Err(error)) = list.map(|list| memory.keep(&vendor, list)) {
            let text = format!("the revocation list cannot be kept for later starts: {error}");
            warnings.push(Warning { file: format!("{vendor}.revoked"), text });
        }
    }
    keyring
}

/// Trusts the key of one file, or says what is wrong with the file.
pub(crate) fn trust(keyring: &mut Keyring, bytes: &[u8]) -> Result<(), String> {
    let text = str::from_utf8(bytes).map_err(|_| "vendor key is not UTF-8".to_owned())?;
    keyring.add_pub_text(text).map(|_| ()).map_err(|error| error.to_string())
}
