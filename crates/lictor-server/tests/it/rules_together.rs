//! All licensing rules at once: people who do anything, a server that crashes meanwhile.

use std::fs;

use lictor_testkit::{Lictord, Vendor, template};
use lictor_types::{Answer, BorrowId, FeatureRef, Operation};
use lictor_wire::Opened;
use serde_json::Value;

use crate::admin::{document, send};
use crate::raw::{Raw, of, person};

const FEATURES: [&str; 7] = ["plain", "shared", "held", "named", "suite", "tok", "lent"];
const USERS: [(&str, &str); 5] =
    [("ann", "ws1"), ("ANN", "WS1"), ("bob", "ws1"), ("carl", "ws2"), ("", "ws3")];

const RULES: &str = "[[rule]]\nlimit = 4\nfeatures = \"plain\"\nusers = \"bob\"\n\n\
    [[rule]]\nreserve = 2\nfeatures = \"plain\"\nusers = \"ann\"\n\n\
    [[rule]]\nreserve = 1\nfeatures = \"suite\"\nhosts = \"ws2\"\n\n\
    [[rule]]\nborrow_limit = 3\n";

/// Numbers that look random and are the same each time (Knuth's linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Somebody with a session.
struct Person {
    raw: Raw,
    opened: Opened,
    named: bool,
    borrows: Vec<BorrowId>,
}

impl Person {
    fn act(&mut self, dice: &mut Dice) {
        let (feature, count) = (FEATURES[dice.below(FEATURES.len())], 1 + dice.below(4) as u32);
        let operation = match dice.below(8) {
            0..=2 => Operation::Checkout(of(feature, count)),
            3 => Operation::CheckoutAll(vec![of(feature, 1), of(FEATURES[dice.below(7)], count)]),
            4 | 5 => Operation::CheckinFeature {
                feature: FeatureRef::Name(feature),
                count: if dice.below(2) == 0 { 0 } else { count },
            },
            // A borrow is somebody's, so whoever has no name has none.
            6 if self.named => {
                Operation::Borrow { checkout: of(if count > 2 { "tok" } else { "lent" }, count), hours: 5 }
            }
            _ => match self.borrows.pop() {
                Some(borrow) => Operation::Return { borrow },
                None => Operation::Checkout(of(feature, count)),
            },
        };
        if let Answer::Borrowed(borrowed) = self.raw.ask(operation).unwrap() {
            self.borrows.push(borrowed.borrow);
        }
    }
}

fn daemon(vendor: &Vendor, rules: &str) -> Lictord {
    let mut builder = Lictord::builder().trust(vendor).arguments(&["--rules", rules]);
    for (name, settings) in FEATURES.into_iter().zip([
        &[("COUNT", "9"), ("SOFTLIMIT", "6")][..],
        &[("COUNT", "4"), ("SHARE", "USER|HOST"), ("MIN_CHECKOUT", "1")],
        &[("COUNT", "8"), ("HOLD", "1")],
        &[("COUNT", "6"), ("USERBASED", "3")],
        &[("COUNT", "20"), ("HOLD", "1")],
        &[("KEYTYPE", "TOKEN"), ("BORROW", "9"), ("TOKEN_DEPENDENCY", "FEATURE=suite VERSION=1.0 COUNT=3")],
        &[("COUNT", "5"), ("BORROW", "9")],
    ]) {
        let more = template(name, &[("COUNT", "1"), ("KEYTYPE", "UPGRADE")]);
        if settings[0].0 == "COUNT" {
            builder = builder.file(&format!("{name}-more.lic"), &vendor.sign(&more));
        }
        builder = builder.file(&format!("{name}.lic"), &vendor.sign(&template(name, settings)));
    }
    builder.start()
}

/// Seats of every pool, and what is used and kept of them; what time alone ends is left out.
fn pools(daemon: &Lictord) -> Vec<Value> {
    let report = document(daemon, "/v1/licenses");
    report["pools"].as_array().unwrap().clone()
}

fn number(pool: &Value, name: &str) -> u64 {
    pool[name].as_u64().unwrap_or_else(|| panic!("{name} in {pool}"))
}

/// OUT-06, OUT-07: never are more seats charged than there are.
#[track_caller]
fn check(daemon: &Lictord) {
    for pool in pools(daemon) {
        let [seats, used, reserved] = ["seats", "used", "reserved"].map(|name| number(&pool, name));
        assert!(used <= seats, "{pool}");
        assert_eq!(number(&pool, "free"), (seats - used).saturating_sub(reserved), "{pool}");
    }
}

/// OUT-06, SES-04 and all rules of seats: whatever people do in whatever order, never more seats are
/// out than there are; a crash changes nothing of it; and when everybody has gone and everything is
/// given back, everything is free.
#[test]
fn out_06_whatever_people_do() {
    let vendor = Vendor::new("ACME");
    let directory = tempfile::tempdir().unwrap();
    let rules = directory.path().join("rules.toml");
    fs::write(&rules, RULES).unwrap();
    let mut daemon = daemon(&vendor, rules.to_str().unwrap());
    let body = r#"{"feature":"plain","count":1,"token":"job","seconds":3600,"reason":"night"}"#;
    assert_eq!(send(&daemon, "POST", "/v1/reservations", body).0, 200);
    let mut dice = Dice(1);
    let open = |(user, host): (&str, &str)| {
        let (raw, opened) = Raw::open_as(daemon.listen(), person(user, host));
        Person { raw, opened, named: !user.is_empty(), borrows: Vec::new() }
    };
    let mut people: Vec<Person> = USERS.into_iter().map(open).collect();
    for _ in 0..6 {
        for _ in 0..15 {
            for _ in 0..10 {
                let who = dice.below(people.len());
                people[who].act(&mut dice);
            }
            check(&daemon);
        }
        daemon.kill9();
        daemon.start();
        check(&daemon);
        for person in &mut people {
            let (mut raw, resumed) = Raw::take_up(daemon.listen(), &person.opened, &[]);
            raw.request = person.raw.request;
            assert!(resumed.kept.is_empty() && resumed.lost.is_empty(), "{resumed:?}");
            person.raw = raw;
        }
    }
    for person in &mut people {
        for borrow in person.borrows.drain(..) {
            assert!(person.raw.ask(Operation::Return { borrow }).unwrap().status().is_success());
        }
    }
    drop(people);
    for feature in FEATURES {
        let free = || {
            let pools = pools(&daemon);
            let pool = pools.iter().find(|pool| pool["feature"] == feature).unwrap();
            (["used", "borrowed", "held"].map(|name| number(pool, name)) == [0; 3]).then_some(())
        };
        lictor_testkit::eventually(&format!("{feature} is free"), crate::seats::SOON, free);
    }
    check(&daemon);
}
