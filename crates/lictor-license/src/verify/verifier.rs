//! Judging many licenses with one keyring, without checking twice what held before.

use std::sync::atomic::{AtomicU64, Ordering};

use lictor_types::Digest;
use ring::digest::{Context, SHA256};

use super::{Refusal, Signers, Verified, judge};
use crate::canonical;
use crate::keyring::Keyring;
use crate::known::{KnownGood, Proof};
use crate::license::License;

/// Judges licenses as [`crate::verify()`] does and spares the Ed25519 checks of those that are
/// known good under the very same keyring. Trust, revocation, the certificate's period and the
/// rules are judged each time. It may be used by several threads at once.
#[derive(Debug)]
pub struct Verifier<'a> {
    keyring: &'a Keyring,
    trusted: Digest,
    known: &'a KnownGood,
    checked: AtomicU64,
}

/// A license that a [`Verifier`] found genuine.
#[derive(Debug)]
pub struct Judged {
    /// The license.
    pub license: Verified<License>,
    /// SHA-256 of the signed bytes (UPG-09).
    pub content: Digest,
    /// SHA-256 of the signed bytes and the signature, by which clients name it (TRU-03).
    pub digest: Digest,
    /// What makes it known good to later verifiers with this keyring.
    pub proof: Proof,
}

impl<'a> Verifier<'a> {
    /// A verifier that trusts whom this keyring trusts.
    #[must_use]
    pub fn new(keyring: &'a Keyring, known: &'a KnownGood) -> Self {
        Self { keyring, trusted: keyring.digest(), known, checked: AtomicU64::new(0) }
    }

    /// Judges a license in the order of KEY-06.
    ///
    /// # Errors
    ///
    /// The license and why it is refused, as [`crate::verify()`] says it.
    pub fn verify(&self, license: Box<License>) -> Result<Judged, (Box<License>, Refusal)> {
        let signed = license.canonical_bytes();
        let mut context = Context::new(&SHA256);
        context.update(&signed);
        let content = canonical::finish(context.clone());
        context.update(license.signature());
        let digest = canonical::finish(context.clone());
        if let Some(certificate) = license.certificate() {
            context.update(&certificate.bytes());
        }
        context.update(&self.trusted.0);
        let proof = Proof(canonical::finish(context));

        let signatures = |signers: &Signers<'_>| {
            if self.known.holds(&proof) {
                return Ok(());
            }
            self.checked.fetch_add(1, Ordering::Relaxed);
            signers.check(&license, &signed)
        };
        match judge(&license, self.keyring, signatures) {
            Ok(()) => Ok(Judged { license: Verified(*license), content, digest, proof }),
            Err(refusal) => Err((license, refusal)),
        }
    }

    /// Of how many licenses it has checked the signatures so far; the others were known good, or
    /// refused before it came to that.
    #[must_use]
    pub fn checked(&self) -> u64 {
        self.checked.load(Ordering::Relaxed)
    }
}
