//! How a civil date travels in JSON: the text `YYYY-MM-DD`.
//!
//! For a field of type `CivilDate`: `#[serde(with = "civil")]` and
//! `#[schemars(schema_with = "civil::schema")]`; for an optional one the same with [`option`].

use alloc::string::String;

use lictor_types::CivilDate;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serializer, de};

/// Writes the date as text.
///
/// # Errors
///
/// Only what the serializer itself reports.
pub fn serialize<S: Serializer>(date: &CivilDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// Reads the date from text.
///
/// # Errors
///
/// The text is not a real calendar day of that form.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CivilDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    CivilDate::parse(&text).map_err(de::Error::custom)
}

/// The JSON schema of a date.
#[must_use]
pub fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date" })
}

/// An optional date: the text, or `null`.
pub mod option {
    use super::{
        CivilDate, Deserialize, Deserializer, Schema, SchemaGenerator, Serializer, String, de, json_schema,
    };

    /// Writes the date as text, or `null`.
    ///
    /// # Errors
    ///
    /// Only what the serializer itself reports.
    pub fn serialize<S: Serializer>(date: &Option<CivilDate>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.collect_str(date),
            None => serializer.serialize_none(),
        }
    }

    /// Reads the date from text; `null` is none. Beside it belongs `#[serde(default)]`, if the field
    /// may be absent.
    ///
    /// # Errors
    ///
    /// The text is not a real calendar day of that form.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<CivilDate>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| CivilDate::parse(&text).map_err(de::Error::custom)).transpose()
    }

    /// The JSON schema of an optional date.
    #[must_use]
    pub fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "null"], "format": "date" })
    }
}
