//! A refusal in words, from its numbers (OUT-04).

use std::fmt::{self, Write as _};

use lictor_types::{
    CivilDate, Denial, KeyType, PoolAnswer, Relief, ReliefKind, RuleRef, Seats, Status, When,
};

use crate::error::FeatureDenial;

#[cfg(test)]
mod tests;

/// One lower-case sentence about why a feature was refused: what was asked for, the numbers, the
/// rule that decided, and what is known to come.
pub(crate) fn explain(refused: &FeatureDenial) -> String {
    let mut text = reason(refused);
    if let Some(relief) = &refused.denial.relief {
        let _infallible = write!(text, "; {}", Hope(relief));
    }
    text
}

/// What the reader can do about a refusal, beyond what its status tells.
pub(crate) fn advice(refused: &FeatureDenial) -> Option<&'static str> {
    let denial = &refused.denial;
    if denial.status == Status::VersionTooHigh && refused.exact {
        return Some("ask for the version of the license, or without the demand for exactly one");
    }
    let more_than_all = denial.status == Status::NotEnoughSeats && is_more_than_all(denial);
    more_than_all.then_some("ask for fewer seats: waiting for these is in vain")
}

/// What the reader can do about a status.
pub(crate) fn hint(status: Status) -> Option<&'static str> {
    HINTS.iter().find(|(about, _)| *about == status).map(|(_, hint)| *hint)
}

fn reason(refused: &FeatureDenial) -> String {
    let FeatureDenial { feature, denial, .. } = refused;
    match denial.status {
        Status::FeatureNotFound => format!("no license of `{feature}` is served"),
        Status::NotEnoughSeats
        | Status::LimitReached
        | Status::Reserved
        | Status::NamedSeatsFull
        | Status::QueueTimeout
        | Status::QueueFull => short(feature, denial),
        Status::VersionTooHigh => other_version(refused),
        Status::DeniedByRule => format!("an access rule keeps you from `{feature}`{}", Rule(denial.rule)),
        Status::BorrowNotAllowed | Status::BorrowTooLong | Status::BorrowLimit => borrow(feature, denial),
        Status::AlreadyBorrowed => format!("you have borrowed `{feature}` already"),
        Status::NotBorrowed => format!("you have not borrowed `{feature}`"),
        Status::NotHeld => format!("no seats of `{feature}` are held here"),
        Status::ReservationNotFound => format!("no reservation of `{feature}` has this token"),
        Status::TimedOut => format!("the request for `{feature}` was not answered in time"),
        Status::SessionLost => format!("the session is gone, and its seats of `{feature}` with it"),
        Status::Quarantined => format!("an administrator keeps you out of `{feature}` for a while"),
        Status::SingleUseTaken => format!("another process uses the single-use license of `{feature}`"),
        Status::GraceUsed => format!("the grace time of `{feature}` is used up"),
        Status::TrialOver => format!("the trial of `{feature}` is over"),
        Status::ClockRollback => {
            format!("a clock was set back: the dates of the license of `{feature}` cannot be relied on")
        }
        Status::NotStarted
        | Status::Expired
        | Status::WrongHost
        | Status::WrongPlatform
        | Status::WrongTimeZone
        | Status::VirtualMachine
        | Status::TerminalSession => format!("the license of `{feature}` {}", unfit(denial.status)),
        Status::Granted
        | Status::SoftLimit
        | Status::Queued
        | Status::NotAuthorized
        | Status::BadSignature
        | Status::UntrustedVendor
        | Status::BadLicenseFile
        | Status::TokenLoop
        | Status::ServerUnreachable
        | Status::ServerNotGenuine
        | Status::ProtocolError
        | Status::ServerBusy
        | Status::NotLeader
        | Status::Internal => {
            format!("`{feature}` is refused: {}", denial.status.name().replace('_', " "))
        }
    }
}

/// What keeps a license from being used here and now, whatever is free.
fn unfit(status: Status) -> &'static str {
    if status == Status::NotStarted {
        "is not valid yet"
    } else if status == Status::Expired {
        "has expired"
    } else if status == Status::WrongHost {
        "is for other machines than this one"
    } else if status == Status::WrongPlatform {
        "is not for this platform"
    } else if status == Status::WrongTimeZone {
        "is not for this time zone"
    } else if status == Status::VirtualMachine {
        "is not for virtual machines"
    } else {
        "is not for remote sessions"
    }
}

/// OUT-01: the version asked for is above the license's, or not equal to it.
fn other_version(refused: &FeatureDenial) -> String {
    let feature = &refused.feature;
    match refused.version {
        Some(version) if refused.exact => {
            format!("exactly version {version} of `{feature}` requested, it is licensed for another")
        }
        Some(version) => {
            format!("version {version} of `{feature}` requested, it is licensed for a lower one")
        }
        None => format!("another version of `{feature}` requested than it is licensed for"),
    }
}

/// Seats are missing, or those that are free are not for the asker.
fn short(feature: &str, denial: &Denial) -> String {
    let asked = Count(denial.requested, "seat");
    let mut text = if denial.status == Status::QueueTimeout {
        format!("waited in vain for {asked} of `{feature}`, {}", Use(denial))
    } else {
        format!("{asked} of `{feature}` requested, {}", Use(denial))
    };
    if let Some(cost) = cost(denial) {
        let _infallible = write!(text, ", and of what one costs {} of {} are in use", cost.used, cost.seats);
    }
    if denial.waiting > 0 {
        let before = Count(denial.waiting, "request");
        let wait = if denial.waiting == 1 { "waits" } else { "wait" };
        let _infallible = write!(text, ", {before} {wait} before this one");
    }
    text.push_str(obstacle(denial.status));
    let _infallible = write!(text, "{}", Rule(denial.rule));
    text
}

/// KEY-04: what a token depends on and is short of. It follows the token's own answer.
fn cost(denial: &Denial) -> Option<&PoolAnswer> {
    let mut answers = denial.pools.iter().skip_while(|answer| answer.key_type != KeyType::Token);
    let token = answers.next()?;
    let lacks = |answer: &&PoolAnswer| answer.key_type != KeyType::Token && answer.status == denial.status;
    answers.find(lacks).filter(|_| token.status == denial.status)
}

/// What is in the way beside the seats in use.
fn obstacle(status: Status) -> &'static str {
    if status == Status::LimitReached {
        ", and an access rule allows you no more"
    } else if status == Status::Reserved {
        ", and what is free is not for you"
    } else if status == Status::NamedSeatsFull {
        ", and the named seats are bound to others"
    } else if status == Status::QueueFull {
        ", and the queue takes no more requests"
    } else {
        ""
    }
}

/// BOR-01, BOR-03: why a borrow is refused.
fn borrow(feature: &str, denial: &Denial) -> String {
    let rule = Rule(denial.rule);
    match (denial.status, denial.rule) {
        (Status::BorrowNotAllowed, None) => format!("the license of `{feature}` does not allow borrowing"),
        (Status::BorrowNotAllowed, Some(_)) => {
            format!("an access rule keeps you from borrowing `{feature}`{rule}")
        }
        (Status::BorrowTooLong, None) => format!("`{feature}` may not be borrowed for so long"),
        (Status::BorrowTooLong, Some(_)) => {
            format!("an access rule keeps you from borrowing `{feature}` for so long{rule}")
        }
        (_, _) => {
            let asked = Count(denial.requested, "seat");
            format!("{asked} of `{feature}` to be borrowed, and the access rules allow no more{rule}")
        }
    }
}

fn is_more_than_all(denial: &Denial) -> bool {
    denial.seats.limit().is_some_and(|seats| denial.requested > seats)
}

/// `2 seats`
struct Count(u32, &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, noun) = self;
        write!(f, "{count} {noun}{}", if *count == 1 { "" } else { "s" })
    }
}

/// `10 of 12 in use, 2 reserved` (OUT-07)
struct Use<'a>(&'a Denial);

impl fmt::Display for Use<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let denial = self.0;
        match denial.seats {
            Seats::Limited(seats) => write!(f, "{} of {seats} in use", denial.used)?,
            Seats::Unlimited => write!(f, "{} in use", denial.used)?,
        }
        if denial.over_committed() > 0 {
            write!(f, ", {} more than licensed", denial.over_committed())?;
        }
        if denial.reserved > 0 {
            write!(f, ", {} reserved", denial.reserved)?;
        }
        Ok(())
    }
}

/// ` (rules.toml line 12: deny)`: the rule that decided, by the usual name of its file (RUL-01).
struct Rule(Option<RuleRef>);

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(rule) = self.0 else { return Ok(()) };
        write!(f, " (rules.toml line {}: {})", rule.line, rule.kind.name())
    }
}

/// `next relief at 2026-03-01T00:00:00Z: a license starts`
struct Hope<'a>(&'a Relief);

impl fmt::Display for Hope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.0.what {
            ReliefKind::Start => "a license starts",
            ReliefKind::End => "a license ends and another takes its place",
            ReliefKind::BorrowReturn => "a borrowed seat is due back",
            ReliefKind::HoldEnd => "a held seat becomes free",
            ReliefKind::ReservationEnd => "a reservation ends",
            ReliefKind::SessionEnd => "a lost session is given up",
            ReliefKind::QuarantineEnd => "the quarantine ends",
        };
        match self.0.at {
            When::Instant(ms) => write!(f, "next relief{}: {what}", Instant(ms)),
            When::Day { .. } => write!(f, "next relief: {what}"),
        }
    }
}

/// ` at 2026-03-01T00:00:00Z`; nothing for what is beyond every calendar.
struct Instant(u64);

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, seconds) = (self.0 / 86_400_000, self.0 / 1000 % 86_400);
        let Some(day) = u32::try_from(days).ok().and_then(CivilDate::from_day_number) else { return Ok(()) };
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, " at {day}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

const HINTS: [(Status, &str); 37] = [
    (Status::FeatureNotFound, "`lictor status` lists the features of every server in the path"),
    (Status::NotEnoughSeats, "`lictor status` shows who holds the seats"),
    (Status::VersionTooHigh, "ask for a lower version, or for a license of this one"),
    (Status::NotStarted, "try again from the license's START on; `lictor feature` shows its dates"),
    (Status::Expired, "ask the vendor for a new license; `lictor feature` shows the dates of this one"),
    (
        Status::DeniedByRule,
        "`lictor why USER@HOST FEATURE` shows whom the rule means; ask who keeps the rules",
    ),
    (Status::LimitReached, "wait until others of the same rule give seats back, or ask who keeps the rules"),
    (Status::Reserved, "draw on a reservation with its token, or ask who reserved the seats"),
    (Status::WrongHost, "`lictor hostid` shows the ids of this machine, for the vendor to license"),
    (Status::WrongPlatform, "use a machine of a platform that the license lists in PLATFORMS"),
    (Status::WrongTimeZone, "use a machine in a time zone that the license lists in TIME_ZONES"),
    (
        Status::VirtualMachine,
        "use a physical machine, or ask the vendor for a license that allows virtual ones",
    ),
    (Status::TerminalSession, "work at the machine itself, or ask the vendor for TERMINALSERVER"),
    (Status::SingleUseTaken, "end the other process first"),
    (Status::ClockRollback, "compare the clocks of this machine and of the server"),
    (Status::BorrowNotAllowed, "use it with a connection to the server instead"),
    (Status::BorrowTooLong, "ask for fewer hours; `lictor feature` shows how many the license allows"),
    (Status::BorrowLimit, "wait until others return what they borrowed, or ask who keeps the rules"),
    (Status::AlreadyBorrowed, "give the borrow back first, or wait for its end"),
    (Status::NotBorrowed, "only what this user borrowed on this machine can be given back"),
    (Status::NotHeld, "check seats out before giving them back"),
    (Status::ReservationNotFound, "it may have ended; `lictor reserve` lists reservations and their ends"),
    (Status::QueueTimeout, "allow a longer wait; `lictor status` shows who holds the seats and who waits"),
    (Status::QueueFull, "try again later; `lictor status` shows who waits"),
    (Status::TimedOut, "try again later, or allow a longer deadline"),
    (Status::SessionLost, "check the seats out again"),
    (Status::Quarantined, "ask the administrator who released the session"),
    (Status::NamedSeatsFull, "ask an administrator to release a binding; `lictor named list` shows them"),
    (Status::GraceUsed, "reach a license server"),
    (Status::TrialOver, "ask the vendor for a license"),
    (Status::UntrustedVendor, "give the vendor's public key, the line of its .pub file"),
    (Status::BadSignature, "ask the vendor for the file again, and leave it as it is"),
    (Status::BadLicenseFile, "`lictor license verify` shows what is wrong in a license file"),
    (Status::ServerUnreachable, "is `lictord` running, and does LICTOR_LICENSE_PATH name it as host:port?"),
    (
        Status::ServerNotGenuine,
        "if the server's key was replaced on purpose, remove its line from the known_servers file",
    ),
    (Status::ProtocolError, "is this the server's port for clients? the one for administrators is another"),
    (Status::ServerBusy, "try again later"),
];
