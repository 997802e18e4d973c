//! What administrators order of the server: each order is one turn, and is in the log before it is
//! answered.

use crate::shared::Shared;

impl Shared {
    /// Notes for the log what an administrator does to something other than the ledger.
    pub(crate) fn note(&self, actor: &str, what: &str, reason: &str) {
        tracing::info!(actor, what, reason, "An administrator changes the license directory");
    }
}
