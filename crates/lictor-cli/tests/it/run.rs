//! `lictor run`: exit codes, signals, seats.

use std::time::Duration;

use lictor_testkit::{Vendor, eventually};

use crate::acceptance::{base, hold, number, serve};

/// Interfaces: the exit code is passed on, signals as 128 and their number; a denied command is not
/// started.
#[test]
fn exit_codes_are_passed_on() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("1"))]);
    for (command, code, out) in [
        (&["true"][..], 0, ""),
        (&["sh", "-c", "echo ran; exit 7"], 7, "ran\n"),
        (&["sh", "-c", "kill -9 $$"], 137, ""),
        (&["/nowhere/program"], 127, ""),
        (&["/etc/passwd"], 126, ""),
    ] {
        let run = lictor.run(&[&["run", "f1", "--"], command].concat());
        assert_eq!((run.code, run.stdout.as_str()), (code, out), "{command:?}: {}", run.stderr);
    }
    assert_eq!(number(&lictor.run(&["feature", "f1", "--json"]).json(), "used"), 0);
    let _held = hold(&lictor, "f1");
    let mark = daemon.state().join("mark").display().to_string();
    let run = lictor.run(&["run", "f1", "--", "touch", &mark]);
    assert_eq!((run.code, std::path::Path::new(&mark).exists()), (3, false), "{run:?}");
}

/// Interfaces: seats are held while the command runs, signals reach it, its seats come back.
#[test]
fn signals_are_forwarded() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("3"))]);
    let used = || number(&lictor.run(&["feature", "f1", "--json"]).json(), "used");
    for (signal, code) in [("TERM", 41), ("HUP", 42), ("INT", 43)] {
        let script = format!("trap 'exit {code}' {signal}; echo ready; while :; do sleep 0.05; done");
        let mut run = lictor.hold(&["run", "f1:2", "--", "sh", "-c", &script]);
        assert_eq!(run.line(), "ready");
        assert_eq!(used(), 2);
        run.signal(signal);
        assert_eq!(run.wait().0, code, "{signal}");
        eventually("the seats are free", Duration::from_secs(1), || (used() == 0).then_some(()));
    }
}
