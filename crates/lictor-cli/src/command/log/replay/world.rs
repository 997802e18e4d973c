//! Two ledgers side by side: the recorded one, and one that decides otherwise what the log says was
//! asked.

use std::collections::BTreeMap;

use lictor_engine::{Command, Ledger, LogEntry, Movement, MovementKind, ResumeSession};
use lictor_types::{BorrowId, Checkout, FeatureId, FeatureRef, Operation, RequestId, SessionId, Stamp};

use super::change::Change;
use super::leaver;
use super::other::{Other, Then, Wish};
use super::past::Past;
use super::tally::{Ask, Side, Tally};
use super::uses::{Named, Person};
use crate::command::log::history::{in_order, unreadable};
use crate::failure::Failure;

/// Both worlds.
#[derive(Debug)]
pub(super) struct World<'a> {
    recorded: Ledger,
    other: Other<'a>,
    change: &'a Change,
    /// When recorded requests began to wait, in ledger time, and for what.
    waiting: BTreeMap<Named, (u64, Vec<Ask>)>,
    /// Ledger time of this turn of the server, and of the one before.
    turn_ms: u64,
    before_ms: u64,
}

/// What gave seats back, and whose they were.
struct GivenBack {
    session: SessionId,
    /// Its own request, if it was one for that.
    ids: Option<(RequestId, RequestId)>,
    features: Vec<FeatureId>,
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
        let waiting = BTreeMap::new();
        let mut world = Self { recorded, other, change, waiting, turn_ms: 0, before_ms: 0 };
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
                let id = (session, request);
                request_of(
                    &self.recorded,
                    &mut self.other,
                    &mut self.waiting,
                    entry,
                    movements,
                    id,
                    acked,
                    operation,
                )
            }
            Command::Resume(resume) => {
                let session = resume.session;
                let mut cancel = Vec::new();
                for request in resume.cancel.iter().filter(|request| **request > resume.acked) {
                    abandoned(&mut self.waiting, &mut self.other.tally, (session, *request));
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
                self.given_up(session);
                None
            }
            Command::Release { session, quarantine_ms, actor, reason } => {
                self.other.apply(at, Command::Release { session, quarantine_ms, actor, reason });
                self.given_up(session);
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
        if let Some((since_ms, asks)) = self.waiting.remove(&request) {
            for ask in &asks {
                tally.row(ask).then.wait(at.ledger_ms.saturating_sub(since_ms));
            }
        }
        for movement in movements {
            if let MovementKind::Denied(status, _) = movement.kind {
                tally.row(&ask_of(&self.recorded, movement)).then.deny(status);
            }
        }
    }

    /// A session ended in the log, and with it what it waited for.
    fn given_up(&mut self, session: SessionId) {
        let first = (session, RequestId(0));
        let requests: Vec<Named> =
            self.waiting.range(first..=(session, RequestId(u64::MAX))).map(|(id, _)| *id).collect();
        for request in requests {
            abandoned(&mut self.waiting, &mut self.other.tally, request);
        }
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

#[expect(clippy::too_many_arguments, reason = "parts of the world that the operation does not borrow")]
fn request_of(
    recorded: &Ledger,
    other: &mut Other<'_>,
    waiting: &mut BTreeMap<Named, (u64, Vec<Ask>)>,
    entry: &LogEntry,
    movements: &[Movement],
    (session, request): Named,
    acked: RequestId,
    operation: Operation<'_>,
) -> Option<GivenBack> {
    let at = entry.stamp;
    match &operation {
        Operation::Checkout(_)
        | Operation::CheckoutAll(_)
        | Operation::Wait { .. }
        | Operation::Borrow { .. } => {
            let wish = wish(recorded, entry, movements, (session, request), &operation);
            count_then(&mut other.tally, recorded, &wish, movements);
            if wish.then == Then::Queued {
                waiting.insert((session, request), (at.ledger_ms, wish.asks.clone()));
            }
            let fields = entry.fields();
            let borrow = fields.iter().find(|(name, _)| *name == "borrow");
            let borrow = borrow.and_then(|(_, value)| BorrowId::parse(value));
            other.decide(at, wish, acked, operation, borrow);
            None
        }
        Operation::Checkin { .. } | Operation::CheckinFeature { .. } => {
            let ids = Some(other.numbers.of(session, request, acked));
            Some(GivenBack { session, ids, features: given_back(movements) })
        }
        Operation::Refresh { borrow } | Operation::Return { borrow } => {
            let borrow = *other.borrows.get(borrow)?;
            let refreshes = matches!(operation, Operation::Refresh { .. });
            let operation =
                if refreshes { Operation::Refresh { borrow } } else { Operation::Return { borrow } };
            let (request, acked) = other.numbers.of(session, request, acked);
            other.apply(at, Command::Request { session, request, acked, operation });
            None
        }
        Operation::Cancel { request: earlier } => {
            abandoned(waiting, &mut other.tally, (session, *earlier));
            let (request, acked) = other.numbers.of(session, request, acked);
            if let Some(earlier) = other.abandon(session, *earlier) {
                let operation = Operation::Cancel { request: earlier };
                other.apply(at, Command::Request { session, request, acked, operation });
            }
            Some(GivenBack { session, ids: None, features: given_back(movements) })
        }
    }
}

/// A request that waited in the log is abandoned.
fn abandoned(waiting: &mut BTreeMap<Named, (u64, Vec<Ask>)>, tally: &mut Tally, request: Named) {
    for ask in waiting.remove(&request).into_iter().flat_map(|(_, asks)| asks) {
        tally.row(&ask).then.given_up += 1;
    }
}

/// The request as the log has it.
fn wish(
    recorded: &Ledger,
    entry: &LogEntry,
    movements: &[Movement],
    (session, request): Named,
    operation: &Operation<'_>,
) -> Wish {
    let denied = movements.iter().any(|movement| matches!(movement.kind, MovementKind::Denied(..)));
    let then = match entry.kind() {
        "queued" => Then::Queued,
        _ if denied => Then::Denied,
        _ => Then::Granted,
    };
    let identity = recorded.session(session).map(|session| session.identity.clone()).unwrap_or_default();
    let person = Person { user: identity.user, host: identity.host };
    let asks = match operation {
        Operation::Checkout(checkout) | Operation::Borrow { checkout, .. } => vec![ask(recorded, checkout)],
        Operation::CheckoutAll(checkouts) | Operation::Wait { checkouts, .. } => {
            checkouts.iter().map(|checkout| ask(recorded, checkout)).collect()
        }
        Operation::Checkin { .. }
        | Operation::CheckinFeature { .. }
        | Operation::Refresh { .. }
        | Operation::Return { .. }
        | Operation::Cancel { .. } => Vec::new(),
    };
    Wish { session, request, person, asks, then }
}

/// Counts a request, and what the log says became of it at once.
fn count_then(tally: &mut Tally, recorded: &Ledger, wish: &Wish, movements: &[Movement]) {
    for ask in &wish.asks {
        let row = tally.row(ask);
        row.requests += 1;
        row.seats += u64::from(ask.seats);
    }
    for movement in movements {
        if let MovementKind::Denied(status, _) = movement.kind {
            tally.row(&ask_of(recorded, movement)).then.deny(status);
        }
    }
}

fn ask(recorded: &Ledger, checkout: &Checkout<'_>) -> Ask {
    let (feature, name) = match checkout.feature {
        FeatureRef::Id(feature) => (Some(feature), ""),
        FeatureRef::Name(name) => (None, name),
    };
    Ask { feature, label: label(recorded, feature, name), seats: checkout.count }
}

fn ask_of(recorded: &Ledger, movement: &Movement) -> Ask {
    let label = label(recorded, movement.feature, &movement.name);
    Ask { feature: movement.feature, label, seats: 0 }
}

fn label(recorded: &Ledger, feature: Option<FeatureId>, name: &str) -> String {
    let known = feature.and_then(|feature| recorded.feature_name(feature));
    known.map_or_else(|| name.to_string(), |(vendor, name)| format!("{vendor}/{name}"))
}

/// The features of which seats came back, each once.
fn given_back(movements: &[Movement]) -> Vec<FeatureId> {
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
