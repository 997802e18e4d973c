//! Hosts: normal forms, aliases, groups (1.2, 4.3).

use lictor_entitle::Code;
use lictor_entitle::host::{Host, Hosts, Sameness, normalize};
use lictor_types::HostIdType::{Ethernet, Hostname, IpAddress, MachineId};
use lictor_types::{BadHostId, HostId, HostIdType};

use crate::store::{hosts, name};

#[test]
fn every_spelling_of_a_host_has_one_normal_form() {
    for (kind, spellings, normal) in [
        (
            Ethernet,
            &["00:1B:44:11:3A:B7", "00-1b-44-11-3a-b7", "001B44113AB7", " 00:1b:44:11:3a:b7 "][..],
            "00:1b:44:11:3a:b7",
        ),
        (
            Hostname,
            &["Build.Example.COM", "build.example.com.", "build.example.com..", "build.example.com"],
            "build.example.com",
        ),
        (IpAddress, &["10.0.0.7", "::ffff:10.0.0.7"], "10.0.0.7"),
        (IpAddress, &["2001:DB8:0:0::1", "2001:db8::1"], "2001:db8::1"),
        (IpAddress, &["10.0.0.0/8", "10.0.0.0/08"], "10.0.0.0/8"),
        (IpAddress, &["192.168.*.*"], "192.168.*.*"),
        (MachineId, &["4C4C4544", "4c4c4544"], "4c4c4544"),
    ] {
        for spelling in spellings {
            let id = normalize(kind, spelling).unwrap();
            assert_eq!(id.value(), normal, "{spelling}");
            assert_eq!(normalize(kind, id.value()), Ok(id));
        }
    }
}

#[test]
fn what_is_no_host_id_is_refused() {
    assert_eq!(normalize(Ethernet, "00:1b:44"), Err(BadHostId::Ethernet));
    assert_eq!(normalize(IpAddress, "10.0.0"), Err(BadHostId::IpAddress));
    assert_eq!(normalize(Hostname, "  "), Err(BadHostId::Length));
    assert_eq!(normalize(Hostname, "."), Err(BadHostId::Length));
    assert_eq!(normalize(Hostname, "build\n.example.com"), Err(BadHostId::Hostname));
}

fn host(id: HostId, aliases: &[HostId]) -> Host {
    Host { id, aliases: aliases.to_vec() }
}

fn ip(text: &str) -> HostId {
    normalize(HostIdType::IpAddress, text).unwrap()
}

#[test]
fn an_alias_of_another_type_needs_a_person() {
    let mac = normalize(Ethernet, "00:1b:44:11:3a:b7").unwrap();
    let plain = host(name("build"), &[]);
    for (other, expected) in [
        (host(name("BUILD"), &[]), Sameness::Same),
        (host(name("build.example.com"), &[name("build")]), Sameness::Same),
        (host(ip("10.0.0.7"), &[name("build")]), Sameness::Unconfirmed),
        (host(ip("10.0.0.7"), std::slice::from_ref(&mac)), Sameness::Different),
        (host(name("other"), &[]), Sameness::Different),
    ] {
        assert_eq!(plain.sameness(&other), expected, "{other:?}");
        assert_eq!(other.sameness(&plain), expected, "{other:?}");
    }
    let both = (host(name("a"), std::slice::from_ref(&mac)), host(name("b"), &[mac]));
    assert_eq!(both.0.sameness(&both.1), Sameness::Unconfirmed);
}

#[test]
fn a_group_is_three_and_its_order_means_nothing() {
    let group = hosts(&["S1", "S2", "S3"], &[]);
    assert!(group.same_as(&hosts(&["S3", "S1", "S2"], &[])));
    assert!(!group.same_servers(&hosts(&["S1", "S2", "S4"], &[])));
    assert!(hosts(&["S1"], &["N1"]).same_servers(&hosts(&["S1"], &["N2"])));
    for (servers, nodes, good) in [
        (&["S1"][..], &[][..], true),
        (&["S1", "S2"], &[], false),
        (&["S1", "S1", "S2"], &[], false),
        (&[], &["N1", "N1"], false),
        (&[], &["N1", "N2"], true),
    ] {
        let given: Hosts = hosts(servers, nodes);
        assert_eq!(
            given.check().map_err(|refusal| refusal.code),
            if good { Ok(()) } else { Err(Code::InvalidField) }
        );
    }
}
