//! What the fields of a kind of record may hold, by its schema: for filters and columns that name them.

use std::collections::BTreeMap;
use std::sync::Arc;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use parking_lot::Mutex;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json};

use crate::fault::Fault;
use crate::store::Record;
use crate::store::list::{Comparison, Filter};

/// By kind.
static KNOWN: Mutex<BTreeMap<&'static str, Arc<Fields>>> = Mutex::new(BTreeMap::new());

/// The fields of a kind of record.
#[derive(Debug)]
pub struct Fields {
    kind: &'static str,
    schemas: Map<String, Json>,
    columns: Vec<&'static str>,
}

impl Fields {
    /// Those of a kind. They are worked out once: a list is asked for often.
    #[must_use]
    pub fn of<R: Record + JsonSchema>() -> Arc<Self> {
        let mut known = KNOWN.lock();
        Arc::clone(known.entry(R::TABLE.kind).or_insert_with(|| Arc::new(Self::read::<R>())))
    }

    fn read<R: Record + JsonSchema>() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
        let mut schema = settings.into_generator().into_root_schema_for::<R>().to_value();
        let schemas = match schema.get_mut("properties").map(Json::take) {
            Some(Json::Object(schemas)) => schemas,
            Some(_) | None => Map::new(),
        };
        let columns = R::TABLE.columns.iter().map(|column| column.name).collect();
        Self { kind: R::TABLE.kind, schemas, columns }
    }

    /// That a filter asks for words that the field may have: nothing else is ever found.
    ///
    /// # Errors
    ///
    /// `INVALID_FIELD` with `meta.known`.
    pub fn check(&self, filter: &Filter) -> Result<(), Fault> {
        let asked = match filter.comparison {
            Comparison::In | Comparison::NotIn => &filter.values,
            Comparison::AtMost | Comparison::AtLeast | Comparison::Present => return Ok(()),
        };
        let Some(known) = self.schemas.get(&filter.field).and_then(words) else { return Ok(()) };
        match asked.iter().find(|value| !known.contains(value)) {
            None => Ok(()),
            Some(value) => {
                let text = format!("{:?} of a {} is never {value:?}", filter.field, self.kind);
                let refusal = Refusal::because(Code::InvalidField, text);
                Err(refusal.at(format!("filter[{}]", filter.field)).with("known", known).into())
            }
        }
    }

    /// That there is such a column to be exported.
    ///
    /// # Errors
    ///
    /// `INVALID_FIELD` with `meta.known`.
    pub fn column(&self, name: &str) -> Result<(), Fault> {
        if self.schemas.contains_key(name) || self.columns.contains(&name) {
            return Ok(());
        }
        let known: Vec<String> = self.schemas.keys().cloned().collect();
        let text = format!("a {} has no column {name:?}", self.kind);
        Err(Refusal::because(Code::InvalidField, text).at("columns").with("known", known).into())
    }
}

/// The words that a field may have, if they are few.
fn words(schema: &Json) -> Option<Vec<String>> {
    if schema["type"] == "boolean" {
        return Some(vec!["true".to_owned(), "false".to_owned()]);
    }
    let text = |word: &Json| word.as_str().map(str::to_owned);
    if let Some(words) = schema["enum"].as_array() {
        // null is the absence of a value, which `present` asks for.
        return Some(words.iter().filter(|word| !word.is_null()).filter_map(text).collect());
    }
    if let Some(word) = text(&schema["const"]) {
        return Some(vec![word]);
    }
    let parts = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array())?;
    let parts = parts.iter().filter(|part| part["type"] != "null").map(words);
    parts.collect::<Option<Vec<_>>>().map(|parts| parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{License, LicenseClass, Operation};

    fn known<R: Record + JsonSchema>(field: &str) -> Option<Vec<String>> {
        Fields::of::<R>().schemas.get(field).and_then(words)
    }

    #[test]
    fn the_words_of_a_field_are_those_of_its_schema() {
        assert_eq!(known::<LicenseClass>("selected_for_sale"), Some(vec!["true".into(), "false".into()]));
        assert_eq!(known::<License>("bill_type"), Some(vec!["Monthly".into(), "Purchase".into()]));
        assert_eq!(known::<License>("came_from").map(|words| words.len()), Some(10));
        assert_eq!(known::<Operation>("kind").map(|words| words.len()), Some(13));
        for open in ["class_name", "key_number", "number", "requested_config"] {
            assert_eq!(known::<License>(open), None, "{open}");
        }
    }
}
