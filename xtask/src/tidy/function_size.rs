//! A function has at most 70 lines: what does not fit one screen is not understood at one look. Tests
//! are tables and may be longer.

use crate::finding::Finding;
use crate::tidy::allowed::Allowed;
use crate::tree::Tree;

const RULE: &str = "function_size";
const LINES_MAX: usize = 70;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut allowed = Allowed::read(tree, "xtask/allow/function_size", RULE);
    for source in tree.sources() {
        for function in source.functions.iter().filter(|function| !source.is_test_line(function.line)) {
            let name = format!("{}::{}", source.path, function.name);
            allowed.judge(&source.path, function.line, &name, function.lines, LINES_MAX);
        }
    }
    allowed.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seventy_lines_fit_and_one_more_does_not() {
        let fits = format!("fn a() {{\n{}}}\n", "    x();\n".repeat(LINES_MAX - 2));
        let over = format!("fn b() {{\n{}}}\n", "    x();\n".repeat(LINES_MAX - 1));
        let text = format!("{fits}{over}");
        let tree = Tree::of(&[("src/a.rs", &text), ("x/tests/it/c.rs", &over)]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["src/a.rs:71: 71 lines, the limit is 70: split it by noun [function_size]"]);
    }
}
