//! Pure crates name no clock, file, socket, environment or thread. For `no_std` crates the compiler
//! proves it, so they must say `#![no_std]`; for the others this rule reads the code.

use crate::finding::Finding;
use crate::tree::Tree;

const RULE: &str = "purity";
const NO_STD: [&str; 3] = ["types", "engine", "wire"];
const PURE: [&str; 5] = ["types", "license", "engine", "entitle", "wire"];
const IMPURE: [&str; 8] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "SystemRandom",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources() {
        let of = |name: &&&str| source.path.starts_with(&format!("crates/lictor-{name}/src/"));
        if NO_STD.iter().any(|name| source.path == format!("crates/lictor-{name}/src/lib.rs")) {
            for needed in ["#![no_std]", "#![forbid(unsafe_code)]"] {
                if !source.code.contains(needed) {
                    findings.push(Finding::file(RULE, &source.path, format!("say {needed}")));
                }
            }
        }
        if PURE.iter().find(of).is_none() {
            continue;
        }
        for (index, line) in
            source.code.lines().enumerate().filter(|(index, _)| !source.is_test_line(index + 1))
        {
            for word in IMPURE.iter().filter(|word| line.contains(*word)) {
                let text = format!("{word}: a pure crate is given what it needs");
                findings.push(Finding::line(RULE, &source.path, index + 1, text));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_in_a_pure_crate_is_a_finding() {
        let text = "//! std::time is named here only.\nuse std::time::Instant;\n#[cfg(test)]\nuse std::fs;\n";
        let tree =
            Tree::of(&[("crates/lictor-license/src/a.rs", text), ("crates/lictor-server/src/a.rs", text)]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            ["crates/lictor-license/src/a.rs:2: std::time: a pure crate is given what it needs [purity]"]
        );
    }

    #[test]
    fn the_ledger_and_the_wire_are_no_std() {
        let tree = Tree::of(&[("crates/lictor-wire/src/lib.rs", "//! Doc.\n#![no_std]\n")]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.text).collect();
        assert_eq!(found, ["say #![forbid(unsafe_code)]"]);
    }
}
