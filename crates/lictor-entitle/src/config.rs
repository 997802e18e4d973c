//! The configuration of a key: its class, capacity, features and additional keys.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a key permits, apart from its dates.
///
/// It is always whole: a capacity that is not named is zero, a feature that is not named is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyConfig {
    /// The issuer's id of the license class.
    pub class: String,
    /// The version of the class.
    #[serde(default)]
    pub class_version: String,
    /// Amount by capacity code.
    #[serde(default)]
    pub capacity: BTreeMap<String, u32>,
    /// The features, by name.
    #[serde(default)]
    pub features: BTreeSet<String>,
    /// The additional keys that are attached, by type or key number.
    #[serde(default)]
    pub additional_keys: BTreeSet<String>,
}

/// One step from a configuration to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum ConfigChange {
    /// Another class or version of the class.
    Class {
        /// The class and its version before.
        from: String,
        /// The class and its version after.
        to: String,
    },
    /// Another amount.
    Capacity {
        /// The capacity code.
        code: String,
        /// The amount before.
        from: u32,
        /// The amount after.
        to: u32,
    },
    /// A feature comes.
    FeatureAdded {
        /// Its name.
        name: String,
    },
    /// A feature goes.
    FeatureRemoved {
        /// Its name.
        name: String,
    },
    /// An additional key comes.
    KeyAttached {
        /// Its type or key number.
        name: String,
    },
    /// An additional key goes.
    KeyDetached {
        /// Its type or key number.
        name: String,
    },
}

impl KeyConfig {
    /// The class with its version, for people and comparisons.
    #[must_use]
    pub fn class_label(&self) -> String {
        if self.class_version.is_empty() {
            self.class.clone()
        } else {
            alloc::format!("{} {}", self.class, self.class_version)
        }
    }

    /// Every step from this configuration to `to`, class first, names in order; empty if both permit
    /// the same.
    #[must_use]
    pub fn changes_to(&self, to: &Self) -> Vec<ConfigChange> {
        let mut changes = Vec::new();
        if (&self.class, &self.class_version) != (&to.class, &to.class_version) {
            changes.push(ConfigChange::Class { from: self.class_label(), to: to.class_label() });
        }
        let codes: BTreeSet<&String> = self.capacity.keys().chain(to.capacity.keys()).collect();
        for code in codes {
            let (before, after) = (self.amount(code), to.amount(code));
            if before != after {
                changes.push(ConfigChange::Capacity { code: code.clone(), from: before, to: after });
            }
        }
        let added = |before: &BTreeSet<String>, after: &BTreeSet<String>| -> Vec<String> {
            after.difference(before).cloned().collect()
        };
        let named = |names: Vec<String>, change: fn(String) -> ConfigChange| names.into_iter().map(change);
        changes
            .extend(named(added(&self.features, &to.features), |name| ConfigChange::FeatureAdded { name }));
        changes
            .extend(named(added(&to.features, &self.features), |name| ConfigChange::FeatureRemoved { name }));
        changes.extend(named(added(&self.additional_keys, &to.additional_keys), |name| {
            ConfigChange::KeyAttached { name }
        }));
        changes.extend(named(added(&to.additional_keys, &self.additional_keys), |name| {
            ConfigChange::KeyDetached { name }
        }));
        changes
    }

    fn amount(&self, code: &str) -> u32 {
        self.capacity.get(code).copied().unwrap_or(0)
    }
}

impl ConfigChange {
    /// Whether less is permitted afterwards: a lower amount, or a feature that goes. Detaching an
    /// additional key is an operation of its own, and another class is neither higher nor lower.
    #[must_use]
    pub fn is_downgrade(&self) -> bool {
        match self {
            Self::Capacity { from, to, .. } => to < from,
            Self::FeatureRemoved { .. } => true,
            Self::Class { .. }
            | Self::FeatureAdded { .. }
            | Self::KeyAttached { .. }
            | Self::KeyDetached { .. } => false,
        }
    }
}
