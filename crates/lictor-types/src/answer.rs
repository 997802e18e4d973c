//! What the ledger answers (OUT-04): numbers and codes; a shell makes text of them.

use alloc::vec::Vec;

use crate::{BorrowId, CivilDate, KeyType, LeaseId, PoolId, RuleRef, Seats, Status};

/// The answer to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The seats are the session's.
    Granted(Grant),
    /// All features of an atomic request are the session's, in the order asked.
    GrantedAll(Vec<Grant>),
    /// No seats, and why.
    Denied(Denial),
    /// An atomic request got nothing. One entry a feature, in the order asked; those that could
    /// have been granted have the status `granted`.
    DeniedAll(Vec<Denial>),
    /// Seats were given back.
    CheckedIn {
        /// How many.
        released: u32,
        /// How many seats of the lease (or feature) the session still holds.
        held: u32,
    },
    /// The seats are borrowed (BOR-01), or a borrow was prolonged (BOR-02).
    Borrowed(Borrowed),
    /// A borrow was given back (BOR-02).
    Returned {
        /// How many seats.
        freed: u32,
    },
    /// An earlier request was abandoned.
    Cancelled {
        /// How many seats it had taken, now free.
        freed: u32,
    },
    /// The request itself is at fault or cannot be served: nothing was changed.
    Refused(Status),
}

impl Answer {
    /// The status of the whole answer.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::Granted(grant) => grant.status(),
            Self::GrantedAll(grants) => {
                let soft = grants.iter().any(|grant| grant.soft_limit);
                if soft { Status::SoftLimit } else { Status::Granted }
            }
            Self::Denied(denial) => denial.status,
            Self::DeniedAll(denials) => denials
                .iter()
                .map(|denial| denial.status)
                .find(|status| !status.is_success())
                .unwrap_or(Status::Internal),
            Self::Borrowed(borrowed) => borrowed.grant.status(),
            Self::CheckedIn { .. } | Self::Returned { .. } | Self::Cancelled { .. } => Status::Granted,
            Self::Refused(status) => *status,
        }
    }
}

/// Seats granted from one pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The lease that holds them.
    pub lease: LeaseId,
    /// The pool they are of.
    pub pool: PoolId,
    /// Which set of members the pool had (TRU-03).
    pub pool_rev: u32,
    /// Seats granted by this request.
    pub count: u32,
    /// Seats the lease holds now.
    pub held: u32,
    /// Seats of the pool on `day`.
    pub seats: Seats,
    /// Seats of the pool in use after this grant (OUT-07).
    pub used: u64,
    /// Whether use is now above SOFTLIMIT (SFT-01).
    pub soft_limit: bool,
    /// The civil day, in the pool's zone, that decided (TRU-03).
    pub day: CivilDate,
}

impl Grant {
    /// `granted` or `soft_limit`.
    #[must_use]
    pub fn status(&self) -> Status {
        if self.soft_limit { Status::SoftLimit } else { Status::Granted }
    }
}

/// Seats taken away from the server for a time (BOR-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Borrowed {
    /// The seats, as of a checkout.
    pub grant: Grant,
    /// The borrow.
    pub borrow: BorrowId,
    /// How many hours it is for.
    pub hours: u16,
    /// When it began, or was last prolonged, in milliseconds since 1970-01-01T00:00:00Z.
    pub from_ms: u64,
    /// When it ends, in milliseconds since 1970-01-01T00:00:00Z.
    pub until_ms: u64,
}

/// Why there are no seats, with the numbers that say so (OUT-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The status of the pool that got furthest (OUT-07).
    pub status: Status,
    /// Seats asked for.
    pub requested: u32,
    /// Seats of that pool.
    pub seats: Seats,
    /// Charged seats of that pool (OUT-07).
    pub used: u64,
    /// Idle reserved seats of that pool (OUT-07).
    pub reserved: u64,
    /// The access rule that decided (RUL-01).
    pub rule: Option<RuleRef>,
    /// How many requests wait in the queue before it (QUE-01).
    pub waiting: u32,
    /// The earliest known event that could help.
    pub relief: Option<Relief>,
    /// How many pools were asked.
    pub pools_total: u32,
    /// How the first of them answered, in the order of KEY-03. Empty if there is none.
    pub pools: Vec<PoolAnswer>,
}

impl Denial {
    /// By how much use is above the seats of the pool (UPG-04).
    #[must_use]
    pub fn over_committed(&self) -> u64 {
        self.seats.over_committed(self.used)
    }
}

/// How one pool answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolAnswer {
    /// The pool.
    pub pool: PoolId,
    /// Its kind.
    pub key_type: KeyType,
    /// Its answer.
    pub status: Status,
    /// Its seats.
    pub seats: Seats,
    /// Its charged seats.
    pub used: u64,
    /// Its idle reserved seats.
    pub reserved: u64,
}

/// Something known to come that could make the request succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relief {
    /// What will happen.
    pub what: ReliefKind,
    /// When.
    pub at: When,
}

/// What a relief is. Numbers travel on the wire: append only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ReliefKind {
    /// A license or an upgrade starts and adds seats.
    Start = 1,
    /// A license ends, and another takes its place.
    End = 2,
    /// A borrowed seat is due back.
    BorrowReturn = 3,
    /// A held seat becomes free.
    HoldEnd = 4,
    /// A reservation ends.
    ReservationEnd = 5,
    /// A session without a connection is given up.
    SessionEnd = 6,
    /// A quarantine ends.
    QuarantineEnd = 7,
}

impl ReliefKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Start,
        Self::End,
        Self::BorrowReturn,
        Self::HoldEnd,
        Self::ReservationEnd,
        Self::SessionEnd,
        Self::QuarantineEnd,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::BorrowReturn => "borrow_return",
            Self::HoldEnd => "hold_end",
            Self::ReservationEnd => "reservation_end",
            Self::SessionEnd => "session_end",
            Self::QuarantineEnd => "quarantine_end",
        }
    }

    /// From its number.
    #[must_use]
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == number)
    }
}

/// A time to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// An instant, in milliseconds since 1970-01-01T00:00:00Z.
    Instant(u64),
    /// The first instant of a civil day in a zone of the feature set, by its number there. The
    /// server turns it into an instant before it answers.
    Day {
        /// Number of the zone; 0 is the server's.
        zone: u16,
        /// The day.
        date: CivilDate,
    },
}
