//! What every [`Storage`] must pass before a journal is trusted to it.
//!
//! The suite panics at the first property that does not hold. Faults are injected in front of the
//! storage, so that a real directory is tested like any other.

mod failing;

use std::error::Error;
use std::io;

use self::failing::Failing;
use crate::{
    AppendError, Defect, Journal, OpenError, Options, Position, Recovery, SEGMENT_BYTES_MIN, SegmentFile,
    Storage, SyncError, latest_snapshot, verify, write_snapshot,
};

type Outcome = Result<(), Box<dyn Error>>;
/// Sequence of the first record and content of a block.
type Kept = Vec<(u64, Vec<u8>)>;

const PAGE: u64 = 4096;
const OPTIONS: Options =
    Options { segment_bytes: SEGMENT_BYTES_MIN, server_id: *b"conformance test", ledger_id: 0 };

/// Runs every test. `fresh` makes an empty storage; `restart` gives what the next start of the machine
/// finds of one whose every handle is gone.
///
/// # Errors
///
/// When an operation fails that was not made to fail.
///
/// # Panics
///
/// When a property does not hold.
pub fn run<S: Storage>(mut fresh: impl FnMut() -> S, restart: impl Fn(S) -> S) -> Outcome {
    synced_records_survive_a_crash(fresh(), &restart)?;
    reopening_continues_the_chain(fresh(), &restart)?;
    rotation_keeps_every_record(fresh(), &restart)?;
    a_torn_tail_is_cut_not_guessed(fresh(), &restart)?;
    damage_before_the_synced_sequence_refuses(fresh(), &restart)?;
    a_failed_sync_poisons_the_journal(fresh(), &restart)?;
    a_failed_write_poisons_the_journal(fresh())?;
    a_full_disk_is_met_early(fresh())?;
    a_truncation_survives_a_crash_on_its_way(&mut fresh)?;
    a_second_crash_in_recovery_is_harmless(&mut fresh)?;
    snapshots_are_replaced_not_overwritten(fresh(), &restart)
}

fn open<S: Storage>(storage: S, from: Option<Position>) -> Result<(Journal<S>, Recovery, Kept), OpenError> {
    let mut kept = Kept::new();
    let (journal, recovery) = Journal::open(storage, &OPTIONS, from, &mut |block| {
        kept.push((block.first_seq, block.body.to_vec()));
        Ok(())
    })?;
    Ok((journal, recovery, kept))
}

/// Appends `records` blocks of one record each, with a next segment always ready.
fn append<S: Storage>(journal: &mut Journal<S>, records: u64) -> Result<Kept, Box<dyn Error>> {
    let mut kept = Kept::new();
    for _ in 0..records {
        journal.prepare_next()?;
        let body = format!("record {:0>300}", journal.written_seq() + 1).into_bytes();
        let seq = journal.append(1, &body, b"ada@engine-room")?;
        kept.push((seq, body));
    }
    Ok(kept)
}

fn synced_records_survive_a_crash<S: Storage>(storage: S, restart: &impl Fn(S) -> S) -> Outcome {
    let (mut journal, ..) = open(storage.clone(), None)?;
    let kept = append(&mut journal, 9)?;
    assert_eq!(journal.sync()?, 9);
    drop(journal);
    let (journal, recovery, found) = open(restart(storage), None)?;
    assert_eq!(found, kept, "synced records survive");
    assert_eq!((recovery.blocks, recovery.records, journal.synced_seq()), (9, 9, 9));
    Ok(())
}

fn reopening_continues_the_chain<S: Storage>(mut storage: S, restart: &impl Fn(S) -> S) -> Outcome {
    let (mut kept, mut position) = (Kept::new(), None);
    for _ in 0..4 {
        let (mut journal, recovery, found) = open(storage.clone(), None)?;
        assert_eq!(found, kept, "every start finds the whole history");
        assert!(position.is_none_or(|before| before == recovery.position), "the head is where it was");
        kept.extend(append(&mut journal, 3)?);
        journal.sync()?;
        position = Some(journal.position());
        drop(journal);
        storage = restart(storage);
    }
    let report = verify(&storage, &mut |_| ())?;
    assert_eq!((report.problems, report.last_seq), (Vec::new(), 12), "the chain holds end to end");
    Ok(())
}

fn rotation_keeps_every_record<S: Storage>(storage: S, restart: &impl Fn(S) -> S) -> Outcome {
    let (mut journal, ..) = open(storage.clone(), None)?;
    let mut kept = append(&mut journal, 60)?;
    journal.sync()?;
    let sealed = journal.sealed_segments().to_vec();
    assert!(2 < sealed.len(), "the test rotates");
    let third = sealed.get(2).cloned().ok_or("three segments")?;
    let removed = journal.remove_before(third.first_seq)?;
    assert_eq!(removed, sealed[..2], "whole segments go");
    drop(journal);
    kept.retain(|(seq, _)| third.first_seq <= *seq);
    let from = Position { seq: third.first_seq - 1, head: third.first_head };
    let storage = restart(storage);
    assert!(matches!(open(storage.clone(), None), Err(OpenError::Gap { wanted: 1, .. })));
    let (mut journal, _, found) = open(storage, Some(from))?;
    assert_eq!(found, kept, "what is left is found from the snapshot on");
    append(&mut journal, 1)?;
    Ok(())
}

fn a_torn_tail_is_cut_not_guessed<S: Storage>(storage: S, restart: &impl Fn(S) -> S) -> Outcome {
    let (mut journal, ..) = open(storage.clone(), None)?;
    let kept = append(&mut journal, 2)?;
    journal.sync()?;
    drop(journal);
    // The next block would start on the page after these; half of one is there.
    storage.open("segment-0000000001")?.write_all_at(b"LJbk half a block", 2 * PAGE)?;
    storage.open("segment-0000000001")?.sync_data()?;
    let storage = restart(storage);
    let (journal, recovery, found) = open(storage.clone(), None)?;
    assert_eq!(found, kept);
    let cut = recovery.cut.ok_or("a cut")?;
    assert_eq!((cut.file.as_str(), cut.defect), ("segment-0000000001", Some(Defect::Checksum)));
    drop(journal);
    assert!(verify(&storage, &mut |_| ())?.is_clean(), "nothing of the tail is left");
    Ok(())
}

fn damage_before_the_synced_sequence_refuses<S: Storage>(storage: S, restart: &impl Fn(S) -> S) -> Outcome {
    let (mut journal, ..) = open(storage.clone(), None)?;
    append(&mut journal, 2)?;
    journal.sync()?;
    append(&mut journal, 1)?;
    journal.sync()?;
    drop(journal);
    let first_block = PAGE + 64;
    let file = storage.open("segment-0000000001")?;
    file.write_all_at(b"X", first_block + 200)?;
    file.sync_data()?;
    drop(file);
    let refused = open(restart(storage), None).err().ok_or("the start is refused")?;
    assert!(
        matches!(&refused, OpenError::Damaged { file, offset, seq: 1, synced_seq: 2, defect: Defect::Checksum }
            if file == "segment-0000000001" && *offset == first_block),
        "{refused}"
    );
    Ok(())
}

fn a_failed_sync_poisons_the_journal<S: Storage>(storage: S, restart: &impl Fn(S) -> S) -> Outcome {
    let failing = Failing::new(storage);
    let (mut journal, ..) = open(failing.clone(), None)?;
    let kept = append(&mut journal, 3)?;
    journal.sync()?;
    append(&mut journal, 1)?;
    let ticket = journal.sync_ticket().ok_or("a ticket")?;
    failing.fail_after(0, io::ErrorKind::Other);
    assert!(matches!(ticket.sync(), Err(SyncError::Io(_))));
    assert!(journal.is_poisoned());
    assert!(matches!(journal.sync(), Err(SyncError::Poisoned)), "a sync is never tried again");
    assert!(matches!(journal.append(1, b"x", b""), Err(AppendError::Poisoned)));
    assert_eq!(journal.synced_seq(), 3);
    drop(journal);
    let (_, _, found) = open(restart(failing.into_inner()), None)?;
    assert_eq!(found.get(..3), Some(kept.as_slice()), "what was synced before is there");
    Ok(())
}

fn a_failed_write_poisons_the_journal<S: Storage>(storage: S) -> Outcome {
    let failing = Failing::new(storage);
    let (mut journal, ..) = open(failing.clone(), None)?;
    append(&mut journal, 1)?;
    failing.fail_after(0, io::ErrorKind::Other);
    assert!(matches!(journal.append(1, b"x", b""), Err(AppendError::Io(_))));
    assert!(matches!(journal.append(1, b"x", b""), Err(AppendError::Poisoned)));
    assert!(journal.sync_ticket().is_none_or(|ticket| ticket.sync().is_err()));
    assert!(!journal.accepts_grants());
    Ok(())
}

/// TRU-06: a full disk is met before the room for checkins is used up, and passes without a restart.
fn a_full_disk_is_met_early<S: Storage>(storage: S) -> Outcome {
    let failing = Failing::new(storage);
    let (mut journal, ..) = open(failing.clone(), None)?;
    let mut after_refusal = 0;
    loop {
        failing.fail_after(0, io::ErrorKind::StorageFull);
        assert!(matches!(journal.prepare_next(), Err(crate::PrepareError::Full)));
        after_refusal += u64::from(!journal.accepts_grants());
        match journal.append(1, &[7; 100], b"") {
            Ok(_) => {}
            Err(AppendError::Full) => break,
            Err(other) => return Err(other.into()),
        }
    }
    assert!(4 < after_refusal, "there was room after grants had to stop");
    assert!(!journal.is_poisoned());
    append(&mut journal, 1)?;
    assert!(journal.accepts_grants(), "space came back");
    Ok(())
}

fn a_truncation_survives_a_crash_on_its_way<S: Storage>(fresh: &mut impl FnMut() -> S) -> Outcome {
    for skip in 0.. {
        let failing = Failing::new(fresh());
        let (mut journal, ..) = open(failing.clone(), None)?;
        let mut kept = append(&mut journal, 30)?;
        journal.sync()?;
        let (seq, all) = (9, kept.clone());
        kept.truncate(seq);
        failing.fail_forever_after(skip);
        let cut = journal.truncate_after(seq as u64);
        failing.heal();
        if cut.is_ok() {
            let more = append(&mut journal, 1)?;
            assert_eq!(more.first().map(|(seq, _)| *seq), Some(10));
            return Ok(());
        }
        assert!(matches!(journal.append(1, b"x", b""), Err(AppendError::Poisoned)));
        drop(journal);
        let (_, _, found) = open(failing.into_inner(), None)?;
        assert!(found == kept || (found == all), "cut whole or not at all");
    }
    Ok(())
}

fn a_second_crash_in_recovery_is_harmless<S: Storage>(fresh: &mut impl FnMut() -> S) -> Outcome {
    for skip in 0.. {
        let failing = Failing::new(fresh());
        let (mut journal, ..) = open(failing.clone(), None)?;
        let mut kept = append(&mut journal, 30)?;
        journal.sync()?;
        kept.extend(append(&mut journal, 1)?);
        let current = format!("segment-{:010}", journal.sealed_segments().len() + 1);
        drop(journal);
        failing.open(&current)?.write_all_at(b"torn", OPTIONS.segment_bytes - 4)?;
        failing.fail_forever_after(skip);
        let first = open(failing.clone(), None).map(|(_, _, found)| found);
        failing.heal();
        let (_, _, found) = open(failing.into_inner(), None)?;
        assert_eq!(found, kept, "the second start finds what the first would have");
        if first.is_ok() {
            return Ok(());
        }
    }
    Ok(())
}

fn snapshots_are_replaced_not_overwritten<S: Storage>(storage: S, restart: &impl Fn(S) -> S) -> Outcome {
    let (mut journal, ..) = open(storage.clone(), None)?;
    let mut positions = Vec::new();
    for _ in 0..3 {
        append(&mut journal, 2)?;
        journal.sync()?;
        positions.push(journal.position());
        write_snapshot(&storage, &OPTIONS, journal.position(), &journal.written_seq().to_le_bytes())?;
    }
    drop(journal);
    assert!(storage.open("snapshot-00000000000000000002").is_err(), "two are kept");
    let storage = restart(storage);
    let newest = latest_snapshot(&storage, &OPTIONS)?.newest.ok_or("a snapshot")?;
    assert_eq!((newest.position, newest.content), (positions[2], 6_u64.to_le_bytes().to_vec()));
    storage.open("snapshot-00000000000000000006")?.write_all_at(b"X", 130)?;
    let found = latest_snapshot(&storage, &OPTIONS)?;
    assert_eq!(found.damaged, [("snapshot-00000000000000000006".to_owned(), Defect::Content)]);
    let older = found.newest.ok_or("the one before it")?;
    assert_eq!(older.position, positions[1]);
    let (_, _, replayed) = open(storage, Some(older.position))?;
    assert_eq!(replayed.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [5, 6]);
    Ok(())
}
