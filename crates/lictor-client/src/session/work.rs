//! What a session is asked to do, and what comes of it.

use lictor_types::{BorrowId, Borrowed, Denial, Grant, Status};
use lictor_wire::FeatureRow;

use crate::info::{ServerStatus, Verification};
use crate::request::Wish;
use crate::trust::Fingerprint;

/// Names one piece of work of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ticket(pub(crate) u64);

/// Names seats of a session as long as somebody may hold them, whatever lease they are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SeatId(pub(crate) u64);

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Work {
    /// To be connected.
    Attend,
    /// Seats; more than one wish is all or none (OUT-02).
    Checkout(Vec<Wish>),
    /// The same, but what is not free now is waited for, at most so many milliseconds (QUE-01).
    Wait(Vec<Wish>, u32),
    /// Seats for so many hours without a connection (BOR-01).
    Borrow { wish: Wish, hours: u16 },
    /// A borrow to its full length again (BOR-02).
    Refresh(BorrowId),
    /// A borrow back before its end (BOR-02).
    Return(BorrowId),
    /// The pools of a feature.
    Feature(lictor_types::FeatureName),
    /// All a server tells of itself.
    Status,
    /// Gives some of a seat's count back; all of it ends the seat.
    Checkin { seat: SeatId, count: u32 },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Attending,
    Granted(Vec<Granted>),
    /// One denial a wish, in their order.
    Denied(Vec<Denial>),
    CheckedIn,
    /// To `Borrow` and `Refresh`.
    Borrowed(Box<Loan>),
    /// To `Return`: so many seats are free.
    Returned(u32),
    Feature(Vec<FeatureRow>, Verification),
    Status(Box<ServerStatus>),
    Failed(Failure),
}

/// Seats that were granted and, as far as keys are known, proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Granted {
    pub(crate) seat: SeatId,
    pub(crate) grant: Grant,
}

/// Seats taken away for a time, and what proves it without a connection (BOR-01). The certificate
/// is as the server sent it: whoever stores it verifies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loan {
    pub(crate) borrowed: Borrowed,
    pub(crate) certificate: Vec<u8>,
}

/// Why something did not come about, short of a denial with numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) status: Status,
    pub(crate) text: String,
}

impl Failure {
    pub(crate) fn new(status: Status, text: impl Into<String>) -> Self {
        Self { status, text: text.into() }
    }
}

/// What a session tells whoever drives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Output {
    /// A piece of work is over.
    Done(Ticket, Outcome),
    /// The seats of this session are uncertain.
    Uncertain,
    /// They are certain again.
    Regained,
    /// Seats are gone; with the server's words, if it had any.
    Lost { feature: String, count: u32, status: Status, text: Option<String> },
    /// A waiting request has this place in its queue (QUE-02).
    Queued { feature: String, position: u32 },
    /// Record this key as the server's (TRU-02).
    Record(Fingerprint),
}
