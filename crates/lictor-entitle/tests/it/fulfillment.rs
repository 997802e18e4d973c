//! Fulfillments: returns, rehosts, repairs, short licenses, and what is shown (2.3, 3.4).

use lictor_entitle::Code;
use lictor_entitle::emergency::{ExtraRequest, emergency, is_swept, stop_gap};
use lictor_entitle::fulfillment::{FulfillmentStatus, Operation, SupportType};
use lictor_entitle::give_back::give_back;
use lictor_entitle::line_item::LineState;
use lictor_entitle::model::LicenseModel;
use lictor_entitle::outcome::Role;
use lictor_entitle::policy::Policies;
use lictor_entitle::refusal::Meta;
use lictor_entitle::rehost::{RehostRequest, rehost};
use lictor_entitle::repair::{publisher_error, repair};
use lictor_entitle::warning::Warning;

use crate::store::{Store, TODAY, date, free, hosts, policy, record};

fn give(store: &mut Store, seats: Option<i64>) -> Result<Vec<String>, Code> {
    let record = &store.records["F1"];
    let outcome = give_back(record, &store.lines["A"], &policy(&free(), record), seats);
    Ok(store.apply(&outcome.map_err(|refusal| refusal.code)?))
}

#[test]
fn t_ret_1_a_part_is_given_back() {
    let mut store = Store::full(10, &[]);
    assert_eq!(give(&mut store, Some(3)), Ok(vec!["F2".to_owned()]));
    let (old, new) = (&store.records["F1"], &store.records["F2"]);
    assert_eq!((old.status, old.support), (FulfillmentStatus::Obsolete, SupportType::Return));
    assert_eq!((new.count, new.support), (7, SupportType::Master));
    assert_eq!(store.available("A").count, 3);
}

#[test]
fn t_ret_2_all_is_given_back() {
    let mut store = Store::full(10, &[]);
    assert_eq!(give(&mut store, Some(10)), Ok(vec![]));
    assert_eq!((store.available("A").count, store.live_seats()), (10, 0));
    assert_eq!(give(&mut store, None), Err(Code::FulfillmentObsolete));
}

#[test]
fn seats_that_are_not_there_are_not_given_back() {
    let mut store = Store::full(10, &[]);
    assert_eq!(give(&mut store, Some(11)), Err(Code::CountExceedsFulfillment));
    assert_eq!(give(&mut store, Some(0)), Err(Code::InvalidCount));
}

fn move_to(
    store: &Store,
    seats: Option<i64>,
    servers: &[&str],
    nodes: &[&str],
) -> Result<lictor_entitle::outcome::Outcome, Code> {
    let record = &store.records["F1"];
    let request = RehostRequest { seats, overdraft: None, hosts: hosts(servers, nodes) };
    rehost(record, &store.lines["A"], &policy(&free(), record), &request).map_err(|refusal| refusal.code)
}

#[test]
fn f5_and_f6_a_rehost_moves_all_or_a_part() {
    let mut store = Store::full(10, &[]);
    store.records.get_mut("F1").unwrap().overdraft = 2;
    for (seats, expected) in [
        (None, vec![(Role::Moved, 10, 2, "s2")]),
        (Some(4), vec![(Role::Moved, 4, 0, "s2"), (Role::Remainder, 6, 2, "s1")]),
    ] {
        let outcome = move_to(&store, seats, &["S2"], &[]).unwrap();
        let created = outcome.created.iter();
        let parts: Vec<_> =
            created.map(|new| (new.role, new.count, new.overdraft, new.hosts.servers[0].value())).collect();
        assert_eq!(parts, expected);
        assert_eq!((outcome.lines.len(), outcome.warnings), (0, vec![Warning::OldHostKeepsFile]));
        assert_eq!(outcome.replaced[0].support, SupportType::Rehost);
    }
    let outcome = move_to(&store, Some(4), &["S2", "S3", "S4"], &[]).unwrap();
    store.apply(&outcome);
    assert_eq!(store.live_seats(), 10);
}

#[test]
fn a_rehost_names_the_hosts_that_the_model_needs() {
    let mut store = Store::full(10, &[]);
    for (servers, nodes, code) in [
        (&[][..], &[][..], Code::ServerHostRequired),
        (&["S2"], &["N1"], Code::HostNotAllowed),
        (&["S1"], &[], Code::InvalidField),
        (&["S1", "S2"], &[], Code::InvalidField),
    ] {
        assert_eq!(move_to(&store, None, servers, nodes).unwrap_err(), code, "{servers:?} {nodes:?}");
    }
    let record = store.records.get_mut("F1").unwrap();
    (record.model, record.count, record.hosts) = (LicenseModel::NodeUncounted, 1, hosts(&[], &["N1"]));
    assert_eq!(move_to(&store, None, &[], &["N2", "N3"]).unwrap_err(), Code::HostNotAllowed);
    assert_eq!(move_to(&store, None, &[], &["N2"]).unwrap().created[0].hosts, hosts(&[], &["N2"]));
}

#[test]
fn f9_and_f10_a_repair_and_a_publisher_error_give_the_same_again() {
    let store = Store::full(10, &[]);
    let (old, line) = (&store.records["F1"], &store.lines["A"]);
    let repaired = repair(old, line, &policy(&free(), old)).unwrap();
    let wronged = publisher_error(old, line).unwrap();
    for (outcome, left, made) in [
        (repaired, SupportType::Repair, SupportType::Master),
        (wronged, SupportType::PublisherError, SupportType::PublisherError),
    ] {
        let new = &outcome.created[0];
        assert_eq!((outcome.replaced[0].support, new.support), (left, made));
        assert_eq!((new.count, &new.hosts, new.term), (10, &old.hosts, old.term));
        let mut after = store.clone();
        after.apply(&outcome);
        assert_eq!(after.live_seats(), 10);
    }
}

#[test]
fn f11_f12_f14_short_licenses_stand_beside_and_end() {
    let mut old = record("F1", "A", 10);
    let store = Store::full(10, &[]);
    let policies = free();
    let ask = ExtraRequest { start: None, end: date("2026-05-10") };
    let outcome = emergency(&old, &store.lines["A"], &policy(&policies, &old), ask, date(TODAY)).unwrap();
    let new = &outcome.created[0];
    assert_eq!((outcome.replaced.len(), outcome.lines.len()), (0, 0));
    // The default start is the day on which the original was fulfilled.
    assert_eq!((new.term.start, new.term.end), (old.fulfilled, Some(date("2026-05-10"))));
    assert_eq!((new.support, new.count), (SupportType::Emergency, 10));
    let extra = new.clone().numbered("F2".into(), date(TODAY));
    assert!(!is_swept(&extra, date("2026-05-10")) && is_swept(&extra, date("2026-05-11")));
    assert!(!is_swept(&old, date("2030-01-01")));

    old.term.end = Some(date("2026-04-30"));
    let ask = ExtraRequest { start: Some(date(TODAY)), ..ask };
    let outcome = stop_gap(&old, &store.lines["A"], &policy(&policies, &old), ask, date(TODAY)).unwrap();
    assert_eq!(outcome.created[0].support, SupportType::StopGap);
    let past = ExtraRequest { start: None, end: date("2026-04-30") };
    let refusal = stop_gap(&old, &store.lines["A"], &policy(&policies, &old), past, date(TODAY));
    assert_eq!(refusal.unwrap_err().code, Code::InvalidField);
}

#[test]
fn f2_setting_the_text_ends_the_hold() {
    let mut old = record("F1", "A", 10);
    for (status, expected) in [
        (FulfillmentStatus::OnHold, Ok(FulfillmentStatus::Active)),
        (FulfillmentStatus::Active, Err(Code::IllegalTransition)),
        (FulfillmentStatus::Obsolete, Err(Code::FulfillmentObsolete)),
    ] {
        old.status = status;
        assert_eq!(old.set_text().map_err(|refusal| refusal.code), expected);
    }
    old.successors = vec!["F2".into()];
    assert_eq!(old.set_text().unwrap_err().meta["successors"], Meta::List(vec!["F2".into()]));
}

/// F13: shown, not stored; it takes no part in the seats.
#[test]
fn f13_an_inactive_line_shows_its_fulfillments_as_inactive() {
    let mut old = record("F1", "A", 10);
    assert_eq!(old.shown_status(LineState::Deployed), FulfillmentStatus::Active);
    assert_eq!(old.shown_status(LineState::Inactive), FulfillmentStatus::Inactive);
    assert_eq!(old.counted_seats(), 10);
    old.status = FulfillmentStatus::Obsolete;
    assert_eq!(old.shown_status(LineState::Inactive), FulfillmentStatus::Obsolete);
    assert_eq!(old.counted_seats(), 0);
}

#[test]
fn support_types_and_operations_are_known_by_the_words_of_the_interface() {
    let words: Vec<&str> = SupportType::ALL.iter().map(|support| support.as_str()).collect();
    assert_eq!(
        words,
        [
            "MASTER",
            "UPGRADE",
            "UPSELL",
            "RENEW",
            "REHOST",
            "REPAIR",
            "RETURN",
            "EMERGENCY",
            "STOP_GAP",
            "PUBLISHER_ERROR",
            "TRANSFER",
        ]
    );
    for operation in Operation::ALL {
        assert_eq!(Operation::parse(operation.as_str()), Some(*operation));
    }
}

#[test]
fn the_days_of_a_short_license_count_from_its_first_one() {
    let store = Store::full(10, &[]);
    let (old, line) = (&store.records["F1"], &store.lines["A"]);
    let policies = Policies { max_emergency_days: 14, ..Policies::default() };
    for (start, end, good) in [
        (None, "2026-05-14", true),
        (None, "2026-05-15", false),
        (Some("2026-04-01"), "2026-05-14", true),
        (Some("2026-05-10"), "2026-05-23", true),
        (Some("2026-05-10"), "2026-05-24", false),
    ] {
        let ask = ExtraRequest { start: start.map(date), end: date(end) };
        let answer = emergency(old, line, &policy(&policies, old), ask, date(TODAY));
        let expected = if good { None } else { Some(Code::PolicyLimitReached) };
        assert_eq!(answer.err().map(|refusal| refusal.code), expected, "{start:?} {end}");
    }
}
