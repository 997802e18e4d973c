//! States of line items and entitlements, and what hangs on them (2.3, 3.2).

use serde_json::{Value as Json, json};

use crate::office::{Reply, TestOffice, both};
use crate::sale::{Line, S1, Shop};

fn step(office: &TestOffice, of: &str, id: &str, step: &str) -> Reply {
    office.post(&format!("/v1/{of}/{id}/{step}"), json!({}))
}

fn line(office: &TestOffice, id: &str) -> Json {
    office.get(&format!("/v1/line-items/{id}")).expect(200).body
}

/// 1.2: what was sold does not change under the seats that were activated, or under a line that follows.
#[test]
fn product_and_model_change_only_while_nothing_hangs_on_them() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        let to_draft = |id: &str| {
            for to in ["deactivate", "draft"] {
                step(office, "line-items", id, to).expect(200);
            }
        };
        let refused = |id: &str| {
            for change in [json!({"product_id": p2}), json!({"license_model_id": "NU"})] {
                let reply = office.patch(&format!("/v1/line-items/{id}"), change.clone());
                assert_eq!(reply.refusal(), (422, "READ_ONLY"), "{change}");
            }
        };
        let active = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&active, 4);
        to_draft(&active.id);
        refused(&active.id);
        // What was given back leaves its record behind.
        for to in ["deploy", "deactivate", "deploy"] {
            step(office, "line-items", &active.id, to).expect(200);
        }
        shop.operate(&f1, "return", json!({})).expect(200);
        to_draft(&active.id);
        refused(&active.id);

        let followed = shop.line(&p1, "FC", 10, json!({}));
        shop.follow(&followed, "upgrade", json!({}));
        to_draft(&followed.id);
        refused(&followed.id);

        let untouched = shop.line(&p1, "FC", 10, json!({}));
        to_draft(&untouched.id);
        let path = format!("/v1/line-items/{}", untouched.id);
        let change = json!({"product_id": p2, "license_model_id": "FU"});
        assert_eq!(office.patch(&path, change).expect(200).text("product_id"), p2);
    });
}

/// 2.3: a line is in force only with its entitlement.
#[test]
fn a_line_of_an_inactive_entitlement_is_not_deployed() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 4);
        step(office, "entitlements", &a.entitlement, "deactivate").expect(200);
        assert_eq!(step(office, "line-items", &a.id, "deploy").refusal(), (409, "LINE_ITEM_INACTIVE"));
        assert_eq!(shop.told(&f1), "Inactive/MASTER 4");
        // It may be a draft and be edited meanwhile; what it sold still shows what can be done with it.
        step(office, "line-items", &a.id, "draft").expect(200);
        assert_eq!(shop.told(&f1), "Inactive/MASTER 4");
        assert_eq!(step(office, "line-items", &a.id, "deploy").refusal(), (409, "LINE_ITEM_INACTIVE"));
        step(office, "entitlements", &a.entitlement, "deploy").expect(200);
        step(office, "line-items", &a.id, "deploy").expect(200);
        assert_eq!(shop.told(&f1), "Active/MASTER 4");
    });
}

/// F13 by the entitlement, also for the fulfillments of lines that were obsolete before.
#[test]
fn f13_an_inactive_entitlement_shows_on_all_its_lines() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 4);
        let more = json!({
            "entitlement_id": a.entitlement, "product_id": p1, "license_model_id": "FC", "quantity": 5,
            "start": "fixed", "start_date": "2026-01-01", "auto_deploy": true,
        });
        let more = office.post("/v1/line-items", more).expect(201);
        let old = Line { id: more.id(), activation: more.text("activation_id"), ..a.clone() };
        let host = json!({"server_host_ids": ["HOSTNAME=s2"], "count": 2});
        let f2 = crate::sale::first(&shop.try_activate(&old, host).expect(201));
        for to in ["deactivate", "obsolete"] {
            step(office, "line-items", &old.id, to).expect(200);
        }
        let told = || [&f1, &f2].map(|record| shop.told(record));
        assert_eq!(told(), ["Active/MASTER 4", "Active/MASTER 2"]);
        step(office, "entitlements", &a.entitlement, "deactivate").expect(200);
        assert_eq!(told(), ["Inactive/MASTER 4", "Inactive/MASTER 2"]);
        for record in [&f1, &f2] {
            for how in ["return", "repair", "rehost", "upgrade"] {
                let body =
                    if how == "rehost" { json!({"server_host_ids": ["HOSTNAME=s3"]}) } else { json!({}) };
                assert_eq!(shop.operate(record, how, body).refusal(), (409, "LINE_ITEM_INACTIVE"), "{how}");
            }
        }
        step(office, "entitlements", &a.entitlement, "deploy").expect(200);
        assert_eq!(told(), ["Active/MASTER 4", "Active/MASTER 2"]);
        shop.operate(&f2, "return", json!({})).expect(200);
    });
}

/// 2.3: back in force, an entitlement puts its lines to where it took them from, and no others in force.
#[test]
fn an_entitlement_brings_back_only_what_it_took_along() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 1, json!({}));
        let more = |steps: &[&str]| {
            let body = json!({
                "entitlement_id": a.entitlement, "product_id": p1, "license_model_id": "FC", "quantity": 1,
            });
            let id = office.post("/v1/line-items", body).expect(201).id();
            for to in steps {
                step(office, "line-items", &id, to).expect(200);
            }
            id
        };
        let lines = [
            a.id.clone(),
            more(&["deploy", "hold"]),
            more(&["deploy", "deactivate"]),
            more(&[]),
            more(&["deploy", "deactivate", "obsolete"]),
        ];
        let states = || lines.each_ref().map(|id| line(office, id)["state"].as_str().unwrap().to_owned());
        let before = ["Deployed", "OnHold", "Inactive", "Draft", "Obsolete"];
        assert_eq!(states(), before);
        for _ in 0..2 {
            step(office, "entitlements", &a.entitlement, "deactivate").expect(200);
            assert_eq!(states(), ["Inactive", "Inactive", "Inactive", "Inactive", "Obsolete"]);
            step(office, "entitlements", &a.entitlement, "deploy").expect(200);
            assert_eq!(states(), before);
        }
        let path = format!("/v1/line-items/{}", a.id);
        assert_eq!(office.patch(&path, json!({"state_before": "Draft"})).refusal(), (422, "READ_ONLY"));
    });
}

/// 3.2, A26: a line is closed only while one that follows it is in force, or has taken seats.
#[test]
fn a26_a_line_opens_again_when_what_closed_it_is_undone() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let closed = || line(office, &a.id)["closed"] == json!(true);
        let activate = || {
            let path = format!("/v1/line-items/{}/activate?verify=true", a.id);
            office.post(&path, json!({"server_host_ids": [S1], "count": 1}))
        };
        let u = shop.follow(&a, "upgrade", json!({}));
        assert!(closed());
        assert_eq!(activate().refusal(), (409, "LINE_ITEM_CLOSED"));
        let path = format!("/v1/line-items/{}", u.id);
        for (open, expected) in [(true, false), (false, true)] {
            office.patch(&path, json!({"allow_activations_on_parent": open})).expect(200);
            assert_eq!(closed(), expected);
        }
        for to in ["deactivate", "draft"] {
            step(office, "line-items", &u.id, to).expect(200);
            assert!(!closed(), "{to}");
        }
        step(office, "line-items", &u.id, "deploy").expect(200);
        assert!(closed());
        // A second one closes it as well: it opens when the last of them is gone.
        let second = shop.follow(&a, "upsell", json!({}));
        for (id, open) in [(&u.id, false), (&second.id, true)] {
            for to in ["deactivate", "draft"] {
                step(office, "line-items", id, to).expect(200);
            }
            office.delete(&format!("/v1/line-items/{id}")).expect(204);
            assert_eq!(!closed(), open);
        }
        activate().expect(201);
        // What has taken seats closes it for good.
        let f1 = shop.activate(&a, 10);
        let taking = shop.follow(&a, "upgrade", json!({}));
        shop.operate(&f1, "upgrade", json!({"count": 2})).expect(200);
        step(office, "line-items", &taking.id, "deactivate").expect(200);
        assert!(closed());
    });
}

/// 2.3: every pair of states of an entitlement that is none says what can be done instead.
#[test]
fn illegal_steps_of_entitlements_name_those_there_are() {
    both(|office| {
        let shop = Shop::new(office);
        let body = json!({"account_id": shop.account});
        let id = office.post("/v1/entitlements", body).expect(201).id();
        let test = json!({"account_id": shop.account, "test": true});
        let test = office.post("/v1/entitlements", test).expect(201).id();
        let refused = |id: &str, to: &str, status: &str, allowed: Json| {
            let reply = step(office, "entitlements", id, to);
            assert_eq!(reply.refusal(), (409, "ILLEGAL_TRANSITION"), "{status} {to}");
            assert_eq!((reply.meta("status"), reply.meta("allowed")), (json!(status), allowed), "{to}");
        };
        for to in ["deactivate", "obsolete"] {
            refused(&id, to, "Draft", json!(["Deployed"]));
        }
        step(office, "entitlements", &id, "deploy").expect(200);
        for to in ["deploy", "obsolete"] {
            refused(&id, to, "Deployed", json!(["Inactive"]));
        }
        step(office, "entitlements", &id, "deactivate").expect(200);
        refused(&id, "deactivate", "Inactive", json!(["Deployed", "Obsolete"]));
        step(office, "entitlements", &id, "obsolete").expect(200);
        for to in ["deploy", "deactivate", "obsolete"] {
            refused(&id, to, "Obsolete", json!([]));
            refused(&test, to, "Test", json!([]));
        }
    });
}
