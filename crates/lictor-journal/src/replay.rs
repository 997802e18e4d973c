//! Reading the log forward at the start, and remembering what may not be durable.

use std::collections::VecDeque;

use crate::block::{Block, BlockKind};
use crate::defect::Defect;
use crate::error::{OpenError, VisitError};
use crate::journal::Position;
use crate::scan::{Cursor, Scan, Step};

/// What the caller of a replay does with a block.
pub(crate) type Visit<'v> = dyn FnMut(&Block<'_>) -> Result<(), VisitError> + 'v;

/// How reading a segment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// At its seal.
    Sealed,
    /// At zeros.
    End,
    /// At the sequence a truncation is to cut after.
    Truncate,
    /// At something that is no block of this log.
    Bad { offset: usize, defect: Defect },
}

/// A place from which on the log may not be durable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unsynced {
    pub(crate) segment: usize,
    pub(crate) offset: usize,
    /// A later block that calls this sequence durable proves that this place is.
    proved_by: u64,
}

/// The state of a replay over segments in order.
pub(crate) struct Replay<'a, 'v> {
    pub(crate) from: Option<Position>,
    pub(crate) truncate: Option<u64>,
    pub(crate) visit: &'a mut Visit<'v>,
    pub(crate) cursor: Option<Cursor>,
    /// The highest sequence that anything calls durable.
    pub(crate) synced_seq: u64,
    pub(crate) unsynced: VecDeque<Unsynced>,
    pub(crate) blocks: u64,
    pub(crate) records: u64,
}

impl Replay<'_, '_> {
    /// Reads the segment at index `segment` as far as it goes, and says where its last block ends.
    pub(crate) fn segment(
        &mut self,
        segment: usize,
        scan: &mut Scan,
        bytes: &[u8],
    ) -> Result<Stop, OpenError> {
        loop {
            if self.truncate.is_some_and(|seq| scan.cursor.is_some_and(|cursor| cursor.next_seq == seq + 1)) {
                return Ok(Stop::Truncate);
            }
            let offset = scan.offset;
            let stop = match scan.step(bytes) {
                Step::Block { block, .. } => {
                    self.note(Unsynced { segment, offset, proved_by: proved_by(&block) }, block.synced_seq);
                    self.take(&block)?;
                    None
                }
                Step::Sealed => {
                    let next_seq = scan.cursor.map_or(0, |cursor| cursor.next_seq);
                    self.note(Unsynced { segment, offset, proved_by: next_seq }, 0);
                    Some(Stop::Sealed)
                }
                Step::End => Some(Stop::End),
                Step::Bad { offset, defect } => Some(Stop::Bad { offset, defect }),
            };
            self.cursor = scan.cursor;
            if let Some(stop) = stop {
                return Ok(stop);
            }
        }
    }

    fn note(&mut self, place: Unsynced, synced_seq: u64) {
        self.synced_seq = self.synced_seq.max(synced_seq);
        self.unsynced.push_back(place);
        while self.unsynced.front().is_some_and(|place| place.proved_by <= self.synced_seq) {
            self.unsynced.pop_front();
        }
    }

    fn take(&mut self, block: &Block<'_>) -> Result<(), OpenError> {
        if block.kind != BlockKind::Application {
            return Ok(());
        }
        if let Some(from) = self.from {
            let straddles = block.first_seq <= from.seq && from.seq < block.last_seq();
            let next = block.first_seq == from.seq + 1;
            if straddles || (next && block.previous != from.head) {
                return Err(OpenError::SnapshotMismatch { seq: from.seq });
            }
            if block.last_seq() <= from.seq {
                return Ok(());
            }
        }
        (self.visit)(block).map_err(|source| OpenError::Refused { seq: block.first_seq, source })?;
        self.blocks += 1;
        self.records += u64::from(block.count);
        Ok(())
    }
}

/// A sync that covers the last record covers its block; for a block without records only one that
/// covers the next record does.
const fn proved_by(block: &Block<'_>) -> u64 {
    if block.count == 0 { block.last_seq() + 1 } else { block.last_seq() }
}
