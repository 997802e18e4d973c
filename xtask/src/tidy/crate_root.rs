//! `lib.rs` holds the crate's doc, its modules and its re-exports, and no function body: whoever opens
//! it sees what the crate is, not a part of how.

use crate::finding::Finding;
use crate::tree::Tree;

const RULE: &str = "crate_root";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let roots = tree.sources().iter().filter(|source| source.path.ends_with("src/lib.rs"));
    let functions = roots.flat_map(|source| source.functions.iter().map(move |function| (source, function)));
    functions
        .filter(|(source, function)| !source.is_test_line(function.line))
        .map(|(source, function)| {
            let text = format!("fn {} has a body: give it a module", function.name);
            Finding::line(RULE, &source.path, function.line, text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_in_lib_rs_is_a_finding() {
        let text = "//! Doc.\nmod a;\nfn b() {}\n#[cfg(test)]\nmod tests { fn c() {} }\n";
        let tree = Tree::of(&[("crates/x/src/lib.rs", text), ("crates/x/src/a.rs", "fn d() {}")]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["crates/x/src/lib.rs:3: fn b has a body: give it a module [crate_root]"]);
    }
}
