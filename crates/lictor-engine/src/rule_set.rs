//! Access rules and the policy of the queue and of borrows, as the ledger takes them: complete, in
//! the order of the file (RUL-01). The shell reads and checks the file; groups are resolved there.

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{Digest, RuleKind, RuleRef, VendorName};

use crate::codec::{Code, Malformed, Reader, coded};

/// All rules in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleSet {
    /// Tells two sets apart without comparing them; none compares them.
    pub digest: Option<Digest>,
    /// The rules in the order of the file: of each kind the first that matches decides.
    pub rules: Vec<Rule>,
    /// How queues, borrows and named seats are run.
    pub policy: Policy,
}

/// One access rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it does.
    pub kind: RuleKind,
    /// Seats of limits and reserves, hours of `borrow_hours`; 0 for the others.
    pub amount: u32,
    /// The line it begins in.
    pub line: u32,
    /// The features it is about; none means all.
    pub features: Vec<FeaturePattern>,
    /// Its members: whoever one of these matches. Empty means nobody.
    pub members: Vec<Member>,
}

/// Features by name, in which `*` stands for any characters; compared without regard to case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeaturePattern {
    /// The vendor; none means any.
    pub vendor: Option<VendorName>,
    /// The name.
    pub name: String,
}

/// Who a rule is about. Names are compared without regard to case, `*` stands for any characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Member {
    /// Everybody.
    Anyone,
    /// A user.
    User(String),
    /// A host.
    Host(String),
    /// A user on a host.
    UserAt {
        /// The user.
        user: String,
        /// The host.
        host: String,
    },
    /// Addresses that begin with these bits; an IPv4 address is written as its IPv4-mapped IPv6
    /// address (RFC 4291, section 2.5.5.2).
    Network {
        /// The bits.
        address: [u8; 16],
        /// How many of them count, 0 to 128.
        prefix: u8,
    },
    /// A project.
    Project(String),
}

/// How queues, borrows and named seats are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// The order in which waiting requests are served (QUE-01).
    pub queue: QueueMode,
    /// Requests that may wait for one feature.
    pub queue_length: u32,
    /// Longest borrow in hours, whatever a license allows (BOR-01).
    pub borrow_hours: u16,
    /// Least time between two releases of named users or hosts of one pool, in milliseconds
    /// (NAM-01).
    pub named_release_ms: u64,
}

/// Who may pass whom in a queue (QUE-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueMode {
    /// A request that fits may pass a larger one at the head, which is passed at most so many times.
    Fair {
        /// How many times.
        passes: u32,
    },
    /// Nobody passes.
    Strict,
    /// Whatever fits passes.
    Fast,
}

impl Policy {
    /// What holds if nothing is set.
    pub const DEFAULT: Self = Self {
        queue: QueueMode::Fair { passes: 8 },
        queue_length: 1000,
        borrow_hours: lictor_types::limits::BORROW_HOURS_MAX,
        named_release_ms: 24 * 3_600_000,
    };
}

impl Default for Policy {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl RuleSet {
    /// How an answer names the rule of this number.
    pub(crate) fn reference(&self, number: u32) -> Option<RuleRef> {
        let rule = self.rules.get(number as usize)?;
        Some(RuleRef { number, line: rule.line, kind: rule.kind })
    }
}

coded!(RuleSet { digest, rules, policy });
coded!(Rule { kind, amount, line, features, members });
coded!(FeaturePattern { vendor, name });
coded!(Policy { queue, queue_length, borrow_hours, named_release_ms });

impl Code for Member {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Anyone => out.push(0),
            Self::User(name) => tagged(1, name, out),
            Self::Host(name) => tagged(2, name, out),
            Self::UserAt { user, host } => {
                tagged(3, user, out);
                host.write(out);
            }
            Self::Network { address, prefix } => {
                out.push(4);
                out.extend_from_slice(address);
                out.push(*prefix);
            }
            Self::Project(name) => tagged(5, name, out),
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.byte()? {
            0 => Ok(Self::Anyone),
            1 => String::read(from).map(Self::User),
            2 => String::read(from).map(Self::Host),
            3 => Ok(Self::UserAt { user: Code::read(from)?, host: Code::read(from)? }),
            4 => {
                let address = from.bytes(16)?.try_into().map_err(|_| Malformed)?;
                let prefix = from.byte()?;
                if prefix > 128 { Err(Malformed) } else { Ok(Self::Network { address, prefix }) }
            }
            5 => String::read(from).map(Self::Project),
            _ => Err(Malformed),
        }
    }
}

fn tagged(tag: u8, name: &String, out: &mut Vec<u8>) {
    out.push(tag);
    name.write(out);
}

impl Code for QueueMode {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Fair { passes } => {
                out.push(0);
                passes.write(out);
            }
            Self::Strict => out.push(1),
            Self::Fast => out.push(2),
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.byte()? {
            0 => Ok(Self::Fair { passes: u32::read(from)? }),
            1 => Ok(Self::Strict),
            2 => Ok(Self::Fast),
            _ => Err(Malformed),
        }
    }
}
