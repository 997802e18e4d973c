//! What applying commands produced: records for the journal, and what to tell whom.

use alloc::vec::Vec;

use lictor_types::{Answer, LeaseId, PoolId, RequestId, ReservationId, SessionId, Stamp, Status};

use crate::command::{CloseCause, Holding};

/// A reusable buffer for the effects of one turn. One turn makes one journal block: clear it before
/// the next one.
#[derive(Debug, Default)]
pub struct Effects {
    /// Encoded records, ready to be the body of a journal block.
    pub records: Vec<u8>,
    /// Personal texts the records refer to, ready to be the erasable part of the block.
    pub erasable: Vec<u8>,
    /// How many records there are.
    pub record_count: u32,
    /// What to tell whom, in order.
    pub outputs: Vec<Output>,
    /// Stamp of the last record: the next one says only what was added to it.
    pub(crate) stamp: Stamp,
}

impl Effects {
    /// Empties it for the next turn and keeps its memory.
    pub fn clear(&mut self) {
        self.records.clear();
        self.erasable.clear();
        self.record_count = 0;
        self.outputs.clear();
    }

    /// Where its records end.
    pub(crate) fn mark(&self) -> Mark {
        let (records, erasable) = (self.records.len(), self.erasable.len());
        Mark { records, erasable, record_count: self.record_count, stamp: self.stamp }
    }

    /// Takes back the records after a mark.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.records.truncate(mark.records);
        self.erasable.truncate(mark.erasable);
        self.record_count = mark.record_count;
        self.stamp = mark.stamp;
    }
}

/// An end of records to go back to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    records: usize,
    erasable: usize,
    record_count: u32,
    stamp: Stamp,
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Answer to a request.
    Answer {
        /// The session.
        session: SessionId,
        /// The request.
        request: RequestId,
        /// The answer.
        answer: Answer,
    },
    /// Answer to [`crate::Command::Open`]: the new session, or why not.
    Opened(Result<SessionId, Status>),
    /// Answer to [`crate::Command::Resume`].
    Resumed {
        /// The session.
        session: SessionId,
        /// The new attachment, or why not.
        epoch: Result<u32, Status>,
        /// What it holds of what was named.
        kept: Vec<Holding>,
        /// What was named and it does not hold: the missing seats of each lease.
        lost: Vec<Holding>,
        /// What it holds and was not named.
        surplus: Vec<Holding>,
        /// Stored answers above the acknowledged id.
        answers: Vec<(RequestId, Answer)>,
    },
    /// A waiting request's place in its line, 1 for the next (QUE-02). Its answer comes later.
    Position {
        /// The session.
        session: SessionId,
        /// The request.
        request: RequestId,
        /// The place.
        position: u32,
    },
    /// Answer to an administrator's order.
    Ordered(Outcome),
    /// Something happened that was not asked for.
    Event(LedgerEvent),
}

/// What became of an administrator's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Seats were set aside.
    Reserved {
        /// The reservation.
        reservation: ReservationId,
        /// The pool they are of.
        pool: PoolId,
    },
    /// So many seats are free.
    Freed(u32),
    /// Not before this wall instant in milliseconds.
    TooSoon {
        /// The instant.
        until_ms: u64,
    },
    /// It cannot be done.
    Refused(Status),
}

impl Outcome {
    /// A fault of ours.
    pub(crate) const FAILED: Self = Self::Refused(Status::Internal);
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerEvent {
    /// A session ended.
    SessionClosed {
        /// The session.
        session: SessionId,
        /// Why.
        cause: CloseCause,
        /// Seats it gave back.
        released: u64,
    },
    /// A connection lost its session to another connection (SES-01).
    TakenOver {
        /// The session.
        session: SessionId,
        /// The attachment that ended.
        epoch: u32,
    },
    /// A lease lost seats without its session asking.
    LeaseLost {
        /// The session.
        session: SessionId,
        /// The lease.
        lease: LeaseId,
        /// Seats lost.
        count: u32,
    },
    /// The active members of a pool changed (TRU-03).
    PoolChanged {
        /// The pool.
        pool: PoolId,
        /// Its revision now.
        pool_rev: u32,
    },
    /// A license changed its state; read [`crate::Ledger::licenses`] for the new picture.
    LicensesJudged,
}
