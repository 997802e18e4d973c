//! A provider's desk in the tests: classes at the issuer, plug-ins, licenses, and waiting for them.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use std::fs;
use std::time::Duration;

use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::double::Double;
use crate::office::{Reply, TestOffice};

/// How long the jobs may take for anything.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// A plug-in with its classes.
pub struct Desk<'a> {
    pub office: &'a TestOffice,
    /// Id of the plug-in.
    pub plugin: String,
}

/// Adds what a body lacks.
pub fn with(mut body: Json, more: &Json) -> Json {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// The issuer's classes of these tests.
pub fn classes(office: &TestOffice) {
    let seats = json!([{"code": "SEATS", "label": "Seats", "amount": 10, "max": 1000, "feature": "core"}]);
    let suite = json!({
        "class_id": "suite", "class_version": "1", "key_prefix": "PLSK", "allows_downgrade": true,
        "auto_renew": true, "features": ["antivirus", "backup"], "additional_classes": ["addon"],
        "bill_types": ["Monthly", "Purchase"], "capacity_options": seats, "keep_days": 90,
        "terms": {"upgrade_classes": ["suite-pro"]},
    });
    for class in [
        suite.clone(),
        with(suite.clone(), &json!({"class_id": "suite-pro", "class_version": "2", "terms": {}})),
        with(
            suite.clone(),
            &json!({"class_id": "rigid", "key_prefix": "RIGD", "allows_downgrade": false, "grace_days": 10,
                "auto_renew": false, "terms": {"price_list": ["SEATS"]}}),
        ),
        with(
            suite.clone(),
            &json!({"class_id": "locked", "key_prefix": "LOCK", "requires_activation": true, "terms": {}}),
        ),
        with(
            suite,
            &json!({"class_id": "addon", "key_prefix": "ADDN", "additional_classes": [], "terms": {},
                "capacity_options": [{"code": "SEATS", "label": "Seats", "amount": 2, "feature": "addon"}]}),
        ),
    ] {
        office.post("/v1/issuer-classes", class).expect(201);
    }
}

/// Writes a secret where the office finds it.
pub fn secret(office: &TestOffice, name: &str, text: &str) {
    fs::write(office.data().join("secrets").join(name), text).unwrap();
}

/// A token that calls the issuer of the same office for this login.
pub fn token(office: &TestOffice, login: &str) -> String {
    let body = json!({"name": format!("token-of-{login}"), "role": "provider", "login": login});
    office.post("/v1/tokens", body).expect(201).text("token")
}

impl<'a> Desk<'a> {
    /// With the issuer in the same office.
    pub fn local(office: &'a TestOffice) -> Self {
        classes(office);
        Self::plugin(office, &json!({"name": "hoster", "mode": "online", "template": "local"}))
    }

    /// With the same issuer over HTTP, behind a double that can be told to fail.
    pub fn over(office: &'a TestOffice, double: &Double) -> Self {
        classes(office);
        secret(office, "issuer-token", &token(office, "hoster"));
        let body = json!({
            "name": "remote", "mode": "online", "template": "lictor", "host": "127.0.0.1",
            "port": double.port(), "login": "hoster", "secret_ref": "issuer-token", "timeout_seconds": 1,
        });
        Self::plugin(office, &body)
    }

    /// Offline, with every class for sale.
    pub fn offline(office: &'a TestOffice) -> Self {
        classes(office);
        let desk = Self::plugin(office, &json!({"name": "letters", "mode": "offline"}));
        let listed =
            office.get(&format!("/v1/license-classes?filter[plugin_id]={}", desk.plugin)).expect(200);
        let ids: Vec<&str> = listed.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|class| class["id"].as_str().unwrap())
            .collect();
        office.post("/v1/license-classes/select", json!({"ids": ids})).expect(200);
        desk
    }

    /// A plug-in that is ready.
    pub fn plugin(office: &'a TestOffice, body: &Json) -> Self {
        let plugin = office.post("/v1/plugins", body.clone()).expect(201).id();
        eventually("the classes are fetched", PATIENCE, || {
            let now = office.get(&format!("/v1/plugins/{plugin}")).expect(200);
            (now.text("status") == "Configured").then_some(())
        });
        Self { office, plugin }
    }

    /// The id of a class of this plug-in.
    pub fn class(&self, name: &str) -> String {
        let query = format!("/v1/license-classes?filter[plugin_id]={}&filter[class_id]={name}", self.plugin);
        let listed = self.office.get(&query).expect(200);
        listed.body["data"][0]["id"].as_str().unwrap().to_owned()
    }

    /// The id of a new request for a monthly license of class `suite`, or with other fields.
    #[track_caller]
    pub fn request(&self, more: Json) -> String {
        self.requests(more)[0].clone()
    }

    /// The ids of new requests.
    #[track_caller]
    pub fn requests(&self, more: Json) -> Vec<String> {
        let class = more["class"].as_str().unwrap_or("suite").to_owned();
        let mut more = more;
        more.as_object_mut().unwrap().remove("class");
        let body = with(json!({"class_id": self.class(&class), "bill_type": "Monthly"}), &more);
        let made = self.office.post("/v1/licenses", body).expect(201);
        let made = made.body["data"].as_array().unwrap();
        made.iter().map(|license| license["id"].as_str().unwrap().to_owned()).collect()
    }

    /// A license now.
    #[track_caller]
    pub fn license(&self, id: &str) -> Json {
        self.office.get(&format!("/v1/licenses/{id}")).expect(200).body
    }

    /// Its status.
    #[track_caller]
    pub fn status(&self, id: &str) -> String {
        self.license(id)["status"].as_str().unwrap().to_owned()
    }

    /// Asks an action.
    pub fn ask(&self, id: &str, action: &str, body: Json) -> Reply {
        self.office.post(&format!("/v1/licenses/{id}/{action}"), body)
    }

    /// Asks an action and waits for the end of its operation.
    pub fn act(&self, id: &str, action: &str, body: Json) -> Reply {
        let headers = [("prefer", "wait=30")];
        self.office.call("POST", &format!("/v1/licenses/{id}/{action}"), Some(body), &headers)
    }

    /// Asks an action that succeeds.
    #[track_caller]
    pub fn done(&self, id: &str, action: &str, body: Json) -> Json {
        let reply = self.act(id, action, body).expect(200);
        if reply.body["kind"].is_string() {
            assert_eq!(reply.body["state"], "Succeeded", "{}", reply.text);
        }
        reply.body
    }

    /// Waits until a license is of that status with no operation, and gives it.
    #[track_caller]
    pub fn becomes(&self, id: &str, status: &str) -> Json {
        let what = format!("the license becomes {status}");
        eventually(&what, PATIENCE, || {
            let license = self.license(id);
            (license["status"] == status && license["operation_id"].is_null()).then_some(license)
        })
    }

    /// Waits until a field of a license has a value.
    #[track_caller]
    pub fn shows(&self, id: &str, field: &str, value: Json) -> Json {
        eventually(&format!("{field} becomes {value}"), PATIENCE, || {
            let license = self.license(id);
            (license[field] == value).then_some(license)
        })
    }

    /// A license that was issued and retrieved step by step.
    #[track_caller]
    pub fn retrieved(&self, more: Json) -> String {
        let id = self.request(more);
        self.done(&id, "issue", json!({}));
        self.done(&id, "retrieve", json!({}));
        assert_eq!(self.status(&id), "Retrieved");
        id
    }

    /// A license that was installed by hand.
    #[track_caller]
    pub fn installed(&self, more: Json) -> String {
        let id = self.retrieved(more);
        self.ask(&id, "mark-installed", json!({})).expect(200);
        id
    }

    /// The actions that the audit log has of a record, oldest first.
    pub fn traces(&self, id: &str) -> Vec<String> {
        let audit = self.office.get(&format!("/v1/audit?filter[target]={id}&page[size]=500")).expect(200);
        let events = audit.body["data"].as_array().unwrap().iter();
        events.map(|event| event["action"].as_str().unwrap().to_owned()).collect()
    }

    /// The types of the webhook events of a record, oldest first.
    pub fn events(&self, id: &str) -> Vec<String> {
        let path = format!("/v1/events?filter[aggregate_id]={id}&page[size]=500");
        let events = self.office.get(&path).expect(200);
        let events = events.body["data"].as_array().unwrap().iter();
        events.map(|event| event["event_type"].as_str().unwrap().to_owned()).collect()
    }

    /// The issuer's own people change a key.
    #[track_caller]
    pub fn at_issuer(&self, id: &str, action: &str, body: Json) -> Json {
        let number = self.license(id)["key_number"].as_str().unwrap().to_owned();
        self.office.post(&format!("/v1/keys/{number}/{action}"), body).expect(200).body
    }

    /// How many keys the issuer holds.
    pub fn keys(&self) -> i64 {
        self.office.get("/v1/keys?total=true").expect(200).body["meta"]["total"].as_i64().unwrap()
    }

    /// An account.
    pub fn account(&self, code: &str) -> String {
        self.office.post("/v1/accounts", json!({"name": code, "code": code})).expect(201).id()
    }

    /// A subscription of an account; ordinary unless other fields say something else.
    pub fn subscription(&self, account: &str, more: Json) -> String {
        let body = with(json!({"name": "S1", "account_id": account, "plan": "gold"}), &more);
        self.office.post("/v1/subscriptions", body).expect(201).id()
    }

    /// A subscription that is active, with a license directory that nobody watches.
    pub fn active_subscription(&self, account: &str) -> String {
        let path = self.office.directory.path().join("licenses");
        fs::create_dir_all(&path).unwrap();
        let server = json!({"via": "directory", "path": path});
        let id = self.subscription(account, json!({"server": server}));
        self.office.post(&format!("/v1/subscriptions/{id}/activate"), json!({})).expect(200);
        id
    }
}
