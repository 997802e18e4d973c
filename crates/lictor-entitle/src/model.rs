//! License models, which hosts a change of model asks for, and whether the new file may supersede (3.5).

use crate::code::Code;
use crate::refusal::Refusal;
use crate::word::words;

words! {
    /// How a license is bound and counted.
    LicenseModel {
        /// Floating counted: seats on a server.
        FloatingCounted = "FC",
        /// Floating uncounted: a server without a limit of seats.
        FloatingUncounted = "FU",
        /// Node-locked counted: seats on a server, for named nodes only.
        NodeCounted = "NC",
        /// Node-locked uncounted: a file on the node itself, no server.
        NodeUncounted = "NU",
    }
}

/// Kinds of hosts: those a model needs, a person is asked for, or a request gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HostKinds {
    /// A server host id (or three of them, for a group).
    pub server: bool,
    /// A node-locked host id.
    pub node: bool,
}

impl HostKinds {
    /// No host.
    pub const NONE: Self = Self { server: false, node: false };
    /// A server host only.
    pub const SERVER: Self = Self { server: true, node: false };
    /// A node host only.
    pub const NODE: Self = Self { server: false, node: true };
    /// Both kinds.
    pub const BOTH: Self = Self { server: true, node: true };

    /// These without those.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self { server: self.server && !other.server, node: self.node && !other.node }
    }

    /// Checks the given hosts against these, which were asked for.
    ///
    /// # Errors
    ///
    /// `SERVER_HOST_REQUIRED` or `NODE_HOST_REQUIRED` for one that is missing, `HOST_NOT_ALLOWED` for
    /// one that was not asked for.
    pub fn check(self, given: Self) -> Result<(), Refusal> {
        if self.server && !given.server {
            return Err(Refusal::new(Code::ServerHostRequired).at("/server_host_ids"));
        }
        if self.node && !given.node {
            return Err(Refusal::new(Code::NodeHostRequired).at("/node_host_ids"));
        }
        if given.server && !self.server {
            return Err(Refusal::new(Code::HostNotAllowed).at("/server_host_ids"));
        }
        if given.node && !self.node {
            return Err(Refusal::new(Code::HostNotAllowed).at("/node_host_ids"));
        }
        Ok(())
    }
}

impl LicenseModel {
    /// The hosts that a license of this model is bound to.
    #[must_use]
    pub const fn needs(self) -> HostKinds {
        match self {
            Self::FloatingCounted | Self::FloatingUncounted => HostKinds::SERVER,
            Self::NodeCounted => HostKinds::BOTH,
            Self::NodeUncounted => HostKinds::NODE,
        }
    }

    /// Whether its seats are counted. An uncounted record counts as one seat.
    #[must_use]
    pub const fn is_counted(self) -> bool {
        match self {
            Self::FloatingCounted | Self::NodeCounted => true,
            Self::FloatingUncounted | Self::NodeUncounted => false,
        }
    }

    /// Whether its file is installed on a server.
    #[must_use]
    pub const fn is_server_based(self) -> bool {
        self.needs().server
    }
}

/// Whether a change of model moves the license between server and client.
#[must_use]
pub const fn crossing(from: LicenseModel, to: LicenseModel) -> bool {
    from.is_server_based() != to.is_server_based()
}

/// The hosts to ask for when a license changes its model. What is not asked for is kept from the
/// original. A crossing asks for all, also for nodes that are known (A7): which of them get a file is a
/// new decision.
#[must_use]
pub const fn prompt(from: LicenseModel, to: LicenseModel) -> HostKinds {
    if crossing(from, to) { to.needs() } else { to.needs().without(from.needs()) }
}

/// Whether the new file may void the old one. Never between server and client: the old host would not
/// load the new file.
#[must_use]
pub const fn supersede_allowed(from: LicenseModel, to: LicenseModel) -> bool {
    !crossing(from, to)
}

/// One row of the table of changes: from, to, what is asked for, whether a marker may be written.
pub type ModelChange = (LicenseModel, LicenseModel, HostKinds, bool);

/// The sixteen changes in the order of the specification. The functions of this module decide; this is
/// what people read, and a test holds both together.
pub const MODEL_CHANGES: [ModelChange; 16] = {
    use LicenseModel::{
        FloatingCounted as FC, FloatingUncounted as FU, NodeCounted as NC, NodeUncounted as NU,
    };
    const NOTHING: HostKinds = HostKinds::NONE;
    const NODE: HostKinds = HostKinds::NODE;
    const SERVER: HostKinds = HostKinds::SERVER;
    const MAY: bool = true;
    const NEVER: bool = false;
    [
        (FC, FC, NOTHING, MAY),
        (FC, FU, NOTHING, MAY),
        (FC, NC, NODE, MAY),
        (FC, NU, NODE, NEVER),
        (FU, FC, NOTHING, MAY),
        (FU, FU, NOTHING, MAY),
        (FU, NC, NODE, MAY),
        (FU, NU, NODE, NEVER),
        (NC, FC, NOTHING, MAY),
        (NC, FU, NOTHING, MAY),
        (NC, NC, NOTHING, MAY),
        (NC, NU, NODE, NEVER),
        (NU, FC, SERVER, NEVER),
        (NU, FU, SERVER, NEVER),
        (NU, NC, HostKinds::BOTH, NEVER),
        (NU, NU, NOTHING, MAY),
    ]
};
