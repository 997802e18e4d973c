//! The built programs, found beside the test that runs.

use std::env;
use std::path::PathBuf;

/// The path of a program of this workspace.
///
/// # Panics
///
/// If it was not built.
pub(crate) fn path(name: &str) -> PathBuf {
    let test = env::current_exe().expect("the path of the running test");
    // target/PROFILE/deps/TEST-HASH beside target/PROFILE/PROGRAM
    let profile = test.ancestors().nth(2).expect("a test runs from target/PROFILE/deps");
    let program = profile.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is not there: run `cargo build --bins` first", program.display());
    program
}
