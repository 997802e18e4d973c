//! A crash at every operation, with every kind of disk after it (reliability rows C1 and C2).

use lictor_journal::faulty::{Crash, Fault, FaultyMemory};
use lictor_journal::{Defect, Journal, OpenError, Options, Position, verify_copy};

use crate::script;

const OPTIONS: Options = Options { segment_bytes: 6 * 4096, ..script::OPTIONS };
const PAGE: usize = 4096;
const SEGMENT: &str = "segment-0000000001";

/// Ways a disk can look after the power failed, drawn anew at each crash.
fn variants(at: u64) -> impl Iterator<Item = Crash> {
    let torn = (0..5).map(move |nth| Crash::Torn(at * 64 + nth));
    let extended = (5..8).map(move |nth| Crash::Extended(at * 64 + nth));
    [Crash::Lost, Crash::Process].into_iter().chain(torn).chain(extended)
}

fn operations() -> u64 {
    let storage = FaultyMemory::new(1);
    let known = script::run(&storage);
    assert!(known.failure.is_none(), "{:?}", known.failure);
    assert!(100 < known.blocks.len(), "{} blocks prove little", known.blocks.len());
    storage.operations()
}

fn broken_off(at: u64) -> (FaultyMemory, script::Known) {
    let storage = FaultyMemory::new(1);
    storage.fail_after(at, Fault::PowerOff, true);
    let known = script::run(&storage);
    (storage, known)
}

/// TRU-05: whatever a crash leaves is a prefix of what was answered and holds all that was durable.
#[test]
fn a_crash_at_any_operation_loses_nothing_durable_and_invents_nothing() {
    let mut recoveries = 0;
    for at in 0..=operations() {
        let (storage, known) = broken_off(at);
        for crash in variants(at) {
            script::check(&storage.crash(crash), &known, crash);
            recoveries += 1;
        }
    }
    assert!(4_000 < recoveries, "only {recoveries} recoveries were tried");
}

#[test]
fn a_crash_during_recovery_loses_nothing_durable_either() {
    let mut recoveries = 0;
    for at in (0..=operations()).step_by(23) {
        let (storage, known) = broken_off(at);
        for (crash, again) in variants(at).zip(variants(at + 7)) {
            // What the second crash may lose the first had not lost, or it was never promised.
            let worst =
                if crash == Crash::Process && again == Crash::Process { crash } else { Crash::Torn(0) };
            for second in 0.. {
                let first = storage.crash(crash);
                first.fail_after(second, Fault::PowerOff, true);
                let done = script::recover(&first).is_ok();
                script::check(&first.crash(again), &known, worst);
                recoveries += 1;
                if done {
                    break;
                }
            }
        }
    }
    assert!(2_000 < recoveries, "only {recoveries} recoveries were tried");
}

fn start(storage: &FaultyMemory) -> Journal<FaultyMemory> {
    Journal::open(storage.clone(), &OPTIONS, None, &mut |_| Ok(())).unwrap().0
}

fn is_block(storage: &FaultyMemory, page: usize) -> bool {
    storage.content(SEGMENT).unwrap()[page * PAGE..].starts_with(b"LJbk")
}

/// What follows a sync, and what first tells of it, starts a page: so damage to what was durable is told
/// from a tear even when only a later block tells.
#[test]
fn a_sync_leaves_its_trace_on_a_page_of_its_own() {
    let storage = FaultyMemory::default();
    let mut journal = start(&storage);
    journal.append(1, b"durable", b"").unwrap();
    let ticket = journal.sync_ticket().unwrap();
    journal.append(1, b"not on the page that is being synced", b"").unwrap();
    assert!(is_block(&storage, 2));
    journal.note_synced(ticket.sync().unwrap());
    journal.append(1, b"on a page again, where a start looks", b"").unwrap();
    assert!(is_block(&storage, 3));
    drop(journal);
    storage.edit(SEGMENT, |content| content[PAGE + 195] ^= 1);
    let refused = Journal::open(storage, &OPTIONS, None, &mut |_| Ok(())).err();
    assert!(matches!(refused, Some(OpenError::Damaged { seq: 1, synced_seq: 1, .. })), "{refused:?}");
}

/// What was cut stays cut: it cannot come back behind a block that was written in its place.
#[test]
fn a_cut_is_durable_before_the_log_goes_on() {
    for seed in 0..200 {
        let storage = FaultyMemory::default();
        let mut journal = start(&storage);
        journal.append(1, b"durable", b"").unwrap();
        journal.sync().unwrap();
        journal.append(1, b"lost", b"").unwrap();
        drop(journal.sync_ticket());
        journal.append(1, b"kept, on the next page", b"").unwrap();
        drop(journal);
        let storage = storage.crash(Crash::Process);
        storage.edit(SEGMENT, |content| content[2 * PAGE..2 * PAGE + 8].fill(0));
        let mut journal = start(&storage);
        assert_eq!(journal.written_seq(), 1);
        journal.append(1, b"in place of the lost one", b"").unwrap();
        drop(journal);
        assert!((1..=2).contains(&start(&storage.crash(Crash::Torn(seed))).written_seq()));
    }
}

/// A ticket that was drawn before a segment ended does not cover what was written into it later.
#[test]
fn a_sync_begun_before_a_segment_ended_does_not_cover_its_end() {
    let storage = FaultyMemory::default();
    let mut journal = start(&storage);
    journal.prepare_next().unwrap();
    journal.append(1, &[1; 7000], b"").unwrap();
    let synced = journal.sync_ticket().unwrap().sync().unwrap();
    journal.append(1, &[2; 7000], b"").unwrap();
    journal.append(1, &[3; 7000], b"").unwrap();
    assert_eq!(journal.sealed_segments().len(), 1, "the third went into the next segment");
    journal.note_synced(synced);
    assert_eq!(journal.sync().unwrap(), 3);
    assert_eq!(start(&storage.crash(Crash::Lost)).written_seq(), 3);
}

/// A segment that ended without its seal is a tear only as long as nothing after it was durable.
#[test]
fn a_lost_seal_is_a_tear_or_damage() {
    for (durable, wanted) in [(false, Ok(2)), (true, Err(Defect::Unsealed))] {
        let storage = FaultyMemory::default();
        let mut journal = start(&storage);
        journal.prepare_next().unwrap();
        journal.append(1, &[1; 7000], b"").unwrap();
        journal.append(1, &[2; 7000], b"").unwrap();
        journal.append(1, &[3; 7000], b"").unwrap();
        if durable {
            journal.close().unwrap();
        } else {
            drop(journal);
        }
        storage.edit(SEGMENT, |content| {
            let seal = content.windows(4).rposition(|bytes| bytes == b"LJbk").unwrap();
            content[seal..].fill(0);
        });
        let report = verify_copy(&storage, &mut |_| ()).unwrap();
        assert_eq!(report.problems.len(), 1, "a check tells in both cases");
        assert_eq!(report.problems[0].defect, Defect::Unsealed);
        let opened = Journal::open(storage, &OPTIONS, None, &mut |_| Ok(()));
        let found = match opened {
            Ok((journal, _)) => Ok(journal.written_seq()),
            Err(OpenError::Damaged { defect, .. }) => Err(defect),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(found, wanted);
    }
}

/// Cutting what had been durable is done whole or not at all, and never looks like damage.
#[test]
fn a_truncation_of_durable_records_is_whole_or_nothing() {
    for skip in 0.. {
        let storage = FaultyMemory::default();
        let mut journal = start(&storage);
        for body in [b"a", b"b", b"c"] {
            journal.append(1, body, b"").unwrap();
            journal.sync().unwrap();
        }
        storage.fail_after(skip, Fault::PowerOff, true);
        let done = journal.truncate_after(1).is_ok();
        drop(journal);
        for seed in 0..40 {
            let found = start(&storage.crash(Crash::Torn(seed))).written_seq();
            assert!(found == 1 || (found == 3 && !done), "operation {skip}: {found}");
        }
        if done {
            assert!(8 < skip, "{skip} operations were tried");
            return;
        }
    }
}

/// A crash right after a seal leaves a segment that does not say where the log stands; the one before
/// it does, and is kept.
#[test]
fn the_last_segment_that_says_where_the_log_stands_is_kept() {
    let storage = FaultyMemory::default();
    let mut journal = start(&storage);
    journal.prepare_next().unwrap();
    for _ in 0..3 {
        journal.append(1, &[1; 7000], b"").unwrap();
    }
    drop(journal);
    storage.edit("segment-0000000002", |content| content[PAGE..].fill(0));
    let mut journal = start(&storage);
    assert_eq!((journal.written_seq(), journal.sealed_segments().len()), (2, 1));
    assert_eq!(journal.remove_before(u64::MAX).unwrap(), []);
    journal.append(1, b"opens the next", b"").unwrap();
    assert_eq!(journal.remove_before(u64::MAX).unwrap().len(), 1);
}

/// A snapshot starts only the history it was made of.
#[test]
fn a_snapshot_of_another_history_is_refused() {
    let storage = FaultyMemory::default();
    let mut journal = start(&storage);
    journal.append(1, b"one", b"").unwrap();
    let first = journal.position();
    journal.append(2, b"two and three", b"").unwrap();
    let last = journal.position();
    drop(journal);
    let rows = [
        (first, "started after 1"),
        (last, "started after 3"),
        (Position { head: last.head, ..first }, "the snapshot of sequence 1 is not of this history"),
        (Position { head: first.head, ..last }, "the snapshot of sequence 3 is not of this history"),
        (Position { seq: 2, ..first }, "the snapshot of sequence 2 is not of this history"),
        (Position { seq: 4, ..last }, "the snapshot is of sequence 4 but the journal ends at 3"),
    ];
    for (from, wanted) in rows {
        let opened = Journal::open(storage.crash(Crash::Process), &OPTIONS, Some(from), &mut |_| Ok(()));
        let outcome = match opened {
            Ok(_) => format!("started after {}", from.seq),
            Err(error) => error.to_string(),
        };
        assert_eq!(outcome, wanted);
    }
}
