//! Upgrades of a license: what is asked of the issuer, what it answers, what becomes of the license.

use lictor_entitle::Code;
use lictor_entitle::config::{ConfigChange, KeyConfig};
use lictor_entitle::issuer_code::{CallFailure, IssuerCode};
use lictor_entitle::license::{Action, Event, apply};
use lictor_entitle::license_status::LicenseStatus as Status;
use lictor_entitle::sync::SyncStatus;
use lictor_entitle::upgrade::{SusGate, UpgradePlan, UpgradeRequest};

use crate::sample::{config, day, key, license, monthly, today};

fn request<'a>(current: &'a KeyConfig, requested: &'a KeyConfig) -> UpgradeRequest<'a> {
    UpgradeRequest {
        current,
        requested,
        downgrade_allowed: false,
        sus_until: Some(today()),
        sus_gate: SusGate::All,
    }
}

#[test]
fn t_upg_1_more_capacity_is_the_next_revision_of_the_same_license() {
    let (before, after) = (config(30, &[]), config(100, &[]));
    let plan = request(&before, &after).plan(today()).unwrap();
    let wanted = ConfigChange::Capacity { code: "users".into(), from: 30, to: 100 };
    assert_eq!(plan, UpgradePlan::Change(vec![wanted]));
    let mut facts = license(Status::Installed);
    let mut seen = Vec::new();
    for event in [
        Event::Revised { key: key("PLSK.00123456.0001"), dates: monthly() },
        Event::Retrieved { revision: 1 },
    ] {
        let moved = apply(&facts, event, today()).unwrap();
        facts = moved.after;
        seen.push((moved.row, facts.status, facts.installed_revision, moved.next));
    }
    assert_eq!(
        seen,
        [
            ("L14", Status::Retrieving, Some(0), None),
            ("L6", Status::Retrieved, Some(0), Some(Action::Install)),
        ]
    );
    facts = crate::license::granted(&facts, Action::Install);
    facts = apply(&facts, Event::InstallConfirmed, today()).unwrap().after;
    assert_eq!((facts.status, facts.installed_revision), (Status::Installed, Some(1)));
    assert_eq!(facts.key, Some(key("PLSK.00123456.0001")));
    assert_eq!(SyncStatus::InSync.after_upgrade(Some(&[])), SyncStatus::InSync);
}

/// No call, no price, and no gate although the right to upgrade has ended.
#[test]
fn t_upg_2_what_the_issuer_has_already_is_only_retrieved() {
    let theirs = config(200, &[]);
    let reconcile = UpgradeRequest { sus_until: Some(day("2016-01-01")), ..request(&theirs, &theirs) };
    assert_eq!(reconcile.plan(today()), Ok(UpgradePlan::Reconcile));
    let zero =
        KeyConfig { capacity: [("users".into(), 200), ("mailboxes".into(), 0)].into(), ..theirs.clone() };
    assert_eq!(request(&theirs, &zero).plan(today()), Ok(UpgradePlan::Reconcile));
}

#[test]
fn t_upg_3_an_upgrade_without_a_price_changes_nothing() {
    let before = license(Status::Installed);
    let failed = Event::CallFailed(CallFailure::Answered(IssuerCode::NotInPriceList));
    let moved = apply(&before, failed, today()).unwrap();
    assert_eq!(moved.after, before);
    assert_eq!(moved.error.unwrap().code, Code::UpgradeNotPriced);
}

#[test]
fn t_upg_4_not_acceptable_and_conflict_are_one_reason() {
    for number in [266, 246, 277] {
        let code = IssuerCode::from_number(number).unwrap();
        let refusal = CallFailure::Answered(code).refusal();
        assert_eq!((refusal.code, refusal.code.http()), (Code::UpgradeNotAcceptable, 409), "{number}");
    }
}

#[test]
fn t_upg_6_less_is_permitted_only_by_the_class() {
    let (before, fewer, poorer) = (config(100, &["a"]), config(30, &["a"]), config(100, &[]));
    for (after, pointer) in [(&fewer, "/capacity/users"), (&poorer, "/features")] {
        let refused = request(&before, after).plan(today()).unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), (Code::DowngradeNotAllowed, Some(pointer)));
        let permitted = UpgradeRequest { downgrade_allowed: true, ..request(&before, after) };
        assert!(matches!(permitted.plan(today()), Ok(UpgradePlan::Change(_))));
    }
}

/// The answer to the second call names the revision that the first one made.
#[test]
fn t_upg_7_the_same_answer_twice_is_one_step() {
    let answer = Event::Revised { key: key("PLSK.00123456.0001"), dates: monthly() };
    let once = apply(&license(Status::Installed), answer.clone(), today()).unwrap().after;
    let twice = apply(&once, answer, today()).unwrap_err();
    assert_eq!(twice.code, Code::IllegalTransition);
    assert_eq!(once.key, Some(key("PLSK.00123456.0001")));
}

#[test]
fn the_gate_stops_upgrades_after_the_right_to_them_has_ended() {
    let (before, more) = (config(30, &[]), config(100, &[]));
    let newer = KeyConfig { class_version: "13".into(), ..before.clone() };
    for (after, gate, on_last_day, later) in [
        (&more, SusGate::All, true, false),
        (&newer, SusGate::All, true, false),
        (&more, SusGate::Version, true, true),
        (&newer, SusGate::Version, true, false),
    ] {
        let upgrade = UpgradeRequest { sus_gate: gate, ..request(&before, after) };
        for (today, good) in [(today(), on_last_day), (today().next().unwrap(), later)] {
            let found = upgrade.plan(today);
            assert_eq!(found.is_ok(), good, "{gate:?} {today} {after:?}");
            assert!(found.err().is_none_or(|refusal| refusal.code == Code::SusExpired));
        }
        let endless = UpgradeRequest { sus_until: None, ..upgrade };
        assert!(matches!(endless.plan(day("2100-01-01")), Ok(UpgradePlan::Change(_))));
    }
}
