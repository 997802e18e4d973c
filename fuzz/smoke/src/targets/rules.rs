//! Access rules and what is translated to them (RUL-02, TRU-04).

use lictor_server::rules::{self, import};

use crate::seeds;

/// Reads the bytes as a file of access rules, and as the files that are translated. What is wrong is
/// told with a place; what was read differs from itself in nothing.
pub(super) fn run(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match rules::parse("rules.toml", text, None) {
        Ok(file) => assert!(rules::diff(&file, &file).is_empty(), "rules differ from themselves"),
        Err(error) => assert!(!error.errors.is_empty(), "refused without a word"),
    }
    for format in [import::Format::Lmx, import::Format::Flexlm] {
        drop(import::import(format, "options", text));
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let mut all = seeds::files("docs", &["toml"]);
    all.push(b"GROUP cad ann bob\nMAX 3 solver GROUP cad\nRESERVE 1 solver USER ann\n".to_vec());
    all.push(b"LIMIT_USER_solver_3 = ann bob\nDENY_IPADDR_ALL = 10.1.*.*\n".to_vec());
    all
}
