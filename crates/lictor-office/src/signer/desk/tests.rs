//! Tests of the desk: signatures, repeats, second approval, and what is on record.

use std::fs;

use lictor_license::{Keyring, parse_file, verify};
use lictor_types::VendorName;
use tempfile::TempDir;

use super::*;
use crate::signer::request::{Count, Feature};

/// 2026-03-01T12:00:00Z.
const NOON: Time = Time(1_772_366_400_000);

struct Fixture(TempDir);

impl Fixture {
    fn new(policy: &str) -> Self {
        let fixture = Self(tempfile::tempdir().unwrap());
        fixture.place().prepare().unwrap();
        fs::write(fixture.place().policy(), policy).unwrap();
        fixture
    }

    fn place(&self) -> Place {
        Place::new(self.0.path().join("signer"))
    }

    fn open(&self) -> Desk {
        let signer = VendorSigner::from_seed(VendorName::parse("ACME").unwrap(), &[7; 32]).unwrap();
        Desk::open(self.place(), signer, NOON).unwrap()
    }

    /// The kinds of lines in the record.
    fn kinds(&self) -> Vec<String> {
        let text = fs::read_to_string(self.place().record()).unwrap();
        let kind = |line: &str| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["entry"]["kind"].as_str().unwrap().to_owned()
        };
        text.lines().map(kind).collect()
    }
}

fn request(id: &str, count: u32) -> SignRequest {
    let feature = Feature { name: "f1".into(), count: Some(Count::Limited(count)), ..Feature::default() };
    SignRequest {
        id: id.into(),
        at: NOON,
        issued: day(NOON),
        product: None,
        actor: None,
        features: vec![feature],
    }
}

#[track_caller]
fn sign(desk: &mut Desk, request: &SignRequest) -> SignedFile {
    match desk.sign(request, NOON).unwrap() {
        Outcome::Signed(signed) => *signed,
        Outcome::Denied(denial) => panic!("{denial}"),
    }
}

#[track_caller]
fn denied(desk: &mut Desk, request: &SignRequest) -> Denial {
    match desk.sign(request, NOON).unwrap() {
        Outcome::Denied(denial) => denial,
        Outcome::Signed(signed) => panic!("{}", signed.file),
    }
}

#[test]
fn a_file_holds_under_the_public_key() {
    let fixture = Fixture::new("");
    let mut desk = fixture.open();
    let signed = sign(&mut desk, &request("r-1", 10));
    let mut keyring = Keyring::new();
    keyring.add_pub_text(&desk.public().file).unwrap();
    let license = parse_file(signed.bytes()).features.remove(0).result.unwrap();
    assert_eq!(signed.serials, [license.serial().to_string()]);
    assert_eq!((signed.issued, signed.issued), (license.issued(), day(NOON)));
    assert_eq!(signed.key_id, license.key_id().to_string());
    assert_eq!(signed.sha256, digest(signed.bytes()));
    assert_eq!(
        verify(&license, &keyring).map(|verified| verified.get().seats()),
        Ok(Some(Seats::Limited(10)))
    );
}

#[test]
fn a_repeat_gives_the_same_bytes_also_after_a_restart_and_on_another_day() {
    let fixture = Fixture::new("files_per_day = 1");
    let mut desk = fixture.open();
    let first = sign(&mut desk, &request("r-1", 10));
    let later = SignRequest {
        at: NOON.plus_seconds(86_400),
        issued: CivilDate::parse("2026-03-02").unwrap(),
        ..request("r-1", 10)
    };
    let expected = SignedFile { replayed: true, ..first };
    assert_eq!(sign(&mut desk, &later), expected);
    desk.commit().unwrap();
    drop(desk);
    let mut desk = fixture.open();
    assert_eq!(sign(&mut desk, &request("r-1", 10)), expected);
    // The day's volume is remembered too, and a repeat adds nothing to it.
    assert_eq!(denied(&mut desk, &request("r-2", 1)).rule, Rule::FilesPerDay);
    assert_eq!(fixture.kinds(), ["started", "signed", "started", "refused"]);
}

#[test]
fn an_id_stands_for_one_request() {
    let fixture = Fixture::new("");
    let mut desk = fixture.open();
    sign(&mut desk, &request("r-1", 10));
    assert_eq!(denied(&mut desk, &request("r-1", 11)).rule, Rule::RequestChanged);
    assert_ne!(sign(&mut desk, &request("r-2", 10)).serials, sign(&mut desk, &request("r-1", 10)).serials);
}

#[test]
fn a_serial_stands_for_one_license() {
    let fixture = Fixture::new("");
    let with_serial = |id: &str, count: u32| {
        let mut request = request(id, count);
        request.features[0].serial = Some("s-1".into());
        request
    };
    let mut desk = fixture.open();
    let first = sign(&mut desk, &with_serial("r-1", 10));
    drop(desk);
    let mut desk = fixture.open();
    assert_eq!(denied(&mut desk, &with_serial("r-2", 11)).rule, Rule::SerialReused);
    assert_eq!(sign(&mut desk, &with_serial("r-3", 10)).file, first.file);
}

#[test]
fn what_breaks_a_rule_of_license_files_is_refused_with_it() {
    let fixture = Fixture::new("");
    let mut request = request("r-1", 10);
    request.features[0].supersedes = vec!["not a serial".into()];
    let denial = denied(&mut fixture.open(), &request);
    assert_eq!(denial.rule, Rule::Invalid);
    assert!(denial.detail.starts_with("f1: SUPERSEDES: "), "{}", denial.detail);
}

#[test]
fn a_second_person_releases_one_request() {
    let fixture = Fixture::new("max_count = 10\nabove_limit = \"second_approval\"");
    let mut desk = fixture.open();
    let denial = denied(&mut desk, &request("r-1", 11));
    let id = denial.pending.clone().unwrap();
    assert_eq!((denial.rule, denial.limit, denial.asked), (Rule::Count, Some(10), Some(11)));
    assert_eq!(denied(&mut desk, &request("r-1", 11)), denial);
    let waiting: Vec<String> = pending::list(&fixture.place()).unwrap().into_iter().map(|p| p.id).collect();
    assert_eq!(waiting, std::slice::from_ref(&id));
    let approval = Approval { by: "Ada (uid 1)".into(), at: NOON };
    pending::approve(&fixture.place(), &id, approval.clone()).unwrap();
    // More seats under the same id are another request.
    assert_ne!(denied(&mut desk, &request("r-1", 12)).pending, Some(id.clone()));
    let signed = sign(&mut desk, &request("r-1", 11));
    desk.commit().unwrap();
    let (line, _) = desk.record.read(desk.known.requests["r-1"].1).unwrap();
    let Entry::Signed(signature) = line.entry else { panic!("{line:?}") };
    assert_eq!(signature.approval, Some(approval));
    assert_eq!(pending::approval_of(&fixture.place(), &id, &request("r-1", 11).content()).unwrap(), None);
    assert_eq!(sign(&mut desk, &request("r-1", 11)).file, signed.file);
    assert!(denied(&mut desk, &request("r-2", 11)).pending.is_some());
}

#[test]
fn only_ids_of_waiting_requests_can_be_approved() {
    let fixture = Fixture::new("");
    for id in ["0123456789abcdef", "../../etc/passwd", "", "0123456789ABCDE."] {
        let approval = Approval { by: "Ada".into(), at: NOON };
        let error = pending::approve(&fixture.place(), id, approval).unwrap_err();
        assert!(matches!(error, pending::ApproveError::NotFound(_)), "{id}");
    }
}

#[test]
fn a_file_that_would_not_fit_an_answer_is_not_signed() {
    let fixture = Fixture::new("");
    let mut request = request("r-1", 10);
    request.features[0].data = Some("x".repeat(8000));
    request.features = vec![request.features.remove(0); 70];
    let denial = denied(&mut fixture.open(), &request);
    assert_eq!(denial.rule, Rule::TooLarge, "{denial}");
    assert_eq!(fixture.kinds(), ["started", "refused"]);
}

#[test]
fn a_torn_record_is_repaired_and_that_is_on_record() {
    let fixture = Fixture::new("");
    let mut desk = fixture.open();
    let first = sign(&mut desk, &request("r-1", 10));
    sign(&mut desk, &request("r-2", 10));
    drop(desk);
    let bytes = fs::read(fixture.place().record()).unwrap();
    fs::write(fixture.place().record(), &bytes[..bytes.len() - 10]).unwrap();
    let mut desk = fixture.open();
    assert_eq!(fixture.kinds(), ["started", "signed", "repaired", "started"]);
    assert_eq!(sign(&mut desk, &request("r-1", 10)).file, first.file);
    assert!(!sign(&mut desk, &request("r-2", 10)).replayed);
}

#[test]
fn a_broken_record_or_policy_stops_the_signer() {
    let fixture = Fixture::new("");
    sign(&mut fixture.open(), &request("r-1", 10));
    let text = fs::read_to_string(fixture.place().record()).unwrap();
    let signer = || VendorSigner::from_seed(VendorName::parse("ACME").unwrap(), &[7; 32]).unwrap();
    fs::write(fixture.place().record(), text.replace("COUNT=\\\"10\\\"", "COUNT=\\\"99\\\"")).unwrap();
    let error = Desk::open(fixture.place(), signer(), NOON).unwrap_err().to_string();
    assert_eq!(error, "line 2 of the record: was changed: its hash does not hold");
    fs::write(fixture.place().record(), text).unwrap();
    fs::write(fixture.place().policy(), "max_count = 1\ncount = 2").unwrap();
    let error = Desk::open(fixture.place(), signer(), NOON).unwrap_err().to_string();
    assert!(error.starts_with("policy.toml:2: unknown field `count`"), "{error}");
}
