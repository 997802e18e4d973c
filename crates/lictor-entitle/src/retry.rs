//! When a failed attempt is tried again (office.md 2.1.3, rule 2).

/// Seconds to wait after the first failures: 30 s, 2 min, 10 min, 1 h; hourly after these.
const WAITS: [u64; 4] = [30, 120, 600, HOUR];
const HOUR: u64 = 3600;
const DAY: u64 = 86_400;

/// The instant of the next attempt, in seconds since the epoch.
///
/// `attempts` counts the attempts that failed, this one included, and so is 1 or more; `first_try` and
/// `now` are seconds since the epoch. Once a day has passed since the first try, the next one is a day
/// away. There is always a next one: only an operator or a permanent answer ends the waiting.
#[must_use]
pub fn next_attempt(attempts: u32, first_try: u64, now: u64) -> u64 {
    let wait = if now.saturating_sub(first_try) >= DAY {
        DAY
    } else {
        let place = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        WAITS.get(place).copied().unwrap_or(HOUR)
    };
    now.saturating_add(wait)
}
