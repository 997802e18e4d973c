//! FIL-07: all errors of a file at once, each with its place and what was expected.

use lictor_license::{Claims, Location, parse_file, parse_template, verify};
use lictor_types::{Digest, KeyType, Reason, Seats, Version};

use crate::keys::Key;

/// FIL-07: line, column, feature, setting, expectation and hint of every error; the good feature
/// between bad ones survives.
#[test]
fn fil_07_all_errors_at_once() {
    let file = "<LICENSEFILE>\n\
        <FEATURE NAME=\"one\"><SETTING COUNT=\"0\"/> <SETTING COUTN=\"1\"/>\n  <SETTING END=\"soon\"/></FEATURE>\n\
        <FEATURE NAME=\"two\"><SETTING COUNT=\"2\"/></FEATURE>\n\
        é<FEATURE NAME=\"three\"><SETTING KEYTYPE=\"UPGRADE\"/><SETTING COUNT=\"1\"/>\
        <SETTING BORROW=\"1\"/><SETTING START=\"2026-02-01\"/><SETTING END=\"2026-01-01\"/></FEATURE>\n\
        </LICENSEFILE>";
    let parsed = parse_template(file.as_bytes());
    let names: Vec<_> = parsed.features.iter().map(|f| (f.name.as_str(), f.result.is_ok())).collect();
    assert_eq!(names, [("one", false), ("two", true), ("", false), ("three", false)]);
    let problems = parsed.features.into_iter().filter_map(|feature| feature.result.err()).flatten();
    let lines: Vec<String> = problems
        .map(|p| format!("{p}{}", p.hint.as_ref().map(|hint| format!(" [{hint}]")).unwrap_or_default()))
        .collect();
    assert_eq!(
        lines,
        [
            "2:21: feature one: COUNT: expected a whole number from 1 to 2147483647, or UNLIMITED, found \"0\" (setting reference)",
            "2:42: feature one: COUTN: unknown setting, expected one of the reference or an extension X_… in upper case (FIL-05) [did you mean COUNT?]",
            "3:3: feature one: END: expected a real calendar day as YYYY-MM-DD, from 1970-01-01 to 9999-12-31, found \"soon\" (setting reference)",
            "5:1: text between features (FIL-06)",
            "5:72: feature three: BORROW: not allowed on an upgrade, whose base decides it (UPG-07)",
            "5:93: feature three: START: 2026-02-01 is after END 2026-01-01 (TIM-01)",
        ]
    );
}

/// FIL-07: a report can name what a bad feature claims to be.
#[test]
fn fil_07_claims_of_bad_features() {
    let file = "<LICENSEFILE><FEATURE NAME=\"f\"><SETTING VENDOR=\"ACME\"/><SETTING SERIAL=\"S 1\"/>\
        <SETTING COUNT=\"5\"/><SETTING KEYTYPE=\"EXTRA\"/></FEATURE></LICENSEFILE>";
    let parsed = parse_file(file.as_bytes());
    let text = |text: &str| Some(text.to_owned());
    let expected = Claims {
        vendor: text("ACME"),
        serial: text("S 1"),
        key_type: text("EXTRA"),
        count: text("5"),
        ..Claims::default()
    };
    assert_eq!(parsed.features[0].claims, expected);
}

/// KEY-06: signature before settings, and every broken rule is told.
#[test]
fn key_06_the_signature_is_judged_before_the_rules() {
    let key = Key::new("ACME", 1);
    let upgrade = key.license(
        "<LICENSEFILE><FEATURE NAME=\"f\"><SETTING COUNT=\"1\"/><SETTING KEYTYPE=\"UPGRADE\"/></FEATURE></LICENSEFILE>",
    );
    let xml = upgrade
        .to_xml()
        .replace("  <SETTING COUNT", "  <SETTING HOLD=\"1\"/><SETTING GRACE=\"1\"/><SETTING COUNT");
    let file = |xml: &str| format!("<LICENSEFILE>{xml}</LICENSEFILE>");
    let read = |xml: &str| parse_file(file(xml).as_bytes()).features.remove(0).result.unwrap();
    let forged = read(&xml);
    let rules: Vec<_> =
        forged.broken_rules().iter().map(|p| (p.rule, p.setting.as_deref().unwrap())).collect();
    assert_eq!(rules, [("UPG-07", "GRACE"), ("UPG-07", "HOLD")]);
    assert_eq!(verify(&forged, &key.keyring()).unwrap_err().reason, Reason::BadSignature);

    let signature = hex::encode(key.sign(&forged.canonical_bytes()));
    let genuine = read(&xml.replace(&hex::encode(upgrade.signature()), &signature));
    let refusal = verify(&genuine, &key.keyring()).unwrap_err();
    assert_eq!((refusal.reason, refusal.problems.len()), (Reason::NotAllowed, 2));
}

/// FIL-08: a local license that names servers is refused even if it is signed.
#[test]
fn fil_08_a_local_license_names_no_server() {
    let feature = |settings: &str| {
        format!(
            "<LICENSEFILE><FEATURE NAME=\"f\">{settings}<SERVER_HOSTID><SETTING HOSTNAME=\"a\"/></SERVER_HOSTID></FEATURE></LICENSEFILE>"
        )
    };
    parse_template(feature("<SETTING COUNT=\"1\"/>").as_bytes()).features.remove(0).result.unwrap();
    let problems = parse_template(feature("").as_bytes()).features.remove(0).result.unwrap_err();
    let told: Vec<_> = problems.iter().map(|p| (p.rule, p.setting.as_deref(), p.reason)).collect();
    assert_eq!(told, [("FIL-08", Some("SERVER_HOSTID"), Reason::NotAllowed)]);
}

/// UPG-01: the template of section 4, byte for byte.
#[test]
fn upg_01_the_template_of_section_4() {
    let template = include_str!("../../../../licenses/templates/upgrade.xml");
    let license = Key::new("ACME", 1).license(template);
    assert_eq!(license.feature().as_str(), "f1");
    assert_eq!(license.key_type(), KeyType::Upgrade);
    assert_eq!(license.seats(), Some(Seats::Limited(1)));
    assert_eq!(license.end().map(|end| end.to_string()).as_deref(), Some("2030-01-01"));
    assert_eq!((license.start(), license.version()), (None, Version::DEFAULT));
    assert!(license.is_network());
}

/// FIL-02: a template names what the signer sets only where the signer can agree.
#[test]
fn fil_02_templates_carry_no_signature() {
    for (setting, expected) in [
        ("KEY=\"00\"", Err((Location { line: 1, column: 32 }, Reason::NotAllowed))),
        ("KEYID=\"0000000000000000\"", Err((Location { line: 1, column: 32 }, Reason::NotAllowed))),
        ("KEYCERT=\"00\"", Err((Location { line: 1, column: 32 }, Reason::NotAllowed))),
        ("ISSUED=\"TODAY\"", Ok(None)),
        ("ISSUED=\"2026-01-02\"", Ok(Some("2026-01-02".to_owned()))),
        ("VENDOR=\"ACME\"", Ok(None)),
    ] {
        let file = format!("<LICENSEFILE><FEATURE NAME=\"f\"><SETTING {setting}/></FEATURE></LICENSEFILE>");
        let found = parse_template(file.as_bytes()).features.remove(0).result;
        let found = found.map(|template| template.issued().map(|day| day.to_string()));
        assert_eq!(
            found.map_err(|problems| (problems[0].location, problems[0].reason)),
            expected,
            "{setting}"
        );
    }
}

/// FIL-03: the content digest is the SHA-256 of the canonical bytes.
#[test]
fn fil_03_content_digest() {
    let license = Key::new("ACME", 1)
        .license("<LICENSEFILE><FEATURE NAME=\"f\"><SETTING COUNT=\"1\"/></FEATURE></LICENSEFILE>");
    let digest = ring::digest::digest(&ring::digest::SHA256, &license.canonical_bytes());
    assert_eq!(license.content_digest(), Digest(digest.as_ref().try_into().unwrap()));
}
