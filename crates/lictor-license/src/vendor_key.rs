//! A vendor's public key and its one-line file (`*.pub`, TRU-01).

use std::fmt;

use lictor_types::{BadName, BadPublicKey, KeyId, PublicKey, VendorName};
use ring::signature::{ED25519, UnparsedPublicKey};

/// A vendor's public key. Its text is one line: vendor name, key id and public key in hex, with
/// one blank between them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VendorKey {
    vendor: VendorName,
    key: PublicKey,
}

/// Why a text is no vendor key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadVendorKey {
    /// Not one line of three words.
    #[error("expected one line: vendor name, key id and public key in hex")]
    Form,
    /// The first word.
    #[error("vendor {0}")]
    Vendor(#[source] BadName),
    /// The last word.
    #[error("{0}")]
    Key(#[source] BadPublicKey),
    /// The second word is not the id of the last.
    #[error("the key id does not belong to the public key, which has {0}")]
    KeyId(KeyId),
}

impl VendorKey {
    /// Puts a vendor and its key together.
    #[must_use]
    pub fn new(vendor: VendorName, key: PublicKey) -> Self {
        Self { vendor, key }
    }

    /// Reads the one-line form, with or without a line end.
    ///
    /// # Errors
    ///
    /// [`BadVendorKey`] says what is wrong. Small-order keys are refused (TRU-01).
    pub fn parse(text: &str) -> Result<Self, BadVendorKey> {
        let line = text.strip_suffix('\n').unwrap_or(text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        let [vendor, id, key] = words[..] else { return Err(BadVendorKey::Form) };
        let vendor = VendorName::parse(vendor).map_err(BadVendorKey::Vendor)?;
        let id = KeyId::parse(id).ok_or(BadVendorKey::Form)?;
        let key = PublicKey::parse(key).map_err(BadVendorKey::Key)?;
        let expected = key_id(&key);
        if id == expected { Ok(Self { vendor, key }) } else { Err(BadVendorKey::KeyId(expected)) }
    }

    /// The vendor.
    #[must_use]
    pub fn vendor(&self) -> &VendorName {
        &self.vendor
    }

    /// The public key.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The id of the key.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        key_id(&self.key)
    }
}

impl fmt::Display for VendorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.vendor, self.key_id(), self.key)
    }
}

/// The id of a public key: the first eight bytes of its SHA-256.
#[must_use]
pub fn key_id(key: &PublicKey) -> KeyId {
    let digest = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
    let mut id = [0; 8];
    for (to, from) in id.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    KeyId(id)
}

/// Whether an Ed25519 signature (RFC 8032) holds.
pub(crate) fn signature_holds(key: &PublicKey, signed: &[u8], signature: &[u8; 64]) -> bool {
    UnparsedPublicKey::new(&ED25519, key.as_bytes()).verify(signed, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    const ID: &str = "21fe31dfa154a261";

    /// TRU-01: one line, consistent, and no small-order key.
    #[test]
    fn tru_01_vendor_keys_are_read_strictly() {
        let good = format!("DEMO {ID} {KEY}");
        for text in [good.clone(), format!("{good}\n"), format!("{good}\r\n")] {
            assert_eq!(VendorKey::parse(&text).map(|key| key.to_string()).as_ref(), Ok(&good), "{text:?}");
        }
        let small_order = format!("DEMO {ID} 01{}", "0".repeat(62));
        let table = [
            (String::new(), BadVendorKey::Form),
            (format!("{good} x"), BadVendorKey::Form),
            (format!("{good}\n\n"), BadVendorKey::Key(BadPublicKey::Form)),
            (format!("DEMO  {ID} {KEY}"), BadVendorKey::Form),
            (format!("demo {ID} {KEY}"), BadVendorKey::Vendor(BadName::Character { at: 0 })),
            (small_order, BadVendorKey::Key(BadPublicKey::SmallOrder)),
            (format!("DEMO 0000000000000000 {KEY}"), BadVendorKey::KeyId(KeyId::parse(ID).unwrap())),
        ];
        for (text, expected) in table {
            assert_eq!(VendorKey::parse(&text), Err(expected), "{text:?}");
        }
    }
}
