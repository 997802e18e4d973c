//! What becomes of a license and its order when a waiting step is given up (1.2, 2.1.3 rule 2, 3.10).
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, PATIENCE};
use crate::double::{Double, Trick};
use crate::office::{TestOffice, both};

/// The order, once it is of that state.
#[track_caller]
fn becomes(office: &TestOffice, order: &str, state: &str) -> Json {
    eventually(&format!("the order becomes {state}"), PATIENCE, || {
        let order = office.get(&format!("/v1/orders/{order}")).expect(200).body;
        (order["state"] == state).then_some(order)
    })
}

/// The newest operation of a license that is of this kind.
fn newest(desk: &Desk<'_>, id: &str, kind: &str) -> Json {
    let listed = desk.office.get(&format!("/v1/licenses/{id}/operations")).expect(200);
    let operations = listed.body["data"].as_array().unwrap();
    operations.iter().rfind(|operation| operation["kind"] == kind).unwrap().clone()
}

/// Asks something of the newest operation of a license that is of this kind.
#[track_caller]
fn operate(desk: &Desk<'_>, id: &str, kind: &str, what: &str) -> u16 {
    let operation = newest(desk, id, kind);
    let path = format!("/v1/operations/{}/{what}", operation["id"].as_str().unwrap());
    desk.office.post(&path, json!({})).status
}

/// The order that runs for a license.
fn order_of(desk: &Desk<'_>, id: &str) -> String {
    desk.license(id)["running_order_id"].as_str().unwrap().to_owned()
}

/// That nothing is left of the step that was given up.
#[track_caller]
fn is_at_rest(license: &Json) {
    for field in ["operation_id", "next_attempt_at", "last_error", "last_error_code", "unreachable_since"] {
        assert_eq!(license[field], Json::Null, "{field}");
    }
    assert_eq!(license["attempts"], 0);
}

#[test]
fn a_change_that_is_given_up_ends_its_order_and_can_be_begun_anew() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.installed(json!({}));
        double.always("upgrade", Some(Trick::Status(503)));
        double.always("renew", Some(Trick::Status(503)));
        for kind in ["upgrade", "renew"] {
            let order = match kind {
                "upgrade" => {
                    desk.ask(&id, kind, json!({"capacity": {"SEATS": 20}})).expect(202);
                    order_of(&desk, &id)
                }
                _ => {
                    let body = json!({"kind": "renewal", "lines": [{"target_id": id, "forced": true}]});
                    let order = office.post("/v1/orders", body).expect(201).id();
                    office.post(&format!("/v1/orders/{order}/pay"), json!({})).expect(200);
                    order
                }
            };
            desk.shows(&id, "attempts", json!(1));
            assert_eq!(operate(&desk, &id, kind, "cancel"), 200, "{kind}");
            let license = desk.license(&id);
            is_at_rest(&license);
            assert_eq!(license["running_order_id"], Json::Null, "{kind}");
            let ended = becomes(office, &order, "Cancelled");
            assert_eq!((&ended["open"], &ended["waiting"]), (&json!([]), &json!([])), "{kind}");
            double.always(kind, None);
            assert_eq!(operate(&desk, &id, kind, "retry"), 202, "{kind}");
            let ended = becomes(office, &order, "Completed");
            assert_eq!(ended["license_ids"], json!([id]), "{kind}");
        }
        desk.shows(&id, "current_revision", json!(2));
    });
}

#[test]
fn a_sale_whose_issue_is_given_up_waits_for_somebody() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        double.always("create", Some(Trick::Status(503)));
        let request = json!({"class_id": desk.class("suite"), "bill_type": "Monthly"});
        let body = json!({"kind": "sales", "lines": [{"request": request}]});
        let order = office.post("/v1/orders", body).expect(201).id();
        let paid = office.post(&format!("/v1/orders/{order}/pay"), json!({})).expect(200);
        let id = paid.body["license_ids"][0].as_str().unwrap();
        desk.shows(id, "attempts", json!(1));
        assert_eq!(operate(&desk, id, "issue", "cancel"), 200);
        is_at_rest(&desk.license(id));
        let waiting = becomes(office, &order, "LongRunning");
        assert_eq!(waiting["waiting"], json!([id]));
        double.always("create", None);
        desk.ask(id, "issue", json!({})).expect(202);
        becomes(office, &order, "Completed");
    });
}

/// L7, L14, 3.10 step 4: an upgrade without its file is not done, and its file can be asked for again.
#[test]
fn an_upgrade_whose_retrieval_is_given_up_is_not_done_before_its_file_is_there() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.installed(json!({}));
        assert_eq!(desk.ask(&id, "retrieve", json!({})).refusal(), (409, "ILLEGAL_TRANSITION"));
        for (revision, again) in [(1, "retry"), (2, "retrieve"), (3, "upgrade")] {
            double.always("retrieve", Some(Trick::Status(503)));
            desk.ask(&id, "upgrade", json!({"capacity": {"SEATS": 10 + revision * 10}})).expect(202);
            desk.shows(&id, "status", json!("Retrieving"));
            let order = order_of(&desk, &id);
            desk.shows(&id, "attempts", json!(1));
            desk.ask(&id, "cancel", json!({})).expect(200);
            let license = desk.license(&id);
            assert_eq!(
                (&license["current_revision"], &license["file_revision"]),
                (&json!(revision), &json!(revision - 1)),
                "{again}"
            );
            becomes(office, &order, "LongRunning");
            let actions = office.get(&format!("/v1/licenses/{id}/actions")).expect(200);
            assert!(actions.body["allowed"].as_array().unwrap().contains(&json!("retrieve")), "{again}");
            double.always("retrieve", None);
            match again {
                "retry" => assert_eq!(operate(&desk, &id, "retrieve", "retry"), 202),
                "retrieve" => assert_eq!(desk.ask(&id, "retrieve", json!({})).status, 202),
                // The file of a later change serves the earlier one as well.
                _ => {
                    desk.ask(&id, "upgrade", json!({"capacity": {"SEATS": 90}})).expect(202);
                }
            }
            becomes(office, &order, "Completed");
            let license = desk.becomes(&id, "Retrieved");
            assert_eq!(license["file_revision"], license["current_revision"], "{again}");
            desk.ask(&id, "mark-installed", json!({})).expect(200);
        }
    });
}

/// L7 with result code 224, and the way out of it.
#[test]
fn an_upgrade_whose_file_is_refused_for_good_fails_and_can_be_taken_up_again() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.retrieved(json!({}));
        double.next("retrieve", &[Trick::Code(224)]);
        desk.ask(&id, "upgrade", json!({"capacity": {"SEATS": 20}})).expect(202);
        desk.shows(&id, "last_error_code", json!("KEY_NOT_EXPORTABLE"));
        let order = newest(&desk, &id, "upgrade")["input"]["order_id"].as_str().unwrap().to_owned();
        becomes(office, &order, "Failed");
        assert_eq!(operate(&desk, &id, "retrieve", "retry"), 202);
        becomes(office, &order, "Completed");
        assert_eq!(desk.becomes(&id, "Retrieved")["file_revision"], 1);
    });
}
