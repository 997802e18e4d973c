//! Inline tests have at most 250 lines a file; beyond that they hide the code and move to a sibling
//! `foo/tests.rs`.

use crate::finding::Finding;
use crate::tree::Tree;

const RULE: &str = "inline_tests";
const LINES_MAX: usize = 250;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let long = tree.sources().iter().filter(|source| source.test_lines() > LINES_MAX);
    long.map(|source| {
        let text = format!("{} lines of inline tests, the limit is {LINES_MAX}", source.test_lines());
        Finding::file(RULE, &source.path, text)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_inline_tests_are_a_finding() {
        let of = |lines: usize| format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(lines - 3));
        let tree = Tree::of(&[("src/a.rs", &of(LINES_MAX)), ("src/b.rs", &of(LINES_MAX + 1))]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["src/b.rs: 251 lines of inline tests, the limit is 250 [inline_tests]"]);
    }
}
