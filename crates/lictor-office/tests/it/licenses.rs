//! The life of a license at the provider: every row of 2.1.1, over HTTP, on both stores.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, with};
use crate::office::both;

#[test]
fn t_lic_1_from_request_to_installation_by_itself() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.active_subscription(&account);
        let id = desk.request(json!({"subscription_id": subscription, "automatic": true}));
        let license = desk.becomes(&id, "Installed");
        assert_eq!(
            desk.traces(&id),
            [
                "license.requested",
                "license.issued",
                "license.retrieving",
                "license.retrieved",
                "license.installing",
                "license.installed",
            ]
        );
        assert_eq!(
            desk.events(&id),
            ["license.requested", "license.issued", "license.retrieved", "license.installed"]
        );
        assert_eq!(desk.keys(), 1);
        assert_eq!(
            (&license["key_number"], &license["current_revision"], &license["installed_revision"]),
            (&json!("PLSK.00000001"), &json!(0), &json!(0))
        );
        assert_eq!(
            (&license["expiration_date"], &license["update_date"], &license["sus_until"]),
            (&json!("2026-04-02"), &json!("2026-04-02"), &json!("2026-04-02"))
        );
        assert_eq!(license["licensee"], "ACME");
        assert_eq!(license["known_config"]["capacity"], json!({"SEATS": 10}));
        let file = office.directory.path().join("licenses").join("PLSK.00000001.0000.lic");
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains("X_KEY_NUMBER=\"PLSK.00000001.0000\""), "{text}");
    });
}

/// L12, L13, T-LIC-4.
#[test]
fn t_lic_4_a_target_that_refuses_and_an_installation_by_hand() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let server = json!({"via": "directory", "path": "/nonexistent/licenses"});
        let subscription = desk.subscription(&account, json!({"server": server}));
        office.post(&format!("/v1/subscriptions/{subscription}/activate"), json!({})).expect(200);
        let id = desk.retrieved(json!({"subscription_id": subscription}));
        let refused = desk.act(&id, "install", json!({}));
        assert_eq!(refused.refusal(), (502, "INSTALL_REFUSED"));
        let license = desk.becomes(&id, "Retrieved");
        assert_eq!(license["last_error_code"], "INSTALL_REFUSED");
        assert_eq!(desk.events(&id).last().unwrap(), "license.install_failed");
        let file = office.get(&format!("/v1/licenses/{id}/download")).expect(200);
        assert!(file.text.starts_with("<?xml") || file.text.starts_with("<LICENSEFILE"), "{}", file.text);
        let name = file.headers["content-disposition"].to_str().unwrap();
        assert_eq!(name, "attachment; filename=\"PLSK.00000001.0000.lic\"");
        let marked = desk.ask(&id, "mark-installed", json!({})).expect(200);
        assert_eq!(
            (marked.text("status"), &marked.body["installed_revision"]),
            ("Installed".into(), &json!(0))
        );
    });
}

/// L1: what no issuer could make is refused when it is asked for, not again and again afterwards.
#[test]
fn l1_host_ids_and_amounts_are_looked_at_before_anybody_is_asked() {
    both(|office| {
        let desk = Desk::local(office);
        let class = desk.class("suite");
        office.post(&format!("/v1/license-classes/{class}/select"), json!({})).expect(200);
        let ask = |more: &Json| {
            office.post("/v1/licenses", with(json!({"class_id": class, "bill_type": "Monthly"}), more))
        };
        for (more, pointer, says) in [
            (json!({"server_host_ids": ["MAC=zz"]}), "/server_host_ids/0", "the types are ETHERNET"),
            (json!({"server_host_ids": ["ETHERNET=zz"]}), "/server_host_ids/0", "00:1b:44:11:3a:b7"),
            (json!({"server_host_ids": ["rack"]}), "/server_host_ids/0", "TYPE=VALUE"),
            (json!({"server_host_ids": ["HOSTNAME=a", "HOSTNAME=b"]}), "/server_host_ids", "one server"),
            (json!({"node_host_ids": ["HOSTNAME=a", "DISK="]}), "/node_host_ids/1", "1 to 256 bytes"),
            (json!({"capacity": {"SEATS": 0}}), "/capacity", "1 or more"),
        ] {
            let refused = ask(&more);
            assert_eq!(refused.refusal(), (422, "INVALID_FIELD"), "{more}");
            assert_eq!(refused.body["errors"][0]["source"]["pointer"], pointer, "{more}");
            assert!(refused.text.contains(says), "{more}: {}", refused.text);
        }
        assert_eq!(office.get("/v1/licenses?total=1").body["meta"]["total"], 0);
        let made = ask(&json!({"server_host_ids": ["ETHERNET=00-1B-44-11-3A-B7"]})).expect(201);
        let license = &made.body["data"][0];
        assert_eq!(license["server_host_ids"], json!(["ETHERNET=00:1b:44:11:3a:b7"]));
        let path = format!("/v1/licenses/{}", license["id"].as_str().unwrap());
        let refused = office.patch(&path, json!({"node_host_ids": ["MAC=zz"]}));
        assert_eq!(refused.refusal(), (422, "INVALID_FIELD"));
    });
}

/// L3, L4, L5, T-LIC-5.
#[test]
fn t_lic_5_a_class_that_needs_an_activation() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.request(json!({"class": "locked"}));
        desk.done(&id, "issue", json!({}));
        assert_eq!(desk.ask(&id, "retrieve", json!({})).refusal(), (409, "ACTIVATION_REQUIRED"));
        desk.done(&id, "activate", json!({"activation_data": "GUID 1"}));
        assert_eq!(desk.status(&id), "Activated");
        desk.done(&id, "retrieve", json!({}));
        assert_eq!(desk.status(&id), "Retrieved");
    });
}

#[test]
fn t_lic_6_three_at_once_are_three_licenses_with_three_keys() {
    both(|office| {
        let desk = Desk::local(office);
        let ids = desk.requests(json!({"number": 3}));
        assert_eq!(ids.len(), 3);
        let numbers: Vec<i64> = ids.iter().map(|id| desk.license(id)["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert!(ids.iter().all(|id| desk.status(id) == "Pending"));
        let items: Vec<_> = ids
            .iter()
            .map(|id| json!({"method": "POST", "path": format!("/v1/licenses/{id}/issue"), "body": {}}))
            .collect();
        let bulk = office.post("/v1/bulk", json!({"items": items})).expect(200);
        assert_eq!(bulk.text("status"), "SUCCESS", "{}", bulk.text);
        let mut keys: Vec<String> =
            ids.iter().map(|id| desk.becomes(id, "Issued")["key_number"].to_string()).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 3);
    });
}

/// L18: a request that has no key yet is taken back; that it was there stays in the log.
#[test]
fn l18_a_request_without_a_key_is_taken_back() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.request(json!({}));
        office.delete(&format!("/v1/licenses/{id}")).expect(204);
        assert_eq!(office.get(&format!("/v1/licenses/{id}")).refusal(), (404, "NOT_FOUND"));
        assert_eq!(desk.ask(&id, "issue", json!({})).refusal(), (404, "NOT_FOUND"));
        assert_eq!(desk.traces(&id), ["license.requested", "license.deleted"]);
        let issued = desk.request(json!({}));
        desk.done(&issued, "issue", json!({}));
        assert_eq!(office.delete(&format!("/v1/licenses/{issued}")).refusal(), (409, "KEY_ISSUED"));
    });
}
