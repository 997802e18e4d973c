//! Upgrades of licenses: an order, a change at the issuer, the new file, and a comparison (3.10).

use std::fs;

use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, PATIENCE};
use crate::double::{Double, Trick};
use crate::office::{TestOffice, both};

fn config(more: Json) -> Json {
    let config = json!({"class": "suite", "class_version": "1", "capacity": {"SEATS": 10}, "features": []});
    json!({"config": crate::desk::with(config, &more)})
}

/// The upgrade order of a license.
fn order(office: &TestOffice, state: &str) -> Json {
    eventually(&format!("the order is {state}"), PATIENCE, || {
        let orders = office.get("/v1/orders?filter[kind]=upgrade&sort=-id").expect(200);
        orders.body["data"].as_array()?.first().filter(|order| order["state"] == state).cloned()
    })
}

/// A license that is installed in a subscription.
fn installed(desk: &Desk<'_>, more: Json) -> String {
    let account = desk.account("ACME");
    let subscription = desk.active_subscription(&account);
    let body = crate::desk::with(json!({"subscription_id": subscription, "automatic": true}), &more);
    let id = desk.request(body);
    desk.becomes(&id, "Installed");
    id
}

#[test]
fn t_upg_1_more_seats_for_an_installed_license() {
    both(|office| {
        let desk = Desk::local(office);
        let id = installed(&desk, json!({"capacity": {"SEATS": 30}}));
        desk.done(&id, "sync", json!({}));
        let done = desk.done(
            &id,
            "upgrade",
            json!({"capacity": {"SEATS": 100}, "price_cents": 12900, "currency": "EUR"}),
        );
        assert_eq!(
            (&done["result"]["key_number"], &done["result"]["reconciled"]),
            (&json!("PLSK.00000001.0001"), &json!(false))
        );
        let order = order(office, "Completed");
        assert_eq!(order["lines"][0]["price_cents"], 12900);
        let license = desk.becomes(&id, "Installed");
        assert_eq!(
            (&license["number"], &license["current_revision"], &license["installed_revision"]),
            (&json!(1), &json!(1), &json!(1))
        );
        assert_eq!(license["known_config"]["capacity"], json!({"SEATS": 100}));
        desk.shows(&id, "compare_due", json!(false));
        let traces = desk.traces(&id);
        let upgraded = traces.iter().position(|trace| trace == "license.upgraded").unwrap();
        assert_eq!(
            traces[upgraded..upgraded + 4],
            ["license.upgraded", "license.retrieved", "license.installing", "license.installed"]
        );
        eventually("the comparison", PATIENCE, || {
            let operations = office.get(&format!("/v1/licenses/{id}/operations")).expect(200);
            let last = operations.body["data"].as_array().unwrap().last().unwrap().clone();
            (last["kind"] == "sync" && last["state"] == "Succeeded").then_some(())
        });
        assert_eq!(desk.license(&id)["sync_status"], "In Sync");
        // 30 and 70 more beside it: both files lie on the server.
        let mut names: Vec<String> = fs::read_dir(office.directory.path().join("licenses"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["PLSK.00000001.0000.lic", "PLSK.00000001.0001.lic"]);
        assert_eq!(office.get("/v1/licenses?total=true").expect(200).body["meta"]["total"], 1);
    });
}

#[test]
fn t_upg_2_taking_over_what_the_issuer_has_costs_no_call() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.installed(json!({"capacity": {"SEATS": 100}}));
        desk.at_issuer(&id, "upgrade", config(json!({"capacity": {"SEATS": 200}})));
        desk.done(&id, "sync", json!({}));
        let done = desk.done(&id, "upgrade", json!({"capacity": {"SEATS": 200}}));
        assert_eq!(done["result"]["reconciled"], true);
        let license = desk.shows(&id, "sync_status", json!("In Sync"));
        assert_eq!(license["known_config"]["capacity"], json!({"SEATS": 200}));
        assert_eq!(double.calls("upgrade"), 0);
        assert_eq!(order(office, "Completed")["lines"][0]["price_cents"], 0);
    });
}

/// 3.10: what the issuer has already is no upgrade: no SUS gate, no call and no price, whatever is believed.
#[test]
fn t_upg_2_a_change_that_the_issuer_has_already_is_never_gated() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let [never, stale] =
            [desk.installed(json!({"class": "rigid"})), desk.installed(json!({"class": "rigid"}))];
        desk.done(&stale, "sync", json!({}));
        for id in [&never, &stale] {
            desk.at_issuer(id, "upgrade", config(json!({"class": "rigid", "capacity": {"SEATS": 40}})));
        }
        // Paid until 04-02, usable until 04-12.
        office.set_clock("2026-04-05");
        for (id, believed) in [(&never, "Never"), (&stale, "In Sync")] {
            assert_eq!(desk.license(id)["sync_status"], believed);
            let body = json!({"capacity": {"SEATS": 40}, "price_cents": 12900, "currency": "EUR"});
            // Trying asks nobody, and so goes by what both agreed on last.
            let tried = desk.ask(id, "upgrade?verify=true", body.clone());
            let expected = if believed == "In Sync" { (409, "SUS_EXPIRED") } else { (202, "") };
            assert_eq!(tried.refusal(), expected, "{believed}");
            let done = desk.done(id, "upgrade", body);
            assert_eq!(done["result"]["reconciled"], true, "{believed}");
            assert_eq!(order(office, "Completed")["lines"][0]["price_cents"], 0, "{believed}");
            assert_eq!(desk.becomes(id, "Retrieved")["known_config"]["capacity"], json!({"SEATS": 40}));
        }
        assert_eq!(double.calls("upgrade"), 0);
        // A change of its own is refused, at once and with its order.
        let refused = desk.ask(&never, "upgrade", json!({"capacity": {"SEATS": 50}}));
        assert_eq!(refused.refusal(), (409, "SUS_EXPIRED"));
        assert_eq!(order(office, "Failed")["error_code"], "SUS_EXPIRED");
    });
}

/// 3.10, 1.2: a price is never below zero, and what is only taken over has none.
#[test]
fn prices_that_cannot_be_are_refused() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.retrieved(json!({}));
        let seats = json!({"capacity": {"SEATS": 20}});
        for (change, cents) in [(&seats, -1), (&json!({"reconcile": true}), 100)] {
            let body = crate::desk::with(change.clone(), &json!({"price_cents": cents}));
            let line = json!({"target_id": id, "change": change, "price_cents": cents});
            let ordered = office.post("/v1/orders", json!({"kind": "upgrade", "lines": [line]}));
            let asked = desk.ask(&id, "upgrade", body);
            for (refused, pointer) in [(asked, "/price_cents"), (ordered, "/lines/0/price_cents")] {
                assert_eq!(refused.refusal(), (422, "INVALID_FIELD"), "{change}");
                assert_eq!(refused.body["errors"][0]["source"]["pointer"], pointer, "{change}");
            }
        }
        assert_eq!(office.get("/v1/orders").expect(200).body["data"], json!([]));
    });
}

/// T-UPG-3, T-UPG-4.
#[test]
fn t_upg_3_and_4_an_issuer_that_refuses_changes_nothing() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.installed(json!({}));
        for (number, status, code) in [
            (260, 409, "UPGRADE_NOT_PRICED"),
            (266, 409, "UPGRADE_NOT_ACCEPTABLE"),
            (246, 409, "UPGRADE_NOT_ACCEPTABLE"),
            (268, 409, "SUS_EXPIRED"),
            (221, 409, "KEY_PROBLEM"),
        ] {
            let before = desk.license(&id);
            double.next("upgrade", &[Trick::Code(number)]);
            let reply = desk.act(&id, "upgrade", json!({"capacity": {"SEATS": 20}}));
            assert_eq!(reply.refusal(), (status, code), "{number}");
            let license = desk.license(&id);
            for field in ["status", "known_config", "current_revision", "file_id", "running_order_id"] {
                assert_eq!(license[field], before[field], "{number} {field}");
            }
            assert_eq!(license["last_error_code"], code);
            let order = order(office, "Failed");
            assert_eq!(order["error_code"], code);
            assert_eq!(desk.events(order["id"].as_str().unwrap()), ["order.failed"]);
        }
        // The issuer's own price list says the same.
        let rigid = desk.installed(json!({"class": "rigid"}));
        let reply = desk.act(&rigid, "upgrade", json!({"features": ["backup"]}));
        assert_eq!(reply.refusal(), (409, "UPGRADE_NOT_PRICED"));
    });
}

#[test]
fn an_upgrade_that_was_done_before_is_no_other_one() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.retrieved(json!({}));
        // The answer is lost: the same request is repeated and gives the same revision.
        double.next("upgrade", &[Trick::LoseAnswer]);
        desk.ask(&id, "upgrade", json!({"capacity": {"SEATS": 20}})).expect(202);
        desk.shows(&id, "attempts", json!(1));
        desk.ask(&id, "upgrade", json!({"capacity": {"SEATS": 30}})).refusal();
        let busy = desk.ask(&id, "upgrade", json!({"capacity": {"SEATS": 30}}));
        assert_eq!(busy.refusal(), (409, "OPERATION_IN_PROGRESS"));
        office.set_clock("2026-03-02T00:01:00Z");
        let license = desk.shows(&id, "current_revision", json!(1));
        assert_eq!(license["known_config"]["capacity"], json!({"SEATS": 20}));
        desk.becomes(&id, "Retrieved");
        assert_eq!(office.get("/v1/keys/PLSK.00000001").expect(200).body["revision"], 1);
    });
}

#[test]
fn the_issuers_word_already_done_is_success() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.retrieved(json!({}));
        double.next("upgrade", &[Trick::Change("/result_code", json!(110))]);
        let done = desk.done(&id, "upgrade", json!({"capacity": {"SEATS": 20}}));
        assert_eq!(done["result"]["reconciled"], true);
        assert_eq!(desk.becomes(&id, "Retrieved")["current_revision"], 1);
    });
}

#[test]
fn t_upg_6_lower_values_only_where_the_class_permits_them() {
    both(|office| {
        let desk = Desk::local(office);
        let rigid = desk.installed(json!({"class": "rigid"}));
        let refused = desk.ask(&rigid, "upgrade", json!({"capacity": {"SEATS": 5}}));
        assert_eq!((refused.refusal(), refused.meta("current")), ((422, "DOWNGRADE_NOT_ALLOWED"), json!(10)));
        let suite = installed(&desk, json!({"features": ["backup"]}));
        desk.done(&suite, "upgrade", json!({"capacity": {"SEATS": 5}, "features": []}));
        let license = desk.shows(&suite, "installed_revision", json!(1));
        assert_eq!(license["known_config"]["capacity"], json!({"SEATS": 5}));
        desk.becomes(&suite, "Installed");
    });
}

#[test]
fn t_upg_7_sent_twice_it_is_one_step() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.retrieved(json!({}));
        let path = format!("/v1/licenses/{id}/upgrade");
        let body = json!({"capacity": {"SEATS": 20}});
        let call =
            || office.call("POST", &path, Some(body.clone()), &[("idempotency-key", "up")]).expect(202);
        let (first, second) = (call(), call());
        assert_eq!(first.body, second.body);
        desk.shows(&id, "current_revision", json!(1));
        desk.becomes(&id, "Retrieved");
        assert_eq!(office.get("/v1/keys/PLSK.00000001").expect(200).body["revision"], 1);
    });
}

#[test]
fn what_an_upgrade_says_must_make_sense() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.retrieved(json!({}));
        for (body, code) in [
            (json!({}), "INVALID_FIELD"),
            (json!({"reconcile": true, "capacity": {"SEATS": 1}}), "INVALID_FIELD"),
            (json!({"capacity": {"COLORS": 1}}), "INVALID_FIELD"),
            (json!({"capacity": {"SEATS": -1}}), "INVALID_FIELD"),
            (json!({"color": 1}), "UNKNOWN_FIELD"),
            (json!({"capacity": {"SEATS": 20}, "price_cents": "much"}), "INVALID_FIELD"),
        ] {
            assert_eq!(desk.ask(&id, "upgrade", body.clone()).refusal(), (422, code), "{body}");
        }
        assert_eq!(office.get("/v1/orders").expect(200).body["data"], json!([]));
    });
}

#[test]
fn the_right_to_upgrade_ends_with_the_paid_month() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({"class": "rigid"}));
        let other = desk.installed(json!({"bill_type": "Purchase"}));
        // Paid until 04-02, usable until 04-12.
        office.set_clock("2026-04-05");
        let refused = desk.ask(&id, "upgrade", json!({"capacity": {"SEATS": 20}}));
        assert_eq!(
            (refused.refusal(), refused.meta("sus_until")),
            ((409, "SUS_EXPIRED"), json!("2026-04-02"))
        );
        // What the issuer has already is taken over all the same.
        desk.done(&id, "upgrade", json!({"reconcile": true}));
        assert_eq!(desk.license(&other)["sus_until"], "2027-03-02");
        desk.done(&other, "upgrade", json!({"capacity": {"SEATS": 20}}));
        let settings = office.get("/v1/settings").expect(200);
        let etag = settings.headers["etag"].to_str().unwrap().to_owned();
        let changed = office.call(
            "PATCH",
            "/v1/settings",
            Some(json!({"sus_gate": "version"})),
            &[("if-match", &etag)],
        );
        changed.expect(200);
        desk.becomes(&id, "Retrieved");
        // Only versions are gated now; whether the issuer agrees is its own matter.
        let granted = desk.ask(&id, "upgrade", json!({"capacity": {"SEATS": 20}}));
        assert_eq!(granted.status, 202, "{}", granted.text);
    });
}

#[test]
fn another_class_is_an_upgrade_as_well() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.retrieved(json!({}));
        desk.done(&id, "upgrade", json!({"class": "suite-pro", "class_version": "2"}));
        let license = desk.becomes(&id, "Retrieved");
        assert_eq!(license["class_id"], json!(desk.class("suite-pro")));
        assert_eq!((&license["class_name"], &license["current_revision"]), (&json!("suite-pro"), &json!(1)));
        desk.shows(&id, "sync_status", json!("In Sync"));
    });
}
