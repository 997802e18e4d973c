//! The licenses of a feature set with what reports and proofs need of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use lictor_license::{License, Verified};
use lictor_types::Digest;

/// Licenses by their index in the feature set and by digest.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    entries: Vec<CatalogEntry>,
    by_digest: BTreeMap<Digest, u32>,
}

/// One license of the feature set.
#[derive(Debug, Clone)]
pub struct CatalogEntry {
    /// Name of the file it stands in.
    pub file: Arc<str>,
    /// Line its feature begins in.
    pub line: u32,
    /// The license.
    pub license: Arc<Verified<License>>,
    /// By which clients name it (TRU-03): SHA-256 of the signed bytes and the signature.
    pub digest: Digest,
}

impl Catalog {
    pub(crate) fn push(&mut self, entry: CatalogEntry) {
        if let Ok(index) = u32::try_from(self.entries.len()) {
            self.by_digest.entry(entry.digest).or_insert(index);
            self.entries.push(entry);
        }
    }

    /// The license with this index in the feature set.
    #[must_use]
    pub fn get(&self, index: u32) -> Option<&CatalogEntry> {
        self.entries.get(usize::try_from(index).ok()?)
    }

    /// A license by its digest (TRU-03).
    #[must_use]
    pub fn by_digest(&self, digest: &Digest) -> Option<&CatalogEntry> {
        self.get(*self.by_digest.get(digest)?)
    }

    /// All of them, in the order of the feature set.
    pub fn iter(&self) -> impl Iterator<Item = &CatalogEntry> {
        self.entries.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
