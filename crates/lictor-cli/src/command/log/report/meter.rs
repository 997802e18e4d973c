//! Use counted by the keys of rows, and integrated over time.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lictor_engine::{Movement, MovementKind};
use lictor_types::{Identity, LeaseId};

use super::dimension::Dimension;
use super::hours::Hours;

/// The values of a row's dimensions, in their order.
pub(crate) type Key = Vec<String>;

/// What is counted in one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Requests granted, each feature of a request for several.
    pub(crate) checkouts: u64,
    /// Seats held, times milliseconds.
    pub(crate) seat_ms: u64,
    /// Most seats held at one time.
    pub(crate) peak: u64,
    /// Who checked something out.
    pub(crate) users: BTreeSet<String>,
    /// Requests denied, by the status's name.
    pub(crate) denied: BTreeMap<&'static str, u64>,
    /// Requests that had to wait.
    pub(crate) waits: u64,
}

/// Counts by keys.
#[derive(Debug)]
pub(crate) struct Meter {
    by: Vec<Dimension>,
    window: Range<u64>,
    rows: BTreeMap<Key, Tally>,
    /// What is held now, by keys without their times.
    holdings: BTreeMap<Key, Holding>,
    leases: BTreeMap<LeaseId, Lease>,
}

/// Seats of one key.
#[derive(Debug, Default)]
struct Holding {
    seats: u64,
    /// Up to where they are counted.
    since_ms: u64,
}

#[derive(Debug)]
struct Lease {
    key: Key,
    seats: u64,
}

impl Meter {
    /// Counts what is in the window.
    pub(crate) fn new(by: Vec<Dimension>, window: Range<u64>) -> Self {
        Self { by, window, rows: BTreeMap::new(), holdings: BTreeMap::new(), leases: BTreeMap::new() }
    }

    /// Sets the window, before the first movement.
    pub(crate) fn set_window(&mut self, window: Range<u64>) {
        self.window = window;
    }

    /// Counts a movement at an instant of this hour.
    pub(crate) fn count(&mut self, movement: &Movement, feature: &str, at_ms: u64, hours: &Hours) {
        let identity = &movement.identity;
        match movement.kind {
            MovementKind::Taken(lease, seats) => {
                self.take(lease, seats.into(), feature, identity, at_ms, hours)
            }
            MovementKind::Given(lease, seats) => self.give(lease, seats.into(), at_ms, hours),
            MovementKind::Denied(status, _) => {
                if let Some(row) = self.row(&self.key(feature, identity), at_ms, hours) {
                    *row.denied.entry(status.name()).or_default() += 1;
                }
            }
            MovementKind::Waits(_) => {
                if let Some(row) = self.row(&self.key(feature, identity), at_ms, hours) {
                    row.waits += 1;
                }
            }
        }
    }

    /// Everything held up to the end of an hour is counted in it.
    pub(crate) fn turn(&mut self, end_ms: u64, hours: &Hours) {
        if self.by.iter().any(|dimension| dimension.is_time()) {
            self.settle_all(end_ms, hours);
        }
    }

    /// The rows, with everything held counted up to an instant.
    pub(crate) fn finish(mut self, at_ms: u64, hours: &Hours) -> BTreeMap<Key, Tally> {
        self.settle_all(at_ms, hours);
        self.rows
    }

    fn take(
        &mut self,
        lease: LeaseId,
        seats: u64,
        feature: &str,
        identity: &Identity,
        at_ms: u64,
        hours: &Hours,
    ) {
        let key = self.key(feature, identity);
        self.settle(&key, at_ms, hours);
        let held = self.leases.entry(lease).or_insert_with(|| Lease { key: key.clone(), seats: 0 });
        held.seats += seats;
        let holding = self.holdings.entry(key.clone()).or_default();
        holding.seats += seats;
        holding.since_ms = at_ms;
        let now = holding.seats;
        if let Some(row) = self.row(&key, at_ms, hours) {
            row.checkouts += 1;
            row.peak = row.peak.max(now);
            row.users.insert(identity.user.clone());
        }
    }

    fn give(&mut self, lease: LeaseId, seats: u64, at_ms: u64, hours: &Hours) {
        let Some(held) = self.leases.get_mut(&lease) else { return };
        let seats = seats.min(held.seats);
        held.seats -= seats;
        let (key, rest) = (held.key.clone(), held.seats);
        if rest == 0 {
            self.leases.remove(&lease);
        }
        self.settle(&key, at_ms, hours);
        let Some(holding) = self.holdings.get_mut(&key) else { return };
        holding.seats = holding.seats.saturating_sub(seats);
        if holding.seats == 0 {
            self.holdings.remove(&key);
        }
    }

    fn settle_all(&mut self, at_ms: u64, hours: &Hours) {
        let keys: Vec<Key> = self.holdings.keys().cloned().collect();
        for key in keys {
            self.settle(&key, at_ms, hours);
        }
    }

    /// Counts what a key holds up to an instant, which is in this hour or ends it.
    fn settle(&mut self, key: &Key, at_ms: u64, hours: &Hours) {
        let Some(holding) = self.holdings.get_mut(key) else { return };
        let from = holding.since_ms.max(self.window.start);
        let to = at_ms.min(self.window.end);
        let seats = holding.seats;
        holding.since_ms = holding.since_ms.max(at_ms);
        if from < to {
            let row = self.rows.entry(self.timed(key, hours)).or_default();
            row.seat_ms = row.seat_ms.saturating_add(seats.saturating_mul(to - from));
            row.peak = row.peak.max(seats);
        }
    }

    /// The row of a key at an instant, if that is in the window.
    fn row(&mut self, key: &Key, at_ms: u64, hours: &Hours) -> Option<&mut Tally> {
        let timed = self.window.contains(&at_ms).then(|| self.timed(key, hours))?;
        Some(self.rows.entry(timed).or_default())
    }

    fn key(&self, feature: &str, identity: &Identity) -> Key {
        self.by.iter().map(|dimension| dimension.of(feature, identity)).collect()
    }

    fn timed(&self, key: &Key, hours: &Hours) -> Key {
        let value = |(dimension, value): (&Dimension, &String)| match dimension {
            Dimension::Hour => hours.hour(),
            Dimension::Day => hours.day(),
            Dimension::Feature | Dimension::User | Dimension::Host | Dimension::Project => value.clone(),
        };
        self.by.iter().zip(key).map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use lictor_types::Status;

    use super::*;

    const HOUR: u64 = 3_600_000;

    fn movement(user: &str, kind: MovementKind) -> Movement {
        let identity = Identity { user: user.to_string(), ..Identity::default() };
        Movement { identity, feature: None, name: String::new(), kind }
    }

    fn lease(slot: u32) -> LeaseId {
        LeaseId::new(slot, 0)
    }

    fn played(by: &[Dimension], window: Range<u64>) -> Vec<(String, u64, u64, u64, u64)> {
        let mut meter = Meter::new(by.to_vec(), window);
        let mut hours = Hours::new(TimeZone::UTC, 0);
        for (at, user, kind) in [
            (0, "ann", MovementKind::Taken(lease(1), 2)),
            (HOUR / 2, "bob", MovementKind::Taken(lease(2), 1)),
            (HOUR / 2, "bob", MovementKind::Denied(Status::NotEnoughSeats, 1)),
            (HOUR, "ann", MovementKind::Given(lease(1), 1)),
            (HOUR * 3 / 2, "bob", MovementKind::Given(lease(2), 1)),
            (HOUR * 2, "ann", MovementKind::Given(lease(1), 5)),
        ] {
            while hours.end_ms() <= at {
                meter.turn(hours.end_ms(), &hours);
                hours.go_to(hours.end_ms());
            }
            meter.count(&movement(user, kind), "A/f", at, &hours);
        }
        let rows = meter.finish(HOUR * 2, &hours);
        let row = |(key, row): (Key, Tally)| {
            (key.join(" "), row.checkouts, row.seat_ms / (HOUR / 4), row.peak, row.denied.values().sum())
        };
        rows.into_iter().map(row).collect()
    }

    #[test]
    fn seats_are_integrated_over_time() {
        let of = |key: &str, checkouts, quarters, peak, denied| {
            (key.to_string(), checkouts, quarters, peak, denied)
        };
        assert_eq!(played(&[Dimension::Feature], 0..u64::MAX), [of("A/f", 2, 16, 3, 1)]);
        assert_eq!(played(&[Dimension::User], 0..u64::MAX), [of("ann", 1, 12, 2, 0), of("bob", 1, 4, 1, 1)]);
        assert_eq!(
            played(&[Dimension::Hour, Dimension::Feature], 0..u64::MAX),
            [
                of("1970-01-01T00:00:00+00:00 A/f", 2, 10, 3, 1),
                of("1970-01-01T01:00:00+00:00 A/f", 0, 6, 2, 0)
            ]
        );
    }

    #[test]
    fn what_is_outside_the_window_does_not_count() {
        let of = |key: &str, checkouts, quarters, peak, denied| {
            (key.to_string(), checkouts, quarters, peak, denied)
        };
        assert_eq!(played(&[Dimension::Feature], HOUR / 4..HOUR), [of("A/f", 1, 8, 3, 1)]);
        assert_eq!(played(&[Dimension::User], HOUR * 7 / 4..HOUR * 2), [of("ann", 0, 1, 1, 0)]);
        assert_eq!(played(&[Dimension::User], HOUR * 3..HOUR * 4), []);
    }
}
