//! Operations: retried, given up, and what ends them from outside.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use lictor_testkit::Vendor;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, secret, token};
use crate::double::{Double, Trick};
use crate::office::both;

/// The newest operation of a license.
fn newest(desk: &Desk<'_>, id: &str) -> Json {
    let listed = desk.office.get(&format!("/v1/licenses/{id}/operations")).expect(200);
    listed.body["data"].as_array().unwrap().last().unwrap().clone()
}

#[test]
fn a_failed_operation_is_begun_anew_with_its_order() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.retrieved(json!({}));
        double.next("upgrade", &[Trick::Code(260)]);
        desk.act(&id, "upgrade", json!({"capacity": {"SEATS": 20}}));
        let failed = newest(&desk, &id);
        assert_eq!(
            (&failed["state"], &failed["error_code"]),
            (&json!("Failed"), &json!("UPGRADE_NOT_PRICED"))
        );
        let path = format!("/v1/operations/{}", failed["id"].as_str().unwrap());
        let again = office.post(&format!("{path}/retry"), json!({})).expect(202);
        assert_ne!(again.id(), failed["id"].as_str().unwrap());
        desk.shows(&id, "current_revision", json!(1));
        desk.becomes(&id, "Retrieved");
        let order = failed["input"]["order_id"].as_str().unwrap();
        let order = office.get(&format!("/v1/orders/{order}")).expect(200).body;
        assert_eq!(
            (&order["state"], &order["error"], &order["license_ids"]),
            (&json!("Completed"), &Json::Null, &json!([id]))
        );
        let done = format!("/v1/operations/{}", again.id());
        for action in ["retry", "cancel"] {
            let refused = office.post(&format!("{done}/{action}"), json!({}));
            assert_eq!(
                (refused.refusal(), refused.meta("status")),
                ((409, "ILLEGAL_TRANSITION"), json!("Succeeded"))
            );
        }
    });
}

#[test]
fn a_waiting_operation_is_given_up_and_a_running_one_is_not() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.installed(json!({}));
        double.next("renew", &[Trick::Hang, Trick::Status(503)]);
        let started = desk.ask(&id, "renew", json!({"force": true})).expect(202);
        let path = format!("/v1/operations/{}", started.id());
        lictor_testkit::eventually("the call", crate::desk::PATIENCE, || {
            (double.calls("renew") == 1).then_some(())
        });
        let running = office.post(&format!("{path}/cancel"), json!({}));
        assert_eq!(running.refusal(), (409, "OPERATION_IN_PROGRESS"));
        desk.shows(&id, "attempts", json!(1));
        let cancelled = office.post(&format!("{path}/cancel"), json!({})).expect(200);
        assert_eq!(cancelled.text("state"), "Cancelled");
        let license = desk.license(&id);
        assert_eq!((&license["status"], &license["operation_id"]), (&json!("Installed"), &Json::Null));
        office.set_clock("2026-03-02T02:00:00Z");
        desk.done(&id, "sync", json!({}));
        assert_eq!(double.calls("renew"), 1);
    });
}

#[test]
fn the_end_of_a_license_ends_its_operation() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let [expires, ends] = [desk.request(json!({})), desk.request(json!({}))];
        double.always("retrieve", Some(Trick::Status(503)));
        for id in [&expires, &ends] {
            desk.done(id, "issue", json!({}));
            desk.ask(id, "retrieve", json!({})).expect(202);
            desk.shows(id, "attempts", json!(1));
        }
        desk.done(&ends, "terminate", json!({}));
        office.set_clock("2026-04-03");
        let headers = [("prefer", "wait=60")];
        office.call("POST", "/v1/daily-runs", Some(json!({})), &headers).expect(200);
        for (id, status) in [(&expires, "Expired"), (&ends, "Terminated")] {
            let license = desk.license(id);
            assert_eq!((&license["status"], &license["operation_id"]), (&json!(status), &Json::Null));
            let listed = office.get(&format!("/v1/licenses/{id}/operations")).expect(200);
            let retrieval = listed.body["data"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["kind"] == "retrieve")
                .unwrap()
                .clone();
            assert_eq!(retrieval["state"], "Cancelled", "{status}");
        }
    });
}

#[test]
fn whoever_is_locked_to_an_account_sees_only_its_work() {
    both(|office| {
        let desk = Desk::local(office);
        let [own, other] = ["OWN", "OTHER"].map(|code| desk.account(code));
        let ids = [&own, &other].map(|account| desk.request(json!({"account_id": account})));
        let operations = ids.each_ref().map(|id| desk.ask(id, "issue", json!({})).expect(202).id());
        let body = json!({"name": "locked", "role": "operator", "account_lock": own});
        let bearer = format!("Bearer {}", office.post("/v1/tokens", body).expect(201).text("token"));
        let get = |path: &str| office.call("GET", path, None, &[("authorization", &bearer)]);
        get(&format!("/v1/licenses/{}", ids[0])).expect(200);
        get(&format!("/v1/operations/{}", operations[0])).expect(200);
        for path in [
            format!("/v1/licenses/{}", ids[1]),
            format!("/v1/licenses/{}/files", ids[1]),
            format!("/v1/licenses/{}/operations", ids[1]),
            format!("/v1/licenses/{}/request-text", ids[1]),
            format!("/v1/licenses/{}/download", ids[1]),
            format!("/v1/operations/{}", operations[1]),
        ] {
            assert_eq!(get(&path).refusal(), (404, "NOT_FOUND"), "{path}");
        }
        assert_eq!(get("/v1/operations").refusal(), (403, "FORBIDDEN"));
        let listed = get("/v1/licenses").expect(200);
        assert_eq!(listed.body["data"].as_array().unwrap().len(), 1);
        assert_eq!(get("/v1/dashboard").refusal(), (403, "FORBIDDEN"));
        let subscription = desk.subscription(&other, json!({}));
        let path = format!("/v1/licenses/{}/assign", ids[0]);
        let sold = office.call(
            "POST",
            &path,
            Some(json!({"subscription_id": subscription})),
            &[("authorization", &bearer)],
        );
        assert_eq!(sold.refusal(), (403, "FORBIDDEN"));
    });
}

#[test]
fn files_of_another_vendor_are_believed_only_if_the_plug_in_trusts_it() {
    both(|office| {
        let double = Double::start(office);
        crate::desk::classes(office);
        secret(office, "issuer-token", &token(office, "hoster"));
        let body = json!({
            "name": "remote", "mode": "online", "host": "127.0.0.1", "port": double.port(), "login": "hoster",
            "secret_ref": "issuer-token", "trusted_keys": [Vendor::new("TESTVENDOR").public().trim()],
        });
        let desk = Desk::plugin(office, &body);
        let id = desk.request(json!({}));
        desk.done(&id, "issue", json!({}));
        assert_eq!(desk.act(&id, "retrieve", json!({})).refusal(), (422, "SIGNATURE_INVALID"));
        let own = office.runtime.block_on(office.office().signer().public()).unwrap().file;
        let path = format!("/v1/plugins/{}", desk.plugin);
        office.patch(&path, json!({"trusted_keys": [own.trim()]})).expect(200);
        desk.done(&id, "retrieve", json!({}));
    });
}

#[test]
fn an_additional_key_brings_its_own_file() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.active_subscription(&account);
        let body = json!({"subscription_id": subscription, "automatic": true, "additional_keys": ["addon"]});
        let id = desk.request(body);
        let license = desk.becomes(&id, "Installed");
        let files = office.get(&format!("/v1/licenses/{id}/files")).expect(200);
        let names: Vec<&str> = files.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["PLSK.00000001.0000.lic", "ADDN.00000002.0000.lic"]);
        // What is handed out is the license's own.
        let own = files.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|file| file["id"] == license["file_id"])
            .unwrap();
        assert_eq!(own["name"], "PLSK.00000001.0000.lic");
        desk.done(&id, "sync", json!({}));
        assert_eq!(desk.license(&id)["sync_status"], "In Sync", "{}", desk.license(&id)["mismatches"]);
    });
}

#[test]
fn what_is_tried_writes_nothing_and_calls_nobody() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.request(json!({}));
        desk.ask(&id, "issue?verify=true", json!({})).expect(202);
        let license = desk.license(&id);
        assert_eq!((&license["status"], &license["operation_id"]), (&json!("Pending"), &Json::Null));
        assert_eq!((desk.traces(&id), double.calls("create")), (vec!["license.requested".to_owned()], 0));
    });
}
