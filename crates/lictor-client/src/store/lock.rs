//! One process at a time changes the store.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::{Fault, private};

/// Held as long as it lives; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// A holder needs milliseconds. One that takes longer is stopped or stuck, and nobody shall wait
/// for it (SES-05).
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(3);

impl Lock {
    pub(super) fn take(dir: &Path) -> Result<Self, Fault> {
        let path = dir.join("lock");
        let file = private().create(true).open(&path).map_err(|error| Fault::Io(path.clone(), error))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(Fault::Busy(path)),
                Err(TryLockError::Error(error)) => return Err(Fault::Io(path, error)),
            }
        }
    }
}
