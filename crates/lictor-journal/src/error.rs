//! What can go wrong, one enum an operation.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::defect::Defect;

/// Why a journal cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another server runs in this directory.
    #[error("another server holds {}", path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// The file was written by another server, or for another ledger.
    #[error("{file} belongs to another server")]
    Foreign {
        /// Name in the directory.
        file: String,
    },
    /// The file needs a newer program.
    #[error("{file} was written by a newer version")]
    NewerFormat {
        /// Name in the directory.
        file: String,
    },
    /// Something that had been durable is not what was written.
    #[error("{file} is damaged at offset {offset}, sequence {seq} (durable up to {synced_seq}): {defect}")]
    Damaged {
        /// Name in the directory.
        file: String,
        /// Where in the file, in bytes.
        offset: u64,
        /// The sequence that should be there; 0 if not known.
        seq: u64,
        /// The highest sequence that any block calls durable.
        synced_seq: u64,
        /// What is wrong.
        defect: Defect,
    },
    /// A segment between others, or after a sealed one, is not there.
    #[error("{file} is missing")]
    MissingSegment {
        /// Name in the directory.
        file: String,
    },
    /// The journal starts later than the snapshot ends.
    #[error("sequence {wanted} is needed but the journal starts at {first}")]
    Gap {
        /// First sequence to be replayed.
        wanted: u64,
        /// First sequence that is there.
        first: u64,
    },
    /// The snapshot holds more than the journal.
    #[error("the snapshot is of sequence {snapshot} but the journal ends at {journal}")]
    SnapshotAhead {
        /// Sequence of the snapshot.
        snapshot: u64,
        /// Last sequence of the journal.
        journal: u64,
    },
    /// The snapshot is not of this journal's history.
    #[error("the snapshot of sequence {seq} is not of this history")]
    SnapshotMismatch {
        /// Sequence of the snapshot.
        seq: u64,
    },
    /// The caller could not fold a block.
    #[error("the block at sequence {seq} was refused")]
    Refused {
        /// First sequence of the block.
        seq: u64,
        /// What the caller said.
        source: VisitError,
    },
    /// No block ends at the sequence to cut after.
    #[error("no block ends at sequence {seq}")]
    NotABlockEnd {
        /// The sequence asked for.
        seq: u64,
    },
    /// The system failed.
    #[error("cannot use {file}")]
    Io {
        /// Name in the directory.
        file: String,
        /// What the system said.
        source: io::Error,
    },
}

impl OpenError {
    pub(crate) fn io(file: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let file = file.into();
        |source| Self::Io { file, source }
    }

    /// What the reader of the error can do, if there is something.
    #[must_use]
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Locked { .. } => Some("stop the other server, or give this one its own state directory"),
            Self::Foreign { .. } => Some("the state directory was copied or the identity key was replaced"),
            Self::NewerFormat { .. } => Some("start the version that wrote it"),
            Self::Damaged { .. } | Self::MissingSegment { .. } | Self::Gap { .. } => {
                Some("restore the directory from a copy; `lictor log verify` lists all damage")
            }
            Self::SnapshotAhead { .. } | Self::SnapshotMismatch { .. } => {
                Some("snapshots and segments must come from the same copy of the directory")
            }
            Self::Refused { .. } | Self::NotABlockEnd { .. } | Self::Io { .. } => None,
        }
    }
}

/// What the caller of a replay says to stop it.
#[derive(Debug, Error)]
#[error(transparent)]
pub struct VisitError(Box<dyn Error + Send + Sync>);

impl VisitError {
    /// Wraps the caller's own error.
    pub fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(error.into())
    }
}

/// Why a block was not appended.
#[derive(Debug, Error)]
pub enum AppendError {
    /// The segment is full and no next one is ready (TRU-06). Nothing was written; it can work later.
    #[error("no room in the journal")]
    Full,
    /// The caller's block is larger than a block or a segment can be. Nothing was written.
    #[error("block of {bytes} bytes, at most {most} are possible")]
    TooLarge {
        /// Bytes asked for.
        bytes: usize,
        /// Bytes possible.
        most: usize,
    },
    /// An earlier write or sync failed; nothing will ever be written again.
    #[error("the journal failed earlier")]
    Poisoned,
    /// The write failed, and the journal with it.
    #[error("cannot write the journal")]
    Io(#[source] io::Error),
}

/// Why the journal is not known to be durable. The journal is finished either way.
#[derive(Debug, Error)]
pub enum SyncError {
    /// An earlier write or sync failed.
    #[error("the journal failed earlier")]
    Poisoned,
    /// The sync failed, and the journal with it; it is never tried again.
    #[error("cannot make the journal durable")]
    Io(#[source] io::Error),
}

impl From<SyncError> for AppendError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Poisoned => Self::Poisoned,
            SyncError::Io(source) => Self::Io(source),
        }
    }
}

/// Why the next segment is not ready. The journal goes on; try again later.
#[derive(Debug, Error)]
pub enum PrepareError {
    /// The disk or the quota is full (TRU-06).
    #[error("no space for the next segment")]
    Full,
    /// The system failed.
    #[error("cannot prepare the next segment")]
    Io(#[source] io::Error),
}

impl From<io::Error> for PrepareError {
    fn from(error: io::Error) -> Self {
        if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            Self::Full
        } else {
            Self::Io(error)
        }
    }
}

/// Why a snapshot was not written or could not be looked for.
#[derive(Debug, Error)]
pub enum SnapshotError {
    /// The system failed.
    #[error("cannot use {file}")]
    Io {
        /// Name in the directory.
        file: String,
        /// What the system said.
        source: io::Error,
    },
}
