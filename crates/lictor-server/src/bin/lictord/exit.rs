//! Exit codes. `--help` lists them.

use std::process::ExitCode;

use lictor_journal::OpenError;
use lictor_server::{Fatal, StartError, TokenFileError};

/// Why the process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Orderly end.
    Done = 0,
    /// A fault of lictord itself.
    Internal = 1,
    /// Usage, bad values of flags included.
    Usage = 2,
    /// Invalid configuration.
    Configuration = 5,
    /// The state directory cannot be used.
    State = 10,
    /// An address or the socket cannot be listened on.
    Listen = 11,
    /// The journal is damaged or cannot be opened.
    Journal = 12,
    /// The journal could not be written while running.
    JournalWrite = 13,
    /// An orderly end took too long.
    SlowEnd = 15,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<&StartError> for Exit {
    fn from(error: &StartError) -> Self {
        match error {
            StartError::Settings(_) | StartError::Intake(_) | StartError::Rules(_) => Self::Configuration,
            StartError::State { .. }
            | StartError::Identity(_)
            | StartError::Journal(OpenError::Locked { .. }) => Self::State,
            StartError::Journal(_)
            | StartError::Room(_)
            | StartError::Snapshots(_)
            | StartError::Snapshot(_) => Self::Journal,
            StartError::Listen { .. } => Self::Listen,
            StartError::Tls(_) | StartError::Thread(_) => Self::Internal,
            StartError::Fatal(fatal) => fatal.into(),
        }
    }
}

impl From<&TokenFileError> for Exit {
    fn from(error: &TokenFileError) -> Self {
        match error {
            TokenFileError::BadName(_)
            | TokenFileError::NameTaken(_)
            | TokenFileError::NoSuchName(_)
            | TokenFileError::TooMany => Self::Usage,
            TokenFileError::Malformed { .. } | TokenFileError::Io { .. } => Self::State,
        }
    }
}

impl From<&Fatal> for Exit {
    fn from(fatal: &Fatal) -> Self {
        match fatal {
            Fatal::Journal(_) => Self::JournalWrite,
            Fatal::Panic { .. } => Self::Internal,
        }
    }
}
