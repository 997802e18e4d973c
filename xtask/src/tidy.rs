//! The house rules: one file a rule, each with its reason and its own test.

mod allowed;
mod binary_files;
mod book_links;
mod crate_root;
mod dependency_notes;
mod file_names;
mod file_size;
mod function_size;
mod ignored_tests;
mod inline_tests;
mod layers;
mod lint_table;
mod main_size;
mod module_doc;
mod purity;
mod rule_tests;
mod unused_dependencies;
mod words;

use crate::finding::Finding;
use crate::tree::Tree;

/// Every house rule.
const RULES: [fn(&Tree) -> Vec<Finding>; 17] = [
    binary_files::check,
    book_links::check,
    crate_root::check,
    dependency_notes::check,
    file_names::check,
    file_size::check,
    function_size::check,
    ignored_tests::check,
    inline_tests::check,
    layers::check,
    lint_table::check,
    main_size::check,
    module_doc::check,
    purity::check,
    rule_tests::check,
    unused_dependencies::check,
    words::check,
];

/// Checks every house rule; findings by file and line.
#[must_use]
pub fn tidy(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(tree)).collect();
    findings.sort();
    findings
}
