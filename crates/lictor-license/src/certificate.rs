//! What a root says of a signing key (TRU-01, KEYCERT in FIL-02).

use lictor_types::{CivilDate, KeyId, PublicKey, VendorName};

use crate::domain;
use crate::vendor_key::{key_id, signature_holds};

/// The only purpose there is so far.
const PURPOSE_LICENSES: u8 = 1;
const SIGNATURE_BYTES: usize = 64;

/// The days between which a certified key may issue licenses, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: CivilDate,
    /// Last day.
    pub until: CivilDate,
}

impl Period {
    /// Whether a day is within.
    #[must_use]
    pub fn contains(self, day: CivilDate) -> bool {
        self.from <= day && day <= self.until
    }
}

/// A root's certificate of a key that signs licenses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    vendor: VendorName,
    root: KeyId,
    key: PublicKey,
    period: Period,
    signature: [u8; SIGNATURE_BYTES],
}

/// Why a text is no certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a certificate in lower-case hex, as `lictor vendor certify` writes it")]
pub struct BadCertificate;

impl Certificate {
    /// Makes a certificate; `sign` signs with the private key of `root`.
    pub fn issue(
        vendor: VendorName,
        root: KeyId,
        key: PublicKey,
        period: Period,
        sign: impl FnOnce(&[u8]) -> [u8; SIGNATURE_BYTES],
    ) -> Self {
        let unsigned = Self { vendor, root, key, period, signature: [0; SIGNATURE_BYTES] };
        let signature = sign(&unsigned.signed_bytes());
        Self { signature, ..unsigned }
    }

    /// Reads the hex form. Whether the root signed it is not asked here.
    ///
    /// # Errors
    ///
    /// [`BadCertificate`] if it is anything but exactly what [`Self::to_hex`] writes.
    pub fn parse(text: &str) -> Result<Self, BadCertificate> {
        let bytes = hex::decode(text).map_err(|_| BadCertificate)?;
        let certificate = Self::decode(&bytes).ok_or(BadCertificate)?;
        if certificate.to_hex() == text { Ok(certificate) } else { Err(BadCertificate) }
    }

    /// The certificate in lower-case hex, as KEYCERT carries it: the signed bytes, then the
    /// root's signature.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode(self.bytes())
    }

    /// Whether the root of this public key signed it.
    #[must_use]
    pub fn is_signed_by(&self, root: &PublicKey) -> bool {
        signature_holds(root, &self.signed_bytes(), &self.signature)
    }

    /// The vendor.
    #[must_use]
    pub fn vendor(&self) -> &VendorName {
        &self.vendor
    }

    /// Which root signed it.
    #[must_use]
    pub fn root(&self) -> KeyId {
        self.root
    }

    /// The key it is about.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The id of that key.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        key_id(&self.key)
    }

    /// When the key may issue licenses. It bounds ISSUED, never today.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.signed_bytes();
        bytes.extend_from_slice(&self.signature);
        bytes
    }

    fn signed_bytes(&self) -> Vec<u8> {
        let mut out = domain::CERTIFICATE.to_vec();
        domain::put(&mut out, self.vendor.as_str().as_bytes());
        out.extend_from_slice(&self.root.0);
        out.extend_from_slice(self.key.as_bytes());
        out.push(PURPOSE_LICENSES);
        for day in [self.period.from, self.period.until] {
            out.extend_from_slice(&day.day_number().to_be_bytes());
        }
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(domain::CERTIFICATE)?;
        let (length, rest) = rest.split_first_chunk()?;
        let (vendor, rest) = rest.split_at_checked(u32::from_be_bytes(*length).try_into().ok()?)?;
        let (root, rest) = rest.split_first_chunk()?;
        let (key, rest) = rest.split_first_chunk()?;
        let (&[PURPOSE_LICENSES], rest) = rest.split_first_chunk()? else { return None };
        let (from, rest) = rest.split_first_chunk()?;
        let (until, rest) = rest.split_first_chunk()?;
        let day = |number: &[u8; 4]| CivilDate::from_day_number(u32::from_be_bytes(*number));
        Some(Self {
            vendor: VendorName::parse(str::from_utf8(vendor).ok()?).ok()?,
            root: KeyId(*root),
            key: PublicKey::new(*key).ok()?,
            period: Period { from: day(from)?, until: day(until)? },
            signature: rest.try_into().ok()?,
        })
    }
}
