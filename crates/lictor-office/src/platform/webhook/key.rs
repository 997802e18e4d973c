//! The key that signs deliveries: made at the first start, kept in DIR beside the token.

use std::fs;
use std::io;
use std::path::Path;

use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use zeroize::Zeroizing;

use crate::fault::Fault;
use crate::first_start::write_secret;

/// Name of the file with the seed, in hexadecimal digits, readable by its owner only.
pub const KEY_FILE: &str = "webhook.key";
/// Bytes of a seed.
const SEED: usize = 32;

/// The key of deliveries.
pub struct WebhookKey {
    pair: Ed25519KeyPair,
    id: String,
}

impl WebhookKey {
    /// The key in a directory; made when its file is missing.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written, or holds no key.
    pub fn open(data: &Path) -> Result<Self, Fault> {
        let path = data.join(KEY_FILE);
        let failed = |error: io::Error| Fault::internal(format!("{}: {error}", path.display()));
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let seed = new_seed().map_err(failed)?;
                match write_secret(&path, &seed) {
                    Ok(()) => seed,
                    // Another process of the same directory was first.
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                        Zeroizing::new(fs::read_to_string(&path).map_err(failed)?)
                    }
                    Err(error) => return Err(failed(error)),
                }
            }
            read => Zeroizing::new(read.map_err(failed)?),
        };
        let mut seed = Zeroizing::new([0; SEED]);
        hex::decode_to_slice(text.trim(), &mut *seed).map_err(|_| {
            Fault::internal(format!("{} does not hold {SEED} bytes in hexadecimal digits", path.display()))
        })?;
        let pair = Ed25519KeyPair::from_seed_unchecked(&*seed)
            .map_err(|error| Fault::internal(format!("{}: {error}", path.display())))?;
        let id = hex::encode(digest(&SHA256, pair.public_key().as_ref()));
        let id = id.chars().take(16).collect();
        Ok(Self { pair, id })
    }

    /// The public key, 32 bytes.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// Its name: the first 16 hexadecimal digits of the SHA-256 of the public key.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The signature of a message, in hexadecimal digits.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> String {
        hex::encode(self.pair.sign(message))
    }
}

fn new_seed() -> io::Result<Zeroizing<String>> {
    let mut seed = Zeroizing::new([0; SEED]);
    SystemRandom::new().fill(&mut *seed).map_err(|_| io::Error::other("no random numbers"))?;
    Ok(Zeroizing::new(hex::encode(*seed)))
}
