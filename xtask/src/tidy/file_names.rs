//! A file is named after the noun it holds. `util` and its like say nothing, and so attract everything;
//! `mod.rs` hides a module's name from every tool that shows file names.

use crate::finding::Finding;
use crate::tree::Tree;

const RULE: &str = "file_names";
const BANNED: [&str; 7] = ["util", "utils", "helper", "helpers", "common", "misc", "mod"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let files = tree.files().iter().filter(|file| file.path.ends_with(".rs"));
    let named = files.filter(|file| {
        let parts = file.path.split('/').map(|part| part.trim_end_matches(".rs"));
        parts.into_iter().any(|part| BANNED.contains(&part))
    });
    named.map(|file| Finding::file(RULE, &file.path, "name it after the noun it holds")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_nothing_are_refused() {
        let bad = ["crates/x/src/util.rs", "crates/x/src/common/a.rs", "crates/x/tests/it/mod.rs"];
        let tree = Tree::of(&[(bad[0], ""), (bad[1], ""), (bad[2], ""), ("crates/x/src/model.rs", "")]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, bad);
    }
}
