//! A file has at most 500 lines besides its inline tests, and a file of tests at most 1000: a noun that
//! needs more is several nouns.

use crate::finding::Finding;
use crate::tidy::allowed::Allowed;
use crate::tree::Tree;

const RULE: &str = "file_size";
const LINES_MAX: usize = 500;
const TEST_LINES_MAX: usize = 1000;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut allowed = Allowed::read(tree, "xtask/allow/file_size", RULE);
    for source in tree.sources() {
        let limit = if source.is_test_file() { TEST_LINES_MAX } else { LINES_MAX };
        allowed.judge(&source.path, 0, &source.path, source.code_lines(), limit);
    }
    allowed.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_tests_do_not_count() {
        let code = "const A: u8 = 1;\n".repeat(LINES_MAX);
        let tests = "#[cfg(test)]\nmod tests {\n}\n";
        let fits = format!("{code}{tests}");
        let over = format!("{code}const B: u8 = 1;\n{tests}");
        let tree = Tree::of(&[("src/a.rs", &fits), ("src/b.rs", &over), ("x/tests/it/c.rs", &over)]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["src/b.rs: 501 lines, the limit is 500: split it by noun [file_size]"]);
    }
}
