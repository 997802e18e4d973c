//! Vendor keys: made, certified, revoked (TRU-01).

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use lictor_testkit::{Lictor, template};

fn lictor(directory: &Path) -> Lictor {
    fs::write(directory.join("f1.xml"), template("f1", &[("COUNT", "10")])).unwrap();
    Lictor::in_directory(directory)
}

/// Runs calls one after the other; each must end with its exit code and say its words somewhere.
fn script(lictor: &Lictor, steps: &[(&str, i32, &str)]) {
    for (call, code, says) in steps {
        let run = lictor.run(&call.split(' ').collect::<Vec<_>>());
        let said = format!("{}{}", run.stdout, run.stderr);
        assert_eq!((run.code, said.contains(says)), (*code, true), "{call}: {said}");
    }
}

/// TRU-01: one vendor, one key pair; the private one is for its owner only and never overwritten.
#[test]
fn tru_01_a_new_vendor_has_two_files() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = lictor(directory.path());
    script(&lictor, &[("vendor new ACME --out keys", 0, "acme.pub")]);
    let key = directory.path().join("keys/acme.key");
    let before = fs::read(&key).unwrap();
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let public = fs::read_to_string(directory.path().join("keys/acme.pub")).unwrap();
    let words: Vec<&str> = public.split_whitespace().collect();
    let lengths: Vec<usize> = words.iter().skip(1).map(|word| word.len()).collect();
    assert_eq!((words[0], lengths, public.lines().count()), ("ACME", vec![16, 64], 1));

    script(&lictor, &[("vendor new ACME --out keys", 5, "acme.key")]);
    assert_eq!(fs::read(&key).unwrap(), before);
}

/// TRU-01: a passphrase protects the key; without a terminal nobody is asked for it.
#[test]
fn tru_01_passphrases_come_from_files() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = lictor(directory.path());
    fs::write(directory.path().join("right"), "correct horse\n").unwrap();
    fs::write(directory.path().join("wrong"), "battery staple\n").unwrap();
    fs::write(directory.path().join("empty"), "\n").unwrap();
    script(
        &lictor,
        &[
            ("vendor new ACME --out keys --passphrase", 2, "this is none"),
            ("vendor new ACME --out keys --passphrase-file empty", 5, "holds no passphrase"),
            ("vendor new ACME --out keys --passphrase-file right", 0, "acme.key"),
            (
                "license sign f1.xml --key keys/acme.key --out out.xml",
                5,
                "hint: name a file that holds the passphrase",
            ),
            (
                "license sign f1.xml --key keys/acme.key --passphrase-file wrong --out out.xml",
                5,
                "does not open",
            ),
            (
                "license sign f1.xml --key keys/acme.key --passphrase-file right --out out.xml",
                0,
                "1 feature signed",
            ),
            ("license verify out.xml --pub keys/acme.pub", 0, "valid"),
        ],
    );
}

/// TRU-01: a root certifies a signing key; its period bounds the day of issue, and a revoked key is
/// refused.
#[test]
fn tru_01_two_levels_of_keys() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = lictor(directory.path());
    let issued = |day| template("f1", &[("COUNT", "10"), ("ISSUED", day)]);
    fs::write(directory.path().join("inside.xml"), issued("2026-06-30")).unwrap();
    fs::write(directory.path().join("outside.xml"), issued("2027-01-01")).unwrap();
    let certify = "vendor certify keys/work.pub --key keys/acme.key --from 2026-01-01 --until";
    script(
        &lictor,
        &[
            ("vendor new ACME --out keys", 0, "acme.key"),
            ("vendor new ACME --out keys --stem work", 0, "work.key"),
            (&format!("{certify} 2025-12-31"), 5, "before it begins"),
            (&format!("{certify} 2026-12-31"), 0, "work.cert"),
            (&format!("{certify} 2026-12-31"), 5, "cannot create"),
            ("license sign outside.xml --key keys/work.key --out signed.xml", 5, "outside the key's period"),
            ("license sign inside.xml --key keys/work.key --out signed.xml", 0, "1 feature signed"),
            ("license verify signed.xml --pub keys/acme.pub", 0, "valid"),
            ("license verify signed.xml --pub keys/work.pub", 5, "untrusted_vendor"),
            ("vendor revoke keys/work.pub --key keys/work.key --out acme.revoked", 5, "no root"),
            ("vendor revoke keys/work.pub --key keys/acme.key --out acme.txt", 2, ".revoked"),
            (
                "vendor revoke keys/work.pub --key keys/acme.key --out acme.revoked",
                0,
                "number 1, keys revoked: 1",
            ),
            (
                "vendor revoke keys/work.pub --key keys/acme.key --out acme.revoked",
                5,
                "no key is newly revoked",
            ),
            (
                "vendor revoke 0011223344556677 --key keys/acme.key --out acme.revoked",
                0,
                "number 2, keys revoked: 2",
            ),
            ("license verify signed.xml --pub keys/acme.pub --revoked acme.revoked", 5, "revoked_key"),
        ],
    );
}
