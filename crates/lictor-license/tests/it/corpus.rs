//! FIL-06: every file of `licenses/corpus/` has the verdict that stands beside it.

use std::fs;
use std::path::{Path, PathBuf};

use lictor_license::{Keyring, ParsedFeature, ParsedFile, parse_file, verify};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../licenses/corpus")
}

fn keyring() -> Keyring {
    let mut keyring = Keyring::new();
    keyring.add_pub_text(&fs::read_to_string(directory().join("demo.pub")).unwrap()).unwrap();
    keyring.add_revocations(&fs::read(directory().join("demo.revoked")).unwrap()).unwrap();
    keyring
}

/// The first thing that is wrong: reason and line.
fn verdict(file: &ParsedFile, keyring: &Keyring) -> String {
    let invalid = |reason, line| format!("invalid {reason} {line}");
    if let Some(problem) = file.problems.first() {
        return invalid(problem.reason, problem.location.line);
    }
    let judge = |feature: &ParsedFeature| match &feature.result {
        Err(problems) => Some(invalid(problems[0].reason, problems[0].location.line)),
        Ok(license) => verify(license, keyring).err().map(|refusal| {
            let at = refusal.problems.first().map_or(feature.location, |problem| problem.location);
            invalid(refusal.reason, at.line)
        }),
    };
    file.features.iter().find_map(judge).unwrap_or_else(|| "valid".into())
}

fn check(folder: &str) -> usize {
    let keyring = keyring();
    let mut wrong = Vec::new();
    let mut files = 0;
    for entry in fs::read_dir(directory().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "lic") {
            continue;
        }
        files += 1;
        let expected = fs::read_to_string(path.with_extension("expected")).unwrap();
        let found = verdict(&parse_file(&fs::read(&path).unwrap()), &keyring);
        let line_given = expected.split_whitespace().count() == 3;
        let comparable =
            if line_given { found.as_str() } else { found.rsplit_once(' ').map_or("valid", |(r, _)| r) };
        if comparable != expected.trim_end() {
            wrong.push(format!("{}: expected {}, found {found}", path.display(), expected.trim_end()));
        }
    }
    assert!(wrong.is_empty(), "{} wrong verdicts:\n{}", wrong.len(), wrong.join("\n"));
    files
}

/// FIL-01, FIL-02, FIL-03, FIL-05, FIL-08, HID-01: what must be accepted.
#[test]
fn fil_01_good_files_are_valid() {
    assert!(check("good") >= 25);
}

/// FIL-04, FIL-05, FIL-06, KEY-04, UPG-06, UPG-07, TRU-01, TRU-04: what must be refused, why and where.
#[test]
fn fil_06_bad_files_are_refused() {
    assert!(check("bad") >= 150);
}
