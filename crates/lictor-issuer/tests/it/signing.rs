//! FIL-02: what signing adds, what it refuses, what it warns of.

use lictor_issuer::{Attention, SignError, Signed, TemplateFile, VendorSigner};
use lictor_license::{Keyring, Period, parse_file, verify};
use lictor_types::{CivilDate, VendorName};

fn signer(seed: u8) -> VendorSigner {
    VendorSigner::from_seed(VendorName::parse("ACME").unwrap(), &[seed; 32]).unwrap()
}

fn today() -> CivilDate {
    CivilDate::parse("2026-11-22").unwrap()
}

fn feature(name: &str, settings: &str) -> String {
    let settings: String = settings.split_whitespace().map(|s| format!("\n<SETTING {s}/>")).collect();
    format!("<FEATURE NAME=\"{name}\">{settings}\n</FEATURE>\n")
}

fn sign(signer: &VendorSigner, templates: &[(&str, String)]) -> Result<Signed, SignError> {
    let texts: Vec<_> = templates
        .iter()
        .map(|(name, text)| (*name, format!("<LICENSEFILE>\n{text}</LICENSEFILE>\n")))
        .collect();
    let files: Vec<_> =
        texts.iter().map(|(name, text)| TemplateFile { name, bytes: text.as_bytes() }).collect();
    signer.sign(&files, today())
}

fn refusals(signer: &VendorSigner, templates: &[(&str, String)]) -> Vec<String> {
    match sign(signer, templates) {
        Err(SignError::Refused(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => panic!("signed: {other:?}"),
    }
}

/// FIL-02: VENDOR, ISSUED, SERIAL, KEYID and KEY are added; ISSUED and SERIAL of the template stay.
#[test]
fn fil_02_what_signing_adds() {
    let signer = signer(1);
    let templates = [
        ("a.xml", feature("f1", "COUNT=\"1\"") + &feature("f2", "COUNT=\"2\" ISSUED=\"TODAY\"")),
        ("b.xml", feature("f3", "COUNT=\"3\" ISSUED=\"2026-01-01\" SERIAL=\"S-3\" VENDOR=\"ACME\"")),
    ];
    let signed = sign(&signer, &templates).unwrap();
    let found: Vec<_> =
        parse_file(signed.xml.as_bytes()).features.into_iter().map(|f| f.result.unwrap()).collect();
    assert_eq!(found, signed.licenses);
    let mut keyring = Keyring::new();
    keyring.trust(signer.public());
    for license in &found {
        verify(license, &keyring).unwrap();
        assert_eq!((license.vendor().as_str(), license.key_id()), ("ACME", signer.key_id()));
        assert_eq!(license.certificate(), None);
    }
    let issued: Vec<_> = found.iter().map(|license| license.issued().to_string()).collect();
    assert_eq!(issued, ["2026-11-22", "2026-11-22", "2026-01-01"]);
    let serials: Vec<_> = found.iter().map(|license| license.serial().as_str()).collect();
    assert_eq!((serials[0].len(), serials[1].len(), serials[2]), (32, 32, "S-3"));
    assert_ne!(serials[0], serials[1]);
}

/// FIL-07, UPG-07: every error of every template, with file, line, setting and rule; nothing is signed.
#[test]
fn fil_07_every_refusal_names_rule_and_line() {
    let templates = [
        ("good.xml", feature("f1", "COUNT=\"1\" SERIAL=\"S-1\"")),
        ("bad.xml", feature("f1", "COUNT=\"1\" KEYTYPE=\"UPGRADE\" GRACE=\"2\" SHARE=\"USER\"")),
        (
            "worse.xml",
            feature("f2", "COUNT=\"0\" SERIAL=\"S-1\"") + &feature("f3", "COUNT=\"1\" SERIAL=\"S-1\""),
        ),
        ("vendor.xml", feature("f4", "VENDOR=\"OTHER\" COUTN=\"1\" HOLD=\"5\"")),
        ("signed.xml", feature("f5", "KEY=\"00\"")),
        ("empty.xml", String::new()),
    ];
    assert_eq!(
        refusals(&signer(1), &templates),
        [
            "bad.xml:5:1: feature f1: GRACE: not allowed on an upgrade, whose base decides it (UPG-07)",
            "bad.xml:6:1: feature f1: SHARE: USER is not allowed: an upgrade may carry only VIRTUAL (UPG-07)",
            "worse.xml:3:1: feature f2: COUNT: expected a whole number from 1 to 2147483647, or UNLIMITED, found \"0\" (setting reference)",
            "worse.xml:6:1: feature f3: SERIAL S-1 stands at good.xml:2:1 too (UPG-09)",
            "vendor.xml:2:1: feature f4: VENDOR OTHER is not the vendor of the key, ACME (FIL-02)",
            "vendor.xml:4:1: feature f4: COUTN: unknown setting, expected one of the reference or an extension X_… in upper case (FIL-05)",
            "signed.xml:3:1: feature f5: KEY: may not stand in a template, the signer sets it (FIL-02)",
            "empty.xml:1:1: no feature to sign (FIL-01)",
        ]
    );
}

/// UPG-06, KEY-04, FIL-08, SFT-01: each rule one license can break keeps it from being signed.
#[test]
fn fil_05_rules_of_kinds() {
    for (settings, rule) in [
        ("COUNT=\"UNLIMITED\" KEYTYPE=\"UPGRADE\"", "(UPG-06)"),
        ("KEYTYPE=\"TOKEN\"", "(KEY-04)"),
        ("HOLD=\"1\"", "(FIL-08)"),
        ("COUNT=\"5\" SOFTLIMIT=\"5\"", "(SFT-01)"),
        ("COUNT=\"1\" COLOUR=\"red\"", "(FIL-05)"),
        ("COUNT=\"1\" COUNT=\"1\"", "(FIL-06)"),
        ("COUNT=\"1\" START=\"2026-02-01\" END=\"2026-01-31\"", "(TIM-01)"),
        ("COUNT=\"1\" SERIAL=\"A\" SUPERSEDES=\"A\"", "(KEY-06)"),
        ("COUNT=\"1\" SHARE=\"SINGLE\"", "(FIL-08)"),
        ("SHARE=\"USER\"", "(FIL-08)"),
    ] {
        let found = refusals(&signer(1), &[("t.xml", feature("f", settings))]);
        assert!(matches!(&found[..], [one] if one.ends_with(rule)), "{settings}: {found:?}");
    }
    let block = "<SERVER_HOSTID><SETTING HOSTNAME=\"lic1\"/></SERVER_HOSTID></FEATURE>";
    for (settings, expected) in [
        ("COUNT=\"1\"", None),
        (
            "END=\"2030-01-01\"",
            Some(
                "t.xml:4:1: feature f: SERVER_HOSTID: server host ids are for network licenses only: no server serves a local license (FIL-08)",
            ),
        ),
    ] {
        let template = feature("f", settings).replace("</FEATURE>", block);
        let refused = sign(&signer(1), &[("t.xml", template.clone())]).err();
        let found = refused.map(|_| refusals(&signer(1), &[("t.xml", template)]));
        assert_eq!(found, expected.map(|text| vec![text.to_owned()]), "{settings}");
    }
}

/// TRU-01: a certified key signs within its period only, and its licenses verify under the root.
#[test]
fn tru_01_certified_keys_sign_in_their_period() {
    let root = signer(1);
    let day = |text| CivilDate::parse(text).unwrap();
    let certified = |from, until| {
        let key = signer(2);
        let certificate = root.certify(key.public(), Period { from: day(from), until: day(until) }).unwrap();
        key.certified(certificate).unwrap()
    };
    let templates = [("t.xml", feature("f", "COUNT=\"1\""))];
    let signed = sign(&certified("2026-11-22", "2026-11-22"), &templates).unwrap();
    let mut keyring = Keyring::new();
    keyring.trust(root.public());
    verify(&signed.licenses[0], &keyring).unwrap();
    assert_eq!(
        refusals(&certified("2026-01-01", "2026-11-21"), &templates),
        [
            "t.xml:2:1: feature f: ISSUED 2026-11-22 is outside the key's period 2026-01-01 to 2026-11-21 (TRU-01)"
        ]
    );
}

/// FIL-06: what the signature makes too large for a reader is not signed.
#[test]
fn fil_06_features_that_outgrow_the_limit_are_refused() {
    let comment = "x".repeat(8000);
    let settings = (0..130).map(|i| format!("X_{i}=\"{comment}\"")).collect::<Vec<_>>().join(" ");
    let room = 1024 * 1024 - feature("f", &settings).len();
    let filled = feature("f", &format!("{settings} X_LAST=\"{}\"", "x".repeat(room - 40)));
    assert!(filled.len() <= 1024 * 1024);
    let found = refusals(&signer(1), &[("t.xml", filled)]);
    assert!(
        matches!(&found[..], [one] if one.starts_with("signed file:") && one.contains("at most")),
        "{found:?}"
    );
}

/// BOR-01 and others: what is allowed but probably not meant.
#[test]
fn bor_01_warnings() {
    let key = "a".repeat(64);
    for (settings, expected) in [
        ("COUNT=\"1\"", vec![]),
        ("COUNT=\"1\" BORROW=\"8\"", vec![Attention::BorrowWithoutServerKey]),
        ("END=\"2030-01-01\"", vec![Attention::LocalWithoutHost]),
        ("COUNT=\"1\" END=\"2026-11-21\"", vec![Attention::EndsBeforeIssued]),
        ("COUNT=\"1\" END=\"2026-11-22\"", vec![]),
        ("COUNT=\"5\" USERBASED=\"6\"", vec![Attention::NamedSeatsAboveCount]),
        ("COUNT=\"5\" HOSTBASED=\"ALL\" HOLD=\"9\" MIN_CHECKOUT=\"9\" SHARE=\"USER|VIRTUAL\"", vec![]),
    ] {
        let signed = sign(&signer(1), &[("t.xml", feature("f", settings))]).unwrap();
        let found: Vec<_> = signed.warnings.iter().map(|warning| warning.attention).collect();
        assert_eq!(found, expected, "{settings}");
    }
    for (side, expected) in [
        ("SERVER_HOSTID", vec![]),
        ("CLIENT_HOSTID", vec![Attention::BorrowWithoutServerKey, Attention::ServerKeyOfClient]),
    ] {
        let block = format!("<{side}><SETTING SERVER_KEY=\"{key}\"/></{side}></FEATURE>");
        let template = feature("f", "COUNT=\"1\" BORROW=\"8\"").replace("</FEATURE>", &block);
        let signed = sign(&signer(1), &[("t.xml", template)]).unwrap();
        let found: Vec<_> = signed.warnings.iter().map(|warning| warning.attention).collect();
        assert_eq!(found, expected, "{side}");
    }
}
