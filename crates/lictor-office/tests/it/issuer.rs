//! The issuer's protocol over HTTP: every result code, and that nothing is done twice.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use serde_json::{Value as Json, json};

use crate::office::{Reply, TestOffice, both};

/// A login at the issuer with its token.
pub(crate) struct Agreement<'a> {
    pub(crate) office: &'a TestOffice,
    bearer: String,
}

impl<'a> Agreement<'a> {
    /// A login with every right of the protocol.
    pub(crate) fn new(office: &'a TestOffice, login: &str) -> Self {
        Self::with(office, login, json!({"role": "provider", "login": login}))
    }

    /// A token of this kind.
    pub(crate) fn with(office: &'a TestOffice, name: &str, mut token: Json) -> Self {
        token["name"] = json!(format!("token-of-{name}"));
        let bearer = format!("Bearer {}", office.post("/v1/tokens", token).expect(201).text("token"));
        Self { office, bearer }
    }

    pub(crate) fn call(&self, operation: &str, body: Json) -> Reply {
        let headers = [("authorization", self.bearer.as_str())];
        self.office.call("POST", &format!("/v1/issuer/{operation}"), Some(body), &headers)
    }

    /// The answer to an operation, which is HTTP 200 whatever it says.
    #[track_caller]
    pub(crate) fn ask(&self, operation: &str, body: Json) -> Json {
        self.call(operation, body).expect(200).body
    }

    #[track_caller]
    pub(crate) fn code(&self, operation: &str, body: Json) -> u64 {
        self.ask(operation, body)["result_code"].as_u64().unwrap()
    }

    /// The number of a new key of class `suite`, or with other fields.
    #[track_caller]
    pub(crate) fn key(&self, request_key: &str, other: Json) -> String {
        let mut body = json!({"request_key": request_key, "class": "suite", "bill_type": "Monthly"});
        body.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
        let answer = self.ask("create", body);
        assert_eq!(answer["result_code"], 100, "{answer}");
        answer["key"]["key_number"].as_str().unwrap().to_owned()
    }

    /// One operation that takes a key alone.
    #[track_caller]
    pub(crate) fn on(&self, operation: &str, key: &str) -> u64 {
        self.code(operation, json!({"key_number": key}))
    }
}

/// The classes of these tests.
pub(crate) fn classes(office: &TestOffice) {
    for class in [
        json!({
            "class_id": "suite", "class_version": "1", "key_prefix": "PLSK", "allows_downgrade": true,
            "capacity_options": [
                {"code": "SEATS", "label": "Seats", "amount": 10, "max": 1000, "feature": "core"},
                {"code": "REPORTS", "label": "Reports", "amount": 0, "max": 50, "feature": "reports"},
            ],
            "features": ["antivirus", "backup", "render", "turbo"],
            "additional_classes": ["addon", "locked"],
            "terms": {"exclusive_features": [["render", "turbo"]], "upgrade_classes": ["suite-pro"]},
        }),
        json!({
            "class_id": "suite-pro", "class_version": "2", "key_prefix": "PLSK", "allows_downgrade": true,
            "capacity_options": [
                {"code": "SEATS", "label": "Seats", "amount": 10, "max": 1000, "feature": "core"},
            ],
            "features": ["antivirus", "backup", "render", "turbo", "pro"],
        }),
        json!({"class_id": "addon", "key_prefix": "ADDN", "features": ["x"], "capacity_options": [
            {"code": "ADDON", "label": "Add-on", "amount": 5, "feature": "addon"},
        ]}),
        json!({"class_id": "locked", "key_prefix": "LOCK", "requires_activation": true, "capacity_options": [
            {"code": "SEATS", "label": "Seats", "amount": 3, "feature": "locked"},
        ]}),
        json!({
            "class_id": "rigid", "key_prefix": "RIGD", "features": ["extra", "priced"],
            "bill_types": ["Monthly", "Purchase"], "keep_days": 90, "grace_days": 10,
            "capacity_options": [
                {"code": "SEATS", "label": "Seats", "amount": 10, "max": 100, "feature": "core"},
            ],
            "terms": {"price_list": ["SEATS", "priced"]},
        }),
        json!({"class_id": "private", "features": ["f"], "terms": {"logins": ["somebody"]}}),
        json!({"class_id": "monthly-only", "features": ["f"], "bill_types": ["Monthly"]}),
        json!({"class_id": "retired", "features": ["f"], "selected_for_sale": false}),
        json!({"class_id": "empty", "features": ["f"]}),
    ] {
        office.post("/v1/issuer-classes", class).expect(201);
    }
}

/// The configuration of `suite` with these fields changed.
pub(crate) fn suite(other: Json) -> Json {
    let mut config = json!({
        "class": "suite", "class_version": "1", "capacity": {"SEATS": 10, "REPORTS": 0}, "features": [],
        "additional_keys": [],
    });
    config.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    config
}

#[test]
fn a_key_is_made_whole_and_told_whole() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let answer = hoster.ask(
            "create",
            json!({
                "request_key": "L-1", "class": "suite", "bill_type": "Monthly", "capacity": {"SEATS": 30},
                "features": ["antivirus"], "licensee": "ACME Ltd", "nickname": "first",
                "server_host_ids": ["HOSTNAME=Server1."],
            }),
        );
        let key = json!({
            "key_number": "PLSK.00000001.0000", "bill_type": "Monthly", "status": "Active", "owner": "hoster",
            "config": suite(json!({"capacity": {"SEATS": 30, "REPORTS": 0}, "features": ["antivirus"]})),
            "start": "2026-03-02", "update_date": "2026-04-02", "expiration_date": "2026-04-02",
            "sus_until": "2026-04-02", "problem": false, "not_activated": false, "not_exportable": false,
            "licensee": "ACME Ltd", "server_host_ids": ["HOSTNAME=server1"], "node_host_ids": [],
            "parent_key": null, "attached_keys": [], "nickname": "first",
        });
        assert_eq!(answer, json!({"result_code": 100, "result_text": "OK", "key": key}));
        let info = hoster.ask("info", json!({"key_number": "plsk.00000001"}));
        assert_eq!(info["key"], key);
    });
}

#[test]
fn orders_that_the_catalogue_does_not_allow_are_refused_by_number() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let order = |class: &str, other: Json| {
            let mut body = json!({"request_key": "K", "class": class, "bill_type": "Monthly"});
            body.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
            hoster.code("create", body)
        };
        for (class, other, code) in [
            ("nothing", json!({}), 260),
            ("retired", json!({}), 260),
            ("private", json!({}), 202),
            ("suite", json!({"class_version": "0"}), 260),
            ("monthly-only", json!({"bill_type": "Purchase"}), 260),
            ("suite", json!({"features": ["unknown"]}), 244),
            ("suite", json!({"capacity": {"DISKS": 1}}), 266),
            ("suite", json!({"capacity": {"SEATS": 1001}}), 266),
            ("suite", json!({"features": ["render", "turbo"]}), 277),
            ("suite", json!({"additional_keys": ["private"]}), 245),
            ("rigid", json!({"features": ["extra"]}), 260),
            ("rigid", json!({"features": ["priced"], "capacity": {"SEATS": 20}}), 100),
            ("suite", json!({}), 246),
        ] {
            assert_eq!(order(class, other.clone()), code, "{class} {other}");
        }
        assert_eq!(order("suite", json!({"request_key": ""})), 246);
        let bad = json!({"request_key": "H", "class": "suite", "bill_type": "Monthly",
            "server_host_ids": ["server1"]});
        assert_eq!(hoster.call("create", bad).refusal(), (422, "INVALID_FIELD"));
        let unknown = json!({"request_key": "H", "class": "suite", "bill_type": "Monthly", "color": 1});
        assert_eq!(hoster.call("create", unknown).refusal(), (422, "UNKNOWN_FIELD"));
        assert_eq!(office.get("/v1/keys?total=true").body["meta"]["total"], 1);
    });
}

#[test]
fn classes_are_those_of_the_agreement() {
    both(|office| {
        classes(office);
        let names = |login: &str| -> Vec<String> {
            let answer = Agreement::new(office, login).ask("classes", json!({}));
            let classes = answer["classes"].as_array().unwrap().iter();
            classes.map(|class| class["class"].as_str().unwrap().to_owned()).collect()
        };
        let all = ["suite", "suite-pro", "addon", "locked", "rigid", "monthly-only", "empty"];
        assert_eq!(names("hoster"), all);
        let with_private =
            ["suite", "suite-pro", "addon", "locked", "rigid", "private", "monthly-only", "empty"];
        assert_eq!(names("somebody"), with_private);
    });
}

#[test]
fn who_may_not_is_told_by_number_and_strangers_by_http() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        let other = Agreement::new(office, "other");
        for operation in ["info", "terminate", "suspend", "resume", "retrieve"] {
            assert_eq!(other.on(operation, &key), 202, "{operation}");
        }
        let nobody = Agreement::with(office, "nobody", json!({"role": "operator"}));
        assert_eq!(nobody.on("info", &key), 201);
        let reader = json!({"role": "provider", "login": "hoster", "scopes": ["view"]});
        let reader = Agreement::with(office, "reader", reader);
        assert_eq!(reader.on("info", &key), 100);
        assert_eq!(reader.on("terminate", &key), 201);
        assert_eq!(reader.on("retrieve", &key), 201);
        let change = json!({"key_number": key, "changes": [{"change": "suspend"}]});
        assert_eq!(reader.code("change", change), 201);
        let stranger =
            office.call("POST", "/v1/issuer/info", Some(json!({})), &[("authorization", "Bearer 0")]);
        assert_eq!(stranger.refusal(), (401, "UNAUTHENTICATED"));
        // An agreement sees its own keys through the protocol, and nothing else of the office.
        let bearer = hoster.bearer.as_str();
        let list = office.call("GET", "/v1/keys", None, &[("authorization", bearer)]);
        assert_eq!(list.refusal(), (403, "FORBIDDEN"));
    });
}

#[test]
fn keys_that_do_not_exist_and_numbers_that_are_none() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        hoster.key("L-1", json!({}));
        for (number, code) in [
            ("PLSK.00000001", 100),
            ("PLSK.00000001.0000", 100),
            ("PLSK.00000001.0001", 220),
            ("PLSK.00000002", 220),
            ("OTHR.00000001", 220),
            ("PLSK.1", 410),
            ("", 410),
        ] {
            assert_eq!(hoster.on("info", number), code, "{number:?}");
        }
    });
}

#[test]
fn t_lic_3_twenty_equal_orders_at_once_make_one_key() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let url = format!("http://{}/v1/issuer/create", office.address());
        let body = json!({"request_key": "L-7", "class": "suite", "bill_type": "Monthly",
            "additional_keys": ["addon"]});
        let answers: Vec<Json> = office.runtime.block_on(async {
            let mut calls = tokio::task::JoinSet::new();
            for _ in 0..20 {
                let client = reqwest::Client::builder().no_proxy().build().unwrap();
                let (url, body, bearer) = (url.clone(), body.to_string(), hoster.bearer.clone());
                calls.spawn(async move {
                    let request = client.post(url).header("authorization", bearer).body(body);
                    let text = request.send().await.unwrap().text().await.unwrap();
                    serde_json::from_str(&text).unwrap()
                });
            }
            calls.join_all().await
        });
        for answer in &answers {
            assert_eq!(
                (&answer["result_code"], &answer["key"]),
                (&json!(100), &answers[0]["key"]),
                "{answer}"
            );
        }
        assert_eq!(office.get("/v1/keys?total=true").body["meta"]["total"], 2, "the key and its addon");
        // Another order under the same request key is no repetition.
        let other = json!({"request_key": "L-7", "class": "suite", "bill_type": "Purchase"});
        assert_eq!(hoster.code("create", other), 246);
        // Another login has request keys of its own.
        let mine = Agreement::new(office, "other").key("L-7", json!({}));
        assert_ne!(answers[0]["key"]["key_number"], json!(mine));
    });
}

#[test]
fn upgrades_are_weighed_by_the_class() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        let rigid = hoster.key("L-2", json!({"class": "rigid", "features": ["priced"]}));
        let upgrade = |key: &str, config: Json| {
            let request_key = config.to_string();
            hoster.ask("upgrade", json!({"key_number": key, "request_key": request_key, "config": config}))
        };
        let rigid_config = |seats: u32, features: &[&str]| json!({"class": "rigid", "capacity": {"SEATS": seats}, "features": features});
        for (key, config, code) in [
            (&key, suite(json!({})), 110),
            (&key, suite(json!({"features": ["unknown"]})), 244),
            (&key, suite(json!({"additional_keys": ["rigid"]})), 245),
            (&key, suite(json!({"capacity": {"SEATS": 1001}})), 266),
            (&key, suite(json!({"class": "rigid"})), 266),
            (&key, suite(json!({"class_version": "2"})), 266),
            (&key, suite(json!({"features": ["render", "turbo"]})), 277),
            (&rigid, rigid_config(9, &["priced"]), 266),
            (&rigid, rigid_config(10, &[]), 266),
            (&rigid, rigid_config(10, &["priced", "extra"]), 260),
            (&rigid, rigid_config(11, &["priced"]), 100),
            (&key, suite(json!({"capacity": {"SEATS": 8}, "features": ["backup"]})), 100),
            (&key, suite(json!({"class": "suite-pro", "class_version": "2", "capacity": {"SEATS": 8}})), 100),
        ] {
            let answer = upgrade(key, config.clone());
            assert_eq!(answer["result_code"], code, "{config} {answer}");
        }
        let after = hoster.ask("info", json!({"key_number": "PLSK.00000001"}));
        assert_eq!(after["key"]["key_number"], "PLSK.00000001.0002");
        assert_eq!(after["key"]["config"]["class"], "suite-pro");
        let first = hoster.ask("info", json!({"key_number": "PLSK.00000001.0000"}));
        assert_eq!(first["key"]["config"], suite(json!({})));
        assert_eq!(first["key"]["superseded_by_revision"], 2);
    });
}

#[test]
fn t_upg_7_the_same_upgrade_sent_twice_is_one_revision() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        let more = suite(json!({"capacity": {"SEATS": 100}}));
        let request = json!({"key_number": key, "request_key": "U-1", "config": more});
        let first = hoster.ask("upgrade", request.clone());
        assert_eq!(first["key"]["key_number"], "PLSK.00000001.0001");
        assert_eq!(hoster.ask("upgrade", request), first);
        let renew = json!({"key_number": key, "request_key": "U-1", "force": true});
        assert_eq!(hoster.code("renew", renew), 246, "the request key belongs to the upgrade");
        let renew = json!({"key_number": key, "request_key": "R-1", "force": true});
        let renewed = hoster.ask("renew", renew.clone());
        assert_eq!(renewed["key"]["expiration_date"], "2026-05-02");
        assert_eq!(hoster.ask("renew", renew), renewed);
    });
}

#[test]
fn t_bil_1_months_count_from_the_first_day_with_grace() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"class": "rigid", "start": "2016-03-12"}));
        let dates = |answer: &Json| {
            let key = &answer["key"];
            json!([key["update_date"], key["expiration_date"], key["sus_until"], key["status"]])
        };
        office.set_clock("2016-03-12");
        let info = hoster.ask("info", json!({"key_number": key}));
        assert_eq!(dates(&info), json!(["2016-04-12", "2016-04-22", "2016-04-12", "Active"]));
        let renew = |name: &str, force: bool| {
            hoster.ask("renew", json!({"key_number": key, "request_key": name, "force": force}))
        };
        assert_eq!(renew("a", false)["result_code"], 286, "before the update date");
        office.set_clock("2016-04-12");
        assert_eq!(dates(&renew("b", false)), json!(["2016-05-12", "2016-05-22", "2016-05-12", "Active"]));
        // T-BIL-4: usable on its last day, expired on the next.
        office.set_clock("2016-05-22");
        assert_eq!(hoster.ask("info", json!({"key_number": key}))["key"]["status"], "Active");
        office.set_clock("2016-05-23");
        assert_eq!(hoster.ask("info", json!({"key_number": key}))["key"]["status"], "Expired");
        assert_eq!(hoster.on("retrieve", &key), 228);
        assert_eq!(hoster.on("suspend", &key), 228);
    });
}

#[test]
fn t_bil_3_months_keep_their_anchor_day() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"start": "2026-12-31"}));
        let mut updates = Vec::new();
        for period in 0..3 {
            let info = hoster.ask("info", json!({"key_number": key}));
            updates.push(info["key"]["update_date"].clone());
            let renew = json!({"key_number": key, "request_key": format!("R-{period}"), "force": true});
            assert_eq!(hoster.code("renew", renew), 100);
        }
        assert_eq!(json!(updates), json!(["2027-01-31", "2027-02-28", "2027-03-31"]));
    });
}

#[test]
fn expired_keys_are_kept_for_a_while() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let kept = hoster.key("L-1", json!({"class": "rigid"}));
        let gone = hoster.key("L-2", json!({}));
        assert_eq!(hoster.on("reinstate", &kept), 110);
        let renew = |key: &str| hoster.ask("renew", json!({"key_number": key, "request_key": "late"}));
        // 2026-04-02 and 10 days of grace; 90 more days.
        office.set_clock("2026-04-20");
        assert_eq!(renew(&gone)["result_code"], 228);
        assert_eq!(hoster.on("reinstate", &gone), 228);
        let renewed = renew(&kept);
        assert_eq!(renewed["key"]["expiration_date"], "2026-05-12", "{renewed}");
        assert_eq!(renewed["key"]["status"], "Active");
        // A month that has passed already is not sold: the dates begin anew.
        office.set_clock("2026-08-01");
        let again = hoster.ask("reinstate", json!({"key_number": kept}));
        assert_eq!(again["key"]["start"], "2026-08-01", "{again}");
        assert_eq!(again["key"]["expiration_date"], "2026-09-11");
        office.set_clock("2026-12-11");
        assert_eq!(hoster.on("reinstate", &kept), 228);
    });
}

#[test]
fn the_right_to_upgrade_ends_and_comes_back() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"bill_type": "Purchase"}));
        let monthly = hoster.key("L-2", json!({}));
        let until = |answer: &Json| answer["key"]["sus_until"].clone();
        assert_eq!(until(&hoster.ask("info", json!({"key_number": key}))), "2027-03-02");
        assert_eq!(hoster.code("renew", json!({"key_number": key, "request_key": "R"})), 285);
        assert_eq!(hoster.on("renew-sus", &monthly), 285);
        assert_eq!(hoster.on("reinstate-sus", &key), 110);
        let renewed = hoster.ask("renew-sus", json!({"key_number": key, "request_key": "S"}));
        assert_eq!(until(&renewed), "2028-03-02");
        assert_eq!(hoster.ask("renew-sus", json!({"key_number": key, "request_key": "S"})), renewed);
        office.set_clock("2028-03-03");
        let more =
            json!({"key_number": key, "request_key": "U", "config": suite(json!({"features": ["backup"]}))});
        assert_eq!(hoster.code("upgrade", more.clone()), 268);
        assert_eq!(hoster.on("renew-sus", &key), 268);
        let reinstated = hoster.ask("reinstate-sus", json!({"key_number": key}));
        assert_eq!(until(&reinstated), "2029-03-03");
        assert_eq!(hoster.code("upgrade", more), 100);
        // T-BIL-7: it never expires.
        office.set_clock("2100-01-01");
        assert_eq!(hoster.ask("info", json!({"key_number": key}))["key"]["status"], "Active");
    });
}

#[test]
fn states_of_a_key_are_left_and_entered_once() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        let bought = hoster.key("L-2", json!({"bill_type": "Purchase"}));
        for (operation, key, code) in [
            ("resume", &key, 110),
            ("suspend", &key, 100),
            ("suspend", &key, 110),
            ("retrieve", &key, 224),
            ("resume", &key, 100),
            ("retrieve", &key, 100),
            ("terminate", &bought, 232),
            ("terminate", &key, 100),
            ("terminate", &key, 110),
            ("suspend", &key, 222),
            ("resume", &key, 222),
            ("retrieve", &key, 222),
            ("activate", &key, 222),
            ("reinstate", &key, 222),
        ] {
            assert_eq!(hoster.on(operation, key), code, "{operation} {key}");
        }
        let upgrade =
            json!({"key_number": key, "request_key": "U", "config": suite(json!({"features": ["backup"]}))});
        assert_eq!(hoster.code("upgrade", upgrade), 222);
        assert_eq!(hoster.code("renew", json!({"key_number": key, "request_key": "R"})), 222);
        let attach = json!({"key_number": key, "additional_key": "addon"});
        assert_eq!(hoster.code("attach", attach), 222);
    });
}

#[test]
fn a_problem_and_a_lock_hold_files_back() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        office.post(&format!("/v1/keys/{key}/export-lock"), json!({})).expect(200);
        assert_eq!(hoster.on("retrieve", &key), 224);
        office.post(&format!("/v1/keys/{key}/export-lock"), json!({"set": false})).expect(200);
        assert_eq!(hoster.on("retrieve", &key), 100);
        office.post(&format!("/v1/keys/{key}/mark-problem"), json!({})).expect(200);
        assert_eq!(hoster.on("retrieve", &key), 221);
        assert_eq!(hoster.code("renew", json!({"key_number": key, "request_key": "R", "force": true})), 221);
        let upgrade =
            json!({"key_number": key, "request_key": "U", "config": suite(json!({"features": ["backup"]}))});
        assert_eq!(hoster.code("upgrade", upgrade), 221);
        assert_eq!(hoster.on("terminate", &key), 100, "a problem does not keep it alive");
    });
}

#[test]
fn a_key_is_activated_with_its_code_or_by_its_owner() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({"class": "locked"}));
        let plain = hoster.key("L-2", json!({}));
        assert_eq!(hoster.on("activate", &plain), 110);
        assert_eq!(hoster.on("retrieve", &key), 223);
        let code = hoster.ask("info", json!({"key_number": key}))["key"]["activation_code"].clone();
        assert_eq!(code.as_str().unwrap().len(), 23);
        let wrong = json!({"key_number": key, "activation_code": "AAAAA-AAAAA-AAAAA-AAAAA"});
        assert_eq!(hoster.code("activate", wrong), 223);
        let right = json!({"key_number": key, "activation_code": code, "activation_data": "hwid 7",
            "server_host_ids": ["HOSTNAME=box"]});
        let answer = hoster.ask("activate", right);
        assert_eq!(answer["key"]["not_activated"], false);
        assert_eq!(answer["key"]["server_host_ids"], json!(["HOSTNAME=box"]));
        assert_eq!(answer["key"]["activation_code"], Json::Null);
        assert_eq!(hoster.on("activate", &key), 110);
        assert_eq!(hoster.on("retrieve", &key), 100);
        // The code is in no document and in no trace.
        let document = office.get(&format!("/v1/keys/{key}")).expect(200).text;
        assert!(!document.contains(code.as_str().unwrap()), "{document}");
        let audit = office.get("/v1/audit").expect(200).text;
        assert!(!audit.contains(code.as_str().unwrap()), "{audit}");
    });
}

#[test]
fn additional_keys_come_and_go_and_outlive_their_main_key() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        let lone = hoster.key("L-2", json!({"class": "addon"}));
        let other = Agreement::new(office, "other");
        let foreign = other.key("L-1", json!({"class": "addon"}));
        let code = |operation: &str, key: &str, additional: &str| {
            hoster.code(operation, json!({"key_number": key, "additional_key": additional}))
        };
        for (operation, main, additional, expected) in [
            ("detach", key.as_str(), "addon", 110),
            ("attach", &key, "suite", 245),
            ("attach", &key, "addon", 100),
            ("attach", &key, "addon", 255),
            ("attach", &key, &foreign, 202),
            ("attach", &key, &key, 245),
            ("attach", &key, "ADDN.99999999", 220),
            ("attach", &key, &lone, 100),
            ("attach", &key, &lone, 255),
            ("attach", &lone, "addon", 245),
        ] {
            assert_eq!(code(operation, main, additional), expected, "{operation} {additional} {main}");
        }
        let info = hoster.ask("info", json!({"key_number": key}));
        assert_eq!(info["key"]["config"]["additional_keys"], json!(["ADDN.00000002", "addon"]));
        let attached = info["key"]["attached_keys"].as_array().unwrap();
        let numbers: Vec<&str> = attached.iter().map(|key| key["key_number"].as_str().unwrap()).collect();
        assert_eq!(numbers, ["ADDN.00000002.0000", "ADDN.00000004.0000"]);
        assert_eq!(info["key"]["key_number"], "PLSK.00000001.0000", "attaching changes no file of the key");
        // A renewal takes them along.
        let renew = json!({"key_number": key, "request_key": "R", "force": true});
        assert_eq!(hoster.code("renew", renew), 100);
        let child = hoster.ask("info", json!({"key_number": "ADDN.00000004"}));
        assert_eq!(child["key"]["expiration_date"], "2026-05-02");
        assert_eq!(code("detach", &key, &lone), 100);
        assert_eq!(hoster.on("terminate", &key), 100);
        assert_eq!(hoster.ask("info", json!({"key_number": "ADDN.00000004"}))["key"]["status"], "Active");
        assert_eq!(hoster.on("terminate", "ADDN.00000004"), 100);
    });
}

/// One change of each kind of the matrix, in the order of the table below.
fn kinds() -> Vec<(&'static str, Json)> {
    vec![
        ("move_owner", json!({"change": "move_owner", "owner": "other"})),
        ("terminate", json!({"change": "terminate"})),
        ("suspend", json!({"change": "suspend"})),
        ("resume", json!({"change": "resume"})),
        ("activate", json!({"change": "activate"})),
        ("attach", json!({"change": "attach", "additional_key": "addon"})),
        ("detach", json!({"change": "detach", "additional_key": "addon"})),
        ("upgrade", json!({"change": "upgrade", "config": suite(json!({"features": ["backup"]}))})),
        ("bind", json!({"change": "bind", "server_host_ids": ["HOSTNAME=b"]})),
        ("configure", json!({"change": "configure", "nickname": "n"})),
    ]
}

#[test]
fn changes_that_contradict_each_other_are_refused_together() {
    // x: refused with 246. Rows and columns in the order of `kinds`.
    let matrix = [
        "xxx.xxxxx.",
        "xxxxxxxxx.",
        "xxxxxx.xx.",
        ".xxx......",
        "xxx.x...x.",
        "xxx...x...",
        "xx...x....",
        "xxx....x..",
        "xxx.x...x.",
        "..........",
    ];
    both(|office| {
        classes(office);
        let kinds = kinds();
        let order = json!({"owner": "hoster", "class": "suite", "bill_type": "Monthly"});
        let key = office.post("/v1/keys", order).expect(201).text("key_number");
        for (row, (one, first)) in kinds.iter().enumerate() {
            for (column, (other, second)) in kinds.iter().enumerate() {
                let body = json!({"changes": [first, second]});
                let reply = office.post(&format!("/v1/keys/{key}/change?verify=true"), body);
                let refused = reply.meta("result_code") == 246;
                let expected = matrix[row].as_bytes()[column] == b'x';
                assert_eq!(refused, expected, "{one} with {other}: {}", reply.text);
                if refused {
                    assert_eq!(reply.refusal(), (409, "UPGRADE_NOT_ACCEPTABLE"));
                }
            }
        }
    });
}

#[test]
fn several_changes_are_made_together_or_not_at_all() {
    both(|office| {
        classes(office);
        let hoster = Agreement::new(office, "hoster");
        let key = hoster.key("L-1", json!({}));
        let change = |request_key: &str, changes: Json| {
            hoster.ask("change", json!({"key_number": key, "request_key": request_key, "changes": changes}))
        };
        let upgrade = json!({"change": "upgrade", "config": suite(json!({"features": ["backup"]}))});
        let bad = change("C-1", json!([upgrade, {"change": "attach", "additional_key": "suite"}]));
        assert_eq!(bad["result_code"], 245);
        let info = hoster.ask("info", json!({"key_number": key}));
        assert_eq!(info["key"]["config"], suite(json!({})), "nothing of it was done");
        let named = json!({"change": "configure", "nickname": "n"});
        let good = json!([upgrade, {"change": "bind", "server_host_ids": ["HOSTNAME=b"]}, named]);
        let answer = change("C-2", good.clone());
        assert_eq!(answer["key"]["key_number"], "PLSK.00000001.0001", "{answer}");
        assert_eq!(answer["key"]["nickname"], "n");
        assert_eq!(answer["key"]["server_host_ids"], json!(["HOSTNAME=b"]));
        assert_eq!(change("C-2", good.clone()), answer);
        assert_eq!(change("C-3", good)["result_code"], 110);
        let moved = change("C-4", json!([{"change": "move_owner", "owner": "other"}]));
        assert_eq!(moved["result_code"], 201);
    });
}
