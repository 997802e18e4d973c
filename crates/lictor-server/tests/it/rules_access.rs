//! RUL-01, RUL-02, OUT-04 and RES-01 over real daemons: who may have what, and what a denial says.

use std::fs;

use lictor_client::Request;
use lictor_server::clock::{Clock as _, SystemClock};
use lictor_testkit::{Lictor, Lictord, LictordBuilder, Vendor, eventually};
use lictor_types::{Answer, Checkout, FeatureRef, Operation, ReliefKind, RuleKind, Status, When};
use tempfile::TempDir;

use crate::admin::{ask, send};
use crate::raw::{Raw, of, person};
use crate::seats::{SOON, known_servers, license, numbers, options, pool, serving, serving_with};

/// A file of access rules, and a daemon with so many seats of `f1` that is told of it.
fn ruled(vendor: &Vendor, count: u32, rules: &str) -> (TempDir, LictordBuilder) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("rules.toml");
    fs::write(&file, rules).unwrap();
    let builder = serving(vendor, count).arguments(&["--rules", file.to_str().unwrap()]);
    (directory, builder)
}

/// RUL-01, OUT-04: each kind of rule over the wire, with the rule that decided and the numbers.
#[test]
fn rul_01_out_04_denials_name_the_rule() {
    let vendor = Vendor::new("ACME");
    let rules = "[groups]\ncad = [\"carl\", \"dora\"]\n\n\
        [[rule]]\ndeny = true\nusers = \"eve\"\n\n\
        [[rule]]\nlimit = 2\nfeatures = \"f*\"\ngroups = \"cad\"\n\n\
        [[rule]]\nreserve = 3\nfeatures = \"f1\"\nusers = \"ann\"\n";
    let (_directory, builder) = ruled(&vendor, 6, rules);
    let daemon = builder.start();
    let somebody = |user: &str| Raw::open_as(daemon.listen(), person(user, "ws1")).0;
    let told = |raw: &mut Raw, count: u32| {
        let denial = raw.denial("f1", count);
        let rule = denial.rule.as_ref().map(|rule| (rule.line, rule.kind));
        (denial.status, denial.used, denial.reserved, rule)
    };
    let (mut ann, mut carl, mut dora, mut eve) =
        (somebody("ann"), somebody("carl"), somebody("dora"), somebody("EVE"));
    assert_eq!(told(&mut eve, 1), (Status::DeniedByRule, 0, 3, Some((4, RuleKind::Deny))));
    assert_eq!(carl.try_take("f1", 1), Status::Granted);
    assert_eq!(dora.try_take("f1", 1), Status::Granted);
    assert_eq!(told(&mut dora, 1), (Status::LimitReached, 2, 3, Some((8, RuleKind::Limit))));
    let mut bob = somebody("bob");
    assert_eq!(told(&mut bob, 2), (Status::Reserved, 2, 3, Some((13, RuleKind::Reserve))));
    assert_eq!(bob.try_take("f1", 1), Status::Granted);
    // Members use reserved seats first, then the open ones, of which there are none.
    assert_eq!(
        (ann.try_take("f1", 3), numbers(&daemon, "f1", ["used", "reserved"])),
        (Status::Granted, [6, 0])
    );
    assert_eq!(told(&mut ann, 1).0, Status::NotEnoughSeats);
    ann.give_of("f1", 2);
    assert_eq!(numbers(&daemon, "f1", ["used", "reserved"]), [4, 2]);
    let metrics = ask(&daemon, "GET", "/metrics").1;
    let line = "lictor_pool_reserved{vendor=\"ACME\",feature=\"f1\",key_type=\"EXCLUSIVE\",serial=\"\"} 2.0";
    assert!(metrics.contains(line), "{metrics}");
}

/// OUT-04: the earliest thing to come that could help, whatever it is; what is later is not told.
#[test]
fn out_04_reliefs() {
    let vendor = Vendor::new("ACME");
    let relief = |daemon: &Lictord| {
        let (mut bob, _) = Raw::open_as(daemon.listen(), person("bob", "ws2"));
        bob.denial("f1", 1).relief.map(|relief| {
            let When::Instant(at_ms) = relief.at else { panic!("{relief:?}") };
            (relief.what, at_ms)
        })
    };
    let full =
        |settings: &[(&str, &str)]| serving_with(&vendor, &[&[("COUNT", "1")], settings].concat()).start();
    let in_minutes = |at_ms: u64| (at_ms - SystemClock.wall_ms()).div_ceil(60_000);

    let daemon = full(&[]);
    let (mut ann, _) = Raw::open(daemon.listen());
    ann.take(1);
    assert_eq!(relief(&daemon), None);
    let later = [("SERIAL", "up"), ("COUNT", "1"), ("KEYTYPE", "UPGRADE"), ("START", "2199-03-01")];
    daemon.put("up.lic", license(&vendor, &later));
    let (what, at_ms) = eventually("the upgrade to come", SOON, || relief(&daemon));
    assert_eq!((what, at_ms % 1000), (ReliefKind::Start, 0));

    let daemon = full(&[("HOLD", "600")]);
    let (mut ann, _) = Raw::open(daemon.listen());
    ann.take(1);
    ann.give_of("f1", 1);
    let (what, at_ms) = relief(&daemon).unwrap();
    assert_eq!((what, in_minutes(at_ms)), (ReliefKind::HoldEnd, 10));

    let daemon = full(&[("BORROW", "48")]);
    let (mut ann, _) = Raw::open(daemon.listen());
    let borrow = Operation::Borrow { checkout: of("f1", 1), hours: 2 };
    assert!(ann.ask(borrow).unwrap().status().is_success());
    let (what, at_ms) = relief(&daemon).unwrap();
    assert_eq!((what, in_minutes(at_ms)), (ReliefKind::BorrowReturn, 120));

    let daemon = full(&[]);
    let body = r#"{"feature":"f1","count":1,"token":"job","seconds":1200,"reason":"night"}"#;
    assert_eq!(send(&daemon, "POST", "/v1/reservations", body).0, 200);
    let (what, at_ms) = relief(&daemon).unwrap();
    assert_eq!((what, in_minutes(at_ms)), (ReliefKind::ReservationEnd, 20));
}

/// OUT-04: `lictor` shows the rule with its line, and exits 3.
#[test]
fn out_04_the_command_line_shows_the_rule() {
    let vendor = Vendor::new("ACME");
    let (_directory, builder) = ruled(&vendor, 6, "[[rule]]\nlimit = 2\nfeatures = \"F1\"\n");
    let daemon = builder.start();
    let denied = Lictor::of(&daemon, &["acme.pub"]).run(&["checkout", "f1:3", "--json"]);
    let document = denied.json();
    assert_eq!((denied.code, &document["status"]), (3, &"limit_reached".into()), "{denied:?}");
    let rule = document["rule"].to_string();
    assert!(rule.contains('1') && rule.contains("limit"), "{rule}");
    assert_eq!(
        (&document["requested"], &document["seats"], &document["used"]),
        (&3.into(), &6.into(), &0.into())
    );
}

/// RUL-02: while the server runs a good file applies whole and a bad one not at all; what is held
/// stays held, and so it is after a crash.
#[test]
fn rul_02_a_bad_file_changes_nothing() {
    let vendor = Vendor::new("ACME");
    let deny = "[[rule]]\ndeny = true\nusers = \"eve\"\n";
    let (directory, builder) = ruled(&vendor, 6, deny);
    let mut daemon = builder.start();
    let file = directory.path().join("rules.toml");
    let (mut eve, _) = Raw::open_as(daemon.listen(), person("eve", "ws1"));
    let (mut ann, _) = Raw::open_as(daemon.listen(), person("ann", "ws1"));
    ann.take(2);
    for bad in ["[[rule]]\nallow = true\nuser = \"eve\"\n", "[[rule", "[[rule]]\nlimit = 0\n"] {
        fs::write(&file, bad).unwrap();
        assert_eq!(ask(&daemon, "POST", "/v1/reload").0, 409, "{bad}");
        assert_eq!(eve.try_take("f1", 1), Status::DeniedByRule, "{bad}");
    }
    fs::write(&file, "[[rule]]\nlimit = 1\nusers = \"ann\"\n").unwrap();
    let granted = || eve.try_take("f1", 1).is_success().then_some(());
    eventually("the rules apply by themselves", SOON, granted);
    assert_eq!((ann.try_take("f1", 1), pool(&daemon).1), (Status::LimitReached, 3));
    daemon.kill9();
    daemon.start();
    let (mut other, _) = Raw::open_as(daemon.listen(), person("ann", "ws2"));
    assert_eq!(other.try_take("f1", 1), Status::LimitReached, "her two of before count");
}

/// RES-01: whoever presents the token draws on what is reserved under it, and gives it back there;
/// nobody else gets it, and a token that nobody knows gets nothing.
#[test]
fn res_01_tokens_over_the_wire() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, 4).start();
    let body = r#"{"feature":"f1","count":3,"token":"job","seconds":3600,"reason":"night"}"#;
    assert_eq!(send(&daemon, "POST", "/v1/reservations", body).0, 200);
    let (mut ann, opened) = Raw::open_as(daemon.listen(), person("ann", "ws1"));
    let with = |token, count| {
        let feature = FeatureRef::Name("f1");
        Operation::Checkout(Checkout {
            feature,
            version: None,
            exact: false,
            count,
            reservation: Some(token),
        })
    };
    assert_eq!(ann.ask(with("job", 2)).unwrap().status(), Status::Granted);
    assert_eq!(numbers(&daemon, "f1", ["used", "reserved"]), [2, 1]);
    assert_eq!(ann.ask(with("jobs", 1)).unwrap().status(), Status::ReservationNotFound);
    let (mut bob, _) = Raw::open_as(daemon.listen(), person("bob", "ws1"));
    let denial = bob.denial("f1", 2);
    assert_eq!((denial.status, denial.reserved), (Status::Reserved, 1));
    assert_eq!(bob.try_take("f1", 1), Status::Granted);
    let shown = &crate::seats::pool_of(&daemon, "f1")["reservations"][0];
    assert_eq!(
        (&shown["count"], &shown["used"], &shown["token"]),
        (&3.into(), &2.into(), &serde_json::Value::Null)
    );
    daemon.kill9();
    daemon.start();
    assert_eq!(numbers(&daemon, "f1", ["used", "reserved"]), [3, 1]);
    let (mut ann, _) = Raw::take_up(daemon.listen(), &opened, &[]);
    ann.request = 2;
    ann.give_of("f1", 2);
    assert_eq!(numbers(&daemon, "f1", ["used", "reserved"]), [1, 3]);
    // Through the library as well.
    let client =
        lictor_client::Client::open(options(daemon.listen(), &vendor, known_servers(&daemon))).unwrap();
    let seat = client.checkout(Request::feature("f1").count(3).reservation("job")).unwrap();
    assert_eq!(numbers(&daemon, "f1", ["used", "reserved"]), [4, 0]);
    client.checkin(seat).unwrap();
}

/// A session that is released stays out: it is told why and until when, and so is every denial.
#[test]
fn out_04_a_quarantined_session_is_told_why() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, 4).start();
    let (mut ann, opened) = Raw::open_as(daemon.listen(), person("ann", "ws1"));
    ann.take(3);
    let path = format!("/v1/sessions/{}/release", opened.session);
    let (code, body) = send(&daemon, "POST", &path, r#"{"reason":"misuse","quarantine_seconds":3600}"#);
    assert_eq!(code, 200, "{body}");
    let (status, text) = ann.goodbye();
    assert_eq!(status, Status::Quarantined);
    assert!(text.contains("misuse") && text.contains("until 20"), "{text}");
    assert_eq!(pool(&daemon).1, 0);
    for (user, host, expected) in [
        ("ANN", "WS1", Status::Quarantined),
        ("ann", "ws2", Status::Granted),
        ("bob", "ws1", Status::Granted),
    ] {
        let (mut raw, _) = Raw::open_as(daemon.listen(), person(user, host));
        assert_eq!(raw.try_take("f1", 1), expected, "{user} {host}");
    }
    daemon.kill9();
    daemon.start();
    let (mut again, _) = Raw::open_as(daemon.listen(), person("ann", "ws1"));
    let waits = Operation::Wait { checkouts: vec![of("f1", 1)], wait_ms: 1_000 };
    let Answer::Denied(denial) = again.ask(waits).unwrap() else { panic!("no denial") };
    assert_eq!(denial.status, Status::Quarantined);
    assert_eq!(denial.relief.unwrap().what.code(), "quarantine_end");
}
