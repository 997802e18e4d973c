//! When to try a lost connection again (SES-05).

/// Draws the times. Jitter comes from a generator seeded by the shell, so that tests repeat.
#[derive(Debug)]
pub(crate) struct Schedule {
    state: u64,
    lost_ms: Option<u64>,
    tries: u32,
}

const PAUSE_MS_MIN: u64 = 50;
/// While seats are at stake (SES-05).
const URGENT_PAUSE_MS_MAX: u64 = 2_000;
const BACKOFF_MS_MAX: u64 = 5_000;

impl Schedule {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed, lost_ms: None, tries: 0 }
    }

    /// The connection stands: the next loss begins anew.
    pub(crate) fn reset(&mut self) {
        self.lost_ms = None;
        self.tries = 0;
    }

    /// When to try next, if it was lost or could not be made just now. `window_ms` is the time
    /// within which held seats can still be saved; none if no seats are held.
    pub(crate) fn next(&mut self, now_ms: u64, window_ms: Option<u64>) -> u64 {
        let lost_ms = *self.lost_ms.get_or_insert(now_ms);
        let tries = self.tries;
        self.tries = tries.saturating_add(1);
        if tries == 0 {
            return now_ms;
        }
        let urgent = window_ms.is_some_and(|window| now_ms.saturating_sub(lost_ms) < window);
        let pause_max =
            if urgent { URGENT_PAUSE_MS_MAX } else { (PAUSE_MS_MIN << tries.min(16)).min(BACKOFF_MS_MAX) };
        now_ms + self.between(PAUSE_MS_MIN, pause_max)
    }

    /// A number of the closed range. SplitMix64, Steele, Lea and Flood, "Fast splittable
    /// pseudorandom number generators" (2014).
    fn between(&mut self, min: u64, max: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        min + z % (max - min + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SES-05: at once, then within 2 s while the window runs, later with backoff to 5 s.
    #[test]
    fn ses_05_retry_times() {
        let mut schedule = Schedule::new(7);
        let mut now = 1_000;
        let mut urgent_max = 0;
        assert_eq!(schedule.next(now, Some(120_000)), now);
        while now < 121_000 {
            let next = schedule.next(now, Some(120_000));
            urgent_max = urgent_max.max(next - now);
            assert!((50..=2_000).contains(&(next - now)), "{next} after {now}");
            now = next;
        }
        assert!(urgent_max > 1_000, "jitter uses its range");
        let late: Vec<u64> = (0..200).map(|_| schedule.next(now, Some(120_000)) - now).collect();
        assert!(late.iter().all(|pause| (50..=5_000).contains(pause)));
        assert!(late.iter().any(|pause| *pause > 4_000));
        schedule.reset();
        assert_eq!(schedule.next(now, None), now);
        assert!((50..=100).contains(&(schedule.next(now, None) - now)));
    }
}
