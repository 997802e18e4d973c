//! The life of a license, step by step.

use lictor_entitle::bill::BillType;
use lictor_entitle::issuer_code::{CallFailure, IssuerCode};
use lictor_entitle::license::{Action, Decision, Event, LicenseFacts, Transition, apply, decide};
use lictor_entitle::license_status::LicenseStatus as Status;
use lictor_entitle::plugin::Plugin;
use lictor_entitle::subscription::{Assignment, Column, SubscriptionState, SubscriptionType};
use lictor_entitle::{Code, Meta, Refusal};

use crate::sample::{OFFLINE, ONLINE, day, key, license, monthly, today};

/// The license after an action that changes it at once.
pub(crate) fn granted(facts: &LicenseFacts, action: Action) -> LicenseFacts {
    let decision = decide(facts, action, today());
    let Ok(Decision::Change(moved)) = decision else { panic!("{action} is {decision:?}") };
    moved.after
}

fn happened(facts: &LicenseFacts, event: Event) -> Transition {
    apply(facts, event, today()).unwrap()
}

fn refused(facts: &LicenseFacts, action: Action) -> Refusal {
    decide(facts, action, today()).unwrap_err()
}

fn issued() -> Event {
    Event::Issued { key: key("PLSK.00123456.0000"), dates: monthly() }
}

#[test]
fn t_lic_1_an_online_license_goes_through_by_itself() {
    let mut facts = license(Status::Pending);
    let mut seen = vec![facts.status];
    assert_eq!(decide(&facts, Action::Issue, today()), Ok(Decision::Ask));
    let mut moved = happened(&facts, issued());
    let mut answers = vec![Event::InstallConfirmed, Event::Retrieved { revision: 0 }];
    loop {
        facts = moved.after;
        seen.push(facts.status);
        let Some(next) = moved.next else { break };
        facts = granted(&facts, next);
        seen.push(facts.status);
        moved = happened(&facts, answers.pop().unwrap());
    }
    assert_eq!(
        seen,
        [
            Status::Pending,
            Status::Issued,
            Status::Retrieving,
            Status::Retrieved,
            Status::Installing,
            Status::Installed
        ]
    );
    assert_eq!((facts.installed_revision, facts.came_from), (Some(0), None));
}

#[test]
fn t_lic_2_an_issuer_that_drops_before_the_file_keeps_the_license_waiting() {
    let facts = granted(&happened(&license(Status::Pending), issued()).after, Action::Retrieve);
    let waiting = happened(&facts, Event::RetrieveFailed(CallFailure::Unreachable));
    assert_eq!((waiting.after.status, &waiting.after), (Status::Retrieving, &facts));
    assert_eq!(waiting.after.key, Some(key("PLSK.00123456.0000")));
    assert_eq!(waiting.error.unwrap().code, Code::IssuerUnreachable);
    assert_eq!(decide(&waiting.after, Action::Retry, today()), Ok(Decision::RunNow));
    let back = happened(&waiting.after, Event::Retrieved { revision: 0 });
    assert_eq!((back.after.status, back.error), (Status::Retrieved, None));
}

#[test]
fn t_lic_3_a_lost_answer_leaves_the_request_pending() {
    let pending = license(Status::Pending);
    let lost = happened(&pending, Event::CallFailed(CallFailure::Timeout));
    assert_eq!((&lost.after, lost.error.map(|it| it.code)), (&pending, Some(Code::IssuerTimeout)));
    let again = happened(&lost.after, issued());
    assert_eq!(again.after.status, Status::Issued);
    assert_eq!(apply(&again.after, issued(), today()).unwrap_err().code, Code::IllegalTransition);
}

#[test]
fn t_lic_4_a_refused_installation_can_be_made_by_hand() {
    let facts = granted(&license(Status::Retrieved), Action::Install);
    let back = happened(&facts, Event::InstallFailed(Code::SubscriptionNotReady.into()));
    assert_eq!((back.after.status, back.next), (Status::Retrieved, None));
    assert_eq!(back.error.unwrap().code, Code::SubscriptionNotReady);
    assert_eq!(decide(&back.after, Action::Download, today()), Ok(Decision::Serve));
    let by_hand = granted(&back.after, Action::MarkInstalled);
    assert_eq!((by_hand.status, by_hand.installed_revision), (Status::Installed, Some(0)));
    let uploaded = granted(&license(Status::Uploaded), Action::Install);
    let back = happened(&uploaded, Event::InstallFailed(Code::SubscriptionNotReady.into()));
    assert_eq!(back.after.status, Status::Uploaded);
}

#[test]
fn t_lic_5_a_class_that_needs_activation() {
    let facts = LicenseFacts { requires_activation: true, ..license(Status::Pending) };
    let moved = happened(&facts, issued());
    assert_eq!(moved.next, None);
    assert_eq!(refused(&moved.after, Action::Retrieve).code, Code::ActivationRequired);
    assert_eq!(decide(&moved.after, Action::Activate, today()), Ok(Decision::Ask));
    let moved = happened(&moved.after, Event::Activated);
    assert_eq!((moved.after.status, moved.next), (Status::Activated, Some(Action::Retrieve)));
    let retrieving = granted(&moved.after, Action::Retrieve);
    assert_eq!(retrieving.came_from, Some(Status::Activated));
    let moved = happened(&retrieving, Event::Retrieved { revision: 0 });
    assert_eq!(moved.after.status, Status::Retrieved);
}

#[test]
fn t_sub_1_a_dedicated_license_is_installed_after_its_server_is_attached() {
    let order = SubscriptionType::DedicatedServer;
    let mut facts = license(Status::Retrieved);
    (facts.assignment, facts.server_ready) = (order.assignment(SubscriptionState::Pending), false);
    assert_eq!(facts.assignment, Assignment::NotAssigned);
    assert_eq!(refused(&facts, Action::Install).code, Code::NotAssigned);
    assert_eq!(refused(&facts, Action::Assign { attached: false }).code, Code::AlreadyAssigned);
    facts = granted(&facts, Action::Assign { attached: true });
    assert_eq!(refused(&facts, Action::Install).code, Code::SubscriptionNotReady);
    facts.server_ready = SubscriptionState::Active.is_ready();
    assert_eq!(granted(&facts, Action::Install).status, Status::Installing);
    let kept = granted(&facts, Action::Unassign);
    assert_eq!((kept.assignment, kept.file_revision), (Assignment::None, Some(0)));
    let columns =
        [Assignment::None, Assignment::NotAssigned, Assignment::Assigned].map(|it| it.column("Hosting 7"));
    assert_eq!(columns, [Column::Empty, Column::NotAssigned, Column::Link("Hosting 7")]);
}

#[test]
fn a_cancelled_retrieval_goes_back_to_where_it_came_from() {
    for origin in [Status::Issued, Status::Activated, Status::Retrieved, Status::Uploaded, Status::Installed]
    {
        let facts = LicenseFacts { came_from: Some(origin), ..license(Status::Retrieving) };
        let back = granted(&facts, Action::Cancel);
        assert_eq!((back.status, back.came_from), (origin, None));
        let late = apply(&back, Event::Retrieved { revision: 0 }, today()).unwrap_err();
        assert_eq!(late.code, Code::IllegalTransition);
    }
}

#[test]
fn an_answer_about_another_key_or_an_older_revision_changes_nothing() {
    let facts = LicenseFacts { key: Some(key("PLSK.00123456.0003")), ..license(Status::Installed) };
    for other in ["PLSK.00654321.0004", "PLSK.00123456.0002"] {
        let event = Event::Revised { key: key(other), dates: monthly() };
        assert_eq!(apply(&facts, event, today()).unwrap_err().code, Code::IssuerError, "{other}");
    }
    let retrieving = LicenseFacts { key: facts.key, ..license(Status::Retrieving) };
    let older = apply(&retrieving, Event::Retrieved { revision: 2 }, today()).unwrap_err();
    assert_eq!(older.code, Code::RetrievedFileStale);
}

#[test]
fn rejected_credentials_pause_the_plug_in_and_all_its_calls() {
    let failure = CallFailure::Answered(IssuerCode::AuthFailed);
    let moved = happened(&license(Status::Pending), Event::CallFailed(failure));
    assert!(moved.pauses_plugin);
    let paused = Plugin { paused: true, ..ONLINE };
    for (status, action) in [
        (Status::Pending, Action::Issue),
        (Status::Issued, Action::Retrieve),
        (Status::Installed, Action::Sync),
        (Status::Installed, Action::Upgrade),
        (Status::Installed, Action::Renew { forced: false }),
        (Status::Installed, Action::Terminate),
        (Status::Retrieving, Action::Retry),
    ] {
        let facts = LicenseFacts { plugin: paused, ..license(status) };
        assert_eq!(refused(&facts, action).code, Code::PluginPaused, "{action}");
    }
    let installing = LicenseFacts { plugin: paused, ..license(Status::Installing) };
    assert_eq!(decide(&installing, Action::Retry, today()), Ok(Decision::RunNow));
    let facts = LicenseFacts { plugin: paused, ..license(Status::Pending) };
    assert_eq!(happened(&facts, issued()).next, None);
}

#[test]
fn one_operation_at_a_time() {
    for (status, action) in [
        (Status::Pending, Action::Issue),
        (Status::Pending, Action::Delete),
        (Status::Issued, Action::Retrieve),
        (Status::Retrieved, Action::Install),
        (Status::Installed, Action::Upgrade),
    ] {
        let facts = LicenseFacts { operation: Some("op-9".into()), ..license(status) };
        let refusal = refused(&facts, action);
        assert_eq!(refusal.code, Code::OperationInProgress, "{action}");
        assert_eq!(refusal.meta["operation_id"], Meta::Text("op-9".into()));
    }
}

#[test]
fn a_request_whose_key_is_known_is_not_deleted() {
    let facts = LicenseFacts { key: Some(key("PLSK.00123456.0000")), ..license(Status::Pending) };
    assert_eq!(refused(&facts, Action::Delete).code, Code::KeyIssued);
}

#[test]
fn an_expired_license_is_reinstated_only_while_its_key_is_kept() {
    let facts = |reinstate_days| LicenseFacts { reinstate_days, ..license(Status::Expired) };
    for (days, today, expected) in [
        (0, "2016-04-23", Err(Code::LicenseExpired)),
        (90, "2016-07-21", Ok(Decision::Ask)),
        (90, "2016-07-22", Err(Code::LicenseExpired)),
    ] {
        let found = decide(&facts(days), Action::Reinstate, day(today)).map_err(|it| it.code);
        assert_eq!(found, expected, "{days} {today}");
    }
    let dates = BillType::Monthly.dates(day("2016-05-01"), 1, 10);
    // Before the sweep has written the end down as well as after it.
    let unswept = LicenseFacts { reinstate_days: 90, ..license(Status::Installed) };
    let number = key("PLSK.00123456.0001");
    let reinstated = Event::Reinstated { key: number.clone(), dates };
    for facts in [&facts(90), &unswept] {
        assert_eq!(decide(facts, Action::Reinstate, day("2016-05-01")), Ok(Decision::Ask));
        let back = apply(facts, reinstated.clone(), day("2016-05-01")).unwrap();
        assert_eq!((back.row, back.after.status, back.after.dates), ("L19", Status::Issued, dates));
        assert_eq!(back.after.key, Some(number.clone()));
    }
    let early = apply(&unswept, reinstated, today()).unwrap_err();
    assert_eq!(early.code, Code::IllegalTransition);
    let other = Event::Reinstated { key: key("PLSK.00654321.0001"), dates };
    assert_eq!(apply(&facts(90), other, day("2016-05-01")).unwrap_err().code, Code::IssuerError);
}

/// L14, L15: where the file of a revised key did not come, it can be asked for again.
#[test]
fn a_file_that_lies_behind_its_key_is_retrieved_again() {
    for (status, row) in [(Status::Retrieved, "L15"), (Status::Uploaded, "L15"), (Status::Installed, "L14")] {
        assert_eq!(refused(&license(status), Action::Retrieve).code, Code::IllegalTransition);
        let behind = LicenseFacts { key: Some(key("PLSK.00123456.0001")), ..license(status) };
        let Ok(Decision::Change(moved)) = decide(&behind, Action::Retrieve, today()) else {
            panic!("{status} may be retrieved again");
        };
        let after = (moved.row, moved.after.status, moved.after.came_from);
        assert_eq!(after, (row, Status::Retrieving, Some(status)));
    }
}

/// 2.1.5: what is in no subscription works in none, and is installed where it is sold to.
#[test]
fn a_license_that_leaves_its_subscription_can_be_installed_again() {
    for (plugin, rest) in [(ONLINE, Status::Retrieved), (OFFLINE, Status::Uploaded)] {
        let installed = LicenseFacts { plugin, ..license(Status::Installed) };
        let left = granted(&installed, Action::Unassign);
        assert_eq!((left.status, left.installed_revision, left.file_revision), (rest, None, Some(0)));
        let stock = LicenseFacts { assignment: Assignment::None, ..installed };
        let sold = granted(&stock, Action::Assign { attached: true });
        assert_eq!((sold.status, sold.installed_revision), (rest, None));
        assert_eq!(
            granted(&LicenseFacts { server_ready: true, ..sold }, Action::Install).status,
            Status::Installing
        );
    }
    let between = LicenseFacts { came_from: Some(Status::Installed), ..license(Status::Retrieving) };
    assert_eq!(granted(&between, Action::Unassign).came_from, Some(Status::Retrieved));
    let installing = license(Status::Installing);
    assert_eq!(Some(granted(&installing, Action::Unassign).status), installing.came_from);
    // Its customer may still have what was terminated.
    let ended = LicenseFacts { installed_revision: Some(0), ..license(Status::Terminated) };
    assert_eq!(granted(&ended, Action::Unassign).installed_revision, Some(0));
}

#[test]
fn refusals_carry_what_a_program_needs() {
    let again = refused(&license(Status::Installed), Action::Issue);
    assert_eq!(
        (again.code, &again.meta["key_number"]),
        (Code::AlreadyIssued, &Meta::Text("PLSK.00123456.0000".into()))
    );
    let busy = refused(&license(Status::Retrieving), Action::Retrieve);
    assert_eq!(
        (busy.code, &busy.meta["operation_id"]),
        (Code::OperationInProgress, &Meta::Text("op-7".into()))
    );
    let early = decide(&license(Status::Installed), Action::Renew { forced: false }, day("2016-04-11"));
    let early = early.unwrap_err();
    assert_eq!(
        (early.code, &early.meta["update_date"]),
        (Code::RenewalTooEarly, &Meta::Text("2016-04-12".into()))
    );
    let forced = decide(&license(Status::Installed), Action::Renew { forced: true }, day("2016-04-11"));
    assert_eq!(forced, Ok(Decision::Ask));
}

#[test]
fn every_status_but_pending_is_swept_or_terminated() {
    let late = day("2016-04-23");
    for status in Status::ALL {
        let swept = apply(&license(status), Event::Swept, late).unwrap().after.status;
        let kept = matches!(status, Status::Pending | Status::Terminated);
        assert_eq!(swept, if kept { status } else { Status::Expired }, "{status}");
        let ended = apply(&license(status), Event::Terminated { seen_by_sync: false }, today());
        let expected = (status != Status::Pending).then_some(Status::Terminated);
        assert_eq!(ended.ok().map(|it| it.after.status), expected, "{status}");
    }
}

#[test]
fn an_offline_license_lives_by_hand() {
    let facts = LicenseFacts { plugin: OFFLINE, ..license(Status::Uploaded) };
    assert_eq!(granted(&facts, Action::Install).status, Status::Installing);
    let pending = LicenseFacts { plugin: OFFLINE, ..license(Status::Pending) };
    let refusal = refused(&pending, Action::Issue);
    assert_eq!(refusal.code, Code::PluginOffline);
    assert!(refusal.message().contains("upload the answer"));
}
