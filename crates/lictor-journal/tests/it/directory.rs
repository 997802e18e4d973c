//! A directory of the file system: its lock, and what is refused in it (reliability rows S5 and S6).

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use lictor_journal::{
    Directory, Journal, OpenError, Options, SEGMENT_BYTES_MIN, Storage, VisitError, verify,
};
use tempfile::TempDir;

const OPTIONS: Options =
    Options { segment_bytes: SEGMENT_BYTES_MIN, server_id: *b"directory  tests", ledger_id: 0 };

fn open(path: &Path) -> Result<Journal<Directory>, OpenError> {
    Journal::open(Directory::open(path)?, &OPTIONS, None, &mut |_| Ok(())).map(|(journal, _)| journal)
}

/// Three sealed segments, one in use, one spare.
fn filled() -> TempDir {
    let home = TempDir::new().unwrap();
    let mut journal = open(home.path()).unwrap();
    while journal.sealed_segments().len() < 3 {
        journal.prepare_next().unwrap();
        journal.append(1, &[3; 900], b"").unwrap();
    }
    journal.prepare_next().unwrap();
    journal.close().unwrap();
    home
}

#[test]
fn one_server_has_a_directory() {
    let home = TempDir::new().unwrap();
    let winners = (0..50).map(|_| {
        let barrier = Barrier::new(3);
        let race = || {
            barrier.wait();
            let taken = Directory::open(home.path());
            // Nobody lets go before all have tried.
            barrier.wait();
            matches!(taken, Ok(_) | Err(OpenError::Locked { .. })).then_some(taken.is_ok())
        };
        thread::scope(|scope| {
            let racers: Vec<_> = (0..3).map(|_| scope.spawn(race)).collect();
            racers.into_iter().map(|racer| usize::from(racer.join().unwrap().unwrap())).sum::<usize>()
        })
    });
    assert_eq!(winners.collect::<Vec<_>>(), [1; 50]);
}

#[test]
fn the_lock_lives_as_long_as_the_journal() {
    let home = TempDir::new().unwrap();
    let journal = open(home.path()).unwrap();
    assert!(matches!(open(home.path()), Err(OpenError::Locked { path }) if path == home.path().join("lock")));
    drop(journal);
    open(home.path()).unwrap();
}

#[test]
fn a_reader_takes_no_lock_and_changes_nothing() {
    let home = filled();
    let _server = open(home.path()).unwrap();
    let reader = Directory::read_only(home.path());
    assert!(verify(&reader, &mut |_| ()).unwrap().is_clean());
    let refused = [
        reader.create("new").err(),
        reader.remove("segment-0000000001").err(),
        reader.rename("segment-0000000001", "other").err(),
    ];
    assert_eq!(refused.map(|error| error.unwrap().kind()), [ErrorKind::ReadOnlyFilesystem; 3]);
    let opened = Journal::open(reader, &OPTIONS, None, &mut |_| Ok(())).err();
    assert!(matches!(opened, Some(OpenError::Io { .. })));
}

#[test]
fn what_is_missing_empty_or_foreign_is_refused_by_its_name() {
    type Spoil = fn(&Path);
    let rows: [(&str, Spoil, &str); 9] = [
        ("a segment in the middle is gone", |dir| remove(dir, 2), "segment-0000000002 is missing"),
        ("the first is gone", |dir| remove(dir, 1), "sequence 1 is needed but the journal starts at "),
        (
            "the one after a sealed is gone",
            |dir| [4, 5].iter().for_each(|nth| remove(dir, *nth)),
            "segment-0000000004 is missing",
        ),
        ("empty", |dir| write(dir, 2, b""), "segment-0000000002 is damaged at offset 0"),
        ("only a header", |dir| cut(dir, 2, 4096), "segment-0000000002 is damaged at offset 4096"),
        ("cut in a block", |dir| cut(dir, 2, 5000), "segment-0000000002 is damaged at offset "),
        ("longer than it says", |dir| cut(dir, 4, 16385), "segment-0000000004 is damaged at offset 16384"),
        ("text", |dir| write(dir, 2, &[b'x'; 9000]), "segment-0000000002 is damaged at offset 0"),
        ("another's place", |dir| swap(dir), "segment-0000000002 is damaged at offset 40"),
    ];
    for (label, spoil, wanted) in rows {
        let home = filled();
        spoil(home.path());
        let refused = open(home.path()).err().unwrap().to_string();
        assert!(refused.contains(wanted), "{label}: {refused}");
    }
}

fn path(dir: &Path, ordinal: u64) -> std::path::PathBuf {
    dir.join(format!("segment-{ordinal:010}"))
}

fn remove(dir: &Path, ordinal: u64) {
    fs::remove_file(path(dir, ordinal)).unwrap();
}

fn write(dir: &Path, ordinal: u64, bytes: &[u8]) {
    fs::write(path(dir, ordinal), bytes).unwrap();
}

fn cut(dir: &Path, ordinal: u64, bytes: u64) {
    fs::OpenOptions::new().write(true).open(path(dir, ordinal)).unwrap().set_len(bytes).unwrap();
}

fn swap(dir: &Path) {
    fs::copy(path(dir, 3), path(dir, 2)).unwrap();
}

#[test]
fn another_server_s_directory_and_a_newer_format_are_refused() {
    let home = filled();
    let stranger = Options { server_id: [9; 16], ..OPTIONS };
    let directory = Directory::open(home.path()).unwrap();
    let refused = Journal::open(directory, &stranger, None, &mut |_| Ok(())).err();
    assert!(matches!(refused, Some(OpenError::Foreign { file }) if file == "segment-0000000001"));

    let mut newer = fs::read(path(home.path(), 2)).unwrap();
    newer[14] = 2;
    let checksum = crc32c::crc32c(&newer[12..64]);
    newer[8..12].copy_from_slice(&checksum.to_le_bytes());
    write(home.path(), 2, &newer);
    let refused = open(home.path()).err().unwrap();
    assert!(matches!(&refused, OpenError::NewerFormat { file } if file == "segment-0000000002"));
    assert_eq!(refused.hint(), Some("start the version that wrote it"));
}

#[test]
fn what_a_crash_left_half_made_is_removed_and_other_files_are_left_alone() {
    let home = filled();
    for name in ["segment-0000000009.new", "snapshot-00000000000000000001.new", "notes.txt"] {
        fs::write(home.path().join(name), b"half").unwrap();
    }
    open(home.path()).unwrap();
    let there = |name: &str| fs::exists(home.path().join(name)).unwrap();
    assert!(!there("segment-0000000009.new") && !there("snapshot-00000000000000000001.new"));
    assert!(there("notes.txt"));
}

#[test]
fn a_block_the_caller_cannot_fold_stops_the_start() {
    let home = filled();
    let directory = Directory::open(home.path()).unwrap();
    let refused = Journal::open(directory, &OPTIONS, None, &mut |block| {
        if block.first_seq == 3 { Err(VisitError::new("no such record")) } else { Ok(()) }
    });
    assert!(
        matches!(refused.err(), Some(OpenError::Refused { seq: 3, source }) if source.to_string() == "no such record")
    );
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let home = TempDir::new().unwrap();
    let state = home.path().join("state");
    open(&state).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&state), 0o700);
    assert_eq!(mode(&state.join("segment-0000000001")), 0o600);
}
