//! BOR-01 to BOR-03 over real daemons: seats that are taken away from the server.

use std::fs;
use std::time::Duration;

use lictor_client::{Client, Request, Source};
use lictor_license::BorrowCertificate;
use lictor_server::Identity;
use lictor_testkit::{Faketime, Lictord, Vendor, eventually, template};
use lictor_types::{Answer, BorrowId, Borrowed, HostId, HostIdType, Operation, Status};
use lictor_wire::{Open, Query, QueryAnswer};

use crate::admin::document;
use crate::raw::{Raw, of, person};
use crate::seats::{SOON, known_servers, numbers, options, serving_with, wait_for_used};

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
/// the vendor's license; the same one is given again after a crash, and to nobody else. So it is with either `durability`.
#[test]
fn bor_01_certificates() {
    for durability in ["process", "disk"] {
        certificates(&format!("durability = \"{durability}\"\nworkers = 3\n"));
    }
}

fn certificates(config: &str) {
    let vendor = Vendor::new("ACME");
    let builder = serving_with(&vendor, &[("COUNT", "3"), ("BORROW", "48")]);
    let mut daemon = builder.config(config).start();
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
    assert!(terms.licenses[0].contains("BORROW=\"48\"") && terms.licenses[0].contains("KEY=\""));

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
    borrow(&mut ann, 1, 48).unwrap();
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

/// BOR-02, BOR-03: a refresh after the first hour makes a borrow as long as at first, across a stop
/// of the server; at its end the seat is free. The end is clamped to that of the license.
#[test]
fn bor_02_bor_03_prolonged_and_over() {
    if !Faketime::is_available() {
        return;
    }
    let vendor = Vendor::new("ACME");
    let at = |clock: &str| Faketime::new(&format!("@{clock}"), "UTC");
    let builder = serving_with(&vendor, &[("COUNT", "3"), ("BORROW", "1000"), ("END", "2030-01-31")]);
    let mut daemon = builder.faketime(at("2030-01-01 12:00:00")).start();
    let mut ann = open(&daemon, "ann");
    let borrowed = borrow(&mut ann, 1, 24).unwrap();
    let restart_at = |daemon: &mut Lictord, clock| {
        assert_eq!(daemon.stop(), 0);
        daemon.set_clock(at(clock));
        daemon.start();
    };
    restart_at(&mut daemon, "2030-01-01 14:00:00");
    let longer = refresh(&mut open(&daemon, "ann"), borrowed.borrow).unwrap();
    let moved = longer.until_ms - borrowed.until_ms;
    assert!((HOUR_MS..3 * HOUR_MS).contains(&moved), "{moved}");
    assert_eq!(longer.until_ms - longer.from_ms, 24 * HOUR_MS);
    restart_at(&mut daemon, "2030-01-02 13:30:00");
    assert_eq!(numbers(&daemon, "f1", ["used", "borrowed"]), [1, 1]);
    restart_at(&mut daemon, "2030-01-02 14:30:00");
    wait_for_used(&daemon, 0);
    let clamped = borrow(&mut open(&daemon, "ann"), 1, 1000).unwrap();
    assert_eq!(clamped.until_ms, 1_896_134_400_000, "2030-02-01T00:00:00Z");
}

/// TIM-06: a clock that jumps past the end of a borrow does not free the seat, because the server
/// has not measured that time itself; nor does it prolong a borrow before its time.
#[test]
fn tim_06_bor_02_a_jump_of_the_clock_is_no_time() {
    if !Faketime::is_available() {
        return;
    }
    let vendor = Vendor::new("ACME");
    let directory = tempfile::tempdir().unwrap();
    let clock = directory.path().join("clock");
    fs::write(&clock, "+0").unwrap();
    let builder = serving_with(&vendor, &[("COUNT", "3"), ("BORROW", "1000")]);
    let daemon = builder.faketime(Faketime::following(&clock, "UTC")).start();
    let mut ann = open(&daemon, "ann");
    let borrowed = borrow(&mut ann, 1, 24).unwrap();
    fs::write(&clock, "+3d").unwrap();
    eventually("the jump is noticed", SOON, || daemon.log().contains("The wall clock jumped").then_some(()));
    let same = refresh(&mut ann, borrowed.borrow).unwrap();
    assert_eq!(same.until_ms, borrowed.until_ms);
    assert_eq!(numbers(&daemon, "f1", ["used", "borrowed"]), [1, 1]);
}

/// BOR-01, KEY-04, GRA-01, SES-06: what a program borrowed, tokens too, it has without the server; so
/// it has, for the hours of GRACE, what it once had from a server that then was gone.
#[test]
fn bor_01_key_04_gra_01_without_the_server() {
    let vendor = Vendor::new("ACME");
    let sign = |feature: &str, settings: &[(&str, &str)]| vendor.sign(&template(feature, settings));
    let files = [
        sign("suite", &[("COUNT", "9")]),
        sign(
            "tok",
            &[
                ("KEYTYPE", "TOKEN"),
                ("BORROW", "48"),
                ("TOKEN_DEPENDENCY", "FEATURE=suite VERSION=1.0 COUNT=2"),
            ],
        ),
        sign("graced", &[("COUNT", "2"), ("GRACE", "24")]),
    ];
    let mut builder = Lictord::builder().trust(&vendor);
    for (n, file) in files.iter().enumerate() {
        builder = builder.file(&format!("{n}.lic"), file);
    }
    let mut daemon = builder.start();
    let store = tempfile::tempdir().unwrap();
    let program = || {
        let options = options(daemon.listen(), &vendor, known_servers(&daemon)).store(store.path());
        Client::open(options.deadline(Duration::from_secs(5))).unwrap()
    };
    let (first, second) = (program(), program());
    let borrowed = first.borrow(Request::feature("tok").count(3), 24).unwrap();
    assert_eq!((borrowed.count, numbers(&daemon, "suite", ["used"])), (3, [6]));
    first.close(SOON).unwrap();
    let had = second.checkout("graced").unwrap();
    assert_eq!(had.source(), Source::Server);
    second.checkin(had).unwrap();
    second.close(SOON).unwrap();
    assert_eq!(numbers(&daemon, "suite", ["used", "borrowed"]), [6, 0]);
    let offline = program();
    daemon.kill9();
    let seat = offline.checkout(Request::feature("TOK").count(3)).unwrap();
    assert_eq!((seat.source(), seat.count()), (Source::Borrowed, 3));
    assert_eq!(offline.checkout("graced").unwrap().source(), Source::Grace);
    assert!(offline.checkout("suite").is_err(), "its seats were not borrowed as such");
    daemon.start();
    assert_eq!(numbers(&daemon, "tok", ["used", "borrowed"]), [3, 3]);
    let returned = offline.return_borrow("tok").unwrap();
    assert_eq!(returned.count, 3);
    assert_eq!(numbers(&daemon, "suite", ["used"]), [0]);
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
    assert_eq!(ask("eve", 1), Err(Status::BorrowNotAllowed));
    assert_eq!(ask("ann", 9), Err(Status::BorrowTooLong));
    assert_eq!(ask("ann", 8), Ok(8));
    assert_eq!(ask("bob", 8), Err(Status::BorrowLimit));
    assert_eq!(ask("boss", 48), Ok(48));
}
