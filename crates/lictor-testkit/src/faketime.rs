//! A wall clock that a daemon believes in (libfaketime); its monotonic clocks stay true.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A wall clock and a zone for a daemon.
#[derive(Debug, Clone)]
pub struct Faketime {
    clock: FakeClock,
    zone: String,
}

#[derive(Debug, Clone)]
enum FakeClock {
    Starts(String),
    Follows(PathBuf),
}

impl Faketime {
    /// The clock starts at `start`, as `@2026-02-28 23:59:55` in that zone, when the daemon does.
    #[must_use]
    pub fn new(start: &str, zone: &str) -> Self {
        Self { clock: FakeClock::Starts(start.to_string()), zone: zone.to_string() }
    }

    /// The clock is off by what stands in a file at the moment, as `+2d` or `-90m`.
    #[must_use]
    pub fn following(file: &Path, zone: &str) -> Self {
        Self { clock: FakeClock::Follows(file.to_path_buf()), zone: zone.to_string() }
    }

    /// Whether the library is installed. A test that needs it says so and stops, if not.
    #[must_use]
    pub fn is_available() -> bool {
        library().is_some()
    }

    pub(crate) fn apply(&self, command: &mut Command) {
        let library = library().expect("libfaketime under /usr/lib/*/faketime (package faketime)");
        match &self.clock {
            FakeClock::Starts(start) => command.env("FAKETIME", start),
            FakeClock::Follows(file) => {
                command.env("FAKETIME_TIMESTAMP_FILE", file).env("FAKETIME_NO_CACHE", "1")
            }
        };
        command
            .env("LD_PRELOAD", library)
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("FAKETIME_DONT_RESET", "1")
            .env("TZ", &self.zone);
    }
}

/// The variant for programs with threads.
fn library() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?;
    let found = folders.flatten().map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    found.into_iter().find(|path| path.is_file())
}
