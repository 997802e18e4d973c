//! The domain tags: every kind of signed bytes begins with its own, so that no signature can be
//! taken for one of another kind (FIL-03, TRU-01).

/// Before the canonical bytes of a license.
pub(crate) const LICENSE: &[u8] = b"lictor/license/v1\0";
/// Before the bytes of a root's certificate of a signing key.
pub(crate) const CERTIFICATE: &[u8] = b"lictor/certificate/v1\0";
/// Before the bytes of a revocation list.
pub(crate) const REVOCATIONS: &[u8] = b"lictor/revocations/v1\0";
/// Before the bytes of a borrow certificate, which a server signs.
pub(crate) const BORROW: &[u8] = b"lictor/borrow/v1\0";
/// Before the bytes whose digest names a keyring's content. Not signed, but kept apart all the same.
pub(crate) const KEYRING: &[u8] = b"lictor/keyring/v1\0";

/// Before the proofs of a sealed set of known licenses.
pub(crate) const KNOWN: &[u8] = b"lictor/known/v1\0";

/// Appends a text or byte string behind its length (32 bits, big-endian).
pub(crate) fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Appends a number (32 bits, big-endian). What is counted here is bounded by the size of a file.
pub(crate) fn put_number(out: &mut Vec<u8>, number: usize) {
    out.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
}
