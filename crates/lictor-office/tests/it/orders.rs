//! Orders: sales that make licenses, and how far they are.

use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, PATIENCE};
use crate::double::{Double, Trick};
use crate::office::{TestOffice, both};

fn becomes(office: &TestOffice, id: &str, state: &str) -> Json {
    eventually(&format!("the order becomes {state}"), PATIENCE, || {
        let order = office.get(&format!("/v1/orders/{id}")).expect(200).body;
        (order["state"] == state).then_some(order)
    })
}

fn sale(desk: &Desk<'_>, request: Json, quantity: u32) -> String {
    let class = desk.class("suite");
    let request = crate::desk::with(json!({"class_id": class, "bill_type": "Monthly"}), &request);
    let line = json!({"request": request, "quantity": quantity, "price_cents": 990, "currency": "EUR"});
    desk.office.post("/v1/orders", json!({"kind": "sales", "lines": [line]})).expect(201).id()
}

#[test]
fn a_sale_is_placed_paid_and_carried_out_by_itself() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.active_subscription(&account);
        let id = sale(&desk, json!({"subscription_id": subscription}), 2);
        let path = format!("/v1/orders/{id}");
        let draft = office.get(&path).expect(200).body;
        assert_eq!((&draft["state"], &draft["lines"][0]["text"]), (&json!("Draft"), &json!("suite")));
        assert_eq!(office.get("/v1/licenses").expect(200).body["data"], json!([]));
        assert_eq!(office.post(&format!("{path}/place"), json!({})).expect(200).text("state"), "Placed");
        let paid = office.post(&format!("{path}/pay"), json!({})).expect(200);
        assert_eq!(
            (paid.text("state"), paid.body["license_ids"].as_array().unwrap().len()),
            ("Provisioning".into(), 2)
        );
        let order = becomes(office, &id, "Completed");
        assert_eq!(order["open"], json!([]));
        for license in order["license_ids"].as_array().unwrap() {
            let license = desk.license(license.as_str().unwrap());
            assert_eq!((&license["status"], &license["order_id"]), (&json!("Installed"), &json!(id)));
        }
        assert_eq!(desk.events(&id), ["order.completed"]);
        assert_eq!(office.post(&format!("{path}/pay"), json!({})).refusal(), (409, "ILLEGAL_TRANSITION"));
        assert_eq!(office.post(&format!("{path}/cancel"), json!({})).refusal(), (409, "ILLEGAL_TRANSITION"));
    });
}

#[test]
fn an_order_that_waits_for_the_customer_is_long_running() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ACME");
        let subscription = desk.subscription(&account, json!({"kind": "dedicated_server"}));
        let id = sale(&desk, json!({"subscription_id": subscription}), 1);
        office.post(&format!("/v1/orders/{id}/pay"), json!({})).expect(200);
        let order = becomes(office, &id, "LongRunning");
        assert_eq!(order["waiting"], order["license_ids"]);
        let path = office.directory.path().join("licenses");
        std::fs::create_dir_all(&path).unwrap();
        let server = json!({"via": "directory", "path": path});
        office.post(&format!("/v1/subscriptions/{subscription}/server"), server).expect(200);
        becomes(office, &id, "Completed");
        // Into stock: done with the file.
        let stock = sale(&desk, json!({}), 1);
        office.post(&format!("/v1/orders/{stock}/pay"), json!({})).expect(200);
        let stocked = becomes(office, &stock, "Completed")["license_ids"][0].as_str().unwrap().to_owned();
        assert_eq!(desk.status(&stocked), "Retrieved");
        // From stock: sold to a subscription.
        let line = json!({"target_id": stocked, "subscription_id": subscription});
        let sold = office.post("/v1/orders", json!({"kind": "sales", "lines": [line]})).expect(201).id();
        office.post(&format!("/v1/orders/{sold}/pay"), json!({})).expect(200);
        becomes(office, &sold, "Completed");
        assert_eq!(desk.status(&stocked), "Installed");
    });
}

#[test]
fn an_offline_sale_waits_for_letters() {
    both(|office| {
        let desk = Desk::offline(office);
        let id = sale(&desk, json!({}), 1);
        office.post(&format!("/v1/orders/{id}/pay"), json!({})).expect(200);
        let order = becomes(office, &id, "LongRunning");
        let license = order["license_ids"][0].as_str().unwrap();
        let key =
            office.post("/v1/keys", json!({"owner": "letters", "class": "suite", "bill_type": "Monthly"}));
        let number = key.expect(201).text("key_number");
        office.post(&format!("/v1/keys/{number}/retrieve"), json!({})).expect(200);
        let file = office.get(&format!("/v1/keys/{number}/download")).expect(200).text;
        desk.ask(license, "upload", json!({"file": file})).expect(200);
        becomes(office, &id, "Completed");
    });
}

#[test]
fn a_sale_that_the_issuer_refuses_fails_and_can_be_mended() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        double.next("create", &[Trick::Code(260)]);
        let id = sale(&desk, json!({}), 1);
        office.post(&format!("/v1/orders/{id}/pay"), json!({})).expect(200);
        let order = becomes(office, &id, "Failed");
        assert_eq!(order["error_code"], "UPGRADE_NOT_PRICED");
        assert_eq!(desk.events(&id), ["order.failed"]);
        let license = order["license_ids"][0].as_str().unwrap();
        assert_eq!(desk.status(license), "Pending");
        desk.ask(license, "issue", json!({})).expect(202);
        let order = becomes(office, &id, "Completed");
        assert_eq!(order["error_code"], Json::Null);
    });
}

#[test]
fn a_sale_is_cancelled_while_no_key_was_made() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let draft = sale(&desk, json!({}), 1);
        let cancelled = office.post(&format!("/v1/orders/{draft}/cancel"), json!({})).expect(200);
        assert_eq!(cancelled.text("state"), "Cancelled");
        double.always("create", Some(Trick::Code(260)));
        let id = sale(&desk, json!({}), 2);
        office.post(&format!("/v1/orders/{id}/pay"), json!({})).expect(200);
        becomes(office, &id, "Failed");
        eventually("both requests failed", PATIENCE, || {
            let listed = office.get("/v1/licenses").expect(200);
            let all = listed.body["data"].as_array().unwrap();
            all.iter().all(|license| license["operation_id"].is_null()).then_some(())
        });
        let cancelled = office.post(&format!("/v1/orders/{id}/cancel"), json!({})).expect(200);
        assert_eq!(cancelled.text("state"), "Cancelled");
        assert_eq!(office.get("/v1/licenses").expect(200).body["data"], json!([]));
        double.always("create", None);
        double.always("retrieve", Some(Trick::Status(503)));
        let issued = sale(&desk, json!({}), 1);
        let paid = office.post(&format!("/v1/orders/{issued}/pay"), json!({})).expect(200);
        let license = paid.body["license_ids"][0].as_str().unwrap();
        desk.shows(license, "attempts", json!(1));
        let refused = office.post(&format!("/v1/orders/{issued}/cancel"), json!({}));
        assert_eq!((refused.refusal(), refused.meta("license_ids")), ((409, "KEY_ISSUED"), json!([license])));
    });
}

#[test]
fn what_an_order_is_made_of() {
    both(|office| {
        let desk = Desk::local(office);
        let license = desk.installed(json!({}));
        let request = json!({"class_id": desk.class("suite"), "bill_type": "Monthly"});
        for (kind, line, code) in [
            ("sales", json!({}), "INVALID_FIELD"),
            ("sales", json!({"target_id": license}), "INVALID_FIELD"),
            ("sales", json!({"request": request, "quantity": 0}), "INVALID_FIELD"),
            ("upgrade", json!({"target_id": license}), "INVALID_FIELD"),
            ("upgrade", json!({"request": request}), "INVALID_FIELD"),
            ("renewal", json!({}), "INVALID_FIELD"),
            ("renewal", json!({"target_id": license, "quantity": 2}), "INVALID_FIELD"),
            ("renewal", json!({"target_id": license, "color": 1}), "UNKNOWN_FIELD"),
        ] {
            let reply = office.post("/v1/orders", json!({"kind": kind, "lines": [line]}));
            assert_eq!(reply.refusal(), (422, code), "{kind} {line}");
        }
        assert_eq!(
            office.post("/v1/orders", json!({"kind": "sales", "lines": []})).refusal(),
            (422, "INVALID_FIELD")
        );
        // An order whose line cannot be carried out stays as it is.
        let line = json!({"target_id": license});
        let renewal = office.post("/v1/orders", json!({"kind": "renewal", "lines": [line]})).expect(201);
        let path = format!("/v1/orders/{}", renewal.text("number"));
        let pay = office.post(&format!("/v1/orders/{}/pay", renewal.id()), json!({}));
        assert_eq!(pay.refusal(), (409, "RENEWAL_TOO_EARLY"));
        assert_eq!(
            office.get(&format!("/v1/orders/{}", renewal.id())).expect(200).text("state"),
            "Draft",
            "{path}"
        );
    });
}

#[test]
fn upgrades_and_renewals_are_orders_too() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.retrieved(json!({}));
        let line = json!({"target_id": id, "change": {"capacity": {"SEATS": 25}}, "price_cents": 5000});
        let upgrade = office.post("/v1/orders", json!({"kind": "upgrade", "lines": [line]})).expect(201).id();
        office.post(&format!("/v1/orders/{upgrade}/pay"), json!({})).expect(200);
        becomes(office, &upgrade, "Completed");
        assert_eq!(desk.license(&id)["known_config"]["capacity"], json!({"SEATS": 25}));
        let line = json!({"target_id": id, "forced": true});
        let renewal = office.post("/v1/orders", json!({"kind": "renewal", "lines": [line]})).expect(201).id();
        office.post(&format!("/v1/orders/{renewal}/pay"), json!({})).expect(200);
        becomes(office, &renewal, "Completed");
        assert_eq!(desk.license(&id)["expiration_date"], "2026-05-02");
    });
}
