//! What a break-in cannot do unseen or alone: the audit log, the second approval, the signer's own limits.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use lictor_office::actor::Actor;
use lictor_office::doctor::{SignerSight, examine};
use lictor_office::signer::policy::{AboveLimit, Policy};
use lictor_office::signer::{Place, child};
use lictor_types::VendorName;
use serde_json::{Value as Json, json};

use crate::calls::Calls;
use crate::issuer::classes;
use crate::office::{On, TestOffice, both};

fn tamper(office: &TestOffice, statements: &[String]) {
    office.runtime.block_on(async {
        let mut tx = office.office().write(Actor::default()).await.unwrap();
        for statement in statements {
            assert!(tx.execute(statement, Vec::new()).await.unwrap() > 0, "{statement}");
        }
        office.office().commit(tx).await.unwrap();
    });
}

fn verified(office: &TestOffice) -> Json {
    office.get("/v1/audit/verify").expect(200).body
}

/// 5.6: who looks at the log by actor, action or target is shown what was sealed.
#[test]
fn columns_of_the_audit_log_that_say_something_else_break_the_chain() {
    both(|office| {
        for name in ["r1", "r2", "r3"] {
            office.post("/v1/roles", json!({"name": name, "rights": []})).expect(201);
        }
        let good = verified(office);
        let place = good["events"].as_i64().unwrap() - 1;
        for column in ["actor", "action", "target_kind", "target"] {
            let (from, to) =
                (format!("{column} || 'x'"), format!("SUBSTR({column}, 1, LENGTH({column}) - 1)"));
            let update =
                |value: &str| vec![format!("UPDATE audit SET {column} = {value} WHERE sequence = {place}")];
            tamper(office, &update(&from));
            assert_eq!(verified(office)["broken_at"], place, "{column}");
            tamper(office, &update(&to));
            assert_eq!(verified(office), good, "{column}");
        }
        tamper(office, &[format!("UPDATE audit SET at = at - 1000 WHERE sequence = {place}")]);
        assert_eq!(verified(office)["broken_at"], place, "at");
    });
}

/// 5.6: a tail that was cut off is noticed by the head that was noted beside the database.
#[test]
fn an_audit_log_without_its_tail_is_found_out() {
    both(|office| {
        for name in ["r1", "r2", "r3"] {
            office.post("/v1/roles", json!({"name": name, "rights": []})).expect(201);
        }
        let events = verified(office)["events"].as_i64().unwrap();
        tamper(
            office,
            &[
                format!("DELETE FROM audit WHERE sequence = {events}"),
                "UPDATE sequences SET value = value - 1 WHERE name = 'audit'".to_owned(),
            ],
        );
        assert_eq!(verified(office)["broken_at"], events);
        // Nor does it help that others come after it.
        for name in ["r4", "r5"] {
            office.post("/v1/roles", json!({"name": name, "rights": []})).expect(201);
        }
        assert_eq!(verified(office)["broken_at"], events);
        let doctor = office.get("/v1/doctor").expect(200).body;
        let audit =
            doctor["checks"].as_array().unwrap().iter().find(|check| check["name"] == "audit").unwrap();
        assert_eq!(audit["wrong"], 1, "{audit}");
    });
}

/// Reliability 6.3: what is above a limit is told with its numbers, waits for a second person, and is then signed.
#[test]
fn a_file_above_the_limit_waits_for_a_second_approval() {
    for on in [On::Sqlite, On::Postgres] {
        let policy = "max_count = 5\nabove_limit = \"second_approval\"\n";
        let office = TestOffice::start_with_policy(on, "2026-03-02", policy);
        classes(&office);
        let body = json!({"owner": "hoster", "class": "suite", "bill_type": "Monthly"});
        let key = office.post("/v1/keys", body).expect(201).text("key_number");
        let retrieve = || office.post(&format!("/v1/keys/{key}/retrieve"), json!({}));
        let waiting = retrieve();
        assert_eq!(waiting.refusal(), (409, "SIGNER_REFUSED"), "{}", waiting.text);
        for (name, value) in [("rule", json!("count")), ("limit", json!(5)), ("asked", json!(10))] {
            assert_eq!(waiting.meta(name), value, "{name}");
        }
        let id = waiting.meta("pending").as_str().unwrap().to_owned();
        assert_eq!(retrieve().meta("pending"), json!(id), "the same request waits once");
        let cli = Calls::alone(office.directory.path());
        let dir = office.directory.path().join("signer").display().to_string();
        cli.run(&["signer", "approve", &id, "--dir", &dir, "--by", "Ann"]).expect(0);
        let file = retrieve().expect(200);
        assert!(file.body["file"]["content"].as_str().unwrap().contains("COUNT=\"10\""), "{}", file.text);
    }
}

/// 3.12: credentials that are not taken have the protocol's numbers beside the HTTP error.
#[test]
fn credentials_that_are_not_taken_have_their_result_codes() {
    both(|office| {
        for (header, code) in [("Bearer nonsense", 200), ("Basic YTpi", 400), ("", 400)] {
            let headers = [("authorization", header)];
            let body = json!({"key_number": "PLSK.00000001"});
            let reply = office.call("POST", "/v1/issuer/info", Some(body), &headers);
            assert_eq!(reply.refusal(), (401, "UNAUTHENTICATED"), "{header}");
            assert_eq!(reply.body["result_code"], code, "{header}");
            let other = office.call("GET", "/v1/keys", None, &headers);
            assert_eq!((other.status, &other.body["result_code"]), (401, &Json::Null), "{header}");
        }
    });
}

/// Reliability 6.3: a signer that the first start makes has limits, and the doctor says how far apart it is.
#[test]
fn the_signer_of_a_first_start_has_limits_and_is_told_to_lie_beside_its_passphrase() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let place = Place::new(office.directory.path().join("own"));
    let vendor = VendorName::parse("ACME").unwrap();
    assert!(child::ensure_key(&place, &vendor).unwrap());
    let (policy, _) = Policy::read(&place.policy()).unwrap();
    assert_eq!((policy.max_count, policy.above_limit), (100_000, AboveLimit::SecondApproval));
    let told = || {
        let sight = SignerSight { client: None, directory: Some(place.dir().to_owned()) };
        office.runtime.block_on(async {
            let mut tx = office.office().write(Actor::system("test")).await.unwrap();
            let report = examine(&mut tx, &office.data(), None, &sight).await.unwrap();
            report.checks.into_iter().find(|check| check.name == "signing key").unwrap().note
        })
    };
    assert!(told().unwrap().contains("beside the key"));
    std::fs::remove_file(place.passphrase()).unwrap();
    assert_eq!(told(), None);
}
