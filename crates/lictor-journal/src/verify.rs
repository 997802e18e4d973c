//! Checking a whole directory, every byte of it (TRU-05).

use std::io;
use std::thread;
use std::time::Duration;

use lictor_types::Digest;

use crate::block::Block;
use crate::bytes::first_nonzero;
use crate::chain;
use crate::defect::Defect;
use crate::journal::Position;
use crate::names::{self, Named};
use crate::options::PAGE;
use crate::scan::{Cursor, Scan, Step};
use crate::segment::{Opening, SegmentHeader};
use crate::snapshot;
use crate::storage::{SegmentFile, Storage};

/// How often the end of a journal that is being written is looked at again before it is called damaged.
const LOOKS_MAX: u32 = 5;
const LOOK_PAUSE: Duration = Duration::from_millis(2);

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// Segments read.
    pub segments: u64,
    /// Snapshots read.
    pub snapshots: u64,
    /// Blocks of all kinds but seals.
    pub blocks: u64,
    /// Records in them.
    pub records: u64,
    /// Blocks whose personal text was erased.
    pub erased: u64,
    /// Sequence of the first record there is; 0 in an empty journal.
    pub first_seq: u64,
    /// Sequence of the last record; 0 in an empty journal.
    pub last_seq: u64,
    /// Head of the chain after the last record.
    pub head: Digest,
    /// The highest sequence that a block calls durable.
    pub synced_seq: u64,
    /// Everything that is not as it was written, in order.
    pub problems: Vec<Problem>,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name in the directory.
    pub file: String,
    /// Where in the file, in bytes.
    pub offset: u64,
    /// What is wrong.
    pub defect: Defect,
}

/// Checks every segment and snapshot of a directory and shows each genuine block to `visit`.
///
/// Takes no lock and changes nothing. Works while a server writes: what is complete when the check
/// comes by is checked. Any byte that is not as it was written is a [`Problem`]; what was cut off at
/// the end cannot be seen from the inside, only by comparing `last_seq` and `head` with what was noted
/// elsewhere.
///
/// # Errors
///
/// When a file cannot be read.
pub fn verify<S: Storage>(storage: &S, visit: &mut dyn FnMut(&Block<'_>)) -> io::Result<VerifyReport> {
    check(storage, visit, LOOKS_MAX)
}

/// As [`verify`], for a directory that nobody writes to: its end is not looked at twice.
///
/// # Errors
///
/// When a file cannot be read.
pub fn verify_copy<S: Storage>(storage: &S, visit: &mut dyn FnMut(&Block<'_>)) -> io::Result<VerifyReport> {
    check(storage, visit, 1)
}

fn check<S: Storage>(
    storage: &S,
    visit: &mut dyn FnMut(&Block<'_>),
    looks_max: u32,
) -> io::Result<VerifyReport> {
    let mut ordinals = Vec::new();
    for name in storage.list()? {
        if let Some(Named::Segment(ordinal)) = Named::parse(&name) {
            ordinals.push(ordinal);
        }
    }
    ordinals.sort_unstable();
    let mut walk = Walk::new(storage, visit, looks_max);
    if let Some(mut ordinal) = ordinals.first().copied() {
        let last = ordinals.last().copied().unwrap_or(ordinal);
        while walk.segment(ordinal, last)? {
            ordinal += 1;
        }
    }
    walk.snapshots()?;
    Ok(walk.report)
}

struct Walk<'a, S> {
    storage: &'a S,
    visit: &'a mut dyn FnMut(&Block<'_>),
    looks_max: u32,
    report: VerifyReport,
    cursor: Option<Cursor>,
    owner: Option<([u8; 16], u32)>,
    /// The log's end was seen; what is begun after it belongs to a later check.
    ended: bool,
    bytes: Vec<u8>,
}

impl<'a, S: Storage> Walk<'a, S> {
    fn new(storage: &'a S, visit: &'a mut dyn FnMut(&Block<'_>), looks_max: u32) -> Self {
        let report = VerifyReport {
            segments: 0,
            snapshots: 0,
            blocks: 0,
            records: 0,
            erased: 0,
            first_seq: 0,
            last_seq: 0,
            head: Digest([0; 32]),
            synced_seq: 0,
            problems: Vec::new(),
        };
        Self { storage, visit, looks_max, report, cursor: None, owner: None, ended: false, bytes: Vec::new() }
    }

    /// Checks one segment; false after the last one.
    fn segment(&mut self, ordinal: u64, last: u64) -> io::Result<bool> {
        // Looked at first: if the next segment is not begun now, this one may end without a seal.
        let next_begun = self.is_begun(ordinal + 1)?;
        let name = names::segment(ordinal);
        let file = match self.storage.open(&name) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.problem(&name, 0, Defect::Missing);
                self.cursor = None;
                return Ok(ordinal < last);
            }
            Err(error) => return Err(error),
        };
        file.read_segment(&mut self.bytes)?;
        self.report.segments += 1;
        let Some(header) = self.header(&name, ordinal) else {
            self.cursor = None;
            return Ok(ordinal < last);
        };
        let rest = self.bytes.get(PAGE..).unwrap_or_default();
        if self.ended && Opening::decode(rest, header.seed()).is_ok() {
            return Ok(false);
        }
        let mut scan = Scan::new(&header, self.cursor);
        let sealed = self.blocks(&name, &file, &mut scan, next_begun)?;
        self.cursor = scan.cursor.filter(|_| sealed);
        Ok(sealed || next_begun || ordinal < last)
    }

    fn is_begun(&self, ordinal: u64) -> io::Result<bool> {
        let file = match self.storage.open(&names::segment(ordinal)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let mut first = [0; PAGE];
        let read = file.read_full_at(&mut first, PAGE as u64)?;
        Ok(first_nonzero(&first[..read]).is_some())
    }

    fn header(&mut self, name: &str, ordinal: u64) -> Option<SegmentHeader> {
        let header = match SegmentHeader::decode(&self.bytes) {
            Ok(header) => header,
            Err((offset, defect)) => {
                self.problem(name, offset, defect);
                return None;
            }
        };
        let owner = *self.owner.get_or_insert((header.server_id, header.ledger_id));
        if owner != (header.server_id, header.ledger_id) {
            self.problem(name, 16, Defect::Foreign);
        }
        if header.ordinal != ordinal {
            self.problem(name, 40, Defect::Field);
        }
        if header.segment_bytes != self.bytes.len() as u64 {
            self.problem(name, self.bytes.len().min(header.segment_bytes as usize), Defect::Length);
        }
        if ordinal == 1 {
            let head = chain::genesis(&header.server_id, header.ledger_id);
            self.cursor = Some(Cursor { next_seq: 1, head });
            self.report.head = head;
        }
        Some(header)
    }

    /// Walks the blocks; true if the segment is sealed.
    fn blocks(&mut self, name: &str, file: &S::File, scan: &mut Scan, next_begun: bool) -> io::Result<bool> {
        let mut looks = 0;
        loop {
            let (offset, defect) = match scan.step(&self.bytes) {
                Step::Block { block, .. } => {
                    note(&mut self.report, &block);
                    (self.visit)(&block);
                    continue;
                }
                Step::Sealed => return Ok(true),
                Step::End if !next_begun => {
                    self.ended = true;
                    return Ok(false);
                }
                Step::End => (scan.offset, Defect::Unsealed),
                Step::Bad { offset, defect } => (offset, defect),
            };
            looks += 1;
            if next_begun || self.looks_max <= looks {
                self.problem(name, offset, defect);
                return Ok(false);
            }
            // Perhaps the server is just writing this block.
            thread::sleep(LOOK_PAUSE);
            file.read_segment(&mut self.bytes)?;
        }
    }

    fn snapshots(&mut self) -> io::Result<()> {
        for seq in snapshot::sequences(self.storage)? {
            let name = names::snapshot(seq);
            match snapshot::read(self.storage, &name, None) {
                Ok(Ok(snapshot)) if snapshot.position.seq == seq => {}
                Ok(Ok(_)) => self.problem(&name, 40, Defect::Field),
                Ok(Err((offset, defect))) => self.problem(&name, offset, defect),
                // Replaced by a newer one meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            }
            self.report.snapshots += 1;
        }
        Ok(())
    }

    fn problem(&mut self, file: &str, offset: usize, defect: Defect) {
        self.report.problems.push(Problem { file: file.into(), offset: offset as u64, defect });
    }
}

fn note(report: &mut VerifyReport, block: &Block<'_>) {
    report.blocks += 1;
    report.records += u64::from(block.count);
    report.erased += u64::from(block.erased);
    if report.first_seq == 0 && block.count != 0 {
        report.first_seq = block.first_seq;
    }
    report.last_seq = block.last_seq();
    report.head = block.chain;
    report.synced_seq = report.synced_seq.max(block.synced_seq);
}

impl VerifyReport {
    /// Whether every byte is as it was written.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// Where the log stands.
    #[must_use]
    pub const fn position(&self) -> Position {
        Position { seq: self.last_seq, head: self.head }
    }
}
