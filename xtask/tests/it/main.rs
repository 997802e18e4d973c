//! The house rules hold for the repository itself, and its guides name everything they promise to.

mod guides;

use std::path::Path;

use xtask::{Finding, Tree, tidy};

/// Top of the repository.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

#[test]
fn the_repository_is_tidy() {
    let findings: Vec<String> = tidy(&Tree::load(root()).unwrap()).iter().map(Finding::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
