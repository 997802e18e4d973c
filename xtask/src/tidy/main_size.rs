//! A program's `main` file has at most 60 lines: it reads its arguments, calls `run` and turns the
//! outcome into an exit code. What more it did could not be tested.

use crate::finding::Finding;
use crate::tree::Tree;

const RULE: &str = "main_size";
const LINES_MAX: usize = 60;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let programs = tree.sources().iter().filter(|source| {
        let path = &source.path;
        let product = path.starts_with("crates/") || path.starts_with("xtask/");
        let alone = path.split_once("/src/bin/").is_some_and(|(_, name)| !name.contains('/'));
        product && (path.ends_with("/main.rs") && !source.is_test_file() || alone)
    });
    let long = programs.filter(|source| source.code_lines() > LINES_MAX);
    long.map(|source| {
        let text = format!("{} lines, the limit is {LINES_MAX}", source.code_lines());
        Finding::file(RULE, &source.path, text)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_short_and_examples_are_free() {
        let long = "\n".repeat(LINES_MAX + 1);
        let tree = Tree::of(&[
            ("crates/x/src/main.rs", &long),
            ("crates/x/src/bin/y.rs", "fn main() {}"),
            ("crates/x/src/bin/w/main.rs", &long),
            ("crates/x/src/bin/w/part.rs", &long),
            ("crates/x/tests/it/main.rs", &long),
            ("examples/src/bin/z.rs", &long),
        ]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "crates/x/src/main.rs: 61 lines, the limit is 60 [main_size]",
                "crates/x/src/bin/w/main.rs: 61 lines, the limit is 60 [main_size]",
            ]
        );
    }
}
