//! The clerk: owner of the ledger, the clock rules and the journal's queue.
//!
//! Everything that changes the ledger goes through [`Clerk::turn`], which stamps once, lets the
//! time that has passed take effect first (TIM-03), applies, and queues one block.

use std::sync::Arc;

use lictor_engine::{Command, Effects, FeatureSet, Ledger, Output};
use lictor_types::{Answer, CivilDate, RequestId, SessionId, Stamp, Status};
use parking_lot::{Mutex, RwLock};

use crate::clock::{Clock, ClockRules, Lowered};
use crate::commit::Commit;
use crate::intake::Loaded;
use crate::zones::Zones;

/// The ledger and what surrounds it.
pub(crate) struct Clerk {
    desk: Mutex<Desk>,
    commit: Commit,
    clock: Arc<dyn Clock>,
    /// What the feature set in force was made of. Changes only while the desk is locked.
    loaded: RwLock<Arc<Loaded>>,
    /// The zones and days in force. Changes only while the desk is locked.
    zones: RwLock<Arc<Zones>>,
}

struct Desk {
    ledger: Ledger,
    rules: ClockRules,
    /// When the newest ISSUED of what is served began.
    issued_ms: u64,
}

/// The ledger within a turn: commands are applied with the turn's stamp.
pub(crate) struct Turn<'a> {
    ledger: &'a mut Ledger,
    stamp: Stamp,
    effects: &'a mut Effects,
}

impl Turn<'_> {
    /// Applies a command.
    pub(crate) fn apply(&mut self, command: Command<'_>) {
        self.ledger.apply(self.stamp, command, self.effects);
    }

    /// Answers a request without asking the ledger: it changes nothing and may be repeated.
    pub(crate) fn refuse(&mut self, session: SessionId, request: RequestId, status: Status) {
        let answer = Answer::Refused(status);
        self.effects.outputs.push(Output::Answer { session, request, answer });
    }

    /// How many outputs there are so far.
    pub(crate) fn outputs(&self) -> usize {
        self.effects.outputs.len()
    }

    /// One of the outputs so far.
    pub(crate) fn output(&self, at: usize) -> Option<&Output> {
        self.effects.outputs.get(at)
    }

    /// The turn's stamp.
    pub(crate) fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// The ledger, to look at.
    pub(crate) fn ledger(&self) -> &Ledger {
        self.ledger
    }
}

impl Clerk {
    pub(crate) fn new(
        ledger: Ledger,
        rules: ClockRules,
        zones: Zones,
        commit: Commit,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            desk: Mutex::new(Desk { ledger, rules, issued_ms: 0 }),
            commit,
            clock,
            loaded: RwLock::default(),
            zones: RwLock::new(Arc::new(zones)),
        }
    }

    /// The journal's side.
    pub(crate) fn commit(&self) -> &Commit {
        &self.commit
    }

    /// The clock in use.
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// One turn: what `work` applies becomes one block after whatever time made due. Answers the
    /// sequence it rests on; nothing of it may be told before that is released.
    pub(crate) fn turn(&self, effects: &mut Effects, work: impl FnOnce(&mut Turn<'_>)) -> u64 {
        effects.clear();
        let mut desk = self.desk.lock();
        let stamp = self.pass_time(&mut desk, effects);
        work(&mut Turn { ledger: &mut desk.ledger, stamp, effects });
        self.commit.queue(effects)
    }

    /// Looks at the ledger, at what is loaded and at the days in force, as of the same moment.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&Ledger, &Arc<Loaded>, &Zones) -> R) -> R {
        let desk = self.desk.lock();
        look(&desk.ledger, &self.loaded.read(), &self.zones.read())
    }

    /// What is loaded.
    pub(crate) fn loaded(&self) -> Arc<Loaded> {
        Arc::clone(&self.loaded.read())
    }

    /// The zones and days in force.
    pub(crate) fn zones(&self) -> Arc<Zones> {
        Arc::clone(&self.zones.read())
    }

    /// Puts a new feature set in force, all at once (section 14).
    pub(crate) fn load(
        &self,
        set: &mut FeatureSet,
        loaded: Arc<Loaded>,
        issued: Option<CivilDate>,
        effects: &mut Effects,
    ) -> u64 {
        effects.clear();
        let mut desk = self.desk.lock();
        desk.issued_ms = issued.and_then(|day| self.zones.read().server().day_start(day)).unwrap_or_default();
        let issued_ms = desk.issued_ms;
        desk.rules.confirm(issued_ms);
        let stamp = self.pass_time(&mut desk, effects);
        let zones = self.zones.read().for_set(&set.zones, stamp.wall_ms);
        for (zone, today) in set.zones.iter_mut().zip(zones.today()) {
            zone.today = today;
        }
        *self.zones.write() = Arc::new(zones);
        desk.ledger.apply(stamp, Command::Load(set), effects);
        *self.loaded.write() = loaded;
        self.commit.queue(effects)
    }

    /// A turn in which an administrator lowers the floor of wall time, if it can be lower (TIM-05).
    pub(crate) fn reset_clock(
        &self,
        actor: &str,
        reason: &str,
        effects: &mut Effects,
    ) -> (u64, Option<Lowered>) {
        effects.clear();
        let mut desk = self.desk.lock();
        let stamp = self.pass_time(&mut desk, effects);
        let issued_ms = desk.issued_ms;
        let lowered = desk.rules.reset(issued_ms);
        if let Some(Lowered { floor_ms, suspect, .. }) = lowered {
            desk.ledger.apply(stamp, Command::ResetClock { floor_ms, suspect, actor, reason }, effects);
            self.pass_time(&mut desk, effects);
        }
        (self.commit.queue(effects), lowered)
    }

    /// Stamps, and lets days, clock findings and deadlines take effect before anything else.
    fn pass_time(&self, desk: &mut Desk, effects: &mut Effects) -> Stamp {
        let reading = desk.rules.read(self.clock.wall_ms(), self.clock.boot_ms());
        let stamp = reading.stamp;
        let ledger = &mut desk.ledger;
        if let Some(jump) = reading.jumped_ms {
            tracing::warn!(jump_ms = jump, "The wall clock jumped by {jump} ms");
        }
        if let Some(state) = reading.report {
            let (floor_ms, ahead_ms, suspect) = (state.floor_ms, state.ahead_ms, state.suspect);
            ledger.apply(stamp, Command::Clock { floor_ms, ahead_ms, suspect }, effects);
        }
        if reading.went_back || stamp.wall_ms >= self.zones.read().next_midnight() {
            let mut zones = Zones::clone(&self.zones.read());
            if zones.turned(stamp.wall_ms, reading.went_back) {
                let today: Vec<CivilDate> = zones.today().collect();
                ledger.apply(stamp, Command::Day { today: &today, back: reading.went_back }, effects);
            }
            *self.zones.write() = Arc::new(zones);
        }
        if ledger.next_deadline().is_some_and(|due| due <= stamp.ledger_ms) {
            ledger.apply(stamp, Command::Tick, effects);
        }
        stamp
    }
}
