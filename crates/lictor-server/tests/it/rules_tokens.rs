//! KEY-04 over real daemons: what tokens cost, what they prove, and what becomes of them in a crash.

use lictor_client::Request;
use lictor_testkit::{Lictor, Lictord, LictordBuilder, Vendor, template};
use lictor_types::Status;
use lictor_wire::Held;

use crate::admin::states;
use crate::raw::{Raw, person};
use crate::seats::{client, numbers, wait_for_used};

/// A token of one dependency.
fn token(vendor: &Vendor, name: &str, dependencies: &[&str]) -> String {
    let dependencies = dependencies.iter().map(|value| ("TOKEN_DEPENDENCY", *value));
    let settings: Vec<_> = [("SERIAL", name), ("KEYTYPE", "TOKEN")].into_iter().chain(dependencies).collect();
    vendor.sign(&template(name, &settings))
}

fn suite(vendor: &Vendor) -> LictordBuilder {
    let seats = vendor.sign(&template("suite", &[("SERIAL", "suite"), ("COUNT", "20")]));
    let mut builder = Lictord::builder().trust(vendor).file("0.lic", &seats);
    for (name, cost) in [("a", 5), ("b", 2), ("c", 1)] {
        let dependency = format!("FEATURE=suite VERSION=1.0 COUNT={cost}");
        builder = builder.file(&format!("{name}.lic"), &token(vendor, name, &[&dependency]));
    }
    builder.file(
        "d.lic",
        &token(vendor, "d", &["FEATURE=a VERSION=1.0 COUNT=2", "FEATURE=c VERSION=1.0 COUNT=1"]),
    )
}

fn used(daemon: &Lictord) -> [u64; 4] {
    ["suite", "a", "b", "c"].map(|feature| numbers(daemon, feature, ["used"])[0])
}

/// KEY-04, TRU-03: 2A + 3B + 3C of a suite of 20 leave one seat; the client proves each grant by the
/// licenses of the pools that the token draws on.
#[test]
fn key_04_the_suite_of_twenty_seats() {
    let vendor = Vendor::new("ACME");
    let daemon = suite(&vendor).start();
    let client = client(&daemon, &vendor).unwrap();
    let wanted = [("a", 2), ("b", 3), ("c", 3)].map(|(name, count)| Request::feature(name).count(count));
    let seats = client.checkout_all(&wanted).unwrap();
    assert!(client.verified().vendor);
    assert_eq!(used(&daemon), [19, 2, 3, 3]);
    for (name, expected) in [("a", Status::NotEnoughSeats), ("b", Status::NotEnoughSeats)] {
        assert_eq!(client.checkout(name).unwrap_err().status(), expected, "{name}");
    }
    assert_eq!(used(&daemon), [19, 2, 3, 3], "all or nothing");
    let last = client.checkout("c").unwrap();
    assert_eq!(used(&daemon), [20, 2, 3, 4]);
    assert_eq!(client.checkout("suite").unwrap_err().status(), Status::NotEnoughSeats);
    client.checkin(last).unwrap();
    assert_eq!(used(&daemon), [19, 2, 3, 3]);
    for seat in seats {
        client.checkin(seat).unwrap();
    }
    assert_eq!(used(&daemon), [0; 4]);
    assert_eq!(numbers(&daemon, "a", ["seats", "free"]), [4, 4]);
}

/// KEY-04: a token of tokens costs what they cost; `lictor` sees it, and the seats below it, as its
/// holder's.
#[test]
fn key_04_tokens_of_tokens() {
    let vendor = Vendor::new("ACME");
    let daemon = suite(&vendor).start();
    let lictor = Lictor::of(&daemon, &["acme.pub"]);
    let mut held = lictor.hold(&["checkout", "d"]);
    assert!(held.line().contains('d'));
    assert_eq!(used(&daemon), [11, 2, 0, 1]);
    assert_eq!(lictor.run(&["checkout", "d"]).code, 3);
    let status = lictor.run(&["status", "--json"]).json();
    let features = status["servers"][0]["features"].as_array().unwrap();
    let suite = features.iter().find(|feature| feature["feature"] == "suite").unwrap();
    let components: Vec<_> = suite["leases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lease| (lease["session"].is_null(), &lease["count"]))
        .collect();
    assert!(components.iter().all(|(no_session, _)| *no_session), "{suite}");
    let sum: u64 = components.iter().map(|(_, count)| count.as_u64().unwrap()).sum();
    assert_eq!(sum, 11);
    drop(held);
    wait_for_used(&daemon, 0);
    assert_eq!(used(&daemon), [0; 4]);
}

/// KEY-04, SES-04: after a crash the tokens and what they cost are still the session's.
#[test]
fn key_04_tokens_survive_a_crash() {
    let vendor = Vendor::new("ACME");
    let mut daemon = suite(&vendor).start();
    let (mut raw, opened) = Raw::open_as(daemon.listen(), person("ann", "ws1"));
    assert_eq!(raw.try_take("a", 3), Status::Granted);
    assert_eq!(used(&daemon), [15, 3, 0, 0]);
    daemon.kill9();
    daemon.start();
    assert_eq!(used(&daemon), [15, 3, 0, 0]);
    let (mut other, _) = Raw::open_as(daemon.listen(), person("bob", "ws2"));
    assert_eq!(other.try_take("a", 2), Status::NotEnoughSeats);
    let (mut again, resumed) = Raw::take_up(daemon.listen(), &opened, &[] as &[Held]);
    assert_eq!(resumed.surplus.len(), 1);
    again.request = raw.request;
    again.give_of("a", 1);
    assert_eq!(used(&daemon), [10, 2, 0, 0]);
    assert_eq!(other.try_take("a", 2), Status::Granted);
}

/// KEY-04, KEY-05: tokens that cannot be served are refused at load, each with its reason.
#[test]
fn key_04_token_loop_at_load() {
    let vendor = Vendor::new("ACME");
    let builder = suite(&vendor)
        .file("x.lic", &token(&vendor, "x", &["FEATURE=y VERSION=1.0 COUNT=1"]))
        .file("y.lic", &token(&vendor, "y", &["FEATURE=x VERSION=1.0 COUNT=1"]))
        .file("z.lic", &token(&vendor, "z", &["FEATURE=nothing VERSION=1.0 COUNT=1"]));
    let mut daemon = builder.start();
    let found = states(&daemon);
    assert_eq!(
        found[5..],
        ["x rejected token_loop", "y rejected token_loop", "z rejected missing_dependency"],
        "{found:?}"
    );
    let (mut raw, _) = Raw::open(daemon.listen());
    assert_eq!(raw.try_take("x", 1), Status::FeatureNotFound);
    assert_eq!(daemon.stop(), 0);
}
