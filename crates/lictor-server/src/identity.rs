//! The server's identity: an Ed25519 key made at first start (TRU-02).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use lictor_types::{Digest, HostId, HostIdType, PublicKey};
use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair as _};

/// PKCS#8 version 1 of an Ed25519 key up to the 32 bytes of the seed (RFC 8410 section 7).
const PKCS8_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
const PKCS8_BYTES: usize = PKCS8_PREFIX.len() + 32;

/// The server's key pair. `Debug` shows the public half only.
pub struct Identity {
    pair: Ed25519KeyPair,
    pkcs8: [u8; PKCS8_BYTES],
    public: PublicKey,
}

/// Why there is no identity.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The file cannot be read or written.
    #[error("cannot use the identity key {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("{} is no Ed25519 key in PKCS#8 form; restore it from a backup", path.display())]
    Form {
        /// The file.
        path: PathBuf,
    },
    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes")]
    Random,
}

impl Identity {
    /// Reads the key of a state directory, or makes it at first start with mode 0600.
    ///
    /// # Errors
    ///
    /// [`IdentityError`]. A key that is there and cannot be read is never replaced.
    pub fn load_or_make(state: &Path) -> Result<Self, IdentityError> {
        let path = state.join("identity.key");
        let io = |source| IdentityError::Io { path: path.clone(), source };
        match File::open(&path) {
            Ok(file) => {
                let mut bytes = Vec::new();
                file.take(PKCS8_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(io)?;
                let pkcs8 = bytes.try_into().map_err(|_| IdentityError::Form { path: path.clone() })?;
                Self::from_pkcs8(pkcs8).ok_or(IdentityError::Form { path })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let pkcs8 = new_pkcs8().ok_or(IdentityError::Random)?;
                let identity = Self::from_pkcs8(pkcs8).ok_or(IdentityError::Random)?;
                write_private(state, &path, &pkcs8).map_err(io)?;
                Ok(identity)
            }
            Err(error) => Err(io(error)),
        }
    }

    fn from_pkcs8(pkcs8: [u8; PKCS8_BYTES]) -> Option<Self> {
        if !pkcs8.starts_with(&PKCS8_PREFIX) {
            return None;
        }
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&pkcs8).ok()?;
        let public = PublicKey::new(pair.public_key().as_ref().try_into().ok()?).ok()?;
        Some(Self { pair, pkcs8, public })
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// SHA-256 of the public key: what a SERVER_KEY host id names.
    #[must_use]
    pub fn fingerprint(&self) -> Digest {
        fingerprint(&self.public)
    }

    /// The fingerprint as the host id of this machine.
    #[must_use]
    pub fn host_id(&self) -> Option<HostId> {
        HostId::new(HostIdType::ServerKey, &self.fingerprint().to_string()).ok()
    }

    /// Proves the key over a client's nonce where no TLS does (TRU-02).
    #[must_use]
    pub(crate) fn prove(&self, nonce: &[u8; 32]) -> lictor_wire::IdentityProof {
        let mut signature = [0; 64];
        let signed = self.pair.sign(&lictor_wire::proof_message(nonce));
        signature.copy_from_slice(signed.as_ref());
        lictor_wire::IdentityProof { key: self.public, signature }
    }

    /// Signs a borrow certificate (BOR-01).
    #[must_use]
    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(bytes).as_ref());
        signature
    }

    /// A secret of this server for one purpose: HMAC-SHA-256 (RFC 2104) of the purpose under the
    /// key's seed. It tells nothing of the seed nor of the secrets for other purposes.
    #[must_use]
    pub(crate) fn derive(&self, purpose: &[u8]) -> [u8; 32] {
        let (_, seed) = self.pkcs8.split_at(PKCS8_PREFIX.len());
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, seed), purpose);
        let mut secret = [0; 32];
        secret.copy_from_slice(tag.as_ref());
        secret
    }

    pub(crate) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("public", &self.public).finish_non_exhaustive()
    }
}

/// SHA-256 of a public key.
#[must_use]
pub fn fingerprint(key: &PublicKey) -> Digest {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, key.as_bytes()).as_ref());
    Digest(bytes)
}

/// Writes a file that only its owner may read, whole or not at all.
pub(crate) fn write_private(dir: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    File::open(dir)?.sync_all()
}

fn new_pkcs8() -> Option<[u8; PKCS8_BYTES]> {
    let mut pkcs8 = [0; PKCS8_BYTES];
    let (prefix, seed) = pkcs8.split_at_mut(PKCS8_PREFIX.len());
    prefix.copy_from_slice(&PKCS8_PREFIX);
    SystemRandom::new().fill(seed).ok()?;
    Some(pkcs8)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// TRU-02: the key is made once, with mode 0600, and is the same after a restart.
    #[test]
    fn tru_02_the_identity_is_made_once() {
        let dir = tempfile::tempdir().unwrap();
        let first = Identity::load_or_make(dir.path()).unwrap();
        let again = Identity::load_or_make(dir.path()).unwrap();
        assert_eq!(first.public(), again.public());
        let mode = fs::metadata(dir.path().join("identity.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    /// TRU-02: a derived secret lasts as long as the key and is another for each purpose and server.
    #[test]
    fn tru_02_derived_secrets() {
        let [here, there] = [0; 2].map(|_| tempfile::tempdir().unwrap());
        let derive = |dir: &tempfile::TempDir, purpose: &[u8]| {
            Identity::load_or_make(dir.path()).unwrap().derive(purpose)
        };
        let secret = derive(&here, b"a");
        assert_eq!(derive(&here, b"a"), secret);
        assert_ne!(derive(&here, b"b"), secret);
        assert_ne!(derive(&there, b"a"), secret);
    }

    /// A damaged key is an error, never a new identity.
    #[test]
    fn tru_02_a_damaged_identity_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("identity.key"), b"something else").unwrap();
        let error = Identity::load_or_make(dir.path()).unwrap_err();
        assert!(matches!(error, IdentityError::Form { .. }), "{error}");
        assert_eq!(fs::read(dir.path().join("identity.key")).unwrap(), b"something else");
    }
}
