//! Renewals, expiry, termination and reinstatement (3.8).

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::double::{Double, Trick};
use crate::issuer::Agreement;
use crate::office::{TestOffice, both};

/// Runs the daily job and gives its steps.
#[track_caller]
fn daily(office: &TestOffice) -> Json {
    let headers = [("prefer", "wait=60")];
    let reply = office.call("POST", "/v1/daily-runs", Some(json!({})), &headers).expect(200);
    assert_eq!(reply.text("state"), "Succeeded", "{}", reply.text);
    reply.body["result"]["steps"].clone()
}

#[test]
fn a_month_is_paid_by_hand_once_its_day_has_come() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({}));
        office.set_clock("2026-04-01");
        assert_eq!(desk.ask(&id, "renew", json!({})).refusal(), (409, "RENEWAL_TOO_EARLY"));
        office.set_clock("2026-04-02");
        desk.done(&id, "renew", json!({}));
        let license = desk.becomes(&id, "Retrieved");
        assert_eq!(
            (&license["update_date"], &license["expiration_date"]),
            (&json!("2026-05-02"), &json!("2026-05-02"))
        );
        assert!(desk.events(&id).contains(&"license.renewed".to_owned()));
        desk.ask(&id, "mark-installed", json!({})).expect(200);
        desk.done(&id, "renew", json!({"force": true}));
        assert_eq!(desk.becomes(&id, "Retrieved")["expiration_date"], "2026-06-02");
    });
}

#[test]
fn t_bil_4_not_renewed_it_is_usable_on_its_last_day_and_expired_the_day_after() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.subscription(&account, json!({}));
        office.set_clock("2016-03-12");
        let id = desk.retrieved(json!({"class": "rigid"}));
        let license = desk.license(&id);
        assert_eq!(
            (&license["update_date"], &license["expiration_date"]),
            (&json!("2016-04-12"), &json!("2016-04-22"))
        );
        office.set_clock("2016-04-22");
        daily(office);
        assert_eq!(desk.status(&id), "Retrieved");
        office.set_clock("2016-04-23");
        // Already before the sweep writes it down.
        let body = json!({"subscription_id": subscription});
        assert_eq!(desk.ask(&id, "assign", body.clone()).refusal(), (409, "NOT_SELLABLE"));
        let steps = daily(office);
        assert_eq!(steps[2]["targets"], json!([id]));
        assert_eq!(desk.status(&id), "Expired");
        assert_eq!(desk.ask(&id, "assign", body).refusal(), (409, "NOT_SELLABLE"));
        assert_eq!(desk.traces(&id).last().unwrap(), "license.expired");
        assert_eq!(desk.ask(&id, "reinstate", json!({})).refusal(), (409, "LICENSE_EXPIRED"));
    });
}

#[test]
fn t_bil_7_a_purchased_license_never_expires() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({"bill_type": "Purchase"}));
        let before = desk.license(&id);
        assert_eq!(
            (&before["expiration_date"], &before["update_date"], &before["sus_until"]),
            (&Json::Null, &Json::Null, &json!("2027-03-02"))
        );
        office.set_clock("2100-01-01");
        daily(office);
        assert_eq!(desk.status(&id), "Installed");
    });
}

#[test]
fn t_bil_8_only_installed_licenses_renew_themselves_and_get_their_file() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.active_subscription(&account);
        let installed = desk.request(json!({"subscription_id": subscription, "automatic": true}));
        desk.becomes(&installed, "Installed");
        let retrieved = desk.retrieved(json!({}));
        let switched_off = desk.installed(json!({}));
        office.patch(&format!("/v1/licenses/{switched_off}"), json!({"auto_renew": false})).expect(200);
        office.set_clock("2026-04-02");
        let steps = daily(office);
        assert_eq!(steps[1]["targets"], json!([installed]));
        let license = desk.becomes(&installed, "Installed");
        assert_eq!(license["expiration_date"], "2026-05-02");
        let file = office.get(&format!("/v1/licenses/{installed}/download")).expect(200);
        assert!(file.text.contains("END=\"2026-05-02\""), "{}", file.text);
        for id in [&retrieved, &switched_off] {
            assert_eq!(desk.license(id)["expiration_date"], "2026-04-02");
        }
        // A second run of the same day pays nothing twice.
        assert_eq!(daily(office)[1]["targets"], json!([]));
        office.set_clock("2026-04-03");
        daily(office);
        assert_eq!(desk.status(&installed), "Installed");
        assert_eq!(
            (desk.status(&retrieved), desk.status(&switched_off)),
            ("Expired".into(), "Expired".into())
        );
    });
}

#[test]
fn t_bil_9_a_renewed_file_that_ends_earlier_is_refused() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let hoster = Agreement::with(office, "second", json!({"role": "provider", "login": "hoster"}));
        let id = desk.installed(json!({}));
        let old = hoster.ask("retrieve", json!({"key_number": "PLSK.00000001"}));
        desk.done(&id, "renew", json!({"force": true}));
        let renewed = desk.becomes(&id, "Retrieved");
        desk.ask(&id, "mark-installed", json!({})).expect(200);
        let mut answer = old;
        answer["key"]["key_number"] = json!("PLSK.00000001.0000");
        double.next("retrieve", &[Trick::Say(answer)]);
        desk.done(&id, "renew", json!({"force": true}));
        let license = desk.becomes(&id, "Installed");
        assert_eq!(license["last_error_code"], "RETRIEVED_FILE_STALE");
        assert_eq!(license["file_id"], renewed["file_id"]);
    });
}

#[test]
fn a_renewal_whose_answer_is_lost_is_paid_once() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.installed(json!({}));
        office.set_clock("2026-04-02");
        double.next("renew", &[Trick::LoseAnswer]);
        daily(office);
        desk.shows(&id, "attempts", json!(1));
        // Another run of the day finds it waiting.
        daily(office);
        office.set_clock("2026-04-02T01:00:00Z");
        let license = desk.becomes(&id, "Retrieved");
        assert_eq!((&license["expiration_date"], double.calls("renew")), (&json!("2026-05-02"), 2));
    });
}

#[test]
fn a_termination_is_final_and_leaves_what_is_installed() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.installed(json!({}));
        double.next("terminate", &[Trick::Code(300)]);
        desk.ask(&id, "terminate", json!({})).expect(202);
        lictor_testkit::eventually("the attempt", crate::desk::PATIENCE, || {
            (desk.license(&id)["last_error_code"] == "ISSUER_ERROR").then_some(())
        });
        assert_eq!(desk.status(&id), "Installed");
        office.set_clock("2026-03-02T00:01:00Z");
        let license = desk.becomes(&id, "Terminated");
        assert_eq!(
            (&license["installed_revision"], &license["expiration_date"]),
            (&json!(0), &json!("2026-04-02"))
        );
        assert_eq!(desk.ask(&id, "unterminate", json!({})).refusal(), (409, "LICENSE_TERMINATED"));
        // Terminated there already: that is as good.
        let other = desk.installed(json!({}));
        desk.at_issuer(&other, "terminate", json!({}));
        desk.done(&other, "terminate", json!({}));
        assert_eq!(desk.status(&other), "Terminated");
    });
}

#[test]
fn l19_an_expired_license_comes_back_where_the_policy_allows_it() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({"class": "rigid"}));
        office.set_clock("2026-04-20");
        daily(office);
        assert_eq!(desk.status(&id), "Expired");
        assert_eq!(desk.ask(&id, "reinstate", json!({})).refusal(), (409, "LICENSE_EXPIRED"));
        let settings = office.get("/v1/settings").expect(200);
        let etag = settings.headers["etag"].to_str().unwrap().to_owned();
        let body = json!({"reinstate_days": 30});
        office.call("PATCH", "/v1/settings", Some(body), &[("if-match", &etag)]).expect(200);
        desk.done(&id, "reinstate", json!({}));
        let license = desk.license(&id);
        assert_eq!(license["status"], "Issued");
        assert!(license["expiration_date"].as_str().unwrap() >= "2026-04-20", "{license}");
        desk.done(&id, "retrieve", json!({}));
        assert_eq!(desk.status(&id), "Retrieved");
    });
}
