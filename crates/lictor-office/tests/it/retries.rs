//! What becomes of a license when its issuer fails (2.1.3), with an issuer that drops, hangs and refuses.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use lictor_testkit::eventually;
use serde_json::{Value as Json, json};

use crate::desk::{Desk, PATIENCE};
use crate::double::{Double, Trick};
use crate::issuer::Agreement;
use crate::office::{On, TestOffice, both};

fn issued(desk: &Desk<'_>, more: Json) -> String {
    let id = desk.request(more);
    desk.done(&id, "issue", json!({}));
    id
}

/// Seconds from one instant to another.
fn seconds(from: &Json, to: &Json) -> i64 {
    let at = |time: &Json| time.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second();
    at(to) - at(from)
}

#[test]
fn t_lic_2_the_issuer_goes_away_between_key_and_file() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        double.always("retrieve", Some(Trick::Drop));
        let id = desk.request(json!({"automatic": true}));
        let license = desk.shows(&id, "attempts", json!(1));
        assert_eq!(
            (&license["status"], &license["key_number"], &license["last_error_code"]),
            (&json!("Retrieving"), &json!("PLSK.00000001"), &json!("ISSUER_UNREACHABLE"))
        );
        assert!(license["unreachable_since"].is_string() && license["next_attempt_at"].is_string());
        double.always("retrieve", None);
        office.set_clock("2026-03-02T00:05:00Z");
        let license = desk.becomes(&id, "Retrieved");
        assert_eq!((&license["last_error"], &license["unreachable_since"]), (&Json::Null, &Json::Null));
        assert_eq!(desk.keys(), 1);
    });
}

#[test]
fn t_lic_3_the_answer_with_the_key_is_lost() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        double.next("create", &[Trick::LoseAnswer]);
        let id = desk.request(json!({}));
        desk.ask(&id, "issue", json!({})).expect(202);
        let license = desk.shows(&id, "attempts", json!(1));
        assert_eq!(
            (&license["status"], &license["key_number"], &license["issue_uncertain"]),
            (&json!("Pending"), &Json::Null, &json!(true))
        );
        assert_eq!(desk.keys(), 1);
        // While that key may exist, its request is neither removed nor changed.
        let operation = license["operation_id"].as_str().unwrap();
        office.post(&format!("/v1/operations/{operation}/cancel"), json!({})).expect(200);
        assert_eq!(office.delete(&format!("/v1/licenses/{id}")).refusal(), (409, "KEY_ISSUED"));
        let edited = office.patch(&format!("/v1/licenses/{id}"), json!({"capacity": {"SEATS": 3}}));
        assert_eq!(edited.refusal(), (409, "KEY_ISSUED"));
        desk.done(&id, "issue", json!({}));
        let license = desk.license(&id);
        assert_eq!(
            (&license["status"], &license["key_number"], &license["issue_uncertain"]),
            (&json!("Issued"), &json!("PLSK.00000001"), &json!(false))
        );
        assert_eq!((desk.keys(), double.calls("create")), (1, 2));
    });
}

#[test]
fn what_passes_is_tried_again_and_named() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        for (trick, code) in [
            (Trick::Drop, "ISSUER_UNREACHABLE"),
            (Trick::Status(503), "ISSUER_UNREACHABLE"),
            (Trick::Status(429), "ISSUER_UNREACHABLE"),
            (Trick::Hang, "ISSUER_TIMEOUT"),
            (Trick::Garbage, "ISSUER_ERROR"),
            (Trick::Code(287), "ISSUER_ERROR"),
            (Trick::Code(300), "ISSUER_ERROR"),
            (Trick::Code(999), "ISSUER_ERROR"),
        ] {
            let what = format!("{trick:?}");
            let id = issued(&desk, json!({}));
            double.next("retrieve", &[trick]);
            desk.ask(&id, "retrieve", json!({})).expect(202);
            let license = desk.shows(&id, "attempts", json!(1));
            assert_eq!(
                (&license["status"], &license["last_error_code"]),
                (&json!("Retrieving"), &json!(code)),
                "{what}"
            );
            let operation = office.get(&format!("/v1/licenses/{id}/operations")).expect(200);
            let operation = operation.body["data"].as_array().unwrap().last().unwrap().clone();
            assert_eq!(operation["state"], "Waiting", "{what}");
            let wait = seconds(&operation["first_attempt_at"], &operation["next_attempt_at"]);
            // The call itself takes up to a second.
            assert!((30..=32).contains(&wait), "{what}: {wait}");
            desk.ask(&id, "retry", json!({})).expect(202);
            desk.becomes(&id, "Retrieved");
        }
    });
}

#[test]
fn what_stays_ends_the_retrieval_as_the_table_says() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        for (code, bill, status, error, mismatches) in [
            (220, "Monthly", "Issued", "KEY_NOT_FOUND", vec!["KEY_NOT_FOUND"]),
            (221, "Monthly", "Issued", "KEY_PROBLEM", vec![]),
            (222, "Monthly", "Terminated", "LICENSE_TERMINATED", vec!["TERMINATED_AT_ISSUER"]),
            (223, "Monthly", "Issued", "ACTIVATION_REQUIRED", vec![]),
            (224, "Monthly", "Issued", "KEY_NOT_EXPORTABLE", vec![]),
            (228, "Monthly", "Expired", "LICENSE_EXPIRED", vec![]),
            (228, "Purchase", "Issued", "LICENSE_EXPIRED", vec![]),
            (410, "Monthly", "Issued", "ISSUER_ERROR", vec![]),
        ] {
            let class = if code == 223 { "rigid" } else { "suite" };
            let id = issued(&desk, json!({"bill_type": bill, "class": class}));
            double.next("retrieve", &[Trick::Code(code)]);
            let reply = desk.act(&id, "retrieve", json!({}));
            assert_eq!((reply.code(), &reply.meta("operation_id").is_string()), (error, &true), "{code}");
            let license = desk.becomes(&id, status);
            assert_eq!(license["last_error_code"], error, "{code}");
            let found: Vec<&str> = license["mismatches"]
                .as_array()
                .unwrap()
                .iter()
                .map(|mismatch| mismatch["code"].as_str().unwrap())
                .collect();
            assert_eq!(found, mismatches, "{code}");
            let expected = if mismatches.is_empty() { "Never" } else { "Not In Sync" };
            assert_eq!(license["sync_status"], expected, "{code}");
            if code == 223 {
                // The class's flag was learned: for its other licenses too, and no refresh forgets it.
                let other = issued(&desk, json!({"class": class}));
                let refresh = format!("/v1/plugins/{}/refresh", desk.plugin);
                office.call("POST", &refresh, Some(json!({})), &[("prefer", "wait=30")]).expect(200);
                for id in [&id, &other] {
                    assert_eq!(desk.ask(id, "retrieve", json!({})).refusal(), (409, "ACTIVATION_REQUIRED"));
                }
                let path = format!("/v1/license-classes/{}", desk.class(class));
                assert_eq!(office.get(&path).expect(200).body["requires_activation"], true);
            }
        }
    });
}

#[test]
fn rejected_credentials_let_the_whole_plug_in_rest() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        for trick in
            [Trick::Code(200), Trick::Code(201), Trick::Code(202), Trick::Code(400), Trick::Status(401)]
        {
            let id = issued(&desk, json!({}));
            let other = desk.request(json!({}));
            double.next("retrieve", &[trick]);
            let reply = desk.act(&id, "retrieve", json!({}));
            assert_eq!(reply.refusal(), (502, "CREDENTIALS_REJECTED"));
            assert_eq!(desk.becomes(&id, "Issued")["last_error_code"], "CREDENTIALS_REJECTED");
            let path = format!("/v1/plugins/{}", desk.plugin);
            let plugin = office.get(&path).expect(200).body;
            assert_eq!(
                (&plugin["paused"], &plugin["pause_reason"]),
                (&json!(true), &json!("CREDENTIALS_REJECTED"))
            );
            assert_eq!(desk.ask(&other, "issue", json!({})).refusal(), (409, "PLUGIN_PAUSED"));
            assert_eq!(desk.ask(&id, "retrieve", json!({})).refusal(), (409, "PLUGIN_PAUSED"));
            office.post(&format!("{path}/resume"), json!({})).expect(200);
            desk.done(&id, "retrieve", json!({}));
        }
        assert_eq!(desk.events(&desk.plugin), ["plugin.failed"; 5]);
    });
}

#[test]
fn waiting_work_of_a_resting_plug_in_rests_and_automatic_licenses_go_on_with_it() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let waiting = issued(&desk, json!({}));
        double.next("retrieve", &[Trick::Status(503)]);
        desk.ask(&waiting, "retrieve", json!({})).expect(202);
        desk.shows(&waiting, "attempts", json!(1));
        double.next("create", &[Trick::Code(200)]);
        let automatic = desk.request(json!({"automatic": true}));
        desk.shows(&automatic, "last_error_code", json!("CREDENTIALS_REJECTED"));
        office.set_clock("2026-03-02T01:00:00Z");
        // What is due is not tried while the plug-in rests: another plug-in's call comes through first.
        let other = Desk::plugin(office, &json!({"name": "other", "mode": "online", "template": "local"}));
        issued(&other, json!({}));
        assert_eq!((desk.status(&waiting).as_str(), double.calls("retrieve")), ("Retrieving", 1));
        office.post(&format!("/v1/plugins/{}/resume", desk.plugin), json!({})).expect(200);
        desk.becomes(&waiting, "Retrieved");
        desk.becomes(&automatic, "Retrieved");
    });
}

#[test]
fn attempts_follow_the_schedule_and_a_stuck_one_is_told() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = issued(&desk, json!({}));
        double.always("retrieve", Some(Trick::Status(500)));
        desk.ask(&id, "retrieve", json!({})).expect(202);
        let mut waits = Vec::new();
        for attempt in 1..=7 {
            let license = desk.shows(&id, "attempts", json!(attempt));
            let now = office.office().clock().now().to_string();
            // The clock runs on while the test looks.
            waits.push((seconds(&json!(now), &license["next_attempt_at"]) + 5) / 10 * 10);
            let next = license["next_attempt_at"].as_str().unwrap();
            office.set_clock(next);
        }
        assert_eq!(waits, [30, 120, 600, 3600, 3600, 3600, 3600]);
        office.set_clock("2026-03-03T01:00:00Z");
        let license = desk.shows(&id, "attempts", json!(8));
        assert_eq!(license["next_attempt_at"].as_str().map(|at| &at[..13]), Some("2026-03-04T01"));
        eventually("the webhook event", PATIENCE, || {
            desk.events(&id).contains(&"license.retrieving_stuck".to_owned()).then_some(())
        });
        assert_eq!(desk.events(&id).iter().filter(|event| *event == "license.retrieving_stuck").count(), 1);
        let stuck = office.get("/v1/dashboard").expect(200).body["stuck"].clone();
        assert_eq!(stuck[0]["target_id"], json!(id));
    });
}

#[test]
fn a_retrieval_that_is_cancelled_stays_cancelled_when_its_answer_comes() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = issued(&desk, json!({}));
        double.next("retrieve", &[Trick::Hang]);
        let started = desk.ask(&id, "retrieve", json!({})).expect(202);
        eventually("the call", PATIENCE, || (double.calls("retrieve") == 1).then_some(()));
        desk.ask(&id, "cancel", json!({})).expect(200);
        assert_eq!(desk.status(&id), "Issued");
        let operation = format!("/v1/operations/{}", started.id());
        assert_eq!(office.get(&operation).expect(200).text("state"), "Cancelled");
        desk.done(&id, "retrieve", json!({}));
        assert_eq!((desk.status(&id).as_str(), double.calls("retrieve")), ("Retrieved", 2));
        assert_eq!(
            office.post(&format!("{operation}/cancel"), json!({})).refusal(),
            (409, "ILLEGAL_TRANSITION")
        );
        assert_eq!(
            desk.traces(&id),
            [
                "license.requested",
                "license.issued",
                "license.retrieving",
                "license.retrieve_cancelled",
                "license.retrieving",
                "license.retrieved"
            ]
        );
    });
}

#[test]
fn files_that_are_not_what_they_should_be_are_refused_and_the_old_one_stays() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let hoster = Agreement::with(office, "second", json!({"role": "provider", "login": "hoster"}));
        let first = desk.retrieved(json!({}));
        let kept = desk.license(&first)["file_id"].clone();
        let old = hoster.ask("retrieve", json!({"key_number": "PLSK.00000001"}));
        let second = issued(&desk, json!({}));
        let mut forged = old.clone();
        let text = old["files"][0]["content"].as_str().unwrap().replace("COUNT=\"10\"", "COUNT=\"99\"");
        let hash = hex::encode(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()));
        for file in ["/files/0", "/file"] {
            *forged.pointer_mut(&format!("{file}/content")).unwrap() = json!(text);
            *forged.pointer_mut(&format!("{file}/sha256")).unwrap() = json!(hash);
        }
        forged["key"]["key_number"] = json!("PLSK.00000002.0000");
        let mut damaged = old.clone();
        damaged["files"][0]["content"] = json!("<x/>");
        // The issuer believes that the second key is of another class.
        let number = "PLSK.00000002";
        let change =
            json!({"config": {"class": "suite-pro", "class_version": "2", "capacity": {"SEATS": 10}}});
        office.post(&format!("/v1/keys/{number}/upgrade"), change).expect(200);
        let other_class = hoster.ask("retrieve", json!({"key_number": number}));
        for (answer, code) in [
            (other_class, "CLASS_MISMATCH"),
            (forged, "SIGNATURE_INVALID"),
            (damaged, "FILE_INVALID"),
            (old.clone(), "ISSUER_ERROR"),
        ] {
            double.next("retrieve", &[Trick::Say(answer)]);
            let reply = desk.act(&second, "retrieve", json!({}));
            assert_eq!(reply.code(), code, "{}", reply.text);
            assert_eq!(desk.becomes(&second, "Issued")["last_error_code"], code);
            assert_eq!(
                office.get(&format!("/v1/licenses/{second}/download")).refusal(),
                (409, "FILE_NOT_RETRIEVED")
            );
        }
        // An upgraded key whose issuer gives out the file of the revision before.
        double.next("retrieve", &[Trick::Say(old)]);
        desk.ask(&first, "upgrade", json!({"capacity": {"SEATS": 20}})).expect(202);
        desk.shows(&first, "last_error_code", json!("RETRIEVED_FILE_STALE"));
        let license = desk.becomes(&first, "Retrieved");
        assert_eq!((&license["file_id"], &license["file_revision"]), (&kept, &json!(0)));
    });
}

#[test]
fn after_a_restart_nothing_is_stuck_and_nothing_is_done_twice() {
    for on in [On::Sqlite, On::Postgres] {
        let mut office = TestOffice::start(on, "2026-03-02");
        let double = Double::start(&office);
        let (waiting, running, lost, plugin) = {
            let desk = Desk::over(&office, &double);
            let [waiting, lost] = [issued(&desk, json!({})), issued(&desk, json!({}))];
            double.next("retrieve", &[Trick::Status(503), Trick::Status(503)]);
            for id in [&waiting, &lost] {
                desk.ask(id, "retrieve", json!({})).expect(202);
                desk.shows(id, "attempts", json!(1));
            }
            double.next("create", &[Trick::Hang]);
            let running = desk.request(json!({}));
            desk.ask(&running, "issue", json!({})).expect(202);
            eventually("the call", PATIENCE, || (double.calls("create") == 3).then_some(()));
            (waiting, running, lost, desk.plugin)
        };
        forget_operations(&office, &lost);
        office.restart();
        double.moved(&office);
        office.set_clock("2026-03-02T00:10:00Z");
        let desk = Desk { office: &office, plugin };
        desk.becomes(&waiting, "Retrieved");
        desk.becomes(&lost, "Retrieved");
        desk.becomes(&running, "Issued");
        assert_eq!(desk.keys(), 3);
    }
}

/// As if the operations of a license had been lost.
fn forget_operations(office: &TestOffice, id: &str) {
    office.runtime.block_on(async {
        let actor = lictor_office::actor::Actor::system("test");
        let mut tx = office.office().write(actor).await.unwrap();
        tx.execute("DELETE FROM operations WHERE target_id = $1", vec![id.into()]).await.unwrap();
        tx.commit().await.unwrap();
    });
}

#[test]
fn several_processes_on_one_database_share_the_work() {
    let office = TestOffice::start(On::Postgres, "2026-03-02");
    let double = Double::start(&office);
    let desk = Desk::over(&office, &double);
    // Whoever waits for a call must not take it for lost while both processes are busy.
    office.patch(&format!("/v1/plugins/{}", desk.plugin), json!({"timeout_seconds": 30})).expect(200);
    let second = office.beside();
    let ids = desk.requests(json!({"number": 40, "automatic": true}));
    for id in &ids {
        desk.becomes(id, "Retrieved");
    }
    assert_eq!((double.calls("create"), double.calls("retrieve"), desk.keys()), (40, 40, 40));
    office.runtime.block_on(second.stop());
}
