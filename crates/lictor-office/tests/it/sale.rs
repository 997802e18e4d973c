//! A vendor's shop for tests: products with features, customers, line items, and what is asked of them.

use serde_json::{Value as Json, json};

use crate::office::{Reply, TestOffice};

/// A line item that was ordered.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: String,
    pub activation: String,
    pub entitlement: String,
}

/// A shop in an office.
pub struct Shop<'a> {
    pub office: &'a TestOffice,
    pub account: String,
}

/// The only server of most tests.
pub const S1: &str = "HOSTNAME=s1";

impl<'a> Shop<'a> {
    /// A shop with one customer.
    pub fn new(office: &'a TestOffice) -> Self {
        let mut shop = Self { office, account: String::new() };
        shop.account = shop.customer("acme");
        shop
    }

    /// A customer; the id of the account.
    pub fn customer(&self, code: &str) -> String {
        let contact = json!({"name": "Ann", "email": format!("ann@{code}.example")});
        let body = json!({"name": format!("{code} & Sons"), "code": code, "contacts": [contact]});
        self.office.post("/v1/accounts", body).expect(201).id()
    }

    /// A product for sale with features `NAME` or `NAME VERSION`, which virtual machines may serve; its id.
    pub fn product(&self, name: &str, version: &str, features: &[&str]) -> String {
        let mut entries = Vec::new();
        for feature in features {
            let (feature, version) = feature.split_once(' ').unwrap_or((feature, "1.0"));
            if self.office.get(&format!("/v1/features/{feature}")).status == 404 {
                self.office.post("/v1/features", json!({"name": feature, "share": "VIRTUAL"})).expect(201);
            }
            entries.push(json!({"name": feature, "feature_version": version}));
        }
        let body = json!({"name": name, "product_version": version, "features": entries});
        let id = self.office.post("/v1/products", body).expect(201).id();
        self.office.post(&format!("/v1/products/{id}/deploy"), json!({})).expect(200);
        id
    }

    /// P1 with f1, P2 with p2, P3 with f1 and f3, and edges from P1 to both: an upgrade and an upsell.
    pub fn catalogue(&self) -> [String; 3] {
        let p1 = self.product("P1", "1.0", &["f1"]);
        let p2 = self.product("P2", "2.0", &["p2"]);
        let p3 = self.product("P3", "1.0", &["f1", "f3"]);
        self.relate(&p1, &p2, "UPGRADE");
        self.relate(&p1, &p3, "UPSELL");
        [p1, p2, p3]
    }

    pub fn relate(&self, from: &str, to: &str, kind: &str) {
        let body = json!({"from_product": from, "to_product": to, "kind": kind});
        self.office.post("/v1/relations", body).expect(201);
    }

    /// A deployed line for 2026; `more` lies over its fields.
    #[track_caller]
    pub fn line(&self, product: &str, model: &str, quantity: u32, more: Json) -> Line {
        let mut line = json!({
            "product_id": product, "license_model_id": model, "quantity": quantity,
            "start": "fixed", "start_date": "2026-01-01", "expiry": {"date": "2026-12-31"},
        });
        lay(&mut line, more);
        let body = json!({"account_id": self.account, "line_items": [line], "deploy": true});
        let made = self.office.post("/v1/entitlements", body).expect(201);
        let line = &made.body["line_items"][0];
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        Line { id: text("id"), activation: text("activation_id"), entitlement: made.id() }
    }

    /// A deployed line that follows another by `upgrade`, `upsell` or `renew`.
    #[track_caller]
    pub fn follow(&self, line: &Line, how: &str, more: Json) -> Line {
        let mut body = json!({
            "start": "fixed", "start_date": "2026-01-01", "expiry": {"date": "2026-12-31"}, "auto_deploy": true,
        });
        lay(&mut body, more);
        let path = format!("/v1/line-items/{}/{how}", line.id);
        let made = self.office.post(&path, body).expect(201);
        Line { id: made.id(), activation: made.text("activation_id"), entitlement: line.entitlement.clone() }
    }

    /// Activates; the reply.
    pub fn try_activate(&self, line: &Line, body: Json) -> Reply {
        self.office.post(&format!("/v1/line-items/{}/activate", line.activation), body)
    }

    /// Activates seats on S1; the id of the only fulfillment.
    #[track_caller]
    pub fn activate(&self, line: &Line, count: u32) -> String {
        let reply = self.try_activate(line, json!({"server_host_ids": [S1], "count": count})).expect(201);
        first(&reply)
    }

    /// An operation on a fulfillment.
    pub fn operate(&self, fulfillment: &str, how: &str, body: Json) -> Reply {
        self.office.post(&format!("/v1/fulfillments/{fulfillment}/{how}"), body)
    }

    /// The same, only tried.
    pub fn verify(&self, fulfillment: &str, how: &str, body: Json) -> Reply {
        self.office.post(&format!("/v1/fulfillments/{fulfillment}/{how}?verify=true"), body)
    }

    /// (naive, exact, without return) of a line.
    #[track_caller]
    pub fn counts(&self, line: &Line) -> (u64, u64, u64) {
        let path = format!("/v1/line-items/{}/exact-available-count", line.activation);
        let body = self.office.get(&path).expect(200).body;
        let number = |name: &str| body[name].as_u64().unwrap();
        (number("naive"), number("count"), number("without_return"))
    }

    #[track_caller]
    pub fn show(&self, fulfillment: &str) -> Json {
        self.office.get(&format!("/v1/fulfillments/{fulfillment}")).expect(200).body
    }

    /// `STATUS/SUPPORT COUNT` of a fulfillment.
    #[track_caller]
    pub fn told(&self, fulfillment: &str) -> String {
        tell(&self.show(fulfillment))
    }

    pub fn set(&self, setting: &str, value: Json) {
        self.office.patch("/v1/settings", json!({setting: value})).expect(200);
    }

    /// The signer's public key file.
    pub fn public(&self) -> String {
        self.office.runtime.block_on(self.office.office().signer().public()).unwrap().file
    }

    /// The bytes of a file.
    #[track_caller]
    pub fn download(&self, file: &str) -> String {
        self.office.get(&format!("/v1/files/{file}/download")).expect(200).text
    }

    /// Names and texts of the files that a reply says were made.
    #[track_caller]
    pub fn files(&self, reply: &Reply) -> Vec<(String, String)> {
        let files = reply.body["files"].as_array().unwrap();
        files
            .iter()
            .map(|file| {
                let text = self.download(file["id"].as_str().unwrap());
                (file["name"].as_str().unwrap().to_owned(), text)
            })
            .collect()
    }
}

/// Lays fields over others.
pub fn lay(below: &mut Json, above: Json) {
    if let (Some(below), Json::Object(above)) = (below.as_object_mut(), above) {
        below.extend(above);
    }
}

/// `STATUS/SUPPORT COUNT` of a record.
pub fn tell(record: &Json) -> String {
    let text = |name: &str| record[name].as_str().unwrap().to_owned();
    format!("{}/{} {}", text("status"), text("support_type"), record["count"])
}

/// The same of every record that was made.
pub fn tell_all(reply: &Reply) -> Vec<String> {
    reply.body["fulfillments"].as_array().unwrap().iter().map(tell).collect()
}

/// Id of the first record that was made.
#[track_caller]
pub fn first(reply: &Reply) -> String {
    made(reply, 0)
}

/// Id of a record that was made.
#[track_caller]
pub fn made(reply: &Reply, place: usize) -> String {
    reply.body["fulfillments"][place]["id"].as_str().unwrap_or_else(|| panic!("{}", reply.text)).to_owned()
}

/// `FEATURE kind row role count` of each license.
pub fn delivered(reply: &Reply) -> Vec<String> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let deliveries = reply.body["deliveries"].as_array().unwrap().iter();
    deliveries
        .map(|license| {
            let parts = ["feature", "kind", "row", "role", "count"].map(|name| text(&license[name]));
            parts.join(" ")
        })
        .collect()
}

/// `FEATURE: DAY SEATS, DAY SEATS` of the only server, for each feature.
pub fn seats(reply: &Reply) -> Vec<String> {
    let servers = reply.body["servers"].as_array().unwrap();
    assert_eq!(servers.len(), 1, "{}", reply.text);
    let features = servers[0]["features"].as_array().unwrap().iter();
    features
        .map(|feature| {
            let steps = feature["steps"].as_array().unwrap().iter();
            let steps: Vec<String> =
                steps.map(|step| format!("{} {}", step["from"].as_str().unwrap(), step["seats"])).collect();
            format!("{}: {}", feature["feature"].as_str().unwrap(), steps.join(", "))
        })
        .collect()
}
