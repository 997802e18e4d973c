//! An operation: work that the jobs carry out, with its attempts.

use lictor_entitle::right::Right;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::model::{OperationKind, OperationState};
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// An operation: work that the jobs carry out, with its attempts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Operation {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// What is done.
    pub kind: OperationKind,
    /// Kind of the record it works on.
    pub target_kind: String,
    /// Id of that record.
    pub target_id: String,
    /// Where it stands.
    pub state: OperationState,
    /// Attempts so far.
    pub attempts: i64,
    /// When it was first tried.
    #[serde(default)]
    pub first_attempt_at: Option<Time>,
    /// When it is tried next, or until when the worker that has it may take.
    #[serde(default)]
    pub next_attempt_at: Option<Time>,
    /// Who works on it.
    #[serde(default)]
    pub worker: Option<String>,
    /// Key against doing it twice at the issuer.
    #[serde(default)]
    pub key: Option<String>,
    /// What it needs to know.
    pub input: Json,
    /// What came of it.
    pub result: Json,
    /// What went wrong last.
    #[serde(default)]
    pub error: Option<String>,
    /// The code of that.
    #[serde(default)]
    pub error_code: Option<String>,
    /// Id of the plug-in whose issuer it calls; it rests while that plug-in does.
    #[serde(default)]
    pub plugin_id: Option<String>,
    /// Whether an event said that it is stuck.
    #[serde(default)]
    pub stuck_told: bool,
    /// In whose name.
    pub actor: String,
    /// When it ended.
    #[serde(default)]
    pub finished_at: Option<Time>,
}

impl Record for Operation {
    const TABLE: &'static Table = &Table {
        name: "operations",
        kind: "operation",
        columns: &[
            record::text("kind"),
            record::text("target_id"),
            record::text("state"),
            record::text("plugin_id"),
            record::int("next_attempt_at"),
        ],
    };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            super::text_of(&self.kind).into(),
            self.target_id.as_str().into(),
            super::text_of(&self.state).into(),
            self.plugin_id.clone().into(),
            self.next_attempt_at.map(|time| time.0).into(),
        ]
    }
}

impl OperationKind {
    /// The right that it takes to begin such work, and so to try it again or to give it up (office.md 5.2).
    #[must_use]
    pub fn right(self) -> Right {
        match self {
            Self::Issue | Self::Activate | Self::Retrieve | Self::Install => Right::Generate,
            Self::Renew | Self::Upgrade | Self::Reinstate => Right::Upgrade,
            Self::Terminate => Right::Terminate,
            Self::Sync | Self::SyncAll | Self::Expire | Self::Daily => Right::Sync,
            Self::FetchClasses => Right::PluginAdmin,
        }
    }
}
