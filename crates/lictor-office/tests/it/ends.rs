//! How licenses end, from wherever they stand, and how one comes back (2.1.1 L15 to L19, F14).

use std::net::TcpListener;

use serde_json::{Value as Json, json};

use crate::desk::{Desk, secret};
use crate::office::{TestOffice, both};
use crate::sale::{Shop, first};

/// Runs the daily job of this day.
#[track_caller]
fn day(office: &TestOffice, day: &str) {
    office.set_clock(day);
    office.call("POST", "/v1/daily-runs", Some(json!({})), &[("prefer", "wait=60")]).expect(200);
}

/// A file of a key that the issuer's people made.
fn mailed(office: &TestOffice) -> String {
    let body = json!({"owner": "hoster", "class": "suite", "bill_type": "Monthly"});
    let number = office.post("/v1/keys", body).expect(201).text("key_number");
    office.post(&format!("/v1/keys/{number}/retrieve"), json!({})).expect(200);
    office.get(&format!("/v1/keys/{number}/download")).expect(200).text
}

#[test]
fn l15_an_uploaded_license_is_upgraded_like_a_retrieved_one() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.request(json!({}));
        desk.ask(&id, "upload", json!({"file": mailed(office), "override": true})).expect(200);
        desk.done(&id, "upgrade", json!({"capacity": {"SEATS": 20}}));
        let license = desk.becomes(&id, "Retrieved");
        assert_eq!((&license["current_revision"], &license["file_revision"]), (&json!(1), &json!(1)));
        assert_eq!(desk.traces(&id)[1..4], ["license.uploaded", "license.upgraded", "license.retrieved"]);
    });
}

#[test]
fn l16_the_sweep_ends_a_license_wherever_it_stands() {
    both(|office| {
        let desk = Desk::local(office);
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        secret(office, "server-token", "x");
        let server = json!({
            "via": "admin", "admin": silent.local_addr().unwrap().to_string(), "token_ref": "server-token",
        });
        let account = desk.account("ACME");
        let subscription = desk.subscription(&account, json!({"server": server}));
        office.post(&format!("/v1/subscriptions/{subscription}/activate"), json!({})).expect(200);
        let activated = desk.request(json!({"class": "locked"}));
        desk.done(&activated, "issue", json!({}));
        desk.done(&activated, "activate", json!({}));
        let uploaded = desk.request(json!({}));
        desk.ask(&uploaded, "upload", json!({"file": mailed(office), "override": true})).expect(200);
        let installing = desk.retrieved(json!({"subscription_id": subscription}));
        desk.ask(&installing, "install", json!({})).expect(202);
        let samples = [(activated, "Activated"), (uploaded, "Uploaded"), (installing, "Installing")];
        for (id, status) in &samples {
            assert_eq!(desk.status(id), *status);
        }
        day(office, "2026-04-03");
        for (id, status) in &samples {
            let license = desk.becomes(id, "Expired");
            assert_eq!(license["came_from"], Json::Null, "{status}");
            assert_eq!(desk.traces(id).last().map(String::as_str), Some("license.expired"), "{status}");
        }
    });
}

#[test]
fn l17_an_expired_license_is_terminated_all_the_same() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.retrieved(json!({}));
        day(office, "2026-04-03");
        assert_eq!(desk.status(&id), "Expired");
        desk.done(&id, "terminate", json!({}));
        assert_eq!(desk.status(&id), "Terminated");
        assert_eq!(desk.traces(&id).last().map(String::as_str), Some("license.terminated"));
    });
}

#[test]
fn l19_a_reinstated_license_has_the_revision_of_its_key_before_its_file_comes() {
    both(|office| {
        let desk = Desk::local(office);
        office.patch("/v1/settings", json!({"reinstate_days": 60})).expect(200);
        let id = desk.retrieved(json!({}));
        day(office, "2026-04-10");
        assert_eq!(desk.status(&id), "Expired");
        desk.done(&id, "reinstate", json!({}));
        let license = desk.license(&id);
        assert_eq!(
            (&license["status"], &license["current_revision"], &license["file_revision"]),
            (&json!("Issued"), &json!(1), &json!(0))
        );
        desk.done(&id, "retrieve", json!({}));
        assert_eq!(desk.license(&id)["file_revision"], 1);
    });
}

/// 2.1.2, T-BIL-4: an order that is paid too late sells nothing, and stays as it was.
#[test]
fn what_has_ended_is_not_sold_through_an_order_either() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.active_subscription(&account);
        let [expired, ended] = [desk.retrieved(json!({})), desk.retrieved(json!({}))];
        desk.done(&ended, "terminate", json!({}));
        let order = |license: &str| {
            let line = json!({"target_id": license, "subscription_id": subscription});
            office.post("/v1/orders", json!({"kind": "sales", "lines": [line]})).expect(201).id()
        };
        let orders = [order(&expired), order(&ended)];
        day(office, "2026-04-03");
        for order in orders {
            let path = format!("/v1/orders/{order}");
            assert_eq!(office.post(&format!("{path}/pay"), json!({})).refusal(), (409, "NOT_SELLABLE"));
            assert_eq!(office.get(&path).expect(200).text("state"), "Draft");
        }
    });
}

#[test]
fn f14_the_daily_run_ends_emergency_licenses() {
    both(|office| {
        let shop = Shop::new(office);
        let product = shop.product("P1", "1.0", &["f1"]);
        let line = shop.line(&product, "FC", 10, json!({}));
        let master = shop.activate(&line, 10);
        let body = json!({"end_date": "2026-03-05"});
        let made = shop.operate(&master, "emergency", body).expect(200);
        let extra = first(&made);
        day(office, "2026-03-05");
        assert_eq!(shop.told(&extra), "Active/EMERGENCY 10");
        day(office, "2026-03-06");
        assert_eq!(shop.told(&extra), "Obsolete/EMERGENCY 10");
        assert_eq!(shop.told(&master), "Active/MASTER 10");
    });
}
