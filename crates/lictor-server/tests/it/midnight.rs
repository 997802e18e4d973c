//! The day change on a running daemon, in zones where midnight is hard, and clocks that go back.

use std::fs;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use lictor_server::Server;
use lictor_server::clock::{Clock, SystemClock};
use lictor_server::settings::Settings;
use lictor_testkit::{Faketime, Lictor, Lictord, Vendor, eventually, template};
use serde_json::{Value, json};

use crate::admin::{ask, ask_at, document};

/// How long before midnight the daemon's clock starts.
const BEFORE: Duration = Duration::from_secs(5);
/// The day change is applied within one second (TIM-03); the rest is for starting the process and
/// for asking.
const AFTER: Duration = Duration::from_millis(2_500);

/// UPG-03, TIM-02, TIM-03: at the first instant of the new day, and not before, an upgrade starts
/// and another ends, also where 00:00 does not exist, with no reload and no restart.
#[test]
fn upg_03_tim_02_tim_03_the_switch_at_midnight() {
    if !Faketime::is_available() {
        return;
    }
    let zones = [
        ("UTC", "2026-02-28", "2026-03-01"),
        ("Asia/Kathmandu", "2026-02-28", "2026-03-01"),
        ("Pacific/Kiritimati", "2026-02-28", "2026-03-01"),
        ("Asia/Beirut", "2022-03-26", "2022-03-27"),
        ("America/Santiago", "2022-09-10", "2022-09-11"),
    ];
    thread::scope(|scope| {
        for (zone, old, new) in zones {
            scope.spawn(move || switch(zone, old, new));
        }
    });
}

fn switch(zone: &str, old: &str, new: &str) {
    let vendor = Vendor::new("ACME");
    let feature = |settings: &[(&str, &str)]| vendor.sign(&template("f1", settings));
    let starts = [("SERIAL", "u1"), ("KEYTYPE", "UPGRADE"), ("COUNT", "5"), ("START", new)];
    let ends = [("SERIAL", "u2"), ("KEYTYPE", "UPGRADE"), ("COUNT", "2"), ("END", old)];
    let began = Instant::now();
    let daemon = Lictord::builder()
        .trust(&vendor)
        .file("a.lic", &feature(&[("SERIAL", "b"), ("COUNT", "10")]))
        .file("b.lic", &feature(&starts))
        .file("c.lic", &feature(&ends))
        .faketime(Faketime::new(&format!("@{old} 23:59:55"), zone))
        .arguments(&["--timezone", zone])
        .start();
    let look = || {
        let report = document(&daemon, "/v1/licenses");
        (report["today"].as_str().unwrap().to_owned(), report["pools"][0]["seats"].as_u64().unwrap())
    };
    assert_eq!(look(), (old.to_owned(), 12), "{zone}");
    let switched = eventually(&format!("midnight in {zone}"), BEFORE * 4, || {
        let seen = look();
        if seen.0 == old {
            assert_eq!(seen.1, 12, "{zone}");
            return None;
        }
        assert_eq!(seen, (new.to_owned(), 15), "{zone}");
        Some(began.elapsed())
    });
    assert!((BEFORE..BEFORE + AFTER).contains(&switched), "{zone}: {switched:?}");
    assert_eq!(ask(&daemon, "GET", "/readyz").0, 200, "{zone}");
}

/// The clocks of this machine, the wall clock set wrong by some hours.
struct Wrong(i64);

impl Clock for Wrong {
    fn wall_ms(&self) -> u64 {
        SystemClock.wall_ms().saturating_add_signed(self.0 * 3_600_000)
    }

    fn boot_ms(&self) -> u64 {
        SystemClock.boot_ms()
    }
}

/// TIM-05: a clock more than 24 h behind the floor is found at start and said; the day in force
/// stays, the server stays up, and it recovers by itself.
#[test]
fn tim_05_a_clock_set_back_is_said() {
    let vendor = Vendor::new("ACME");
    let directory = tempfile::tempdir().unwrap();
    let (licenses, state) = (directory.path().join("licenses"), directory.path().join("state"));
    fs::create_dir(&licenses).unwrap();
    fs::write(licenses.join("acme.pub"), vendor.public()).unwrap();
    let license = vendor.sign(&template("f1", &[("SERIAL", "b"), ("COUNT", "1"), ("END", "2999-01-01")]));
    fs::write(licenses.join("a.lic"), license).unwrap();
    let free = "127.0.0.1:0".parse().unwrap();
    let settings = Settings {
        licenses,
        state: state.clone(),
        listen: free,
        admin: free,
        timezone: Some("UTC".to_owned()),
        ..Settings::default()
    };
    let mut today = Vec::new();
    for (hours, suspect) in [(0, false), (-48, true), (-1, false)] {
        let server = Server::start_with_clock(settings.clone(), Arc::new(Wrong(hours))).unwrap();
        let admin = server.addresses().admin.to_string();
        let ask = |path: &str| ask_at(&admin, &state.join("admin.token"), "GET", path);
        let report: Value = serde_json::from_str(&ask("/v1/licenses").1).unwrap();
        assert_eq!(report["clock_suspect"], suspect, "{hours}");
        assert_eq!(report["licenses"][0]["state"], "served", "{hours}");
        assert_eq!(ask("/readyz").0, 200, "{hours}");
        today.push(report["today"].as_str().unwrap().to_owned());
        server.stop().unwrap();
    }
    assert!(today.is_sorted(), "the day in force never went back: {today:?}");
}

/// TIM-05: after a clock went back by more than 24 h licenses with END are denied and others granted;
/// `lictor clock reset` heals that at once, but never below the newest ISSUED served, and stands in
/// the log.
#[test]
fn tim_05_a_clock_reset_heals() {
    if !Faketime::is_available() {
        return;
    }
    let vendor = Vendor::new("ACME");
    let license = |feature: &str, more: &[(&str, &str)]| {
        vendor.sign(&template(feature, &[&[("SERIAL", feature), ("COUNT", "1")], more].concat()))
    };
    let mut daemon = Lictord::builder()
        .trust(&vendor)
        .file("a.lic", &license("dated", &[("END", "2026-12-31")]))
        .file("b.lic", &license("endless", &[]))
        .file("c.lic", &license("late", &[("ISSUED", "2026-03-04")]))
        .faketime(Faketime::new("@2026-03-05 12:00:00", "UTC"))
        .start();
    assert_eq!(daemon.stop(), 0);
    daemon.set_clock(Faketime::new("@2026-03-01 12:00:00", "UTC"));
    daemon.start();
    let lictor = Lictor::of(&daemon, &[]);
    let status = |feature: &str| lictor.run(&["checkout", feature, "--json"]).json()["status"].clone();
    let today = || document(&daemon, "/v1/licenses")["today"].clone();
    assert_eq!((status("dated"), status("endless")), (json!("clock_rollback"), json!("granted")));
    assert_eq!(today(), "2026-03-05");

    let limited = lictor.run(&["clock", "reset", "--reason", "first try", "--json"]).json();
    assert!(limited["floor_before"].as_str().unwrap().starts_with("2026-03-05T12:0"), "{limited}");
    assert_eq!(
        (&limited["floor"], &limited["clock_suspect"]),
        (&json!("2026-03-04T00:00:00Z"), &json!(true))
    );
    assert_eq!(status("dated"), "clock_rollback");

    daemon.remove("c.lic");
    assert_eq!(lictor.run(&["reload"]).code, 0);
    let healed = lictor.run(&["clock", "reset", "--reason", "battery replaced"]);
    assert!(healed.stdout.starts_with("the floor of wall time is 2026-03-01T12:0"), "{healed:?}");
    assert_eq!((status("dated"), today()), (json!("granted"), json!("2026-03-01")));

    let log = lictor.run(&["log", "show", &daemon.state().join("journal").display().to_string()]).stdout;
    let resets: Vec<&str> = log.lines().filter(|line| line.contains("clock_reset")).collect();
    let [first, second] = &resets[..] else { panic!("{log}") };
    assert!(first.ends_with("suspect=true actor=admin reason=\"first try\""), "{first}");
    assert!(second.ends_with("suspect=false actor=admin reason=\"battery replaced\""), "{second}");
}
