//! A directory of the file system.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ring::rand::{SecureRandom, SystemRandom};

use crate::error::OpenError;
use crate::names::LOCK;
use crate::storage::{SegmentFile, Storage};

const MODE_FILE: u32 = 0o600;
const MODE_DIRECTORY: u32 = 0o700;

/// The storage of a server: one directory, locked while any clone of this lives.
///
/// Files are made with mode 0600, the directory with 0700.
#[derive(Debug, Clone)]
pub struct Directory(Arc<Held>);

#[derive(Debug)]
struct Held {
    path: PathBuf,
    /// `None` for a reader. The lock goes with the file.
    lock: Option<File>,
}

impl Directory {
    /// Takes a directory for one server, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// [`OpenError::Locked`] if another server has it, [`OpenError::Io`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, OpenError> {
        let path = path.into();
        let lock_path = path.join(LOCK);
        let shown = lock_path.display().to_string();
        DirBuilder::new()
            .recursive(true)
            .mode(MODE_DIRECTORY)
            .create(&path)
            .map_err(OpenError::io(path.display().to_string()))?;
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(MODE_FILE)
            .open(&lock_path)
            .map_err(OpenError::io(&shown))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self(Arc::new(Held { path, lock: Some(lock) }))),
            Err(TryLockError::WouldBlock) => Err(OpenError::Locked { path: lock_path }),
            Err(TryLockError::Error(source)) => Err(OpenError::Io { file: shown, source }),
        }
    }

    /// A directory to look into, without its lock: a server may be writing meanwhile.
    pub fn read_only(path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Held { path: path.into(), lock: None }))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    fn writable(&self) -> io::Result<()> {
        if self.0.lock.is_some() { Ok(()) } else { Err(io::ErrorKind::ReadOnlyFilesystem.into()) }
    }
}

impl Storage for Directory {
    type File = File;

    fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.0.path)? {
            // A name that is not UTF-8 is not ours.
            names.extend(entry?.file_name().into_string());
        }
        Ok(names)
    }

    fn create(&self, name: &str) -> io::Result<File> {
        self.writable()?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(true).mode(MODE_FILE);
        options.open(self.0.path.join(name))
    }

    fn open(&self, name: &str) -> io::Result<File> {
        let write = self.0.lock.is_some();
        OpenOptions::new().read(true).write(write).open(self.0.path.join(name))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.writable()?;
        fs::rename(self.0.path.join(from), self.0.path.join(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.writable()?;
        fs::remove_file(self.0.path.join(name))
    }

    fn sync_dir(&self) -> io::Result<()> {
        File::open(&self.0.path)?.sync_all()
    }

    fn fill_random(&self, out: &mut [u8]) -> io::Result<()> {
        SystemRandom::new().fill(out).map_err(|_| io::Error::other("the system gave no random bytes"))
    }
}

impl SegmentFile for File {
    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        FileExt::read_at(self, out, offset)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        FileExt::write_at(self, bytes, offset)
    }

    fn sync_data(&self) -> io::Result<()> {
        Self::sync_data(self)
    }
}
