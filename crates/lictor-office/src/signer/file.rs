//! What the signer gives: a signed license file, and its public key.

use lictor_types::CivilDate;
use serde::{Deserialize, Serialize};

/// A signed license file, as it stands in the signer's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedFile {
    /// The license file.
    pub file: String,
    /// SHA-256 of the file's bytes, in lower-case hex.
    pub sha256: String,
    /// The key that signed, 16 hex digits.
    pub key_id: String,
    /// ISSUED of its features.
    #[serde(with = "lictor_entitle::civil")]
    pub issued: CivilDate,
    /// SERIAL of every feature, in the order of the request.
    pub serials: Vec<String>,
    /// What the vendor should look at once more.
    pub warnings: Vec<String>,
    /// Place in the signer's record. Whoever keeps this and `record_hash` can show later that the
    /// record was not cut or rewritten.
    pub sequence: u64,
    /// Hash of that line of the record, in lower-case hex.
    pub record_hash: String,
    /// Whether it was signed earlier, for the same request.
    pub replayed: bool,
}

impl SignedFile {
    /// The bytes of the license file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.file.as_bytes()
    }
}

/// The vendor's public key, and how far the record has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicKey {
    /// The vendor.
    pub vendor: String,
    /// The id of the key, 16 hex digits.
    pub key_id: String,
    /// The text of the `.pub` file that customers and programs get. For a key that a root certified
    /// it is this key's; customers trust the root's.
    pub file: String,
    /// Whether a root certified the key; then `file` is not what customers trust.
    pub certified: bool,
    /// Sequence of the last line of the record.
    pub sequence: u64,
    /// Hash of that line, in lower-case hex.
    pub record_hash: String,
}
