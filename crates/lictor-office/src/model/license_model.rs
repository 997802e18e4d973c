//! A license model with its technology and its policies.

use lictor_entitle::model::LicenseModel;
use lictor_entitle::technology::Technology;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A license model with its technology and its policies.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ModelTemplate {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Unique short name, for example `FC-certificate`.
    pub code: String,
    /// Floating or node-locked, counted or uncounted.
    pub model: LicenseModel,
    /// How the right reaches the machine.
    pub technology: Technology,
    /// What customers may do themselves, and how often.
    pub policies: Policies,
}

impl Record for ModelTemplate {
    const TABLE: &'static Table = &Table {
        name: "license_models",
        kind: "license model",
        columns: &[record::text("code"), record::text("model"), record::text("technology")],
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
            super::text_of(&self.model).into(),
            super::text_of(&self.technology).into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.code]
    }
}

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How often; none means without limit.
    #[serde(default)]
    pub allowed_count: Option<u32>,
    /// Whether the count begins anew with each term.
    #[serde(default)]
    pub per_term: bool,
}

/// What may be done with licenses of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[serde(default)]
pub struct Policies {
    /// Giving seats back.
    pub returns: Policy,
    /// Making a file anew for a changed host.
    pub repairs: Policy,
    /// Moving to another host.
    pub rehosts: Policy,
    /// Whether an emergency license may be made.
    pub emergency_allowed: bool,
    /// Whether a stop-gap license may be made.
    pub stop_gap_allowed: bool,
    /// Longest emergency or stop-gap license, in days.
    pub max_emergency_days: u32,
    /// Days of grace that the file grants.
    pub grace_days: u32,
    /// Types of host ids that are taken, as in license files; empty means all.
    pub host_id_kinds: Vec<String>,
    /// Whether seats above the count may be given for a while.
    pub overdraft_allowed: bool,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            returns: Policy::default(),
            repairs: Policy::default(),
            rehosts: Policy::default(),
            emergency_allowed: true,
            stop_gap_allowed: true,
            max_emergency_days: 14,
            grace_days: 0,
            host_id_kinds: Vec::new(),
            overdraft_allowed: true,
        }
    }
}
