//! A saved view: filters and columns of a list of the console, kept by a name of one's own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// Filters and columns of a list of the console, kept by a name of one's own.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SavedView {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Name of the token of whose owner it is.
    pub owner: String,
    /// Path of the list.
    pub list: String,
    /// Its name.
    pub name: String,
    /// What stands after the path, with `?`.
    pub query: String,
}

impl Record for SavedView {
    const TABLE: &'static Table = &Table {
        name: "saved_views",
        kind: "saved view",
        columns: &[record::text("owner"), record::text("list")],
    };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.owner.as_str().into(), self.list.as_str().into()]
    }
}
