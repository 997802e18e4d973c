//! Waiting requests as reports see them (QUE-02).

use alloc::vec::Vec;

use lictor_types::{FeatureId, RequestId, SessionId};

use crate::ledger::Ledger;

/// A request that waits for seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiterView {
    /// Its session.
    pub session: SessionId,
    /// The request.
    pub request: RequestId,
    /// What it waits for: features and seats, in the order asked.
    pub wants: Vec<(FeatureId, u32)>,
    /// Its place in the longest of its lines, 1 for the next.
    pub position: u32,
    /// Wall instant of its arrival in milliseconds.
    pub since_ms: u64,
    /// Wall instant at which it gives up, in milliseconds.
    pub until_ms: u64,
}

impl Ledger {
    /// Every waiting request from this slot on, with the slot.
    pub fn waiters_from(&self, slot: u32) -> impl Iterator<Item = (u32, WaiterView)> {
        self.waiters.iter_from(slot).map(|(slot, _, waiter)| {
            let wants = waiter.wants.iter();
            let view = WaiterView {
                session: waiter.session,
                request: waiter.request,
                wants: wants.filter_map(|want| Some((want.asked.feature?, want.asked.count))).collect(),
                position: self.position(waiter),
                since_ms: waiter.since_ms,
                until_ms: self.wall_of(waiter.until_ms),
            };
            (slot, view)
        })
    }
}
