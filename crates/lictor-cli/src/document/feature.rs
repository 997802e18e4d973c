//! FEATURE of the interfaces: one pool as users see it, with its leases.

use std::collections::BTreeMap;

use lictor_client::{FeatureRow, LeaseRow, ServerStatus, SessionRow};
use lictor_types::{PoolId, SessionId};
use serde_json::{Value, json};

use crate::document::instant;
use crate::seats;

/// Leases and the sessions that hold them.
#[derive(Debug, Default)]
pub(crate) struct Held<'a> {
    leases: &'a [LeaseRow],
    sessions: BTreeMap<SessionId, &'a SessionRow>,
    pools: BTreeMap<PoolId, &'a FeatureRow>,
}

impl<'a> Held<'a> {
    /// What one server reports.
    pub(crate) fn new(status: &'a ServerStatus) -> Self {
        Self {
            leases: &status.leases,
            sessions: status.sessions.iter().map(|row| (row.session, row)).collect(),
            pools: status.features.iter().map(|row| (row.pool, row)).collect(),
        }
    }

    fn of_pool(&self, row: &FeatureRow) -> Vec<Value> {
        self.leases.iter().filter(|lease| lease.pool == row.pool).map(|lease| self.lease(lease)).collect()
    }

    /// The leases of one session.
    pub(crate) fn of_session(&self, session: SessionId) -> Vec<Value> {
        self.leases.iter().filter(|lease| lease.session == session).map(|lease| self.lease(lease)).collect()
    }

    fn lease(&self, lease: &LeaseRow) -> Value {
        let session = self.sessions.get(&lease.session);
        let pool = self.pools.get(&lease.pool);
        json!({
            "session": lease.session.to_string(),
            "feature": pool.map(|row| row.feature.as_str()),
            "vendor": pool.map(|row| row.vendor.as_str()),
            "user": session.map(|row| &row.user),
            "host": session.map(|row| &row.host),
            "ip": session.map(|row| &row.address),
            "pid": session.map(|row| row.pid),
            "project": session.map(|row| &row.project),
            "count": lease.count,
            "since": instant(lease.since_ms),
            "borrowed_until": lease.borrowed_until_ms.and_then(instant),
            "shared": { "user": null, "host": null, "custom": null },
        })
    }
}

/// One pool.
pub(crate) fn feature(server: &str, row: &FeatureRow, held: &Held<'_>) -> Value {
    json!({
        "feature": row.feature.as_str(),
        "vendor": row.vendor.as_str(),
        "version": row.version.map(|version| version.to_string()),
        "key_type": row.key_type.as_str(),
        "seats": seats::value(row.seats),
        "used": row.used,
        "free": seats::free(row.seats, row.used, row.reserved),
        "reserved": row.reserved,
        "soft_limit": row.soft_limit,
        "start": row.start.map(|day| day.to_string()),
        "end": row.end.map(|day| day.to_string()),
        "share": row.share,
        "borrow_hours": row.borrow_hours,
        "grace_hours": row.grace_hours,
        "hold_seconds": row.hold_seconds,
        "licensee": row.licensee,
        "serial": row.serial.as_ref().map(|serial| serial.as_str()),
        "license_type": "network",
        "server": server,
        "leases": held.of_pool(row),
    })
}
