//! Where `lictord` has its settings from: a file, and flags that override it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::definition::{self, Definition};
use super::diagnostic::{Diagnostic, Place, SettingsError};
use super::value::Value;
use super::{Settings, file};

/// The configuration file that is read if it is there and no other is named.
const FILE_DEFAULT: &str = "lictord.toml";
/// The rules file that counts if it stands beside the configuration file.
const RULES_DEFAULT: &str = "rules.toml";
/// More than any configuration needs.
const BYTES_MAX: u64 = 1024 * 1024;

/// A configuration file and flags. Can be read again, for a reload.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The file; none means `lictord.toml` in the working directory, if there is one.
    pub config: Option<PathBuf>,
    /// Flags by the key of their setting, each with its values in the order given.
    pub flags: BTreeMap<&'static str, Vec<String>>,
}

impl Source {
    /// Reads the file and the flags, and checks what comes out.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] with everything that is wrong, each with file and line or flag.
    pub fn read(&self) -> Result<Settings, SettingsError> {
        let mut reading = Reading::default();
        let config = self.config.clone().unwrap_or_else(|| FILE_DEFAULT.into());
        let beside = config.parent().unwrap_or_else(|| Path::new("")).join(RULES_DEFAULT);
        if beside.exists() {
            reading.settings.rules = Some(beside);
        }
        if self.config.is_some() || config.exists() {
            reading.file(&config);
        }
        for (key, values) in &self.flags {
            reading.flag(key, values);
        }
        reading.finish()
    }
}

#[derive(Default)]
struct Reading {
    settings: Settings,
    places: BTreeMap<&'static str, Place>,
    faults: Vec<Diagnostic>,
}

impl Reading {
    fn file(&mut self, path: &Path) {
        let place = |line| Place::File { path: path.to_owned(), line, column: None };
        let text = match read(path) {
            Ok(text) => text,
            Err(error) => {
                let text = format!("cannot be read: {error}");
                self.faults.push(Diagnostic { place: place(None), key: None, text, hint: None });
                return;
            }
        };
        let (entries, faults) = file::read(&text);
        for fault in faults {
            let file::Fault { line, text, hint } = fault;
            self.faults.push(Diagnostic { place: place(line), key: None, text, hint });
        }
        for entry in entries {
            self.set(place(Some(entry.line)), entry.definition, &entry.value);
        }
    }

    fn flag(&mut self, key: &str, values: &[String]) {
        let Some(definition) = definition::of(key) else { return };
        let place = Place::Flag(definition.flag.as_ref().map_or(definition.key, |flag| flag.name));
        let value = match values {
            _ if definition.is_list() => Value::List(values.to_vec()),
            [.., last] => Value::Word(last.clone()),
            [] => return,
        };
        self.set(place, definition, &value);
    }

    fn set(&mut self, place: Place, definition: &'static Definition, value: &Value) {
        if let Err(text) = (definition.set)(&mut self.settings, value) {
            let key = Some(definition.key);
            self.faults.push(Diagnostic { place: place.clone(), key, text, hint: None });
        }
        self.places.insert(definition.key, place);
    }

    /// Whether a setting, or one that it is measured by, has a value that could not be read, so
    /// that nothing more can be said of it.
    fn is_unread(&self, key: &str) -> bool {
        let unread = |key| self.faults.iter().any(|fault| fault.key == Some(key));
        let measured = matches!(key, "heartbeat" | "resume_window");
        unread(key) || measured && unread("session_timeout")
    }

    fn finish(mut self) -> Result<Settings, SettingsError> {
        if let Err(SettingsError { diagnostics }) = self.settings.check() {
            let place = |key: Option<&str>| key.and_then(|key| self.places.get(key)).cloned();
            let found: Vec<Diagnostic> = diagnostics
                .into_iter()
                .filter(|diagnostic| diagnostic.key.is_none_or(|key| !self.is_unread(key)))
                .map(|found| Diagnostic { place: place(found.key).unwrap_or(Place::Code), ..found })
                .collect();
            self.faults.extend(found);
        }
        if self.faults.is_empty() {
            Ok(self.settings)
        } else {
            self.faults.sort_by(|a, b| a.place.cmp(&b.place));
            Err(SettingsError { diagnostics: self.faults })
        }
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    use std::io::Read as _;
    let mut text = String::new();
    std::fs::File::open(path)?.take(BYTES_MAX).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests;
