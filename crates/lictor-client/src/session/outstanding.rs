//! Requests whose answers have not arrived (OUT-05).

use std::collections::BTreeMap;

use lictor_types::limits::{OPERATIONS_PER_FRAME_MAX, VERDICTS_PER_SESSION_MAX};
use lictor_types::{BorrowId, Checkout, FeatureRef, LeaseId, Operation, RequestId};

use super::work::{SeatId, Ticket};
use crate::request::Wish;

/// An operation that owns its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Errand {
    Checkout(Vec<Wish>),
    /// With the longest wait in milliseconds.
    Wait(Vec<Wish>, u32),
    Borrow {
        wish: Wish,
        hours: u16,
    },
    Refresh(BorrowId),
    Return(BorrowId),
    Checkin {
        lease: LeaseId,
        count: u32,
    },
    Cancel(RequestId),
}

/// Who waits for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A caller.
    Call(Ticket),
    /// A seat that lost its lease.
    Regain(SeatId),
    /// Nobody.
    Tidy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Never sent.
    Fresh,
    Sent,
    /// Sent on an earlier connection: the server may have it or not.
    Again,
    /// Nobody wants it any more. It keeps its id until the server has freed what it may have taken.
    Abandoned,
}

#[derive(Debug, Clone)]
struct Pending {
    errand: Errand,
    purpose: Purpose,
    stage: Stage,
    /// Its place in the queue, if it waits there.
    position: Option<u32>,
}

/// Requests by their ids, which ascend for as long as the handle lives.
#[derive(Debug, Default)]
pub(crate) struct Outstanding {
    pending: BTreeMap<RequestId, Pending>,
    last: u64,
}

/// Wishes in one frame, so that it stays far below the largest.
const WISHES_PER_FRAME_MAX: usize = 128;
/// So many requests after a waiting one, it is asked anew: a waiting request holds all others back
/// once there are as many after it as the server remembers.
const RENEWED_AFTER: u64 = VERDICTS_PER_SESSION_MAX as u64 / 2;
/// More waiting requests than this are not asked anew: each takes two ids.
const RENEWED_MAX: usize = 4;

impl Outstanding {
    pub(crate) fn add(&mut self, errand: Errand, purpose: Purpose) -> RequestId {
        self.renew_waits();
        self.push(Pending::new(errand, purpose))
    }

    fn push(&mut self, pending: Pending) -> RequestId {
        self.last += 1;
        let id = RequestId(self.last);
        self.pending.insert(id, pending);
        id
    }

    /// OUT-05: cancels requests that have waited while many others came, and asks them under new
    /// ids. They lose their places in the queue; the program would otherwise stand still.
    fn renew_waits(&mut self) {
        let last = self.last;
        if self.pending.values().filter(|pending| pending.waits()).count() > RENEWED_MAX {
            return;
        }
        let mut anew = Vec::new();
        let old = self.pending.iter_mut().take_while(|(id, _)| id.0.saturating_add(RENEWED_AFTER) <= last);
        for (id, pending) in old.filter(|(_, pending)| pending.waits() && pending.stage != Stage::Fresh) {
            anew.push((*id, Pending { stage: Stage::Fresh, ..pending.clone() }));
            pending.stage = Stage::Abandoned;
            pending.purpose = Purpose::Tidy;
        }
        for (id, _) in &anew {
            self.push(Pending::new(Errand::Cancel(*id), Purpose::Tidy));
        }
        for (_, pending) in anew {
            self.push(pending);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// All answers up to this request have arrived, or are not wanted.
    pub(crate) fn acked(&self) -> RequestId {
        RequestId(self.pending.keys().next().map_or(self.last, |first| first.0 - 1))
    }

    /// The newest request there is.
    pub(crate) fn newest(&self) -> RequestId {
        RequestId(self.last)
    }

    /// Whether all requests up to this one are settled.
    pub(crate) fn settled_to(&self, id: RequestId) -> bool {
        self.acked() >= id
    }

    /// Takes the request that an answer is for. None if it is not ours, or if its cancellation is
    /// under way and settles it.
    pub(crate) fn settle(&mut self, id: RequestId) -> Option<(Errand, Purpose)> {
        let mut purpose = self.pending.get(&id)?.purpose;
        if self.pending.get(&id)?.stage == Stage::Abandoned {
            let cancels = |pending: &Pending| pending.errand == Errand::Cancel(id);
            let (&cancel, pending) = self.pending.iter().find(|(_, pending)| cancels(pending))?;
            if pending.stage != Stage::Fresh {
                return None;
            }
            self.pending.remove(&cancel);
            purpose = Purpose::Tidy;
        }
        let pending = self.pending.remove(&id)?;
        if let Errand::Cancel(target) = pending.errand {
            self.pending.remove(&target);
        }
        Some((pending.errand, purpose))
    }

    /// Gives up the request of a caller. What was sent is cancelled at the server; what was not is
    /// forgotten.
    pub(crate) fn abandon(&mut self, ticket: Ticket) {
        let of_caller = |pending: &Pending| pending.purpose == Purpose::Call(ticket);
        let Some((&id, pending)) = self.pending.iter_mut().find(|(_, pending)| of_caller(pending)) else {
            return;
        };
        if pending.stage == Stage::Fresh && pending.errand.takes() {
            self.pending.remove(&id);
        } else if !pending.errand.is_cancellable() {
            pending.purpose = Purpose::Tidy;
        } else {
            pending.stage = Stage::Abandoned;
            self.add(Errand::Cancel(id), Purpose::Tidy);
        }
    }

    /// A waiting request has this place in its queue (QUE-02). Gives its first feature if that is news
    /// to somebody.
    pub(crate) fn at_position(&mut self, id: RequestId, position: u32) -> Option<&Wish> {
        let pending = self.pending.get_mut(&id).filter(|pending| pending.waits())?;
        let before = pending.position.replace(position);
        let Errand::Wait(wishes, _) = &pending.errand else { return None };
        wishes.first().filter(|_| before != Some(position))
    }

    /// Whether a lease is on its way back already.
    pub(crate) fn is_returning(&self, lease: LeaseId) -> bool {
        self.pending.values().any(|p| matches!(p.errand, Errand::Checkin { lease: of, .. } if of == lease))
    }

    /// The abandoned requests, for a resume to cancel.
    pub(crate) fn abandoned(&self) -> Vec<RequestId> {
        let abandoned = self.pending.iter().filter(|(_, pending)| pending.stage == Stage::Abandoned);
        abandoned.map(|(id, _)| *id).collect()
    }

    /// A resume has cancelled the abandoned ones; all others are to be sent again.
    pub(crate) fn resumed(&mut self) {
        self.pending.retain(|_, pending| {
            pending.stage != Stage::Abandoned && !matches!(pending.errand, Errand::Cancel(_))
        });
        self.rewind();
    }

    /// The session is gone and every lease with it: only what asks for seats, and what concerns
    /// borrows, has a meaning still.
    /// Gives the callers of what has none.
    pub(crate) fn restart(&mut self) -> Vec<Ticket> {
        let mut over = Vec::new();
        self.pending.retain(|_, pending| {
            let wanted = pending.purpose != Purpose::Tidy;
            let keep = pending.stage != Stage::Abandoned && pending.errand.outlives_a_session(wanted);
            if let (false, Purpose::Call(ticket)) = (keep, pending.purpose) {
                over.push(ticket);
            }
            pending.stage = Stage::Fresh;
            keep
        });
        over
    }

    /// The connection is lost: what was sent may have to be sent again.
    pub(crate) fn rewind(&mut self) {
        for pending in self.pending.values_mut().filter(|pending| pending.stage == Stage::Sent) {
            pending.stage = Stage::Again;
        }
    }

    /// The next requests to send, as many as fit one frame and the server's memory of answers.
    pub(crate) fn batch(&mut self) -> Vec<(RequestId, Operation<'_>)> {
        let id_max = self.acked().0.saturating_add(VERDICTS_PER_SESSION_MAX as u64);
        let mut wishes = 0;
        let due = self.pending.iter_mut().take_while(move |(id, _)| id.0 <= id_max);
        due.filter(|(_, pending)| matches!(pending.stage, Stage::Fresh | Stage::Again))
            .take(OPERATIONS_PER_FRAME_MAX)
            .take_while(move |(_, pending)| {
                wishes += pending.errand.wishes();
                wishes <= WISHES_PER_FRAME_MAX
            })
            .map(|(id, pending)| {
                pending.stage = Stage::Sent;
                (*id, pending.errand.operation())
            })
            .collect()
    }
}

impl Pending {
    fn new(errand: Errand, purpose: Purpose) -> Self {
        Self { errand, purpose, stage: Stage::Fresh, position: None }
    }

    /// Whether it is to wait in a queue for somebody.
    fn waits(&self) -> bool {
        matches!(self.errand, Errand::Wait(..)) && self.stage != Stage::Abandoned
    }
}

impl Errand {
    fn wishes(&self) -> usize {
        match self {
            Self::Checkout(wishes) | Self::Wait(wishes, _) => wishes.len(),
            Self::Borrow { .. }
            | Self::Refresh(_)
            | Self::Return(_)
            | Self::Checkin { .. }
            | Self::Cancel(_) => 1,
        }
    }

    /// Whether it asks for seats: then it may be forgotten as long as it was not sent.
    fn takes(&self) -> bool {
        match self {
            Self::Checkout(_) | Self::Wait(..) | Self::Borrow { .. } => true,
            Self::Refresh(_) | Self::Return(_) | Self::Checkin { .. } | Self::Cancel(_) => false,
        }
    }

    /// Whether a cancellation undoes it. A borrow is not: it outlives its request, and is returned
    /// when its answer comes.
    fn is_cancellable(&self) -> bool {
        self.takes() && !matches!(self, Self::Borrow { .. })
    }

    /// Whether it is asked again in the next session; `wanted` if somebody waits for it.
    fn outlives_a_session(&self, wanted: bool) -> bool {
        match self {
            Self::Checkout(_) | Self::Wait(..) | Self::Refresh(_) | Self::Return(_) => true,
            Self::Borrow { .. } => wanted,
            Self::Checkin { .. } | Self::Cancel(_) => false,
        }
    }

    fn operation(&self) -> Operation<'_> {
        match self {
            Self::Checkout(wishes) => match wishes.as_slice() {
                [wish] => Operation::Checkout(checkout(wish)),
                several => Operation::CheckoutAll(several.iter().map(checkout).collect()),
            },
            Self::Wait(wishes, wait_ms) => {
                Operation::Wait { checkouts: wishes.iter().map(checkout).collect(), wait_ms: *wait_ms }
            }
            Self::Borrow { wish, hours } => Operation::Borrow { checkout: checkout(wish), hours: *hours },
            Self::Refresh(borrow) => Operation::Refresh { borrow: *borrow },
            Self::Return(borrow) => Operation::Return { borrow: *borrow },
            Self::Checkin { lease, count } => Operation::Checkin { lease: *lease, count: *count },
            Self::Cancel(request) => Operation::Cancel { request: *request },
        }
    }
}

fn checkout(wish: &Wish) -> Checkout<'_> {
    Checkout {
        feature: FeatureRef::Name(wish.feature.as_str()),
        version: wish.version,
        exact: wish.exact,
        count: wish.count,
        reservation: wish.reservation.as_deref(),
    }
}
