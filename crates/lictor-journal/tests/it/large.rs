//! Blocks larger than the usual segment: a large feature set is one block.

use lictor_journal::{AppendError, Directory, Journal, Options, SEGMENT_BYTES_MIN, verify};
use tempfile::TempDir;

const OPTIONS: Options =
    Options { segment_bytes: SEGMENT_BYTES_MIN, server_id: *b"large   journal.", ledger_id: 0 };

/// TRU-05: a block of any allowed size gets a segment that holds it, and is replayed as written.
#[test]
fn tru_05_a_large_block_gets_a_segment_of_its_own() {
    let home = TempDir::new().unwrap();
    let large = vec![9; 40 * SEGMENT_BYTES_MIN as usize];
    let blocks: [&[u8]; 4] = [b"before", &large, b"after", &large];
    let (mut journal, _) =
        Journal::open(Directory::open(home.path()).unwrap(), &OPTIONS, None, &mut |_| Ok(())).unwrap();
    for block in blocks {
        journal.append(1, block, &[]).unwrap();
    }
    journal.sync().unwrap();
    drop(journal);
    let report = verify(&Directory::read_only(home.path()), &mut |_| ()).unwrap();
    assert_eq!((report.problems, report.last_seq), (Vec::new(), 4));
    let mut seen: Vec<Vec<u8>> = Vec::new();
    let reopened = Journal::open(Directory::open(home.path()).unwrap(), &OPTIONS, None, &mut |block| {
        seen.push(block.body.to_vec());
        Ok(())
    });
    assert_eq!(reopened.unwrap().0.written_seq(), 4);
    assert!(seen == blocks, "every block as it was written");
}

/// While another thread lays the next segment ready, a large block waits its turn.
#[test]
fn a_large_block_does_not_race_a_ticket() {
    let home = TempDir::new().unwrap();
    let (mut journal, _) =
        Journal::open(Directory::open(home.path()).unwrap(), &OPTIONS, None, &mut |_| Ok(())).unwrap();
    let ticket = journal.prepare_ticket().unwrap();
    let large = vec![9; 4 * SEGMENT_BYTES_MIN as usize];
    assert!(matches!(journal.append(1, &large, &[]), Err(AppendError::Full)));
    let prepared = ticket.prepare(|| ()).unwrap();
    journal.note_prepared(prepared);
    assert_eq!(journal.append(1, &large, &[]).unwrap(), 1);
}
