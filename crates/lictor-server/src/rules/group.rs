//! Groups of groups: looked up, and found to be without loops.

use std::collections::{BTreeMap, BTreeSet};

use lictor_engine::Member;
use lictor_types::limits::RULE_MEMBERS_MAX;

use super::document::{Document, Entry, Group};
use super::faults::{Faults, quoted};
use super::member::{self, Written};

/// Loops that are told of one file.
const LOOPS_TOLD_MAX: usize = 20;
/// Groups of a loop that a message names.
const LOOP_NAMED_MAX: usize = 5;

/// The groups of a file by name.
pub(super) struct Groups<'d> {
    by_name: BTreeMap<&'d str, &'d Group>,
    /// Members that may still be put into rules.
    room: usize,
}

impl<'d> Groups<'d> {
    /// The groups of a document. Unknown ones, loops and unused ones are among the faults.
    pub(super) fn new(document: &'d Document, faults: &mut Faults<'_>) -> Self {
        let by_name = document.groups.iter().map(|group| (group.name.as_str(), group)).collect();
        let groups = Self { by_name, room: RULE_MEMBERS_MAX };
        let mut used = BTreeSet::new();
        let in_groups = document.groups.iter().flat_map(|group| &group.entries);
        for entry in in_groups.chain(document.rules.iter().flat_map(|rule| &rule.members)) {
            if let Written::Group(name) = &entry.written {
                used.insert(name.as_str());
                groups.check_known(name, entry.at, faults);
            }
        }
        for group in document.groups.iter().filter(|group| !used.contains(group.name.as_str())) {
            faults.warning(group.at, format!("group {} is used nowhere", quoted(&group.name)), None);
        }
        groups.check_loops(document, faults);
        groups
    }

    fn check_known(&self, name: &str, at: usize, faults: &mut Faults<'_>) {
        if !self.by_name.contains_key(name) {
            let hint = faults.did_you_mean(name, self.by_name.keys().copied());
            let hint = hint.or_else(|| Some("define it under [groups]".to_owned()));
            faults.error(at, format!("unknown group {}", quoted(name)), hint);
        }
    }

    /// Walks from group to group, without recursion: a chain may be as long as the file. Each group
    /// is entered once; one that is met again while it is still being walked contains itself.
    fn check_loops(&self, document: &Document, faults: &mut Faults<'_>) {
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let mut told = 0;
        for first in &document.groups {
            let mut path: Vec<(&Group, std::slice::Iter<'_, Entry>)> = Vec::new();
            let mut walked: BTreeSet<&str> = BTreeSet::new();
            if !done.contains(first.name.as_str()) {
                walked.insert(&first.name);
                path.push((first, first.entries.iter()));
            }
            while let Some((group, entries)) = path.last_mut() {
                let Some(entry) = entries.next() else {
                    done.insert(&group.name);
                    walked.remove(group.name.as_str());
                    path.pop();
                    continue;
                };
                let Written::Group(name) = &entry.written else { continue };
                if walked.contains(name.as_str()) {
                    let from = path.iter().position(|(group, _)| group.name == *name).unwrap_or_default();
                    let names = path.iter().skip(from).map(|(group, _)| group.name.as_str());
                    faults.error(entry.at, loop_text(name, names), None);
                    told += 1;
                    if told == LOOPS_TOLD_MAX {
                        return;
                    }
                } else if let Some(next) = self.by_name.get(name.as_str())
                    && !done.contains(name.as_str())
                {
                    walked.insert(&next.name);
                    path.push((next, next.entries.iter()));
                }
            }
        }
    }

    /// The members of a rule, each once, with those of its groups. None if the rules of the file
    /// together have too many; only for files without loops.
    pub(super) fn resolve(&mut self, entries: &[Entry]) -> Option<Vec<Member>> {
        let mut members = Vec::new();
        let mut seen = BTreeSet::new();
        let mut entered: BTreeSet<&str> = BTreeSet::new();
        let mut open = vec![entries.iter()];
        while let Some(entries) = open.last_mut() {
            let Some(entry) = entries.next() else {
                open.pop();
                continue;
            };
            self.room = self.room.checked_sub(1)?;
            match &entry.written {
                Written::Member(member) => {
                    if seen.insert(member::key(member)) {
                        members.push(member.clone());
                    }
                }
                Written::Group(name) => {
                    if let Some((name, group)) = self.by_name.get_key_value(name.as_str())
                        && entered.insert(name)
                    {
                        open.push(group.entries.iter());
                    }
                }
            }
        }
        Some(members)
    }
}

fn loop_text<'n>(name: &str, names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let count = names.len();
    let mut chain: Vec<String> = names.take(LOOP_NAMED_MAX).map(ToOwned::to_owned).collect();
    if count > chain.len() {
        chain.push("…".to_owned());
    }
    chain.push(name.to_owned());
    format!("group {} contains itself: {}", quoted(name), chain.join(" contains "))
}
