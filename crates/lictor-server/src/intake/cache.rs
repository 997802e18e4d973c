//! What verified at the last load, kept for the next start.

use std::io;
use std::path::{Path, PathBuf};

use lictor_license::KnownGood;

use super::Warning;
use super::directory::{look_at, read_at};
use crate::identity::write_private;

const NAME: &str = "verified.cache";

/// The licenses whose signatures need not be checked again, and the file that keeps them. The file
/// is sealed with a secret of this server: whoever cannot read the state directory cannot make a
/// license pass by it. A file that is damaged or another's is as good as none (TRU-04).
#[derive(Debug, Default)]
pub(crate) struct VerifiedCache {
    known: KnownGood,
    file: Option<File>,
}

struct File {
    state: PathBuf,
    secret: [u8; 32],
}

impl VerifiedCache {
    /// Opens the cache of a state directory.
    pub(crate) fn at(state: &Path, secret: [u8; 32]) -> Self {
        let path = state.join(NAME);
        let bytes = look_at(&path).and_then(|stamp| read_at(&path, stamp, KnownGood::BYTES_MAX as u64));
        let known = bytes.ok().and_then(|bytes| KnownGood::open(&bytes, &secret)).unwrap_or_default();
        Self { known, file: Some(File { state: state.to_owned(), secret }) }
    }

    pub(crate) fn known(&self) -> &KnownGood {
        &self.known
    }

    /// Keeps what is known good now, if that is anything new.
    pub(crate) fn keep(&mut self, known: KnownGood, warnings: &mut Vec<Warning>) {
        if known == self.known {
            return;
        }
        self.known = known;
        if let Some(Err(error)) = self.file.as_ref().map(|file| file.write(&self.known)) {
            let text = format!("cannot be written, so the next start checks all signatures anew: {error}");
            warnings.push(Warning { file: NAME.to_owned(), text });
        }
    }
}

impl File {
    fn write(&self, known: &KnownGood) -> io::Result<()> {
        std::fs::create_dir_all(&self.state)?;
        write_private(&self.state, &self.state.join(NAME), &known.seal(&self.secret))
    }
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("state", &self.state).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
