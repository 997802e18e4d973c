//! What several changes, repetitions and additional keys make of a key, over the issuer's protocol.

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::issuer::{Agreement, classes, suite};
use crate::office::both;

fn change(hoster: &Agreement<'_>, key: &str, request_key: &str, changes: Json) -> Json {
    hoster.ask("change", json!({"key_number": key, "request_key": request_key, "changes": changes}))
}

fn upgrade(config: Json) -> Json {
    json!({"change": "upgrade", "config": suite(config)})
}

/// T-KEY-1, 1.4: whatever changes the configuration of a key begins a revision, so that its files follow.
#[test]
fn t_key_1_an_upgrade_beside_an_attachment_begins_a_revision() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        assert_eq!(hoster.on("retrieve", &key), 100);
        let attach = json!({"change": "attach", "additional_key": "addon"});
        let more = upgrade(json!({"capacity": {"SEATS": 60, "REPORTS": 0}}));
        let both = change(&hoster, &key, "C-1", json!([attach, more]));
        assert_eq!(both["key"]["key_number"], "PLSK.00000001.0001", "{both}");
        let config = &both["key"]["config"];
        assert_eq!(
            (&config["capacity"]["SEATS"], &config["additional_keys"]),
            (&json!(60), &json!(["addon"]))
        );
        let files = hoster.ask("retrieve", json!({"key_number": "PLSK.00000001"}));
        assert_eq!(files["file"]["revision"], 1, "{files}");
        // The other order says the same.
        let detach = json!({"change": "detach", "additional_key": "addon"});
        let less = upgrade(json!({"capacity": {"SEATS": 50, "REPORTS": 0}, "additional_keys": ["addon"]}));
        let both = change(&hoster, &key, "C-2", json!([less, detach]));
        assert_eq!(both["key"]["key_number"], "PLSK.00000001.0002", "{both}");
        assert_eq!(both["key"]["config"]["additional_keys"], json!([]));
    });
}

/// 3.12: conflicting changes in one request are refused instead of guessed.
#[test]
fn an_upgrade_that_moves_additional_keys_stands_beside_no_other_move() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"additional_keys": ["addon"]}));
        let without = upgrade(json!({"features": ["backup"], "additional_keys": []}));
        let attach = json!({"change": "attach", "additional_key": "locked"});
        let detach = json!({"change": "detach", "additional_key": "addon"});
        for changes in [
            json!([without, detach]),
            json!([detach, without]),
            json!([attach, without]),
            json!([upgrade(json!({"additional_keys": ["addon", "locked"]})), attach]),
        ] {
            assert_eq!(change(&hoster, &key, "C", changes.clone())["result_code"], 246, "{changes}");
        }
        let alone = change(&hoster, &key, "C", json!([without]));
        assert_eq!(alone["key"]["config"]["additional_keys"], json!([]), "{alone}");
        assert_eq!(alone["key"]["key_number"], "PLSK.00000001.0001");
    });
}

/// 3.12: each additional key is written once, however many steps name it.
#[test]
fn one_additional_key_may_be_named_twice_in_a_request() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"additional_keys": ["addon"]}));
        let lone = hoster.key("L-2", json!({"class": "addon"}));
        let attach = json!({"change": "attach", "additional_key": lone});
        assert_eq!(change(&hoster, &key, "A", json!([attach, attach]))["result_code"], 255);
        assert_eq!(change(&hoster, &key, "B", json!([attach]))["result_code"], 100);
        // The class names the key that came with it, not the one that was attached by its number.
        let first = json!({"change": "detach", "additional_key": "addon"});
        let second = json!({"change": "detach", "additional_key": lone});
        let done = change(&hoster, &key, "D", json!([second, second, first]));
        assert_eq!(done["result_code"], 100, "{done}");
        let config = hoster.ask("info", json!({"key_number": key}))["key"]["config"].clone();
        assert_eq!(config["additional_keys"], json!([]));
    });
}

#[test]
fn detaching_by_number_leaves_the_key_of_the_class_attached() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"additional_keys": ["addon"]}));
        let lone = hoster.key("L-2", json!({"class": "addon"}));
        let on = |operation: &str, name: &str| {
            hoster.ask(operation, json!({"key_number": key, "additional_key": name}))
        };
        assert_eq!(on("attach", &lone)["result_code"], 100);
        let left = on("detach", &lone);
        assert_eq!(left["key"]["config"]["additional_keys"], json!(["addon"]), "{left}");
        assert_eq!(left["key"]["attached_keys"].as_array().unwrap().len(), 1);
    });
}

/// 2.1.3 rule 6, 3.12: a request key means one request for ever.
#[test]
fn a_request_key_with_another_request_is_a_conflict() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        let config = |seats: u32| suite(json!({"capacity": {"SEATS": seats, "REPORTS": 0}}));
        let named = |name: &str| json!([{"change": "configure", "nickname": name}]);
        for (operation, first, other) in [
            ("upgrade", json!({"config": config(200)}), json!({"config": config(300)})),
            ("renew", json!({"force": true}), json!({"force": false})),
            ("change", json!({"changes": named("a")}), json!({"changes": named("b")})),
        ] {
            let call = |body: &Json| {
                let mut body = body.clone();
                (body["key_number"], body["request_key"]) = (json!(key), json!(format!("R-{operation}")));
                hoster.ask(operation, body)
            };
            let done = call(&first);
            assert_eq!(done["result_code"], 100, "{operation} {done}");
            assert_eq!(call(&first), done, "{operation} again");
            assert_eq!(call(&other)["result_code"], 246, "{operation} with another request");
        }
        let info = hoster.ask("info", json!({"key_number": "PLSK.00000001"}));
        assert_eq!(info["key"]["config"]["capacity"]["SEATS"], 200);
        assert_eq!(info["key"]["nickname"], "a");
    });
}

/// 3.8: the years of the right to upgrade are counted from its anchor, which a reinstatement moves.
#[test]
fn t_bil_sus_a_reinstated_right_is_renewed_from_its_own_day() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"bill_type": "Purchase", "start": "2024-02-29"}));
        let until = |operation: &str| {
            let answer = hoster.ask(operation, json!({"key_number": key}));
            answer["key"]["sus_until"].clone()
        };
        assert_eq!(until("info"), "2025-02-28");
        office.set_clock("2026-03-10");
        assert_eq!(until("reinstate-sus"), "2027-03-10");
        assert_eq!(until("renew-sus"), "2028-03-10");
        assert_eq!(until("renew-sus"), "2029-03-10");
    });
}

/// An additional key of which nothing is switched on has no file yet; the others' files are given out.
#[test]
fn an_additional_key_without_seats_does_not_hold_back_its_main_key() {
    both(|office| {
        let seats = json!([{"code": "SEATS", "label": "Seats", "amount": 10, "feature": "core"}]);
        let main = json!({"class_id": "main", "key_prefix": "MAIN", "capacity_options": seats,
            "additional_classes": ["options"]});
        let options = json!({"class_id": "options", "key_prefix": "OPTS", "features": ["one", "two"]});
        for class in [main, options] {
            office.post("/v1/issuer-classes", class).expect(201);
        }
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"class": "main", "additional_keys": ["options"]}));
        let names = || {
            let answer = hoster.ask("retrieve", json!({"key_number": key}));
            assert_eq!(answer["result_code"], 100, "{answer}");
            let files = answer["files"].as_array().unwrap().clone();
            files.iter().map(|file| file["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(), ["MAIN.00000001.0000.lic"]);
        assert_eq!(hoster.on("retrieve", "OPTS.00000002"), 224);
        let config = json!({"class": "options", "features": ["two"]});
        let body = json!({"key_number": "OPTS.00000002", "request_key": "U", "config": config});
        assert_eq!(hoster.code("upgrade", body), 100);
        assert_eq!(names(), ["MAIN.00000001.0000.lic", "OPTS.00000002.0001.lic"]);
    });
}

/// 3.12: attributes like nickname and `auto_renew` never conflict, and one leaves the other alone.
#[test]
fn attributes_of_the_owner_are_set_one_by_one() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"nickname": "first"}));
        for (place, (attributes, nickname, auto_renew, code)) in [
            (json!({"auto_renew": false}), json!("first"), json!(false), 100),
            (json!({"auto_renew": false}), json!("first"), json!(false), 110),
            (json!({"nickname": null}), Json::Null, json!(false), 100),
            (json!({"nickname": "n", "auto_renew": true}), json!("n"), json!(true), 100),
        ]
        .into_iter()
        .enumerate()
        {
            let mut step = json!({"change": "configure"});
            step.as_object_mut().unwrap().extend(attributes.as_object().unwrap().clone());
            let answer = change(&hoster, &key, &format!("C-{place}"), json!([step, {"change": "resume"}]));
            assert_eq!(answer["result_code"], code, "{answer}");
            assert_eq!((&answer["key"]["nickname"], &answer["key"]["auto_renew"]), (&nickname, &auto_renew));
        }
        assert_eq!(office.get(&format!("/v1/keys/{key}")).expect(200).body["auto_renew"], true);
    });
}

/// 2.4 `OWNER_CHANGED`: a key that was given to another login is told as such, and the plug-in goes on.
#[test]
fn t_syn_a_moved_key_is_told_and_stops_no_other() {
    both(|office| {
        let desk = Desk::local(office);
        let [moved, other] = [desk.installed(json!({})), desk.installed(json!({}))];
        desk.at_issuer(&moved, "change", json!({"changes": [{"change": "move_owner", "owner": "else"}]}));
        let headers = [("prefer", "wait=30")];
        let run = office.call("POST", "/v1/licenses/sync", Some(json!({})), &headers).expect(200);
        let totals = &run.body["result"]["totals"];
        assert_eq!((&totals["not_in_sync"], &totals["in_sync"]), (&json!(1), &json!(1)), "{}", run.text);
        desk.done(&moved, "sync", json!({}));
        let license = desk.license(&moved);
        assert_eq!(license["sync_status"], "Not In Sync");
        assert_eq!(
            license["mismatches"],
            json!([{"code": "OWNER_CHANGED", "field": "owner", "local": "hoster", "issuer": "another login",
                "resolvable": false}])
        );
        assert_eq!(desk.license(&other)["sync_status"], "In Sync");
        let plugin = office.get(&format!("/v1/plugins/{}", desk.plugin)).expect(200);
        assert_eq!(plugin.body["paused"], false);
    });
}
