//! The two clocks a server reads, and what it makes of them.
//!
//! The wall clock tells dates and may be set by anyone; the boot clock counts every second since
//! boot, suspend included, and cannot be set (TIM-06). [`ClockRules`] puts them together.

mod rules;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

pub use rules::{ClockRules, ClockState, Lowered, Reading};

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z as the operating system has them. May jump.
    fn wall_ms(&self) -> u64;

    /// Milliseconds of running time including suspend, since some moment before this process
    /// began. Never decreases and is never stored.
    fn boot_ms(&self) -> u64;
}

/// The clocks of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks for the time")]
    fn wall_ms(&self) -> u64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    fn boot_ms(&self) -> u64 {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        let (seconds, nanoseconds) = (u64::try_from(time.tv_sec), u64::try_from(time.tv_nsec));
        seconds.unwrap_or(0) * 1000 + nanoseconds.unwrap_or(0) / 1_000_000
    }
}

/// Clocks that stand still until they are told otherwise: for tests and for programs that replay.
#[derive(Debug)]
pub struct VirtualClock {
    wall_ms: AtomicU64,
    boot_ms: AtomicU64,
}

impl VirtualClock {
    /// Clocks at this wall time, some time after boot.
    #[must_use]
    pub fn new(wall_ms: u64) -> Self {
        Self { wall_ms: AtomicU64::new(wall_ms), boot_ms: AtomicU64::new(1_000_000) }
    }

    /// Lets time pass on both clocks.
    pub fn advance(&self, ms: u64) {
        self.wall_ms.fetch_add(ms, Ordering::SeqCst);
        self.boot_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Sets the wall clock, as an operator or NTP does.
    pub fn set_wall(&self, wall_ms: u64) {
        self.wall_ms.store(wall_ms, Ordering::SeqCst);
    }
}

impl Clock for VirtualClock {
    fn wall_ms(&self) -> u64 {
        self.wall_ms.load(Ordering::SeqCst)
    }

    fn boot_ms(&self) -> u64 {
        self.boot_ms.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TIM-06: running time includes suspend, so it cannot be behind the time that stops there.
    #[test]
    fn tim_06_the_boot_clock_counts_suspend() {
        let monotonic = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
        let boot = SystemClock.boot_ms();
        assert!(boot >= u64::try_from(monotonic.tv_sec).unwrap() * 1000);
    }

    #[test]
    fn a_virtual_clock_obeys() {
        let clock = VirtualClock::new(5_000);
        let boot = clock.boot_ms();
        clock.advance(10);
        clock.set_wall(7_000);
        clock.advance(1);
        assert_eq!((clock.wall_ms(), clock.boot_ms() - boot), (7_001, 11));
    }
}
