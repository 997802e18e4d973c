//! A host: a server or a node of a customer, under all its names.

use lictor_entitle::host::HostKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A host: a server or a node of a customer, under all its names.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Host {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Id of the account.
    pub account_id: String,
    /// Server or node.
    pub kind: HostKind,
    /// Type of the host id as in license files, for example ETHERNET.
    pub id_type: String,
    /// Value, normalized.
    pub value: String,
    /// Other host ids of the same machine, as TYPE=VALUE.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Name for people.
    #[serde(default)]
    pub name: Option<String>,
}

impl Record for Host {
    const TABLE: &'static Table = &Table {
        name: "hosts",
        kind: "host",
        columns: &[
            record::text("account_id"),
            record::text("kind"),
            record::text("id_type"),
            record::text("value"),
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
            self.account_id.as_str().into(),
            super::text_of(&self.kind).into(),
            self.id_type.as_str().into(),
            self.value.as_str().into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        let names = self.aliases.iter().chain(&self.name).map(String::as_str);
        names.chain([self.value.as_str()]).collect()
    }
}
