//! What a line item can give: the ledger and the exact available count (3.3).

use lictor_entitle::Code;
use lictor_entitle::count::{Ledger, LedgerDelta};
use lictor_entitle::emergency::{ExtraRequest, emergency};
use lictor_entitle::fulfillment::{FulfillmentStatus, SupportType};
use lictor_entitle::line_item::{Line, LineKind, LineState};
use lictor_entitle::refusal::{Meta, Refusal};
use lictor_entitle::technology::Technology;

use crate::store::{Store, TODAY, date, free, line, policy};

fn available(refusal: &Refusal) -> (Code, Option<&Meta>) {
    (refusal.code, refusal.meta.get("available"))
}

/// (naive, exact, without return).
fn counts(store: &Store, line: &str) -> (u32, u32, u32) {
    let available = store.available(line);
    (available.naive, available.count, available.without_return)
}

#[test]
fn t_cnt_1_an_order_above_the_parent_is_allowed_and_its_use_is_not() {
    let mut store = Store::full(10, &[line("U", LineKind::Upgrade, 15, Some("A"), "P2")]);
    assert_eq!(counts(&store, "U"), (15, 10, 0));
    assert_eq!(store.available("U").from_parent_active, 10);
    let refusal = store.activate("U", &[("S1", 0, 12)]).unwrap_err();
    assert_eq!(available(&refusal), (Code::InsufficientCount, Some(&Meta::Number(10))));
    let made = store.activate("U", &[("S1", 0, 10)]).unwrap();
    assert_eq!(store.records[&made[0]].count, 10);
    assert_eq!(store.records["F1"].support, SupportType::Upgrade);
}

#[test]
fn t_cnt_2_seats_leave_the_parent_for_good() {
    let mut store = Store::full(10, &[line("U", LineKind::Upgrade, 2, Some("A"), "P2")]);
    assert_eq!(counts(&store, "U"), (2, 2, 0));
    store.upgrade("F1", "U", 2).unwrap();
    assert_eq!(store.available("U").count, 0);
    assert_eq!((store.lines["A"].seats.capacity(), store.lines["A"].seats.active), (8, 8));
}

#[test]
fn t_cnt_3_an_upgrade_line_brings_no_seats_of_its_own() {
    let mut store = Store::full(1, &[line("U", LineKind::Upgrade, 1, Some("A"), "P2")]);
    assert_eq!(counts(&store, "U"), (1, 1, 0));
    let refusal = store.activate("U", &[("S1", 1, 0)]).unwrap_err();
    assert_eq!(available(&refusal), (Code::InsufficientCount, Some(&Meta::Number(0))));
    store.upgrade("F1", "U", 1).unwrap();
}

#[test]
fn t_cnt_4_siblings_share_what_the_parent_has() {
    let children = [
        line("U1", LineKind::Upgrade, 6, Some("A"), "P2"),
        line("U2", LineKind::Upgrade, 6, Some("A"), "P2"),
    ];
    let mut store = Store::full(10, &children);
    assert_eq!(counts(&store, "U2"), (6, 6, 0));
    store.upgrade("F1", "U1", 6).unwrap();
    assert_eq!(counts(&store, "U2"), (6, 4, 0));
    let refusal = store.activate("U2", &[("S1", 0, 5)]).unwrap_err();
    assert_eq!(available(&refusal), (Code::InsufficientCount, Some(&Meta::Number(4))));
    store.upgrade("F2", "U2", 4).unwrap();
}

/// One after the other, as under a row's lock: who comes second sees what the first left.
#[test]
fn t_cnt_7_of_two_equal_requests_one_is_refused() {
    let mut store = Store::full(10, &[line("U", LineKind::Upgrade, 10, Some("A"), "P2")]);
    store.activate("U", &[("S1", 0, 6)]).unwrap();
    let refusal = store.activate("U", &[("S1", 0, 6)]).unwrap_err();
    assert_eq!(available(&refusal), (Code::InsufficientCount, Some(&Meta::Number(4))));
}

#[test]
fn t_cnt_8_an_emergency_license_consumes_nothing() {
    let mut store = Store::full(10, &[]);
    let (record, policies) = (&store.records["F1"], free());
    let ask = ExtraRequest { start: None, end: date("2026-05-20") };
    let outcome = emergency(record, &store.lines["A"], &policy(&policies, record), ask, date(TODAY)).unwrap();
    store.apply(&outcome);
    assert_eq!((store.live_seats(), store.available("A").count), (10, 0));
    assert_eq!((store.records["F2"].count, store.records["F2"].support), (10, SupportType::Emergency));
}

#[test]
fn one_fulfillment_gives_no_more_than_it_has() {
    let store = Store::full(10, &[line("U", LineKind::Upgrade, 15, Some("A"), "P2")]);
    let within = store.available("U").within(4);
    assert_eq!((within.count, within.naive), (4, 15));
}

#[test]
fn seats_returned_to_a_child_are_used_beyond_its_order_and_fall_back_to_the_parent() {
    let mut store = Store::full(10, &[line("U", LineKind::Upgrade, 4, Some("A"), "P2")]);
    store.upgrade("F1", "U", 4).unwrap();
    let returned = lictor_entitle::give_back::give_back(
        &store.records["F3"],
        &store.lines["U"],
        &policy(&free(), &store.records["F3"]),
        Some(3),
    );
    store.apply(&returned.unwrap());
    assert_eq!(counts(&store, "U"), (3, 3, 3));
    store.upgrade("F2", "U", 2).unwrap();
    assert_eq!((store.lines["A"].seats.unfulfilled(), store.lines["U"].seats.unfulfilled()), (2, 1));
    assert_eq!(store.lines["U"].seats.converted, 4);
}

#[test]
fn a_ledger_that_does_not_add_up_is_refused_as_a_fault() {
    let ledger = Ledger { active: 4, ..Ledger::new(LineKind::New, 10) };
    for delta in [
        LedgerDelta { active: 7, ..LedgerDelta::default() },
        LedgerDelta { active: -5, ..LedgerDelta::default() },
        LedgerDelta { out: 7, ..LedgerDelta::default() },
        LedgerDelta { out: -1, ..LedgerDelta::default() },
    ] {
        assert_eq!(ledger.after(delta).unwrap_err().code, Code::Internal, "{delta:?}");
    }
    for change in [i64::MAX, i64::MIN] {
        let delta = LedgerDelta { active: change, ..LedgerDelta::default() };
        assert_eq!(ledger.after(delta).unwrap_err().code, Code::Internal);
    }
    let child = Ledger::new(LineKind::Upgrade, 2);
    let delta = LedgerDelta { converted: 3, ..LedgerDelta::default() };
    assert_eq!(child.after(delta).unwrap_err().code, Code::Internal);
}

/// What is said of a closed line is what an upgrade of the parent's fulfillment gets, and not one more.
#[test]
fn a_closed_line_gives_what_the_parents_fulfillments_have() {
    let mut store = Store::new(&[
        line("A", LineKind::New, 10, None, "P1"),
        line("U", LineKind::Upgrade, 8, Some("A"), "P2"),
    ]);
    store.activate("A", &[("S1", 4, 0)]).unwrap();
    store.lines.get_mut("U").unwrap().closed = true;
    let exact = |store: &Store| store.exact("U").count;
    assert_eq!(exact(&store), 4);
    assert_eq!(store.activate("U", &[("S1", 1, 0)]).unwrap_err().code, Code::LineItemClosed);
    store.upgrade("F1", "U", 4).unwrap();
    assert_eq!(exact(&store), 0);
}

/// (naive, exact, without return) of U under A, where A has four active seats of ten and U asks for eight.
#[test]
fn a_line_out_of_force_gives_nothing() {
    use LineState::{Deployed, Draft, Inactive};
    let mut store = Store::new(&[
        line("A", LineKind::New, 10, None, "P1"),
        line("U", LineKind::Upgrade, 8, Some("A"), "P2"),
    ]);
    store.activate("A", &[("S1", 4, 0)]).unwrap();
    let (a, u) = (&store.lines["A"], &store.lines["U"]);
    for (parent, state, closed, technology, expected) in [
        (Deployed, Deployed, false, Technology::Certificate, (8, 8, 6)),
        (Deployed, Deployed, true, Technology::Certificate, (8, 4, 0)),
        (Inactive, Deployed, false, Technology::Certificate, (8, 6, 6)),
        (Deployed, Draft, false, Technology::Certificate, (8, 0, 0)),
        (Deployed, Deployed, false, Technology::TrustedStorage, (8, 0, 0)),
    ] {
        let mut store = store.clone();
        store.lines.insert("A".into(), Line { state: parent, ..a.clone() });
        store.lines.insert("U".into(), Line { state, closed, technology, ..u.clone() });
        let available = store.exact("U");
        let shown = (available.naive, available.count, available.without_return);
        assert_eq!(shown, expected, "{parent} {state} {closed} {technology}");
    }
    let new = |closed: bool| {
        let mut store = store.clone();
        store.lines.insert("A".into(), Line { closed, ..a.clone() });
        store.exact("A").count
    };
    assert_eq!((new(false), new(true)), (6, 0));
}

/// 3.3: a seat counts only if an operation would take it from its fulfillment.
#[test]
fn the_exact_count_leaves_out_what_would_be_refused() {
    let ten = |kind, product: &str| Store::full(10, &[line("U", kind, 10, Some("A"), product)]);
    let full = ten(LineKind::Upgrade, "P2");
    assert_eq!((full.exact("U").count, full.exact("U").from_parent_active), (10, 10));

    let mut held = full.clone();
    held.records.get_mut("F1").unwrap().status = FulfillmentStatus::OnHold;
    assert_eq!((held.exact("U").count, held.exact("U").from_parent_active), (0, 0));
    assert_eq!(ten(LineKind::Upgrade, "P9").exact("U").count, 0, "no edge leads to it");

    let renewal = ten(LineKind::Renewal, "P1");
    assert_eq!(renewal.exact("U").count, 10);
    let mut permanent = renewal.clone();
    permanent.records.get_mut("F1").unwrap().term.end = None;
    assert_eq!(permanent.exact("U").count, 0);

    let mut some = full.clone();
    let of = |store: &Store, record: &str| store.exact_of("U", Some(record)).count;
    assert_eq!(of(&some, "F1"), 10);
    some.upgrade("F1", "U", 4).unwrap();
    assert_eq!((of(&some, "F1"), of(&some, "F2"), of(&some, "F3")), (0, 6, 0));
}
