//! One call on its way along the path (SES-06).

use lictor_types::{Denial, FeatureName, Status};

use super::loan::{BorrowedSeats, LoanKey};
use super::{Agent, CallId, HeldSeat, SeatKey};
use crate::clock::Now;
use crate::error::{Answered, Attempt, Error, FeatureDenial};
use crate::info::{FeatureInfo, ServerInfo, Source};
use crate::request::Wish;
use crate::session::{Failure, Granted, Outcome, Ticket, Work};

/// What a call is for.
#[derive(Debug, Clone)]
pub(crate) enum Errand {
    /// A first server.
    Open,
    Checkout(Vec<Wish>),
    /// As a checkout; what no server has free is waited for, so many milliseconds (QUE-01).
    Wait(Vec<Wish>, u32),
    Feature(FeatureName),
    /// Every server.
    Status,
    Checkin(SeatKey, u32),
    /// Seats for so many hours without a server (BOR-01).
    Borrow(Wish, u16),
    /// A borrow to its full length, at the server that lent it (BOR-02).
    Refresh(LoanKey),
    /// A borrow back, to the server that lent it (BOR-02).
    Return(LoanKey),
}

impl Errand {
    /// Seats, waited for if `wait_ms` is not 0.
    pub(crate) fn seats(wishes: Vec<Wish>, wait_ms: u32) -> Self {
        if wait_ms == 0 { Self::Checkout(wishes) } else { Self::Wait(wishes, wait_ms) }
    }
}

/// What it brought.
#[derive(Debug)]
pub(crate) enum Reply {
    Opened,
    Seats(Vec<HeldSeat>),
    Feature(FeatureInfo),
    Status(Vec<ServerInfo>),
    CheckedIn,
    Borrowed(BorrowedSeats),
    Returned,
}

#[derive(Debug)]
pub(super) struct Call {
    errand: Errand,
    /// The next server.
    next: usize,
    end_ms: u64,
    /// How long it may take, apart from waiting in a queue.
    limit_ms: u64,
    /// The first server that has what is wanted, if not free (QUE-01).
    waits_at: Option<usize>,
    /// Until when the present server may take; the others shall have their time too.
    share_end_ms: u64,
    pub(super) tickets: Vec<(usize, Ticket)>,
    attempts: Vec<Answered>,
    reports: Vec<(usize, ServerInfo)>,
    pub(super) result: Option<Result<Reply, Error>>,
}

impl Call {
    pub(super) fn new(errand: Errand, now_ms: u64, limit_ms: u64) -> Self {
        let end_ms = now_ms.saturating_add(limit_ms);
        Self {
            errand,
            next: 0,
            end_ms,
            limit_ms,
            waits_at: None,
            share_end_ms: end_ms,
            tickets: Vec::new(),
            attempts: Vec::new(),
            reports: Vec::new(),
            result: None,
        }
    }

    pub(super) fn is_due(&self, now_ms: u64) -> bool {
        self.deadline_ms().is_some_and(|deadline| deadline <= now_ms)
    }

    pub(super) fn deadline_ms(&self) -> Option<u64> {
        self.result.is_none().then_some(self.share_end_ms)
    }

    fn work(&self) -> Work {
        match &self.errand {
            // Which server it is, is known only when it is there.
            Errand::Open | Errand::Refresh(_) | Errand::Return(_) => Work::Attend,
            Errand::Checkout(wishes) | Errand::Wait(wishes, _) => Work::Checkout(wishes.clone()),
            Errand::Feature(name) => Work::Feature(name.clone()),
            Errand::Status => Work::Status,
            Errand::Checkin(key, count) => Work::Checkin { seat: key.seat, count: *count },
            Errand::Borrow(wish, hours) => Work::Borrow { wish: wish.clone(), hours: *hours },
        }
    }
}

impl Agent {
    /// Goes on to the next source, or ends the call.
    pub(super) fn advance(&mut self, now: Now, id: CallId) {
        match self.calls.get(&id).map(|call| call.errand.clone()) {
            None => {}
            Some(Errand::Status) => self.ask_all(now, id),
            Some(Errand::Checkin(key, _)) => {
                if let Some(work) = self.calls.get(&id).map(Call::work) {
                    self.submit(id, key.server, work);
                }
            }
            Some(
                Errand::Open
                | Errand::Checkout(_)
                | Errand::Wait(..)
                | Errand::Feature(_)
                | Errand::Borrow(..)
                | Errand::Refresh(_)
                | Errand::Return(_),
            ) => self.ask_next(now, id),
        }
    }

    fn ask_next(&mut self, now: Now, id: CallId) {
        if self.waits_here(id) {
            return self.wait_or_give_up(now, id);
        }
        loop {
            let Some(call) = self.calls.get_mut(&id) else { return };
            let next = call.next;
            call.next += 1;
            if next >= self.servers.len() {
                return self.wait_or_give_up(now, id);
            }
            if self.is_passed_over(now, next) {
                self.note(id, next, self.unanswered(next), Vec::new());
                continue;
            }
            let left = (self.servers.len() - next) as u64;
            let Some(call) = self.calls.get_mut(&id) else { return };
            let share_ms = call.end_ms.saturating_sub(now.mono_ms) / left;
            call.share_end_ms = if left == 1 { call.end_ms } else { now.mono_ms + share_ms };
            let work = call.work();
            return self.submit(id, next, work);
        }
    }

    /// QUE-01: where there is one server, nobody else need be asked before the call waits there: it is
    /// no denial to wait.
    fn waits_here(&mut self, id: CallId) -> bool {
        let alone = self.servers.len() == 1 && !self.servers.iter().any(|server| server.failed_ms.is_some());
        let Some(call) = self.calls.get_mut(&id).filter(|call| alone && call.next == 0) else { return false };
        if !matches!(call.errand, Errand::Wait(..)) {
            return false;
        }
        // As after everybody was asked: past the end.
        (call.next, call.waits_at) = (2, Some(0));
        true
    }

    /// QUE-01: all servers were asked; now the call waits at the first that has what is wanted.
    fn wait_or_give_up(&mut self, now: Now, id: CallId) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        let (Errand::Wait(wishes, wait_ms), Some(at)) = (&call.errand, call.waits_at.take()) else {
            let attempts = std::mem::take(&mut call.attempts);
            return self.finish(id, Err(Error::among(attempts)));
        };
        let work = Work::Wait(wishes.clone(), *wait_ms);
        call.end_ms = now.mono_ms.saturating_add(u64::from(*wait_ms)).saturating_add(call.limit_ms);
        call.share_end_ms = call.end_ms;
        if let Some(server) = self.servers.get(at) {
            call.attempts.retain(|answered| answered.source() != server.name);
        }
        self.submit(id, at, work);
    }

    fn ask_all(&mut self, now: Now, id: CallId) {
        for at in 0..self.servers.len() {
            self.submit(id, at, Work::Status);
        }
        if self.servers.is_empty() {
            self.expire(now, id);
        }
    }

    pub(super) fn on_outcome(&mut self, now: Now, id: CallId, at: usize, outcome: Outcome) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        call.tickets.retain(|(server, _)| *server != at);
        let name = self.servers.get(at).map_or_else(String::new, |server| server.name.clone());
        match (call.errand.clone(), outcome) {
            (Errand::Status, outcome) => self.on_report(id, at, name, outcome),
            (Errand::Checkin(..), Outcome::Failed(failure)) => {
                self.finish(id, Err(Error::new(failure.status, failure.text)));
            }
            (Errand::Checkout(wishes) | Errand::Wait(wishes, _), Outcome::Granted(granted)) => {
                let seats = self.held(&wishes, at, &name, &granted);
                self.finish(id, Ok(Reply::Seats(seats)));
            }
            (Errand::Checkout(wishes) | Errand::Wait(wishes, _), Outcome::Denied(denials)) => {
                self.on_denied(now, id, at, &wishes, denials);
            }
            (Errand::Borrow(wish, _), Outcome::Denied(denials)) => {
                self.on_denied(now, id, at, &[wish], denials);
            }
            (Errand::Refresh(loan), Outcome::Attending) => {
                self.ask_lender(now, id, at, loan, Work::Refresh(loan.borrow));
            }
            (Errand::Return(loan), Outcome::Attending) => {
                self.ask_lender(now, id, at, loan, Work::Return(loan.borrow));
            }
            (Errand::Borrow(..) | Errand::Refresh(_), Outcome::Borrowed(loan)) => {
                self.on_borrowed(id, at, *loan);
            }
            (Errand::Return(_), Outcome::Returned(_)) => self.finish(id, Ok(Reply::Returned)),
            (Errand::Refresh(_), Outcome::Denied(denials)) => {
                let status = denials.first().map_or(Status::Internal, |denial| denial.status);
                self.finish(id, Err(Error::new(status, "the borrow is not prolonged")));
            }
            (Errand::Refresh(_) | Errand::Return(_), Outcome::Failed(failure))
                if failure.status == Status::NotBorrowed =>
            {
                self.finish(id, Err(Error::new(failure.status, failure.text)));
            }
            (_, Outcome::Failed(failure)) => {
                self.note(id, at, failure, Vec::new());
                self.advance(now, id);
            }
            (_, Outcome::Attending) => self.finish(id, Ok(Reply::Opened)),
            (_, Outcome::CheckedIn) => self.finish(id, Ok(Reply::CheckedIn)),
            (_, Outcome::Feature(pools, verification)) => {
                let info = FeatureInfo { server: name, source: Source::Server, pools, verification };
                self.finish(id, Ok(Reply::Feature(info)));
            }
            (
                _,
                Outcome::Granted(_)
                | Outcome::Denied(_)
                | Outcome::Status(_)
                | Outcome::Borrowed(_)
                | Outcome::Returned(_),
            ) => {
                self.finish(id, Err(Error::new(Status::Internal, "an outcome that nobody asked for")));
            }
        }
    }

    fn on_denied(&mut self, now: Now, id: CallId, at: usize, wishes: &[Wish], denials: Vec<Denial>) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        let has_all = denials.iter().all(|denial| denial.status != Status::FeatureNotFound);
        // Once it waits, `next` is past the end.
        if has_all && call.next <= self.servers.len() {
            call.waits_at.get_or_insert(at);
        }
        let denials = wishes.iter().zip(denials);
        let denials = denials.map(|(wish, d)| FeatureDenial::new(wish, d)).collect();
        let error = Error::denied(denials);
        let failure = Failure::new(error.status(), error.to_string());
        self.note(id, at, failure, error.denials().to_vec());
        self.advance(now, id);
    }

    fn on_report(&mut self, id: CallId, at: usize, server: String, outcome: Outcome) {
        let status = match outcome {
            Outcome::Status(status) => Ok(*status),
            Outcome::Failed(failure) => Err(Error::new(failure.status, failure.text)),
            Outcome::Attending
            | Outcome::Granted(_)
            | Outcome::Denied(_)
            | Outcome::CheckedIn
            | Outcome::Borrowed(_)
            | Outcome::Returned(_)
            | Outcome::Feature(..) => Err(Error::new(Status::Internal, "an outcome that nobody asked for")),
        };
        let Some(call) = self.calls.get_mut(&id) else { return };
        call.reports.push((at, ServerInfo { server, status }));
        if call.tickets.is_empty() {
            call.reports.sort_by_key(|(at, _)| *at);
            let reports = std::mem::take(&mut call.reports);
            self.finish(id, Ok(Reply::Status(reports.into_iter().map(|(_, report)| report).collect())));
        }
    }

    /// The time of the present server is over (SES-05).
    pub(super) fn expire(&mut self, now: Now, id: CallId) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        let (tickets, status, over) =
            (std::mem::take(&mut call.tickets), matches!(call.errand, Errand::Status), call.end_ms);
        for (at, ticket) in &tickets {
            let failure = self.unanswered(*at);
            self.abandon(*at, *ticket);
            if status {
                let name = self.servers.get(*at).map_or_else(String::new, |server| server.name.clone());
                self.on_report(id, *at, name, Outcome::Failed(failure));
            } else {
                self.note(id, *at, failure, Vec::new());
            }
        }
        if status && tickets.is_empty() {
            self.finish(id, Ok(Reply::Status(Vec::new())));
        } else if now.mono_ms >= over {
            let attempts = self.calls.get_mut(&id).map(|call| std::mem::take(&mut call.attempts));
            self.finish(id, Err(Error::among(attempts.unwrap_or_default())));
        } else if !status {
            self.advance(now, id);
        }
    }

    /// Why a server has not answered in time.
    fn unanswered(&self, at: usize) -> Failure {
        let Some(server) = self.servers.get(at) else {
            return Failure::new(Status::Internal, "no such server");
        };
        match server.session.failure() {
            Some(failure) => failure.clone(),
            None if server.session.is_open() => {
                Failure::new(Status::TimedOut, "the server did not answer in time")
            }
            None => Failure::new(Status::ServerUnreachable, "no connection in time"),
        }
    }

    pub(super) fn note(&mut self, id: CallId, at: usize, failure: Failure, denials: Vec<FeatureDenial>) {
        let Some(server) = self.servers.get(at) else { return };
        let attempt = Attempt::new(&server.name, failure.status, failure.text);
        if let Some(call) = self.calls.get_mut(&id) {
            call.attempts.push(Answered::by_server(attempt, denials));
        }
    }

    fn held(&self, wishes: &[Wish], server: usize, name: &str, granted: &[Granted]) -> Vec<HeldSeat> {
        let session = self.servers.get(server).map(|server| &server.session);
        let seats = wishes.iter().zip(granted);
        seats
            .map(|(wish, granted)| HeldSeat {
                key: SeatKey { server, seat: granted.seat },
                feature: wish.feature.to_string(),
                server: name.to_owned(),
                grant: granted.grant,
                license: session.and_then(|session| session.base_of(granted.grant.pool)),
            })
            .collect()
    }
}
