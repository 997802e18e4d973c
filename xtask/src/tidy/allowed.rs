//! Allow-lists that may only shrink: what stood before a limit was set, with the size it had.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::tree::Tree;

/// One allow-list: lines of a name and a number in a file under `xtask/allow/`.
pub(super) struct Allowed<'a> {
    path: &'static str,
    rule: &'static str,
    sizes: BTreeMap<&'a str, usize>,
    findings: Vec<Finding>,
}

impl<'a> Allowed<'a> {
    /// Reads the list; a line that is not a name and a number is a finding.
    pub(super) fn read(tree: &'a Tree, path: &'static str, rule: &'static str) -> Self {
        let mut list = Self { path, rule, sizes: BTreeMap::new(), findings: Vec::new() };
        for (index, line) in tree.text(path).lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let entry =
                line.rsplit_once(' ').and_then(|(name, size)| Some((name.trim(), size.parse().ok()?)));
            match entry {
                Some((name, size)) => drop(list.sizes.insert(name, size)),
                None => {
                    let text = "expected a name and a number";
                    list.findings.push(Finding::line(rule, path, index + 1, text));
                }
            }
        }
        list
    }

    /// Judges one thing: over the limit it must be listed with exactly its size, so that it cannot
    /// grow and a smaller size is written down; within the limit it must not be listed.
    pub(super) fn judge(&mut self, file: &str, line: usize, name: &str, size: usize, limit: usize) {
        let listed = self.sizes.remove(name);
        let text = match (size > limit, listed) {
            (false, None) => return,
            (true, Some(listed)) if listed == size => return,
            (true, None) => format!("{size} lines, the limit is {limit}: split it by noun"),
            (true, Some(listed)) if listed < size => format!("grew from {listed} to {size} lines"),
            (true, Some(_)) => format!("shrank to {size} lines: write that into {}", self.path),
            (false, Some(_)) => format!("is within the limit now: take it out of {}", self.path),
        };
        self.findings.push(Finding::line(self.rule, file, line, text));
    }

    /// All findings, with those about entries that name nothing.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        for name in self.sizes.keys() {
            let text = format!("{name} is not there any more: take it out");
            self.findings.push(Finding::file(self.rule, self.path, text));
        }
        self.findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(list: &str, name: &str, size: usize) -> Vec<String> {
        let tree = Tree::of(&[("xtask/allow/x", list)]);
        let mut allowed = Allowed::read(&tree, "xtask/allow/x", "x");
        allowed.judge("a.rs", 0, name, size, 10);
        allowed.finish().into_iter().map(|finding| finding.text).collect()
    }

    #[test]
    fn an_entry_may_shrink_and_go_but_not_grow_or_stay_for_nothing() {
        assert_eq!(judged("", "a", 10), Vec::<String>::new());
        assert_eq!(judged("# why\na 12\n", "a", 12), Vec::<String>::new());
        assert_eq!(judged("", "a", 11), ["11 lines, the limit is 10: split it by noun"]);
        assert_eq!(judged("a 12", "a", 13), ["grew from 12 to 13 lines"]);
        assert_eq!(judged("a 12", "a", 11), ["shrank to 11 lines: write that into xtask/allow/x"]);
        assert_eq!(judged("a 12", "a", 9), ["is within the limit now: take it out of xtask/allow/x"]);
        assert_eq!(judged("b 12", "a", 9), ["b is not there any more: take it out"]);
        assert_eq!(judged("nonsense", "a", 9), ["expected a name and a number"]);
    }
}
