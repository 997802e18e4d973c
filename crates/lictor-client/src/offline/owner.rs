//! Who is asking on which machine, and whether that is the same as before.

use lictor_types::{HostId, HostIdType};
use lictor_wire::Open;

/// A user on a machine, as a client introduces itself to servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) user: String,
    pub(crate) machine: Vec<HostId>,
}

/// What a machine is known by, the most lasting first. Of what both sides have, the first decides.
const LASTING: [HostIdType; 4] =
    [HostIdType::MachineId, HostIdType::Board, HostIdType::Ethernet, HostIdType::Hostname];

impl Owner {
    pub(crate) fn of(open: &Open) -> Self {
        Self { user: open.identity.user.clone(), machine: open.host_ids.clone() }
    }

    /// BOR-01: whether these are the host ids of the same machine: they share a value of the most
    /// lasting type that both have.
    pub(crate) fn is_machine(&self, other: &[HostId]) -> bool {
        let of = |ids: &[HostId], kind| ids.iter().any(|id| id.kind() == kind);
        let deciding = LASTING.into_iter().find(|kind| of(&self.machine, *kind) && of(other, *kind));
        deciding.is_some_and(|kind| {
            let own = || self.machine.iter().filter(|id| id.kind() == kind);
            other.iter().any(|id| own().any(|have| have.names(id)))
        })
    }

    /// BOR-01: names are compared without regard to case.
    pub(crate) fn is_user(&self, other: &str) -> bool {
        self.user.to_lowercase() == other.to_lowercase()
    }

    /// All ids of the most lasting type the machine has, in order.
    pub(crate) fn anchor(&self) -> Vec<&HostId> {
        let of = |kind| self.machine.iter().filter(move |id| id.kind() == kind);
        let Some(kind) = LASTING.into_iter().find(|kind| of(*kind).next().is_some()) else {
            return Vec::new();
        };
        let mut anchor: Vec<&HostId> = of(kind).collect();
        anchor.sort_unstable();
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<HostId> {
        let id = |word: &str| {
            let (kind, value) = word.split_once('=').unwrap();
            HostId::new(HostIdType::parse(kind).unwrap(), value).unwrap()
        };
        text.split_whitespace().map(id).collect()
    }

    /// BOR-01: what makes two sets of host ids one machine.
    #[test]
    fn bor_01_the_most_lasting_common_id_decides() {
        for (own, other, expected) in [
            ("MACHINE_ID=a HOSTNAME=ws1", "MACHINE_ID=A HOSTNAME=ws2", true),
            ("MACHINE_ID=a HOSTNAME=ws1", "MACHINE_ID=b HOSTNAME=ws1", false),
            ("MACHINE_ID=a BOARD=u", "BOARD=u", true),
            ("BOARD=u HOSTNAME=ws1", "MACHINE_ID=a HOSTNAME=ws1", true),
            (
                "ETHERNET=00:1b:44:11:3a:b7 ETHERNET=00:1b:44:11:3a:b8",
                "ETHERNET=001b44113ab8 HOSTNAME=x",
                true,
            ),
            ("ETHERNET=00:1b:44:11:3a:b7 HOSTNAME=x", "ETHERNET=00:1b:44:11:3a:b9 HOSTNAME=x", false),
            ("CUSTOM=x", "CUSTOM=x", false),
            ("", "", false),
        ] {
            let owner = Owner { user: String::new(), machine: ids(own) };
            assert_eq!(owner.is_machine(&ids(other)), expected, "{own} / {other}");
        }
    }
}
