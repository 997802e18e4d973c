//! One signed feature.

use std::ops::Deref;

use lictor_types::{CivilDate, Digest, KeyId, Serial, VendorName};

use crate::certificate::Certificate;
use crate::problem::Problem;
use crate::terms::Terms;
use crate::{canonical, write};

/// A feature with everything a signer adds (FIL-02). It says what it grants through [`Terms`].
///
/// That it was read proves nothing: only [`crate::verify()`] looks at the signature, and at the
/// rules of section 2 to 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    pub(crate) terms: Terms,
    pub(crate) vendor: VendorName,
    pub(crate) serial: Serial,
    pub(crate) issued: CivilDate,
    pub(crate) key_id: KeyId,
    pub(crate) certificate: Option<Box<Certificate>>,
    pub(crate) signature: [u8; 64],
    pub(crate) broken: Vec<Problem>,
}

impl License {
    /// Puts a license together, if everything a signer adds is there.
    pub(crate) fn new(mut terms: Terms, broken: Vec<Problem>) -> Option<Self> {
        let values = &mut terms.values;
        let vendor = values.vendor.take()?;
        let serial = values.serial.take()?;
        let issued = values.issued.take()?;
        let key_id = values.key_id.take()?;
        let signature = values.key.take()?;
        let certificate = values.certificate.take();
        Some(Self { terms, vendor, serial, issued, key_id, certificate, signature, broken })
    }

    /// VENDOR.
    #[must_use]
    pub fn vendor(&self) -> &VendorName {
        &self.vendor
    }

    /// SERIAL; together with the vendor it names this license everywhere.
    #[must_use]
    pub fn serial(&self) -> &Serial {
        &self.serial
    }

    /// ISSUED.
    #[must_use]
    pub fn issued(&self) -> CivilDate {
        self.issued
    }

    /// KEYID: which key signed it, as it says itself.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// KEYCERT: what a root says of that key, if it is not a root itself.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_deref()
    }

    /// KEY: the signature over [`Self::canonical_bytes`].
    #[must_use]
    pub fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The rules of section 2 to 4 that it breaks; [`crate::verify()`] refuses it for the first.
    #[must_use]
    pub fn broken_rules(&self) -> &[Problem] {
        &self.broken
    }

    /// The bytes that are signed (FIL-03, `docs/license-format.md`).
    #[must_use]
    pub fn canonical_bytes(&self) -> Vec<u8> {
        canonical::bytes(&self.terms)
    }

    /// SHA-256 of the canonical bytes: equal for equal content, whoever signed it.
    #[must_use]
    pub fn content_digest(&self) -> Digest {
        canonical::digest(&self.canonical_bytes())
    }

    /// One `<FEATURE>` element: settings in byte order of their names, then the host-id blocks,
    /// then KEYCERT and KEY. Reading it gives the same canonical bytes.
    #[must_use]
    pub fn to_xml(&self) -> String {
        let mut out = String::new();
        write::feature(&mut out, self, "");
        out
    }
}

impl Deref for License {
    type Target = Terms;

    fn deref(&self) -> &Terms {
        &self.terms
    }
}
