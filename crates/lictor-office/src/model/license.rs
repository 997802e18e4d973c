//! A license: what the provider asked an issuer for, and where that stands.

use lictor_entitle::bill::BillType;
use lictor_entitle::civil;
use lictor_entitle::config::KeyConfig;
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::subscription::Assignment;
use lictor_entitle::sync::{Mismatch, SyncStatus};
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Origin;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A license: what the provider asked an issuer for, and where that stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct License {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// The license ID: a number that exists from the request on.
    pub number: i64,
    /// Id of the plug-in.
    pub plugin_id: String,
    /// Id of the license class, a record of this provider.
    pub class_id: String,
    /// Name of the class when it was requested.
    pub class_name: String,
    /// Id of the account it is for.
    #[serde(default)]
    pub account_id: Option<String>,
    /// Id of the subscription it belongs to.
    #[serde(default)]
    pub subscription_id: Option<String>,
    /// How it stands to that subscription.
    pub assignment: Assignment,
    /// Where it stands.
    pub status: LicenseStatus,
    /// While retrieving or installing: where it came from.
    #[serde(default)]
    pub came_from: Option<LicenseStatus>,
    /// How it is paid.
    pub bill_type: BillType,
    /// What was asked for.
    pub requested_config: KeyConfig,
    /// What the provider believes the key to be.
    #[serde(default)]
    pub known_config: Option<KeyConfig>,
    /// Whom the file names.
    #[serde(default)]
    pub licensee: Option<String>,
    /// Host ids the file is bound to.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
    /// Host ids of the machines that may use it.
    #[serde(default)]
    pub node_host_ids: Vec<String>,
    /// First part of the key number, once issued.
    #[serde(default)]
    pub key_prefix: Option<String>,
    /// The key number without revision, once issued.
    #[serde(default)]
    pub key_number: Option<String>,
    /// Revision of the newest stored file or answer.
    #[serde(default)]
    pub current_revision: Option<i64>,
    /// Revision that is live at the customer.
    #[serde(default)]
    pub installed_revision: Option<i64>,
    /// First day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
    /// Last usable day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub expiration_date: Option<CivilDate>,
    /// From this day on it can be renewed.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub update_date: Option<CivilDate>,
    /// Last day with a right to upgrade.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub sus_until: Option<CivilDate>,
    /// What the last comparison with the issuer said.
    pub sync_status: SyncStatus,
    /// When it was last compared.
    #[serde(default)]
    pub last_sync_at: Option<Time>,
    /// `IN_SYNC`, `NOT_IN_SYNC` or `SYNC_FAILED`.
    #[serde(default)]
    pub last_sync_result: Option<String>,
    /// Why the last attempt failed.
    #[serde(default)]
    pub last_sync_error: Option<String>,
    /// What to do about it.
    #[serde(default)]
    pub sync_message: Option<String>,
    /// What differs at the issuer.
    #[serde(default)]
    pub mismatches: Vec<Mismatch>,
    /// What went wrong last.
    #[serde(default)]
    pub last_error: Option<String>,
    /// Its code.
    #[serde(default)]
    pub last_error_code: Option<String>,
    /// Since when the issuer cannot be reached.
    #[serde(default)]
    pub unreachable_since: Option<Time>,
    /// Attempts of the running operation.
    pub attempts: i64,
    /// When the running operation tries again.
    #[serde(default)]
    pub next_attempt_at: Option<Time>,
    /// Id of the running operation.
    #[serde(default)]
    pub operation_id: Option<String>,
    /// Whether the issuer said that the key must be activated first.
    pub activation_learned: bool,
    /// Whether it was requested or uploaded.
    pub origin: Origin,
    /// Id of the order it came from.
    #[serde(default)]
    pub order_id: Option<String>,
    /// Id of the newest stored file.
    #[serde(default)]
    pub file_id: Option<String>,
    /// Whether it is renewed automatically.
    pub auto_renew: bool,
    /// Whether each step follows the one before by itself.
    #[serde(default)]
    pub automatic: bool,
    /// Revision of the newest stored file.
    #[serde(default)]
    pub file_revision: Option<i64>,
    /// Ids of the stored files that the license server needs, oldest first.
    #[serde(default)]
    pub live_files: Vec<String>,
    /// Whether a request for the key was sent whose answer never came: the issuer may have made one.
    #[serde(default)]
    pub issue_uncertain: bool,
    /// Whether an upgrade is under way that a comparison with the issuer follows.
    #[serde(default)]
    pub compare_due: bool,
    /// Id of the order that waits for it.
    #[serde(default)]
    pub running_order_id: Option<String>,
    /// When webhooks were last told that it ends soon.
    #[serde(default)]
    pub end_told: Option<EndTold>,
}

/// That webhooks were told of an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EndTold {
    /// The last day that they were told of.
    #[serde(with = "civil")]
    #[schemars(schema_with = "civil::schema")]
    pub end: CivilDate,
    /// Days that were left then.
    pub left: i64,
}

impl Record for License {
    const TABLE: &'static Table = &Table {
        name: "licenses",
        kind: "license",
        columns: &[
            record::int("number"),
            record::text("plugin_id"),
            record::text("class_id"),
            record::text("account_id"),
            record::text("subscription_id"),
            record::text("assignment"),
            record::text("status"),
            record::text("bill_type"),
            record::text("sync_status"),
            record::text("key_number"),
            record::text("order_id"),
            record::day("expiration"),
            record::day("update_date"),
        ],
    };

    const NAMES: &'static [&'static str] = &["number", "key_number"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.number.into(),
            self.plugin_id.as_str().into(),
            self.class_id.as_str().into(),
            self.account_id.clone().into(),
            self.subscription_id.clone().into(),
            super::text_of(&self.assignment).into(),
            super::text_of(&self.status).into(),
            super::text_of(&self.bill_type).into(),
            super::text_of(&self.sync_status).into(),
            self.key_number.clone().into(),
            self.order_id.clone().into(),
            self.expiration_date.map(|day| day.to_string()).into(),
            self.update_date.map(|day| day.to_string()).into(),
        ]
    }

    fn words(&self) -> Vec<&str> {
        let texts = self.key_number.iter().chain(&self.licensee).chain([&self.class_name]);
        texts.map(String::as_str).collect()
    }
}
