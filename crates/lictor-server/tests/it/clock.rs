//! Wall clocks that jump, go back and are put right (TIM-04, TIM-05).

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use lictor_client::Status;
use lictor_server::Server;
use lictor_server::clock::{Clock, SystemClock};
use lictor_server::settings::Settings;
use lictor_server::zones::Zone;
use lictor_testkit::{Faketime, Lictor, Lictord, Vendor, eventually, template};
use serde_json::{Value, json};

use crate::admin::{ask, ask_at, document, states};
use crate::raw::Raw;
use crate::seats::{client, license, serving};

/// A jump is noticed within this time (TIM-04).
const NOTICED: Duration = Duration::from_secs(10);

/// TIM-04, TIM-05: the day in force follows a step forward at once, stands through a step back of up
/// to 24 h, and goes back for a larger one; the floor has not followed, so nothing is suspected
/// until the clock is more than 24 h behind it; then licenses with END are denied and others
/// granted, and all is well as soon as the clock is right again. Sessions notice nothing.
#[test]
fn tim_04_tim_05_a_clock_that_jumps() {
    if !Faketime::is_available() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let offset = place.path().join("offset");
    let set = |text: &str| fs::write(&offset, text).unwrap();
    set("+0");
    let today = Zone::utc().today(SystemClock.wall_ms());
    let day = |days: u32| {
        let day = (0..days).fold(today, |day, _| day.next().unwrap());
        day.to_string()
    };
    let vendor = Vendor::new("ACME");
    let starts =
        license(&vendor, &[("SERIAL", "soon"), ("COUNT", "5"), ("KEYTYPE", "UPGRADE"), ("START", &day(1))]);
    let dated = vendor.sign(&template("dated", &[("SERIAL", "dated"), ("COUNT", "1"), ("END", &day(9))]));
    let daemon = serving(&vendor, 3)
        .file("dated.lic", &dated)
        .file("soon.lic", &starts)
        .faketime(Faketime::following(&offset, "UTC"))
        .arguments(&["--timezone", "UTC"])
        .start();
    let (mut holder, _) = Raw::open(daemon.listen());
    let lease = holder.take(2).lease;
    let library = client(&daemon, &vendor).unwrap();
    let seat = library.checkout("f1").unwrap();

    for (jump, day, suspect, soon) in [
        ("+1d", day(1), false, "served"),
        ("+2h", day(1), false, "served"),
        ("+26h", day(1), false, "served"),
        ("+30h", day(1), false, "served"),
        ("+0", day(0), false, "pending"),
        ("-2d", day(0), true, "pending"),
        ("+0", day(0), false, "pending"),
        ("+1d", day(1), false, "served"),
    ] {
        let noticed = daemon.log().matches("The wall clock jumped").count();
        set(jump);
        eventually(&format!("a word about {jump}"), NOTICED, || {
            (daemon.log().matches("The wall clock jumped").count() > noticed).then_some(())
        });
        let report = document(&daemon, "/v1/licenses");
        assert_eq!(
            (report["today"].as_str(), report["clock_suspect"].as_bool()),
            (Some(&*day), Some(suspect)),
            "{jump}"
        );
        assert_eq!(states(&daemon)[2].split(' ').nth(1), Some(soon), "{jump}");
        assert_eq!(ask(&daemon, "GET", "/readyz").0, 200, "{jump}");
        holder.beat().unwrap();
        let dated = library.checkout("dated").map(drop).map_err(|error| error.status());
        if jump.starts_with('-') {
            // The client itself does not believe a server that is two days off (TRU-03).
            assert!(matches!(dated, Err(Status::ClockRollback)), "{jump}: {dated:?}");
            let blind = Lictor::of(&daemon, &[]);
            let status = |feature: &str| blind.run(&["checkout", feature, "--json"]).json()["status"].clone();
            assert_eq!((status("dated"), status("f1")), (json!("clock_rollback"), json!("not_enough_seats")));
        } else {
            assert_eq!(dated, Ok(()), "{jump}");
        }
        assert!(seat.is_valid(), "{jump}");
    }
    holder.give(lease);
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
