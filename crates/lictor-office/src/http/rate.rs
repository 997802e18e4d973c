//! How often a caller may ask: so many requests a minute, refilled steadily.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};

use parking_lot::Mutex;

use crate::time::Time;

/// Most requests a minute, and how many there are unless set otherwise.
pub const PER_MINUTE: i64 = 60_000;
/// Callers remembered at a time; beyond that the fullest are forgotten.
const CALLERS_MAX: usize = 10_000;

/// Who asked how often.
#[derive(Debug)]
pub struct Rates {
    per_minute: AtomicI64,
    /// Version of the settings that say so.
    version: AtomicI64,
    callers: Mutex<BTreeMap<String, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left_ms: i64,
    at: Time,
}

/// What a caller has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests left in this minute; none if this one is one too many.
    pub remaining: Option<i64>,
    /// Seconds until another may be asked.
    pub retry_after: i64,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            per_minute: AtomicI64::new(PER_MINUTE),
            version: AtomicI64::default(),
            callers: Mutex::default(),
        }
    }
}

impl Rates {
    /// Requests a minute that each caller has.
    #[must_use]
    pub fn per_minute(&self) -> i64 {
        self.per_minute.load(Ordering::Relaxed)
    }

    /// Sets how many requests a minute each caller has, from 1 to [`PER_MINUTE`], as the settings of that
    /// version say; an older version that comes late changes nothing. Another number forgets who asked so
    /// far.
    pub fn set_per_minute(&self, requests: i64, version: i64) {
        let mut callers = self.callers.lock();
        if self.version.fetch_max(version, Ordering::Relaxed) > version {
            return;
        }
        let requests = requests.clamp(1, PER_MINUTE);
        if self.per_minute.swap(requests, Ordering::Relaxed) != requests {
            callers.clear();
        }
    }

    /// Counts one request of a caller.
    pub fn count(&self, caller: &str, now: Time) -> Allowance {
        let cost = 60_000 / self.per_minute();
        let mut callers = self.callers.lock();
        if callers.len() >= CALLERS_MAX && !callers.contains_key(caller) {
            callers.retain(|_, bucket| bucket.left_ms < 60_000 && now.0 - bucket.at.0 < 60_000);
        }
        let bucket = callers.entry(caller.to_owned()).or_insert(Bucket { left_ms: 60_000, at: now });
        let passed = (now.0 - bucket.at.0).clamp(0, 60_000);
        bucket.left_ms = (bucket.left_ms + passed).min(60_000);
        bucket.at = now;
        if bucket.left_ms < cost {
            let retry_after = (cost - bucket.left_ms + 999).div_euclid(1000).max(1);
            return Allowance { remaining: None, retry_after };
        }
        bucket.left_ms -= cost;
        Allowance { remaining: Some(bucket.left_ms / cost), retry_after: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_come_late_change_nothing() {
        let rates = Rates::default();
        for (requests, version, expected) in [(3, 2, 3), (5, 1, 3), (0, 3, 1), (70_000, 4, PER_MINUTE)] {
            rates.set_per_minute(requests, version);
            assert_eq!(rates.per_minute(), expected, "{requests} {version}");
        }
    }

    #[test]
    fn a_caller_who_asks_too_often_waits_and_others_do_not() {
        let rates = Rates::default();
        for _ in 0..PER_MINUTE {
            assert!(rates.count("a", Time(0)).remaining.is_some());
        }
        assert_eq!(rates.count("a", Time(0)), Allowance { remaining: None, retry_after: 1 });
        assert!(rates.count("b", Time(0)).remaining.is_some());
        assert!(rates.count("a", Time(1000)).remaining.is_some());
    }
}
