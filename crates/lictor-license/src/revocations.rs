//! Revocation lists (`*.revoked`): numbered, signed by a root of the vendor (TRU-01).

use std::collections::BTreeSet;
use std::fmt;

use lictor_types::{KeyId, PublicKey, VendorName};

use crate::domain;
use crate::values::hex_array;
use crate::vendor_key::signature_holds;

/// The keys that a vendor no longer stands for. Its text form:
///
/// ```text
/// lictor-revocations 1
/// vendor DEMO
/// number 3
/// revoked 0011223344556677
/// root 8899aabbccddeeff
/// signature …128 hex digits…
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocations {
    vendor: VendorName,
    number: u64,
    revoked: BTreeSet<KeyId>,
    root: KeyId,
    signature: [u8; 64],
}

/// Where a text stops being a revocation list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected {expected}")]
pub struct RevocationForm {
    /// The line, from 1.
    pub line: usize,
    /// What should stand there.
    pub expected: &'static str,
}

impl Revocations {
    /// Makes a list; `sign` signs with the private key of `root`.
    pub fn issue(
        vendor: VendorName,
        number: u64,
        revoked: BTreeSet<KeyId>,
        root: KeyId,
        sign: impl FnOnce(&[u8]) -> [u8; 64],
    ) -> Self {
        let unsigned = Self { vendor, number, revoked, root, signature: [0; 64] };
        let signature = sign(&unsigned.signed_bytes());
        Self { signature, ..unsigned }
    }

    /// Reads the text form. Whether a root signed it is not asked here.
    ///
    /// # Errors
    ///
    /// [`RevocationForm`] names the first line that is wrong. Key ids must ascend.
    pub fn parse(text: &str) -> Result<Self, RevocationForm> {
        let mut lines = Lines { lines: text.lines().peekable(), number: 0 };
        lines.word("lictor-revocations", "lictor-revocations 1", |text| (text == "1").then_some(()))?;
        let vendor = lines.word("vendor", "vendor NAME", |text| VendorName::parse(text).ok())?;
        let number = lines.word("number", "number N, without leading zeros", |text| {
            text.parse::<u64>().ok().filter(|number| number.to_string() == text)
        })?;
        let mut revoked = BTreeSet::new();
        while lines.next_is("revoked") {
            let last = revoked.last().copied();
            let id = lines.word("revoked", "revoked KEYID, in ascending order", |text| {
                KeyId::parse(text).filter(|id| last.is_none_or(|last| last < *id))
            })?;
            revoked.insert(id);
        }
        let root = lines.word("root", "revoked KEYID or root KEYID", KeyId::parse)?;
        let signature = lines.word("signature", "signature and 128 lower-case hex digits", hex_array)?;
        lines.end()?;
        Ok(Self { vendor, number, revoked, root, signature })
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

    /// The number; the list with the highest counts.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The revoked keys.
    #[must_use]
    pub fn revoked(&self) -> &BTreeSet<KeyId> {
        &self.revoked
    }

    /// Which root signed it.
    #[must_use]
    pub fn root(&self) -> KeyId {
        self.root
    }

    pub(crate) fn signed_bytes(&self) -> Vec<u8> {
        let mut out = domain::REVOCATIONS.to_vec();
        domain::put(&mut out, self.vendor.as_str().as_bytes());
        out.extend_from_slice(&self.number.to_be_bytes());
        domain::put_number(&mut out, self.revoked.len());
        for id in &self.revoked {
            out.extend_from_slice(&id.0);
        }
        out.extend_from_slice(&self.root.0);
        out
    }
}

impl fmt::Display for Revocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "lictor-revocations 1")?;
        writeln!(f, "vendor {}", self.vendor)?;
        writeln!(f, "number {}", self.number)?;
        for id in &self.revoked {
            writeln!(f, "revoked {id}")?;
        }
        writeln!(f, "root {}", self.root)?;
        writeln!(f, "signature {}", hex::encode(self.signature))
    }
}

struct Lines<'a> {
    lines: std::iter::Peekable<std::str::Lines<'a>>,
    number: usize,
}

impl Lines<'_> {
    fn next_is(&mut self, word: &str) -> bool {
        self.lines.peek().is_some_and(|line| line.split(' ').next() == Some(word))
    }

    fn word<T>(
        &mut self,
        word: &str,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, RevocationForm> {
        self.number += 1;
        let rest = self.lines.next().and_then(|line| line.strip_prefix(word)?.strip_prefix(' '));
        rest.and_then(read).ok_or(RevocationForm { line: self.number, expected })
    }

    fn end(mut self) -> Result<(), RevocationForm> {
        let form = RevocationForm { line: self.number + 1, expected: "the end of the list" };
        if self.lines.next().is_none() { Ok(()) } else { Err(form) }
    }
}
