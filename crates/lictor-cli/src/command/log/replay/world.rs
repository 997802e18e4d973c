//! Two ledgers side by side: the recorded one, and one that decides otherwise what the log says was
//! asked.

use lictor_engine::{Command, Ledger, LogEntry, Movement, MovementKind, ResumeSession};
use lictor_types::{FeatureId, RequestId, Stamp};

use super::asking::{Asking, GivenBack};
use super::change::Change;
use super::leaver;
use super::other::Other;
use super::past::Past;
use super::tally::{Side, Tally};
use super::uses::Named;
use crate::command::log::history::{in_order, unreadable};
use crate::failure::Failure;

/// Both worlds.
#[derive(Debug)]
pub(super) struct World<'a> {
    recorded: Ledger,
    other: Other<'a>,
    change: &'a Change,
    /// Ledger time of this turn of the server, and of the one before.
    turn_ms: u64,
    before_ms: u64,
}

impl<'a> World<'a> {
    /// Goes through a past with a change.
    ///
    /// # Errors
    ///
    /// `log_damaged` if records cannot be read or do not fit.
    pub(super) fn run(past: &'a Past, change: &'a Change) -> Result<Tally, Failure> {
        let recorded = past.ledger()?;
        let mut ledger = past.ledger()?;
        begin(&mut ledger, change);
        let other = Other::new(ledger, &recorded, &past.uses);
        let mut world = Self { recorded, other, change, turn_ms: 0, before_ms: 0 };
        past.walk(&mut |sequence, entry| world.step(sequence, entry))?;
        Ok(world.other.tally.finish())
    }

    fn step(&mut self, sequence: u64, entry: LogEntry) -> Result<(), Failure> {
        in_order(&self.recorded, sequence, &entry)?;
        let at = entry.stamp;
        if at.ledger_ms > self.turn_ms {
            self.before_ms = self.turn_ms;
            self.turn_ms = at.ledger_ms;
        }
        self.other.pass_time(at);
        let movements = entry.movements(&self.recorded);
        let waiting = leaver::waiting(&entry, &self.recorded);
        let (kind, given) = (entry.kind(), self.command(&entry, &movements));
        self.recorded.follow(entry).map_err(|error| unreadable(sequence, &error))?;
        if self.other.opened.take().is_some_and(|session| self.recorded.session(session).is_none()) {
            return Err(Failure::internal(format!("record {sequence} opened another session than before")));
        }
        if let Some(request) = leaver::left(&waiting, &self.recorded) {
            self.answered(at, request, &movements);
        }
        if kind == "loaded" {
            self.other.tally.look_at_licenses(&self.recorded);
        }
        self.other.tally.look(&taken(&movements), Side::Then, &self.recorded);
        let Some(GivenBack { session, mut ids, features }) = given else { return Ok(()) };
        for feature in features {
            self.other.level(at, session, ids.take(), feature, &self.recorded);
        }
        Ok(())
    }

    /// Does in the other world what made the record. Answers what it gave back.
    fn command(&mut self, entry: &LogEntry, movements: &[Movement]) -> Option<GivenBack> {
        let at = entry.stamp;
        match entry.command(&self.recorded)? {
            Command::Load(set) => {
                let changed = self.change.applied(set);
                self.other.apply(at, Command::Load(&changed));
                None
            }
            Command::Rules(_) if self.change.rules.is_some() => None,
            Command::Request { session, request, acked, operation } => {
                let recorded = &self.recorded;
                let asking = Asking { recorded, entry, movements, session, request, acked };
                asking.ask(&mut self.other, operation)
            }
            Command::Resume(resume) => {
                let session = resume.session;
                let mut cancel = Vec::new();
                for request in resume.cancel.iter().filter(|request| **request > resume.acked) {
                    self.other.tally.abandon((session, *request));
                    cancel.extend(self.other.abandon(session, *request));
                }
                let resume = ResumeSession { acked: RequestId(0), cancel: &cancel, ..resume };
                self.other.apply(at, Command::Resume(resume));
                Some(GivenBack { session, ids: None, features: given_back(movements) })
            }
            Command::RevokeBorrow { borrow, actor, reason } => {
                let borrow = self.other.borrows.remove(&borrow)?;
                self.other.apply(at, Command::RevokeBorrow { borrow, actor, reason });
                None
            }
            Command::Close { session, cause } => {
                self.other.apply(at, Command::Close { session, cause });
                self.other.tally.abandon_all(session);
                None
            }
            Command::Release { session, quarantine_ms, actor, reason } => {
                self.other.apply(at, Command::Release { session, quarantine_ms, actor, reason });
                self.other.tally.abandon_all(session);
                None
            }
            command @ (Command::Rules(_)
            | Command::Day { .. }
            | Command::Clock { .. }
            | Command::ResetClock { .. }
            | Command::Start { .. }
            | Command::Tick
            | Command::Open(_)
            | Command::Detach { .. }
            | Command::Reserve(_)
            | Command::Unreserve { .. }
            | Command::ReleaseNamed(_)
            | Command::Note { .. }) => {
                self.other.apply(at, command);
                None
            }
        }
    }

    /// A request that waited got its answer in the log.
    fn answered(&mut self, at: Stamp, request: Named, movements: &[Movement]) {
        let granted = movements.iter().any(|movement| matches!(movement.kind, MovementKind::Taken(..)));
        if granted {
            self.other.served(at, request.0, request.1, self.before_ms);
        }
        let tally = &mut self.other.tally;
        tally.end_wait(request, at.ledger_ms);
        tally.deny(&self.recorded, movements);
    }
}

/// What is different from the beginning on.
fn begin(ledger: &mut Ledger, change: &Change) {
    let at = ledger.last_stamp();
    let mut effects = lictor_engine::Effects::default();
    if let Some(rules) = &change.rules {
        ledger.apply(at, Command::Rules(rules), &mut effects);
    }
    if ledger.epoch() > 0 && !change.counts.is_empty() {
        let set = change.applied(ledger.feature_set());
        ledger.apply(at, Command::Load(&set), &mut effects);
    }
}

/// The features of which seats came back, each once.
pub(super) fn given_back(movements: &[Movement]) -> Vec<FeatureId> {
    features(movements, |kind| matches!(kind, MovementKind::Given(..)))
}

/// The features of which seats were taken, each once.
fn taken(movements: &[Movement]) -> Vec<FeatureId> {
    features(movements, |kind| matches!(kind, MovementKind::Taken(..)))
}

fn features(movements: &[Movement], is_wanted: impl Fn(MovementKind) -> bool) -> Vec<FeatureId> {
    let mut features: Vec<FeatureId> = movements
        .iter()
        .filter(|movement| is_wanted(movement.kind))
        .filter_map(|movement| movement.feature)
        .collect();
    features.sort_unstable();
    features.dedup();
    features
}
