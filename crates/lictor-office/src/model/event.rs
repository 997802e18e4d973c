//! An event: something that others may want to hear of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// An event: something that others may want to hear of.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Place among all events in the order in which they lasted, from 1 and without gaps.
    pub position: i64,
    /// What happened, for example `license.installed`.
    pub event_type: String,
    /// Kind of the record it happened to.
    pub aggregate_kind: String,
    /// Id of that record.
    pub aggregate_id: String,
    /// Counts the events of that record, from 1.
    pub aggregate_sequence: i64,
    /// The record afterwards.
    pub object: Json,
    /// Names of the fields that changed.
    #[serde(default)]
    pub changed: Vec<String>,
    /// For what ends soon: days that are left. Endpoints choose at which they want to hear of it.
    #[serde(default)]
    pub days_left: Option<i64>,
    /// For what ends soon: the lead times that are reached with it.
    #[serde(default)]
    pub leads: Vec<i64>,
}

impl Record for Event {
    const TABLE: &'static Table = &Table {
        name: "events",
        kind: "event",
        columns: &[
            record::int("position"),
            record::text("event_type"),
            record::text("aggregate_kind"),
            record::text("aggregate_id"),
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
            self.position.into(),
            self.event_type.as_str().into(),
            self.aggregate_kind.as_str().into(),
            self.aggregate_id.as_str().into(),
        ]
    }
}
