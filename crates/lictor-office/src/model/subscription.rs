//! A subscription: what an account runs, and the server its licenses are installed on.

use lictor_entitle::subscription::{SubscriptionState, SubscriptionType};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A subscription: what an account runs, and the server its licenses are installed on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Subscription {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Name for people.
    pub name: String,
    /// Id of the account.
    pub account_id: String,
    /// What was bought.
    pub plan: String,
    /// Ordinary, or with a dedicated server.
    pub kind: SubscriptionType,
    /// Where it stands.
    pub state: SubscriptionState,
    /// Other services of it, by name.
    #[serde(default)]
    pub services: Vec<String>,
    /// The license server its files are delivered to.
    #[serde(default)]
    pub server: Option<Server>,
}

impl Record for Subscription {
    const TABLE: &'static Table = &Table {
        name: "subscriptions",
        kind: "subscription",
        columns: &[
            record::text("name"),
            record::text("account_id"),
            record::text("state"),
            record::text("kind"),
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
            self.name.as_str().into(),
            self.account_id.as_str().into(),
            super::text_of(&self.state).into(),
            super::text_of(&self.kind).into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.name, &self.plan]
    }
}

/// The license server that files are delivered to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "via", rename_all = "snake_case", deny_unknown_fields)]
pub enum Server {
    /// By upload to the admin port of the server.
    Admin {
        /// HOST:PORT of the admin port, on this machine.
        admin: String,
        /// Name of the file in DIR/secrets that holds an admin token of the server.
        token_ref: String,
        /// HOST:PORT where clients ask, to see the file in use; none to believe the upload.
        #[serde(default)]
        confirm: Option<String>,
    },
    /// Into a directory that the server watches.
    Directory {
        /// Its path.
        path: String,
        /// HOST:PORT where clients ask, to see the file in use; none to believe the copy.
        #[serde(default)]
        confirm: Option<String>,
    },
}
