//! Real locks against real processes.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::symlink;
use std::process::{Child, Command, Stdio};

use super::*;
use crate::mint::{Mint, settings};

fn license(serial: &str) -> License {
    Mint::new("ACME", 1).sign("f1", serial, &settings("SHARE=SINGLE"))
}

fn path(directory: &Path) -> PathBuf {
    directory.join("lictor-ACME-s1.lock")
}

/// Another process, which holds the lock from when this returns until it ends.
fn hold(path: &Path) -> Child {
    let mut child = Command::new("flock")
        .args(["--nonblock", "--no-fork"])
        .arg(path)
        .args(["sh", "-c", "echo locked; exec cat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "locked\n");
    child
}

/// Whether another process could take the lock.
fn is_free(path: &Path) -> bool {
    Command::new("flock").arg("--nonblock").arg(path).arg("true").status().unwrap().success()
}

fn refusal(locks: &SingleLocks) -> Objection {
    locks.take(&license("s1")).unwrap_err()
}

/// SHARE=SINGLE: this process keeps others out for as long as it has any lock of the license.
#[test]
fn single_keeps_other_processes_out() {
    let dir = tempfile::tempdir().unwrap();
    let locks = SingleLocks::at(dir.path());
    let path = path(dir.path());
    let first = locks.take(&license("s1")).unwrap();
    let second = locks.take(&license("s1")).unwrap();
    assert!(!is_free(&path));
    let other = locks.take(&license("s2")).unwrap();
    drop(first);
    assert!(!is_free(&path));
    drop(second);
    assert!(is_free(&path));
    assert!(!is_free(&dir.path().join("lictor-ACME-s2.lock")));
    drop(other);
}

/// SHARE=SINGLE: while another process has it there is no second use; the kernel frees it when
/// that process is killed.
#[test]
fn single_is_free_again_when_its_process_dies() {
    let dir = tempfile::tempdir().unwrap();
    let locks = SingleLocks::at(dir.path());
    drop(locks.take(&license("s1")).unwrap());
    let mut child = hold(&path(dir.path()));
    let taken = (Status::SingleUseTaken, "is used by another process of this machine".to_owned());
    assert_eq!(refusal(&locks), taken);
    child.kill().unwrap();
    child.wait().unwrap();
    let lock = locks.take(&license("s1")).unwrap();
    assert!(!is_free(&path(dir.path())));
    drop(lock);
}

/// SHARE=SINGLE: every user can lock the file, and nothing put in its place is followed or waited
/// for.
#[test]
fn single_is_safe_in_a_shared_directory() {
    let dir = tempfile::tempdir().unwrap();
    let locks = SingleLocks::at(dir.path());
    let path = path(dir.path());
    drop(locks.take(&license("s1")).unwrap());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);

    let others = dir.path().join("others");
    fs::write(&others, "").unwrap();
    let not_taken = |what: &str| format!("cannot be locked by {}: {what}", path.display());
    for (plant, expected) in [
        (
            Box::new(|| symlink(&others, &path)) as Box<dyn Fn() -> io::Result<()>>,
            "Too many levels of symbolic links (os error 40)",
        ),
        (Box::new(|| fs::hard_link(&others, &path)), "something else has its name"),
        (Box::new(|| fs::create_dir(&path)), "something else has its name"),
        (
            Box::new(|| Ok(rustix::fs::mknodat(CWD, &path, rustix::fs::FileType::Fifo, Mode::RUSR, 0)?)),
            "something else has its name",
        ),
    ] {
        fs::remove_file(&path).or_else(|_| fs::remove_dir(&path)).unwrap();
        plant().unwrap();
        assert_eq!(refusal(&locks), (Status::SingleUseTaken, not_taken(expected)));
    }
}

/// SHARE=SINGLE: without a place for locks nobody is the one process.
#[test]
fn single_needs_a_shared_directory() {
    let nowhere = SingleLocks { directory: None };
    let expected = "cannot be locked: there is no shared /run/lock or /tmp";
    assert_eq!(refusal(&nowhere), (Status::SingleUseTaken, expected.to_owned()));
    assert!(
        SingleLocks::shared().directory.is_some_and(|path| SHARED.iter().any(|it| path == Path::new(it)))
    );
}
