//! OUT-04: every refusal as a document.

use lictor_types::{KeyType, PoolId, ReliefKind, RuleKind, RuleRef, Seats, Status};

use super::*;

/// 2 seats asked for, 10 of 12 in use, one pool.
fn refused(status: Status) -> Denial {
    let pool = PoolAnswer {
        pool: PoolId(4),
        key_type: KeyType::Exclusive,
        status,
        seats: Seats::Limited(12),
        used: 10,
        reserved: 1,
    };
    Denial {
        status,
        requested: 2,
        seats: Seats::Limited(12),
        used: 10,
        reserved: 1,
        rule: None,
        waiting: 0,
        relief: None,
        pools_total: 1,
        pools: vec![pool],
    }
}

fn written(denied: &Denial) -> String {
    serde_json::to_string(&denial("f1", denied)).unwrap()
}

/// OUT-04, section 12: every status with which something can be refused, with its numbers, its
/// rule, how many wait before it, its relief, and the answer of the pool, in the order of the
/// interfaces.
#[test]
fn out_04_every_refusal_as_a_document() {
    let rule = |kind, line| Some(RuleRef { number: 3, line, kind });
    let relief = |what| Some(Relief { what, at: When::Instant(1_772_323_200_000) });
    let no_rule = r#""rule":null,"waiting":0,"relief":null"#;
    let table = [
        (refused(Status::FeatureNotFound), "feature_not_found", no_rule),
        (
            Denial { waiting: 3, relief: relief(ReliefKind::Start), ..refused(Status::NotEnoughSeats) },
            "not_enough_seats",
            r#""rule":null,"waiting":3,"relief":{"at":"2026-03-01T00:00:00Z","what":"start"}"#,
        ),
        (refused(Status::VersionTooHigh), "version_too_high", no_rule),
        (
            Denial { relief: relief(ReliefKind::Start), ..refused(Status::NotStarted) },
            "not_started",
            r#""rule":null,"waiting":0,"relief":{"at":"2026-03-01T00:00:00Z","what":"start"}"#,
        ),
        (
            Denial { relief: relief(ReliefKind::End), ..refused(Status::Expired) },
            "expired",
            r#""rule":null,"waiting":0,"relief":{"at":"2026-03-01T00:00:00Z","what":"end"}"#,
        ),
        (
            Denial { rule: rule(RuleKind::Deny, 12), ..refused(Status::DeniedByRule) },
            "denied_by_rule",
            r#""rule":{"kind":"deny","line":12,"number":3},"waiting":0,"relief":null"#,
        ),
        (
            Denial {
                rule: rule(RuleKind::Limit, 3),
                relief: relief(ReliefKind::SessionEnd),
                ..refused(Status::LimitReached)
            },
            "limit_reached",
            r#""rule":{"kind":"limit","line":3,"number":3},"waiting":0,"relief":{"at":"2026-03-01T00:00:00Z","what":"session_end"}"#,
        ),
        (
            Denial {
                rule: rule(RuleKind::Reserve, 7),
                relief: relief(ReliefKind::ReservationEnd),
                ..refused(Status::Reserved)
            },
            "reserved",
            r#""rule":{"kind":"reserve","line":7,"number":3},"waiting":0,"relief":{"at":"2026-03-01T00:00:00Z","what":"reservation_end"}"#,
        ),
        (refused(Status::WrongHost), "wrong_host", no_rule),
        (refused(Status::WrongPlatform), "wrong_platform", no_rule),
        (refused(Status::WrongTimeZone), "wrong_time_zone", no_rule),
        (refused(Status::VirtualMachine), "virtual_machine", no_rule),
        (refused(Status::TerminalSession), "terminal_session", no_rule),
        (refused(Status::SingleUseTaken), "single_use_taken", no_rule),
        (refused(Status::ClockRollback), "clock_rollback", no_rule),
        (
            Denial { rule: rule(RuleKind::BorrowDeny, 20), ..refused(Status::BorrowNotAllowed) },
            "borrow_not_allowed",
            r#""rule":{"kind":"borrow_deny","line":20,"number":3},"waiting":0,"relief":null"#,
        ),
        (
            Denial { rule: rule(RuleKind::BorrowHours, 21), ..refused(Status::BorrowTooLong) },
            "borrow_too_long",
            r#""rule":{"kind":"borrow_hours","line":21,"number":3},"waiting":0,"relief":null"#,
        ),
        (
            Denial { rule: rule(RuleKind::BorrowLimit, 22), ..refused(Status::BorrowLimit) },
            "borrow_limit",
            r#""rule":{"kind":"borrow_limit","line":22,"number":3},"waiting":0,"relief":null"#,
        ),
        (refused(Status::AlreadyBorrowed), "already_borrowed", no_rule),
        (refused(Status::NotBorrowed), "not_borrowed", no_rule),
        (refused(Status::NotHeld), "not_held", no_rule),
        (refused(Status::ReservationNotFound), "reservation_not_found", no_rule),
        (
            Denial { waiting: 2, relief: relief(ReliefKind::BorrowReturn), ..refused(Status::QueueTimeout) },
            "queue_timeout",
            r#""rule":null,"waiting":2,"relief":{"at":"2026-03-01T00:00:00Z","what":"borrow_return"}"#,
        ),
        (
            Denial { waiting: 9, relief: relief(ReliefKind::HoldEnd), ..refused(Status::QueueFull) },
            "queue_full",
            r#""rule":null,"waiting":9,"relief":{"at":"2026-03-01T00:00:00Z","what":"hold_end"}"#,
        ),
        (refused(Status::TimedOut), "timed_out", no_rule),
        (refused(Status::SessionLost), "session_lost", no_rule),
        (
            Denial { relief: relief(ReliefKind::QuarantineEnd), ..refused(Status::Quarantined) },
            "quarantined",
            r#""rule":null,"waiting":0,"relief":{"at":"2026-03-01T00:00:00Z","what":"quarantine_end"}"#,
        ),
        (refused(Status::NamedSeatsFull), "named_seats_full", no_rule),
        (refused(Status::GraceUsed), "grace_used", no_rule),
        (refused(Status::TrialOver), "trial_over", no_rule),
    ];
    let denials = Status::FeatureNotFound..=Status::TrialOver;
    let all: Vec<&str> =
        Status::ALL.iter().filter(|status| denials.contains(status)).map(|status| status.name()).collect();
    assert_eq!(table.each_ref().map(|(_, name, _)| *name).to_vec(), all);
    for (denied, name, middle) in table {
        let expected = format!(
            concat!(
                r#"{{"status":"{name}","feature":"f1","requested":2,"seats":12,"used":10,"reserved":1,"#,
                r#""over_committed":0,{middle},"pools":[{{"key_type":"EXCLUSIVE","status":"{name}","#,
                r#""seats":12,"used":10,"reserved":1}}]}}"#,
            ),
            name = name,
            middle = middle,
        );
        assert_eq!(written(&denied), expected);
    }
}

/// OUT-04, UPG-04: what a pool owes, and counts without a limit or a pool.
#[test]
fn out_04_upg_04_counts_in_a_refusal() {
    for (seats, used, expected) in [
        (Seats::Limited(12), 17, r#""seats":12,"used":17,"reserved":0,"over_committed":5,"#),
        (Seats::Unlimited, 17, r#""seats":"unlimited","used":17,"reserved":0,"over_committed":0,"#),
        (Seats::NONE, 0, r#""seats":0,"used":0,"reserved":0,"over_committed":0,"#),
    ] {
        let text = written(&Denial { seats, used, reserved: 0, ..refused(Status::NotEnoughSeats) });
        assert!(text.contains(expected), "{text}");
    }
}

/// SES-06: a grant tells its source, and its end if it has one.
#[test]
fn ses_06_a_grant_as_a_document() {
    let granted = Grant {
        lease: lictor_types::LeaseId::new(1, 1),
        pool: PoolId(0),
        pool_rev: 0,
        count: 1,
        held: 1,
        seats: Seats::Unlimited,
        used: 1,
        soft_limit: false,
        day: lictor_types::CivilDate::MAX,
    };
    let answer = grant("f1", &granted).from("licsrv:6242", Source::Borrowed, Some(1_772_323_200_000));
    let expected = concat!(
        r#"{"status":"granted","feature":"f1","requested":1,"seats":"unlimited","used":1,"reserved":0,"#,
        r#""over_committed":0,"rule":null,"waiting":0,"relief":null,"pools":[],"server":"licsrv:6242","#,
        r#""source":"borrowed","license_type":"network","until":"2026-03-01T00:00:00Z"}"#,
    );
    assert_eq!(serde_json::to_string(&answer).unwrap(), expected);
}
