//! The day change on a running server, in zones where midnight is hard.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use lictor_server::Server;
use lictor_server::clock::{Clock as _, SystemClock, VirtualClock};
use lictor_server::zones::Zone;
use lictor_testkit::{Faketime, Lictord, Vendor, eventually};
use lictor_types::{Answer, CivilDate, Seats, Status};
use lictor_wire::{Query, QueryAnswer};

use crate::admin::{document, states};
use crate::embed::{Place, address};
use crate::raw::{Raw, checkout};
use crate::seats::license;

/// The day change is applied within this time (TIM-03).
const APPLIED_MS: u64 = 1_000;

/// A midnight.
struct Night {
    /// Zone of the machine.
    system: &'static str,
    /// Zone of the server, if it is told one.
    server: Option<&'static str>,
    /// Zone of the license, if it has its own.
    license: Option<&'static str>,
    /// The day that ends.
    old: &'static str,
    /// The day that begins.
    new: &'static str,
    /// The clock of the machine some seconds before.
    before: &'static str,
    /// The first instant of the new day.
    first: &'static str,
}

const NIGHTS: [Night; 8] = [
    night("UTC", "2026-02-28", "2026-03-01", "2026-03-01T00:00:00Z"),
    night("Asia/Kathmandu", "2026-02-28", "2026-03-01", "2026-02-28T18:15:00Z"),
    night("Pacific/Kiritimati", "2026-02-28", "2026-03-01", "2026-02-28T10:00:00Z"),
    // 00:00 does not exist on these two days.
    night("Asia/Beirut", "2022-03-26", "2022-03-27", "2022-03-26T22:00:00Z"),
    night("America/Santiago", "2022-09-10", "2022-09-11", "2022-09-11T04:00:00Z"),
    // The zone of the system counts if nothing else is said, ...
    Night { server: None, ..night("Asia/Kolkata", "2026-02-28", "2026-03-01", "2026-02-28T18:30:00Z") },
    // ... the server's before that of the system, ...
    Night {
        system: "America/New_York",
        before: "2026-02-28 08:59:55",
        ..night("Asia/Vladivostok", "2026-02-28", "2026-03-01", "2026-02-28T14:00:00Z")
    },
    // ... and the license's before that of the server.
    Night {
        server: Some("UTC"),
        license: Some("Asia/Kathmandu"),
        ..night("Asia/Kathmandu", "2026-02-28", "2026-03-01", "2026-02-28T18:15:00Z")
    },
];

const fn night(zone: &'static str, old: &'static str, new: &'static str, first: &'static str) -> Night {
    Night { system: zone, server: Some(zone), license: None, old, new, before: "", first }
}

/// UPG-03, UPG-04, TIM-01, TIM-02, TIM-03: at the first instant of the new day and not before, also
/// where 00:00 does not exist, an upgrade starts and another ends, with no reload and no restart.
/// Sessions notice nothing; what is out beyond the new count is reported and comes back in time.
#[test]
fn upg_03_upg_04_tim_01_tim_02_tim_03_the_switch_at_midnight() {
    if !Faketime::is_available() {
        return;
    }
    thread::scope(|scope| {
        for night in &NIGHTS {
            scope.spawn(|| switch(night));
        }
    });
}

fn switch(night: &Night) {
    let zone = night.license.or(night.server).unwrap_or(night.system);
    let vendor = Vendor::new("ACME");
    let own_zone: Vec<(&str, &str)> = night.license.map(|zone| ("ZONE", zone)).into_iter().collect();
    let starts = [("SERIAL", "u1"), ("KEYTYPE", "UPGRADE"), ("COUNT", "5"), ("START", night.new)];
    let ends = [("SERIAL", "u2"), ("KEYTYPE", "UPGRADE"), ("COUNT", "8"), ("END", night.old)];
    let before =
        if night.before.is_empty() { format!("{} 23:59:55", night.old) } else { night.before.to_owned() };
    let mut builder = Lictord::builder()
        .trust(&vendor)
        .file("a.lic", &license(&vendor, &[&[("SERIAL", "b"), ("COUNT", "10")], &own_zone[..]].concat()))
        .file("b.lic", &license(&vendor, &starts))
        .file("c.lic", &license(&vendor, &ends))
        .faketime(Faketime::new(&format!("@{before}"), night.system));
    if let Some(zone) = night.server {
        builder = builder.arguments(&["--timezone", zone]);
    }
    let daemon = builder.start();
    let report = document(&daemon, "/v1/licenses");
    assert_eq!(report["timezone"], night.server.unwrap_or(night.system), "{zone}");
    assert_eq!(states(&daemon), ["b served none", "u1 pending not_started", "u2 served none"], "{zone}");

    let (mut stays, _) = Raw::open(daemon.listen());
    stays.take(14);
    let (mut leaves, _) = Raw::open(daemon.listen());
    let lease = leaves.take(3).lease;
    let first: Timestamp = night.first.parse().unwrap();
    let first_ms = u64::try_from(first.as_millisecond()).unwrap();
    let (mut watcher, _) = Raw::open(daemon.listen());
    eventually(&format!("midnight in {zone}"), Duration::from_secs(30), || {
        let from_ms = wall_ms(&mut watcher);
        let seats = seats(&mut watcher);
        let until_ms = wall_ms(&mut watcher);
        if seats == Seats::Limited(18) {
            assert!(
                from_ms < first_ms + APPLIED_MS,
                "{zone}: still the old day {} ms after",
                from_ms - first_ms
            );
            return None;
        }
        assert_eq!(seats, Seats::Limited(15), "{zone}");
        assert!(until_ms >= first_ms, "{zone}: the new day {} ms early", first_ms.saturating_sub(until_ms));
        Some(())
    });

    assert_eq!(states(&daemon), ["b served none", "u1 served none", "u2 expired expired"], "{zone}");
    let report = document(&daemon, "/v1/licenses");
    let pool = &report["pools"][0];
    assert_eq!((&pool["used"], &pool["over_committed"]), (&17.into(), &2.into()), "{zone}");
    let today = if night.license.is_some() { night.old } else { night.new };
    assert_eq!(report["today"], today, "{zone}");
    stays.beat().unwrap();
    match watcher.ask(checkout(1)).unwrap() {
        Answer::Denied(denial) => {
            assert_eq!((denial.status, denial.over_committed()), (Status::NotEnoughSeats, 2), "{zone}");
        }
        answer => panic!("{zone}: {answer:?}"),
    }
    leaves.give(lease);
    assert_eq!(watcher.take(1).day, CivilDate::parse(night.new).unwrap(), "{zone}");
}

fn wall_ms(raw: &mut Raw) -> u64 {
    match raw.query(Query::Server).unwrap() {
        QueryAnswer::Server { wall_ms, .. } => wall_ms,
        other => panic!("{other:?}"),
    }
}

fn seats(raw: &mut Raw) -> Seats {
    match raw.query(Query::Feature { feature: "f1".to_owned() }).unwrap() {
        QueryAnswer::Features { rows, .. } => rows[0].seats,
        other => panic!("{other:?}"),
    }
}

/// TIM-03: a checkout that comes after midnight is decided by the new day, whatever timer has not
/// fired yet.
#[test]
fn tim_03_no_timer_decides() {
    let zone = Zone::utc();
    let today = zone.today(SystemClock.wall_ms());
    // Far enough ahead for the files just written to be old.
    let mut day = today.next().unwrap();
    let new = day.next().unwrap();
    let place = Place::with_seats(1);
    let upgrade = [("SERIAL", "u"), ("KEYTYPE", "UPGRADE"), ("COUNT", "4"), ("START", &new.to_string())];
    place.file("u.lic", &license(place.vendor(), &upgrade));
    let clock = Arc::new(VirtualClock::new(zone.day_start(new).unwrap() - 1));
    let server = Server::start_with_clock(place.settings(), Arc::clone(&clock) as Arc<_>).unwrap();
    let (mut raw, _) = Raw::open(&address(&server));
    let grant = raw.take(1);
    assert_eq!((grant.day, grant.seats), (day, Seats::Limited(1)));
    raw.give(grant.lease);
    clock.advance(1);
    for _ in 0..50 {
        day = day.next().unwrap();
        let grant = raw.take(1);
        assert_eq!((grant.day, grant.seats), (day, Seats::Limited(5)));
        raw.give(grant.lease);
        clock.advance(24 * 3_600_000);
    }
}
