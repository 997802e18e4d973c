//! The manifests of the workspace's packages.

use std::collections::BTreeSet;

use crate::tree::Tree;

/// A `Cargo.toml` that has a package.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// Path of the manifest.
    pub(crate) path: String,
    /// Folder of the package.
    pub(crate) folder: String,
    /// Name of the package.
    pub(crate) name: String,
    /// Names of what its code depends on: normal and build dependencies, on any target.
    pub(crate) dependencies: BTreeSet<String>,
    /// Names of what only its tests depend on.
    pub(crate) dev_dependencies: BTreeSet<String>,
    /// Whether it takes the lints of the workspace.
    pub(crate) takes_lints: bool,
}

/// Every package's manifest. One that cannot be read is skipped: cargo itself says what is wrong.
pub(crate) fn manifests(tree: &Tree) -> Vec<Manifest> {
    let files = tree.files().iter().filter(|file| file.name() == "Cargo.toml");
    files.filter_map(|file| manifest(&file.path, file.text()?)).collect()
}

/// Names in `[workspace.dependencies]` that are not our own crates.
pub(crate) fn workspace_dependencies(tree: &Tree) -> BTreeSet<String> {
    let root: toml::Table = tree.text("Cargo.toml").parse().unwrap_or_default();
    let names = names(root.get("workspace").and_then(|workspace| workspace.get("dependencies")));
    names.into_iter().filter(|name| !name.starts_with("lictor-")).collect()
}

fn manifest(path: &str, text: &str) -> Option<Manifest> {
    let table: toml::Table = text.parse().ok()?;
    let name = table.get("package")?.get("name")?.as_str()?.to_owned();
    let mut dependencies = names(table.get("dependencies"));
    dependencies.extend(names(table.get("build-dependencies")));
    let mut dev_dependencies = names(table.get("dev-dependencies"));
    for target in table.get("target").and_then(toml::Value::as_table).into_iter().flat_map(|t| t.values()) {
        dependencies.extend(names(target.get("dependencies")));
        dependencies.extend(names(target.get("build-dependencies")));
        dev_dependencies.extend(names(target.get("dev-dependencies")));
    }
    let lints = table.get("lints").and_then(|lints| lints.get("workspace"));
    let takes_lints = lints.and_then(toml::Value::as_bool) == Some(true);
    let folder = path.trim_end_matches("Cargo.toml").to_owned();
    Some(Manifest { path: path.to_owned(), folder, name, dependencies, dev_dependencies, takes_lints })
}

fn names(table: Option<&toml::Value>) -> BTreeSet<String> {
    table.and_then(toml::Value::as_table).into_iter().flat_map(|table| table.keys().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_of_every_kind_are_read() {
        let text = "\
[package]
name = \"a\"
[lints]
workspace = true
[dependencies]
b.workspace = true
[build-dependencies]
c = \"1\"
[target.'cfg(unix)'.dependencies]
d = { version = \"1\" }
[dev-dependencies]
e = \"1\"
";
        let tree = Tree::of(&[("x/Cargo.toml", text), ("Cargo.toml", "[workspace]\nmembers = []\n")]);
        let manifest = manifests(&tree).pop().unwrap();
        assert_eq!((manifest.name.as_str(), manifest.folder.as_str()), ("a", "x/"));
        assert_eq!(manifest.dependencies, ["b", "c", "d"].map(String::from).into());
        assert_eq!(manifest.dev_dependencies, ["e"].map(String::from).into());
        assert!(manifest.takes_lints);
    }
}
