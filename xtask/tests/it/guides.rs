//! The guides name every setting, state, reason and exit code.

use std::collections::BTreeSet;

use lictor_license::SETTINGS;
use lictor_types::{LicenseState, Reason};

/// Everything in code style, and words in capitals, in a guide.
fn words(guide: &str) -> BTreeSet<String> {
    // A guide that is not there names nothing.
    let text = std::fs::read_to_string(super::root().join("docs").join(guide)).unwrap_or_default();
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
