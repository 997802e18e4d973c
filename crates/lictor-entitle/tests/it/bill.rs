//! Bill types, their dates, renewals and the daily run.

use lictor_entitle::bill::{self, BillType, KeyDates};
use lictor_entitle::daily::{DailyStep, reached};
use lictor_entitle::license::{Action, Decision, Event, apply, decide};
use lictor_entitle::license_status::LicenseStatus as Status;
use lictor_entitle::renewal::{self, Renewal};
use lictor_entitle::{Code, Meta};

use crate::sample::{day, license};

fn dates(update: &str, expiration: &str) -> KeyDates {
    KeyDates {
        update_date: Some(day(update)),
        expiration_date: Some(day(expiration)),
        sus_until: Some(day(update)),
    }
}

#[test]
fn t_bil_1_a_monthly_key_runs_a_month_and_its_grace_days() {
    let start = day("2016-03-12");
    assert_eq!(BillType::Monthly.dates(start, 1, 10), dates("2016-04-12", "2016-04-22"));
    assert_eq!(BillType::Monthly.dates(start, 2, 10), dates("2016-05-12", "2016-05-22"));
    assert_eq!(BillType::Monthly.dates(start, 1, 0), dates("2016-04-12", "2016-04-12"));
}

#[test]
fn t_bil_3_a_short_month_does_not_move_the_anchor() {
    let updates =
        [1, 2, 3].map(|i| BillType::Monthly.dates(day("2026-12-31"), i, 0).update_date.unwrap().to_string());
    assert_eq!(updates, ["2027-01-31", "2027-02-28", "2027-03-31"]);
}

#[test]
fn t_bil_4_the_last_day_is_usable_and_the_next_is_not() {
    let sold = Action::Assign { attached: true };
    let mut unused = license(Status::Retrieved);
    unused.assignment = lictor_entitle::subscription::Assignment::None;
    let (last, next) = (day("2016-04-22"), day("2016-04-23"));
    assert_eq!(apply(&unused, Event::Swept, last).unwrap().after.status, Status::Retrieved);
    assert!(matches!(decide(&unused, sold, last), Ok(Decision::Change(_))));
    let swept = apply(&unused, Event::Swept, next).unwrap().after;
    assert_eq!(swept.status, Status::Expired);
    // Before the sweep has run as well as after it.
    for facts in [&unused, &swept] {
        assert_eq!(decide(facts, sold, next).unwrap_err().code, Code::NotSellable);
    }
}

#[test]
fn t_bil_7_a_purchased_license_never_expires() {
    let mut bought = license(Status::Installed);
    bought.bill = BillType::Purchase;
    bought.dates = BillType::Purchase.dates(day("2016-03-12"), 1, 10);
    assert_eq!(bought.dates.expiration_date, None);
    assert_eq!(bought.dates.sus_until, Some(day("2017-03-12")));
    let swept = apply(&bought, Event::Swept, day("2100-01-01")).unwrap();
    assert_eq!(swept.after, bought);
}

#[test]
fn t_bil_8_only_installed_licenses_are_renewed_by_themselves() {
    let installed = Renewal {
        auto_renew: true,
        status: Status::Installed,
        bill: BillType::Monthly,
        update_date: Some(day("2016-04-12")),
        expiration: Some(day("2016-04-22")),
    };
    for (renewal, today, due) in [
        (installed, "2016-04-11", false),
        (installed, "2016-04-12", true),
        (installed, "2016-04-22", true),
        (installed, "2016-04-23", false),
        (Renewal { status: Status::Retrieved, ..installed }, "2016-04-12", false),
        (Renewal { auto_renew: false, ..installed }, "2016-04-12", false),
        (Renewal { bill: BillType::Purchase, ..installed }, "2016-04-12", false),
    ] {
        assert_eq!(renewal.is_due(day(today)), due, "{renewal:?} {today}");
    }
}

#[test]
fn the_window_of_a_renewal_opens_on_the_update_date() {
    let update = Some(day("2016-04-12"));
    let code = |bill, forced, today| renewal::window(bill, update, forced, day(today)).map_err(|it| it.code);
    assert_eq!(code(BillType::Monthly, false, "2016-04-12"), Ok(()));
    assert_eq!(code(BillType::Monthly, false, "2016-04-11"), Err(Code::RenewalTooEarly));
    assert_eq!(code(BillType::Monthly, true, "2016-04-11"), Ok(()));
    assert_eq!(code(BillType::Purchase, true, "2016-04-11"), Err(Code::NotRenewable));
    let early = renewal::window(BillType::Monthly, update, false, day("2016-04-11")).unwrap_err();
    assert_eq!(early.meta["update_date"], Meta::Text("2016-04-12".into()));
}

#[test]
fn the_right_to_upgrade_is_renewed_while_active_and_reinstated_after() {
    let until = day("2027-03-31");
    assert_eq!(bill::renew_sus(until, 31, until), Ok(day("2028-03-31")));
    assert_eq!(bill::renew_sus(until, 31, day("2027-04-01")).unwrap_err().code, Code::SusExpired);
    assert_eq!(bill::reinstate_sus(until, until).unwrap_err().code, Code::LicenseNotExpired);
    assert_eq!(bill::reinstate_sus(until, day("2027-06-15")), Ok(day("2028-06-15")));
}

#[test]
fn the_daily_run_renews_before_it_sweeps() {
    let names = DailyStep::ORDER.map(|step| serde_json::to_value(step).unwrap());
    assert_eq!(names, ["sync_all", "renew_due", "expiry_sweep", "stop_gap_sweep", "notifications"]);
    assert_eq!(DailyStep::ORDER.map(DailyStep::as_str), names.map(|name| name.as_str().unwrap().to_owned()));
}

#[test]
fn dates_travel_as_text() {
    let known = BillType::Monthly.dates(day("2016-03-12"), 1, 10);
    let json = serde_json::json!({
        "update_date": "2016-04-12", "expiration_date": "2016-04-22", "sus_until": "2016-04-12"
    });
    assert_eq!(serde_json::to_value(known).unwrap(), json);
    assert_eq!(serde_json::from_value::<KeyDates>(json).unwrap(), known);
    let none = serde_json::json!({ "update_date": null, "expiration_date": null, "sus_until": null });
    assert_eq!(serde_json::from_value::<KeyDates>(none).unwrap(), KeyDates::UNKNOWN);
    let bad = serde_json::json!({ "update_date": "2016-02-30", "expiration_date": null, "sus_until": null });
    let message = serde_json::from_value::<KeyDates>(bad).unwrap_err().to_string();
    assert!(message.starts_with("expected a real calendar day"), "{message}");
}

#[test]
fn a_lead_time_is_reached_once_and_a_missed_day_is_made_up_for() {
    for (left, told, expected) in [
        (31, None, &[][..]),
        (30, None, &[30][..]),
        (29, Some(30), &[]),
        (7, Some(30), &[7]),
        (5, Some(30), &[7]),
        (5, None, &[30, 7]),
        (0, Some(5), &[]),
        (6, Some(7), &[]),
    ] {
        assert_eq!(reached(&[30, 7], left, told), expected, "{left} left, told at {told:?}");
    }
}
