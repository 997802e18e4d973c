//! A line item: a number of seats of one product under one license model.

use lictor_entitle::civil;
use lictor_entitle::line_item::{LineKind, LineState};
use lictor_entitle::term::RenewalBasis;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Policies;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A line item: a number of seats of one product under one license model.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LineItem {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Unique secret that the customer types to activate.
    pub activation_id: String,
    /// Id of the entitlement.
    pub entitlement_id: String,
    /// Id of the entitlement's account.
    pub account_id: String,
    /// Id of the product.
    pub product_id: String,
    /// Id of the license model.
    pub license_model_id: String,
    /// New, or made from a parent line: upgrade, upsell, renewal.
    pub kind: LineKind,
    /// Id of the parent line; needed for all kinds but new ones.
    #[serde(default)]
    pub parent_line_item_id: Option<String>,
    /// Seats ordered, at least 1.
    pub quantity: u32,
    /// Factor that the license file multiplies the count by, at least 1.
    pub quantity_per_copy: u32,
    /// Seats taken from the parent so far.
    pub converted: u32,
    /// Seats that moved on to children.
    pub out: u32,
    /// Seats of the live fulfillments.
    pub active: u32,
    /// When licenses of it begin.
    pub start: StartPolicy,
    /// The fixed start date, or that of the first activation.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
    /// When licenses of it end.
    pub expiry: Expiry,
    /// Last usable day, where it is known.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub expiration: Option<CivilDate>,
    /// Day up to which date-based versions are paid for.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub version_date: Option<CivilDate>,
    /// Draft lines cannot be activated.
    pub state: LineState,
    /// State from which its inactive entitlement took it along, and to which it goes back with it; none
    /// if it was taken out of force by itself.
    #[serde(default)]
    pub state_before: Option<LineState>,
    /// Whether it was upgraded and takes no new activations (A26).
    pub closed: bool,
    /// Whether it takes the parent's whole quantity.
    pub is_full: bool,
    /// Whether the parent stays open for activations.
    pub allow_activations_on_parent: bool,
    /// Whether it is deployed when it is made.
    pub auto_deploy: bool,
    /// Policies that replace those of the license model.
    #[serde(default)]
    pub policies: Option<Policies>,
    /// Ids of the lines of its maintenance.
    #[serde(default)]
    pub maintenance_line_ids: Vec<String>,
    /// Last day of maintenance, for a line that is maintenance.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub maintenance_until: Option<CivilDate>,
    /// From when a renewal counts.
    pub renewal_basis: RenewalBasis,
    /// Returns so far.
    pub returns: u32,
    /// Repairs so far.
    pub repairs: u32,
    /// Rehosts so far.
    pub rehosts: u32,
}

impl Record for LineItem {
    const TABLE: &'static Table = &Table {
        name: "line_items",
        kind: "line item",
        columns: &[
            record::text("activation_id"),
            record::text("entitlement_id"),
            record::text("account_id"),
            record::text("product_id"),
            record::text("license_model_id"),
            record::text("kind"),
            record::text("state"),
            record::text("parent_line_item_id"),
            record::day("expiration"),
            record::day("maintenance_until"),
        ],
    };

    const NAMES: &'static [&'static str] = &["activation_id"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.activation_id.as_str().into(),
            self.entitlement_id.as_str().into(),
            self.account_id.as_str().into(),
            self.product_id.as_str().into(),
            self.license_model_id.as_str().into(),
            super::text_of(&self.kind).into(),
            super::text_of(&self.state).into(),
            self.parent_line_item_id.clone().into(),
            self.expiration.map(|day| day.to_string()).into(),
            self.maintenance_until.map(|day| day.to_string()).into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.activation_id]
    }
}

/// When licenses of a line item begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartPolicy {
    /// On a day that the line item fixes.
    Fixed,
    /// On the day that each activation names.
    #[default]
    EachActivation,
    /// On the day that the first activation names; later ones take the same.
    FirstActivation,
}

/// When licenses of a line item end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Expiry {
    /// Never.
    Permanent,
    /// On a day, the last usable one.
    Date(
        #[serde(with = "civil")]
        #[schemars(schema_with = "civil::schema")]
        CivilDate,
    ),
    /// So many months after the start, the same day of the month.
    Months(u32),
    /// So many days after the start.
    Days(u32),
}
