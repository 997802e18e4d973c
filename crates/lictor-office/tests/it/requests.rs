//! Requests for licenses: of which plug-in and account they are, and what may be asked of them (2.1.1).

use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, PATIENCE, classes, secret, token, with};
use crate::double::{Double, Trick};
use crate::office::{TestOffice, both};

fn plugin_becomes(office: &TestOffice, id: &str, status: &str) -> Json {
    eventually(&format!("the plug-in becomes {status}"), PATIENCE, || {
        let plugin = office.get(&format!("/v1/plugins/{id}")).expect(200).body;
        (plugin["status"] == status).then_some(plugin)
    })
}

/// L1: before its classes are there a plug-in sells nothing, neither by itself nor through an order.
#[test]
fn l1_a_plug_in_that_is_not_configured_sells_nothing() {
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
        plugin_becomes(office, &id, "Failed");
        let request =
            |plugin: &str| json!({"plugin_id": plugin, "class_id": "suite", "bill_type": "Monthly"});
        let order = |request: Json| json!({"kind": "sales", "lines": [{"request": request}]});
        for plugin in [id.as_str(), "remote"] {
            for refused in [
                office.post("/v1/licenses", request(plugin)),
                office.post("/v1/orders", order(request(plugin))),
            ] {
                assert_eq!(
                    (refused.refusal(), refused.meta("status")),
                    ((409, "PLUGIN_NOT_CONFIGURED"), json!("Failed"))
                );
            }
        }
        let unknown = office.post("/v1/licenses", request("nobody"));
        assert_eq!(unknown.refusal(), (422, "INVALID_FIELD"));
        assert_eq!(unknown.body["errors"][0]["source"]["pointer"], "/plugin_id");
        double.always("classes", None);
        office.post(&format!("/v1/plugins/{id}/refresh"), json!({})).expect(202);
        plugin_becomes(office, &id, "Configured");
        office.post("/v1/licenses", request("remote")).expect(201);
        // A changed connection must hold before anything is sold over it.
        double.always("classes", Some(Trick::Status(503)));
        let draft = office.post("/v1/orders", order(request(&id))).expect(201).id();
        let path = format!("/v1/plugins/{id}");
        let edited = office.patch(&path, json!({"host": "localhost"})).expect(200);
        assert_eq!(edited.text("status"), "Fetching");
        plugin_becomes(office, &id, "Failed");
        let pay = || office.post(&format!("/v1/orders/{draft}/pay"), json!({}));
        assert_eq!(pay().refusal(), (409, "PLUGIN_NOT_CONFIGURED"));
        let by_class = json!({"class_id": "suite", "bill_type": "Monthly"});
        assert_eq!(office.post("/v1/licenses", by_class).refusal(), (409, "PLUGIN_NOT_CONFIGURED"));
        double.always("classes", None);
        office.post(&format!("{path}/pause"), json!({})).expect(200);
        let edited = office.patch(&path, json!({"host": "127.0.0.1"})).expect(200);
        assert_eq!(edited.text("status"), "New");
        assert_eq!(pay().meta("status"), "New");
        office.post(&format!("{path}/resume"), json!({})).expect(200);
        plugin_becomes(office, &id, "Configured");
        pay().expect(200);
    });
}

/// 1.2: a fetch that is given up leaves no classes that could be sold.
#[test]
fn a_fetch_that_is_given_up_has_failed() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        double.always("classes", Some(Trick::Status(503)));
        let path = format!("/v1/plugins/{}/refresh", desk.plugin);
        let fetch = office.post(&path, json!({})).expect(202).id();
        plugin_becomes(office, &desk.plugin, "Failed");
        office.post(&format!("/v1/operations/{fetch}/cancel"), json!({})).expect(200);
        plugin_becomes(office, &desk.plugin, "Failed");
        double.always("classes", None);
        office.post(&format!("/v1/operations/{fetch}/retry"), json!({})).expect(202);
        plugin_becomes(office, &desk.plugin, "Configured");
    });
}

/// 5.1, wizard step 1: with several plug-ins a request says whose class it means.
#[test]
fn a_request_that_names_its_plug_in_gets_a_class_of_that_one() {
    both(|office| {
        let first = Desk::local(office);
        let second = Desk::plugin(office, &json!({"name": "second", "mode": "online", "template": "local"}));
        let ask = |more: Json| {
            office.post("/v1/licenses", with(json!({"class_id": "suite", "bill_type": "Monthly"}), &more))
        };
        assert_eq!(ask(json!({})).refusal(), (422, "INVALID_FIELD"));
        for desk in [&first, &second] {
            let made = ask(json!({"plugin_id": desk.plugin})).expect(201);
            assert_eq!(made.body["data"][0]["plugin_id"], json!(desk.plugin));
        }
        let foreign = ask(json!({"plugin_id": "second", "class_id": first.class("suite")}));
        assert_eq!(foreign.body["errors"][0]["source"]["pointer"], "/class_id");
    });
}

#[test]
fn a_request_stays_with_the_account_of_its_subscription() {
    both(|office| {
        let desk = Desk::local(office);
        let [own, other] = ["OWN", "OTHER"].map(|code| desk.account(code));
        let id = desk.request(json!({"subscription_id": desk.subscription(&own, json!({}))}));
        let path = format!("/v1/licenses/{id}");
        let refused = office.patch(&path, json!({"account_id": other}));
        assert_eq!(refused.refusal(), (422, "INVALID_FIELD"));
        assert_eq!(refused.body["errors"][0]["source"]["pointer"], "/account_id");
        office.patch(&path, json!({"account_id": "OWN"})).expect(200);
        assert_eq!(desk.license(&id)["account_id"], json!(own));
        let free = desk.request(json!({}));
        office.patch(&format!("/v1/licenses/{free}"), json!({"account_id": "OTHER"})).expect(200);
    });
}

/// L2, L4: what becomes automatic takes its next step there and then.
#[test]
fn a_license_that_becomes_automatic_goes_on() {
    both(|office| {
        let desk = Desk::local(office);
        let [pending, issued] = [desk.request(json!({})), desk.request(json!({}))];
        desk.done(&issued, "issue", json!({}));
        for id in [&pending, &issued] {
            office.patch(&format!("/v1/licenses/{id}"), json!({"automatic": true})).expect(200);
            desk.becomes(id, "Retrieved");
        }
    });
}

/// L8, 5.1, 5.2: what may be overridden or forced is offered to those who may.
#[test]
fn what_can_be_forced_is_offered_to_those_who_may() {
    both(|office| {
        let desk = Desk::local(office);
        let (pending, installed) = (desk.request(json!({})), desk.installed(json!({})));
        let operator = office.post("/v1/tokens", json!({"name": "op", "role": "operator"})).expect(201);
        let operator = format!("Bearer {}", operator.text("token"));
        let admin = format!("Bearer {}", office.token());
        let offers = |id: &str, bearer: &str, action: &str| {
            let path = format!("/v1/licenses/{id}/actions");
            let listed = office.call("GET", &path, None, &[("authorization", bearer)]).expect(200);
            listed.body["allowed"].as_array().is_some_and(|names| names.contains(&json!(action)))
        };
        assert!(offers(&pending, &admin, "upload"));
        assert!(!offers(&pending, &operator, "upload"));
        assert!(!offers(&installed, &admin, "upload"));
        // Not before the update date, unless it is forced.
        assert!(offers(&installed, &operator, "renew"));
        assert_eq!(desk.ask(&installed, "renew", json!({})).refusal(), (409, "RENEWAL_TOO_EARLY"));
        desk.done(&installed, "renew", json!({"force": true}));
        let bought = desk.installed(json!({"bill_type": "Purchase"}));
        assert!(!offers(&bought, &admin, "renew"));
    });
}
