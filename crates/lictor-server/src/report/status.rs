//! What a server serves and to whom (`lictor status --json`).

use std::collections::BTreeMap;

use lictor_engine::LeaseView;
use lictor_types::{PoolId, VendorName};
use serde::{Deserialize, Serialize};

use super::gather::{Catalog, Pool, Session};
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
    /// Address of the server.
    pub server: String,
    /// Who holds seats of it.
    pub leases: Vec<LeaseDocument>,
}

/// One lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseDocument {
    /// The session that holds it.
    pub session: String,
    /// The feature.
    pub feature: String,
    /// Its vendor.
    pub vendor: String,
    /// Login name.
    pub user: String,
    /// Host name.
    pub host: String,
    /// Address, or `local`.
    pub ip: String,
    /// Process id.
    pub pid: u32,
    /// Project.
    pub project: String,
    /// Seats.
    pub count: u32,
    /// First grant.
    pub since: Option<String>,
    /// End of a borrow; null as long as nothing can be borrowed.
    pub borrowed_until: Option<String>,
    /// With whom it is shared.
    pub shared: SharedDocument,
}

/// What the members of a sharing group have in common; all null without sharing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SharedDocument {
    /// The user.
    pub user: Option<String>,
    /// The host.
    pub host: Option<String>,
    /// The custom string.
    pub custom: Option<String>,
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
    /// What it waits for; empty as long as there is no queue.
    pub queued: Vec<String>,
    /// What it was denied; empty: denials are in the log and the metrics.
    pub denials: Vec<String>,
}

pub(super) fn document(facts: &ServerFacts, catalog: &Catalog, sessions: &[Session]) -> StatusDocument {
    let mut by_pool: BTreeMap<PoolId, Vec<LeaseDocument>> = BTreeMap::new();
    let mut users = Vec::new();
    for session in sessions {
        let leases = leases(catalog, session);
        for (view, document) in session.leases.iter().zip(&leases) {
            by_pool.entry(view.pool).or_default().push(document.clone());
        }
        users.push(UserDocument {
            user: session.identity.user.clone(),
            host: session.identity.host.clone(),
            ip: session.identity.address.clone(),
            since: instant(session.since_ms),
            leases,
            queued: Vec::new(),
            denials: Vec::new(),
        });
    }
    let features = catalog
        .pools
        .iter()
        .map(|(id, pool)| feature(facts, catalog, pool, by_pool.remove(id).unwrap_or_default()));
    let server = ServerDocument {
        server: facts.address.clone(),
        status: "ok".to_owned(),
        version: facts.version.clone(),
        vendor: facts.vendors.iter().map(ToString::to_string).collect(),
        uptime_seconds: facts.uptime_seconds,
        features: features.collect(),
        users,
    };
    StatusDocument { servers: vec![server] }
}

/// The leases of a session, in its order.
pub(super) fn leases(catalog: &Catalog, session: &Session) -> Vec<LeaseDocument> {
    session.leases.iter().map(|lease| lease_document(catalog, session, lease)).collect()
}

fn lease_document(catalog: &Catalog, session: &Session, lease: &LeaseView) -> LeaseDocument {
    let pool = catalog.pools.get(&lease.pool);
    let identity = &session.identity;
    LeaseDocument {
        session: session.session.to_string(),
        feature: pool.map(|pool| pool.name.to_string()).unwrap_or_default(),
        vendor: pool.map(|pool| pool.vendor.to_string()).unwrap_or_default(),
        user: identity.user.clone(),
        host: identity.host.clone(),
        ip: identity.address.clone(),
        pid: identity.pid,
        project: identity.project.clone(),
        count: lease.count,
        since: instant(lease.since_ms),
        borrowed_until: None,
        shared: SharedDocument::default(),
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
        server: facts.address.clone(),
        leases,
    }
}
