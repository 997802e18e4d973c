//! What a test has started ends with it, even if it is killed.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use lictor_testkit::{Browser, Postgres, eventually};
use rustix::process::{Signal, getpid, kill_process};

const DEADLINE: Duration = Duration::from_secs(30);

/// Names the file in which a killed test leaves what it has started.
const LEFT: &str = "LICTOR_TEST_LEFT";

#[test]
fn dropping_a_server_ends_it_and_removes_its_files() {
    let postgres = Postgres::start();
    let (directory, port) = (postgres.socket().to_path_buf(), postgres.port());
    drop(postgres);
    assert!(!directory.exists(), "{} is still there", directory.display());
    TcpStream::connect(("127.0.0.1", port)).unwrap_err();
}

#[test]
fn nothing_outlives_a_killed_test() {
    let scratch = tempfile::tempdir().unwrap();
    let left = scratch.path().join("left");
    let mut test = Command::new(env::current_exe().unwrap());
    test.args(["--exact", "guarded::child_starts_both_and_dies", "--ignored"]).env(LEFT, &left);
    assert!(!test.output().unwrap().status.success());
    let directories: Vec<PathBuf> = fs::read_to_string(&left).unwrap().lines().map(PathBuf::from).collect();
    assert_eq!(directories.len(), 2);
    for directory in &directories {
        eventually("the directory is removed", DEADLINE, || (!directory.exists()).then_some(()));
        eventually("its processes are gone", DEADLINE, || (!is_in_use(directory)).then_some(()));
    }
}

/// Not a test: what [`nothing_outlives_a_killed_test`] runs in another process.
#[test]
#[ignore = "runs in the child process of another test"]
fn child_starts_both_and_dies() {
    let (postgres, browser) = (Postgres::shared(), Browser::start());
    let downloads = browser.downloads();
    let directories = [postgres.socket(), downloads.parent().unwrap()].map(|path| path.display().to_string());
    assert!(directories.iter().all(|directory| is_in_use(Path::new(directory))));
    fs::write(env::var_os(LEFT).unwrap(), directories.join("\n")).unwrap();
    kill_process(getpid(), Signal::KILL).unwrap();
}

/// Whether a process works in the directory.
fn is_in_use(directory: &Path) -> bool {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let mut places = processes.filter_map(|process| fs::read_link(process.path().join("cwd")).ok());
    places.any(|place| place.starts_with(directory))
}
