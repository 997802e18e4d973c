//! A vendor's private key in memory (TRU-01).

use lictor_license::{Certificate, VendorKey, key_id};
use lictor_types::{KeyId, PublicKey, Serial, VendorName};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use zeroize::Zeroizing;

/// An Ed25519 private key in PKCS#8 version 1, as RFC 8410 section 7 prints it: this prefix, then
/// the 32 bytes of the seed. OpenSSL reads this form and no other of the two that ring knows.
const PKCS8_V1_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// A private key that signs in a vendor's name: the root, or a key that the root certified.
pub struct VendorSigner {
    pair: Ed25519KeyPair,
    pkcs8: Zeroizing<Vec<u8>>,
    public: VendorKey,
    certificate: Option<Certificate>,
}

/// The system has no random numbers to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random numbers")]
pub struct RandomError;

/// Why private and public part do not make a signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mismatch {
    /// Not an Ed25519 key in PKCS#8.
    Form,
    /// The public key is another one.
    PublicKey,
    /// The certificate is for another key or vendor.
    Certificate,
}

impl VendorSigner {
    /// Makes a new key.
    ///
    /// # Errors
    ///
    /// [`RandomError`].
    pub fn generate(vendor: VendorName) -> Result<Self, RandomError> {
        let mut seed = Zeroizing::new([0; 32]);
        random(&mut *seed)?;
        Self::from_seed(vendor, &seed).ok_or(RandomError)
    }

    /// Makes the key that belongs to a seed. Whoever knows the seed can sign: for tests and demos.
    #[must_use]
    pub fn from_seed(vendor: VendorName, seed: &[u8; 32]) -> Option<Self> {
        let pkcs8 = Zeroizing::new([&PKCS8_V1_PREFIX[..], seed].concat());
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let public = VendorKey::new(vendor, public_key(&pair)?);
        Some(Self { pair, pkcs8, public, certificate: None })
    }

    /// Puts a stored key together with what was recorded beside it.
    pub(crate) fn from_parts(
        pkcs8: Zeroizing<Vec<u8>>,
        public: VendorKey,
        certificate: Option<Certificate>,
    ) -> Result<Self, Mismatch> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&pkcs8).map_err(|_| Mismatch::Form)?;
        if public_key(&pair).as_ref() != Some(public.key()) {
            return Err(Mismatch::PublicKey);
        }
        let signer = Self { pair, pkcs8, public, certificate: None };
        match certificate {
            None => Ok(signer),
            Some(certificate) => signer.certified(certificate).ok_or(Mismatch::Certificate),
        }
    }

    /// The same key with a root's certificate, which every license it signs will carry; `None` if
    /// the certificate is for another key or vendor.
    #[must_use]
    pub fn certified(self, certificate: Certificate) -> Option<Self> {
        let same = certificate.vendor() == self.vendor() && certificate.key() == self.public.key();
        same.then_some(Self { certificate: Some(certificate), ..self })
    }

    /// The vendor.
    #[must_use]
    pub fn vendor(&self) -> &VendorName {
        self.public.vendor()
    }

    /// The public half; its text is the `.pub` file.
    #[must_use]
    pub fn public(&self) -> &VendorKey {
        &self.public
    }

    /// The id of the key.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        key_id(self.public.key())
    }

    /// The root's certificate, unless the key is a root itself.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    pub(crate) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    pub(crate) fn signature(&self, bytes: &[u8]) -> [u8; 64] {
        let mut out = [0; 64];
        for (to, from) in out.iter_mut().zip(self.pair.sign(bytes).as_ref()) {
            *to = *from;
        }
        out
    }
}

impl std::fmt::Debug for VendorSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VendorSigner").field("public", &self.public).finish_non_exhaustive()
    }
}

/// A serial that nobody else has: 128 random bits in hex.
pub(crate) fn random_serial() -> Result<Serial, RandomError> {
    let mut bytes = [0; 16];
    random(&mut bytes)?;
    Serial::parse(&hex::encode(bytes)).map_err(|_| RandomError)
}

pub(crate) fn random(bytes: &mut [u8]) -> Result<(), RandomError> {
    SystemRandom::new().fill(bytes).map_err(|_| RandomError)
}

fn public_key(pair: &Ed25519KeyPair) -> Option<PublicKey> {
    PublicKey::new(pair.public_key().as_ref().try_into().ok()?).ok()
}
