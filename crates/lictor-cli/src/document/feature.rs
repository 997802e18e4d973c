//! FEATURE of the interfaces: one pool as users see it, with its leases.

use std::collections::BTreeMap;

use lictor_client::{FeatureRow, Holder, LeaseRow, ServerStatus, SessionRow, Source};
use lictor_types::{PoolId, SessionId};
use serde::Serialize;
use serde_json::Value;

use crate::document::instant;
use crate::seats;

/// FEATURE of the interfaces, with what is reserved and how many requests were denied.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Feature<'a> {
    feature: &'a str,
    vendor: &'a str,
    version: Option<String>,
    key_type: &'static str,
    seats: Value,
    used: u64,
    free: Value,
    reserved: u64,
    denied: u64,
    soft_limit: Option<u32>,
    start: Option<String>,
    end: Option<String>,
    share: &'a [String],
    borrow_hours: Option<u32>,
    grace_hours: Option<u32>,
    hold_seconds: Option<u32>,
    licensee: Option<&'a str>,
    serial: Option<&'a str>,
    license_type: &'static str,
    source: &'static str,
    server: &'a str,
    leases: Vec<Lease<'a>>,
}

/// A lease and who has it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Lease<'a> {
    session: Option<String>,
    feature: Option<&'a str>,
    vendor: Option<&'a str>,
    user: Option<&'a str>,
    host: Option<&'a str>,
    ip: Option<&'a str>,
    pid: Option<u32>,
    project: Option<&'a str>,
    count: u32,
    since: Option<String>,
    borrowed_until: Option<String>,
    held_until: Option<String>,
    shared: Shared<'a>,
}

/// What the lease shares its seats by (SHR-01); all null if it shares with nobody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
struct Shared<'a> {
    user: Option<&'a str>,
    host: Option<&'a str>,
    custom: Option<&'a str>,
}

/// Who has a lease.
#[derive(Debug, Clone, Copy)]
struct Who<'a> {
    user: &'a str,
    host: &'a str,
    custom: &'a str,
}

impl<'a> Shared<'a> {
    /// What SHARE asks to be equal. An empty string equals nothing (SHR-01).
    fn new(flags: &[String], who: Who<'a>) -> Self {
        let asked = |flag: &str, value| flags.iter().any(|have| have == flag).then_some(value);
        let (user, host) = (asked("USER", who.user), asked("HOST", who.host));
        let shared = Self { user, host, custom: asked("CUSTOM", who.custom) };
        let lacking = [shared.user, shared.host, shared.custom].contains(&Some(""));
        if lacking { Self::default() } else { shared }
    }
}

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

    fn of_pool(&self, row: &FeatureRow) -> Vec<Lease<'a>> {
        self.leases.iter().filter(|lease| lease.pool == row.pool).map(|lease| self.lease(lease)).collect()
    }

    /// The leases of one session.
    pub(crate) fn of_session(&self, session: SessionId) -> Vec<Lease<'a>> {
        let holder = Holder::Session(session);
        self.leases.iter().filter(|lease| lease.holder == holder).map(|lease| self.lease(lease)).collect()
    }

    fn lease(&self, lease: &'a LeaseRow) -> Lease<'a> {
        let (id, person) = match &lease.holder {
            Holder::Session(session) => (Some(*session), None),
            Holder::Person { user, host, custom } => (None, Some(Who { user, host, custom })),
        };
        let session = id.and_then(|id| self.sessions.get(&id));
        let who = session.map(|row| Who { user: &row.user, host: &row.host, custom: &row.custom });
        let who = who.or(person);
        let pool = self.pools.get(&lease.pool);
        Lease {
            session: id.map(|id| id.to_string()),
            feature: pool.map(|row| row.feature.as_str()),
            vendor: pool.map(|row| row.vendor.as_str()),
            user: who.map(|who| who.user),
            host: who.map(|who| who.host),
            ip: session.map(|row| row.address.as_str()),
            pid: session.map(|row| row.pid),
            project: session.map(|row| row.project.as_str()),
            count: lease.count,
            since: instant(lease.since_ms),
            borrowed_until: lease.borrowed_until_ms.and_then(instant),
            held_until: lease.held_until_ms.and_then(instant),
            shared: pool.zip(who).map(|(pool, who)| Shared::new(&pool.share, who)).unwrap_or_default(),
        }
    }
}

/// One pool, or what a source without server has of a feature.
pub(crate) fn feature<'a>(
    source: Source,
    server: &'a str,
    row: &'a FeatureRow,
    held: &Held<'a>,
) -> Feature<'a> {
    Feature {
        feature: row.feature.as_str(),
        vendor: row.vendor.as_str(),
        version: row.version.map(|version| version.to_string()),
        key_type: row.key_type.as_str(),
        seats: seats::value(row.seats),
        used: row.used,
        free: seats::free(row.seats, row.used, row.reserved),
        reserved: row.reserved,
        denied: row.denied,
        soft_limit: row.soft_limit,
        start: row.start.map(|day| day.to_string()),
        end: row.end.map(|day| day.to_string()),
        share: &row.share,
        borrow_hours: row.borrow_hours,
        grace_hours: row.grace_hours,
        hold_seconds: row.hold_seconds,
        licensee: row.licensee.as_deref(),
        serial: row.serial.as_ref().map(|serial| serial.as_str()),
        license_type: source.license_type().code(),
        source: source.code(),
        server,
        leases: held.of_pool(row),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHR-01: all flags given must match, and an empty name or string matches nothing.
    #[test]
    fn shr_01_what_a_lease_shares_by() {
        let shared = |user, host, custom| Shared { user, host, custom };
        let ann = Who { user: "ann", host: "ws1", custom: "x" };
        let none = Shared::default();
        for (flags, who, expected) in [
            (&[][..], ann, none),
            (&["VIRTUAL"], ann, none),
            (&["USER"], ann, shared(Some("ann"), None, None)),
            (&["HOST", "USER"], ann, shared(Some("ann"), Some("ws1"), None)),
            (&["CUSTOM", "VIRTUAL"], ann, shared(None, None, Some("x"))),
            (&["CUSTOM", "HOST"], Who { custom: "", ..ann }, none),
            (&["HOST"], Who { custom: "", ..ann }, shared(None, Some("ws1"), None)),
        ] {
            let flags: Vec<String> = flags.iter().map(ToString::to_string).collect();
            assert_eq!(Shared::new(&flags, who), expected, "{flags:?}");
        }
    }
}
