//! The ledger.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use lictor_types::{LeaseId, SessionId, Stamp};

use crate::access::Rulebook;
use crate::borrow::Borrow;
use crate::catalog::Catalog;
use crate::command::Command;
use crate::deadline::{Deadlines, Departures};
use crate::effects::Effects;
use crate::fact::{Clock, Envelope, Fact};
use crate::group::{Group, Groups};
use crate::lease::Lease;
use crate::named::Bindings;
use crate::orders::Quarantines;
use crate::pool::Pool;
use crate::queue::{Lines, Loosened, Waiter};
use crate::reserve::Reservation;
use crate::session::Session;
use crate::slab::Slab;
use crate::tally::Tallies;

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
    pub(crate) groups: Slab<Group>,
    pub(crate) borrows: Slab<Borrow>,
    pub(crate) reservations: Slab<Reservation>,
    pub(crate) waiters: Slab<Waiter>,
    /// Next place in the order of waiters and reservations.
    pub(crate) next_order: u64,
    pub(crate) bindings: Bindings,
    /// Ledger time of the last release of a named seat, by pool.
    pub(crate) named_releases: BTreeMap<u32, u64>,
    pub(crate) quarantines: Quarantines,
    pub(crate) rulebook: Rulebook,
    pub(crate) counters: Counters,
    /// Derived from the groups.
    pub(crate) keys: Groups,
    /// Derived from the waiters.
    pub(crate) lines: Lines,
    /// Derived from the leases.
    pub(crate) tallies: Tallies,
    /// Empty between commands.
    pub(crate) loosened: Loosened,
    /// Derived from sessions, holds, borrows, reservations and waiters.
    pub(crate) deadlines: Deadlines,
    /// Derived from leases and those who hold them.
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
            groups: Slab::new(),
            borrows: Slab::new(),
            reservations: Slab::new(),
            waiters: Slab::new(),
            next_order: 1,
            bindings: Bindings::new(),
            named_releases: BTreeMap::new(),
            quarantines: Quarantines::new(),
            rulebook: Rulebook::default(),
            counters: Counters::default(),
            keys: Groups::new(),
            lines: Lines::new(),
            tallies: Tallies::new(),
            loosened: Loosened::default(),
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
            Command::Release { .. }
            | Command::Rules(_)
            | Command::Reserve(_)
            | Command::Unreserve { .. }
            | Command::RevokeBorrow { .. }
            | Command::ReleaseNamed(_)
            | Command::Note { .. } => self.order(stamp, &command, effects),
        }
        self.serve(stamp, effects);
    }

    /// Applies what an administrator orders.
    fn order(&mut self, stamp: Stamp, command: &Command<'_>, effects: &mut Effects) {
        match *command {
            Command::Release { session, quarantine_ms, actor, reason } => {
                self.release(stamp, session, quarantine_ms, (actor, reason), effects);
            }
            Command::Rules(set) => self.load_rules(stamp, set, effects),
            Command::Reserve(ref order) => self.reserve(stamp, order, effects),
            Command::Unreserve { token, feature, actor, reason } => {
                self.unreserve(stamp, token, feature, (actor, reason), effects);
            }
            Command::RevokeBorrow { borrow, actor, reason } => {
                self.revoke_borrow(stamp, borrow, (actor, reason), effects);
            }
            Command::ReleaseNamed(ref order) => self.release_named(stamp, order, effects),
            Command::Note { what, actor, reason } => self.note(stamp, what, actor, reason, effects),
            Command::Load(_)
            | Command::Day { .. }
            | Command::Clock { .. }
            | Command::ResetClock { .. }
            | Command::Start { .. }
            | Command::Tick
            | Command::Open(_)
            | Command::Resume(_)
            | Command::Detach { .. }
            | Command::Close { .. }
            | Command::Request { .. } => {}
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
        (found.session() == Some(session.slot())).then_some(found)
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
