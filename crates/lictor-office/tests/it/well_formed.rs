//! What is no well-formed request is refused before anything is done, on every route of the document (5.3).

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use lictor_office::http::openapi;
use lictor_office::http::route::Method;
use lictor_office::routes;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, with};
use crate::office::{TestOffice, both};
use crate::sale::{S1, Shop};

/// Every row that stands in the store, by table.
fn rows(office: &TestOffice) -> Vec<i64> {
    let tables = [
        "accounts",
        "products",
        "features",
        "relations",
        "license_models",
        "license_classes",
        "entitlements",
        "line_items",
        "fulfillments",
        "hosts",
        "keys",
        "licenses",
        "license_files",
        "subscriptions",
        "orders",
        "operations",
        "shipments",
        "events",
        "audit",
        "tokens",
        "roles",
        "webhooks",
        "deliveries",
        "plugins",
        "daily_runs",
        "sync_runs",
        "idempotency",
    ];
    office.runtime.block_on(async {
        let mut tx = office.office().read().await.unwrap();
        let mut counts = Vec::new();
        for table in tables {
            let rows = tx.query(&format!("SELECT COUNT(*) FROM {table}"), Vec::new()).await.unwrap();
            counts.push(rows[0].int(0).unwrap());
        }
        counts
    })
}

/// A route as it is asked for: method and path with made-up names.
fn asked(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "7" } else { part }).collect::<Vec<_>>().join("/")
}

fn source(body: &Json, kind: &str) -> Option<String> {
    body.pointer(&format!("/errors/0/source/{kind}")).and_then(Json::as_str).map(str::to_owned)
}

/// 5.3: no parameter and no field is passed over, on whatever route.
#[test]
fn an_unknown_parameter_or_field_is_refused_on_every_route() {
    both(|office| {
        let before = rows(office);
        for (path, operations) in openapi::document()["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let path = asked(path);
                let method = method.to_uppercase();
                let body = (method != "GET").then(|| json!({}));
                let reply = office.call(&method, &format!("{path}?dry_run=true"), body, &[]);
                assert_eq!(reply.refusal(), (422, "INVALID_FIELD"), "{method} {path}: {}", reply.text);
                assert_eq!(source(&reply.body, "parameter").as_deref(), Some("dry_run"), "{method} {path}");
                if !operation["requestBody"].is_null() || method == "PATCH" {
                    continue;
                }
                let reply = office.call(&method, &path, Some(json!({"color/~": 1})), &[]);
                assert_eq!(reply.refusal(), (422, "UNKNOWN_FIELD"), "{method} {path}: {}", reply.text);
                assert_eq!(source(&reply.body, "pointer").as_deref(), Some("/color~1~0"), "{method} {path}");
                let reply = office.call(&method, &path, Some(json!([1])), &[]);
                assert_eq!(reply.refusal(), (422, "INVALID_FIELD"), "{method} {path}: {}", reply.text);
            }
        }
        assert_eq!(rows(office), before);
    });
}

/// 5.3: whoever tries something may write `True`; whatever else is neither yes nor no is refused.
#[test]
fn verify_says_yes_or_no_in_any_case_of_letters_and_once() {
    both(|office| {
        let before = rows(office);
        let body = json!({"class_id": "c1", "features": ["a"]});
        for yes in ["true", "True", "TRUE", "1"] {
            let tried = office.post(&format!("/v1/issuer-classes?verify={yes}"), body.clone());
            assert_eq!(tried.status, 201, "{yes}: {}", tried.text);
        }
        for wrong in
            ["verify=yes", "verify=", "verify", "verify=on", "verify=true&verify=false", "verify=%20true"]
        {
            let refused = office.post(&format!("/v1/issuer-classes?{wrong}"), body.clone());
            assert_eq!(refused.refusal(), (422, "INVALID_FIELD"), "{wrong}");
            assert_eq!(source(&refused.body, "parameter").as_deref(), Some("verify"), "{wrong}");
        }
        let whole = with(body.clone(), &json!({"verify": true}));
        assert_eq!(office.post("/v1/issuer-classes", whole).refusal(), (422, "UNKNOWN_FIELD"));
        // In a list the whole decides, whatever an item says.
        let item = |path: &str| json!({"method": "POST", "path": path, "body": body});
        let items = ["", "?verify=false", "?verify=0&verify=1", "?verify=maybe"];
        let items: Vec<Json> =
            items.iter().map(|query| item(&format!("/v1/issuer-classes{query}"))).collect();
        for yes in ["true", "True"] {
            let all = office.post(&format!("/v1/bulk?verify={yes}"), json!({"items": items})).expect(200);
            assert_eq!(all.text("status"), "SUCCESS", "{}", all.text);
        }
        assert_eq!(rows(office), before);
        office.post("/v1/issuer-classes?verify=False", body).expect(201);
        assert_ne!(rows(office), before);
    });
}

/// 5.3: a trial of any route that offers one leaves every table as it was.
#[test]
fn a_trial_writes_nothing_on_any_route() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ALPHA");
        let shop = Shop { office, account: account.clone() };
        let [p1, ..] = shop.catalogue();
        let line = shop.line(&p1, "FC", 10, json!({}));
        let fulfillment = shop.activate(&line, 5);
        let license = desk.retrieved(json!({"account_id": account}));
        let request = desk.request(json!({}));
        let order = json!({"kind": "renewal", "lines": [{"target_id": license, "forced": true}]});
        let order = office.post("/v1/orders", order).expect(201).id();
        let key =
            office.get("/v1/keys").expect(200).body["data"][0]["key_number"].as_str().unwrap().to_owned();
        let class = desk.class("suite");
        let before = rows(office);
        let mut done = Vec::new();
        for route in routes::all().iter().filter(|route| route.verify) {
            let names: [&str; 5] = match route.path.split('/').nth(2).unwrap() {
                "licenses" => [&license, &request, "", "", ""],
                "fulfillments" => [&fulfillment, "", "", "", ""],
                "line-items" => [&line.id, "", "", "", ""],
                "entitlements" => [&line.entitlement, "", "", "", ""],
                "orders" => [&order, "", "", "", ""],
                "keys" => [&key, "", "", "", ""],
                "accounts" => [&account, "", "", "", ""],
                _ => ["7", "", "", "", ""],
            };
            let bodies = [
                json!({}),
                json!({"count": 1, "server_host_ids": [S1]}),
                json!({"class_id": class, "bill_type": "Monthly"}),
                json!({"class": "suite", "owner": "me"}),
                json!({"class_id": "new"}),
                json!({"force": true}),
                json!({"capacity": {"SEATS": 20}}),
                json!({"set": true}),
                json!({"activation_id": line.activation, "count": 1, "server_host_ids": [S1]}),
            ];
            for name in names.iter().filter(|name| !name.is_empty()) {
                for body in &bodies {
                    let path = asked(route.path).replace("/7", &format!("/{name}"));
                    let method = if route.method == Method::Delete { "DELETE" } else { "POST" };
                    let headers = [("idempotency-key", "tried")];
                    let reply =
                        office.call(method, &format!("{path}?verify=TRUE"), Some(body.clone()), &headers);
                    assert_ne!(reply.status, 500, "{path} {body}: {}", reply.text);
                    if reply.status < 300 {
                        done.push(route.path);
                        assert!(reply.headers.get("location").is_none(), "{path}");
                    }
                }
            }
        }
        done.dedup();
        assert!(done.len() > 12, "{done:?}");
        assert_eq!(rows(office), before);
    });
}

/// 5.3: both stores say the same of a character that one of them cannot keep.
#[test]
fn the_character_nul_is_refused_wherever_it_stands() {
    both(|office| {
        let name = json!({"name": "N", "code": "N"});
        for (method, path, body, expected, at) in [
            ("GET", "/v1/accounts/%00", Json::Null, (404, "NOT_FOUND"), None),
            ("DELETE", "/v1/roles/a%00b", Json::Null, (404, "NOT_FOUND"), None),
            ("GET", "/v1/keys/%00", Json::Null, (404, "NOT_FOUND"), None),
            ("GET", "/v1/accounts?filter[code]=%00", Json::Null, (422, "INVALID_FIELD"), None),
            ("GET", "/v1/accounts?q=%00", Json::Null, (422, "INVALID_FIELD"), None),
            ("GET", "/v1/accounts?page[after]=%00", Json::Null, (422, "INVALID_FIELD"), None),
            ("GET", "/v1/audit?filter[actor]=%00", Json::Null, (422, "INVALID_FIELD"), None),
            (
                "POST",
                "/v1/accounts",
                with(name.clone(), &json!({"external_ref": "a\0"})),
                (422, "INVALID_FIELD"),
                Some("/external_ref"),
            ),
            (
                "POST",
                "/v1/accounts",
                with(name.clone(), &json!({"metadata": {"a": ["", {"b": "\0"}]}})),
                (422, "INVALID_FIELD"),
                Some("/metadata/a/1/b"),
            ),
            (
                "POST",
                "/v1/accounts",
                with(name, &json!({"metadata": {"a\0": 1}})),
                (422, "INVALID_FIELD"),
                Some("/metadata/a\0"),
            ),
            (
                "POST",
                "/v1/tokens",
                json!({"name": "a", "role": "viewer\0", "account_lock": "x"}),
                (422, "INVALID_FIELD"),
                Some("/role"),
            ),
            (
                "POST",
                "/v1/bulk",
                json!({"items": [{"method": "GET", "path": "/v1/clock", "idempotency_key": "\0"}]}),
                (422, "INVALID_FIELD"),
                Some("/items/0/idempotency_key"),
            ),
        ] {
            let body = (method == "POST").then_some(body);
            let reply = office.call(method, path, body.clone(), &[]);
            assert_eq!(reply.refusal(), expected, "{method} {path} {body:?}: {}", reply.text);
            assert_eq!(source(&reply.body, "pointer").as_deref(), at, "{method} {path} {body:?}");
        }
        let items = json!({"items": [{"method": "GET", "path": "/v1/accounts/%00"}]});
        let all = office.post("/v1/bulk", items).expect(200);
        assert_eq!(all.body["results"][0]["status"], 404);
    });
}

/// 5.3: a field that stands twice means one of two things, and nobody can say which.
#[test]
fn a_field_stands_once() {
    both(|office| {
        let text = "{\"name\": \"A\", \"code\": \"A\", \"metadata\": {\"a\": 1, \"a\": 2}}";
        let reply = raw(office, "POST /v1/accounts", "", text.as_bytes());
        assert!(reply.starts_with("HTTP/1.1 422 "), "{reply}");
        assert!(reply.contains("\"source\":{\"pointer\":\"/metadata\"}"), "{reply}");
        assert_eq!(office.get("/v1/accounts").expect(200).body["data"], json!([]));
    });
}

/// What the port answers to a request that the client library would not send.
fn raw(office: &TestOffice, line: &str, headers: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(office.address()).unwrap();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n{headers}{}\r\n",
        body.len(),
        if headers.contains("uthorization") {
            String::new()
        } else {
            format!("Authorization: Bearer {}\r\n", office.token())
        },
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).unwrap();
    String::from_utf8(reply).unwrap()
}

/// 5.3: refusals have one form, wherever they come from.
#[test]
fn a_refusal_has_its_headers_and_says_what_it_is_about() {
    both(|office| {
        for (method, path, expected) in [
            ("GET", "/v1/nothing", 404),
            ("DELETE", "/v1/clock", 405),
            ("GET", "/v1/accounts/%ff", 404),
            ("GET", "/v1/accounts/nobody", 404),
            ("POST", "/v1/accounts", 422),
        ] {
            let body = (method == "POST").then(|| json!({}));
            let reply = office.call(method, path, body, &[("x-request-id", "mine")]);
            assert_eq!(reply.status, expected, "{method} {path}: {}", reply.text);
            assert!(!reply.code().is_empty(), "{method} {path}: {}", reply.text);
            assert_eq!(reply.headers["x-request-id"], "mine", "{method} {path}");
            assert_eq!(reply.headers["lictor-version"], lictor_office::http::VERSION, "{method} {path}");
        }
        let long = "x".repeat(513);
        let own = office.call("GET", "/v1/clock", None, &[("x-request-id", &long)]).expect(200);
        assert_eq!(own.headers["x-request-id"].len(), 36);
        for bearer in ["", "Bearer nobody", "Basic YTpi"] {
            let reply = office.call("GET", "/v1/clock", None, &[("authorization", bearer)]);
            assert_eq!(reply.refusal(), (401, "UNAUTHENTICATED"), "{bearer}");
            assert_eq!(reply.headers["www-authenticate"], "Bearer", "{bearer}");
            assert_eq!(reply.headers["ratelimit-limit"], "60000", "{bearer}");
        }
        for scheme in ["bearer", "BEARER"] {
            let bearer = format!("{scheme} {}", office.token());
            office.call("GET", "/v1/clock", None, &[("authorization", &bearer)]).expect(200);
        }
        let refused = office.get("/v1/accounts/nobody");
        let (limit, left) = (&refused.headers["ratelimit-limit"], &refused.headers["ratelimit-remaining"]);
        assert_eq!(limit, "60000");
        assert!(left.to_str().unwrap().parse::<i64>().unwrap() < 60_000);
        for (name, value) in [("idempotency-key", long.as_str()), ("x-reason", &long), ("if-match", "\u{e4}")]
        {
            let refused =
                office.call("POST", "/v1/roles", Some(json!({"name": "r", "rights": []})), &[(name, value)]);
            assert_eq!(refused.refusal(), (422, "INVALID_FIELD"), "{name}");
            let header = source(&refused.body, "header").unwrap_or_default();
            assert_eq!(header.to_lowercase(), name);
        }
        let headers = [("x-reason", "auf Wunsch von Bäcker & Söhne")];
        let role =
            office.call("POST", "/v1/roles", Some(json!({"name": "r", "rights": []})), &headers).expect(201);
        let events = office.get(&format!("/v1/audit?filter[target]={}", role.id())).expect(200).body;
        assert_eq!(events["data"][0]["reason"], headers[0].1);
        let refused = raw(office, "POST /v1/roles", "X-Reason: \u{1}\r\n", b"{}");
        assert!(refused.starts_with("HTTP/1.1 4"), "{refused}");
    });
}

/// 5.3: the limit is a setting; whoever goes beyond it is told how it stands.
#[test]
fn the_rate_is_a_setting() {
    both(|office| {
        for (rate, expected) in [(0, 422), (60_001, 422), (-1, 422), (5, 200)] {
            let reply = office.patch("/v1/settings", json!({"rate_per_minute": rate}));
            assert_eq!(reply.status, expected, "{rate}: {}", reply.text);
        }
        let replies: Vec<_> = (0..6).map(|_| office.get("/v1/accounts/nobody")).collect();
        assert_eq!(
            replies.iter().map(|reply| reply.status).collect::<Vec<_>>(),
            [404, 404, 404, 404, 404, 429]
        );
        for (reply, left) in replies.iter().zip(["4", "3", "2", "1", "0", "0"]) {
            assert_eq!(
                (&reply.headers["ratelimit-limit"], &reply.headers["ratelimit-remaining"]),
                (&"5".parse().unwrap(), &left.parse().unwrap())
            );
        }
    });
}

/// 5.3: If-Match holds on every PATCH and DELETE and on every action of a record.
#[test]
fn a_version_that_has_passed_is_refused_on_every_change_of_a_record() {
    both(|office| {
        let desk = Desk::local(office);
        let account = desk.account("ALPHA");
        let shop = Shop { office, account: account.clone() };
        let [p1, ..] = shop.catalogue();
        let line = shop.line(&p1, "FC", 10, json!({}));
        let fulfillment = shop.activate(&line, 5);
        let license = desk.retrieved(json!({"account_id": account}));
        let first = |of: &str| {
            let listed = office.get(&format!("/v1/{of}")).expect(200).body;
            listed["data"][0]["id"].as_str().unwrap_or_else(|| panic!("no {of}")).to_owned()
        };
        let body = json!({"kind": "server", "account_id": account, "id_type": "HOSTNAME", "value": "h9"});
        office.post("/v1/hosts", body).expect(201);
        let order = json!({"kind": "renewal", "lines": [{"target_id": license, "forced": true}]});
        office.post("/v1/orders", order).expect(201);
        desk.subscription(&account, json!({}));
        office.patch("/v1/settings", json!({"allow_private_webhooks": true})).expect(200);
        office.post("/v1/webhooks", json!({"url": "http://127.0.0.1:9/", "events": ["*"]})).expect(201);
        let before = rows(office);
        let mut seen = 0;
        for route in
            routes::all().iter().filter(|route| route.path.contains('{') && route.method != Method::Get)
        {
            let collection = route.path.split('/').nth(2).unwrap();
            let id = match collection {
                "fulfillments" => fulfillment.clone(),
                "line-items" => line.id.clone(),
                "licenses" => license.clone(),
                "deliveries" => continue,
                other => first(other),
            };
            let method = match route.method {
                Method::Patch => "PATCH",
                Method::Delete => "DELETE",
                Method::Get | Method::Post => "POST",
            };
            let path = asked(route.path).replace("/7", &format!("/{id}"));
            let stale = office.call(method, &path, Some(json!({})), &[("if-match", "\"999\"")]);
            // What a body lacks may be said first.
            assert!([412, 422].contains(&stale.status), "{method} {path}: {}", stale.text);
            seen += u32::from(stale.status == 412);
        }
        assert!(seen > 60, "{seen}");
        assert_eq!(rows(office), before);
    });
}

/// 5.3: lists refuse what would find nothing, instead of finding nothing.
#[test]
fn a_list_refuses_what_can_never_be_found() {
    both(|office| {
        office.post("/v1/accounts", json!({"name": "A", "code": "A"})).expect(201);
        for (path, known) in [
            ("/v1/accounts?page[after]=garbage", Json::Null),
            ("/v1/accounts?filter[status]=actve", json!(["active", "locked"])),
            ("/v1/accounts?filter[status][ne]=actve", json!(["active", "locked"])),
            ("/v1/accounts?filter[status]=active,gone", json!(["active", "locked"])),
            ("/v1/license-classes?filter[selected_for_sale]=yes", json!(["true", "false"])),
            ("/v1/accounts?include=hosts", Json::Null),
            ("/v1/accounts?format=xml", Json::Null),
            ("/v1/accounts?columns=id", Json::Null),
            ("/v1/events?format=csv", Json::Null),
            ("/v1/events?q=a", Json::Null),
            ("/v1/accounts?page[size]=1&page[size]=2", Json::Null),
            ("/v1/accounts?total=maybe", Json::Null),
            ("/v1/accounts?filter[created_at][lte]=yesterday", Json::Null),
        ] {
            let reply = office.get(path);
            assert_eq!(reply.refusal(), (422, "INVALID_FIELD"), "{path}: {}", reply.text);
            assert!(source(&reply.body, "parameter").is_some(), "{path}: {}", reply.text);
            if !known.is_null() {
                assert_eq!(reply.meta("known"), known, "{path}");
            }
        }
        let refused = office.get("/v1/accounts?format=csv&columns=id,color");
        assert_eq!(refused.refusal(), (422, "INVALID_FIELD"));
        assert!(refused.meta("known").as_array().unwrap().contains(&json!("code")));
        let sheet = office.get("/v1/accounts?format=csv&columns=code,reseller,created_at").expect(200).text;
        assert!(sheet.starts_with("code,reseller,created_at\nA,false,2026-03-02T"), "{sheet}");
        office.get("/v1/licenses?filter[expiration_date][lte]=2026-03-10").expect(200);
        for (filter, found) in [
            ("[lte]=2026-03-01", 0),
            ("[lte]=2026-03-02", 1),
            ("[gte]=2026-03-02", 1),
            ("[gte]=2026-03-03", 0),
            ("[gte]=2026-03-02T00:00:00Z", 1),
        ] {
            let list = office.get(&format!("/v1/accounts?filter[created_at]{filter}")).expect(200).body;
            assert_eq!(list["data"].as_array().unwrap().len(), found, "{filter}");
        }
    });
}

/// 3.8: a tried run of the daily job is a whole document, and is not kept.
#[test]
fn a_tried_daily_run_is_a_whole_document() {
    both(|office| {
        let tried = office.post("/v1/daily-runs?verify=true", json!({"day": "2026-03-31"})).expect(200).body;
        assert!(tried["created_at"].as_str().unwrap().starts_with("2026-03-02T"), "{tried}");
        assert_eq!(tried["id"].as_str().unwrap().len(), 36);
        assert_eq!(office.get("/v1/daily-runs").expect(200).body["data"], json!([]));
    });
}

/// 5.5: what is no day is the caller's mistake, which needs nobody to be asked.
#[test]
fn a_day_that_is_none_is_a_wrong_call() {
    both(|office| {
        let cli = crate::calls::Calls::of(office);
        for day in ["tomorrow", "2026-13-01", "2026-02-30", "2026-3-1", "20260301"] {
            let run = cli.call(&format!("daily run --dry-run --date {day}")).expect(2);
            assert!(run.stderr.contains("YYYY-MM-DD"), "{run:?}");
        }
        cli.call("daily run --dry-run --date 2026-03-31").expect(0);
    });
}
