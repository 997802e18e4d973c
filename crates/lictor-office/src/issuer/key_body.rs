//! What the issuer's own people send about keys.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::bill::BillType;
use lictor_entitle::civil;
use lictor_entitle::config::KeyConfig;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::Deserialize;

use super::protocol::KeyStep;

/// Nothing to say.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// A key that is to be made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyBody {
    /// The login that owns it.
    pub(super) owner: String,
    /// The class.
    pub(super) class: String,
    /// Key against making it twice; made up if absent.
    #[serde(default)]
    pub(super) request_key: Option<String>,
    /// The version of the class; none for the one that is sold.
    #[serde(default)]
    pub(super) class_version: Option<String>,
    /// Amount by capacity code.
    #[serde(default)]
    pub(super) capacity: BTreeMap<String, u32>,
    /// Features that are switched on.
    #[serde(default)]
    pub(super) features: BTreeSet<String>,
    /// Classes of additional keys.
    #[serde(default)]
    pub(super) additional_keys: BTreeSet<String>,
    /// How it is paid.
    pub(super) bill_type: BillType,
    /// Whom its files name.
    #[serde(default)]
    pub(super) licensee: Option<String>,
    /// Servers, as `TYPE=VALUE`.
    #[serde(default)]
    pub(super) server_host_ids: Vec<String>,
    /// Nodes, as `TYPE=VALUE`.
    #[serde(default)]
    pub(super) node_host_ids: Vec<String>,
    /// First day; none for today.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub(super) start: Option<CivilDate>,
    /// The owner's own name for it.
    #[serde(default)]
    pub(super) nickname: Option<String>,
}

/// Another configuration.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpgradeBody {
    /// What it shall permit, in full.
    pub(super) config: KeyConfig,
    /// Key against doing it twice.
    #[serde(default)]
    pub(super) request_key: Option<String>,
}

/// Another month.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RenewBody {
    /// Whether to renew before the update date.
    #[serde(default)]
    pub(super) force: bool,
    /// Key against doing it twice.
    #[serde(default)]
    pub(super) request_key: Option<String>,
}

/// An activation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ActivateBody {
    /// The activation code, if the customer gave it.
    #[serde(default)]
    pub(super) activation_code: Option<String>,
    /// What the customer's machine says of itself.
    #[serde(default)]
    pub(super) activation_data: Option<String>,
    /// Servers, as `TYPE=VALUE`.
    #[serde(default)]
    pub(super) server_host_ids: Vec<String>,
    /// Nodes, as `TYPE=VALUE`.
    #[serde(default)]
    pub(super) node_host_ids: Vec<String>,
}

/// An additional key.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AdditionalBody {
    /// Its class or its number.
    pub(super) additional_key: String,
}

/// Several changes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeBody {
    /// What to do, in order.
    pub(super) changes: Vec<KeyStep>,
    /// Key against doing it twice.
    #[serde(default)]
    pub(super) request_key: Option<String>,
}

/// A flag.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FlagBody {
    /// Whether it is set from now on.
    #[serde(default = "yes")]
    pub(super) set: bool,
}

fn yes() -> bool {
    true
}
