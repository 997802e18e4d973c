//! Hosts that licenses are bound to: their normal form, and when two of them are one machine.
//!
//! Normalization is a rule: with two spellings of one host a superseding file would reach the wrong
//! one, and features would be lost (4.3).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::IpAddr;

use lictor_types::{BadHostId, HostId, HostIdType};

use crate::code::Code;
use crate::model::HostKinds;
use crate::refusal::Refusal;
use crate::word::words;

words! {
    /// Whether a host serves licenses or uses them itself.
    HostKind {
        /// A license server, alone or one of a group of three.
        Server = "server",
        /// A machine that a license is locked to.
        Node = "node",
    }
}

/// A host with the other ids it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The id that stands in licenses, in its normal form.
    pub id: HostId,
    /// Other ids of the same machine, in their normal form.
    pub aliases: Vec<HostId>,
}

/// Whether two hosts are one machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sameness {
    /// They are.
    Same,
    /// An alias of another type says so (an address and a name, say): a person must confirm it.
    Unconfirmed,
    /// They are not, as far as is known.
    Different,
}

/// The hosts of one fulfillment, each in its normal form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hosts {
    /// No server, one, or the three of a group.
    pub servers: Vec<HostId>,
    /// Nodes.
    pub nodes: Vec<HostId>,
}

/// Members of a group of servers that serve one license together.
pub const SERVER_GROUP: usize = 3;

/// A host id in its normal form: equal machines have equal normal forms, whoever typed them.
///
/// White space around is dropped; hardware addresses become six lower-case pairs with colons, addresses
/// their shortest text (IPv4 also where it was written within IPv6), names lose the dot of the root,
/// and everything is lower case.
///
/// # Errors
///
/// [`BadHostId`] if the value is none of its type.
pub fn normalize(kind: HostIdType, value: &str) -> Result<HostId, BadHostId> {
    let value = value.trim().to_lowercase();
    let id = HostId::new(kind, &value)?;
    let normal = match kind {
        HostIdType::Ethernet => hardware_address(&value),
        HostIdType::IpAddress => address(&value),
        HostIdType::Hostname if value.contains(|c: char| c.is_whitespace() || c.is_control()) => {
            return Err(BadHostId::Hostname);
        }
        HostIdType::Hostname => value.trim_end_matches('.').to_string(),
        HostIdType::Username
        | HostIdType::MachineId
        | HostIdType::Board
        | HostIdType::Disk
        | HostIdType::Custom
        | HostIdType::ServerKey
        | HostIdType::AwsInstanceId
        | HostIdType::GceId
        | HostIdType::AzureId => return Ok(id),
    };
    HostId::new(kind, &normal)
}

fn hardware_address(value: &str) -> String {
    let mut normal = String::with_capacity(17);
    for (at, digit) in value.chars().filter(|c| c.is_ascii_hexdigit()).enumerate() {
        if at > 0 && at % 2 == 0 {
            normal.push(':');
        }
        normal.push(digit);
    }
    normal
}

fn address(value: &str) -> String {
    let plain = |text: &str| text.parse::<IpAddr>().map(|ip| ip.to_canonical().to_string());
    if let Some((network, bits)) = value.split_once('/') {
        // The prefix counts bits of the address as written, so that must stay as wide as it is.
        let network = network.parse::<IpAddr>().map_or_else(|_| network.to_string(), |ip| ip.to_string());
        return format!("{network}/{}", bits.parse::<u32>().unwrap_or_default());
    }
    // A pattern with `*` has one spelling only.
    plain(value).unwrap_or_else(|_| value.to_string())
}

impl Host {
    /// Whether the other host is the same machine.
    #[must_use]
    pub fn sameness(&self, other: &Self) -> Sameness {
        if self.id == other.id {
            return Sameness::Same;
        }
        let mine = core::iter::once(&self.id).chain(&self.aliases);
        let hit = mine.filter(|id| **id == other.id || other.aliases.contains(id)).fold(None, |hit, id| {
            let direct = id.kind() == self.id.kind() && id.kind() == other.id.kind();
            Some(hit.unwrap_or(false) || direct)
        });
        match hit {
            Some(true) => Sameness::Same,
            Some(false) => Sameness::Unconfirmed,
            None => Sameness::Different,
        }
    }
}

impl Hosts {
    /// One server and no node.
    #[must_use]
    pub fn server(id: HostId) -> Self {
        Self { servers: Vec::from([id]), nodes: Vec::new() }
    }

    /// Which kinds there are.
    #[must_use]
    pub fn kinds(&self) -> HostKinds {
        HostKinds { server: !self.servers.is_empty(), node: !self.nodes.is_empty() }
    }

    /// Whether both name the same servers, in whatever order.
    #[must_use]
    pub fn same_servers(&self, other: &Self) -> bool {
        same_set(&self.servers, &other.servers)
    }

    /// Whether both name the same servers and the same nodes, in whatever order.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.same_servers(other) && same_set(&self.nodes, &other.nodes)
    }

    /// Whether a file of either would be loaded on a machine of the other: on a common server, or without
    /// any server on a common node.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let common = |a: &[HostId], b: &[HostId]| a.iter().any(|id| b.contains(id));
        if self.servers.is_empty() && other.servers.is_empty() {
            common(&self.nodes, &other.nodes)
        } else {
            common(&self.servers, &other.servers)
        }
    }

    /// Checks that there are no, one or three servers, and no host twice.
    ///
    /// # Errors
    ///
    /// `INVALID_FIELD` at the field.
    pub fn check(&self) -> Result<(), Refusal> {
        let invalid = |why: &str, field: &str| Refusal::because(Code::InvalidField, why).at(field);
        if ![0, 1, SERVER_GROUP].contains(&self.servers.len()) {
            let why = "a license is served by one server or by a group of three";
            return Err(invalid(why, "/server_host_ids"));
        }
        if repeats(&self.servers) {
            return Err(invalid("a server is named twice", "/server_host_ids"));
        }
        if repeats(&self.nodes) {
            return Err(invalid("a node is named twice", "/node_host_ids"));
        }
        Ok(())
    }
}

fn same_set(a: &[HostId], b: &[HostId]) -> bool {
    a.len() == b.len() && a.iter().all(|id| b.contains(id))
}

fn repeats(ids: &[HostId]) -> bool {
    ids.iter().enumerate().any(|(at, id)| ids.iter().take(at).any(|earlier| earlier == id))
}
