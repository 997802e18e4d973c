//! Whom to trust: root keys by vendor, and what was revoked (TRU-01).

use std::collections::BTreeMap;

use lictor_types::{Digest, KeyId, PublicKey, VendorName};

use crate::canonical;
use crate::domain;
use crate::revocations::{RevocationForm, Revocations};
use crate::vendor_key::{BadVendorKey, VendorKey};

/// The root keys that are trusted, and the newest revocation list of each vendor. Several roots of
/// one vendor may be trusted at once, so that one can follow another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keyring {
    vendors: BTreeMap<VendorName, Trust>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Trust {
    roots: BTreeMap<KeyId, PublicKey>,
    revocations: Option<Revocations>,
}

/// What adding a revocation list changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationChange {
    /// It is the newest of its vendor and counts from now on.
    Newest,
    /// One with the same or a higher number counts already.
    Older,
}

/// Why a revocation list is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRevocations {
    /// It is not UTF-8 text.
    #[error("revocation list is not UTF-8")]
    Encoding,
    /// It has another form.
    #[error("revocation list, {0}")]
    Form(#[source] RevocationForm),
    /// No root of the vendor with the id it names is trusted.
    #[error("revocation list is signed by {root}, which is no trusted key of {vendor}")]
    UntrustedRoot {
        /// The vendor it names.
        vendor: VendorName,
        /// The key it names.
        root: KeyId,
    },
    /// The signature does not hold.
    #[error("revocation list has a bad signature")]
    Signature,
    /// A list with this number and other content counts already.
    #[error("another revocation list has the number {number}")]
    SameNumber {
        /// The number.
        number: u64,
    },
}

impl Keyring {
    /// A keyring that trusts nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts a root key.
    pub fn trust(&mut self, key: &VendorKey) {
        let trust = self.vendors.entry(key.vendor().clone()).or_default();
        trust.roots.insert(key.key_id(), *key.key());
    }

    /// Trusts the key in the text of a `*.pub` file.
    ///
    /// # Errors
    ///
    /// [`BadVendorKey`] if it is no such text.
    pub fn add_pub_text(&mut self, text: &str) -> Result<VendorKey, BadVendorKey> {
        let key = VendorKey::parse(text)?;
        self.trust(&key);
        Ok(key)
    }

    /// Takes a `*.revoked` file. Its vendor's root must be trusted already, and only a higher
    /// number than the one in force changes anything.
    ///
    /// # Errors
    ///
    /// [`BadRevocations`]; the keyring is unchanged then.
    pub fn add_revocations(&mut self, bytes: &[u8]) -> Result<RevocationChange, BadRevocations> {
        let text = str::from_utf8(bytes).map_err(|_| BadRevocations::Encoding)?;
        let list = Revocations::parse(text).map_err(BadRevocations::Form)?;
        let trust = self.vendors.get_mut(list.vendor());
        let root = trust.as_ref().and_then(|trust| trust.roots.get(&list.root()));
        let untrusted = || BadRevocations::UntrustedRoot { vendor: list.vendor().clone(), root: list.root() };
        if !root.ok_or_else(untrusted).map(|root| list.is_signed_by(root))? {
            return Err(BadRevocations::Signature);
        }
        let trust = trust.ok_or_else(untrusted)?;
        match &trust.revocations {
            Some(have) if have.number() > list.number() => Ok(RevocationChange::Older),
            Some(have) if have.number() < list.number() => {
                trust.revocations = Some(list);
                Ok(RevocationChange::Newest)
            }
            Some(have) if have.revoked() == list.revoked() => Ok(RevocationChange::Older),
            Some(have) => Err(BadRevocations::SameNumber { number: have.number() }),
            None => {
                trust.revocations = Some(list);
                Ok(RevocationChange::Newest)
            }
        }
    }

    /// Whether it trusts nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.vendors.is_empty()
    }

    /// The vendors with a trusted key, in order.
    pub fn vendors(&self) -> impl Iterator<Item = &VendorName> {
        self.vendors.keys()
    }

    /// Every trusted root key, ordered by vendor and key id.
    pub fn keys(&self) -> impl Iterator<Item = VendorKey> {
        self.vendors
            .iter()
            .flat_map(|(vendor, trust)| trust.roots.values().map(|key| VendorKey::new(vendor.clone(), *key)))
    }

    /// The revocation list of a vendor that counts.
    #[must_use]
    pub fn revocations(&self, vendor: &VendorName) -> Option<&Revocations> {
        self.vendors.get(vendor)?.revocations.as_ref()
    }

    /// Whether any key of the vendor is trusted.
    #[must_use]
    pub fn knows(&self, vendor: &VendorName) -> bool {
        self.vendors.contains_key(vendor)
    }

    /// A trusted root key of a vendor.
    #[must_use]
    pub fn root(&self, vendor: &VendorName, id: KeyId) -> Option<&PublicKey> {
        self.vendors.get(vendor)?.roots.get(&id)
    }

    /// Whether the vendor revoked a key.
    #[must_use]
    pub fn is_revoked(&self, vendor: &VendorName, id: KeyId) -> bool {
        self.revocations(vendor).is_some_and(|list| list.revoked().contains(&id))
    }

    /// A digest of all that decides what it trusts; equal for keyrings that judge alike.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut out = domain::KEYRING.to_vec();
        domain::put_number(&mut out, self.vendors.len());
        for (vendor, trust) in &self.vendors {
            domain::put(&mut out, vendor.as_str().as_bytes());
            domain::put_number(&mut out, trust.roots.len());
            for key in trust.roots.values() {
                out.extend_from_slice(key.as_bytes());
            }
            let list = trust.revocations.as_ref().map(Revocations::signed_bytes);
            domain::put(&mut out, &list.unwrap_or_default());
        }
        canonical::digest(&out)
    }
}
