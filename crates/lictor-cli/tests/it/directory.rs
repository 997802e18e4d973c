//! The license directory of a running server (section 14): every change within two seconds.

use std::time::{Duration, Instant};

use lictor_testkit::{Lictor, Lictord, Vendor, eventually, template};
use serde_json::{Value, json};

use crate::acceptance::{UPGRADE, base, hold, number, serve};

/// The rule, from the last write on.
const SOON: Duration = Duration::from_secs(2);
/// What starting `lictor` to ask, and being scheduled at all, may take on top of it.
const SLACK: Duration = Duration::from_secs(1);

/// Within two seconds of the write just done the feature has so many seats and each license, in load order, that state and
/// reason.
fn settles(what: &str, lictor: &Lictor, seats: u64, states: &[(&str, &str)]) {
    let mut last = Value::Null;
    let expected: Vec<Value> = states.iter().map(|(state, reason)| json!([state, reason])).collect();
    let end = Instant::now() + SOON + SLACK;
    let found = eventually("an answer by the end", SOON * 5, || {
        let report = lictor.run(&["licenses", "--json"]).json();
        let licenses = report["licenses"].as_array().cloned().unwrap_or_default();
        let now: Vec<Value> = licenses.iter().map(|it| json!([it["state"], it["reason"]])).collect();
        let pool = report["pools"].as_array().and_then(|pools| pools.first().cloned());
        let have = pool.map_or(0, |pool| number(&pool, "seats"));
        last = json!({ "seats": have, "states": now, "report": report });
        let settled = have == seats && now == expected;
        let late = Instant::now() > end;
        (settled || late).then_some(settled && !late)
    });
    assert!(found, "{what}: expected {seats} and {expected:?}, found {last:#}");
}

const SERVED: (&str, &str) = ("served", "none");

/// Section 14, UPG-09, UPG-11, UPG-14, KEY-02: files come, are replaced, broken and removed while
/// seats are out.
#[test]
fn upg_14_changes_of_the_directory() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let _held = hold(&lictor, "f1:10");
    settles("base alone", &lictor, 10, &[SERVED]);

    let upgrade = vendor.sign(UPGRADE);
    daemon.put("upgrade.xml", &upgrade);
    settles("an upgrade comes", &lictor, 11, &[SERVED, SERVED]);

    daemon.put("zz-copy.xml", &upgrade);
    settles("a copy counts once", &lictor, 11, &[SERVED, SERVED, ("duplicate", "same_serial")]);
    daemon.remove("zz-copy.xml");

    let second = vendor.sign(&template("f1", &[("COUNT", "50"), ("END", "2031-01-01")]));
    daemon.put("zz-second.xml", second);
    settles("the first exclusive wins", &lictor, 11, &[SERVED, SERVED, ("shadowed", "first_exclusive_wins")]);
    daemon.remove("zz-second.xml");
    settles("and is alone again", &lictor, 11, &[SERVED, SERVED]);

    daemon.remove("upgrade.xml");
    settles("the upgrade goes", &lictor, 10, &[SERVED]);

    daemon.put("upgrade.xml", &upgrade);
    daemon.remove("base.xml");
    settles("the base goes", &lictor, 0, &[("orphan", "no_base")]);
    let report = lictor.run(&["licenses", "--json"]).json();
    let pool = &report["pools"][0];
    let shown = (&pool["base"], number(pool, "used"), number(pool, "over_committed"));
    assert_eq!(shown, (&Value::Null, 10, 10), "{pool}");
    assert_eq!(lictor.run(&["checkout", "f1"]).code, 3);

    daemon.put("base.xml", vendor.sign(&base("3")));
    settles("a smaller base comes", &lictor, 4, &[SERVED, SERVED]);
    let report = lictor.run(&["licenses", "--json"]).json();
    assert_eq!(number(&report["pools"][0], "over_committed"), 6);
}

/// Section 14: half-written and broken files take nothing away from the others.
#[test]
fn fil_06_half_written_and_corrupt_files() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let _held = hold(&lictor, "f1:2");
    let upgrade = vendor.sign(UPGRADE);
    let half = &upgrade[..upgrade.len() / 2];
    let broken = ("rejected", "not_well_formed");
    for (what, content, seats, state) in [
        ("half a file", half.to_string(), 10, broken),
        ("the whole file", upgrade.clone(), 11, SERVED),
        ("a flipped count", upgrade.replace("COUNT=\"1\"", "COUNT=\"9\""), 10, ("rejected", "bad_signature")),
        ("no XML", "licenses for all".to_string(), 10, broken),
        ("nothing", String::new(), 10, broken),
        ("the whole file again", upgrade.clone(), 11, SERVED),
    ] {
        daemon.overwrite("upgrade.xml", content);
        settles(what, &lictor, seats, &[SERVED, state]);
    }
    assert_eq!(number(&lictor.run(&["feature", "f1", "--json"]).json(), "used"), 2);
}

/// FIL-02, TRU-01, HID-02: what is forged, tampered with, foreign or for another machine never serves.
#[test]
fn tru_01_what_is_not_genuine_never_serves() {
    let vendor = Vendor::new("ACME");
    let good = vendor.sign(&template("f1", &[("COUNT", "10")]));
    let elsewhere = r#"<LICENSEFILE><FEATURE NAME="f1"><SETTING COUNT="10"/>
        <SERVER_HOSTID><SETTING HOSTNAME="another-machine.invalid"/></SERVER_HOSTID></FEATURE></LICENSEFILE>"#;
    for (what, content, reason) in [
        ("tampered", good.replace("COUNT=\"10\"", "COUNT=\"11\""), "bad_signature"),
        ("renamed", good.replace("NAME=\"f1\"", "NAME=\"f2\""), "bad_signature"),
        ("forged", Vendor::new("ACME").sign(&template("f1", &[("COUNT", "10")])), "untrusted_vendor"),
        ("foreign", Vendor::new("OTHER").sign(&template("f1", &[("COUNT", "10")])), "untrusted_vendor"),
        ("unsigned", template("f1", &[("COUNT", "10")]), "unsigned"),
        ("of another machine", vendor.sign(elsewhere), "wrong_server"),
    ] {
        let daemon = Lictord::builder().trust(&vendor).file("f.xml", &content).start();
        let lictor = Lictor::of(&daemon, &["acme.pub"]);
        let report = lictor.run(&["licenses", "--json"]).json();
        let license = &report["licenses"][0];
        let shown = (&license["state"], &license["reason"]);
        assert_eq!(shown, (&json!("rejected"), &json!(reason)), "{what}: {report}");
        for feature in ["f1", "f2"] {
            let run = lictor.run(&["checkout", feature, "--json"]);
            assert_eq!(
                (run.code, &run.json()["status"]),
                (3, &json!("feature_not_found")),
                "{what}: {run:?}"
            );
        }
    }
}
