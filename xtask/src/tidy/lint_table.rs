//! Every package takes the lints of the workspace: a crate without them is a place where the house
//! rules silently end.

use crate::finding::Finding;
use crate::manifest::manifests;
use crate::tree::Tree;

const RULE: &str = "lint_table";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let all = manifests(tree);
    // `fuzz/` is a workspace of its own, made of macros that these lints do not fit.
    let without = all.iter().filter(|manifest| !manifest.takes_lints && manifest.path != "fuzz/Cargo.toml");
    without.map(|manifest| Finding::file(RULE, &manifest.path, "say `[lints] workspace = true`")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_without_the_lints_is_a_finding() {
        let tree = Tree::of(&[
            ("a/Cargo.toml", "[package]\nname = \"a\"\n[lints]\nworkspace = true\n"),
            ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["b/Cargo.toml"]);
    }
}
