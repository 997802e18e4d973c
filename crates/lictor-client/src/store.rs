//! What a client keeps between runs, per user and machine: borrow certificates, grace, trials, and
//! the latest time seen.
//!
//! Each record is a file of its own, written in one step and sealed with a key that is derived from
//! the user's name and the machine's ids. The seal finds damage, casual edits and copies from
//! another machine. It does not stop whoever reads this source and computes the key; what must not
//! be forged carries a signature inside (`docs/security.md`).

mod codec;
mod lock;
mod record;
#[cfg(test)]
mod tests;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use lictor_types::Status;
use lictor_types::limits::FEATURE_BYTES_MAX;

pub(crate) use codec::{Reader, Writer};
use lock::Lock;
pub(crate) use record::{Kind, Name};
use record::{Seal, folder};

use crate::error::Error;
use crate::offline::Owner;

/// The records of one user on one machine.
#[derive(Debug)]
pub(crate) struct Store {
    dir: Option<PathBuf>,
    seal: Seal,
}

/// Why a record cannot be read or written.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The system has no place for the store.
    Nowhere,
    /// The record was not written by this user on this machine, or was changed since. It was set
    /// aside under this name.
    Damaged(PathBuf),
    /// Another process holds the store for too long.
    Busy(PathBuf),
    /// The system says no.
    Io(PathBuf, io::Error),
}

impl Fault {
    /// A status and the same in words.
    pub(crate) fn objection(&self) -> (Status, String) {
        match self {
            Self::Nowhere => (Status::Internal, "there is no directory to keep it in".to_owned()),
            Self::Damaged(path) => (
                Status::BadSignature,
                format!(
                    "what was kept was changed or is of another machine, set aside as {}",
                    path.display()
                ),
            ),
            Self::Busy(path) => {
                (Status::Internal, format!("{} is locked by another process", path.display()))
            }
            Self::Io(path, error) => (Status::Internal, format!("{}: {error}", path.display())),
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let (status, text) = fault.objection();
        Self::new(status, text)
    }
}

/// What becomes of a record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Keep,
    Put(Vec<u8>),
    Remove,
}

/// The largest record: two licenses and what is said of them.
const RECORD_BYTES_MAX: usize = 2 * FEATURE_BYTES_MAX + 64 * 1024;
const SET_ASIDE: &str = "damaged";
const DRAFT: &str = "draft";

impl Store {
    /// The store in a directory, which need not exist yet. Without one nothing is kept. Each user
    /// has a directory of their own in it: programs may act for several under one account.
    pub(crate) fn new(dir: Option<PathBuf>, owner: &Owner) -> Self {
        Self { dir: dir.map(|dir| dir.join(folder(owner))), seal: Seal::of(owner) }
    }

    /// The content of a record, if there is one.
    ///
    /// # Errors
    ///
    /// [`Fault::Damaged`] once; the record is gone then.
    pub(crate) fn read(&self, name: &Name) -> Result<Option<Vec<u8>>, Fault> {
        let Some(path) = self.path(name) else { return Ok(None) };
        let Some(bytes) = load(&path)? else { return Ok(None) };
        match self.seal.open(name, &bytes) {
            Some(content) => Ok(Some(content)),
            // It may have been replaced meanwhile; with the lock it stands still.
            None => self.update(name, |content| (Change::Keep, content)),
        }
    }

    /// Changes a record while no other process does.
    ///
    /// # Errors
    ///
    /// [`Fault::Damaged`] if what is there cannot be trusted; nothing is written then.
    pub(crate) fn update<T>(
        &self,
        name: &Name,
        change: impl FnOnce(Option<Vec<u8>>) -> (Change, T),
    ) -> Result<T, Fault> {
        let (Some(dir), Some(path)) = (&self.dir, self.path(name)) else { return Err(Fault::Nowhere) };
        make_directory(dir).map_err(|error| Fault::Io(dir.clone(), error))?;
        let _lock = Lock::take(dir)?;
        let content = match load(&path)? {
            None => None,
            Some(bytes) => Some(self.seal.open(name, &bytes).ok_or_else(|| set_aside(&path))?),
        };
        let (change, result) = change(content);
        let done = match change {
            Change::Keep => Ok(()),
            Change::Put(content) => replace(&path, &self.seal.close(name, &content)),
            Change::Remove => fs::remove_file(&path).and_then(|()| sync_directory(&path)),
        };
        done.map(|()| result).map_err(|error| Fault::Io(path, error))
    }

    /// Whether a record was ever found damaged and set aside.
    pub(crate) fn was_damaged(&self, name: &Name) -> bool {
        self.path(name).is_some_and(|path| path.with_extension(SET_ASIDE).exists())
    }

    /// Whether anything was ever kept.
    pub(crate) fn exists(&self) -> bool {
        self.dir.as_ref().is_some_and(|dir| dir.is_dir())
    }

    /// The names of all records of a kind, in order.
    pub(crate) fn names(&self, kind: Kind) -> Vec<Name> {
        let entries = self.dir.iter().filter_map(|dir| fs::read_dir(dir).ok()).flatten().flatten();
        let names = entries.filter_map(|entry| Name::parse(entry.file_name().to_str()?));
        let mut names: Vec<Name> = names.filter(|name| name.kind() == kind).collect();
        names.sort_unstable();
        names
    }

    /// All records of a kind. One that cannot be read has its fault in its place.
    pub(crate) fn all(&self, kind: Kind) -> Vec<Result<Vec<u8>, Fault>> {
        self.names(kind).iter().filter_map(|name| self.read(name).transpose()).collect()
    }

    /// The file of a record.
    pub(crate) fn path(&self, name: &Name) -> Option<PathBuf> {
        self.dir.as_ref().map(|dir| dir.join(name.as_str()))
    }
}

/// At most as much as a record can have (TRU-04).
fn load(path: &Path) -> Result<Option<Vec<u8>>, Fault> {
    let fault = |error| Fault::Io(path.to_owned(), error);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fault(error)),
    };
    let mut bytes = Vec::new();
    file.take(RECORD_BYTES_MAX as u64).read_to_end(&mut bytes).map_err(fault)?;
    Ok(Some(bytes))
}

/// The file is replaced in one step, so that a reader sees the old one or the new one. The store is
/// locked: nobody else writes this draft.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension(DRAFT);
    let mut file = private().create(true).truncate(true).open(&draft)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written
        .and_then(|()| fs::rename(&draft, path))
        .inspect_err(|_| drop(fs::remove_file(&draft)))
        .and_then(|()| sync_directory(path))
}

fn set_aside(path: &Path) -> Fault {
    let aside = path.with_extension(SET_ASIDE);
    match fs::rename(path, &aside) {
        Ok(()) => Fault::Damaged(aside),
        Err(error) => Fault::Io(path.to_owned(), error),
    }
}

/// A name is safe only when its directory is.
fn sync_directory(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(dir) if cfg!(unix) => File::open(dir)?.sync_all(),
        Some(_) | None => Ok(()),
    }
}

fn make_directory(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// How files are opened to write: readable by their owner only.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
