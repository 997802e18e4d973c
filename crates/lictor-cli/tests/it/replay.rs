//! `lictor log replay`: the same decisions again, and others with other counts or rules.

mod law;
mod otherwise;

use lictor_testkit::{Faketime, Lictor, Lictord, Run, Vendor, eventually, template};
use serde_json::{Value, json};

use crate::acceptance::{UPGRADE, base, hold, number, serve};

/// Replays the log of a daemon that has stopped.
pub(crate) fn replay(daemon: &Lictord, lictor: &Lictor, more: &[&str]) -> Run {
    let state = daemon.state().display().to_string();
    lictor.run(&[&["log", "replay", "--state", &state], more].concat())
}

#[track_caller]
fn assert_exact(run: &Run) -> u64 {
    let document = run.json();
    assert_eq!(
        (run.code, &document["status"], &document["difference"]),
        (0, &json!("ok"), &Value::Null),
        "{run:?}"
    );
    number(&document, "records")
}

/// Grants, denials, an upgrade that comes and goes, a release, restarts: all of it comes out again.
#[test]
fn the_log_of_a_daemon_is_reproduced_exactly() {
    let vendor = Vendor::new("ACME");
    let (mut daemon, lictor) = serve(&vendor, &[("base.xml", &base("2"))]);
    let held = hold(&lictor, "f1:2");
    assert_eq!(lictor.run(&["checkout", "f1:1"]).code, 3);
    assert_eq!(lictor.run(&["checkout", "f9"]).code, 3);
    daemon.put("upgrade.xml", vendor.sign(UPGRADE));
    assert_eq!(lictor.run(&["reload"]).code, 0);
    let third = hold(&lictor, "f1:1");
    daemon.remove("upgrade.xml");
    assert_eq!(lictor.run(&["reload"]).code, 0);
    let sessions = lictor.run(&["sessions", "--json"]).json();
    let session = sessions["sessions"][0]["session"].as_str().unwrap().to_string();
    assert_eq!(lictor.run(&["release", &session, "--reason", "left"]).code, 0);
    assert_eq!(third.finish().0, 0);
    drop(held);
    daemon.kill9();
    daemon.start();
    drop(hold(&lictor, "f1:2"));
    let running = assert_exact(&replay(&daemon, &lictor, &["--json"]));
    assert_eq!(daemon.stop(), 0);
    let stopped = assert_exact(&replay(&daemon, &lictor, &["--json"]));
    assert!(running >= 14 && stopped >= running, "{running} {stopped}");
    let text = replay(&daemon, &lictor, &[]);
    assert_eq!(text.stdout, format!("{stopped} decisions reproduced exactly\n"));
    assert_eq!(assert_exact(&replay(&daemon, &lictor, &["--json", "--to", "2001-01-01"])), 0);
    assert_eq!(assert_exact(&replay(&daemon, &lictor, &["--json", "--from", "2001-01-01"])), stopped);
}

/// UPG-03: a midnight is a decision like others.
#[test]
fn upg_03_a_midnight_is_reproduced() {
    assert!(Faketime::is_available(), "install libfaketime (package faketime)");
    let vendor = Vendor::new("ACME");
    let upgrade = [("COUNT", "2"), ("KEYTYPE", "UPGRADE"), ("END", "2026-02-28")];
    let mut daemon = Lictord::builder()
        .trust(&vendor)
        .file("a.xml", &vendor.sign(&template("f1", &[("COUNT", "1"), ("END", "2026-12-31")])))
        .file("b.xml", &vendor.sign(&template("f1", &upgrade)))
        .faketime(Faketime::new("@2026-02-28 23:59:57", "Asia/Kathmandu"))
        .start();
    let lictor = Lictor::of(&daemon, &["acme.pub"]);
    let seats = || number(&lictor.run(&["licenses", "--json"]).json()["pools"][0], "seats");
    let day = std::time::Duration::from_secs(10);
    eventually("the new day", day, || (seats() == 1).then_some(()));
    assert_eq!(daemon.stop(), 0);
    assert!(assert_exact(&replay(&daemon, &lictor, &["--json"])) >= 2);
    let state = daemon.state().display().to_string();
    let shown = lictor.run(&["log", "show", &format!("{state}/journal")]).stdout;
    assert!(shown.contains("  day "), "{shown}");
}

/// Queues, reservations, borrows and held seats come out again, through real sockets.
#[test]
fn what_people_do_with_seats_is_reproduced() {
    let vendor = Vendor::new("ACME");
    let licensed = template("f1", &[("COUNT", "3"), ("BORROW", "48"), ("HOLD", "1"), ("SERIAL", "base")]);
    let (mut daemon, lictor) = serve(&vendor, &[("base.xml", &licensed)]);
    assert_eq!(lictor.run(&["reserve", "f1", "--token", "job", "--for", "1h", "--reason", "night"]).code, 0);
    let store = tempfile::tempdir().unwrap();
    let away = lictor.clone().env("XDG_DATA_HOME", &store.path().display().to_string());
    assert_eq!(away.run(&["borrow", "f1", "--hours", "4"]).code, 0);
    let holder = hold(&lictor, "f1");
    let mut waiting = lictor.hold(&["checkout", "f1", "--wait", "60", "--json"]);
    let queued = || {
        let users = lictor.run(&["status", "--json"]).json()["servers"][0]["users"].clone();
        users.to_string().contains("position").then_some(())
    };
    eventually("the queue", std::time::Duration::from_secs(10), queued);
    assert_eq!(lictor.run(&["checkout", "f1"]).code, 3);
    assert_eq!(holder.finish().0, 0);
    assert!(waiting.line().contains("granted"));
    assert_eq!(waiting.finish().0, 0);
    assert_eq!(away.run(&["return", "f1"]).code, 0);
    assert_eq!(lictor.run(&["reserve", "--token", "job", "--return", "--reason", "done"]).code, 0);
    assert_eq!(daemon.stop(), 0);
    let journal = daemon.state().join("journal").display().to_string();
    let shown = lictor.run(&["log", "show", &journal]).stdout;
    for kind in ["reserved", "borrowed", "queued", "served", "returned", "unreserved"] {
        assert!(shown.contains(&format!("  {kind} ")), "no {kind} in\n{shown}");
    }
    assert!(assert_exact(&replay(&daemon, &lictor, &["--json"])) > 15);
    let document = replay(&daemon, &lictor, &["--json", "--set", "f1=4"]).json();
    let feature = &document["features"][0];
    assert_eq!((&feature["then"]["waited"], &feature["now"]["waited"]), (&json!(1), &json!(0)), "{document}");
    // To wait is no denial.
    assert_eq!((&feature["then"]["short"], &feature["searched"]), (&json!(1), &json!(true)), "{document}");
}
