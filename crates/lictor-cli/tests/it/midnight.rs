//! Midnight while the daemon runs: upgrades start and stop by themselves.

use std::time::Duration;

use lictor_testkit::{Faketime, Lictor, Lictord, Vendor, eventually, template};
use serde_json::{Value, json};

/// UPG-03, TIM-01: at the first instant of the new day in the server's zone one upgrade stops and
/// another starts, with no reload and no restart.
#[test]
fn upg_03_the_day_changes_the_seats() {
    assert!(Faketime::is_available(), "install libfaketime (package faketime)");
    let vendor = Vendor::new("ACME");
    let upgrade = |count, days: &[(&str, &str)]| {
        let settings = [&[("COUNT", count), ("KEYTYPE", "UPGRADE")], days].concat();
        vendor.sign(&template("f1", &settings))
    };
    for zone in ["UTC", "Asia/Kathmandu"] {
        let daemon = Lictord::builder()
            .trust(&vendor)
            .file("a.xml", &vendor.sign(&template("f1", &[("COUNT", "10"), ("END", "2026-12-31")])))
            .file("b.xml", &upgrade("5", &[("START", "2026-03-01"), ("END", "2026-12-31")]))
            .file("c.xml", &upgrade("2", &[("END", "2026-02-28")]))
            .faketime(Faketime::new("@2026-02-28 23:59:57", zone))
            .start();
        let lictor = Lictor::of(&daemon, &[]);
        let report = || {
            let report = lictor.run(&["licenses", "--json"]).json();
            let states: Vec<Value> = report["licenses"]
                .as_array()
                .unwrap()
                .iter()
                .map(|license| license["state"].clone())
                .collect();
            json!([report["today"], report["pools"][0]["seats"], states])
        };
        let before = json!(["2026-02-28", 12, ["served", "pending", "served"]]);
        let after = json!(["2026-03-01", 15, ["served", "served", "expired"]]);
        assert_eq!(report(), before, "{zone}");
        let changed = || Some(report()).filter(|report| *report != before);
        assert_eq!(eventually("the new day", Duration::from_secs(10), changed), after, "{zone}");
    }
}
