//! What axe-core finds wrong for people with disabilities.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::Browser;

/// Fetched by `./test` and not kept in the repository.
const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/axe.min.js");

/// WCAG 2.2 up to level AA, and what goes beyond it by common consent.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const RUN: &str = "
const [tags, done] = arguments;
const node = ({html, failureSummary}) => ({html, summary: failureSummary});
const violation = ({id, impact, help, nodes}) => ({id, impact, help, nodes: nodes.map(node)});
axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
    .then(found => done(found.violations.map(violation)), error => done(String(error)));
";

/// A rule that the page breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule's name in axe-core, as `image-alt`.
    pub id: String,
    /// How bad it is: `minor`, `moderate`, `serious` or `critical`; empty where axe-core does not say.
    pub impact: String,
    /// What to do.
    pub help: String,
    /// Where.
    pub nodes: Vec<ViolationNode>,
}

/// An element that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViolationNode {
    /// Its markup.
    pub html: String,
    /// What is wrong with this one, as the ratio of contrast.
    pub summary: String,
}

/// Runs axe-core on the page that the browser shows.
///
/// # Panics
///
/// If axe-core is not there or fails.
#[track_caller]
pub(super) fn violations(browser: &Browser) -> Vec<Violation> {
    if browser.script("return !window.axe", &[]) == json!(true) {
        let source = fs::read_to_string(Path::new(SOURCE));
        let source = source.unwrap_or_else(|error| panic!("{SOURCE} (./test fetches it): {error}"));
        browser.script(&source, &[]);
    }
    let found = browser.script_async(RUN, &[json!(TAGS)]);
    let Value::Array(found) = &found else { panic!("axe-core failed: {found}") };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let node = |node: &Value| ViolationNode { html: text(&node["html"]), summary: text(&node["summary"]) };
    let violation = |found: &Value| Violation {
        id: text(&found["id"]),
        impact: text(&found["impact"]),
        help: text(&found["help"]),
        nodes: found["nodes"].as_array().into_iter().flatten().map(node).collect(),
    };
    found.iter().map(violation).collect()
}
