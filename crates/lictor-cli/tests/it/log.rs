//! The log on disk: shown and verified (TRU-05).

use std::fs;
use std::path::Path;

use lictor_journal::{Directory, Journal, Options, SEGMENT_BYTES_MIN};
use lictor_testkit::Lictor;
use serde_json::json;

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
fn tru_05_a_sound_log_is_shown_and_verified() {
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
    let run = lictor.run(&["log", "show", "state/journal", "--json"]);
    let blocks = run.json()["blocks"].as_array().unwrap().clone();
    let ranges: Vec<_> =
        blocks.iter().map(|block| (block["first"].as_u64(), block["last"].as_u64())).collect();
    assert_eq!(ranges, [(Some(1), Some(1)), (Some(2), Some(3)), (Some(4), Some(6))]);
    assert_eq!(blocks.last().unwrap()["chain"], report["head"]);
    assert_eq!(lictor.run(&["log", "show"]).stdout.lines().count(), 3);
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
