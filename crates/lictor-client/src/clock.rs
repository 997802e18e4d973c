//! The two clocks of a client, read in one place.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The time a step is taken at. The session reads no clock: it is given one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Now {
    /// Milliseconds of a clock that never goes back and counts suspend (TIM-06). Leases,
    /// heartbeats and deadlines are measured by it.
    pub(crate) mono_ms: u64,
    /// Milliseconds since 1970-01-01T00:00:00Z, for comparing days with the server's (TRU-03).
    pub(crate) wall_ms: u64,
}

impl Now {
    pub(crate) fn read() -> Self {
        Self { mono_ms: milliseconds(SUSPEND_AWARE), wall_ms: milliseconds(ClockId::Realtime) }
    }
}

/// What is left of the time limit of a call that takes several steps (SES-05).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    end_ms: u64,
}

impl Budget {
    pub(crate) fn new(limit: Duration) -> Self {
        let limit_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        Self { end_ms: Now::read().mono_ms.saturating_add(limit_ms) }
    }

    pub(crate) fn left(&self) -> Duration {
        Duration::from_millis(self.end_ms.saturating_sub(Now::read().mono_ms))
    }
}

/// TIM-06: `std::time::Instant` stands still during suspend on Linux.
#[cfg(target_os = "linux")]
const SUSPEND_AWARE: ClockId = ClockId::Boottime;
#[cfg(not(target_os = "linux"))]
const SUSPEND_AWARE: ClockId = ClockId::Monotonic;

fn milliseconds(clock: ClockId) -> u64 {
    let time = clock_gettime(clock);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    seconds * 1000 + u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000_000
}
