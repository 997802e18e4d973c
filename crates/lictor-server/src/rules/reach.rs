//! Rules that can never decide anything.

use std::collections::BTreeMap;

use lictor_engine::{Member, Rule};
use lictor_types::RuleKind;

use super::action::Family;
use super::document::Document;
use super::faults::Faults;
use super::member::covers_member;
use super::pattern::covers_feature;
use super::work::Work;

/// Warns of rules all of whose members and features an earlier rule of the family decides (RUL-01:
/// first match per kind), and of rules that allow what nothing denies. Says nothing where two rules
/// together hide a third, nor after more work than a file is worth.
pub(super) fn check(document: &Document, rules: &[Rule], faults: &mut Faults<'_>) {
    let mut work = Work::new();
    let mut families: BTreeMap<Family, Vec<&Rule>> = BTreeMap::new();
    for (rule, entry) in rules.iter().zip(&document.rules) {
        if work.is_done() {
            break;
        }
        let earlier = families.entry(Family::of(rule.kind)).or_default();
        if let Some(first) = earlier.iter().find(|first| hides(first, rule, &mut work)) {
            let text = format!(
                "never reached: `{}` in line {} decides for all its members and features",
                first.kind.name(),
                first.line
            );
            let hint = "the first match decides: put the narrower rule first".to_owned();
            faults.warning(entry.at, text, Some(hint));
        } else {
            earlier.push(rule);
        }
    }
    warn_of_idle_permissions(document, rules, faults);
}

fn warn_of_idle_permissions(document: &Document, rules: &[Rule], faults: &mut Faults<'_>) {
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

fn hides(first: &Rule, later: &Rule, work: &mut Work) -> bool {
    covers_features(first, later, work) && covers_members(&first.members, &later.members, work)
}

fn covers_features(first: &Rule, later: &Rule, work: &mut Work) -> bool {
    let named = !later.features.is_empty();
    first.features.is_empty()
        || named
            && later.features.iter().all(|narrow| {
                first
                    .features
                    .iter()
                    .any(|wide| work.spend(&wide.name, &narrow.name) && covers_feature(wide, narrow))
            })
}

/// Rules often have the same group: its members need no comparing one by one.
fn covers_members(first: &[Member], later: &[Member], work: &mut Work) -> bool {
    let covered = |narrow: &Member, work: &mut Work| {
        first.iter().any(|wide| may_compare(wide, narrow, work) && covers_member(wide, narrow))
    };
    !later.is_empty() && (first == later || later.iter().all(|narrow| covered(narrow, work)))
}

fn may_compare(wide: &Member, narrow: &Member, work: &mut Work) -> bool {
    let mut pairs = names(wide).into_iter().zip(names(narrow));
    pairs.all(|(pattern, text)| work.spend(pattern, text))
}

/// The names that a comparison of members looks at.
fn names(member: &Member) -> [&str; 2] {
    match member {
        Member::User(name) | Member::Project(name) => [name, ""],
        Member::Host(name) => ["", name],
        Member::UserAt { user, host } => [user, host],
        Member::Anyone | Member::Network { .. } => ["", ""],
    }
}
