//! OUT-04: every refusal in words.

use lictor_types::{PoolAnswer, RuleKind, Version};

use super::*;

/// The chapter that shows every sentence.
const PAGE: &str = include_str!("../../../../docs/denials.md");

/// 2 seats asked for, 10 of 12 in use.
fn denial(status: Status) -> Denial {
    Denial {
        status,
        requested: 2,
        seats: Seats::Limited(12),
        used: 10,
        reserved: 0,
        rule: None,
        waiting: 0,
        relief: None,
        pools_total: 1,
        pools: Vec::<PoolAnswer>::new(),
    }
}

fn rule(kind: RuleKind, line: u32) -> Option<RuleRef> {
    Some(RuleRef { number: 3, line, kind })
}

fn relief(what: ReliefKind) -> Option<Relief> {
    Some(Relief { what, at: When::Instant(1_772_323_200_000) })
}

fn refused(denial: Denial) -> FeatureDenial {
    FeatureDenial { feature: "f1".to_owned(), version: None, exact: false, denial }
}

/// OUT-04, section 12: one sentence for every status with which something can be refused, and what
/// to do about it.
#[test]
fn out_04_every_status_has_a_sentence_and_a_hint() {
    use RuleKind::{BorrowDeny, BorrowHours, BorrowLimit, Deny, Limit, Reserve};
    let with = |status, rule| Denial { rule, ..denial(status) };
    let table = [
        (denial(Status::FeatureNotFound), "no license of `f1` is served"),
        (
            Denial { reserved: 1, waiting: 3, ..denial(Status::NotEnoughSeats) },
            "2 seats of `f1` requested, 10 of 12 in use, 1 reserved, 3 requests wait before this one",
        ),
        (denial(Status::VersionTooHigh), "another version of `f1` requested than it is licensed for"),
        (
            Denial { relief: relief(ReliefKind::Start), ..denial(Status::NotStarted) },
            "the license of `f1` is not valid yet; next relief at 2026-03-01T00:00:00Z: a license starts",
        ),
        (denial(Status::Expired), "the license of `f1` has expired"),
        (
            with(Status::DeniedByRule, rule(Deny, 12)),
            "an access rule keeps you from `f1` (rules.toml line 12: deny)",
        ),
        (
            with(Status::LimitReached, rule(Limit, 3)),
            "2 seats of `f1` requested, 10 of 12 in use, and an access rule allows you no more \
             (rules.toml line 3: limit)",
        ),
        (
            Denial { reserved: 2, ..with(Status::Reserved, rule(Reserve, 7)) },
            "2 seats of `f1` requested, 10 of 12 in use, 2 reserved, and what is free is not for you \
             (rules.toml line 7: reserve)",
        ),
        (denial(Status::WrongHost), "the license of `f1` is for other machines than this one"),
        (denial(Status::WrongPlatform), "the license of `f1` is not for this platform"),
        (denial(Status::WrongTimeZone), "the license of `f1` is not for this time zone"),
        (denial(Status::VirtualMachine), "the license of `f1` is not for virtual machines"),
        (denial(Status::TerminalSession), "the license of `f1` is not for remote sessions"),
        (denial(Status::SingleUseTaken), "another process uses the single-use license of `f1`"),
        (
            denial(Status::ClockRollback),
            "a clock was set back: the dates of the license of `f1` cannot be relied on",
        ),
        (
            with(Status::BorrowNotAllowed, rule(BorrowDeny, 20)),
            "an access rule keeps you from borrowing `f1` (rules.toml line 20: borrow_deny)",
        ),
        (
            with(Status::BorrowTooLong, rule(BorrowHours, 21)),
            "an access rule keeps you from borrowing `f1` for so long (rules.toml line 21: borrow_hours)",
        ),
        (
            with(Status::BorrowLimit, rule(BorrowLimit, 22)),
            "2 seats of `f1` to be borrowed, and the access rules allow no more \
             (rules.toml line 22: borrow_limit)",
        ),
        (denial(Status::AlreadyBorrowed), "you have borrowed `f1` already"),
        (denial(Status::NotBorrowed), "you have not borrowed `f1`"),
        (denial(Status::NotHeld), "no seats of `f1` are held here"),
        (denial(Status::ReservationNotFound), "no reservation of `f1` has this token"),
        (
            Denial { relief: relief(ReliefKind::HoldEnd), ..denial(Status::QueueTimeout) },
            "waited in vain for 2 seats of `f1`, 10 of 12 in use; next relief at 2026-03-01T00:00:00Z: a \
             held seat becomes free",
        ),
        (
            Denial { waiting: 9, ..denial(Status::QueueFull) },
            "2 seats of `f1` requested, 10 of 12 in use, 9 requests wait before this one, and the queue takes \
             no more requests",
        ),
        (denial(Status::TimedOut), "the request for `f1` was not answered in time"),
        (denial(Status::SessionLost), "the session is gone, and its seats of `f1` with it"),
        (
            Denial { relief: relief(ReliefKind::QuarantineEnd), ..denial(Status::Quarantined) },
            "an administrator keeps you out of `f1` for a while; next relief at 2026-03-01T00:00:00Z: the \
             quarantine ends",
        ),
        (
            denial(Status::NamedSeatsFull),
            "2 seats of `f1` requested, 10 of 12 in use, and the named seats are bound to others",
        ),
        (denial(Status::GraceUsed), "the grace time of `f1` is used up"),
        (denial(Status::TrialOver), "the trial of `f1` is over"),
    ];
    let told: Vec<Status> = table.iter().map(|(denial, _)| denial.status).collect();
    let denials = Status::FeatureNotFound..=Status::TrialOver;
    let all: Vec<Status> = Status::ALL.into_iter().filter(|status| denials.contains(status)).collect();
    assert_eq!(told, all);
    for (denial, expected) in table {
        let status = denial.status;
        assert_eq!(explain(&refused(denial)), expected, "{status}");
        let hint = hint(status).unwrap_or_default();
        assert!((1..=100).contains(&hint.len()), "{status}");
        let row = format!("| `{status}` | {expected} | {hint} |\n");
        assert!(PAGE.contains(&row), "missing in docs/denials.md: {row}");
    }
}

/// OUT-04: the same statuses with other numbers, and without a rule.
#[test]
fn out_04_numbers_that_change_the_sentence() {
    let none = Denial { seats: Seats::NONE, used: 0, requested: 1, ..denial(Status::NotEnoughSeats) };
    for (denial, expected, advised) in [
        (denial(Status::NotEnoughSeats), "2 seats of `f1` requested, 10 of 12 in use", false),
        (
            Denial { used: 17, ..denial(Status::NotEnoughSeats) },
            "2 seats of `f1` requested, 17 of 12 in use, 5 more than licensed",
            false,
        ),
        (
            Denial { requested: 13, ..denial(Status::NotEnoughSeats) },
            "13 seats of `f1` requested, 10 of 12 in use",
            true,
        ),
        (none, "1 seat of `f1` requested, 0 of 0 in use", true),
        (
            Denial { seats: Seats::Unlimited, waiting: 1, ..denial(Status::NotEnoughSeats) },
            "2 seats of `f1` requested, 10 in use, 1 request waits before this one",
            false,
        ),
        (
            denial(Status::Reserved),
            "2 seats of `f1` requested, 10 of 12 in use, and what is free is not for you",
            false,
        ),
        (denial(Status::DeniedByRule), "an access rule keeps you from `f1`", false),
        (denial(Status::BorrowNotAllowed), "the license of `f1` does not allow borrowing", false),
        (denial(Status::BorrowTooLong), "`f1` may not be borrowed for so long", false),
        (
            denial(Status::BorrowLimit),
            "2 seats of `f1` to be borrowed, and the access rules allow no more",
            false,
        ),
        (denial(Status::ServerBusy), "`f1` is refused: server busy", false),
    ] {
        let refused = refused(denial);
        assert_eq!((explain(&refused).as_str(), advice(&refused).is_some()), (expected, advised));
    }
}

/// OUT-01: the version asked for stands in the sentence.
#[test]
fn out_01_versions_in_words() {
    for (version, exact, expected, advised) in [
        ("2.6", false, "version 2.6 of `f1` requested, it is licensed for a lower one", false),
        ("2.4", true, "exactly version 2.4 of `f1` requested, it is licensed for another", true),
    ] {
        let version = Some(Version::parse(version).unwrap());
        let refused = FeatureDenial { version, exact, ..refused(denial(Status::VersionTooHigh)) };
        assert_eq!((explain(&refused).as_str(), advice(&refused).is_some()), (expected, advised));
    }
}

/// OUT-04: every relief has words, and an instant is told to the second.
#[test]
fn out_04_reliefs_in_words() {
    for (ms, expected) in [
        (0, "next relief at 1970-01-01T00:00:00Z: the quarantine ends"),
        (1_772_323_199_999, "next relief at 2026-02-28T23:59:59Z: the quarantine ends"),
        (u64::MAX, "next relief: the quarantine ends"),
    ] {
        let relief = Relief { what: ReliefKind::QuarantineEnd, at: When::Instant(ms) };
        assert_eq!(Hope(&relief).to_string(), expected);
    }
    let day = When::Day { zone: 0, date: CivilDate::MAX };
    for what in ReliefKind::ALL {
        assert!(Hope(&Relief { what, at: day }).to_string().starts_with("next relief: "));
    }
}
