//! Plug-ins and license classes: fetched, selected, paused, removed.

use lictor_testkit::eventually;
use serde_json::json;

use crate::desk::{Desk, PATIENCE, classes, secret, token, with};
use crate::double::{Double, Trick};
use crate::office::{TestOffice, both};

fn plugin_becomes(office: &TestOffice, id: &str, status: &str) -> serde_json::Value {
    eventually(&format!("the plug-in becomes {status}"), PATIENCE, || {
        let plugin = office.get(&format!("/v1/plugins/{id}")).expect(200).body;
        (plugin["status"] == status).then_some(plugin)
    })
}

#[test]
fn an_online_plug_in_fetches_the_classes_of_its_agreement() {
    both(|office| {
        classes(office);
        let made = office.post("/v1/plugins", json!({"name": "p", "mode": "online", "template": "local"}));
        let made = made.expect(201);
        assert_eq!((made.text("status"), made.text("login")), ("Fetching".into(), "p".into()));
        let plugin = plugin_becomes(office, &made.id(), "Configured");
        assert!(plugin["last_fetch_at"].is_string());
        let path = format!("/v1/license-classes?filter[plugin_id]={}", made.id());
        let listed = office.get(&path).expect(200);
        let classes = listed.body["data"].as_array().unwrap();
        let mut names: Vec<&str> = classes.iter().map(|class| class["class_id"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["addon", "locked", "rigid", "suite", "suite-pro"]);
        assert!(classes.iter().all(|class| class["selected_for_sale"] == true));
        // By name as well as by id.
        assert_eq!(office.get("/v1/plugins/p").expect(200).id(), made.id());
        // What changes at the issuer arrives with the next fetch; what is gone goes, what has licenses stays.
        let desk = Desk { office, plugin: made.id() };
        desk.request(json!({}));
        office.patch("/v1/issuer-classes/suite", json!({"class_id": "suite", "selected_for_sale": false}));
        let headers = [("prefer", "wait=30")];
        let refresh = format!("/v1/plugins/{}/refresh", made.id());
        office.call("POST", &refresh, None, &headers).expect(200);
        let class = office.get(&format!("/v1/license-classes/{}", desk.class("suite"))).expect(200);
        let sold = class.body["selected_for_sale"].as_bool().unwrap();
        let offered = office.get("/v1/issuer-classes/suite").expect(200).body["selected_for_sale"].clone();
        assert_eq!(json!(sold), offered);
    });
}

#[test]
fn what_a_plug_in_needs_is_asked_for() {
    both(|office| {
        secret(office, "s", "x");
        let remote =
            json!({"name": "r", "mode": "online", "host": "127.0.0.1", "port": 1, "secret_ref": "s"});
        for (more, pointer) in [
            (json!({"name": ""}), "/name"),
            (json!({"host": null}), "/host"),
            (json!({"host": "a/b"}), "/host"),
            (json!({"port": null}), "/port"),
            (json!({"port": 0}), "/port"),
            (json!({"secret_ref": null}), "/secret_ref"),
            (json!({"secret_ref": "../x"}), "/secret_ref"),
            (json!({"secret_ref": "missing"}), "/secret_ref"),
            (json!({"template": "other"}), "/template"),
            (json!({"timeout_seconds": 0}), "/timeout_seconds"),
            (json!({"trusted_keys": ["nonsense"]}), "/trusted_keys/0"),
        ] {
            let reply = office.post("/v1/plugins", with(remote.clone(), &more));
            assert_eq!(reply.refusal(), (422, "INVALID_FIELD"), "{more}");
            assert_eq!(reply.body["errors"][0]["source"]["pointer"], pointer, "{more}");
        }
        office.post("/v1/plugins", remote.clone()).expect(201);
        assert_eq!(office.post("/v1/plugins", remote.clone()).refusal(), (409, "DUPLICATE"));
        let status = with(remote, &json!({"status": "Configured"}));
        assert_eq!(office.post("/v1/plugins", status).refusal(), (422, "READ_ONLY"));
    });
}

#[test]
fn a_plug_in_whose_issuer_is_away_sells_nothing_until_it_comes() {
    both(|office| {
        classes(office);
        let double = Double::start(office);
        secret(office, "issuer-token", &token(office, "hoster"));
        double.always("classes", Some(Trick::Status(503)));
        let body = json!({
            "name": "remote", "mode": "online", "host": "127.0.0.1", "port": double.port(),
            "login": "hoster", "secret_ref": "issuer-token", "timeout_seconds": 1,
        });
        let id = office.post("/v1/plugins", body).expect(201).id();
        let plugin = plugin_becomes(office, &id, "Failed");
        assert!(plugin["last_fetch_error"].as_str().unwrap().contains("ISSUER_UNREACHABLE"));
        let desk = Desk { office, plugin: id.clone() };
        assert_eq!(desk.events(&id), ["plugin.failed"]);
        double.always("classes", None);
        office.set_clock("2026-03-02T00:01:00Z");
        plugin_becomes(office, &id, "Configured");
        desk.request(json!({}));
        // A later failure stops sales until the classes are there again.
        double.always("classes", Some(Trick::Status(503)));
        office.post(&format!("/v1/plugins/{id}/refresh"), json!({})).expect(202);
        plugin_becomes(office, &id, "Failed");
        let body = json!({"class_id": desk.class("suite"), "bill_type": "Monthly"});
        let refused = office.post("/v1/licenses", body);
        assert_eq!(refused.refusal(), (409, "PLUGIN_NOT_CONFIGURED"));
        double.always("classes", None);
        office.set_clock("2026-03-02T00:03:00Z");
        plugin_becomes(office, &id, "Configured");
        desk.request(json!({}));
    });
}

#[test]
fn only_selected_classes_of_configured_plug_ins_are_sold() {
    both(|office| {
        let desk = Desk::local(office);
        let class = desk.class("suite");
        let path = format!("/v1/license-classes/{class}");
        let body = json!({"class_id": class, "bill_type": "Monthly"});
        office.post(&format!("{path}/deselect"), json!({})).expect(200);
        assert_eq!(office.post("/v1/licenses", body.clone()).refusal(), (422, "CLASS_NOT_SELLABLE"));
        office.post("/v1/license-classes/select", json!({"ids": [class]})).expect(200);
        office.post("/v1/licenses", body).expect(201);
        // By its name at the issuer as well.
        office.post("/v1/licenses", json!({"class_id": "suite", "bill_type": "Monthly"})).expect(201);
        assert_eq!(office.patch(&path, json!({"name": "x"})).refusal(), (422, "READ_ONLY"));
        let own = office.get("/v1/issuer-classes/suite").expect(200).id();
        let select = office.post(&format!("/v1/license-classes/{own}/select"), json!({}));
        assert_eq!(select.refusal(), (422, "READ_ONLY"));
        let unsold = office.post("/v1/licenses", json!({"class_id": own, "bill_type": "Monthly"}));
        assert_eq!(unsold.refusal(), (422, "INVALID_FIELD"));
    });
}

#[test]
fn a_plug_in_rests_by_hand_and_goes_when_nothing_is_of_it() {
    both(|office| {
        let desk = Desk::local(office);
        let path = format!("/v1/plugins/{}", desk.plugin);
        let id = desk.request(json!({}));
        let paused = office.post(&format!("{path}/pause"), json!({"reason": "holidays"})).expect(200);
        assert_eq!(
            (&paused.body["paused"], &paused.body["pause_reason"]),
            (&json!(true), &json!("holidays"))
        );
        assert_eq!(desk.ask(&id, "issue", json!({})).refusal(), (409, "PLUGIN_PAUSED"));
        assert_eq!(office.post(&format!("{path}/refresh"), json!({})).refusal(), (409, "PLUGIN_PAUSED"));
        office.post(&format!("{path}/resume"), json!({})).expect(200);
        let refused = office.delete(&path);
        assert_eq!((refused.refusal(), refused.meta("licenses")), ((409, "ILLEGAL_TRANSITION"), json!(1)));
        office.delete(&format!("/v1/licenses/{id}")).expect(204);
        office.delete(&path).expect(204);
        assert_eq!(office.get(&path).refusal(), (404, "NOT_FOUND"));
        let left = office.get(&format!("/v1/license-classes?filter[plugin_id]={}", desk.plugin)).expect(200);
        assert_eq!(left.body["data"], json!([]));
        assert_eq!(
            desk.traces(&desk.plugin),
            ["plugin.created", "plugin.fetched", "plugin.paused", "plugin.resumed", "plugin.deleted"]
        );
    });
}
