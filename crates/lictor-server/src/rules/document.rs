//! A rules file as written: its groups, rules and policy, with their places.

use lictor_engine::{FeaturePattern, Policy};
use lictor_types::RuleKind;
use lictor_types::limits::RULES_MAX;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::action::{self, Action};
use super::faults::{Faults, quoted};
use super::member::{self, List, Written};
use super::{pattern, policy, wording};
use crate::settings::value::Value;

/// The tables of a file.
const TABLES: [&str; 3] = ["groups", "policy", "rule"];

/// What a file says, as far as it could be read.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// In the order of the file.
    pub(super) groups: Vec<Group>,
    /// In the order of the file.
    pub(super) rules: Vec<RuleEntry>,
    pub(super) policy: Policy,
}

#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) at: usize,
    pub(super) entries: Vec<Entry>,
}

#[derive(Debug)]
pub(super) struct RuleEntry {
    pub(super) at: usize,
    pub(super) action: Action,
    /// None means all.
    pub(super) features: Vec<(FeaturePattern, usize)>,
    pub(super) members: Vec<Entry>,
}

impl RuleEntry {
    /// What it says.
    pub(super) fn sentence(&self) -> String {
        let features: Vec<FeaturePattern> =
            self.features.iter().map(|(feature, _)| feature.clone()).collect();
        let members = self.members.iter().map(|entry| entry.written.words());
        wording::sentence(self.action.kind, self.action.amount, members, &features)
    }
}

/// A member and where it stands.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) written: Written,
    pub(super) at: usize,
}

/// Reads a text of at most [`RULES_BYTES_MAX`] bytes. What cannot be read is among the faults.
pub(super) fn read(text: &str, faults: &mut Faults<'_>) -> Document {
    let mut document = Document::default();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        faults.error(error.span().map_or(0, |span| span.start), error.message(), None);
    }
    if !errors.is_empty() {
        return document;
    }
    for (key, value) in table.get_ref() {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        match (name, value.get_ref()) {
            ("groups", DeValue::Table(groups)) => document.groups = read_groups(groups, faults),
            ("policy", DeValue::Table(table)) => document.policy = policy::read(table, faults),
            ("rule", DeValue::Array(rules)) => document.rules = read_rules(rules, at, faults),
            ("groups" | "policy", _) => faults.error(at, format!("expected a table `[{name}]`"), None),
            ("rule", _) => {
                faults.error(at, "expected a list of tables", Some("begin each rule with `[[rule]]`".into()));
            }
            _ => {
                let hint = faults.did_you_mean(name, TABLES.into_iter());
                let hint = hint.or_else(|| Some("a rules file has [groups], [policy] and [[rule]]".into()));
                faults.error(at, format!("unknown key {}", quoted(name)), hint);
            }
        }
    }
    document
}

fn read_groups(table: &DeTable<'_>, faults: &mut Faults<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for (key, value) in table {
        let (name, at) = (key.get_ref().to_string(), key.span().start);
        if let Err((text, hint)) = member::group_name(&name) {
            faults.error(at, text, hint);
        }
        let entries = read_members(List::Members, value, faults);
        if value.get_ref().as_array().is_some_and(|items| items.is_empty()) {
            faults.warning(at, format!("group {} has no members", quoted(&name)), None);
        }
        groups.push(Group { name, at, entries });
    }
    groups.sort_by_key(|group| group.at);
    groups
}

fn read_rules(rules: &DeArray<'_>, at: usize, faults: &mut Faults<'_>) -> Vec<RuleEntry> {
    if rules.len() > RULES_MAX {
        faults.error(at, format!("at most {RULES_MAX} rules, found {}", rules.len()), None);
        return Vec::new();
    }
    rules.iter().filter_map(|rule| read_rule(rule, faults)).collect()
}

fn read_rule(rule: &Spanned<DeValue<'_>>, faults: &mut Faults<'_>) -> Option<RuleEntry> {
    let at = rule.span().start;
    let DeValue::Table(table) = rule.get_ref() else {
        faults.error(at, "expected a table", Some("begin each rule with `[[rule]]`".into()));
        return None;
    };
    let mut keys: Vec<_> = table.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let mut actions: Vec<(RuleKind, Option<Action>)> = Vec::new();
    let mut features = Vec::new();
    let mut members = Vec::new();
    let (mut named, mut unknown) = (false, false);
    for (key, value) in keys {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        if let Some(kind) = action::kind(name) {
            actions.push((kind, read_action(kind, value, &actions, at, faults)));
        } else if let Some(list) = List::ALL.into_iter().find(|list| list.key() == name) {
            named = true;
            let more = read_members(list, value, faults);
            warn_of_empty(name, value, at, faults);
            members.extend(more);
        } else if name == "features" {
            features = read_features(value, faults);
            warn_of_empty(name, value, at, faults);
        } else {
            unknown = true;
            unknown_key(name, at, faults);
        }
    }
    if !named {
        members.push(Entry { written: Written::Member(lictor_engine::Member::Anyone), at });
    }
    if actions.is_empty() && !unknown {
        faults.error(at, "the rule does nothing", Some(format!("give it one of {}", action_keys())));
    }
    let action = actions.first().and_then(|(_, action)| *action).unwrap_or(Action::UNREAD);
    Some(RuleEntry { at, action, features, members })
}

fn read_action(
    kind: RuleKind,
    value: &Spanned<DeValue<'_>>,
    before: &[(RuleKind, Option<Action>)],
    at: usize,
    faults: &mut Faults<'_>,
) -> Option<Action> {
    if let Some((first, _)) = before.first() {
        let hint = "begin a second `[[rule]]` for the second action".to_owned();
        faults.error(at, format!("the rule has `{}` already: one action a rule", first.name()), Some(hint));
    }
    action::parse(kind, &Value::of(value.get_ref()))
        .map_err(|(text, hint)| faults.error(value.span().start, format!("{}: {text}", kind.name()), hint))
        .ok()
}

/// An empty list could mean nobody or everybody, so it may not be written.
fn warn_of_empty(key: &str, value: &Spanned<DeValue<'_>>, at: usize, faults: &mut Faults<'_>) {
    if value.get_ref().as_array().is_some_and(|items| items.is_empty()) {
        let all = if key == "features" { "every feature" } else { "everybody" };
        faults.error(at, format!("`{key}` is empty"), Some(format!("leave it out to mean {all}")));
    }
}

fn unknown_key(name: &str, at: usize, faults: &mut Faults<'_>) {
    let hint = if name == "borrow" {
        Some("write `borrow_allow = true` or `borrow_deny = true`".to_owned())
    } else {
        let lists = List::ALL.into_iter().map(List::key);
        faults.did_you_mean(
            name,
            RuleKind::ALL.into_iter().map(RuleKind::name).chain(lists).chain(["features"]),
        )
    };
    let hint = hint.or_else(|| {
        let lists: Vec<&str> = List::ALL.into_iter().map(List::key).collect();
        Some(format!("a rule has one of {}, and may have features, {}", action_keys(), lists.join(", ")))
    });
    faults.error(at, format!("unknown key {}", quoted(name)), hint);
}

fn action_keys() -> String {
    RuleKind::ALL.map(RuleKind::name).join(", ")
}

fn read_features(value: &Spanned<DeValue<'_>>, faults: &mut Faults<'_>) -> Vec<(FeaturePattern, usize)> {
    let mut features: Vec<(FeaturePattern, usize)> = Vec::new();
    for (text, at) in texts(value, "a feature or a list of features", faults) {
        match pattern::parse(text) {
            Ok(feature) => features.push((feature, at)),
            Err((text, hint)) => faults.error(at, text, hint),
        }
    }
    warn_of_twice(
        features.iter().map(|(feature, at)| (pattern::text(feature).to_ascii_lowercase(), *at)),
        faults,
    );
    features
}

fn read_members(list: List, value: &Spanned<DeValue<'_>>, faults: &mut Faults<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (text, at) in texts(value, "a text or a list of texts", faults) {
        match list.parse(text) {
            Ok((written, hint)) => {
                if hint.is_some() {
                    faults.warning(at, format!("{} has bits that do not count", quoted(text)), hint);
                }
                entries.push(Entry { written, at });
            }
            Err((text, hint)) => faults.error(at, text, hint),
        }
    }
    warn_of_twice(entries.iter().map(|entry| (entry.written.text().to_ascii_lowercase(), entry.at)), faults);
    entries
}

fn warn_of_twice(items: impl Iterator<Item = (String, usize)>, faults: &mut Faults<'_>) {
    let mut seen = std::collections::BTreeSet::new();
    for (text, at) in items {
        if seen.contains(&text) {
            faults.warning(at, format!("{} is listed twice", quoted(&text)), None);
        } else {
            seen.insert(text);
        }
    }
}

/// The texts of a value that is one or a list of them, with their places.
fn texts<'t>(value: &'t Spanned<DeValue<'_>>, what: &str, faults: &mut Faults<'_>) -> Vec<(&'t str, usize)> {
    let items: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Table(_) => vec![value],
    };
    let mut texts = Vec::new();
    for item in items {
        match item.get_ref().as_str() {
            Some(text) => texts.push((text, item.span().start)),
            None => {
                let wrong: Result<(), String> = Value::of(item.get_ref()).expected(what);
                faults.error(item.span().start, wrong.err().unwrap_or_default(), None);
            }
        }
    }
    texts
}
