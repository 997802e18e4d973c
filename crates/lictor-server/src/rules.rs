//! The file of access rules (RUL-01): who may use, how much, and what is kept for whom.
//!
//! Text in, [`RuleSet`] and diagnostics out: nothing here reads a file, asks a clock or touches the
//! rules in force. A text with a mistake yields no rules at all, so whoever reloads keeps the old
//! ones (RUL-02). The format is told in `docs/access-rules.md`.

mod action;
mod change;
mod digest;
mod document;
mod faults;
mod group;
pub mod import;
mod known;
mod lines;
mod member;
mod network;
mod pattern;
mod policy;
mod reach;
mod wording;
mod work;

use std::fmt;
use std::path::Path;

use lictor_engine::{Rule, RuleSet};
use lictor_types::limits::{RULE_MEMBERS_MAX, RULES_BYTES_MAX};
use lictor_types::{FeatureName, VendorName};

pub use change::{Change, diff};
pub use wording::describe;

use crate::settings::{Diagnostic, Place};
use document::Document;
use faults::Faults;
use group::Groups;

/// A file of access rules without mistakes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesFile {
    /// What the ledger is given.
    pub set: RuleSet,
    /// What each rule says, as `limit 3 for group cad on solver`; in the order of the set.
    pub names: Vec<String>,
    /// What is probably not meant, in the order of the file.
    pub warnings: Vec<Diagnostic>,
    /// How many groups are defined.
    pub groups: usize,
}

impl RulesFile {
    /// What the rule of this number says; `RuleRef::number` is one.
    #[must_use]
    pub fn describe(&self, number: u32) -> Option<&str> {
        self.names.get(usize::try_from(number).ok()?).map(String::as_str)
    }
}

/// Why a text is no file of access rules. The file's fault; nothing of it was taken (RUL-02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesError {
    /// What is wrong: at least one thing, in the order of the file.
    pub errors: Vec<Diagnostic>,
    /// What besides is probably not meant.
    pub warnings: Vec<Diagnostic>,
}

impl RulesError {
    fn of_file(path: &Path, text: String) -> Self {
        let place = Place::File { path: path.to_owned(), line: None, column: None };
        Self { errors: vec![Diagnostic { place, key: None, text, hint: None }], warnings: Vec::new() }
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            let separator = if index > 0 { "\n" } else { "" };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for RulesError {}

/// Reads a file of access rules.
///
/// `name` is the file as messages name it. With `known`, the features in force, it also warns of
/// features that there are not; it does not refuse them, because licenses come and go.
///
/// # Errors
///
/// [`RulesError`] with everything that is wrong, each with line, character and, where there is one,
/// a hint.
pub fn parse(
    name: &str,
    text: &str,
    known: Option<&[(VendorName, FeatureName)]>,
) -> Result<RulesFile, RulesError> {
    let path = Path::new(name);
    if text.len() > RULES_BYTES_MAX {
        return Err(RulesError::of_file(path, format!("has more than {RULES_BYTES_MAX} bytes")));
    }
    let mut faults = Faults::new(path, text);
    let document = document::read(text, &mut faults);
    let mut groups = Groups::new(&document, &mut faults);
    if let Some(known) = known {
        known::check(&document, known, &mut faults);
    }
    let rules = if faults.is_sound() { resolve(&document, &mut groups, &mut faults) } else { Vec::new() };
    if faults.is_sound() {
        reach::check(&document, &rules, &mut faults);
    }
    let warnings = faults.finish()?;
    let digest = Some(digest::digest(&rules, &document.policy));
    Ok(RulesFile {
        set: RuleSet { digest, rules, policy: document.policy },
        names: document.rules.iter().map(document::RuleEntry::sentence).collect(),
        warnings,
        groups: document.groups.len(),
    })
}

fn resolve(document: &Document, groups: &mut Groups<'_>, faults: &mut Faults<'_>) -> Vec<Rule> {
    let mut rules = Vec::with_capacity(document.rules.len());
    for entry in &document.rules {
        let Some(members) = groups.resolve(&entry.members) else {
            let hint = "name networks, hosts or patterns instead of single users".to_owned();
            let text = format!("the rules have more than {RULE_MEMBERS_MAX} members together");
            faults.error(entry.at, text, Some(hint));
            return Vec::new();
        };
        rules.push(Rule {
            kind: entry.action.kind,
            amount: entry.action.amount,
            line: faults.line(entry.at),
            features: entry.features.iter().map(|(feature, _)| feature.clone()).collect(),
            members,
        });
    }
    rules
}

#[cfg(test)]
mod tests;
