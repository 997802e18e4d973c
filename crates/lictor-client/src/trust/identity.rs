//! How far a server's identity is established (TRU-02).

use lictor_types::PublicKey;
use lictor_wire::{IdentityProof, proof_message};
use ring::signature::{ED25519, UnparsedPublicKey};

use super::fingerprint::Fingerprint;
use crate::info::ServerIdentity;

/// What is known of the server at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its key rests on a license, a record, or first use.
    Known(ServerIdentity),
    /// Its key is not the recorded one. Only a license that names this key can clear it.
    Mismatch,
}

impl Standing {
    /// By the record of an earlier use.
    pub(crate) fn by_record(key: &PublicKey, record: Option<&Fingerprint>) -> Self {
        match record {
            None => Self::Known(ServerIdentity::FirstUse),
            Some(record) if *record == Fingerprint::of(key) => Self::Known(ServerIdentity::Pinned),
            Some(_) => Self::Mismatch,
        }
    }
}

/// TRU-02: on a Unix socket the server signs the client's nonce. Gives the proven key.
pub(crate) fn verify_proof(proof: &IdentityProof, nonce: &[u8; 32]) -> Option<PublicKey> {
    let key = UnparsedPublicKey::new(&ED25519, proof.key.as_bytes());
    key.verify(&proof_message(nonce), &proof.signature).ok().map(|()| proof.key)
}
