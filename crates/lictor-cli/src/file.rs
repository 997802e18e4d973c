//! Reading what a user names, and writing so that a reader never sees half of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Reads a whole file of at most `limit` bytes.
///
/// # Errors
///
/// `bad_license_file` with the file's name, also if it is longer.
pub(crate) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let failed = |error: io::Error| Failure::file(format!("cannot read {}: {error}", path.display()));
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > limit {
        return Err(Failure::file(format!("{} is longer than {limit} bytes", path.display())));
    }
    Ok(bytes)
}

/// Reads a whole text file of at most `limit` bytes.
///
/// # Errors
///
/// As [`read`]; also if it is not UTF-8.
pub(crate) fn read_text(path: &Path, limit: usize) -> Result<String, Failure> {
    String::from_utf8(read(path, limit)?)
        .map_err(|_| Failure::file(format!("{} is not UTF-8 text", path.display())))
}

/// Replaces a file by a new one in one step: a temporary file beside it, synced, renamed.
///
/// # Errors
///
/// `bad_license_file` with the file's name; the old file is as it was.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let temporary = beside(path);
    let written = write_new(&temporary, bytes, 0o644).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        // What is left of the temporary file is of no use; the first error is the one that counts.
        let _ = fs::remove_file(&temporary);
        Failure::file(format!("cannot write {}: {error}", path.display()))
    })
}

/// Writes a file that must not be there yet.
///
/// # Errors
///
/// The operating system's; `AlreadyExists` if it is there.
pub(crate) fn write_new(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name that the server's directory watch ignores (it begins with a dot).
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.new", std::process::id()))
}
