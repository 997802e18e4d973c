//! An order: what was sold, and how far it is.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{LicenseChange, LicenseRequest, OrderKind, OrderState};
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// An order: what was sold, and how far it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Order {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Number for people.
    pub number: i64,
    /// Sale, upgrade or renewal.
    pub kind: OrderKind,
    /// Id of the account.
    #[serde(default)]
    pub account_id: Option<String>,
    /// What was ordered, with prices.
    #[serde(default)]
    pub lines: Vec<OrderLine>,
    /// Where it stands.
    pub state: OrderState,
    /// Ids of the licenses it made or changed.
    #[serde(default)]
    pub license_ids: Vec<String>,
    /// Why it failed.
    #[serde(default)]
    pub error: Option<String>,
    /// The code of that.
    #[serde(default)]
    pub error_code: Option<String>,
    /// Ids of its licenses that are not where the order wants them yet.
    #[serde(default)]
    pub open: BTreeSet<String>,
    /// Of them, those that wait for somebody.
    #[serde(default)]
    pub waiting: BTreeSet<String>,
}

impl Record for Order {
    const TABLE: &'static Table = &Table {
        name: "orders",
        kind: "order",
        columns: &[
            record::int("number"),
            record::text("kind"),
            record::text("state"),
            record::text("account_id"),
        ],
    };

    const NAMES: &'static [&'static str] = &["number"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.number.into(),
            super::text_of(&self.kind).into(),
            super::text_of(&self.state).into(),
            self.account_id.clone().into(),
        ]
    }
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderLine {
    /// What is sold, for people.
    pub text: String,
    /// How many.
    pub quantity: u32,
    /// Price of one, in hundredths of the currency.
    #[serde(default)]
    pub price_cents: i64,
    /// Three letters of the currency.
    #[serde(default)]
    pub currency: String,
    /// Id of the license or line item.
    #[serde(default)]
    pub target_id: Option<String>,
    /// Of a sale from stock: the subscription that gets the license.
    #[serde(default)]
    pub subscription_id: Option<String>,
    /// Of a sale: what is asked for. Its number is the quantity of the line.
    #[serde(default)]
    pub request: Option<LicenseRequest>,
    /// Of an upgrade: what the license shall become.
    #[serde(default)]
    pub change: Option<LicenseChange>,
    /// Of a renewal: whether it may come before the update date.
    #[serde(default)]
    pub forced: bool,
}
