//! A rule as a sentence, for people.

use lictor_engine::{FeaturePattern, Rule};
use lictor_types::RuleKind;

use super::{action, member, pattern};

/// Members and features that a sentence lists.
const LISTED_MAX: usize = 3;

/// What a rule of the ledger's says; groups are resolved in it, so it lists their members.
///
/// [`super::RulesFile::describe`] knows the groups.
#[must_use]
pub fn describe(rule: &Rule) -> String {
    let members = rule.members.iter().map(member::words);
    sentence(rule.kind, rule.amount, members, &rule.features)
}

/// What a rule says.
pub(super) fn sentence(
    kind: RuleKind,
    amount: u32,
    members: impl ExactSizeIterator<Item = String>,
    features: &[FeaturePattern],
) -> String {
    let (begin, end) = action::words(kind, amount);
    let members = if members.len() == 0 { "nobody".to_owned() } else { listed(members) };
    let all = features.is_empty() || features.iter().any(|f| f.vendor.is_none() && f.name == "*");
    let features = if all { "every feature".to_owned() } else { listed(features.iter().map(pattern::text)) };
    format!("{begin} {members} {end} {features}")
}

fn listed(items: impl ExactSizeIterator<Item = String>) -> String {
    let count = items.len();
    let shown: Vec<String> = items.take(if count == LISTED_MAX + 1 { count } else { LISTED_MAX }).collect();
    match (count - shown.len(), shown.split_last()) {
        (0, Some((last, []))) => last.clone(),
        (0, Some((last, first))) => format!("{} and {last}", first.join(", ")),
        (more, _) => format!("{} and {more} more", shown.join(", ")),
    }
}
