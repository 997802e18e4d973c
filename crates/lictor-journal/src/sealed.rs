//! Reading segments that will not change any more, beside the server that writes the next.

use std::collections::VecDeque;

use crate::error::OpenError;
use crate::inventory::Inventory;
use crate::journal::Position;
use crate::options::Options;
use crate::replay::{Replay, Stop, Visit};
use crate::scan::Scan;
use crate::storage::Storage;

/// Shows `visit` each application block after `from` in the segments that are sealed, up to the
/// one that ends with the record `last_seq`. Takes no lock and changes nothing: for folding a
/// snapshot beside a running server. `last_seq` is of [`crate::Journal::sealed_segments`] and durable.
///
/// # Errors
///
/// [`OpenError`], as from opening.
pub fn read_sealed<S: Storage>(
    storage: &S,
    options: &Options,
    from: Option<Position>,
    last_seq: u64,
    visit: &mut Visit<'_>,
) -> Result<(), OpenError> {
    let inventory = Inventory::look(storage, options)?;
    let synced_seq = from.map_or(0, |from| from.seq);
    let unsynced = VecDeque::new();
    let mut replay =
        Replay { from, truncate: None, visit, cursor: None, synced_seq, unsynced, blocks: 0, records: 0 };
    let start = inventory.start(from);
    inventory.check_start(start, options, &mut replay)?;
    let mut bytes = Vec::new();
    for (index, found) in inventory.segments.iter().enumerate().skip(start) {
        found.load(storage, &mut bytes)?;
        let mut scan = Scan::new(&found.header, replay.cursor);
        let stop = replay.segment(index, &mut scan, &bytes)?;
        if let Stop::Bad { offset, defect } = stop {
            let next_seq = replay.cursor.map_or(0, |cursor| cursor.next_seq);
            return Err(found.damaged(offset, next_seq, replay.synced_seq, defect));
        }
        if stop != Stop::Sealed || replay.cursor.is_some_and(|cursor| cursor.next_seq > last_seq) {
            return Ok(());
        }
    }
    Ok(())
}
