//! Rules that can never decide anything.

use std::collections::BTreeMap;

use lictor_engine::{Member, Rule};
use lictor_types::RuleKind;

use super::action::Family;
use super::document::Document;
use super::faults::Faults;
use super::member::covers_member;
use super::pattern::covers_feature;

/// Comparisons made for one file; beyond it nothing more is warned of.
const COMPARISONS_MAX: usize = 5_000_000;

/// Warns of rules all of whose members and features an earlier rule of the family decides (RUL-01:
/// first match per kind), and of rules that allow what nothing denies. Says nothing where two rules
/// together hide a third.
pub(super) fn check(document: &Document, rules: &[Rule], faults: &mut Faults<'_>) {
    let mut left = COMPARISONS_MAX;
    let mut families: BTreeMap<Family, Vec<&Rule>> = BTreeMap::new();
    for (rule, entry) in rules.iter().zip(&document.rules) {
        let earlier = families.entry(Family::of(rule.kind)).or_default();
        if let Some(first) = earlier.iter().find(|first| hides(first, rule, &mut left)) {
            let text = format!(
                "never reached: `{}` in line {} decides for all its members and features",
                first.kind.name(),
                first.line
            );
            faults.warning(
                entry.at,
                text,
                Some("the first match decides: put the narrower rule first".into()),
            );
        } else {
            earlier.push(rule);
        }
    }
    for (allow, deny) in [(RuleKind::Allow, RuleKind::Deny), (RuleKind::BorrowAllow, RuleKind::BorrowDeny)] {
        let last = rules.iter().rposition(|rule| rule.kind == deny).unwrap_or_default();
        let idle = rules.iter().zip(&document.rules).skip(last);
        for (_, entry) in idle.filter(|(rule, _)| rule.kind == allow) {
            let text = format!("`{}` has no effect: no later rule denies", allow.name());
            let hint = format!("to admit only these, add a rule `{} = true` after it", deny.name());
            faults.warning(entry.at, text, Some(hint));
        }
    }
}

fn hides(first: &Rule, later: &Rule, left: &mut usize) -> bool {
    covers_features(first, later, left) && covers_members(&first.members, &later.members, left)
}

fn covers_features(first: &Rule, later: &Rule, left: &mut usize) -> bool {
    let named = !later.features.is_empty();
    first.features.is_empty()
        || named
            && later
                .features
                .iter()
                .all(|narrow| first.features.iter().any(|wide| spend(left) && covers_feature(wide, narrow)))
}

fn covers_members(first: &[Member], later: &[Member], left: &mut usize) -> bool {
    !later.is_empty()
        && later.iter().all(|narrow| first.iter().any(|wide| spend(left) && covers_member(wide, narrow)))
}

/// Whether one more comparison may be made.
fn spend(left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    *left > 0
}
