//! Many requests in one: each its own transaction, with its own outcome.

use serde_json::{Value as Json, json};

use crate::office::both;

fn role(name: &str) -> Json {
    json!({"method": "POST", "path": "/v1/roles", "body": {"name": name, "rights": ["view"]}})
}

/// Overall status and the status of each item.
fn outcome(body: &Json) -> (&str, Vec<i64>) {
    let results = body["results"].as_array().unwrap();
    (
        body["status"].as_str().unwrap(),
        results.iter().map(|result| result["status"].as_i64().unwrap()).collect(),
    )
}

#[test]
fn every_item_has_its_own_outcome() {
    both(|office| {
        let all = office.post("/v1/bulk", json!({"items": [role("a"), role("b")]})).expect(200).body;
        assert_eq!(outcome(&all), ("SUCCESS", vec![201, 201]));
        let first = &all["results"][0];
        assert_eq!(
            (&first["index"], &first["body"]["name"], &first["etag"]),
            (&json!(0), &json!("a"), &json!("\"1\""))
        );
        assert_eq!(first["location"], format!("/v1/roles/{}", first["body"]["id"].as_str().unwrap()));
        let some = office
            .post(
                "/v1/bulk",
                json!({"items": [
                    role("a"),
                    role("c"),
                    {"method": "GET", "path": "/v1/roles/c"},
                    {"method": "PATCH", "path": "/v1/roles/c", "body": {"rights": []}, "if_match": "\"9\""},
                    {"method": "PATCH", "path": "/v1/roles/c", "body": {"rights": []}, "if_match": "\"1\""},
                    {"method": "DELETE", "path": "/v1/roles/c"},
                    {"method": "GET", "path": "/v1/roles?filter[name]=c"},
                    {"method": "GET", "path": "/v1/nothing"},
                    {"method": "PATCH", "path": "/v1/roles"},
                    {"method": "POST", "path": "/v1/bulk", "body": {"items": []}},
                    {"method": "GET", "path": "/v1/audit?format=jsonl"},
                ]}),
            )
            .expect(200)
            .body;
        assert_eq!(
            outcome(&some),
            ("PARTIAL_FAILURE", vec![409, 201, 200, 412, 200, 204, 200, 404, 405, 422, 422])
        );
        assert_eq!(some["results"][0]["body"]["errors"][0]["code"], "DUPLICATE");
        assert_eq!(some["results"][6]["body"]["data"], json!([]));
        let none = office.post("/v1/bulk", json!({"items": [role("a"), role("b")]})).expect(200).body;
        assert_eq!(outcome(&none), ("FAILURE", vec![409, 409]));
    });
}

#[test]
fn a_bulk_request_has_from_1_to_1000_items() {
    both(|office| {
        for count in [0, 1001] {
            let items: Vec<Json> =
                (0..count).map(|_| json!({"method": "GET", "path": "/v1/clock"})).collect();
            assert_eq!(
                office.post("/v1/bulk", json!({"items": items})).refusal(),
                (422, "INVALID_FIELD"),
                "{count}"
            );
        }
        let items: Vec<Json> = (0..1000).map(|_| json!({"method": "GET", "path": "/v1/clock"})).collect();
        let body = office.post("/v1/bulk", json!({"items": items})).expect(200).body;
        assert_eq!(
            (body["status"].clone(), body["results"].as_array().unwrap().len()),
            (json!("SUCCESS"), 1000)
        );
        let unknown = office.post("/v1/bulk", json!({"items": [{"method": "PUT", "path": "/v1/clock"}]}));
        assert_eq!(unknown.refusal(), (422, "INVALID_FIELD"));
    });
}

#[test]
fn items_have_the_rights_of_the_caller_and_no_more() {
    both(|office| {
        let made = office.post("/v1/tokens", json!({"name": "v", "role": "viewer"})).expect(201);
        let bearer = format!("Bearer {}", made.text("token"));
        let items = json!({"items": [role("a"), {"method": "GET", "path": "/v1/roles"}, {"method": "GET", "path": "/v1/tokens"}]});
        let body =
            office.call("POST", "/v1/bulk", Some(items), &[("authorization", &bearer)]).expect(200).body;
        assert_eq!(outcome(&body), ("PARTIAL_FAILURE", vec![403, 200, 403]));
        let nobody = office.call("POST", "/v1/bulk", Some(json!({"items": []})), &[("authorization", "")]);
        assert_eq!(nobody.refusal(), (401, "UNAUTHENTICATED"));
    });
}

#[test]
fn a_repeated_bulk_request_repeats_no_item() {
    both(|office| {
        let call = |key: &str, items: Json| {
            let headers = [("idempotency-key", key)];
            office.call("POST", "/v1/bulk", Some(json!({"items": items})), &headers)
        };
        let ask = |items: Json| call("bulk-1", items).expect(200).body;
        let first = ask(json!([role("a"), role("viewer"), role("b")]));
        assert_eq!(outcome(&first), ("PARTIAL_FAILURE", vec![201, 409, 201]));
        let again = ask(json!([role("a"), role("viewer"), role("b")]));
        assert_eq!(outcome(&again), ("PARTIAL_FAILURE", vec![201, 409, 201]));
        let replayed: Vec<&Json> =
            again["results"].as_array().unwrap().iter().map(|result| &result["replayed"]).collect();
        assert_eq!(replayed, [&json!(true), &json!(false), &json!(true)]);
        assert_eq!(again["results"][0]["body"], first["results"][0]["body"]);
        assert_eq!(again["results"][0]["etag"], "\"1\"");
        // The same key with another list does nothing of it.
        for items in
            [json!([role("x"), role("y")]), json!([role("a")]), json!([role("b"), role("viewer"), role("a")])]
        {
            assert_eq!(call("bulk-1", items.clone()).refusal(), (422, "IDEMPOTENCY_MISMATCH"), "{items}");
        }
        assert_eq!(office.get("/v1/roles/x").status, 404);
        let body = json!({"name": "z", "rights": []});
        let alone = office.call("POST", "/v1/roles", Some(body), &[("idempotency-key", "bulk-1")]);
        assert_eq!(alone.refusal(), (422, "IDEMPOTENCY_MISMATCH"));
        // An item of its own key is done once, in whatever list.
        let mut own = role("c");
        own["idempotency_key"] = json!("own");
        let done = call("bulk-2", json!([role("d"), own.clone()])).expect(200);
        assert_eq!(outcome(&done.body), ("SUCCESS", vec![201, 201]));
        assert!(done.headers.get("idempotency-replayed").is_none());
        let whole = call("bulk-2", json!([role("d"), own.clone()])).expect(200);
        assert_eq!(whole.headers["idempotency-replayed"], "true");
        assert_eq!(call("bulk-3", json!([role("e"), own])).expect(200).body["results"][1]["replayed"], true);
    });
}

#[test]
fn a_tried_bulk_request_writes_nothing() {
    both(|office| {
        let before = office.get("/v1/audit/verify").expect(200).body;
        let items = json!({"items": [role("a"), {"method": "GET", "path": "/v1/roles/viewer"}]});
        let body = office.post("/v1/bulk?verify=true", items).expect(200).body;
        // A role cannot be tried; what reads is read.
        assert_eq!(outcome(&body), ("PARTIAL_FAILURE", vec![422, 200]));
        assert_eq!(office.get("/v1/audit/verify").expect(200).body, before);
    });
}
