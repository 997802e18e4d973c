//! A license class: what can be sold of an issuer. Only the selection is the provider's.

use lictor_entitle::bill::BillType;
use lictor_entitle::model::LicenseModel;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A license class: what can be sold of an issuer. Only the selection is the provider's.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LicenseClass {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Id of the plug-in.
    pub plugin_id: String,
    /// Name of the class at the issuer.
    pub class_id: String,
    /// Name for people.
    pub name: String,
    /// Version of the class.
    pub class_version: String,
    /// How it may be paid.
    #[serde(default)]
    pub bill_types: Vec<BillType>,
    /// What of it has an amount.
    #[serde(default)]
    pub capacity_options: Vec<CapacityOption>,
    /// Features that can be switched on.
    #[serde(default)]
    pub features: Vec<String>,
    /// Classes of additional keys that can be attached.
    #[serde(default)]
    pub additional_classes: Vec<String>,
    /// Whether a key must be activated before its file is given out.
    pub requires_activation: bool,
    /// At the provider: whether that was learned from a refusal, because the issuer's list does not say it.
    #[serde(default)]
    pub activation_learned: bool,
    /// Whether licenses are renewed automatically when their update date has passed.
    pub auto_renew: bool,
    /// Whether amounts can be lowered.
    pub allows_downgrade: bool,
    /// Prefix of the key numbers.
    pub key_prefix: String,
    /// Whether licenses of it can be requested.
    pub selected_for_sale: bool,
    /// Counts changes of the class at the issuer.
    pub revision: i64,
    /// At the issuer: the product whose features a key of this class contains.
    #[serde(default)]
    pub product_id: Option<String>,
    /// At the issuer: how the license is counted and bound.
    pub license_model: LicenseModel,
    /// Days an expired key is kept at the issuer; it can be renewed meanwhile.
    pub keep_days: i64,
    /// Days between the update date and the expiration of a monthly key.
    pub grace_days: i64,
    /// At the issuer: who may order it, what has a price, what excludes what.
    #[serde(default)]
    pub terms: ClassTerms,
}

/// What only the issuer of a class decides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClassTerms {
    /// Logins that may order it; empty means all.
    pub logins: Vec<String>,
    /// Capacity codes, features and additional classes that have a price; without a list all have one.
    pub price_list: Option<Vec<String>>,
    /// Groups of features of which a key has at most one.
    pub exclusive_features: Vec<Vec<String>>,
    /// Classes that a key of this class can be upgraded to.
    pub upgrade_classes: Vec<String>,
    /// Days after which files of purchased keys end and are made anew; none for files without an end.
    pub refresh_days: Option<u32>,
}

impl Record for LicenseClass {
    const TABLE: &'static Table = &Table {
        name: "license_classes",
        kind: "license class",
        columns: &[
            record::text("plugin_id"),
            record::text("class_id"),
            record::text("name"),
            record::text("selected_for_sale"),
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
            self.plugin_id.as_str().into(),
            self.class_id.as_str().into(),
            self.name.as_str().into(),
            super::text_of(&self.selected_for_sale).into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.name, &self.class_id]
    }
}

/// Something of a class that has an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacityOption {
    /// Name in configurations, for example `SEATS`.
    pub code: String,
    /// Name for people.
    pub label: String,
    /// Amount when nothing is said.
    pub amount: u32,
    /// Largest amount.
    #[serde(default = "most")]
    pub max: u32,
    /// Name of the feature whose count this amount is; none for an amount that no file carries.
    #[serde(default)]
    pub feature: Option<String>,
}

fn most() -> u32 {
    i32::MAX.unsigned_abs()
}
