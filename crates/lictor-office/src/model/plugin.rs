//! A plug-in: the provider's line to one issuer.

use lictor_entitle::plugin::{PluginMode, PluginStatus};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A plug-in: the provider's line to one issuer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Plugin {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Name of the tab, unique.
    pub name: String,
    /// Whether the issuer is called, or written to by hand.
    pub mode: PluginMode,
    /// Kind of issuer: `lictor` for another back office of this kind, `local` for the issuer in this one.
    pub template: String,
    /// Name or address of the issuer.
    #[serde(default)]
    pub host: Option<String>,
    /// Port of the issuer.
    #[serde(default)]
    pub port: Option<i64>,
    /// Name of the agreement at the issuer.
    #[serde(default)]
    pub login: Option<String>,
    /// Name of a file in DIR/secrets that holds the issuer's token; the secret itself is never stored here.
    #[serde(default)]
    pub secret_ref: Option<String>,
    /// Whether the issuer is called over TLS.
    pub tls: bool,
    /// Whether it knows its classes.
    pub status: PluginStatus,
    /// Whether it rests: by hand, or because the issuer rejected its credentials.
    pub paused: bool,
    /// Why it rests, for example `CREDENTIALS_REJECTED`.
    #[serde(default)]
    pub pause_reason: Option<String>,
    /// When classes were last fetched.
    #[serde(default)]
    pub last_fetch_at: Option<Time>,
    /// Lines of the vendor keys that its files are signed with; none means the key of this office.
    #[serde(default)]
    pub trusted_keys: Vec<String>,
    /// Longest time that a call of the issuer may take, in seconds.
    #[serde(default = "patience")]
    pub timeout_seconds: u32,
    /// Why the last fetch failed.
    #[serde(default)]
    pub last_fetch_error: Option<String>,
}

impl Record for Plugin {
    const TABLE: &'static Table = &Table {
        name: "plugins",
        kind: "plug-in",
        columns: &[
            record::text("name"),
            record::text("mode"),
            record::text("status"),
            record::text("paused"),
        ],
    };

    const NAMES: &'static [&'static str] = &["name"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.name.as_str().into(),
            super::text_of(&self.mode).into(),
            super::text_of(&self.status).into(),
            super::text_of(&self.paused).into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.name]
    }
}

fn patience() -> u32 {
    20
}
