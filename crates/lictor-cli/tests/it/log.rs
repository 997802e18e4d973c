//! The log on disk: shown and verified (TRU-05).

use std::fs;
use std::path::Path;

use lictor_journal::{Directory, Journal, Options, SEGMENT_BYTES_MIN};
use lictor_testkit::{Lictor, Vendor};
use serde_json::{Value, json};

use crate::acceptance::{base, hold, number, serve};

/// A log of three blocks with six records.
fn write_log(directory: &Path) {
    let options = Options { segment_bytes: SEGMENT_BYTES_MIN, ..Options::new([7; 16]) };
    let storage = Directory::open(directory).unwrap();
    let (mut journal, _) = Journal::open(storage, &options, None, &mut |_| Ok(())).unwrap();
    for count in 1..=3 {
        journal.append(count, format!("{count} records").as_bytes(), b"").unwrap();
    }
}

#[test]
fn tru_05_a_sound_log_is_verified() {
    let place = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(place.path());
    write_log(&place.path().join("state/journal"));
    let run = lictor.run(&["log", "verify", "--json"]);
    let report = run.json();
    assert_eq!(run.code, 0, "{run:?}");
    for (name, expected) in
        [("status", json!("ok")), ("blocks", json!(3)), ("records", json!(6)), ("last", json!(6))]
    {
        assert_eq!(report[name], expected, "{name}");
    }
}

/// TRU-05: what was loaded, granted, denied and changed by an administrator is shown, in order.
#[test]
fn tru_05_the_log_shows_what_was_decided() {
    let vendor = Vendor::new("ACME");
    let (mut daemon, lictor) = serve(&vendor, &[("base.xml", &base("3"))]);
    let journal = daemon.state().join("journal").display().to_string();
    let show = |more: &[&str]| lictor.run(&[&["log", "show", &journal], more].concat());
    let held = hold(&lictor, "f1:2");
    assert_eq!(lictor.run(&["checkout", "f1:2"]).code, 3);
    let sessions = lictor.run(&["sessions", "--json"]).json();
    let session = sessions["sessions"][0]["session"].as_str().unwrap().to_string();
    assert_eq!(lictor.run(&["release", &session, "--reason", "left for good"]).code, 0);
    drop(held);
    assert_eq!(daemon.stop(), 0);

    let run = show(&["--json"]);
    let records = run.json()["records"].as_array().unwrap().clone();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let sequences: Vec<u64> = records.iter().map(|record| number(record, "sequence")).collect();
    assert_eq!(sequences, (1..=records.len() as u64).collect::<Vec<_>>());
    let of_session: Vec<&Value> =
        records.iter().filter(|record| field(record, "session") == Some(&session)).collect();
    let kinds: Vec<&Value> = of_session.iter().map(|record| &record["kind"]).collect();
    assert_eq!(kinds, ["opened", "granted", "released"]);
    assert_eq!(field(of_session[2], "reason"), Some("left for good"));
    assert!(records.iter().any(|record| field(record, "status") == Some("not_enough_seats")));
    assert_eq!(show(&["--json", "--session", &session]).json()["records"], json!(of_session));
    let last = &records[records.len() - 2..];
    assert_eq!(show(&["--json", "--last", "2"]).json()["records"], json!(last));
    assert_eq!(show(&["--json", "--last", "0"]).json()["records"], json!([]));
    let from = last[0]["sequence"].to_string();
    assert_eq!(show(&["--json", "--from", &from]).json()["records"], json!(last));

    let text = show(&[]).stdout;
    assert_eq!(text.lines().count(), records.len());
    let line = text.lines().find(|line| line.contains("released")).unwrap();
    let time = of_session[2]["time"].as_str().unwrap();
    assert!(line.contains(time) && line.ends_with("reason=\"left for good\""), "{line}");
}

fn field<'a>(record: &'a Value, name: &str) -> Option<&'a str> {
    let mut fields = record["fields"].as_array().unwrap().iter();
    fields.find(|field| field["name"] == name).and_then(|field| field["value"].as_str())
}

/// What is no record is named with its place; the rest is shown.
#[test]
fn records_that_cannot_be_read_are_named() {
    let place = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(place.path());
    write_log(&place.path().join("state/journal"));
    let run = lictor.run(&["log", "show", "--json"]);
    assert_eq!((run.code, run.json()), (5, json!({"records": []})));
    assert!(run.stderr.contains("error: record 4: malformed record at offset"), "{}", run.stderr);
}

/// TRU-05: a flipped byte anywhere in what was written is found, with its place (exit code 5).
#[test]
fn tru_05_a_flipped_byte_is_found() {
    let place = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(place.path());
    let journal = place.path().join("state/journal");
    write_log(&journal);
    let segment = fs::read_dir(&journal)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.file_name().unwrap().to_string_lossy().starts_with("segment-"))
        .unwrap();
    let sound = fs::read(&segment).unwrap();
    let written = sound.iter().rposition(|byte| *byte != 0).unwrap();
    for at in [0, 20, 4100, 4200, written] {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        fs::write(&segment, &bytes).unwrap();
        let run = lictor.run(&["log", "verify", "--json"]);
        assert_eq!((run.code, &run.json()["status"]), (5, &json!("log_damaged")), "byte {at}: {run:?}");
        assert!(
            run.stderr.contains("log_damaged: log damaged") && run.stderr.contains("segment-"),
            "{}",
            run.stderr
        );
    }
    fs::write(&segment, &sound).unwrap();
    assert_eq!(lictor.run(&["log", "verify"]).code, 0);
}

#[test]
fn a_directory_without_a_log_is_named() {
    let place = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(place.path());
    for (arguments, says) in [
        (&["log", "verify"][..], "state/journal is no directory"),
        (&["log", "show", "nowhere"], "nowhere is no directory"),
        (&["log", "verify", "."], "holds no log"),
    ] {
        let run = lictor.run(arguments);
        assert_eq!((run.code, run.stderr.contains(says)), (5, true), "{arguments:?}: {}", run.stderr);
    }
}
