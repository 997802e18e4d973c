//! Making what was written durable without holding the journal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::SyncError;
use crate::storage::SegmentFile;

/// Set when a write or a sync failed; shared by a journal and its tickets, never cleared.
///
/// After a failed sync the system may call the lost pages clean, so a second sync would succeed and
/// prove nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Poison(Arc<AtomicBool>);

impl Poison {
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// What is to be made durable: everything written before the ticket was drawn.
///
/// Dropping it does nothing.
#[derive(Debug)]
#[must_use = "a ticket makes nothing durable until `sync` is called"]
pub struct SyncTicket<F> {
    pub(crate) previous: Option<Arc<F>>,
    pub(crate) current: Arc<F>,
    pub(crate) covers: Synced,
    pub(crate) poison: Poison,
}

/// The proof that a ticket was synced; [`crate::Journal::note_synced`] takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "the journal does not know of the sync until `note_synced` is called"]
pub struct Synced {
    pub(crate) seq: u64,
    pub(crate) bytes: u64,
    pub(crate) ordinal: u64,
    pub(crate) era: u64,
}

impl Synced {
    /// Every record up to this sequence is durable.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }
}

impl<F: SegmentFile> SyncTicket<F> {
    /// The sequence up to which records will be durable.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.covers.seq
    }

    /// Waits for the disk.
    ///
    /// # Errors
    ///
    /// [`SyncError`]; the journal takes nothing more after it.
    pub fn sync(self) -> Result<Synced, SyncError> {
        if self.poison.is_set() {
            return Err(SyncError::Poisoned);
        }
        for file in self.previous.iter().chain([&self.current]) {
            if let Err(error) = file.sync_data() {
                self.poison.set();
                return Err(SyncError::Io(error));
            }
        }
        Ok(self.covers)
    }
}
