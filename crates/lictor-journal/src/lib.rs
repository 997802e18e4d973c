//! The one append-only log: blocks of opaque bytes in segments.
//!
//! This crate does not know what a record is, what time it is, or what may be granted; it starts no
//! thread and logs nothing. It makes a sequence of blocks durable, proves that they are the ones that
//! were written, and finds them again after a crash. The format is drawn in `docs/journal-format.md`.
//!
//! A server opens a [`Directory`], reads the [`latest_snapshot`], and hands both to
//! [`Journal::open`], which replays what came after. It then appends one block a turn, and drives two
//! background chores: a [`SyncTicket`] makes what was written durable, a [`PrepareTicket`] lays the next
//! segment ready. Neither holds the journal while it runs.
#![forbid(unsafe_code)]

mod block;
mod bytes;
mod chain;
pub mod conformance;
mod defect;
mod directory;
mod error;
pub mod faulty;
mod inventory;
mod journal;
mod names;
mod options;
mod prepare;
mod recovery;
mod replay;
mod scan;
mod sealed;
mod segment;
mod snapshot;
mod storage;
mod sync;
mod verify;

pub use block::{Block, BlockKind, PendingBlock};
pub use defect::Defect;
pub use directory::Directory;
pub use error::{AppendError, OpenError, PrepareError, SnapshotError, SyncError, VisitError};
pub use journal::{Journal, Position, SegmentInfo};
pub use options::{Options, SEGMENT_BYTES_MAX, SEGMENT_BYTES_MIN};
pub use prepare::{PrepareTicket, Prepared};
pub use recovery::{Cut, Recovery};
pub use sealed::read_sealed;
pub use snapshot::{Snapshot, Snapshots, latest_snapshot, write_snapshot};
pub use storage::{SegmentFile, Storage};
pub use sync::{SyncTicket, Synced};
pub use verify::{Problem, VerifyReport, verify, verify_copy};
