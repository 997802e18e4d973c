//! SHARE=SINGLE: one process of the machine at a time uses a license.
//!
//! The lock is an advisory one on an empty file in a directory that all users share, so that the
//! kernel frees it when its process ends, however that happens. The file itself stays: removing it
//! would let two processes lock two files of one name.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use lictor_license::License;
use lictor_types::Status;
use rustix::fs::{CWD, Mode, OFlags};
use rustix::io::Errno;

use super::objection::Objection;

/// Where the locks of a machine are.
#[derive(Debug, Clone)]
pub(crate) struct SingleLocks {
    directory: Option<PathBuf>,
}

/// The right to use one license, until it is dropped. A process that takes it twice has it twice.
#[derive(Debug)]
pub(crate) struct SingleLock {
    path: PathBuf,
}

/// What this process holds: the locked file, and how many locks stand on it.
static HELD: Mutex<BTreeMap<PathBuf, (File, usize)>> = Mutex::new(BTreeMap::new());

/// Directories that every user may write to, the one that nobody tidies up first.
const SHARED: [&str; 2] = ["/run/lock", "/tmp"];
/// Writable for all, and each may remove only what is theirs.
const SHARED_MODE: u32 = 0o1777;
/// Attempts to catch up with another process that makes the file at the same moment.
const ATTEMPTS: usize = 8;

impl SingleLocks {
    /// The locks that all processes of this machine see.
    pub(crate) fn shared() -> Self {
        let shared = |path: &&str| {
            fs::symlink_metadata(path)
                .is_ok_and(|it| it.is_dir() && it.permissions().mode() & SHARED_MODE == SHARED_MODE)
        };
        Self { directory: SHARED.into_iter().find(shared).map(PathBuf::from) }
    }

    /// Locks in a directory of their own.
    #[cfg(test)]
    pub(crate) fn at(directory: &Path) -> Self {
        Self { directory: Some(directory.to_owned()) }
    }

    /// Takes the lock of a license, if no other process has it.
    pub(super) fn take(&self, license: &License) -> Result<SingleLock, Objection> {
        let refused = |text: String| (Status::SingleUseTaken, text);
        let Some(directory) = &self.directory else {
            return Err(refused(format!("cannot be locked: there is no shared {}", SHARED.join(" or "))));
        };
        let path = directory.join(format!("lictor-{}-{}.lock", license.vendor(), license.serial()));
        match lock(&path) {
            Ok(Some(lock)) => Ok(lock),
            Ok(None) => Err(refused("is used by another process of this machine".to_owned())),
            Err(error) => Err(refused(format!("cannot be locked by {}: {error}", path.display()))),
        }
    }
}

impl Drop for SingleLock {
    fn drop(&mut self) {
        let mut held = held();
        if let Some((_, count)) = held.get_mut(&self.path) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.path);
            }
        }
    }
}

fn held() -> MutexGuard<'static, BTreeMap<PathBuf, (File, usize)>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// None if another process has it.
fn lock(path: &Path) -> io::Result<Option<SingleLock>> {
    let mut held = held();
    if let Some((_, count)) = held.get_mut(path) {
        *count += 1;
        return Ok(Some(SingleLock { path: path.to_owned() }));
    }
    for _ in 0..ATTEMPTS {
        let file = open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        if is_still(path, &file)? {
            held.insert(path.to_owned(), (file, 1));
            return Ok(Some(SingleLock { path: path.to_owned() }));
        }
    }
    Err(io::Error::other("it is being replaced again and again"))
}

/// Opens the file, or makes it readable for all. Nothing that others put in its place is followed,
/// waited for or written to.
fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let all_may_read = Mode::RUSR | Mode::WUSR | Mode::RGRP | Mode::ROTH;
    for _ in 0..ATTEMPTS {
        match rustix::fs::openat(CWD, path, flags, Mode::empty()) {
            Ok(file) => return plain(File::from(file)),
            Err(Errno::NOENT) => {}
            Err(error) => return Err(error.into()),
        }
        match rustix::fs::openat(CWD, path, flags | OFlags::CREATE | OFlags::EXCL, all_may_read) {
            Ok(file) => {
                rustix::fs::fchmod(&file, all_may_read)?; // the process's umask may have taken some
                return plain(File::from(file));
            }
            Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(io::Error::other("it comes and goes"))
}

/// A file with a second name could be anybody's.
fn plain(file: File) -> io::Result<File> {
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.nlink() <= 1 {
        return Ok(file);
    }
    Err(io::Error::other("something else has its name"))
}

/// Whether the name still stands for the file that was locked.
fn is_still(path: &Path, file: &File) -> io::Result<bool> {
    let locked = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(named) => Ok(named.dev() == locked.dev() && named.ino() == locked.ino()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
