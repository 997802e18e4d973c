//! All sessions of one client and the calls that run over them, without a socket or a clock.
//!
//! A call goes through the servers of the path in order (SES-06), within its time limit (SES-05).
//! What needs no server comes before and after it and is not known here (`offline`).
//! The shells move bytes, tell the time and wait.

mod call;
mod loan;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use lictor_license::{License, Verified};
use lictor_types::{Grant, PublicKey, Status};
use ring::rand::{SecureRandom, SystemRandom};

use crate::clock::Now;
use crate::error::Error;
use crate::event::{Event, EventQueue};
use crate::info::Verification;
use crate::options::Options;
use crate::path::{Address, Source};
use crate::session::{Failure, Output, Profile, SeatId, SeatState, Session, Ticket, Work};
use crate::trust::Fingerprint;
use call::Call;
pub(crate) use call::{Errand, Reply};
pub(crate) use loan::{BorrowedSeats, LoanKey};

/// Names a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CallId(u64);

/// Names held seats among all servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SeatKey {
    pub(crate) server: usize,
    pub(crate) seat: SeatId,
}

/// Seats that a call brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeldSeat {
    pub(crate) key: SeatKey,
    pub(crate) feature: String,
    pub(crate) server: String,
    pub(crate) grant: Grant,
    /// The base of the pool, if vendor keys are known.
    pub(crate) license: Option<Arc<Verified<License>>>,
}

/// A server of the path.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) name: String,
    pub(crate) address: Address,
    pub(crate) session: Session,
    /// A key to be recorded for it (TRU-02).
    pub(crate) record: Option<Fingerprint>,
    tickets: BTreeMap<Ticket, CallId>,
    /// When its connection failed last.
    failed_ms: Option<u64>,
}

/// All sessions of a client.
#[derive(Debug)]
pub(crate) struct Agent {
    servers: Vec<Server>,
    calls: BTreeMap<CallId, Call>,
    call_last: u64,
    events: EventQueue,
    /// Once closed: until when what is outbound may still leave.
    closing_end_ms: Option<u64>,
    parted: bool,
}

/// A server that failed so lately is passed over while another one stands.
const DOWN_MS: u64 = 30_000;

impl Agent {
    /// The agent of a client with these options.
    pub(crate) fn open(options: &Options, profile: &Arc<Profile>) -> Result<Self, Error> {
        let random = SystemRandom::new();
        let seed = || {
            let mut seed = [0; 8];
            let _fixed_jitter_without_entropy = random.fill(&mut seed);
            u64::from_le_bytes(seed)
        };
        Ok(Self::new(options.sources()?, profile, seed))
    }

    fn new(sources: Vec<Source>, profile: &Arc<Profile>, mut seed: impl FnMut() -> u64) -> Self {
        let mut agent = Self {
            servers: Vec::new(),
            calls: BTreeMap::new(),
            call_last: 0,
            events: EventQueue::default(),
            closing_end_ms: None,
            parted: false,
        };
        for source in sources {
            let name = source.to_string();
            if let Source::Server(address) = source {
                let session = Session::new(Arc::clone(profile), seed());
                let tickets = BTreeMap::new();
                agent.servers.push(Server { name, address, session, record: None, tickets, failed_ms: None });
            }
        }
        agent
    }

    pub(crate) fn servers(&self) -> &[Server] {
        &self.servers
    }

    pub(crate) fn server_mut(&mut self, at: usize) -> Option<&mut Server> {
        self.servers.get_mut(at)
    }

    /// Begins a call. Its reply is there, at the latest, when `limit` has passed.
    pub(crate) fn start(&mut self, now: Now, errand: Errand, limit: Duration) -> CallId {
        self.call_last += 1;
        let id = CallId(self.call_last);
        let limit_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        self.calls.insert(id, Call::new(errand, now.mono_ms, limit_ms));
        if self.is_closing() {
            self.finish(id, Err(closed()));
        } else {
            self.advance(now, id);
        }
        self.drive(now);
        id
    }

    /// The reply to a call, once it is there.
    pub(crate) fn take(&mut self, id: CallId) -> Option<Result<Reply, Error>> {
        self.calls.get(&id)?.result.as_ref()?;
        self.calls.remove(&id)?.result
    }

    /// Nobody waits for a call any more. What it brought, or may still bring, is given back.
    #[cfg(any(feature = "tokio", test))]
    pub(crate) fn forget(&mut self, id: CallId) {
        let Some(call) = self.calls.remove(&id) else { return };
        for (server, ticket) in call.tickets {
            self.abandon(server, ticket);
        }
        match call.result {
            Some(Ok(Reply::Seats(seats))) => seats.iter().for_each(|seat| self.release(seat.key)),
            Some(Ok(Reply::Borrowed(seats))) => self.give_back(&seats),
            Some(_) | None => {}
        }
    }

    /// Takes the sessions one step on: time, outputs, calls whose time is over.
    pub(crate) fn drive(&mut self, now: Now) {
        for at in 0..self.servers.len() {
            let Some(server) = self.servers.get_mut(at) else { continue };
            server.session.tick(now);
            while let Some(output) = self.servers.get_mut(at).and_then(|server| server.session.poll()) {
                self.on_output(now, at, output);
            }
        }
        let due: Vec<CallId> =
            self.calls.iter().filter(|(_, call)| call.is_due(now.mono_ms)).map(|(id, _)| *id).collect();
        for id in due {
            self.expire(now, id);
        }
    }

    /// The connection of a server is gone.
    pub(crate) fn lost(&mut self, now: Now, at: usize, failure: Failure) {
        if let Some(server) = self.servers.get_mut(at) {
            server.failed_ms = Some(now.mono_ms);
            server.session.lost(now, failure);
        }
        self.drive(now);
    }

    /// When to drive again at the latest.
    pub(crate) fn deadline_ms(&self) -> Option<u64> {
        let sessions = self.servers.iter().filter_map(|server| server.session.deadline_ms());
        let calls = self.calls.values().filter_map(Call::deadline_ms);
        sessions.chain(calls).chain(self.closing_end_ms).min()
    }

    pub(crate) fn seat_state(&mut self, now: Now, key: SeatKey) -> SeatState {
        self.drive(now);
        self.servers.get(key.server).map_or(SeatState::Lost, |server| server.session.seat_state(key.seat))
    }

    pub(crate) fn seat_count(&self, key: SeatKey) -> u32 {
        self.servers.get(key.server).map_or(0, |server| server.session.seat_count(key.seat))
    }

    pub(crate) fn release(&mut self, key: SeatKey) {
        if let Some(server) = self.servers.get_mut(key.server) {
            server.session.release(key.seat);
        }
    }

    pub(crate) fn event(&mut self) -> Option<Event> {
        self.events.pop()
    }

    /// Something happened to seats that no server knows.
    pub(crate) fn announce(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Whether a connection stands to the server of this key.
    pub(crate) fn is_with(&self, key: &PublicKey) -> bool {
        let with = |server: &Server| server.session.is_open() && server.session.server_key() == Some(*key);
        self.servers.iter().any(with)
    }

    /// The first server of the path that stands.
    pub(crate) fn current(&self) -> Option<&Server> {
        self.servers.iter().find(|server| server.session.is_open())
    }

    /// How far the word of the server in use is checked.
    pub(crate) fn verification(&self) -> Verification {
        let server = self.current().or_else(|| self.servers.first());
        let none = Verification { vendor: false, server: None };
        server.map_or(none, |server| server.session.verification())
    }

    /// Ends everything: open calls fail, held seats are free as soon as the servers hear of it.
    /// What is outbound may take so long to leave.
    pub(crate) fn close(&mut self, now: Now, limit: Duration) {
        let limit_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        self.closing_end_ms = Some(now.mono_ms.saturating_add(limit_ms));
        let open: Vec<CallId> = self.calls.keys().copied().collect();
        for id in open {
            self.finish(id, Err(closed()));
        }
        self.servers.iter_mut().for_each(|server| server.session.goodbye());
    }

    /// # Errors
    ///
    /// If the client is closed.
    pub(crate) fn alive(&self) -> Result<(), Error> {
        if self.is_closing() { Err(closed()) } else { Ok(()) }
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing_end_ms.is_some()
    }

    /// Whether the time for what is outbound is over.
    pub(crate) fn is_overdue(&self, now: Now) -> bool {
        self.closing_end_ms.is_some_and(|end| end <= now.mono_ms)
    }

    /// Everything has left, or its time was over.
    pub(crate) fn parted(&mut self) {
        self.parted = true;
    }

    pub(crate) fn has_parted(&self) -> bool {
        self.parted
    }

    fn on_output(&mut self, now: Now, at: usize, output: Output) {
        let Some(server) = self.servers.get_mut(at) else { return };
        let name = server.name.clone();
        match output {
            Output::Record(key) => server.record = Some(key),
            Output::Uncertain => self.events.push(Event::Uncertain { server: name }),
            Output::Regained => self.events.push(Event::Regained { server: name }),
            Output::Lost { feature, count, status, text } => {
                self.events.push(Event::Lost { server: name, feature, count, status, text });
            }
            Output::Queued { feature, position } => {
                self.events.push(Event::Queued { server: name, feature, position });
            }
            Output::Done(ticket, outcome) => {
                if let Some(id) = server.tickets.remove(&ticket) {
                    self.on_outcome(now, id, at, outcome);
                }
            }
        }
    }

    fn submit(&mut self, id: CallId, at: usize, work: Work) {
        let Some(server) = self.servers.get_mut(at) else { return };
        let ticket = server.session.submit(work);
        server.tickets.insert(ticket, id);
        if let Some(call) = self.calls.get_mut(&id) {
            call.tickets.push((at, ticket));
        }
    }

    fn abandon(&mut self, at: usize, ticket: Ticket) {
        if let Some(server) = self.servers.get_mut(at) {
            server.tickets.remove(&ticket);
            server.session.abandon(ticket);
        }
    }

    /// Whether a server is known to be down while another one stands.
    fn is_passed_over(&self, now: Now, at: usize) -> bool {
        let lately = |server: &Server| {
            let failed = server.failed_ms.is_some_and(|failed| now.mono_ms.saturating_sub(failed) < DOWN_MS);
            failed && !server.session.is_open()
        };
        self.servers.get(at).is_some_and(lately) && self.current().is_some()
    }

    fn finish(&mut self, id: CallId, result: Result<Reply, Error>) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        let tickets = std::mem::take(&mut call.tickets);
        call.result.get_or_insert(result);
        for (server, ticket) in tickets {
            self.abandon(server, ticket);
        }
    }
}

fn closed() -> Error {
    Error::new(Status::SessionLost, "the client is closed")
}

#[cfg(test)]
mod tests;
