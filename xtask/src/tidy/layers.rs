//! Crates depend only downwards: the table is the architecture. What a pure crate may use from outside
//! is listed too, so that it cannot come to know a socket or a clock by way of a dependency. A
//! dependency that only tests need may go anywhere.

use crate::finding::Finding;
use crate::manifest::manifests;
use crate::tree::Tree;

const RULE: &str = "layers";

/// A row of the table in ARCHITECTURE.md.
struct Layer {
    name: &'static str,
    /// Crates of ours it may use.
    may_use: &'static [&'static str],
    /// Crates of others it may use; none means any.
    outside: Option<&'static [&'static str]>,
}

const fn pure(
    name: &'static str,
    may_use: &'static [&'static str],
    outside: &'static [&'static str],
) -> Layer {
    Layer { name, may_use, outside: Some(outside) }
}

const fn shell(name: &'static str, may_use: &'static [&'static str]) -> Layer {
    Layer { name, may_use, outside: None }
}

/// Bottom first: a crate may use only what stands above it here.
const LAYERS: [Layer; 18] = [
    pure("types", &[], &[]),
    pure("license", &["types"], &["hex", "quick-xml", "ring", "thiserror"]),
    pure("engine", &["types"], &["foldhash", "hashbrown"]),
    pure("entitle", &["types"], &["schemars", "serde"]),
    pure("wire", &["types"], &[]),
    shell("journal", &["types"]),
    shell("cluster", &["types", "engine", "wire", "journal"]),
    shell("host", &["types"]),
    shell("server", &["types", "license", "engine", "wire", "journal", "host", "cluster"]),
    shell("client", &["types", "license", "wire", "host"]),
    shell("capi", &["types", "client"]),
    shell("python", &["types", "client"]),
    shell("issuer", &["types", "license"]),
    shell("office", &["types", "license", "entitle", "issuer", "client"]),
    shell("cli", &["types", "client", "license", "engine", "journal", "host", "issuer", "server"]),
    shell("testkit", ALL),
    shell("sim", ALL),
    shell("bench", ALL),
];

/// What proves the product may use all of it.
const ALL: &[&str] = &[
    "types", "license", "engine", "entitle", "wire", "journal", "cluster", "host", "server", "client",
    "issuer", "office", "cli", "testkit",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in manifests(tree).iter().filter(|manifest| manifest.path.starts_with("crates/")) {
        let short = manifest.name.trim_start_matches("lictor-");
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == short) else {
            let text = format!("{} is not in the table of layers", manifest.name);
            findings.push(Finding::file(RULE, &manifest.path, text));
            continue;
        };
        for dependency in manifest.dependencies.iter().filter(|dependency| !layer.allows(dependency)) {
            let text = format!("{} may not depend on {dependency}", manifest.name);
            findings.push(Finding::file(RULE, &manifest.path, text));
        }
    }
    findings
}

impl Layer {
    fn allows(&self, dependency: &str) -> bool {
        match dependency.strip_prefix("lictor-") {
            Some(ours) => self.may_use.contains(&ours),
            None => self.outside.is_none_or(|list| list.contains(&dependency)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, dependencies: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"{name}\"\n[dependencies]\n{dependencies}");
        let tree = Tree::of(&[("crates/x/Cargo.toml", &text)]);
        check(&tree).into_iter().map(|finding| finding.text).collect()
    }

    #[test]
    fn an_edge_upwards_is_refused() {
        assert_eq!(found("lictor-server", "lictor-engine = \"1\"\ntokio = \"1\"\n"), Vec::<String>::new());
        assert_eq!(
            found("lictor-engine", "lictor-wire = \"1\"\n"),
            ["lictor-engine may not depend on lictor-wire"]
        );
    }

    #[test]
    fn a_pure_crate_takes_nothing_from_outside_unlisted() {
        assert_eq!(found("lictor-wire", "tokio = \"1\"\n"), ["lictor-wire may not depend on tokio"]);
    }

    #[test]
    fn a_crate_outside_the_table_is_refused() {
        assert_eq!(found("lictor-extras", ""), ["lictor-extras is not in the table of layers"]);
    }

    #[test]
    fn the_table_itself_points_downwards() {
        for (row, layer) in LAYERS.iter().enumerate().filter(|(_, layer)| layer.may_use != ALL) {
            for used in layer.may_use {
                let at = LAYERS.iter().position(|other| other.name == *used).unwrap();
                assert!(at < row, "{} uses {used}, which does not stand above it", layer.name);
            }
        }
    }
}
