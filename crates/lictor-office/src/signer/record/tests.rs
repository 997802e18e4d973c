//! Tests of the record: the chain, what breaks it, and what a crash may leave.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::signer::denial::Rule;

struct Fixture {
    _dir: TempDir,
    path: PathBuf,
}

impl Fixture {
    /// A record of three refusals.
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("record.jsonl");
        let (mut record, torn) =
            Record::open(&path, |_, _, _| panic!("an empty record has no line")).unwrap();
        assert_eq!((torn, record.head().sequence), (0, 0));
        for id in ["a", "b", "c"] {
            record.append(Time(1000), refusal(id)).unwrap();
        }
        record.sync().unwrap();
        Self { _dir: dir, path }
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(&self.path).unwrap()
    }

    fn lines(&self) -> Vec<String> {
        String::from_utf8(self.bytes()).unwrap().lines().map(str::to_owned).collect()
    }

    fn open(&self) -> Result<(Vec<String>, u64), RecordError> {
        let mut ids = Vec::new();
        let (_, torn) = Record::open(&self.path, |_, _, line| match line.entry {
            Entry::Refused { id, .. } => ids.push(id),
            Entry::Started { .. } | Entry::Repaired { .. } | Entry::Signed(_) => {}
        })?;
        Ok((ids, torn))
    }

    /// What is said of a record with these bytes: the ids and the bytes cut off, or the broken line.
    fn judged(&self, bytes: &[u8]) -> Result<(Vec<String>, u64), u64> {
        fs::write(&self.path, bytes).unwrap();
        self.open().map_err(|error| match error {
            RecordError::Broken { line, .. } => line,
            RecordError::Io(_) | RecordError::InUse => panic!("{error}"),
        })
    }
}

fn refusal(id: &str) -> Entry {
    let denial = Denial::new(Rule::Count, "too many");
    Entry::Refused { id: id.into(), content: "00".into(), asked: vec!["f1 11".into()], denial }
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

#[test]
fn a_line_is_hashed_with_the_hash_before_it() {
    let fixture = Fixture::new();
    let lines = fixture.lines();
    let content = "{\"sequence\":1,\"time\":\"1970-01-01T00:00:01.000Z\",\"previous\":\
                   \"0000000000000000000000000000000000000000000000000000000000000000\",\"entry\":\
                   {\"kind\":\"refused\",\"id\":\"a\",\"content\":\"00\",\"asked\":[\"f1 11\"],\
                   \"denial\":{\"rule\":\"count\",\"detail\":\"too many\"}}";
    let hash = digest(content.as_bytes());
    assert_eq!(lines[0], format!("{content},\"hash\":\"{hash}\"}}"));
    assert!(lines[1].contains(&format!("\"previous\":\"{hash}\"")));
    assert_eq!(fixture.open().unwrap(), (ids(&["a", "b", "c"]), 0));
}

#[test]
fn a_chain_goes_on_after_it_was_opened_again() {
    let fixture = Fixture::new();
    let (mut record, _) = Record::open(&fixture.path, |_, _, _| {}).unwrap();
    let (span, head) = record.append(Time(2000), refusal("d")).unwrap();
    assert_eq!(head.sequence, 4);
    let (line, again) = record.read(span).unwrap();
    assert_eq!((line.entry, again), (refusal("d"), head));
    drop(record);
    assert_eq!(fixture.open().unwrap(), (ids(&["a", "b", "c", "d"]), 0));
}

#[test]
fn every_change_before_the_end_is_found() {
    let fixture = Fixture::new();
    let lines = fixture.lines();
    let of = |lines: &[&str]| format!("{}\n", lines.join("\n")).into_bytes();
    let [a, b, c] = [0, 1, 2].map(|at| lines[at].as_str());
    let changed = b.replace("f1 11", "f1 10");
    let (content, _) = split(&changed).unwrap();
    let rehashed = format!("{content}{HASH_OPENING}{}{HASH_CLOSING}", digest(content.as_bytes()));
    for (what, bytes, line) in [
        ("an edit", of(&[a, &changed, c]), 2),
        ("an edit with a new hash", of(&[a, &rehashed, c]), 3),
        ("a line less", of(&[a, c]), 2),
        ("the first line less", of(&[b, c]), 1),
        ("a line twice", of(&[a, a, b, c]), 2),
        ("another order", of(&[a, c, b]), 2),
        ("an empty line", of(&[a, "", b, c]), 2),
        ("words", of(&[a, b, c, "and more"]), 4),
        ("zeros before good lines", of(&[a, "\0\0\0", c]), 2),
        ("zeros in a line before good lines", of(&[a, &b.replace("f1", "\0\0"), c]), 2),
    ] {
        assert_eq!(fixture.judged(&bytes), Err(line), "{what}");
    }
}

#[test]
fn every_flipped_bit_is_found_or_is_the_torn_end() {
    let fixture = Fixture::new();
    let good = fixture.bytes();
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        match fixture.judged(&bytes) {
            Err(_) => {}
            // Without its line end the last line counts as unfinished.
            Ok((found, torn)) => {
                assert_eq!((at, found), (good.len() - 1, ids(&["a", "b"])));
                assert!(torn > 0);
            }
        }
    }
}

#[test]
fn a_torn_end_is_cut_off_and_the_rest_stands() {
    let fixture = Fixture::new();
    let good = fixture.bytes();
    let two = fixture.lines()[..2].iter().map(|line| line.len() + 1).sum::<usize>();
    for length in two + 1..good.len() {
        let judged = fixture.judged(&good[..length]);
        assert_eq!(judged, Ok((ids(&["a", "b"]), (length - two) as u64)), "{length}");
        assert_eq!(fixture.bytes(), good[..two]);
    }
    let zeros = [&good[..two], &[0; 100], b"\n"].concat();
    assert_eq!(fixture.judged(&zeros), Ok((ids(&["a", "b"]), 101)));
}

#[test]
fn one_writer_at_a_time() {
    let fixture = Fixture::new();
    let _first = Record::open(&fixture.path, |_, _, _| {}).unwrap();
    let second = Record::open(&fixture.path, |_, _, _| {}).unwrap_err();
    assert!(matches!(second, RecordError::InUse), "{second}");
    // Whoever only reads needs no turn.
    let walked = walk(&File::open(&fixture.path).unwrap(), |_, _, _| {}).unwrap();
    assert_eq!((walked.head.sequence, walked.torn_bytes), (3, 0));
}
