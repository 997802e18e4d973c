//! Tokens that are locked to an account or a product, against every reference by every name (5.3).

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::office::{Reply, TestOffice, both};
use crate::sale::Shop;

/// A caller with a lock.
struct Locked<'a> {
    office: &'a TestOffice,
    token: String,
}

impl<'a> Locked<'a> {
    fn to(office: &'a TestOffice, lock: &str, record: &str) -> Self {
        let body = json!({"name": format!("locked-{record}"), "role": "operator", lock: record});
        let token = office.post("/v1/tokens", body).expect(201).text("token");
        Self { office, token: format!("Bearer {token}") }
    }

    fn ask(&self, method: &str, path: &str, body: Json) -> Reply {
        let body = (method != "GET").then_some(body);
        self.office.call(method, path, body, &[("authorization", &self.token)])
    }

    #[track_caller]
    fn is_refused(&self, method: &str, path: &str, body: Json, at: Option<&str>) {
        let reply = self.ask(method, path, body.clone());
        assert_eq!(reply.refusal(), (403, "FORBIDDEN"), "{method} {path} {body}: {}", reply.text);
        assert_eq!(reply.body.pointer("/errors/0/source/pointer").and_then(Json::as_str), at, "{body}");
    }
}

/// 5.3: a license is named by id, License ID number and key number; another account's is out of reach by each.
#[test]
fn a_lock_holds_for_every_name_of_every_reference() {
    both(|office| {
        let desk = Desk::local(office);
        let (alpha, beta) = (desk.account("ALPHA"), desk.account("BETA"));
        let theirs = desk.retrieved(json!({"account_id": alpha}));
        let own = desk.retrieved(json!({"account_id": beta}));
        let portal = Locked::to(office, "account_lock", "BETA");
        let theirs = desk.license(&theirs);
        let number = theirs["number"].as_i64().unwrap().to_string();
        let key = theirs["key_number"].as_str().unwrap();
        for name in [theirs["id"].as_str().unwrap(), &number, key] {
            let line = json!({"target_id": name, "forced": true});
            let order = json!({"kind": "renewal", "lines": [line]});
            portal.is_refused("POST", "/v1/orders", order, Some("/lines/0/target_id"));
        }
        // An order of its own for a license of another account, whoever wrote it, is not carried out.
        let order = json!({"kind": "renewal", "account_id": "BETA", "lines": [{"target_id": number, "forced": true}]});
        let order = office.post("/v1/orders", order).expect(201).id();
        let paid = portal.ask("POST", &format!("/v1/orders/{order}/pay"), json!({}));
        assert_eq!(paid.refusal(), (404, "NOT_FOUND"), "{}", paid.text);
        let own = desk.license(&own)["number"].to_string();
        let order = json!({"kind": "renewal", "lines": [{"target_id": own, "forced": true}]});
        let made = portal.ask("POST", "/v1/orders", order).expect(201);
        assert_eq!(made.text("account_id"), beta);

        let shop = Shop { office, account: alpha.clone() };
        let product = shop.product("P1", "1.0", &["f1"]);
        let line = shop.line(&product, "FC", 5, json!({}));
        let subscription = desk.active_subscription(&alpha);
        let entitlement =
            office.get(&format!("/v1/entitlements/{}", line.entitlement)).text("entitlement_id");
        let sale = json!({"product_id": product, "license_model_id": "FC", "quantity": 1});
        let lay = |field: &str, value: &str| crate::desk::with(sale.clone(), &json!({field: value}));
        for name in [&line.entitlement, &entitlement] {
            portal.is_refused("POST", "/v1/line-items", lay("entitlement_id", name), Some("/entitlement_id"));
        }
        for name in [&line.id, &line.activation] {
            let body = json!({"kind": "RENEWAL", "parent_line_item_id": name});
            portal.is_refused("POST", "/v1/line-items", body, Some("/parent_line_item_id"));
            let body = json!({"activation_id": name, "server_host_ids": ["HOSTNAME=s1"], "count": 1});
            portal.is_refused("POST", "/v1/fulfillments", body, Some("/activation_id"));
            let lines = [crate::desk::with(sale.clone(), &json!({"maintenance_line_ids": [name]}))];
            let at = Some("/line_items/0/maintenance_line_ids/0");
            portal.is_refused("POST", "/v1/entitlements", json!({"line_items": lines}), at);
        }
        let path = format!("/v1/licenses/{own}/assign");
        portal.is_refused("POST", &path, json!({"subscription_id": subscription}), Some("/subscription_id"));
        // Its own account has two names as well; whether another one exists is not said.
        for (name, status) in
            [("BETA", 201), (beta.as_str(), 201), ("ALPHA", 403), (&alpha, 403), ("none", 403)]
        {
            let host = json!({"account_id": name, "kind": "server", "id_type": "HOSTNAME", "value": format!("s-{name}")});
            assert_eq!(portal.ask("POST", "/v1/hosts", host).status, status, "{name}");
        }
        // Notes name nobody.
        let body = json!({"metadata": {"account_id": "7"}});
        portal.ask("POST", "/v1/entitlements", body).expect(201);
    });
}

/// 5.3: what the lock is made of is not for the one who is locked to decide.
#[test]
fn a_locked_token_does_not_manage_its_own_lock() {
    both(|office| {
        for code in ["ALPHA", "BETA"] {
            office.post("/v1/accounts", json!({"name": code, "code": code})).expect(201);
        }
        let portal = Locked::to(office, "account_lock", "BETA");
        for (field, value) in [
            ("status", json!("locked")),
            ("reseller", json!(true)),
            ("parent_account", json!("ALPHA")),
            ("parent_account", json!("nobody")),
            ("parent_account", json!("BETA")),
            ("parent_account", Json::Null),
        ] {
            let at = format!("/{field}");
            portal.is_refused("PATCH", "/v1/accounts/BETA", json!({field: value}), Some(&at));
        }
        portal.is_refused("DELETE", "/v1/accounts/BETA", Json::Null, None);
        let renamed = portal.ask("PATCH", "/v1/accounts/BETA", json!({"name": "Beta & Sons"})).expect(200);
        assert_eq!(renamed.text("name"), "Beta & Sons");
    });
}

/// 5.3: a product lock holds for what is written as for what is read, alone and in bulk.
#[test]
fn a_token_locked_to_a_product_touches_nothing_of_another() {
    both(|office| {
        let desk = Desk::local(office);
        let class = desk.class("suite");
        let license = desk.request(json!({}));
        let shop = Shop::new(office);
        let (pa, pb) = (shop.product("PA", "1.0", &["fa"]), shop.product("PB", "1.0", &["fb"]));
        let theirs = shop.line(&pb, "FC", 5, json!({}));
        let own = shop.line(&pa, "FC", 5, json!({}));
        let maker = Locked::to(office, "product_lock", &pa);
        let rows = || {
            let count = |of: &str| office.get(&format!("/v1/{of}?total=true")).body["meta"]["total"].clone();
            ["licenses", "orders", "line-items", "entitlements", "subscriptions", "hosts"].map(count)
        };
        let before = rows();
        let order =
            json!({"kind": "upgrade", "lines": [{"target_id": "1", "change": {"capacity": {"SEATS": 20}}}]});
        for (path, body) in [
            ("/v1/licenses", json!({"class_id": class, "bill_type": "Monthly"})),
            ("/v1/orders", order),
            ("/v1/subscriptions", json!({"name": "s", "account_id": shop.account})),
            ("/v1/hosts", json!({"account_id": shop.account, "kind": "server"})),
            ("/v1/entitlements", json!({"account_id": shop.account})),
            (&format!("/v1/licenses/{license}/issue"), json!({})),
        ] {
            maker.is_refused("POST", path, body.clone(), None);
            let items = json!({"items": [{"method": "POST", "path": path, "body": body}]});
            let all = maker.ask("POST", "/v1/bulk", items).expect(200);
            assert_eq!(all.body["results"][0]["status"], 403, "{path}");
        }
        let line = |product: &str| {
            let body = json!({
                "entitlement_id": own.entitlement, "product_id": product, "license_model_id": "FC", "quantity": 1,
            });
            maker.ask("POST", "/v1/line-items", body)
        };
        assert_eq!(line(&pb).refusal(), (403, "FORBIDDEN"));
        assert_eq!(rows(), before);
        let path = format!("/v1/line-items/{}", theirs.id);
        assert_eq!(maker.ask("GET", &path, Json::Null).refusal(), (404, "NOT_FOUND"));
        line(&pa).expect(201);
    });
}
