//! A fulfillment: seats of a line item given to hosts, with the file that says so.

use lictor_entitle::civil;
use lictor_entitle::delivery::DeliveryKind;
use lictor_entitle::fulfillment::{FulfillmentStatus, SupportType};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::technology::Technology;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Source;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A fulfillment: seats of a line item given to hosts, with the file that says so.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Fulfillment {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Unique name for people.
    pub fulfillment_id: String,
    /// Id of the line item.
    pub line_item_id: String,
    /// The line item's activation id.
    pub activation_id: String,
    /// Id of the account.
    pub account_id: String,
    /// Id of the product.
    pub product_id: String,
    /// Id of the license model.
    pub license_model_id: String,
    /// How the license is counted and bound.
    pub model: LicenseModel,
    /// How the right reaches the machine.
    pub technology: Technology,
    /// Active, on hold or obsolete; inactive while its line item is.
    pub status: FulfillmentStatus,
    /// What made it, or what replaced it.
    pub support_type: SupportType,
    /// Seats; 1 for uncounted models. Stays when it becomes obsolete.
    pub count: u32,
    /// Seats above the count that may be used for a while.
    pub overdraft_count: u32,
    /// Host ids of the server: none, one or three.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
    /// Host ids of the nodes.
    #[serde(default)]
    pub node_host_ids: Vec<String>,
    /// First usable day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
    /// Last usable day; none for a permanent one.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub expiration: Option<CivilDate>,
    /// Day on which it was activated, upgraded or renewed; kept by what is moved or made again.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub fulfill_date: Option<CivilDate>,
    /// When its file was made.
    #[serde(default)]
    pub issued_at: Option<Time>,
    /// Day up to which date-based versions are paid for.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub version_date: Option<CivilDate>,
    /// Whether a person or an application asked for it.
    pub source: Source,
    /// Id of the fulfillment that it replaces.
    #[serde(default)]
    pub parent_fulfillment_id: Option<String>,
    /// Id of the first fulfillment of the chain.
    pub root_fulfillment_id: String,
    /// Id of the operation that made it.
    #[serde(default)]
    pub operation_id: Option<String>,
    /// Id of its file.
    #[serde(default)]
    pub license_file_id: Option<String>,
    /// How the file reaches what is installed.
    pub delivery: DeliveryKind,
    /// Text set by hand, for a technology without a generator.
    #[serde(default)]
    pub license_text: Option<String>,
    /// What a person has to do with the file, if anything.
    #[serde(default)]
    pub instructions: Vec<String>,
    /// The licenses that carry its seats, one for each feature.
    #[serde(default)]
    pub carriers: Vec<Carrier>,
    /// When it became obsolete.
    #[serde(default)]
    pub obsoleted_at: Option<Time>,
}

/// Seats of a fulfillment in a license. Several fulfillments may have their seats in one license, which
/// then lies in the file of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Carrier {
    /// Name of the feature.
    pub feature: String,
    /// Serial of the license.
    pub serial: String,
    /// Seats in the license that are this fulfillment's; 0 in an uncounted one.
    pub count: u32,
    /// Seats beyond them that may be used for a while.
    #[serde(default)]
    pub overdraft: u32,
}

impl Fulfillment {
    /// Whether its license text comes from somewhere else and is set by hand (F2).
    #[must_use]
    pub fn is_by_hand(technology: Technology) -> bool {
        match technology {
            Technology::Custom | Technology::Embedded => true,
            Technology::Certificate | Technology::TrustedStorage => false,
        }
    }

    /// The status of a live one while its line item is in force.
    #[must_use]
    pub fn own_status(&self) -> FulfillmentStatus {
        if Self::is_by_hand(self.technology) && self.license_text.is_none() {
            FulfillmentStatus::OnHold
        } else {
            FulfillmentStatus::Active
        }
    }
}

impl Record for Fulfillment {
    const TABLE: &'static Table = &Table {
        name: "fulfillments",
        kind: "fulfillment",
        columns: &[
            record::text("fulfillment_id"),
            record::text("activation_id"),
            record::text("line_item_id"),
            record::text("account_id"),
            record::text("product_id"),
            record::text("status"),
            record::text("support_type"),
            record::text("parent_fulfillment_id"),
            record::text("root_fulfillment_id"),
            record::day("expiration"),
        ],
    };

    const NAMES: &'static [&'static str] = &["fulfillment_id"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.fulfillment_id.as_str().into(),
            self.activation_id.as_str().into(),
            self.line_item_id.as_str().into(),
            self.account_id.as_str().into(),
            self.product_id.as_str().into(),
            super::text_of(&self.status).into(),
            super::text_of(&self.support_type).into(),
            self.parent_fulfillment_id.clone().into(),
            self.root_fulfillment_id.as_str().into(),
            self.expiration.map(|day| day.to_string()).into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        let hosts = self.server_host_ids.iter().chain(&self.node_host_ids);
        hosts.chain([&self.fulfillment_id, &self.activation_id]).map(String::as_str).collect()
    }
}
