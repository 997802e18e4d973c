//! Every licensing rule that this version claims to keep is named by the code that decides it and by a
//! test that would fail without it. The list of rules is in `xtask/src/rules/list.rs`.

use crate::finding::Finding;
use crate::rules::{LIST, Mentions, mentions};
use crate::tree::Tree;

const RULE: &str = "rule_tests";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in &LIST {
        let Mentions { code, tests } = mentions(tree, rule.id);
        for (what, places) in [("code that decides", code), ("test of", tests)] {
            if places.is_empty() {
                let text = format!("no {what} {} names it ({})", rule.id, rule.title);
                findings.push(Finding::file(RULE, "crates", text));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_rule_needs_code_and_test() {
        let everything: String = LIST.iter().map(|rule| format!("// {}\n", rule.id)).collect();
        let all_but_one = everything.replace("// UPG-03\n", "");
        let tree = Tree::of(&[("crates/x/src/a.rs", &everything), ("crates/x/tests/it/a.rs", &all_but_one)]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.text).collect();
        assert_eq!(found, ["no test of UPG-03 names it (at midnight upgrades start and stop by themselves)"]);
    }
}
