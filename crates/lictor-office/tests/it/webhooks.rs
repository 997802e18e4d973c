//! Webhooks: what is sent to whom, signed how, in which order, and what happens when it does not arrive.

use std::time::Duration;

use lictor_office::actor::Actor;
use lictor_office::event;
use lictor_office::model::Role;
use lictor_testkit::eventually;
use ring::digest::{SHA256, digest};
use ring::hmac;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value as Json, json};

use crate::office::{TestOffice, both};
use crate::receiver::{Got, Receiver};

const SOON: Duration = Duration::from_secs(30);

/// Leaves an event about a role of the first start.
pub(crate) fn happen(office: &TestOffice, event_type: &str, role: &str) {
    office.runtime.block_on(async {
        let mut tx = office.office().write(Actor::system("test")).await.unwrap();
        let before: Role = tx.named(role).await.unwrap();
        let mut after = before.clone();
        after.rights.clear();
        event::emit(&mut tx, event_type, Some(&before), &after).await.unwrap();
        office.office().commit(tx).await.unwrap();
    });
}

fn expiring(office: &TestOffice, role: &str, days: i64) {
    office.runtime.block_on(async {
        let mut tx = office.office().write(Actor::system("test")).await.unwrap();
        let role: Role = tx.named(role).await.unwrap();
        event::emit_expiring(&mut tx, "license.expiring", &role, days, vec![days]);
        office.office().commit(tx).await.unwrap();
    });
}

/// An endpoint of the office, on a receiver.
pub(crate) fn endpoint(office: &TestOffice, receiver: &Receiver, more: Json) -> String {
    office.patch("/v1/settings", json!({"allow_private_webhooks": true})).expect(200);
    let mut body = json!({"url": receiver.url});
    for (name, value) in more.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    office.post("/v1/webhooks", body).expect(201).id()
}

pub(crate) fn got(receiver: &Receiver, count: usize) -> Vec<Got> {
    eventually("deliveries", SOON, || {
        let got = receiver.got();
        (got.len() >= count).then_some(got)
    })
}

fn deliveries(office: &TestOffice, filter: &str) -> Vec<Json> {
    office.get(&format!("/v1/deliveries?{filter}")).expect(200).body["data"].as_array().unwrap().clone()
}

/// Waits until a delivery is as wanted.
pub(crate) fn delivery(office: &TestOffice, what: &str, wanted: impl Fn(&Json) -> bool) -> Json {
    eventually(what, SOON, || deliveries(office, "").into_iter().find(|delivery| wanted(delivery)))
}

#[test]
fn an_event_arrives_signed_so_that_everybody_can_verify_it() {
    both(|office| {
        let receiver = Receiver::start(office);
        let id = endpoint(office, &receiver, json!({}));
        happen(office, "license.issued", "viewer");
        let got = got(&receiver, 1).remove(0);
        let viewer = office.get("/v1/roles/viewer").body;
        assert_eq!(got.body["type"], "license.issued");
        assert_eq!(got.body["aggregate"], json!({"kind": "role", "id": viewer["id"], "sequence": 1}));
        assert_eq!(got.body["changed"], json!(["rights"]));
        assert_eq!(
            (&got.body["object"]["name"], &got.body["object"]["rights"]),
            (&json!("viewer"), &json!([]))
        );
        assert_eq!(got.header("content-type"), "application/json");
        assert_eq!(got.header("lictor-webhook-id"), got.body["id"].as_str().unwrap());
        let key = office.call("GET", "/v1/webhook-key", None, &[("authorization", "")]).expect(200).body;
        assert_eq!(got.header("lictor-webhook-key-id"), key["key_id"].as_str().unwrap());
        let public = hex::decode(key["public_key"].as_str().unwrap()).unwrap();
        let signature =
            hex::decode(got.header("lictor-webhook-signature").strip_prefix("ed25519=").unwrap()).unwrap();
        let head = format!("{}.{}.", got.header("lictor-webhook-timestamp"), got.header("lictor-webhook-id"));
        let mut message = head.into_bytes();
        message.extend_from_slice(&got.raw);
        UnparsedPublicKey::new(&ED25519, &public).verify(&message, &signature).unwrap();
        message.push(b' ');
        UnparsedPublicKey::new(&ED25519, &public).verify(&message, &signature).unwrap_err();
        let log = delivery(office, "the log", |delivery| delivery["state"] == "delivered");
        for (field, expected) in [
            ("webhook_id", json!(id)),
            ("event_id", got.body["id"].clone()),
            ("event_type", json!("license.issued")),
            ("attempts", json!(1)),
            ("last_status", json!(200)),
            ("last_error", Json::Null),
            ("next_attempt_at", Json::Null),
            ("body_sha256", json!(hex::encode(digest(&SHA256, &got.raw)))),
        ] {
            assert_eq!(log[field], expected, "{field}");
        }
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(office.data().join("webhook.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    });
}

#[test]
fn with_a_shared_secret_the_signature_is_an_hmac() {
    both(|office| {
        let receiver = Receiver::start(office);
        let more = json!({"signature": "hmac-sha256", "secret_ref": "hook"});
        office.patch("/v1/settings", json!({"allow_private_webhooks": true})).expect(200);
        let body = json!({"url": receiver.url, "signature": "hmac-sha256"});
        assert_eq!(office.post("/v1/webhooks", body.clone()).refusal(), (422, "INVALID_FIELD"));
        let mut body = body;
        body["secret_ref"] = json!("hook");
        let missing = office.post("/v1/webhooks", body);
        assert_eq!(
            missing.body.pointer("/errors/0/source/pointer"),
            Some(&json!("/secret_ref")),
            "{}",
            missing.text
        );
        std::fs::write(office.data().join("secrets/hook"), "s3cret\n").unwrap();
        endpoint(office, &receiver, more);
        happen(office, "license.issued", "viewer");
        let got = got(&receiver, 1).remove(0);
        assert_eq!(got.header("lictor-webhook-key-id"), "");
        let head = format!("{}.{}.", got.header("lictor-webhook-timestamp"), got.header("lictor-webhook-id"));
        let mut message = head.into_bytes();
        message.extend_from_slice(&got.raw);
        let tag = hex::decode(got.header("lictor-webhook-signature").strip_prefix("hmac-sha256=").unwrap())
            .unwrap();
        hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, b"s3cret"), &message, &tag).unwrap();
    });
}

#[test]
fn an_endpoint_gets_the_events_it_asked_for_from_when_it_was_made() {
    both(|office| {
        let receiver = Receiver::start(office);
        happen(office, "license.issued", "admin");
        let more = json!({"events": ["license.*", "order.completed"], "expiring_days": [90]});
        endpoint(office, &receiver, more);
        happen(office, "order.failed", "viewer");
        happen(office, "license.issued", "viewer");
        expiring(office, "viewer", 30);
        expiring(office, "viewer", 90);
        happen(office, "order.completed", "viewer");
        let got = got(&receiver, 3);
        let places: Vec<(String, i64)> = got.iter().map(Got::place).collect();
        let expected = [("license.issued", 2), ("license.expiring", 4), ("order.completed", 5)]
            .map(|(name, place)| (name.to_owned(), place));
        assert_eq!(places, expected);
        assert_eq!(got[1].body["days_left"], 90);
        let other = Receiver::start(office);
        endpoint(office, &other, json!({"events": ["license.expiring"]}));
        for days in [90, 30, 14, 7] {
            expiring(office, "operator", days);
        }
        let days: Vec<Json> =
            crate::webhooks::got(&other, 2).iter().map(|got| got.body["days_left"].clone()).collect();
        assert_eq!(days, [json!(30), json!(7)]);
    });
}

#[test]
fn events_are_listed_in_the_order_in_which_they_happened() {
    both(|office| {
        for (event_type, role) in
            [("license.issued", "viewer"), ("license.installed", "viewer"), ("order.failed", "admin")]
        {
            happen(office, event_type, role);
        }
        let page = office.get("/v1/events?page[size]=2").expect(200).body;
        let positions: Vec<&Json> =
            page["data"].as_array().unwrap().iter().map(|event| &event["position"]).collect();
        assert_eq!(
            (positions, &page["next"], &page["meta"]["last"]),
            (vec![&json!(1), &json!(2)], &json!("2"), &json!("2"))
        );
        let rest = office.get("/v1/events?page[after]=2").expect(200).body;
        assert_eq!((&rest["data"][0]["event_type"], &rest["next"]), (&json!("order.failed"), &Json::Null));
        let viewer = office.get("/v1/roles/viewer").id();
        for (filter, expected) in [
            ("filter[event_type]=license.*".to_owned(), 2),
            ("filter[event_type]=license.issued".to_owned(), 1),
            (format!("filter[aggregate_id]={viewer}"), 2),
            ("filter[aggregate_kind]=license".to_owned(), 0),
            ("filter[since]=2026-03-03".to_owned(), 0),
        ] {
            let found = office.get(&format!("/v1/events?{filter}")).expect(200).body;
            assert_eq!(found["data"].as_array().unwrap().len(), expected, "{filter}");
        }
    });
}

#[test]
fn what_does_not_arrive_is_tried_again_with_the_same_id_and_a_new_signature() {
    both(|office| {
        let receiver = Receiver::start(office);
        receiver.answer(503);
        endpoint(office, &receiver, json!({}));
        happen(office, "license.issued", "viewer");
        let failed = delivery(office, "a failed attempt", |delivery| delivery["last_status"] == 503);
        assert_eq!((&failed["state"], &failed["attempts"]), (&json!("pending"), &json!(1)));
        let next = failed["next_attempt_at"].as_str().unwrap();
        assert!(("2026-03-02T00:00:09Z".."2026-03-02T00:00:30Z").contains(&next), "{next}");
        office.set_clock("2026-03-02T00:01:00Z");
        let failed = delivery(office, "a second attempt", |delivery| {
            delivery["attempts"] == 2 && delivery["last_status"] == 503
        });
        let next = failed["next_attempt_at"].as_str().unwrap();
        assert!(("2026-03-02T00:01:29Z".."2026-03-02T00:01:50Z").contains(&next), "{next}");
        receiver.answer(200);
        office.set_clock("2026-03-02T00:05:00Z");
        delivery(office, "success", |delivery| delivery["state"] == "delivered" && delivery["attempts"] == 3);
        let got = receiver.got();
        assert_eq!(got.len(), 3);
        for again in &got[1..] {
            assert_eq!(
                (&again.raw, again.header("lictor-webhook-id")),
                (&got[0].raw, got[0].header("lictor-webhook-id"))
            );
            assert_ne!(again.header("lictor-webhook-signature"), got[0].header("lictor-webhook-signature"));
            assert_ne!(again.header("lictor-webhook-timestamp"), got[0].header("lictor-webhook-timestamp"));
        }
        assert_eq!(office.get("/v1/webhooks").body["data"][0]["failures"], 0);
    });
}

#[test]
fn a_redirect_and_a_closed_port_are_failures() {
    both(|office| {
        let receiver = Receiver::start(office);
        receiver.answer(302);
        endpoint(office, &receiver, json!({}));
        let closed = {
            let mut closed = receiver.clone();
            closed.url = "http://127.0.0.1:1/hook".to_owned();
            closed
        };
        endpoint(office, &closed, json!({}));
        happen(office, "license.issued", "viewer");
        let redirected = delivery(office, "a redirect", |delivery| delivery["last_status"] == 302);
        assert_eq!(redirected["last_error"], "answered 302 Found");
        let refused = delivery(office, "a refused connection", |delivery| {
            delivery["last_error"].as_str().is_some_and(|error| error.contains("refused"))
        });
        assert_eq!((&refused["last_status"], &refused["state"]), (&Json::Null, &json!("pending")));
    });
}

#[test]
fn after_72_hours_a_delivery_is_given_up_and_can_be_sent_again_by_hand() {
    both(|office| {
        let receiver = Receiver::start(office);
        receiver.refuse(Some("license.issued"));
        // Moving the clock brings the daily job with events of its own.
        endpoint(office, &receiver, json!({"events": ["license.*", "order.*"]}));
        happen(office, "license.issued", "viewer");
        happen(office, "license.installed", "viewer");
        // A later event of the same record waits; one of another record does not.
        happen(office, "order.completed", "admin");
        eventually("the other record's event", SOON, || {
            receiver.got().iter().any(|got| got.body["type"] == "order.completed").then_some(())
        });
        delivery(office, "the first attempt", |delivery| delivery["last_status"] == 500);
        for clock in ["2026-03-02T12:00:00", "2026-03-03T12:00:00", "2026-03-04T23:00:00"] {
            office.set_clock(&format!("{clock}Z"));
            delivery(office, clock, |delivery| {
                let is_tried =
                    delivery["last_status"] == 500 && delivery["updated_at"].as_str() >= Some(clock);
                is_tried && delivery["event_type"] == "license.issued"
            });
        }
        assert!(receiver.got().iter().all(|got| got.body["type"] != "license.installed"));
        office.set_clock("2026-03-05T00:10:00Z");
        let failed = delivery(office, "giving up", |delivery| delivery["state"] == "failed");
        assert_eq!(
            (&failed["event_type"], &failed["next_attempt_at"]),
            (&json!("license.issued"), &Json::Null)
        );
        eventually("the event behind it", SOON, || {
            receiver.got().iter().any(|got| got.body["type"] == "license.installed").then_some(())
        });
        receiver.refuse(None);
        let path = format!("/v1/deliveries/{}/resend", failed["id"].as_str().unwrap());
        office.post(&path, json!({})).expect(202);
        let sent = delivery(office, "the repetition", |delivery| {
            delivery["id"] == failed["id"] && delivery["state"] == "delivered"
        });
        assert_eq!((&sent["attempts"], &sent["event_id"]), (&json!(1), &failed["event_id"]));
        // What arrived can be sent once more, with the same id.
        let before = receiver.got().len();
        office.post(&path, json!({})).expect(202);
        let last = got(&receiver, before + 1).pop().unwrap();
        assert_eq!(last.header("lictor-webhook-id"), failed["event_id"].as_str().unwrap());
    });
}

#[test]
fn events_of_one_record_arrive_in_their_order() {
    both(|office| {
        let receiver = Receiver::start(office);
        endpoint(office, &receiver, json!({}));
        for number in 0..10 {
            for role in ["viewer", "operator", "admin"] {
                happen(office, if number % 2 == 0 { "license.issued" } else { "license.installed" }, role);
            }
        }
        let got = got(&receiver, 30);
        for role in ["viewer", "operator", "admin"] {
            let places: Vec<i64> = got
                .iter()
                .filter(|got| got.body["object"]["name"] == role)
                .map(|got| got.place().1)
                .collect();
            assert_eq!(places, (1..=10).collect::<Vec<i64>>(), "{role}");
        }
        assert_eq!(receiver.got().len(), 30);
    });
}

#[test]
fn an_endpoint_that_fails_again_and_again_is_suspended_and_goes_on_where_it_stopped() {
    both(|office| {
        let receiver = Receiver::start(office);
        receiver.answer(500);
        let id = endpoint(office, &receiver, json!({"events": ["license.*"]}));
        let path = format!("/v1/webhooks/{id}");
        for number in 0..25 {
            let role =
                office.post("/v1/roles", json!({"name": format!("r{number}"), "rights": []})).expect(201);
            happen(office, "license.issued", &role.id());
        }
        eventually("25 failures", SOON, || {
            (office.get(&path).body["failures"].as_i64() >= Some(25)).then_some(())
        });
        // Many failures at once are one outage: it is not suspended before an hour is over.
        assert_eq!(office.get(&path).body["state"], "active");
        office.set_clock("2026-03-02T01:30:00Z");
        eventually("suspension", SOON, || (office.get(&path).body["state"] == "suspended").then_some(()));
        let trace = office.get("/v1/audit?filter[action]=webhook.suspended").expect(200).body;
        assert_eq!(
            (trace["data"].as_array().unwrap().len(), &trace["data"][0]["actor"]),
            (1, &json!("system:webhooks"))
        );
        receiver.answer(200);
        happen(office, "license.renewed", "viewer");
        let refused = office.post(&format!("{path}/test"), json!({}));
        assert_eq!(
            (refused.refusal(), refused.meta("state")),
            ((409, "ILLEGAL_TRANSITION"), json!("suspended"))
        );
        let waiting = deliveries(office, "filter[state]=pending")[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(
            office.post(&format!("/v1/deliveries/{waiting}/resend"), json!({})).refusal(),
            (409, "ILLEGAL_TRANSITION")
        );
        // Four days later nothing is lost.
        office.set_clock("2026-03-06T12:00:00Z");
        let resumed = office.post(&format!("{path}/resume"), json!({})).expect(200).body;
        assert_eq!((&resumed["state"], &resumed["failures"]), (&json!("active"), &json!(0)));
        eventually("all of them", SOON, || {
            let good = receiver.got().into_iter().filter(|got| got.answered == 200).count();
            (good >= 26).then_some(())
        });
        eventually("the log", SOON, || {
            (deliveries(office, "filter[state]=delivered").len() == 26).then_some(())
        });
        assert_eq!(deliveries(office, "filter[state]=failed").len(), 0);
        assert_eq!(office.post(&format!("{path}/resume"), json!({})).refusal(), (409, "ILLEGAL_TRANSITION"));
    });
}

#[test]
fn an_endpoint_is_tried_changed_stopped_and_forgotten() {
    both(|office| {
        let receiver = Receiver::start(office);
        let id = endpoint(office, &receiver, json!({"events": ["order.*"], "metadata": {"team": "ops"}}));
        let path = format!("/v1/webhooks/{id}");
        let delivery = office.post(&format!("{path}/test"), json!({})).expect(201);
        let got = got(&receiver, 1).remove(0);
        assert_eq!(
            (&got.body["type"], &got.body["object"]["webhook_id"]),
            (&json!("webhook.test"), &json!(id))
        );
        assert_eq!(delivery.text("event_id"), got.body["id"].as_str().unwrap());
        let with = office.get(&format!("{path}?include=deliveries")).expect(200).body;
        assert_eq!(with["included"]["deliveries"][0]["id"], delivery.id());
        let changed = office.patch(&path, json!({"events": ["license.issued"]})).expect(200).body;
        assert_eq!(
            (&changed["events"], &changed["metadata"]),
            (&json!(["license.issued"]), &json!({"team": "ops"}))
        );
        assert_eq!(office.patch(&path, json!({"state": "suspended"})).refusal(), (422, "READ_ONLY"));
        office.post(&format!("{path}/suspend"), json!({})).expect(200);
        assert_eq!(office.post(&format!("{path}/suspend"), json!({})).refusal(), (409, "ILLEGAL_TRANSITION"));
        happen(office, "license.issued", "viewer");
        office.delete(&path).expect(204);
        assert_eq!(office.get(&path).refusal(), (404, "NOT_FOUND"));
        // What was sent stays in the log.
        assert_eq!(deliveries(office, "").len(), 1);
        let gone = office.post(&format!("/v1/deliveries/{}/resend", delivery.id()), json!({}));
        assert_eq!(gone.refusal(), (404, "NOT_FOUND"));
    });
}

#[test]
fn an_endpoint_that_leads_inside_is_refused() {
    both(|office| {
        for (body, at) in [
            (json!({"url": "http://127.0.0.1:9/"}), "/url"),
            (json!({"url": "http://example.com/"}), "/url"),
            (json!({"url": "https://10.0.0.1/"}), "/url"),
            (json!({"url": "https://169.254.169.254/"}), "/url"),
            (json!({"url": "https://[::1]/"}), "/url"),
            (json!({"url": "https://localhost/"}), "/url"),
            (json!({"url": "ftp://example.com/"}), "/url"),
            (json!({"url": "https://example.com/", "events": []}), "/events"),
            (json!({"url": "https://example.com/", "events": ["*", "License"]}), "/events/1"),
            (json!({"url": "https://example.com/", "events": ["lic*"]}), "/events/0"),
            (json!({"url": "https://example.com/", "expiring_days": [-1]}), "/expiring_days"),
        ] {
            let reply = office.post("/v1/webhooks", body.clone());
            let pointer = reply.body.pointer("/errors/0/source/pointer").and_then(Json::as_str);
            assert_eq!((reply.refusal(), pointer), ((422, "INVALID_FIELD"), Some(at)), "{body}");
        }
        office.post("/v1/webhooks", json!({"url": "https://example.com/hook"})).expect(201);
        // Allowed once, forbidden later: what is sent is looked at again.
        let receiver = Receiver::start(office);
        endpoint(office, &receiver, json!({}));
        office.patch("/v1/settings", json!({"allow_private_webhooks": false})).expect(200);
        happen(office, "license.issued", "viewer");
        delivery(office, "the refusal", |delivery| {
            delivery["last_error"].as_str().is_some_and(|error| error.contains("private network"))
        });
        assert_eq!(receiver.got().len(), 0);
    });
}

#[test]
fn what_was_not_sent_is_sent_after_a_restart() {
    for on in [crate::office::On::Sqlite, crate::office::On::Postgres] {
        let mut office = TestOffice::start(on, "2026-03-02");
        let receiver = Receiver::start(&office);
        let key = office.get("/v1/webhook-key").body;
        receiver.answer(500);
        endpoint(&office, &receiver, json!({}));
        happen(&office, "license.issued", "viewer");
        got(&receiver, 1);
        receiver.answer(200);
        office.restart();
        assert_eq!(office.get("/v1/webhook-key").body, key);
        office.set_clock("2026-03-02T00:10:00Z");
        delivery(&office, "delivery after the restart", |delivery| delivery["state"] == "delivered");
    }
}
