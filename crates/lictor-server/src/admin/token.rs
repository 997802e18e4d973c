//! The administrators' token.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};

/// Where the token stands in the state directory.
const FILE: &str = "admin.token";
/// Shortest token that is believed to be one.
const LENGTH_MIN: usize = 32;
/// More than any token has.
const LENGTH_MAX: u64 = 4096;

/// The token, of which only a digest is kept in memory. `Debug` shows nothing of it.
#[derive(Clone)]
pub(crate) struct Token {
    digest: [u8; 32],
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").finish_non_exhaustive()
    }
}

impl Token {
    /// Reads the token of a state directory, or makes one of 256 random bits at first start, in
    /// `admin.token` with mode 0600.
    ///
    /// # Errors
    ///
    /// What the operating system said; `InvalidData` if the file holds no token.
    pub(crate) fn load_or_make(state: &Path) -> io::Result<Self> {
        let path = state.join(FILE);
        match File::open(&path) {
            Ok(file) => {
                file.set_permissions(fs::Permissions::from_mode(0o600))?;
                let mut text = String::new();
                file.take(LENGTH_MAX).read_to_string(&mut text)?;
                Self::parse(text.trim()).ok_or_else(|| {
                    let text = format!("{} holds no token; delete it and a new one is made", path.display());
                    io::Error::new(io::ErrorKind::InvalidData, text)
                })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::make(&path),
            Err(error) => Err(error),
        }
    }

    fn make(path: &Path) -> io::Result<Self> {
        let mut bytes = [0; 32];
        SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("no random bytes"))?;
        let text = hex::encode(bytes);
        let new = path.with_extension("token.new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        writeln!(file, "{text}")?;
        file.sync_all()?;
        fs::rename(&new, path)?;
        Self::parse(&text).ok_or_else(|| io::Error::other("no token"))
    }

    fn parse(text: &str) -> Option<Self> {
        let good = text.len() >= LENGTH_MIN && text.bytes().all(|b| b.is_ascii_graphic());
        good.then(|| Self { digest: sha256(text.as_bytes()) })
    }

    /// Whether this is the token. Digests are compared, and all of both, so that time tells
    /// nothing about the token.
    pub(crate) fn is(&self, presented: &str) -> bool {
        let presented = sha256(presented.as_bytes());
        self.digest.iter().zip(presented).fold(0, |different, (a, b)| different | (a ^ b)) == 0
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(digest(&SHA256, bytes).as_ref()) {
        *to = *from;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_made_once_and_only_its_owner_may_read_it() {
        let state = tempfile::tempdir().unwrap();
        let path = state.path().join(FILE);
        let first = Token::load_or_make(state.path()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!((text.len(), fs::metadata(&path).unwrap().permissions().mode() & 0o777), (65, 0o600));
        assert!(first.is(text.trim()) && !first.is(&text) && !first.is(""));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Token::load_or_make(state.path()).unwrap().is(text.trim()));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!format!("{first:?}").contains(&text[..8]));
        fs::write(&path, "short").unwrap();
        assert_eq!(Token::load_or_make(state.path()).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
