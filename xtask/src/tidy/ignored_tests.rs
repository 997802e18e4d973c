//! An ignored test says why: without a reason nobody can tell when it may come back.

use crate::finding::Finding;
use crate::tree::Tree;

const RULE: &str = "ignored_tests";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources() {
        for (index, line) in source.code.lines().enumerate() {
            if line.contains("#[ignore]") {
                let text = "give a reason: #[ignore = \"…\"]";
                findings.push(Finding::line(RULE, &source.path, index + 1, text));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_asked_for_in_code_only() {
        let text = "// #[ignore]\n#[ignore = \"an hour long\"]\n#[ignore]\nfn a() {}\n";
        let tree = Tree::of(&[("src/a.rs", text)]);
        let found: Vec<usize> = check(&tree).into_iter().map(|finding| finding.line).collect();
        assert_eq!(found, [3]);
    }
}
