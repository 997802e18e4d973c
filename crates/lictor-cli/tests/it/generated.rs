//! Manual pages and completions in `docs/` are what the program generates.

use std::fs;
use std::path::{Path, PathBuf};

use lictor_testkit::Lictor;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

#[test]
fn manual_pages_are_current() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().display().to_string();
    let run = Lictor::in_directory(directory.path()).run(&["man", "--out", &out]);
    assert_eq!(run.code, 0, "{run:?}");
    let pages = |directory: &Path| {
        let mut pages: Vec<(String, String)> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
            })
            .filter(|(name, _)| name.starts_with("lictor.") || name.starts_with("lictor-"))
            .filter(|(name, _)| !name.starts_with("lictor-office"))
            .collect();
        pages.sort();
        pages
    };
    let generated = pages(directory.path());
    assert!(generated.iter().any(|(name, _)| name == "lictor-license-sign.1"));
    assert!(!generated.iter().any(|(name, _)| name == "lictor-man.1"));
    assert_eq!(generated, pages(&docs().join("man")), "run `lictor man --out docs/man`");
}

#[test]
fn completions_are_current() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(directory.path());
    for (shell, file) in [("bash", "lictor.bash"), ("zsh", "_lictor"), ("fish", "lictor.fish")] {
        let run = lictor.run(&["completions", shell]);
        let stored = fs::read_to_string(docs().join("completions").join(file)).unwrap_or_default();
        let call = format!("run `lictor completions {shell} > docs/completions/{file}`");
        assert!(run.code == 0 && run.stdout == stored, "{call}");
    }
}
