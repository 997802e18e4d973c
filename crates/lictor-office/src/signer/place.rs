//! The signer's directory: which file lies where, and who may look.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// The stem of the key's files.
pub const KEY_STEM: &str = "vendor";

/// The directory of one signer: key, policy, record, requests that wait for approval, and socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(PathBuf);

impl Place {
    /// The signer in that directory. Nothing is touched.
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self(dir.into())
    }

    /// The directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.0
    }

    /// The encrypted private key; `vendor.pub` lies beside it, and `vendor.cert` if a root certified it.
    #[must_use]
    pub fn key(&self) -> PathBuf {
        self.0.join(KEY_STEM).with_extension("key")
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> PathBuf {
        self.0.join(KEY_STEM).with_extension("pub")
    }

    /// The passphrase, where nobody is there to type it.
    #[must_use]
    pub fn passphrase(&self) -> PathBuf {
        self.0.join("passphrase")
    }

    /// The policy; need not be there.
    #[must_use]
    pub fn policy(&self) -> PathBuf {
        self.0.join("policy.toml")
    }

    /// The record of signatures and refusals.
    #[must_use]
    pub fn record(&self) -> PathBuf {
        self.0.join("record.jsonl")
    }

    /// Requests that wait for a second person.
    #[must_use]
    pub fn pending(&self) -> PathBuf {
        self.0.join("pending")
    }

    /// Requests that a second person released and that were not signed yet.
    #[must_use]
    pub fn approved(&self) -> PathBuf {
        self.0.join("approved")
    }

    /// Where the signer listens.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.0.join("signer.sock")
    }

    /// Whether who runs this process can open the key: the directory is its own and the passphrase lies in it.
    /// Then the signer is not apart from the office.
    #[must_use]
    pub fn is_open_to_us(&self) -> bool {
        let ours = |metadata: fs::Metadata| metadata.uid() == rustix::process::geteuid().as_raw();
        self.key().exists() && fs::metadata(self.passphrase()).is_ok_and(ours)
    }

    /// Makes the directories that are missing, and closes the signer's own to everybody else (0700).
    ///
    /// # Errors
    ///
    /// What the system says; also if the directory belongs to another user.
    pub fn prepare(&self) -> io::Result<()> {
        for dir in [self.0.clone(), self.pending(), self.approved()] {
            DirBuilder::new().recursive(true).mode(0o700).create(&dir)?;
        }
        let metadata = fs::metadata(&self.0)?;
        if metadata.uid() != rustix::process::geteuid().as_raw() {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                format!("{} belongs to another user", self.0.display()),
            ));
        }
        if metadata.mode() & 0o077 != 0 {
            fs::set_permissions(&self.0, fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }
}

/// Puts a file of mode 0600 in its place in one step, on disk before this returns.
///
/// # Errors
///
/// What the system says; the file is then whole, old or absent.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    sync_parent(path)
}

/// Makes the entry of a file in its directory durable.
///
/// # Errors
///
/// What the system says.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) => File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}
