//! Subscriptions: licenses come after the other services, and are installed where the server is (2.1.5).
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use std::fs;

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::office::{TestOffice, both};

/// A license directory on this machine.
fn server(office: &TestOffice) -> Json {
    let path = office.directory.path().join("licenses");
    fs::create_dir_all(&path).unwrap();
    json!({"via": "directory", "path": path})
}

#[test]
fn t_sub_1_a_dedicated_server_comes_later() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.subscription(&account, json!({"kind": "dedicated_server"}));
        let id = desk.retrieved(json!({"subscription_id": subscription}));
        assert_eq!(desk.license(&id)["assignment"], "not_assigned");
        assert_eq!(desk.ask(&id, "install", json!({})).refusal(), (409, "NOT_ASSIGNED"));
        let path = format!("/v1/subscriptions/{subscription}");
        let attached = office.post(&format!("{path}/server"), server(office)).expect(200);
        assert_eq!(attached.text("state"), "active");
        assert_eq!(desk.license(&id)["assignment"], "assigned");
        desk.done(&id, "install", json!({}));
        assert_eq!(desk.status(&id), "Installed");
        let cancelled = office.post(&format!("{path}/cancel"), json!({})).expect(200);
        assert_eq!(cancelled.text("state"), "cancelled");
        let license = desk.license(&id);
        assert_eq!(
            (&license["assignment"], &license["subscription_id"], &license["status"]),
            (&json!("none"), &Json::Null, &json!("Retrieved"))
        );
        assert!(license["file_id"].is_string());
    });
}

#[test]
fn an_automatic_license_for_a_dedicated_server_waits_for_it_with_its_file() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.subscription(&account, json!({"kind": "dedicated_server"}));
        let id = desk.request(json!({"subscription_id": subscription, "automatic": true}));
        desk.becomes(&id, "Retrieved");
        office.post(&format!("/v1/subscriptions/{subscription}/server"), server(office)).expect(200);
        desk.becomes(&id, "Installed");
    });
}

#[test]
fn licenses_of_an_ordinary_subscription_come_after_its_services() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let body = json!({"services": ["mail"], "server": server(office)});
        let subscription = desk.subscription(&account, body);
        let path = format!("/v1/subscriptions/{subscription}");
        let id = desk.request(json!({"subscription_id": subscription, "automatic": true}));
        office.post(&format!("{path}/provision"), json!({})).expect(200);
        let license = desk.license(&id);
        assert_eq!((&license["status"], &license["assignment"]), (&json!("Pending"), &json!("assigned")));
        assert_eq!(license["operation_id"], Json::Null);
        office.post(&format!("{path}/activate"), json!({})).expect(200);
        desk.becomes(&id, "Installed");
    });
}

#[test]
fn a_subscription_without_a_server_or_at_rest_takes_no_files() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.subscription(&account, json!({}));
        let path = format!("/v1/subscriptions/{subscription}");
        let id = desk.retrieved(json!({"subscription_id": subscription}));
        assert_eq!(desk.ask(&id, "install", json!({})).refusal(), (409, "SUBSCRIPTION_NOT_READY"));
        office.post(&format!("{path}/activate"), json!({})).expect(200);
        assert_eq!(desk.ask(&id, "install", json!({})).refusal(), (409, "SUBSCRIPTION_NOT_READY"));
        office.post(&format!("{path}/server"), server(office)).expect(200);
        office.post(&format!("{path}/suspend"), json!({})).expect(200);
        assert_eq!(desk.ask(&id, "install", json!({})).refusal(), (409, "SUBSCRIPTION_NOT_READY"));
        office.post(&format!("{path}/resume"), json!({})).expect(200);
        desk.done(&id, "install", json!({}));
    });
}

#[test]
fn a_license_is_sold_once() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let [first, second] = ["S1", "S2"].map(|name| desk.subscription(&account, json!({"name": name})));
        let id = desk.retrieved(json!({}));
        assert_eq!(desk.ask(&id, "unassign", json!({})).refusal(), (409, "NOT_ASSIGNED"));
        let sold = desk.ask(&id, "assign", json!({"subscription_id": first})).expect(200);
        assert_eq!((sold.text("assignment"), sold.text("account_id")), ("assigned".into(), account.clone()));
        for to in [&first, &second] {
            let again = desk.ask(&id, "assign", json!({"subscription_id": to}));
            assert_eq!(again.refusal(), (409, "ALREADY_ASSIGNED"));
        }
        desk.ask(&id, "unassign", json!({})).expect(200);
        desk.ask(&id, "assign", json!({"subscription_id": second})).expect(200);
        assert_eq!(
            desk.ask(&id, "assign", json!({"subscription_id": "none"})).refusal(),
            (422, "INVALID_FIELD")
        );
    });
}

#[test]
fn states_follow_each_other_in_order() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let all = ["provision", "activate", "suspend", "resume", "cancel"];
        for (way, state, granted) in [
            (&[][..], "pending", &["provision", "activate", "cancel"][..]),
            (&["provision"], "provisioning", &["activate", "cancel"]),
            (&["activate"], "active", &["suspend", "cancel"]),
            (&["activate", "suspend"], "suspended", &["resume", "cancel"]),
            (&["cancel"], "cancelled", &[]),
        ] {
            for action in all {
                let subscription = desk.subscription(&account, json!({}));
                let path = format!("/v1/subscriptions/{subscription}");
                for step in way {
                    office.post(&format!("{path}/{step}"), json!({})).expect(200);
                }
                let reply = office.post(&format!("{path}/{action}"), json!({}));
                if granted.contains(&action) {
                    reply.expect(200);
                } else {
                    assert_eq!(reply.refusal(), (409, "ILLEGAL_TRANSITION"), "{action} when {state}");
                    assert_eq!(reply.meta("status"), state);
                }
            }
        }
    });
}

#[test]
fn what_a_subscription_is_made_of() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        for (body, code) in [
            (json!({"name": "S"}), "INVALID_FIELD"),
            (json!({"name": "", "account_id": account}), "INVALID_FIELD"),
            (json!({"name": "S", "account_id": account, "state": "active"}), "READ_ONLY"),
            (
                json!({"name": "S", "account_id": account, "server": {"via": "directory", "path": "x"}}),
                "INVALID_FIELD",
            ),
            (
                json!({"name": "S", "account_id": account,
                    "server": {"via": "admin", "admin": "127.0.0.1:1", "token_ref": "none"}}),
                "INVALID_FIELD",
            ),
            (
                json!({"name": "S", "account_id": account,
                    "server": {"via": "directory", "path": "/x", "confirm": "nowhere"}}),
                "INVALID_FIELD",
            ),
        ] {
            assert_eq!(office.post("/v1/subscriptions", body.clone()).refusal(), (422, code), "{body}");
        }
        let id = desk.subscription("ACME", json!({"plan": "gold"}));
        let path = format!("/v1/subscriptions/{id}");
        let changed = office.patch(&path, json!({"plan": "silver", "name": "S9"})).expect(200);
        assert_eq!((changed.text("plan"), changed.text("name")), ("silver".into(), "S9".into()));
        assert_eq!(office.patch(&path, json!({"state": "active"})).refusal(), (422, "READ_ONLY"));
        let license = desk.request(json!({"subscription_id": id}));
        assert_eq!(office.delete(&path).refusal(), (409, "ILLEGAL_TRANSITION"));
        office.delete(&format!("/v1/licenses/{license}")).expect(204);
        office.delete(&path).expect(204);
    });
}
