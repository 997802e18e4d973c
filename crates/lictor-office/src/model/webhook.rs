//! A webhook endpoint: who is told of events, and how.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{WebhookSignature, WebhookState};
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A webhook endpoint: who is told of events, and how.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Webhook {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Where to: https, or http on a loopback address.
    pub url: String,
    /// Types of events, `*` for all, `license.*` for a group.
    #[serde(default)]
    pub events: Vec<String>,
    /// How deliveries are signed.
    pub signature: WebhookSignature,
    /// For HMAC: name of the file in DIR/secrets with the secret.
    #[serde(default)]
    pub secret_ref: Option<String>,
    /// Lead times of `license.expiring` and `maintenance.expiring`, in days; empty means 30 and 7.
    #[serde(default)]
    pub expiring_days: Vec<i64>,
    /// Suspended after repeated failure; nothing is lost meanwhile.
    pub state: WebhookState,
    /// Failures in a row.
    pub failures: i64,
    /// Since when every attempt failed.
    #[serde(default)]
    pub failing_since: Option<Time>,
    /// When it was last resumed by hand.
    #[serde(default)]
    pub resumed_at: Option<Time>,
}

impl Record for Webhook {
    const TABLE: &'static Table =
        &Table { name: "webhooks", kind: "webhook", columns: &[record::text("url"), record::text("state")] };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.url.as_str().into(), super::text_of(&self.state).into()]
    }
}
