//! Reading the small files that the system keeps its facts in.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use rustix::fs::OFlags;

use crate::verdict::seen;

/// More than any of these files needs; what lies behind is not read.
const BYTES_MAX: u64 = 1024 * 1024;
/// Enough for the description of the first processor.
const HEAD_BYTES: u64 = 16 * 1024;
/// Entries of one directory that are looked at.
const ENTRIES_MAX: usize = 4096;

/// The file system under a root directory. Names are relative to the root, without a leading slash.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    root: PathBuf,
}

impl Facts {
    /// The files under this directory.
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Bytes of a regular file; what follows the first mebibyte is left away. A pipe put in its
    /// place is not waited for.
    pub(crate) fn bytes(&self, file: &str) -> Result<Vec<u8>, ErrorKind> {
        self.prefix(file, BYTES_MAX)
    }

    /// Text of a file; bytes that are no UTF-8 are replaced. Empty if it cannot be read.
    pub(crate) fn text(&self, file: &str) -> String {
        String::from_utf8_lossy(&self.bytes(file).unwrap_or_default()).into_owned()
    }

    /// The beginning of a text that the kernel writes anew for each reader and for each processor.
    pub(crate) fn head(&self, file: &str) -> String {
        String::from_utf8_lossy(&self.prefix(file, HEAD_BYTES).unwrap_or_default()).into_owned()
    }

    /// The first line of a file without the blanks around it, or nothing if that is empty.
    pub(crate) fn line(&self, file: &str) -> Option<String> {
        first_line(&self.text(file))
    }

    /// Whether it may not be read although it is there.
    pub(crate) fn is_forbidden(&self, file: &str) -> bool {
        self.bytes(file) == Err(ErrorKind::PermissionDenied)
    }

    /// Whether there is anything of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.root.join(name).symlink_metadata().is_ok()
    }

    /// What a symbolic link says.
    pub(crate) fn link(&self, name: &str) -> Option<String> {
        Some(self.root.join(name).read_link().ok()?.to_string_lossy().into_owned())
    }

    /// Names in a directory, in order.
    pub(crate) fn names(&self, directory: &str) -> Vec<String> {
        let Ok(entries) = self.root.join(directory).read_dir() else { return Vec::new() };
        let mut names: Vec<String> = entries
            .take(ENTRIES_MAX)
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    fn prefix(&self, file: &str, bytes_max: u64) -> Result<Vec<u8>, ErrorKind> {
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
        let opened = OpenOptions::new().read(true).custom_flags(flags).open(self.root.join(file));
        let file = opened.map_err(|error| error.kind())?;
        if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
            return Err(ErrorKind::InvalidInput);
        }
        let mut bytes = Vec::new();
        file.take(bytes_max).read_to_end(&mut bytes).map_err(|error| error.kind())?;
        Ok(bytes)
    }

    /// A file and what was seen in it, as evidence.
    pub(crate) fn evidence(file: &str, what: &str) -> String {
        seen(&format!("/{file}"), what)
    }
}

/// The first line of a text without the blanks around it, or nothing if that is empty.
pub(crate) fn first_line(text: &str) -> Option<String> {
    let line = text.lines().next()?.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TRU-04: a pipe, a device and an endless file are neither waited for nor read whole.
    #[test]
    fn tru_04_reading_is_bounded() {
        let root = tempfile::tempdir().unwrap();
        let pipe = root.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).unwrap();
        std::os::unix::fs::symlink("/dev/zero", root.path().join("device")).unwrap();
        let long = std::fs::File::create(root.path().join("long")).unwrap();
        long.set_len(BYTES_MAX + 1).unwrap();
        let facts = Facts::at(root.path().to_owned());
        assert_eq!(facts.bytes("pipe"), Err(ErrorKind::InvalidInput));
        assert_eq!(facts.bytes("device"), Err(ErrorKind::InvalidInput));
        assert_eq!(facts.bytes("long").unwrap().len() as u64, BYTES_MAX);
        assert_eq!(facts.bytes("absent"), Err(ErrorKind::NotFound));
    }
}
