//! Files of access rules: checked, compared, translated; without a server.

use std::fs;

use lictor_testkit::{Lictor, Vendor, template};
use serde_json::json;

struct Place {
    directory: tempfile::TempDir,
    lictor: Lictor,
}

impl Place {
    fn new(files: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (name, content) in files {
            fs::write(directory.path().join(name), content).unwrap();
        }
        let lictor = Lictor::in_directory(directory.path());
        Self { directory, lictor }
    }
}

const GOOD: &str = r#"[groups]
cad = ["ann", "bob"]

[[rule]]
limit = 3
features = "solver"
groups = "cad"

[[rule]]
deny = true
users = "eve"
"#;

/// RUL-02: a sound file is told rule by rule, in the order in which rules are asked.
#[test]
fn rul_02_sound_files_are_listed() {
    let place = Place::new(&[("rules.toml", GOOD)]);
    let run = place.lictor.run(&["rules", "check", "rules.toml", "--list"]);
    let expected = "rules.toml: valid: 2 rules, 1 group\n  line 4    limit 3 for group cad on solver\n  \
                    line 9    deny user eve on every feature\n";
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, expected, ""));
    let document = place.lictor.run(&["rules", "check", "rules.toml", "--json"]).json();
    let file = &document["files"][0];
    let rules = json!([
        {"number": 0, "line": 4, "kind": "limit", "text": "limit 3 for group cad on solver"},
        {"number": 1, "line": 9, "kind": "deny", "text": "deny user eve on every feature"},
    ]);
    assert_eq!((&file["verdict"], &file["groups"], &file["rules"]), (&json!("valid"), &json!(1), &rules));
    assert_eq!(file["digest"].as_str().map(str::len), Some(64));
}

/// RUL-02: every mistake of every file with file, line, character and hint; exit 5.
#[test]
fn rul_02_mistakes_are_told() {
    let bad = "[[rule]]\nalow = true\n[[rule]]\ndeny = true\ngroups = \"cda\"\n";
    let place = Place::new(&[("bad.toml", bad), ("good.toml", GOOD), ("binary.toml", "\u{0}")]);
    let run = place.lictor.run(&["rules", "check", "good.toml", "bad.toml"]);
    let out = "good.toml: valid: 2 rules, 1 group\nbad.toml: invalid: 2 errors\n";
    let told = "error: bad.toml:2:1: unknown key \"alow\"\nhint: did you mean `allow`?\n\
                error: bad.toml:5:10: unknown group \"cda\"\nhint: define it under [groups]\n\
                error: bad_rules: 1 of 2 files have mistakes\n";
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (5, out, told));
    let document = place.lictor.run(&["rules", "check", "bad.toml", "--json"]).json();
    let error = json!({
        "line": 5, "column": 10, "text": "unknown group \"cda\"", "hint": "define it under [groups]",
    });
    let file = &document["files"][0];
    assert_eq!((&file["verdict"], &file["errors"][1]), (&json!("invalid"), &error));
    for call in
        [&["check", "binary.toml"][..], &["check", "missing.toml"], &["diff", "good.toml", "bad.toml"]]
    {
        let run = place.lictor.run(&[&["rules"], call].concat());
        assert!(run.code == 5 && run.stderr.contains("error: bad_rules: "), "{run:?}");
        assert_eq!(run.stderr.matches("bad.toml:5:10").count(), usize::from(call[0] == "diff"));
    }
}

/// RUL-02: features are held against those of license files, and a warning says which was meant.
#[test]
fn rul_02_unknown_features_are_warned_of() {
    let place = Place::new(&[("rules.toml", &GOOD.replace("solver", "solvr"))]);
    let licenses = place.directory.path().join("licenses");
    fs::create_dir(&licenses).unwrap();
    fs::write(licenses.join("a.xml"), Vendor::new("ACME").sign(&template("solver", &[("COUNT", "1")])))
        .unwrap();
    fs::write(licenses.join("notes.txt"), "no license").unwrap();
    let warning = "warning: rules.toml:6:12: there is no feature \"solvr\"\nhint: did you mean `solver`?\n";
    for (more, expected) in
        [(&["--licenses", "licenses"][..], warning), (&["--licenses", "licenses/a.xml"], warning), (&[], "")]
    {
        let run = place.lictor.run(&[&["rules", "check", "rules.toml"], more].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, expected), "{}", run.stdout);
    }
    let run = place.lictor.run(&["rules", "check", "rules.toml", "--licenses", "nowhere"]);
    assert_eq!(run.code, 5, "{run:?}");
}

/// What a new file would change.
#[test]
fn differences_are_told() {
    let new = GOOD.replace("\"bob\"", "\"carl\"").replace("limit = 3", "limit = 2");
    let place = Place::new(&[("old.toml", GOOD), ("new.toml", &new), ("same.toml", &format!("# x\n{GOOD}"))]);
    let run = place.lictor.run(&["rules", "diff", "old.toml", "new.toml"]);
    let expected = "changed: line 4, now 4: limit 3 for group cad on solver; now limit 2 for group cad on solver; \
                    gained carl; lost bob\n";
    assert_eq!((run.code, run.stdout.as_str()), (0, expected));
    let document = place.lictor.run(&["rules", "diff", "old.toml", "new.toml", "--json"]).json();
    let change = json!({
        "change": "changed", "from": 4, "to": 4, "gained": ["carl"], "lost": ["bob"],
        "before": "limit 3 for group cad on solver", "after": "limit 2 for group cad on solver",
    });
    assert_eq!(document, json!({ "changes": [change] }));
    let run = place.lictor.run(&["rules", "diff", "old.toml", "same.toml"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", "note: no difference\n"));
}

/// A translation can be used as it is, and says what it leaves out.
#[test]
fn translations_are_sound_and_honest() {
    let options = "GROUP cad ann bob\nINCLUDE solver GROUP cad\nLINGER solver 60\n";
    let place = Place::new(&[
        ("site.opt", options),
        ("lmx-serv.cfg", "DENY_HOST_ALL = ws66\nTCP_LISTEN_PORT = 6200\n"),
    ]);
    let run = place.lictor.run(&["rules", "import", "--from", "flexlm", "site.opt"]);
    let told = "warning: not translated: site.opt:3: LINGER solver 60: how long seats stay taken after checkin \
                is set in the license (HOLD)\n";
    assert_eq!((run.code, run.stderr.as_str()), (0, told));
    fs::write(place.directory.path().join("rules.toml"), &run.stdout).unwrap();
    let check = place.lictor.run(&["rules", "check", "rules.toml", "--list"]);
    let expected = "rules.toml: valid: 2 rules, 1 group\n  line 11   allow group cad on solver\n  \
                    line 17   deny everyone on solver\n";
    assert_eq!((check.code, check.stdout.as_str(), check.stderr.as_str()), (0, expected, ""));
    let document = place.lictor.run(&["rules", "import", "--from", "lmx", "lmx-serv.cfg", "--json"]).json();
    let left_out = json!([
        {"line": 2, "source": "TCP_LISTEN_PORT = 6200", "text": "see `listen` in lictord.toml"},
    ]);
    assert_eq!((&document["from"], &document["left_out"]), (&json!("lmx"), &left_out));
    assert!(
        document["rules"].as_str().is_some_and(|rules| rules.ends_with("deny = true\nhosts = [\"ws66\"]\n"))
    );
    assert_eq!(place.lictor.run(&["rules", "import", "site.opt"]).code, 2);
}
