//! Good bytes to begin with, taken from the repository: its licenses and its documents.

use std::path::{Path, PathBuf};

/// Files below `folder` with one of the endings, in order of their paths.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    collect(&root().join(folder), &mut paths);
    paths.sort();
    let wanted = paths.iter().filter(|path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| endings.contains(&ending))
    });
    wanted.filter_map(|path| std::fs::read(path).ok()).filter(|bytes| bytes.len() <= 64 * 1024).collect()
}

/// The frames of the golden table in `docs/protocol.md`, without their length.
pub(crate) fn golden_frames() -> Vec<Vec<u8>> {
    let page = std::fs::read_to_string(root().join("docs/protocol.md")).unwrap_or_default();
    let table = page.split("## Golden frames").nth(1).unwrap_or_default();
    let cells = table.lines().filter_map(|line| line.split('`').nth(3));
    cells.filter_map(|text| Some(hex::decode(text).ok()?.get(4..)?.to_vec())).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else {
            paths.push(path);
        }
    }
}

fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}
