//! Statuses (section 12): the answer to every request, by a stable name and a stable number.

use core::fmt;

/// Which exit code of `lictor` a status belongs to (interfaces: exit codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitClass {
    /// Exit code 0.
    Done,
    /// Exit code 1: a fault of ours.
    Internal,
    /// Exit code 3: the answer is no.
    Denied,
    /// Exit code 4: the server cannot be reached or trusted.
    Server,
    /// Exit code 5: a license file is bad, or a refusal to sign.
    File,
    /// Exit code 6: the caller may not do this.
    NotAuthorized,
}

impl ExitClass {
    /// The exit code of `lictor`.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Internal => 1,
            Self::Denied => 3,
            Self::Server => 4,
            Self::File => 5,
            Self::NotAuthorized => 6,
        }
    }
}

/// What became of a request. Numbers travel on the wire and stand in journals: append only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub enum Status {
    /// The seats are yours.
    Granted = 0,
    /// The seats are yours, and use is now above SOFTLIMIT (SFT-01).
    SoftLimit = 1,
    /// The request waits in the queue (QUE-01).
    Queued = 2,
    /// No license of this feature is known here.
    FeatureNotFound = 10,
    /// Fewer seats are free than were asked for.
    NotEnoughSeats = 11,
    /// The license serves only lower versions (OUT-01).
    VersionTooHigh = 12,
    /// The license is not valid yet.
    NotStarted = 13,
    /// The license is not valid any more.
    Expired = 14,
    /// An access rule says no (RUL-01).
    DeniedByRule = 15,
    /// A limit rule is exhausted (RUL-01).
    LimitReached = 16,
    /// The free seats are reserved for others.
    Reserved = 17,
    /// The client machine is not one of the licensed ones (HID-03).
    WrongHost = 18,
    /// The client platform is not listed (PLATFORMS).
    WrongPlatform = 19,
    /// The client's offset is not listed (TIME_ZONES).
    WrongTimeZone = 20,
    /// The license may not be used in a virtual machine (SHR-03).
    VirtualMachine = 21,
    /// The license may not be used in a terminal session.
    TerminalSession = 22,
    /// Another process uses the single-use license.
    SingleUseTaken = 23,
    /// The clock was set back (TIM-05, TIM-07).
    ClockRollback = 24,
    /// The license cannot be borrowed.
    BorrowNotAllowed = 25,
    /// The borrow would be longer than allowed.
    BorrowTooLong = 26,
    /// A limit on borrows is reached.
    BorrowLimit = 27,
    /// This user and machine has borrowed the feature already.
    AlreadyBorrowed = 28,
    /// There is no borrow to return.
    NotBorrowed = 29,
    /// The session does not hold that many seats (OUT-03).
    NotHeld = 30,
    /// No reservation has this token.
    ReservationNotFound = 31,
    /// The maximum wait in the queue is over.
    QueueTimeout = 32,
    /// The queue takes no more.
    QueueFull = 33,
    /// The deadline of the call passed; the request was abandoned.
    TimedOut = 34,
    /// The session is gone and its seats with it.
    SessionLost = 35,
    /// An administrator released the session and keeps it out for a while.
    Quarantined = 36,
    /// All named seats are bound to others (NAM-01).
    NamedSeatsFull = 37,
    /// Grace was used and is blocked for now (GRA-01).
    GraceUsed = 38,
    /// The trial is over (TRI-01).
    TrialOver = 39,
    /// The caller may not do this.
    NotAuthorized = 100,
    /// A signature does not verify.
    BadSignature = 101,
    /// No trusted key of this vendor is known.
    UntrustedVendor = 102,
    /// The file is no license file, or breaks its rules.
    BadLicenseFile = 103,
    /// Token licenses depend on each other in a circle (KEY-04).
    TokenLoop = 104,
    /// No server answered.
    ServerUnreachable = 105,
    /// The server could not prove what it claims (TRU-02, TRU-03).
    ServerNotGenuine = 106,
    /// The peer broke the protocol.
    ProtocolError = 107,
    /// The server takes no more work now (TRU-06).
    ServerBusy = 108,
    /// Another member of the cluster answers this.
    NotLeader = 109,
    /// A fault of ours.
    Internal = 110,
}

impl Status {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 44] = [
        Self::Granted,
        Self::SoftLimit,
        Self::Queued,
        Self::FeatureNotFound,
        Self::NotEnoughSeats,
        Self::VersionTooHigh,
        Self::NotStarted,
        Self::Expired,
        Self::DeniedByRule,
        Self::LimitReached,
        Self::Reserved,
        Self::WrongHost,
        Self::WrongPlatform,
        Self::WrongTimeZone,
        Self::VirtualMachine,
        Self::TerminalSession,
        Self::SingleUseTaken,
        Self::ClockRollback,
        Self::BorrowNotAllowed,
        Self::BorrowTooLong,
        Self::BorrowLimit,
        Self::AlreadyBorrowed,
        Self::NotBorrowed,
        Self::NotHeld,
        Self::ReservationNotFound,
        Self::QueueTimeout,
        Self::QueueFull,
        Self::TimedOut,
        Self::SessionLost,
        Self::Quarantined,
        Self::NamedSeatsFull,
        Self::GraceUsed,
        Self::TrialOver,
        Self::NotAuthorized,
        Self::BadSignature,
        Self::UntrustedVendor,
        Self::BadLicenseFile,
        Self::TokenLoop,
        Self::ServerUnreachable,
        Self::ServerNotGenuine,
        Self::ProtocolError,
        Self::ServerBusy,
        Self::NotLeader,
        Self::Internal,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::SoftLimit => "soft_limit",
            Self::Queued => "queued",
            Self::FeatureNotFound => "feature_not_found",
            Self::NotEnoughSeats => "not_enough_seats",
            Self::VersionTooHigh => "version_too_high",
            Self::NotStarted => "not_started",
            Self::Expired => "expired",
            Self::DeniedByRule => "denied_by_rule",
            Self::LimitReached => "limit_reached",
            Self::Reserved => "reserved",
            Self::WrongHost => "wrong_host",
            Self::WrongPlatform => "wrong_platform",
            Self::WrongTimeZone => "wrong_time_zone",
            Self::VirtualMachine => "virtual_machine",
            Self::TerminalSession => "terminal_session",
            Self::SingleUseTaken => "single_use_taken",
            Self::ClockRollback => "clock_rollback",
            Self::BorrowNotAllowed => "borrow_not_allowed",
            Self::BorrowTooLong => "borrow_too_long",
            Self::BorrowLimit => "borrow_limit",
            Self::AlreadyBorrowed => "already_borrowed",
            Self::NotBorrowed => "not_borrowed",
            Self::NotHeld => "not_held",
            Self::ReservationNotFound => "reservation_not_found",
            Self::QueueTimeout => "queue_timeout",
            Self::QueueFull => "queue_full",
            Self::TimedOut => "timed_out",
            Self::SessionLost => "session_lost",
            Self::Quarantined => "quarantined",
            Self::NamedSeatsFull => "named_seats_full",
            Self::GraceUsed => "grace_used",
            Self::TrialOver => "trial_over",
            Self::NotAuthorized => "not_authorized",
            Self::BadSignature => "bad_signature",
            Self::UntrustedVendor => "untrusted_vendor",
            Self::BadLicenseFile => "bad_license_file",
            Self::TokenLoop => "token_loop",
            Self::ServerUnreachable => "server_unreachable",
            Self::ServerNotGenuine => "server_not_genuine",
            Self::ProtocolError => "protocol_error",
            Self::ServerBusy => "server_busy",
            Self::NotLeader => "not_leader",
            Self::Internal => "internal",
        }
    }

    /// The stable number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// From its number.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.number() == number)
    }

    /// From its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether the request was granted or is waiting.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Granted | Self::SoftLimit | Self::Queued)
    }

    /// Which exit code of `lictor` it belongs to.
    #[must_use]
    pub const fn exit_class(self) -> ExitClass {
        match self {
            Self::Granted | Self::SoftLimit | Self::Queued => ExitClass::Done,
            Self::ServerUnreachable
            | Self::ServerNotGenuine
            | Self::ProtocolError
            | Self::ServerBusy
            | Self::NotLeader => ExitClass::Server,
            Self::BadSignature | Self::UntrustedVendor | Self::BadLicenseFile | Self::TokenLoop => {
                ExitClass::File
            }
            Self::NotAuthorized => ExitClass::NotAuthorized,
            Self::Internal => ExitClass::Internal,
            Self::FeatureNotFound
            | Self::NotEnoughSeats
            | Self::VersionTooHigh
            | Self::NotStarted
            | Self::Expired
            | Self::DeniedByRule
            | Self::LimitReached
            | Self::Reserved
            | Self::WrongHost
            | Self::WrongPlatform
            | Self::WrongTimeZone
            | Self::VirtualMachine
            | Self::TerminalSession
            | Self::SingleUseTaken
            | Self::ClockRollback
            | Self::BorrowNotAllowed
            | Self::BorrowTooLong
            | Self::BorrowLimit
            | Self::AlreadyBorrowed
            | Self::NotBorrowed
            | Self::NotHeld
            | Self::ReservationNotFound
            | Self::QueueTimeout
            | Self::QueueFull
            | Self::TimedOut
            | Self::SessionLost
            | Self::Quarantined
            | Self::NamedSeatsFull
            | Self::GraceUsed
            | Self::TrialOver => ExitClass::Denied,
        }
    }

    /// How far a denied pool got in the questions of OUT-07: not found, dates, host or platform,
    /// version, rule, limit, reserved, not enough seats. The furthest tells the most.
    #[must_use]
    pub const fn depth(self) -> u8 {
        match self {
            Self::FeatureNotFound => 0,
            Self::NotStarted | Self::Expired | Self::ClockRollback => 1,
            Self::WrongHost | Self::WrongPlatform | Self::WrongTimeZone | Self::VirtualMachine => 2,
            Self::VersionTooHigh => 3,
            Self::DeniedByRule => 4,
            Self::LimitReached => 5,
            Self::ReservationNotFound | Self::Quarantined => 4,
            Self::BorrowNotAllowed | Self::BorrowTooLong | Self::BorrowLimit | Self::AlreadyBorrowed => 5,
            Self::Reserved | Self::NamedSeatsFull => 6,
            Self::NotEnoughSeats => 7,
            Self::Granted
            | Self::SoftLimit
            | Self::Queued
            | Self::TerminalSession
            | Self::SingleUseTaken
            | Self::NotBorrowed
            | Self::NotHeld
            | Self::QueueTimeout
            | Self::QueueFull
            | Self::TimedOut
            | Self::SessionLost
            | Self::GraceUsed
            | Self::TrialOver
            | Self::NotAuthorized
            | Self::BadSignature
            | Self::UntrustedVendor
            | Self::BadLicenseFile
            | Self::TokenLoop
            | Self::ServerUnreachable
            | Self::ServerNotGenuine
            | Self::ProtocolError
            | Self::ServerBusy
            | Self::NotLeader
            | Self::Internal => 8,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_go_both_ways() {
        for pair in Status::ALL.windows(2) {
            assert!(pair[0].number() < pair[1].number());
        }
        for status in Status::ALL {
            assert_eq!(Status::from_number(status.number()), Some(status));
            assert_eq!(Status::from_name(status.name()), Some(status));
        }
        assert_eq!(Status::from_number(9999), None);
    }

    /// Interfaces: exit code 3 is every licensing status from `feature_not_found` to `trial_over`.
    #[test]
    fn exit_codes() {
        for status in Status::ALL {
            let denied = (Status::FeatureNotFound..=Status::TrialOver).contains(&status);
            assert_eq!(status.exit_class() == ExitClass::Denied, denied, "{status}");
        }
        let codes = |statuses: &[Status]| statuses.iter().map(|s| s.exit_class().code()).max();
        assert_eq!(codes(&[Status::Granted, Status::SoftLimit, Status::Queued]), Some(0));
        assert_eq!(codes(&[Status::Internal]), Some(1));
        assert_eq!(codes(&[Status::NotAuthorized]), Some(6));
    }
}
