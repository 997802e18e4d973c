//! What is believed: of licenses by the server, of the server by its clients.

use std::fs;

use lictor_client::{Client, SeatState, ServerIdentity, Status};
use lictor_testkit::{Lictord, Vendor, eventually, template};
use lictor_types::{CivilDate, Seats};

use crate::admin::states;
use crate::emulator::Replay;
use crate::raw::Raw;
use crate::seats::{SOON, client, known_servers, license, options, serving};

/// Licenses of `f1` for the server with this key: 2 and 3 seats.
fn locked(vendor: &Vendor, key: &str) -> [String; 2] {
    let lock = format!("<SERVER_HOSTID><SETTING SERVER_KEY=\"{key}\"/></SERVER_HOSTID>");
    [("base", "2", "EXCLUSIVE"), ("upgrade", "3", "UPGRADE")].map(|(serial, count, key_type)| {
        let settings = [("SERIAL", serial), ("COUNT", count), ("KEYTYPE", key_type)];
        vendor.sign(&template("f1", &settings).replace("</FEATURE>", &format!("{lock}</FEATURE>")))
    })
}

fn key(daemon: &Lictord) -> String {
    lictor_server::Identity::load_or_make(&daemon.state()).unwrap().fingerprint().to_string()
}

fn wait_for(daemon: &Lictord, expected: &[&str]) {
    eventually(&format!("{expected:?}"), SOON, || (states(daemon) == expected).then_some(()));
}

/// TRU-01, TRU-02, HID-02, FIL-03: what is forged, tampered with, of a vendor who is not trusted, or
/// for another server is rejected with its reason and never serves a seat.
#[test]
fn tru_01_tru_02_what_is_not_genuine_never_serves() {
    let vendor = Vendor::new("ACME");
    let of = |vendor: &Vendor, feature: &str| {
        vendor.sign(&template(feature, &[("SERIAL", feature), ("COUNT", "10")]))
    };
    let host = lictor_host::host_name();
    let on = |feature: &str, hosts: &str| {
        let settings =
            [("SERIAL", feature), ("COUNT", "10"), ("HOSTID_MATCH_RATE", "50"), ("SHARE", "VIRTUAL")];
        let template = template(feature, &settings);
        vendor.sign(
            &template.replace("</FEATURE>", &format!("<SERVER_HOSTID>{hosts}</SERVER_HOSTID></FEATURE>")),
        )
    };
    let here = format!("<SETTING HOSTNAME=\"{host}\"/>");
    let elsewhere = "<SETTING HOSTNAME=\"elsewhere\"/>";
    let nowhere = "<SETTING IPADDRESS=\"192.0.2.1\"/>";
    let other_key = format!("<SETTING SERVER_KEY=\"{}\"/>", "ab".repeat(32));
    let cases = [
        ("genuine", of(&vendor, "genuine"), "served none"),
        ("more", of(&vendor, "more").replace("COUNT=\"10\"", "COUNT=\"99\""), "rejected bad_signature"),
        (
            "longer",
            of(&vendor, "longer").replace("SERIAL=\"longer\"", "SERIAL=\"l\""),
            "rejected bad_signature",
        ),
        ("named", of(&vendor, "other").replace("NAME=\"other\"", "NAME=\"named\""), "rejected bad_signature"),
        (
            "added",
            of(&vendor, "added").replace("</FEATURE>", "<SETTING SHARE=\"USER\"/></FEATURE>"),
            "rejected bad_signature",
        ),
        ("unsigned", template("unsigned", &[("SERIAL", "unsigned"), ("COUNT", "10")]), "rejected unsigned"),
        ("foreign", of(&Vendor::new("OTHER"), "foreign"), "rejected untrusted_vendor"),
        ("namesake", of(&Vendor::new("ACME"), "namesake"), "rejected untrusted_vendor"),
        ("here", on("here", &here), "served none"),
        ("half", on("half", &format!("{here}{nowhere}")), "served none"),
        ("elsewhere", on("elsewhere", elsewhere), "rejected wrong_server"),
        ("nowhere", on("nowhere", &format!("{elsewhere}{nowhere}")), "rejected wrong_server"),
        ("other_key", on("other_key", &format!("{here}{other_key}")), "rejected wrong_server"),
    ];
    let mut builder = Lictord::builder().trust(&vendor);
    for (number, (name, text, _)) in cases.iter().enumerate() {
        builder = builder.file(&format!("{number:02}-{name}.lic"), text);
    }
    let daemon = builder.start();
    let client = Client::open(options(daemon.listen(), &vendor, known_servers(&daemon))).unwrap();
    for ((name, _, expected), state) in cases.iter().zip(states(&daemon)) {
        let (_, state) = state.split_once(' ').unwrap();
        assert_eq!(state, *expected, "{name}");
        let seat = client.checkout(*name).map(drop).map_err(|error| error.status());
        let expected = if *expected == "served none" { Ok(()) } else { Err(Status::FeatureNotFound) };
        assert_eq!(seat, expected, "{name}");
    }
}

/// TRU-02: a license that names the server's key is served there, and clients know the server by
/// it; an emulator that replays the very same signed licenses is `server_not_genuine`.
#[test]
fn tru_02_an_emulator_is_not_genuine() {
    let vendor = Vendor::new("ACME");
    let daemon = Lictord::builder().trust(&vendor).start();
    let [base, upgrade] = locked(&vendor, &key(&daemon));
    daemon.put("a.lic", base);
    daemon.put("b.lic", upgrade);
    wait_for(&daemon, &["base served none", "upgrade served none"]);
    let genuine = client(&daemon, &vendor).unwrap();
    let seat = genuine.checkout("f1").unwrap();
    assert_eq!(seat.grant().seats, Seats::Limited(5));
    assert_eq!(genuine.verified().server, Some(ServerIdentity::LicensedKey));
    assert!(!genuine.feature_info("f1").unwrap().first_use_only());

    let emulator = Replay::record(&daemon).serve();
    let fooled = Client::open(options(&emulator, &vendor, known_servers(&daemon))).unwrap();
    let error = fooled.checkout("f1").unwrap_err();
    assert!(error.is_not_genuine(), "{error:?}");
}

/// TRU-02: no other license stops an emulator; the client says that the server's identity rests on
/// first use, and a program that requires SERVER_KEY takes no seat from either.
#[test]
fn tru_02_first_use_only() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 2).start();
    let emulator = Replay::record(&daemon).serve();
    for server in [daemon.listen(), &emulator] {
        let believing = Client::open(options(server, &vendor, known_servers(&daemon))).unwrap();
        assert_eq!(believing.verified().server, Some(ServerIdentity::FirstUse));
        assert_eq!(believing.checkout("f1").unwrap().count(), 1, "{server}");
        let again = Client::open(options(server, &vendor, known_servers(&daemon))).unwrap();
        assert_eq!(again.verified().server, Some(ServerIdentity::Pinned));
        let required = options(server, &vendor, known_servers(&daemon)).require_server_key(true);
        let refused = Client::open(required).and_then(|client| client.checkout("f1").map(drop)).unwrap_err();
        assert!(refused.is_not_genuine(), "{refused:?}");
    }
}

/// TRU-03: a server that cannot show signed licenses for what it claims is `server_not_genuine`.
#[test]
fn tru_03_every_claim_is_checked() {
    let vendor = Vendor::new("ACME");
    let settings = [("SERIAL", "upgrade"), ("COUNT", "3"), ("KEYTYPE", "UPGRADE"), ("START", "2020-01-01")];
    let daemon = serving(&vendor, 2).file("upgrade.lic", &license(&vendor, &settings)).start();
    let truth = Replay::record(&daemon);
    let lie = |change: &dyn Fn(&mut Replay)| {
        let mut replay = truth.clone();
        change(&mut replay);
        let server = replay.serve();
        let pins = known_servers(&daemon).with_file_name("pins");
        let client = Client::open(options(&server, &vendor, pins)).unwrap();
        client.checkout("f1").map(|seat| seat.grant().seats).map_err(|error| error.status())
    };
    let day = |text: &str| CivilDate::parse(text).unwrap();
    let not_genuine = Err(Status::ServerNotGenuine);
    assert_eq!(lie(&|_| {}), Ok(Seats::Limited(5)));
    assert_eq!(lie(&|replay| replay.members.seats = Seats::Limited(6)), not_genuine, "more seats");
    assert_eq!(lie(&|replay| replay.members.seats = Seats::Unlimited), not_genuine, "no limit");
    assert_eq!(lie(&|replay| replay.members.members.truncate(1)), not_genuine, "a member less");
    assert_eq!(lie(&|replay| replay.members.members.reverse()), not_genuine, "no base first");
    let long_ago = lie(&|replay| replay.members.zone.day = day("2019-12-31"));
    assert_eq!(long_ago, Err(Status::ClockRollback), "a day that cannot be");
    let twice = |replay: &mut Replay| {
        let upgrade = *replay.members.members.last().unwrap();
        replay.members.members.push(upgrade);
        replay.members.seats = Seats::Limited(8);
    };
    assert_eq!(lie(&twice), not_genuine, "an upgrade twice");
    let forged = |replay: &mut Replay| {
        let (_, text) = &mut replay.licenses[0];
        *text = String::from_utf8(text.clone()).unwrap().replace("COUNT=\"2\"", "COUNT=\"9\"").into_bytes();
        replay.members.seats = Seats::Limited(12);
    };
    assert_eq!(lie(&forged), not_genuine, "a forged base");
    let foreign = |replay: &mut Replay| {
        let text = license(&Vendor::new("ACME"), &[("SERIAL", "base"), ("COUNT", "2")]);
        replay.licenses[0].1 = text.into_bytes();
    };
    assert_eq!(lie(&foreign), not_genuine, "of another key");
    let two_days = 2 * 24 * 3_600_000 + 60_000;
    let late = |replay: &mut Replay| replay.members.wall_ms += two_days;
    assert_eq!(lie(&late), Err(Status::ClockRollback), "another time");
}

/// TRU-02: a server whose key is not the recorded one gets nobody's trust, neither of new clients
/// nor of those that held seats of the old one.
#[test]
fn tru_02_another_key_than_the_recorded_one() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, 2).start();
    let holder = client(&daemon, &vendor).unwrap();
    let seat = holder.checkout("f1").unwrap();
    daemon.kill9();
    for entry in fs::read_dir(daemon.state()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    daemon.start();
    Raw::open(daemon.listen()).0.take(2);
    let error = client(&daemon, &vendor).and_then(|client| client.checkout("f1").map(drop)).unwrap_err();
    assert!(error.is_not_genuine(), "{error:?}");
    let error = holder.checkout("f1").unwrap_err();
    assert!(error.is_not_genuine(), "{error:?}");
    assert_ne!(seat.state(), SeatState::Held);
}
