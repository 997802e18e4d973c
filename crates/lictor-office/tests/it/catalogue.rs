//! Accounts, products, features, relations, license models and hosts: made, changed, refused, forgotten.

use serde_json::{Value as Json, json};

use crate::office::both;
use crate::sale::Shop;

#[test]
fn a_new_office_has_four_license_models() {
    both(|office| {
        let models = office.get("/v1/license-models").expect(200).body;
        let told: Vec<(Json, Json, Json)> = models["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|model| (model["code"].clone(), model["model"].clone(), model["technology"].clone()))
            .collect();
        let expected: Vec<(Json, Json, Json)> =
            ["FC", "FU", "NC", "NU"].map(|code| (json!(code), json!(code), json!("certificate"))).into();
        assert_eq!(told, expected);
        assert_eq!(office.get("/v1/license-models/FC").expect(200).text("code"), "FC");
    });
}

#[test]
fn an_account_is_made_changed_and_forgotten() {
    both(|office| {
        let contact = json!({"name": "Ann", "email": "ann@acme.example", "language": "de-CH"});
        let body = json!({
            "name": "ACME", "code": "acme", "contacts": [contact], "metadata": {"tier": 1, "x": "y"}, "external_ref": "C-7",
        });
        let made = office.post("/v1/accounts", body).expect(201);
        let id = made.id();
        assert_eq!(made.headers["location"], format!("/v1/accounts/{id}").as_str());
        assert_eq!(made.headers["etag"], "\"1\"");
        assert_eq!((&made.body["status"], &made.body["reseller"]), (&json!("active"), &json!(false)));
        assert_eq!(office.get("/v1/accounts/acme").expect(200).id(), id);
        assert_eq!(
            office.get("/v1/accounts?filter[metadata.tier]=1").expect(200).body["data"][0]["id"],
            json!(id)
        );

        let path = format!("/v1/accounts/{id}");
        let change = json!({"name": "ACME AG", "contacts": null, "metadata": {"x": null, "z": 2}});
        let changed =
            office.call("PATCH", &path, Some(change.clone()), &[("if-match", "\"1\"")]).expect(200).body;
        assert_eq!((&changed["name"], &changed["contacts"]), (&json!("ACME AG"), &json!([])));
        assert_eq!((&changed["metadata"], &changed["version"]), (&json!({"tier": 1, "z": 2}), &json!(2)));
        assert_eq!(changed["external_ref"], json!("C-7"));
        let stale = office.call("PATCH", &path, Some(change), &[("if-match", "\"1\"")]);
        assert_eq!(stale.refusal(), (412, "PRECONDITION_FAILED"));
        for (change, status, code) in [
            (json!({"code": "other"}), 422, "READ_ONLY"),
            (json!({"version": 7}), 422, "READ_ONLY"),
            (json!({"color": "red"}), 422, "UNKNOWN_FIELD"),
            (json!({"name": ""}), 422, "INVALID_FIELD"),
            (json!({"name": null}), 422, "INVALID_FIELD"),
            (json!({"status": "sleeping"}), 422, "INVALID_FIELD"),
            (json!({"parent_account": id}), 422, "INVALID_FIELD"),
            (json!({"contacts": [{"name": "x", "email": "no address"}]}), 422, "INVALID_FIELD"),
        ] {
            assert_eq!(office.patch(&path, change.clone()).refusal(), (status, code), "{change}");
        }
        let child = json!({"name": "Child", "code": "child", "parent_account": "acme"});
        let child = office.post("/v1/accounts", child).expect(201);
        assert_eq!(child.text("parent_account"), id);
        assert_eq!(office.delete(&path).refusal(), (409, "IN_USE"));
        office.delete(&format!("/v1/accounts/{}", child.id())).expect(204);
        office.delete(&path).expect(204);
        assert_eq!(office.get(&path).refusal(), (404, "NOT_FOUND"));
        let audit = office.get(&format!("/v1/audit?filter[target]={id}")).expect(200).body;
        let actions: Vec<&Json> =
            audit["data"].as_array().unwrap().iter().map(|event| &event["action"]).collect();
        assert_eq!(actions, ["account.created", "account.changed", "account.removed"]);
    });
}

#[test]
fn unique_values_are_taken_once() {
    both(|office| {
        let shop = Shop::new(office);
        let p = shop.product("P", "1.0", &["f"]);
        let edge = json!({"from_product": p, "to_product": p, "kind": "UPGRADE"});
        for (path, body, status, code) in [
            ("accounts", json!({"name": "x", "code": "acme"}), 409, "DUPLICATE"),
            ("accounts", json!({"name": "x", "code": "a b"}), 422, "INVALID_FIELD"),
            ("features", json!({"name": "f"}), 409, "DUPLICATE"),
            ("features", json!({"name": "f!"}), 422, "INVALID_FIELD"),
            ("features", json!({"name": "g", "feature_version": "1.x"}), 422, "INVALID_FIELD"),
            ("features", json!({"name": "g", "share": "EVERYBODY"}), 422, "INVALID_FIELD"),
            ("products", json!({"name": "P", "product_version": "1.0"}), 409, "DUPLICATE"),
            ("products", json!({"name": "Q", "features": [{"name": "none"}]}), 422, "INVALID_FIELD"),
            (
                "products",
                json!({"name": "Q", "features": [{"name": "f"}, {"name": "f"}]}),
                422,
                "INVALID_FIELD",
            ),
            (
                "products",
                json!({"name": "Q", "features": [{"name": "f", "per_seat": 0}]}),
                422,
                "INVALID_FIELD",
            ),
            ("products", json!({"name": "Q", "key_prefix": "lower"}), 422, "INVALID_FIELD"),
            ("products", json!({"name": "Q", "state": "Deployed"}), 422, "UNKNOWN_FIELD"),
            ("license-models", json!({"code": "FC", "model": "FC"}), 409, "DUPLICATE"),
            ("license-models", json!({"code": "X", "model": "XX"}), 422, "INVALID_FIELD"),
            ("relations", edge, 422, "INVALID_FIELD"),
        ] {
            let reply = office.post(&format!("/v1/{path}"), body.clone());
            assert_eq!(reply.refusal(), (status, code), "{path} {body}");
        }
    });
}

#[test]
fn relations_lead_forward_only() {
    both(|office| {
        let shop = Shop::new(office);
        let [a, b, c] = ["1", "2", "3"].map(|version| shop.product("P", version, &["f"]));
        shop.relate(&a, &b, "UPGRADE");
        shop.relate(&b, &c, "UPGRADE");
        shop.relate(&b, &a, "UPSELL");
        let edge = |from: &str, to: &str| json!({"from_product": from, "to_product": to, "kind": "UPGRADE"});
        assert_eq!(office.post("/v1/relations", edge(&a, &b)).refusal(), (409, "DUPLICATE"));
        assert_eq!(office.post("/v1/relations", edge(&c, &a)).refusal(), (422, "INVALID_FIELD"));
        assert_eq!(office.post("/v1/relations", edge("none", &a)).refusal(), (422, "INVALID_FIELD"));
        assert_eq!(office.delete(&format!("/v1/products/{b}")).refusal(), (409, "IN_USE"));
        assert_eq!(office.delete("/v1/features/f").refusal(), (409, "IN_USE"));
        let listed = office.get(&format!("/v1/relations?filter[from_product]={b}")).expect(200).body;
        assert_eq!(listed["data"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn the_states_of_a_product() {
    both(|office| {
        let id = office.post("/v1/products", json!({"name": "P"})).expect(201).id();
        let step = |step: &str| office.post(&format!("/v1/products/{id}/{step}"), json!({}));
        let refused = step("obsolete");
        assert_eq!(refused.refusal(), (409, "ILLEGAL_TRANSITION"));
        assert_eq!((refused.meta("status"), refused.meta("allowed")), (json!("Draft"), json!(["Deployed"])));
        for (name, state) in [
            ("deploy", "Deployed"),
            ("deactivate", "Inactive"),
            ("deploy", "Deployed"),
            ("deactivate", "Inactive"),
            ("obsolete", "Obsolete"),
        ] {
            assert_eq!(step(name).expect(200).text("state"), state);
        }
        assert_eq!(step("deploy").meta("allowed"), json!([]));
        let test = office.post("/v1/products", json!({"name": "T", "test": true})).expect(201);
        assert_eq!(test.text("state"), "Test");
        assert_eq!(
            office.post(&format!("/v1/products/{}/deploy", test.id()), json!({})).refusal(),
            (409, "ILLEGAL_TRANSITION")
        );
        let change = office.patch(&format!("/v1/products/{id}"), json!({"state": "Draft"}));
        assert_eq!(change.refusal(), (422, "READ_ONLY"));
    });
}

#[test]
fn hosts_are_kept_in_their_normal_form() {
    both(|office| {
        let shop = Shop::new(office);
        let host = |id_type: &str, value: &str, aliases: Json| {
            let body = json!({
                "account_id": "acme", "kind": "node", "id_type": id_type, "value": value, "aliases": aliases,
            });
            office.post("/v1/hosts", body)
        };
        let made = host("ETHERNET", "00-1B-44-11-3A-B7", json!(["HOSTNAME=Big.example.com."])).expect(201);
        assert_eq!(
            (made.text("value"), made.text("account_id")),
            ("00:1b:44:11:3a:b7".to_owned(), shop.account.clone())
        );
        assert_eq!(made.body["aliases"], json!(["HOSTNAME=big.example.com"]));
        assert_eq!(host("ETHERNET", "001b.4411.3ab7", json!([])).refusal(), (422, "INVALID_FIELD"));
        assert_eq!(host("ETHERNET", "001B44113AB7", json!([])).refusal(), (409, "DUPLICATE"));
        assert_eq!(host("HOSTNAME", "BIG.example.com", json!([])).refusal(), (409, "DUPLICATE"));
        assert_eq!(
            host("HOSTNAME", "other", json!(["HOSTNAME=big.example.com"])).refusal(),
            (409, "DUPLICATE")
        );
        let path = format!("/v1/hosts/{}", made.id());
        assert_eq!(office.patch(&path, json!({"value": "x"})).refusal(), (422, "READ_ONLY"));
        let changed =
            office.patch(&path, json!({"aliases": ["IPADDRESS=::ffff:10.0.0.7"], "name": "Big one"}));
        assert_eq!(changed.expect(200).body["aliases"], json!(["IPADDRESS=10.0.0.7"]));
        host("HOSTNAME", "big.example.com", json!([])).expect(201);
        office.delete(&path).expect(204);
    });
}
