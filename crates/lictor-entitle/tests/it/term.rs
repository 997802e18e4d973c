//! Terms of activations and renewals (3.2).

use lictor_entitle::Code;
use lictor_entitle::fulfillment::Operation;
use lictor_entitle::line_item::LineKind;
use lictor_entitle::split::{SplitFacts, split};
use lictor_entitle::term::{Duration, DurationUnit, Expiration, LineTerm, RenewalBasis, StartPolicy, Term};
use lictor_types::CivilDate;

use crate::store::{Store, date, line, relations, request};

const YEAR: Expiration = Expiration::After(Duration { count: 1, unit: DurationUnit::Years });

fn yearly() -> LineTerm {
    LineTerm { policy: StartPolicy::EachActivation, start: None, expiration: YEAR }
}

fn renewed(basis: RenewalBasis, today: &str) -> Term {
    let old = Term { start: date("2025-07-01"), end: Some(date("2026-06-30")) };
    yearly().renew(old, basis, date(today))
}

#[test]
fn t_ren_1_renewed_before_the_end() {
    for (basis, end) in [
        (RenewalBasis::FromExpiry, "2027-06-30"),
        (RenewalBasis::FromNowIfExpired, "2027-06-30"),
        (RenewalBasis::FromNow, "2027-05-01"),
    ] {
        let term = renewed(basis, "2026-05-01");
        assert_eq!((term.start, term.end), (date("2025-07-01"), Some(date(end))), "{basis}");
    }
}

#[test]
fn t_ren_2_renewed_after_the_end() {
    for (basis, start, end) in [
        (RenewalBasis::FromNowIfExpired, "2026-09-30", "2027-09-30"),
        (RenewalBasis::FromNow, "2026-09-30", "2027-09-30"),
        (RenewalBasis::FromExpiry, "2025-07-01", "2027-06-30"),
    ] {
        let term = renewed(basis, "2026-09-30");
        assert_eq!((term.start, term.end), (date(start), Some(date(end))), "{basis}");
    }
}

#[test]
fn the_last_day_is_a_usable_one() {
    let term = renewed(RenewalBasis::FromNowIfExpired, "2026-06-30");
    assert_eq!(term.end, Some(date("2027-06-30")));
    assert!(!term.is_over(date("2027-06-30")));
    assert!(term.is_over(date("2027-07-01")));
}

#[test]
fn starts_are_fixed_given_or_missing() {
    use StartPolicy::{EachActivation, FirstActivation, Fixed};
    let day = |text: &str| Some(date(text));
    for (policy, start, given, expected) in [
        (Fixed, day("2026-01-01"), None, Ok("2026-01-01")),
        (Fixed, day("2026-01-01"), day("2026-01-01"), Ok("2026-01-01")),
        (Fixed, day("2026-01-01"), day("2026-02-01"), Err(Code::InvalidField)),
        (Fixed, None, None, Err(Code::StartDateRequired)),
        (EachActivation, None, day("2026-02-01"), Ok("2026-02-01")),
        (EachActivation, day("2026-01-01"), None, Err(Code::StartDateRequired)),
        (FirstActivation, None, day("2026-02-01"), Ok("2026-02-01")),
        (FirstActivation, None, None, Err(Code::StartDateRequired)),
        (FirstActivation, day("2026-01-01"), None, Ok("2026-01-01")),
    ] {
        let term = LineTerm { policy, start, expiration: YEAR }.activate(given);
        let start = term.map(|term| term.start).map_err(|refusal| refusal.code);
        assert_eq!(start, expected.map(date), "{policy} {given:?}");
    }
}

#[test]
fn durations_are_calendar_ones() {
    for (count, unit, from, end) in [
        (30, DurationUnit::Days, "2026-02-01", "2026-03-03"),
        (1, DurationUnit::Months, "2026-01-31", "2026-02-28"),
        (1, DurationUnit::Years, "2028-02-29", "2029-02-28"),
    ] {
        let expiration = Expiration::After(Duration { count, unit });
        assert_eq!(expiration.end(date(from)), Some(date(end)));
    }
    assert_eq!(Expiration::Permanent.end(date("2026-01-01")), None);
    let past = LineTerm { expiration: Expiration::On(date("2026-01-31")), ..yearly() };
    assert_eq!(past.activate(Some(date("2026-02-01"))).unwrap_err().code, Code::InvalidField);
}

/// A permanent item is renewed only for a feature whose version is a date.
#[test]
fn a_permanent_item_needs_a_dated_feature_to_be_renewed() {
    let mut store = Store::full(4, &[line("W", LineKind::Renewal, 4, Some("A"), "P1")]);
    store.records.get_mut("F1").unwrap().term.end = None;
    let lines: Vec<_> = store.lines.values().cloned().collect();
    let decide = |dated_feature: bool, today: CivilDate| {
        let facts = SplitFacts {
            record: &store.records["F1"],
            line: &store.lines["A"],
            children: &lines,
            relations: &relations(),
            dated_feature,
            basis: RenewalBasis::default(),
            strict_pairs: true,
            today,
        };
        split(&facts, &request(Operation::Renew, 4))
    };
    assert_eq!(decide(false, date("2026-05-01")).unwrap_err().code, Code::NotRenewable);
    decide(true, date("2026-05-01")).unwrap();
}

#[test]
fn a_renewal_to_a_term_upside_down_is_refused() {
    let mut store = Store::full(4, &[line("W", LineKind::Renewal, 4, Some("A"), "P1")]);
    store.lines.get_mut("W").unwrap().term = LineTerm {
        policy: StartPolicy::Fixed,
        start: Some(date("2027-01-01")),
        expiration: Expiration::On(date("2026-12-31")),
    };
    let refusal = store.split("F1", &request(Operation::Renew, 4)).unwrap_err();
    assert_eq!(refusal.code, Code::InvalidField);
}
