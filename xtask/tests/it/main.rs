//! The house rules hold for the repository itself.

use std::path::Path;

use xtask::{Finding, Tree, tidy};

#[test]
fn the_repository_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let findings: Vec<String> = tidy(&Tree::load(root).unwrap()).iter().map(Finding::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
