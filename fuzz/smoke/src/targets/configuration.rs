//! `lictord.toml` (TRU-04).

use std::path::PathBuf;

use lictor_server::settings::{Source, example};

/// Takes the bytes for a configuration file. What is wrong in it is told with a place.
pub(super) fn run(bytes: &[u8]) {
    let path = path();
    if std::fs::write(&path, bytes).is_err() {
        return;
    }
    let source = Source { config: Some(path.clone()), ..Source::default() };
    let read = source.read();
    drop(std::fs::remove_file(path));
    if let Err(error) = read {
        assert!(!error.to_string().is_empty(), "refused without a word");
    }
}

/// The example as it is, and with every key in force.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let example = example();
    let in_force = example.replace("\n#", "\n");
    let keys: String =
        in_force.lines().filter(|line| line.contains(" = ")).map(|line| format!("{line}\n")).collect();
    vec![example.into_bytes(), keys.into_bytes()]
}

/// A file of this process.
fn path() -> PathBuf {
    std::env::temp_dir().join(format!("lictor-fuzz-{}.toml", std::process::id()))
}
