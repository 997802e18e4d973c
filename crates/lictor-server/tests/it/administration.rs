//! What administrators change: tokens, license files, access rules.

use std::fs;
use std::process::Command;
use std::time::Duration;

use lictor_testkit::{Lictord, Vendor, eventually};

use crate::admin::{ask, ask_at, send, states};
use crate::seats::license;

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
