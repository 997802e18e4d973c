//! A product: what is sold, by name and version.

use lictor_entitle::civil;
use lictor_entitle::model::LicenseModel;
use lictor_entitle::technology::Technology;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::ProductState;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A product: what is sold, by name and version.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Product {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Name; name and version together are unique.
    pub name: String,
    /// Version, for people and for the order of upgrades.
    pub product_version: String,
    /// Draft products are sold to nobody.
    pub state: ProductState,
    /// What its licenses contain.
    #[serde(default)]
    pub features: Vec<ProductFeature>,
    /// Technologies it may be licensed with; empty means all.
    #[serde(default)]
    pub technologies: Vec<Technology>,
    /// License models it may be licensed with; empty means all.
    #[serde(default)]
    pub models: Vec<LicenseModel>,
    /// Prefix of the key numbers of this product, 2 to 8 capital letters or digits.
    #[serde(default)]
    pub key_prefix: Option<String>,
    /// First day of the automatic version upgrade to this product.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub upgrade_from: Option<CivilDate>,
    /// Last day of the automatic version upgrade to this product.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub upgrade_until: Option<CivilDate>,
    /// Text of the mail of the automatic upgrade; `{account}`, `{product}` and `{lines}` are filled in.
    #[serde(default)]
    pub mail_template: Option<String>,
}

impl Record for Product {
    const TABLE: &'static Table = &Table {
        name: "products",
        kind: "product",
        columns: &[record::text("name"), record::text("product_version"), record::text("state")],
    };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.name.as_str().into(),
            self.product_version.as_str().into(),
            super::text_of(&self.state).into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.name, &self.product_version]
    }
}

/// A feature in a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductFeature {
    /// Name of the feature.
    pub name: String,
    /// Version in this product; the feature's own when absent.
    #[serde(default)]
    pub feature_version: Option<String>,
    /// Seats of the feature for one seat of the product, at least 1.
    #[serde(default = "one")]
    pub per_seat: u32,
}

fn one() -> u32 {
    1
}
