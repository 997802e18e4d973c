//! A key: the right itself, at the issuer.

use std::collections::BTreeMap;

use lictor_entitle::bill::BillType;
use lictor_entitle::civil;
use lictor_entitle::config::KeyConfig;
use lictor_entitle::key_status::{KeyStatus, KeyTerm};
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A key: the right itself, at the issuer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Key {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// First part of the key number.
    pub prefix: String,
    /// The eight digits of the key number.
    pub number: String,
    /// Counts upgrades, from 0.
    pub revision: u32,
    /// Name of the agreement that owns it.
    pub owner: String,
    /// Class, amounts, features and additional keys.
    pub config: KeyConfig,
    /// Key number, without revision, of the main key it is attached to.
    #[serde(default)]
    pub parent_key: Option<String>,
    /// How it is paid.
    pub bill_type: BillType,
    /// Where it stands.
    pub status: KeyStatus,
    /// Whether the issuer marked it as a problem.
    pub problem: bool,
    /// Whether it must still be activated.
    pub not_activated: bool,
    /// Whether its file is not given out.
    pub not_exportable: bool,
    /// First day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start: Option<CivilDate>,
    /// Paid periods of a monthly key.
    pub periods: u32,
    /// From this day on it can be renewed.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub update_date: Option<CivilDate>,
    /// Last usable day; none for a purchased one.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub expiration_date: Option<CivilDate>,
    /// Last day with a right to upgrade.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub sus_until: Option<CivilDate>,
    /// Day that the years of the right to upgrade are counted from; none for the first day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub sus_anchor: Option<CivilDate>,
    /// Secret by which it is activated.
    #[serde(default)]
    pub activation_code: Option<String>,
    /// What the customer's machine sent.
    #[serde(default)]
    pub activation_data: Option<String>,
    /// Servers its files are bound to, as `TYPE=VALUE`.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
    /// Nodes its files are bound to, as `TYPE=VALUE`.
    #[serde(default)]
    pub node_host_ids: Vec<String>,
    /// Last day of the files of a purchased key that are made anew from time to time.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub files_until: Option<CivilDate>,
    /// Whom its files name.
    #[serde(default)]
    pub licensee: Option<String>,
    /// The provider's key against making it twice, behind the login and a slash.
    #[serde(default)]
    pub request_key: Option<String>,
    /// Request keys of what was done to it since, with the operation.
    #[serde(default)]
    pub request_keys: BTreeMap<String, String>,
    /// SHA-256 of what was asked under each of them.
    #[serde(default)]
    pub request_hashes: BTreeMap<String, String>,
    /// The owner's own name for it.
    #[serde(default)]
    pub nickname: Option<String>,
    /// Whether the owner means to renew it automatically; none for what the class says.
    #[serde(default)]
    pub auto_renew: Option<bool>,
    /// Every revision with what it changed.
    #[serde(default)]
    pub upgrades: Vec<KeyUpgradeRecord>,
}

impl Record for Key {
    const TABLE: &'static Table = &Table {
        name: "keys",
        kind: "key",
        columns: &[
            record::text("number"),
            record::text("key_number"),
            record::text("owner"),
            record::text("class_id"),
            record::text("status"),
            record::text("request_key"),
            record::text("parent_key"),
            record::day("expiration"),
        ],
    };

    const NAMES: &'static [&'static str] = &["key_number", "number"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.number.as_str().into(),
            self.name().into(),
            self.owner.as_str().into(),
            self.config.class.as_str().into(),
            super::text_of(&self.status).into(),
            self.request_key.clone().into(),
            self.parent_key.clone().into(),
            self.expiration_date.map(|day| day.to_string()).into(),
        ]
    }

    fn public(&self) -> serde_json::Value {
        let mut json = serde_json::json!(self);
        if let Some(fields) = json.as_object_mut() {
            fields.remove("activation_code");
            fields.insert("key_number".to_owned(), serde_json::json!(self.key_number()));
        }
        json
    }

    fn words(&self) -> Vec<&str> {
        let names = self.licensee.iter().chain(&self.nickname).map(String::as_str);
        names.chain([self.number.as_str(), self.owner.as_str()]).collect()
    }
}

impl Key {
    /// `PREFIX.NNNNNNNN.RRRR` of the current revision.
    #[must_use]
    pub fn key_number(&self) -> String {
        format!("{}.{}.{:04}", self.prefix, self.number, self.revision)
    }

    /// `PREFIX.NNNNNNNN`, the key whatever its revision.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}", self.prefix, self.number)
    }

    /// What its status depends on besides itself.
    #[must_use]
    pub fn term(&self) -> KeyTerm {
        KeyTerm { bill: self.bill_type, expiration: self.expiration_date }
    }

    /// Where it stands on a day, also when no sweep went over it yet.
    #[must_use]
    pub fn status_on(&self, today: CivilDate) -> KeyStatus {
        self.status.on(self.term(), today)
    }
}

/// One revision of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyUpgradeRecord {
    /// The revision that began.
    pub revision: u32,
    /// Its configuration.
    pub config: KeyConfig,
    /// When it began.
    pub at: Time,
    /// The caller's key against doing it twice.
    #[serde(default)]
    pub request_key: Option<String>,
}
