//! Greeting a server, opening a session, taking it up again, and learning that it is gone.

use lictor_types::Status;
use lictor_wire::{ClientMessage, Opened, Resume, Resumed, Revision, Welcome};

use super::life::Life;
use super::link::{Arrival, mismatch};
use super::work::{Failure, Outcome, Output};
use super::{Errand, Phase, Purpose, Session};
use crate::clock::Now;
use crate::info::ServerIdentity;
use crate::trust::{Fingerprint, Standing, verify_proof};

impl Session {
    /// TRU-02: who is it? Then the session is opened or taken up again.
    pub(super) fn on_welcome(&mut self, now: Now, welcome: &Welcome, arrival: &Arrival) {
        if Revision::settle(welcome.revision, welcome.revision).is_none() {
            return self
                .break_off(format!("the server chose revision {}, which was not offered", welcome.revision));
        }
        let proven = || welcome.proof.as_ref().and_then(|proof| verify_proof(proof, &arrival.nonce));
        let Some(key) = arrival.key.or_else(proven) else {
            return self.part(Failure::new(Status::ServerNotGenuine, "the server does not prove its key"));
        };
        let standing = Standing::by_record(&key, arrival.record.as_ref());
        let known_licensed = self.server.is_some_and(|(known, standing)| {
            known == key && standing == Standing::Known(ServerIdentity::LicensedKey)
        });
        if !known_licensed {
            self.server = Some((key, standing));
        }
        match standing {
            Standing::Mismatch if self.profile.keyring.is_none() => return self.part(mismatch()),
            Standing::Known(ServerIdentity::FirstUse) => {
                self.outputs.push_back(Output::Record(Fingerprint::of(&key)));
            }
            Standing::Known(_) | Standing::Mismatch => {}
        }
        let message = match &self.life {
            Some(life) => ClientMessage::Resume(Resume {
                session: life.session,
                secret: life.secret,
                acked: self.outstanding.acked(),
                cancel: self.outstanding.abandoned(),
                held: self.seats.held(),
            }),
            None => ClientMessage::Open(self.profile.open.clone()),
        };
        message.encode(&mut self.outbound);
        self.phase = Phase::Entering { since_ms: now.mono_ms };
    }

    pub(super) fn on_opened(&mut self, opened: &Opened, sent_ms: u64) {
        self.life = Some(Life::new(opened, sent_ms));
        self.enter();
        self.be_certain();
    }

    /// SES-04: what the server still has of us is ours, whatever happened to it meanwhile.
    pub(super) fn on_resumed(&mut self, now: Now, resumed: Resumed, sent_ms: u64) {
        if let Some(life) = &mut self.life {
            life.resume(&resumed, sent_ms);
        }
        self.outstanding.resumed();
        for held in self.seats.held() {
            let kept = resumed.kept.iter().find(|kept| kept.lease == held.lease).map_or(0, |kept| kept.count);
            let lost = resumed.lost.iter().find(|lost| lost.lease == held.lease);
            let status = lost.map_or(Status::SessionLost, |lost| lost.status);
            let missing = held.count.saturating_sub(kept);
            for (seat, count) in self.seats.shares(held.lease, missing) {
                self.ask_again(seat, count, status);
            }
        }
        self.surplus = resumed.surplus;
        self.surplus_after = self.outstanding.newest();
        self.enter();
        self.on_answers(now, resumed.answers);
        self.review(now);
        self.be_certain();
    }

    /// The session stands.
    fn enter(&mut self) {
        self.phase = Phase::Open;
        self.established = true;
        self.schedule.reset();
        self.failure = None;
        self.attended();
    }

    /// The session is gone at the server. Its seats are asked for again in the next (SES-05).
    pub(super) fn bury(&mut self) {
        self.life = None;
        self.surplus.clear();
        self.prover.reset();
        self.inquiries.forget_proofs();
        for ticket in self.outstanding.restart() {
            self.done(ticket, Outcome::CheckedIn);
        }
        self.ask_for_awaited();
        for seat in self.seats.leased() {
            let count = self.seats.get(seat).map_or(0, |seat| seat.count);
            self.ask_again(seat, count, Status::SessionLost);
        }
    }

    /// Leases that nobody knows after a resume, once every answer that could explain them has come.
    pub(super) fn give_back_surplus(&mut self) {
        if self.surplus.is_empty() || !self.outstanding.settled_to(self.surplus_after) {
            return;
        }
        for held in std::mem::take(&mut self.surplus) {
            if !self.seats.has_lease(held.lease) && !self.outstanding.is_returning(held.lease) {
                let errand = Errand::Checkin { lease: held.lease, count: held.count };
                self.outstanding.add(errand, Purpose::Tidy);
            }
        }
    }
}
