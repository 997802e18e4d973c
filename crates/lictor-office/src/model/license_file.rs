//! A license file that was made, retrieved or uploaded. All past ones are kept.

use lictor_entitle::civil;
use lictor_entitle::delivery::DeliveryKind;
use lictor_entitle::model::LicenseModel;
use lictor_entitle::timeline::FileRole;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A license file that was made, retrieved or uploaded. All past ones are kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LicenseFile {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Kind of the record it belongs to: license, fulfillment or key.
    pub owner_kind: String,
    /// Id of that record.
    pub owner_id: String,
    /// Revision of the key, or of the fulfillment's file.
    pub revision: i64,
    /// Name under which it is delivered.
    pub name: String,
    /// Hash of its bytes, by which they are stored.
    pub sha256: String,
    /// Size in bytes.
    pub size: i64,
    /// Serials of the features in it.
    #[serde(default)]
    pub serials: Vec<String>,
    /// Id of the key that signed it.
    #[serde(default)]
    pub key_id: Option<String>,
    /// How it reaches what is installed.
    pub delivery: DeliveryKind,
    /// Serials that stop counting where it is loaded.
    #[serde(default)]
    pub supersedes: Vec<String>,
    /// Serials that it takes the place of without voiding them: a person must remove their files.
    #[serde(default)]
    pub replaces: Vec<String>,
    /// First usable day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub valid_from: Option<CivilDate>,
    /// Last usable day.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub valid_until: Option<CivilDate>,
    /// When it was seen in use.
    #[serde(default)]
    pub installed_at: Option<Time>,
    /// The licenses in it, in its order; none of a file that somebody else made.
    #[serde(default)]
    pub licenses: Vec<FileLicense>,
}

/// One license of a file: what the next file must know of it to add to it or to replace it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileLicense {
    /// Its serial.
    pub serial: String,
    /// Name of the feature.
    pub feature: String,
    /// Exclusive, beside it, or added to it.
    pub role: FileRole,
    /// Version, `MAJOR.MINOR`; empty for the default.
    #[serde(default)]
    pub version: String,
    /// Text for the application.
    #[serde(default)]
    pub options: String,
    /// Sharing flags, in the order of their names, joined by `|`.
    #[serde(default)]
    pub share: String,
    /// How it is counted and bound.
    pub model: LicenseModel,
    /// Seats; none for an uncounted one.
    #[serde(default)]
    pub count: Option<u32>,
    /// First day; none for always.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start: Option<CivilDate>,
    /// Last day; none for permanent.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub end: Option<CivilDate>,
    /// Servers, as `TYPE=VALUE`.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
    /// Nodes, as `TYPE=VALUE`.
    #[serde(default)]
    pub node_host_ids: Vec<String>,
    /// Serials that it voids.
    #[serde(default)]
    pub supersedes: Vec<String>,
}

impl Record for LicenseFile {
    const TABLE: &'static Table = &Table {
        name: "license_files",
        kind: "license file",
        columns: &[record::text("owner_id"), record::int("revision"), record::text("sha256")],
    };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.owner_id.as_str().into(), self.revision.into(), self.sha256.as_str().into()]
    }

    fn words(&self) -> Vec<&str> {
        [&self.name, &self.sha256].into_iter().chain(&self.serials).map(String::as_str).collect()
    }
}
