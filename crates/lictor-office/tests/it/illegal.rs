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
const TABLE: [(&str, [&str; 10]); 18] = [
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
    (
        "renew",
        ["!", "!", "!", "!", "RENEWAL_TOO_EARLY", "RENEWAL_TOO_EARLY", "!", "RENEWAL_TOO_EARLY", "!", "!"],
    ),
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
    ("reinstate", ["!", "!", "!", "!", "!", "!", "!", "!", "LICENSE_EXPIRED", "!"]),
];

/// The statuses that a purchased license gets to: it never expires.
const BOUGHT: [&str; 8] =
    ["Pending", "Issued", "Retrieving", "Retrieved", "Uploaded", "Installing", "Installed", "Terminated"];

/// What is different of them.
const BOUGHT_TABLE: [(&str, [&str; 8]); 2] =
    [("renew", ["NOT_RENEWABLE"; 8]), ("terminate", ["TERMINATION_NOT_SUPPORTED"; 8])];

/// The statuses that a license of an offline plug-in gets to.
const OFFLINE: [&str; 5] = ["Pending", "Uploaded", "Installing", "Installed", "Expired"];

/// What can be asked of them.
const OFFLINE_TABLE: [(&str, [&str; 5]); 18] = [
    ("issue", ["PLUGIN_OFFLINE", "ALREADY_ISSUED", "ALREADY_ISSUED", "ALREADY_ISSUED", "ALREADY_ISSUED"]),
    ("activate", ["ACTIVATION_NOT_SUPPORTED"; 5]),
    ("retrieve", ["KEY_NOT_ISSUED", "!", "!", "!", "LICENSE_EXPIRED"]),
    ("retry", ["!", "!", "-", "!", "!"]),
    ("cancel", ["!"; 5]),
    ("upload", ["FILE_INVALID", "FILE_INVALID", "!", "FILE_INVALID", "!"]),
    ("install", ["FILE_NOT_RETRIEVED", "NOT_ASSIGNED", "!", "!", "LICENSE_EXPIRED"]),
    ("mark-installed", ["!", "-", "!", "!", "!"]),
    ("download", ["FILE_NOT_RETRIEVED", "-", "-", "-", "-"]),
    ("sync", ["KEY_NOT_ISSUED", "PLUGIN_OFFLINE", "PLUGIN_OFFLINE", "PLUGIN_OFFLINE", "PLUGIN_OFFLINE"]),
    ("upgrade", ["KEY_NOT_ISSUED", "PLUGIN_OFFLINE", "PLUGIN_OFFLINE", "PLUGIN_OFFLINE", "LICENSE_EXPIRED"]),
    ("renew", ["PLUGIN_OFFLINE"; 5]),
    ("terminate", ["!", "PLUGIN_OFFLINE", "PLUGIN_OFFLINE", "PLUGIN_OFFLINE", "PLUGIN_OFFLINE"]),
    ("unterminate", ["!"; 5]),
    ("assign", ["-", "-", "ALREADY_ASSIGNED", "-", "NOT_SELLABLE"]),
    ("unassign", ["NOT_ASSIGNED", "NOT_ASSIGNED", "-", "NOT_ASSIGNED", "NOT_ASSIGNED"]),
    ("delete", ["-", "KEY_ISSUED", "KEY_ISSUED", "KEY_ISSUED", "KEY_ISSUED"]),
    ("reinstate", ["!", "!", "!", "!", "LICENSE_EXPIRED"]),
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
fn mailed(office: &TestOffice, more: Json) -> String {
    let body = json!({"owner": "hoster", "class": "suite", "bill_type": "Monthly"});
    let key = office.post("/v1/keys", crate::desk::with(body, &more));
    let number = key.expect(201).text("key_number");
    office.post(&format!("/v1/keys/{number}/retrieve"), json!({})).expect(200);
    office.get(&format!("/v1/keys/{number}/download")).expect(200).text
}

/// An active subscription whose server never answers, and one that is free.
fn subscriptions(desk: &Desk<'_>, silent: &TcpListener) -> (String, String) {
    let office = desk.office;
    let account = desk.account("ACME");
    secret(office, "server-token", "x");
    let address = silent.local_addr().unwrap().to_string();
    let server = json!({"via": "admin", "admin": address, "token_ref": "server-token"});
    let subscription = desk.subscription(&account, json!({"server": server}));
    office.post(&format!("/v1/subscriptions/{subscription}/activate"), json!({})).expect(200);
    (subscription, desk.subscription(&account, json!({"name": "S2"})))
}

/// One purchased license in each status that it gets to, and a subscription without licenses.
fn one_of_each_bought(desk: &Desk<'_>, double: &Double, silent: &TcpListener) -> (Vec<String>, String) {
    let bought = || desk.request(json!({"bill_type": "Purchase"}));
    let issued = || {
        let id = bought();
        desk.done(&id, "issue", json!({}));
        id
    };
    let retrieving = issued();
    double.next("retrieve", &[Trick::Status(503)]);
    desk.ask(&retrieving, "retrieve", json!({})).expect(202);
    desk.shows(&retrieving, "attempts", json!(1));
    let uploaded = bought();
    let file = mailed(desk.office, json!({"bill_type": "Purchase"}));
    desk.ask(&uploaded, "upload", json!({"file": file, "override": true})).expect(200);
    let (subscription, other) = subscriptions(desk, silent);
    let installing = desk.retrieved(json!({"bill_type": "Purchase", "subscription_id": subscription}));
    desk.ask(&installing, "install", json!({})).expect(202);
    let terminated = issued();
    double.next("info", &[Trick::Code(222)]);
    desk.done(&terminated, "sync", json!({}));
    let retrieved = desk.retrieved(json!({"bill_type": "Purchase"}));
    let installed = desk.installed(json!({"bill_type": "Purchase"}));
    let ids = [bought(), issued(), retrieving, retrieved, uploaded, installing, installed, terminated];
    (ids.into(), other)
}

/// One license of an offline plug-in in each status that it gets to, and a subscription without licenses.
fn one_of_each_by_letter(desk: &Desk<'_>, silent: &TcpListener) -> (Vec<String>, String) {
    let office = desk.office;
    let (subscription, other) = subscriptions(desk, silent);
    let uploaded = |request: Json, key: Json| {
        let id = desk.request(request);
        let file = mailed(office, crate::desk::with(json!({"owner": "letters"}), &key));
        desk.ask(&id, "upload", json!({"file": file})).expect(200);
        id
    };
    let expired = uploaded(json!({}), json!({"start": "2026-02-20"}));
    office.set_clock("2026-03-25");
    let headers = [("prefer", "wait=30")];
    office.call("POST", "/v1/daily-runs", Some(json!({})), &headers).expect(200);
    let installed = uploaded(json!({}), json!({}));
    desk.ask(&installed, "mark-installed", json!({})).expect(200);
    let installing = uploaded(json!({"subscription_id": subscription}), json!({}));
    desk.ask(&installing, "install", json!({})).expect(202);
    let ids = [desk.request(json!({})), uploaded(json!({}), json!({})), installing, installed, expired];
    (ids.into(), other)
}

/// Tries every action of a table on a license in each status. Nothing is written by that.
fn check<const N: usize>(
    desk: &Desk<'_>,
    table: &[(&str, [&str; N])],
    statuses: [&str; N],
    (ids, subscription): &(Vec<String>, String),
) {
    let office = desk.office;
    let are_there = || {
        for (id, status) in ids.iter().zip(statuses) {
            assert_eq!(desk.status(id), status);
        }
    };
    are_there();
    // Somebody who may not go past an online plug-in: then what is refused names what is offered.
    let operator = office.post("/v1/tokens", json!({"name": "operator", "role": "operator"})).expect(201);
    let operator = format!("Bearer {}", operator.text("token"));
    for (action, row) in table {
        for ((id, status), expected) in ids.iter().zip(statuses).zip(row) {
            let reply = tried(office, id, action, subscription);
            let expected = if *expected == "!" { "ILLEGAL_TRANSITION" } else { *expected };
            let found = if reply.status < 300 { "-" } else { reply.code() };
            assert_eq!(found, expected, "{action} in {status}: {}", reply.text);
            if found != "-" {
                // A request takes an upload past its online plug-in if the body says so (L8).
                let of_body = matches!(found, "INVALID_FIELD" | "FILE_INVALID");
                assert_eq!(reply.status, if of_body { 422 } else { 409 }, "{action} in {status}");
            }
            if found == "ILLEGAL_TRANSITION" {
                assert_eq!(reply.meta("status"), status, "{action}");
                let path = format!("/v1/licenses/{id}/actions");
                let listed = office.call("GET", &path, None, &[("authorization", &operator)]).expect(200);
                assert_eq!(reply.meta("allowed"), listed.body["allowed"], "{action} in {status}");
            }
        }
    }
    are_there();
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
    let file = mailed(office, json!({}));
    desk.ask(&uploaded, "upload", json!({"file": file, "override": true})).expect(200);
    let (subscription, other) = subscriptions(desk, silent);
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
        let samples = one_of_each(&desk, &double, &silent);
        check(&desk, &TABLE, STATUSES, &samples);
    });
}

/// 2.1.2 for licenses that were bought for good: most of it is the same, and no status makes them renewable.
#[test]
fn every_pair_of_status_and_action_has_its_answer_where_it_was_bought() {
    both(|office| {
        let double = Double::start(office);
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let desk = Desk::over(office, &double);
        let samples = one_of_each_bought(&desk, &double, &silent);
        let same = TABLE.iter().filter(|(action, _)| !matches!(*action, "renew" | "terminate"));
        let place = |status| STATUSES.iter().position(|other| *other == status).unwrap();
        let same = same.map(|(action, row)| (*action, BOUGHT.map(|status| row[place(status)])));
        let table: Vec<(&str, [&str; 8])> = same.chain(BOUGHT_TABLE).collect();
        check(&desk, &table, BOUGHT, &samples);
    });
}

/// 2.1.2, 3.11: what a plug-in is asked that calls nobody.
#[test]
fn every_pair_of_status_and_action_has_its_answer_by_letter() {
    both(|office| {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let desk = Desk::offline(office);
        let samples = one_of_each_by_letter(&desk, &silent);
        check(&desk, &OFFLINE_TABLE, OFFLINE, &samples);
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
