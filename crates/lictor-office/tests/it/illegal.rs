//! What is refused in which status (2.1.2): the whole table, tried over HTTP without writing.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use std::net::TcpListener;

use serde_json::{Value as Json, json};

use crate::desk::{Desk, secret};
use crate::double::{Double, Trick};
use crate::office::{Reply, TestOffice, both};

const STATUSES: [&str; 10] = [
    "Pending",
    "Issued",
    "Activated",
    "Retrieving",
    "Retrieved",
    "Uploaded",
    "Installing",
    "Installed",
    "Expired",
    "Terminated",
];

/// An action, and the code in each status in the order of `STATUSES`; `-` for granted, `!` for
/// ILLEGAL_TRANSITION.
const TABLE: [(&str, [&str; 10]); 17] = [
    (
        "issue",
        [
            "-",
            "ALREADY_ISSUED",
            "ALREADY_ISSUED",
            "ALREADY_ISSUED",
            "ALREADY_ISSUED",
            "ALREADY_ISSUED",
            "ALREADY_ISSUED",
            "ALREADY_ISSUED",
            "ALREADY_ISSUED",
            "ALREADY_ISSUED",
        ],
    ),
    (
        "activate",
        [
            "ACTIVATION_NOT_SUPPORTED",
            "ACTIVATION_NOT_SUPPORTED",
            "!",
            "ACTIVATION_NOT_SUPPORTED",
            "ACTIVATION_NOT_SUPPORTED",
            "ACTIVATION_NOT_SUPPORTED",
            "ACTIVATION_NOT_SUPPORTED",
            "ACTIVATION_NOT_SUPPORTED",
            "ACTIVATION_NOT_SUPPORTED",
            "ACTIVATION_NOT_SUPPORTED",
        ],
    ),
    (
        "retrieve",
        [
            "KEY_NOT_ISSUED",
            "-",
            "-",
            "OPERATION_IN_PROGRESS",
            "!",
            "!",
            "!",
            "!",
            "LICENSE_EXPIRED",
            "LICENSE_TERMINATED",
        ],
    ),
    ("retry", ["!", "!", "!", "-", "!", "!", "-", "!", "!", "!"]),
    ("cancel", ["!", "!", "!", "-", "!", "!", "!", "!", "!", "!"]),
    (
        "upload",
        [
            "INVALID_FIELD",
            "UPLOAD_NOT_ALLOWED",
            "UPLOAD_NOT_ALLOWED",
            "UPLOAD_NOT_ALLOWED",
            "UPLOAD_NOT_ALLOWED",
            "UPLOAD_NOT_ALLOWED",
            "UPLOAD_NOT_ALLOWED",
            "UPLOAD_NOT_ALLOWED",
            "UPLOAD_NOT_ALLOWED",
            "UPLOAD_NOT_ALLOWED",
        ],
    ),
    (
        "install",
        [
            "FILE_NOT_RETRIEVED",
            "FILE_NOT_RETRIEVED",
            "FILE_NOT_RETRIEVED",
            "!",
            "NOT_ASSIGNED",
            "NOT_ASSIGNED",
            "!",
            "!",
            "LICENSE_EXPIRED",
            "LICENSE_TERMINATED",
        ],
    ),
    ("mark-installed", ["!", "!", "!", "!", "-", "-", "!", "!", "!", "!"]),
    (
        "download",
        [
            "FILE_NOT_RETRIEVED",
            "FILE_NOT_RETRIEVED",
            "FILE_NOT_RETRIEVED",
            "FILE_NOT_RETRIEVED",
            "-",
            "-",
            "-",
            "-",
            "FILE_NOT_RETRIEVED",
            "FILE_NOT_RETRIEVED",
        ],
    ),
    ("sync", ["KEY_NOT_ISSUED", "-", "-", "-", "-", "-", "-", "-", "!", "!"]),
    (
        "upgrade",
        ["KEY_NOT_ISSUED", "!", "!", "!", "-", "-", "!", "-", "LICENSE_EXPIRED", "LICENSE_TERMINATED"],
    ),
    ("renew", ["!", "!", "!", "!", "RENEWAL_TOO_EARLY", "-", "!", "RENEWAL_TOO_EARLY", "!", "!"]),
    ("terminate", ["!", "-", "-", "-", "-", "-", "-", "-", "-", "!"]),
    ("unterminate", ["!", "!", "!", "!", "!", "!", "!", "!", "!", "LICENSE_TERMINATED"]),
    ("assign", ["-", "-", "-", "-", "-", "-", "ALREADY_ASSIGNED", "-", "NOT_SELLABLE", "NOT_SELLABLE"]),
    (
        "unassign",
        [
            "NOT_ASSIGNED",
            "NOT_ASSIGNED",
            "NOT_ASSIGNED",
            "NOT_ASSIGNED",
            "NOT_ASSIGNED",
            "NOT_ASSIGNED",
            "-",
            "NOT_ASSIGNED",
            "NOT_ASSIGNED",
            "NOT_ASSIGNED",
        ],
    ),
    (
        "delete",
        [
            "-",
            "KEY_ISSUED",
            "KEY_ISSUED",
            "KEY_ISSUED",
            "KEY_ISSUED",
            "KEY_ISSUED",
            "KEY_ISSUED",
            "KEY_ISSUED",
            "KEY_ISSUED",
            "KEY_ISSUED",
        ],
    ),
];

/// Asks an action without writing.
fn tried(office: &TestOffice, id: &str, action: &str, subscription: &str) -> Reply {
    let path = format!("/v1/licenses/{id}/{action}?verify=true");
    match action {
        "download" => office.get(&format!("/v1/licenses/{id}/download")),
        "delete" => office.delete(&format!("/v1/licenses/{id}?verify=true")),
        "assign" => office.post(&path, json!({"subscription_id": subscription})),
        "upgrade" => office.post(&path, json!({"capacity": {"SEATS": 20}})),
        "upload" => office.post(&path, json!({"file": "x"})),
        _ => office.post(&path, json!({})),
    }
}

/// A file of a key that the issuer's people made, as it would come by mail.
fn mailed(office: &TestOffice) -> String {
    let key = office.post("/v1/keys", json!({"owner": "hoster", "class": "suite", "bill_type": "Monthly"}));
    let number = key.expect(201).text("key_number");
    office.post(&format!("/v1/keys/{number}/retrieve"), json!({})).expect(200);
    office.get(&format!("/v1/keys/{number}/download")).expect(200).text
}

/// One license in each status, and a subscription without licenses.
fn one_of_each(desk: &Desk<'_>, double: &Double, silent: &TcpListener) -> (Vec<String>, String) {
    let office = desk.office;
    let expired = desk.request(json!({"start_date": "2026-01-01"}));
    desk.done(&expired, "issue", json!({}));
    let headers = [("prefer", "wait=30")];
    office.call("POST", "/v1/daily-runs", Some(json!({})), &headers).expect(200);
    let issued = |more: Json| {
        let id = desk.request(more);
        desk.done(&id, "issue", json!({}));
        id
    };
    let activated = issued(json!({"class": "locked"}));
    desk.done(&activated, "activate", json!({}));
    let retrieving = issued(json!({}));
    double.next("retrieve", &[Trick::Status(503)]);
    desk.ask(&retrieving, "retrieve", json!({})).expect(202);
    desk.shows(&retrieving, "attempts", json!(1));
    let uploaded = desk.request(json!({}));
    let file = mailed(office);
    desk.ask(&uploaded, "upload", json!({"file": file, "override": true})).expect(200);
    let account = desk.account("ACME");
    secret(office, "server-token", "x");
    let address = silent.local_addr().unwrap().to_string();
    let server = json!({"via": "admin", "admin": address, "token_ref": "server-token"});
    let subscription = desk.subscription(&account, json!({"server": server}));
    office.post(&format!("/v1/subscriptions/{subscription}/activate"), json!({})).expect(200);
    let other = desk.subscription(&account, json!({"name": "S2"}));
    let installing = desk.retrieved(json!({"subscription_id": subscription}));
    desk.ask(&installing, "install", json!({})).expect(202);
    let terminated = issued(json!({}));
    desk.done(&terminated, "terminate", json!({}));
    let ids = vec![
        desk.request(json!({})),
        issued(json!({})),
        activated,
        retrieving,
        desk.retrieved(json!({})),
        uploaded,
        installing,
        desk.installed(json!({})),
        expired,
        terminated,
    ];
    (ids, other)
}

#[test]
fn every_pair_of_status_and_action_has_its_answer() {
    both(|office| {
        let double = Double::start(office);
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let desk = Desk::over(office, &double);
        let (ids, subscription) = one_of_each(&desk, &double, &silent);
        for (id, status) in ids.iter().zip(STATUSES) {
            assert_eq!(desk.status(id), status);
        }
        for (action, row) in TABLE {
            for ((id, status), expected) in ids.iter().zip(STATUSES).zip(row) {
                let reply = tried(office, id, action, &subscription);
                let expected = if expected == "!" { "ILLEGAL_TRANSITION" } else { expected };
                let found = if reply.status < 300 { "-" } else { reply.code() };
                assert_eq!(found, expected, "{action} in {status}: {}", reply.text);
                if found != "-" {
                    // A request takes an upload past its online plug-in if the body says so (L8).
                    let status_of_body = if found == "INVALID_FIELD" { 422 } else { 409 };
                    assert_eq!(reply.status, status_of_body, "{action} in {status}");
                }
                if found == "ILLEGAL_TRANSITION" {
                    assert_eq!(reply.meta("status"), status, "{action}");
                    let listed = office.get(&format!("/v1/licenses/{id}/actions")).expect(200);
                    assert_eq!(reply.meta("allowed"), listed.body["allowed"], "{action} in {status}");
                }
            }
        }
        // Trying wrote nothing.
        for (id, status) in ids.iter().zip(STATUSES) {
            assert_eq!(desk.status(id), status);
        }
    });
}

#[test]
fn refusals_name_what_a_program_needs() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.installed(json!({}));
        assert_eq!(desk.ask(&id, "issue", json!({})).meta("key_number"), "PLSK.00000001.0000");
        let early = desk.ask(&id, "renew", json!({}));
        assert_eq!((early.code(), early.meta("update_date")), ("RENEWAL_TOO_EARLY", json!("2026-04-02")));
        let bought = desk.installed(json!({"bill_type": "Purchase"}));
        for (action, code) in [("renew", "NOT_RENEWABLE"), ("terminate", "TERMINATION_NOT_SUPPORTED")] {
            assert_eq!(desk.ask(&bought, action, json!({})).refusal(), (409, code));
        }
        assert_eq!(office.get("/v1/licenses/99").refusal(), (404, "NOT_FOUND"));
        // By License ID and by key number.
        assert_eq!(office.get("/v1/licenses/1").expect(200).id(), id);
        assert_eq!(office.get("/v1/licenses/PLSK.00000001").expect(200).id(), id);
    });
}

#[test]
fn an_issue_that_is_repeated_is_one_issue() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.request(json!({}));
        let path = format!("/v1/licenses/{id}/issue");
        let call = || office.call("POST", &path, Some(json!({})), &[("idempotency-key", "once")]);
        let first = call().expect(202);
        desk.becomes(&id, "Issued");
        let again = call().expect(202);
        assert_eq!(
            (again.body, again.headers["idempotency-replayed"].to_str().unwrap()),
            (first.body, "true")
        );
        let other =
            office.call("POST", &path, Some(json!({"automatic": true})), &[("idempotency-key", "once")]);
        assert_eq!(other.refusal(), (422, "IDEMPOTENCY_MISMATCH"));
        assert_eq!(desk.ask(&id, "issue", json!({})).refusal(), (409, "ALREADY_ISSUED"));
        assert_eq!(desk.keys(), 1);
    });
}

#[test]
fn fields_of_the_system_and_unknown_ones_are_refused() {
    both(|office| {
        let desk = Desk::local(office);
        let class = desk.class("suite");
        let body = |more: Json| crate::desk::with(json!({"class_id": class, "bill_type": "Monthly"}), &more);
        for (more, code) in [
            (json!({"sync_status": "In Sync"}), "READ_ONLY"),
            (json!({"key_number": "PLSK.1"}), "READ_ONLY"),
            (json!({"color": 1}), "UNKNOWN_FIELD"),
            (json!({"number": 0}), "INVALID_FIELD"),
            (json!({"number": 1001}), "INVALID_FIELD"),
            (json!({"capacity": {"SEATS": 1001}}), "INVALID_FIELD"),
            (json!({"capacity": {"COLORS": 1}}), "INVALID_FIELD"),
            (json!({"features": ["none"]}), "INVALID_FIELD"),
            (json!({"class_id": "none"}), "INVALID_FIELD"),
            (json!({"account_id": "none"}), "INVALID_FIELD"),
            (json!({"subscription_id": "none"}), "INVALID_FIELD"),
        ] {
            let reply = office.post("/v1/licenses", body(more.clone()));
            assert_eq!(reply.refusal(), (422, code), "{more}");
        }
        let id = desk.request(json!({}));
        let path = format!("/v1/licenses/{id}");
        let read_only = office.patch(&path, json!({"sync_status": "In Sync"}));
        assert_eq!(read_only.refusal(), (422, "READ_ONLY"));
        let edited = office.patch(&path, json!({"capacity": {"SEATS": 7}, "licensee": "Me"})).expect(200);
        assert_eq!(
            (&edited.body["requested_config"]["capacity"], &edited.body["licensee"]),
            (&json!({"SEATS": 7}), &json!("Me"))
        );
        desk.done(&id, "issue", json!({}));
        assert_eq!(desk.license(&id)["known_config"]["capacity"], json!({"SEATS": 7}));
        let late = office.patch(&path, json!({"capacity": {"SEATS": 8}}));
        assert_eq!(
            (late.refusal(), late.meta("key_number")),
            ((409, "ALREADY_ISSUED"), json!("PLSK.00000001"))
        );
        office.patch(&path, json!({"metadata": {"note": "x"}, "automatic": true})).expect(200);
        let old = office.call("PATCH", &path, Some(json!({})), &[("if-match", "\"1\"")]);
        assert_eq!(old.refusal(), (412, "PRECONDITION_FAILED"));
    });
}
