//! Synchronization: what differs, what that makes of the statuses, and who is asked.

use lictor_entitle::bill::KeyDates;
use lictor_entitle::issuer_code::CallFailure;
use lictor_entitle::key_status::KeyStatus;
use lictor_entitle::license::{Action, Event, apply, decide};
use lictor_entitle::license_status::LicenseStatus as Status;
use lictor_entitle::plugin::PluginMode;
use lictor_entitle::sync::{
    self, KeyRecord, Mismatch, MismatchCode, SyncStatus, SyncTotals, compare, compare_terminated,
};
use lictor_entitle::upgrade::{SusGate, UpgradePlan, UpgradeRequest};
use lictor_entitle::{Code, Meta};

use crate::sample::{OFFLINE, config, day, key, license, monthly, today};

fn record(number: &str, users: u32, features: &[&str]) -> KeyRecord {
    KeyRecord {
        number: key(number),
        config: config(users, features),
        update_date: Some(day("2026-05-12")),
        expiration_date: Some(day("2026-05-22")),
        owner: "hoster".into(),
    }
}

fn told(mismatches: &[Mismatch]) -> Vec<(MismatchCode, &str, Option<&str>, Option<&str>)> {
    mismatches
        .iter()
        .map(|it| (it.code, it.field.as_str(), it.local.as_deref(), it.issuer.as_deref()))
        .collect()
}

#[test]
fn t_syn_1_no_difference_is_in_sync() {
    let known = record("PLSK.00123456.0000", 100, &["antivirus"]);
    let found = compare(&known, Some((&known, KeyStatus::Active)));
    assert_eq!((found.as_slice(), SyncStatus::compared(&found)), (&[][..], SyncStatus::InSync));
    let unowned = KeyRecord { owner: String::new(), ..known.clone() };
    assert_eq!(compare(&unowned, Some((&known, KeyStatus::Active))), []);
    // An issuer that tells no owner does not say that there is another.
    assert_eq!(compare(&known, Some((&unowned, KeyStatus::Active))), []);
}

#[test]
fn t_syn_2_more_capacity_at_the_issuer() {
    let known = record("PLSK.00123456.0000", 100, &[]);
    let theirs = record("PLSK.00123456.0001", 200, &[]);
    let found = compare(&known, Some((&theirs, KeyStatus::Active)));
    assert_eq!(
        told(&found),
        [
            (MismatchCode::KeyChanged, "revision", Some("0000"), Some("0001")),
            (MismatchCode::CapacityChanged, "capacity.users", Some("100"), Some("200")),
        ]
    );
    assert!(found.iter().all(|it| it.resolvable));
    assert_eq!(SyncStatus::compared(&found), SyncStatus::NotInSync);
}

#[test]
fn t_syn_3_a_feature_removed_at_the_issuer_is_resolved_by_an_upgrade() {
    let known = record("PLSK.00123456.0000", 100, &["antivirus", "backup"]);
    let theirs = record("PLSK.00123456.0001", 100, &["backup"]);
    let found = compare(&known, Some((&theirs, KeyStatus::Active)));
    assert_eq!(told(&found)[1..], [(MismatchCode::FeatureRemoved, "features", Some("antivirus"), None)]);
    let request = UpgradeRequest {
        current: &theirs.config,
        requested: &theirs.config,
        downgrade_allowed: false,
        sus_until: None,
        sus_gate: SusGate::All,
    };
    assert_eq!(request.plan(today()), Ok(UpgradePlan::Reconcile));
    let dates = monthly();
    let revised = Event::Revised { key: key("PLSK.00123456.0002"), dates };
    let moved = apply(&license(Status::Installed), revised, today()).unwrap();
    let after = apply(&moved.after, Event::Retrieved { revision: 2 }, today()).unwrap().after;
    assert_eq!(after.key, Some(key("PLSK.00123456.0002")));
    assert_eq!(SyncStatus::NotInSync.after_upgrade(Some(&[])), SyncStatus::InSync);
}

#[test]
fn t_syn_4_a_terminated_key_leaves_the_copy_working_until_its_own_end() {
    let known = record("PLSK.00123456.0000", 100, &[]);
    let found = compare(&known, Some((&known, KeyStatus::Terminated)));
    assert_eq!(
        told(&found),
        [(MismatchCode::TerminatedAtIssuer, "status", Some("Active"), Some("Terminated"))]
    );
    assert_eq!(found[0].message(), "status: Active here, Terminated at the issuer");
    assert!(!found[0].resolvable);
    let mut before = license(Status::Installed);
    before.dates = KeyDates { expiration_date: Some(day("2026-05-22")), ..monthly() };
    let moved = apply(&before, Event::Terminated { seen_by_sync: true }, day("2026-05-10")).unwrap();
    assert_eq!(moved.mismatch, Some(MismatchCode::TerminatedAtIssuer));
    assert_eq!(moved.after.status, Status::Terminated);
    assert_eq!(moved.after.installed_revision, Some(0));
    assert!(moved.after.works_on_after_its_end(day("2026-05-22")));
    assert!(!moved.after.works_on_after_its_end(day("2026-05-23")));
    let refused = decide(&moved.after, Action::Upgrade, day("2026-05-10")).unwrap_err();
    assert_eq!(refused.code, Code::LicenseTerminated);
}

#[test]
fn t_syn_5_an_issuer_that_is_down_changes_nothing() {
    for (failure, reason) in
        [(CallFailure::Unreachable, "ISSUER_UNREACHABLE"), (CallFailure::Timeout, "ISSUER_TIMEOUT")]
    {
        let refusal = sync::failed(failure);
        assert_eq!((refusal.code, refusal.code.http()), (Code::SyncFailed, 503));
        assert_eq!(refusal.meta["reason"], Meta::Text(reason.into()));
        let before = license(Status::Installed);
        let moved = apply(&before, Event::CallFailed(failure), today()).unwrap();
        assert_eq!((moved.after, moved.mismatch), (before, None));
    }
}

#[test]
fn t_syn_6_a_difference_neither_extends_nor_shortens() {
    let mut facts = license(Status::Installed);
    facts.dates.expiration_date = Some(day("2026-05-22"));
    assert_eq!(apply(&facts, Event::Swept, day("2026-05-22")).unwrap().after.status, Status::Installed);
    assert_eq!(apply(&facts, Event::Swept, day("2026-05-23")).unwrap().after.status, Status::Expired);
}

#[test]
fn t_syn_8_an_upgrade_that_was_applied_in_part_stays_not_in_sync() {
    let known = record("PLSK.00123456.0001", 200, &["backup"]);
    let partly = record("PLSK.00123456.0001", 200, &[]);
    let check = compare(&known, Some((&partly, KeyStatus::Active)));
    let status = SyncStatus::NotInSync.after_upgrade(Some(&check));
    assert_eq!(status, SyncStatus::NotInSync);
    let later = compare(&known, Some((&known, KeyStatus::Active)));
    assert_eq!(SyncStatus::compared(&later), SyncStatus::InSync);
}

/// 2.4: a date that nobody told the provider is no difference; one that the issuer took away is.
#[test]
fn what_is_not_known_here_differs_from_nothing() {
    let theirs = record("PLSK.00123456.0000", 100, &[]);
    let known = KeyRecord { update_date: None, expiration_date: None, ..theirs.clone() };
    assert_eq!(compare(&known, Some((&theirs, KeyStatus::Active))), []);
    assert_eq!(compare(&theirs, Some((&known, KeyStatus::Active))).len(), 2);
}

/// L17: result code 222 is as good as the key with the status.
#[test]
fn a_key_of_which_only_its_end_is_told_differs_by_it() {
    let known = record("PLSK.00123456.0000", 100, &[]);
    assert_eq!(compare_terminated(), compare(&known, Some((&known, KeyStatus::Terminated))));
}

#[test]
fn every_kind_of_difference_is_told() {
    let known = record("PLSK.00123456.0000", 100, &["a"]);
    let mut theirs = record("PLSK.00654321.0003", 100, &["b"]);
    theirs.config.class_version = "13".into();
    theirs.config.additional_keys.insert("KAV".into());
    theirs.expiration_date = None;
    theirs.owner = "other".into();
    let found = compare(&known, Some((&theirs, KeyStatus::Suspended)));
    assert_eq!(
        told(&found),
        [
            (MismatchCode::SuspendedAtIssuer, "status", Some("Active"), Some("Suspended")),
            (MismatchCode::KeyChanged, "key_number", Some("PLSK.00123456.0000"), Some("PLSK.00654321.0003")),
            (MismatchCode::ClassChanged, "class", Some("panel 12"), Some("panel 13")),
            (MismatchCode::FeatureAdded, "features", None, Some("b")),
            (MismatchCode::FeatureRemoved, "features", Some("a"), None),
            (MismatchCode::FeatureAdded, "additional_keys", None, Some("KAV")),
            (MismatchCode::DatesChanged, "expiration_date", Some("2026-05-22"), None),
            (MismatchCode::OwnerChanged, "owner", Some("hoster"), Some("other")),
        ]
    );
    let unknown = compare(&known, None);
    assert_eq!(told(&unknown), [(MismatchCode::KeyNotFound, "key_number", Some("PLSK.00123456.0000"), None)]);
    assert_eq!(unknown[0].message(), "key_number: PLSK.00123456.0000 here, none at the issuer");
    let moved = [sync::denied(&known)];
    assert_eq!(told(&moved), [(MismatchCode::OwnerChanged, "owner", Some("hoster"), Some("another login"))]);
}

#[test]
fn an_upgrade_without_a_comparison_leaves_the_status() {
    let differs = [MismatchCode::OwnerChanged.mismatch("owner", None, None)];
    for (before, check, after) in [
        (SyncStatus::InSync, None, SyncStatus::InSync),
        (SyncStatus::NotInSync, None, SyncStatus::NotInSync),
        (SyncStatus::Never, None, SyncStatus::Never),
        (SyncStatus::InSync, Some(&differs[..]), SyncStatus::NotInSync),
        (SyncStatus::Never, Some(&[][..]), SyncStatus::InSync),
        (SyncStatus::NotApplicable, Some(&[][..]), SyncStatus::NotApplicable),
    ] {
        assert_eq!(before.after_upgrade(check), after, "{before}");
    }
}

#[test]
fn a_run_over_all_skips_what_cannot_be_compared() {
    let compared: Vec<&str> = Status::ALL
        .into_iter()
        .filter(|status| sync::is_compared(*status, PluginMode::Online))
        .map(Status::as_str)
        .collect();
    let named = ["Issued", "Activated", "Retrieving", "Retrieved", "Uploaded", "Installing", "Installed"];
    assert_eq!(compared, named);
    assert!(!Status::ALL.into_iter().any(|status| sync::is_compared(status, PluginMode::Offline)));
    assert_eq!(sync::start_run(None), Ok(()));
    let refused = sync::start_run(Some("run-3")).unwrap_err();
    assert_eq!(
        (refused.code, &refused.meta["run_id"]),
        (Code::SyncAlreadyRunning, &Meta::Text("run-3".into()))
    );
    let mut totals = SyncTotals::default();
    totals.count_compared(&[]);
    totals.count_compared(&[MismatchCode::KeyNotFound.mismatch("key_number", None, None)]);
    assert_eq!(totals, SyncTotals { checked: 2, in_sync: 1, not_in_sync: 1, failed: 0, skipped: 0 });
}

#[test]
fn an_offline_license_has_no_sync_status() {
    assert_eq!(SyncStatus::initial(PluginMode::Offline), SyncStatus::NotApplicable);
    assert_eq!(SyncStatus::initial(PluginMode::Online), SyncStatus::Never);
    let mut facts = license(Status::Uploaded);
    facts.plugin = OFFLINE;
    assert_eq!(decide(&facts, Action::Sync, today()).unwrap_err().code, Code::PluginOffline);
}

#[test]
fn words_are_those_of_json() {
    for status in SyncStatus::ALL {
        assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        assert_eq!(SyncStatus::parse(status.as_str()), Some(status));
    }
    assert_eq!(serde_json::to_value(MismatchCode::TerminatedAtIssuer).unwrap(), "TERMINATED_AT_ISSUER");
    for status in Status::ALL {
        assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        assert_eq!(Status::parse(status.as_str()), Some(status));
    }
}
