//! Keys and their catalogue over HTTP, for the issuer's own people.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use lictor_office::actor::Actor;
use lictor_office::issuer::sweep;
use lictor_office::issuer::sweep::KeySweep;
use serde_json::{Value as Json, json};

use crate::issuer::{Agreement, classes, suite};
use crate::office::{Reply, TestOffice, both};

#[track_caller]
fn made(office: &TestOffice, other: Json) -> Reply {
    let mut body = json!({"owner": "hoster", "class": "suite", "bill_type": "Monthly"});
    body.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    office.post("/v1/keys", body).expect(201)
}

#[test]
fn t_key_1_an_upgrade_is_the_next_revision_of_the_same_record() {
    both(|office| {
        classes(office);
        let key = made(office, json!({}));
        assert_eq!(key.text("key_number"), "PLSK.00000001.0000");
        let location = key.headers["location"].to_str().unwrap().to_owned();
        assert_eq!(office.get(&location).expect(200).id(), key.id());
        let body = json!({"config": suite(json!({"capacity": {"SEATS": 100}}))});
        let upgraded = office.post("/v1/keys/PLSK.00000001/upgrade", body).expect(200);
        assert_eq!(upgraded.text("key_number"), "PLSK.00000001.0001");
        assert_eq!((upgraded.id(), upgraded.body["result_code"].clone()), (key.id(), json!(100)));
        let list = office.get("/v1/keys?total=true").expect(200);
        assert_eq!((&list.body["meta"]["total"], &list.body["data"][0]["revision"]), (&json!(1), &json!(1)));
    });
}

#[test]
fn t_key_2_a_number_names_the_current_revision_or_an_older_one() {
    both(|office| {
        classes(office);
        made(office, json!({}));
        let config = suite(json!({"capacity": {"SEATS": 100}}));
        office.post("/v1/keys/PLSK.00000001/upgrade", json!({"config": config})).expect(200);
        let current = office.get("/v1/keys/PLSK.00000001").expect(200);
        assert_eq!(current.body["revision"], 1);
        assert_eq!(current.body["config"]["capacity"]["SEATS"], 100);
        assert_eq!(current.body["superseded_by_revision"], Json::Null);
        let older = office.get("/v1/keys/PLSK.00000001.0000").expect(200);
        assert_eq!(older.text("key_number"), "PLSK.00000001.0000");
        assert_eq!(older.body["superseded_by_revision"], 1);
        assert_eq!(older.body["config"], suite(json!({})));
        for none in ["PLSK.00000001.0002", "PLSK.00000002", "OTHR.00000001", "nonsense"] {
            assert_eq!(office.get(&format!("/v1/keys/{none}")).refusal(), (404, "NOT_FOUND"), "{none}");
        }
    });
}

#[test]
fn refusals_of_the_issuer_are_errors_with_its_number() {
    both(|office| {
        classes(office);
        made(office, json!({}));
        made(office, json!({"bill_type": "Purchase"}));
        made(office, json!({"class": "rigid"}));
        let (first, bought, rigid) = ("PLSK.00000001", "PLSK.00000002", "RIGD.00000003");
        let rigid_config = json!({"config": {"class": "rigid", "capacity": {"SEATS": 9}}});
        for (key, action, body, status, code, number) in [
            (first, "renew", json!({}), 409, "RENEWAL_TOO_EARLY", 286),
            (bought, "renew", json!({}), 409, "NOT_RENEWABLE", 285),
            (bought, "terminate", json!({}), 409, "TERMINATION_NOT_SUPPORTED", 232),
            (first, "attach", json!({"additional_key": "suite"}), 409, "UPGRADE_NOT_ACCEPTABLE", 245),
            (rigid, "upgrade", rigid_config, 409, "UPGRADE_NOT_ACCEPTABLE", 266),
            (first, "reinstate-sus", json!({}), 409, "NOT_RENEWABLE", 285),
        ] {
            let reply = office.post(&format!("/v1/keys/{key}/{action}"), body);
            assert_eq!(reply.refusal(), (status, code), "{action} {key}");
            assert_eq!(reply.meta("result_code"), number, "{action} {key}");
        }
        let unknown = office.post("/v1/keys", json!({"owner": "h", "class": "none", "bill_type": "Monthly"}));
        assert_eq!(unknown.refusal(), (422, "CLASS_NOT_SELLABLE"));
        let nobody = office.post("/v1/keys", json!({"owner": "", "class": "suite", "bill_type": "Monthly"}));
        assert_eq!(nobody.refusal(), (422, "INVALID_FIELD"));
        let extra = office.post(&format!("/v1/keys/{first}/suspend"), json!({"why": 1}));
        assert_eq!(extra.refusal(), (422, "UNKNOWN_FIELD"));
        // What was done already is success.
        office.post(&format!("/v1/keys/{first}/terminate"), json!({})).expect(200);
        let again = office.post(&format!("/v1/keys/{first}/terminate"), json!({})).expect(200);
        assert_eq!(again.body["result_code"], 110);
        let late = office.post(&format!("/v1/keys/{first}/suspend"), json!({}));
        assert_eq!((late.refusal(), late.meta("result_code")), ((409, "LICENSE_TERMINATED"), json!(222)));
    });
}

#[test]
fn who_changes_another_version_is_told_so_and_a_trial_changes_nothing() {
    both(|office| {
        classes(office);
        let key = made(office, json!({}));
        let etag = key.headers["etag"].to_str().unwrap().to_owned();
        let suspend = "/v1/keys/PLSK.00000001/suspend";
        let tried = office.post(&format!("{suspend}?verify=true"), json!({})).expect(200);
        assert_eq!(tried.text("status"), "Suspended");
        let now = office.get("/v1/keys/PLSK.00000001").expect(200);
        assert_eq!(
            (now.text("status"), now.headers["etag"].to_str().unwrap()),
            ("Active".into(), etag.as_str())
        );
        let call = |tag: &str| office.call("POST", suspend, Some(json!({})), &[("if-match", tag)]);
        assert_eq!(call("\"9\"").refusal(), (412, "PRECONDITION_FAILED"));
        call(&etag).expect(200);
    });
}

#[test]
fn every_change_of_a_key_leaves_one_trace() {
    both(|office| {
        classes(office);
        let key = made(office, json!({"additional_keys": ["addon"]})).id();
        let act = |action: &str, body: Json| {
            office.post(&format!("/v1/keys/PLSK.00000001/{action}"), body).expect(200);
        };
        act(
            "upgrade",
            json!({"config": suite(json!({"features": ["backup"], "additional_keys": ["addon"]}))}),
        );
        act("renew", json!({"force": true}));
        act("suspend", json!({}));
        act("suspend", json!({}));
        act("resume", json!({}));
        act("detach", json!({"additional_key": "addon"}));
        act("mark-problem", json!({}));
        act("mark-problem", json!({"set": false}));
        act("export-lock", json!({}));
        act("change", json!({"changes": [{"change": "move_owner", "owner": "other"}]}));
        act("terminate", json!({}));
        let audit = office.get(&format!("/v1/audit?filter[target]={key}")).expect(200);
        let actions: Vec<&str> = audit.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["action"].as_str().unwrap())
            .collect();
        let mut expected = vec![
            "key.created",
            "key.upgraded",
            "key.renewed",
            "key.suspended",
            "key.resumed",
            "key.changed",
            "key.problem_marked",
            "key.problem_marked",
            "key.export_locked",
            "key.moved",
            "key.terminated",
        ];
        if actions.first() == Some(&"key.terminated") {
            expected.reverse();
        }
        assert_eq!(actions, expected);
    });
}

#[test]
fn owners_change_by_the_issuers_own_people_only() {
    both(|office| {
        classes(office);
        let (old, new) = (Agreement::new(office, "hoster"), Agreement::new(office, "other"));
        let key = old.key("L-1", json!({}));
        let body = json!({"changes": [{"change": "move_owner", "owner": "other"}]});
        office.post(&format!("/v1/keys/{key}/change"), body).expect(200);
        assert_eq!((old.on("info", &key), new.on("info", &key)), (202, 100));
    });
}

fn swept(office: &TestOffice, day: &str) -> KeySweep {
    office.set_clock(day);
    office.runtime.block_on(async {
        let handle = office.office();
        let today = handle.clock().today();
        let mut tx = handle.write(Actor::system("daily")).await.unwrap();
        let done = sweep(&mut tx, today).await.unwrap();
        handle.commit(tx).await.unwrap();
        done
    })
}

#[test]
fn the_sweep_expires_forgets_and_refreshes() {
    both(|office| {
        classes(office);
        let refreshed = json!({"class_id": "bought", "features": ["f"], "terms": {"refresh_days": 90}});
        office.post("/v1/issuer-classes", refreshed).expect(201);
        made(office, json!({}));
        made(office, json!({"class": "rigid"}));
        made(office, json!({"class": "bought", "bill_type": "Purchase", "features": ["f"]}));
        office.post("/v1/keys/PLSK.00000001/suspend", json!({})).expect(200);
        let count = |expired, terminated, refreshed| KeySweep { expired, terminated, refreshed };
        let status = |key: &str| office.get(&format!("/v1/keys/{key}")).expect(200).text("status");
        assert_eq!(swept(office, "2026-04-02"), count(0, 0, 0));
        assert_eq!(swept(office, "2026-04-03"), count(1, 0, 0));
        assert_eq!(swept(office, "2026-04-03"), count(0, 0, 0), "a day is swept once");
        assert_eq!(swept(office, "2026-04-13"), count(1, 0, 0));
        // Of 90 days 60 have passed.
        assert_eq!(swept(office, "2026-05-01"), count(0, 0, 1));
        assert_eq!(office.get("/v1/keys/KEY.00000003").expect(200).body["files_until"], "2026-07-30");
        assert_eq!(swept(office, "2026-07-10").terminated, 0);
        assert_eq!(swept(office, "2026-07-12"), count(0, 1, 0));
        assert_eq!(
            (status("PLSK.00000001"), status("RIGD.00000002")),
            ("Expired".into(), "Terminated".into())
        );
        assert_eq!(status("KEY.00000003"), "Active");
    });
}

#[test]
fn lists_of_keys_are_filtered_and_searched() {
    both(|office| {
        classes(office);
        made(office, json!({"licensee": "ACME Ltd"}));
        made(office, json!({"owner": "other", "class": "addon"}));
        office.post("/v1/keys/PLSK.00000001/suspend", json!({})).expect(200);
        for (query, count) in [
            ("filter[owner]=other", 1),
            ("filter[class_id]=suite", 1),
            ("filter[status]=Suspended", 1),
            ("filter[status]=Terminated", 0),
            ("filter[expiration][lte]=2026-04-02", 2),
            ("q=acme", 1),
            ("q=00000002", 1),
        ] {
            let list = office.get(&format!("/v1/keys?{query}")).expect(200);
            assert_eq!(list.body["data"].as_array().unwrap().len(), count, "{query}");
        }
    });
}

#[test]
fn a_class_is_made_changed_taken_off_sale_and_removed() {
    both(|office| {
        let class = json!({"class_id": "c", "features": ["f"]});
        let made = office.post("/v1/issuer-classes", class.clone()).expect(201);
        let expected = json!({
            "plugin_id": "issuer", "class_id": "c", "name": "c", "class_version": "", "bill_types": [],
            "capacity_options": [], "features": ["f"], "additional_classes": [], "requires_activation": false,
            "auto_renew": false, "allows_downgrade": false, "key_prefix": "KEY", "selected_for_sale": true,
            "revision": 1, "product_id": null, "license_model": "FC", "keep_days": 0, "grace_days": 0,
            "terms": {"logins": [], "price_list": null, "exclusive_features": [], "upgrade_classes": [],
                "refresh_days": null},
        });
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&made.body[name], value, "{name}");
        }
        assert_eq!(office.post("/v1/issuer-classes", class).refusal(), (409, "DUPLICATE"));
        let at = format!("/v1/issuer-classes/{}", made.id());
        let tag = [("if-match", "\"7\"")];
        let stale = office.call("PATCH", &at, Some(json!({"name": "n"})), &tag);
        assert_eq!(stale.refusal(), (412, "PRECONDITION_FAILED"));
        assert_eq!(office.patch(&at, json!({"class_id": "d"})).refusal(), (422, "READ_ONLY"));
        assert_eq!(office.patch(&at, json!({"colour": "d"})).refusal(), (422, "UNKNOWN_FIELD"));
        let changed =
            office.patch("/v1/issuer-classes/c", json!({"name": "Class C", "keep_days": 7})).expect(200);
        let fields = (changed.text("name"), &changed.body["keep_days"], &changed.body["revision"]);
        assert_eq!(fields, ("Class C".into(), &json!(7), &json!(2)));
        assert_eq!(changed.body["features"], json!(["f"]), "what is not named stays");
        let order = json!({"owner": "h", "class": "c", "bill_type": "Monthly"});
        office.post("/v1/keys", order.clone()).expect(201);
        office.patch(&at, json!({"selected_for_sale": false})).expect(200);
        assert_eq!(office.post("/v1/keys", order).refusal(), (422, "CLASS_NOT_SELLABLE"));
        assert_eq!(office.delete(&at).refusal(), (409, "ILLEGAL_TRANSITION"));
        office.post("/v1/issuer-classes", json!({"class_id": "e", "features": ["f"]})).expect(201);
        office.delete("/v1/issuer-classes/e").expect(204);
        assert_eq!(office.get("/v1/issuer-classes/e").refusal(), (404, "NOT_FOUND"));
        assert_eq!(office.get("/v1/issuer-classes").body["data"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn classes_that_could_make_no_file_are_refused_at_the_field() {
    both(|office| {
        let option = |code: &str, amount: u32, max: u32, feature: Json| json!({"code": code, "label": "l", "amount": amount, "max": max, "feature": feature});
        for (class, pointer) in [
            (json!({"class_id": ""}), "/class_id"),
            (json!({"class_id": "a b"}), "/class_id"),
            (json!({"class_id": "a"}), "/features"),
            (json!({"class_id": "a", "features": ["no name"]}), "/features/0"),
            (
                json!({"class_id": "a", "capacity_options": [option("S", 2, 1, json!("f"))]}),
                "/capacity_options/0",
            ),
            (
                json!({"class_id": "a", "capacity_options": [option("", 1, 1, json!("f"))]}),
                "/capacity_options/0",
            ),
            (
                json!({"class_id": "a", "capacity_options": [option("S", 1, 1, json!("f")),
                    option("S", 1, 1, json!("g"))]}),
                "/capacity_options/1",
            ),
            (
                json!({"class_id": "a", "capacity_options": [option("S", 1, 1, json!("f g"))]}),
                "/capacity_options/0/feature",
            ),
            (json!({"class_id": "a", "features": ["f"], "key_prefix": "no-dash"}), "/key_prefix"),
            (json!({"class_id": "a", "features": ["f"], "product_id": "none"}), "/product_id"),
            (json!({"class_id": "a", "features": ["f"], "license_model": "XX"}), "/license_model"),
        ] {
            let reply = office.post("/v1/issuer-classes", class.clone());
            assert_eq!(reply.refusal(), (422, "INVALID_FIELD"), "{class}");
            assert_eq!(reply.body.pointer("/errors/0/source/pointer"), Some(&json!(pointer)), "{class}");
        }
    });
}
