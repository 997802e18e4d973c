//! Every relative link of a document leads somewhere, and `docs/SUMMARY.md` lists every chapter: a
//! dead link or a page nobody can reach is found here and not by a reader.

use crate::finding::Finding;
use crate::tree::{File, Tree};

const RULE: &str = "book_links";
const SUMMARY: &str = "docs/SUMMARY.md";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let documents: Vec<&File> = tree.files().iter().filter(|file| file.path.ends_with(".md")).collect();
    let mut findings: Vec<Finding> = documents.iter().flat_map(|file| dead_links(tree, file)).collect();
    if let Some(summary) = tree.file(SUMMARY) {
        let listed: Vec<String> =
            links(summary.text().unwrap_or_default()).map(|(_, link)| resolve(SUMMARY, link)).collect();
        let chapters = documents.iter().filter(|file| file.path.starts_with("docs/") && file.path != SUMMARY);
        let missing = chapters.filter(|file| !listed.contains(&file.path));
        findings.extend(missing.map(|file| Finding::file(RULE, &file.path, "is not in docs/SUMMARY.md")));
    }
    findings
}

fn dead_links(tree: &Tree, file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, link) in links(file.text().unwrap_or_default()) {
        let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
        let path = if target.is_empty() { file.path.clone() } else { resolve(&file.path, target) };
        let folder = format!("{}/", path.trim_end_matches('/'));
        let found = tree.file(&path);
        if found.is_none() && !tree.files().iter().any(|other| other.path.starts_with(&folder)) {
            findings.push(Finding::line(
                RULE,
                &file.path,
                line,
                format!("link to {path}, which is not there"),
            ));
        } else if let Some(text) = found.and_then(File::text)
            && path.ends_with(".md")
            && !anchor.is_empty()
            && !headings(text).any(|heading| heading == anchor)
        {
            findings.push(Finding::line(RULE, &file.path, line, format!("{path} has no heading #{anchor}")));
        }
    }
    findings
}

/// Relative links as (line, target). Code is skipped.
fn links(text: &str) -> impl Iterator<Item = (usize, &str)> {
    prose(text).flat_map(|(number, line)| {
        let outside_code = line.split('`').step_by(2);
        let targets = outside_code.flat_map(|part| part.split("](").skip(1));
        targets
            .filter_map(|rest| rest.split(')').next())
            .filter(|target| !target.contains(':') && !target.contains(' '))
            .map(move |target| (number, target))
    })
}

/// The anchors of a document's headings.
fn headings(text: &str) -> impl Iterator<Item = String> {
    let titles = prose(text).map(|(_, line)| line).filter(|line| line.starts_with('#'));
    titles.map(|title| {
        let kept = title
            .trim_start_matches('#')
            .trim()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
    })
}

/// Lines outside fenced code, with their numbers.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        (!fenced && !fence).then_some((index + 1, line))
    })
}

/// The path a link in `from` leads to.
fn resolve(from: &str, link: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_must_lead_to_a_file_a_folder_or_a_heading() {
        let page = "\
# One page
[ok](b.md) [folder](../src) [anchor](#one-page) [there](b.md#two-words)
[web](https://example.org) `[code](x.md)`
```
[fenced](y.md)
```
[dead](c.md) [lost](b.md#three)
";
        let tree = Tree::of(&[
            ("docs/SUMMARY.md", "[a](a.md) [b](b.md)"),
            ("docs/a.md", page),
            ("docs/b.md", "## Two `words`\n"),
            ("src/x.rs", ""),
        ]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "docs/a.md:7: link to docs/c.md, which is not there [book_links]",
                "docs/a.md:7: docs/b.md has no heading #three [book_links]",
            ]
        );
    }

    #[test]
    fn every_chapter_is_in_the_summary() {
        let tree = Tree::of(&[(SUMMARY, "[a](a.md)"), ("docs/a.md", ""), ("docs/decisions/b.md", "")]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["docs/decisions/b.md: is not in docs/SUMMARY.md [book_links]"]);
    }
}
