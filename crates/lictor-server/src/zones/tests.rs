//! Midnights where they are hard, and against another implementation.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::*;

const SECOND: u64 = 1_000;

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn instant(text: &str) -> u64 {
    u64::try_from(text.parse::<Timestamp>().unwrap().as_millisecond()).unwrap()
}

/// TIM-02: the first instant of a day where 00:00 does not exist, exists twice, or the whole day
/// is missing, and in odd offsets.
#[test]
fn tim_02_first_instants() {
    for (zone, day, start) in [
        ("UTC", "2026-03-01", "2026-03-01T00:00:00Z"),
        ("Asia/Kathmandu", "2026-03-01", "2026-02-28T18:15:00Z"),
        ("Pacific/Kiritimati", "2026-03-01", "2026-02-28T10:00:00Z"),
        ("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z"),
        ("America/Santiago", "2022-09-11", "2022-09-11T04:00:00Z"),
        ("Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00Z"),
        ("America/Havana", "2023-11-05", "2023-11-05T04:00:00Z"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
    ] {
        let day = date(day);
        let zone = Zone::named(zone).unwrap();
        let start = instant(start);
        assert_eq!(zone.day_start(day), Some(start), "{} {day}", zone.name());
        assert!(zone.today(start) >= day, "{} {day}", zone.name());
        assert!(zone.today(start - 1) < day, "{} {day}", zone.name());
        assert_eq!(zone.next_midnight(start - 1), Some(start), "{} {day}", zone.name());
    }
}

/// TIM-02: a day that has begun stays when a clock set back across midnight shows the old date.
#[test]
fn tim_02_a_day_that_has_begun_stays() {
    let zone = Zone::named("America/Goose_Bay").unwrap();
    let start = instant("2010-11-07T03:00:00Z");
    assert_eq!(zone.day_start(date("2010-11-07")), Some(start));
    for second in 0..3 * 3600 {
        assert_eq!(zone.today(start + second * SECOND), date("2010-11-07"));
    }
    assert_eq!(zone.next_midnight(start), zone.day_start(date("2010-11-08")));
}

#[test]
fn the_ends_of_the_calendar_are_met_without_panic() {
    for name in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let zone = Zone::named(name).unwrap();
        assert_eq!(zone.next_midnight(u64::MAX), None, "{name}");
        assert!(zone.today(u64::MAX) >= date("9999-12-30"), "{name}");
        assert!(zone.today(0) <= date("1970-01-01"), "{name}");
        assert!(zone.rfc3339(u64::MAX).starts_with("9999-12-3"), "{name}");
    }
    assert_eq!(Zone::utc().day_start(CivilDate::MIN), Some(0));
}

#[test]
fn names_are_known_or_refused() {
    assert_eq!(Zone::named("europe/berlin").unwrap().name(), "Europe/Berlin");
    for name in ["", "Mars/Olympus", "+02:00", "../etc/passwd", "local"] {
        assert_eq!(Zone::named(name).unwrap_err(), UnknownZone { name: name.to_owned() });
    }
}

/// TIM-01, TIM-03: each zone has its own day, and days change when the first of them begins.
#[test]
fn tim_01_zones_of_a_set_turn_one_by_one() {
    let set: Vec<ZoneToday> = ["UTC", "Pacific/Kiritimati", "Asia/Kathmandu"]
        .map(|zone| ZoneToday { zone: zone.to_owned(), today: CivilDate::MIN })
        .into();
    let at = instant("2026-02-28T09:59:59.999Z");
    let mut zones = Zones::new(Zone::utc(), 0).for_set(&set, at);
    let today = |zones: &Zones| zones.today().map(|day| day.to_string()).collect::<Vec<_>>();
    assert_eq!(today(&zones), ["2026-02-28"; 3]);
    assert!(!zones.turned(at, false));
    assert!(zones.turned(at + 1, false));
    assert_eq!(today(&zones), ["2026-02-28", "2026-03-01", "2026-02-28"]);
    assert_eq!(zones.next_midnight(), instant("2026-02-28T18:15:00Z"));
    assert!(!zones.turned(at, false), "back only when the clock rules say so");
    assert!(zones.turned(at, true));
    assert_eq!(today(&zones), ["2026-02-28"; 3]);
}

/// Asks another implementation for the first instant of a day: the earliest at which the zone
/// shows that date or a later one, searched second by second around the change.
const ORACLE: &str = r"
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

def shown(zone, t):
    return datetime.fromtimestamp(t, zone).date()

for line in sys.stdin:
    name, text = line.split()
    zone, day = ZoneInfo(name), date.fromisoformat(text)
    utc = int(datetime(day.year, day.month, day.day, tzinfo=timezone.utc).timestamp())
    t = utc - 26 * 3600
    while shown(zone, t + 900) < day:
        t += 900
    while shown(zone, t) < day:
        t += 1
    print(t)
";

/// TIM-02: a seeded slice of midnights agrees with another implementation of the zone database.
#[test]
fn tim_02_agrees_with_another_implementation() {
    let zones = [
        "UTC",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
        "Asia/Beirut",
        "America/Santiago",
        "Africa/Cairo",
        "Pacific/Apia",
        "America/Goose_Bay",
        "America/Havana",
        "Australia/Lord_Howe",
        "Atlantic/Azores",
        "Asia/Gaza",
    ];
    let mut cases = vec![
        ("Asia/Beirut", "2022-03-27".to_owned()),
        ("America/Santiago", "2022-09-11".to_owned()),
        ("Africa/Cairo", "2023-04-28".to_owned()),
        ("Pacific/Apia", "2011-12-30".to_owned()),
        ("America/Goose_Bay", "2010-11-07".to_owned()),
    ];
    let (first, last) = (date("1995-01-01").day_number(), date("2024-12-31").day_number());
    let mut seed = 20_260_301_u64;
    for _ in 0..300 {
        // Constants of a linear congruential generator: Knuth, MMIX.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let zone = zones[(seed >> 33) as usize % zones.len()];
        let day = first + (seed >> 40) as u32 % (last - first);
        cases.push((zone, CivilDate::from_day_number(day).unwrap().to_string()));
    }
    let asked: String = cases.iter().map(|(zone, day)| format!("{zone} {day}\n")).collect();
    let answered = oracle(&asked);
    assert_eq!(answered.lines().count(), cases.len());
    for ((zone, day), expected) in cases.iter().zip(answered.lines()) {
        let start = Zone::named(zone).unwrap().day_start(date(day)).unwrap();
        assert_eq!((start / SECOND).to_string(), expected, "{zone} {day}");
    }
}

fn oracle(input: &str) -> String {
    let mut python = Command::new("python3")
        .args(["-c", ORACLE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 with its zone data is needed for this test");
    python.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}
