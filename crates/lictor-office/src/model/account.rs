//! A customer: who buys, and who owns hosts and licenses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::AccountStatus;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A customer: who buys, and who owns hosts and licenses.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Name for people.
    pub name: String,
    /// Short name, unique, without blanks; never changes.
    pub code: String,
    /// People to write to.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Id of the account above it.
    #[serde(default)]
    pub parent_account: Option<String>,
    /// Whether it sells to others.
    pub reseller: bool,
    /// Active, or locked: then nothing new is issued for it.
    pub status: AccountStatus,
}

impl Record for Account {
    const TABLE: &'static Table = &Table {
        name: "accounts",
        kind: "account",
        columns: &[
            record::text("code"),
            record::text("name"),
            record::text("status"),
            record::text("parent_account"),
        ],
    };

    const NAMES: &'static [&'static str] = &["code"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.code.as_str().into(),
            self.name.as_str().into(),
            super::text_of(&self.status).into(),
            self.parent_account.clone().into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.code, &self.name]
    }
}

/// A person to write to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Address of mail.
    pub email: String,
    /// Language tag, for example `en` or `de-CH`.
    #[serde(default)]
    pub language: Option<String>,
}
