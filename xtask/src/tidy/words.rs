//! Words that no file of the repository holds: paths of one machine, names of package hosts, notes to
//! oneself. Each would be wrong for the next reader. They are written in two halves here, so that this
//! file passes its own rule.

use crate::finding::Finding;
use crate::tree::Tree;

const RULE: &str = "words";

/// (word, what to do instead).
const BANNED: [(&str, &str); 13] = [
    (concat!("TO", "DO"), "do it, or open an issue"),
    (concat!("FIX", "ME"), "fix it, or open an issue"),
    (concat!("XX", "X"), "say what is meant"),
    (concat!("/wo", "rk/"), "use a path from the top of the repository"),
    (concat!("/Use", "rs/"), "use a path that is not of one machine"),
    (concat!("/root", "/"), "use a path that is not of one machine"),
    (concat!("crates", ".io"), "name the package, not where it was fetched"),
    (concat!("docs", ".rs/"), "name the package, not where it was fetched"),
    (concat!("pypi", ".org"), "name the package, not where it was fetched"),
    (concat!("npm", "js"), "name the package, not where it was fetched"),
    (concat!("language", " model"), "write about the product"),
    (concat!("chat", "bot"), "write about the product"),
    (concat!("Co-Auth", "ored-By"), "write about the product"),
];

/// Written by cargo, which names the registry in it.
const EXEMPT: &str = "Cargo.lock";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| file.name() != EXEMPT) {
        for (index, line) in file.text().unwrap_or_default().lines().enumerate() {
            for (word, instead) in BANNED.iter().filter(|(word, _)| holds(line, word)) {
                findings.push(Finding::line(RULE, &file.path, index + 1, format!("{word}: {instead}")));
            }
        }
    }
    findings
}

/// Whether the word stands there by itself and not as a part of a longer one.
fn holds(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let joins = |c: Option<char>, edge: Option<char>| {
            edge.is_some_and(char::is_alphanumeric) && c.is_some_and(|c| c.is_alphanumeric() || c == '_')
        };
        !joins(before, word.chars().next()) && !joins(after, word.chars().next_back())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_found_and_parts_are_not() {
        let text = concat!("a\n// TO", "DO: later\nlet to_do = 1;\nXX", "XX\n");
        let tree = Tree::of(&[("a.rs", text), ("Cargo.lock", concat!("crates", ".io\n"))]);
        let found: Vec<usize> = check(&tree).into_iter().map(|finding| finding.line).collect();
        assert_eq!(found, [2]);
    }

    #[test]
    fn a_machine_path_is_found() {
        let tree = Tree::of(&[("a.md", concat!("see /wo", "rk/x\nnet/wo", "rk/y\n"))]);
        let found: Vec<usize> = check(&tree).into_iter().map(|finding| finding.line).collect();
        assert_eq!(found, [1, 2]);
    }
}
