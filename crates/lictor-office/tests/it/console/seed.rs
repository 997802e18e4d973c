//! An office in business: products, a customer with seats on hosts, and licenses of an issuer.

use serde_json::{Value as Json, json};

use crate::office::{Reply, TestOffice};

/// A name that would run if any page forgot to escape it.
pub const EVIL: &str = "<script>document.title='gone'</script>\"'><img src=x onerror=alert(1)>";

/// What was made, for addresses.
#[derive(Debug, Clone, Default)]
pub struct Seed {
    pub account: String,
    pub product: String,
    pub newer: String,
    pub entitlement: String,
    pub line: String,
    pub activation: String,
    pub upgrade_line: String,
    pub fulfillment: String,
    pub forked: String,
    pub plugin: String,
    pub class: String,
    pub subscription: String,
    pub license: String,
    pub differing: String,
    pub pending: String,
    pub key: String,
}

fn made(office: &TestOffice, path: &str, body: Json) -> Reply {
    office.post(path, body).expect(201)
}

/// Waits for an operation and gives what it became.
pub fn done(office: &TestOffice, path: &str, body: Json) -> Reply {
    office.call("POST", path, Some(body), &[("prefer", "wait=20")])
}

/// Fills an office.
pub fn seed(office: &TestOffice) -> Seed {
    let mut seed = Seed::default();
    sold(office, &mut seed);
    licensed(office, &mut seed);
    seed
}

/// Products, an entitlement, and fulfillments with a fork.
pub fn sold(office: &TestOffice, seed: &mut Seed) {
    for name in ["editor", "render", "cloud"] {
        made(office, "/v1/features", json!({"name": name, "feature_version": "1.0"}));
    }
    let product = |name: &str, version: &str, features: &[&str]| {
        let features: Vec<Json> = features.iter().map(|name| json!({"name": name})).collect();
        let body = json!({"name": name, "product_version": version, "features": features});
        let id = made(office, "/v1/products", body).id();
        office.post(&format!("/v1/products/{id}/deploy"), json!({})).expect(200);
        id
    };
    seed.product = product("Studio", "1", &["editor"]);
    seed.newer = product("Studio", "2", &["editor", "render"]);
    let pro = product("Studio Pro", "2", &["editor", "render", "cloud"]);
    product("Viewer", "1", &["editor"]);
    for (from, to, kind) in [
        (&seed.product, &seed.newer, "UPGRADE"),
        (&seed.newer, &pro, "UPSELL"),
        (&seed.product, &pro, "UPSELL"),
    ] {
        made(office, "/v1/relations", json!({"from_product": from, "to_product": to, "kind": kind}));
    }
    let contacts = json!([{"name": "Ada Example", "email": "ada@example.org"}]);
    seed.account = made(
        office,
        "/v1/accounts",
        json!({"name": "Example Works", "code": "EXAMPLE", "contacts": contacts}),
    )
    .id();
    made(office, "/v1/accounts", json!({"name": EVIL, "code": "EVIL"}));
    let lines = json!([{
        "product_id": seed.product, "license_model_id": "FC", "quantity": 25, "expiry": {"date": "2027-03-31"},
        "auto_deploy": true,
    }]);
    let body = json!({"account_id": seed.account, "line_items": lines, "deploy": true, "entitlement_id": "ENT-1001"});
    let entitlement = made(office, "/v1/entitlements", body);
    seed.entitlement = entitlement.id();
    seed.line = entitlement.body["line_items"][0]["id"].as_str().unwrap().to_owned();
    seed.activation = entitlement.body["line_items"][0]["activation_id"].as_str().unwrap().to_owned();
    let hosts = json!([{"server_host_ids": ["HOSTNAME=license1"], "from_own": 10}]);
    let body = json!({"hosts": hosts, "start_date": "2026-03-02"});
    let answer = office.post(&format!("/v1/line-items/{}/activate", seed.line), body);
    assert!(answer.status < 300, "{}", answer.text);
    let first = answer.body["fulfillments"][0]["id"].as_str().unwrap().to_owned();
    let body = json!({"product_id": seed.newer, "quantity": 10, "auto_deploy": true, "expiry": {"date": "2027-03-31"}});
    seed.upgrade_line = made(office, &format!("/v1/line-items/{}/upgrade", seed.line), body).id();
    let body = json!({"count": 3, "start_date": "2026-03-02"});
    let answer = office.post(&format!("/v1/fulfillments/{first}/upgrade"), body);
    assert!(answer.status < 300, "{}", answer.text);
    seed.forked = first;
    seed.fulfillment = answer.body["fulfillments"][0]["id"].as_str().unwrap().to_owned();
}

/// An issuer, a plug-in for it, and licenses in several statuses.
pub fn licensed(office: &TestOffice, seed: &mut Seed) {
    let class = json!({
        "class_id": "studio", "name": "Studio for hosters", "class_version": "1", "key_prefix": "STUD",
        "bill_types": ["Monthly", "Purchase"], "features": ["render"], "allows_downgrade": true,
        "capacity_options": [{"code": "SEATS", "label": "Seats", "amount": 10, "feature": "editor"}],
    });
    made(office, "/v1/issuer-classes", class);
    seed.plugin =
        made(office, "/v1/plugins", json!({"name": "Hosting", "mode": "online", "template": "local"})).id();
    lictor_testkit::eventually("classes", std::time::Duration::from_secs(20), || {
        let list = office.get(&format!("/v1/license-classes?filter[plugin_id]={}", seed.plugin)).body;
        seed.class = list["data"][0]["id"].as_str()?.to_owned();
        Some(())
    });
    office.post(&format!("/v1/license-classes/{}/select", seed.class), json!({})).expect(200);
    let body =
        json!({"name": "example.org", "account_id": seed.account, "plan": "Business", "kind": "ordinary"});
    seed.subscription = made(office, "/v1/subscriptions", body).id();
    let request = |licensee: &str| {
        let body = json!({"class_id": seed.class, "bill_type": "Monthly", "capacity": {"SEATS": 100},
            "account_id": seed.account, "licensee": licensee});
        office.post("/v1/licenses", body).body["data"][0]["id"].as_str().unwrap().to_owned()
    };
    seed.license = request("Example Works");
    seed.differing = request("Example Works Lab");
    seed.pending = request("Somebody");
    for id in [&seed.license, &seed.differing] {
        done(office, &format!("/v1/licenses/{id}/issue"), json!({})).expect(200);
        done(office, &format!("/v1/licenses/{id}/retrieve"), json!({})).expect(200);
    }
    let number = office.get(&format!("/v1/licenses/{}", seed.differing)).text("key_number");
    seed.key = office.get(&format!("/v1/keys/{number}")).id();
    // The issuer raises the seats by itself; the provider learns of it when it compares.
    let config =
        json!({"class": "studio", "class_version": "1", "capacity": {"SEATS": 200}, "features": ["render"]});
    let reply = office.post(&format!("/v1/keys/{number}/upgrade"), json!({"config": config}));
    assert!(reply.status < 300, "{}", reply.text);
    for id in [&seed.license, &seed.differing] {
        done(office, &format!("/v1/licenses/{id}/sync"), json!({}));
    }
}
