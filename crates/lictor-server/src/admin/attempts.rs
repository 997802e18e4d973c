//! How often a source may be wrong: five wrong tokens a minute, then a delay that doubles.
//!
//! Knows no clock: running time is an argument. Nothing sleeps; a source that is to wait is told
//! how long, and its token is not looked at.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

/// Wrong tokens that cost nothing but the last.
const FREE: u32 = 5;
/// How long a source must be quiet until it is forgotten.
const WINDOW_MS: u64 = 60_000;
/// The first delay; each further wrong token doubles it.
const DELAY_MS: u64 = 1_000;
/// How often it doubles: the longest is 64 s, so that nobody who shares an address is kept out for
/// long.
const DOUBLINGS_MAX: u32 = 6;
/// Sources that are remembered; the one that waits least gives way to a new one.
const SOURCES_MAX: usize = 4096;

/// Wrong tokens by the address they came from.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    sources: BTreeMap<IpAddr, Source>,
}

#[derive(Debug, Clone, Copy)]
struct Source {
    failures: u32,
    /// Before this nothing of it is looked at.
    until_ms: u64,
    /// From here on it is forgotten.
    forgotten_ms: u64,
}

impl Attempts {
    /// How long the source has yet to wait before anything it presents is looked at, in
    /// milliseconds; 0 if not at all.
    pub(super) fn wait_ms(&self, from: IpAddr, now_ms: u64) -> u64 {
        self.sources.get(&network(from)).map_or(0, |source| source.until_ms.saturating_sub(now_ms))
    }

    /// Notes a wrong token. How long the source has to wait from now on, in milliseconds.
    pub(super) fn wrong(&mut self, from: IpAddr, now_ms: u64) -> u64 {
        let from = network(from);
        if !self.sources.contains_key(&from) {
            self.make_room(now_ms);
        }
        let new = Source { failures: 0, until_ms: now_ms, forgotten_ms: now_ms.saturating_add(WINDOW_MS) };
        let source = self.sources.entry(from).or_insert(new);
        if source.forgotten_ms <= now_ms {
            *source = new;
        }
        source.failures = source.failures.saturating_add(1);
        let Some(doublings) = source.failures.checked_sub(FREE) else { return 0 };
        let delay_ms = DELAY_MS << doublings.min(DOUBLINGS_MAX);
        source.until_ms = now_ms.saturating_add(delay_ms);
        source.forgotten_ms = source.until_ms.saturating_add(WINDOW_MS);
        delay_ms
    }

    fn make_room(&mut self, now_ms: u64) {
        if self.sources.len() < SOURCES_MAX {
            return;
        }
        self.sources.retain(|_, source| source.forgotten_ms > now_ms);
        if self.sources.len() >= SOURCES_MAX
            && let Some(least) = self.sources.iter().min_by_key(|(_, source)| source.until_ms)
        {
            let least = *least.0;
            self.sources.remove(&least);
        }
    }
}

/// What one peer can choose from freely counts as one source: an IPv6 network of 64 bits
/// (RFC 4291, section 2.5.1).
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    fn v6(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_delay_doubles_up_to_its_end() {
        let mut attempts = Attempts::default();
        let mut now = 7;
        let mut delays = Vec::new();
        for _ in 0..14 {
            let delay = attempts.wrong(A, now);
            assert_eq!((attempts.wait_ms(A, now), attempts.wait_ms(A, now + delay)), (delay, 0));
            delays.push(delay / 1000);
            now += delay;
        }
        assert_eq!(delays, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 64, 64, 64]);
        assert_eq!(attempts.wrong(A, now + WINDOW_MS - 1), 64_000, "not forgotten");
        assert_eq!(attempts.wrong(A, now + WINDOW_MS - 1 + 64_000 + WINDOW_MS), 0, "forgotten");
    }

    #[test]
    fn four_wrong_tokens_a_minute_never_wait() {
        let mut attempts = Attempts::default();
        for minute in 0..100 {
            for second in 0..4 {
                assert_eq!(attempts.wrong(A, minute * WINDOW_MS + second * 1000), 0);
            }
        }
    }

    #[test]
    fn sources_do_not_wait_for_each_other() {
        let mut attempts = Attempts::default();
        for _ in 0..5 {
            attempts.wrong(A, 0);
            attempts.wrong(v6("2001:db8::1"), 0);
        }
        for (address, wait) in [
            (A, 1_000),
            (v6("::ffff:192.0.2.1"), 1_000),
            (v6("2001:db8::ffff:1"), 1_000),
            (v6("2001:db8:0:1::1"), 0),
            (v6("::ffff:192.0.2.2"), 0),
        ] {
            assert_eq!(attempts.wait_ms(address, 0), wait, "{address}");
        }
    }

    /// Memory is bounded whoever asks, and a flood of new sources does not free one that waits.
    #[test]
    fn memory_is_bounded() {
        let mut attempts = Attempts::default();
        for _ in 0..6 {
            attempts.wrong(A, 0);
        }
        for number in 0..2 * u128::try_from(SOURCES_MAX).unwrap() {
            attempts.wrong(IpAddr::V6(Ipv6Addr::from_bits((0x2001_0db8 << 96) + (number << 64))), 0);
        }
        assert_eq!((attempts.sources.len(), attempts.wait_ms(A, 0)), (SOURCES_MAX, 2_000));
    }
}
