//! The daily job: its steps in their order, what it would do, and that it begins by itself (3.8).
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, PATIENCE};
use crate::office::both;

const ORDER: [&str; 5] = ["sync_all", "renew_due", "expiry_sweep", "stop_gap_sweep", "notifications"];

fn steps(run: &Json) -> Vec<(&str, i64)> {
    let steps = run["steps"].as_array().unwrap().iter();
    steps.map(|step| (step["step"].as_str().unwrap(), step["changed"].as_i64().unwrap())).collect()
}

#[test]
fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    both(|office| {
        let desk = Desk::local(office);
        let renewable = desk.installed(json!({}));
        let ending = desk.retrieved(json!({}));
        let ask = |day: &str| office.post("/v1/daily-runs?verify=true", json!({"day": day})).expect(200).body;
        let today = ask("2026-04-02");
        assert_eq!((&today["dry_run"], &today["day"]), (&json!(true), &json!("2026-04-02")));
        let expected: Vec<(&str, i64)> = ORDER.into_iter().zip([2, 1, 0, 0, 2]).collect();
        assert_eq!(steps(&today), expected);
        assert_eq!(today["steps"][1]["targets"], json!([renewable]));
        let later = ask("2026-04-03");
        assert_eq!(steps(&later)[2], ("expiry_sweep", 2));
        let before = ask("2026-03-26");
        assert_eq!(steps(&before)[4], ("notifications", 2));
        assert_eq!((desk.status(&renewable), desk.status(&ending)), ("Installed".into(), "Retrieved".into()));
        assert_eq!(office.get("/v1/daily-runs").expect(200).body["data"], json!([]));
        let future = office.post("/v1/daily-runs", json!({"day": "2026-04-03"}));
        assert_eq!(future.refusal(), (422, "INVALID_FIELD"));
    });
}

#[test]
fn a_run_goes_through_its_steps_in_order_and_tells_once() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({}));
        office.set_clock("2026-03-26");
        let headers = [("prefer", "wait=60")];
        let run = || office.call("POST", "/v1/daily-runs", Some(json!({})), &headers).expect(200);
        let first = run();
        let record = office.get(&format!("/v1/daily-runs/{}", first.text("target_id"))).expect(200).body;
        assert_eq!(record["state"], "Succeeded");
        let expected: Vec<(&str, i64)> = ORDER.into_iter().zip([0, 0, 0, 0, 1]).collect();
        assert_eq!(steps(&record), expected);
        assert_eq!(record["steps"][0]["looked_at"], 1);
        assert_eq!(desk.license(&id)["sync_status"], "In Sync");
        run();
        assert_eq!(desk.events(&id).iter().filter(|event| *event == "license.expiring").count(), 1);
        let dashboard = office.get("/v1/dashboard").expect(200).body;
        assert_eq!(
            (&dashboard["expiring_7"], &dashboard["expiring_30"], &dashboard["by_status"]["Installed"]),
            (&json!(1), &json!(1), &json!(1))
        );
        assert_eq!(dashboard["last_daily_run"]["day"], "2026-03-26");
        assert_eq!(dashboard["last_sync_run"]["totals"]["checked"], 1);
    });
}

#[test]
fn it_begins_by_itself_at_its_time_once_a_day() {
    both(|office| {
        let runs = || office.get("/v1/daily-runs").expect(200).body["data"].as_array().unwrap().len();
        office.set_clock("2026-03-03T01:59:00Z");
        // Something that comes after a look at the clock.
        Desk::local(office);
        assert_eq!(runs(), 0);
        office.set_clock("2026-03-03T02:00:00Z");
        eventually("the run", PATIENCE, || (runs() == 1).then_some(()));
        office.set_clock("2026-03-03T20:00:00Z");
        office.set_clock("2026-03-04T02:30:00Z");
        eventually("the next run", PATIENCE, || (runs() == 2).then_some(()));
        let days: Vec<String> = office.get("/v1/daily-runs").expect(200).body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|run| run["day"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(days, ["2026-03-03", "2026-03-04"]);
    });
}
