//! Licenses whose signatures held before, so that they need not be checked again.

use std::fmt;

use lictor_types::Digest;
use lictor_types::limits::LICENSES_MAX;
use ring::hmac;

use crate::domain;

const PROOF_BYTES: usize = 32;
const MAC_BYTES: usize = 32;

/// Evidence that the signatures of one license held under one keyring: SHA-256 of the canonical
/// bytes, KEY, KEYCERT and the keyring's digest, revocation lists included.
///
/// [`crate::Verifier::verify`] alone makes one, from the license and keyring it has just judged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proof(pub(crate) Digest);

/// The licenses that a [`crate::Verifier`] need not check again.
///
/// A set holds what a verifier proved, or what [`Self::seal`] wrote with a secret that nobody else
/// has; there is no third way to fill one. Each proof names its keyring, so that a set from
/// another keyring is of no use, however it came here.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct KnownGood {
    /// Ascending, each once.
    proofs: Vec<Proof>,
}

impl KnownGood {
    /// The largest sealed set that is opened.
    pub const BYTES_MAX: usize = domain::KNOWN.len() + LICENSES_MAX * PROOF_BYTES + MAC_BYTES;

    /// Opens a sealed set. None if this secret did not seal exactly these bytes (TRU-04).
    #[must_use]
    pub fn open(bytes: &[u8], secret: &[u8; 32]) -> Option<Self> {
        if bytes.len() > Self::BYTES_MAX {
            return None;
        }
        let (sealed, mac) = bytes.split_last_chunk::<MAC_BYTES>()?;
        hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, secret), sealed, mac).ok()?;
        let (proofs, []) = sealed.strip_prefix(domain::KNOWN)?.as_chunks::<PROOF_BYTES>() else {
            return None;
        };
        let ascending = proofs.is_sorted_by(|a, b| a < b);
        ascending.then(|| Self { proofs: proofs.iter().map(|proof| Proof(Digest(*proof))).collect() })
    }

    /// The set as bytes that only the holder of the secret can make: a tag, the proofs ascending,
    /// HMAC-SHA-256 (RFC 2104) over both.
    #[must_use]
    pub fn seal(&self, secret: &[u8; 32]) -> Vec<u8> {
        let mut out = domain::KNOWN.to_vec();
        out.reserve_exact(self.proofs.len() * PROOF_BYTES + MAC_BYTES);
        for proof in &self.proofs {
            out.extend_from_slice(&proof.0.0);
        }
        let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), &out);
        out.extend_from_slice(mac.as_ref());
        out
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.proofs.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.proofs.is_empty()
    }

    pub(crate) fn holds(&self, proof: &Proof) -> bool {
        self.proofs.binary_search(proof).is_ok()
    }
}

/// Keeps at most as many as a server takes licenses.
impl FromIterator<Proof> for KnownGood {
    fn from_iter<I: IntoIterator<Item = Proof>>(proofs: I) -> Self {
        let mut proofs: Vec<Proof> = proofs.into_iter().take(LICENSES_MAX).collect();
        proofs.sort_unstable();
        proofs.dedup();
        Self { proofs }
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proof({})", self.0)
    }
}

impl fmt::Debug for KnownGood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownGood").field("len", &self.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [1; 32];

    fn set(numbers: &[u8]) -> KnownGood {
        numbers.iter().map(|number| Proof(Digest([*number; 32]))).collect()
    }

    fn sealed(content: &[u8]) -> Vec<u8> {
        let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &SECRET), content);
        [content, mac.as_ref()].concat()
    }

    #[test]
    fn what_was_sealed_opens_again() {
        for numbers in [&[][..], &[3, 1, 2, 3]] {
            let set = set(numbers);
            assert_eq!(KnownGood::open(&set.seal(&SECRET), &SECRET), Some(set));
        }
        assert_eq!(set(&[3, 1, 2, 3]).len(), 3);
    }

    /// TRU-04: any other bytes, of any length, are no set, and neither is one under another secret.
    #[test]
    fn tru_04_anything_else_does_not_open() {
        let good = set(&[1, 2]).seal(&SECRET);
        assert_eq!(KnownGood::open(&good, &[2; 32]), None);
        for length in 0..good.len() {
            assert_eq!(KnownGood::open(&good[..length], &SECRET), None, "{length} bytes");
        }
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            assert_eq!(KnownGood::open(&bad, &SECRET), None, "byte {at}");
        }
        assert_eq!(KnownGood::open(&vec![0; KnownGood::BYTES_MAX + 1], &SECRET), None);
    }

    /// TRU-04: a right MAC over a wrong form does not open either.
    #[test]
    fn tru_04_the_form_is_checked_behind_the_mac() {
        let tag = domain::KNOWN;
        for content in [
            [tag, &[1; 31]].concat(),
            [tag, &[2; 32], &[1; 32]].concat(),
            [tag, &[1; 32], &[1; 32]].concat(),
            [domain::LICENSE, &[1; 32]].concat(),
        ] {
            assert_eq!(KnownGood::open(&sealed(&content), &SECRET), None, "{content:?}");
        }
        assert_eq!(
            KnownGood::open(&sealed(&[tag, &[1; 32], &[2; 32]].concat()), &SECRET),
            Some(set(&[1, 2]))
        );
    }
}
