//! The recorded requests that are to be decided otherwise, in memory: they are gone through again
//! and again.

use lictor_engine::{Command, Ledger, LogEntry, LogReader};
use lictor_journal::Block;

use super::leaver;
use super::uses::Uses;
use crate::command::log::history::{in_order, unreadable};
use crate::failure::Failure;

/// The log from an instant on, and the ledger before it.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// Snapshot of the ledger before the first block.
    start: Vec<u8>,
    blocks: Vec<Kept>,
    /// How long seats were used.
    pub(super) uses: Uses,
}

#[derive(Debug)]
struct Kept {
    first_seq: u64,
    body: Vec<u8>,
    erasable: Option<Vec<u8>>,
}

impl Past {
    /// The ledger from which on blocks are added.
    pub(super) fn begin(&mut self, ledger: &Ledger) {
        self.start.clear();
        ledger.snapshot(&mut self.start);
    }

    /// Adds the next block.
    pub(super) fn add(&mut self, block: &Block<'_>) {
        self.blocks.push(Kept {
            first_seq: block.first_seq,
            body: block.body.to_vec(),
            erasable: block.erasable.map(<[u8]>::to_vec),
        });
    }

    /// The ledger before the first block.
    ///
    /// # Errors
    ///
    /// `internal` if its snapshot does not restore.
    pub(super) fn ledger(&self) -> Result<Ledger, Failure> {
        if self.start.is_empty() {
            return Ok(Ledger::new());
        }
        Ledger::restore(&self.start)
            .map_err(|error| Failure::internal(format!("cannot copy the ledger: {error}")))
    }

    /// Goes through the records: `visit` is handed each with its sequence.
    ///
    /// # Errors
    ///
    /// What `visit` said; `log_damaged` if a record cannot be read.
    pub(super) fn walk(
        &self,
        visit: &mut dyn FnMut(u64, LogEntry) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for block in &self.blocks {
            let entries = LogReader::new(&block.body, block.erasable.as_deref());
            for (sequence, entry) in (block.first_seq..).zip(entries) {
                visit(sequence, entry.map_err(|error| unreadable(sequence, &error))?)?;
            }
        }
        Ok(())
    }

    /// Learns how long seats were used. Answers the ledger after the last record.
    ///
    /// # Errors
    ///
    /// As of [`Self::walk`], and if a record does not fit.
    pub(super) fn measure(&mut self) -> Result<Ledger, Failure> {
        let mut ledger = self.ledger()?;
        let mut uses = Uses::default();
        self.walk(&mut |sequence, entry| {
            in_order(&ledger, sequence, &entry)?;
            let (at_ms, movements) = (entry.stamp.ledger_ms, entry.movements(&ledger));
            let asked = match entry.command(&ledger) {
                Some(Command::Request { session, request, .. }) => Some((session, request)),
                Some(_) | None => None,
            };
            let waiting = leaver::waiting(&entry, &ledger);
            ledger.follow(entry).map_err(|error| unreadable(sequence, &error))?;
            uses.record(at_ms, asked.or_else(|| leaver::left(&waiting, &ledger)), movements);
            Ok(())
        })?;
        uses.finish();
        self.uses = uses;
        Ok(ledger)
    }
}
