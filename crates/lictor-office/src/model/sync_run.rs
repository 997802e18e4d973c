//! A synchronization of all licenses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::OperationState;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A synchronization of all licenses.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SyncRun {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Where it stands.
    pub state: OperationState,
    /// What it found.
    pub totals: SyncTotals,
    /// Licenses and plug-ins that could not be compared, with the reason.
    #[serde(default)]
    pub failures: Vec<String>,
    /// When it ended.
    #[serde(default)]
    pub finished_at: Option<Time>,
}

impl Record for SyncRun {
    const TABLE: &'static Table =
        &Table { name: "sync_runs", kind: "sync run", columns: &[record::text("state")] };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![super::text_of(&self.state).into()]
    }
}

/// What a synchronization found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SyncTotals {
    /// Licenses that were compared.
    pub checked: i64,
    /// Of them, equal at the issuer.
    pub in_sync: i64,
    /// Of them, different at the issuer.
    pub not_in_sync: i64,
    /// Licenses that could not be compared.
    pub failed: i64,
    /// Licenses that are not compared in their status.
    pub skipped: i64,
}
