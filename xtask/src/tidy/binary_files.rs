//! No large files and no binary ones: a clone stays small and every line can be reviewed. What must
//! be binary (bytes that tests read) is listed in `xtask/allow/binary_files`.

use crate::finding::Finding;
use crate::tree::Tree;

const RULE: &str = "binary_files";
const LIST: &str = "xtask/allow/binary_files";
const BYTES_MAX: usize = 256 * 1024;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let lines = tree.text(LIST).lines().map(str::trim);
    let allowed: Vec<&str> = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut findings = Vec::new();
    for file in tree.files() {
        let problem = if file.bytes.len() > BYTES_MAX {
            Some(format!("{} bytes, the limit is {BYTES_MAX}", file.bytes.len()))
        } else if file.bytes.contains(&0) {
            Some("is binary (holds a zero byte)".to_owned())
        } else {
            None
        };
        let listed = allowed.contains(&file.path.as_str());
        match problem {
            Some(text) if !listed => findings.push(Finding::file(RULE, &file.path, text)),
            None if listed => findings.push(Finding::file(RULE, LIST, format!("{} is neither", file.path))),
            Some(_) | None => {}
        }
    }
    let gone = allowed.iter().filter(|path| tree.file(path).is_none());
    findings.extend(gone.map(|path| Finding::file(RULE, LIST, format!("{path} is not there any more"))));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(tree: &Tree) -> Vec<String> {
        check(tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn large_and_binary_files_need_an_entry() {
        let large = "x".repeat(BYTES_MAX + 1);
        let tree = Tree::of(&[("a", "x"), ("b", "\0"), ("c", &large), ("d", "\0"), (LIST, "# why\nd\n")]);
        assert_eq!(
            texts(&tree),
            [
                "b: is binary (holds a zero byte) [binary_files]",
                "c: 262145 bytes, the limit is 262144 [binary_files]",
            ]
        );
    }

    #[test]
    fn an_entry_without_need_is_a_finding() {
        let tree = Tree::of(&[("a", "x"), (LIST, "a\nb\n")]);
        assert_eq!(
            texts(&tree),
            [
                "xtask/allow/binary_files: a is neither [binary_files]",
                "xtask/allow/binary_files: b is not there any more [binary_files]",
            ]
        );
    }
}
