//! License files: signed, verified, shown.

use std::fs;
use std::path::Path;

use lictor_testkit::{Lictor, Vendor, template};
use serde_json::{Value, json};

/// The template of section 4 of the licensing rules, byte for byte.
const UPGRADE: &str = r#"<LICENSEFILE>
  <FEATURE NAME="f1">
    <SETTING COUNT="1"/>
    <SETTING KEYTYPE="UPGRADE"/>
    <SETTING END="2030-01-01"/>
  </FEATURE>
</LICENSEFILE>
"#;

struct Place {
    directory: tempfile::TempDir,
    lictor: Lictor,
    vendor: Vendor,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let vendor = Vendor::new("ACME");
        let _ = vendor.save(directory.path());
        let lictor = Lictor::in_directory(directory.path());
        Self { directory, lictor, vendor }
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path().join(name), content).unwrap();
    }

    /// Verifies files; exit code and for each license feature, verdict and reason.
    fn verify(&self, files: &[&str]) -> (i32, Vec<Value>) {
        let run = self.lictor.run(&[&["license", "verify", "--pub", "acme.pub", "--json"], files].concat());
        let document = run.json();
        let entries = document["licenses"].as_array().unwrap();
        let short = |entry: &Value| json!([entry["feature"], entry["verdict"], entry["reason"]]);
        (run.code, entries.iter().map(short).collect())
    }
}

/// FIL-01, FIL-02: the template of section 4 is signed as it is, several templates into one file.
#[test]
fn fil_02_templates_become_one_signed_file() {
    let place = Place::new();
    place.write("base.xml", template("f1", &[("COUNT", "10"), ("END", "2031-01-01"), ("SERIAL", "b-1")]));
    place.write("up.xml", UPGRADE);
    let call = ["license", "sign", "base.xml", "up.xml", "--key", "acme.key", "--out", "signed.xml"];
    let run = place.lictor.run(&call);
    assert_eq!((run.code, run.stdout.as_str()), (0, "signed.xml: 2 features signed\n"), "{}", run.stderr);

    let run = place.lictor.run(&["license", "verify", "signed.xml", "--pub", "acme.pub", "--json"]);
    let licenses = run.json()["licenses"].clone();
    let first = json!({
        "file": "signed.xml", "line": 2, "feature": "f1", "vendor": "ACME", "serial": "b-1",
        "key_type": "EXCLUSIVE", "count": 10, "verdict": "valid", "reason": "none", "text": "",
    });
    assert_eq!((run.code, &licenses[0]), (0, &first));
    assert_eq!((&licenses[1]["key_type"], &licenses[1]["verdict"]), (&json!("UPGRADE"), &json!("valid")));

    let out = place.lictor.run(&["license", "sign", "up.xml", "--key", "acme.key"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    place.write("out.xml", &out.stdout);
    assert_eq!(place.verify(&["out.xml"]), (0, vec![json!(["f1", "valid", "none"])]));
}

/// FIL-07: all errors of all templates at once, each with its place; nothing is written (exit 5).
#[test]
fn fil_07_every_mistake_is_reported_and_nothing_is_written() {
    let place = Place::new();
    place.write("one.xml", template("f1", &[("COUNT", "01"), ("CUONT", "3"), ("END", "2026-02-30")]));
    place.write("two.xml", template("f2", &[("COUNT", "1"), ("KEYTYPE", "UPGRADE"), ("HOLD", "60")]));
    place.write("good.xml", template("f3", &[("COUNT", "1")]));
    place.write("signed.xml", "as it was");
    let call =
        ["license", "sign", "one.xml", "good.xml", "two.xml", "--key", "acme.key", "--out", "signed.xml"];
    let run = place.lictor.run(&call);
    assert_eq!((run.code, run.stdout.as_str()), (5, ""), "{}", run.stderr);
    for says in [
        "error: one.xml:3:5: feature f1: COUNT: ",
        "error: one.xml:4:5: feature f1: CUONT: ",
        "hint: did you mean COUNT?",
        "error: one.xml:5:5: feature f1: END: ",
        "error: two.xml:5:5: feature f2: HOLD: ",
        "error: bad_license_file: nothing was signed",
    ] {
        assert!(run.stderr.contains(says), "{says}: {}", run.stderr);
    }
    assert_eq!(fs::read_to_string(place.path().join("signed.xml")).unwrap(), "as it was");
    let left = fs::read_dir(place.path()).unwrap().flatten().map(|entry| entry.file_name());
    assert_eq!(left.filter(|name| name.to_string_lossy().starts_with('.')).count(), 0);
}

/// FIL-03, FIL-07: each license has its own verdict, and one bad file or feature hides no other.
#[test]
fn fil_07_verdicts_of_good_and_bad_files() {
    let place = Place::new();
    let base = place.vendor.sign(&template("f1", &[("COUNT", "10")]));
    let foreign = Vendor::new("OTHER").sign(&template("f1", &[("COUNT", "10")]));
    let usurper = Vendor::new("ACME").sign(&template("f1", &[("COUNT", "10")]));
    place.write("good.xml", &base);
    place.write("tampered.xml", base.replace("COUNT=\"10\"", "COUNT=\"99\""));
    place.write("half.xml", &base[..base.len() - 20]);
    place.write("foreign.xml", foreign);
    place.write("usurper.xml", usurper);
    place.write("unsigned.xml", UPGRADE);
    place.write("binary.xml", [0xff, 0x00, 0x80]);
    let good = || json!(["f1", "valid", "none"]);
    let two = base.replace("</LICENSEFILE>\n", &UPGRADE.replace("<LICENSEFILE>\n", ""));
    place.write("two.xml", two);
    for (file, verdicts) in [
        ("good.xml", vec![good()]),
        ("tampered.xml", vec![json!(["f1", "invalid", "bad_signature"])]),
        ("half.xml", vec![json!([null, "invalid", "not_well_formed"])]),
        ("foreign.xml", vec![json!(["f1", "invalid", "untrusted_vendor"])]),
        ("usurper.xml", vec![json!(["f1", "invalid", "untrusted_vendor"])]),
        ("unsigned.xml", vec![json!(["f1", "invalid", "unsigned"])]),
        ("binary.xml", vec![json!([null, "invalid", "not_well_formed"])]),
        ("missing.xml", vec![json!([null, "invalid", "not_readable"])]),
        ("two.xml", vec![good(), json!(["f1", "invalid", "unsigned"])]),
    ] {
        let code = if verdicts.iter().all(|verdict| *verdict == good()) { 0 } else { 5 };
        assert_eq!(place.verify(&[file]), (code, verdicts.clone()), "{file}");
        let both = [vec![good()], verdicts].concat();
        assert_eq!(place.verify(&["good.xml", file]), (code, both), "good.xml {file}");
    }
}

/// Interfaces: the last line names the status that all bad licenses share; a broken file shows nothing.
#[test]
fn bad_files_are_summed_up() {
    let place = Place::new();
    let base = place.vendor.sign(&template("f1", &[("COUNT", "10")]));
    place.write("tampered.xml", base.replace("COUNT=\"10\"", "COUNT=\"99\""));
    place.write("foreign.xml", Vendor::new("OTHER").sign(&template("f1", &[("COUNT", "10")])));
    place.write("unsigned.xml", UPGRADE);
    for (files, expected) in [
        (&["tampered.xml"][..], "error: bad_signature: the license is invalid\n"),
        (&["foreign.xml"], "error: untrusted_vendor: the license is invalid\n"),
        (&["unsigned.xml"], "error: bad_license_file: the license is invalid\n"),
        (&["tampered.xml", "foreign.xml"], "error: bad_license_file: 2 of 2 licenses are invalid\n"),
    ] {
        let run = place.lictor.run(&[&["license", "verify", "--pub", "acme.pub"], files].concat());
        assert!(run.code == 5 && run.stderr.ends_with(expected), "{files:?}: {run:?}");
    }
    place.write("broken.xml", "<LICENSEFILE>");
    let shown = place.lictor.run(&["license", "show", "broken.xml"]);
    assert_eq!((shown.code, shown.stdout.as_str()), (5, ""), "{}", shown.stderr);
}

/// Interfaces: `--pub` files must hold a key.
#[test]
fn a_key_that_is_none_is_named() {
    let place = Place::new();
    place.write("good.xml", place.vendor.sign(UPGRADE));
    for key in ["acme.key", "missing.pub"] {
        let run = place.lictor.run(&["license", "verify", "good.xml", "--pub", key, "--json"]);
        assert_eq!(run.code, 5, "{run:?}");
        assert!(run.stderr.contains(key), "{}", run.stderr);
    }
}

/// FIL-05: everything a feature says is shown, of templates too.
#[test]
fn fil_05_files_and_templates_are_shown() {
    let place = Place::new();
    place.write("signed.xml", place.vendor.sign(&template("f1", &[("COUNT", "2"), ("X_NOTE", "a &amp; b")])));
    place.write("template.xml", UPGRADE);
    let run = place.lictor.run(&["license", "show", "signed.xml", "template.xml", "--json"]);
    let document = run.json();
    let [signed, plain] = [&document["licenses"][0], &document["licenses"][1]];
    assert_eq!((run.code, &signed["signed"], &plain["signed"]), (0, &json!(true), &json!(false)));
    assert_eq!(signed["settings"]["X_NOTE"], json!(["a & b"]));
    assert_eq!(plain["settings"], json!({"COUNT": ["1"], "END": ["2030-01-01"], "KEYTYPE": ["UPGRADE"]}));
    let text = place.lictor.run(&["license", "show", "template.xml"]);
    let expected = "f1 (not signed)  template.xml:2\n  COUNT                1\n  \
                    END                  2030-01-01\n  KEYTYPE              UPGRADE\n";
    assert_eq!((text.code, text.stdout.as_str()), (0, expected));
}
