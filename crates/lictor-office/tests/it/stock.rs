//! Licenses that leave a subscription and are sold again (2.1.5, L10, L13).
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use std::fs;

use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, PATIENCE};
use crate::office::{TestOffice, both};

#[track_caller]
fn becomes(office: &TestOffice, order: &str, state: &str) {
    eventually(&format!("the order becomes {state}"), PATIENCE, || {
        let order = office.get(&format!("/v1/orders/{order}")).expect(200).body;
        (order["state"] == state).then_some(())
    });
}

/// An active subscription with a license directory of this name.
fn subscription(desk: &Desk<'_>, account: &str, name: &str) -> String {
    let path = desk.office.directory.path().join(name);
    fs::create_dir_all(&path).unwrap();
    let server = json!({"via": "directory", "path": path});
    let id = desk.subscription(account, json!({"name": name, "server": server}));
    desk.office.post(&format!("/v1/subscriptions/{id}/activate"), json!({})).expect(200);
    id
}

/// Sells a license from stock; the order.
fn sold(office: &TestOffice, license: &str, subscription: &str) -> String {
    let line = json!({"target_id": license, "subscription_id": subscription});
    let order = office.post("/v1/orders", json!({"kind": "sales", "lines": [line]})).expect(201).id();
    office.post(&format!("/v1/orders/{order}/pay"), json!({})).expect(200);
    order
}

#[test]
fn a_license_of_a_cancelled_subscription_is_installed_where_it_is_sold_to() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let first = subscription(&desk, &account, "first");
        let id = desk.request(json!({"subscription_id": first, "automatic": true}));
        desk.becomes(&id, "Installed");
        office.post(&format!("/v1/subscriptions/{first}/cancel"), json!({})).expect(200);
        let license = desk.license(&id);
        assert_eq!(
            (&license["status"], &license["installed_revision"], &license["file_revision"]),
            (&json!("Retrieved"), &Json::Null, &json!(0))
        );
        assert_eq!(license["subscription_id"], Json::Null);
        let second = subscription(&desk, &account, "second");
        let order = sold(office, &id, &second);
        becomes(office, &order, "Completed");
        let license = desk.becomes(&id, "Installed");
        assert_eq!(license["installed_revision"], 0);
        let there = office.directory.path().join("second").join("PLSK.00000001.0000.lic");
        let files = office.get(&format!("/v1/licenses/{id}/files")).expect(200).body["data"].clone();
        assert!(there.exists() && files[0]["installed_at"].is_string());
    });
}

#[test]
fn an_uploaded_license_that_is_sold_again_waits_for_whoever_installs_it() {
    both(|office| {
        let desk = Desk::offline(office);
        let account = desk.account("ACME");
        let body = json!({"owner": "letters", "class": "suite", "bill_type": "Monthly"});
        let number = office.post("/v1/keys", body).expect(201).text("key_number");
        office.post(&format!("/v1/keys/{number}/retrieve"), json!({})).expect(200);
        let file = office.get(&format!("/v1/keys/{number}/download")).expect(200).text;
        let id = desk.request(json!({"subscription_id": subscription(&desk, &account, "first")}));
        desk.ask(&id, "upload", json!({"file": file})).expect(200);
        desk.ask(&id, "mark-installed", json!({})).expect(200);
        let left = desk.ask(&id, "unassign", json!({})).expect(200);
        assert_eq!((left.text("status"), &left.body["installed_revision"]), ("Uploaded".into(), &Json::Null));
        let order = sold(office, &id, &subscription(&desk, &account, "second"));
        becomes(office, &order, "LongRunning");
        desk.ask(&id, "mark-installed", json!({})).expect(200);
        becomes(office, &order, "Completed");
    });
}
