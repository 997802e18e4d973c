//! In whose name something is done, and by which request.

use serde::{Deserialize, Serialize};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Actor {
    /// `token:NAME`, `user:NAME`, `system:JOB` or `cli`.
    pub name: String,
    /// The request, as in the `X-Request-Id` header.
    #[serde(default)]
    pub request_id: Option<String>,
    /// The caller's key against doing it twice.
    #[serde(default)]
    pub idempotency_key: Option<String>,
    /// Where the request came from.
    #[serde(default)]
    pub ip: Option<String>,
    /// The caller's own words, from the `X-Reason` header.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Actor {
    /// A job of the back office itself.
    #[must_use]
    pub fn system(job: &str) -> Self {
        Self { name: format!("system:{job}"), ..Self::default() }
    }
}
