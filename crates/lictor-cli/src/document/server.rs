//! One server of `lictor status --json`.

use lictor_client::{ServerStatus, SessionRow};
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

/// Who is connected, and what they have. Nobody queues yet, and servers tell no denials.
#[derive(Debug, Serialize)]
struct User<'a> {
    user: &'a str,
    host: &'a str,
    ip: &'a str,
    since: Option<String>,
    leases: Vec<Lease<'a>>,
    queued: [(); 0],
    denials: [(); 0],
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
        queued: [],
        denials: [],
    };
    Server {
        server: name,
        status: "ok",
        text: None,
        version: Some(&status.software),
        vendor: status.vendors.iter().map(|vendor| vendor.as_str()).collect(),
        uptime_seconds: Some(status.uptime_seconds),
        identity: Some(status.identity.code()),
        server_key: Some(server_key(&status.key)),
        features: status.features.iter().map(|row| feature(name, row, &held)).collect(),
        users: status.sessions.iter().map(user).collect(),
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
