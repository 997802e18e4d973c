//! The disk's floor: one `fdatasync` on a file that was filled with zeros before.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::outcome::Outcome;

const FILE_BYTES: u64 = 16 * 1024 * 1024;
const PAGE: [u8; 4096] = [7; 4096];

/// Writes one page after another over a zero-filled file in this directory and syncs each; latency
/// is that of the sync alone.
///
/// # Errors
///
/// What the operating system said.
pub fn fdatasync(directory: &Path, time: Duration) -> io::Result<Outcome> {
    let file = File::create_new(directory.join("zero-filled"))?;
    for offset in (0..FILE_BYTES).step_by(PAGE.len()) {
        file.write_all_at(&[0; PAGE.len()], offset)?;
    }
    file.sync_all()?;
    let mut outcome = Outcome::empty();
    let begun = Instant::now();
    while begun.elapsed() < time {
        file.write_all_at(&PAGE, outcome.answers * PAGE.len() as u64 % FILE_BYTES)?;
        let written = Instant::now();
        file.sync_data()?;
        outcome.answers += 1;
        outcome.record(written.elapsed(), 1);
    }
    outcome.time = begun.elapsed();
    Ok(outcome)
}
