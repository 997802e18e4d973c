//! What a directory holds, before any block is looked at.

use crate::chain;
use crate::defect::Defect;
use crate::error::OpenError;
use crate::journal::Position;
use crate::names::{self, Named};
use crate::options::{Options, PAGE};
use crate::replay::Replay;
use crate::scan::Cursor;
use crate::segment::{OPENING_BYTES, Opening, SegmentHeader};
use crate::storage::{SegmentFile, Storage};

/// A segment as its first two pages show it.
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) header: SegmentHeader,
    /// `None` if it was not opened, or its opening is not readable.
    pub(crate) opening: Option<Opening>,
}

/// What the directory holds.
pub(crate) struct Inventory {
    pub(crate) segments: Vec<Found>,
    pub(crate) truncate: Option<u64>,
}

impl Inventory {
    /// Looks at a directory of this server, and removes what was left unfinished in it.
    pub(crate) fn read<S: Storage>(storage: &S, options: &Options) -> Result<Self, OpenError> {
        let inventory = Self::look(storage, options)?;
        for name in storage.list().map_err(OpenError::io("the directory"))? {
            if let Some(Named::Unfinished) = Named::parse(&name) {
                storage.remove(&name).map_err(OpenError::io(&name))?;
            }
        }
        Ok(inventory)
    }

    /// Looks at a directory that may be in use, and changes nothing.
    pub(crate) fn look<S: Storage>(storage: &S, options: &Options) -> Result<Self, OpenError> {
        let (mut ordinals, mut truncate) = (Vec::new(), None::<u64>);
        for name in storage.list().map_err(OpenError::io("the directory"))? {
            match Named::parse(&name) {
                Some(Named::Segment(ordinal)) => ordinals.push(ordinal),
                Some(Named::Truncate(seq)) => truncate = Some(truncate.map_or(seq, |other| other.min(seq))),
                Some(Named::Unfinished | Named::Snapshot(_)) | None => {}
            }
        }
        ordinals.sort_unstable();
        let first = ordinals.first().copied().unwrap_or(1);
        let mut segments = Vec::with_capacity(ordinals.len());
        for (ordinal, wanted) in ordinals.into_iter().zip(first..) {
            if ordinal != wanted {
                return Err(OpenError::MissingSegment { file: names::segment(wanted) });
            }
            segments.push(Found::read(storage, options, ordinal)?);
        }
        Ok(Self { segments, truncate })
    }

    /// The segment to start reading in: the one with the last record that is not wanted. That record is
    /// durable, and with it the seal of the segment before. What is older is `lictor log verify`'s to
    /// check, not every start's.
    pub(crate) fn start(&self, from: Option<Position>) -> usize {
        let from = from.map_or(0, |from| from.seq);
        let from = self.truncate.map_or(from, |seq| from.min(seq));
        let readable = self.segments.iter().map_while(|found| found.opening);
        readable.take_while(|opening| opening.first_seq <= from).count().saturating_sub(1)
    }

    /// Tells the replay where the log stands before that segment, if that can be known.
    pub(crate) fn check_start(
        &self,
        start: usize,
        options: &Options,
        replay: &mut Replay<'_, '_>,
    ) -> Result<(), OpenError> {
        let Some(found) = self.segments.get(start) else { return Ok(()) };
        if found.header.ordinal == 1 {
            let head = chain::genesis(&options.server_id, options.ledger_id);
            replay.cursor = Some(Cursor { next_seq: 1, head });
            return Ok(());
        }
        let Some(opening) = found.opening else {
            let file = names::segment(found.header.ordinal - 1);
            return Err(OpenError::MissingSegment { file });
        };
        let wanted = replay.from.map_or(0, |from| from.seq) + 1;
        if wanted < opening.first_seq {
            return Err(OpenError::Gap { wanted, first: opening.first_seq });
        }
        Ok(())
    }
}

impl Found {
    fn read<S: Storage>(storage: &S, options: &Options, ordinal: u64) -> Result<Self, OpenError> {
        let name = names::segment(ordinal);
        let mut start = [0; PAGE + OPENING_BYTES];
        let read = storage
            .open(&name)
            .and_then(|file| file.read_full_at(&mut start, 0))
            .map_err(OpenError::io(&name))?;
        let start = &start[..read];
        let header = match SegmentHeader::decode(start) {
            Ok(header) => header,
            Err((_, Defect::NewerFormat)) => return Err(OpenError::NewerFormat { file: name }),
            Err((offset, defect)) => {
                return Err(OpenError::Damaged {
                    file: name,
                    offset: offset as u64,
                    seq: 0,
                    synced_seq: 0,
                    defect,
                });
            }
        };
        if !header.belongs_to(options) {
            return Err(OpenError::Foreign { file: name });
        }
        let opening = Opening::decode(start.get(PAGE..).unwrap_or_default(), header.seed()).ok();
        let found = Self { name, header, opening };
        if header.ordinal != ordinal {
            return Err(found.damaged(40, 0, 0, Defect::Field));
        }
        Ok(found)
    }

    /// Reads the whole segment; `bytes` is reused.
    pub(crate) fn load<S: Storage>(&self, storage: &S, bytes: &mut Vec<u8>) -> Result<(), OpenError> {
        storage
            .open(&self.name)
            .and_then(|file| file.read_segment(bytes))
            .map_err(OpenError::io(&self.name))?;
        if self.header.segment_bytes < bytes.len() as u64 {
            return Err(self.damaged(self.header.segment_bytes as usize, 0, 0, Defect::Length));
        }
        Ok(())
    }

    pub(crate) fn damaged(&self, offset: usize, seq: u64, synced_seq: u64, defect: Defect) -> OpenError {
        OpenError::Damaged { file: self.name.clone(), offset: offset as u64, seq, synced_seq, defect }
    }
}
