//! Tokens, roles, settings, clock, audit, and what dispatch refuses, on both stores.

use std::time::Duration;

use lictor_office::actor::Actor;
use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::office::{Reply, TestOffice, both};

const SOON: Duration = Duration::from_secs(10);

/// Makes a token and gives it as the header that goes with a request.
fn token(office: &TestOffice, body: Json) -> String {
    format!("Bearer {}", office.post("/v1/tokens", body).expect(201).text("token"))
}

fn as_token(office: &TestOffice, token: &str, method: &str, path: &str, body: Option<Json>) -> Reply {
    office.call(method, path, body, &[("authorization", token)])
}

#[test]
fn a_token_is_shown_once_and_works_until_it_is_taken_back_or_ends() {
    both(|office| {
        let body =
            json!({"name": "shop", "role": "viewer", "metadata": {"team": "web"}, "external_ref": "shop-1"});
        let made =
            office.call("POST", "/v1/tokens", Some(body.clone()), &[("idempotency-key", "a")]).expect(201);
        let secret = made.text("token");
        assert_eq!(secret.len(), 64);
        assert_eq!(made.body["hash"], Json::Null);
        let again = office.call("POST", "/v1/tokens", Some(body), &[("idempotency-key", "a")]).expect(201);
        assert_eq!(again.headers["idempotency-replayed"], "true");
        assert_eq!((again.id(), &again.body["token"]), (made.id(), &Json::Null));
        let bearer = format!("Bearer {secret}");
        let me = as_token(office, &bearer, "GET", "/v1/whoami", None).expect(200).body;
        let expected = json!({
            "name": "token:shop", "rights": ["view"], "account_lock": null, "product_lock": null, "login": null,
        });
        assert_eq!(me, expected);
        let stored = office.get("/v1/tokens/shop").expect(200);
        assert_eq!((stored.id(), stored.body.get("hash"), stored.body.get("token")), (made.id(), None, None));
        let used = eventually("the hour of use", SOON, || {
            let token = office.get("/v1/tokens/shop").expect(200);
            token.body["last_used_at"].as_str().map(str::to_owned)
        });
        assert_eq!(used, "2026-03-02T00:00:00.000Z");
        assert_eq!(office.get("/v1/tokens/shop").body["version"], 1);
        office.set_clock("2026-03-02T05:59:00Z");
        as_token(office, &bearer, "GET", "/v1/whoami", None).expect(200);
        eventually("the next hour of use", SOON, || {
            let token = office.get("/v1/tokens/shop").expect(200);
            (token.body["last_used_at"] == "2026-03-02T05:00:00.000Z").then_some(())
        });
        office.delete("/v1/tokens/shop").expect(204);
        assert_eq!(as_token(office, &bearer, "GET", "/v1/whoami", None).refusal(), (401, "UNAUTHENTICATED"));
        assert_eq!(office.get("/v1/tokens/shop").expect(200).body["revoked"], true);
        let short =
            token(office, json!({"name": "short", "role": "viewer", "expires_at": "2026-03-03T00:00:00Z"}));
        as_token(office, &short, "GET", "/v1/whoami", None).expect(200);
        office.set_clock("2026-03-03");
        assert_eq!(as_token(office, &short, "GET", "/v1/whoami", None).refusal(), (401, "UNAUTHENTICATED"));
        assert!(!office.get("/v1/audit?format=jsonl").text.contains(&secret));
    });
}

#[test]
fn a_token_that_cannot_be_is_refused_at_its_field() {
    both(|office| {
        for (body, status, code, at) in [
            (json!({"role": "viewer"}), 422, "INVALID_FIELD", "/name"),
            (json!({"name": "a b", "role": "viewer"}), 422, "INVALID_FIELD", "/name"),
            (json!({"name": "", "role": "viewer"}), 422, "INVALID_FIELD", "/name"),
            (json!({"name": "admin", "role": "viewer"}), 409, "DUPLICATE", "/name"),
            (json!({"name": "a", "role": "nobody"}), 422, "INVALID_FIELD", "/role"),
            (json!({"name": "a", "role": "viewer", "scopes": ["generate"]}), 422, "INVALID_FIELD", "/scopes"),
            (json!({"name": "a", "role": "viewer", "scopes": ["fly"]}), 422, "INVALID_FIELD", "/scopes/0"),
            (
                json!({"name": "a", "role": "viewer", "expires_at": "2026-03-01T00:00:00Z"}),
                422,
                "INVALID_FIELD",
                "/expires_at",
            ),
            (json!({"name": "a", "role": "viewer", "login": ""}), 422, "INVALID_FIELD", "/login"),
            (json!({"name": "a", "role": "viewer", "color": 1}), 422, "UNKNOWN_FIELD", "/color"),
        ] {
            let reply = office.post("/v1/tokens", body.clone());
            let pointer = reply.body.pointer("/errors/0/source/pointer").and_then(Json::as_str);
            assert_eq!((reply.refusal(), pointer), ((status, code), Some(at)), "{body}");
        }
        let body = json!({"name": "a", "role": "viewer", "account_lock": "nobody"});
        assert_eq!(office.post("/v1/tokens", body).refusal(), (404, "NOT_FOUND"));
    });
}

#[test]
fn nobody_gives_rights_that_they_do_not_have() {
    both(|office| {
        let rights = json!(["view", "token_admin"]);
        office.post("/v1/roles", json!({"name": "clerk", "rights": rights})).expect(201);
        let clerk = token(office, json!({"name": "clerk", "role": "clerk"}));
        let ask = |path: &str, body: Json| as_token(office, &clerk, "POST", path, Some(body));
        ask("/v1/tokens", json!({"name": "reader", "role": "viewer"})).expect(201);
        let refused = ask("/v1/tokens", json!({"name": "boss", "role": "admin"}));
        assert_eq!(refused.refusal(), (403, "FORBIDDEN"));
        assert!(refused.meta("beyond").as_array().unwrap().contains(&json!("generate")));
        ask("/v1/tokens", json!({"name": "narrow", "role": "admin", "scopes": ["view"]})).expect(201);
        let refused = ask("/v1/roles", json!({"name": "maker", "rights": ["view", "generate"]}));
        assert_eq!((refused.refusal(), refused.meta("beyond")), ((403, "FORBIDDEN"), json!(["generate"])));
    });
}

#[test]
fn a_role_is_saved_only_with_all_that_its_rights_imply() {
    both(|office| {
        let refused = office.post("/v1/roles", json!({"name": "mover", "rights": ["rehost"]}));
        assert_eq!(refused.refusal(), (422, "INVALID_FIELD"));
        assert_eq!(refused.meta("missing"), json!(["view", "generate"]));
        let role =
            office.post("/v1/roles", json!({"name": "mover", "rights": ["rehost", "generate", "view"]}));
        assert_eq!(role.clone().expect(201).body["rights"], json!(["view", "generate", "rehost"]));
        assert_eq!(
            office.post("/v1/roles", json!({"name": "mover", "rights": []})).refusal(),
            (409, "DUPLICATE")
        );
        let path = format!("/v1/roles/{}", role.id());
        let stale = office.call("PATCH", &path, Some(json!({"rights": ["view"]})), &[("if-match", "\"7\"")]);
        assert_eq!((stale.refusal(), stale.meta("version")), ((412, "PRECONDITION_FAILED"), json!(1)));
        let etag = role.headers["etag"].to_str().unwrap().to_owned();
        let changed = office
            .call("PATCH", &path, Some(json!({"rights": ["view"]})), &[("if-match", &etag)])
            .expect(200);
        assert_eq!(
            (changed.body["rights"].clone(), changed.headers["etag"].to_str().unwrap()),
            (json!(["view"]), "\"2\"")
        );
        assert_eq!(office.patch(&path, json!({"rights": ["rehost"]})).refusal(), (422, "INVALID_FIELD"));
        assert_eq!(office.patch(&path, json!({"name": "other"})).refusal(), (422, "READ_ONLY"));
        let holder = office.post("/v1/tokens", json!({"name": "m", "role": "mover"})).expect(201);
        let refused = office.delete(&path);
        assert_eq!((refused.refusal(), refused.meta("tokens")), ((409, "ILLEGAL_TRANSITION"), json!(["m"])));
        office.delete(&format!("/v1/tokens/{}", holder.id())).expect(204);
        office.delete(&path).expect(204);
        assert_eq!(office.get(&path).refusal(), (404, "NOT_FOUND"));
        for name in ["viewer", "operator", "provider", "admin"] {
            let path = format!("/v1/roles/{name}");
            assert_eq!(office.get(&path).expect(200).body["built_in"], true);
            assert_eq!(office.patch(&path, json!({"rights": []})).refusal(), (422, "READ_ONLY"), "{name}");
            assert_eq!(office.delete(&path).refusal(), (422, "READ_ONLY"), "{name}");
        }
        let provider = office.get("/v1/roles/provider").body["rights"].clone();
        assert_eq!(provider, json!(["view", "generate", "sync", "upgrade", "terminate"]));
    });
}

#[test]
fn a_token_does_what_its_role_and_scopes_allow() {
    both(|office| {
        let viewer = token(office, json!({"name": "v", "role": "viewer"}));
        let scoped = token(office, json!({"name": "s", "role": "admin", "scopes": ["audit_read"]}));
        let agreement = token(office, json!({"name": "p", "role": "provider", "login": "reseller-1"}));
        for (who, method, path, expected) in [
            (&viewer, "GET", "/v1/roles", 200),
            (&viewer, "GET", "/v1/events", 200),
            (&viewer, "GET", "/v1/settings", 200),
            (&viewer, "GET", "/v1/tokens", 403),
            (&viewer, "GET", "/v1/audit", 403),
            (&viewer, "GET", "/v1/audit/verify", 403),
            (&viewer, "PATCH", "/v1/settings", 403),
            (&viewer, "POST", "/v1/tokens", 403),
            (&viewer, "POST", "/v1/roles", 403),
            (&viewer, "POST", "/v1/webhooks", 403),
            (&viewer, "POST", "/v1/clock", 403),
            (&scoped, "GET", "/v1/audit/verify", 200),
            (&scoped, "GET", "/v1/roles", 403),
            (&scoped, "GET", "/v1/whoami", 200),
            (&agreement, "GET", "/v1/whoami", 200),
            (&agreement, "GET", "/v1/roles", 403),
            (&agreement, "GET", "/v1/clock", 403),
        ] {
            let body = (method != "GET").then(|| json!({}));
            let reply = as_token(office, who, method, path, body);
            assert_eq!(reply.status, expected, "{method} {path}: {}", reply.text);
            if expected == 403 {
                assert_eq!(reply.code(), "FORBIDDEN");
            }
        }
        let refused = as_token(office, &viewer, "GET", "/v1/audit", None);
        assert_eq!(refused.meta("right"), json!("audit_read"));
    });
}

#[test]
fn who_asks_too_often_is_told_when_to_ask_again() {
    both(|office| {
        let viewer = token(office, json!({"name": "v", "role": "viewer"}));
        office.patch("/v1/settings", json!({"rate_per_minute": 3})).expect(200);
        for left in ["2", "1", "0"] {
            let reply = as_token(office, &viewer, "GET", "/v1/whoami", None).expect(200);
            let headers =
                (reply.headers["ratelimit-limit"].clone(), reply.headers["ratelimit-remaining"].clone());
            assert_eq!(headers, ("3".parse().unwrap(), left.parse().unwrap()));
        }
        let refused = as_token(office, &viewer, "GET", "/v1/whoami", None);
        assert_eq!(refused.refusal(), (429, "RATE_LIMITED"));
        let wait: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=20).contains(&wait), "{wait}");
        office.get("/v1/whoami").expect(200);
        office.set_clock("2026-03-02T00:01:00Z");
        as_token(office, &viewer, "GET", "/v1/whoami", None).expect(200);
    });
}

#[test]
fn a_repeated_request_is_done_once_and_answered_again() {
    both(|office| {
        let ask = |name: &str, key: &str| {
            let body = json!({"name": name, "rights": ["view"]});
            office.call("POST", "/v1/roles", Some(body), &[("idempotency-key", key)])
        };
        let first = ask("one", "key-1").expect(201);
        assert!(first.headers.get("idempotency-replayed").is_none());
        let again = ask("one", "key-1").expect(201);
        assert_eq!(
            (again.headers["idempotency-replayed"].to_str().unwrap(), &again.body),
            ("true", &first.body)
        );
        assert_eq!(again.headers["location"], first.headers["location"]);
        assert_eq!(ask("two", "key-1").refusal(), (422, "IDEMPOTENCY_MISMATCH"));
        assert_eq!(office.get("/v1/roles/two").refusal(), (404, "NOT_FOUND"));
        // Another caller's key is another key.
        let other = token(office, json!({"name": "other", "role": "admin"}));
        let body = json!({"name": "three", "rights": ["view"]});
        let headers = [("idempotency-key", "key-1"), ("authorization", other.as_str())];
        office.call("POST", "/v1/roles", Some(body), &headers).expect(201);
        // What was refused is tried anew.
        assert_eq!(ask("one", "key-2").refusal(), (409, "DUPLICATE"));
        office.delete("/v1/roles/one").expect(204);
        ask("one", "key-2").expect(201);
        // After a day the key is free.
        office.set_clock("2026-03-03T01:00:00Z");
        ask("four", "key-1").expect(201);
        let long = "k".repeat(513);
        assert_eq!(ask("five", &long).refusal(), (422, "INVALID_FIELD"));
    });
}

#[test]
fn what_is_no_request_is_refused_before_anything_is_done() {
    both(|office| {
        let large = json!({"name": "x".repeat(5 * 1024 * 1024)});
        assert_eq!(office.post("/v1/roles", large).refusal(), (413, "BODY_TOO_LARGE"));
        assert_eq!(office.post("/v1/roles", json!([])).refusal(), (422, "INVALID_FIELD"));
        assert_eq!(
            office.post("/v1/roles?verify=true", json!({"name": "a", "rights": []})).refusal(),
            (422, "INVALID_FIELD")
        );
        for path in [
            "/v1/roles?color=red",
            "/v1/roles?page[size]=0",
            "/v1/roles?page[size]=501",
            "/v1/roles?filter[color]=red",
            "/v1/roles?include=tokens",
            "/v1/roles/viewer?include=color",
            "/v1/audit?filter[color]=red",
            "/v1/audit?page[after]=x",
            "/v1/audit?format=xml",
        ] {
            assert_eq!(office.get(path).refusal(), (422, "INVALID_FIELD"), "{path}");
        }
        let reply = office.call("GET", "/v1/roles", None, &[("x-request-id", "mine-7")]).expect(200);
        assert_eq!(
            (&reply.headers["x-request-id"], &reply.headers["lictor-version"]),
            (&"mine-7".parse().unwrap(), &"2026-11-22".parse().unwrap())
        );
    });
}

#[test]
fn settings_change_field_by_field_within_their_ranges() {
    both(|office| {
        let settings = office.get("/v1/settings").expect(200);
        assert_eq!(
            (settings.body["daily_at"].clone(), settings.body["strict_pairs"].clone()),
            (json!("02:00"), json!(true))
        );
        let changed = office.patch("/v1/settings", json!({"daily_at": "", "grace_days": 10})).expect(200);
        assert_eq!(
            (
                changed.body["daily_at"].clone(),
                changed.body["grace_days"].clone(),
                changed.body["strict_pairs"].clone()
            ),
            (json!(""), json!(10), json!(true))
        );
        for (body, code, at) in [
            (json!({"name": "x"}), "READ_ONLY", "/name"),
            (json!({"version": 1}), "READ_ONLY", "/version"),
            (json!({"color": 1}), "UNKNOWN_FIELD", "/color"),
            (json!({"daily_at": "24:00"}), "INVALID_FIELD", "/daily_at"),
            (json!({"daily_at": "1:00"}), "INVALID_FIELD", "/daily_at"),
            (json!({"grace_days": -1}), "INVALID_FIELD", "/grace_days"),
            (json!({"grace_days": "x"}), "INVALID_FIELD", "/grace_days"),
            (json!({"sus_gate": "never"}), "INVALID_FIELD", "/sus_gate"),
            (json!({"stuck_after_minutes": 1_000_000}), "INVALID_FIELD", "/stuck_after_minutes"),
        ] {
            let reply = office.patch("/v1/settings", body.clone());
            let pointer = reply.body.pointer("/errors/0/source/pointer").and_then(Json::as_str);
            assert_eq!((reply.refusal(), pointer), ((422, code), Some(at)), "{body}");
        }
        let stale =
            office.call("PATCH", "/v1/settings", Some(json!({"grace_days": 1})), &[("if-match", "\"1\"")]);
        assert_eq!(stale.refusal(), (412, "PRECONDITION_FAILED"));
        office.post("/v1/roles", json!({"name": "config", "rights": ["view", "plugin_admin"]})).expect(201);
        let config = token(office, json!({"name": "c", "role": "config"}));
        as_token(office, &config, "PATCH", "/v1/settings", Some(json!({"grace_days": 3}))).expect(200);
        let refused =
            as_token(office, &config, "PATCH", "/v1/settings", Some(json!({"allow_private_webhooks": true})));
        assert_eq!((refused.refusal(), refused.meta("right")), ((403, "FORBIDDEN"), json!("token_admin")));
    });
}

#[test]
fn a_clock_with_an_override_can_be_set() {
    both(|office| {
        let clock = office.get("/v1/clock").expect(200).body;
        assert_eq!(
            (&clock["today"], &clock["zone"], &clock["overridden"]),
            (&json!("2026-03-02"), &json!("UTC"), &json!(true))
        );
        assert_eq!(
            office.post("/v1/clock", json!({"now": "2027-01-31"})).expect(200).body["today"],
            "2027-01-31"
        );
        assert_eq!(
            office.post("/v1/clock", json!({"now": "2027-02-01T12:00:00Z"})).expect(200).body["today"],
            "2027-02-01"
        );
        assert_eq!(office.post("/v1/clock", json!({"now": "tomorrow"})).refusal(), (422, "INVALID_FIELD"));
    });
}

#[test]
fn health_is_open_and_says_what_is_there() {
    both(|office| {
        let open = |path: &str| office.call("GET", path, None, &[("authorization", "")]);
        assert_eq!(open("/healthz").expect(200).body, json!({"status": "ok"}));
        assert_eq!(
            open("/readyz").expect(200).body,
            json!({"status": "ready", "store": "ok", "signer": "ok"})
        );
        let key = open("/v1/webhook-key").expect(200).body;
        assert_eq!(
            (key["algorithm"].clone(), key["public_key"].as_str().unwrap().len()),
            (json!("ed25519"), 64)
        );
    });
}

#[test]
fn every_change_is_in_the_audit_log_with_who_and_why() {
    both(|office| {
        let headers = [("x-reason", "asked by mail"), ("x-request-id", "r-1"), ("idempotency-key", "k-1")];
        let body = json!({"name": "one", "rights": ["view"]});
        let role = office.call("POST", "/v1/roles", Some(body), &headers).expect(201);
        office.patch("/v1/roles/one", json!({"rights": []})).expect(200);
        let events = office.get(&format!("/v1/audit?filter[target]={}", role.id())).expect(200).body;
        let events = events["data"].as_array().unwrap().clone();
        let actions: Vec<&Json> = events.iter().map(|event| &event["action"]).collect();
        assert_eq!(actions, ["role.created", "role.changed"]);
        let first = &events[0];
        for (field, expected) in [
            ("actor", json!("token:admin")),
            ("target_kind", json!("role")),
            ("reason", json!("asked by mail")),
            ("request_id", json!("r-1")),
            ("idempotency_key", json!("k-1")),
            ("ip", json!("127.0.0.1")),
            ("before", Json::Null),
        ] {
            assert_eq!(first[field], expected, "{field}");
        }
        assert_eq!(first["after"], role.body);
        assert_eq!(
            (&events[1]["before"]["rights"], &events[1]["after"]["rights"]),
            (&json!(["view"]), &json!([]))
        );
        for (filter, expected) in [
            ("filter[action]=role.created", 1),
            ("filter[action]=role.*", 2),
            ("filter[actor]=token:admin", 2),
            ("filter[actor]=nobody", 0),
            ("filter[action]=role.*&filter[since]=2026-03-02", 2),
            ("filter[action]=role.*&filter[since]=2026-03-03", 0),
            ("filter[action]=role.*&filter[before]=2026-03-03", 2),
        ] {
            let found = office.get(&format!("/v1/audit?{filter}")).expect(200).body;
            assert_eq!(found["data"].as_array().unwrap().len(), expected, "{filter}");
        }
    });
}

#[test]
fn the_audit_log_is_read_in_pages_and_exported_whole() {
    both(|office| {
        for number in 0..30 {
            office.post("/v1/roles", json!({"name": format!("r{number}"), "rights": []})).expect(201);
        }
        let (mut after, mut seen) = (String::new(), Vec::new());
        loop {
            let page = office.get(&format!("/v1/audit?page[size]=7{after}")).expect(200).body;
            seen.extend(
                page["data"].as_array().unwrap().iter().map(|event| event["sequence"].as_i64().unwrap()),
            );
            let Some(next) = page["next"].as_str() else { break };
            assert_eq!(next, seen.last().unwrap().to_string());
            after = format!("&page[after]={next}");
        }
        let all: Vec<i64> = (1..=i64::try_from(seen.len()).unwrap()).collect();
        assert_eq!(seen, all);
        let newest = office.get("/v1/audit?sort=-id&page[size]=1").expect(200).body;
        assert_eq!(newest["data"][0]["sequence"], json!(seen.len()));
        let lines = office.get("/v1/audit?format=jsonl").expect(200);
        assert_eq!(lines.headers["content-type"], "application/jsonl");
        let exported: Vec<i64> = lines
            .text
            .lines()
            .map(|line| serde_json::from_str::<Json>(line).unwrap()["sequence"].as_i64().unwrap())
            .collect();
        assert_eq!(exported, all);
        let csv = office.get("/v1/audit?format=csv&filter[action]=role.created").expect(200);
        assert!(csv.text.starts_with("sequence,at,actor,action,target_kind,target,reason,"), "{}", csv.text);
        assert_eq!(csv.text.lines().count(), 31);
    });
}

#[test]
fn who_changes_the_audit_log_is_found_out() {
    both(|office| {
        for number in 0..5 {
            office.post("/v1/roles", json!({"name": format!("r{number}"), "rights": []})).expect(201);
        }
        let good = office.get("/v1/audit/verify").expect(200).body;
        let events = good["events"].as_i64().unwrap();
        assert_eq!((good["broken_at"].clone(), good["head"].as_str().unwrap().len()), (Json::Null, 64));
        let tamper = |sql: &str| {
            office.runtime.block_on(async {
                let mut tx = office.office().write(Actor::default()).await.unwrap();
                tx.execute(sql, Vec::new()).await.unwrap();
                office.office().commit(tx).await.unwrap();
            });
        };
        let edited =
            format!("UPDATE audit SET body = REPLACE(body, 'r3', 'r9') WHERE sequence = {}", events - 1);
        tamper(&edited);
        assert_eq!(office.get("/v1/audit/verify").expect(200).body["broken_at"], events - 1);
        tamper(&edited.replace("'r3', 'r9'", "'r9', 'r3'"));
        assert_eq!(office.get("/v1/audit/verify").expect(200).body, good);
        tamper(&format!("DELETE FROM audit WHERE sequence = {events}"));
        assert_eq!(office.get("/v1/audit/verify").expect(200).body["broken_at"], events);
    });
}

#[test]
fn a_locked_token_sees_its_account_and_nothing_of_others() {
    both(|office| {
        let mine = office.post("/v1/accounts", json!({"name": "Mine", "code": "MINE"})).expect(201).id();
        let other = office.post("/v1/accounts", json!({"name": "Other", "code": "OTHER"})).expect(201).id();
        let locked = token(office, json!({"name": "portal", "role": "operator", "account_lock": "MINE"}));
        assert_eq!(office.get("/v1/tokens/portal").expect(200).body["account_lock"], mine.as_str());
        let get = |path: &str| as_token(office, &locked, "GET", path, None);
        let seen: Vec<Json> = get("/v1/accounts").expect(200).body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|account| account["id"].clone())
            .collect();
        assert_eq!(seen, [json!(mine)]);
        get(&format!("/v1/accounts/{mine}")).expect(200);
        assert_eq!(get(&format!("/v1/accounts/{other}")).refusal(), (404, "NOT_FOUND"));
        for path in ["/v1/events", "/v1/deliveries", "/v1/webhooks"] {
            assert_eq!(get(path).refusal(), (403, "FORBIDDEN"), "{path}");
        }
        get("/v1/licenses").expect(200);
        get("/v1/products").expect(200);
        let post = |account: &str| {
            let body = json!({"entitlement_id": format!("E-{account}"), "account_id": account});
            as_token(office, &locked, "POST", "/v1/entitlements", Some(body))
        };
        let refused = post(&other);
        assert_eq!(refused.refusal(), (403, "FORBIDDEN"));
        assert_eq!(refused.body.pointer("/errors/0/source/pointer"), Some(&json!("/account_id")));
        let made = post(&mine).expect(201);
        let theirs = office
            .post("/v1/entitlements", json!({"entitlement_id": "E-2", "account_id": other}))
            .expect(201);
        get(&format!("/v1/entitlements/{}", made.id())).expect(200);
        for name in [theirs.id(), "E-2".to_owned()] {
            assert_eq!(get(&format!("/v1/entitlements/{name}")).refusal(), (404, "NOT_FOUND"), "{name}");
        }
        // What is made without naming an account is made for its own.
        let body = json!({"entitlement_id": "E-3"});
        let own = as_token(office, &locked, "POST", "/v1/entitlements", Some(body)).expect(201);
        assert_eq!(own.text("account_id"), mine);
        for (method, path) in [
            ("POST", "/v1/accounts"),
            ("POST", "/v1/products"),
            ("POST", "/v1/licenses/sync"),
            ("GET", "/v1/keys"),
            ("GET", "/v1/dashboard"),
            ("GET", "/v1/operations"),
            ("GET", "/v1/files"),
        ] {
            let reply = as_token(office, &locked, method, path, (method == "POST").then(|| json!({})));
            assert_eq!(reply.refusal(), (403, "FORBIDDEN"), "{method} {path}");
        }
        let reference = json!({"entitlement_id": theirs.id(), "quantity": 1});
        let refused = as_token(office, &locked, "POST", "/v1/line-items", Some(reference));
        assert_eq!(refused.refusal(), (403, "FORBIDDEN"), "{}", refused.text);
        office.post("/v1/roles", json!({"name": "clerk", "rights": ["view", "token_admin"]})).expect(201);
        let clerk = token(office, json!({"name": "clerk", "role": "clerk", "account_lock": mine}));
        let body = json!({"name": "free", "role": "viewer"});
        assert_eq!(as_token(office, &clerk, "POST", "/v1/tokens", Some(body)).refusal(), (403, "FORBIDDEN"));
    });
}

#[test]
fn related_records_come_along_on_demand() {
    both(|office| {
        office.post("/v1/tokens", json!({"name": "v", "role": "viewer"})).expect(201);
        let role = office.get("/v1/roles/viewer?include=tokens").expect(200).body;
        assert_eq!(role["included"]["tokens"][0]["name"], "v");
        assert_eq!(role["included"]["tokens"][0].get("hash"), None);
        let token = office.get("/v1/tokens/v?include=role").expect(200).body;
        assert_eq!(token["included"]["role"]["rights"], json!(["view"]));
        let refused = office.get("/v1/tokens/v?include=color");
        assert_eq!((refused.refusal(), refused.meta("known")), ((422, "INVALID_FIELD"), json!(["role"])));
        let account = office.post("/v1/accounts", json!({"name": "Mine", "code": "MINE"})).expect(201).id();
        let with = office.get(&format!("/v1/accounts/{account}?include=hosts,licenses")).expect(200).body;
        assert_eq!(with["included"], json!({"hosts": [], "licenses": []}));
    });
}
