//! Laying the next segment ready, so that a full disk is met while there is still room (TRU-06).

use std::io;
use std::sync::Arc;

use crate::error::PrepareError;
use crate::names;
use crate::options::{Options, PAGE};
use crate::segment::SegmentHeader;
use crate::storage::{SegmentFile, Storage};

const CHUNK_BYTES: usize = 256 * 1024;
static ZEROS: [u8; CHUNK_BYTES] = [0; CHUNK_BYTES];

/// The right to make the next segment; there is one at a time.
#[derive(Debug)]
#[must_use = "nothing is prepared until `prepare` is called"]
pub struct PrepareTicket<S> {
    pub(crate) storage: S,
    pub(crate) options: Options,
    pub(crate) ordinal: u64,
    pub(crate) claim: Arc<()>,
}

/// A segment that is zero-filled and durable; [`crate::Journal::note_prepared`] takes it.
#[derive(Debug)]
#[must_use = "the journal does not know of the segment until `note_prepared` is called"]
pub struct Prepared<F> {
    pub(crate) file: Arc<F>,
    pub(crate) header: SegmentHeader,
    pub(crate) _claim: Arc<()>,
}

impl<S: Storage> PrepareTicket<S> {
    /// Makes the segment. `pause` is called after each 256 KiB, so that the caller can leave the disk to
    /// others for a while.
    ///
    /// # Errors
    ///
    /// [`PrepareError`]; what was begun is removed, and a new ticket can be drawn.
    pub fn prepare(self, pause: impl FnMut()) -> Result<Prepared<S::File>, PrepareError> {
        let (file, header) = make(&self.storage, &self.options, self.ordinal, pause)?;
        Ok(Prepared { file: Arc::new(file), header, _claim: self.claim })
    }
}

/// Makes an unopened segment under its final name, durable in name and content.
pub(crate) fn make<S: Storage>(
    storage: &S,
    options: &Options,
    ordinal: u64,
    pause: impl FnMut(),
) -> io::Result<(S::File, SegmentHeader)> {
    let name = names::segment(ordinal);
    let unfinished = names::unfinished(&name);
    let made = fill(storage, options, ordinal, &unfinished, pause);
    if made.is_err() {
        // The space matters more than this error; a start removes what is left.
        let _ = storage.remove(&unfinished);
    }
    let made = made?;
    storage.rename(&unfinished, &name)?;
    storage.sync_dir()?;
    Ok(made)
}

fn fill<S: Storage>(
    storage: &S,
    options: &Options,
    ordinal: u64,
    name: &str,
    mut pause: impl FnMut(),
) -> io::Result<(S::File, SegmentHeader)> {
    let mut nonce = [0; 8];
    storage.fill_random(&mut nonce)?;
    let Options { segment_bytes, server_id, ledger_id } = *options;
    let header = SegmentHeader { server_id, ledger_id, ordinal, segment_bytes, nonce };
    let file = storage.create(name)?;
    let mut offset = PAGE as u64;
    while offset < segment_bytes {
        let chunk = (segment_bytes - offset).min(CHUNK_BYTES as u64);
        file.write_all_at(&ZEROS[..chunk as usize], offset)?;
        offset += chunk;
        pause();
    }
    file.write_all_at(&header.encode(), 0)?;
    file.sync_data()?;
    Ok((file, header))
}
