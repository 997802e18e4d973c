//! What a server counts while it runs, for `/metrics`.

use std::sync::atomic::{AtomicU64, Ordering};

use lictor_engine::Output;
use lictor_types::Answer;

use crate::stages::Stages;

/// Counters since the start. Reading one never waits for anything.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Where the time of turns went.
    pub(crate) stages: Stages,
    /// Turns closed.
    pub(crate) turns: AtomicU64,
    /// Operations answered.
    pub(crate) operations: AtomicU64,
    /// Requests granted.
    pub(crate) grants: AtomicU64,
    /// Requests denied.
    pub(crate) denials: AtomicU64,
    /// Connections accepted.
    pub(crate) connections: AtomicU64,
    /// Connections turned away before they were served.
    pub(crate) turned_away: AtomicU64,
    /// Loads of the license directory that changed something.
    pub(crate) loads: AtomicU64,
    /// Times that access rules were put in force.
    pub(crate) rule_loads: AtomicU64,
    /// Times that a file of access rules was refused (RUL-02).
    pub(crate) rule_refusals: AtomicU64,
    /// Access rules in force.
    pub(crate) rules: AtomicU64,
}

impl Counters {
    /// Counts what a turn answered, whoever caused it: time alone answers requests that wait.
    pub(crate) fn answers(&self, outputs: &[Output]) {
        let (mut operations, mut grants, mut denials) = (0, 0, 0);
        for output in outputs {
            let Output::Answer { answer, .. } = output else { continue };
            operations += 1;
            match answer {
                Answer::Granted(_) | Answer::GrantedAll(_) | Answer::Borrowed(_) => grants += 1,
                Answer::Denied(_) | Answer::DeniedAll(_) => denials += 1,
                Answer::CheckedIn { .. }
                | Answer::Returned { .. }
                | Answer::Cancelled { .. }
                | Answer::Refused(_) => {}
            }
        }
        add(&self.operations, operations);
        add(&self.grants, grants);
        add(&self.denials, denials);
    }
}

pub(crate) fn add(counter: &AtomicU64, count: u64) {
    counter.fetch_add(count, Ordering::Relaxed);
}
