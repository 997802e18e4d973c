//! The rules file that a translation writes.

use std::collections::{BTreeMap, BTreeSet};

use lictor_engine::Member;
use lictor_types::RuleKind;
use toml::Value;

use super::super::member::{List, Written};
use super::super::{member, pattern};
use super::{Format, Imported, Remark};

/// Characters of a line that a remark or a comment repeats.
const SOURCE_CHARS_MAX: usize = 200;

/// A line of the other's file.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    /// As it stands there, shortened, without control characters.
    pub(super) source: String,
}

impl Line {
    pub(super) fn new(number: usize, source: &str) -> Self {
        let source = source.trim().chars().take(SOURCE_CHARS_MAX);
        let source = source.map(|c| if c.is_control() { ' ' } else { c }).collect();
        Self { number, source }
    }

    fn remark(&self, text: impl Into<String>) -> Remark {
        Remark { line: self.number, source: self.source.clone(), text: text.into() }
    }
}

/// A rule to be written.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) from: Line,
    pub(super) kind: RuleKind,
    /// Seats or hours; 0 where there is nothing to count.
    pub(super) amount: u32,
    /// None means all.
    pub(super) features: Vec<String>,
    /// None means everybody.
    pub(super) members: Vec<Written>,
}

#[derive(Debug)]
struct Group {
    from: Line,
    /// As a file has them, in their order.
    members: Vec<String>,
    seen: BTreeSet<String>,
}

/// A rules file that grows.
#[derive(Debug, Default)]
pub(super) struct Draft {
    groups: BTreeMap<String, Group>,
    /// What a group of users, hosts or addresses of theirs is called here.
    names: BTreeMap<(&'static str, String), String>,
    rules: Vec<Rule>,
    left_out: Vec<Remark>,
    notes: Vec<Remark>,
}

impl Draft {
    /// What a group of theirs is called here, if there is one: users, hosts and addresses have names
    /// of their own there.
    pub(super) fn group_called(&self, of: List, name: &str) -> Option<&str> {
        self.names.get(&(of.key(), name.to_owned())).map(String::as_str)
    }

    /// What all their groups of users, or of hosts, are called here.
    pub(super) fn groups_of(&self, of: List) -> impl Iterator<Item = &str> {
        self.names.iter().filter(move |((key, _), _)| *key == of.key()).map(|(_, here)| here.as_str())
    }

    /// Adds members to a group, which is made if need be. Says what it is called here.
    pub(super) fn group(&mut self, of: List, name: &str, from: &Line, members: Vec<Written>) -> String {
        let here = match self.group_called(of, name) {
            Some(here) => here.to_owned(),
            None => self.name_group(of, name),
        };
        let new = || Group { from: from.clone(), members: Vec::new(), seen: BTreeSet::new() };
        let group = self.groups.entry(here.clone()).or_insert_with(new);
        for member in members.iter().map(Written::text) {
            if group.seen.insert(member.to_ascii_lowercase()) {
                group.members.push(member);
            }
        }
        here
    }

    fn name_group(&mut self, of: List, name: &str) -> String {
        let plain = group_name(name);
        let numbered = (self.names.len()..).map(|number| format!("{plain}_{number}"));
        let mut wished = [plain.clone(), format!("{plain}_{}", of.key())].into_iter().chain(numbered);
        let here = wished.find(|here| !self.groups.contains_key(here)).unwrap_or_default();
        self.names.insert((of.key(), name.to_owned()), here.clone());
        here
    }

    pub(super) fn rule(&mut self, rule: Rule) {
        self.rules.push(rule);
    }

    /// A line has no equivalent.
    pub(super) fn leave_out(&mut self, line: &Line, why: impl Into<String>) {
        self.left_out.push(line.remark(why));
    }

    /// A line means something else here than there.
    pub(super) fn note(&mut self, line: &Line, text: impl Into<String>) {
        self.notes.push(line.remark(text));
    }

    pub(super) fn finish(mut self, format: Format, name: &str) -> Imported {
        self.left_out.sort();
        self.notes.sort();
        let name = Line::new(0, name).source;
        let mut text = format!("# Translated from {name} ({}) by `lictor rules import`.\n", format.name());
        if !self.left_out.is_empty() {
            text.push_str("#\n# Not translated:\n");
            for remark in &self.left_out {
                text.push_str(&format!(
                    "#   line {}: {}\n#     {}\n",
                    remark.line, remark.source, remark.text
                ));
            }
        }
        if !self.groups.is_empty() {
            text.push_str("\n[groups]\n");
        }
        for (name, Group { from, members, .. }) in &self.groups {
            text.push_str(&format!("{} = {} # line {}\n", key(name), list(members), from.number));
        }
        for rule in &self.rules {
            text.push_str(&written(rule));
        }
        Imported { rules: text, left_out: self.left_out, notes: self.notes }
    }
}

fn written(rule: &Rule) -> String {
    let Rule { from, kind, amount, features, members } = rule;
    let value = if *amount == 0 { "true".to_owned() } else { amount.to_string() };
    let mut text =
        format!("\n# line {}: {}\n[[rule]]\n{} = {value}\n", from.number, from.source, kind.name());
    if !features.is_empty() {
        text.push_str(&format!("features = {}\n", list(features)));
    }
    let mut lists: BTreeMap<usize, (List, Vec<String>)> = BTreeMap::new();
    for member in members {
        let (list, name) = listed(member);
        let at = List::ALL.iter().position(|other| *other == list).unwrap_or_default();
        lists.entry(at).or_insert_with(|| (list, Vec::new())).1.push(name);
    }
    for (of, names) in lists.values() {
        text.push_str(&format!("{} = {}\n", of.key(), list(names)));
    }
    text
}

/// In which list a member is best written, and how.
fn listed(member: &Written) -> (List, String) {
    let plain = |list: List, name: &String| {
        let fits = list.parse(name).is_ok();
        if fits { (list, name.clone()) } else { (List::Members, member.text()) }
    };
    match member {
        Written::Group(name) => (List::Groups, name.clone()),
        Written::Member(Member::User(name)) => plain(List::Users, name),
        Written::Member(Member::Host(name)) => plain(List::Hosts, name),
        Written::Member(Member::Project(name)) => plain(List::Projects, name),
        Written::Member(Member::Network { .. }) => (List::Addresses, member.text()),
        Written::Member(Member::Anyone | Member::UserAt { .. }) => (List::Members, member.text()),
    }
}

fn list(texts: &[String]) -> String {
    Value::from(texts.to_vec()).to_string()
}

fn key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if name.bytes().all(bare) { name.to_owned() } else { Value::from(name).to_string() }
}

/// The nearest name that a group can have here.
fn group_name(name: &str) -> String {
    let fits = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let fitting: String = name.chars().map(|c| if fits(&c) { c } else { '_' }).collect();
    if member::group_name(&fitting).is_ok() {
        fitting
    } else {
        fitting.chars().take(16).chain(['_']).collect()
    }
}

/// A name of the other's, who knows no stars in names, as a member of a list here.
///
/// # Errors
///
/// Why it cannot stand here.
pub(super) fn literal(list: List, name: &str) -> Result<Written, String> {
    if name.contains('*') {
        return Err(format!("`*` in {name:?} would stand for any characters here"));
    }
    let (written, _) = match list {
        List::Users => List::Members.parse(&format!("user:{name}")),
        List::Hosts => List::Members.parse(&format!("host:{name}")),
        List::Projects => List::Members.parse(&format!("project:{name}")),
        List::Addresses | List::Groups | List::Members => list.parse(name),
    }
    .map_err(|(text, _)| text)?;
    Ok(written)
}

/// An address of the other's, in which octets at the end may be stars.
///
/// # Errors
///
/// Why it cannot stand here.
pub(super) fn address(text: &str) -> Result<Written, String> {
    match List::Addresses.parse(text) {
        Ok((written, _)) => Ok(written),
        Err((_, hint)) => Err(format!("{text:?}: {}", hint.unwrap_or_else(|| "not an address".into()))),
    }
}

/// Whether a text is the name of a feature, not a pattern.
pub(super) fn is_feature(text: &str) -> bool {
    !text.contains(['*', '/']) && pattern::parse(text).is_ok()
}
