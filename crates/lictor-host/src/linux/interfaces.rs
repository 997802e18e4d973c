//! Hardware addresses of the network interfaces, out of `/sys/class/net`.

use super::facts::Facts;

/// ARPHRD_ETHER of the kernel: what a wired, wireless or virtual Ethernet interface says it is.
const TYPE_ETHERNET: &str = "1";

/// Where the interfaces are listed.
pub(crate) const PLACE: &str = "sys/class/net";

/// Hardware addresses, those of interfaces with a device behind them first, each group in the
/// order of the interfaces' names. Loopback, tunnels and all-zero addresses are left away.
pub(crate) fn hardware_addresses(facts: &Facts) -> Vec<String> {
    let mut found: Vec<_> = facts
        .names(PLACE)
        .into_iter()
        .filter_map(|name| {
            let address = address_of(facts, &name)?;
            let without_device = !facts.has(&format!("{PLACE}/{name}/device"));
            Some((without_device, name, address))
        })
        .collect();
    found.sort();
    let mut addresses: Vec<String> = Vec::new();
    for (_, _, address) in found {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}

fn address_of(facts: &Facts, interface: &str) -> Option<String> {
    let kind = facts.line(&format!("{PLACE}/{interface}/type"))?;
    let address = facts.line(&format!("{PLACE}/{interface}/address"))?.to_ascii_lowercase();
    let zero = address.bytes().all(|b| matches!(b, b'0' | b':'));
    (kind == TYPE_ETHERNET && !zero).then_some(address)
}
