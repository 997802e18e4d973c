//! The guides name every setting, state and reason, and every call they show can be made.

use std::collections::BTreeSet;

use lictor_license::SETTINGS;
use lictor_types::{LicenseState, Reason};

const GUIDES: [&str; 6] =
    ["quick-start.md", "administrator.md", "developer.md", "vendor.md", "operations.md", "security.md"];

/// A guide; one that is not there says nothing.
fn text(guide: &str) -> String {
    std::fs::read_to_string(super::root().join("docs").join(guide)).unwrap_or_default()
}

/// Every word of a guide.
fn words(guide: &str) -> BTreeSet<String> {
    let text = text(guide);
    let split = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    split.filter(|word| !word.is_empty()).map(String::from).collect()
}

fn missing<'a>(guide: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let words = words(guide);
    names.into_iter().filter(|name| !words.contains(*name)).collect()
}

#[test]
fn the_vendors_guide_names_every_setting() {
    let names = SETTINGS.iter().map(|setting| setting.name);
    assert_eq!(missing("vendor.md", names), Vec::<&str>::new());
}

#[test]
fn the_administrators_guide_names_every_state_and_every_reason_of_rejection() {
    let states = LicenseState::ALL.map(LicenseState::name);
    assert_eq!(missing("administrator.md", states), Vec::<&str>::new());
    let reasons = Reason::ALL.map(Reason::code).into_iter().filter(|code| *code != "none");
    assert_eq!(missing("administrator.md", reasons), Vec::<&str>::new());
}

/// The words of a line of a console, as far as `lictor` gets them.
fn call(line: &str) -> Option<Vec<&str>> {
    let words = line.strip_prefix("$ ")?.split_whitespace();
    let words = words.take_while(|word| !matches!(*word, ">" | "<" | "|" | "&" | "#"));
    let words: Vec<&str> = words.collect();
    (words.first() == Some(&"lictor")).then_some(words)
}

#[test]
fn every_call_shown_in_the_guides_can_be_made() {
    let mut calls = 0;
    for guide in GUIDES {
        for line in text(guide).lines() {
            let Some(words) = call(line) else { continue };
            let parsed = lictor_cli::command().try_get_matches_from(words);
            assert_eq!(parsed.map(drop).map_err(|error| error.to_string()), Ok(()), "{guide}: {line}");
            calls += 1;
        }
    }
    assert!(calls > 20, "only {calls} calls were found");
}

#[test]
fn every_file_named_by_the_map_is_there() {
    let mut files = 0;
    for page in ["../ARCHITECTURE.md", "../CONTRIBUTING.md"] {
        let text = text(page);
        let names = text
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|name| name.contains("/src") || name.contains("/tests"));
        for name in names {
            let places =
                ["", "crates/", "crates/lictor-"].map(|start| super::root().join(format!("{start}{name}")));
            assert!(places.iter().any(|place| place.exists()), "{page} names {name}, which is not there");
            files += 1;
        }
    }
    assert!(files > 20, "only {files} files were found");
}
