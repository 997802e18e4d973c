//! Which waiting request a record ends: the record names its place only.

use lictor_engine::{Ledger, LogEntry};

use super::uses::Named;

/// Everybody who waits, if a record ends a wait; by place.
pub(super) fn waiting(entry: &LogEntry, past: &Ledger) -> Vec<(u32, Named)> {
    if !matches!(entry.kind(), "served" | "unserved") {
        return Vec::new();
    }
    past.waiters_from(0).map(|(slot, waiter)| (slot, (waiter.session, waiter.request))).collect()
}

/// Who of them does not wait any more.
pub(super) fn left(before: &[(u32, Named)], now: &Ledger) -> Option<Named> {
    let stays = |slot: u32, request: Named| {
        let there = now.waiters_from(slot).next();
        there.is_some_and(|(at, waiter)| at == slot && (waiter.session, waiter.request) == request)
    };
    before.iter().find(|(slot, request)| !stays(*slot, *request)).map(|(_, request)| *request)
}
