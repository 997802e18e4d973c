//! Tests of host ids and their blocks.

use super::*;

fn id(text: &str) -> HostId {
    let (kind, value) = text.split_once('=').unwrap();
    HostId::new(HostIdType::parse(kind).unwrap(), value).unwrap()
}

fn ids(text: &str) -> Vec<HostId> {
    text.split_whitespace().map(id).collect()
}

/// HID-01: how each type is compared.
#[test]
fn hid_01_comparison() {
    for (license, machine, expected) in [
        ("HOSTNAME=WS17", "HOSTNAME=ws17", true),
        ("HOSTNAME=ws1", "HOSTNAME=ws17", false),
        ("ETHERNET=00:1B:44:11:3A:B7", "ETHERNET=001b44113ab7", true),
        ("ETHERNET=00-1b-44-11-3a-b7", "ETHERNET=00:1b:44:11:3a:b8", false),
        ("IPADDRESS=192.168.*.*", "IPADDRESS=192.168.7.9", true),
        ("IPADDRESS=192.168.*.*", "IPADDRESS=192.169.7.9", false),
        ("IPADDRESS=10.0.0.0/8", "IPADDRESS=10.200.3.4", true),
        ("IPADDRESS=10.0.0.0/8", "IPADDRESS=11.0.0.1", false),
        ("IPADDRESS=0.0.0.0/0", "IPADDRESS=203.0.113.5", true),
        ("IPADDRESS=2001:db8::/32", "IPADDRESS=2001:db8:1::1", true),
        ("IPADDRESS=2001:db8::/32", "IPADDRESS=2001:db9::1", false),
        ("IPADDRESS=10.0.0.1", "IPADDRESS=::ffff:10.0.0.1", true),
        ("HOSTNAME=a", "USERNAME=a", false),
        ("HOSTNAME=STRASSE-Ä", "HOSTNAME=strasse-ä", true),
        ("ETHERNET=001B44113AB7", "ETHERNET=00-1b-44-11-3a-b7", true),
        ("IPADDRESS=10.0.0.1", "IPADDRESS=10.0.0.1", true),
        ("IPADDRESS=10.0.0.1", "IPADDRESS=10.0.0.10", false),
        ("IPADDRESS=*.*.*.*", "IPADDRESS=203.0.113.5", true),
        ("IPADDRESS=*.*.*.*", "IPADDRESS=2001:db8::1", false),
        ("IPADDRESS=*.0.*.7", "IPADDRESS=10.0.9.7", true),
        ("IPADDRESS=*.0.*.7", "IPADDRESS=10.1.9.7", false),
        ("IPADDRESS=10.0.0.128/25", "IPADDRESS=10.0.0.127", false),
        ("IPADDRESS=10.0.0.130/25", "IPADDRESS=10.0.0.255", true),
        ("IPADDRESS=10.0.0.1/32", "IPADDRESS=10.0.0.1", true),
        ("IPADDRESS=10.0.0.1/32", "IPADDRESS=10.0.0.0", false),
        ("IPADDRESS=0.0.0.0/0", "IPADDRESS=2001:db8::1", false),
        ("IPADDRESS=::/0", "IPADDRESS=2001:db8::1", true),
        ("IPADDRESS=::/0", "IPADDRESS=10.0.0.1", false),
        ("IPADDRESS=2001:db8::1/128", "IPADDRESS=2001:db8::1", true),
        ("IPADDRESS=2001:db8::1/128", "IPADDRESS=2001:db8::", false),
        ("IPADDRESS=2001:DB8:0::1", "IPADDRESS=2001:db8::1", true),
        ("IPADDRESS=::ffff:10.0.0.0/104", "IPADDRESS=10.7.7.7", true),
        ("IPADDRESS=::ffff:10.0.0.0/104", "IPADDRESS=11.7.7.7", false),
        ("IPADDRESS=10.0.0.0/8", "IPADDRESS=::ffff:10.7.7.7", true),
        // A machine has addresses; one that claims a pattern has none.
        ("IPADDRESS=10.0.0.0/8", "IPADDRESS=10.0.0.0/8", false),
        ("IPADDRESS=10.0.0.1", "IPADDRESS=*.*.*.*", false),
    ] {
        assert_eq!(id(license).names(&id(machine)), expected, "{license} {machine}");
    }
}

#[test]
fn hid_01_forms() {
    for (kind, value, expected) in [
        (HostIdType::Ethernet, "00:1b:44:11:3a", Err(BadHostId::Ethernet)),
        (HostIdType::Ethernet, "00:1b:44:11:3a:zz", Err(BadHostId::Ethernet)),
        (HostIdType::IpAddress, "10.0.0.0/33", Err(BadHostId::IpAddress)),
        (HostIdType::IpAddress, "10.0.0", Err(BadHostId::IpAddress)),
        (HostIdType::Ethernet, "00:1b:44:11:3a:b7:00", Err(BadHostId::Ethernet)),
        (HostIdType::Ethernet, "001b44113ab", Err(BadHostId::Ethernet)),
        (HostIdType::Ethernet, "0:01b:44:11:3a:b7", Err(BadHostId::Ethernet)),
        (HostIdType::Ethernet, "+0:1b:44:11:3a:b7", Err(BadHostId::Ethernet)),
        (HostIdType::Ethernet, "ääääää", Err(BadHostId::Ethernet)),
        (HostIdType::IpAddress, "*", Err(BadHostId::IpAddress)),
        (HostIdType::IpAddress, "10.*", Err(BadHostId::IpAddress)),
        (HostIdType::IpAddress, "10.+1.*.*", Err(BadHostId::IpAddress)),
        (HostIdType::IpAddress, "256.*.*.*", Err(BadHostId::IpAddress)),
        (HostIdType::IpAddress, "10.0.0.0/", Err(BadHostId::IpAddress)),
        (HostIdType::IpAddress, "10.0.0.0/+8", Err(BadHostId::IpAddress)),
        (HostIdType::IpAddress, "10.*.0.0/8", Err(BadHostId::IpAddress)),
        (HostIdType::IpAddress, "2001:db8::/129", Err(BadHostId::IpAddress)),
        (HostIdType::IpAddress, "2001:db8::/128", Ok(())),
        (HostIdType::IpAddress, "10.*.0.*", Ok(())),
        (HostIdType::ServerKey, "abc", Err(BadHostId::ServerKey)),
        (HostIdType::Hostname, "", Err(BadHostId::Length)),
        (HostIdType::Hostname, "x", Ok(())),
    ] {
        assert_eq!(HostId::new(kind, value).map(|_| ()), expected, "{value}");
    }
}

/// HID-02: types, not values, are counted; one must match; SERVER_KEY stands apart.
#[test]
fn hid_02_match_rate() {
    let key = "SERVER_KEY=000000000000000000000000000000000000000000000000000000000000000a";
    let other = "SERVER_KEY=000000000000000000000000000000000000000000000000000000000000000b";
    let with = |ids: &str| alloc::format!("{ids} {key}");
    for (block, rate, machine, expected) in [
        ("HOSTNAME=a HOSTNAME=b", 100, "HOSTNAME=b", true),
        ("HOSTNAME=a MACHINE_ID=1", 100, "HOSTNAME=a", false),
        ("HOSTNAME=a MACHINE_ID=1", 50, "HOSTNAME=a", true),
        ("HOSTNAME=a MACHINE_ID=1", 51, "HOSTNAME=a", false),
        ("HOSTNAME=a MACHINE_ID=1", 0, "HOSTNAME=c", false),
        ("HOSTNAME=a MACHINE_ID=1", 0, "MACHINE_ID=1", true),
        (key, 100, key, true),
        (key, 0, other, false),
        (&with("HOSTNAME=a"), 0, "HOSTNAME=a", false),
        (&with("HOSTNAME=a"), 100, &with("HOSTNAME=a"), true),
        (&with("HOSTNAME=a"), 0, &with("HOSTNAME=z"), false),
    ] {
        let block = HostIdBlock { ids: ids(block) };
        assert_eq!(block.matches(rate, &ids(machine)), expected, "{block:?} {rate} {machine}");
    }
}

/// HID-01: each type compares with itself only, without regard to case.
#[test]
fn hid_01_every_type_and_no_other() {
    let value = |kind, upper: bool| {
        let text = match kind {
            HostIdType::Ethernet => "00:1b:44:11:3a:b7".to_string(),
            HostIdType::IpAddress => "2001:db8::5".to_string(),
            HostIdType::ServerKey => "a".repeat(64),
            HostIdType::Hostname
            | HostIdType::Username
            | HostIdType::MachineId
            | HostIdType::Board
            | HostIdType::Disk
            | HostIdType::Custom
            | HostIdType::AwsInstanceId
            | HostIdType::GceId
            | HostIdType::AzureId => "i-0ab".to_string(),
        };
        HostId::new(kind, &if upper { text.to_uppercase() } else { text }).unwrap()
    };
    for license in HostIdType::ALL {
        for machine in HostIdType::ALL {
            let found = value(license, true).names(&value(machine, false));
            assert_eq!(found, license == machine, "{license} {machine}");
        }
        assert_eq!(HostIdType::parse(license.name()), Some(license));
        assert_eq!(HostIdType::from_u8(license as u8), Some(license));
    }
    assert_eq!((HostIdType::from_u8(12), HostIdType::parse("ethernet")), (None, None));
}

/// HID-02: for every number of types, matched types and rate, with two alternatives each: the least
/// number of types that must match is the rate's share of them rounded up, and at least one.
#[test]
fn hid_02_law_of_the_rate() {
    let counted: Vec<HostIdType> =
        HostIdType::ALL.into_iter().filter(|kind| *kind != HostIdType::ServerKey).collect();
    let value = |kind, number: usize| {
        let text = match kind {
            HostIdType::Ethernet => alloc::format!("00000000000{number}"),
            HostIdType::IpAddress => alloc::format!("10.0.0.{number}"),
            HostIdType::ServerKey
            | HostIdType::Hostname
            | HostIdType::Username
            | HostIdType::MachineId
            | HostIdType::Board
            | HostIdType::Disk
            | HostIdType::Custom
            | HostIdType::AwsInstanceId
            | HostIdType::GceId
            | HostIdType::AzureId => number.to_string(),
        };
        HostId::new(kind, &text).unwrap()
    };
    for types in 1..=counted.len() {
        let in_block = counted.iter().take(types);
        let block =
            HostIdBlock { ids: in_block.flat_map(|kind| [value(*kind, 1), value(*kind, 2)]).collect() };
        for matched in 0..=types {
            // The machine has a second and a foreign value of each matched type, else a foreign one only.
            let machine: Vec<HostId> = counted
                .iter()
                .enumerate()
                .flat_map(|(at, kind)| [value(*kind, 7), value(*kind, if at < matched { 2 } else { 9 })])
                .collect();
            for rate in 0..=100_u8 {
                let least = (usize::from(rate) * types).div_ceil(100).max(1);
                let found = block.matches(rate, &machine);
                assert_eq!(found, matched >= least, "{matched} of {types} at {rate} %");
            }
        }
    }
}

/// HID-02: what has no id names no machine, and a machine without ids is none of those named.
#[test]
fn hid_02_nothing_matches_nothing() {
    let named = HostIdBlock { ids: ids("HOSTNAME=a") };
    let empty = HostIdBlock::default();
    for rate in [0, 1, 100] {
        assert!(!empty.matches(rate, &[]) && !empty.matches(rate, &ids("HOSTNAME=a")), "{rate}");
        assert!(!named.matches(rate, &[]), "{rate}");
    }
}

/// HID-01, HID-02: two SERVER_KEYs in one block are alternatives, as two values of any type are.
#[test]
fn hid_02_server_keys_are_alternatives() {
    let key = |digit: &str| alloc::format!("SERVER_KEY={}", digit.repeat(64));
    let block = HostIdBlock { ids: ids(&alloc::format!("{} {} HOSTNAME=x", key("a"), key("b"))) };
    for (machine, expected) in [
        (alloc::format!("{} HOSTNAME=x", key("A")), true),
        (alloc::format!("{} HOSTNAME=x", key("b")), true),
        (alloc::format!("{} HOSTNAME=x", key("c")), false),
        (alloc::format!("{} HOSTNAME=y", key("a")), false),
    ] {
        assert_eq!(block.matches(100, &ids(&machine)), expected, "{machine}");
    }
}

/// HID-01: repeated blocks are alternative machines, each judged by itself: half of one and half of
/// another make none.
#[test]
fn hid_01_blocks_of_a_cluster_are_alternatives() {
    let blocks = ["HOSTNAME=n1 MACHINE_ID=1", "HOSTNAME=n2 MACHINE_ID=2", "HOSTNAME=n3 MACHINE_ID=3"]
        .map(|text| HostIdBlock { ids: ids(text) });
    for (machine, expected) in [
        ("HOSTNAME=n1 MACHINE_ID=1", true),
        ("HOSTNAME=N3 MACHINE_ID=3", true),
        ("HOSTNAME=n1 MACHINE_ID=2", false),
        ("HOSTNAME=n4 MACHINE_ID=4", false),
    ] {
        let found = blocks.iter().any(|block| block.matches(100, &ids(machine)));
        assert_eq!(found, expected, "{machine}");
    }
}
