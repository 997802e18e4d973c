//! What a vendor writes, and how it becomes a license (FIL-02).

use std::ops::Deref;

use lictor_types::{CivilDate, KeyId, Serial, VendorName};

use crate::canonical;
use crate::certificate::Certificate;
use crate::license::License;
use crate::problem::Location;
use crate::terms::Terms;

/// A feature that obeys every rule and is not signed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    at: Location,
    terms: Terms,
}

/// What the signer adds to a template.
#[derive(Debug, Clone)]
pub struct Seal<'a> {
    /// VENDOR, of the key.
    pub vendor: &'a VendorName,
    /// SERIAL; the template's own, if it has one.
    pub serial: Serial,
    /// ISSUED; the template's own, if it has one.
    pub issued: CivilDate,
    /// KEYID, of the key that signs.
    pub key_id: KeyId,
    /// KEYCERT, unless the key is a root.
    pub certificate: Option<&'a Certificate>,
}

impl Template {
    pub(crate) fn new(at: Location, terms: Terms) -> Self {
        Self { at, terms }
    }

    /// Where it begins in its file.
    #[must_use]
    pub fn location(&self) -> Location {
        self.at
    }

    /// VENDOR, if the template names one; it must be the signer's.
    #[must_use]
    pub fn vendor(&self) -> Option<&VendorName> {
        self.terms.values.vendor.as_ref()
    }

    /// SERIAL, if the template gives one.
    #[must_use]
    pub fn serial(&self) -> Option<&Serial> {
        self.terms.values.serial.as_ref()
    }

    /// ISSUED, if the template gives a date; TODAY is none.
    #[must_use]
    pub fn issued(&self) -> Option<CivilDate> {
        self.terms.values.issued
    }

    /// Makes the license; `sign` signs the canonical bytes with the key the seal names.
    pub fn seal(self, seal: Seal<'_>, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> License {
        let mut terms = self.terms;
        terms.set("VENDOR", seal.vendor.to_string());
        terms.set("SERIAL", seal.serial.to_string());
        terms.set("ISSUED", seal.issued.to_string());
        terms.set("KEYID", seal.key_id.to_string());
        terms.values.vendor = None;
        terms.values.serial = None;
        terms.values.issued = None;
        let signature = sign(&canonical::bytes(&terms));
        License {
            terms,
            vendor: seal.vendor.clone(),
            serial: seal.serial,
            issued: seal.issued,
            key_id: seal.key_id,
            certificate: seal.certificate.cloned().map(Box::new),
            signature,
            broken: Vec::new(),
        }
    }
}

impl Deref for Template {
    type Target = Terms;

    fn deref(&self) -> &Terms {
        &self.terms
    }
}
