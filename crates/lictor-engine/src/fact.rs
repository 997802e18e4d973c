//! Facts: what was decided. A journal record is a fact with its stamp, and nothing but folding
//! facts changes the ledger.
//!
//! A fact holds the request and its verdict with the seats moved. What follows from it by counting
//! alone (seats in use after it, say) is left out.

mod code;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{
    BorrowId, CivilDate, Denial, FeatureId, LeaseId, PoolId, RequestId, ReservationId, SessionId, Status,
    Version,
};

use crate::catalog::Place;
use crate::command::{CloseCause, DetachCause};
use crate::feature_set::FeatureSet;
use crate::group::Leg;
use crate::judge::Judgement;
use crate::named::{Bound, NamedKind};
use crate::pool::Terms;
use crate::queue::Want;
use crate::rule_set::RuleSet;
use crate::session::Profile;

/// Something that was decided.
#[derive(Debug)]
pub(crate) enum Fact {
    /// A feature set came into force, judged.
    Loaded(Box<Loaded>),
    /// The day changed, and what that changed.
    DayChanged(Box<DayChanged>),
    /// The clock rules' state.
    Clock(Clock),
    /// The server started: sessions may be resumed until then.
    Started { until_ms: u64 },
    /// A session was opened.
    Opened(Box<Opened>),
    /// A connection took a session up again.
    Resumed(Box<Resumed>),
    /// A session lost its connection.
    Detached { session: SessionId, epoch: u32, cause: DetachCause, until_ms: u64 },
    /// A session ended and gave so many seats back.
    Closed { session: SessionId, cause: CloseCause, released: u64 },
    /// An administrator ended a session.
    Released(Box<Released>),
    /// Seats of one feature were granted.
    Granted(Envelope, Part),
    /// Seats of several features were granted.
    GrantedAll(Envelope, Vec<Part>),
    /// Seats of one feature were denied.
    Denied(Envelope, Box<DeniedPart>),
    /// The same as the session's last recorded denial, again.
    DeniedAgain(Envelope),
    /// Seats of several features were denied.
    DeniedAll(Envelope, Vec<DeniedPart>),
    /// Seats of one lease were given back.
    CheckedIn(Envelope, Take),
    /// Seats of several leases were given back.
    CheckedInAll(Envelope, Vec<Take>),
    /// A request was abandoned, and what it had taken was given back.
    Cancelled(Envelope, RequestId, Vec<Take>),
    /// A request was refused.
    Refused(Envelope, Status),
    /// An administrator lowered the floor of wall time.
    ClockReset(Box<ClockReset>),
    /// A request waits until this ledger time (QUE-01).
    Queued(Envelope, Vec<Want>, u64),
    /// A waiting request was granted.
    Served(Box<Served>),
    /// A waiting request got nothing in the end.
    Unserved(Box<Unserved>),
    /// What follows passes these waiters, by slot.
    Passed(Vec<u32>),
    /// Rules came into force (RUL-02).
    RulesLoaded(Box<RuleSet>),
    /// Held seats became free (HLD-01).
    HoldEnded(LeaseId),
    /// Seats were set aside (RES-01).
    Reserved(Box<Reserved>),
    /// An administrator gave reserved seats back.
    Unreserved(Box<Unreserved>),
    /// A reservation is over.
    ReservationEnded(ReservationId),
    /// A reservation's end is looked at again at this ledger time.
    ReservationPostponed(ReservationId, u64),
    /// Seats were borrowed (BOR-01).
    Borrowed(Box<Borrowing>),
    /// A borrow was prolonged to this wall instant, or stays as it is (BOR-02).
    Refreshed(Envelope, BorrowId, u64),
    /// A borrow was given back.
    Returned(Envelope, BorrowId),
    /// A borrow is over.
    BorrowEnded(BorrowId),
    /// A borrow's end is looked at again at this ledger time.
    BorrowPostponed(BorrowId, u64),
    /// An administrator took a borrow back (BOR-03).
    BorrowRevoked(Box<BorrowRevoked>),
    /// An administrator gave named seats free (NAM-01).
    NamedReleased(Box<NamedReleased>),
    /// Something done outside the ledger.
    Note(Box<Note>),
}

/// A waiting request granted.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) slot: u32,
    pub(crate) generation: u32,
    pub(crate) parts: Vec<Part>,
}

/// A waiting request denied, or out of time.
#[derive(Debug)]
pub(crate) struct Unserved {
    pub(crate) slot: u32,
    pub(crate) generation: u32,
    pub(crate) parts: Vec<DeniedPart>,
}

/// Seats set aside under a token, or more of them.
#[derive(Debug)]
pub(crate) struct Reserved {
    pub(crate) reservation: ReservationId,
    pub(crate) pool: PoolId,
    pub(crate) token: String,
    pub(crate) count: u32,
    /// Wall instant.
    pub(crate) until_ms: u64,
    pub(crate) texts: OrderTexts,
}

/// A reservation ended by an administrator.
#[derive(Debug)]
pub(crate) struct Unreserved {
    pub(crate) reservation: ReservationId,
    pub(crate) texts: OrderTexts,
}

/// A borrow.
#[derive(Debug)]
pub(crate) struct Borrowing {
    pub(crate) envelope: Envelope,
    pub(crate) borrow: BorrowId,
    pub(crate) part: Part,
    pub(crate) hours: u16,
    /// Wall instant.
    pub(crate) until_ms: u64,
}

/// A borrow taken back by an administrator.
#[derive(Debug)]
pub(crate) struct BorrowRevoked {
    pub(crate) borrow: BorrowId,
    pub(crate) texts: OrderTexts,
}

/// Named seats given free by an administrator.
#[derive(Debug)]
pub(crate) struct NamedReleased {
    pub(crate) pool: PoolId,
    pub(crate) kind: NamedKind,
    /// In lower case.
    pub(crate) name: String,
    pub(crate) texts: OrderTexts,
}

/// Something done outside the ledger.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) what: String,
    pub(crate) texts: OrderTexts,
}

/// Whose request it was.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Envelope {
    pub(crate) session: SessionId,
    pub(crate) request: RequestId,
    pub(crate) acked: RequestId,
}

/// One feature asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    /// None if nobody knows it.
    pub(crate) feature: Option<FeatureId>,
    pub(crate) version: Option<Version>,
    pub(crate) exact: bool,
    pub(crate) count: u32,
}

/// Seats granted: of which pool, to which lease (a new one if the id is free).
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) asked: Asked,
    pub(crate) pool: PoolId,
    pub(crate) lease: LeaseId,
    pub(crate) soft_limit: bool,
    /// Number of the `limit` rule that counts it.
    pub(crate) limit: Option<u32>,
    /// What it draws on.
    pub(crate) reserve: Option<u32>,
    /// What it binds to names.
    pub(crate) bound: Bound,
    /// Of a token: where its dependencies are taken.
    pub(crate) legs: Vec<Leg>,
}

/// Seats denied.
#[derive(Debug)]
pub(crate) struct DeniedPart {
    pub(crate) want: Want,
    /// For how many hours, if it was to be borrowed.
    pub(crate) hours: Option<u16>,
    /// The pool that decided, if there is one.
    pub(crate) pool: Option<PoolId>,
    pub(crate) denial: Denial,
}

/// Seats given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Take {
    pub(crate) lease: LeaseId,
    pub(crate) count: u32,
}

/// A judged feature set.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) set: FeatureSet,
    pub(crate) places: Vec<Place>,
    pub(crate) judgements: Vec<Judgement>,
    /// The terms that changed, by pool.
    pub(crate) terms: Vec<(u32, Terms)>,
}

/// A new day and what it changed.
#[derive(Debug)]
pub(crate) struct DayChanged {
    /// Today by zone.
    pub(crate) today: Vec<CivilDate>,
    /// By license.
    pub(crate) judgements: Vec<(u32, Judgement)>,
    /// By pool.
    pub(crate) terms: Vec<(u32, Terms)>,
}

/// The state of the clock rules (TIM-05).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) floor_ms: u64,
    pub(crate) ahead_ms: u64,
    pub(crate) suspect: bool,
}

/// A floor of wall time lowered by an administrator (TIM-05).
#[derive(Debug)]
pub(crate) struct ClockReset {
    /// The state after it.
    pub(crate) clock: Clock,
    pub(crate) texts: OrderTexts,
}

/// A new session.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) session: SessionId,
    pub(crate) profile: Profile,
}

/// A session taken up again.
#[derive(Debug)]
pub(crate) struct Resumed {
    pub(crate) session: SessionId,
    pub(crate) epoch: u32,
    pub(crate) acked: RequestId,
    /// Requests abandoned.
    pub(crate) cancel: Vec<RequestId>,
    /// What they had taken.
    pub(crate) takes: Vec<Take>,
}

/// A session ended by an administrator.
#[derive(Debug)]
pub(crate) struct Released {
    pub(crate) session: SessionId,
    pub(crate) released: u64,
    /// How long its user gets nothing on its host.
    pub(crate) quarantine_ms: u64,
    pub(crate) texts: OrderTexts,
}

/// Which administrator ordered something, and why.
#[derive(Debug, Default)]
pub(crate) struct OrderTexts {
    pub(crate) actor: String,
    pub(crate) reason: String,
}
