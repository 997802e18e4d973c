//! TRU-01 and KEY-06 with licenses that are known good: what is spared and what never is.

use std::collections::BTreeSet;

use lictor_license::{
    Certificate, Keyring, KnownGood, License, Period, Revocations, Seal, Verifier, parse_file,
    parse_template, verify,
};
use lictor_types::{Reason, Serial};

use crate::keys::{Key, day, only};

const TEMPLATE: &str = "<LICENSEFILE><FEATURE NAME=\"f1\"><SETTING COUNT=\"1\"/></FEATURE></LICENSEFILE>";

/// A license of a key that a root certified for the first half of 2026.
fn certified(root: &Key, key: &Key, issued: &str) -> License {
    let period = Period { from: day("2026-01-01"), until: day("2026-06-30") };
    let vendor = root.public.vendor().clone();
    let sign = |bytes: &[u8]| root.sign(bytes);
    let certificate = Certificate::issue(vendor, root.public.key_id(), *key.public.key(), period, sign);
    let seal = Seal {
        vendor: key.public.vendor(),
        serial: Serial::parse("S-1").unwrap(),
        issued: day(issued),
        key_id: key.public.key_id(),
        certificate: Some(&certificate),
    };
    only(parse_template(TEMPLATE.as_bytes())).seal(seal, |bytes| key.sign(bytes))
}

/// What a verifier says of each license, of how many it checked the signatures, and what it proved.
fn judge(licenses: &[&License], keyring: &Keyring, known: &KnownGood) -> (Vec<Reason>, u64, KnownGood) {
    let verifier = Verifier::new(keyring, known);
    let mut proofs = Vec::new();
    let mut reasons = Vec::new();
    for license in licenses {
        let plain = verify(license, keyring);
        let judged = verifier.verify(Box::new(License::clone(license)));
        reasons.push(judged.as_ref().map_or_else(|(_, refusal)| refusal.reason, |_| Reason::None));
        match judged {
            Ok(judged) => {
                assert_eq!(judged.content, license.content_digest());
                assert_eq!(Ok(judged.license), plain);
                proofs.push(judged.proof);
            }
            Err((back, refusal)) => assert_eq!((&*back, Err(refusal)), (*license, plain)),
        }
    }
    (reasons, verifier.checked(), proofs.into_iter().collect())
}

/// The signatures of what is known are checked once, a changed license's and another keyring's
/// again, also if that keyring differs in a revocation number only.
#[test]
fn tru_01_known_licenses_are_checked_once() {
    let [root, key, stranger] = [1, 2, 3].map(|seed| Key::new("ACME", seed));
    let (plain, certified) = (root.license(TEMPLATE), certified(&root, &key, "2026-02-01"));
    let both = [&plain, &certified];
    let fine = vec![Reason::None; 2];
    let mut keyring = root.keyring();
    let (reasons, checked, known) = judge(&both, &keyring, &KnownGood::default());
    assert_eq!((reasons, checked, known.len()), (fine.clone(), 2, 2));
    assert_eq!(judge(&both, &keyring, &known), (fine.clone(), 0, known.clone()));

    let list =
        Revocations::issue(root.public.vendor().clone(), 1, BTreeSet::new(), root.public.key_id(), |b| {
            root.sign(b)
        });
    keyring.add_revocations(list.to_string().as_bytes()).unwrap();
    assert_eq!(judge(&both, &keyring, &known).1, 2, "another revocation number");
    let mut wider = root.keyring();
    wider.trust(&stranger.public);
    assert_eq!(judge(&both, &wider, &known).1, 2, "another keyring");
}

/// FIL-03: no part of a known license can be changed: content, KEY or KEYCERT.
#[test]
fn fil_03_a_changed_license_is_not_known() {
    let [root, key] = [1, 2].map(|seed| Key::new("ACME", seed));
    let (plain, certified) = (root.license(TEMPLATE), certified(&root, &key, "2026-02-01"));
    let keyring = root.keyring();
    let (.., known) = judge(&[&plain, &certified], &keyring, &KnownGood::default());
    let xml = |license: &License| format!("<LICENSEFILE>{}</LICENSEFILE>", license.to_xml());
    let (plain, certified) = (xml(&plain), xml(&certified));
    let last =
        |text: &str, name: &str| text.find(name).map(|at| at + text[at..].find("/>").unwrap() - 2).unwrap();
    let flip = |text: &str, name: &str| {
        let at = last(text, name);
        let other = if &text[at..=at] == "0" { "1" } else { "0" };
        format!("{}{other}{}", &text[..at], &text[at + 1..])
    };
    for changed in [
        plain.replace("COUNT=\"1\"", "COUNT=\"2\""),
        flip(&plain, "KEY=\""),
        flip(&certified, "KEY=\""),
        flip(&certified, "KEYCERT=\""),
    ] {
        let license = only(parse_file(changed.as_bytes()));
        let (reasons, checked, _) = judge(&[&license], &keyring, &known);
        assert_eq!((reasons, checked), (vec![Reason::BadSignature], 1), "{changed}");
    }
}

/// TRU-01: a license that is known good is refused all the same once nobody vouches for its key,
/// its key is revoked, or its certificate's period does not cover it.
#[test]
fn tru_01_only_signatures_are_spared() {
    let [root, key] = [1, 2].map(|seed| Key::new("ACME", seed));
    let late = certified(&root, &key, "2026-07-01");
    let fine = certified(&root, &key, "2026-06-30");
    let keyring = root.keyring();
    let (reasons, _, known) = judge(&[&fine, &late], &keyring, &KnownGood::default());
    assert_eq!((reasons, known.len()), (vec![Reason::None, Reason::OutsideCertificate], 1));
    assert_eq!(judge(&[&fine], &key.keyring(), &known).0, [Reason::UntrustedVendor]);

    let mut revoking = root.keyring();
    let revoked = [key.public.key_id()].into();
    let list =
        Revocations::issue(root.public.vendor().clone(), 1, revoked, root.public.key_id(), |b| root.sign(b));
    revoking.add_revocations(list.to_string().as_bytes()).unwrap();
    assert_eq!(judge(&[&fine], &revoking, &known).0, [Reason::RevokedKey]);
}
