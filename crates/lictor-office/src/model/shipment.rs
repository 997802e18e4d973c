//! A shipment: a file that went to somebody.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Channel;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A shipment: a file that went to somebody.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Shipment {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Kind of the record: license or fulfillment.
    pub target_kind: String,
    /// Id of that record.
    pub target_id: String,
    /// By download, mail or delivery to a server.
    pub channel: Channel,
    /// To whom or where.
    #[serde(default)]
    pub to: Option<String>,
    /// In whose name.
    pub by: String,
}

impl Record for Shipment {
    const TABLE: &'static Table = &Table {
        name: "shipments",
        kind: "shipment",
        columns: &[record::text("target_id"), record::text("channel")],
    };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.target_id.as_str().into(), super::text_of(&self.channel).into()]
    }
}
