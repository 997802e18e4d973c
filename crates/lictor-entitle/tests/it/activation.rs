//! Activation: what each host gets, and what the line item decreases by (3.7).

use lictor_entitle::Code;
use lictor_entitle::activation::{ActivationFacts, ActivationRequest, HostRequest, activate, license_count};
use lictor_entitle::fulfillment::{FulfillmentStatus, SupportType};
use lictor_entitle::line_item::{Line, LineKind, LineState};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::outcome::{Outcome, Role};
use lictor_entitle::term::StartPolicy;
use lictor_entitle::warning::Warning;

use crate::store::{Store, hosts, line};

fn of(model: LicenseModel) -> Line {
    Line { model, ..line("A", LineKind::New, 10, None, "P1") }
}

fn on(servers: &[&str], nodes: &[&str], from_own: i64) -> HostRequest {
    HostRequest { hosts: hosts(servers, nodes), from_own, ..HostRequest::default() }
}

fn run(line: &Line, asked: &[HostRequest]) -> Result<Outcome, Code> {
    let facts = ActivationFacts {
        line,
        parent: None,
        parent_records: &[],
        relations: &[],
        dated_feature: false,
        strict_pairs: true,
        overdraft_allowed: false,
    };
    let request = ActivationRequest { hosts: asked.to_vec(), start: None, by_hand: false };
    activate(&facts, &request).map_err(|refusal| refusal.code)
}

/// (count of every record, seats that the line decreases by).
fn counts(outcome: &Outcome) -> (Vec<u32>, i64) {
    (outcome.created.iter().map(|new| new.count).collect(), outcome.lines[0].delta.active)
}

#[test]
fn t_hst_1_floating_counted_takes_the_sum_of_its_servers() {
    let line = of(LicenseModel::FloatingCounted);
    let outcome = run(&line, &[on(&["S1"], &[], 6), on(&["S2"], &[], 4)]).unwrap();
    assert_eq!(counts(&outcome), (vec![6, 4], 10));
    assert!(outcome.created.iter().all(|new| new.role == Role::Activated && new.parent.is_none()));
    assert!(outcome.created.iter().all(|new| new.support == SupportType::Master));
}

#[test]
fn t_hst_2_node_locked_uncounted_takes_one_per_node() {
    let line = of(LicenseModel::NodeUncounted);
    let outcome = run(&line, &[on(&[], &["N1", "N2", "N3"], 3)]).unwrap();
    assert_eq!(counts(&outcome), (vec![1, 1, 1], 3));
    assert_eq!(outcome.created[1].hosts, hosts(&[], &["N2"]));
    assert_eq!(outcome.warnings, []);
}

#[test]
fn t_hst_3_floating_uncounted_takes_one_per_server_whatever_is_asked() {
    let line = of(LicenseModel::FloatingUncounted);
    let outcome = run(&line, &[on(&["S1"], &[], 50), on(&["S2"], &[], 50)]).unwrap();
    assert_eq!(counts(&outcome), (vec![1, 1], 2));
    assert_eq!(outcome.warnings, [Warning::SeatsByHost]);
}

#[test]
fn t_hst_4_node_locked_counted_takes_the_sum_of_its_servers() {
    let line = of(LicenseModel::NodeCounted);
    let outcome = run(&line, &[on(&["S1"], &["N1", "N2", "N3"], 3), on(&["S2"], &[], 2)]).unwrap();
    assert_eq!(counts(&outcome), (vec![3, 2], 5));
    assert_eq!(outcome.created[0].hosts.nodes.len(), 3);
}

#[test]
fn quantity_per_copy_multiplies_inside_the_license_only() {
    assert_eq!(license_count(10, 5), Ok(50));
    assert_eq!(license_count(2_147_483_647, 2).unwrap_err().code, Code::CountOutOfRange);
}

#[test]
fn a_group_of_three_servers_is_one_host() {
    let outcome = run(&of(LicenseModel::FloatingCounted), &[on(&["S1", "S2", "S3"], &[], 4)]).unwrap();
    assert_eq!(counts(&outcome), (vec![4], 4));
}

#[test]
fn hosts_and_seats_are_checked() {
    use LicenseModel::{FloatingCounted, NodeCounted, NodeUncounted};
    for (model, asked, code) in [
        (FloatingCounted, vec![], Code::ServerHostRequired),
        (FloatingCounted, vec![on(&["S1"], &["N1"], 1)], Code::HostNotAllowed),
        (FloatingCounted, vec![on(&["S1", "S2"], &[], 1)], Code::InvalidField),
        (FloatingCounted, vec![on(&["S1"], &[], 1), on(&["s1"], &[], 1)], Code::InvalidField),
        (FloatingCounted, vec![on(&["S1"], &[], 0)], Code::InvalidCount),
        (FloatingCounted, vec![on(&["S1"], &[], -1)], Code::InvalidCount),
        (FloatingCounted, vec![on(&["S1"], &[], 11)], Code::InsufficientCount),
        (FloatingCounted, vec![on(&["S1"], &[], 2_147_483_648)], Code::CountOutOfRange),
        (NodeCounted, vec![on(&["S1"], &[], 1)], Code::NodeHostRequired),
        (NodeCounted, vec![on(&[], &["N1"], 1)], Code::ServerHostRequired),
        (NodeUncounted, vec![on(&["S1"], &["N1"], 1)], Code::HostNotAllowed),
        (NodeUncounted, vec![on(&[], &["N1"], 1), on(&[], &[], 1)], Code::NodeHostRequired),
        (NodeUncounted, vec![on(&[], &["N1"], 1), on(&[], &["n1"], 1)], Code::InvalidField),
    ] {
        assert_eq!(run(&of(model), &asked), Err(code), "{model} {asked:?}");
    }
    let overdraft = HostRequest { overdraft: Some(1), ..on(&["S1"], &[], 1) };
    assert_eq!(run(&of(LicenseModel::FloatingCounted), &[overdraft]), Err(Code::InvalidField));
    let from_parent = HostRequest { from_parent: 1, ..on(&["S1"], &[], 0) };
    assert_eq!(run(&of(LicenseModel::FloatingCounted), &[from_parent]), Err(Code::InvalidCount));
}

#[test]
fn the_line_is_in_force_and_open() {
    for (state, closed, expected) in [
        (LineState::Deployed, false, None),
        (LineState::Deployed, true, Some(Code::LineItemClosed)),
        (LineState::Draft, false, Some(Code::LineItemNotDeployed)),
        (LineState::OnHold, false, Some(Code::LineItemNotDeployed)),
        (LineState::Test, false, Some(Code::LineItemNotDeployed)),
        (LineState::Inactive, false, Some(Code::LineItemInactive)),
        (LineState::Obsolete, false, Some(Code::LineItemObsolete)),
    ] {
        let line = Line { state, closed, ..of(LicenseModel::FloatingCounted) };
        assert_eq!(run(&line, &[on(&["S1"], &[], 1)]).err(), expected, "{state}");
    }
}

#[test]
fn a_text_written_by_hand_leaves_the_record_on_hold() {
    let mut line = of(LicenseModel::FloatingCounted);
    let facts = ActivationFacts {
        line: &line.clone(),
        parent: None,
        parent_records: &[],
        relations: &[],
        dated_feature: false,
        strict_pairs: true,
        overdraft_allowed: true,
    };
    let asked = HostRequest { overdraft: Some(2), ..on(&["S1"], &[], 3) };
    let request = ActivationRequest { hosts: vec![asked], start: None, by_hand: true };
    let outcome = activate(&facts, &request).unwrap();
    assert_eq!((outcome.created[0].status, outcome.created[0].overdraft), (FulfillmentStatus::OnHold, 2));
    // Its seats are taken all the same.
    assert_eq!(outcome.lines[0].delta.active, 3);
    line.term.policy = StartPolicy::EachActivation;
    assert_eq!(run(&line, &[on(&["S1"], &[], 1)]), Err(Code::StartDateRequired));
}

#[test]
fn seats_of_the_parent_are_taken_on_the_same_host_in_order() {
    let lines = [line("A", LineKind::New, 10, None, "P1"), line("U", LineKind::Upgrade, 10, Some("A"), "P2")];
    let mut store = Store::new(&lines);
    store.activate("A", &[("S1", 3, 0), ("S2", 2, 0)]).unwrap();
    store.activate("A", &[("S1", 3, 0)]).unwrap();
    let refusal = store.activate("U", &[("S2", 0, 3)]).unwrap_err();
    assert_eq!(refusal.code, Code::InsufficientCount);
    // Four of six on S1, and two that nobody has activated.
    let made = store.activate("U", &[("S1", 2, 4)]).unwrap();
    assert_eq!(made, ["F4", "F5"]);
    assert_eq!((store.records["F4"].count, store.records["F5"].count), (6, 2));
    assert_eq!(store.records["F1"].support, SupportType::Upgrade);
    assert_eq!(store.records["F3"].support, SupportType::Upgrade);
    assert_eq!(store.records["F2"].support, SupportType::Master);
    let (a, u) = (store.lines["A"].seats, store.lines["U"].seats);
    assert_eq!((a.out, a.active, a.unfulfilled()), (6, 4, 0));
    assert_eq!((u.converted, u.active), (6, 6));
}

#[test]
fn seats_of_the_parent_pass_the_guards_of_their_operation() {
    let lines = [
        line("A", LineKind::New, 10, None, "P1"),
        line("U", LineKind::Upgrade, 10, Some("A"), "P9"),
        line("W", LineKind::Renewal, 10, Some("A"), "P1"),
    ];
    let mut store = Store::new(&lines);
    store.activate("A", &[("S1", 4, 0)]).unwrap();
    assert_eq!(store.activate("U", &[("S1", 0, 2)]).unwrap_err().code, Code::NoProductRelation);
    store.records.get_mut("F1").unwrap().term.end = None;
    assert_eq!(store.activate("W", &[("S1", 0, 2)]).unwrap_err().code, Code::NotRenewable);
    store.lines.get_mut("A").unwrap().state = LineState::Inactive;
    assert_eq!(store.activate("W", &[("S1", 0, 2)]).unwrap_err().code, Code::InsufficientCount);
}

/// T-SPLIT-6: what comes from the parent's fulfillments brings a part of their overdraft, and never more
/// than they have.
#[test]
fn t_split_6_an_overdraft_is_not_multiplied_by_seats_of_the_parent() {
    let lines = [line("A", LineKind::New, 10, None, "P1"), line("U", LineKind::Upgrade, 10, Some("A"), "P2")];
    let mut store = Store::new(&lines);
    store.activate("A", &[("S1", 10, 0)]).unwrap();
    store.records.get_mut("F1").unwrap().overdraft = 4;
    let records: Vec<_> = store.records.values().cloned().collect();
    let facts = ActivationFacts {
        line: &store.lines["U"],
        parent: Some(&store.lines["A"]),
        parent_records: &records,
        relations: &crate::store::relations(),
        dated_feature: false,
        strict_pairs: true,
        overdraft_allowed: true,
    };
    // Seats, overdraft that is named, and (count, overdraft) of what is made.
    for (seats, overdraft, expected) in [
        (2, None, Ok(vec![(2, 0), (8, 4)])),
        (2, Some(1), Ok(vec![(2, 1), (8, 3)])),
        (2, Some(4), Ok(vec![(2, 4), (8, 0)])),
        (2, Some(5), Err(Code::InvalidCount)),
        (10, None, Ok(vec![(10, 4)])),
        (10, Some(0), Ok(vec![(10, 0)])),
        (10, Some(5), Err(Code::InvalidCount)),
    ] {
        let host = HostRequest { from_parent: seats, overdraft, ..on(&["S1"], &[], 0) };
        let request = ActivationRequest { hosts: vec![host], start: None, by_hand: false };
        let made = activate(&facts, &request).map(|outcome| {
            let created = outcome.created.iter();
            created.map(|new| (new.count, new.overdraft)).collect::<Vec<_>>()
        });
        assert_eq!(made.map_err(|refusal| refusal.code), expected, "{seats} {overdraft:?}");
    }
}

/// F3: named whole, a parent's fulfillment is replaced whole by an uncounted license on its host.
#[test]
fn f3_seats_of_the_parent_that_are_named_whole_leave_no_remainder() {
    for (named, remainder, freed) in [(1, Some(9), 0), (9, Some(9), 0), (10, None, 9)] {
        let mut u = line("U", LineKind::Upgrade, 10, Some("A"), "P2");
        u.model = LicenseModel::FloatingUncounted;
        let mut store = Store::new(&[line("A", LineKind::New, 10, None, "P1"), u]);
        store.activate("A", &[("S1", 10, 0)]).unwrap();
        let made = store.activate("U", &[("S1", 0, named)]).unwrap();
        assert_eq!(store.records[&made[0]].count, 1);
        assert_eq!(made.get(1).map(|id| store.records[id].count), remainder, "{named}");
        let (a, u) = (store.lines["A"].seats, store.lines["U"].seats);
        assert_eq!((a.out, a.unfulfilled(), u.converted), (1, freed, 1), "{named}");
    }
    let mut u = line("U", LineKind::Upgrade, 10, Some("A"), "P2");
    u.model = LicenseModel::FloatingUncounted;
    let mut store = Store::new(&[line("A", LineKind::New, 10, None, "P1"), u]);
    for seats in [6, 4] {
        store.activate("A", &[("S1", seats, 0)]).unwrap();
    }
    assert_eq!(store.activate("U", &[("S1", 0, 10)]).unwrap(), ["F3"]);
    assert_eq!((store.lines["A"].seats.active, store.lines["A"].seats.unfulfilled()), (0, 9));
}
