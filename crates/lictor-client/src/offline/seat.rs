//! Seats without a server.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lictor_types::{FeatureName, Grant, LeaseId, PoolId, Seats, Status};

use super::paper;
use crate::error::Error;
use crate::info::Source;
use crate::local::SingleLock;

/// How many seats of each source and feature this client uses. Each client may use as many as were
/// borrowed: clients do not count each other.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    counts: Mutex<BTreeMap<(Source, FeatureName), u32>>,
}

/// Seats that no server counts. Dropping them ends their use.
#[derive(Debug)]
pub(crate) struct OfflineSeat {
    pub(crate) feature: String,
    /// Where they come from, in words: a file, or the server that lent them.
    pub(crate) origin: String,
    pub(crate) source: Source,
    pub(crate) grant: Grant,
    /// The first instant at which they are over.
    pub(crate) until_ms: Option<u64>,
    count: Mutex<u32>,
    name: FeatureName,
    uses: Arc<Uses>,
    /// The right to be the only process, as long as the seat is held.
    _single: Option<SingleLock>,
}

/// What a seat is of.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) source: Source,
    pub(super) text: String,
    pub(super) until_ms: Option<u64>,
    pub(super) single: Option<SingleLock>,
}

impl Uses {
    pub(super) fn of(&self, source: Source, feature: &FeatureName) -> u32 {
        self.lock().get(&(source, feature.clone())).copied().unwrap_or(0)
    }

    fn add(&self, source: Source, feature: &FeatureName, count: u32) -> u32 {
        let mut counts = self.lock();
        let used = counts.entry((source, feature.clone())).or_default();
        *used = used.saturating_add(count);
        *used
    }

    fn sub(&self, source: Source, feature: &FeatureName, count: u32) {
        if let Some(used) = self.lock().get_mut(&(source, feature.clone())) {
            *used = used.saturating_sub(count);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(Source, FeatureName), u32>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OfflineSeat {
    pub(super) fn new(
        feature: &FeatureName,
        count: u32,
        origin: Origin,
        wall_ms: u64,
        uses: &Arc<Uses>,
    ) -> Self {
        let used = uses.add(origin.source, feature, count);
        let grant = Grant {
            lease: LeaseId::new(0, 0),
            pool: PoolId(0),
            pool_rev: 0,
            count,
            held: count,
            seats: Seats::Unlimited,
            used: used.into(),
            soft_limit: false,
            day: paper::day(wall_ms),
        };
        Self {
            feature: feature.to_string(),
            origin: origin.text,
            source: origin.source,
            grant,
            until_ms: origin.until_ms,
            count: Mutex::new(count),
            name: feature.clone(),
            uses: Arc::clone(uses),
            _single: origin.single,
        }
    }

    /// TIM-06: the ends of borrows, grace and trials are wall instants.
    pub(crate) fn is_over(&self, wall_ms: u64) -> bool {
        self.until_ms.is_some_and(|until_ms| until_ms <= wall_ms)
    }

    pub(crate) fn count(&self) -> u32 {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// OUT-03: more than held is an error that changes nothing.
    pub(crate) fn give(&self, count: u32) -> Result<(), Error> {
        let mut held = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        if !(1..=*held).contains(&count) {
            let text = format!("{count} seats to be given back, {held} are held");
            return Err(Error::new(Status::NotHeld, text));
        }
        *held -= count;
        self.uses.sub(self.source, &self.name, count);
        Ok(())
    }
}

impl Drop for OfflineSeat {
    fn drop(&mut self) {
        self.uses.sub(self.source, &self.name, self.count());
    }
}
