//! SHR-01 and SHR-02 over real daemons: who shares seats, and what a group is charged.

use lictor_testkit::{Lictord, Vendor};
use lictor_types::Status;
use lictor_wire::Open;

use crate::raw::{Raw, person};
use crate::seats::{pool, serving_with, users, wait_for_used};

fn custom(user: &str, host: &str, custom: &str) -> Open {
    let mut open = person(user, host);
    open.identity.custom = custom.to_owned();
    open
}

/// Sessions that take one seat each; how many are charged after each.
fn charges(share: &str, sessions: Vec<Open>) -> Vec<u64> {
    let vendor = Vendor::new("ACME");
    let daemon = serving_with(&vendor, &[("COUNT", "9"), ("SHARE", share)]).start();
    let mut open = Vec::new();
    let mut charge = |session: Open| {
        let (mut raw, _) = Raw::open_as(daemon.listen(), session);
        raw.take(1);
        open.push(raw);
        pool(&daemon).1
    };
    sessions.into_iter().map(&mut charge).collect()
}

/// SHR-01: all flags given must match, user and host in any case, the custom string as it is; what
/// is empty matches nothing.
#[test]
fn shr_01_who_shares() {
    let people =
        || vec![person("ann", "ws1"), person("ANN", "WS1"), person("ann", "ws2"), person("bob", "ws1")];
    assert_eq!(charges("USER", people()), [1, 1, 1, 2]);
    assert_eq!(charges("HOST", people()), [1, 1, 2, 2]);
    assert_eq!(charges("HOST|USER", people()), [1, 1, 2, 3]);
    assert_eq!(charges("USER", vec![person("", "ws1"), person("", "ws1")]), [1, 2]);
    let strings = ["x", "x", "X", "", ""].map(|string| custom("ann", "ws1", string));
    assert_eq!(charges("CUSTOM|USER", strings.to_vec()), [1, 1, 2, 3, 4]);
}

/// SHR-02: a group is charged the maximum of what its members hold, also across a crash.
#[test]
fn shr_02_a_group_is_charged_its_largest_member() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving_with(&vendor, &[("COUNT", "5"), ("SHARE", "HOST|USER")]).start();
    let ann = || Raw::open_as(daemon.listen(), person("ann", "ws1"));
    let ((mut first, one), (mut second, two), (mut third, three)) = (ann(), ann(), ann());
    let (mut bob, _) = Raw::open_as(daemon.listen(), person("bob", "ws1"));
    let used = |daemon: &Lictord| pool(daemon).1;
    first.take(2);
    second.take(4);
    third.take(3);
    assert_eq!(used(&daemon), 4);
    assert_eq!((bob.try_take("f1", 2), bob.try_take("f1", 1)), (Status::NotEnoughSeats, Status::Granted));
    assert_eq!(third.try_take("f1", 2), Status::NotEnoughSeats, "its fifth is the pool's sixth");
    let shared: Vec<_> = users(&daemon).iter().map(|user| user["leases"][0]["shared"].clone()).collect();
    assert_eq!(shared[0], serde_json::json!({"user": "ann", "host": "ws1", "custom": null}));
    drop(bob);
    wait_for_used(&daemon, 4);

    daemon.kill9();
    daemon.start();
    assert_eq!(used(&daemon), 4);
    let take_up = |opened| Raw::take_up(daemon.listen(), opened, &[]).0;
    let (mut first, second, third) = (take_up(&one), take_up(&two), take_up(&three));
    first.request = 1;
    drop(second);
    wait_for_used(&daemon, 3);
    drop(third);
    wait_for_used(&daemon, 2);
    first.give_of("f1", 1);
    assert_eq!(used(&daemon), 1);
}
