//! TRU-01: what a root does besides signing.

use lictor_issuer::{CertifyError, RevokeError, VendorSigner};
use lictor_license::{Keyring, Period, RevocationChange, Revocations, VendorKey};
use lictor_types::{CivilDate, KeyId, VendorName};

fn signer(vendor: &str, seed: u8) -> VendorSigner {
    VendorSigner::from_seed(VendorName::parse(vendor).unwrap(), &[seed; 32]).unwrap()
}

fn period(from: &str, until: &str) -> Period {
    let [from, until] = [from, until].map(|text| CivilDate::parse(text).unwrap());
    Period { from, until }
}

/// TRU-01: only a root certifies, only keys of its vendor, and only for a period that exists.
#[test]
fn tru_01_certifying() {
    let [root, key] = [1, 2].map(|seed| signer("ACME", seed));
    let year = period("2026-01-01", "2026-12-31");
    let certificate = root.certify(key.public(), year).unwrap();
    assert!(certificate.is_signed_by(root.public().key()));
    assert_eq!((certificate.key_id(), certificate.period()), (key.key_id(), year));

    let stranger = VendorKey::new(VendorName::parse("OTHER").unwrap(), *key.public().key());
    let other =
        CertifyError::OtherVendor { found: stranger.vendor().clone(), expected: root.vendor().clone() };
    assert_eq!(root.certify(&stranger, year), Err(other));
    assert_eq!(root.certify(root.public(), year), Err(CertifyError::Itself));
    let backwards = period("2026-02-01", "2026-01-31");
    let error = CertifyError::Period { from: backwards.from, until: backwards.until };
    assert_eq!(root.certify(key.public(), backwards), Err(error));
    let certified = key.certified(certificate).unwrap();
    let third = signer("ACME", 3);
    assert_eq!(certified.certify(third.public(), year), Err(CertifyError::NotRoot(root.key_id())));
    assert_eq!(certified.revoke(None, [third.key_id()]), Err(RevokeError::NotRoot(root.key_id())));
}

/// TRU-01: lists are numbered, grow, and count where the root is trusted.
#[test]
fn tru_01_revoking() {
    let root = signer("ACME", 1);
    let [a, b] = [KeyId([1; 8]), KeyId([2; 8])];
    let first = root.revoke(None, [b]).unwrap();
    let second = root.revoke(Some(&first), [a]).unwrap();
    assert_eq!((first.number(), second.number()), (1, 2));
    assert_eq!(second.revoked().iter().copied().collect::<Vec<_>>(), [a, b]);
    assert_eq!(Revocations::parse(&second.to_string()).as_ref(), Ok(&second));

    let mut keyring = Keyring::new();
    keyring.trust(root.public());
    assert_eq!(keyring.add_revocations(second.to_string().as_bytes()), Ok(RevocationChange::Newest));
    assert_eq!(keyring.add_revocations(first.to_string().as_bytes()), Ok(RevocationChange::Older));

    assert_eq!(root.revoke(Some(&second), [a]), Err(RevokeError::NothingNew));
    assert_eq!(root.revoke(None, []), Err(RevokeError::NothingNew));
    let others = signer("OTHER", 1).revoke(None, [a]).unwrap();
    assert_eq!(root.revoke(Some(&others), [b]), Err(RevokeError::OtherVendor(others.vendor().clone())));
    let forged = Revocations::parse(&first.to_string().replace("number 1", "number 9")).unwrap();
    assert_eq!(root.revoke(Some(&forged), [a]), Err(RevokeError::BadPrevious));
}
