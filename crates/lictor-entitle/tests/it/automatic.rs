//! The daily job of version upgrades (3.2).

use lictor_entitle::auto_upgrade::{Maintenance, Skip, UpgradeLine, UpgradeProduct, plan_upgrades};
use lictor_entitle::line_item::{LineKind, LineState};
use lictor_entitle::relation::{Relation, RelationKind};

use crate::store::{TODAY, date, relations};

fn old() -> UpgradeLine {
    UpgradeLine {
        id: "A".into(),
        account: "K1".into(),
        product: "P1".into(),
        state: LineState::Deployed,
        permanent: true,
        capacity: 10,
        children: vec![],
        maintenance: vec![until(Some("2026-12-31"))],
    }
}

fn until(last: Option<&str>) -> Maintenance {
    Maintenance { state: LineState::Deployed, until: last.map(date) }
}

fn newer() -> UpgradeProduct {
    UpgradeProduct {
        id: "P2".into(),
        deployed: true,
        window_start: Some(date("2026-04-01")),
        window_end: Some(date(TODAY)),
    }
}

#[test]
fn each_line_is_upgraded_or_left_alone_with_its_reason() {
    let asleep = |state| Maintenance { state, until: None };
    for (line, expected) in [
        (old(), None),
        (UpgradeLine { maintenance: vec![until(None)], ..old() }, None),
        (UpgradeLine { children: vec![LineKind::Renewal], ..old() }, None),
        (UpgradeLine { maintenance: vec![until(Some(TODAY))], ..old() }, None),
        (UpgradeLine { state: LineState::Inactive, ..old() }, Some(Skip::NotDeployed)),
        (UpgradeLine { permanent: false, ..old() }, Some(Skip::NotPermanent)),
        (UpgradeLine { capacity: 0, ..old() }, Some(Skip::NoSeats)),
        (UpgradeLine { children: vec![LineKind::Upgrade], ..old() }, Some(Skip::AlreadyUpgraded)),
        (UpgradeLine { product: "P3".into(), ..old() }, Some(Skip::NoUpgrade)),
        (UpgradeLine { product: "P2".into(), ..old() }, Some(Skip::OutsideWindow)),
        (UpgradeLine { maintenance: vec![], ..old() }, Some(Skip::NoMaintenance)),
        (UpgradeLine { maintenance: vec![until(Some("2026-04-30"))], ..old() }, Some(Skip::NoMaintenance)),
        (UpgradeLine { maintenance: vec![asleep(LineState::Draft)], ..old() }, Some(Skip::NoMaintenance)),
        (UpgradeLine { maintenance: vec![asleep(LineState::Inactive)], ..old() }, Some(Skip::NoMaintenance)),
        (UpgradeLine { maintenance: vec![asleep(LineState::Obsolete)], ..old() }, Some(Skip::NoMaintenance)),
    ] {
        let plan = plan_upgrades(std::slice::from_ref(&line), &[newer()], &relations(), date(TODAY));
        assert_eq!(plan.skipped.first().map(|(_, why)| *why), expected, "{line:?}");
        assert_eq!(plan.by_account.len(), usize::from(expected.is_none()));
    }
}

#[test]
fn a_choice_of_versions_is_a_persons() {
    let mut edges = relations();
    edges.push(Relation { from: "P1".into(), to: "P5".into(), kind: RelationKind::Upgrade });
    let plan = plan_upgrades(&[old()], &[newer()], &edges, date(TODAY));
    assert_eq!(plan.skipped, [("A".to_owned(), Skip::SeveralUpgrades)]);
}

#[test]
fn the_window_is_open_today() {
    for (product, open) in [
        (newer(), true),
        (UpgradeProduct { window_end: None, ..newer() }, true),
        (UpgradeProduct { window_start: None, ..newer() }, false),
        (UpgradeProduct { window_start: Some(date("2026-05-02")), ..newer() }, false),
        (UpgradeProduct { window_end: Some(date("2026-04-30")), ..newer() }, false),
        (UpgradeProduct { deployed: false, ..newer() }, false),
    ] {
        let plan = plan_upgrades(&[old()], std::slice::from_ref(&product), &relations(), date(TODAY));
        assert_eq!(plan.skipped.is_empty(), open, "{product:?}");
    }
}

#[test]
fn an_account_is_named_once_for_all_its_lines() {
    let lines = [
        old(),
        UpgradeLine { id: "B".into(), capacity: 3, ..old() },
        UpgradeLine { id: "C".into(), account: "K2".into(), ..old() },
    ];
    let plan = plan_upgrades(&lines, &[newer()], &relations(), date(TODAY));
    let shown: Vec<_> = plan
        .by_account
        .iter()
        .map(|(account, lines)| {
            (account.as_str(), lines.iter().map(|line| line.quantity).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(shown, [("K1", vec![10, 3]), ("K2", vec![10])]);
}
