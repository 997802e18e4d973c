//! Journal segments (TRU-04, TRU-05).

use lictor_journal::faulty::FaultyMemory;
use lictor_journal::{Journal, Options, SEGMENT_BYTES_MIN, Storage as _, verify};

const OPTIONS: Options = Options { segment_bytes: SEGMENT_BYTES_MIN, server_id: [7; 16], ledger_id: 0 };

/// Takes the bytes for the first segment of a log: checks it, and starts a server's journal on it. A log
/// that was opened is whole, so it can be written to and then checks out clean.
pub(super) fn run(bytes: &[u8]) {
    let (disk, name) = written();
    disk.edit(&name, |content| {
        content.clear();
        content.extend_from_slice(bytes);
        content.resize(SEGMENT_BYTES_MIN as usize, 0);
    });
    drop(verify(&disk, &mut |_| {}));
    let Ok((mut journal, _)) = Journal::open(disk.clone(), &OPTIONS, None, &mut |_| Ok(())) else { return };
    if journal.append(1, b"more", b"").is_ok() && journal.close().is_ok() {
        let report = verify(&disk, &mut |_| {});
        assert!(report.is_ok_and(|report| report.is_clean()), "opened, but not clean");
    }
}

/// A disk with a journal of a few blocks, and the name of its first segment.
fn written() -> (FaultyMemory, String) {
    let disk = FaultyMemory::new(1);
    if let Ok((mut journal, _)) = Journal::open(disk.clone(), &OPTIONS, None, &mut |_| Ok(())) {
        for count in 1..6 {
            drop(journal.append(count, b"a block of opaque bytes", b"erasable"));
            drop(journal.sync());
        }
    }
    let first = disk.list().unwrap_or_default().into_iter().min().unwrap_or_default();
    (disk, first)
}

/// The segment as far as it is written: the zeros behind it would draw most mutations.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let (disk, name) = written();
    let mut content = disk.content(&name).unwrap_or_default();
    let end = content.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    content.truncate(end);
    vec![content]
}
