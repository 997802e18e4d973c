//! BOR-01 to BOR-03 over real daemons: seats that are taken away from the server.

use std::fs;

use lictor_license::BorrowCertificate;
use lictor_server::Identity;
use lictor_testkit::{Faketime, Lictord, Vendor};
use lictor_types::{Answer, BorrowId, Borrowed, HostId, HostIdType, Operation, Status};
use lictor_wire::{Open, Query, QueryAnswer};

use crate::admin::document;
use crate::raw::{Raw, of, person};
use crate::seats::{license, numbers, serving_with};

const HOUR_MS: u64 = 60 * 60 * 1000;

fn traveller(user: &str) -> Open {
    let mut open = person(user, "ws1");
    open.host_ids = vec![HostId::new(HostIdType::MachineId, "77").unwrap()];
    open
}

fn open(daemon: &Lictord, user: &str) -> Raw {
    Raw::open_as(daemon.listen(), traveller(user)).0
}

fn borrow(raw: &mut Raw, count: u32, hours: u16) -> Result<Borrowed, Status> {
    match raw.ask(Operation::Borrow { checkout: of("f1", count), hours }).unwrap() {
        Answer::Borrowed(borrowed) => Ok(borrowed),
        other => Err(other.status()),
    }
}

fn refresh(raw: &mut Raw, borrow: BorrowId) -> Result<Borrowed, Status> {
    match raw.ask(Operation::Refresh { borrow }).unwrap() {
        Answer::Borrowed(borrowed) => Ok(borrowed),
        other => Err(other.status()),
    }
}

fn certificate(raw: &mut Raw, borrow: BorrowId) -> Result<Vec<u8>, Status> {
    match raw.query(Query::Certificate { borrow }).unwrap() {
        QueryAnswer::Certificate { bytes } => Ok(bytes),
        QueryAnswer::Failed(status) => Err(status),
        other => panic!("{other:?}"),
    }
}

/// BOR-01: the certificate is signed by the server, names user, machine, seats and end, and carries
/// the vendor's license; the same one is given again after a crash, and to nobody else.
#[test]
fn bor_01_certificates() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving_with(&vendor, &[("COUNT", "3"), ("BORROW", "48")]).start();
    let mut ann = open(&daemon, "ann");
    let borrowed = borrow(&mut ann, 2, 24).unwrap();
    assert_eq!((borrowed.hours, borrowed.until_ms), (24, borrowed.from_ms + 24 * HOUR_MS));
    let bytes = certificate(&mut ann, borrowed.borrow).unwrap();
    let lent = BorrowCertificate::decode(&bytes).unwrap();
    let key = Identity::load_or_make(&daemon.state()).unwrap().public();
    lent.verify(&key).unwrap();
    let terms = &lent.terms;
    assert_eq!(
        (terms.borrow, terms.count, terms.hours, terms.from_ms, terms.until_ms),
        (borrowed.borrow, 2, 24, borrowed.from_ms, borrowed.until_ms)
    );
    assert_eq!(
        (terms.user.as_str(), terms.host.as_str(), &terms.machine),
        ("ann", "ws1", &traveller("ann").host_ids)
    );
    assert_eq!((terms.licenses.len(), terms.server_key), (1, key));
    assert!(
        license(&vendor, &[("COUNT", "1")]).contains("VENDOR") && terms.licenses[0].contains("BORROW=\"48\"")
    );

    drop(ann);
    daemon.kill9();
    daemon.start();
    assert_eq!(numbers(&daemon, "f1", ["used", "borrowed"]), [2, 2]);
    assert_eq!(certificate(&mut open(&daemon, "ANN"), borrowed.borrow).unwrap(), bytes);
    let mut bob = open(&daemon, "bob");
    assert_eq!(certificate(&mut bob, borrowed.borrow), Err(Status::NotBorrowed));
    assert_eq!(bob.ask(Operation::Return { borrow: borrowed.borrow }).unwrap().status(), Status::NotBorrowed);
    assert_eq!(bob.try_take("f1", 2), Status::NotEnoughSeats);
    let status = document(&daemon, "/v1/status");
    let lease = &status["servers"][0]["features"][0]["leases"][0];
    assert_eq!((&lease["user"], &lease["session"]), (&"ann".into(), &serde_json::Value::Null));
    assert!(lease["borrowed_until"].is_string(), "{lease}");
}

/// BOR-01: what may not be borrowed, and how long at most.
#[test]
fn bor_01_what_is_refused() {
    let vendor = Vendor::new("ACME");
    let daemon = serving_with(&vendor, &[("COUNT", "3"), ("BORROW", "48")]).start();
    let mut ann = open(&daemon, "ann");
    assert_eq!(borrow(&mut ann, 1, 49), Err(Status::BorrowTooLong));
    assert_eq!(borrow(&mut ann, 4, 1), Err(Status::NotEnoughSeats));
    assert!(borrow(&mut ann, 1, 48).is_ok());
    assert_eq!(borrow(&mut ann, 1, 1), Err(Status::AlreadyBorrowed));
    let daemon = serving_with(&vendor, &[("COUNT", "3")]).start();
    assert_eq!(borrow(&mut open(&daemon, "ann"), 1, 1), Err(Status::BorrowNotAllowed));
}

/// BOR-02: a checkin is no return; early return frees the seat at once; a borrow is not prolonged
/// within its first 60 minutes.
#[test]
fn bor_02_returned_early() {
    let vendor = Vendor::new("ACME");
    let daemon = serving_with(&vendor, &[("COUNT", "3"), ("BORROW", "48")]).start();
    let mut ann = open(&daemon, "ann");
    let borrowed = borrow(&mut ann, 1, 24).unwrap();
    let grant = ann.take(1);
    ann.give(grant.lease);
    assert_eq!(numbers(&daemon, "f1", ["borrowed"]), [1]);
    let same = refresh(&mut ann, borrowed.borrow).unwrap();
    assert_eq!((same.from_ms, same.until_ms), (borrowed.from_ms, borrowed.until_ms));
    let freed = ann.ask(Operation::Return { borrow: borrowed.borrow }).unwrap();
    assert_eq!(freed, Answer::Returned { freed: 1 });
    assert_eq!(numbers(&daemon, "f1", ["used", "borrowed"]), [0, 0]);
    assert_eq!(refresh(&mut ann, borrowed.borrow), Err(Status::NotBorrowed));
    assert_eq!(certificate(&mut ann, borrowed.borrow), Err(Status::NotBorrowed));
}

/// BOR-02, BOR-03, TIM-06: a refresh after the first hour makes it as long as at first; the end is
/// clamped to the license's END; and a clock that jumps past the end does not free the seat, because
/// the server has not measured that time itself.
#[test]
fn bor_02_bor_03_tim_06_under_another_clock() {
    if !Faketime::is_available() {
        eprintln!("skipped: faketime is not installed");
        return;
    }
    let vendor = Vendor::new("ACME");
    let directory = tempfile::tempdir().unwrap();
    let clock = directory.path().join("clock");
    let to = |offset: &str| fs::write(&clock, offset).unwrap();
    to("+0");
    let daemon = serving_with(&vendor, &[("COUNT", "3"), ("BORROW", "1000")])
        .faketime(Faketime::following(&clock, "UTC"))
        .start();
    let mut ann = open(&daemon, "ann");
    let borrowed = borrow(&mut ann, 1, 24).unwrap();
    to("+2h");
    let longer = refresh(&mut ann, borrowed.borrow).unwrap();
    let moved = longer.until_ms - borrowed.until_ms;
    assert!((2 * HOUR_MS..3 * HOUR_MS).contains(&moved), "{moved}");
    assert_eq!(longer.until_ms - longer.from_ms, 24 * HOUR_MS);
    to("+3d");
    ann.beat().unwrap();
    assert_eq!(numbers(&daemon, "f1", ["used", "borrowed"]), [1, 1]);

    let day = document(&daemon, "/v1/licenses")["today"].as_str().unwrap().to_owned();
    let ends = license(&vendor, &[("SERIAL", "ends"), ("COUNT", "1"), ("BORROW", "1000"), ("END", &day)]);
    let daemon = Lictord::builder().trust(&vendor).file("base.lic", &ends);
    let daemon = daemon.faketime(Faketime::following(&clock, "UTC")).start();
    let clamped = borrow(&mut open(&daemon, "ann"), 1, 1000).unwrap();
    assert_eq!(clamped.until_ms % (24 * HOUR_MS), 0, "the first instant after {day}");
    assert!(clamped.until_ms - clamped.from_ms <= 24 * HOUR_MS);
}

/// BOR-03: rules say how many seats may be borrowed, for how long, and for whom that does not hold.
#[test]
fn bor_03_limits_by_rule() {
    let vendor = Vendor::new("ACME");
    let directory = tempfile::tempdir().unwrap();
    let rules = directory.path().join("rules.toml");
    let text = "[[rule]]\nborrow_exempt = true\nusers = \"boss\"\n\n[[rule]]\nborrow_deny = true\nusers = \"eve\"\n\n\
        [[rule]]\nborrow_limit = 1\n\n[[rule]]\nborrow_hours = 8\n";
    fs::write(&rules, text).unwrap();
    let daemon = serving_with(&vendor, &[("COUNT", "9"), ("BORROW", "48")])
        .arguments(&["--rules", rules.to_str().unwrap()])
        .start();
    let ask =
        |user: &str, hours: u16| borrow(&mut open(&daemon, user), 1, hours).map(|borrowed| borrowed.hours);
    assert_eq!(ask("eve", 1), Err(Status::DeniedByRule));
    assert_eq!(ask("ann", 9), Err(Status::BorrowTooLong));
    assert_eq!(ask("ann", 8), Ok(8));
    assert_eq!(ask("bob", 8), Err(Status::BorrowLimit));
    assert_eq!(ask("boss", 48), Ok(48));
}
