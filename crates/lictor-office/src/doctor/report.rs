//! What the doctor found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Findings of a check that are told; further ones are counted.
const TOLD_MAX: usize = 100;

/// Everything that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// What was looked at, one by one.
    pub checks: Vec<Check>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// Its name, stable.
    pub name: String,
    /// How many records were looked at.
    pub looked_at: i64,
    /// How many are wrong.
    pub wrong: i64,
    /// Those, at most 100.
    pub findings: Vec<Finding>,
    /// What else is worth knowing.
    #[serde(default)]
    pub note: Option<String>,
    /// What to do about it.
    #[serde(default)]
    pub hint: Option<String>,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What it is about: a kind and an id, a table, a file.
    pub target: String,
    /// What is wrong with it.
    pub text: String,
}

impl Report {
    /// The report of these checks.
    #[must_use]
    pub fn of(checks: Vec<Check>) -> Self {
        Self { sound: checks.iter().all(|check| check.wrong == 0), checks }
    }
}

impl Check {
    /// A check that found nothing yet.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), looked_at: 0, wrong: 0, findings: Vec::new(), note: None, hint: None }
    }

    /// Notes something that is wrong.
    pub fn found(&mut self, target: impl Into<String>, text: impl Into<String>) {
        self.wrong += 1;
        if self.findings.len() < TOLD_MAX {
            self.findings.push(Finding { target: target.into(), text: text.into() });
        }
    }

    /// The same with what to do if something is wrong.
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        if self.wrong > 0 {
            self.hint = Some(hint.to_owned());
        }
        self
    }
}
