//! Host ids and when a block of them matches (section 10).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::net::IpAddr;

use crate::limits::HOST_ID_BYTES_MAX;

/// What a host id is taken from (HID-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum HostIdType {
    /// Hardware address of any network interface.
    Ethernet = 0,
    /// Host name.
    Hostname = 1,
    /// Login name.
    Username = 2,
    /// IP address; the license may use `*` or CIDR.
    IpAddress = 3,
    /// The operating system's machine id.
    MachineId = 4,
    /// UUID of the board (DMI).
    Board = 5,
    /// Serial of a disk.
    Disk = 6,
    /// Given by the embedding program.
    Custom = 7,
    /// Fingerprint of the server's identity key (TRU-02).
    ServerKey = 8,
    /// Instance id at AWS.
    AwsInstanceId = 9,
    /// Instance id at GCE.
    GceId = 10,
    /// VM id at Azure.
    AzureId = 11,
}

impl HostIdType {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 12] = [
        Self::Ethernet,
        Self::Hostname,
        Self::Username,
        Self::IpAddress,
        Self::MachineId,
        Self::Board,
        Self::Disk,
        Self::Custom,
        Self::ServerKey,
        Self::AwsInstanceId,
        Self::GceId,
        Self::AzureId,
    ];

    /// The name in license files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ethernet => "ETHERNET",
            Self::Hostname => "HOSTNAME",
            Self::Username => "USERNAME",
            Self::IpAddress => "IPADDRESS",
            Self::MachineId => "MACHINE_ID",
            Self::Board => "BOARD",
            Self::Disk => "DISK",
            Self::Custom => "CUSTOM",
            Self::ServerKey => "SERVER_KEY",
            Self::AwsInstanceId => "AWS_INSTANCE_ID",
            Self::GceId => "GCE_ID",
            Self::AzureId => "AZURE_ID",
        }
    }

    /// From the name in license files.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// From its number.
    #[must_use]
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

impl fmt::Display for HostIdType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One host id: a type and its value as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostId {
    kind: HostIdType,
    value: String,
}

/// Why a value is no host id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadHostId {
    /// Empty, or longer than 256 bytes.
    Length,
    /// Not six pairs of hex digits.
    Ethernet,
    /// Not an address, a pattern with `*`, or CIDR.
    IpAddress,
    /// Not 64 lower-case hex digits.
    ServerKey,
    /// White space or a control character in a name.
    Hostname,
}

impl fmt::Display for BadHostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "expected a host id of 1 to 256 bytes",
            Self::Ethernet => "expected a hardware address as 00:1b:44:11:3a:b7",
            Self::IpAddress => "expected an IP address, a pattern as 192.168.*.*, or a network as 10.0.0.0/8",
            Self::ServerKey => "expected the fingerprint of a server key, 64 hex digits",
            Self::Hostname => "expected the name of a host, without white space in it",
        })
    }
}

impl core::error::Error for BadHostId {}

impl HostId {
    /// Takes a value of a type, if it has the type's form.
    ///
    /// # Errors
    ///
    /// [`BadHostId`] says what is wrong with it.
    pub fn new(kind: HostIdType, value: &str) -> Result<Self, BadHostId> {
        if value.is_empty() || value.len() > HOST_ID_BYTES_MAX {
            return Err(BadHostId::Length);
        }
        match kind {
            HostIdType::Ethernet if ethernet(value).is_none() => return Err(BadHostId::Ethernet),
            HostIdType::IpAddress if !is_ip_pattern(value) => return Err(BadHostId::IpAddress),
            HostIdType::ServerKey if value.len() != 64 || !value.bytes().all(|b| b.is_ascii_hexdigit()) => {
                return Err(BadHostId::ServerKey);
            }
            HostIdType::Ethernet
            | HostIdType::IpAddress
            | HostIdType::ServerKey
            | HostIdType::Hostname
            | HostIdType::Username
            | HostIdType::MachineId
            | HostIdType::Board
            | HostIdType::Disk
            | HostIdType::Custom
            | HostIdType::AwsInstanceId
            | HostIdType::GceId
            | HostIdType::AzureId => {}
        }
        Ok(Self { kind, value: value.to_string() })
    }

    /// Its type.
    #[must_use]
    pub fn kind(&self) -> HostIdType {
        self.kind
    }

    /// Its value as written.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether this id of a license names that id of a machine (HID-01: without regard to case;
    /// addresses by value, with `*` and CIDR on the license's side).
    #[must_use]
    pub fn names(&self, machine: &Self) -> bool {
        self.kind == machine.kind
            && match self.kind {
                HostIdType::Ethernet => ethernet(&self.value) == ethernet(&machine.value),
                HostIdType::IpAddress => ip_matches(&self.value, &machine.value),
                HostIdType::Hostname
                | HostIdType::Username
                | HostIdType::MachineId
                | HostIdType::Board
                | HostIdType::Disk
                | HostIdType::Custom
                | HostIdType::ServerKey
                | HostIdType::AwsInstanceId
                | HostIdType::GceId
                | HostIdType::AzureId => self.value.to_lowercase() == machine.value.to_lowercase(),
            }
    }
}

/// One `<CLIENT_HOSTID>` or `<SERVER_HOSTID>` block: the ids of one permitted machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostIdBlock {
    /// The ids, in the order of the file.
    pub ids: Vec<HostId>,
}

impl HostIdBlock {
    /// Whether the machine with these ids is the block's machine (HID-02).
    ///
    /// At least one type must match, and matched types × 100 ≥ `rate` × types in the block. A
    /// type matches when any of its values does. SERVER_KEY is always required and not counted.
    #[must_use]
    pub fn matches(&self, rate: u8, machine: &[HostId]) -> bool {
        let type_matches = |kind: HostIdType| {
            self.ids.iter().any(|id| id.kind == kind && machine.iter().any(|have| id.names(have)))
        };
        let has = |kind: HostIdType| self.ids.iter().any(|id| id.kind == kind);
        let named = has(HostIdType::ServerKey);
        if named && !type_matches(HostIdType::ServerKey) {
            return false;
        }
        let counted =
            || HostIdType::ALL.into_iter().filter(|kind| *kind != HostIdType::ServerKey && has(*kind));
        let types = counted().count();
        let matched = counted().filter(|kind| type_matches(*kind)).count();
        if types == 0 {
            return named;
        }
        matched >= 1 && matched * 100 >= usize::from(rate) * types
    }
}

fn ethernet(text: &str) -> Option<[u8; 6]> {
    let mut bytes = [0; 6];
    let plain = text.len() == 12 && text.is_ascii();
    let pair = |at: usize| {
        if plain {
            text.get(2 * at..2 * at + 2)
        } else {
            text.split([':', '-']).nth(at).filter(|p| p.len() == 2)
        }
    };
    if !plain && text.split([':', '-']).count() != 6 {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        let digits = pair(at).filter(|p| p.bytes().all(|b| b.is_ascii_hexdigit()))?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(bytes)
}

fn is_ip_pattern(text: &str) -> bool {
    if let Some((network, bits)) = text.split_once('/') {
        return network.parse::<IpAddr>().is_ok_and(|ip| prefix_bits(bits).is_some_and(|b| b <= width(ip)));
    }
    text.parse::<IpAddr>().is_ok() || {
        let parts = || text.split('.');
        let number = |p: &str| p.bytes().all(|b| b.is_ascii_digit()) && p.parse::<u8>().is_ok();
        parts().count() == 4 && parts().all(|p| p == "*" || number(p))
    }
}

fn prefix_bits(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
}

fn width(ip: IpAddr) -> u32 {
    if ip.is_ipv4() { 32 } else { 128 }
}

fn ip_matches(pattern: &str, machine: &str) -> bool {
    let Ok(have) = machine.parse::<IpAddr>().map(|ip| ip.to_canonical()) else { return false };
    if let Some((network, bits)) = pattern.split_once('/') {
        let (Ok(network), Some(bits)) = (network.parse::<IpAddr>(), prefix_bits(bits)) else { return false };
        return same_prefix(network, have, bits);
    }
    if let Ok(ip) = pattern.parse::<IpAddr>() {
        return ip.to_canonical() == have;
    }
    let IpAddr::V4(have) = have else { return false };
    let octets = have.octets();
    pattern.split('.').zip(octets).all(|(part, octet)| part == "*" || part.parse() == Ok(octet))
}

fn same_prefix(network: IpAddr, have: IpAddr, bits: u32) -> bool {
    match (network, have) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            (a.to_bits() ^ b.to_bits()).checked_shr(32 - bits.min(32)).unwrap_or(0) == 0
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            (a.to_bits() ^ b.to_bits()).checked_shr(128 - bits.min(128)).unwrap_or(0) == 0
        }
        (IpAddr::V6(a), IpAddr::V4(b)) => {
            let mapped = a.to_ipv4_mapped().is_some() && bits >= 96;
            mapped && same_prefix(network, IpAddr::V6(b.to_ipv6_mapped()), bits)
        }
        (IpAddr::V4(_), IpAddr::V6(_)) => false,
    }
}

#[cfg(test)]
mod tests;
