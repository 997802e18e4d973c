//! `lictord.toml`: keys and values with their lines.

use toml::de::DeTable;

use super::Definition;
use super::definition::{self, SETTINGS};
use super::nearest::nearest;
use super::value::Value;

/// A setting of a file.
pub(crate) struct Entry {
    pub(crate) line: usize,
    pub(crate) definition: &'static Definition,
    pub(crate) value: Value,
}

/// Something wrong in a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: Option<usize>,
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
}

/// Reads a file's text: its settings in the order of their lines, and every fault.
pub(crate) fn read(text: &str) -> (Vec<Entry>, Vec<Fault>) {
    let line = |offset: usize| text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1;
    let (table, errors) = DeTable::parse_recoverable(text);
    let fault = |error: &toml::de::Error| Fault {
        line: error.span().map(|span| line(span.start)),
        text: error.message().to_owned(),
        hint: None,
    };
    let mut faults: Vec<Fault> = errors.iter().map(fault).collect();
    if !faults.is_empty() {
        return (Vec::new(), faults);
    }
    let mut entries = Vec::new();
    for (key, value) in table.get_ref() {
        let line = line(key.span().start);
        match definition::of(key.get_ref()) {
            Some(definition) => entries.push(Entry { line, definition, value: Value::of(value.get_ref()) }),
            None => faults.push(unknown(line, key.get_ref())),
        }
    }
    entries.sort_by_key(|entry| entry.line);
    faults.sort_by_key(|fault| fault.line);
    (entries, faults)
}

fn unknown(line: usize, key: &str) -> Fault {
    let key: String = key.chars().take(64).collect();
    let near = nearest(&key, SETTINGS.iter().map(|definition| definition.key));
    let hint = near.map_or_else(
        || "`lictord --print-config` lists every key".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Fault { line: Some(line), text: format!("unknown key `{key}`"), hint: Some(hint) }
}
