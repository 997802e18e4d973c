//! Every dependency of the workspace has a row in `docs/dependencies.md`, and every row a dependency:
//! what we rely on is chosen and not slipped in.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::manifest::workspace_dependencies;
use crate::tree::Tree;

const RULE: &str = "dependency_notes";
const NOTES: &str = "docs/dependencies.md";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let used = workspace_dependencies(tree);
    let noted = noted(tree.text(NOTES));
    let silent = used.difference(&noted);
    let stale = noted.difference(&used);
    let missing =
        silent.map(|name| Finding::file(RULE, "Cargo.toml", format!("{name} has no row in {NOTES}")));
    let extra = stale.map(|name| Finding::file(RULE, NOTES, format!("{name} is no dependency")));
    missing.chain(extra).collect()
}

/// The names in the first column: rows that open with a name in code style.
fn noted(text: &str) -> BTreeSet<String> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.filter_map(|row| row.split('|').next());
    cells
        .flat_map(|cell| cell.split('`').map(str::trim))
        .filter(|name| !name.is_empty() && *name != ",")
        .map(String::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_dependencies_match_one_to_one() {
        let root =
            "[workspace.dependencies]\na1 = \"1\"\nb1 = \"1\"\nc1 = \"1\"\nlictor-types = { path = \"x\" }\n";
        let notes = "| crate | need |\n|---|---|\n| `a1`, `b1` | `x` |\n| `d1` | y |\n";
        let tree = Tree::of(&[("Cargo.toml", root), (NOTES, notes)]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.text).collect();
        assert_eq!(found, ["c1 has no row in docs/dependencies.md", "d1 is no dependency"]);
    }
}
