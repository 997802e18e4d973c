//! Everything that can change the ledger. If it is not here, it does not happen.

use alloc::vec::Vec;

use lictor_types::{
    BorrowId, CivilDate, HostId, Identity, LeaseId, Operation, RequestId, SessionId, VendorName,
};

use crate::codec::{Code, Malformed, Reader};
use crate::feature_set::FeatureSet;
use crate::named::NamedKind;
use crate::rule_set::RuleSet;

/// A command, applied with the stamp of its turn.
#[derive(Debug)]
pub enum Command<'a> {
    /// A complete new feature set (section 14): all of it or, if it is equal to the one in force,
    /// nothing.
    Load(&'a FeatureSet),
    /// The civil day changed in a zone: today in each zone of the feature set, in its order. A day
    /// never goes back unless `back` says that the clock rules allow it (TIM-02, TIM-05).
    Day {
        /// Today by zone.
        today: &'a [CivilDate],
        /// Whether a day may go back.
        back: bool,
    },
    /// The state of the clock rules (TIM-05), to be kept across restarts.
    Clock {
        /// The floor of wall time in milliseconds.
        floor_ms: u64,
        /// Running time for which wall time has stood ahead of the floor, in milliseconds.
        ahead_ms: u64,
        /// Whether the wall clock is more than 24 h behind the floor: licenses with END are not
        /// granted.
        suspect: bool,
    },
    /// An administrator lowers the floor of wall time (TIM-05). How far it may go was decided by
    /// the clock rules; this is their state after it.
    ResetClock {
        /// The new floor of wall time in milliseconds.
        floor_ms: u64,
        /// Whether the wall clock is still more than 24 h behind it.
        suspect: bool,
        /// Who, for the log.
        actor: &'a str,
        /// Why, for the log.
        reason: &'a str,
    },
    /// The server has started again: every session without a connection of this run may be resumed
    /// until `resume_window_ms` from now (SES-04).
    Start {
        /// The resume window in milliseconds.
        resume_window_ms: u64,
    },
    /// What time alone makes happen: whatever deadline has passed.
    Tick,
    /// A new session.
    Open(OpenSession<'a>),
    /// A connection takes its session up again.
    Resume(ResumeSession<'a>),
    /// A connection is gone. Does nothing unless `epoch` is the session's current one.
    Detach {
        /// The session.
        session: SessionId,
        /// The attachment that ended.
        epoch: u32,
        /// Why.
        cause: DetachCause,
        /// How long the session is kept; 0 closes it at once (SES-02).
        keep_ms: u64,
    },
    /// The session ends.
    Close {
        /// The session.
        session: SessionId,
        /// Why.
        cause: CloseCause,
    },
    /// One operation of a session.
    Request {
        /// The session.
        session: SessionId,
        /// The request's id.
        request: RequestId,
        /// All answers up to this id have arrived.
        acked: RequestId,
        /// What is asked.
        operation: Operation<'a>,
    },
    /// An administrator ends a session. Its seats are free at once, without HOLD.
    Release {
        /// The session.
        session: SessionId,
        /// How long its user gets nothing on its host, in milliseconds; 0 for not at all.
        quarantine_ms: u64,
        /// Who, for the log.
        actor: &'a str,
        /// Why, for the log.
        reason: &'a str,
    },
    /// A complete new rule set (RUL-02).
    Rules(&'a RuleSet),
    /// An administrator sets seats aside (RES-01).
    Reserve(ReserveOrder<'a>),
    /// An administrator gives reserved seats back before their end (RES-01).
    Unreserve {
        /// The token.
        token: &'a str,
        /// Only those of this feature: its vendor, if named, and its name.
        feature: Option<(Option<&'a VendorName>, &'a str)>,
        /// Who, for the log.
        actor: &'a str,
        /// Why, for the log.
        reason: &'a str,
    },
    /// An administrator takes a borrow back: its seats are free at once (BOR-03).
    RevokeBorrow {
        /// The borrow.
        borrow: BorrowId,
        /// Who, for the log.
        actor: &'a str,
        /// Why, for the log.
        reason: &'a str,
    },
    /// An administrator gives named seats free (NAM-01).
    ReleaseNamed(NamedOrder<'a>),
    /// Something done outside the ledger, for the log.
    Note {
        /// What was done.
        what: &'a str,
        /// Who.
        actor: &'a str,
        /// Why.
        reason: &'a str,
    },
}

/// Seats to be set aside (RES-01). Repeating it adds to the count and sets the end.
#[derive(Debug, Clone, Copy)]
pub struct ReserveOrder<'a> {
    /// The feature's vendor; without, the first in load order.
    pub vendor: Option<&'a VendorName>,
    /// The feature.
    pub feature: &'a str,
    /// What sessions present to draw on them, 1 to 64 bytes.
    pub token: &'a str,
    /// How many seats, at least 1.
    pub count: u32,
    /// Wall instant of the end in milliseconds.
    pub until_ms: u64,
    /// Who, for the log.
    pub actor: &'a str,
    /// Why, for the log.
    pub reason: &'a str,
}

/// Named seats to be given free (NAM-01).
#[derive(Debug, Clone, Copy)]
pub struct NamedOrder<'a> {
    /// The feature's vendor; without, the first in load order.
    pub vendor: Option<&'a VendorName>,
    /// The feature.
    pub feature: &'a str,
    /// What the name is of.
    pub kind: NamedKind,
    /// The name, in any case.
    pub name: &'a str,
    /// Who, for the log.
    pub actor: &'a str,
    /// Why, for the log.
    pub reason: &'a str,
}

/// A new session's particulars.
#[derive(Debug)]
pub struct OpenSession<'a> {
    /// SHA-256 of the session's secret.
    pub secret_hash: [u8; 32],
    /// Who.
    pub identity: &'a Identity,
    /// Vendor whose features it may use; none means all, in load order.
    pub vendor: Option<&'a VendorName>,
    /// Platform (PLATFORMS).
    pub platform: &'a str,
    /// Offset from UTC in minutes (TIME_ZONES).
    pub utc_offset_minutes: i16,
    /// Host ids of the client's machine (HID-03).
    pub host_ids: &'a [HostId],
    /// Process id proved by the operating system, if it is a local process.
    pub local_pid: Option<u32>,
}

/// A session taken up again.
#[derive(Debug)]
pub struct ResumeSession<'a> {
    /// The session.
    pub session: SessionId,
    /// SHA-256 of the secret presented.
    pub secret_hash: [u8; 32],
    /// All answers up to this id have arrived.
    pub acked: RequestId,
    /// Requests to abandon.
    pub cancel: &'a [RequestId],
    /// What the client believes it holds.
    pub held: &'a [Holding],
}

/// Seats of one lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// The lease.
    pub lease: LeaseId,
    /// Its seats.
    pub count: u32,
}

/// Why a connection is gone. Numbers stand in the journal: append only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum DetachCause {
    /// The peer closed it without goodbye (SES-02).
    Disconnected = 1,
    /// Nothing was heard for the lease length and its margin (SES-03).
    Silent = 2,
    /// Another connection resumed the session (SES-01).
    TakenOver = 3,
    /// The server restarted.
    Restarted = 4,
}

/// Why a session ends. Numbers stand in the journal: append only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum CloseCause {
    /// It said goodbye.
    Goodbye = 1,
    /// Its connection was lost and nothing kept it (SES-02).
    Disconnected = 2,
    /// It fell silent (SES-03).
    Silent = 3,
    /// It did not come back in time (SES-04).
    NotResumed = 4,
    /// It is a local process that is known dead (SES-04).
    ProcessDead = 5,
    /// An administrator ended it.
    Released = 6,
    /// It broke the protocol.
    Misbehaved = 7,
}

impl DetachCause {
    const ALL: [Self; 4] = [Self::Disconnected, Self::Silent, Self::TakenOver, Self::Restarted];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disconnected => "disconnected",
            Self::Silent => "silent",
            Self::TakenOver => "taken_over",
            Self::Restarted => "restarted",
        }
    }
}

impl CloseCause {
    const ALL: [Self; 7] = [
        Self::Goodbye,
        Self::Disconnected,
        Self::Silent,
        Self::NotResumed,
        Self::ProcessDead,
        Self::Released,
        Self::Misbehaved,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Goodbye => "goodbye",
            Self::Disconnected => "disconnected",
            Self::Silent => "silent",
            Self::NotResumed => "not_resumed",
            Self::ProcessDead => "process_dead",
            Self::Released => "released",
            Self::Misbehaved => "misbehaved",
        }
    }
}

macro_rules! causes {
    ($($cause:ident),*) => {$(
        impl Code for $cause {
            fn write(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                let number = from.byte()?;
                Self::ALL.into_iter().find(|cause| *cause as u8 == number).ok_or(Malformed)
            }
        }
    )*};
}
causes!(DetachCause, CloseCause);
