//! TRU-01: roots, certificates and revocation lists.

use std::collections::BTreeSet;

use lictor_license::{
    BadCertificate, BadRevocations, Certificate, Keyring, License, Period, RevocationChange, RevocationForm,
    Revocations, Seal, key_id, parse_template, verify,
};
use lictor_types::{KeyId, Reason, Serial};

use crate::keys::{Key, day, only};

const TEMPLATE: &str = "<LICENSEFILE><FEATURE NAME=\"f1\"><SETTING COUNT=\"1\"/></FEATURE></LICENSEFILE>";

fn revocations(root: &Key, number: u64, revoked: &[KeyId]) -> Revocations {
    let revoked: BTreeSet<KeyId> = revoked.iter().copied().collect();
    Revocations::issue(root.public.vendor().clone(), number, revoked, root.public.key_id(), |b| root.sign(b))
}

fn certificate(root: &Key, key: &Key) -> Certificate {
    let period = Period { from: day("2026-01-01"), until: day("2026-06-30") };
    let vendor = root.public.vendor().clone();
    Certificate::issue(vendor, root.public.key_id(), *key.public.key(), period, |b| root.sign(b))
}

fn certified_license(key: &Key, certificate: &Certificate, issued: &str) -> License {
    let seal = Seal {
        vendor: key.public.vendor(),
        serial: Serial::parse("S-1").unwrap(),
        issued: day(issued),
        key_id: key_id(key.public.key()),
        certificate: Some(certificate),
    };
    only(parse_template(TEMPLATE.as_bytes())).seal(seal, |bytes| key.sign(bytes))
}

fn reason(license: &License, keyring: &Keyring) -> Reason {
    verify(license, keyring).map_or_else(|refusal| refusal.reason, |_| Reason::None)
}

/// TRU-01: several roots can be trusted at once; each vouches for its own vendor only.
#[test]
fn tru_01_roots() {
    let [old, new] = [1, 2].map(|seed| Key::new("ACME", seed));
    let other = Key::new("OTHER", 3);
    let mut keyring = old.keyring();
    assert_eq!(reason(&old.license(TEMPLATE), &keyring), Reason::None);
    assert_eq!(reason(&new.license(TEMPLATE), &keyring), Reason::UntrustedVendor);
    keyring.trust(&new.public);
    keyring.trust(&other.public);
    for key in [&old, &new, &other] {
        assert_eq!(reason(&key.license(TEMPLATE), &keyring), Reason::None);
    }
    assert_eq!(keyring.keys().count(), 3);
    assert_eq!(keyring.vendors().map(|vendor| vendor.as_str()).collect::<Vec<_>>(), ["ACME", "OTHER"]);
    let claims_to_be_acme = Key::new("ACME", 3);
    assert_eq!(reason(&claims_to_be_acme.license(TEMPLATE), &keyring), Reason::UntrustedVendor);
}

/// TRU-01: the period of a certificate bounds ISSUED, both days included.
#[test]
fn tru_01_certificates_bound_issued() {
    let [root, key] = [1, 2].map(|seed| Key::new("ACME", seed));
    let certificate = certificate(&root, &key);
    assert_eq!(Certificate::parse(&certificate.to_hex()).as_ref(), Ok(&certificate));
    for (issued, expected) in [
        ("2025-12-31", Reason::OutsideCertificate),
        ("2026-01-01", Reason::None),
        ("2026-06-30", Reason::None),
        ("2026-07-01", Reason::OutsideCertificate),
    ] {
        let license = certified_license(&key, &certificate, issued);
        assert_eq!(reason(&license, &root.keyring()), expected, "{issued}");
        assert_eq!(reason(&license, &key.keyring()), Reason::UntrustedVendor, "{issued}");
    }
}

/// TRU-01: every changed byte of a certificate is noticed.
#[test]
fn tru_01_certificates_cannot_be_changed() {
    let [root, key] = [1, 2].map(|seed| Key::new("ACME", seed));
    let hex = certificate(&root, &key).to_hex();
    for at in 0..hex.len() / 2 {
        let mut bytes = hex::decode(&hex).unwrap();
        bytes[at] ^= 1;
        let Ok(changed) = Certificate::parse(&hex::encode(bytes)) else { continue };
        assert!(!changed.is_signed_by(root.public.key()), "byte {at}");
    }
    for text in [hex.to_uppercase(), hex[..hex.len() - 2].to_owned(), format!("{hex}00")] {
        assert_eq!(Certificate::parse(&text), Err(BadCertificate), "{text}");
    }
}

/// TRU-01: a revoked key signs nothing any more, as signing key or as root.
#[test]
fn tru_01_revoked_keys() {
    let [root, next, key] = [1, 2, 3].map(|seed| Key::new("ACME", seed));
    let certified = certified_license(&key, &certificate(&root, &key), "2026-02-02");
    let plain = root.license(TEMPLATE);
    for (revoked, of_certified, of_plain) in [
        (vec![], Reason::None, Reason::None),
        (vec![key.public.key_id()], Reason::RevokedKey, Reason::None),
        (vec![root.public.key_id()], Reason::RevokedKey, Reason::RevokedKey),
    ] {
        let mut keyring = root.keyring();
        keyring.trust(&next.public);
        let list = revocations(&next, 1, &revoked).to_string();
        assert_eq!(keyring.add_revocations(list.as_bytes()), Ok(RevocationChange::Newest));
        assert_eq!((reason(&certified, &keyring), reason(&plain, &keyring)), (of_certified, of_plain));
    }
}

/// TRU-01: the highest number counts, in whatever order lists come.
#[test]
fn tru_01_the_highest_revocation_list_counts() {
    let root = Key::new("ACME", 1);
    let [a, b] = [KeyId([1; 8]), KeyId([2; 8])];
    let mut keyring = root.keyring();
    let mut add = |list: Revocations| keyring.add_revocations(list.to_string().as_bytes());
    assert_eq!(add(revocations(&root, 5, &[a])), Ok(RevocationChange::Newest));
    assert_eq!(add(revocations(&root, 4, &[a, b])), Ok(RevocationChange::Older));
    assert_eq!(add(revocations(&root, 5, &[a])), Ok(RevocationChange::Older));
    assert_eq!(add(revocations(&root, 5, &[b])), Err(BadRevocations::SameNumber { number: 5 }));
    assert_eq!(add(revocations(&root, 6, &[])), Ok(RevocationChange::Newest));
    assert!(!keyring.is_revoked(root.public.vendor(), a));
}

/// TRU-01: only a trusted root of the same vendor revokes.
#[test]
fn tru_01_revocations_need_a_trusted_root() {
    let [root, stranger] = [1, 2].map(|seed| Key::new("ACME", seed));
    let other_vendor = Key::new("OTHER", 1);
    let mut keyring = root.keyring();
    for list in [revocations(&stranger, 1, &[]), revocations(&other_vendor, 1, &[])] {
        let expected = BadRevocations::UntrustedRoot { vendor: list.vendor().clone(), root: list.root() };
        assert_eq!(keyring.add_revocations(list.to_string().as_bytes()), Err(expected));
    }
    let text = revocations(&root, 1, &[KeyId([1; 8])]).to_string();
    for (from, to) in [("number 1", "number 2"), ("0101", "0102"), ("revoked 0101010101010101\n", "")] {
        let forged = text.replacen(from, to, 1);
        assert_eq!(keyring.add_revocations(forged.as_bytes()), Err(BadRevocations::Signature), "{forged}");
    }
    assert_eq!(keyring, root.keyring());
}

/// TRU-04: what is no revocation list is refused with its first bad line.
#[test]
fn tru_04_revocation_form() {
    let root = Key::new("ACME", 1);
    let text = revocations(&root, 1, &[KeyId([1; 8]), KeyId([2; 8])]).to_string();
    assert_eq!(Revocations::parse(&text).map(|list| list.to_string()).as_ref(), Ok(&text));
    for (from, to, line) in [
        ("lictor-revocations 1", "lictor-revocations 2", 1),
        ("vendor ACME", "vendor acme", 2),
        ("number 1", "number 01", 3),
        ("number 1", "number 18446744073709551616", 3),
        ("revoked 0202020202020202", "revoked 0101010101010101", 5),
        ("revoked 0202020202020202", "revoked 0000000000000000", 5),
        ("revoked 0202020202020202", "revoked 02", 5),
        ("root ", "root  ", 6),
        ("signature ", "signature A", 7),
    ] {
        let found = Revocations::parse(&text.replacen(from, to, 1)).map_err(|form| form.line);
        assert_eq!(found.err(), Some(line), "{to}");
    }
    let long = Revocations::parse(&format!("{text}more\n"));
    assert_eq!(long, Err(RevocationForm { line: 8, expected: "the end of the list" }));
    assert_eq!(Keyring::new().add_revocations(b"\xff"), Err(BadRevocations::Encoding));
}

/// The digest tells keyrings apart that would judge differently, and only those.
#[test]
fn keyring_digests() {
    let [a, b] = [1, 2].map(|seed| Key::new("ACME", seed));
    let [mut ab, mut ba] = [a.keyring(), b.keyring()];
    assert_ne!(ab.digest(), ba.digest());
    ab.trust(&b.public);
    ba.trust(&a.public);
    assert_eq!(ab.digest(), ba.digest());
    ab.add_revocations(revocations(&a, 1, &[]).to_string().as_bytes()).unwrap();
    assert_ne!(ab.digest(), ba.digest());
}
