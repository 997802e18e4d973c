//! Documents that are made from the programs themselves, so that they cannot say something else:
//! manual pages, completions, the example configuration, the description of the REST interface, the
//! table of rules.

mod programs;

use std::collections::BTreeMap;
use std::path::Path;

use crate::command::{Failure, Report};
use crate::rules;
use crate::tree::Tree;

/// Folders that hold generated files and nothing else.
const FOLDERS: [&str; 2] = ["docs/completions/", "docs/man/"];

/// Content by path.
type Made = BTreeMap<String, Vec<u8>>;

/// Writes every generated document and removes those that are not made any more.
pub(crate) fn write(root: &Path) -> Result<Report, Failure> {
    let tree = Tree::load(root)?;
    let made = make(root, &tree)?;
    let mut text = String::new();
    for (path, content) in &made {
        if tree.file(path).is_none_or(|file| file.bytes != *content) {
            let full = root.join(path);
            if let Some(folder) = full.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(full, content)?;
            text.push_str(&format!("wrote {path}\n"));
        }
    }
    for path in left_over(&tree, &made) {
        std::fs::remove_file(root.join(path))?;
        text.push_str(&format!("removed {path}\n"));
    }
    programs::sign_demo_licenses(root)?;
    Ok(Report { text, failed: false })
}

/// Says which generated documents are not current.
pub(crate) fn check(root: &Path) -> Result<Report, Failure> {
    let tree = Tree::load(root)?;
    let made = make(root, &tree)?;
    let mut report = Report::default();
    for (path, content) in &made {
        match tree.file(path) {
            Some(file) if file.bytes == *content => {}
            Some(_) => report.text.push_str(&format!("{path} is not current\n")),
            None => report.text.push_str(&format!("{path} is missing\n")),
        }
    }
    let left_over = left_over(&tree, &made).map(|path| format!("{path} is not made any more\n"));
    report.text.extend(left_over);
    report.failed = !report.text.is_empty();
    let verdict =
        if report.failed { "hint: cargo xtask generate\n" } else { "generated files are current\n" };
    report.text.push_str(verdict);
    Ok(report)
}

fn make(root: &Path, tree: &Tree) -> Result<Made, Failure> {
    let mut made = programs::documents(root)?;
    made.insert(rules::PAGE.to_owned(), rules::page(tree).into_bytes());
    Ok(made)
}

/// Files in the folders of generated files that nothing makes.
fn left_over<'a>(tree: &'a Tree, made: &Made) -> impl Iterator<Item = &'a str> {
    let paths = tree.files().iter().map(|file| file.path.as_str());
    paths.filter(|path| FOLDERS.iter().any(|folder| path.starts_with(folder)) && !made.contains_key(*path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_makes_is_left_over() {
        let tree = Tree::of(&[("docs/man/a.1", ""), ("docs/man/b.1", ""), ("docs/a.md", "")]);
        let made = Made::from([("docs/man/a.1".to_owned(), Vec::new())]);
        assert_eq!(left_over(&tree, &made).collect::<Vec<_>>(), ["docs/man/b.1"]);
    }
}
