//! From decided to safe: the one way into the journal, and the gate that answers wait at.
//!
//! A turn's block is queued while the ledger is locked, so blocks stand in the order of decisions;
//! hashing and writing happen after the lock is free. Whoever writes takes all that is queued.
//! With `durability = "process"` a block is safe when the operating system has it; with `"disk"`
//! when it is synced. Only this module moves [`Commit::released`].

use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use lictor_engine::Effects;
use lictor_journal::{AppendError, Directory, Journal};
use parking_lot::{Condvar, Mutex, MutexGuard};
use tokio::sync::Notify;

use crate::server::Fatal;
use crate::settings::Durability;

/// Memory that a batch keeps between turns.
const BATCH_BYTES_KEPT: usize = 1024 * 1024;

/// The journal and its gate.
pub(crate) struct Commit {
    queue: Mutex<Queue>,
    queued: Condvar,
    writer: Mutex<Writer>,
    released: AtomicU64,
    durability: Durability,
    /// Whether the thread that closes a turn also writes it.
    inline: bool,
    waiting: Vec<Arc<Notify>>,
    fatal: OnceLock<Fatal>,
}

struct Queue {
    batch: Batch,
    last_seq: u64,
    stopped: bool,
}

struct Writer {
    journal: Journal<Directory>,
    spare: Batch,
}

/// Blocks in the order of decisions, in one piece of memory.
#[derive(Default)]
struct Batch {
    bodies: Vec<u8>,
    erasables: Vec<u8>,
    blocks: Vec<Block>,
}

impl Batch {
    /// Empties it and keeps its memory, unless a large feature set has just gone through.
    fn clear(&mut self) {
        if self.bodies.capacity() > BATCH_BYTES_KEPT {
            *self = Self::default();
        }
        self.bodies.clear();
        self.erasables.clear();
        self.blocks.clear();
    }
}

struct Block {
    count: u32,
    body: usize,
    erasable: usize,
    last_seq: u64,
}

impl Commit {
    /// Takes the recovered journal. `waiting` are told whenever more is released; with one of them
    /// writing is done by whoever closes a turn, also with `"disk"` (design: Who writes).
    pub(crate) fn new(
        journal: Journal<Directory>,
        durability: Durability,
        waiting: Vec<Arc<Notify>>,
    ) -> Self {
        let last_seq = journal.written_seq();
        Self {
            queue: Mutex::new(Queue { batch: Batch::default(), last_seq, stopped: false }),
            queued: Condvar::new(),
            writer: Mutex::new(Writer { journal, spare: Batch::default() }),
            released: AtomicU64::new(last_seq),
            durability,
            inline: durability == Durability::Process || waiting.len() <= 1,
            waiting,
            fatal: OnceLock::new(),
        }
    }

    /// Queues the records of a turn; called with the ledger locked. Answers the sequence that
    /// everything said in this turn rests on.
    pub(crate) fn queue(&self, effects: &Effects) -> u64 {
        let mut queue = self.queue.lock();
        if effects.record_count == 0 {
            return queue.last_seq;
        }
        queue.last_seq += u64::from(effects.record_count);
        let last_seq = queue.last_seq;
        let batch = &mut queue.batch;
        batch.bodies.extend_from_slice(&effects.records);
        batch.erasables.extend_from_slice(&effects.erasable);
        batch.blocks.push(Block {
            count: effects.record_count,
            body: effects.records.len(),
            erasable: effects.erasable.len(),
            last_seq,
        });
        last_seq
    }

    /// Makes sure that what is queued up to `seq` is on its way; returns when it is released if
    /// this thread is the one that writes.
    pub(crate) fn flush(&self, seq: u64) {
        if self.released() >= seq {
            return;
        }
        if self.inline {
            let mut writer = self.writer.lock();
            if self.released() < seq {
                self.write(&mut writer);
            }
        } else {
            self.queued.notify_one();
        }
    }

    /// Everything up to this sequence may be told.
    pub(crate) fn released(&self) -> u64 {
        self.released.load(Ordering::Acquire)
    }

    /// Why nothing will be released any more.
    pub(crate) fn fatal(&self) -> Option<&Fatal> {
        self.fatal.get()
    }

    /// Ends everything: nothing is written or released after this.
    pub(crate) fn fail(&self, fatal: Fatal) {
        let _already = self.fatal.set(fatal);
        self.tell();
    }

    /// The journal, for syncing, segments and reports. Holds up writing while it is held.
    pub(crate) fn with_journal<R>(&self, work: impl FnOnce(&mut Journal<Directory>) -> R) -> R {
        work(&mut self.writer.lock().journal)
    }

    /// Writes and syncs all that was decided so far, whatever `durability` says. Whether it is on
    /// disk.
    pub(crate) fn sync(&self) -> bool {
        let mut writer = self.writer.lock();
        self.write(&mut writer);
        if self.fatal.get().is_some() {
            return false;
        }
        match writer.journal.sync() {
            Ok(_) => true,
            Err(error) => {
                self.fail(Fatal::Journal(error.to_string()));
                false
            }
        }
    }

    /// Writes and syncs what is queued until [`Self::stop`]; runs on a thread of its own where
    /// turns do not write (`"disk"` with several workers): the next group gathers while one syncs.
    pub(crate) fn run(&self) {
        while !self.inline && self.fatal.get().is_none() {
            let mut queue = self.queue.lock();
            while queue.batch.blocks.is_empty() && !queue.stopped {
                self.queued.wait(&mut queue);
            }
            if queue.batch.blocks.is_empty() {
                return;
            }
            drop(queue);
            self.write(&mut self.writer.lock());
        }
    }

    /// Writes and syncs what is left and ends [`Self::run`].
    pub(crate) fn stop(&self) {
        self.queue.lock().stopped = true;
        self.queued.notify_all();
        self.sync();
    }

    fn write(&self, writer: &mut MutexGuard<'_, Writer>) {
        let Writer { journal, spare } = &mut **writer;
        mem::swap(&mut self.queue.lock().batch, spare);
        let outcome = append(journal, spare, self.durability);
        spare.clear();
        match outcome {
            Ok(Some(last_seq)) if self.fatal.get().is_none() => {
                self.released.store(last_seq, Ordering::Release);
                self.tell();
            }
            Ok(_) => {}
            Err(fatal) => self.fail(fatal),
        }
    }

    fn tell(&self) {
        if !self.inline || self.fatal.get().is_some() {
            for worker in &self.waiting {
                worker.notify_one();
            }
        }
    }
}

/// Appends a batch and makes it as safe as the setting says.
fn append(
    journal: &mut Journal<Directory>,
    batch: &Batch,
    durability: Durability,
) -> Result<Option<u64>, Fatal> {
    let (mut body, mut erasable) = (0, 0);
    let mut last = None;
    for block in &batch.blocks {
        let bodies = batch.bodies.get(body..body + block.body).unwrap_or_default();
        let texts = batch.erasables.get(erasable..erasable + block.erasable).unwrap_or_default();
        body += block.body;
        erasable += block.erasable;
        let seq = append_one(journal, block.count, bodies, texts)
            .map_err(|error| Fatal::Journal(error.to_string()))?;
        if seq != block.last_seq {
            return Err(Fatal::Journal(format!("block ends at record {seq}, expected {}", block.last_seq)));
        }
        last = Some(seq);
    }
    if last.is_some() && durability == Durability::Disk {
        journal.sync().map_err(|error| Fatal::Journal(error.to_string()))?;
    }
    Ok(last)
}

/// A segment that is full before the next was laid ready lays it itself.
fn append_one(
    journal: &mut Journal<Directory>,
    count: u32,
    body: &[u8],
    erasable: &[u8],
) -> Result<u64, AppendError> {
    match journal.append(count, body, erasable) {
        Err(AppendError::Full) if journal.prepare_next().is_ok() => journal.append(count, body, erasable),
        other => other,
    }
}
