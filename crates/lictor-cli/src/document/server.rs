//! One server of `lictor status --json`.

use lictor_client::{DenialRow, ServerStatus, SessionRow, Source, WaiterRow};
use lictor_types::{PublicKey, Status};
use serde::Serialize;

use crate::document::feature::{Feature, Lease};
use crate::document::{Held, feature, instant};

/// One server.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Server<'a> {
    server: &'a str,
    status: &'static str,
    /// Why it did not answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    version: Option<&'a str>,
    vendor: Vec<&'a str>,
    uptime_seconds: Option<u64>,
    identity: Option<&'static str>,
    server_key: Option<String>,
    features: Vec<Feature<'a>>,
    users: Vec<User<'a>>,
}

/// Who is connected, what they have, wait for and were denied.
#[derive(Debug, Serialize)]
struct User<'a> {
    user: &'a str,
    host: &'a str,
    ip: &'a str,
    since: Option<String>,
    leases: Vec<Lease<'a>>,
    queued: Vec<Queued<'a>>,
    denials: Vec<Denied<'a>>,
}

/// One feature of a request that waits (QUE-02).
#[derive(Debug, Serialize)]
struct Queued<'a> {
    /// The same for all features that were asked for together.
    request: u64,
    feature: &'a str,
    count: u32,
    position: u32,
    since: Option<String>,
    until: Option<String>,
}

/// A denial that the server keeps (OUT-04).
#[derive(Debug, Serialize)]
struct Denied<'a> {
    feature: &'a str,
    status: &'static str,
    requested: u32,
    at: Option<String>,
}

/// A server that answered.
pub(crate) fn server<'a>(name: &'a str, status: &'a ServerStatus) -> Server<'a> {
    let held = Held::new(status);
    let user = |row: &'a SessionRow| User {
        user: &row.user,
        host: &row.host,
        ip: &row.address,
        since: instant(row.since_ms),
        leases: held.of_session(row.session),
        queued: status.waiters.iter().filter(|it| it.session == row.session).flat_map(queued).collect(),
        denials: row.denied.iter().map(denied).collect(),
    };
    Server {
        server: name,
        status: "ok",
        text: None,
        version: status.software.rsplit(' ').next(),
        vendor: status.vendors.iter().map(|vendor| vendor.as_str()).collect(),
        uptime_seconds: Some(status.uptime_seconds),
        identity: Some(status.identity.code()),
        server_key: Some(server_key(&status.key)),
        features: status.features.iter().map(|row| feature(Source::Server, name, row, &held)).collect(),
        users: status.sessions.iter().map(user).collect(),
    }
}

fn queued(row: &WaiterRow) -> impl Iterator<Item = Queued<'_>> {
    row.features.iter().map(|(feature, count)| Queued {
        request: row.request.0,
        feature: feature.as_str(),
        count: *count,
        position: row.position,
        since: instant(row.since_ms),
        until: instant(row.until_ms),
    })
}

fn denied(row: &DenialRow) -> Denied<'_> {
    Denied {
        feature: &row.feature,
        status: row.status.name(),
        requested: row.requested,
        at: instant(row.at_ms),
    }
}

/// The fingerprint that a SERVER_KEY host id names (HID-01): SHA-256 of the server's public key.
pub(crate) fn server_key(key: &PublicKey) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A server that did not, and why.
pub(crate) fn silent_server(name: &str, status: Status, text: String) -> Server<'_> {
    Server { server: name, status: status.name(), text: Some(text), ..Server::default() }
}

#[cfg(test)]
mod tests {
    use lictor_types::{FeatureName, RequestId, SessionId};
    use serde_json::json;

    use super::*;

    /// QUE-02, OUT-04: what a user waits for and was denied.
    #[test]
    fn que_02_out_04_waiting_and_denied() {
        let name = |name| FeatureName::parse(name).unwrap();
        let waiter = WaiterRow {
            session: SessionId::new(1, 1),
            request: RequestId(7),
            features: vec![(name("cad"), 2), (name("mesh"), 1)],
            position: 3,
            since_ms: 0,
            until_ms: 60_000,
        };
        let entry = |feature, count| {
            json!({
                "request": 7, "feature": feature, "count": count, "position": 3,
                "since": "1970-01-01T00:00:00Z", "until": "1970-01-01T00:01:00Z",
            })
        };
        let shown = serde_json::to_value(queued(&waiter).collect::<Vec<_>>()).unwrap();
        assert_eq!(shown, json!([entry("cad", 2), entry("mesh", 1)]));
        let row = DenialRow {
            feature: "cad".to_string(),
            status: Status::NotEnoughSeats,
            requested: 9,
            at_ms: 1000,
        };
        let expected = json!({
            "feature": "cad", "status": "not_enough_seats", "requested": 9, "at": "1970-01-01T00:00:01Z",
        });
        assert_eq!(serde_json::to_value(denied(&row)).unwrap(), expected);
    }
}
