//! One server of `lictor status --json`.

use lictor_client::ServerStatus;
use lictor_types::{PublicKey, Status};
use serde_json::{Value, json};

use crate::document::{Held, feature, instant};

/// A server that answered.
pub(crate) fn server(name: &str, status: &ServerStatus) -> Value {
    let held = Held::new(status);
    let users = status.sessions.iter().map(|row| {
        json!({
            "user": row.user,
            "host": row.host,
            "ip": row.address,
            "since": instant(row.since_ms),
            "leases": held.of_session(row.session),
            "queued": [],
            "denials": [],
        })
    });
    json!({
        "server": name,
        "status": "ok",
        "version": status.software,
        "vendor": status.vendors.iter().map(|vendor| vendor.as_str()).collect::<Vec<_>>(),
        "uptime_seconds": status.uptime_seconds,
        "identity": status.identity.code(),
        "server_key": server_key(&status.key),
        "features": status.features.iter().map(|row| feature(name, row, &held)).collect::<Vec<_>>(),
        "users": users.collect::<Vec<_>>(),
    })
}

/// The fingerprint that a SERVER_KEY host id names (HID-01): SHA-256 of the server's public key.
pub(crate) fn server_key(key: &PublicKey) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A server that did not, and why.
pub(crate) fn silent_server(name: &str, status: Status, text: &str) -> Value {
    json!({
        "server": name,
        "status": status.name(),
        "text": text,
        "version": null,
        "vendor": [],
        "uptime_seconds": null,
        "features": [],
        "users": [],
    })
}
