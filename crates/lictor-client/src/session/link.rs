//! The connection under a session: greeting, opening, resuming, beating, losing it.

use lictor_types::limits::{FRAME_BYTES_MAX, FRAME_BYTES_MAX_EARLY};
use lictor_types::{PublicKey, Status};
use lictor_wire::{
    ClientMessage, Event, Hello, PREFACE, Requests, Revision, ServerMessage, decode_server, frame,
};

use super::life::Life;
use super::work::{Failure, Output};
use super::{Place, SeatId, Session};
use crate::clock::Now;
use crate::trust::Fingerprint;

/// Where a connection stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Phase {
    /// There is none, and none is tried before this time.
    Idle { not_before_ms: u64 },
    /// The shell is making one.
    Connecting { since_ms: u64 },
    /// `Hello` was sent.
    Greeting { since_ms: u64, arrival: Arrival },
    /// `Open` or `Resume` was sent.
    Entering { since_ms: u64 },
    /// The session stands.
    Open,
    /// Goodbye was said.
    Ended,
}

/// What the shell knows of a new connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// 32 random bytes.
    pub(crate) nonce: [u8; 32],
    /// The key that TLS proved; none on a Unix socket.
    pub(crate) key: Option<PublicKey>,
    /// The key recorded for this server.
    pub(crate) record: Option<Fingerprint>,
}

/// How long a connection may take until the session stands.
const HANDSHAKE_MS_MAX: u64 = 10_000;
/// Name and version of this software, for the server's log.
const SOFTWARE: &str = concat!("lictor-client/", env!("CARGO_PKG_VERSION"));

pub(crate) fn mismatch() -> Failure {
    Failure::new(Status::ServerNotGenuine, "the server's key is not the one recorded for it")
}

impl Session {
    /// Whether the shell should make a connection now.
    pub(crate) fn wants_link(&self, now: Now) -> bool {
        matches!(self.phase, Phase::Idle { not_before_ms } if not_before_ms <= now.mono_ms && self.has_business())
    }

    /// The shell is at it.
    pub(crate) fn connecting(&mut self, now: Now) {
        self.phase = Phase::Connecting { since_ms: now.mono_ms };
    }

    /// The connection stands.
    pub(crate) fn connected(&mut self, now: Now, arrival: Arrival) {
        self.outbound.extend_from_slice(PREFACE);
        ClientMessage::Hello(Hello {
            revision_min: Revision::OLDEST.0,
            revision_max: Revision::NEWEST.0,
            nonce: arrival.nonce,
            software: SOFTWARE.to_owned(),
        })
        .encode(&mut self.outbound);
        self.phase = Phase::Greeting { since_ms: now.mono_ms, arrival };
    }

    /// Bytes for the shell to send; it removes what it has sent.
    pub(crate) fn outbound(&mut self) -> &mut Vec<u8> {
        &mut self.outbound
    }

    /// Whether the shell should close the connection.
    pub(crate) fn must_close(&self) -> bool {
        self.parting.is_some()
    }

    /// The connection is gone, or could not be made.
    pub(crate) fn lost(&mut self, now: Now, failure: Failure) {
        let failure = self.parting.take().unwrap_or(failure);
        self.inbound.clear();
        self.outbound.clear();
        if self.phase == Phase::Ended {
            return;
        }
        self.outstanding.rewind();
        self.inquiries.rewind();
        self.doubt();
        if failure.status == Status::SessionLost {
            self.bury();
            self.schedule.reset();
        } else if failure.status == Status::Quarantined {
            self.lose_all(&failure);
            self.bury();
        }
        let window_ms = self.life.as_ref().map(Life::resume_window_ms).filter(|_| self.seats.any_alive());
        self.phase = Phase::Idle { not_before_ms: self.schedule.next(now.mono_ms, window_ms) };
        if !self.established || is_final(failure.status) {
            let waiting: Vec<_> = self.jobs.keys().copied().collect();
            for ticket in waiting {
                self.outstanding.abandon(ticket);
                self.inquiries.abandon(ticket);
                self.fail(ticket, failure.clone());
            }
        }
        self.failure = Some(failure);
    }

    /// Takes bytes of the server.
    pub(crate) fn received(&mut self, now: Now, bytes: &[u8]) {
        self.inbound.extend_from_slice(bytes);
        let inbound = std::mem::take(&mut self.inbound);
        let mut rest = inbound.as_slice();
        while self.parting.is_none() {
            let max = if self.phase == Phase::Open { FRAME_BYTES_MAX } else { FRAME_BYTES_MAX_EARLY };
            // A resume's answer may be large, and comes before the session counts as open.
            let max = if matches!(self.phase, Phase::Entering { .. }) { FRAME_BYTES_MAX } else { max };
            match frame::split(rest, max) {
                Ok(None) => break,
                Err(error) => self.break_off(error.to_string()),
                Ok(Some((frame, taken))) => {
                    match decode_server(frame) {
                        Ok(message) => self.on_message(now, message),
                        Err(error) => self.break_off(error.to_string()),
                    }
                    rest = rest.get(taken..).unwrap_or_default();
                }
            }
        }
        self.inbound = rest.to_vec();
        self.flush();
    }

    /// Does what time asks for: a heartbeat, giving up a dead connection.
    pub(crate) fn tick(&mut self, now: Now) {
        match self.phase {
            Phase::Connecting { since_ms }
            | Phase::Greeting { since_ms, .. }
            | Phase::Entering { since_ms }
                if now.mono_ms >= since_ms + HANDSHAKE_MS_MAX =>
            {
                self.part(Failure::new(Status::ServerUnreachable, "the server does not answer"));
            }
            Phase::Open => self.beat(now),
            Phase::Connecting { .. }
            | Phase::Greeting { .. }
            | Phase::Entering { .. }
            | Phase::Idle { .. }
            | Phase::Ended => {}
        }
    }

    /// When to be called again at the latest.
    pub(crate) fn deadline_ms(&self) -> Option<u64> {
        match &self.phase {
            Phase::Idle { not_before_ms } => self.has_business().then_some(*not_before_ms),
            Phase::Connecting { since_ms }
            | Phase::Greeting { since_ms, .. }
            | Phase::Entering { since_ms } => Some(since_ms + HANDSHAKE_MS_MAX),
            Phase::Open => self.life.as_ref().map(Life::deadline_ms),
            Phase::Ended => None,
        }
    }

    /// Ends the session: its seats are free at once.
    pub(crate) fn goodbye(&mut self) {
        if self.is_open() {
            ClientMessage::Goodbye.encode(&mut self.outbound);
        }
        self.phase = Phase::Ended;
    }

    /// Sends what is due, if the session stands.
    pub(super) fn flush(&mut self) {
        if self.phase != Phase::Open {
            return;
        }
        self.give_back_surplus();
        loop {
            let acked = self.outstanding.acked();
            let operations = self.outstanding.batch();
            if operations.is_empty() {
                break;
            }
            ClientMessage::Requests(Requests { acked, operations }).encode(&mut self.outbound);
        }
        self.inquiries.send(&mut self.outbound);
    }

    fn has_business(&self) -> bool {
        self.seats.any_alive()
            || !self.jobs.is_empty()
            || !self.outstanding.is_empty()
            || !self.inquiries.is_empty()
    }

    /// SES-05: without a connection nothing is certain.
    fn doubt(&mut self) {
        if !self.uncertain && self.seats.any_alive() {
            self.uncertain = true;
            self.outputs.push_back(Output::Uncertain);
        }
    }

    fn beat(&mut self, now: Now) {
        let acked = self.outstanding.acked();
        let Some(life) = &mut self.life else { return };
        if now.mono_ms >= life.dead_ms() {
            self.part(Failure::new(Status::ServerUnreachable, "the server has fallen silent"));
            self.doubt();
        } else if life.beat_is_due(now.mono_ms) {
            life.beat(now.mono_ms);
            ClientMessage::Heartbeat { acked }.encode(&mut self.outbound);
        }
    }

    pub(super) fn part(&mut self, failure: Failure) {
        self.parting.get_or_insert(failure);
    }

    pub(super) fn break_off(&mut self, text: String) {
        self.part(Failure::new(Status::ProtocolError, text));
    }

    fn on_message(&mut self, now: Now, message: ServerMessage) {
        match (message, &self.phase) {
            (ServerMessage::Goodbye { status, text, hint }, _) => {
                let hint = hint.map(|hint| format!(", ask {hint}")).unwrap_or_default();
                self.part(Failure::new(status, format!("{text}{hint}")));
            }
            (ServerMessage::Welcome(welcome), Phase::Greeting { arrival, .. }) => {
                let arrival = arrival.clone();
                self.on_welcome(now, &welcome, &arrival);
            }
            (ServerMessage::Opened(opened), Phase::Entering { since_ms }) if self.life.is_none() => {
                let sent_ms = *since_ms;
                self.on_opened(&opened, sent_ms);
            }
            (ServerMessage::Resumed(resumed), Phase::Entering { since_ms }) if self.life.is_some() => {
                let sent_ms = *since_ms;
                self.on_resumed(now, resumed, sent_ms);
            }
            (ServerMessage::Answers(answers), Phase::Open) => self.on_answers(now, answers),
            (ServerMessage::Alive, Phase::Open) => {
                if let Some(life) = &mut self.life {
                    life.confirm();
                }
            }
            (ServerMessage::QueryPart { number, more, bytes }, Phase::Open) => {
                match self.inquiries.feed(number, more, &bytes) {
                    Ok(Some((asker, answer))) => self.on_query_answer(now, asker, answer),
                    Ok(None) => {}
                    Err(error) => self.break_off(error.to_string()),
                }
            }
            (ServerMessage::Event(event), Phase::Open) => self.on_event(now, &event),
            (
                ServerMessage::Welcome(_)
                | ServerMessage::Opened(_)
                | ServerMessage::Resumed(_)
                | ServerMessage::Answers(_)
                | ServerMessage::Alive
                | ServerMessage::QueryPart { .. }
                | ServerMessage::Event(_),
                _,
            ) => self.break_off("the server spoke out of turn".to_owned()),
        }
    }

    fn on_event(&mut self, now: Now, event: &Event) {
        match event {
            Event::Lost(lost) => {
                for (seat, count) in self.seats.shares(lost.lease, lost.count) {
                    self.lose(seat, count, lost.status);
                }
                self.review(now);
            }
            Event::PoolChanged { pool, .. } => self.prover.forget(*pool),
            Event::Position { request, position } => {
                if let Some(first) = self.outstanding.at_position(*request, *position) {
                    let feature = first.feature.to_string();
                    self.outputs.push_back(Output::Queued { feature, position: *position });
                }
            }
            Event::Stopping => {}
        }
    }

    fn lose_all(&mut self, failure: &Failure) {
        for id in self.seats.alive() {
            let count = self.seats.get(id).map_or(0, |seat| seat.count);
            self.lose_for(id, count, failure.status, Some(failure.text.clone()));
        }
    }

    /// A seat loses `count` for good.
    pub(super) fn lose(&mut self, id: SeatId, count: u32, status: Status) {
        self.lose_for(id, count, status, None);
    }

    fn lose_for(&mut self, id: SeatId, count: u32, status: Status, text: Option<String>) {
        let Some(seat) = self.seats.get_mut(id) else { return };
        let feature = seat.wish.feature.to_string();
        seat.count = seat.count.saturating_sub(count);
        if seat.count == 0 {
            seat.place = Place::Gone;
        }
        self.outputs.push_back(Output::Lost { feature, count, status, text });
    }
}

/// Whether trying again cannot help those who wait now.
fn is_final(status: Status) -> bool {
    !matches!(
        status,
        Status::ServerUnreachable
            | Status::ServerBusy
            | Status::SessionLost
            | Status::NotLeader
            | Status::Internal
    )
}
