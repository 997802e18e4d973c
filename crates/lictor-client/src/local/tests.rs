//! Wishes against license strings, files and directories.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lictor_license::{Revocations, key_id};
use lictor_types::{CivilDate, FeatureName, HostId, HostIdType, Serial, VendorName, Version};

use super::*;
use crate::mint::{Mint, key_pair, public_key, settings};
use crate::request::Request;

pub(super) const DAY_MS: u64 = 86_400_000;
/// 2026-06-15T12:00:00Z.
pub(super) const NOON_MS: u64 = 20_619 * DAY_MS + DAY_MS / 2;

/// A Linux workstation in Greenwich with nothing special about it.
pub(super) fn here() -> Place<'static> {
    Place {
        wall_ms: NOON_MS,
        utc_offset_minutes: Some(0),
        clock_high_water_ms: None,
        vendor: None,
        host_ids: &[],
        platform: "linux-x86_64",
        virtual_machine: false,
        cloud: false,
        terminal_session: false,
    }
}

fn acme() -> Mint {
    Mint::new("ACME", 1)
}

fn file(features: &[String]) -> String {
    format!("<LICENSEFILE>{}</LICENSEFILE>", features.concat())
}

/// `f1 s1 END=2026-12-31`: a license of the feature with this serial and these settings.
fn signed(text: &str) -> String {
    let mut words = text.splitn(3, ' ');
    let (feature, serial) = (words.next().unwrap(), words.next().unwrap());
    acme().sign(feature, serial, &settings(words.next().unwrap_or(""))).to_xml()
}

fn strings(texts: &[String]) -> LocalLicenses {
    let sources: Vec<_> = texts.iter().cloned().map(LocalSource::Text).collect();
    LocalLicenses::load(&sources, &acme().keyring())
}

fn directory(path: &Path) -> LocalLicenses {
    LocalLicenses::load(&[LocalSource::Path(path.to_owned())], &acme().keyring())
}

fn wish(request: Request) -> Wish {
    Wish::parse(&request).unwrap()
}

/// What a wish meets: the serial that serves it, or every attempt with its status and text.
fn answer(licenses: &LocalLicenses, request: Request, place: &Place<'_>) -> String {
    let locks = tempfile::tempdir().unwrap();
    match licenses.judge(&wish(request), place, &SingleLocks::at(locks.path())) {
        Ok(grant) => grant.license.serial().to_string(),
        Err(denial) => {
            let attempts = denial.attempts.iter().map(|it| format!("{}: {}", it.status, it.text));
            attempts.collect::<Vec<_>>().join(" / ")
        }
    }
}

/// What one license with these settings and host ids answers to a wish for `f1` 1.5.
fn one(body: &str, place: &Place<'_>) -> String {
    let license = acme().sign("f1", "s1", body).to_xml();
    let request = Request::feature("F1").version(Version::parse("1.5").unwrap());
    answer(&strings(&[file(&[license])]), request, place).replace("license s1 of `f1` ", "")
}

fn host_ids(block: &str, ids: &str) -> String {
    format!("<{block}>{}</{block}>", settings(ids))
}

/// TIM-01, OUT-01 and the settings PLATFORMS, TIME_ZONES and SHARE: one license, one answer.
#[test]
fn tim_01_out_01_what_a_license_answers() {
    let at = |hours: u64, offset| Place {
        wall_ms: NOON_MS + hours * 3_600_000,
        utc_offset_minutes: offset,
        ..here()
    };
    let noon = here();
    let terminal = Place { terminal_session: true, ..here() };
    for (body, place, expected) in [
        ("MINOR_VERSION=5", noon, "s1"),
        ("", noon, "version_too_high: is for version 1.0, 1.5 is requested"),
        ("MAJOR_VERSION=2 START=2026-06-15 END=2026-06-15", noon, "s1"),
        ("MAJOR_VERSION=2 END=2026-06-15", at(11, Some(59)), "s1"),
        ("MAJOR_VERSION=2 END=2026-06-15", at(11, Some(60)), "expired: ended with 2026-06-15"),
        ("MAJOR_VERSION=2 START=2026-06-16", at(11, Some(59)), "not_started: starts on 2026-06-16"),
        ("MAJOR_VERSION=2 START=2026-06-16", at(11, Some(60)), "s1"),
        // Where the day is not known it is every day of the Earth.
        ("MAJOR_VERSION=2 END=2026-06-15", at(23, None), "s1"),
        ("MAJOR_VERSION=2 END=2026-06-15", at(24, None), "expired: ended with 2026-06-15"),
        // A ZONE counts by its own clock, and is everywhere if this machine does not know it.
        ("MAJOR_VERSION=2 END=2026-06-15 ZONE=Pacific/Honolulu", at(21, Some(0)), "s1"),
        (
            "MAJOR_VERSION=2 END=2026-06-15 ZONE=Pacific/Honolulu",
            at(22, Some(0)),
            "expired: ended with 2026-06-15",
        ),
        ("MAJOR_VERSION=2 END=2026-06-15 ZONE=Nowhere/Land", at(23, Some(0)), "s1"),
        // The worked example of the documents.
        ("MAJOR_VERSION=2 END=2026-06-15", at(18, Some(-420)), "s1"),
        ("MAJOR_VERSION=2 END=2026-06-15", at(19, Some(-420)), "expired: ended with 2026-06-15"),
        ("MAJOR_VERSION=2 END=2026-06-15", at(6, Some(345)), "s1"),
        ("MAJOR_VERSION=2 END=2026-06-15", at(7, Some(345)), "expired: ended with 2026-06-15"),
        ("MAJOR_VERSION=2 END=2026-06-15 ZONE=America/Los_Angeles", at(18, Some(345)), "s1"),
        ("MAJOR_VERSION=2 END=2026-06-15 ZONE=SERVER", at(23, Some(0)), "expired: ended with 2026-06-15"),
        ("MAJOR_VERSION=2 END=2026-01-01 PLATFORMS=windows-x86_64", noon, "expired: ended with 2026-01-01"),
        ("PLATFORMS=windows-x86_64,linux-x86_64 MINOR_VERSION=5", noon, "s1"),
        ("PLATFORMS=windows-x86_64", noon, "wrong_platform: is for windows-x86_64, this is linux-x86_64"),
        ("TIME_ZONES=1,-3 MINOR_VERSION=5", at(0, Some(-210)), "s1"),
        ("TIME_ZONES=1,-3", noon, "wrong_time_zone: is for hours 1, -3 from UTC, which is 0 here"),
        ("TIME_ZONES=1", at(0, None), "wrong_time_zone: is for hours 1 from UTC, which is not known here"),
        ("MINOR_VERSION=5 SHARE=TERMINALSERVER", terminal, "s1"),
        (
            "MINOR_VERSION=5 SHARE=SINGLE",
            terminal,
            "terminal_session: takes SHARE=TERMINALSERVER in a remote session",
        ),
    ] {
        assert_eq!(one(&settings(body), &place), expected, "{body}");
    }
}

/// TIM-01: without a word from the program the system's own zone counts.
#[test]
fn tim_01_the_zone_of_the_system() {
    for (tz, expected) in
        [("Asia/Kathmandu", Some(345)), ("EST5EDT,M3.2.0,M11.1.0", Some(-240)), ("Nowhere/Land", None)]
    {
        assert_eq!(Place::system_offset_minutes(Some(tz), NOON_MS), expected, "{tz}");
    }
}

/// OUT-01: exactly the version of the license.
#[test]
fn out_01_exact_version() {
    let licenses = strings(&[file(&[signed("f1 s1 MAJOR_VERSION=2")])]);
    let ask = |version| {
        let version = Version::parse(version).unwrap();
        answer(&licenses, Request::feature("f1").version(version).exact(true), &here())
    };
    assert_eq!(ask("2.0"), "s1");
    assert_eq!(
        ask("1.0"),
        "version_too_high: license s1 of `f1` is for version 2.0, exactly 1.0 is requested"
    );
}

/// HID-01, HID-02, HID-03: the client checks the host ids of local licenses.
#[test]
fn hid_03_host_ids_of_local_licenses() {
    let id = |kind, value| HostId::new(kind, value).unwrap();
    let ids = [id(HostIdType::Hostname, "ws17"), id(HostIdType::Custom, "dongle-9")];
    let place = Place { host_ids: &ids, ..here() };
    let wrong = "wrong_host: is for another machine";
    for (ids, rate, expected) in [
        ("HOSTNAME=WS17", "", "s1"),
        ("HOSTNAME=ws1", "", wrong),
        ("HOSTNAME=ws1 HOSTNAME=ws17", "", "s1"),
        ("HOSTNAME=ws17 MACHINE_ID=1", "", wrong),
        ("HOSTNAME=ws17 MACHINE_ID=1", " HOSTID_MATCH_RATE=50", "s1"),
        ("CUSTOM=DONGLE-9", "", "s1"),
    ] {
        let body = settings(&format!("MINOR_VERSION=5{rate}")) + &host_ids("CLIENT_HOSTID", ids);
        assert_eq!(one(&body, &place), expected, "{ids}");
    }
    let either = host_ids("CLIENT_HOSTID", "HOSTNAME=ws1") + &host_ids("CLIENT_HOSTID", "HOSTNAME=ws17");
    assert_eq!(one(&(settings("MINOR_VERSION=5") + &either), &place), "s1");
}

/// SHR-03: only a license with host ids asks whether the machine is a real one. A machine that
/// cannot tell, or a container, is neither.
#[test]
fn shr_03_virtual_machines_and_clouds() {
    let ids = [HostId::new(HostIdType::Hostname, "ws17").unwrap()];
    let locked = host_ids("CLIENT_HOSTID", "HOSTNAME=ws17");
    for (share, locked, [real, virtual_machine, cloud, cloud_machine]) in [
        ("", &*locked, [true, false, false, false]),
        ("SHARE=VIRTUAL", &locked, [true, true, true, true]),
        ("SHARE=CLOUD", &locked, [true, false, true, true]),
        ("SHARE=VIRTUAL|CLOUD", &locked, [true; 4]),
        ("", "", [true; 4]),
    ] {
        for (virtual_machine, cloud, expected) in [
            (false, false, real),
            (true, false, virtual_machine),
            (true, true, cloud_machine),
            (false, true, cloud),
        ] {
            let place = Place { host_ids: &ids, virtual_machine, cloud, ..here() };
            let outcome = one(&(settings("MINOR_VERSION=5") + &settings(share) + locked), &place);
            let kind = if expected { "s1" } else { "virtual_machine" };
            assert_eq!(outcome.split(':').next(), Some(kind), "{share} {virtual_machine} {cloud}");
        }
    }
}

/// TIM-07: more than 24 hours behind the latest time seen, a license that asks for it is refused.
#[test]
fn tim_07_a_clock_set_back() {
    let seen = |ms| Place { clock_high_water_ms: Some(ms), ..here() };
    let checked = settings("MINOR_VERSION=5 SYSTEMCLOCKCHECK=TRUE");
    assert_eq!(one(&checked, &seen(NOON_MS + DAY_MS)), "s1");
    let refused = "clock_rollback: checks the clock, which is 24 hours behind a time seen here";
    assert_eq!(one(&checked, &seen(NOON_MS + DAY_MS + 1)), refused);
    assert_eq!(one(&checked, &here()), "s1");
    assert_eq!(one(&settings("MINOR_VERSION=5"), &seen(NOON_MS + 9 * DAY_MS)), "s1");
}

/// FIL-08, UPG-12: a network license in a file is neither granted from nor listed, and what it
/// says of other licenses counts for nothing here.
#[test]
fn upg_12_network_licenses_in_files() {
    let token = r#"<SETTING KEYTYPE="TOKEN"/><SETTING TOKEN_DEPENDENCY="FEATURE=f1 VERSION=1.0 COUNT=1"/>"#;
    let text = file(&[
        signed("f1 base COUNT=10 SUPERSEDES=local"),
        signed("f1 upgrade COUNT=2 KEYTYPE=UPGRADE"),
        acme().sign("suite", "token", token).to_xml(),
        signed("f2 local"),
    ]);
    let licenses = strings(&[text]);
    let network = "feature_not_found: license string:LINE: a network license, which only a server serves";
    let both = [network.replace("LINE", "1"), network.replace("LINE", "10")].join(" / ");
    assert_eq!(answer(&licenses, "f1".into(), &here()), both);
    assert_eq!(answer(&licenses, "f2".into(), &here()), "local");
    let rows: Vec<_> = licenses.rows(&here()).into_iter().map(|row| row.serial.to_string()).collect();
    assert_eq!(rows, ["local"]);
}

/// KEY-05: what each kind of bad license answers, and that bad ones hide no good one (FIL-07).
#[test]
fn key_05_bad_licenses() {
    let good = signed("f1 s1");
    let tampered = signed("f1 s2 END=2026-12-31").replace("2026-12-31", "2036-12-31");
    let stranger = Mint::new("OTHER", 7).sign("f1", "s3", "").to_xml();
    let impostor = Mint::new("ACME", 7).sign("f1", "s4", "").to_xml();
    let unsigned = r#"<FEATURE NAME="f1"><SETTING END="2026-12-31"/></FEATURE>"#.to_owned();
    for (text, expected) in [
        (file(std::slice::from_ref(&tampered)), "bad_signature"),
        (file(&[stranger]), "untrusted_vendor"),
        (file(&[impostor]), "untrusted_vendor"),
        (file(std::slice::from_ref(&unsigned)), "bad_signature"),
        ("<LICENSEFILE>".to_owned(), "bad_license_file"),
        (file(&[good.replace("KEYID", "KEYYD")]), "bad_license_file"),
        (file(&[tampered, unsigned, good]), "s1"),
    ] {
        let outcome = answer(&strings(std::slice::from_ref(&text)), "f1".into(), &here());
        assert_eq!(outcome.split(':').next(), Some(expected), "{text}");
    }
}

/// SES-06: strings and files in the order given; the most telling answer, and all attempts.
#[test]
fn ses_06_every_source_is_an_attempt() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("b.xml"), file(&[signed("f1 b MAJOR_VERSION=2 END=2026-01-01"), signed("f2 x")])).unwrap();
    fs::write(path("a.lic"), file(&[signed("f1 a"), signed("f1 a")])).unwrap();
    fs::write(path("bad.lic"), "<LICENSEFILE>").unwrap();
    fs::write(path("notes.txt"), file(&[signed("f1 c MAJOR_VERSION=2")])).unwrap();
    let sources = [
        LocalSource::Text(file(&[signed("f2 s")])),
        LocalSource::Path(dir.path().to_owned()),
        LocalSource::Path(path("gone.lic")),
        LocalSource::Path(path("notes.txt")),
    ];
    let two = || Request::feature("f1").version(Version::new(2, 0).unwrap());
    let licenses = LocalLicenses::load(&sources[..3], &acme().keyring());
    let locks = SingleLocks::at(dir.path());
    let denial = licenses.judge(&wish(two()), &here(), &locks).unwrap_err();
    let name = |name: &str| path(name).display().to_string();
    let bad = format!("{}: file ends inside <LICENSEFILE> of line 1 (FIL-06)", name("bad.lic:1:14"));
    let attempts = denial.attempts.into_iter().map(|it| (it.source, it.status, it.text));
    let low = "license a of `f1` is for version 1.0, 2.0 is requested";
    let same = format!("license a of `f1` is the same as license a ({})", name("a.lic:1"));
    let expected = [
        (name("a.lic:1"), Status::VersionTooHigh, low.to_owned()),
        (name("a.lic:8"), Status::FeatureNotFound, same),
        (name("b.xml:1"), Status::Expired, "license b of `f1` ended with 2026-01-01".to_owned()),
        (name("bad.lic"), Status::BadLicenseFile, bad),
        (name("gone.lic"), Status::FeatureNotFound, format!("{}: there is no such file", name("gone.lic"))),
        ("license string".to_owned(), Status::FeatureNotFound, "no local license of `f1`".to_owned()),
    ];
    assert_eq!(attempts.collect::<Vec<_>>(), expected);

    let licenses = LocalLicenses::load(&sources, &acme().keyring());
    let grant = licenses.judge(&wish(two()), &here(), &locks).unwrap();
    assert_eq!((grant.license.serial().as_str(), grant.source), ("c", name("notes.txt:1")));
    assert_eq!(answer(&licenses, "f2".into(), &here()), "s");
}

/// OUT-07: each license answers with the first question it fails, whatever else it would fail.
#[test]
fn out_07_the_order_of_questions() {
    let other = host_ids("CLIENT_HOSTID", "HOSTNAME=ws1");
    let machine = [HostId::new(HostIdType::Hostname, "ws1").unwrap()];
    let mut body = "END=2026-01-01 PLATFORMS=x-y TIME_ZONES=9 SYSTEMCLOCKCHECK=TRUE".to_owned();
    let mut place = Place {
        clock_high_water_ms: Some(NOON_MS * 2),
        virtual_machine: true,
        terminal_session: true,
        ..here()
    };
    let status = |body: &str, place: &Place<'_>| {
        let outcome = one(&(settings(body) + &other), place);
        outcome.split(':').next().unwrap().to_owned()
    };
    assert_eq!(status(&body, &place), "clock_rollback");
    place.clock_high_water_ms = None;
    assert_eq!(status(&body, &place), "expired");
    body = body.replace("END=2026-01-01 ", "");
    assert_eq!(status(&body, &place), "wrong_host");
    place.host_ids = &machine;
    assert_eq!(status(&body, &place), "virtual_machine");
    place.virtual_machine = false;
    assert_eq!(status(&body, &place), "wrong_platform");
    place.platform = "x-y";
    assert_eq!(status(&body, &place), "wrong_time_zone");
    place.utc_offset_minutes = Some(9 * 60);
    assert_eq!(status(&body, &place), "version_too_high");
    body.push_str(" MAJOR_VERSION=2");
    assert_eq!(status(&body, &place), "terminal_session");
    place.terminal_session = false;
    assert_eq!(status(&body, &place), "s1");
}

/// SES-06: a thousand bad licenses do not make a thousand attempts.
#[test]
fn ses_06_attempts_are_bounded() {
    let licenses = strings(&vec![file(&[signed("f1 s1 END=2026-01-01")]); 1000]);
    let locks = SingleLocks::at(Path::new("/nowhere"));
    let denial = licenses.judge(&wish("f1".into()), &here(), &locks).unwrap_err();
    assert_eq!(denial.attempts.len(), 100);
}

/// TRU-01: a revocation list of any directory counts for all sources; one that nobody trusted
/// signed counts for nothing, and is reported.
#[test]
fn tru_01_revocation_lists_in_directories() {
    let list = |vendor: &str, seed: u8| {
        let pair = key_pair(seed);
        let revoked = BTreeSet::from([key_id(&public_key(&key_pair(1)))]);
        let root = key_id(&public_key(&pair));
        let sign = |bytes: &[u8]| pair.sign(bytes).as_ref().try_into().unwrap();
        Revocations::issue(VendorName::parse(vendor).unwrap(), 1, revoked, root, sign).to_string()
    };
    for (list, expected, listed) in [
        (list("ACME", 1), "untrusted_vendor", 1),
        (list("ACME", 9), "s1", 0),
        (list("OTHER", 9), "s1", 0),
        ("lictor-revocations 2".to_owned(), "s1", 0),
    ] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("acme.revoked"), &list).unwrap();
        let sources = [LocalSource::Text(file(&[signed("f1 s1")])), LocalSource::Path(dir.path().to_owned())];
        let licenses = LocalLicenses::load(&sources, &acme().keyring());
        let outcome = answer(&licenses, "f1".into(), &here());
        assert_eq!(outcome.split(':').next(), Some(expected), "{list}");
        assert_eq!(licenses.rows(&here()).is_empty(), listed == 1);
    }
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("acme.revoked"), list("ACME", 9)).unwrap();
    let outcome = answer(&directory(dir.path()), "f1".into(), &here());
    assert!(outcome.starts_with("bad_license_file: "), "{outcome}");
}

/// TRU-01: a vendor key beside a license is no reason to trust it.
#[test]
fn tru_01_keys_in_directories_are_not_trusted() {
    let dir = tempfile::tempdir().unwrap();
    let stranger = Mint::new("OTHER", 7);
    fs::write(dir.path().join("a.lic"), file(&[stranger.sign("f1", "s1", "").to_xml()])).unwrap();
    fs::write(dir.path().join("a.pub"), stranger.key().to_string()).unwrap();
    let outcome = answer(&directory(dir.path()), "f1".into(), &here());
    assert_eq!(
        outcome,
        format!(
            "untrusted_vendor: {}: no key of vendor OTHER is trusted here",
            dir.path().join("a.lic:1").display()
        )
    );
}

/// SHARE=SINGLE: the lock goes with the grant; while another has it, the next license is asked.
#[test]
fn single_use_goes_with_the_grant() {
    let dir = tempfile::tempdir().unwrap();
    let locks = SingleLocks::at(dir.path());
    let one = strings(&[file(&[signed("f1 s1 SHARE=SINGLE")])]);
    let wish = wish("f1".into());
    let grant = one.judge(&wish, &here(), &locks).unwrap();
    assert!(grant.single.is_some());
    drop(grant);

    let path = dir.path().join("lictor-ACME-s1.lock");
    let elsewhere = fs::File::open(&path).unwrap();
    elsewhere.try_lock().unwrap();
    let denial = one.judge(&wish, &here(), &locks).unwrap_err();
    let taken = "license s1 of `f1` is used by another process of this machine";
    let attempt = denial.attempts.first().map(|it| (it.status, it.text.as_str()));
    assert_eq!(attempt, Some((Status::SingleUseTaken, taken)));
    let two = strings(&[file(&[signed("f1 s1 SHARE=SINGLE"), signed("f1 s2")])]);
    let grant = two.judge(&wish, &here(), &locks).unwrap();
    assert_eq!((grant.license.serial().as_str(), grant.single.is_none()), ("s2", true));
}

/// UPG-12: what the status calls say of local licenses, and only of the vendor that is meant.
#[test]
fn upg_12_rows_of_local_licenses() {
    let licenses = strings(&[file(&[
        signed(
            "cad s1 MAJOR_VERSION=3 START=2026-01-01 END=2026-12-31 SHARE=VIRTUAL|SINGLE LICENSEE=Ann DATA=x",
        ),
        signed("cad s2 END=2026-01-01"),
        signed("mesh s3 SUPERSEDES=s4"),
        signed("mesh s4"),
    ])]);
    let rows = licenses.rows(&here());
    let date = |text| CivilDate::parse(text).ok();
    let expected = LocalFeature {
        source: "license string:1".to_owned(),
        feature: FeatureName::parse("cad").unwrap(),
        vendor: VendorName::parse("ACME").unwrap(),
        version: Version::new(3, 0).unwrap(),
        serial: Serial::parse("s1").unwrap(),
        start: date("2026-01-01"),
        end: date("2026-12-31"),
        share: vec!["VIRTUAL".to_owned(), "SINGLE".to_owned()],
        licensee: Some("Ann".to_owned()),
        texts: vec![("DATA".to_owned(), "x".to_owned())],
        status: Status::Granted,
        text: String::new(),
    };
    assert_eq!(rows[0], expected);
    let statuses: Vec<_> = rows.iter().map(|row| (row.serial.as_str(), row.status)).collect();
    let expected = [
        ("s1", Status::Granted),
        ("s2", Status::Expired),
        ("s3", Status::Granted),
        ("s4", Status::FeatureNotFound),
    ];
    assert_eq!(statuses, expected);

    let other = VendorName::parse("OTHER").unwrap();
    let place = Place { vendor: Some(&other), ..here() };
    assert_eq!(licenses.rows(&place), []);
    assert_eq!(answer(&licenses, "cad".into(), &place), "feature_not_found: no local license of `cad`");
}

/// TRU-04: bytes that are no license give an answer and no panic.
#[test]
fn tru_04_malformed_files() {
    let dir = tempfile::tempdir().unwrap();
    let good = file(&[signed("f1 s1")]);
    for cut in 0..good.len() {
        fs::write(dir.path().join("a.xml"), &good.as_bytes()[..cut]).unwrap();
        let outcome = answer(&directory(dir.path()), "f1".into(), &here());
        assert!(outcome.starts_with("bad_license_file: "), "{cut} {outcome}");
    }
    fs::write(dir.path().join("a.xml"), b"\xff\xfe\0<").unwrap();
    let outcome = answer(&directory(dir.path()), "f1".into(), &here());
    assert!(outcome.starts_with("bad_license_file: "), "{outcome}");
}
