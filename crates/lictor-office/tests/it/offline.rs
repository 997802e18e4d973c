//! Offline plug-ins: requests by letter, answers by upload (3.11).

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::office::{TestOffice, both};

/// What the issuer's people send for a key of this kind: its number and its file.
fn mailed(office: &TestOffice, more: Json) -> (String, String) {
    let body =
        crate::desk::with(json!({"owner": "letters", "class": "suite", "bill_type": "Monthly"}), &more);
    let number = office.post("/v1/keys", body).expect(201).text("key_number");
    (number.clone(), file_of(office, &number))
}

fn file_of(office: &TestOffice, number: &str) -> String {
    let number = &number[..13];
    office.post(&format!("/v1/keys/{number}/retrieve"), json!({})).expect(200);
    office.get(&format!("/v1/keys/{number}/download")).expect(200).text
}

#[test]
fn t_off_1_a_request_by_letter_and_its_answer() {
    both(|office| {
        let desk = Desk::offline(office);
        let id = desk.request(json!({"capacity": {"SEATS": 30}, "features": ["backup"], "licensee": "ACME"}));
        let license = desk.license(&id);
        assert_eq!(
            (&license["status"], &license["sync_status"]),
            (&json!("Pending"), &json!("Not Applicable"))
        );
        let text = office.get(&format!("/v1/licenses/{id}/request-text")).expect(200).text;
        for line in [
            "License ID:     1",
            "License class:  suite 1",
            "Capacity:       SEATS 30",
            "Features:       backup",
        ] {
            assert!(text.contains(line), "{text}");
        }
        for (action, code) in
            [("issue", "PLUGIN_OFFLINE"), ("sync", "KEY_NOT_ISSUED"), ("renew", "PLUGIN_OFFLINE")]
        {
            assert_eq!(desk.ask(&id, action, json!({})).refusal(), (409, code), "{action}");
        }
        let (number, file) = mailed(office, json!({"capacity": {"SEATS": 30}, "features": ["backup"]}));
        let uploaded = desk.ask(&id, "upload", json!({"file": file, "key_number": number})).expect(200);
        assert_eq!(
            (uploaded.text("status"), uploaded.text("key_number"), uploaded.text("expiration_date")),
            ("Uploaded".into(), "PLSK.00000001".into(), "2026-04-02".into())
        );
        assert_eq!(uploaded.body["known_config"]["capacity"], json!({"SEATS": 30}));
        for action in ["sync", "renew", "upgrade"] {
            let reply = desk.ask(&id, action, json!({}));
            assert_eq!(reply.refusal(), (409, "PLUGIN_OFFLINE"), "{action}");
        }
        assert_eq!(office.get(&format!("/v1/licenses/{id}/download")).expect(200).text, file);
        desk.ask(&id, "mark-installed", json!({})).expect(200);
        assert_eq!(desk.traces(&id), ["license.requested", "license.uploaded", "license.installed"]);
    });
}

/// T-OFF-2, T-OFF-3.
#[test]
fn t_off_2_and_3_a_wrong_answer_is_refused_and_the_request_waits_on() {
    both(|office| {
        let desk = Desk::offline(office);
        let id = desk.request(json!({}));
        let (_, good) = mailed(office, json!({}));
        let (_, rigid) = mailed(office, json!({"class": "rigid"}));
        let (_, over) = mailed(office, json!({"start": "2026-02-20"}));
        for (body, status, code) in [
            (json!({"file": "nonsense"}), 422, "FILE_INVALID"),
            (json!({"file": "<LICENSEFILE/>"}), 422, "FILE_INVALID"),
            (json!({"file": good.replace("COUNT=\"10\"", "COUNT=\"99\"")}), 422, "SIGNATURE_INVALID"),
            (json!({"file": rigid}), 422, "CLASS_MISMATCH"),
            (json!({"file": good, "key_number": "PLSK.00000099"}), 422, "INVALID_FIELD"),
            (json!({"file": good, "key_number": "nonsense"}), 422, "INVALID_FIELD"),
        ] {
            assert_eq!(desk.ask(&id, "upload", body.clone()).refusal(), (status, code), "{body}");
            assert_eq!(desk.status(&id), "Pending");
        }
        desk.ask(&id, "upload", json!({"file": good})).expect(200);
        let second = desk.request(json!({}));
        let taken = desk.ask(&second, "upload", json!({"file": good}));
        assert_eq!((taken.refusal(), taken.meta("license_id")), ((409, "DUPLICATE_KEY"), json!(id)));
        office.set_clock("2026-03-25");
        assert_eq!(desk.ask(&second, "upload", json!({"file": over})).refusal(), (422, "FILE_EXPIRED"));
    });
}

#[test]
fn t_off_4_a_newer_revision_replaces_and_an_older_one_does_not() {
    both(|office| {
        let desk = Desk::offline(office);
        let id = desk.request(json!({}));
        let (number, first) = mailed(office, json!({}));
        let key = &number[..13];
        let raise = |seats: u32| {
            let config = json!({"class": "suite", "class_version": "1", "capacity": {"SEATS": seats}});
            office.post(&format!("/v1/keys/{key}/upgrade"), json!({"config": config})).expect(200);
            file_of(office, key)
        };
        let second = raise(20);
        let third = raise(30);
        desk.ask(&id, "upload", json!({"file": first})).expect(200);
        desk.ask(&id, "mark-installed", json!({})).expect(200);
        let newer = desk.ask(&id, "upload", json!({"file": third})).expect(200);
        assert_eq!(
            (newer.text("status"), &newer.body["current_revision"], &newer.body["installed_revision"]),
            ("Uploaded".into(), &json!(2), &json!(0))
        );
        let older = desk.ask(&id, "upload", json!({"file": second}));
        assert_eq!(
            (older.refusal(), older.meta("revision"), older.meta("offered")),
            ((409, "STALE_REVISION"), json!(2), json!(1))
        );
        let files = office.get(&format!("/v1/licenses/{id}/files")).expect(200);
        let revisions: Vec<i64> = files.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["revision"].as_i64().unwrap())
            .collect();
        assert_eq!(revisions, [0, 2]);
    });
}

/// L9, and L8 past an online plug-in.
#[test]
fn a_license_begins_with_its_file_where_nobody_can_be_asked() {
    both(|office| {
        let desk = Desk::offline(office);
        let (_, file) = mailed(office, json!({"capacity": {"SEATS": 12}, "licensee": "ACME"}));
        let body = json!({"plugin_id": desk.plugin, "file": file});
        let made = office.post("/v1/licenses/upload", body.clone()).expect(201);
        assert_eq!(
            (made.text("status"), made.text("origin"), made.text("bill_type"), made.text("licensee")),
            ("Uploaded".into(), "upload".into(), "Monthly".into(), "ACME".into())
        );
        assert_eq!(made.body["known_config"]["capacity"], json!({"SEATS": 12}));
        assert_eq!(office.post("/v1/licenses/upload", body).refusal(), (409, "DUPLICATE_KEY"));
        assert_eq!(desk.traces(&made.id()), ["license.uploaded"]);
        let online = Desk::plugin(office, &json!({"name": "on", "mode": "online", "template": "local"}));
        let (_, other) = mailed(office, json!({}));
        let refused = office.post("/v1/licenses/upload", json!({"plugin_id": online.plugin, "file": other}));
        assert_eq!(refused.refusal(), (422, "INVALID_FIELD"));
        // Past an online plug-in goes only who may.
        let id = online.request(json!({}));
        assert_eq!(online.ask(&id, "upload", json!({"file": other})).refusal(), (422, "INVALID_FIELD"));
        let operator = office.post("/v1/tokens", json!({"name": "op", "role": "operator"})).expect(201);
        let bearer = format!("Bearer {}", operator.text("token"));
        let past = json!({"file": other, "override": true});
        let path = format!("/v1/licenses/{id}/upload");
        let forbidden = office.call("POST", &path, Some(past.clone()), &[("authorization", &bearer)]);
        assert_eq!(forbidden.refusal(), (403, "FORBIDDEN"));
        assert_eq!(office.post(&path, past).expect(200).text("status"), "Uploaded");
    });
}

/// 3.11, 3.8: a file that is not as it was asked for is taken, and the difference told.
#[test]
fn a_file_with_another_term_or_amount_is_taken_with_a_warning() {
    both(|office| {
        let desk = Desk::offline(office);
        let seats = |count: u32| json!({"capacity": {"SEATS": count}});
        let bought = crate::desk::with(json!({"bill_type": "Purchase"}), &seats(30));
        for (asked, sent, warnings) in [
            (seats(30), seats(30), json!([])),
            (seats(30), seats(50), json!(["W_CAPACITY_DIFFERS"])),
            (bought.clone(), bought.clone(), json!([])),
            (bought.clone(), seats(30), json!(["W_TERM_DIFFERS"])),
            (seats(30), bought, json!(["W_TERM_DIFFERS"])),
        ] {
            let id = desk.request(asked.clone());
            let (_, file) = mailed(office, sent.clone());
            let taken = desk.ask(&id, "upload", json!({"file": file})).expect(200);
            assert_eq!(taken.body["warnings"], warnings, "{asked} {sent}");
            assert_eq!(taken.text("status"), "Uploaded");
        }
        let (_, file) = mailed(office, json!({}));
        let body = json!({"plugin_id": desk.plugin, "file": file, "bill_type": "Purchase"});
        let begun = office.post("/v1/licenses/upload", body).expect(201);
        assert_eq!(begun.body["warnings"], json!(["W_TERM_DIFFERS"]));
    });
}

#[test]
fn classes_of_an_offline_plug_in_are_picked_by_hand() {
    both(|office| {
        crate::desk::classes(office);
        let desk = Desk::plugin(office, &json!({"name": "letters", "mode": "offline"}));
        let refused =
            office.post("/v1/licenses", json!({"class_id": desk.class("suite"), "bill_type": "Monthly"}));
        assert_eq!(refused.refusal(), (422, "CLASS_NOT_SELLABLE"));
        office.post(&format!("/v1/license-classes/{}/select", desk.class("suite")), json!({})).expect(200);
        desk.request(json!({}));
    });
}
