//! An edge between products: upgrade to a newer version, or upsell to a richer edition.

use lictor_entitle::relation::RelationKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// An edge between products: upgrade to a newer version, or upsell to a richer edition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Id of the product that the customer has.
    pub from_product: String,
    /// Id of the product that the customer may come to.
    pub to_product: String,
    /// Upgrade or upsell.
    pub kind: RelationKind,
}

impl Record for Relation {
    const TABLE: &'static Table = &Table {
        name: "relations",
        kind: "relation",
        columns: &[record::text("from_product"), record::text("to_product"), record::text("kind")],
    };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.from_product.as_str().into(),
            self.to_product.as_str().into(),
            super::text_of(&self.kind).into(),
        ]
    }
}
