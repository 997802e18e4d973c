//! A delivery of one event to one webhook endpoint.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::DeliveryState;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A delivery of one event to one webhook endpoint.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Delivery {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Id of the endpoint.
    pub webhook_id: String,
    /// Id of the event; stays over repetitions.
    pub event_id: String,
    /// Type of the event.
    pub event_type: String,
    /// Id of the record that the event is about.
    pub aggregate_id: String,
    /// Place of the event among those of its record; deliveries keep this order.
    pub aggregate_sequence: i64,
    /// Where it stands.
    pub state: DeliveryState,
    /// Attempts so far.
    pub attempts: i64,
    /// When it was first tried, or tried anew by hand: from then on, 72 hours.
    #[serde(default)]
    pub first_attempt_at: Option<Time>,
    /// When it is tried next.
    #[serde(default)]
    pub next_attempt_at: Option<Time>,
    /// HTTP status of the last attempt.
    #[serde(default)]
    pub last_status: Option<i64>,
    /// Why the last attempt failed.
    #[serde(default)]
    pub last_error: Option<String>,
    /// Hash of the body that was sent.
    #[serde(default)]
    pub body_sha256: Option<String>,
}

impl Record for Delivery {
    const TABLE: &'static Table = &Table {
        name: "deliveries",
        kind: "delivery",
        columns: &[
            record::text("webhook_id"),
            record::text("event_id"),
            record::text("event_type"),
            record::text("aggregate_id"),
            record::int("aggregate_sequence"),
            record::text("state"),
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
            self.webhook_id.as_str().into(),
            self.event_id.as_str().into(),
            self.event_type.as_str().into(),
            self.aggregate_id.as_str().into(),
            self.aggregate_sequence.into(),
            super::text_of(&self.state).into(),
            self.next_attempt_at.map(|time| time.0).into(),
        ]
    }
}
