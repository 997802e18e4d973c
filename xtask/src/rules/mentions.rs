//! Where a rule is named.

use crate::tree::Tree;

/// The files that name a rule.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    /// Files whose code (its comments) names it.
    pub(crate) code: Vec<String>,
    /// Files in which a test names it, in a comment or as the head of its name.
    pub(crate) tests: Vec<String>,
}

/// Looks for a rule's id in every crate and every example.
pub(crate) fn mentions(tree: &Tree, id: &str) -> Mentions {
    let head = format!("fn {}_", id.to_ascii_lowercase().replace('-', "_"));
    let mut mentions = Mentions::default();
    for source in tree.sources().iter().filter(|source| !source.path.starts_with("xtask/")) {
        let (mut code, mut tests) = (false, false);
        for (index, line) in source.text.lines().enumerate() {
            if names(line, id) || line.contains(&head) {
                let test = source.is_test_line(index + 1);
                tests |= test;
                code |= !test;
            }
        }
        if code {
            mentions.code.push(source.path.clone());
        }
        if tests {
            mentions.tests.push(source.path.clone());
        }
    }
    mentions
}

/// Whether the line holds the whole id; a range such as `UPG-05…07` names only its ends.
fn names(line: &str, id: &str) -> bool {
    line.match_indices(id).any(|(at, _)| !line[at + id.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_tests_are_told_apart() {
        let text = "\
//! Doc.
/// UPG-03 is decided here.
fn a() {}
#[cfg(test)]
mod tests {
    fn upg_04_b() {}
}
";
        let tree = Tree::of(&[("crates/x/src/a.rs", text), ("crates/x/tests/it/b.rs", "/// UPG-03: c.\n")]);
        let here = |code: &[&str], tests: &[&str]| Mentions {
            code: code.iter().map(ToString::to_string).collect(),
            tests: tests.iter().map(ToString::to_string).collect(),
        };
        assert_eq!(mentions(&tree, "UPG-03"), here(&["crates/x/src/a.rs"], &["crates/x/tests/it/b.rs"]));
        assert_eq!(mentions(&tree, "UPG-04"), here(&[], &["crates/x/src/a.rs"]));
        assert_eq!(mentions(&tree, "UPG-0"), here(&[], &[]));
    }
}
