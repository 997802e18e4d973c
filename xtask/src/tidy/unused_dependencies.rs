//! No dependency without a use: each one costs build time and trust. Reads names only, so a
//! dependency that is needed for its features alone is listed here with its reason.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::manifest::{Manifest, manifests, workspace_dependencies};
use crate::tree::Tree;

const RULE: &str = "unused_dependencies";

/// Packages that are named by no code: (package, dependency).
const NAMELESS: [(&str, &str); 0] = [];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let all = manifests(tree);
    let mut findings: Vec<Finding> = all.iter().flat_map(|manifest| unused(tree, manifest)).collect();
    let used: BTreeSet<&String> = all
        .iter()
        .flat_map(|manifest| manifest.dependencies.iter().chain(&manifest.dev_dependencies))
        .collect();
    let idle = workspace_dependencies(tree).into_iter().filter(|name| !used.contains(name));
    findings.extend(idle.map(|name| Finding::file(RULE, "Cargo.toml", format!("no package uses {name}"))));
    findings
}

fn unused(tree: &Tree, manifest: &Manifest) -> Vec<Finding> {
    let own = tree.sources().iter().filter(|source| {
        let inner = source.path.strip_prefix(&manifest.folder);
        // `fuzz/` holds a package of its own below it.
        inner.is_some_and(|inner| manifest.path != "fuzz/Cargo.toml" || !inner.starts_with("smoke/"))
    });
    let code: Vec<&str> = own.map(|source| source.code.as_str()).collect();
    let all = manifest.dependencies.iter().chain(&manifest.dev_dependencies);
    let idle = all.filter(|dependency| {
        let word = dependency.replace('-', "_");
        let listed = NAMELESS.contains(&(manifest.name.as_str(), dependency.as_str()));
        !listed && !code.iter().any(|code| names(code, &word))
    });
    idle.map(|name| Finding::file(RULE, &manifest.path, format!("nothing in {} names {name}", manifest.name)))
        .collect()
}

/// Whether the code holds the word as a path's head.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !part(before) && !part(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_code_names_is_a_finding() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nquick-xml = \"1\"\nhex = \"1\"\n";
        let root = "[workspace.dependencies]\nquick-xml = \"1\"\nhex = \"1\"\nbytes = \"1\"\n";
        let code = "//! hex is only named here.\nuse quick_xml::Reader;\nfn hexes() {}\n";
        let tree = Tree::of(&[("Cargo.toml", root), ("a/Cargo.toml", manifest), ("a/src/lib.rs", code)]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "a/Cargo.toml: nothing in a names hex [unused_dependencies]",
                "Cargo.toml: no package uses bytes [unused_dependencies]",
            ]
        );
    }
}
