//! Who is connected and what they hold (`lictor sessions --json`).

use serde::{Deserialize, Serialize};

use super::gather::{Catalog, Crowd, Session};
use super::held::{LeaseDocument, leases_by_session};
use super::words::instant;

/// Every session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsDocument {
    /// The sessions.
    pub sessions: Vec<SessionDocument>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDocument {
    /// Its id, as `lictor release` takes it.
    pub session: String,
    /// The vendor whose features it uses; null if all.
    pub vendor: Option<String>,
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
    /// When it was opened.
    pub since: Option<String>,
    /// Whether a connection serves it; without one it may still be resumed (SES-04).
    pub attached: bool,
    /// What it holds.
    pub leases: Vec<LeaseDocument>,
}

pub(super) fn document(catalog: &Catalog, crowd: &Crowd) -> SessionsDocument {
    let mut leases = leases_by_session(catalog, crowd);
    let session = |session: &Session| SessionDocument {
        session: session.session.to_string(),
        vendor: session.vendor.as_ref().map(ToString::to_string),
        user: session.identity.user.clone(),
        host: session.identity.host.clone(),
        ip: session.identity.address.clone(),
        pid: session.identity.pid,
        project: session.identity.project.clone(),
        since: instant(session.since_ms),
        attached: session.attached,
        leases: leases.remove(&session.session).unwrap_or_default(),
    };
    SessionsDocument { sessions: crowd.sessions.values().map(session).collect() }
}
