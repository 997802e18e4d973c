//! Policies and their limits (1.2, 2.3).

use lictor_entitle::Code;
use lictor_entitle::fulfillment::{Operation, SupportType};
use lictor_entitle::policy::{Done, Limit, Policies, PolicyFacts, PolicyOverrides};
use lictor_entitle::term::Term;

use crate::store::{TODAY, date};

fn done(support: SupportType, on: &str) -> Done {
    Done { support, on: date(on) }
}

#[test]
fn a_limit_counts_its_own_operation_and_no_publisher_error() {
    let limit = |per_term: bool| Limit { allowed_count: Some(2), per_term };
    let past = [
        done(SupportType::Rehost, "2025-06-01"),
        done(SupportType::Rehost, "2026-02-01"),
        done(SupportType::PublisherError, "2026-02-02"),
        done(SupportType::Return, "2026-02-03"),
    ];
    let term = Term { start: date("2026-01-01"), end: None };
    for (per_term, operation, override_policy, good) in [
        (false, Operation::Rehost, false, false),
        (false, Operation::Rehost, true, true),
        (true, Operation::Rehost, false, true),
        (false, Operation::Return, false, true),
        (false, Operation::PublisherError, false, true),
        (false, Operation::Repair, false, true),
    ] {
        let limit = limit(per_term);
        let policies = Policies { returns: limit, repairs: limit, rehosts: limit, ..Policies::default() };
        let facts = PolicyFacts { policies: &policies, past: &past, term, override_policy };
        let answer = facts.check(operation).map_err(|refusal| refusal.code);
        assert_eq!(
            answer,
            if good { Ok(()) } else { Err(Code::PolicyLimitReached) },
            "{operation} {per_term}"
        );
    }
}

#[test]
fn short_licenses_are_permitted_and_bounded() {
    let policies = Policies { stop_gap_allowed: false, max_emergency_days: 14, ..Policies::default() };
    let term = Term { start: date("2026-01-01"), end: None };
    for (operation, end, override_policy, good) in [
        (Operation::Emergency, "2026-05-14", false, true),
        (Operation::Emergency, "2026-05-15", false, false),
        (Operation::Emergency, "2026-05-15", true, true),
        (Operation::StopGap, "2026-05-02", false, false),
        (Operation::StopGap, "2026-05-02", true, true),
    ] {
        let facts = PolicyFacts { policies: &policies, past: &[], term, override_policy };
        let answer = facts.check_extra(operation, date(TODAY), date(end)).map_err(|refusal| refusal.code);
        assert_eq!(answer, if good { Ok(()) } else { Err(Code::PolicyLimitReached) }, "{operation} {end}");
    }
}

#[test]
fn a_line_overrides_what_it_names() {
    let line = PolicyOverrides { overdraft_allowed: Some(true), ..PolicyOverrides::default() };
    let policies = Policies::default().with(&line);
    assert_eq!(policies, Policies { overdraft_allowed: true, ..Policies::default() });
}
