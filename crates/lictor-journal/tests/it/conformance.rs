//! Both storages pass the suite.

use std::fs;

use lictor_journal::faulty::{Crash, FaultyMemory};
use lictor_journal::{Directory, conformance};
use tempfile::TempDir;

#[test]
fn memory_conforms_when_the_power_fails() {
    conformance::run(FaultyMemory::default, |storage| storage.crash(Crash::Lost)).unwrap();
}

#[test]
fn memory_conforms_when_the_process_is_killed() {
    conformance::run(FaultyMemory::default, |storage| storage.crash(Crash::Process)).unwrap();
}

#[test]
fn a_directory_conforms() {
    let mut homes = Vec::new();
    let fresh = || {
        let home = TempDir::new().unwrap();
        let directory = Directory::open(home.path()).unwrap();
        homes.push(home);
        directory
    };
    let restart = |directory: Directory| {
        let path = directory.path().to_owned();
        drop(directory);
        assert!(fs::exists(path.join("lock")).unwrap());
        Directory::open(path).unwrap()
    };
    conformance::run(fresh, restart).unwrap();
}
