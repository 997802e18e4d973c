//! What a server serves and to whom (`lictor status --json`).

use std::collections::BTreeMap;

use lictor_types::{PoolId, SessionId, VendorName};
use serde::{Deserialize, Serialize};

use super::gather::{Catalog, Crowd, Denied, Pool, Session, Waiter};
use super::held::{LeaseDocument, lease_document, leases_by_session};
use super::words::{CountWord, day, instant};

/// What a server says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFacts {
    /// Its address for clients.
    pub address: String,
    /// Version of the server.
    pub version: String,
    /// Vendors it serves, in load order.
    pub vendors: Vec<VendorName>,
    /// Seconds since its start.
    pub uptime_seconds: u64,
}

/// The status of servers; here always one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusDocument {
    /// The servers.
    pub servers: Vec<ServerDocument>,
}

/// One server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerDocument {
    /// Its address for clients.
    pub server: String,
    /// `ok`.
    pub status: String,
    /// Version of the server.
    pub version: String,
    /// Vendors, in load order.
    pub vendor: Vec<String>,
    /// Seconds since its start.
    pub uptime_seconds: u64,
    /// One entry for each pool.
    pub features: Vec<FeatureDocument>,
    /// One entry for each session.
    pub users: Vec<UserDocument>,
}

/// FEATURE: one pool as users see it. Upgrades never appear as items (UPG-12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureDocument {
    /// The feature's name.
    pub feature: String,
    /// Its vendor.
    pub vendor: String,
    /// Highest version served.
    pub version: Option<String>,
    /// Kind of its base.
    pub key_type: String,
    /// Seats today.
    pub seats: CountWord,
    /// Charged seats (OUT-07).
    pub used: u64,
    /// Free seats (OUT-07).
    pub free: CountWord,
    /// Idle reserved seats (OUT-07).
    pub reserved: u64,
    /// Requests denied since the log began.
    pub denied: u64,
    /// SOFTLIMIT.
    pub soft_limit: Option<u32>,
    /// START of the base.
    pub start: Option<String>,
    /// END of the base.
    pub end: Option<String>,
    /// SHARE of the base.
    pub share: Vec<String>,
    /// BORROW of the base.
    pub borrow_hours: Option<u16>,
    /// GRACE of the base.
    pub grace_hours: Option<u8>,
    /// HOLD of the base.
    pub hold_seconds: Option<u32>,
    /// LICENSEE of the base.
    pub licensee: Option<String>,
    /// SERIAL of the base.
    pub serial: Option<String>,
    /// `network`.
    pub license_type: String,
    /// `server`: where it is had from (SES-06).
    pub source: String,
    /// Address of the server.
    pub server: String,
    /// Who holds seats of it.
    pub leases: Vec<LeaseDocument>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDocument {
    /// Login name.
    pub user: String,
    /// Host name.
    pub host: String,
    /// Address, or `local`.
    pub ip: String,
    /// When the session was opened.
    pub since: Option<String>,
    /// What it holds.
    pub leases: Vec<LeaseDocument>,
    /// What it waits for (QUE-02).
    pub queued: Vec<QueuedDocument>,
    /// What it was denied last (OUT-04); the log has the rest.
    pub denials: Vec<DenialDocument>,
}

/// One feature of a request that waits (QUE-02).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedDocument {
    /// The same for all features that were asked for together.
    pub request: u64,
    /// The feature.
    pub feature: String,
    /// Seats.
    pub count: u32,
    /// Its place in the line, 1 for the next.
    pub position: u32,
    /// When it came.
    pub since: Option<String>,
    /// When it gives up.
    pub until: Option<String>,
}

/// One denial (OUT-04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DenialDocument {
    /// The feature; empty if nobody knows it.
    pub feature: String,
    /// Why, by its stable name.
    pub status: String,
    /// Seats asked for.
    pub requested: u32,
    /// When.
    pub at: Option<String>,
}

pub(super) fn document(facts: &ServerFacts, catalog: &Catalog, crowd: &Crowd) -> StatusDocument {
    let mut by_pool: BTreeMap<PoolId, Vec<LeaseDocument>> = BTreeMap::new();
    for lease in &crowd.leases {
        by_pool.entry(lease.view.pool).or_default().push(lease_document(catalog, crowd, lease));
    }
    let mut by_session = leases_by_session(catalog, crowd);
    let mut queued: BTreeMap<SessionId, Vec<QueuedDocument>> = BTreeMap::new();
    for waiter in &crowd.waiters {
        queued.entry(waiter.session).or_default().extend(queued_documents(waiter));
    }
    let users = crowd.sessions.values().map(|session| UserDocument {
        leases: by_session.remove(&session.session).unwrap_or_default(),
        queued: queued.remove(&session.session).unwrap_or_default(),
        ..user(session)
    });
    let server = ServerDocument {
        server: facts.address.clone(),
        status: "ok".to_owned(),
        version: facts.version.clone(),
        vendor: facts.vendors.iter().map(ToString::to_string).collect(),
        uptime_seconds: facts.uptime_seconds,
        users: users.collect(),
        features: catalog
            .pools
            .iter()
            .map(|(id, pool)| feature(facts, catalog, pool, by_pool.remove(id).unwrap_or_default()))
            .collect(),
    };
    StatusDocument { servers: vec![server] }
}

fn user(session: &Session) -> UserDocument {
    UserDocument {
        user: session.identity.user.clone(),
        host: session.identity.host.clone(),
        ip: session.identity.address.clone(),
        since: instant(session.since_ms),
        leases: Vec::new(),
        queued: Vec::new(),
        denials: session.denied.iter().map(denial).collect(),
    }
}

fn queued_documents(waiter: &Waiter) -> impl Iterator<Item = QueuedDocument> {
    waiter.wants.iter().map(|(_, feature, count)| QueuedDocument {
        request: waiter.request.0,
        feature: feature.to_string(),
        count: *count,
        position: waiter.position,
        since: instant(waiter.since_ms),
        until: instant(waiter.until_ms),
    })
}

fn denial(denied: &Denied) -> DenialDocument {
    DenialDocument {
        feature: denied.feature.clone(),
        status: denied.status.name().to_owned(),
        requested: denied.requested,
        at: instant(denied.at_ms),
    }
}

fn feature(
    facts: &ServerFacts,
    catalog: &Catalog,
    pool: &Pool,
    leases: Vec<LeaseDocument>,
) -> FeatureDocument {
    let base = pool.base.and_then(|base| catalog.entry(base)).map(|entry| &entry.license);
    FeatureDocument {
        feature: pool.name.to_string(),
        vendor: pool.vendor.to_string(),
        version: base.map(|license| license.version().to_string()),
        key_type: pool.key_type.to_string(),
        seats: pool.seats.into(),
        used: pool.used,
        free: CountWord::free(pool.seats, pool.used, pool.reserved),
        reserved: pool.reserved,
        denied: pool.denied,
        soft_limit: base.and_then(|license| license.soft_limit()),
        start: base.and_then(|license| day(license.start())),
        end: base.and_then(|license| day(license.end())),
        share: base
            .map(|license| license.share().names().map(ToOwned::to_owned).collect())
            .unwrap_or_default(),
        borrow_hours: base.and_then(|license| license.borrow_hours()),
        grace_hours: base.and_then(|license| license.grace_hours()),
        hold_seconds: base.and_then(|license| license.hold_seconds()),
        licensee: base.and_then(|license| license.licensee()).map(ToOwned::to_owned),
        serial: base
            .map(|license| license.serial().to_string())
            .or_else(|| pool.serial.as_ref().map(ToString::to_string)),
        license_type: "network".to_owned(),
        source: "server".to_owned(),
        server: facts.address.clone(),
        leases,
    }
}
