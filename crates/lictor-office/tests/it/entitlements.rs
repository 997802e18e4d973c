//! Entitlements and line items: made, changed, put in and out of force, transferred, upgraded by themselves.

use lictor_office::actor::Actor;
use lictor_office::entitlement::maintenance::notify;
use lictor_types::CivilDate;
use serde_json::{Value as Json, json};

use crate::office::both;
use crate::sale::{Line, S1, Shop, tell_all};

#[test]
fn an_entitlement_is_made_with_its_lines() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let line =
            json!({"product_id": p1, "license_model_id": "FC", "quantity": 5, "expiry": {"months": 12}});
        let body = json!({"account_id": "acme", "line_items": [line.clone(), line.clone()], "ship_to": "it@acme.example"});
        let made = office.post("/v1/entitlements", body).expect(201);
        assert_eq!(
            (made.text("entitlement_id").as_str(), made.text("state").as_str()),
            ("ENT-00000001", "Draft")
        );
        assert_eq!(made.text("account_id"), shop.account);
        let lines = made.body["line_items"].as_array().unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["expiry"], json!({"months": 12}));
        let activation = lines[0]["activation_id"].as_str().unwrap();
        assert_eq!(activation.len(), 23);
        assert_ne!(lines[0]["activation_id"], lines[1]["activation_id"]);
        // A draft gives nothing.
        let path = format!("/v1/line-items/{activation}/activate");
        let early =
            office.post(&path, json!({"server_host_ids": [S1], "count": 1, "start_date": "2026-03-02"}));
        assert_eq!(early.refusal(), (409, "LINE_ITEM_NOT_DEPLOYED"));

        for (line, status, code, at) in [
            (json!({"product_id": "none"}), 422, "INVALID_FIELD", "/line_items/0/product_id"),
            (json!({"license_model_id": "XX"}), 422, "INVALID_FIELD", "/line_items/0/license_model_id"),
            (json!({"quantity": 0}), 422, "INVALID_COUNT", "/line_items/0/quantity"),
            (json!({"quantity": null}), 422, "INVALID_FIELD", "/line_items/0/quantity"),
            (json!({"quantity_per_copy": 0}), 422, "INVALID_FIELD", "/line_items/0/quantity_per_copy"),
            (json!({"start": "fixed"}), 422, "INVALID_FIELD", "/line_items/0/start_date"),
            (json!({"expiry": {"days": 0}}), 422, "INVALID_FIELD", "/line_items/0/expiry"),
            (json!({"activation_id": activation}), 409, "DUPLICATE", "/line_items/0/activation_id"),
            (json!({"active": 7}), 422, "UNKNOWN_FIELD", "/line_items/0/active"),
        ] {
            let mut wrong = json!({"product_id": p1, "license_model_id": "FC", "quantity": 5});
            crate::sale::lay(&mut wrong, line.clone());
            let reply = office.post("/v1/entitlements", json!({"account_id": "acme", "line_items": [wrong]}));
            assert_eq!(reply.refusal(), (status, code), "{line}");
            assert_eq!(reply.body["errors"][0]["source"]["pointer"], json!(at), "{line}");
        }
        assert_eq!(office.get("/v1/entitlements").expect(200).body["data"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn the_states_of_lines_and_entitlements() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        let line = |step: &str| office.post(&format!("/v1/line-items/{}/{step}", a.id), json!({}));
        let refused = line("obsolete");
        assert_eq!(
            (refused.refusal(), refused.meta("allowed")),
            ((409, "ILLEGAL_TRANSITION"), json!(["Inactive", "OnHold"]))
        );
        for (step, state) in [
            ("hold", "OnHold"),
            ("deploy", "Deployed"),
            ("deactivate", "Inactive"),
            ("draft", "Draft"),
            ("deploy", "Deployed"),
            ("deactivate", "Inactive"),
        ] {
            assert_eq!(line(step).expect(200).text("state"), state);
        }
        let path = format!("/v1/line-items/{}", a.id);
        assert_eq!(office.patch(&path, json!({"quantity": 20})).refusal(), (409, "LINE_ITEM_INACTIVE"));
        assert_eq!(line("obsolete").expect(200).text("state"), "Obsolete");
        assert_eq!(office.patch(&path, json!({"quantity": 20})).refusal(), (409, "LINE_ITEM_OBSOLETE"));

        let b = shop.line(&p1, "FC", 10, json!({}));
        let state = |of: &str, id: &str| office.get(&format!("/v1/{of}/{id}")).expect(200).text("state");
        let whole =
            |step: &str| office.post(&format!("/v1/entitlements/{}/{step}", b.entitlement), json!({}));
        for (step, both) in [
            ("deactivate", "Inactive"),
            ("deploy", "Deployed"),
            ("deactivate", "Inactive"),
            ("obsolete", "Obsolete"),
        ] {
            whole(step).expect(200);
            assert_eq!(
                (state("entitlements", &b.entitlement), state("line-items", &b.id)),
                (both.to_owned(), both.to_owned())
            );
        }
        assert_eq!(whole("deploy").refusal(), (409, "ILLEGAL_TRANSITION"));
    });
}

#[test]
fn test_lines_stay_tests_and_drafts_can_be_forgotten() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let line = json!({"product_id": p1, "license_model_id": "FC", "quantity": 5});
        let body = json!({"account_id": "acme", "line_items": [line], "test": true, "deploy": true});
        let made = office.post("/v1/entitlements", body).expect(201);
        assert_eq!(
            (made.text("state").as_str(), &made.body["line_items"][0]["state"]),
            ("Test", &json!("Test"))
        );
        let id = made.body["line_items"][0]["id"].as_str().unwrap().to_owned();
        for step in ["deploy", "deactivate", "obsolete"] {
            let refused = office.post(&format!("/v1/line-items/{id}/{step}"), json!({}));
            assert_eq!(refused.refusal(), (409, "ILLEGAL_TRANSITION"));
        }
        let path = format!("/v1/entitlements/{}", made.id());
        assert_eq!(office.delete(&path).refusal(), (409, "IN_USE"));
        office.delete(&format!("/v1/line-items/{id}")).expect(204);
        office.delete(&path).expect(204);
        let a = shop.line(&p1, "FC", 10, json!({}));
        assert_eq!(office.delete(&format!("/v1/line-items/{}", a.id)).refusal(), (409, "ILLEGAL_TRANSITION"));
    });
}

#[test]
fn what_is_not_for_sale_or_locked_is_not_put_into_force() {
    both(|office| {
        let shop = Shop::new(office);
        let p = office.post("/v1/products", json!({"name": "Draft", "models": ["FC"]})).expect(201).id();
        let line = json!({"product_id": p, "license_model_id": "FC", "quantity": 5});
        let body = json!({"account_id": "acme", "line_items": [line.clone()]});
        let made = office.post("/v1/entitlements", body.clone()).expect(201);
        let deploy = format!("/v1/entitlements/{}/deploy", made.id());
        let refused = office.post(&deploy, json!({}));
        assert_eq!(
            (refused.refusal(), refused.meta("state")),
            ((409, "PRODUCT_NOT_DEPLOYED"), json!("Draft"))
        );
        let other = json!({"product_id": p, "license_model_id": "NU", "quantity": 5});
        let other = office.post("/v1/entitlements", json!({"account_id": "acme", "line_items": [other]}));
        assert_eq!(other.refusal(), (422, "INVALID_FIELD"));
        office.post(&format!("/v1/products/{p}/deploy"), json!({})).expect(200);
        office.post(&deploy, json!({})).expect(200);
        office.patch(&format!("/v1/accounts/{}", shop.account), json!({"status": "locked"})).expect(200);
        assert_eq!(office.post("/v1/entitlements", body).refusal(), (409, "ACCOUNT_LOCKED"));
        let id = made.body["line_items"][0]["id"].as_str().unwrap();
        let activate = json!({"server_host_ids": [S1], "count": 1, "start_date": "2026-03-02"});
        let activate = office.post(&format!("/v1/line-items/{id}/activate"), activate);
        assert_eq!(activate.refusal(), (409, "ACCOUNT_LOCKED"));
    });
}

#[test]
fn a_line_is_changed_within_what_is_in_use() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({}));
        shop.activate(&a, 6);
        let path = format!("/v1/line-items/{}", a.id);
        let few = office.patch(&path, json!({"quantity": 5}));
        assert_eq!((few.refusal(), few.meta("used")), ((422, "INVALID_COUNT"), json!(6)));
        let changed = office
            .patch(&path, json!({"quantity": 6, "expiry": {"months": 6}, "metadata": {"a": 1}}))
            .expect(200);
        assert_eq!((&changed.body["quantity"], &changed.body["expiry"]), (&json!(6), &json!({"months": 6})));
        assert_eq!(shop.counts(&a), (0, 0, 0));
        for field in ["active", "converted", "out", "state", "closed", "activation_id", "kind", "product_id"]
        {
            let refused = office.patch(&path, json!({field: 1}));
            assert_eq!(refused.refusal(), (422, "READ_ONLY"), "{field}");
        }
        for step in ["deactivate", "draft"] {
            office.post(&format!("{path}/{step}"), json!({})).expect(200);
        }
        assert_eq!(office.patch(&path, json!({"product_id": p2})).refusal(), (422, "READ_ONLY"));
    });
}

#[test]
fn a_line_that_follows_is_ordered_with_what_it_inherits() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, p3] = shop.catalogue();
        let a = shop.line(&p1, "FC", 10, json!({"quantity_per_copy": 3}));
        let order = |how: &str, body: Json| office.post(&format!("/v1/line-items/{}/{how}", a.id), body);
        for (how, kind, product) in
            [("upgrade", "UPGRADE", &p2), ("upsell", "UPSELL", &p3), ("renew", "RENEWAL", &p1)]
        {
            let made = order(how, json!({})).expect(201).body;
            assert_eq!((&made["kind"], &made["product_id"]), (&json!(kind), &json!(product)));
            assert_eq!((&made["quantity"], &made["quantity_per_copy"]), (&json!(10), &json!(3)));
            assert_eq!((&made["is_full"], &made["state"]), (&json!(true), &json!("Draft")));
            assert_eq!((&made["parent_line_item_id"], &made["warnings"]), (&json!(a.id), &json!([])));
            assert_eq!(made["allow_activations_on_parent"], json!(kind == "RENEWAL"));
        }
        let by_post = json!({"kind": "UPGRADE", "parent_line_item_id": a.activation, "quantity": 2});
        assert_eq!(office.post("/v1/line-items", by_post).expect(201).body["is_full"], json!(false));
        assert_eq!(order("upgrade", json!({"product_id": p3})).refusal(), (409, "NO_PRODUCT_RELATION"));
        assert_eq!(order("renew", json!({"product_id": p2})).refusal(), (422, "INVALID_FIELD"));
        assert_eq!(order("upgrade", json!({"quantity": 0})).refusal(), (422, "INVALID_COUNT"));
        let p4 = shop.product("P4", "4.0", &["f4"]);
        shop.relate(&p1, &p4, "UPGRADE");
        let several = order("upgrade", json!({}));
        assert_eq!(
            (several.refusal(), several.meta("candidates")),
            ((422, "TARGET_REQUIRED"), json!([p2, p4]))
        );
        let tried = office
            .post(&format!("/v1/line-items/{}/renew?verify=true", a.id), json!({"quantity": 99}))
            .expect(201);
        assert_eq!(tried.body["warnings"], json!(["W_COUNT_EXCEEDS_AVAILABLE"]));
        let lines = office.get("/v1/line-items?filter[kind]=RENEWAL").expect(200).body;
        assert_eq!(lines["data"].as_array().unwrap().len(), 1);
        office.post(&format!("/v1/line-items/{}/deactivate", a.id), json!({})).expect(200);
        assert_eq!(order("renew", json!({})).refusal(), (409, "LINE_ITEM_INACTIVE"));
    });
}

#[test]
fn t_trf_1_what_nobody_activated_goes_to_another_account() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let other = shop.customer("other");
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 4);
        let path = format!("/v1/entitlements/{}/transfer", a.entitlement);
        let give = |mode: &str| office.post(&path, json!({"account_id": "other", "mode": mode}));
        let active = give("nothing_active");
        assert_eq!((active.refusal(), active.meta("active")), ((409, "ACTIVE_FULFILLMENTS"), json!(4)));
        let own = office.post(&path, json!({"account_id": "acme"}));
        assert_eq!(own.refusal(), (422, "INVALID_FIELD"));
        let rest = give("remaining_only").expect(200).body;
        assert_eq!(
            (&rest["source"]["state"], &rest["source_line_items"][0]["state"]),
            (&json!("Deployed"), &json!("Deployed"))
        );
        assert_eq!(
            (&rest["target"]["state"], &rest["target"]["account_id"]),
            (&json!("Draft"), &json!(other))
        );
        let line = &rest["target_line_items"][0];
        assert_eq!(
            (&line["quantity"], &line["kind"], &line["state"]),
            (&json!(6), &json!("NEW"), &json!("Draft"))
        );
        assert_eq!(shop.counts(&a), (6, 0, 0));
        assert_eq!(give("remaining_only").refusal(), (409, "INSUFFICIENT_COUNT"));

        let all = give("return_active").expect(200).body;
        assert_eq!(all["source"]["state"], json!("Obsolete"));
        assert_eq!(all["target_line_items"][0]["quantity"], json!(4));
        assert_eq!(all["returns"]["replaced"][0]["id"], json!(f1));
        assert_eq!(shop.told(&f1), "Obsolete/RETURN 4");
        let told = tell_all(&crate::office::Reply {
            status: 200,
            body: all["returns"].clone(),
            headers: reqwest::header::HeaderMap::new(),
            text: String::new(),
        });
        assert_eq!(told, Vec::<String>::new());
        assert_eq!(give("nothing_active").refusal(), (409, "INSUFFICIENT_COUNT"));
    });
}

#[test]
fn lines_with_maintenance_are_upgraded_by_themselves() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        let window = json!({
            "upgrade_from": "2026-03-01", "upgrade_until": "2026-04-30",
            "mail_template": "{account}: {product} is there.\n{lines}",
        });
        office.patch(&format!("/v1/products/{p2}"), window).expect(200);
        let m = shop.line(&p1, "FC", 1, json!({"maintenance_until": "2026-12-31"}));
        let forever = json!({"expiry": "permanent", "maintenance_line_ids": [m.id]});
        let a = shop.line(&p1, "FC", 10, forever);
        let bare = shop.line(&p1, "FC", 10, json!({"expiry": "permanent"}));
        let tried = office.post("/v1/auto-upgrade?verify=true", json!({})).expect(200).body;
        assert_eq!(tried["made"].as_array().unwrap().len(), 1);
        assert_eq!(tried["made"][0]["upgrade_line_item_id"], Json::Null);
        assert_eq!(tried["skipped"], json!({&bare.id: "no_maintenance"}));
        assert!(!office.data().join("outbox").exists());

        let done = office.post("/v1/auto-upgrade", json!({})).expect(200).body;
        let made = &done["made"][0];
        assert_eq!(
            (&made["line_item_id"], &made["product_id"], &made["quantity"]),
            (&json!(a.id), &json!(p2), &json!(10))
        );
        assert_eq!(done["mails"], json!({&shop.account: "ann@acme.example"}));
        let line = office
            .get(&format!("/v1/line-items/{}", made["upgrade_line_item_id"].as_str().unwrap()))
            .expect(200);
        assert_eq!((line.text("state").as_str(), line.text("kind").as_str()), ("Deployed", "UPGRADE"));
        let outbox = std::fs::read_dir(office.data().join("outbox")).unwrap();
        assert_eq!(outbox.flatten().count(), 1);
        let again = office.post("/v1/auto-upgrade", json!({})).expect(200).body;
        assert_eq!((&again["made"], &again["skipped"][&a.id]), (&json!([]), &json!("already_upgraded")));
    });
}

#[test]
fn the_end_of_maintenance_is_told_ahead() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        let m = shop.line(&p1, "FC", 1, json!({"maintenance_until": "2026-06-30"}));
        let told = |day: &str| {
            let day = CivilDate::parse(day).unwrap();
            office.runtime.block_on(async {
                let mut tx = office.office().write(Actor::system("daily")).await.unwrap();
                let told = notify(&mut tx, day, &[7]).await.unwrap();
                office.office().commit(tx).await.unwrap();
                told
            })
        };
        assert_eq!(
            ["2026-05-30", "2026-05-31", "2026-06-22", "2026-06-23", "2026-07-01"].map(told),
            [0, 1, 0, 1, 0]
        );
        let events = office.get("/v1/events?filter[event_type]=maintenance.expiring").expect(200).body;
        let events = events["data"].as_array().unwrap();
        assert_eq!(events.len(), 2);
        assert!(events.iter().all(|event| event["aggregate_id"] == json!(m.id)));
        assert_eq!((&events[0]["days_left"], &events[1]["days_left"]), (&json!(30), &json!(7)));
    });
}

/// 3.2: a line whose upgrade is refused keeps no other from its own, and the dry run says so before.
#[test]
fn one_refused_line_keeps_no_other_from_its_upgrade() {
    both(|office| {
        let mut shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        office.patch(&format!("/v1/products/{p2}"), json!({"upgrade_from": "2026-03-01"})).expect(200);
        let sold = |shop: &Shop<'_>, model: &str| {
            let m = shop.line(&p1, "FC", 1, json!({"maintenance_until": "2026-12-31"}));
            let more = json!({"expiry": "permanent", "maintenance_line_ids": [m.id]});
            shop.line(&p1, model, 10, more)
        };
        let other_model = sold(&shop, "NC");
        shop.account = shop.customer("gone");
        let locked = sold(&shop, "FC");
        shop.account = shop.customer("here");
        let good = sold(&shop, "FC");
        office.patch("/v1/accounts/gone", json!({"status": "locked"})).expect(200);
        office.patch(&format!("/v1/products/{p2}"), json!({"models": ["FC"]})).expect(200);
        for path in ["/v1/auto-upgrade?verify=true", "/v1/auto-upgrade"] {
            let done = office.post(path, json!({})).expect(200).body;
            let made: Vec<_> = done["made"].as_array().unwrap().iter().collect();
            assert_eq!(made.len(), 1, "{path}: {done}");
            assert_eq!(made[0]["line_item_id"], json!(good.id), "{path}");
            for (line, why) in [(&locked, "ACCOUNT_LOCKED"), (&other_model, "INVALID_FIELD")] {
                assert_eq!(done["skipped"][&line.id], json!("refused"), "{path}");
                let told = done["refusals"][&line.id].as_str().unwrap();
                assert!(told.starts_with(why), "{path}: {told}");
            }
            assert_eq!(done["mails"], json!({&shop.account: "ann@here.example"}), "{path}");
        }
    });
}

/// 3.2: linked maintenance counts only while it is in force.
#[test]
fn maintenance_out_of_force_upgrades_nothing() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        office.patch(&format!("/v1/products/{p2}"), json!({"upgrade_from": "2026-03-01"})).expect(200);
        let m = shop.line(&p1, "FC", 1, json!({"maintenance_until": "2026-12-31"}));
        let a = shop.line(&p1, "FC", 10, json!({"expiry": "permanent", "maintenance_line_ids": [m.id]}));
        let tried = || office.post("/v1/auto-upgrade?verify=true", json!({})).expect(200).body;
        let step = |of: &str, id: &str, to: &str| {
            office.post(&format!("/v1/{of}/{id}/{to}"), json!({})).expect(200);
        };
        assert_eq!(tried()["made"][0]["line_item_id"], json!(a.id));
        for to in ["deactivate", "draft", "deploy"] {
            step("line-items", &m.id, to);
            let found = tried();
            let made = found["made"].as_array().unwrap().len();
            assert_eq!(made, usize::from(to == "deploy"), "{to}: {found}");
        }
        step("entitlements", &m.entitlement, "deactivate");
        assert_eq!(tried()["skipped"][&a.id], json!("no_maintenance"));
        step("entitlements", &m.entitlement, "obsolete");
        assert_eq!(tried()["skipped"][&a.id], json!("no_maintenance"));
    });
}

/// 3.4: what was ordered and not yet taken follows the seats it was ordered for.
#[test]
fn t_trf_1_an_unused_order_goes_with_its_parent() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        shop.customer("other");
        let a = shop.line(&p1, "FC", 10, json!({}));
        let u = shop.follow(&a, "upgrade", json!({"quantity": 8}));
        let path = format!("/v1/entitlements/{}/transfer", a.entitlement);
        let alone = json!({"account_id": "other", "line_item_ids": [a.activation]});
        let alone = office.post(&path, alone);
        assert_eq!((alone.refusal(), alone.meta("line_item_id")), ((409, "IN_USE"), json!(u.id)));
        let done = office.post(&path, json!({"account_id": "other"})).expect(200).body;
        assert_eq!(done["source"]["state"], json!("Obsolete"));
        let lines = done["target_line_items"].as_array().unwrap();
        let told = |at: usize, name: &str| lines[at][name].clone();
        assert_eq!(lines.len(), 2, "{done}");
        assert_eq!((told(0, "kind"), told(0, "quantity")), (json!("NEW"), json!(10)));
        assert_eq!((told(1, "kind"), told(1, "quantity")), (json!("UPGRADE"), json!(8)));
        assert_eq!((told(1, "parent_line_item_id"), told(1, "product_id")), (told(0, "id"), json!(p2)));
        // Over there they work as they would have here.
        let target = done["target"]["id"].as_str().unwrap();
        office.post(&format!("/v1/entitlements/{target}/deploy"), json!({})).expect(200);
        let new = |at: usize| Line {
            id: lines[at]["id"].as_str().unwrap().to_owned(),
            activation: lines[at]["activation_id"].as_str().unwrap().to_owned(),
            entitlement: target.to_owned(),
        };
        assert_eq!((shop.counts(&new(0)).1, shop.counts(&new(1)).1), (0, 8));
        let host = json!({"server_host_ids": [S1], "count": 3});
        shop.try_activate(&new(1), host).expect(201);
        assert_eq!(office.get(&format!("/v1/line-items/{}", u.id)).expect(200).text("state"), "Obsolete");
    });
}

/// 3.4: with the remaining quantity only, a line without any stays as it is.
#[test]
fn t_trf_1_an_order_stays_with_the_seats_that_stay() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, ..] = shop.catalogue();
        shop.customer("other");
        let a = shop.line(&p1, "FC", 10, json!({}));
        let f1 = shop.activate(&a, 4);
        let u = shop.follow(&a, "upgrade", json!({}));
        let path = format!("/v1/entitlements/{}/transfer", a.entitlement);
        let rest = json!({"account_id": "other", "mode": "remaining_only"});
        // Only tried, nothing moves; selected lines are looked at like all.
        let mut some = rest.clone();
        some["line_item_ids"] = json!([a.id, u.activation]);
        let tried = office.post(&format!("{path}?verify=true"), some).expect(200).body;
        assert_eq!(tried["target_line_items"][0]["quantity"], json!(6));
        assert_eq!((shop.counts(&a).0, shop.counts(&u)), (6, (10, 10, 6)));
        let done = office.post(&path, rest).expect(200).body;
        let kinds: Vec<_> = done["target_line_items"].as_array().unwrap().iter().collect();
        assert_eq!((kinds.len(), &kinds[0]["quantity"]), (1, &json!(6)));
        assert_eq!(office.get(&format!("/v1/line-items/{}", u.id)).expect(200).text("state"), "Deployed");
        assert_eq!(shop.counts(&u).1, 4);
        shop.operate(&f1, "upgrade", json!({})).expect(200);
    });
}

/// 3.2, 3.8: nor does it keep the daily run from its end, and the run tells what its dry run told.
#[test]
fn one_refused_line_stops_no_daily_run() {
    both(|office| {
        let mut shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        office.patch(&format!("/v1/products/{p2}"), json!({"upgrade_from": "2026-03-01"})).expect(200);
        let sold = |shop: &Shop<'_>| {
            let m = shop.line(&p1, "FC", 1, json!({"maintenance_until": "2026-12-31"}));
            shop.line(&p1, "FC", 10, json!({"expiry": "permanent", "maintenance_line_ids": [m.id]}))
        };
        sold(&shop);
        office.patch("/v1/accounts/acme", json!({"status": "locked"})).expect(200);
        shop.account = shop.customer("here");
        let good = sold(&shop);
        let last = |run: &Json| {
            let step = run["steps"].as_array().unwrap().last().unwrap();
            (step["step"].clone(), step["targets"].clone())
        };
        let tried = office.post("/v1/daily-runs?verify=true", json!({})).expect(200).body;
        let headers = [("prefer", "wait=60")];
        let run = office.call("POST", "/v1/daily-runs", Some(json!({})), &headers).expect(200);
        let run = office.get(&format!("/v1/daily-runs/{}", run.text("target_id"))).expect(200).body;
        assert_eq!(run["state"], json!("Succeeded"), "{run}");
        assert_eq!(last(&run), (json!("notifications"), json!([good.id])));
        assert_eq!(last(&tried), last(&run));
    });
}
