//! Which events reach which endpoint, what becomes of one that is silent, and that others can verify what
//! arrives.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, PATIENCE};
use crate::office::{TestOffice, both};
use crate::receiver::{Got, Receiver};
use crate::webhooks::{delivery, endpoint, got, happen};

/// 5.4: an endpoint with one event is suspended when the 72 hours are over, and the event is not dropped.
#[test]
fn an_endpoint_where_nothing_arrives_is_suspended_with_its_last_delivery_kept() {
    both(|office| {
        let receiver = Receiver::start(office);
        receiver.answer(500);
        let id = endpoint(office, &receiver, json!({"events": ["license.issued"]}));
        happen(office, "license.issued", "viewer");
        delivery(office, "the first attempt", |delivery| delivery["last_status"] == 500);
        for clock in ["2026-03-02T12:00:00", "2026-03-03T12:00:00", "2026-03-04T23:00:00"] {
            office.set_clock(&format!("{clock}Z"));
            delivery(office, clock, |delivery| {
                delivery["last_status"] == 500 && delivery["updated_at"].as_str() >= Some(clock)
            });
        }
        office.set_clock("2026-03-05T00:10:00Z");
        let path = format!("/v1/webhooks/{id}");
        eventually("suspension", PATIENCE, || (office.get(&path).body["state"] == "suspended").then_some(()));
        let kept = delivery(office, "the delivery", |_| true);
        assert_eq!((&kept["state"], &kept["next_attempt_at"]), (&json!("pending"), &Json::Null));
        receiver.answer(200);
        office.post(&format!("{path}/resume"), json!({})).expect(200);
        let sent = delivery(office, "delivery", |delivery| delivery["state"] == "delivered");
        assert_eq!(sent["id"], kept["id"]);
    });
}

/// 5.4: a type that never happens would be silent for ever.
#[test]
fn misspelt_types_of_events_are_refused_with_the_known_ones() {
    both(|office| {
        for (pattern, good) in [
            ("license.installed", true),
            ("license.*", true),
            ("*", true),
            ("license.instaled", false),
            ("licence.*", false),
            ("license", false),
            ("webhook.test", false),
        ] {
            let reply =
                office.post("/v1/webhooks", json!({"url": "https://example.com/", "events": [pattern]}));
            assert_eq!(reply.status, if good { 201 } else { 422 }, "{pattern} {}", reply.text);
            assert!(good || reply.text.contains("license.installed"), "{}", reply.text);
        }
    });
}

/// Addresses inside others, and a name with a final dot, are looked at as well.
#[test]
fn an_endpoint_that_leads_inside_by_another_spelling_is_refused() {
    both(|office| {
        for url in [
            "https://localhost./",
            "https://[::127.0.0.1]/",
            "https://[64:ff9b:1::a00:1]/",
            "https://[2001:0:4136:e378:8000:63bf:f5ff:fffe]/",
        ] {
            let reply = office.post("/v1/webhooks", json!({"url": url}));
            assert_eq!(reply.refusal(), (422, "INVALID_FIELD"), "{url}");
        }
    });
}

fn daily(office: &TestOffice, day: &str) {
    office.set_clock(day);
    let run = office.call("POST", "/v1/daily-runs", Some(json!({})), &[("prefer", "wait=60")]).expect(200);
    assert_eq!(run.body["state"], "Succeeded", "{}", run.text);
}

fn days_left(receiver: &Receiver, count: usize) -> Vec<Json> {
    got(receiver, count).iter().map(|got| got.body["days_left"].clone()).collect()
}

/// 5.4: what a missed day would have told is told later, each lead time once for each end.
#[test]
fn an_end_is_told_also_when_the_day_of_its_lead_time_was_missed() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({}));
        assert_eq!(desk.license(&id)["expiration_date"], "2026-04-02");
        let [early, late] = [Receiver::start(office), Receiver::start(office)];
        for (receiver, days) in [(&early, json!([30, 10])), (&late, json!([3]))] {
            endpoint(office, receiver, json!({"events": ["license.expiring"], "expiring_days": days}));
        }
        // No run on the days 30 and 10 before.
        daily(office, "2026-03-28");
        assert_eq!(days_left(&early, 1), [json!(5)]);
        daily(office, "2026-03-29");
        daily(office, "2026-03-31");
        assert_eq!(days_left(&late, 1), [json!(2)]);
        // Another end: its lead times are reached anew.
        desk.done(&id, "renew", json!({"force": true}));
        daily(office, "2026-04-20");
        assert_eq!(days_left(&early, 2), [json!(5), json!(12)]);
        let told = office.get("/v1/events?filter[event_type]=license.expiring").expect(200);
        assert_eq!(told.body["data"].as_array().unwrap().len(), 3);
    });
}

#[test]
fn an_activation_is_told() {
    both(|office| {
        let desk = Desk::local(office);
        let receiver = Receiver::start(office);
        endpoint(office, &receiver, json!({"events": ["license.activated"]}));
        let id = desk.request(json!({"class": "locked"}));
        desk.done(&id, "issue", json!({}));
        desk.done(&id, "activate", json!({}));
        let told = got(&receiver, 1).remove(0);
        assert_eq!(
            (&told.body["type"], &told.body["object"]["status"]),
            (&json!("license.activated"), &json!("Activated"))
        );
    });
}

fn signed_text(got: &Got) -> Vec<u8> {
    let head = format!("{}.{}.", got.header("lictor-webhook-timestamp"), got.header("lictor-webhook-id"));
    [head.as_bytes(), &got.raw].concat()
}

/// 5.4: with nothing but openssl.
#[test]
fn openssl_verifies_the_signature_of_a_delivery() {
    both(|office| {
        let receiver = Receiver::start(office);
        endpoint(office, &receiver, json!({}));
        happen(office, "license.issued", "viewer");
        let got = got(&receiver, 1).remove(0);
        let key = office.get("/v1/webhook-key").expect(200).text("public_key");
        // The public key as openssl reads it: RFC 8410.
        let der = hex::decode(format!("302a300506032b6570032100{key}")).unwrap();
        let signature = got.header("lictor-webhook-signature").strip_prefix("ed25519=").unwrap();
        let path = |name: &str| office.directory.path().join(name);
        for (name, bytes) in
            [("key", der), ("signature", hex::decode(signature).unwrap()), ("text", signed_text(&got))]
        {
            fs::write(path(name), bytes).unwrap();
        }
        let verified = || {
            let mut openssl = Command::new("openssl");
            openssl.args(["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin", "-inkey"]);
            openssl.arg(path("key")).arg("-in").arg(path("text")).arg("-sigfile").arg(path("signature"));
            openssl.output().unwrap().status.success()
        };
        assert!(verified());
        fs::write(path("text"), b"another text").unwrap();
        assert!(!verified());
    });
}

/// 5.4: with nothing but Python's own library.
#[test]
fn python_verifies_the_hmac_of_a_delivery() {
    both(|office| {
        let receiver = Receiver::start(office);
        fs::write(office.data().join("secrets/hook"), "s3cret\n").unwrap();
        endpoint(office, &receiver, json!({"signature": "hmac-sha256", "secret_ref": "hook"}));
        happen(office, "license.issued", "viewer");
        let got = got(&receiver, 1).remove(0);
        let program = "import hmac, sys; \
                       print(hmac.new(b's3cret', sys.stdin.buffer.read(), 'sha256').hexdigest())";
        let mut python = Command::new("python3")
            .args(["-c", program])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        python.stdin.take().unwrap().write_all(&signed_text(&got)).unwrap();
        let told = String::from_utf8(python.wait_with_output().unwrap().stdout).unwrap();
        assert_eq!(got.header("lictor-webhook-signature"), format!("hmac-sha256={}", told.trim()));
    });
}
