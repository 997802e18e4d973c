//! Where licenses and trusted keys come from.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use lictor_types::limits::FILE_BYTES_MAX;

use super::directory::{Directory, FileError, FileStamp, look_at, read_at};

/// More than any key or revocation list needs.
const KEY_BYTES_MAX: u64 = 1024 * 1024;

/// The license directory, and vendor keys from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The directory with `*.xml`, `*.lic`, `*.pub` and `*.revoked` (section 14).
    pub licenses: PathBuf,
    /// Further `*.pub` files to trust.
    pub vendor_keys: Vec<PathBuf>,
}

/// One file of the sources. Ordered as they load: keys from elsewhere, then the directory by name
/// (KEY-01).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// A vendor key by its path.
    Elsewhere(PathBuf),
    /// A file of the license directory by its name.
    Here(OsString),
}

/// What a file is for, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Licenses.
    Licenses,
    /// A vendor's public key.
    Key,
    /// A revocation list.
    Revocations,
}

impl Place {
    /// What the file is for; none if it is not ours.
    pub(crate) fn kind(&self) -> Option<Kind> {
        let name = match self {
            Self::Elsewhere(_) => return Some(Kind::Key),
            Self::Here(name) => name,
        };
        match Path::new(name).extension().and_then(OsStr::to_str) {
            Some("xml" | "lic") => Some(Kind::Licenses),
            Some("pub") => Some(Kind::Key),
            Some("revoked") => Some(Kind::Revocations),
            Some(_) | None => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elsewhere(path) => path.display().fmt(f),
            Self::Here(name) => name.display().fmt(f),
        }
    }
}

/// The sources as they are at one moment.
pub(crate) struct Glance {
    directory: Directory,
    /// Every file of ours.
    pub(crate) files: Vec<(Place, Kind, Result<FileStamp, FileError>)>,
}

impl Glance {
    /// Looks at every file without opening it. Subfolders are no business of ours (section 14).
    pub(crate) fn at(sources: &Sources) -> io::Result<Self> {
        let directory = Directory::open(&sources.licenses)?;
        let elsewhere = sources.vendor_keys.iter().cloned().map(Place::Elsewhere);
        let here = directory.names()?.into_iter().map(Place::Here);
        let mut files = Vec::new();
        for place in elsewhere.chain(here) {
            let Some(kind) = place.kind() else { continue };
            let stamp = match &place {
                Place::Elsewhere(path) => look_at(path),
                Place::Here(name) => match directory.look(name) {
                    Err(FileError::Directory) => continue,
                    look => look,
                },
            };
            files.push((place, kind, stamp));
        }
        Ok(Self { directory, files })
    }

    /// Reads a file that still has this stamp.
    pub(crate) fn read(&self, place: &Place, kind: Kind, stamp: FileStamp) -> Result<Vec<u8>, FileError> {
        let max = match kind {
            Kind::Licenses => FILE_BYTES_MAX as u64,
            Kind::Key | Kind::Revocations => KEY_BYTES_MAX,
        };
        match place {
            Place::Elsewhere(path) => read_at(path, stamp, max),
            Place::Here(name) => self.directory.read(name, stamp, max),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 14: the names that are read, in the order they load (KEY-01).
    #[test]
    fn sec_14_names() {
        for (name, expected) in [
            ("a.xml", Some(Kind::Licenses)),
            ("a.lic", Some(Kind::Licenses)),
            ("a.b.pub", Some(Kind::Key)),
            ("a.revoked", Some(Kind::Revocations)),
            ("a.XML", None),
            ("a.xml~", None),
            ("xml", None),
            ("README", None),
        ] {
            assert_eq!(Place::Here(name.into()).kind(), expected, "{name}");
        }
        let mut places = ["b", "B", "a.xml", "ä", "a-1.xml"].map(|name| Place::Here(name.into()));
        places.sort();
        assert_eq!(places.map(|place| place.to_string()), ["B", "a-1.xml", "a.xml", "b", "ä"]);
        assert!(Place::Elsewhere("z".into()) < Place::Here("a".into()));
    }
}
