//! A role: a named set of rights.

use lictor_entitle::right::Right;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A role: a named set of rights.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Name, unique.
    pub name: String,
    /// Its rights, with all that they imply.
    #[serde(default)]
    pub rights: Vec<Right>,
    /// Whether it came with the program.
    pub built_in: bool,
}

impl Record for Role {
    const TABLE: &'static Table = &Table { name: "roles", kind: "role", columns: &[record::text("name")] };

    const NAMES: &'static [&'static str] = &["name"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.name.as_str().into()]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.name]
    }
}
