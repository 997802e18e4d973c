//! Hardware addresses of the network interfaces, out of `/sys/class/net`.

use std::path::Path;

use crate::fact_file;

/// ARPHRD_ETHER of the kernel: what a wired, wireless or virtual Ethernet interface says it is.
const TYPE_ETHERNET: &str = "1";

/// Hardware addresses, those of interfaces with a device behind them first, each group in the
/// order of the interfaces' names. Loopback, tunnels and all-zero addresses are left away.
pub(crate) fn hardware_addresses(class_net: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(class_net) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            let interface = entry.path();
            let address = address_of(&interface)?;
            let without_device = !interface.join("device").exists();
            Some((without_device, entry.file_name(), address))
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

fn address_of(interface: &Path) -> Option<String> {
    let kind = fact_file::line(&interface.join("type"))?;
    let address = fact_file::line(&interface.join("address"))?.to_ascii_lowercase();
    let zero = address.bytes().all(|b| matches!(b, b'0' | b':'));
    (kind == TYPE_ETHERNET && !zero).then_some(address)
}
