//! A token of the interface: what it may do, and until when. The token itself is stored as a hash.

use lictor_entitle::right::Right;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A token of the interface: what it may do, and until when. The token itself is stored as a hash.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Token {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Name, unique.
    pub name: String,
    /// SHA-256 of the token.
    #[schemars(skip)]
    pub hash: String,
    /// Name of its role.
    pub role: String,
    /// Rights that narrow those of the role; empty means all of the role.
    #[serde(default)]
    pub scopes: Vec<Right>,
    /// Id of the only product it may see to.
    #[serde(default)]
    pub product_lock: Option<String>,
    /// Id of the only account it may see to.
    #[serde(default)]
    pub account_lock: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub expires_at: Option<Time>,
    /// When it was last used, to the hour.
    #[serde(default)]
    pub last_used_at: Option<Time>,
    /// Whether it was taken back.
    pub revoked: bool,
    /// At the issuer: the agreement that calls with this token act for.
    #[serde(default)]
    pub login: Option<String>,
}

impl Record for Token {
    const TABLE: &'static Table = &Table {
        name: "tokens",
        kind: "token",
        columns: &[record::text("name"), record::text("hash"), record::text("role")],
    };

    const NAMES: &'static [&'static str] = &["name"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.name.as_str().into(), self.hash.as_str().into(), self.role.as_str().into()]
    }

    fn public(&self) -> serde_json::Value {
        let mut json = serde_json::json!(self);
        if let Some(fields) = json.as_object_mut() {
            fields.remove("hash");
        }
        json
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.name]
    }
}
