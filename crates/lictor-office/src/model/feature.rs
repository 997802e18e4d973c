//! A feature: what an application asks for by name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::VersionFormat;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};

/// A feature: what an application asks for by name.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Feature {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Name as the application asks for it, by the rules of license files.
    pub name: String,
    /// Version written into license files, `MAJOR.MINOR`; for a date-based one the year and month.
    pub feature_version: String,
    /// Whether the version is fixed, or the day up to which the customer paid for updates.
    pub version_format: VersionFormat,
    /// Text that the application reads with the license.
    #[serde(default)]
    pub options: Option<String>,
    /// Sharing of seats, as in license files: USER, HOST, CUSTOM, VIRTUAL.
    #[serde(default)]
    pub share: Option<String>,
}

impl Record for Feature {
    const TABLE: &'static Table = &Table {
        name: "features",
        kind: "feature",
        columns: &[record::text("name"), record::text("version_format")],
    };

    const NAMES: &'static [&'static str] = &["name"];

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.name.as_str().into(), super::text_of(&self.version_format).into()]
    }

    fn words(&self) -> Vec<&str> {
        vec![&self.name]
    }
}
