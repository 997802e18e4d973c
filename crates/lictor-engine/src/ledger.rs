//! The ledger.

use alloc::vec::Vec;

use lictor_types::{LeaseId, SessionId, Stamp};

use crate::catalog::Catalog;
use crate::command::Command;
use crate::deadline::{Deadlines, Departures};
use crate::effects::Effects;
use crate::fact::{Clock, Envelope, Fact};
use crate::lease::Lease;
use crate::pool::Pool;
use crate::session::Session;
use crate::slab::Slab;

/// The state of all pools, sessions and leases.
#[derive(Debug)]
pub struct Ledger {
    /// Stamp of the last record.
    pub(crate) stamp: Stamp,
    pub(crate) clock: Clock,
    pub(crate) catalog: Catalog,
    /// By number; a pool is never taken away.
    pub(crate) pools: Vec<Pool>,
    pub(crate) sessions: Slab<Session>,
    pub(crate) leases: Slab<Lease>,
    pub(crate) counters: Counters,
    /// Derived from the sessions.
    pub(crate) deadlines: Deadlines,
    /// Derived from the sessions and leases.
    pub(crate) departures: Departures,
}

/// What is counted over the ledger's life, and what is in use now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counters {
    pub(crate) used: u64,
    pub(crate) granted: u64,
    pub(crate) denied: u64,
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self {
            stamp: Stamp::default(),
            clock: Clock::default(),
            catalog: Catalog::default(),
            pools: Vec::new(),
            sessions: Slab::new(),
            leases: Slab::new(),
            counters: Counters::default(),
            deadlines: Deadlines::new(),
            departures: Departures::new(),
        }
    }

    /// Applies one command. Never fails, never blocks, never looks at a clock. Records and outputs
    /// are appended to `effects`.
    ///
    /// The stamp's ledger time must not be less than that of the command before.
    pub fn apply(&mut self, stamp: Stamp, command: Command<'_>, effects: &mut Effects) {
        debug_assert!(stamp.ledger_ms >= self.stamp.ledger_ms, "ledger time never decreases");
        let stamp = Stamp { ledger_ms: stamp.ledger_ms.max(self.stamp.ledger_ms), ..stamp };
        match command {
            Command::Load(set) => self.load(stamp, set, effects),
            Command::Day { today, back } => self.change_day(stamp, today, back, effects),
            Command::Clock { floor_ms, ahead_ms, suspect } => {
                self.set_clock(stamp, Clock { floor_ms, ahead_ms, suspect }, effects);
            }
            Command::ResetClock { floor_ms, suspect, actor, reason } => {
                self.reset_clock(stamp, Clock { floor_ms, ahead_ms: 0, suspect }, actor, reason, effects);
            }
            Command::Start { resume_window_ms } => self.start(stamp, resume_window_ms, effects),
            Command::Tick => self.tick(stamp, effects),
            Command::Open(open) => self.open(stamp, &open, effects),
            Command::Resume(resume) => self.resume(stamp, &resume, effects),
            Command::Detach { session, epoch, cause, keep_ms } => {
                self.detach(stamp, session, epoch, cause, keep_ms, effects);
            }
            Command::Close { session, cause } => self.close(stamp, session, cause, effects),
            Command::Request { session, request, acked, operation } => {
                self.request(stamp, Envelope { session, request, acked }, operation, effects);
            }
            Command::Release { session, actor, reason } => {
                self.release(stamp, session, actor, reason, effects)
            }
        }
    }

    /// Records a fact and folds it. False would mean that we decided something impossible: then
    /// nothing is recorded.
    pub(crate) fn commit(&mut self, stamp: Stamp, fact: Fact, effects: &mut Effects) -> bool {
        let mark = effects.mark();
        effects.record(stamp, &fact);
        let folded = self.fold_fact(stamp, fact);
        debug_assert!(folded.is_ok(), "what was decided can be folded");
        if folded.is_err() {
            effects.rewind(mark);
        }
        folded.is_ok()
    }

    pub(crate) fn session_at(&self, session: SessionId) -> Option<&Session> {
        self.sessions.get(session.slot(), session.generation())
    }

    pub(crate) fn session_at_mut(&mut self, session: SessionId) -> Option<&mut Session> {
        self.sessions.get_mut(session.slot(), session.generation())
    }

    /// The lease, if this session holds it.
    pub(crate) fn lease_at(&self, session: SessionId, lease: LeaseId) -> Option<&Lease> {
        let found = self.leases.get(lease.slot(), lease.generation())?;
        (found.session == session.slot()).then_some(found)
    }

    /// The id of the lease now in this slot.
    pub(crate) fn lease_id(&self, slot: u32) -> Option<LeaseId> {
        self.leases.at(slot).map(|(generation, _)| LeaseId::new(slot, generation))
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self::new()
    }
}
