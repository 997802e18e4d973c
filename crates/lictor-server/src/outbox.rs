//! What has been decided and may not be told yet (design: one gate).

use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use crate::connection::Connection;

/// Batches of frames in the order of decisions.
#[derive(Default)]
pub(crate) struct Outbox {
    held: VecDeque<Batch>,
    spare: Batch,
}

/// What one turn says, in one piece of memory.
#[derive(Default)]
pub(crate) struct Batch {
    /// The journal sequence it rests on.
    seq: u64,
    /// Frames are appended here.
    pub(crate) bytes: Vec<u8>,
    pieces: Vec<(Rc<Connection>, Range<usize>)>,
}

impl Batch {
    /// What was appended since `start` goes to this connection, together with what was just before
    /// it if that goes there too.
    pub(crate) fn address(&mut self, to: &Rc<Connection>, start: usize) {
        let end = self.bytes.len();
        match self.pieces.last_mut() {
            Some((last, range)) if Rc::ptr_eq(last, to) => range.end = end,
            Some(_) | None => self.pieces.push((Rc::clone(to), start..end)),
        }
    }

    /// What goes where.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&Rc<Connection>, &[u8])> {
        self.pieces.iter().map(|(to, range)| (to, self.bytes.get(range.clone()).unwrap_or_default()))
    }
}

impl Outbox {
    /// An empty batch to fill.
    pub(crate) fn batch(&mut self) -> Batch {
        std::mem::take(&mut self.spare)
    }

    /// Keeps a batch until `seq` is released.
    pub(crate) fn hold(&mut self, seq: u64, batch: Batch) {
        self.held.push_back(Batch { seq, ..batch });
    }

    /// The next batch that `released` makes safe to tell.
    pub(crate) fn release(&mut self, released: u64) -> Option<Batch> {
        if self.held.front()?.seq <= released { self.held.pop_front() } else { None }
    }

    /// Takes a told batch back, for its memory.
    pub(crate) fn recycle(&mut self, mut batch: Batch) {
        batch.bytes.clear();
        batch.pieces.clear();
        self.spare = batch;
    }
}
