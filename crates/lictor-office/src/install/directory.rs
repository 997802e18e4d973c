//! Delivery into a directory that the license server watches.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use lictor_entitle::code::Code;
use lictor_entitle::refusal::Refusal;

use super::Parcel;

/// Writes the files: each under a name that is not read, safely to disk, and then at once under its own.
///
/// # Errors
///
/// `INSTALL_REFUSED` with what the system says.
pub async fn put(path: &str, files: &[Parcel]) -> Result<(), Refusal> {
    let (directory, files) = (PathBuf::from(path), files.to_vec());
    in_peace(move || {
        for file in &files {
            write(&directory, file)?;
        }
        File::open(&directory)?.sync_all()
    })
    .await
}

fn write(directory: &Path, file: &Parcel) -> io::Result<()> {
    let target = directory.join(&file.name);
    if fs::read(&target).is_ok_and(|there| there == file.bytes) {
        return Ok(());
    }
    let temporary = directory.join(format!(".{}.new", file.name));
    let mut out = OpenOptions::new().write(true).create(true).truncate(true).open(&temporary)?;
    out.write_all(&file.bytes)?;
    out.sync_all()?;
    fs::rename(temporary, target)
}

/// Takes files away; one that is gone already is no reason to fail.
///
/// # Errors
///
/// `INSTALL_REFUSED` with what the system says.
pub async fn remove(path: &str, names: &[String]) -> Result<(), Refusal> {
    if names.is_empty() {
        return Ok(());
    }
    let (directory, names) = (PathBuf::from(path), names.to_vec());
    in_peace(move || {
        for name in &names {
            match fs::remove_file(directory.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        File::open(&directory)?.sync_all()
    })
    .await
}

async fn in_peace(work: impl FnOnce() -> io::Result<()> + Send + 'static) -> Result<(), Refusal> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(io::Error::other(error)))
        .map_err(|error| Refusal::because(Code::InstallRefused, format!("the license directory: {error}")))
}
