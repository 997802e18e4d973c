//! When a delivery that failed is tried again, and when it or its endpoint is given up.

use crate::model::{Delivery, Webhook};
use crate::time::Time;

/// Seconds before each further attempt; the last one again and again.
const PAUSES: &[i64] = &[10, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 43_200];
/// Seconds for which a delivery is tried: 72 hours.
pub const TRIED_SECONDS: i64 = 72 * 3600;
/// Failures in a row after which an endpoint is suspended…
pub const FAILURES: i64 = 20;
/// …if it has failed for so many seconds: a short outage with many events suspends nobody.
pub const FAILING_SECONDS: i64 = 3600;

/// When a delivery is tried next after that many attempts; none when its 72 hours are over. They count
/// from its first attempt, or from when its endpoint was resumed.
#[must_use]
pub fn next(delivery: &Delivery, endpoint: &Webhook, now: Time) -> Option<Time> {
    let attempts = usize::try_from(delivery.attempts.max(1)).unwrap_or(usize::MAX);
    let pause = PAUSES.get(attempts - 1).or(PAUSES.last()).copied().unwrap_or(TRIED_SECONDS);
    let next = now.plus_seconds(pause);
    (next <= begin(delivery, endpoint, now).plus_seconds(TRIED_SECONDS)).then_some(next)
}

/// When the 72 hours of a delivery began.
#[must_use]
pub fn begin(delivery: &Delivery, endpoint: &Webhook, now: Time) -> Time {
    let first = delivery.first_attempt_at.unwrap_or(now);
    endpoint.resumed_at.map_or(first, |resumed| resumed.max(first))
}

/// Whether an endpoint with this many failures is suspended.
#[must_use]
pub fn suspends(endpoint: &Webhook, now: Time) -> bool {
    let long = endpoint.failing_since.is_some_and(|since| since.plus_seconds(FAILING_SECONDS) <= now);
    endpoint.failures >= FAILURES && long
}
