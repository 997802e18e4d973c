//! What administrators see and do.

use std::time::Duration;

use lictor_testkit::{Lictor, Lictord, Vendor, eventually};
use serde_json::{Value, json};

use crate::acceptance::{UPGRADE, base, hold, number, serve};

fn rows<'a>(document: &'a Value, name: &str) -> &'a Vec<Value> {
    document[name].as_array().unwrap_or_else(|| panic!("no list {name} in {document}"))
}

/// UPG-12, interfaces: the load report lists every license, and what a pool is made of.
#[test]
fn upg_12_the_load_report() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("10")), ("upgrade.xml", UPGRADE)]);
    let run = lictor.run(&["licenses", "--json"]);
    let report = run.json();
    assert_eq!(run.code, 0, "{run:?}");
    let licenses = rows(&report, "licenses");
    let first = &licenses[0];
    assert!(first["file"].as_str().is_some_and(|file| file.ends_with("base.xml")), "{first}");
    for (name, expected) in [
        ("line", json!(2)),
        ("feature", json!("f1")),
        ("vendor", json!("ACME")),
        ("serial", json!("base")),
        ("key_type", json!("EXCLUSIVE")),
        ("count", json!(10)),
        ("start", Value::Null),
        ("end", json!("2031-01-01")),
        ("state", json!("served")),
    ] {
        assert_eq!(first[name], expected, "{name} in {first}");
    }
    let pool = &rows(&report, "pools")[0];
    let composition = (&pool["seats"], &pool["used"], &pool["over_committed"], &pool["base"]["count"]);
    assert_eq!(composition, (&json!(11), &json!(0), &json!(0), &json!(10)), "{pool}");
    let upgrade = &rows(pool, "upgrades")[0];
    let shown = (&upgrade["count"], &upgrade["end"], &upgrade["state"]);
    assert_eq!(shown, (&json!(1), &json!("2030-01-01"), &json!("served")), "{upgrade}");
    let text = lictor.run(&["licenses"]);
    assert!(text.code == 0 && text.stdout.contains("10 + 1 (until 2030-01-01)"), "{text:?}");
}

/// Interfaces: `status` shows features and who uses them, by TCP and by the local socket.
#[test]
fn status_shows_who_holds_what() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let held = hold(&lictor, "f1:4");
    let socket = format!("unix:{}", daemon.socket().display());
    for server in [daemon.listen(), &socket] {
        let run = lictor.run(&["status", "--json", "--server", server]);
        let status = run.json();
        assert_eq!(run.code, 0, "{run:?}");
        let shown = &rows(&status, "servers")[0];
        assert_eq!((&shown["server"], &shown["status"]), (&json!(server), &json!("ok")), "{shown}");
        assert_eq!(shown["vendor"], json!(["ACME"]));
        let feature = &rows(shown, "features")[0];
        assert_eq!((number(feature, "used"), number(feature, "free")), (4, 6), "{feature}");
        let lease = &rows(feature, "leases")[0];
        assert_eq!((number(lease, "count"), number(lease, "pid")), (4, u64::from(held.pid())), "{lease}");
        let users = rows(shown, "users");
        assert!(
            users.iter().any(|user| rows(user, "leases").len() == 1 && user["user"] == lease["user"]),
            "{users:?}"
        );
    }
    let dead = lictor.run(&["status", "--server", "127.0.0.1:1", "--server", daemon.listen(), "--json"]);
    let states: Vec<Value> =
        rows(&dead.json(), "servers").iter().map(|server| server["status"].clone()).collect();
    assert_eq!((dead.code, states), (0, vec![json!("server_unreachable"), json!("ok")]));
    let table = lictor.run(&["status"]);
    assert!(
        table.code == 0 && table.stdout.contains("ACME/f1") && table.stdout.contains("4/10"),
        "{table:?}"
    );
}

/// Interfaces, SES-05: a released session is gone and its seats are free for others at once. A holder
/// that finds its seats taken is told, and ends with exit code 3.
#[test]
fn sessions_are_listed_and_released() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let mut held = hold(&lictor, "f1:4");
    let run = lictor.run(&["sessions", "--json"]);
    let sessions = run.json();
    assert_eq!(run.code, 0, "{run:?}");
    let session = rows(&sessions, "sessions").iter().find(|row| number(row, "pid") == u64::from(held.pid()));
    let id = session.unwrap_or_else(|| panic!("{sessions}"))["session"].as_str().unwrap().to_string();
    held.signal("STOP");
    let released = lictor.run(&["release", &id, "--reason", "left the house"]);
    assert_eq!((released.code, released.stdout), (0, format!("released {id}\n")), "{}", released.stderr);
    let used = || number(&lictor.run(&["feature", "f1", "--json"]).json(), "used");
    eventually("the seats are free", Duration::from_secs(2), || (used() == 0).then_some(()));
    let _all = hold(&lictor, "f1:10");
    held.signal("CONT");
    assert_eq!(held.wait().0, 3);
    let unknown = lictor.run(&["release", &id, "--json"]);
    assert_eq!((unknown.code, &unknown.json()["status"]), (3, &json!("session_lost")), "{unknown:?}");
}

/// Interfaces: a released session stays released, although its client could take the free seats again:
/// the holder prints the loss with the reason and ends with exit code 3. In quarantine, its user gets
/// nothing more.
#[test]
fn a_released_holder_does_not_take_its_seats_again() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let holder = std::thread::spawn({
        let lictor = lictor.clone();
        move || lictor.run(&["checkout", "f1:4", "--for", "60"])
    });
    let used = || number(&lictor.run(&["feature", "f1", "--json"]).json(), "used");
    eventually("the seats are held", Duration::from_secs(5), || (used() == 4).then_some(()));
    let status = lictor.run(&["status", "--json"]).json();
    let feature = &rows(&status["servers"][0], "features")[0];
    let id = rows(feature, "leases")[0]["session"].as_str().unwrap_or_else(|| panic!("{status}")).to_string();
    let release = ["release", &id, "--reason", "gone home", "--quarantine", "3600"];
    assert_eq!(lictor.run(&release).code, 0);
    let held = holder.join().unwrap();
    let loss = "lost for good: an administrator released the session: gone home; this user gets nothing on this \
                host until 2";
    let told = held.stderr.contains("error: quarantined: 4 of f1 at ") && held.stderr.contains(loss);
    assert!(held.code == 3 && told, "{held:?}");
    let status = lictor.run(&["status", "--json"]).json();
    assert_eq!(number(&rows(&status["servers"][0], "features")[0], "used"), 0, "{status}");
    let kept_out = lictor.run(&["checkout", "f1", "--json"]);
    let relief = &kept_out.json()["relief"]["what"];
    assert_eq!(
        (kept_out.code, &kept_out.json()["status"], relief),
        (3, &json!("quarantined"), &json!("quarantine_end"))
    );
}

/// Interfaces: a call at the wrong port is told so: administrators' at the clients' and the reverse.
#[test]
fn the_wrong_port_is_told() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let run = lictor.run(&["sessions", "--admin", daemon.listen()]);
    assert!(run.code == 4 && run.stderr.contains("is this the administrators' port?"), "{run:?}");
    let run = lictor.run(&["feature", "f1", "--server", daemon.admin()]);
    assert!(run.code == 4 && run.stderr.contains("is this the server's port for clients?"), "{run:?}");
}

/// Interfaces: a wrong token is `not_authorized`, exit code 6.
#[test]
fn a_wrong_token_is_refused() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let wrong = daemon.state().join("wrong.token");
    std::fs::write(&wrong, "0123456789abcdef").unwrap();
    let lictor = lictor.env("LICTOR_ADMIN_TOKEN_FILE", &wrong.display().to_string());
    for call in [&["licenses", "--json"][..], &["sessions", "--json"], &["reload", "--json"]] {
        let run = lictor.run(call);
        assert_eq!((run.code, &run.json()["status"]), (6, &json!("not_authorized")), "{run:?}");
        assert!(run.stderr.contains("--token-file"), "{run:?}");
    }
}

/// Interfaces: a reload counts at once; the log of a running server can be verified.
#[test]
fn reload_and_log() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    daemon.put("upgrade.xml", vendor.sign(UPGRADE));
    let run = lictor.run(&["reload"]);
    assert_eq!(run.code, 0, "{run:?}");
    let seats = || number(&lictor.run(&["feature", "f1", "--json"]).json(), "seats");
    eventually("the upgrade counts", Duration::from_secs(2), || (seats() == 11).then_some(()));
    assert_eq!(hold(&lictor, "f1").finish().0, 0);
    let journal = daemon.state().join("journal").display().to_string();
    for call in ["verify", "show"] {
        let run = lictor.run(&["log", call, &journal, "--json"]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

/// A client without vendor keys is told that nothing was verified.
#[test]
fn the_servers_word_alone_is_said_to_be_that() {
    let vendor = Vendor::new("ACME");
    let daemon = Lictord::builder().trust(&vendor).file("base.xml", &vendor.sign(&base("10"))).start();
    let run = Lictor::of(&daemon, &[]).run(&["feature", "f1", "--json"]);
    assert_eq!((run.code, number(&run.json(), "seats")), (0, 10));
    assert!(run.stderr.contains("the server's word was not verified"), "{run:?}");
}

/// FIL-07, interfaces: a file is uploaded once all of it is good, with every problem told if not;
/// nothing is replaced unasked; what is removed ends.
#[test]
fn fil_07_files_are_uploaded_and_removed() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let path = daemon.state().join("upgrade.xml");
    let file = path.display().to_string();
    let signed = vendor.sign(UPGRADE);
    std::fs::write(&path, signed.replace("COUNT=\"1\"", "COUNT=\"9\"")).unwrap();
    let run = lictor.run(&["licenses", "upload", &file]);
    let place = format!("error: {file}:2: feature f1: KEY does not belong to this feature");
    assert!(
        run.code == 5 && run.stderr.contains(&place) && run.stderr.contains("bad_signature: "),
        "{run:?}"
    );
    assert!(!daemon.licenses().join("upgrade.xml").exists());
    std::fs::write(&path, &signed).unwrap();
    let run = lictor.run(&["licenses", "upload", &file, "--reason", "order 4711"]);
    assert!(run.code == 0 && run.stdout.starts_with("added upgrade.xml\n"), "{run:?}");
    let seats = || number(&lictor.run(&["feature", "f1", "--json"]).json(), "seats");
    assert_eq!(seats(), 11);
    let run = lictor.run(&["licenses", "upload", &file]);
    assert!(run.code == 5 && run.stderr.contains("--replace"), "{run:?}");
    let run = lictor.run(&["licenses", "upload", &file, "--replace", "--json"]);
    let done = &rows(&run.json(), "files")[0].clone();
    assert_eq!(
        (run.code, &done["replaced"], &done["licenses"][0]["state"]),
        (0, &json!(true), &json!("served"))
    );
    let run = lictor.run(&["licenses", "remove", "upgrade.xml"]);
    assert_eq!((run.code, run.stdout.as_str(), seats()), (0, "removed upgrade.xml\n", 10));
    let run = lictor.run(&["licenses", "remove", "upgrade.xml", "--json"]);
    assert_eq!((run.code, &run.json()["status"]), (5, &json!("bad_license_file")), "{run:?}");
}

/// RES-01: seats are reserved, listed and given back; what cannot be reserved is denied.
#[test]
fn res_01_reserve_list_and_return() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let run = lictor.run(&["reserve", "f1:8", "--token", "job", "--for", "2h", "--reason", "night"]);
    assert!(run.code == 0 && run.stdout.starts_with("reserved 8 of ACME/f1 under job until "), "{run:?}");
    let run = lictor.run(&["reserve", "f1:3", "--token", "other", "--for", "1h", "--json"]);
    assert_eq!((run.code, &run.json()["status"]), (3, &json!("not_enough_seats")), "{run:?}");
    let list = lictor.run(&["reserve", "--json"]).json();
    let row = &rows(&list, "reservations")[0];
    assert_eq!((&row["token"], &row["count"], &row["used"]), (&json!("job"), &json!(8), &json!(0)));
    assert!(lictor.run(&["reserve"]).stdout.contains("ACME/f1"), "{list}");
    assert_eq!(lictor.run(&["checkout", "f1:3", "--json"]).json()["status"], "reserved");
    let run = lictor.run(&["reserve", "--token", "job", "--return"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "gave back, seats freed: 8\n"), "{run:?}");
    for (call, code) in [
        (&["reserve", "f1", "--token", "job"][..], 2),
        (&["reserve", "f1", "--for", "1h"], 2),
        (&["reserve", "--token", "job"], 2),
        (&["reserve", "--token", "job", "--return"], 3),
        (&["reserve", "f2", "--token", "job", "--for", "1h"], 3),
    ] {
        assert_eq!(lictor.run(call).code, code, "{call:?}");
    }
}

/// RUL-02: who asks why is told what would happen and by which rule.
#[test]
fn rul_02_why_tells_what_would_happen() {
    let vendor = Vendor::new("ACME");
    let rules = "[[rule]]\ndeny = true\nusers = \"bob\"\n";
    let builder = Lictord::builder().trust(&vendor).file("base.xml", &vendor.sign(&base("10"))).config("");
    let beside = tempfile::tempdir().unwrap();
    let path = beside.path().join("rules.toml");
    std::fs::write(&path, rules).unwrap();
    let daemon = builder.arguments(&["--rules", &path.display().to_string()]).start();
    let lictor = Lictor::of(&daemon, &[]);
    let run = lictor.run(&["why", "bob@ws3", "f1:2"]);
    let start = "bob@ws3 asks for 2 of f1: denied_by_rule; 10 seats, 0 used, 0 reserved; by line 1: ";
    assert!(run.code == 0 && run.stdout.starts_with(start), "{run:?}");
    let run = lictor.run(&["why", "ann@ws3", "ACME/f1:2", "--address", "10.1.2.3", "--json"]);
    assert_eq!((run.code, &run.json()["status"]), (0, &json!("granted")), "{run:?}");
    let run = lictor.run(&["why", "ann@ws3", "f9"]);
    assert!(run.code == 0 && run.stdout.contains("feature_not_found"), "{run:?}");
}

/// NAM-01, BOR-03: lists are there when empty, and what is not there cannot be given free.
#[test]
fn nam_01_bor_03_nothing_is_given_free_that_is_not_there() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    for (call, name) in [(&["named", "list", "--json"][..], "named"), (&["borrows", "--json"], "borrows")] {
        assert_eq!(lictor.run(call).json()[name], json!([]), "{call:?}");
    }
    for (call, status) in [
        (&["revoke", "b3.1", "--reason", "stolen", "--json"][..], "not_borrowed"),
        (&["named", "release", "f1", "--user", "ann", "--reason", "left", "--json"], "not_held"),
    ] {
        let run = lictor.run(call);
        assert_eq!((run.code, &run.json()["status"]), (3, &json!(status)), "{run:?}");
    }
    assert_eq!(lictor.run(&["revoke", "b3.1"]).code, 2, "a reason is needed");
}

/// Every order stands in the log with who gave it and why, also those that change no seat.
#[test]
fn orders_stand_in_the_log() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let path = daemon.state().join("upgrade.xml");
    std::fs::write(&path, vendor.sign(UPGRADE)).unwrap();
    for call in [
        &["licenses", "upload", &path.display().to_string(), "--reason", "order 4711"][..],
        &["licenses", "remove", "upgrade.xml", "--reason", "returned"],
        &["reserve", "f1:2", "--token", "job", "--for", "1h", "--reason", "night"],
        &["reserve", "--token", "job", "--return", "--reason", "done"],
        &["reload"],
    ] {
        let run = lictor.run(call);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let journal = daemon.state().join("journal").display().to_string();
    let log = lictor.run(&["log", "show", &journal]).stdout;
    let told: Vec<&str> = log.lines().filter(|line| line.contains("actor=admin")).collect();
    for (line, words) in told.iter().zip([
        &["note", "upload upgrade.xml: 1 license, sha256 ", "reason=\"order 4711\""][..],
        &["note", "remove upgrade.xml", "reason=returned"],
        &["reserved", "seats=2", "reason=night"],
        &["unreserved", "reason=done"],
        &["note", "reload"],
    ]) {
        assert!(words.iter().all(|word| line.contains(word)), "{words:?} in {line}");
    }
    assert_eq!(told.len(), 5, "{log}");
}
