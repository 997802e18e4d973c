//! The one gate between a license that was read and one that may be served (FIL-02, TRU-01).

mod verifier;

use std::ops::Deref;

use lictor_types::{PublicKey, Reason};

use crate::certificate::Certificate;
use crate::keyring::Keyring;
use crate::license::License;
use crate::problem::Problem;
use crate::vendor_key::signature_holds;

pub use verifier::{Judged, Verifier};

/// Something whose signature was checked. [`verify()`] and [`Verifier::verify`] are the only ways
/// to one, and both pass the same gate; they differ in whether a signature that was proven to hold
/// is checked once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<T>(T);

impl<T> Verified<T> {
    /// What was verified.
    #[must_use]
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What was verified, without the proof.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Why a license is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub reason: Reason,
    /// What is wrong: a fragment in lower case without a full stop.
    pub text: String,
    /// Every broken rule, if that is the reason.
    pub problems: Vec<Problem>,
}

/// Judges a license in the order of KEY-06: signature and trust, revocation, rules of its kind.
/// Dates, hosts and the other licenses are not asked.
///
/// # Errors
///
/// [`Refusal`] with the first of these that fails.
pub fn verify(license: &License, keyring: &Keyring) -> Result<Verified<License>, Refusal> {
    judge(license, keyring, |signers| signers.check(license, &license.canonical_bytes()))?;
    Ok(Verified(license.clone()))
}

/// The gate. `signatures` says whether those that the signers must have made hold.
fn judge(
    license: &License,
    keyring: &Keyring,
    signatures: impl FnOnce(&Signers<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    signatures(&Signers::of(license, keyring)?)?;
    revoked(license, keyring)?;
    within_period(license)?;
    let Some(first) = license.broken_rules().first() else { return Ok(()) };
    Err(Refusal { reason: first.reason, text: first.to_string(), problems: license.broken_rules().to_vec() })
}

/// Who must have signed a license: a trusted root, or a key that one certified.
struct Signers<'a> {
    root: &'a PublicKey,
    certificate: Option<&'a Certificate>,
}

impl<'a> Signers<'a> {
    fn of(license: &'a License, keyring: &'a Keyring) -> Result<Self, Refusal> {
        let vendor = license.vendor();
        let untrusted = |text: String| refuse(Reason::UntrustedVendor, text);
        if !keyring.knows(vendor) {
            return Err(untrusted(format!("no key of vendor {vendor} is trusted here")));
        }
        let certificate = license.certificate();
        let root_id = certificate.map_or_else(|| license.key_id(), Certificate::root);
        let root = keyring
            .root(vendor, root_id)
            .ok_or_else(|| untrusted(format!("key {root_id} is no trusted key of vendor {vendor}")))?;
        if certificate.is_some_and(|it| it.vendor() != vendor || it.key_id() != license.key_id()) {
            return Err(refuse(Reason::BadSignature, "KEYCERT is for another vendor or key"));
        }
        Ok(Self { root, certificate })
    }

    /// The Ed25519 checks: the root's signature of the certificate, if there is one, and KEY over
    /// the canonical bytes.
    fn check(&self, license: &License, signed: &[u8]) -> Result<(), Refusal> {
        if self.certificate.is_some_and(|certificate| !certificate.is_signed_by(self.root)) {
            return Err(refuse(Reason::BadSignature, "KEYCERT is not signed by the root it names"));
        }
        let key = self.certificate.map_or(self.root, Certificate::key);
        if signature_holds(key, signed, license.signature()) {
            Ok(())
        } else {
            Err(refuse(Reason::BadSignature, "KEY does not belong to this feature"))
        }
    }
}

fn revoked(license: &License, keyring: &Keyring) -> Result<(), Refusal> {
    let root = license.certificate().map(Certificate::root);
    for id in [license.key_id()].into_iter().chain(root) {
        if keyring.is_revoked(license.vendor(), id) {
            let text = format!("key {id} is revoked by vendor {}", license.vendor());
            return Err(refuse(Reason::RevokedKey, text));
        }
    }
    Ok(())
}

fn within_period(license: &License) -> Result<(), Refusal> {
    let Some(period) = license.certificate().map(Certificate::period) else { return Ok(()) };
    let issued = license.issued();
    if period.contains(issued) {
        return Ok(());
    }
    let text = format!("ISSUED {issued} is outside the key's period {} to {}", period.from, period.until);
    Err(refuse(Reason::OutsideCertificate, text))
}

fn refuse(reason: Reason, text: impl Into<String>) -> Refusal {
    Refusal { reason, text: text.into(), problems: Vec::new() }
}
