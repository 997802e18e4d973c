//! One server of `lictor status --json`.

use lictor_client::ServerStatus;
use lictor_types::Status;
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
        "features": status.features.iter().map(|row| feature(name, row, &held)).collect::<Vec<_>>(),
        "users": users.collect::<Vec<_>>(),
    })
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
