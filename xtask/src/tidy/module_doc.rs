//! Every Rust file opens with `//!`: one sentence tells whether it is the file one looks for.

use crate::finding::Finding;
use crate::tree::Tree;

const RULE: &str = "module_doc";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let silent = tree.sources().iter().filter(|source| !source.text.starts_with("//! "));
    silent
        .map(|source| Finding::line(RULE, &source.path, 1, "open the file with `//! ` and a sentence"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_opening_sentence_is_a_finding() {
        let tree = Tree::of(&[("src/a.rs", "//! Words.\n"), ("src/b.rs", "// Words.\n"), ("src/c.rs", "")]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["src/b.rs", "src/c.rs"]);
    }
}
