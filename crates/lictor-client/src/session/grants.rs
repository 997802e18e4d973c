//! Answers to requests: seats are believed only when they are proven (TRU-03).

use lictor_types::{Answer, Borrowed, Denial, Grant, PoolId, RequestId, Status};

use super::inquiries::Asker;
use super::jobs::plain_denial;
use super::work::{Failure, Granted, Outcome, Output, SeatId, Ticket};
use super::{Errand, Place, Purpose, Session};
use crate::clock::Now;
use crate::info::ServerIdentity;
use crate::request::Wish;
use crate::trust::{Coverage, Fingerprint, Flaw, Standing};

/// Granted seats whose proof is under way.
#[derive(Debug)]
pub(crate) struct Awaiting {
    purpose: Purpose,
    stake: Stake,
    /// How often a pool was proven for it; a server cannot keep a caller busy with new revisions.
    proofs: u8,
}

/// What was granted.
#[derive(Debug)]
enum Stake {
    Seats(Vec<SeatId>),
    Loan { wish: Wish, borrowed: Box<Borrowed> },
}

const PROOFS_MAX: u8 = 4;

/// What is missing to believe a grant.
enum Missing {
    Nothing,
    Proof(PoolId),
    /// The seat is being asked for again.
    Seat,
}

impl Session {
    pub(super) fn on_answers(&mut self, now: Now, answers: Vec<(RequestId, Answer)>) {
        for (id, answer) in answers {
            if let Some((errand, purpose)) = self.outstanding.settle(id) {
                self.on_answer(now, errand, purpose, answer);
            }
        }
        self.flush();
    }

    fn on_answer(&mut self, now: Now, errand: Errand, purpose: Purpose, answer: Answer) {
        match (errand, answer) {
            (Errand::Checkout(wishes) | Errand::Wait(wishes, _), Answer::Granted(grant))
                if wishes.len() == 1 =>
            {
                self.on_grants(now, purpose, wishes, &[grant]);
            }
            (Errand::Checkout(wishes) | Errand::Wait(wishes, _), Answer::GrantedAll(grants))
                if wishes.len() == grants.len() =>
            {
                self.on_grants(now, purpose, wishes, &grants);
            }
            (Errand::Checkout(wishes) | Errand::Wait(wishes, _), Answer::Denied(denial))
                if wishes.len() == 1 =>
            {
                self.on_denied(purpose, vec![denial]);
            }
            (Errand::Checkout(wishes) | Errand::Wait(wishes, _), Answer::DeniedAll(denials))
                if wishes.len() == denials.len() =>
            {
                self.on_denied(purpose, denials);
            }
            (Errand::Checkout(wishes) | Errand::Wait(wishes, _), Answer::Refused(status)) => {
                self.on_refused(purpose, &wishes, status);
            }
            (Errand::Borrow { wish, .. }, Answer::Borrowed(borrowed)) => {
                self.on_borrowed(now, purpose, wish, borrowed);
            }
            (Errand::Borrow { .. }, Answer::Denied(denial)) => self.on_denied(purpose, vec![denial]),
            (Errand::Borrow { wish, .. }, Answer::Refused(status)) => {
                self.on_refused(purpose, &[wish], status)
            }
            (Errand::Refresh(_), Answer::Borrowed(borrowed)) => self.on_refreshed(purpose, borrowed),
            (Errand::Refresh(_), Answer::Denied(denial)) => self.on_denied(purpose, vec![denial]),
            (Errand::Return(_), Answer::Returned { freed }) => self.on_returned(purpose, freed),
            (Errand::Refresh(_) | Errand::Return(_), Answer::Refused(status)) => {
                self.on_refused(purpose, &[], status);
            }
            (Errand::Checkin { .. }, Answer::CheckedIn { .. }) => {
                if let Purpose::Call(ticket) = purpose {
                    self.done(ticket, Outcome::CheckedIn);
                }
            }
            (Errand::Checkin { .. }, Answer::Refused(status)) => {
                if let Purpose::Call(ticket) = purpose {
                    self.fail(ticket, Failure::new(status, "the server did not take the seats back"));
                }
            }
            (Errand::Cancel(_), _) => {}
            (
                Errand::Checkout(_)
                | Errand::Wait(..)
                | Errand::Borrow { .. }
                | Errand::Refresh(_)
                | Errand::Return(_)
                | Errand::Checkin { .. },
                _,
            ) => {
                self.break_off("the answer is not one to the request".to_owned());
            }
        }
    }

    fn on_grants(&mut self, now: Now, purpose: Purpose, wishes: Vec<Wish>, grants: &[Grant]) {
        let seats: Vec<SeatId> = match purpose {
            Purpose::Call(_) => {
                wishes.into_iter().zip(grants).map(|(wish, grant)| self.seats.add(wish, *grant)).collect()
            }
            Purpose::Regain(id) => match (self.seats.get_mut(id), grants) {
                (Some(seat), [grant]) if seat.place == Place::Asking => {
                    seat.grant = *grant;
                    seat.count = grant.count;
                    seat.place = Place::Leased;
                    vec![id]
                }
                _ => return self.give_back(grants),
            },
            Purpose::Tidy => return self.give_back(grants),
        };
        self.awaiting.push(Awaiting { purpose, stake: Stake::Seats(seats), proofs: 0 });
        self.review(now);
    }

    /// BOR-01: borrowed seats are no lease of the session, but are believed no sooner.
    fn on_borrowed(&mut self, now: Now, purpose: Purpose, wish: Wish, borrowed: Borrowed) {
        if let Purpose::Regain(_) | Purpose::Tidy = purpose {
            return self.return_loan(borrowed.borrow);
        }
        let stake = Stake::Loan { wish, borrowed: Box::new(borrowed) };
        self.awaiting.push(Awaiting { purpose, stake, proofs: 0 });
        self.review(now);
    }

    fn give_back(&mut self, grants: &[Grant]) {
        for grant in grants {
            let errand = Errand::Checkin { lease: grant.lease, count: grant.count };
            self.outstanding.add(errand, Purpose::Tidy);
        }
    }

    fn on_denied(&mut self, purpose: Purpose, denials: Vec<Denial>) {
        match purpose {
            Purpose::Call(ticket) => self.done(ticket, Outcome::Denied(denials)),
            Purpose::Regain(seat) => {
                let status = denials.first().map_or(Status::SessionLost, |denial| denial.status);
                self.not_regained(seat, status);
            }
            Purpose::Tidy => {}
        }
    }

    fn on_refused(&mut self, purpose: Purpose, wishes: &[Wish], status: Status) {
        match purpose {
            Purpose::Call(ticket) if status == Status::FeatureNotFound && !wishes.is_empty() => {
                let denials = wishes.iter().map(|wish| plain_denial(status, wish.count)).collect();
                self.done(ticket, Outcome::Denied(denials));
            }
            Purpose::Call(ticket) => {
                let text = format!("the server refused the request: {}", status.name().replace('_', " "));
                self.fail(ticket, Failure::new(status, text));
            }
            Purpose::Regain(seat) => self.not_regained(seat, status),
            Purpose::Tidy => {}
        }
    }

    fn not_regained(&mut self, seat: SeatId, status: Status) {
        let count = self.seats.get(seat).map_or(0, |seat| seat.count);
        self.lose(seat, count, status);
        self.be_certain();
    }

    /// SES-05: a lease is gone; its seats are asked for again. What is missing of a lease that
    /// stands is lost.
    pub(super) fn ask_again(&mut self, id: SeatId, count: u32, status: Status) {
        let Some(seat) = self.seats.get_mut(id) else { return };
        if count < seat.count {
            return self.lose(id, count, status);
        }
        seat.place = Place::Asking;
        seat.wish.count = seat.count;
        let errand = Errand::Checkout(vec![seat.wish.clone()]);
        self.outstanding.add(errand, Purpose::Regain(id));
    }

    /// Says so when nothing is uncertain any more.
    pub(super) fn be_certain(&mut self) {
        let regaining = |awaiting: &Awaiting| matches!(awaiting.purpose, Purpose::Regain(_));
        let certain = self.is_open() && !self.seats.any_asking() && !self.awaiting.iter().any(regaining);
        if self.uncertain && certain {
            self.uncertain = false;
            if self.seats.any_alive() {
                self.outputs.push_back(Output::Regained);
            }
        }
    }

    /// Hands out what is proven, refuses what is disproven, asks for what is missing.
    pub(super) fn review(&mut self, now: Now) {
        for mut awaiting in std::mem::take(&mut self.awaiting) {
            match self.missing(now, &awaiting) {
                Ok(Missing::Nothing) => self.accept(&awaiting),
                Ok(Missing::Seat) => self.awaiting.push(awaiting),
                Ok(Missing::Proof(pool)) => {
                    if self.prove(pool) {
                        awaiting.proofs += 1;
                    }
                    self.awaiting.push(awaiting);
                }
                Err(failure) => self.reject(&awaiting, &failure),
            }
        }
    }

    fn missing(&self, now: Now, awaiting: &Awaiting) -> Result<Missing, Failure> {
        let seats = match &awaiting.stake {
            Stake::Seats(seats) => seats,
            Stake::Loan { wish, borrowed } => {
                return self.unproven(now, &borrowed.grant, wish, awaiting.proofs);
            }
        };
        for id in seats {
            let Some(seat) = self.seats.get(*id).filter(|seat| seat.place != Place::Gone) else {
                return Err(Failure::new(Status::SessionLost, "the seats were lost while they were checked"));
            };
            if seat.place == Place::Asking {
                return Ok(Missing::Seat);
            }
            match self.unproven(now, &seat.grant, &seat.wish, awaiting.proofs)? {
                Missing::Nothing => {}
                missing @ (Missing::Proof(_) | Missing::Seat) => return Ok(missing),
            }
        }
        Ok(Missing::Nothing)
    }

    /// What is missing to believe one grant, after so many proofs of its pool.
    fn unproven(&self, now: Now, grant: &Grant, wish: &Wish, proofs: u8) -> Result<Missing, Failure> {
        if self.profile.keyring.is_none() {
            return Ok(Missing::Nothing);
        }
        let Some(proof) = self.prover.proof(grant.pool) else { return Ok(Missing::Proof(grant.pool)) };
        match proof.covers(grant, wish, now.wall_ms).map_err(failure)? {
            Coverage::Full => self.identity_bears(proof.licensed_key()).map(|()| Missing::Nothing),
            Coverage::Stale if proofs < PROOFS_MAX => Ok(Missing::Proof(grant.pool)),
            Coverage::Stale => {
                let text = "the server shows other licenses each time it is asked";
                Err(Failure::new(Status::ServerNotGenuine, text))
            }
        }
    }

    /// TRU-02: a key that differs from the recorded one is cleared only by a license that names it.
    pub(super) fn identity_bears(&self, licensed_key: bool) -> Result<(), Failure> {
        match self.server {
            Some((_, Standing::Mismatch)) if !licensed_key => Err(super::link::mismatch()),
            Some(_) | None => Ok(()),
        }
    }

    /// Asks for the members of a pool, unless that is under way.
    pub(super) fn prove(&mut self, pool: PoolId) -> bool {
        let query = self.prover.begin(pool);
        let begun = query.is_some();
        if let Some(query) = query {
            self.inquiries.add(query, Asker::Proof(pool));
        }
        begun
    }

    /// A pool is proven: if a license names the server's key, that is who it is (TRU-02).
    pub(super) fn note_identity(&mut self, pool: PoolId) {
        let licensed = self.prover.proof(pool).is_some_and(|proof| proof.licensed_key());
        if let (true, Some((key, standing))) = (licensed, &mut self.server) {
            if *standing == Standing::Mismatch {
                self.outputs.push_back(Output::Record(Fingerprint::of(key)));
            }
            *standing = Standing::Known(ServerIdentity::LicensedKey);
        }
    }

    /// A pool cannot be proven: nothing granted from it is believed.
    pub(super) fn disproven(&mut self, pool: PoolId, flaw: Flaw) {
        let failure = failure(flaw);
        for awaiting in std::mem::take(&mut self.awaiting) {
            let of_pool = |id: &SeatId| self.seats.get(*id).is_some_and(|seat| seat.grant.pool == pool);
            let concerned = match &awaiting.stake {
                Stake::Seats(seats) => seats.iter().any(of_pool),
                Stake::Loan { borrowed, .. } => borrowed.grant.pool == pool,
            };
            if concerned {
                self.reject(&awaiting, &failure);
            } else {
                self.awaiting.push(awaiting);
            }
        }
    }

    fn accept(&mut self, awaiting: &Awaiting) {
        match (awaiting.purpose, &awaiting.stake) {
            (Purpose::Call(ticket), Stake::Seats(seats)) => {
                let granted =
                    |id: &SeatId| self.seats.get(*id).map(|seat| Granted { seat: *id, grant: seat.grant });
                let seats = seats.iter().filter_map(granted).collect();
                self.done(ticket, Outcome::Granted(seats));
            }
            (Purpose::Call(ticket), Stake::Loan { borrowed, .. }) => {
                self.ask_for_certificate(ticket, **borrowed, true);
            }
            (Purpose::Regain(_) | Purpose::Tidy, _) => self.be_certain(),
        }
    }

    fn reject(&mut self, awaiting: &Awaiting, failure: &Failure) {
        match awaiting.purpose {
            Purpose::Call(ticket) => {
                self.give_back_stake(awaiting);
                self.fail(ticket, failure.clone());
            }
            Purpose::Regain(id) => {
                if let Some(grant) = self.seats.get(id).map(|seat| seat.grant) {
                    self.give_back(&[grant]);
                }
                self.not_regained(id, failure.status);
            }
            Purpose::Tidy => {}
        }
    }

    /// The caller of seats that are being proven has given up.
    pub(super) fn give_back_awaited(&mut self, ticket: Ticket) {
        let of_caller = |awaiting: &Awaiting| awaiting.purpose == Purpose::Call(ticket);
        let Some(at) = self.awaiting.iter().position(of_caller) else { return };
        let awaiting = self.awaiting.swap_remove(at);
        self.give_back_stake(&awaiting);
    }

    fn give_back_stake(&mut self, awaiting: &Awaiting) {
        match &awaiting.stake {
            Stake::Seats(seats) => seats.iter().for_each(|seat| self.release(*seat)),
            Stake::Loan { borrowed, .. } => self.return_loan(borrowed.borrow),
        }
    }

    /// The session is gone: what was granted and not handed out is asked for anew. A borrow has
    /// outlived it.
    pub(super) fn ask_for_awaited(&mut self) {
        for awaiting in std::mem::take(&mut self.awaiting) {
            match (awaiting.purpose, &awaiting.stake) {
                (Purpose::Call(_), Stake::Seats(seats)) => {
                    let seats = seats.iter().filter_map(|id| self.seats.remove(*id));
                    let wishes = seats.map(|seat| seat.wish).collect();
                    self.outstanding.add(Errand::Checkout(wishes), awaiting.purpose);
                }
                (_, Stake::Loan { .. }) => self.awaiting.push(awaiting),
                (Purpose::Regain(_) | Purpose::Tidy, Stake::Seats(_)) => {}
            }
        }
    }
}

pub(super) fn failure(flaw: Flaw) -> Failure {
    match flaw {
        Flaw::NotGenuine(text) => Failure::new(Status::ServerNotGenuine, text),
        Flaw::UntrustedVendor(vendor) => {
            Failure::new(Status::UntrustedVendor, format!("no key of vendor {vendor} is trusted"))
        }
        Flaw::Clock(text) => Failure::new(Status::ClockRollback, text),
    }
}
