//! Upgrade, upsell and renewal of whole fulfillments and of parts (3.1, 3.2).

use lictor_entitle::Code;
use lictor_entitle::fulfillment::{FulfillmentStatus, Operation, Record, SupportType};
use lictor_entitle::line_item::{LineKind, LineState};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::outcome::Role;
use lictor_entitle::split::SplitRequest;
use lictor_entitle::warning::Warning;

use crate::store::{Store, hosts, line, request};

fn ten() -> Store {
    Store::full(10, &[line("U", LineKind::Upgrade, 10, Some("A"), "P2")])
}

/// (id, product, count, status, support type).
fn shown(store: &Store) -> Vec<(&str, &str, u32, FulfillmentStatus, SupportType)> {
    let row = |record: &Record| (record.count, record.status, record.support);
    let records = store.records.values().map(|record| (record, row(record)));
    records.map(|(record, row)| (&*record.id, &*record.product, row.0, row.1, row.2)).collect()
}

#[test]
fn t_split_1_a_part_is_upgraded_and_the_rest_stays() {
    let mut store = ten();
    store.upgrade("F1", "U", 2).unwrap();
    assert_eq!(
        shown(&store),
        [
            ("F1", "P1", 10, FulfillmentStatus::Obsolete, SupportType::Upgrade),
            ("F2", "P1", 8, FulfillmentStatus::Active, SupportType::Master),
            ("F3", "P2", 2, FulfillmentStatus::Active, SupportType::Master),
        ]
    );
    assert_eq!(store.records["F1"].successors, ["F2", "F3"]);
    assert_eq!((&*store.records["F2"].line, &*store.records["F3"].line), ("A", "U"));
}

#[test]
fn t_split_2_all_are_upgraded_and_nothing_remains() {
    let mut store = ten();
    store.upgrade("F1", "U", 10).unwrap();
    assert_eq!(
        shown(&store),
        [
            ("F1", "P1", 10, FulfillmentStatus::Obsolete, SupportType::Upgrade),
            ("F2", "P2", 10, FulfillmentStatus::Active, SupportType::Master),
        ]
    );
}

#[test]
fn t_split_4_none_and_too_many_are_refused() {
    let store = ten();
    for (seats, code) in
        [(0, Code::InvalidCount), (-1, Code::InvalidCount), (11, Code::CountExceedsFulfillment)]
    {
        let refusal = store.split("F1", &request(Operation::Upgrade, seats)).unwrap_err();
        assert_eq!((refusal.code, refusal.code.http()), (code, 422), "{seats}");
    }
}

#[test]
fn t_split_5_a_node_locked_license_is_replaced_as_a_whole() {
    let mut store = ten();
    for line in store.lines.values_mut() {
        line.model = LicenseModel::NodeUncounted;
    }
    let record = store.records.get_mut("F1").unwrap();
    (record.model, record.count, record.hosts) = (LicenseModel::NodeUncounted, 1, hosts(&[], &["N1"]));
    store.lines.get_mut("A").unwrap().seats.active = 1;
    assert_eq!(store.split("F1", &request(Operation::Upgrade, 0)).unwrap_err().code, Code::InvalidCount);
    let outcome = store.split("F1", &request(Operation::Upgrade, 1)).unwrap();
    assert_eq!(outcome.created.len(), 1);
    assert_eq!((outcome.created[0].count, &outcome.created[0].hosts), (1, &hosts(&[], &["N1"])));
}

#[test]
fn t_split_6_an_overdraft_is_never_multiplied() {
    let mut store = ten();
    store.records.get_mut("F1").unwrap().overdraft = 4;
    for (seats, asked, expected) in [
        (2, None, vec![(8, 4), (2, 0)]),
        (2, Some(1), vec![(8, 3), (2, 1)]),
        (2, Some(4), vec![(8, 0), (2, 4)]),
        (10, None, vec![(10, 4)]),
    ] {
        let request = SplitRequest { overdraft: asked, ..request(Operation::Upgrade, seats) };
        let created = store.split("F1", &request).unwrap().created;
        let parts: Vec<_> = created.iter().map(|new| (new.count, new.overdraft)).collect();
        assert_eq!(parts, expected, "{seats} {asked:?}");
    }
    let request = SplitRequest { overdraft: Some(5), ..request(Operation::Upgrade, 2) };
    assert_eq!(store.split("F1", &request).unwrap_err().code, Code::InvalidCount);
}

#[test]
fn every_kind_leaves_its_own_support_type() {
    let children = [
        line("U", LineKind::Upgrade, 10, Some("A"), "P2"),
        line("V", LineKind::Upsell, 10, Some("A"), "P3"),
        line("W", LineKind::Renewal, 10, Some("A"), "P1"),
    ];
    let store = Store::full(10, &children);
    for (operation, support, product) in [
        (Operation::Upgrade, SupportType::Upgrade, "P2"),
        (Operation::Upsell, SupportType::Upsell, "P3"),
        (Operation::Renew, SupportType::Renew, "P1"),
    ] {
        let outcome = store.split("F1", &request(operation, 3)).unwrap();
        assert_eq!(outcome.replaced[0].support, support);
        let roles: Vec<_> = outcome.created.iter().map(|new| (new.role, &*new.product, new.count)).collect();
        assert_eq!(roles, [(Role::Remainder, "P1", 7), (Role::Target, product, 3)]);
    }
}

#[test]
fn a26_a_closed_parent_is_obsolete_only_when_its_last_seat_moved_on() {
    let mut store = ten();
    store.lines.get_mut("A").unwrap().closed = true;
    store.upgrade("F1", "U", 2).unwrap();
    assert_eq!(store.lines["A"].state, LineState::Deployed);
    store.upgrade("F2", "U", 8).unwrap();
    assert_eq!(store.lines["A"].state, LineState::Obsolete);
    let mut open = ten();
    open.upgrade("F1", "U", 10).unwrap();
    assert_eq!(open.lines["A"].state, LineState::Deployed);
}

#[test]
fn a10_an_uncounted_target_takes_a_seat_per_host() {
    let mut store = ten();
    store.lines.get_mut("U").unwrap().model = LicenseModel::NodeUncounted;
    let nodes = hosts(&[], &["N1", "N2", "N3"]);
    let outcome =
        store.split("F1", &SplitRequest { hosts: nodes, ..request(Operation::Upgrade, 5) }).unwrap();
    let counts: Vec<u32> = outcome.created.iter().map(|new| new.count).collect();
    assert_eq!((counts, outcome.warnings.clone()), (vec![7, 1, 1, 1], vec![Warning::SeatsByHost]));
    store.apply(&outcome);
    assert_eq!(store.live_seats(), 10);
}

/// F3 goes before A10: of a whole record nothing remains, whatever the model of the target. The seats
/// that it does not take are the line's again.
#[test]
fn f3_of_a_whole_record_nothing_remains() {
    use LicenseModel::{FloatingCounted, FloatingUncounted, NodeCounted, NodeUncounted};
    for (from, to, nodes) in [
        (FloatingCounted, FloatingUncounted, vec![]),
        (NodeCounted, FloatingUncounted, vec![]),
        (FloatingCounted, NodeUncounted, vec!["N1", "N2", "N3"]),
        (NodeCounted, NodeUncounted, vec!["N1"]),
    ] {
        for seats in [None, Some(10)] {
            let mut store = ten();
            store.lines.get_mut("A").unwrap().model = from;
            store.lines.get_mut("U").unwrap().model = to;
            let record = store.records.get_mut("F1").unwrap();
            (record.model, record.overdraft) = (from, 4);
            let request =
                SplitRequest { seats, hosts: hosts(&[], &nodes), ..request(Operation::Upgrade, 10) };
            let outcome = store.split("F1", &request).unwrap();
            let taken = nodes.len().max(1);
            let made: Vec<_> = outcome.created.iter().map(|new| (new.role, new.count)).collect();
            assert_eq!(made, vec![(Role::Target, 1); taken], "{from} to {to}");
            assert_eq!(outcome.created.iter().map(|new| new.overdraft).sum::<u32>(), 4);
            store.apply(&outcome);
            let taken = u32::try_from(taken).unwrap();
            let (a, u) = (&store.lines["A"].seats, &store.lines["U"].seats);
            assert_eq!((a.out, a.active, a.unfulfilled()), (taken, 0, 10 - taken));
            assert_eq!((u.converted, u.active), (taken, taken));
        }
    }
}

/// The nodes decide how many seats an uncounted target takes, so they are what is pointed at.
#[test]
fn a10_more_nodes_than_seats_are_refused() {
    let mut store = ten();
    store.lines.get_mut("U").unwrap().model = LicenseModel::NodeUncounted;
    let names: Vec<String> = (0..12).map(|at| format!("N{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let hosts = hosts(&[], &names);
    let request = SplitRequest { seats: None, hosts, ..request(Operation::Upgrade, 0) };
    let refusal = store.split("F1", &request).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.pointer.as_deref()),
        (Code::CountExceedsFulfillment, Some("/node_host_ids"))
    );
}

#[test]
fn a_renewal_names_no_start() {
    let store = Store::full(10, &[line("W", LineKind::Renewal, 10, Some("A"), "P1")]);
    let start = Some(crate::store::date("2026-07-01"));
    let request = SplitRequest { start, ..request(Operation::Renew, 10) };
    let refusal = store.split("F1", &request).unwrap_err();
    assert_eq!((refusal.code, refusal.pointer.as_deref()), (Code::InvalidField, Some("/start_date")));
}

#[test]
fn an_upgrade_can_itself_be_upgraded() {
    let lines = [
        line("U", LineKind::Upgrade, 10, Some("A"), "P2"),
        line("X", LineKind::Upgrade, 10, Some("U"), "P4"),
    ];
    let mut store = Store::full(10, &lines);
    store.upgrade("F1", "U", 6).unwrap();
    assert_eq!(store.available("X").count, 6);
    store.upgrade("F3", "X", 5).unwrap();
    assert_eq!((store.lines["U"].seats.capacity(), store.available("U").count), (1, 4));
    assert_eq!(store.live_seats(), 10);
}
