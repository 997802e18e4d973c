//! NAM-01 and UPG-13 over real daemons: seats that belong to users and hosts.

use lictor_testkit::Vendor;
use lictor_types::Status;

use crate::raw::{Raw, person};
use crate::seats::{license, numbers, pool, serving_with};

/// NAM-01: the first users to come keep their seats when they leave, across a crash too; who comes
/// later gets what is not named, or nothing.
#[test]
fn nam_01_first_come_and_kept() {
    let vendor = Vendor::new("ACME");
    for setting in ["USERBASED", "HOSTBASED"] {
        let mut daemon = serving_with(&vendor, &[("COUNT", "2"), (setting, "2")]).start();
        let listen = daemon.listen().to_owned();
        let somebody = |user: &str, host: &str| Raw::open_as(&listen, person(user, host)).0;
        let (mut ann, mut bob) = (somebody("ann", "ws1"), somebody("bob", "ws2"));
        ann.take(1);
        bob.take(1);
        ann.give_of("f1", 1);
        assert_eq!((pool(&daemon).1, numbers(&daemon, "f1", ["named"])), (1, [2]));
        for _ in 0..2 {
            let mut carl = somebody("carl", "ws3");
            let denial = carl.denial("f1", 1);
            assert_eq!(denial.status, Status::NamedSeatsFull, "{setting}");
            let mut ann = somebody("ANN", "WS1");
            assert_eq!(ann.try_take("f1", 1), Status::Granted);
            ann.give_of("f1", 1);
            daemon.kill9();
            daemon.start();
        }
    }
}

/// NAM-01: what is not named is for whoever comes.
#[test]
fn nam_01_the_rest_is_open() {
    let vendor = Vendor::new("ACME");
    let daemon = serving_with(&vendor, &[("COUNT", "2"), ("USERBASED", "1")]).start();
    let somebody = |user: &str| Raw::open_as(daemon.listen(), person(user, "ws1")).0;
    let (mut ann, mut bob, mut carl) = (somebody("ann"), somebody("bob"), somebody("carl"));
    ann.take(1);
    ann.give_of("f1", 1);
    bob.take(1);
    assert!(!carl.denial("f1", 1).status.is_success());
    bob.give_of("f1", 1);
    carl.take(1);
    assert_eq!(ann.try_take("f1", 1), Status::Granted, "hers is still hers");
}

/// UPG-13: `ALL` follows the upgraded count, a number stays as written.
#[test]
fn upg_13_named_seats_of_an_upgraded_pool() {
    let vendor = Vendor::new("ACME");
    for (named, expected) in
        [("ALL", [Status::Granted, Status::Granted, Status::NamedSeatsFull]), ("1", [Status::Granted; 3])]
    {
        let upgrade = license(&vendor, &[("SERIAL", "up"), ("COUNT", "1"), ("KEYTYPE", "UPGRADE")]);
        let builder = serving_with(&vendor, &[("COUNT", "1"), ("USERBASED", named)]);
        let daemon = builder.file("up.lic", &upgrade).start();
        // Each leaves before the next comes: only names keep anybody out.
        let found = ["ann", "bob", "carl"].map(|user| {
            let (mut raw, _) = Raw::open_as(daemon.listen(), person(user, "ws1"));
            let status = raw.try_take("f1", 1);
            if status.is_success() {
                raw.give_of("f1", 1);
            }
            status
        });
        assert_eq!(found, expected, "USERBASED={named}");
    }
}
