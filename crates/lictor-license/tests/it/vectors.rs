//! FIL-03: the vectors of `docs/license-format.md`, read here and by an independent program.

use std::path::{Path, PathBuf};
use std::process::Command;

use lictor_license::{BorrowCertificate, Keyring, RevocationChange, SETTINGS, Scope, parse_file, verify};
use lictor_types::PublicKey;

use crate::keys::only;

fn document() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/license-format.md")
}

fn text() -> String {
    std::fs::read_to_string(document()).unwrap()
}

/// The content of the first fenced block of a language behind the beginning of `text`.
fn block<'a>(text: &'a str, language: &str) -> &'a str {
    let fence = format!("```{language}\n");
    let (_, rest) = text.split_once(&fence).unwrap_or_else(|| panic!("no block of {language}"));
    rest.split_once("```").unwrap().0
}

fn vectors(text: &str) -> Vec<&str> {
    text.split("\n### Vector ").skip(1).collect()
}

fn bytes(vector: &str) -> Vec<u8> {
    hex::decode(block(vector, "hex").split_whitespace().collect::<String>()).unwrap()
}

fn keyring(text: &str) -> Keyring {
    let mut keyring = Keyring::new();
    keyring.add_pub_text(block(text, "pub")).unwrap();
    keyring
}

/// FIL-02, FIL-03: canonical bytes and signatures of the published vectors.
#[test]
fn fil_03_published_vectors() {
    let text = text();
    let mut keyring = keyring(&text);
    let of = |language: &str| {
        let fence = format!("```{language}\n");
        vectors(&text).into_iter().filter(|vector| vector.contains(&fence)).collect::<Vec<_>>()
    };
    let (lists, licenses) = (of("revoked"), of("xml"));
    assert_eq!((lists.len(), licenses.len()), (1, 4));
    for vector in licenses {
        let file = format!("<LICENSEFILE>{}</LICENSEFILE>", block(vector, "xml"));
        let license = only(parse_file(file.as_bytes()));
        assert_eq!(hex::encode(license.canonical_bytes()), hex::encode(bytes(vector)));
        assert_eq!(verify(&license, &keyring).map(|verified| verified.into_inner()), Ok(license));
    }
    let list = block(lists[0], "revoked");
    assert_eq!(keyring.add_revocations(list.as_bytes()), Ok(RevocationChange::Newest));
    let list = keyring.revocations(keyring.vendors().next().unwrap()).unwrap();
    assert_eq!(format!("{list}"), block(lists[0], "revoked"));
}

/// BOR-01: the published borrow certificate.
#[test]
fn bor_01_published_vector() {
    let text = text();
    let vectors = vectors(&text);
    let [borrow] = vectors.iter().filter(|vector| vector.contains("```borrow\n")).collect::<Vec<_>>()[..]
    else {
        panic!("one vector of a borrow certificate")
    };
    let field = |name: &str| {
        let mut lines = block(borrow, "borrow").lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap()
    };
    let signature = hex::decode(field("signature")).unwrap();
    let certificate = BorrowCertificate::decode(&[bytes(borrow), signature].concat()).unwrap();
    assert_eq!(certificate.verify(&PublicKey::parse(field("server-key")).unwrap()), Ok(()));
    let terms = &certificate.terms;
    assert_eq!(terms.licenses, [block(vectors[0], "xml").trim_end()]);
    let shown = [
        ("borrow", format!("{:016x}", terms.borrow.to_u64())),
        ("vendor", terms.vendor.to_string()),
        ("feature", terms.feature.to_string()),
        ("version", terms.version.to_string()),
        ("count", terms.count.to_string()),
        ("user", terms.user.clone()),
        ("host", terms.host.clone()),
        ("machine", format!("{} {}", terms.machine[0].kind(), terms.machine[0].value())),
        ("hours", terms.hours.to_string()),
        ("from", terms.from_ms.to_string()),
        ("until", terms.until_ms.to_string()),
    ];
    for (name, value) in shown {
        assert_eq!(field(name), value);
    }
}

/// FIL-03: a program that shares no code with this crate reads the same bytes from the same XML.
#[test]
fn fil_03_an_independent_program_agrees() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors.py");
    let output = Command::new("python3")
        .arg(script)
        .arg(document())
        .output()
        .expect("this test needs python3 with the package `cryptography`");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(stdout.trim_end(), "6 vectors, 0 failures", "python3 with `cryptography` is needed\n{stderr}");
    assert!(output.status.success());
}

/// Section 2: the published table of settings is the one the reader works with.
#[test]
fn fil_05_the_published_settings_are_the_known_ones() {
    let mut table = String::from("| setting | for | upgrade | value | meaning |\n|---|---|---|---|---|\n");
    for setting in SETTINGS {
        let scope = match setting.scope {
            Scope::Network => "network",
            Scope::Both => "both",
        };
        let upgrade = if setting.upgrade { "yes" } else { "" };
        let repeats = if setting.repeats { ", may repeat" } else { "" };
        let expects = setting.expects.replace('|', "\\|");
        table += &format!(
            "| {} | {scope} | {upgrade} | {expects}{repeats} | {} |\n",
            setting.name, setting.meaning
        );
    }
    assert!(text().contains(&table), "docs/license-format.md should have:\n{table}");
}
