//! Putting license files into the license directory, and taking them out, for administrators.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Longest name: what file systems take, less what the temporary name adds.
const NAME_BYTES_MAX: usize = 240;

/// The name of a license file directly in the license directory: no path, not hidden, `*.xml` or
/// `*.lic`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileName(String);

/// A text that is no such name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the name of a license file: *.xml or *.lic, no dot first, no separators, at most 240 bytes"
)]
pub(crate) struct BadFileName;

impl FileName {
    pub(crate) fn parse(text: &str) -> Result<Self, BadFileName> {
        let stem = text.strip_suffix(".xml").or_else(|| text.strip_suffix(".lic")).ok_or(BadFileName)?;
        let bad = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':');
        let good = !stem.is_empty()
            && !stem.starts_with(['.', ' '])
            && !text.contains(bad)
            && text.len() <= NAME_BYTES_MAX;
        if good { Ok(Self(text.to_owned())) } else { Err(BadFileName) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a file of the same name may be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It must not.
    Keep,
    /// It is replaced.
    Replace,
}

/// Why a file was not put there or taken away.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DepositError {
    /// There is one, and it is not to be replaced.
    #[error("there is a file `{0}` already")]
    Exists(FileName),
    /// There is none.
    #[error("there is no file `{0}` in the license directory")]
    Missing(FileName),
    /// The operating system refuses.
    #[error("cannot change the license directory: {0}")]
    Io(#[from] io::Error),
}

/// A file that stands in the directory, safely on disk, under a name that is not read. Goes away
/// when dropped.
#[derive(Debug)]
pub(crate) struct Staged {
    directory: PathBuf,
    name: FileName,
    temporary: PathBuf,
}

impl Staged {
    /// Writes the bytes.
    ///
    /// # Errors
    ///
    /// [`DepositError`]; nothing is left.
    pub(crate) fn write(
        directory: &Path,
        name: &FileName,
        bytes: &[u8],
        existing: Existing,
    ) -> Result<Self, DepositError> {
        if existing == Existing::Keep && directory.join(name.as_str()).symlink_metadata().is_ok() {
            return Err(DepositError::Exists(name.clone()));
        }
        let temporary = directory.join(format!(".{name}.upload"));
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o644).open(&temporary)?;
        let staged = Self { directory: directory.to_owned(), name: name.clone(), temporary };
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(staged)
    }

    /// Gives the file its name, at once and durably. A link makes sure that nothing is replaced
    /// which came in between.
    ///
    /// # Errors
    ///
    /// [`DepositError`]; the directory is as it was.
    pub(crate) fn commit(self, existing: Existing) -> Result<(), DepositError> {
        let target = self.directory.join(self.name.as_str());
        match existing {
            Existing::Replace => fs::rename(&self.temporary, &target)?,
            Existing::Keep => fs::hard_link(&self.temporary, &target).map_err(|error| {
                if error.kind() == io::ErrorKind::AlreadyExists {
                    DepositError::Exists(self.name.clone())
                } else {
                    error.into()
                }
            })?,
        }
        File::open(&self.directory)?.sync_all()?;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _renamed = fs::remove_file(&self.temporary);
    }
}

/// Whether there is such a file.
pub(crate) fn is_there(directory: &Path, name: &FileName) -> bool {
    directory.join(name.as_str()).symlink_metadata().is_ok()
}

/// Takes a file out of the directory.
///
/// # Errors
///
/// [`DepositError`]; the directory is as it was.
pub(crate) fn remove(directory: &Path, name: &FileName) -> Result<(), DepositError> {
    fs::remove_file(directory.join(name.as_str())).map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            DepositError::Missing(name.clone())
        } else {
            error.into()
        }
    })?;
    File::open(directory)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_the_directory() {
        for name in ["a.xml", "f1-2026 (2).lic", "ä.xml", "a.b.xml"] {
            assert_eq!(FileName::parse(name).unwrap().as_str(), name);
        }
        let long = format!("{}.xml", "x".repeat(NAME_BYTES_MAX));
        for name in [
            "",
            ".xml",
            ".a.xml",
            "a",
            "a.pub",
            "a.XML",
            "a.xml.upload",
            "../a.xml",
            "/a.xml",
            "a/b.xml",
            "..\\a.xml",
            "C:a.xml",
            "a\n.xml",
            "a\0.xml",
            " a.xml",
            &long,
        ] {
            assert_eq!(FileName::parse(name), Err(BadFileName), "{name:?}");
        }
    }

    fn put(directory: &Path, name: &str, text: &str, existing: Existing) -> Result<(), String> {
        let name = FileName::parse(name).unwrap();
        let staged = Staged::write(directory, &name, text.as_bytes(), existing);
        staged.and_then(|staged| staged.commit(existing)).map_err(|error| error.to_string())
    }

    fn content(directory: &Path) -> Vec<(String, String)> {
        let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap());
        let read = |entry: fs::DirEntry| {
            (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
        };
        entries.map(read).collect()
    }

    #[test]
    fn files_come_replace_and_go() {
        let directory = tempfile::tempdir().unwrap();
        let at = directory.path();
        let there = |text: &str| vec![("a.xml".to_owned(), text.to_owned())];
        put(at, "a.xml", "one", Existing::Keep).unwrap();
        assert_eq!(content(at), there("one"));
        assert_eq!(
            put(at, "a.xml", "two", Existing::Keep),
            Err("there is a file `a.xml` already".to_owned())
        );
        assert_eq!(content(at), there("one"));
        put(at, "a.xml", "two", Existing::Replace).unwrap();
        assert_eq!(content(at), there("two"));
        let name = FileName::parse("a.xml").unwrap();
        assert!(is_there(at, &name));
        remove(at, &name).unwrap();
        assert!(matches!(remove(at, &name), Err(DepositError::Missing(_))) && !is_there(at, &name));
        assert_eq!(content(at), []);
    }

    /// A file that came between the look and the commit is not replaced, and nothing is left.
    #[test]
    fn nothing_is_replaced_unasked() {
        let directory = tempfile::tempdir().unwrap();
        let name = FileName::parse("a.xml").unwrap();
        let staged = Staged::write(directory.path(), &name, b"two", Existing::Keep).unwrap();
        fs::write(directory.path().join("a.xml"), "one").unwrap();
        assert!(matches!(staged.commit(Existing::Keep), Err(DepositError::Exists(_))));
        assert_eq!(content(directory.path()), [("a.xml".to_owned(), "one".to_owned())]);
    }
}
