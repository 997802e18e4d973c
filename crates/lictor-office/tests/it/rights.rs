//! Rights: what each route asks for, and that no other way leads around it (5.2).

use serde_json::{Value as Json, json};

use lictor_office::http::openapi;

use crate::desk::Desk;
use crate::office::{Reply, TestOffice, both};
use crate::sale::Shop;

/// A token with exactly these rights, as the header that goes with a request.
fn with_rights(office: &TestOffice, name: &str, rights: &[&str]) -> String {
    office.post("/v1/roles", json!({"name": name, "rights": rights})).expect(201);
    let token = office.post("/v1/tokens", json!({"name": name, "role": name})).expect(201);
    format!("Bearer {}", token.text("token"))
}

fn ask(office: &TestOffice, token: &str, method: &str, path: &str, body: Json) -> Reply {
    office.call(method, path, (method != "GET").then_some(body), &[("authorization", token)])
}

/// Every route by the right that the document gives it: without that right, and with all that do not imply
/// it, it is refused; and the open ones and those for every token need none.
#[test]
fn every_route_is_refused_to_who_lacks_its_right() {
    both(|office| {
        let document = openapi::document();
        let rights: Vec<String> =
            lictor_entitle::right::Right::all().map(|one| one.as_str().to_owned()).collect();
        let mut tokens = std::collections::BTreeMap::new();
        for lacking in &rights {
            let lacking = lictor_entitle::right::Right::parse(lacking).unwrap();
            let without = |one: &lictor_entitle::right::Right| {
                !lictor_entitle::right::closure(&[*one].into()).contains(&lacking)
            };
            let has: Vec<&str> =
                lictor_entitle::right::Right::all().filter(without).map(|one| one.as_str()).collect();
            let token = with_rights(office, &format!("without-{}", lacking.as_str()), &has);
            tokens.insert(lacking.as_str(), token);
        }
        let mut seen = 0;
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let Some(right) = operation["x-right"].as_str() else { continue };
                let path = path.replace(['{', '}'], "");
                let reply = ask(office, &tokens[right], &method.to_uppercase(), &path, json!({}));
                assert_eq!(reply.refusal(), (403, "FORBIDDEN"), "{method} {path}: {}", reply.text);
                assert_eq!(reply.meta("right"), json!(right), "{method} {path}");
                seen += 1;
            }
        }
        assert!(seen > 100, "{seen}");
    });
}

/// 5.2: an order carries out what its own routes would, and needs their right.
#[test]
fn an_order_needs_the_right_of_what_it_carries_out() {
    both(|office| {
        let desk = Desk::local(office);
        let license = desk.retrieved(json!({}));
        let clerk = with_rights(office, "clerk", &["view", "generate", "entitlement_edit"]);
        let upgrader = with_rights(office, "upgrader", &["view", "generate", "upgrade"]);
        let change = json!({"capacity": {"SEATS": 20}});
        for (kind, direct, body, line) in [
            (
                "upgrade",
                "upgrade",
                json!({"change": change}),
                json!({"target_id": license, "change": change}),
            ),
            ("renewal", "renew", json!({"force": true}), json!({"target_id": license, "forced": true})),
        ] {
            let path = format!("/v1/licenses/{license}/{direct}");
            assert_eq!(ask(office, &clerk, "POST", &path, body).refusal(), (403, "FORBIDDEN"), "{kind}");
            let order = json!({"kind": kind, "lines": [line]});
            let order = ask(office, &clerk, "POST", "/v1/orders", order).expect(201).id();
            let pay = format!("/v1/orders/{order}/pay");
            for path in [pay.clone(), format!("{pay}?verify=true")] {
                let refused = ask(office, &clerk, "POST", &path, json!({}));
                let expected = ((403, "FORBIDDEN"), json!("upgrade"));
                assert_eq!((refused.refusal(), refused.meta("right")), expected, "{kind}");
            }
            assert_eq!(office.get(&format!("/v1/orders/{order}")).text("state"), "Draft");
            if kind == "upgrade" {
                ask(office, &upgrader, "POST", &pay, json!({})).expect(200);
                desk.becomes(&license, "Retrieved");
            }
        }
    });
}

/// 5.2: a line that follows another is ordered, and one that is put into force deployed, with those rights only.
#[test]
fn a_line_item_needs_the_rights_of_its_kind_and_of_its_deployment() {
    both(|office| {
        let shop = Shop::new(office);
        let [p1, p2, _] = shop.catalogue();
        let line = shop.line(&p1, "FC", 10, json!({}));
        let editor = with_rights(office, "editor", &["view", "entitlement_edit"]);
        let seller = with_rights(office, "seller", &["view", "generate", "upgrade", "entitlement_edit"]);
        let sale = json!({
            "entitlement_id": line.entitlement, "product_id": p1, "license_model_id": "FC", "quantity": 1,
        });
        let upgrade =
            json!({"kind": "UPGRADE", "parent_line_item_id": line.id, "product_id": p2, "quantity": 1});
        let deployed = |body: &Json| crate::desk::with(body.clone(), &json!({"auto_deploy": true}));
        let direct = format!("/v1/line-items/{}/upgrade", line.id);
        let lines = json!({"account_id": "acme", "line_items": [{"auto_deploy": true}]});
        for (who, path, body, right) in [
            (&editor, "/v1/line-items", upgrade.clone(), "upgrade"),
            (&editor, "/v1/line-items", deployed(&sale), "entitlement_deploy"),
            (&seller, "/v1/line-items", deployed(&upgrade), "entitlement_deploy"),
            (&seller, &direct, json!({"product_id": p2, "auto_deploy": true}), "entitlement_deploy"),
            (&editor, "/v1/entitlements", lines, "entitlement_deploy"),
            (
                &editor,
                "/v1/entitlements",
                json!({"account_id": "acme", "deploy": true}),
                "entitlement_deploy",
            ),
            (&seller, "/v1/auto-upgrade", json!({}), "entitlement_deploy"),
        ] {
            let refused = ask(office, who, "POST", path, body.clone());
            assert_eq!(
                (refused.refusal(), refused.meta("right")),
                ((403, "FORBIDDEN"), json!(right)),
                "{body}"
            );
        }
        let draft = ask(office, &editor, "POST", "/v1/line-items", sale).expect(201).id();
        let follower = ask(office, &seller, "POST", "/v1/line-items", upgrade).expect(201).id();
        for (who, id, body, right) in [
            (&editor, &draft, json!({"auto_deploy": true}), "entitlement_deploy"),
            (&editor, &follower, json!({"quantity": 2}), "upgrade"),
        ] {
            let refused = ask(office, who, "PATCH", &format!("/v1/line-items/{id}"), body.clone());
            assert_eq!(
                (refused.refusal(), refused.meta("right")),
                ((403, "FORBIDDEN"), json!(right)),
                "{body}"
            );
        }
        let path = format!("/v1/line-items/{draft}");
        ask(office, &editor, "PATCH", &path, json!({"quantity": 2})).expect(200);
    });
}

/// 5.2: to try work again or to give it up takes the right of that work.
#[test]
fn an_operation_is_touched_with_the_right_of_its_work() {
    both(|office| {
        let desk = Desk::local(office);
        let fetched = format!("/v1/operations?filter[target_id]={}", desk.plugin);
        let fetch = office.get(&fetched).expect(200).body["data"][0]["id"].as_str().unwrap().to_owned();
        let license = desk.request(json!({}));
        let issued = desk.done(&license, "issue", json!({}))["id"].as_str().unwrap().to_owned();
        let clerk = with_rights(office, "clerk", &["view", "generate"]);
        let plugs = with_rights(office, "plugs", &["view", "plugin_admin"]);
        for (id, may, may_not, right) in
            [(&fetch, &plugs, &clerk, "plugin_admin"), (&issued, &clerk, &plugs, "generate")]
        {
            for verb in ["retry", "cancel"] {
                let path = format!("/v1/operations/{id}/{verb}");
                let refused = ask(office, may_not, "POST", &path, json!({}));
                assert_eq!(
                    (refused.refusal(), refused.meta("right")),
                    ((403, "FORBIDDEN"), json!(right)),
                    "{path}"
                );
                // It has succeeded, so nothing is left to do.
                let done = ask(office, may, "POST", &path, json!({}));
                assert_eq!(done.refusal(), (409, "ILLEGAL_TRANSITION"), "{path}");
            }
        }
    });
}

/// 5.2: somebody can always make a token.
#[test]
fn the_last_token_that_manages_tokens_stays() {
    both(|office| {
        let refused = office.delete("/v1/tokens/admin");
        assert_eq!(refused.refusal(), (409, "ILLEGAL_TRANSITION"), "{}", refused.text);
        office.post("/v1/roles", json!({"name": "keeper", "rights": ["view", "token_admin"]})).expect(201);
        let make = |name: &str, more: Json| {
            let body = crate::desk::with(json!({"name": name, "role": "keeper"}), &more);
            office.post("/v1/tokens", body).expect(201);
        };
        make("ending", json!({"expires_at": "2027-01-01T00:00:00Z"}));
        make("narrow", json!({"scopes": ["view"]}));
        make("login", json!({"login": "bolt"}));
        make("reader", json!({}));
        office.delete("/v1/tokens/reader").expect(204);
        assert_eq!(office.delete("/v1/tokens/admin").refusal(), (409, "ILLEGAL_TRANSITION"));
        office.delete("/v1/tokens/narrow").expect(204);
        make("second", json!({}));
        let second = office.post("/v1/tokens", json!({"name": "third", "role": "keeper"})).expect(201);
        let third = format!("Bearer {}", second.text("token"));
        let as_third = |method: &str, path: &str, body| ask(office, &third, method, path, body);
        as_third("DELETE", "/v1/tokens/admin", Json::Null).expect(204);
        let refused = as_third("PATCH", "/v1/roles/keeper", json!({"rights": ["view"]}));
        assert_eq!(refused.refusal(), (409, "ILLEGAL_TRANSITION"), "{}", refused.text);
    });
}
