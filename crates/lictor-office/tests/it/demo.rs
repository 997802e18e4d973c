//! The demo: real processes, from an order to an expiry, and the page that tells of it.

use std::path::Path;

use crate::calls::Calls;

/// It tells what the book says, in less than a minute, and leaves nothing behind.
#[test]
fn the_demo_tells_what_the_book_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().join("demo").display().to_string();
    Calls::alone(root).run(&["demo", "--check", "--dir", &place]).expect(0);
    assert!(!directory.path().join("demo").exists());
}

/// A directory in use is left alone.
#[test]
fn a_directory_that_is_in_use_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("mine"), "").unwrap();
    let refused = Calls::alone(directory.path()).call("demo --dir .").expect(2);
    assert!(refused.stderr.contains("is not empty"), "{refused:?}");
    assert!(directory.path().join("mine").exists());
}
