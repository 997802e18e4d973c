//! HLD-01 to HLD-03 and SHR-04 over real daemons: seats that stay charged after use.

use std::time::{Duration, Instant};

use lictor_testkit::{Lictord, Vendor};
use lictor_types::{ReliefKind, Status, When};

use crate::admin::document;
use crate::raw::{Raw, person};
use crate::seats::{numbers, pool, serving_with, wait_for_used};

fn used_and_held(daemon: &Lictord) -> [u64; 2] {
    numbers(daemon, "f1", ["used", "held"])
}

/// HLD-01, HLD-03: partial checkins free at once; the last seats stay charged, for the same user on
/// the same host they are there at once, and a denial says until when they are not for others.
#[test]
fn hld_01_hld_03_held_seats() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving_with(&vendor, &[("COUNT", "10"), ("HOLD", "3600")]).start();
    let (mut ann, _) = Raw::open_as(daemon.listen(), person("ann", "ws1"));
    let grant = ann.take(10);
    ann.give_of("f1", 2);
    assert_eq!(used_and_held(&daemon), [8, 0]);
    ann.give_of("f1", 8);
    assert_eq!(used_and_held(&daemon), [8, 8]);
    assert_ne!(ann.take(1).lease, grant.lease, "a held lease is its session's no more");
    assert_eq!(used_and_held(&daemon), [8, 7]);
    drop(ann);

    let (mut bob, _) = Raw::open_as(daemon.listen(), person("bob", "ws1"));
    let denial = bob.denial("f1", 3);
    assert_eq!((denial.status, denial.used, denial.seats.limit()), (Status::NotEnoughSeats, 8, Some(10)));
    let relief = denial.relief.unwrap();
    assert!(matches!((relief.what, relief.at), (ReliefKind::HoldEnd, When::Instant(_))), "{relief:?}");
    let status = document(&daemon, "/v1/status");
    let leases = status["servers"][0]["features"][0]["leases"].as_array().unwrap();
    assert!(
        leases.iter().all(|lease| lease["held_until"].is_string() && lease["user"] == "ann"),
        "{leases:?}"
    );

    daemon.kill9();
    daemon.start();
    assert_eq!(used_and_held(&daemon), [8, 8]);
    let (mut again, _) = Raw::open_as(daemon.listen(), person("ANN", "WS1"));
    assert_eq!((again.try_take("f1", 10), used_and_held(&daemon)), (Status::Granted, [10, 0]));
}

/// HLD-01, HLD-02: how long seats stay charged, for who says so and who vanishes.
#[test]
fn hld_01_hld_02_until_when() {
    let vendor = Vendor::new("ACME");
    for (settings, at_least) in [
        (&[("HOLD", "2")][..], 2),
        (&[("MIN_CHECKOUT", "2")], 2),
        (&[("HOLD", "1"), ("MIN_CHECKOUT", "3")], 3),
    ] {
        for vanishes in [false, true] {
            let daemon = serving_with(&vendor, &[&[("COUNT", "2")], settings].concat()).start();
            let (mut raw, _) = Raw::open(daemon.listen());
            let taken = Instant::now();
            raw.take(2);
            if vanishes {
                drop(raw);
            } else {
                raw.give_of("f1", 2);
            }
            assert_eq!(pool(&daemon).1, 2, "{settings:?}");
            wait_for_used(&daemon, 0);
            let length = taken.elapsed();
            assert!(length >= Duration::from_secs(at_least), "{settings:?} {length:?}");
        }
    }
}

/// HLD-02: whoever used it for the minimum gives it back at once.
#[test]
fn hld_02_used_for_long_enough() {
    let vendor = Vendor::new("ACME");
    let daemon = serving_with(&vendor, &[("COUNT", "1"), ("MIN_CHECKOUT", "1")]).start();
    let (mut ann, _) = Raw::open_as(daemon.listen(), person("ann", "ws1"));
    let (mut bob, _) = Raw::open_as(daemon.listen(), person("bob", "ws1"));
    ann.take(1);
    let taken = Instant::now();
    while taken.elapsed() < Duration::from_millis(1100) {
        ann.beat().unwrap();
    }
    ann.give_of("f1", 1);
    assert_eq!(bob.try_take("f1", 1), Status::Granted);
}

/// SHR-04: the hold of a group starts when its last member leaves.
#[test]
fn shr_04_the_last_member_begins_the_hold() {
    let vendor = Vendor::new("ACME");
    let daemon = serving_with(&vendor, &[("COUNT", "5"), ("SHARE", "USER"), ("HOLD", "3600")]).start();
    let (mut first, _) = Raw::open(daemon.listen());
    let (mut second, _) = Raw::open(daemon.listen());
    first.take(3);
    second.take(2);
    first.give_of("f1", 3);
    assert_eq!(used_and_held(&daemon), [2, 0]);
    second.give_of("f1", 2);
    assert_eq!(used_and_held(&daemon), [2, 2]);
}
