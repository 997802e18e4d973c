//! `lictor log report`: use over time.

use std::fs;

use lictor_engine::Command;
use lictor_testkit::{Lictor, Run, Vendor};
use lictor_types::{KeyType, Operation};
use serde_json::{Value, json};

use crate::acceptance::{base, hold, serve};
use crate::history::{History, checkout, license, set};

const MINUTE: u64 = 60_000;

/// Three hours: ann holds two seats for 90 minutes from 00:30 on, bob one from 01:00 to 01:30; at
/// 01:15 eve is denied twice and waits, and is served at 01:30 for 15 minutes.
fn three_hours() -> (tempfile::TempDir, Lictor) {
    let directory = tempfile::tempdir().unwrap();
    let mut history = History::new(directory.path());
    let licenses =
        vec![license("base", "f1", KeyType::Exclusive, 3), license("more", "f2", KeyType::Exclusive, 5)];
    history.turn(vec![Command::Load(&set(licenses, "2026-03-01"))]);
    history.advance(30 * MINUTE);
    let ann = history.open("ann");
    assert!(history.take(ann, "f1", 2));
    history.advance(30 * MINUTE);
    let bob = history.open("bob");
    assert!(history.take(bob, "f1", 1));
    history.advance(15 * MINUTE);
    let eve = history.open("e<v>e, \"eve\"");
    assert!(!history.take(eve, "f1", 1) && !history.take(eve, "f1", 1) && !history.take(eve, "f9", 1));
    let checkouts = vec![checkout("f1", 1)];
    assert_eq!(history.ask(eve, Operation::Wait { checkouts, wait_ms: 3_600_000 }), None);
    history.advance(15 * MINUTE);
    history.give(bob, "f1", 1);
    history.advance(15 * MINUTE);
    history.give(eve, "f1", 1);
    history.advance(15 * MINUTE);
    history.give(ann, "f1", 2);
    history.advance(30 * MINUTE);
    history.turn(vec![Command::Note { what: "end", actor: "root", reason: "" }]);
    let lictor = Lictor::in_directory(directory.path());
    (directory, lictor)
}

fn report(lictor: &Lictor, more: &[&str]) -> Run {
    let run = lictor.run(&[&["log", "report"], more].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    run
}

/// Keys, then checkouts, seat-hours, peak, users, denials, waits.
fn rows(run: &Run) -> Vec<Value> {
    let document = run.json();
    let names: Vec<&str> = document["by"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let row = |row: &Value| {
        let keys = names.iter().map(|name| row["key"][*name].clone());
        let counts = ["checkouts", "seat_hours", "peak", "users", "denials", "waits"];
        Value::Array(keys.chain(counts.iter().map(|name| row[*name].clone())).collect())
    };
    document["rows"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn use_is_reported_by_key() {
    let (_directory, lictor) = three_hours();
    let by = |by: &str| rows(&report(&lictor, &["--format", "json", "--by", by]));
    assert_eq!(by("feature"), [json!(["ACME/f1", 3, 3.75, 3, 3, 2, 1]), json!(["f9", 0, 0.0, 0, 0, 1, 0])]);
    let eve = "e<v>e, \"eve\"";
    let expected = [
        json!(["ann", 1, 3.0, 2, 1, 0, 0]),
        json!(["bob", 1, 0.5, 1, 1, 0, 0]),
        json!([eve, 1, 0.25, 1, 1, 3, 1]),
    ];
    assert_eq!(by("user"), expected);
    assert_eq!(by("project"), [json!(["wing", 3, 3.75, 3, 3, 3, 1])]);
    let hour = |hour: u8| format!("2026-03-01T{hour:02}:00:00+00:00");
    let hours = [json!([hour(0), 1, 1.0, 2, 1, 0, 0]), json!([hour(1), 2, 2.75, 3, 2, 3, 1])];
    assert_eq!(by("hour"), hours);
    assert_eq!(by("host,day")[0], json!(["ann-pc", "2026-03-01", 1, 3.0, 2, 1, 0, 0]));
}

#[test]
fn a_window_cuts_use() {
    let (_directory, lictor) = three_hours();
    let cut =
        |from: &str, to: &str| rows(&report(&lictor, &["--format", "json", "--from", from, "--to", to]));
    assert_eq!(cut("2026-03-01T01:00", "2026-03-01T01:15"), [json!(["ACME/f1", 1, 0.75, 3, 1, 0, 0])]);
    assert_eq!(cut("2026-03-01T02:05", "2026-03-02"), Vec::<Value>::new());
    let document = report(&lictor, &["--format", "json"]).json();
    let hours: Vec<Value> = document["features"][0]["hours"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hour| json!([hour["used"], hour["seats"], hour["denied"]]))
        .collect();
    assert_eq!(hours, [json!([2, 3, 0]), json!([3, 3, 2]), json!([2, 3, 0])]);
    assert_eq!(document["features"][1]["hours"].as_array().map(Vec::len), Some(3), "idle hours count");
    assert_eq!((&document["zone"], &document["to"]), (&json!("UTC"), &json!("2026-03-01T02:30:00+00:00")));
}

#[test]
fn values_for_other_programs() {
    let (directory, lictor) = three_hours();
    let csv = "user,checkouts,seat_hours,peak,users,denials,waits,denied_feature_not_found,\
               denied_not_enough_seats\r\nann,1,3.000,2,1,0,0,0,0\r\nbob,1,0.500,1,1,0,0,0,0\r\n\
               \"e<v>e, \"\"eve\"\"\",1,0.250,1,1,3,1,1,2\r\n";
    let out = directory.path().join("use.csv");
    let run = report(&lictor, &["--by", "user", "--format", "csv", "--out", "use.csv"]);
    assert_eq!((run.stdout.as_str(), fs::read_to_string(out).unwrap().as_str()), ("", csv));
    assert_eq!(report(&lictor, &["--by", "user", "--format", "csv"]).stdout, csv);
    let table = report(&lictor, &[]).stdout;
    assert!(table.starts_with("2026-03-01T00:00:00+00:00 to 2026-03-01T02:30:00+00:00 (UTC), "), "{table}");
    let row: Vec<&str> =
        table.lines().find(|line| line.starts_with("ACME/f1")).unwrap().split_whitespace().collect();
    assert_eq!(row, ["ACME/f1", "3", "3.750", "3", "3", "2", "(not_enough_seats", "2)", "1"]);
}

/// The page is one file: nothing is loaded or run, and names are text.
#[test]
fn the_page_needs_nothing_else() {
    let (_directory, lictor) = three_hours();
    let page = report(&lictor, &["--format", "html"]).stdout;
    for wanted in [
        "<!DOCTYPE html>",
        "<html lang=\"en\">",
        "<svg role=\"img\"",
        "prefers-color-scheme: dark",
        "</html>",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
    for unwanted in ["<script", "http://", "https://", "<link", "@import", "url(", "<v>"] {
        assert!(!page.contains(unwanted), "{unwanted}");
    }
    assert!(page.contains("<th scope=\"row\">e&lt;v&gt;e, &quot;eve&quot;</th>"), "{page}");
    for (what, count) in [("<section ", 5), ("<svg ", 4), ("<caption>", 6)] {
        assert_eq!(page.matches(what).count(), count, "{what}");
    }
    let balanced = ["section", "svg", "table", "details", "figure", "div", "thead", "tbody", "ul", "main"];
    for name in balanced {
        let opened = page.matches(&format!("<{name}>")).count() + page.matches(&format!("<{name} ")).count();
        assert_eq!(opened, page.matches(&format!("</{name}>")).count(), "{name}");
    }
}

#[test]
fn wrong_calls_are_refused() {
    let (_directory, lictor) = three_hours();
    for (call, says) in [
        (&["--by", "user,user"][..], "--by names user twice"),
        (&["--by", "hour,day"], "--by takes hour or day, not both"),
        (&["--by", "weekday"], "invalid value 'weekday'"),
        (&["--to", "1.3.2026"], "expected a day or a time"),
    ] {
        let run = lictor.run(&[&["log", "report"], call].concat());
        assert_eq!((run.code, run.stderr.contains(says)), (2, true), "{call:?}: {run:?}");
    }
}

/// The log of a real daemon, while it runs and after.
#[test]
fn the_log_of_a_daemon_is_reported() {
    let vendor = Vendor::new("ACME");
    let (mut daemon, lictor) = serve(&vendor, &[("base.xml", &base("2"))]);
    let held = hold(&lictor, "f1:2");
    assert_eq!(lictor.run(&["checkout", "f1"]).code, 3);
    let state = daemon.state().display().to_string();
    let now = |lictor: &Lictor| rows(&report(lictor, &["--state", &state, "--format", "json"]));
    let running = now(&lictor);
    assert_eq!((&running[0][0], &running[0][1], &running[0][5]), (&json!("ACME/f1"), &json!(1), &json!(1)));
    assert_eq!(held.finish().0, 0);
    assert_eq!(daemon.stop(), 0);
    let stopped = now(&lictor);
    assert_eq!((&stopped[0][1], &stopped[0][3]), (&json!(1), &json!(2)));
}

/// Hours in which nothing was recorded are told like others, also those before the first checkout.
#[test]
fn idle_hours_have_seats() {
    let directory = tempfile::tempdir().unwrap();
    let mut history = History::new(directory.path());
    let licenses = vec![license("base", "f1", KeyType::Exclusive, 3)];
    history.turn(vec![Command::Load(&set(licenses, "2026-03-01"))]);
    history.advance(5 * 60 * MINUTE);
    let ann = history.open("ann");
    assert!(history.take(ann, "f1", 2));
    history.advance(2 * 60 * MINUTE);
    history.give(ann, "f1", 2);
    let document = report(&Lictor::in_directory(directory.path()), &["--format", "json"]).json();
    let hours = document["features"][0]["hours"].as_array().unwrap().iter();
    let shown: Vec<Value> = hours.map(|hour| json!([hour["used"], hour["seats"]])).collect();
    let of = |used: u64| json!([used, 3]);
    assert_eq!(shown, [of(0), of(0), of(0), of(0), of(0), of(2), of(2), of(2)]);
}
