//! The way of a seat through a real daemon: section 4 of the licensing rules as a user meets it.

use lictor_testkit::{Held, Lictor, Lictord, Vendor, template};
use serde_json::{Value, json};

/// The template of section 4, byte for byte.
pub(crate) const UPGRADE: &str = r#"<LICENSEFILE>
  <FEATURE NAME="f1">
    <SETTING COUNT="1"/>
    <SETTING KEYTYPE="UPGRADE"/>
    <SETTING END="2030-01-01"/>
  </FEATURE>
</LICENSEFILE>
"#;

pub(crate) fn base(count: &str) -> String {
    template("f1", &[("COUNT", count), ("END", "2031-01-01"), ("SERIAL", "base")])
}

/// A daemon that serves the vendor's templates, each in a file of its own, and the program for it.
pub(crate) fn serve(vendor: &Vendor, templates: &[(&str, &str)]) -> (Lictord, Lictor) {
    let builder = Lictord::builder().trust(vendor);
    let builder =
        templates.iter().fold(builder, |builder, (name, text)| builder.file(name, &vendor.sign(text)));
    let daemon = builder.start();
    let lictor = Lictor::of(&daemon, &["acme.pub"]);
    (daemon, lictor)
}

/// Takes seats and holds them; the answer must be a grant.
pub(crate) fn hold(lictor: &Lictor, wanted: &str) -> Held {
    let mut held = lictor.hold(&["checkout", wanted, "--json"]);
    let line = held.line();
    let answer: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
    assert_eq!(answer["status"], "granted", "{answer}");
    held
}

pub(crate) fn number(document: &Value, name: &str) -> u64 {
    document[name].as_u64().unwrap_or_else(|| panic!("no number {name} in {document}"))
}

/// UPG-01, UPG-12, OUT-02, OUT-04: base 10 and the template as upgrade are one pool of 11; eleven
/// seats go out, the twelfth is denied with the numbers.
#[test]
fn upg_01_base_and_upgrade_are_eleven_seats() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("10")), ("upgrade.xml", UPGRADE)]);
    let feature = lictor.run(&["feature", "f1", "--json"]);
    let document = feature.json();
    assert_eq!((feature.code, feature.stderr.contains("not verified")), (0, false), "{feature:?}");
    for (name, expected) in [
        ("feature", json!("f1")),
        ("vendor", json!("ACME")),
        ("key_type", json!("EXCLUSIVE")),
        ("seats", json!(11)),
        ("used", json!(0)),
        ("free", json!(11)),
        ("start", Value::Null),
        ("end", json!("2031-01-01")),
        ("serial", json!("base")),
    ] {
        assert_eq!(document[name], expected, "{name} in {document}");
    }
    assert_eq!(document["pools"].as_array().map(Vec::len), Some(1));

    let mut held: Vec<Held> = (0..11).map(|_| hold(&lictor, "f1")).collect();
    let denied = lictor.run(&["checkout", "f1", "--json"]);
    let denial = denied.json();
    assert_eq!((denied.code, &denial["status"]), (3, &json!("not_enough_seats")));
    for (name, expected) in
        [("requested", 1), ("seats", 11), ("used", 11), ("reserved", 0), ("over_committed", 0)]
    {
        assert_eq!(number(&denial, name), expected, "{name} in {denial}");
    }
    assert_eq!((&denial["feature"], &denial["rule"]), (&json!("f1"), &Value::Null));
    let text = lictor.run(&["checkout", "f1"]);
    assert_eq!((text.code, text.stdout.as_str()), (3, ""));
    assert!(
        text.stderr.contains("error: not_enough_seats: ") && text.stderr.contains("11 of 11"),
        "{text:?}"
    );

    assert_eq!(held.pop().unwrap().finish().0, 0);
    let _again = hold(&lictor, "f1");
    let whole = lictor.run(&["checkout", "f1:2", "--json"]);
    assert_eq!((whole.code, number(&whole.json(), "requested")), (3, 2));
}

/// OUT-02: several features are one request: all or none.
#[test]
fn out_02_several_features_are_one_request() {
    let vendor = Vendor::new("ACME");
    let small = template("f2", &[("COUNT", "1")]);
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("10")), ("small.xml", &small)]);
    let mut both = lictor.hold(&["checkout", "ACME/f1:3", "ACME/f2", "--json"]);
    let line = both.line();
    let answer: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
    assert_eq!(
        (&answer["status"], answer["features"].as_array().map(Vec::len)),
        (&json!("granted"), Some(2))
    );

    let denied = lictor.run(&["checkout", "f1:3", "f2", "--json"]);
    let document = denied.json();
    let statuses: Vec<&Value> =
        document["features"].as_array().unwrap().iter().map(|it| &it["status"]).collect();
    assert_eq!((denied.code, &document["status"]), (3, &json!("not_enough_seats")), "{document}");
    assert_eq!(statuses, [&json!("granted"), &json!("not_enough_seats")]);
    assert_eq!(number(&lictor.run(&["feature", "f1", "--json"]).json(), "used"), 3);
}

/// OUT-01: versions; and a feature nobody has is told by name.
#[test]
fn out_01_versions_and_unknown_features() {
    let vendor = Vendor::new("ACME");
    let versioned = template("f1", &[("COUNT", "1"), ("MAJOR_VERSION", "2"), ("MINOR_VERSION", "5")]);
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &versioned)]);
    for (arguments, code, status) in [
        (&["f1", "--version", "2.5"][..], 0, "granted"),
        (&["f1", "--version", "2.4"], 0, "granted"),
        (&["F1"], 0, "granted"),
        (&["f1", "--version", "2.5", "--exact"], 0, "granted"),
        (&["f1", "--version", "2.4", "--exact"], 3, "version_too_high"),
        (&["f1", "--version", "2.6"], 3, "version_too_high"),
        (&["f9"], 3, "feature_not_found"),
        (&["OTHER/f1"], 3, "feature_not_found"),
    ] {
        let run = lictor.run(&[&["checkout", "--json"], arguments].concat());
        let expected = (code, &json!(status));
        if status == "version_too_high" && arguments.contains(&"--exact") {
            assert_eq!(run.code, code, "{arguments:?}: {run:?}");
        } else {
            assert_eq!((run.code, &run.json()["status"]), expected, "{arguments:?}: {run:?}");
        }
    }
    for (arguments, text, hint) in [
        (
            &["--version", "2.6"][..],
            "version 2.6 of `f1` requested, it is licensed for a lower one",
            "hint: f1 is licensed for version 2.5: ask for no higher one",
        ),
        (
            &["--version", "2.4", "--exact"],
            "exactly version 2.4 of `f1` requested, it is licensed for another",
            "hint: f1 is licensed for version 2.5: ask for that one, or without --exact",
        ),
    ] {
        let run = lictor.run(&[&["checkout", "f1"], arguments].concat());
        assert_eq!(run.stderr, format!("error: version_too_high: {text}\n{hint}\n"));
    }
    for call in ["checkout", "feature"] {
        let run = lictor.run(&[call, "f9"]);
        assert!(
            run.stderr.starts_with("error: feature_not_found: no license of `f9` is served\n"),
            "{run:?}"
        );
    }
    let unknown = lictor.run(&["feature", "f9", "--json"]);
    assert_eq!((unknown.code, &unknown.json()["status"]), (3, &json!("feature_not_found")), "{unknown:?}");
}

/// SES-02: seats of a process that is killed are free at once; `--for` holds although standard input
/// has ended.
#[test]
fn ses_02_seats_come_back() {
    let vendor = Vendor::new("ACME");
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &base("1"))]);
    let used = || number(&lictor.run(&["feature", "f1", "--json"]).json(), "used");
    let timed = lictor.run(&["checkout", "f1", "--for", "1", "--json"]);
    assert_eq!((timed.code, &timed.json()["status"]), (0, &json!("granted")), "{timed:?}");
    assert_eq!(used(), 0);
    drop(hold(&lictor, "f1"));
    let second = std::time::Duration::from_secs(1);
    lictor_testkit::eventually("the seat is free", second, || (used() == 0).then_some(()));
}

/// TIME_ZONES: the client tells the offset of its own zone.
#[test]
fn time_zones_are_the_clients() {
    let vendor = Vendor::new("ACME");
    let zoned = template("f1", &[("COUNT", "3"), ("TIME_ZONES", "2,-3")]);
    let (_daemon, lictor) = serve(&vendor, &[("base.xml", &zoned)]);
    for (zone, code, status) in [
        ("Etc/GMT-2", 0, "granted"),
        ("Etc/GMT+3", 0, "granted"),
        ("UTC", 3, "wrong_time_zone"),
        ("Asia/Kathmandu", 3, "wrong_time_zone"),
    ] {
        let run = lictor.clone().env("TZ", zone).run(&["checkout", "f1", "--json"]);
        assert_eq!((run.code, &run.json()["status"]), (code, &json!(status)), "{zone}: {run:?}");
    }
}
