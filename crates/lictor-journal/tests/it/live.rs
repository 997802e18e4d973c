//! Looking into a journal while it is written.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use lictor_journal::{
    Directory, Journal, Options, Position, SEGMENT_BYTES_MIN, read_sealed, verify, write_snapshot,
};
use tempfile::TempDir;

const OPTIONS: Options =
    Options { segment_bytes: 4 * SEGMENT_BYTES_MIN, server_id: *b"living  journal.", ledger_id: 0 };

/// TRU-05: a check beside a running server sees no damage that is not there.
#[test]
fn tru_05_a_check_beside_a_running_server_is_clean() {
    let home = TempDir::new().unwrap();
    let directory = Directory::open(home.path()).unwrap();
    let (mut journal, _) = Journal::open(directory, &OPTIONS, None, &mut |_| Ok(())).unwrap();
    let done = AtomicBool::new(false);
    let (mut checks, mut seen) = (0, 0);
    thread::scope(|scope| {
        scope.spawn(|| {
            for turn in 0..3000_usize {
                journal.prepare_next().unwrap();
                journal.append(1, &vec![7; turn % 2000], b"ada").unwrap();
            }
            done.store(true, Ordering::Release);
        });
        let reader = Directory::read_only(home.path());
        let mut last_round = false;
        while !last_round {
            last_round = done.load(Ordering::Acquire);
            let mut next = 1;
            let report = verify(&reader, &mut |block| {
                assert_eq!(block.first_seq, next, "no block is left out");
                next = block.last_seq() + 1;
            })
            .unwrap();
            assert_eq!(report.problems, []);
            assert!(seen <= report.last_seq, "a check never goes back");
            seen = report.last_seq;
            checks += 1;
        }
    });
    assert_eq!((seen, 1 < checks), (3000, true));
}

/// A ticket makes durable what was written before it was drawn, while the journal goes on.
#[test]
fn syncing_and_preparing_do_not_hold_the_journal() {
    let home = TempDir::new().unwrap();
    let directory = Directory::open(home.path()).unwrap();
    let (mut journal, _) = Journal::open(directory, &OPTIONS, None, &mut |_| Ok(())).unwrap();
    assert!(journal.sync_ticket().is_none() && journal.needs_next());
    journal.append(3, b"three", b"").unwrap();
    let sync = journal.sync_ticket().unwrap();
    let prepare = journal.prepare_ticket().unwrap();
    assert!(!journal.needs_next(), "one at a time");
    let mut pauses = 0;
    let (synced, prepared) = thread::scope(|scope| {
        let synced = scope.spawn(|| sync.sync());
        let prepared = scope.spawn(|| prepare.prepare(|| pauses += 1));
        journal.append(1, b"meanwhile", b"").unwrap();
        (synced.join().unwrap().unwrap(), prepared.join().unwrap().unwrap())
    });
    assert_eq!((journal.synced_seq(), journal.written_seq()), (0, 4));
    journal.note_synced(synced);
    journal.note_prepared(prepared);
    assert_eq!((journal.synced_seq(), journal.written_seq(), pauses), (3, 4, 1));
    assert!(journal.unsynced_bytes() != 0);
    drop(journal.prepare_ticket());
    assert!(!journal.needs_next(), "the next segment is ready");
}

/// A sync that finishes after history was cut proves nothing about the new one.
#[test]
fn a_sync_of_cut_history_is_forgotten() {
    let home = TempDir::new().unwrap();
    let directory = Directory::open(home.path()).unwrap();
    let (mut journal, _) = Journal::open(directory, &OPTIONS, None, &mut |_| Ok(())).unwrap();
    journal.append(1, b"one", b"").unwrap();
    journal.append(5, b"cut", b"").unwrap();
    let ticket = journal.sync_ticket().unwrap();
    journal.truncate_after(1).unwrap();
    journal.append(3, b"new", b"").unwrap();
    journal.note_synced(ticket.sync().unwrap());
    assert_eq!((journal.synced_seq(), journal.written_seq()), (1, 4));
    assert!(journal.truncate_after(3).is_err(), "no block ends there");
    assert_eq!((journal.written_seq(), journal.is_poisoned()), (4, false));
}

/// What is sealed is read from a snapshot on while the server writes the next segment.
#[test]
fn sealed_segments_are_folded_beside_a_running_server() {
    let home = TempDir::new().unwrap();
    let directory = Directory::open(home.path()).unwrap();
    let (mut journal, _) = Journal::open(directory, &OPTIONS, None, &mut |_| Ok(())).unwrap();
    let reader = Directory::read_only(home.path());
    let mut from = None::<Position>;
    for round in 1..=3 {
        while journal.sealed_segments().len() < 2 * round {
            journal.prepare_next().unwrap();
            journal.append(2, &[5; 3000], b"").unwrap();
        }
        journal.sync().unwrap();
        let last_seq = journal.sealed_segments().last().unwrap().last_seq;
        let first = Position { seq: 0, head: journal.sealed_segments()[0].first_head };
        let mut position = from.unwrap_or(first);
        read_sealed(&reader, &OPTIONS, from, last_seq, &mut |block| {
            assert_eq!((block.first_seq, block.previous), (position.seq + 1, position.head));
            position = Position { seq: block.last_seq(), head: block.chain };
            Ok(())
        })
        .unwrap();
        assert_eq!(position.seq, last_seq, "all that is sealed and nothing beyond");
        write_snapshot(journal.storage(), &OPTIONS, position, b"state").unwrap();
        from = Some(position);
    }
}
