//! The machine's IP addresses, as the kernel lists them in `/proc/net`.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 addresses of the machine out of `fib_trie`, loopback left away, each once and in order.
///
/// A local address is a leaf `|-- ADDRESS` followed by a line `/32 host LOCAL`.
pub(crate) fn v4(fib_trie: &str) -> BTreeSet<IpAddr> {
    let mut leaf = None;
    let mut found = BTreeSet::new();
    for line in fib_trie.lines().map(str::trim) {
        if let Some(address) = line.strip_prefix("|-- ") {
            leaf = address.parse::<Ipv4Addr>().ok();
        } else if line == "/32 host LOCAL" {
            found.extend(leaf.filter(|ip| !ip.is_loopback()).map(IpAddr::V4));
        }
    }
    found
}

/// IPv6 addresses of the machine out of `if_inet6`, loopback and link-local ones left away.
///
/// A line is: 32 hex digits, interface number, prefix length, scope, flags, interface name.
pub(crate) fn v6(if_inet6: &str) -> BTreeSet<IpAddr> {
    let address = |line: &str| {
        let digits = line.split_whitespace().next().filter(|digits| digits.len() == 32)?;
        let ip = Ipv6Addr::from_bits(u128::from_str_radix(digits, 16).ok()?);
        (!ip.is_loopback() && !ip.is_unicast_link_local()).then_some(IpAddr::V6(ip))
    };
    if_inet6.lines().filter_map(address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(found: &BTreeSet<IpAddr>) -> Vec<String> {
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn local_addresses_are_told_from_networks() {
        let trie = "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 0.0.0.0\n        /0 universe UNICAST\n\
                    \x20    |-- 10.1.2.3\n        /32 host LOCAL\n     |-- 10.1.2.255\n        /32 link BROADCAST\n\
                    \x20    |-- 127.0.0.1\n        /32 host LOCAL\n     |-- nonsense\n        /32 host LOCAL\n\
                    Local:\n     |-- 10.1.2.3\n        /32 host LOCAL\n";
        assert_eq!(texts(&v4(trie)), ["10.1.2.3"]);
        assert_eq!(texts(&v4("/32 host LOCAL")), [""; 0]);
    }

    #[test]
    fn global_v6_addresses_are_taken() {
        let table = "00000000000000000000000000000001 01 80 10 80       lo\n\
                     fe80000000000000021b44fffe113ab7 02 40 20 80     eth0\n\
                     20010db8000000000000000000000005 02 40 00 80     eth0\n\
                     20010db8 02 40 00 80 eth0\nzz\n\n";
        assert_eq!(texts(&v6(table)), ["2001:db8::5"]);
    }
}
