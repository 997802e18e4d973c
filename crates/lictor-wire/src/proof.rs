//! The words a server signs where no TLS proves its key (TRU-02).

use alloc::vec::Vec;

/// What the signature of an [`crate::IdentityProof`] covers: `lictor/server-proof/v1`, a zero byte
/// and the nonce of the client's hello. The client's nonce makes it fresh; the leading words keep
/// it from being a signature of anything else.
#[must_use]
pub fn proof_message(nonce: &[u8; 32]) -> Vec<u8> {
    [b"lictor/server-proof/v1\0".as_slice(), nonce].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TRU-02: the words of `docs/protocol.md`, then the nonce.
    #[test]
    fn tru_02_proof_message() {
        let message = proof_message(&[7; 32]);
        assert_eq!(message.len(), 55);
        assert_eq!(message.split_at(23), (b"lictor/server-proof/v1\0".as_slice(), [7; 32].as_slice()));
    }
}
