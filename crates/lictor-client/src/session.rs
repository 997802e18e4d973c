//! A session with one server, without a socket: bytes and time go in, bytes, outputs and the next
//! deadline come out. The shells own connections, clocks and randomness.

mod entrance;
mod grants;
mod inquiries;
mod jobs;
mod life;
mod link;
mod loans;
mod outstanding;
mod prover;
mod schedule;
mod seats;
mod work;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use lictor_license::{Keyring, License, Verified};
use lictor_types::{PoolId, PublicKey, RequestId};
use lictor_wire::{Held, Open};

pub(crate) use link::{Arrival, Phase};
pub use seats::SeatState;
pub(crate) use work::{Failure, Granted, Loan, Outcome, Output, SeatId, Ticket, Work};

use crate::info::{ServerIdentity, Verification};
use crate::trust::Standing;
use grants::Awaiting;
use inquiries::Inquiries;
use jobs::Job;
use life::Life;
use outstanding::{Errand, Outstanding, Purpose};
use prover::Prover;
use schedule::Schedule;
use seats::{Place, SeatTable};

/// What all sessions of a client have in common.
#[derive(Debug)]
pub(crate) struct Profile {
    /// What the client says of itself.
    pub(crate) open: Open,
    /// The vendor keys, if any were given.
    pub(crate) keyring: Option<Keyring>,
    /// Whether a license must name the server's key (TRU-02).
    pub(crate) server_key_required: bool,
}

/// The client's half of the protocol with one server.
#[derive(Debug)]
pub(crate) struct Session {
    profile: Arc<Profile>,
    phase: Phase,
    schedule: Schedule,
    inbound: Vec<u8>,
    outbound: Vec<u8>,
    outputs: VecDeque<Output>,
    /// The session at the server, while it exists as far as we know.
    life: Option<Life>,
    /// Whether there ever was one: then callers wait for it to come back.
    established: bool,
    server: Option<(PublicKey, Standing)>,
    outstanding: Outstanding,
    inquiries: Inquiries,
    seats: SeatTable,
    prover: Prover,
    jobs: BTreeMap<Ticket, Job>,
    awaiting: Vec<Awaiting>,
    /// Leases that a resume found and nobody knew, to be given back unless an answer still on its
    /// way explains them.
    surplus: Vec<Held>,
    /// The newest request whose answer could explain them.
    surplus_after: RequestId,
    uncertain: bool,
    ticket_last: u64,
    /// Why the connection is to be closed.
    parting: Option<Failure>,
    /// Why the last connection failed.
    failure: Option<Failure>,
}

impl Session {
    /// A session that is not connected. `seed` makes its retry times its own.
    pub(crate) fn new(profile: Arc<Profile>, seed: u64) -> Self {
        Self {
            profile,
            phase: Phase::Idle { not_before_ms: 0 },
            schedule: Schedule::new(seed),
            inbound: Vec::new(),
            outbound: Vec::new(),
            outputs: VecDeque::new(),
            life: None,
            established: false,
            server: None,
            outstanding: Outstanding::default(),
            inquiries: Inquiries::default(),
            seats: SeatTable::default(),
            prover: Prover::default(),
            jobs: BTreeMap::new(),
            awaiting: Vec::new(),
            surplus: Vec::new(),
            surplus_after: RequestId(0),
            uncertain: false,
            ticket_last: 0,
            parting: None,
            failure: None,
        }
    }

    /// Starts a piece of work. Its outcome comes as an output.
    pub(crate) fn submit(&mut self, work: Work) -> Ticket {
        self.ticket_last += 1;
        let ticket = Ticket(self.ticket_last);
        if let Phase::Idle { not_before_ms } = &mut self.phase
            && !self.established
        {
            *not_before_ms = 0;
        }
        self.begin(ticket, work);
        self.flush();
        ticket
    }

    /// Gives up a piece of work; there will be no outcome. What it may have taken is freed.
    pub(crate) fn abandon(&mut self, ticket: Ticket) {
        let Some(job) = self.jobs.remove(&ticket) else { return };
        self.return_uncertified(&job);
        self.outstanding.abandon(ticket);
        self.inquiries.abandon(ticket);
        self.give_back_awaited(ticket);
        self.flush();
    }

    /// Gives seats back that nobody waits for: the guard was dropped.
    pub(crate) fn release(&mut self, seat: SeatId) {
        if let Some(seat) = self.seats.remove(seat)
            && seat.place == Place::Leased
        {
            let errand = Errand::Checkin { lease: seat.grant.lease, count: seat.count };
            self.outstanding.add(errand, Purpose::Tidy);
        }
        self.flush();
    }

    /// How sure a seat is now.
    pub(crate) fn seat_state(&self, id: SeatId) -> SeatState {
        match self.seats.get(id).map(|seat| seat.place) {
            None | Some(Place::Gone) => SeatState::Lost,
            Some(Place::Asking) => SeatState::Uncertain,
            Some(Place::Leased) if self.uncertain => SeatState::Uncertain,
            Some(Place::Leased) => SeatState::Held,
        }
    }

    /// Seats that a guard holds now.
    pub(crate) fn seat_count(&self, id: SeatId) -> u32 {
        self.seats.get(id).filter(|seat| seat.place != Place::Gone).map_or(0, |seat| seat.count)
    }

    /// The next output, in order.
    pub(crate) fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// The key that the server has proven to have.
    pub(crate) fn server_key(&self) -> Option<PublicKey> {
        self.server.as_ref().map(|(key, _)| *key)
    }

    /// The verified base of a pool that was proven.
    pub(crate) fn base_of(&self, pool: PoolId) -> Option<Arc<Verified<License>>> {
        self.prover.base(pool)
    }

    /// Whether the session stands on a connection.
    pub(crate) fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    /// Why the last connection failed, if none stands now.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref().filter(|_| !self.is_open())
    }

    /// How far the server's word is checked.
    pub(crate) fn verification(&self) -> Verification {
        let server = match self.server {
            Some((_, Standing::Known(identity))) => Some(identity),
            Some((_, Standing::Mismatch)) | None => None,
        };
        Verification { vendor: self.profile.keyring.is_some(), server }
    }

    fn identity(&self) -> ServerIdentity {
        self.verification().server.unwrap_or(ServerIdentity::FirstUse)
    }

    fn done(&mut self, ticket: Ticket, outcome: Outcome) {
        if self.jobs.remove(&ticket).is_none() {
            return;
        }
        let believed = matches!(outcome, Outcome::Failed(_) | Outcome::Attending | Outcome::CheckedIn)
            || !matches!(self.server, Some((_, Standing::Mismatch)));
        let outcome = if believed { outcome } else { Outcome::Failed(link::mismatch()) };
        self.outputs.push_back(Output::Done(ticket, outcome));
    }

    fn fail(&mut self, ticket: Ticket, failure: Failure) {
        self.done(ticket, Outcome::Failed(failure));
    }
}

#[cfg(test)]
mod tests;
