//! What is different between two rule files.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use lictor_engine::Rule;
use lictor_types::RuleKind;

use super::action::Family;
use super::{RulesFile, member, pattern, policy};

/// Members of a changed rule that a sentence lists.
const LISTED_MAX: usize = 10;

/// One difference. Lines are of the file that the sentence is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A key of the policy has another value.
    Policy {
        /// The key.
        key: &'static str,
        /// Its value in the old file.
        before: String,
        /// Its value in the new file.
        after: String,
    },
    /// A rule is gone.
    Removed {
        /// Its line in the old file.
        line: u32,
        /// What it said.
        text: String,
    },
    /// A rule is new.
    Added {
        /// Its line in the new file.
        line: u32,
        /// What it says.
        text: String,
    },
    /// A rule stands before or after others of its family than it did; the first match decides.
    Moved {
        /// Its line in the old file.
        from: u32,
        /// Its line in the new file.
        to: u32,
        /// What it says.
        text: String,
    },
    /// A rule does the same for other features, other members, or another number.
    Changed {
        /// Its line in the old file.
        from: u32,
        /// Its line in the new file.
        to: u32,
        /// What it said.
        before: String,
        /// What it says.
        after: String,
        /// Members it has now, groups resolved.
        gained: Vec<String>,
        /// Members it had, groups resolved.
        lost: Vec<String>,
    },
}

/// What must be done to the old file to get the new one: the policy first, then the rules in the
/// order of their lines. Comments, blank lines, and the ways in which the same members can be
/// written make no difference; nor does the order of rules between which nobody has to decide.
#[must_use]
pub fn diff(old: &RulesFile, new: &RulesFile) -> Vec<Change> {
    let policies = policy::entries(&old.set.policy).into_iter().zip(policy::entries(&new.set.policy));
    let mut changes: Vec<Change> = policies
        .filter(|((_, before), (_, after))| before != after)
        .map(|((key, before), (_, after))| Change::Policy { key, before, after })
        .collect();
    let mut pairing = Pairing::new(old, new);
    let same = pairing.pair(identity);
    let mut families: BTreeMap<Option<Family>, Vec<(usize, usize)>> = BTreeMap::new();
    for pair in same {
        let family = new.set.rules.get(pair.1).map(|rule| Family::of(rule.kind));
        families.entry(family).or_default().push(pair);
    }
    let mut rules = Vec::new();
    for pairs in families.values() {
        let stayed = longest_rising(pairs);
        let moved = pairs.iter().filter(|pair| !stayed.contains(pair));
        rules.extend(moved.map(|(from, to)| moved_rule(old, new, *from, *to)));
    }
    for alike in [features_and_kind, members_and_kind] {
        rules.extend(pairing.pair(alike).into_iter().map(|(from, to)| changed_rule(old, new, from, to)));
    }
    let [(removed, before), (added, after)] = [(pairing.old, old), (pairing.new, new)];
    rules.extend(
        removed.into_iter().map(|at| Change::Removed { line: line(before, at), text: name(before, at) }),
    );
    rules.extend(added.into_iter().map(|at| Change::Added { line: line(after, at), text: name(after, at) }));
    rules.sort_by_key(Change::line);
    changes.extend(rules);
    changes
}

impl Change {
    fn line(&self) -> u32 {
        match self {
            Self::Policy { .. } => 0,
            Self::Removed { line, .. } | Self::Added { line, .. } => *line,
            Self::Moved { to, .. } | Self::Changed { to, .. } => *to,
        }
    }
}

/// Rules of both files that have no partner yet, by their numbers.
struct Pairing<'f> {
    old_rules: &'f [Rule],
    new_rules: &'f [Rule],
    old: BTreeSet<usize>,
    new: BTreeSet<usize>,
}

impl<'f> Pairing<'f> {
    fn new(old: &'f RulesFile, new: &'f RulesFile) -> Self {
        let (old_rules, new_rules) = (old.set.rules.as_slice(), new.set.rules.as_slice());
        let [old, new] = [old_rules, new_rules].map(|rules| (0..rules.len()).collect());
        Self { old_rules, new_rules, old, new }
    }

    /// Pairs rules that are alike, the first with the first; in the order of the new file.
    fn pair<K: Ord>(&mut self, alike: fn(&Rule) -> K) -> Vec<(usize, usize)> {
        let mut waiting: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
        for at in &self.old {
            let Some(rule) = self.old_rules.get(*at) else { continue };
            waiting.entry(alike(rule)).or_default().push_back(*at);
        }
        let mut pairs = Vec::new();
        for at in &self.new {
            let Some(rule) = self.new_rules.get(*at) else { continue };
            if let Some(partner) = waiting.get_mut(&alike(rule)).and_then(VecDeque::pop_front) {
                pairs.push((partner, *at));
            }
        }
        for (from, to) in &pairs {
            self.old.remove(from);
            self.new.remove(to);
        }
        pairs
    }
}

type Features = BTreeSet<String>;
type Members = BTreeSet<String>;

fn features(rule: &Rule) -> Features {
    rule.features.iter().map(|feature| pattern::text(feature).to_ascii_lowercase()).collect()
}

fn members(rule: &Rule) -> Members {
    rule.members.iter().map(member::key).collect()
}

fn identity(rule: &Rule) -> (RuleKind, u32, Features, Members) {
    (rule.kind, rule.amount, features(rule), members(rule))
}

fn features_and_kind(rule: &Rule) -> (RuleKind, Features) {
    (rule.kind, features(rule))
}

fn members_and_kind(rule: &Rule) -> (RuleKind, Members) {
    (rule.kind, members(rule))
}

fn changed_rule(old: &RulesFile, new: &RulesFile, from: usize, to: usize) -> Change {
    let had = old.set.rules.get(from).map(members).unwrap_or_default();
    let has = new.set.rules.get(to).map(members).unwrap_or_default();
    Change::Changed {
        from: line(old, from),
        to: line(new, to),
        before: name(old, from),
        after: name(new, to),
        gained: has.difference(&had).cloned().collect(),
        lost: had.difference(&has).cloned().collect(),
    }
}

fn moved_rule(old: &RulesFile, new: &RulesFile, from: usize, to: usize) -> Change {
    Change::Moved { from: line(old, from), to: line(new, to), text: name(new, to) }
}

fn line(file: &RulesFile, at: usize) -> u32 {
    file.set.rules.get(at).map_or(0, |rule| rule.line)
}

fn name(file: &RulesFile, at: usize) -> String {
    file.names.get(at).cloned().unwrap_or_default()
}

/// The most pairs whose first numbers rise as their second do: those rules kept their order
/// (longest increasing subsequence by patience sorting). The second numbers rise already.
fn longest_rising(pairs: &[(usize, usize)]) -> BTreeSet<(usize, usize)> {
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    let first = |at: usize| pairs.get(at).map_or(0, |pair| pair.0);
    for (at, pair) in pairs.iter().enumerate() {
        let pile = piles.partition_point(|top| first(*top) < pair.0);
        before.push(pile.checked_sub(1).and_then(|left| piles.get(left)).copied());
        match piles.get_mut(pile) {
            Some(top) => *top = at,
            None => piles.push(at),
        }
    }
    let mut kept = BTreeSet::new();
    let mut next = piles.last().copied();
    while let Some(at) = next {
        kept.extend(pairs.get(at).copied());
        next = before.get(at).copied().flatten();
    }
    kept
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy { key, before, after } => write!(f, "policy: {key}: {before}, now {after}"),
            Self::Removed { line, text } => write!(f, "removed: line {line}: {text}"),
            Self::Added { line, text } => write!(f, "added: line {line}: {text}"),
            Self::Moved { from, to, text } => write!(f, "moved: line {from}, now {to}: {text}"),
            Self::Changed { from, to, before, after, gained, lost } => {
                write!(f, "changed: line {from}, now {to}: {before}")?;
                if before != after {
                    write!(f, "; now {after}")?;
                }
                for (what, names) in [("gained", gained), ("lost", lost)] {
                    if !names.is_empty() {
                        write!(f, "; {what} {}", listed(names))?;
                    }
                }
                Ok(())
            }
        }
    }
}

fn listed(names: &[String]) -> String {
    let mut text = names.iter().take(LISTED_MAX).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > LISTED_MAX {
        text.push_str(&format!(" and {} more", names.len() - LISTED_MAX));
    }
    text
}
