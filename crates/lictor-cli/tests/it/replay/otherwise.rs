//! What other counts and rules would have done, on logs where it can be told by hand.

use std::fs;

use lictor_engine::Command;
use lictor_testkit::Lictor;
use lictor_types::{Answer, KeyType, Operation, SessionId};
use serde_json::{Value, json};

use crate::history::{History, checkout, license, set};

/// A log with so many seats of f1.
struct Place {
    directory: tempfile::TempDir,
    history: History,
}

impl Place {
    fn new(seats: u32) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut history = History::new(directory.path());
        let licenses = vec![license("base", "f1", KeyType::Exclusive, seats)];
        history.turn(vec![Command::Load(&set(licenses, "2026-03-01"))]);
        Self { directory, history }
    }

    /// Opens a session and asks for one seat; whether it was granted.
    fn take(&mut self, user: &str) -> (SessionId, bool) {
        let session = self.history.open(user);
        (session, self.history.take(session, "f1", 1))
    }

    /// Opens a session and asks for one seat, with so long to wait.
    fn wait(&mut self, user: &str, wait_ms: u32) -> (SessionId, Option<Answer>) {
        let session = self.history.open(user);
        let checkouts = vec![checkout("f1", 1)];
        (session, self.history.ask(session, Operation::Wait { checkouts, wait_ms }))
    }

    fn give(&mut self, sessions: &[SessionId]) {
        for session in sessions {
            self.history.give(*session, "f1", 1);
        }
    }

    fn replay(&self, change: &[&str]) -> Value {
        let lictor = Lictor::in_directory(self.directory.path());
        let run = lictor.run(&[&["log", "replay", "--json"], change].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
        run.json()
    }
}

/// Requests, repeats that fall away, and for each world: denied, waited, longest wait in seconds,
/// given up, peak; then the smallest count.
fn numbers(document: &Value) -> Value {
    let feature = &document["features"][0];
    let side = |name: &str| {
        let side = &feature[name];
        json!([side["denied"], side["waited"], side["wait_seconds_max"], side["given_up"], side["peak"]])
    };
    json!([feature["requests"], feature["fell_away"], side("then"), side("now"), feature["smallest"]])
}

/// Users, statuses, how often, and when first.
fn people(document: &Value, name: &str) -> Vec<Value> {
    let people = document[name].as_array().unwrap().iter();
    people
        .map(|one| {
            let time = one["first"].as_str().unwrap();
            assert_eq!(one["feature"], "ACME/f1");
            assert_eq!(one["host"], format!("{}-pc", one["user"].as_str().unwrap()));
            json!([one["user"], one["status"], one["count"], time.get(11..19)])
        })
        .collect()
}

/// Three seats in use for a minute; a fourth user is denied, three times.
fn denied_three_times() -> Place {
    let mut place = Place::new(3);
    let held: Vec<SessionId> =
        ["ann", "bob", "eve"].map(|user| place.take(user)).map(|(session, _)| session).to_vec();
    for _ in 0..3 {
        place.history.advance(10_000);
        assert!(!place.take("dan").1);
    }
    place.history.advance(30_000);
    place.give(&held);
    place
}

#[test]
fn fewer_seats_deny_who_was_granted() {
    let document = denied_three_times().replay(&["--set", "f1=2"]);
    assert_eq!(numbers(&document), json!([6, 0, [3, 0, 0.0, 0, 3], [4, 0, 0.0, 0, 2], 4]));
    assert_eq!(people(&document, "denied"), [json!(["eve", "not_enough_seats", 1, "00:00:00"])]);
    assert_eq!(people(&document, "granted"), Vec::<Value>::new());
    assert_eq!(document["changes"], json!(["f1=2"]));
}

/// Who was denied and asked again would have had no reason to.
#[test]
fn more_seats_grant_who_was_denied_and_repeats_fall_away() {
    let place = denied_three_times();
    let document = place.replay(&["--set", "ACME/f1=4"]);
    assert_eq!(numbers(&document), json!([6, 2, [3, 0, 0.0, 0, 3], [0, 0, 0.0, 0, 4], 4]));
    assert_eq!(people(&document, "granted"), [json!(["dan", "not_enough_seats", 1, "00:00:10"])]);
    assert_eq!(people(&document, "denied"), Vec::<Value>::new());
    assert_eq!(
        numbers(&place.replay(&["--set", "f1=3"])),
        json!([6, 0, [3, 0, 0.0, 0, 3], [3, 0, 0.0, 0, 3], 4])
    );
}

/// A seat that was never granted is used as long as such seats were: here for a minute.
#[test]
fn seats_that_were_denied_come_back_after_the_usual_time() {
    let mut place = denied_three_times();
    place.history.advance(9_000);
    let (early, granted) = place.take("fay");
    assert!(granted, "69 s: dan would use the fourth seat for another second");
    place.history.advance(2_000);
    let late: Vec<SessionId> = ["gus", "hal"].map(|user| place.take(user).0).to_vec();
    assert!(!place.take("ida").1, "71 s: three of three are in use");
    place.give(&late);
    place.give(&[early]);
    let document = place.replay(&["--set", "f1=4"]);
    assert_eq!(document["features"][0]["now"]["denied"], 0, "dan's seat is back: {document}");
    let users: Vec<Value> = people(&document, "granted").into_iter().map(|one| one[0].clone()).collect();
    assert_eq!(users, ["dan", "ida"]);
}

/// QUE-01: who waited would have waited less, or more.
#[test]
fn waiting_times_follow_the_counts() {
    let mut place = Place::new(1);
    let (ann, _) = place.take("ann");
    place.history.advance(10_000);
    let (bob, waits) = place.wait("bob", 60_000);
    assert_eq!(waits, None);
    place.history.advance(20_000);
    place.give(&[ann]);
    place.history.advance(20_000);
    place.give(&[bob]);
    place.history.advance(10_000);
    let document = place.replay(&["--set", "f1=2"]);
    assert_eq!(numbers(&document), json!([2, 0, [0, 1, 20.0, 0, 1], [0, 0, 0.0, 0, 2], 1]));
    let same = place.replay(&["--set", "f1=1"]);
    assert_eq!(numbers(&same), json!([2, 0, [0, 1, 20.0, 0, 1], [0, 1, 20.0, 0, 1], 1]));
}

/// QUE-01: with fewer seats a wait can end in a denial.
#[test]
fn a_wait_can_be_too_short_with_fewer_seats() {
    let mut place = Place::new(2);
    let (ann, _) = place.take("ann");
    place.history.advance(5_000);
    let (bob, _) = place.take("bob");
    place.history.advance(5_000);
    let (eve, waits) = place.wait("eve", 15_000);
    assert_eq!(waits, None);
    place.history.advance(10_000);
    place.give(&[bob]);
    place.history.advance(20_000);
    place.give(&[ann, eve]);
    let document = place.replay(&["--set", "f1=1"]);
    assert_eq!(numbers(&document), json!([3, 0, [0, 1, 10.0, 0, 2], [2, 1, 15.0, 0, 1], 2]));
    let lost =
        [json!(["bob", "not_enough_seats", 1, "00:00:05"]), json!(["eve", "queue_timeout", 1, "00:00:25"])];
    assert_eq!(people(&document, "denied"), lost);
}

/// QUE-02: a session that ends while it waits gives up, in both worlds or in one.
#[test]
fn a_session_that_ends_waits_no_more() {
    let mut place = Place::new(1);
    let (ann, _) = place.take("ann");
    let (bob, _) = place.wait("bob", 60_000);
    place.history.advance(10_000);
    let cause = lictor_engine::CloseCause::Goodbye;
    place.history.turn(vec![Command::Close { session: bob, cause }]);
    place.give(&[ann]);
    for (count, now) in [("f1=1", json!([0, 0, 0.0, 1, 1])), ("f1=2", json!([0, 0, 0.0, 0, 2]))] {
        let document = place.replay(&["--set", count]);
        assert_eq!(document["features"][0]["then"]["given_up"], 1);
        assert_eq!(numbers(&document)[3], now, "{count}");
    }
}

/// RUL-01: other rules, from an instant on.
#[test]
fn other_rules_deny_others() {
    let mut place = Place::new(5);
    for _ in 0..3 {
        for user in ["ann", "eve"] {
            let (session, granted) = place.take(user);
            assert!(granted);
            place.give(&[session]);
        }
        place.history.advance(3_600_000);
    }
    let rules = "[[rule]]\ndeny = true\nusers = \"eve\"\n";
    fs::write(place.directory.path().join("new.toml"), rules).unwrap();
    let document = place.replay(&["--rule", "new.toml"]);
    assert_eq!(people(&document, "denied"), [json!(["eve", "denied_by_rule", 3, "00:00:00"])]);
    assert_eq!(document["changes"], json!(["rules=new.toml"]));
    let document =
        place.replay(&["--rule", "new.toml", "--from", "2026-03-01T00:30", "--to", "2026-03-01T01:30"]);
    assert_eq!(people(&document, "denied"), [json!(["eve", "denied_by_rule", 1, "01:00:00"])]);
    assert_eq!(numbers(&document), json!([2, 0, [0, 0, 0.0, 0, 1], [1, 0, 0.0, 0, 1], null]));
}

/// For people: a row for each feature, and who is concerned.
#[test]
fn what_would_have_been_is_told() {
    let place = denied_three_times();
    let lictor = Lictor::in_directory(place.directory.path());
    let run = lictor.run(&["log", "replay", "--set", "f1=2"]);
    assert!(
        run.stdout.starts_with("With f1=2, 2026-03-01T00:00:00+00:00 to 2026-03-01T00:01:00+00:00 (UTC), ")
    );
    let row = run.stdout.lines().find(|line| line.starts_with("ACME/f1")).unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells, ["ACME/f1", "6", "3", "4", "0", "0", "0.0", "s", "0.0", "s", "3", "2", "4"]);
    let case = "  eve@eve-pc  ACME/f1  not_enough_seats  once, first 2026-03-01T00:00:00+00:00";
    assert!(run.stdout.contains(&format!("\nWould have been denied:\n{case}\n")), "{}", run.stdout);
}

/// What cannot be asked is refused with a reason.
#[test]
fn wrong_changes_are_refused() {
    let place = denied_three_times();
    fs::write(place.directory.path().join("bad.toml"), "[[rule]]\nalow = true\n").unwrap();
    let lictor = Lictor::in_directory(place.directory.path());
    for (change, code, says) in [
        (&["--set", "f1"][..], 2, "expected FEATURE=COUNT, as solver=12"),
        (&["--set", "f1=0"], 2, "expected a whole number from 1 to 2147483647"),
        (&["--set", "f9=1"], 2, "no license of `f9` is in the log"),
        (&["--rule", "bad.toml"], 5, "bad_rules: bad.toml has mistakes"),
        (&["--rule", "none.toml"], 5, "none.toml"),
        (&["--from", "soon"], 2, "expected a day or a time as 2026-03-01"),
        (&["--state", "nowhere"], 5, "nowhere is no directory"),
    ] {
        let run = lictor.run(&[&["log", "replay"], change].concat());
        assert_eq!((run.code, run.stderr.contains(says)), (code, true), "{change:?}: {run:?}");
    }
}

/// Who is denied, then waits in the same session and is served in the end, uses the seat once.
#[test]
fn a_wait_after_a_denial_is_its_repeat() {
    let mut place = Place::new(1);
    let (ann, _) = place.take("ann");
    place.history.advance(10_000);
    let (bob, granted) = place.take("bob");
    assert!(!granted);
    let checkouts = vec![checkout("f1", 1)];
    assert_eq!(place.history.ask(bob, Operation::Wait { checkouts, wait_ms: 60_000 }), None);
    place.history.advance(20_000);
    place.give(&[ann]);
    place.history.advance(5_000);
    let (_, granted) = place.take("eve");
    assert!(!granted, "bob has it until 50 s; with two seats from 10 s to 30 s");
    place.history.advance(15_000);
    place.give(&[bob]);
    let document = place.replay(&["--set", "f1=2"]);
    assert_eq!(numbers(&document), json!([4, 1, [2, 1, 20.0, 0, 1], [0, 0, 0.0, 0, 2], 2]));
    let won = [
        json!(["bob", "not_enough_seats", 1, "00:00:10"]),
        json!(["eve", "not_enough_seats", 1, "00:00:35"]),
    ];
    assert_eq!(people(&document, "granted"), won);
}
