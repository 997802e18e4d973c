//! What the store keeps: a document with an id and a version, and the columns it is found by.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::row::Value;
use crate::time::Time;

/// What every record carries (office.md 1.2).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Meta {
    /// Identity, a UUID of version 7; ids sort by creation.
    pub id: String,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
    /// Counts changes from 1; the ETag of the record.
    pub version: i64,
    /// Notes of the caller's own, by name.
    #[serde(default)]
    pub metadata: BTreeMap<String, serde_json::Value>,
    /// The record's name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

/// A column beside the document, by which records are found, filtered and sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name, in the table, in filters and in CSV.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A name or an id.
    Text,
    /// A number.
    Int,
    /// A day as YYYY-MM-DD, so that texts compare like days.
    Day,
}

/// A table of one kind of record.
#[derive(Debug)]
pub struct Table {
    /// Name of the table and of the REST collection, with `_` for `-`.
    pub name: &'static str,
    /// What one record is called in messages and events.
    pub kind: &'static str,
    /// The columns by which it is found.
    pub columns: &'static [Column],
}

/// A text column.
#[must_use]
pub const fn text(name: &'static str) -> Column {
    Column { name, kind: ColumnKind::Text }
}

/// A number column.
#[must_use]
pub const fn int(name: &'static str) -> Column {
    Column { name, kind: ColumnKind::Int }
}

/// A day column.
#[must_use]
pub const fn day(name: &'static str) -> Column {
    Column { name, kind: ColumnKind::Day }
}

/// A kind of record.
pub trait Record: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// Where it is kept.
    const TABLE: &'static Table;

    /// Columns with a unique name by which one record can be asked for instead of its id.
    const NAMES: &'static [&'static str] = &[];

    /// Id, version, times.
    fn meta(&self) -> &Meta;

    /// The same, for the store to set.
    fn meta_mut(&mut self) -> &mut Meta;

    /// The values of the table's columns, in its order.
    fn columns(&self) -> Vec<Value>;

    /// The record as others may see it: in answers, events and the audit log. Secrets are left out.
    fn public(&self) -> serde_json::Value {
        serde_json::json!(self)
    }

    /// What people would type to find it: numbers, names, hosts. Split at anything but letters, digits,
    /// `.`, `-`, `_` and `@`, and compared without case.
    fn words(&self) -> Vec<&str> {
        Vec::new()
    }
}
