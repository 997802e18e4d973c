//! The start: finding the end of the log, cutting what a crash tore, refusing what was damaged.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use crate::bytes::first_nonzero;
use crate::chain;
use crate::defect::Defect;
use crate::error::OpenError;
use crate::inventory::{Found, Inventory};
use crate::journal::{Current, Journal, Position, SegmentInfo};
use crate::names;
use crate::options::{Options, PAGE};
use crate::prepare;
use crate::replay::{Replay, Stop, Unsynced, Visit};
use crate::scan::{Cursor, Scan, synced_evidence};
use crate::storage::{SegmentFile, Storage};

/// What a start found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Where the log stands now; all of it is durable.
    pub position: Position,
    /// Segments in the directory that hold blocks.
    pub segments: usize,
    /// Application blocks replayed.
    pub blocks: u64,
    /// Records replayed.
    pub records: u64,
    /// The tail that was cut, if there was one.
    pub cut: Option<Cut>,
}

/// A torn tail, or one that was to be truncated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Name of the segment in the directory.
    pub file: String,
    /// Everything from here on was cut, in bytes.
    pub offset: u64,
    /// What was found there; `None` if a truncation was finished.
    pub defect: Option<Defect>,
}

pub(crate) fn open<S: Storage>(
    storage: S,
    options: Options,
    from: Option<Position>,
    visit: &mut Visit<'_>,
) -> Result<(Journal<S>, Recovery), OpenError> {
    let inventory = Inventory::read(&storage, &options)?;
    if inventory.segments.is_empty() {
        return begin(storage, options, from);
    }
    let mut replay = Replay {
        from,
        truncate: inventory.truncate,
        visit,
        cursor: None,
        synced_seq: from.map_or(0, |from| from.seq),
        unsynced: VecDeque::new(),
        blocks: 0,
        records: 0,
    };
    let tail = inventory.replay(&storage, &options, &mut replay)?;
    tail.check_snapshot(from)?;
    inventory.finish(storage, options, replay, tail)
}

/// Cuts every record after `seq` and opens what is left; `from` is a place at or before the cut.
pub(crate) fn truncate<S: Storage>(
    storage: S,
    options: Options,
    from: Option<Position>,
    seq: u64,
) -> Result<Journal<S>, OpenError> {
    let intent = names::truncate(seq);
    // The name alone carries the intent, so that a crash on the way is finished by the next start.
    storage.create(&intent).map_err(OpenError::io(&intent))?;
    storage.sync_dir().map_err(OpenError::io(&intent))?;
    open(storage, options, from, &mut |_| Ok(())).map(|(journal, _)| journal)
}

fn begin<S: Storage>(
    storage: S,
    options: Options,
    from: Option<Position>,
) -> Result<(Journal<S>, Recovery), OpenError> {
    if let Some(from) = from {
        return Err(OpenError::SnapshotAhead { snapshot: from.seq, journal: 0 });
    }
    let (file, header) =
        prepare::make(&storage, &options, 1, || ()).map_err(OpenError::io(names::segment(1)))?;
    let cursor = Cursor { next_seq: 1, head: chain::genesis(&options.server_id, options.ledger_id) };
    let current = Current { file: Arc::new(file), header, opening: None, offset: PAGE as u64 };
    let journal = Journal::from_parts(storage, options, Vec::new(), current, cursor);
    let position = journal.position();
    Ok((journal, Recovery { position, segments: 0, blocks: 0, records: 0, cut: None }))
}

/// Where reading ended.
struct Tail {
    /// Index of the segment.
    segment: usize,
    /// End of its last block.
    offset: usize,
    opened: bool,
    cursor: Cursor,
    /// What is to be cut there, and why.
    cut: Option<Stop>,
    /// Whether later segments hold anything.
    later_used: bool,
}

impl Inventory {
    fn replay<S: Storage>(
        &self,
        storage: &S,
        options: &Options,
        replay: &mut Replay<'_, '_>,
    ) -> Result<Tail, OpenError> {
        let start = self.start(replay.from);
        self.check_start(start, options, replay)?;
        let mut bytes = Vec::new();
        for (index, found) in self.segments.iter().enumerate().skip(start) {
            found.load(storage, &mut bytes)?;
            let mut scan = Scan::new(&found.header, replay.cursor);
            let stop = replay.segment(index, &mut scan, &bytes)?;
            if stop == Stop::Sealed {
                continue;
            }
            return self.tail(storage, replay, index, &scan, stop, &mut bytes);
        }
        let last = self.segments.last().map_or(0, |found| found.header.ordinal);
        Err(OpenError::MissingSegment { file: names::segment(last + 1) })
    }

    /// Decides what to do with the end of the log: keep, cut or refuse.
    fn tail<S: Storage>(
        &self,
        storage: &S,
        replay: &mut Replay<'_, '_>,
        index: usize,
        scan: &Scan,
        stop: Stop,
        bytes: &mut Vec<u8>,
    ) -> Result<Tail, OpenError> {
        let found = &self.segments[index];
        let mut synced_seq = replay.synced_seq.max(synced_evidence(bytes, &found.header, scan.offset));
        let mut later_used = false;
        for later in &self.segments[index + 1..] {
            later.load(storage, bytes)?;
            later_used |= bytes.get(PAGE..).is_some_and(|rest| first_nonzero(rest).is_some());
            synced_seq = synced_seq.max(synced_evidence(bytes, &later.header, PAGE));
        }
        let Some(cursor) = scan.cursor else {
            return Err(found.damaged(PAGE, 0, synced_seq, Defect::Length));
        };
        let cut = match stop {
            Stop::Sealed => None,
            Stop::Truncate => Some(Stop::Truncate),
            Stop::End if later_used => Some(Stop::Bad { offset: scan.offset, defect: Defect::Unsealed }),
            Stop::End => None,
            bad @ Stop::Bad { .. } => Some(bad),
        };
        if let Some(Stop::Bad { offset, defect }) = cut {
            // Only what nobody was told to be durable can be a torn tail.
            if !defect.is_tear() || cursor.next_seq <= synced_seq {
                return Err(found.damaged(offset, cursor.next_seq, synced_seq, defect));
            }
        }
        Ok(Tail { segment: index, offset: scan.offset, opened: scan.opened, cursor, cut, later_used })
    }

    fn finish<S: Storage>(
        self,
        storage: S,
        options: Options,
        replay: Replay<'_, '_>,
        tail: Tail,
    ) -> Result<(Journal<S>, Recovery), OpenError> {
        let spare = self.clear_later(&storage, &tail)?;
        let found = &self.segments[tail.segment];
        let file = storage.open(&found.name).map_err(OpenError::io(&found.name))?;
        zero_from(&file, tail.offset as u64, found.header.segment_bytes)
            .map_err(OpenError::io(&found.name))?;
        self.write_again(&storage, &replay.unsynced, &tail)?;
        file.sync_data().map_err(OpenError::io(&found.name))?;
        if let Some(seq) = self.truncate {
            let intent = names::truncate(seq);
            storage.remove(&intent).map_err(OpenError::io(&intent))?;
        }
        storage.sync_dir().map_err(OpenError::io("the directory"))?;

        let sealed = self.sealed(&tail);
        let recovery = Recovery {
            position: Position { seq: tail.cursor.next_seq - 1, head: tail.cursor.head },
            segments: tail.segment + usize::from(tail.opened),
            blocks: replay.blocks,
            records: replay.records,
            cut: tail.cut.map(|stop| Cut {
                file: found.name.clone(),
                offset: tail.offset as u64,
                defect: if let Stop::Bad { defect, .. } = stop { Some(defect) } else { None },
            }),
        };
        let opening = found.opening.filter(|_| tail.opened);
        let current =
            Current { file: Arc::new(file), header: found.header, opening, offset: tail.offset as u64 };
        let mut journal = Journal::from_parts(storage, options, sealed, current, tail.cursor);
        if let Some(spare) = spare {
            let file = journal.storage.open(&spare.name).map_err(OpenError::io(&spare.name))?;
            journal.adopt_next(file, spare.header);
        }
        Ok((journal, recovery))
    }

    /// Removes later segments that hold what is to be cut, last first; returns a clean one.
    fn clear_later<S: Storage>(&self, storage: &S, tail: &Tail) -> Result<Option<&Found>, OpenError> {
        let later = &self.segments[tail.segment + 1..];
        if !tail.later_used {
            return Ok(later.first());
        }
        for found in later.iter().rev() {
            storage.remove(&found.name).map_err(OpenError::io(&found.name))?;
            storage.sync_dir().map_err(OpenError::io(&found.name))?;
        }
        Ok(None)
    }

    /// Writes what may not be durable once more, and syncs it: after a sync that failed, the system can
    /// hold pages that look clean and are on no disk.
    fn write_again<S: Storage>(
        &self,
        storage: &S,
        unsynced: &VecDeque<Unsynced>,
        tail: &Tail,
    ) -> Result<(), OpenError> {
        let Some(first) = unsynced.front() else { return Ok(()) };
        let mut bytes = Vec::new();
        for (index, found) in self.segments.iter().enumerate().take(tail.segment + 1).skip(first.segment) {
            let mut again = || -> io::Result<()> {
                let file = storage.open(&found.name)?;
                file.read_segment(&mut bytes)?;
                let from = if index == first.segment { first.offset } else { PAGE };
                let to = if index == tail.segment { tail.offset } else { bytes.len() };
                file.write_all_at(bytes.get(from..to).unwrap_or_default(), from as u64)?;
                file.sync_data()
            };
            again().map_err(OpenError::io(&found.name))?;
        }
        Ok(())
    }

    fn sealed(&self, tail: &Tail) -> Vec<SegmentInfo> {
        let before = &self.segments[..tail.segment];
        let next_firsts = self.segments[1..].iter().map(|next| next.opening.map(|opening| opening.first_seq));
        before
            .iter()
            .zip(next_firsts)
            .filter_map(|(found, next_first)| {
                let opening = found.opening?;
                let next_seq = next_first.unwrap_or(tail.cursor.next_seq);
                Some(SegmentInfo {
                    file: found.name.clone(),
                    first_seq: opening.first_seq,
                    last_seq: next_seq - 1,
                    first_head: opening.head,
                })
            })
            .collect()
    }
}

impl Tail {
    fn check_snapshot(&self, from: Option<Position>) -> Result<(), OpenError> {
        let Some(from) = from else { return Ok(()) };
        let last = self.cursor.next_seq - 1;
        if last < from.seq {
            return Err(OpenError::SnapshotAhead { snapshot: from.seq, journal: last });
        }
        if last == from.seq && self.cursor.head != from.head {
            return Err(OpenError::SnapshotMismatch { seq: from.seq });
        }
        Ok(())
    }
}

/// Makes everything from `offset` to the end of the segment zero, writing only where it is not.
fn zero_from<F: SegmentFile>(file: &F, mut offset: u64, end: u64) -> io::Result<()> {
    const CHUNK: usize = 64 * 1024;
    let (mut bytes, zeros) = (vec![0; CHUNK], vec![0; CHUNK]);
    while offset < end {
        let wanted = (end - offset).min(CHUNK as u64) as usize;
        let read = file.read_full_at(&mut bytes[..wanted], offset)?;
        if read < wanted || first_nonzero(&bytes[..read]).is_some() {
            file.write_all_at(&zeros[..wanted], offset)?;
        }
        offset += wanted as u64;
    }
    Ok(())
}
