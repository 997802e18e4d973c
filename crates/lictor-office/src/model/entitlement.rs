//! An entitlement: what an account ordered, line by line.

use lictor_entitle::line_item::LineState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// An entitlement: what an account ordered, line by line.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Entitlement {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Unique name for people.
    pub entitlement_id: String,
    /// Id of the account.
    pub account_id: String,
    /// State of all its lines together.
    pub state: LineState,
    /// Id of the order.
    #[serde(default)]
    pub order_id: Option<String>,
    /// Whom to send files to, an address of mail.
    #[serde(default)]
    pub ship_to: Option<String>,
    /// Whether the customer may activate it without help.
    pub allow_portal_login: bool,
}

impl Record for Entitlement {
    const TABLE: &'static Table = &Table {
        name: "entitlements",
        kind: "entitlement",
        columns: &[
            record::text("entitlement_id"),
            record::text("account_id"),
            record::text("state"),
            record::text("order_id"),
        ],
    };

    const NAMES: &'static [&'static str] = &["entitlement_id"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.entitlement_id.as_str().into(),
            self.account_id.as_str().into(),
            super::text_of(&self.state).into(),
            self.order_id.clone().into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.entitlement_id]
    }
}
