//! How calls fail and what they leave on which output.

use std::collections::BTreeSet;

use lictor_testkit::Lictor;
use serde_json::{Value, json};

/// Interfaces: exit code 2 for a wrong call, nothing on standard output but a document with `--json`.
#[test]
fn wrong_calls_are_refused_with_exit_code_2() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(directory.path());
    for (arguments, says) in [
        (&["frobnicate"][..], "unrecognized subcommand 'frobnicate'"),
        (&["bench", "--help"], "error: `lictor bench` is not supported by this version yet"),
        (&["report"], "unrecognized subcommand 'report'"),
        (&["license", "verify"], "required arguments"),
        (&["vendor", "new", "acme", "--out", "."], "a letter first"),
        (&["release", "12"], "expected a session as s12.1"),
        (&["checkout", "f1:0"], "expected a count from 1 to 2147483647"),
        (&["checkout", "f1", "--exact"], "--version"),
        (&["checkout", "f1", "--wait", "5m"], "expected a number of seconds up to 4294967"),
        (&["run", "f1", "--wait", "4294968", "--", "true"], "expected a number of seconds up to 4294967"),
        (&["checkout", "f1", "--reservation", ""], "expected a token of 1 to 64 bytes"),
        (&["borrow", "f1"], "--hours <HOURS>"),
        (&["borrow", "f1", "--hours", "0"], "expected a number of hours from 1 to 8760"),
        (&["return"], "[VENDOR/]FEATURE"),
        (&["checkout", "A/f1", "B/f2"], "features of different vendors"),
        (&["status", "--server", "./file"], "expected host:port"),
        (&["status", "--server", "localhost:99999"], "expected a port from 1 to 65535"),
        (&["status", "--server", "6242@::1"], "an IPv6 address stands in brackets, as in [::1]:6242"),
        (&["status", "--timeout", "soon"], "expected a number of seconds from 1 to 3600"),
        (&["sessions", "--admin", "foo"], "`foo` is no address: expected HOST:PORT"),
        (&["sessions", "--admin", "::1:6243"], "an IPv6 host in brackets"),
        (&["checkout", "f1", "--for", "x"], "expected a number of seconds"),
        (&["checkout", "acme/EDITOR"], "stands a vendor, in upper case: did you mean ACME/EDITOR?"),
    ] {
        let run = lictor.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains("error: ") && run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    }
    for call in [&["checkout", "f1:0", "--json"][..], &["status", "--format", "licstat", "--json"]] {
        let run = lictor.run(call);
        assert_eq!((run.code, &run.json()["status"]), (2, &json!("usage")), "{run:?}");
    }
    let run = lictor.clone().env("LICTOR_ADMIN", "foo").run(&["sessions"]);
    assert_eq!((run.code, run.stderr.contains("LICTOR_ADMIN: `foo` is no address")), (2, true), "{run:?}");
    let run = lictor.run(&["bench", "f1", "--json"]);
    assert_eq!((run.code, &run.json()["status"]), (2, &json!("usage")));
}

/// Interfaces: help and version are answers.
#[test]
fn help_and_version_are_answers() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(directory.path());
    let version = lictor.run(&["--version"]);
    let expected = format!("lictor {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((version.code, version.stdout, version.stderr), (0, expected, String::new()));
    let help = lictor.run(&["checkout", "--help"]);
    assert_eq!((help.code, help.stdout.contains("Examples:"), help.stderr.as_str()), (0, true, ""));
}

/// Interfaces: without a token nobody is asked (6); without a server the call fails by name (4).
#[test]
fn administrators_need_a_token_and_a_server() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(directory.path());
    let run = lictor.run(&["licenses", "--json"]);
    assert_eq!((run.code, &run.json()["status"]), (6, &json!("not_authorized")));

    std::fs::create_dir(directory.path().join("state")).unwrap();
    std::fs::write(directory.path().join("state/admin.token"), "secret\n").unwrap();
    for (address, code, status) in [("127.0.0.1:1", 4, "server_unreachable"), ("192.0.2.1:6243", 2, "usage")]
    {
        let run = lictor.run(&["sessions", "--json", "--admin", address]);
        assert_eq!((run.code, &run.json()["status"]), (code, &json!(status)), "{}", run.stderr);
        assert!(!run.stderr.contains("secret"));
    }
}

/// Interfaces: a server that does not answer is named, with exit code 4.
#[test]
fn a_server_that_does_not_answer_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(directory.path());
    let nobody = ["--server", "127.0.0.1:1", "--timeout", "2", "--json"];
    let status = lictor.run(&[&["status"], &nobody[..]].concat());
    let server = &status.json()["servers"][0];
    let expected = (4, &json!("127.0.0.1:1"), &json!("server_unreachable"));
    assert_eq!((status.code, &server["server"], &server["status"]), expected, "{status:?}");
    for call in [&["feature", "f1"][..], &["checkout", "f1"]] {
        let run = lictor.run(&[call, &nobody[..]].concat());
        assert_eq!((run.code, &run.json()["status"]), (4, &json!("server_unreachable")), "{run:?}");
        let expected = "error: server_unreachable: 127.0.0.1:1: ";
        assert!(run.stderr.starts_with(expected) && run.stderr.contains("hint: "), "{}", run.stderr);
    }
}

/// HID-01: each type of the license format has values or the reason why it has none.
#[test]
fn hid_01_host_ids_are_shown() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(directory.path());
    let run = lictor.run(&["hostid", "--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let document = run.json();
    let types = |list: &str, text: &str| -> BTreeSet<String> {
        let is_told = |item: &&Value| item[text].as_str().is_some_and(|told| !told.is_empty());
        let items = document[list].as_array().unwrap().iter();
        items.filter(is_told).map(|item| item["type"].as_str().unwrap().to_owned()).collect()
    };
    let (present, absent) = (types("hostids", "value"), types("absent", "reason"));
    assert!(present.contains("HOSTNAME") && present.is_disjoint(&absent), "{document}");
    assert_eq!(present.len() + absent.len(), 12, "{document}");
    assert!(absent.is_superset(&["CUSTOM", "SERVER_KEY"].map(str::to_owned).into()), "{document}");
    let text = lictor.run(&["hostid"]);
    assert_eq!(text.code, 0, "{text:?}");
    for id in document["hostids"].as_array().unwrap() {
        let line = format!("{:<16} {}", id["type"].as_str().unwrap(), id["value"].as_str().unwrap());
        assert!(text.stdout.lines().any(|found| found == line), "{line} {text:?}");
    }
}

/// SHR-03: what the machine stands in is an answer with its evidence, in text as in the document.
#[test]
fn shr_03_surroundings_are_shown_with_evidence() {
    let directory = tempfile::tempdir().unwrap();
    let lictor = Lictor::in_directory(directory.path());
    let (document, text) = (lictor.run(&["hostid", "--json"]).json(), lictor.run(&["hostid"]).stdout);
    for (name, title) in [
        ("virtual_machine", "virtual machine"),
        ("container", "container"),
        ("cloud", "cloud"),
        ("terminal_session", "remote session"),
    ] {
        let found = &document[name];
        let answer = found["answer"].as_str().unwrap();
        assert!(["yes", "no", "unknown"].contains(&answer), "{found}");
        assert_eq!(answer == "yes", found["kind"].is_string(), "{found}");
        let head = format!("{title:<16} {answer}");
        assert!(text.lines().any(|line| line.starts_with(&head)), "{head} {text}");
        let evidence = found["evidence"].as_array().unwrap();
        assert!(!evidence.is_empty(), "{found}");
        for seen in evidence {
            assert!(text.contains(seen.as_str().unwrap()), "{seen} {text}");
        }
    }
}
