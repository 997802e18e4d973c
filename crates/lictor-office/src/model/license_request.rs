//! What is asked for: a new license, or another configuration of one.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::bill::BillType;
use lictor_entitle::civil;
use lictor_entitle::config::KeyConfig;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A new license.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenseRequest {
    /// Id or name of the plug-in that sells it; none for the one that has the class.
    #[serde(default)]
    pub plugin_id: Option<String>,
    /// Id of the license class; or its name at the issuer, if only one plug-in sells a class of that name.
    pub class_id: String,
    /// How it is paid.
    pub bill_type: BillType,
    /// Amount by capacity code; a code that is not named gets the amount of the class.
    #[serde(default)]
    pub capacity: BTreeMap<String, u32>,
    /// Features that are switched on.
    #[serde(default)]
    pub features: BTreeSet<String>,
    /// Classes of additional keys that come with it.
    #[serde(default)]
    pub additional_keys: BTreeSet<String>,
    /// Id or code of the account it is for.
    #[serde(default)]
    pub account_id: Option<String>,
    /// Id of the subscription it is for.
    #[serde(default)]
    pub subscription_id: Option<String>,
    /// Whom the file names; none for the account's name.
    #[serde(default)]
    pub licensee: Option<String>,
    /// Host ids of the license server, as `TYPE=VALUE`.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
    /// Host ids of the machines that may use it, as `TYPE=VALUE`, for classes that are bound to them.
    #[serde(default)]
    pub node_host_ids: Vec<String>,
    /// First day; none for the day of issue.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
}

/// Another configuration of a license. What is not named stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenseChange {
    /// Whether to take over what the issuer has, whatever that is; then nothing else may be named.
    #[serde(default)]
    pub reconcile: bool,
    /// Another class, by its name at the issuer.
    #[serde(default)]
    pub class: Option<String>,
    /// Another version of the class.
    #[serde(default)]
    pub class_version: Option<String>,
    /// New amounts by capacity code.
    #[serde(default)]
    pub capacity: BTreeMap<String, u32>,
    /// All features that are switched on from now on.
    #[serde(default)]
    pub features: Option<BTreeSet<String>>,
    /// All additional keys that are attached from now on.
    #[serde(default)]
    pub additional_keys: Option<BTreeSet<String>>,
}

impl LicenseChange {
    /// The whole configuration that comes of it.
    #[must_use]
    pub fn applied_to(&self, known: &KeyConfig) -> KeyConfig {
        let mut config = known.clone();
        if let Some(class) = &self.class {
            config.class.clone_from(class);
        }
        if let Some(version) = &self.class_version {
            config.class_version.clone_from(version);
        }
        config.capacity.extend(self.capacity.clone());
        if let Some(features) = &self.features {
            config.features.clone_from(features);
        }
        if let Some(keys) = &self.additional_keys {
            config.additional_keys.clone_from(keys);
        }
        config
    }

    /// Whether it names a change of its own.
    #[must_use]
    pub fn names_something(&self) -> bool {
        let plain = Self { reconcile: false, ..self.clone() };
        plain != Self::default()
    }
}
