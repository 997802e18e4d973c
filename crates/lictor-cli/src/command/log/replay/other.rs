//! The other world: the ledger that decides the recorded requests otherwise, and who holds what in
//! it.

use std::collections::BTreeMap;

use lictor_engine::{Command, Effects, Ledger, LedgerEvent, Output};
use lictor_types::{
    Answer, BorrowId, Denial, FeatureId, FeatureRef, Operation, RequestId, SessionId, Stamp, Status,
};

use super::extras::{Extra, Extras};
use super::numbers::Numbers;
use super::tally::{Ask, Case, Side, Tally, note};
use super::uses::{Person, Uses};

/// What the log says became of a request at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Granted,
    Denied,
    Queued,
}

/// A request for seats, as the log has it.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) session: SessionId,
    pub(super) request: RequestId,
    pub(super) person: Person,
    pub(super) asks: Vec<Ask>,
    pub(super) then: Then,
}

/// A request that waits in the other world.
#[derive(Debug)]
struct Waiting {
    wish: Wish,
    since_ms: u64,
}

/// The other world.
#[derive(Debug)]
pub(super) struct Other<'a> {
    pub(super) ledger: Ledger,
    pub(super) tally: Tally,
    pub(super) numbers: Numbers,
    extras: Extras,
    effects: Effects,
    /// By the request's id in this world.
    waiting: BTreeMap<(SessionId, RequestId), Waiting>,
    /// Recorded borrows, to those of this world.
    pub(super) borrows: BTreeMap<BorrowId, BorrowId>,
    /// When a waiting request was granted according to the log, in ledger time.
    served: BTreeMap<(SessionId, RequestId), u64>,
    uses: &'a Uses,
    /// The session that the last command opened.
    pub(super) opened: Option<SessionId>,
}

impl<'a> Other<'a> {
    /// A world that begins as the recorded one.
    pub(super) fn new(ledger: Ledger, recorded: &Ledger, uses: &'a Uses) -> Self {
        let borrows = recorded.borrows().map(|borrow| (borrow.borrow, borrow.borrow)).collect();
        Self {
            tally: Tally::new(recorded, &ledger),
            ledger,
            numbers: Numbers::default(),
            extras: Extras::default(),
            effects: Effects::default(),
            waiting: BTreeMap::new(),
            borrows,
            served: BTreeMap::new(),
            uses,
            opened: None,
        }
    }

    /// Lets time pass up to a record: what is due here happens at its own time. Seats come back
    /// after all that the log has of the same time: it may yet show that they were granted then.
    pub(super) fn pass_time(&mut self, stamp: Stamp) {
        loop {
            let tick = self.ledger.next_deadline();
            let give = self.extras.next_due().filter(|due| *due < stamp.ledger_ms);
            let Some(due) = [tick, give].into_iter().flatten().min() else { return };
            if due > stamp.ledger_ms {
                return;
            }
            let ledger_ms = due.max(self.ledger.last_stamp().ledger_ms).min(stamp.ledger_ms);
            let wall_ms = stamp.wall_ms.saturating_sub(stamp.ledger_ms - ledger_ms);
            let at = Stamp { ledger_ms, wall_ms };
            if give == Some(due) {
                if let Some(Extra { session, feature, seats, .. }) = self.extras.take_next() {
                    let (request, acked) = self.numbers.another(session);
                    self.give_back(at, session, (request, acked), feature, seats.into());
                }
            } else {
                self.apply(at, Command::Tick);
            }
        }
    }

    /// Applies a command that is no request.
    pub(super) fn apply(&mut self, at: Stamp, command: Command<'_>) {
        self.asked(at, command, None);
    }

    /// Decides a request for seats. The borrow is its id in the log, if it was one.
    pub(super) fn decide(
        &mut self,
        at: Stamp,
        wish: Wish,
        acked: RequestId,
        operation: Operation<'_>,
        borrow: Option<BorrowId>,
    ) {
        if self.is_repeat(&wish) {
            return self.fall_away(&wish);
        }
        let session = wish.session;
        let (request, acked) = self.numbers.of(session, wish.request, acked);
        let command = Command::Request { session, request, acked, operation };
        match self.asked(at, command, Some((session, request))) {
            None => {
                self.waiting.insert((session, request), Waiting { wish, since_ms: at.ledger_ms });
            }
            Some(Answer::Borrowed(borrowed)) => {
                if let Some(borrow) = borrow {
                    self.borrows.insert(borrow, borrowed.borrow);
                }
                self.granted(at, &wish, false);
            }
            Some(Answer::Granted(_) | Answer::GrantedAll(_)) => {
                self.granted(at, &wish, wish.then != Then::Granted);
            }
            Some(answer) => self.denied(at, &wish, &answer),
        }
    }

    /// After a session gave seats back: here it holds no more than in the log, besides what only
    /// this world gave it.
    pub(super) fn level(
        &mut self,
        at: Stamp,
        session: SessionId,
        ids: Option<(RequestId, RequestId)>,
        feature: FeatureId,
        recorded: &Ledger,
    ) {
        let here = held(&self.ledger, session, feature).saturating_sub(self.extras.held(session, feature));
        let excess = here.saturating_sub(held(recorded, session, feature));
        if excess > 0 {
            let ids = ids.unwrap_or_else(|| self.numbers.another(session));
            self.give_back(at, session, ids, feature, excess);
        }
    }

    /// A request is abandoned in the log. Answers its id here, if it is to be abandoned here too: who
    /// only here has seats of it would not have given up.
    pub(super) fn abandon(&mut self, session: SessionId, request: RequestId) -> Option<RequestId> {
        let is_meant = |(_, waiting): &(RequestId, &Waiting)| waiting.wish.request == request;
        let waits = self.waiting_of(session).find(is_meant).map(|(id, _)| id);
        let id = waits.or_else(|| self.numbers.known(session, request))?;
        if self.extras.has_request(session, request) {
            return None;
        }
        if let Some(Waiting { wish, .. }) = self.waiting.remove(&(session, id)) {
            for ask in &wish.asks {
                self.tally.row(ask).now.given_up += 1;
            }
        }
        Some(id)
    }

    /// The log grants a waiting request. What was granted here since the turn before is the same.
    pub(super) fn served(&mut self, at: Stamp, session: SessionId, request: RequestId, before_ms: u64) {
        self.served.insert((session, request), at.ledger_ms);
        self.extras.settle(session, request, before_ms);
    }

    /// A request is the repeat of one that was granted here only, if its session has here what it
    /// was denied before; also if the log denies it and the session's user on its host has some.
    fn is_repeat(&self, wish: &Wish) -> bool {
        let Wish { session, person, asks, then, .. } = wish;
        let again = |ask: &Ask| {
            let Some(feature) = ask.feature else { return false };
            let denied = *then == Then::Denied && self.extras.has(feature, person);
            denied || self.extras.has_denied(*session, feature, ask.seats)
        };
        !asks.is_empty() && asks.iter().all(again)
    }

    /// A repeat is not asked. What the log granted to it in the end is used as long as it was.
    fn fall_away(&mut self, wish: &Wish) {
        for ask in &wish.asks {
            self.tally.row(ask).fell_away += 1;
            let Some(feature) = ask.feature.filter(|_| wish.then != Then::Denied) else { continue };
            let length = self.uses.of((wish.session, wish.request), feature, &wish.person);
            self.extras.adopt(wish.session, feature, ask.seats, (wish.request, length));
        }
    }

    /// Applies a command; answers what was said to this request.
    fn asked(
        &mut self,
        at: Stamp,
        command: Command<'_>,
        asking: Option<(SessionId, RequestId)>,
    ) -> Option<Answer> {
        self.effects.clear();
        self.ledger.apply(at, command, &mut self.effects);
        let mut said = None;
        for output in std::mem::take(&mut self.effects.outputs) {
            match output {
                Output::Answer { session, request, answer } => {
                    if asking == Some((session, request)) {
                        said = Some(answer);
                    } else if let Some(waiting) = self.waiting.remove(&(session, request)) {
                        self.answered(at, waiting, &answer);
                    }
                }
                Output::Event(LedgerEvent::SessionClosed { session, .. }) => self.closed(session),
                Output::Opened(opened) => self.opened = opened.ok(),
                Output::Event(_) | Output::Resumed { .. } | Output::Position { .. } | Output::Ordered(_) => {}
            }
        }
        said
    }

    /// A waiting request got its answer.
    fn answered(&mut self, at: Stamp, waiting: Waiting, answer: &Answer) {
        let Waiting { wish, since_ms } = waiting;
        for ask in &wish.asks {
            self.tally.row(ask).now.wait(at.ledger_ms.saturating_sub(since_ms));
        }
        if matches!(answer, Answer::Granted(_) | Answer::GrantedAll(_)) {
            let served = self.served.remove(&(wish.session, wish.request));
            self.granted(at, &wish, served != Some(at.ledger_ms));
        } else {
            self.denied(at, &wish, answer);
        }
    }

    fn granted(&mut self, at: Stamp, wish: &Wish, is_extra: bool) {
        let Wish { session, request, person, asks, then } = wish;
        let features: Vec<FeatureId> = asks.iter().filter_map(|ask| ask.feature).collect();
        self.tally.look(&features, Side::Now, &self.ledger);
        for ask in asks {
            if let Some(status) = self.uses.was_denied((*session, *request)) {
                note(&mut self.tally.won, case(person, ask, status), at.wall_ms);
            }
            let Some(feature) = ask.feature.filter(|_| is_extra) else { continue };
            let length = self.uses.of((*session, *request), feature, person);
            self.extras.add(Extra {
                session: *session,
                request: *request,
                feature,
                seats: ask.seats,
                person: person.clone(),
                is_denied: *then == Then::Denied,
                granted_ms: at.ledger_ms,
                due_ms: length.map(|length| at.ledger_ms.saturating_add(length)),
            });
        }
    }

    fn denied(&mut self, at: Stamp, wish: &Wish, answer: &Answer) {
        let denials: &[Denial] = match answer {
            Answer::Denied(denial) => core::slice::from_ref(denial),
            Answer::DeniedAll(denials) => denials,
            Answer::Granted(_)
            | Answer::GrantedAll(_)
            | Answer::CheckedIn { .. }
            | Answer::Borrowed(_)
            | Answer::Returned { .. }
            | Answer::Cancelled { .. }
            | Answer::Refused(_) => &[],
        };
        let was_granted = self.uses.was_granted((wish.session, wish.request));
        for (place, ask) in wish.asks.iter().enumerate() {
            let status = denials.get(place).map_or_else(|| answer.status(), |denial| denial.status);
            if status.is_success() {
                continue;
            }
            self.tally.row(ask).now.deny(status);
            if was_granted {
                note(&mut self.tally.lost, case(&wish.person, ask, status), at.wall_ms);
            }
        }
    }

    fn give_back(
        &mut self,
        at: Stamp,
        session: SessionId,
        (request, acked): (RequestId, RequestId),
        feature: FeatureId,
        seats: u64,
    ) {
        let held = held(&self.ledger, session, feature).min(seats);
        let Ok(count @ 1..) = u32::try_from(held) else { return };
        let operation = Operation::CheckinFeature { feature: FeatureRef::Id(feature), count };
        self.asked(at, Command::Request { session, request, acked, operation }, Some((session, request)));
    }

    /// What waits of a session, by its id here.
    fn waiting_of(&self, session: SessionId) -> impl Iterator<Item = (RequestId, &Waiting)> {
        let waiting = self.waiting.range((session, RequestId(0))..=(session, RequestId(u64::MAX)));
        waiting.map(|((_, id), waiting)| (*id, waiting))
    }

    /// Whoever waited for a session that is over waits no more.
    fn closed(&mut self, session: SessionId) {
        self.extras.end(session);
        let waiting: Vec<RequestId> = self.waiting_of(session).map(|(id, _)| id).collect();
        for request in waiting {
            if let Some(Waiting { wish, .. }) = self.waiting.remove(&(session, request)) {
                for ask in &wish.asks {
                    self.tally.row(ask).now.given_up += 1;
                }
            }
        }
        self.numbers.end(session);
    }
}

fn case(person: &Person, ask: &Ask, status: Status) -> Case {
    Case { person: person.clone(), feature: ask.label.clone(), status: status.name() }
}

/// Seats of a feature that a session holds.
fn held(ledger: &Ledger, session: SessionId, feature: FeatureId) -> u64 {
    let leases = ledger.session_leases(session);
    let of = leases.filter(|lease| ledger.pool(lease.pool).is_some_and(|pool| pool.feature == feature));
    of.map(|lease| u64::from(lease.count)).sum()
}
