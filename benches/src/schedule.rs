//! When requests of an open loop fall due.
//!
//! Arrivals are Poisson: many users who do not wait for each other. A request keeps its due time
//! however late it is sent, and none is left out, so a server that stalls cannot hide it
//! (coordinated omission). The seed is fixed: echo and server get the same arrivals.

use std::time::{Duration, Instant};

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// The due times of one measurement.
#[derive(Debug, Clone)]
pub struct Schedule {
    next: Instant,
    mean_gap_s: f64,
    state: u64,
}

impl Schedule {
    /// The first falls due at `start`; so many follow a second on average (kept within 0.001 and
    /// a billion).
    #[must_use]
    pub fn new(start: Instant, rate: f64) -> Self {
        Self { next: start, mean_gap_s: 1.0 / rate.clamp(1e-3, 1e9), state: SEED }
    }

    /// The same with arrivals of its own for each seed; the first falls due after a gap.
    #[must_use]
    pub fn seeded(start: Instant, rate: f64, seed: u64) -> Self {
        let mut schedule = Self::new(start, rate);
        schedule.state = SEED.wrapping_mul(seed.wrapping_add(2));
        let _skipped = schedule.take(start);
        schedule
    }

    /// When the next falls due.
    #[must_use]
    pub fn next(&self) -> Instant {
        self.next
    }

    /// The due time of the next request if it has come; the one after it is drawn.
    pub fn take(&mut self, now: Instant) -> Option<Instant> {
        if now < self.next {
            return None;
        }
        let due = self.next;
        let gap = -self.uniform().ln() * self.mean_gap_s;
        self.next += Duration::from_secs_f64(gap);
        Some(due)
    }

    /// Uniform in (0, 1]: 53 bits of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom
    /// number generators, 2014).
    fn uniform(&mut self) -> f64 {
        self.state = self.state.wrapping_add(SEED);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11).wrapping_add(1) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due_by(schedule: &mut Schedule, now: Instant) -> Vec<Instant> {
        std::iter::from_fn(|| schedule.take(now)).collect()
    }

    #[test]
    fn nothing_is_due_before_its_time() {
        let start = Instant::now() + Duration::from_secs(1);
        let mut schedule = Schedule::new(start, 1000.0);
        assert_eq!(schedule.take(start - Duration::from_nanos(1)), None);
        assert_eq!(schedule.take(start), Some(start));
        assert!(schedule.next() >= start);
    }

    #[test]
    fn a_stall_delays_no_due_time_and_drops_none() {
        let start = Instant::now();
        let end = start + Duration::from_secs(1);
        let (mut prompt, mut stalled) = (Schedule::new(start, 1000.0), Schedule::new(start, 1000.0));
        let mut expected = Vec::new();
        for ms in 0..=1000 {
            expected.extend(due_by(&mut prompt, start + Duration::from_millis(ms)));
        }
        let told = due_by(&mut stalled, end);
        assert_eq!(told, expected);
        assert!(told.is_sorted());
    }

    #[test]
    fn the_rate_is_kept_on_average_and_arrivals_are_uneven() {
        let start = Instant::now();
        let mut schedule = Schedule::new(start, 10_000.0);
        let times = due_by(&mut schedule, start + Duration::from_secs(10));
        assert!((98_000..102_000).contains(&times.len()), "{}", times.len());
        // Of Poisson arrivals 1 - 1/e of the gaps are shorter than the mean.
        let short = times.windows(2).filter(|pair| pair[1] - pair[0] < Duration::from_micros(100)).count();
        let share = short as f64 / times.len() as f64;
        assert!((0.62..0.645).contains(&share), "{share}");
    }
}
