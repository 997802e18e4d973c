//! Transfers of line items and of hosts (3.4).

use lictor_entitle::Code;
use lictor_entitle::count::Ledger;
use lictor_entitle::fulfillment::{Record, SupportType};
use lictor_entitle::line_item::{LineKind, LineState};
use lictor_entitle::refusal::Meta;
use lictor_entitle::transfer::{TransferMode, move_host, transfer};
use lictor_entitle::warning::Warning;

use crate::store::{Store, hosts, line, name, record};

fn half() -> Store {
    let mut store = Store::new(&[line("A", LineKind::New, 10, None, "P1")]);
    store.activate("A", &[("S1", 4, 0)]).unwrap();
    store
}

fn parts(store: &Store) -> (Vec<lictor_entitle::line_item::Line>, Vec<Record>) {
    (store.lines.values().cloned().collect(), store.records.values().cloned().collect())
}

#[test]
fn what_is_active_is_never_transferred_twice() {
    let (lines, records) = parts(&half());
    let refusal = transfer(&lines, &[], &records, TransferMode::NothingActive).unwrap_err();
    assert_eq!(refusal.code, Code::ActiveFulfillments);

    let rest = transfer(&lines, &[], &records, TransferMode::RemainingOnly).unwrap();
    assert_eq!(rest.lines[0].target, Some(Ledger::new(LineKind::New, 6)));
    assert_eq!(
        (rest.lines[0].ledger.unfulfilled(), rest.lines[0].state, rest.all),
        (0, LineState::Deployed, false)
    );
    assert!(rest.returns.replaced.is_empty());

    let whole = transfer(&lines, &[], &records, TransferMode::ReturnActive).unwrap();
    assert_eq!(whole.lines[0].target, Some(Ledger::new(LineKind::New, 10)));
    assert_eq!(
        (whole.lines[0].ledger.capacity(), whole.lines[0].state, whole.all),
        (0, LineState::Obsolete, true)
    );
    assert_eq!(whole.returns.replaced[0].support, SupportType::Return);
}

#[test]
fn an_idle_line_is_transferred_as_a_whole_and_an_empty_one_not_at_all() {
    let lines = [line("A", LineKind::New, 10, None, "P1")];
    let done = transfer(&lines, &[], &[], TransferMode::NothingActive).unwrap();
    assert_eq!((done.lines[0].target.map(|ledger| ledger.quantity), done.all), (Some(10), true));
    let (lines, records) = parts(&Store::full(4, &[]));
    let refusal = transfer(&lines, &[], &records, TransferMode::RemainingOnly).unwrap_err();
    assert_eq!(refusal.code, Code::InsufficientCount);
    let gone = [lictor_entitle::line_item::Line { state: LineState::Obsolete, ..lines[0].clone() }];
    assert_eq!(
        transfer(&gone, &[], &[], TransferMode::RemainingOnly).unwrap_err().code,
        Code::LineItemObsolete
    );
}

#[test]
fn t_trf_2_all_licenses_of_a_crashed_host_move() {
    let group = Record { hosts: hosts(&["S1", "S8", "S9"], &[]), ..record("F3", "A", 3) };
    let extra = Record { support: SupportType::Emergency, ..record("F4", "A", 5) };
    let other = Record { hosts: hosts(&["S7"], &[]), ..record("F5", "A", 1) };
    let records: Vec<_> = [record("F1", "A", 5), record("F2", "B", 2), group, extra, other]
        .into_iter()
        .map(|record| (record, LineState::Deployed))
        .collect();
    let outcome = move_host(&records, &[name("S1")], &name("S2")).unwrap();
    let replaced: Vec<_> = outcome.replaced.iter().map(|old| (&*old.id, old.support)).collect();
    assert_eq!(
        replaced,
        [("F1", SupportType::Transfer), ("F2", SupportType::Transfer), ("F3", SupportType::Transfer)]
    );
    let created: Vec<_> =
        outcome.created.iter().map(|new| (&*new.line, new.count, new.hosts.clone())).collect();
    assert_eq!(
        created,
        [
            ("A", 5, hosts(&["S2"], &[])),
            ("B", 2, hosts(&["S2"], &[])),
            ("A", 3, hosts(&["S2", "S8", "S9"], &[])),
        ]
    );
    assert_eq!((outcome.lines, outcome.warnings), (vec![], vec![Warning::OldHostKeepsFile]));
    let within = move_host(&records, &[name("S1")], &name("S8")).unwrap_err();
    assert_eq!(within.code, Code::InvalidField);
    assert_eq!(move_host(&records, &[name("S1")], &name("S1")).unwrap_err().code, Code::InvalidField);
    let mut asleep = records.clone();
    asleep[1].1 = LineState::Inactive;
    let refusal = move_host(&asleep, &[name("S1")], &name("S2")).unwrap_err();
    assert_eq!(
        (refusal.code, &refusal.meta["fulfillment_id"]),
        (Code::LineItemInactive, &Meta::Text("F2".into()))
    );
    assert_eq!(move_host(&records, &[name("S6")], &name("S2")).unwrap_err().code, Code::NotFound);
}

/// A line U that ordered seats of A goes with A, and stays while A stays (3.4).
#[test]
fn an_order_follows_the_seats_it_was_made_for() {
    let a = line("A", LineKind::New, 10, None, "P1");
    let u = line("U", LineKind::Upgrade, 8, Some("A"), "P2");
    let x = line("X", LineKind::Upgrade, 5, Some("U"), "P4");
    let told = |done: &lictor_entitle::transfer::Transferred| {
        let lines = done.lines.iter();
        lines.map(|line| (line.state, line.target.map(|to| to.quantity), line.order)).collect::<Vec<_>>()
    };
    let order = |quantity| Some(Ledger::new(LineKind::Upgrade, quantity));
    for mode in [TransferMode::NothingActive, TransferMode::RemainingOnly] {
        let all = transfer(&[a.clone(), u.clone(), x.clone()], &[], &[], mode).unwrap();
        assert!(all.all);
        assert_eq!(
            told(&all),
            [
                (LineState::Obsolete, Some(10), None),
                (LineState::Obsolete, None, order(8)),
                (LineState::Obsolete, None, order(5)),
            ]
        );
        let refusal = transfer(std::slice::from_ref(&a), std::slice::from_ref(&u), &[], mode).unwrap_err();
        assert_eq!((refusal.code, &refusal.meta["line_item_id"]), (Code::InUse, &Meta::Text("U".into())));
        let alone = transfer(std::slice::from_ref(&u), std::slice::from_ref(&a), &[], mode).unwrap_err();
        assert_eq!(alone.code, Code::InsufficientCount);
    }
    let mut store = Store::new(&[a, u]);
    store.activate("A", &[("S1", 4, 0)]).unwrap();
    let (lines, records) = parts(&store);
    let rest = transfer(&lines, &[], &records, TransferMode::RemainingOnly).unwrap();
    assert_eq!(told(&rest), [(LineState::Deployed, Some(6), None), (LineState::Deployed, None, None)]);
    assert!(!rest.all);
}

/// T-TRF-2: under whichever of its names a license stands on the host, it moves.
#[test]
fn t_trf_2_all_names_of_a_host_are_one_host() {
    let records = [record("F1", "A", 5), Record { hosts: hosts(&["S3"], &["S1"]), ..record("F2", "A", 1) }];
    let records = records.map(|record| (record, LineState::Deployed));
    let outcome = move_host(&records, &[name("S1"), name("S3")], &name("S2")).unwrap();
    let moved: Vec<_> = outcome.created.iter().map(|new| new.hosts.clone()).collect();
    assert_eq!(moved, [hosts(&["S2"], &[]), hosts(&["S2"], &["S2"])]);
    let same = move_host(&records, &[name("S1"), name("S3")], &name("S3")).unwrap_err();
    assert_eq!(same.code, Code::InvalidField);
}
