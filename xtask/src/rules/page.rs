//! The text of `docs/rules.md`.

use std::fmt::Write as _;

use crate::rules::{LIST, Rule, mentions};
use crate::tree::Tree;

const HEAD: &str = "\
# Rules and where they live

Made from the code by `cargo xtask rules`; do not edit. Every licensing rule has an id, and the id stands
in the code that decides it and in the tests that would fail without it.
";

/// The whole document.
pub(crate) fn page(tree: &Tree) -> String {
    let mut out = HEAD.to_owned();
    let mut section = "";
    for rule in &LIST {
        if rule.section != section {
            section = rule.section;
            let _ =
                write!(out, "\n## {section}\n\n| id | rule | decided in | tested in |\n|---|---|---|---|\n");
        }
        row(&mut out, tree, rule);
    }
    out
}

fn row(out: &mut String, tree: &Tree, rule: &Rule) {
    let found = mentions(tree, rule.id);
    let (code, tests) = (places(&found.code), places(&found.tests));
    let _ = writeln!(out, "| {} | {} | {code} | {tests} |", rule.id, rule.title);
}

/// Paths as a list in code style, shortened by what every path has.
fn places(paths: &[String]) -> String {
    let short = paths.iter().map(|path| path.trim_start_matches("crates/lictor-"));
    short.map(|path| format!("`{path}`")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_its_places() {
        let tree = Tree::of(&[
            ("crates/lictor-engine/src/pool.rs", "//! UPG-01.\n"),
            ("crates/lictor-engine/tests/it/upgrade.rs", "fn upg_01_sum() {}\n"),
        ]);
        let row = "| UPG-01 | the seats of a day are the exclusive's plus those of its upgrades valid that day \
                   | `engine/src/pool.rs` | `engine/tests/it/upgrade.rs` |\n";
        assert!(page(&tree).contains(row), "{}", page(&tree));
    }
}
