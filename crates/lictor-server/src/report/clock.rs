//! What a reset did to the floor of wall time (`lictor clock reset --json`).

use serde::Serialize;

use super::words::instant;
use crate::clock::Lowered;

/// A floor of wall time that was lowered (TIM-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ClockDocument {
    status: &'static str,
    /// The floor that was.
    floor_before: Option<String>,
    /// The floor that is.
    floor: Option<String>,
    /// Whether licenses with END are still not granted.
    clock_suspect: bool,
}

impl From<Lowered> for ClockDocument {
    fn from(lowered: Lowered) -> Self {
        Self {
            status: "ok",
            floor_before: instant(lowered.before_ms),
            floor: instant(lowered.floor_ms),
            clock_suspect: lowered.suspect,
        }
    }
}
