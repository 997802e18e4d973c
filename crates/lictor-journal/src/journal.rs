//! The journal while it is in use: appending, syncing, going on to the next segment.

use std::io;
use std::sync::{Arc, Weak};

use lictor_types::Digest;
use lictor_types::limits::BLOCK_BYTES_MAX;

use crate::block::{Block, PendingBlock, Place, SALT_BYTES};
use crate::error::{AppendError, OpenError, PrepareError, SyncError, VisitError};
use crate::names;
use crate::options::{Options, PAGE, SEGMENT_BYTES_MAX};
use crate::prepare::{self, PrepareTicket, Prepared};
use crate::recovery::{self, Recovery};
use crate::scan::Cursor;
use crate::segment::{OPENING_BYTES, Opening, SegmentHeader};
use crate::storage::{SegmentFile, Storage};
use crate::sync::{Poison, SyncTicket, Synced};

/// A place in the log's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Sequence of the last record; 0 before the first.
    pub seq: u64,
    /// Head of the chain after it.
    pub head: Digest,
}

/// A segment that will not change any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentInfo {
    /// Name in the directory.
    pub file: String,
    /// Sequence of its first record.
    pub first_seq: u64,
    /// Sequence of its last record.
    pub last_seq: u64,
    /// Head of the chain before its first record.
    pub first_head: Digest,
}

/// The append-only, hash-chained log of one server (TRU-05).
///
/// One writer. What was appended is in the system's hands when the call returns and survives the end of
/// the process; it is durable once [`Self::synced_seq`] has reached it. After a failed write or sync
/// nothing is written ever again: the caller must end the server.
#[derive(Debug)]
pub struct Journal<S: Storage> {
    pub(crate) storage: S,
    pub(crate) options: Options,
    pub(crate) sealed: Vec<SegmentInfo>,
    /// The segment before the current one, as long as it may not be durable.
    previous: Option<(u64, Arc<S::File>)>,
    pub(crate) current: Current<S::File>,
    next: Option<Prepared<S::File>>,
    next_claim: Weak<()>,
    pub(crate) cursor: Cursor,
    synced_seq: u64,
    /// Bytes written and bytes known to be durable since the journal was opened.
    written_bytes: u64,
    synced_bytes: u64,
    /// Counts the times that history was cut; a sync of an earlier era proves nothing about this one.
    era: u64,
    /// The next block must not share a page with bytes that are, or are being made, durable.
    fresh_page: bool,
    poison: Poison,
    buffer: Vec<u8>,
}

/// The segment that blocks go into.
#[derive(Debug)]
pub(crate) struct Current<F> {
    pub(crate) file: Arc<F>,
    pub(crate) header: SegmentHeader,
    /// What it was opened with, once it was.
    pub(crate) opening: Option<Opening>,
    /// End of the last block.
    pub(crate) offset: u64,
}

impl<S: Storage> Journal<S> {
    /// Opens the journal of `storage`, or begins one.
    ///
    /// Calls `visit` for each application block after `from`, the position of the snapshot the caller
    /// starts with. A tail that a crash tore is cut; everything that is left has been made durable when
    /// this returns.
    ///
    /// # Errors
    ///
    /// [`OpenError`]; no segment was changed in a directory that is refused as damaged.
    pub fn open(
        storage: S,
        options: &Options,
        from: Option<Position>,
        visit: &mut dyn FnMut(&Block<'_>) -> Result<(), VisitError>,
    ) -> Result<(Self, Recovery), OpenError> {
        recovery::open(storage, options.rounded(), from, visit)
    }

    pub(crate) fn from_parts(
        storage: S,
        options: Options,
        sealed: Vec<SegmentInfo>,
        current: Current<S::File>,
        cursor: Cursor,
    ) -> Self {
        Self {
            storage,
            options,
            sealed,
            previous: None,
            current,
            next: None,
            next_claim: Weak::new(),
            cursor,
            synced_seq: cursor.next_seq - 1,
            written_bytes: 0,
            synced_bytes: 0,
            era: 0,
            fresh_page: true,
            poison: Poison::default(),
            buffer: Vec::new(),
        }
    }

    /// Where the journal is kept; snapshots are written there too.
    #[must_use]
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// Sequence of the last record written; 0 in an empty journal.
    #[must_use]
    pub fn written_seq(&self) -> u64 {
        self.cursor.next_seq - 1
    }

    /// Sequence up to which records are known to be durable.
    #[must_use]
    pub fn synced_seq(&self) -> u64 {
        self.synced_seq
    }

    /// Where the log stands.
    #[must_use]
    pub fn position(&self) -> Position {
        Position { seq: self.written_seq(), head: self.cursor.head }
    }

    /// Bytes written but not known to be durable.
    #[must_use]
    pub fn unsynced_bytes(&self) -> u64 {
        self.written_bytes - self.synced_bytes
    }

    /// Whether an earlier write or sync failed, here or in a ticket.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.poison.is_set()
    }

    /// Appends one block of `count` records, and returns the sequence of the last.
    ///
    /// One write, or two when a segment ends; no allocation once the buffer has grown.
    ///
    /// # Errors
    ///
    /// [`AppendError`]; after [`AppendError::Io`] the journal is poisoned.
    pub fn append(&mut self, count: u32, body: &[u8], erasable: &[u8]) -> Result<u64, AppendError> {
        self.append_all(&[PendingBlock::records(count, body, erasable)])
    }

    /// Appends blocks in one write, all or none, and returns the sequence of the last record.
    ///
    /// # Errors
    ///
    /// [`AppendError`]; after [`AppendError::Io`] the journal is poisoned.
    pub fn append_all(&mut self, blocks: &[PendingBlock<'_>]) -> Result<u64, AppendError> {
        if self.poison.is_set() {
            return Err(AppendError::Poisoned);
        }
        let bytes = self.checked_bytes(blocks)?;
        while !self.current.fits(bytes, self.fresh_page) {
            self.make_large_enough(bytes)?;
            self.rotate()?;
        }
        self.write_blocks(blocks)?;
        Ok(self.written_seq())
    }

    fn checked_bytes(&self, blocks: &[PendingBlock<'_>]) -> Result<usize, AppendError> {
        if let Some(bytes) =
            blocks.iter().map(PendingBlock::payload_bytes).find(|bytes| BLOCK_BYTES_MAX < *bytes)
        {
            return Err(AppendError::TooLarge { bytes, most: BLOCK_BYTES_MAX });
        }
        let bytes = blocks.iter().map(PendingBlock::stored_bytes).sum();
        let most = SEGMENT_BYTES_MAX as usize - 2 * PAGE - OPENING_BYTES;
        if most < bytes { Err(AppendError::TooLarge { bytes, most }) } else { Ok(bytes) }
    }

    /// Makes the next segment on this thread if blocks of so many bytes do not fit the usual size: a
    /// large feature set is one block. [`AppendError::Full`] while a ticket for that segment is out.
    fn make_large_enough(&mut self, bytes: usize) -> Result<(), AppendError> {
        let wanted = (bytes + OPENING_BYTES + 2 * PAGE).next_multiple_of(PAGE) as u64;
        let ready = self.next.as_ref().map_or(self.options.segment_bytes, |next| next.header.segment_bytes);
        if wanted <= ready {
            return Ok(());
        }
        self.next = None;
        if self.next_claim.strong_count() != 0 {
            return Err(AppendError::Full);
        }
        let options = Options { segment_bytes: wanted, ..self.options };
        let ordinal = self.current.header.ordinal + 1;
        let (file, header) =
            prepare::make(&self.storage, &options, ordinal, || ()).map_err(|_| AppendError::Full)?;
        self.note_prepared(Prepared { file: Arc::new(file), header, _claim: Arc::new(()) });
        Ok(())
    }

    fn write_blocks(&mut self, blocks: &[PendingBlock<'_>]) -> Result<(), AppendError> {
        let mut cursor = self.cursor;
        let seed = self.current.header.seed();
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let opening = Opening { first_seq: cursor.next_seq, head: cursor.head };
        if self.current.opening.is_none() {
            buffer.extend_from_slice(&opening.encode(seed));
        }
        let encoded = blocks.iter().try_for_each(|block| {
            let mut salt = [0; SALT_BYTES];
            if !block.erasable.is_empty() {
                self.storage.fill_random(&mut salt)?;
            }
            let place =
                Place { first_seq: cursor.next_seq, synced_seq: self.synced_seq, head: cursor.head, seed };
            cursor.head = block.encode(&place, &salt, &mut buffer);
            cursor.next_seq += u64::from(block.count);
            io::Result::Ok(())
        });
        let start = self.current.start(self.fresh_page);
        let written = encoded.and_then(|()| self.current.file.write_all_at(&buffer, start));
        let bytes = buffer.len() as u64;
        self.buffer = buffer;
        if let Err(error) = written {
            self.poison.set();
            return Err(AppendError::Io(error));
        }
        self.current.opening.get_or_insert(opening);
        self.current.offset = start + bytes;
        self.written_bytes += bytes;
        self.fresh_page = false;
        self.cursor = cursor;
        Ok(())
    }

    /// Seals the current segment and goes on in the next.
    fn rotate(&mut self) -> Result<(), AppendError> {
        let Some(next) = self.next.take() else { return Err(AppendError::Full) };
        if let Some((_, file)) = self.previous.take() {
            // Two segments without a sync: the caller's background sync is far behind.
            file.sync_data().map_err(|error| {
                self.poison.set();
                AppendError::Io(error)
            })?;
        }
        self.write_blocks(&[PendingBlock::seal()])?;
        let ordinal = self.current.header.ordinal;
        if let Some(opening) = self.current.opening {
            self.sealed.push(SegmentInfo {
                file: names::segment(ordinal),
                first_seq: opening.first_seq,
                last_seq: self.written_seq(),
                first_head: opening.head,
            });
        }
        let unopened = Current { file: next.file, header: next.header, opening: None, offset: PAGE as u64 };
        let full = std::mem::replace(&mut self.current, unopened);
        self.previous = Some((ordinal, full.file));
        Ok(())
    }

    /// Makes everything written so far durable, now.
    ///
    /// # Errors
    ///
    /// [`SyncError`]; the journal is poisoned.
    pub fn sync(&mut self) -> Result<u64, SyncError> {
        if self.poison.is_set() {
            return Err(SyncError::Poisoned);
        }
        if let Some(ticket) = self.sync_ticket() {
            let synced = ticket.sync()?;
            self.note_synced(synced);
        }
        Ok(self.synced_seq)
    }

    /// What another thread needs to make everything written so far durable; `None` if it is.
    ///
    /// The next block starts on a page of its own, so that writing it cannot tear what the ticket covers.
    pub fn sync_ticket(&mut self) -> Option<SyncTicket<S::File>> {
        if self.unsynced_bytes() == 0 {
            return None;
        }
        self.fresh_page = true;
        Some(SyncTicket {
            previous: self.previous.as_ref().map(|(_, file)| Arc::clone(file)),
            current: Arc::clone(&self.current.file),
            covers: Synced {
                seq: self.written_seq(),
                bytes: self.written_bytes,
                ordinal: self.current.header.ordinal,
                era: self.era,
            },
            poison: self.poison.clone(),
        })
    }

    /// Takes note of a finished sync. Notes may come in any order.
    pub fn note_synced(&mut self, synced: Synced) {
        if synced.era != self.era {
            return;
        }
        if self.previous.as_ref().is_some_and(|(ordinal, _)| *ordinal < synced.ordinal) {
            self.previous = None;
        }
        self.synced_bytes = self.synced_bytes.max(synced.bytes);
        if self.synced_seq < synced.seq {
            self.synced_seq = synced.seq;
            // A block that says more than the one before it must be found after a tear.
            self.fresh_page = true;
        }
    }

    /// Whether the next segment should be prepared: there is none, and nobody is at it.
    #[must_use]
    pub fn needs_next(&self) -> bool {
        self.next.is_none() && self.next_claim.strong_count() == 0
    }

    /// What another thread needs to prepare the next segment; `None` unless [`Self::needs_next`].
    pub fn prepare_ticket(&mut self) -> Option<PrepareTicket<S>> {
        if !self.needs_next() {
            return None;
        }
        let claim = Arc::new(());
        self.next_claim = Arc::downgrade(&claim);
        let ordinal = self.current.header.ordinal + 1;
        Some(PrepareTicket { storage: self.storage.clone(), options: self.options, ordinal, claim })
    }

    /// Takes the next segment.
    pub fn note_prepared(&mut self, prepared: Prepared<S::File>) {
        if prepared.header.ordinal == self.current.header.ordinal + 1 {
            self.next = Some(prepared);
        }
    }

    /// Prepares the next segment on this thread, if one is needed.
    ///
    /// # Errors
    ///
    /// [`PrepareError`]; the journal goes on in what it has.
    pub fn prepare_next(&mut self) -> Result<(), PrepareError> {
        if let Some(ticket) = self.prepare_ticket() {
            let prepared = ticket.prepare(|| ())?;
            self.note_prepared(prepared);
        }
        Ok(())
    }

    /// Whether records that take seats may still be written (TRU-06).
    ///
    /// Without a next segment the last quarter of the current one is kept for checkins, ends of
    /// sessions and the server's own last words; [`Self::append`] does not look at this.
    #[must_use]
    pub fn accepts_grants(&self) -> bool {
        let room = self.current.header.segment_bytes - 2 * PAGE as u64;
        !self.poison.is_set() && (self.next.is_some() || room / 4 < self.space_left())
    }

    /// Bytes that are left for blocks in the current segment, should the next block start a page.
    #[must_use]
    pub fn space_left(&self) -> u64 {
        let start = self.current.offset.next_multiple_of(PAGE as u64);
        (self.current.header.segment_bytes - PAGE as u64).saturating_sub(start)
    }

    /// Syncs, and writes down that all is durable, so that the next start takes no later damage for
    /// a torn tail.
    ///
    /// # Errors
    ///
    /// [`AppendError`]; only [`AppendError::Full`] leaves the journal durable.
    pub fn close(mut self) -> Result<(), AppendError> {
        self.sync()?;
        if self.written_seq() != 0 {
            self.append_all(&[PendingBlock::blank()])?;
            self.sync()?;
        }
        Ok(())
    }

    /// The segments that will not change any more, oldest first.
    #[must_use]
    pub fn sealed_segments(&self) -> &[SegmentInfo] {
        &self.sealed
    }

    /// Removes the sealed segments whose records are all older than `seq`, and returns them (TRU-06).
    ///
    /// The caller has exported what must be kept, and holds a snapshot at or after `seq - 1`.
    ///
    /// # Errors
    ///
    /// What the system said; some may have been removed.
    pub fn remove_before(&mut self, seq: u64) -> io::Result<Vec<SegmentInfo>> {
        let mut old = self.sealed.iter().filter(|segment| segment.last_seq < seq).count();
        if self.current.opening.is_none() && old == self.sealed.len() {
            // An unopened segment does not say where the log stands; its predecessor does.
            old = old.saturating_sub(1);
        }
        for segment in &self.sealed[..old] {
            self.storage.remove(&segment.file)?;
            self.storage.sync_dir()?;
        }
        Ok(self.sealed.drain(..old).collect())
    }

    /// Cuts every record after `seq`, none of which was released; they may have been durable.
    ///
    /// # Errors
    ///
    /// [`OpenError::NotABlockEnd`] if no block ends there, and nothing was changed. After any other the
    /// journal is poisoned.
    pub fn truncate_after(&mut self, seq: u64) -> Result<(), OpenError> {
        let opened = self.current.opening.map(|Opening { first_seq, head }| (first_seq, head));
        let sealed = self.sealed.iter().map(|segment| (segment.first_seq, segment.first_head));
        let start = sealed.chain(opened).take_while(|(first_seq, _)| *first_seq <= seq).last();
        if start.is_none() && seq != 0 {
            return Err(OpenError::NotABlockEnd { seq });
        }
        let from = start.map(|(first_seq, head)| Position { seq: first_seq - 1, head });
        let cut = recovery::truncate(self.storage.clone(), self.options, from, seq);
        let reopened = cut.inspect_err(|_| self.poison.set())?;
        let found = reopened.written_seq();
        let (era, buffer) = (self.era + 1, std::mem::take(&mut self.buffer));
        *self = Self { era, buffer, poison: self.poison.clone(), ..reopened };
        if found == seq { Ok(()) } else { Err(OpenError::NotABlockEnd { seq }) }
    }

    /// A spare that was found at the start.
    pub(crate) fn adopt_next(&mut self, file: S::File, header: SegmentHeader) {
        self.note_prepared(Prepared { file: Arc::new(file), header, _claim: Arc::new(()) });
    }
}

impl<F> Current<F> {
    /// Where the next block goes.
    fn start(&self, fresh_page: bool) -> u64 {
        if fresh_page { self.offset.next_multiple_of(PAGE as u64) } else { self.offset }
    }

    /// Whether blocks of so many bytes fit, with the page that is kept for the seal.
    fn fits(&self, bytes: usize, fresh_page: bool) -> bool {
        let opening = if self.opening.is_none() { OPENING_BYTES } else { 0 };
        let end = self.start(fresh_page) + (opening + bytes) as u64;
        end <= self.header.segment_bytes - PAGE as u64
    }
}
