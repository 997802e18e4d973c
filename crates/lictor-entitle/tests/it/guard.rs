//! Every guard of section 2.3, row by row, and the order in which they are asked.

use lictor_entitle::Code;
use lictor_entitle::emergency::{ExtraRequest, emergency, stop_gap};
use lictor_entitle::fulfillment::{FulfillmentStatus, Operation, SupportType};
use lictor_entitle::give_back::give_back;
use lictor_entitle::line_item::{LineKind, LineState};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::outcome::Outcome;
use lictor_entitle::policy::Policies;
use lictor_entitle::refusal::{Meta, Refusal};
use lictor_entitle::rehost::{RehostRequest, rehost};
use lictor_entitle::repair::{publisher_error, repair};
use lictor_entitle::split::SplitRequest;
use lictor_entitle::technology::Technology;
use lictor_entitle::term::{Expiration, StartPolicy};

use crate::store::{Store, TODAY, date, free, hosts, line, policy, request};

/// A of 10 on S1, with a line of every kind to follow it.
fn ground() -> Store {
    let children = [
        line("U", LineKind::Upgrade, 10, Some("A"), "P2"),
        line("V", LineKind::Upsell, 10, Some("A"), "P3"),
        line("W", LineKind::Renewal, 10, Some("A"), "P1"),
    ];
    Store::full(10, &children)
}

fn run(store: &Store, operation: Operation, policies: &Policies) -> Result<Outcome, Refusal> {
    let (record, line) = (&store.records["F1"], &store.lines["A"]);
    let policy = policy(policies, record);
    let extra = ExtraRequest { start: None, end: date("2026-05-10") };
    match operation {
        Operation::Upgrade | Operation::Upsell | Operation::Renew => {
            store.split("F1", &SplitRequest { seats: None, ..request(operation, 1) })
        }
        Operation::Rehost => {
            let hosts = hosts(&["S2"], &[]);
            rehost(record, line, &policy, &RehostRequest { seats: None, overdraft: None, hosts })
        }
        Operation::Repair => repair(record, line, &policy),
        Operation::Return => give_back(record, line, &policy, None),
        Operation::PublisherError => publisher_error(record, line),
        Operation::Emergency => emergency(record, line, &policy, extra, date(TODAY)),
        Operation::StopGap => stop_gap(record, line, &policy, extra, date(TODAY)),
        Operation::Transfer => {
            let records = [(record.clone(), line.state)];
            let (from, to) = (&hosts(&["S1"], &[]).servers[0], &hosts(&["S2"], &[]).servers[0]);
            lictor_entitle::transfer::move_host(&records, std::slice::from_ref(from), to)
        }
    }
}

fn code(store: &Store, operation: Operation) -> Option<Code> {
    run(store, operation, &free()).err().map(|refusal| refusal.code)
}

#[test]
fn every_operation_is_accepted_on_a_live_master() {
    for operation in Operation::ALL {
        let mut store = ground();
        if *operation == Operation::StopGap {
            store.records.get_mut("F1").unwrap().term.end = Some(date("2026-04-30"));
        }
        for support in [SupportType::Master, SupportType::PublisherError] {
            store.records.get_mut("F1").unwrap().support = support;
            let outcome = run(&store, *operation, &free()).unwrap();
            let left: Vec<_> = outcome.replaced.iter().map(|replaced| replaced.support).collect();
            assert_eq!(left, operation.leaves().into_iter().collect::<Vec<_>>(), "{operation}");
        }
    }
}

#[test]
fn whatever_is_done_needs_a_live_master_of_a_line_in_force() {
    for operation in Operation::ALL {
        let mut store = ground();
        store.records.get_mut("F1").unwrap().support = SupportType::Emergency;
        if *operation != Operation::Transfer {
            assert_eq!(code(&store, *operation), Some(Code::NotAMaster), "{operation}");
        }
        store.records.get_mut("F1").unwrap().support = SupportType::Master;
        store.lines.get_mut("A").unwrap().state = LineState::Inactive;
        assert_eq!(code(&store, *operation), Some(Code::LineItemInactive), "{operation}");
        store.records.get_mut("F1").unwrap().status = FulfillmentStatus::OnHold;
        assert_eq!(code(&store, *operation), Some(Code::FulfillmentOnHold), "{operation}");
        let record = store.records.get_mut("F1").unwrap();
        (record.status, record.successors) = (FulfillmentStatus::Obsolete, vec!["F2".into()]);
        if *operation != Operation::Transfer {
            let refusal = run(&store, *operation, &free()).unwrap_err();
            assert_eq!(refusal.code, Code::FulfillmentObsolete, "{operation}");
            assert_eq!(refusal.meta.get("successors"), Some(&Meta::List(vec!["F2".into()])));
        }
    }
}

#[test]
fn only_a_rehost_is_refused_on_an_obsolete_line() {
    for operation in Operation::ALL.iter().filter(|operation| **operation != Operation::StopGap) {
        let mut store = ground();
        store.lines.get_mut("A").unwrap().state = LineState::Obsolete;
        let expected = (*operation == Operation::Rehost).then_some(Code::LineItemObsolete);
        assert_eq!(code(&store, *operation), expected, "{operation}");
    }
}

#[test]
fn the_target_is_there_chosen_in_force_and_related() {
    for (operation, id, missing, other) in [
        (Operation::Upgrade, "U", Code::NoUpgradeLineItem, "P3"),
        (Operation::Upsell, "V", Code::NoUpsellLineItem, "P2"),
        (Operation::Renew, "W", Code::NoRenewalLineItem, ""),
    ] {
        let mut none = ground();
        none.lines.remove(id);
        assert_eq!(code(&none, operation), Some(missing));

        let mut waiting = ground();
        waiting.lines.get_mut(id).unwrap().state = LineState::Draft;
        assert_eq!(code(&waiting, operation), Some(missing));
        let named = |id: &str| SplitRequest { target: Some(id.into()), ..request(operation, 1) };
        assert_eq!(waiting.split("F1", &named(id)).unwrap_err().code, Code::LineItemNotDeployed);

        let mut two = ground();
        let twin = lictor_entitle::line_item::Line { id: "Z".into(), ..two.lines[id].clone() };
        two.lines.insert("Z".into(), twin);
        let refusal = two.split("F1", &request(operation, 1)).unwrap_err();
        assert_eq!((refusal.code, refusal.code.http()), (Code::TargetRequired, 422));
        assert_eq!(refusal.meta.get("candidates"), Some(&Meta::List(vec![id.into(), "Z".into()])));
        two.split("F1", &named("Z")).unwrap();
        assert_eq!(two.split("F1", &named("A")).unwrap_err().code, missing);

        if !other.is_empty() {
            let mut unrelated = ground();
            unrelated.lines.get_mut(id).unwrap().product = other.into();
            assert_eq!(code(&unrelated, operation), Some(Code::NoProductRelation));
        }
    }
}

#[test]
fn seats_technology_hosts_and_dates() {
    let split = |store: &Store, seats: Option<i64>| {
        store.split("F1", &SplitRequest { seats, ..request(Operation::Upgrade, 1) }).unwrap_err().code
    };
    let mut store = ground();
    assert_eq!(split(&store, Some(11)), Code::CountExceedsFulfillment);
    assert_eq!(split(&store, Some(0)), Code::InvalidCount);
    store.lines.get_mut("U").unwrap().seats.quantity = 4;
    assert_eq!(split(&store, Some(5)), Code::InsufficientCount);

    let mut store = ground();
    let record = store.records.get_mut("F1").unwrap();
    (record.model, record.count) = (LicenseModel::FloatingUncounted, 3);
    assert_eq!(split(&store, Some(2)), Code::InvalidCount);

    let mut store = ground();
    store.lines.get_mut("U").unwrap().technology = Technology::TrustedStorage;
    assert_eq!(split(&store, Some(5)), Code::IncompatibleTechnology);

    let mut store = ground();
    store.lines.get_mut("U").unwrap().model = LicenseModel::NodeCounted;
    assert_eq!(split(&store, Some(5)), Code::NodeHostRequired);
    store.records.get_mut("F1").unwrap().model = LicenseModel::NodeUncounted;
    assert_eq!(split(&store, Some(10)), Code::ServerHostRequired);

    let mut store = ground();
    store.lines.get_mut("U").unwrap().term.policy = StartPolicy::EachActivation;
    assert_eq!(split(&store, Some(5)), Code::StartDateRequired);

    let mut store = ground();
    store.records.get_mut("F1").unwrap().term.end = None;
    store.lines.get_mut("W").unwrap().term.expiration = Expiration::Permanent;
    assert_eq!(code(&store, Operation::Renew), Some(Code::NotRenewable));
}

#[test]
fn short_licenses_know_their_time() {
    let mut store = ground();
    assert_eq!(code(&store, Operation::StopGap), Some(Code::LicenseNotExpired));
    store.records.get_mut("F1").unwrap().term.end = Some(date("2026-04-30"));
    assert_eq!(code(&store, Operation::Emergency), Some(Code::LicenseExpired));
    store.records.get_mut("F1").unwrap().term.end = Some(date(TODAY));
    assert_eq!(code(&store, Operation::Emergency), None);
}

/// Two things wrong at once: the earlier row of the table is the answer.
#[test]
fn guards_are_asked_in_the_order_of_the_table() {
    type Break = fn(&mut Store);
    let breaks: [(Break, Code); 9] = [
        (
            |s| s.records.get_mut("F1").unwrap().status = FulfillmentStatus::Obsolete,
            Code::FulfillmentObsolete,
        ),
        (|s| s.lines.get_mut("A").unwrap().state = LineState::Inactive, Code::LineItemInactive),
        (|s| s.records.get_mut("F1").unwrap().support = SupportType::StopGap, Code::NotAMaster),
        (|s| s.lines.get_mut("U").unwrap().parent = None, Code::NoUpgradeLineItem),
        (|s| s.lines.get_mut("U").unwrap().product = "P9".into(), Code::NoProductRelation),
        (|s| s.lines.get_mut("U").unwrap().seats.quantity = 1, Code::InsufficientCount),
        (
            |s| s.lines.get_mut("U").unwrap().technology = Technology::TrustedStorage,
            Code::IncompatibleTechnology,
        ),
        (|s| s.lines.get_mut("U").unwrap().model = LicenseModel::NodeCounted, Code::NodeHostRequired),
        (
            |s| s.lines.get_mut("U").unwrap().term.policy = StartPolicy::EachActivation,
            Code::StartDateRequired,
        ),
    ];
    for first in 0..breaks.len() {
        let mut store = ground();
        for (apply, _) in &breaks[first..] {
            apply(&mut store);
        }
        let refusal = store.split("F1", &request(Operation::Upgrade, 5)).unwrap_err();
        assert_eq!(refusal.code, breaks[first].1);
    }
}
