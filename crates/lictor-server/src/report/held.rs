//! Leases as the documents show them: who has the seats, until when, and with whom they are shared.

use std::collections::BTreeMap;

use lictor_engine::HolderView;
use lictor_license::Share;
use lictor_types::{Identity, SessionId};
use serde::{Deserialize, Serialize};

use super::gather::{Catalog, Crowd, Lease, Pool};
use super::words::instant;

/// One lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseDocument {
    /// The session that holds it; null for what is borrowed, held after use or part of a token.
    pub session: Option<String>,
    /// The feature.
    pub feature: Option<String>,
    /// Its vendor.
    pub vendor: Option<String>,
    /// Login name.
    pub user: Option<String>,
    /// Host name.
    pub host: Option<String>,
    /// Address of the session, or `local`.
    pub ip: Option<String>,
    /// Process id of the session.
    pub pid: Option<u32>,
    /// Project of the session.
    pub project: Option<String>,
    /// Seats.
    pub count: u32,
    /// First grant.
    pub since: Option<String>,
    /// End of a borrow (BOR-01).
    pub borrowed_until: Option<String>,
    /// Until when it stays charged after use (HLD-01).
    pub held_until: Option<String>,
    /// With whom it is shared.
    pub shared: SharedDocument,
}

/// What the members of a sharing group have in common; all null without sharing (SHR-01).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SharedDocument {
    /// The user.
    pub user: Option<String>,
    /// The host.
    pub host: Option<String>,
    /// The custom string.
    pub custom: Option<String>,
}

impl SharedDocument {
    /// What SHARE asks to be equal. An empty string equals nothing (SHR-01).
    fn new(share: Share, who: &Identity) -> Self {
        let asked = |flag, value: &String| share.contains(flag).then(|| value.clone());
        let shared = Self {
            user: asked(Share::USER, &who.user),
            host: asked(Share::HOST, &who.host),
            custom: asked(Share::CUSTOM, &who.custom),
        };
        let lacking = [&shared.user, &shared.host, &shared.custom];
        let lacking = lacking.into_iter().any(|part| part.as_deref() == Some(""));
        if lacking { Self::default() } else { shared }
    }
}

/// The leases of every session, in the order of their slots.
pub(super) fn leases_by_session(catalog: &Catalog, crowd: &Crowd) -> BTreeMap<SessionId, Vec<LeaseDocument>> {
    let mut found: BTreeMap<SessionId, Vec<LeaseDocument>> = BTreeMap::new();
    for lease in &crowd.leases {
        if let HolderView::Session(session) = lease.view.holder {
            found.entry(session).or_default().push(lease_document(catalog, crowd, lease));
        }
    }
    found
}

pub(super) fn lease_document(catalog: &Catalog, crowd: &Crowd, lease: &Lease) -> LeaseDocument {
    let pool = catalog.pools.get(&lease.view.pool);
    let (id, borrowed_ms, held_ms) = match lease.view.holder {
        HolderView::Session(session) => (Some(session), None, None),
        HolderView::Borrow { until_ms, .. } => (None, Some(until_ms), None),
        HolderView::Hold { until_ms } => (None, None, Some(until_ms)),
        HolderView::Token => (None, None, None),
    };
    let session = id.and_then(|id| crowd.sessions.get(&id)).map(|session| &session.identity);
    let who = session.or(lease.person.as_ref());
    LeaseDocument {
        session: id.map(|id| id.to_string()),
        feature: pool.map(|pool| pool.name.to_string()),
        vendor: pool.map(|pool| pool.vendor.to_string()),
        user: who.map(|who| who.user.clone()),
        host: who.map(|who| who.host.clone()),
        ip: session.map(|identity| identity.address.clone()),
        pid: session.map(|identity| identity.pid),
        project: session.map(|identity| identity.project.clone()),
        count: lease.view.count,
        since: instant(lease.view.since_ms),
        borrowed_until: borrowed_ms.and_then(instant),
        held_until: held_ms.and_then(instant),
        shared: who.map(|who| SharedDocument::new(share(catalog, pool), who)).unwrap_or_default(),
    }
}

fn share(catalog: &Catalog, pool: Option<&Pool>) -> Share {
    let base = pool.and_then(|pool| pool.base).and_then(|base| catalog.entry(base));
    base.map_or(Share::NONE, |entry| entry.license.share())
}
