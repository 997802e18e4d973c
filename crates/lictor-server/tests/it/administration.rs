//! What administrators change: tokens, license files, access rules.

use std::fs;
use std::process::Command;
use std::time::Duration;

use lictor_client::Client;
use lictor_testkit::{Lictord, Vendor, eventually};
use lictor_types::Status;

use crate::admin::{ask, ask_at, document, send, states};
use crate::seats::{client, known_servers, license, options, serving, wait_for_used};

/// A rule, in lines 1 to 3.
const ONE: &str = "[[rule]]\ndeny = true\nusers = \"bob\"\n";

/// A token of `lictord token add` counts at once, for its role only, and ends when it is removed.
#[test]
fn a_token_counts_from_add_to_remove() {
    let daemon = Lictord::builder().start();
    let state = daemon.state();
    let token = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lictord"));
        let output = command.arg("token").args(arguments).arg("--state").arg(&state).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, text) = token(&["add", "monitor", "--role", "viewer"]);
    assert_eq!((code, text.len()), (0, 65));
    let file = state.join("monitor.token");
    fs::write(&file, text).unwrap();
    let asked = |method, path| ask_at(daemon.admin(), &file, method, path).0;
    assert_eq!((asked("GET", "/v1/status"), asked("POST", "/v1/reload")), (200, 403));
    assert_eq!(token(&["list"]), (0, "monitor\tviewer\n".to_owned()));
    assert_eq!(token(&["add", "monitor", "--role", "admin"]).0, 2);
    assert_eq!(token(&["remove", "monitor"]).0, 0);
    assert_eq!((asked("GET", "/v1/status"), token(&["remove", "monitor"]).0), (401, 2));
}

/// FIL-07: a file that is not wholly good never touches the directory; a good one is in force when
/// the answer comes, and is gone when it is taken away.
#[test]
fn fil_07_a_file_is_judged_before_it_touches_the_directory() {
    let vendor = Vendor::new("ACME");
    let daemon = Lictord::builder().trust(&vendor).start();
    let good = license(&vendor, &[("SERIAL", "a"), ("COUNT", "5")]);
    let there = || daemon.licenses().join("a.xml").exists();
    let stranger = license(&Vendor::new("OTHER"), &[("SERIAL", "b"), ("COUNT", "5")]);
    for (bad, status) in [
        (good.replace("\"5\"", "\"6\""), "bad_signature"),
        (stranger, "untrusted_vendor"),
        ("<LICENSEFILE>".to_owned(), "bad_license_file"),
    ] {
        let (code, body) = send(&daemon, "PUT", "/v1/licenses/a.xml", &bad);
        assert_eq!(code, 422, "{body}");
        assert!(body.contains(&format!("\"status\":\"{status}\"")) && body.contains("\"line\":"), "{body}");
        assert!(!there() && states(&daemon).is_empty(), "{status}");
    }
    let (code, body) = send(&daemon, "PUT", "/v1/licenses/a.xml?reason=new", &good);
    assert_eq!(code, 200, "{body}");
    assert!(body.contains("\"state\":\"served\"") && body.contains("\"replaced\":false"), "{body}");
    assert_eq!(states(&daemon), ["a served none"]);
    let larger = license(&vendor, &[("SERIAL", "a"), ("COUNT", "7")]);
    assert_eq!(send(&daemon, "PUT", "/v1/licenses/a.xml", &larger).0, 409);
    assert_eq!(fs::read_to_string(daemon.licenses().join("a.xml")).unwrap(), good);
    let (code, body) = send(&daemon, "PUT", "/v1/licenses/a.xml?replace=true", &larger);
    assert!(code == 200 && body.contains("\"count\":7") && body.contains("\"replaced\":true"), "{body}");
    assert_eq!(ask(&daemon, "DELETE", "/v1/licenses/a.xml").0, 200);
    assert!(!there() && states(&daemon).is_empty());
    assert_eq!(ask(&daemon, "DELETE", "/v1/licenses/a.xml").0, 404);
}

/// RUL-02: rules are read anew while the server runs, all or nothing; a mistake is told with file,
/// line and hint, by whoever asks for a reload too, and the old rules stay in force.
#[test]
fn rul_02_rules_are_read_anew_all_or_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let rules = directory.path().join("rules.toml");
    fs::write(&rules, ONE).unwrap();
    let daemon = Lictord::builder().arguments(&["--rules", rules.to_str().unwrap()]).start();
    let metric = |name: &str| {
        let text = ask(&daemon, "GET", "/metrics").1;
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("lictor_{name} ")));
        line.unwrap_or_else(|| panic!("no {name} in {text}")).to_owned()
    };
    assert_eq!((metric("rules"), metric("rule_loads_total")), ("1.0".to_owned(), "1".to_owned()));
    fs::write(&rules, format!("{ONE}[[rule]]\ndeny = true\nhots = \"a\"\n")).unwrap();
    let refused = || (metric("rule_refusals_total") == "1").then_some(());
    eventually("the mistake is seen", Duration::from_secs(5), refused);
    let log = daemon.log();
    assert!(log.contains("rules.toml:6:") && log.contains("did you mean `hosts`?"), "{log}");
    let (code, body) = ask(&daemon, "POST", "/v1/reload");
    assert!(code == 409 && body.contains("rules.toml:6:"), "{body}");
    assert_eq!(metric("rules"), "1.0");
    fs::write(&rules, format!("{ONE}[[rule]]\ndeny = true\nhosts = \"a\"\n")).unwrap();
    assert_eq!(ask(&daemon, "POST", "/v1/reload").0, 200);
    assert_eq!(metric("rules"), "2.0");
}

/// RES-01: reserved seats are kept for whoever presents the token, until they are given back.
#[test]
fn res_01_seats_are_reserved_and_given_back() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 5).start();
    let reserve = |count: u32| {
        let body =
            format!(r#"{{"feature":"f1","count":{count},"token":"job","seconds":3600,"reason":"night"}}"#);
        send(&daemon, "POST", "/v1/reservations", &body)
    };
    let (code, body) = reserve(3);
    assert!(code == 200 && body.contains(r#""count":3,"used":0"#), "{body}");
    assert!(reserve(1).1.contains(r#""count":4"#), "repeating adds");
    let (code, body) = reserve(2);
    assert!(code == 409 && body.contains("not_enough_seats"), "{body}");
    let list = document(&daemon, "/v1/reservations");
    let row = &list["reservations"][0];
    assert_eq!((&row["token"], &row["feature"], &row["count"]), (&"job".into(), &"f1".into(), &4.into()));
    let why = |count| {
        let path = format!("/v1/why?user=ann&host=ws17&feature=f1&count={count}");
        let answer = document(&daemon, &path);
        (answer["status"].as_str().unwrap().to_owned(), answer["denial"]["reserved"].as_u64())
    };
    assert_eq!((why(1), why(2)), (("granted".to_owned(), None), ("reserved".to_owned(), Some(4))));
    let (code, body) = send(&daemon, "POST", "/v1/reservations/return", r#"{"token":"job"}"#);
    assert_eq!((code, body.as_str()), (200, r#"{"status":"ok","freed":4}"#));
    assert_eq!(why(2).0, "granted");
}

/// RUL-02: the rule that decides is named with its line and what it says, and a denial with its
/// numbers.
#[test]
fn rul_02_why_names_the_rule() {
    let vendor = Vendor::new("ACME");
    let directory = tempfile::tempdir().unwrap();
    let rules = directory.path().join("rules.toml");
    fs::write(&rules, format!("{ONE}[[rule]]\nlimit = 2\nusers = \"ann\"\n")).unwrap();
    let daemon = serving(&vendor, 5).arguments(&["--rules", rules.to_str().unwrap()]).start();
    let why = |user: &str, count: u32| {
        document(&daemon, &format!("/v1/why?user={user}&host=ws17&feature=f1&count={count}"))
    };
    let bob = why("bob", 1);
    let rule = &bob["denial"]["rule"];
    assert_eq!(
        (&bob["status"], &rule["line"], &rule["kind"]),
        (&"denied_by_rule".into(), &1.into(), &"deny".into())
    );
    assert_eq!(bob["rules"]["access"], *rule);
    let ann = why("ann", 3);
    assert_eq!(ann["status"], "limit_reached", "{ann}");
    let limit = &ann["rules"]["limit"];
    assert_eq!((&limit["line"], &limit["used"], &limit["amount"]), (&4.into(), &0.into(), &2.into()));
    assert!(limit["text"].as_str().unwrap().contains("ann"), "{limit}");
    assert_eq!(why("ann", 2)["status"], "granted");
}

/// NAM-01: a named user keeps the seat after checkin, until an administrator releases it; the next
/// release of the pool waits.
#[test]
fn nam_01_named_users_are_listed_and_released() {
    let vendor = Vendor::new("ACME");
    let file = license(&vendor, &[("SERIAL", "base"), ("COUNT", "2"), ("USERBASED", "ALL")]);
    let daemon = Lictord::builder().trust(&vendor).file("base.lic", &file).start();
    let named = || document(&daemon, "/v1/named")["named"].as_array().unwrap().clone();
    assert_eq!(named(), [] as [serde_json::Value; 0]);
    let client = client(&daemon, &vendor).unwrap();
    drop(client.checkout("f1").unwrap());
    let name = named()[0]["name"].as_str().unwrap().to_owned();
    let body = format!(r#"{{"feature":"f1","kind":"user","name":"{name}","reason":"left"}}"#);
    let release = || send(&daemon, "POST", "/v1/named/release", &body);
    wait_for_used(&daemon, 0);
    let (code, answer) = release();
    assert_eq!((code, answer.as_str()), (200, r#"{"status":"ok","freed":1}"#));
    assert_eq!(named(), [] as [serde_json::Value; 0]);
    drop(client.checkout("f1").unwrap());
    let (code, answer) = release();
    assert!(code == 409 && answer.contains("limit_reached") && answer.contains("not before"), "{answer}");
}

/// A quarantined user gets nothing on that host until it is over, and is told until when.
#[test]
fn a_quarantined_user_is_kept_out() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 5).start();
    let first = client(&daemon, &vendor).unwrap();
    let _seat = first.checkout("f1").unwrap();
    let sessions = document(&daemon, "/v1/sessions");
    let id = sessions["sessions"][0]["session"].as_str().unwrap().to_owned();
    let path = format!("/v1/sessions/{id}/release");
    let (code, body) = send(&daemon, "POST", &path, r#"{"reason":"misuse","quarantine_seconds":3600}"#);
    assert_eq!(code, 200, "{body}");
    let second = client(&daemon, &vendor).unwrap();
    let denied = second.checkout("f1").unwrap_err();
    assert_eq!(denied.status(), Status::Quarantined, "{denied}");
    let session = &sessions["sessions"][0];
    let (user, host) = (session["user"].as_str().unwrap(), session["host"].as_str().unwrap());
    let why = document(&daemon, &format!("/v1/why?user={user}&host={host}&feature=f1"));
    let relief = &why["denial"]["relief"];
    assert_eq!((&why["status"], &relief["what"]), (&"quarantined".into(), &"quarantine_end".into()), "{why}");
    assert!(relief["at"].is_string(), "{relief}");
}

/// BOR-03: an administrator takes a borrow back, and its seat is free at once.
#[test]
fn bor_03_a_borrow_is_listed_and_revoked() {
    let vendor = Vendor::new("ACME");
    let file = license(&vendor, &[("SERIAL", "base"), ("COUNT", "2"), ("BORROW", "48")]);
    let daemon = Lictord::builder().trust(&vendor).file("base.lic", &file).start();
    let store = daemon.state().with_file_name("store");
    let path = daemon.listen().to_owned();
    let client = Client::open(options(&path, &vendor, known_servers(&daemon)).store(store)).unwrap();
    client.borrow("f1", 24).unwrap();
    let borrows = || document(&daemon, "/v1/borrows")["borrows"].as_array().unwrap().clone();
    let id = borrows()[0]["borrow"].as_str().unwrap().to_owned();
    assert_eq!((&borrows()[0]["hours"], &borrows()[0]["count"]), (&24.into(), &1.into()));
    let path = format!("/v1/borrows/{id}/revoke");
    let (code, body) = send(&daemon, "POST", &path, r#"{"reason":"stolen"}"#);
    assert_eq!((code, body), (200, format!(r#"{{"status":"ok","borrow":"{id}","freed":1}}"#)));
    assert!(borrows().is_empty());
    wait_for_used(&daemon, 0);
    assert_eq!(send(&daemon, "POST", &path, r#"{"reason":"stolen"}"#).0, 404);
}
