//! Every byte that is not as it was written is found (TRU-05; reliability row S4).

use lictor_journal::faulty::FaultyMemory;
use lictor_journal::{
    Defect, Journal, OpenError, Options, SEGMENT_BYTES_MIN, SegmentFile, Storage, verify_copy, write_snapshot,
};

const OPTIONS: Options =
    Options { segment_bytes: SEGMENT_BYTES_MIN, server_id: *b"somebody's own..", ledger_id: 0 };

/// A sealed segment, one in use, a spare, and two snapshots; everything durable and marked so.
fn directory() -> FaultyMemory {
    let storage = FaultyMemory::new(5);
    let (mut journal, _) = Journal::open(storage.clone(), &OPTIONS, None, &mut |_| Ok(())).unwrap();
    for turn in 0..16_u8 {
        journal.prepare_next().unwrap();
        journal.append(2, &vec![turn; 300 + usize::from(turn)], b"ada@engine-room").unwrap();
        if turn % 6 == 5 {
            journal.sync().unwrap();
            write_snapshot(&storage, &OPTIONS, journal.position(), &[turn; 100]).unwrap();
        }
    }
    journal.prepare_next().unwrap();
    assert_eq!(journal.sealed_segments().len(), 1);
    journal.close().unwrap();
    storage
}

/// TRU-05: `lictor log verify` finds any flipped byte: headers, blocks, padding, zero tails, snapshots.
#[test]
fn tru_05_every_flipped_byte_is_found() {
    let storage = directory();
    let clean = verify_copy(&storage, &mut |_| ()).unwrap();
    assert_eq!((clean.problems, clean.segments, clean.snapshots, clean.records), (vec![], 3, 2, 32));
    for name in storage.list().unwrap() {
        for at in 0..storage.content(&name).unwrap().len() {
            let flip = |bytes: &mut Vec<u8>| bytes[at] ^= 1 << (at % 8);
            storage.edit(&name, flip);
            let report = verify_copy(&storage, &mut |_| ()).unwrap();
            assert!(
                report.problems.iter().any(|problem| problem.file == name && problem.offset <= at as u64),
                "{name} byte {at}: {:?}",
                report.problems
            );
            storage.edit(&name, flip);
        }
    }
    assert!(verify_copy(&storage, &mut |_| ()).unwrap().is_clean());
}

/// A start on damage refuses and names a place at or before it, or cuts what is not a block at all; it
/// never shows a wrong block.
#[test]
fn a_start_on_damage_refuses_or_shows_the_true_blocks() {
    let storage = directory();
    let replay = || -> Result<Vec<Vec<u8>>, OpenError> {
        let mut bodies = Vec::new();
        let copy = storage.crash(lictor_journal::faulty::Crash::Process);
        Journal::open(copy, &OPTIONS, None, &mut |block| {
            bodies.push(block.body.to_vec());
            Ok(())
        })?;
        Ok(bodies)
    };
    let all = replay().unwrap();
    let (mut refused, mut harmless) = (0, 0);
    for name in ["segment-0000000001", "segment-0000000002", "segment-0000000003"] {
        for at in (0..SEGMENT_BYTES_MIN).step_by(5) {
            let flip = |bytes: &mut Vec<u8>| bytes[at as usize] ^= 0x20;
            storage.edit(name, flip);
            match replay() {
                Ok(bodies) => {
                    assert_eq!(bodies, all, "{name} byte {at}");
                    harmless += 1;
                }
                Err(OpenError::Damaged { file, offset, .. }) => {
                    assert!(file == name && offset <= at, "{name} byte {at}: {file} {offset}");
                    refused += 1;
                }
                Err(OpenError::NewerFormat { file }) => assert_eq!(file, name),
                Err(other) => panic!("{name} byte {at}: {other}"),
            }
            storage.edit(name, flip);
        }
    }
    assert!(3000 < refused && 3000 < harmless, "{refused} refused, {harmless} in the zero tails");
}

/// TRU-05: whoever changes a block and its checksum still breaks the chain; that is never taken for a
/// torn tail, not even where nothing was durable.
#[test]
fn tru_05_a_recomputed_checksum_does_not_help() {
    let unsynced = FaultyMemory::new(5);
    let (mut journal, _) = Journal::open(unsynced.clone(), &OPTIONS, None, &mut |_| Ok(())).unwrap();
    journal.append(1, b"granted to ada", b"").unwrap();
    journal.append(1, b"granted to bob", b"").unwrap();
    drop(journal);
    for storage in [directory(), unsynced] {
        storage.edit("segment-0000000001", |content| forge(content));
        let report = verify_copy(&storage, &mut |_| ()).unwrap();
        let defects: Vec<_> = report.problems.iter().map(|problem| problem.defect).collect();
        assert_eq!(defects, [Defect::Chain]);
        let refused = Journal::open(storage, &OPTIONS, None, &mut |_| Ok(())).err();
        assert!(matches!(refused, Some(OpenError::Damaged { defect: Defect::Chain, .. })), "{refused:?}");
    }
}

/// Changes a byte of the first block's body and computes its checksum anew.
fn forge(segment: &mut [u8]) {
    let seed = crc32c::crc32c(&segment[56..64]);
    let block = &mut segment[4096 + 64..];
    let length = |at: usize| u32::from_le_bytes(block[at..at + 4].try_into().unwrap()) as usize;
    let end = 128 + length(56) + length(60);
    block[130] ^= 1;
    let checksum = crc32c::crc32c_append(seed, &block[8..end]);
    block[4..8].copy_from_slice(&checksum.to_le_bytes());
}

/// Bytes a client may put into a record cannot pose as a block that calls something durable.
#[test]
fn a_block_within_a_record_is_no_evidence() {
    let storage = directory();
    let planted = storage.content("segment-0000000001").unwrap()[2 * 4096..3 * 4096].to_vec();
    assert_eq!((&planted[..4], planted[8]), (&b"LJbk"[..], 12), "a block that calls sequence 12 durable");
    let other = FaultyMemory::new(9);
    let (mut journal, _) = Journal::open(other.clone(), &OPTIONS, None, &mut |_| Ok(())).unwrap();
    // Genuine blocks of another segment, on a page boundary, within a block that is torn.
    let mut body = vec![0; 4096 - 64 - 128];
    body.extend_from_slice(&planted);
    journal.append(1, &body, b"").unwrap();
    drop(journal);
    other.open("segment-0000000001").unwrap().write_all_at(b"torn", 4096 + 70).unwrap();
    let (_, recovery) = Journal::open(other, &OPTIONS, None, &mut |_| Ok(())).unwrap();
    assert_eq!(recovery.position.seq, 0, "the torn block was cut, nothing was held against it");
}
