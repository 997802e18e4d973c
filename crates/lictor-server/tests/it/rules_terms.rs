//! What licenses say of versions, platforms, zones and each other, over real daemons.

use lictor_testkit::{Faketime, Lictord, Vendor, template};
use lictor_types::{HostId, HostIdType, Status};

use crate::admin::states;
use crate::raw::{Raw, person};
use crate::seats::{license, serving_with};

/// SFT-01, UPG-13: up to SOFTLIMIT seats are granted, above it they are granted with a status that says so,
/// above COUNT they are not; without COUNT there is no end.
#[test]
fn sft_01_soft_limits() {
    use Status::{Granted, NotEnoughSeats, SoftLimit};
    let vendor = Vendor::new("ACME");
    for (count, expected) in [
        ("4", [Granted, Granted, SoftLimit, SoftLimit, NotEnoughSeats]),
        ("UNLIMITED", [Granted, Granted, SoftLimit, SoftLimit, SoftLimit]),
    ] {
        let daemon = serving_with(&vendor, &[("COUNT", count), ("SOFTLIMIT", "2")]).start();
        let (mut raw, _) = Raw::open(daemon.listen());
        assert_eq!([(); 5].map(|()| raw.try_take("f1", 1)), expected, "COUNT={count}");
    }
    let upgrade = license(&vendor, &[("SERIAL", "up"), ("COUNT", "2"), ("KEYTYPE", "UPGRADE")]);
    let builder = serving_with(&vendor, &[("COUNT", "2"), ("SOFTLIMIT", "1")]).file("up.lic", &upgrade);
    let daemon = builder.start();
    let (mut raw, _) = Raw::open(daemon.listen());
    let upgraded = [Granted, SoftLimit, SoftLimit, SoftLimit, NotEnoughSeats];
    assert_eq!([(); 5].map(|()| raw.try_take("f1", 1)), upgraded, "UPG-13: it stays as written");
    let daemon = serving_with(&vendor, &[("COUNT", "UNLIMITED")]).start();
    let (mut raw, _) = Raw::open(daemon.listen());
    assert_eq!(raw.try_take("f1", 2_000_000_000), Granted);
    assert_eq!(raw.try_take("f1", 1), Granted);
}

/// PLATFORMS, TIME_ZONES and HID-03: what the client says of itself must be what the license asks
/// for, and the denial says which of it is not.
#[test]
fn out_04_hid_03_what_clients_say_of_themselves() {
    let vendor = Vendor::new("ACME");
    let block = "    <CLIENT_HOSTID><SETTING HOSTNAME=\"ws1\"/></CLIENT_HOSTID>\n  </FEATURE>";
    let settings = [("COUNT", "9"), ("PLATFORMS", "linux-x86_64,windows-x86_64"), ("TIME_ZONES", "0,5")];
    let locked = template("f1", &settings).replace("  </FEATURE>", block);
    let daemon = Lictord::builder().trust(&vendor).file("f1.lic", &vendor.sign(&locked)).start();
    let here = |name: &str| HostId::new(HostIdType::Hostname, name).unwrap();
    for (platform, offset, host, expected) in [
        ("linux-x86_64", 0, "WS1", Status::Granted),
        ("windows-x86_64", 5 * 60, "ws1", Status::Granted),
        ("macos-aarch64", 0, "ws1", Status::WrongPlatform),
        ("linux-x86_64", 60, "ws1", Status::WrongTimeZone),
        ("linux-x86_64", 330, "ws1", Status::Granted),
        ("linux-x86_64", 360, "ws1", Status::WrongTimeZone),
        ("linux-x86_64", 0, "ws2", Status::WrongHost),
    ] {
        let mut open = person("ann", host);
        (open.platform, open.utc_offset_minutes) = (platform.to_owned(), offset);
        open.host_ids = vec![here(host)];
        let (mut raw, _) = Raw::open_as(daemon.listen(), open);
        assert_eq!(raw.try_take("f1", 1), expected, "{platform} {offset} {host}");
    }
}

/// KEY-06: REPLACES needs what it replaces and makes it void; SUPERSEDES makes void what is there.
/// Both go when their file goes.
#[test]
fn key_06_replaced_and_superseded() {
    let vendor = Vendor::new("ACME");
    let sign = |feature: &str, settings: &[(&str, &str)]| vendor.sign(&template(feature, settings));
    let old = sign("old", &[("SERIAL", "old"), ("COUNT", "1")]);
    let by_feature = sign("new", &[("SERIAL", "new"), ("COUNT", "2"), ("REPLACES", "FEATURE=OLD")]);
    let by_serial = sign("more", &[("SERIAL", "more"), ("COUNT", "2"), ("REPLACES", "SERIAL=gone")]);
    let builder = Lictord::builder().trust(&vendor).file("a.lic", &old);
    let daemon = builder.file("b.lic", &by_feature).file("c.lic", &by_serial).start();
    assert_eq!(
        states(&daemon),
        ["old superseded replaced", "new served none", "more rejected replaced_missing"]
    );
    let (mut raw, _) = Raw::open(daemon.listen());
    assert_eq!(raw.try_take("new", 2), Status::Granted);
    assert!(!raw.try_take("old", 1).is_success());
    let wait_for = |expected: &[&str]| {
        let same = || (states(&daemon) == expected).then_some(());
        lictor_testkit::eventually(&format!("{expected:?}"), crate::seats::SOON, same);
    };
    daemon.remove("a.lic");
    wait_for(&["new rejected replaced_missing", "more rejected replaced_missing"]);
    daemon.put("a.lic", &old);
    wait_for(&["old superseded replaced", "new served none", "more rejected replaced_missing"]);
    daemon.put("0.lic", sign("new", &[("SERIAL", "next"), ("COUNT", "5"), ("SUPERSEDES", "new,other")]));
    wait_for(&[
        "next served none",
        "old superseded replaced",
        "new superseded superseded",
        "more rejected replaced_missing",
    ]);
    assert_eq!(raw.try_take("new", 3), Status::Granted, "the two seats of before count in its pool");
    assert_eq!(raw.try_take("new", 1), Status::NotEnoughSeats);
}

/// TIM-01: START and END are days of the license's ZONE; SERVER, or nothing, is the server's.
#[test]
fn tim_01_days_of_the_licenses_zone() {
    if !Faketime::is_available() {
        return;
    }
    let vendor = Vendor::new("ACME");
    let file = |zone: &str| {
        let name = zone.rsplit('/').next().unwrap();
        let day = "2026-03-01";
        vendor.sign(&template(
            name,
            &[("SERIAL", name), ("COUNT", "1"), ("START", day), ("END", day), ("ZONE", zone)],
        ))
    };
    let mut builder = Lictord::builder().trust(&vendor);
    for zone in ["SERVER", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        builder = builder.file(&format!("{}.lic", zone.replace('/', "-")), &file(zone));
    }
    let mut daemon = builder.faketime(Faketime::new("@2026-02-28 12:00:00", "UTC")).start();
    for (clock, expected) in [
        ("@2026-02-28 12:00:00", ["Kiritimati served", "Pago_Pago pending", "SERVER pending"]),
        ("@2026-03-01 09:59:00", ["Kiritimati served", "Pago_Pago pending", "SERVER served"]),
        ("@2026-03-01 12:00:00", ["Kiritimati expired", "Pago_Pago served", "SERVER served"]),
        ("@2026-03-02 10:00:00", ["Kiritimati expired", "Pago_Pago served", "SERVER expired"]),
    ] {
        assert_eq!(daemon.stop(), 0);
        daemon.set_clock(Faketime::new(clock, "UTC"));
        daemon.start();
        let found: Vec<String> = states(&daemon);
        let found: Vec<&str> = found.iter().map(|state| state.rsplit_once(' ').unwrap().0).collect();
        assert_eq!(found, expected, "{clock}");
    }
}

/// SHR-03: what this machine stands in decides about licenses with its host ids, and about no others;
/// the report says what was seen.
#[test]
fn shr_03_licenses_of_this_machine() {
    let vendor = Vendor::new("ACME");
    let host = format!(
        "    <SERVER_HOSTID><SETTING HOSTNAME=\"{}\"/></SERVER_HOSTID>\n  </FEATURE>",
        lictor_host::host_name()
    );
    let here = lictor_host::surroundings();
    let mut builder = Lictord::builder().trust(&vendor);
    let mut expected = Vec::new();
    for (name, settings, permitted) in [
        ("cloud", &[("SHARE", "CLOUD")][..], here.permit(false, true)),
        ("plain", &[], here.permit(false, false)),
        ("virtual", &[("SHARE", "VIRTUAL")], true),
    ] {
        let settings = [&[("SERIAL", name), ("COUNT", "1")], settings].concat();
        let tied = template(name, &settings).replace("  </FEATURE>", &host);
        builder = builder.file(&format!("{name}.lic"), &vendor.sign(&tied));
        let state = if permitted { "served none" } else { "rejected virtual_machine" };
        expected.push(format!("{name} {state}"));
    }
    let free = vendor.sign(&template("zz", &[("SERIAL", "zz"), ("COUNT", "1")]));
    expected.push("zz served none".to_owned());
    assert_eq!(states(&builder.file("zz.lic", &free).start()), expected, "{here:?}");
}

/// KEY-01, UPG-09: vendors do not meet: equal features and serials are two pools, and who names no
/// vendor means the first in load order.
#[test]
fn key_01_more_than_one_vendor() {
    let (first, second) = (Vendor::new("ACME"), Vendor::new("OTHER"));
    let one = license(&first, &[("SERIAL", "1"), ("COUNT", "1")]);
    let two = license(&second, &[("SERIAL", "1"), ("COUNT", "2")]);
    let daemon =
        Lictord::builder().trust(&first).trust(&second).file("1.lic", &one).file("2.lic", &two).start();
    let take = |vendor: Option<&str>, count: u32| {
        let mut open = person("ann", "ws1");
        open.vendor = vendor.map(|name| lictor_types::VendorName::parse(name).unwrap());
        Raw::open_as(daemon.listen(), open).0.try_take("f1", count)
    };
    assert_eq!(take(None, 2), Status::NotEnoughSeats, "the first vendor in load order is meant");
    assert_eq!((take(Some("ACME"), 2), take(Some("OTHER"), 2)), (Status::NotEnoughSeats, Status::Granted));
}
