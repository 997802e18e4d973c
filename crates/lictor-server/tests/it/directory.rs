//! Section 14 on a running daemon: files that come, go, break and grow, while seats are out.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use lictor_testkit::{Lictord, Vendor, eventually, template};
use lictor_types::{Answer, Status};
use serde_json::Value;

use crate::admin::{ask, document, states};
use crate::raw::{Raw, checkout};
use crate::seats::{SOON, license, pool, serving};

/// A change applies so soon after the last write.
const APPLIES: Duration = Duration::from_secs(2);

/// Waits for these licenses. Says how long it took.
#[track_caller]
fn wait_for(daemon: &Lictord, expected: &[&str]) -> Duration {
    let written = Instant::now();
    eventually(&format!("{expected:?}"), SOON, || (states(daemon) == expected).then_some(()));
    written.elapsed()
}

/// Every license as `file state reason`.
fn files(daemon: &Lictord) -> Vec<String> {
    let report = document(daemon, "/v1/licenses");
    let word = |license: &Value, name: &str| license[name].as_str().unwrap().to_owned();
    let licenses = report["licenses"].as_array().unwrap().iter();
    licenses.map(|l| format!("{} {} {}", word(l, "file"), word(l, "state"), word(l, "reason"))).collect()
}

/// Section 14, UPG-04, UPG-11, UPG-14: dropped, replaced, corrupted and removed files have the right
/// state and seats within 2 s, and leases are untouched by all of it.
#[test]
fn sec_14_upg_14_files_change_while_running() {
    let vendor = Vendor::new("ACME");
    let daemon = Lictord::builder().trust(&vendor).start();
    assert_eq!(states(&daemon), [""; 0]);
    let mut times = Vec::new();
    let mut becomes = |expected: &[&str], numbers: (u64, u64, u64)| {
        times.push(wait_for(&daemon, expected));
        assert_eq!(pool(&daemon), numbers, "{expected:?}");
    };

    daemon.put("base.lic", license(&vendor, &[("SERIAL", "b"), ("COUNT", "10")]));
    becomes(&["b served none"], (10, 0, 0));
    let upgrade = license(&vendor, &[("SERIAL", "u"), ("COUNT", "1"), ("KEYTYPE", "UPGRADE")]);
    daemon.put("upgrade.lic", &upgrade);
    becomes(&["b served none", "u served none"], (11, 0, 0));
    let (mut holder, _) = Raw::open(daemon.listen());
    let lease = holder.take(11).lease;

    daemon.put("upgrade.lic", upgrade.replace("COUNT=\"1\"", "COUNT=\"9\""));
    becomes(&["b served none", "u rejected bad_signature"], (10, 11, 1));
    daemon.put("upgrade.lic", license(&vendor, &[("SERIAL", "u2"), ("COUNT", "5"), ("KEYTYPE", "UPGRADE")]));
    becomes(&["b served none", "u2 served none"], (15, 11, 0));
    daemon.remove("base.lic");
    becomes(&["u2 orphan no_base"], (0, 11, 11));
    let (mut other, _) = Raw::open(daemon.listen());
    match other.ask(checkout(1)).unwrap() {
        Answer::Denied(denial) => assert_eq!(denial.status, Status::FeatureNotFound),
        answer => panic!("{answer:?}"),
    }
    daemon.put("base.lic", license(&vendor, &[("SERIAL", "b2"), ("COUNT", "10")]));
    becomes(&["b2 served none", "u2 served none"], (15, 11, 0));
    daemon.remove("upgrade.lic");
    becomes(&["b2 served none"], (10, 11, 1));

    holder.beat().unwrap();
    holder.give(lease);
    assert_eq!(pool(&daemon), (10, 0, 0));
    times.sort_unstable();
    assert!(times[times.len() / 2] < APPLIES, "{times:?}");
}

/// Section 14: while a file is written piece by piece, its last good content stays in force.
#[test]
fn sec_14_a_slow_copy_is_never_seen_half() {
    let vendor = Vendor::new("ACME");
    let old = license(&vendor, &[("SERIAL", "old"), ("COUNT", "1")]);
    let daemon = Lictord::builder().trust(&vendor).file("a.lic", &old).start();
    let new = license(&vendor, &[("SERIAL", "new"), ("COUNT", "2")]);
    let until = Instant::now() + Duration::from_secs(2);
    let mut length = 0;
    while Instant::now() < until {
        length = (length + 7) % new.len();
        daemon.overwrite("a.lic", &new.as_bytes()[..length]);
        assert_eq!(states(&daemon), ["old served none"]);
    }
    daemon.overwrite("a.lic", &new);
    wait_for(&daemon, &["new served none"]);
}

/// Section 14: a file that stays cut off, or empty, or is no license at all, yields none of its
/// licenses (FIL-06) and hides no other file (FIL-07).
#[test]
fn sec_14_fil_06_fil_07_broken_files() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 3).start();
    let good = license(&vendor, &[("SERIAL", "x"), ("COUNT", "5"), ("KEYTYPE", "UPGRADE")]);
    let half = &good.as_bytes()[..good.len() - 20];
    let twice = good.replace("</LICENSEFILE>", "</LICENSEFILE><LICENSEFILE></LICENSEFILE>");
    for content in [half, b"", b"\0\0\0\0", b"seats, please", b"<LICENSEFILE>", twice.as_bytes()] {
        daemon.put("z.lic", content);
        let expected = ["base.lic served none", "z.lic rejected not_well_formed"];
        eventually("the broken file", SOON, || (files(&daemon) == expected).then_some(()));
        assert_eq!(pool(&daemon).0, 3);
        daemon.remove("z.lic");
        eventually("no broken file", SOON, || (files(&daemon).len() == 1).then_some(()));
    }
    daemon.put("z.lic", &good);
    eventually("the file made good", SOON, || (pool(&daemon).0 == 8).then_some(()));
}

/// Section 14: regular files named `*.xml` and `*.lic` directly in the directory are read, and
/// nothing else; links that leave it are refused.
#[test]
fn sec_14_what_is_read() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 1).start();
    let licenses = daemon.licenses();
    let upgrade =
        |serial: &str| license(&vendor, &[("SERIAL", serial), ("COUNT", "1"), ("KEYTYPE", "UPGRADE")]);
    let write = |path: &str| fs::write(licenses.join(path), upgrade(&path.replace('/', ":"))).unwrap();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("out.lic"), upgrade("outside")).unwrap();
    for folder in ["folder", "folder.lic"] {
        fs::create_dir(licenses.join(folder)).unwrap();
    }
    for path in ["a.xml", ".hidden.lic", "folder/b.lic", "folder.lic/c.lic", "notes.txt", "d.lic.bak", "lic"]
    {
        write(path);
    }
    symlink(outside.path().join("out.lic"), licenses.join("leaves.lic")).unwrap();
    symlink("folder/b.lic", licenses.join("stays.lic")).unwrap();
    symlink("/dev/zero", licenses.join("zero.lic")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        licenses.join("pipe.lic"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    write("z.lic");
    eventually("the last file", SOON, || (pool(&daemon).0 == 4).then_some(()));
    assert_eq!(
        files(&daemon),
        [
            "a.xml served none",
            "base.lic served none",
            "leaves.lic rejected not_readable",
            "pipe.lic rejected not_readable",
            "stays.lic served none",
            "z.lic served none",
            "zero.lic rejected not_readable",
        ]
    );
}

/// Section 14, TRU-01: vendor keys and revocation lists that come take effect; a list that goes was
/// still seen and counts, also after a restart.
#[test]
fn sec_14_tru_01_keys_and_revocations_come_and_go() {
    let name = lictor_types::VendorName::parse("ACME").unwrap();
    let signer = lictor_issuer::VendorSigner::generate(name.clone()).unwrap();
    let key = lictor_issuer::VendorSigner::generate(name).unwrap();
    let year = ["2026-01-01", "2026-12-31"].map(|day| lictor_types::CivilDate::parse(day).unwrap());
    let period = lictor_license::Period { from: year[0], until: year[1] };
    let key_id = key.key_id();
    let revoked = signer.revoke(None, [key_id]).unwrap().to_string();
    let certified = signer.certify(key.public(), period).unwrap();
    let key = key.certified(certified).unwrap();
    let text = template("f1", &[("SERIAL", "s"), ("COUNT", "2"), ("ISSUED", "2026-02-02")]);
    let file = lictor_issuer::TemplateFile { name: "template", bytes: text.as_bytes() };
    let signed = key.sign(&[file], year[0]).unwrap().xml;

    let mut daemon = Lictord::builder().file("a.lic", &signed).start();
    assert_eq!(states(&daemon), ["s rejected untrusted_vendor"]);
    daemon.put("acme.pub", format!("{}\n", signer.public()));
    wait_for(&daemon, &["s served none"]);
    let (mut holder, _) = Raw::open(daemon.listen());
    let lease = holder.take(1).lease;
    daemon.remove("acme.pub");
    wait_for(&daemon, &["s rejected untrusted_vendor"]);
    daemon.put("acme.pub", format!("{}\n", signer.public()));
    wait_for(&daemon, &["s served none"]);
    daemon.put("acme.revoked", &revoked);
    wait_for(&daemon, &["s rejected revoked_key"]);
    holder.beat().unwrap();
    holder.give(lease);
    daemon.remove("acme.revoked");
    assert_eq!(ask(&daemon, "POST", "/v1/reload").0, 200);
    assert_eq!(states(&daemon), ["s rejected revoked_key"]);
    assert_eq!(daemon.stop(), 0);
    daemon.start();
    assert_eq!(states(&daemon), ["s rejected revoked_key"]);
}

/// Section 14: a new set is in force as a whole or not at all; nobody sees a part of it.
#[test]
fn sec_14_all_or_nothing() {
    let vendor = Vendor::new("ACME");
    let features = |count: &str| {
        let feature = |n: usize| {
            let (name, serial) = (format!("f{n}"), format!("{count}-{n}"));
            let text = vendor.sign(&template(&name, &[("SERIAL", &serial), ("COUNT", count)]));
            text.split("<LICENSEFILE>").nth(1).unwrap().replace("</LICENSEFILE>", "")
        };
        format!("<LICENSEFILE>{}</LICENSEFILE>\n", (0..40).map(feature).collect::<String>())
    };
    let sets = [features("3"), features("5")];
    let daemon = Lictord::builder().trust(&vendor).file("a.lic", &sets[0]).start();
    let mut seen = vec![3];
    for turn in 1..=4 {
        let (want, set) = if turn % 2 == 0 { (3, &sets[0]) } else { (5, &sets[1]) };
        daemon.put("a.lic", set);
        eventually("the other set", SOON, || {
            let report = document(&daemon, "/v1/licenses");
            let seats: Vec<u64> = report["pools"]
                .as_array()
                .unwrap()
                .iter()
                .map(|pool| pool["seats"].as_u64().unwrap())
                .collect();
            assert_eq!((seats.len(), report["licenses"].as_array().unwrap().len()), (40, 40));
            assert!(seats.iter().all(|count| *count == seats[0]), "{seats:?}");
            (seats[0] == want).then_some(())
        });
        seen.push(want);
    }
    assert_eq!(seen, [3, 5, 3, 5, 3]);
}

/// Section 14: what is loaded stays in force while the directory cannot be read, and goes on from
/// there.
#[test]
fn sec_14_a_directory_that_vanishes() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 3).start();
    let away = daemon.licenses().with_file_name("away");
    fs::rename(daemon.licenses(), &away).unwrap();
    eventually("a word about it", SOON, || {
        daemon.log().contains("What is loaded stays in force").then_some(())
    });
    assert_eq!(pool(&daemon).0, 3);
    Raw::open(daemon.listen()).0.take(3);
    fs::rename(&away, daemon.licenses()).unwrap();
    daemon.put("u.lic", license(&vendor, &[("SERIAL", "u"), ("COUNT", "2"), ("KEYTYPE", "UPGRADE")]));
    wait_for(&daemon, &["base served none", "u served none"]);
}

/// A reload answers when what was just written is in force.
#[test]
fn a_reload_takes_what_was_just_written() {
    let vendor = Vendor::new("ACME");
    let daemon = Lictord::builder().trust(&vendor).start();
    daemon.overwrite("a.lic", license(&vendor, &[("SERIAL", "a"), ("COUNT", "1")]));
    let (code, body) = ask(&daemon, "POST", "/v1/reload");
    assert_eq!((code, body.as_str()), (200, "{\"status\":\"ok\",\"licenses\":1,\"rejected\":0}"));
    assert_eq!(states(&daemon), ["a served none"]);
}
