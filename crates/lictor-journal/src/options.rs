//! What the caller decides about a journal, and the bounds of it.

use lictor_types::limits::BLOCK_BYTES_MAX;

use crate::{block, segment};

/// Unit of torn writes: what follows a sync starts on a page of its own.
pub(crate) const PAGE: usize = 4096;
/// Smallest segment: its header, one page of blocks, and the page kept for its seal.
pub const SEGMENT_BYTES_MIN: u64 = 4 * PAGE as u64;
/// Largest segment a reader takes into memory.
pub const SEGMENT_BYTES_MAX: u64 = 256 * 1024 * 1024;
const SEGMENT_BYTES_DEFAULT: u64 = 16 * 1024 * 1024;

/// How a journal is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Size of segments made from now on, in bytes: a multiple of 4096 within
    /// [`SEGMENT_BYTES_MIN`] and [`SEGMENT_BYTES_MAX`]. Others are rounded into that.
    pub segment_bytes: u64,
    /// Whose journal this is; a directory of another server is refused.
    pub server_id: [u8; 16],
    /// Which ledger of the server. 0 for now.
    pub ledger_id: u32,
}

impl Options {
    /// A journal of this server with segments of 16 MiB.
    #[must_use]
    pub const fn new(server_id: [u8; 16]) -> Self {
        Self { segment_bytes: SEGMENT_BYTES_DEFAULT, server_id, ledger_id: 0 }
    }

    pub(crate) fn rounded(mut self) -> Self {
        let bytes = self.segment_bytes.clamp(SEGMENT_BYTES_MIN, SEGMENT_BYTES_MAX);
        self.segment_bytes = bytes.next_multiple_of(PAGE as u64);
        self
    }
}

const _: () = {
    let largest_block = block::HEADER_BYTES + BLOCK_BYTES_MAX + 8;
    assert!((2 * PAGE + segment::OPENING_BYTES + largest_block) as u64 <= SEGMENT_BYTES_MAX);
    assert!(SEGMENT_BYTES_MAX.is_multiple_of(PAGE as u64));
    assert!(block::HEADER_BYTES <= PAGE, "a seal fits the page kept for it");
};
