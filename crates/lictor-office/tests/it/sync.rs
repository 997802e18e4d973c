//! Synchronization: what the provider believes beside what the issuer has (2.4, 3.9).
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::double::{Double, Trick};
use crate::office::{TestOffice, both};

/// What a license says of its mismatches: code, field, ours, theirs, whether an upgrade resolves it.
fn mismatches(license: &Json) -> Vec<(String, String, Json, Json, bool)> {
    let of = |mismatch: &Json| {
        (
            mismatch["code"].as_str().unwrap().to_owned(),
            mismatch["field"].as_str().unwrap().to_owned(),
            mismatch["local"].clone(),
            mismatch["issuer"].clone(),
            mismatch["resolvable"].as_bool().unwrap(),
        )
    };
    license["mismatches"].as_array().unwrap().iter().map(of).collect()
}

fn row(
    code: &str,
    field: &str,
    local: Json,
    issuer: Json,
    resolvable: bool,
) -> (String, String, Json, Json, bool) {
    (code.into(), field.into(), local, issuer, resolvable)
}

fn config(more: Json) -> Json {
    let config = json!({"class": "suite", "class_version": "1", "capacity": {"SEATS": 10}, "features": []});
    json!({"config": crate::desk::with(config, &more)})
}

#[track_caller]
fn all(office: &TestOffice) -> Json {
    let reply =
        office.call("POST", "/v1/licenses/sync", Some(json!({})), &[("prefer", "wait=30")]).expect(200);
    let run = reply.body["result"]["run_id"].as_str().unwrap().to_owned();
    office.get(&format!("/v1/sync-runs/{run}")).expect(200).body
}

#[test]
fn t_syn_1_nothing_differs() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({}));
        assert_eq!(desk.license(&id)["sync_status"], "Never");
        desk.done(&id, "sync", json!({}));
        let license = desk.license(&id);
        assert_eq!(
            (&license["sync_status"], &license["mismatches"], &license["last_sync_result"]),
            (&json!("In Sync"), &json!([]), &json!("IN_SYNC"))
        );
        assert_eq!(desk.events(&id).last().unwrap(), "license.in_sync");
        assert_eq!(desk.traces(&id).last().unwrap(), "license.in_sync");
        // The same again tells nobody anything new.
        desk.done(&id, "sync", json!({}));
        assert_eq!(desk.traces(&id).iter().filter(|trace| *trace == "license.in_sync").count(), 1);
    });
}

#[test]
fn t_syn_2_capacity_raised_at_the_issuer() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({"capacity": {"SEATS": 100}}));
        let before = desk.license(&id);
        desk.at_issuer(&id, "upgrade", config(json!({"capacity": {"SEATS": 200}})));
        let done = desk.done(&id, "sync", json!({}));
        assert_eq!(done["result"]["sync_status"], "Not In Sync");
        let license = desk.license(&id);
        assert_eq!(
            mismatches(&license),
            [
                row("KEY_CHANGED", "revision", json!("0000"), json!("0001"), true),
                row("CAPACITY_CHANGED", "capacity.SEATS", json!("100"), json!("200"), true),
            ]
        );
        for field in ["status", "file_id", "known_config", "current_revision"] {
            assert_eq!(license[field], before[field], "{field}");
        }
        assert!(
            license["sync_message"].as_str().unwrap().contains("an upgrade to the issuer's configuration")
        );
    });
}

#[test]
fn t_syn_3_a_feature_removed_and_the_upgrade_that_accepts_it() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({"features": ["antivirus", "backup"]}));
        desk.at_issuer(&id, "upgrade", config(json!({"features": ["backup"]})));
        desk.at_issuer(&id, "upgrade", config(json!({"features": ["backup"], "capacity": {"SEATS": 11}})));
        desk.done(&id, "sync", json!({}));
        assert_eq!(
            mismatches(&desk.license(&id))[2],
            row("FEATURE_REMOVED", "features", json!("antivirus"), Json::Null, true)
        );
        desk.done(&id, "upgrade", json!({"reconcile": true}));
        let license = desk.shows(&id, "sync_status", json!("In Sync"));
        assert_eq!(
            (&license["current_revision"], &license["known_config"]["features"], &license["mismatches"]),
            (&json!(2), &json!(["backup"]), &json!([]))
        );
    });
}

#[test]
fn t_syn_4_terminated_at_the_issuer() {
    both(|office| {
        let desk = Desk::local(office);
        office.set_clock("2026-04-22");
        let id = desk.installed(json!({}));
        office.set_clock("2026-05-10");
        assert_eq!(desk.license(&id)["expiration_date"], "2026-05-22");
        desk.at_issuer(&id, "terminate", json!({}));
        desk.done(&id, "sync", json!({}));
        let license = desk.license(&id);
        assert_eq!(
            (&license["status"], &license["sync_status"], &license["expiration_date"]),
            (&json!("Terminated"), &json!("Not In Sync"), &json!("2026-05-22"))
        );
        assert_eq!(license["installed_revision"], 0);
        assert_eq!(
            mismatches(&license),
            [row("TERMINATED_AT_ISSUER", "status", json!("Active"), json!("Terminated"), false)]
        );
        assert_eq!(
            desk.ask(&id, "upgrade", json!({"reconcile": true})).refusal(),
            (409, "LICENSE_TERMINATED")
        );
        let traces = desk.traces(&id);
        assert_eq!(traces[traces.len() - 2..], ["license.not_in_sync", "license.terminated"]);
    });
}

#[test]
fn t_syn_5_an_issuer_that_is_down() {
    both(|office| {
        let double = Double::start(office);
        let far = Desk::over(office, &double);
        let near = Desk::plugin(office, &json!({"name": "near", "mode": "online", "template": "local"}));
        let [away, here] = [far.installed(json!({})), near.installed(json!({}))];
        let pending = near.request(json!({}));
        far.done(&away, "sync", json!({}));
        let before = far.license(&away);
        double.always("info", Some(Trick::Drop));
        let failed = far.act(&away, "sync", json!({}));
        assert_eq!((failed.refusal(), failed.meta("operation_id").is_string()), ((503, "SYNC_FAILED"), true));
        let license = far.license(&away);
        for field in ["sync_status", "last_sync_at", "mismatches"] {
            assert_eq!(license[field], before[field], "{field}");
        }
        assert_eq!(license["last_sync_result"], "SYNC_FAILED");
        assert!(license["last_sync_error"].as_str().unwrap().contains("ISSUER_UNREACHABLE"));
        let run = all(office);
        assert_eq!(
            run["totals"],
            json!({"checked": 1, "in_sync": 1, "not_in_sync": 0, "failed": 1, "skipped": 1})
        );
        assert_eq!(run["failures"].as_array().unwrap().len(), 1);
        assert_eq!(near.license(&here)["sync_status"], "In Sync");
        assert_eq!(near.status(&pending), "Pending");
        assert_eq!(near.events(run["id"].as_str().unwrap()), ["sync_run.finished"]);
    });
}

#[test]
fn t_syn_6_to_differ_neither_extends_nor_shortens() {
    both(|office| {
        let desk = Desk::local(office);
        office.set_clock("2026-04-22");
        let id = desk.installed(json!({}));
        desk.at_issuer(&id, "upgrade", config(json!({"capacity": {"SEATS": 20}})));
        desk.done(&id, "sync", json!({}));
        for (day, status) in [("2026-05-22", "Installed"), ("2026-05-23", "Expired")] {
            office.patch(&format!("/v1/licenses/{id}"), json!({"auto_renew": false})).expect(200);
            office.set_clock(day);
            let headers = [("prefer", "wait=30")];
            office.call("POST", "/v1/daily-runs", Some(json!({})), &headers).expect(200);
            assert_eq!(desk.status(&id), status, "{day}");
        }
        assert_eq!(desk.license(&id)["sync_status"], "Not In Sync");
    });
}

#[test]
fn t_syn_8_an_upgrade_that_the_issuer_did_only_in_part() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.installed(json!({}));
        let info = desk.license(&id);
        assert_eq!(info["sync_status"], "Never");
        // The first info is the upgrade's own question, the second the comparison after it.
        let partly = Trick::Change("/key/config/capacity/SEATS", json!(15));
        desk.done(&id, "sync", json!({}));
        let calls = double.calls("info");
        double.next("info", &[Trick::Change("/result_text", json!("OK")), partly]);
        desk.done(&id, "upgrade", json!({"capacity": {"SEATS": 20}}));
        let license = desk.shows(&id, "sync_status", json!("Not In Sync"));
        assert_eq!(double.calls("info"), calls + 2);
        assert!(license["sync_message"].as_str().unwrap().contains("synchronize again by hand"));
        desk.done(&id, "sync", json!({}));
        let license = desk.license(&id);
        assert_eq!((&license["sync_status"], &license["sync_message"]), (&json!("In Sync"), &Json::Null));
    });
}

#[test]
fn every_other_difference_has_its_code() {
    both(|office| {
        let desk = Desk::local(office);
        let double = Double::start(office);
        let far = {
            crate::desk::secret(office, "t", &crate::desk::token(office, "hoster"));
            let body = json!({
                "name": "far", "mode": "online", "host": "127.0.0.1", "port": double.port(), "login": "hoster",
                "secret_ref": "t", "timeout_seconds": 5,
            });
            Desk::plugin(office, &body)
        };
        let id = far.installed(json!({}));
        for (trick, code, resolvable) in [
            (Trick::Code(220), "KEY_NOT_FOUND", false),
            (Trick::Change("/key/owner", json!("other")), "OWNER_CHANGED", false),
            (Trick::Change("/key/status", json!("Suspended")), "SUSPENDED_AT_ISSUER", false),
            (Trick::Change("/key/expiration_date", json!("2027-01-01")), "DATES_CHANGED", true),
            (Trick::Change("/key/config/class", json!("other")), "CLASS_CHANGED", true),
            (Trick::Change("/key/config/features", json!(["x"])), "FEATURE_ADDED", true),
            (Trick::Change("/key/config/additional_keys", json!(["x"])), "FEATURE_ADDED", true),
            (Trick::Change("/key/key_number", json!("PLSK.00000099.0000")), "KEY_CHANGED", true),
        ] {
            double.next("info", &[trick]);
            far.done(&id, "sync", json!({}));
            let found = mismatches(&far.license(&id));
            let found: Vec<(&str, bool)> =
                found.iter().map(|(code, .., back)| (code.as_str(), *back)).collect();
            assert_eq!(found, [(code, resolvable)], "{code}");
            assert_eq!(far.license(&id)["sync_status"], "Not In Sync");
        }
        far.done(&id, "sync", json!({}));
        assert_eq!(far.license(&id)["sync_status"], "In Sync");
        drop(desk);
    });
}

/// L17: an issuer that answers with 222 alone says that the key ended, from wherever the license stands.
#[test]
fn l17_an_answer_that_the_key_ended_ends_the_license() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let [one, other] = [desk.installed(json!({})), desk.retrieved(json!({}))];
        double.always("info", Some(Trick::Code(222)));
        desk.done(&one, "sync", json!({}));
        assert_eq!(all(office)["totals"]["not_in_sync"], 1);
        for id in [one, other] {
            let license = desk.becomes(&id, "Terminated");
            assert_eq!(license["sync_status"], "Not In Sync");
            let codes: Vec<String> = mismatches(&license).into_iter().map(|(code, ..)| code).collect();
            assert_eq!(codes, ["TERMINATED_AT_ISSUER"]);
        }
    });
}

/// L8, 2.4: a license that began with a file knows its days from the file and its class.
#[test]
fn a_license_that_began_with_a_file_does_not_differ() {
    both(|office| {
        let desk = Desk::local(office);
        for (class, update) in [("suite", "2026-04-02"), ("rigid", "2026-04-02")] {
            let body = json!({"owner": "hoster", "class": class, "bill_type": "Monthly"});
            let number = office.post("/v1/keys", body).expect(201).text("key_number");
            office.post(&format!("/v1/keys/{number}/retrieve"), json!({})).expect(200);
            let file = office.get(&format!("/v1/keys/{number}/download")).expect(200).text;
            let id = desk.request(json!({"class": class}));
            desk.ask(&id, "upload", json!({"file": file, "override": true})).expect(200);
            desk.done(&id, "sync", json!({}));
            let license = desk.license(&id);
            assert_eq!(
                (&license["update_date"], &license["sync_status"], &license["mismatches"]),
                (&json!(update), &json!("In Sync"), &json!([])),
                "{class}"
            );
            assert_eq!(desk.ask(&id, "renew", json!({})).refusal(), (409, "RENEWAL_TOO_EARLY"), "{class}");
        }
    });
}

#[test]
fn one_run_over_all_at_a_time() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        desk.installed(json!({}));
        double.next("info", &[Trick::Hang]);
        let first = office.post("/v1/licenses/sync", json!({})).expect(202);
        let second = office.post("/v1/licenses/sync", json!({}));
        assert_eq!(second.refusal(), (409, "SYNC_ALREADY_RUNNING"));
        assert_eq!(second.meta("run_id"), first.body["target_id"]);
        lictor_testkit::eventually("the end of the run", crate::desk::PATIENCE, || {
            let run = office.get(&format!("/v1/sync-runs/{}", first.text("target_id"))).expect(200);
            (run.text("state") == "Succeeded").then_some(())
        });
        assert_eq!(all(office)["totals"]["in_sync"], 1);
    });
}

#[test]
fn a_silent_issuer_is_not_asked_for_every_license() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        for _ in 0..6 {
            desk.installed(json!({}));
        }
        double.always("info", Some(Trick::Drop));
        let run = all(office);
        assert_eq!(run["totals"]["failed"], 6);
        assert_eq!(double.calls("info"), 3);
    });
}
