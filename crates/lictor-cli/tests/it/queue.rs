//! QUE-01, QUE-02: waiting for seats from the command line.

use std::thread;
use std::time::Duration;

use lictor_testkit::{Lictor, Run, Vendor, eventually, template};
use serde_json::{Value, json};

use crate::acceptance::{base, hold, number, serve};

/// Who waits, by feature and place: users come in the order of their sessions' slots, and a slot
/// is taken again.
fn queued(lictor: &Lictor) -> Vec<(Value, Value)> {
    let status = lictor.run(&["status", "--json"]).json();
    let users = status["servers"][0]["users"].as_array().unwrap().clone();
    let waits = users.iter().flat_map(|user| user["queued"].as_array().unwrap().clone());
    let mut places: Vec<_> = waits.map(|wait| (wait["feature"].clone(), wait["position"].clone())).collect();
    places.sort_by_key(|(feature, place)| (feature.as_str().unwrap().to_string(), place.as_u64()));
    places
}

#[track_caller]
fn until_queued(lictor: &Lictor, expected: &[(&str, u32)]) {
    let expected: Vec<(Value, Value)> =
        expected.iter().map(|(feature, position)| (json!(feature), json!(position))).collect();
    eventually("the queue", Duration::from_secs(10), || (queued(lictor) == expected).then_some(()));
}

/// QUE-01, QUE-02: with --wait the answer comes when seats are free, one document at the end; the
/// command of `lictor run` starts only then.
#[test]
fn que_02_the_answer_comes_when_seats_are_free() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("2"))]);
    let holder = hold(&lictor, "f1:2");
    let mut first = lictor.hold(&["checkout", "f1", "--wait", "60", "--json"]);
    until_queued(&lictor, &[("f1", 1)]);
    let mut second = lictor.hold(&["run", "f1", "--wait", "60", "--", "echo", "started"]);
    until_queued(&lictor, &[("f1", 1), ("f1", 2)]);
    assert_eq!(holder.finish().0, 0);
    let answer: Value = serde_json::from_str(&first.line()).unwrap();
    assert_eq!((&answer["status"], number(&answer, "requested")), (&json!("granted"), 1));
    assert_eq!(second.wait(), (0, "started\n".to_string()));
    assert_eq!(first.finish(), (0, String::new()));
}

/// QUE-01, OUT-02: an atomic request waits for all its features, and holds none meanwhile.
#[test]
fn que_01_several_features_wait_together() {
    let vendor = Vendor::new("ACME");
    let other = template("f2", &[("COUNT", "1")]);
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("1")), ("other.xml", &other)]);
    let holder = hold(&lictor, "f2");
    let mut both = lictor.hold(&["checkout", "f1", "f2", "--wait", "60"]);
    until_queued(&lictor, &[("f1", 1), ("f2", 1)]);
    assert_eq!(number(&lictor.run(&["feature", "f1", "--json"]).json(), "used"), 0);
    assert_eq!(holder.finish().0, 0);
    assert_eq!(
        (both.line(), both.line()),
        ("granted: f1 1, 1 of 1 in use".into(), "granted: f2 1, 1 of 1 in use".into())
    );
    assert_eq!(both.finish().0, 0);
}

/// QUE-02: who stops waiting leaves the queue.
#[test]
fn que_02_a_waiter_vanishes_with_its_process() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("1"))]);
    let _holder = hold(&lictor, "f1");
    let mut waiter = lictor.hold(&["checkout", "f1", "--wait", "60"]);
    until_queued(&lictor, &[("f1", 1)]);
    // Not INT: a shell that starts the tests in the background has it ignored.
    waiter.signal("TERM");
    assert_eq!(waiter.wait(), (143, String::new()));
    until_queued(&lictor, &[]);
}

/// QUE-02: without a terminal the place is told once for each change, on standard error.
#[test]
fn que_02_each_place_is_told_once() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("1"))]);
    let holder = hold(&lictor, "f1");
    let first = lictor.hold(&["checkout", "f1", "--wait", "60"]);
    until_queued(&lictor, &[("f1", 1)]);
    let second = lictor.clone();
    let second = thread::spawn(move || second.run(&["checkout", "f1", "--wait", "60", "--for", "0"]));
    until_queued(&lictor, &[("f1", 1), ("f1", 2)]);
    first.signal("TERM");
    until_queued(&lictor, &[("f1", 1)]);
    assert_eq!(holder.finish().0, 0);
    let place =
        |place: u32| format!("note: waiting for f1 at {}, place {place} in the queue\n", daemon.listen());
    let expected =
        Run { code: 0, stdout: "granted: f1 1, 1 of 1 in use\n".to_string(), stderr: place(2) + &place(1) };
    assert_eq!(second.join().unwrap(), expected);
}

/// SHR-01, OUT-01: the custom share string and the project go with the request.
#[test]
fn shr_01_share_string_and_project_are_told() {
    let vendor = Vendor::new("ACME");
    let shared = template("f1", &[("COUNT", "1"), ("SHARE", "CUSTOM")]);
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &shared)]);
    let mut first = lictor.hold(&["checkout", "f1", "--share", "wing", "--project", "tower"]);
    assert_eq!(first.line(), "granted: f1 1, 1 of 1 in use");
    let again = lictor.run(&["checkout", "f1", "--share", "wing", "--for", "0"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, "granted: f1 1, 1 of 1 in use\n"), "{again:?}");
    let other = lictor.run(&["checkout", "f1", "--share", "tail", "--for", "0"]);
    assert_eq!(other.code, 3, "{other:?}");
    let lease = &lictor.run(&["feature", "f1", "--json"]).json()["leases"][0];
    assert_eq!((&lease["project"], &lease["shared"]["custom"]), (&json!("tower"), &json!("wing")), "{lease}");
}

/// RES-01: `--reservation` draws on what was reserved, and gives it back to the reservation.
#[test]
fn res_01_a_reservation_is_drawn_on() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("4"))]);
    let reserve = lictor.run(&["reserve", "f1:4", "--token", "job42", "--for", "1h"]);
    assert_eq!(reserve.code, 0, "{reserve:?}");
    assert_eq!(lictor.run(&["checkout", "f1", "--for", "0"]).code, 3);
    for _ in 0..2 {
        let run = lictor.run(&["run", "f1:4", "--reservation", "job42", "--", "echo", "solved"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, "solved\n"), "{run:?}");
    }
    let back = lictor.run(&["reserve", "--token", "job42", "--return"]);
    assert_eq!(back.code, 0, "{back:?}");
    assert_eq!(lictor.run(&["checkout", "f1:4", "--for", "0"]).code, 0);
}
