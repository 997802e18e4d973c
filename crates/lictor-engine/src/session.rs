//! Sessions.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{Denial, HostId, Identity, PoolId, VendorName};

use crate::codec::{Code, Malformed, Reader, coded};
use crate::queue::Want;
use crate::verdict::Verdicts;

/// A client that may hold leases.
#[derive(Debug)]
pub(crate) struct Session {
    /// Current attachment, counted from 1.
    pub(crate) epoch: u32,
    /// Ledger time at which it is given up, while no connection serves it.
    pub(crate) detached_until: Option<u64>,
    /// Whose features it may use.
    pub(crate) scope: Scope,
    /// Its leases, one a pool, oldest first (OUT-03). Side by side, so that looking through all of
    /// them is cheap.
    pub(crate) leases: Vec<Held>,
    /// Answers it may not have.
    pub(crate) verdicts: Verdicts,
    /// What its opening said.
    pub(crate) profile: Box<Profile>,
    /// The last denial that was recorded in full.
    pub(crate) denied: Option<Box<LastDenial>>,
}

/// A lease that a session holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) pool: u32,
    /// The lease's slot.
    pub(crate) slot: u32,
}

/// Which vendors' features a session may use. Derived from its profile and the vendors known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Any vendor's.
    Any,
    /// One vendor's, by number.
    Vendor(u32),
    /// Those of a vendor of whom nothing was ever loaded.
    Unknown,
}

/// What the opening of a session said.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) secret_hash: [u8; 32],
    pub(crate) vendor: Option<VendorName>,
    pub(crate) platform: String,
    pub(crate) utc_offset_minutes: i16,
    pub(crate) local_pid: Option<u32>,
    /// Wall instant of the opening in milliseconds.
    pub(crate) since_ms: u64,
    pub(crate) personal: Personal,
}

/// The part of a profile that can be erased from the journal.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Personal {
    pub(crate) identity: Identity,
    pub(crate) host_ids: Vec<HostId>,
}

/// A denial recorded in full: its repeats are short records.
#[derive(Debug)]
pub(crate) struct LastDenial {
    /// Ledger time of the record.
    pub(crate) at_ms: u64,
    pub(crate) want: Want,
    pub(crate) hours: Option<u16>,
    pub(crate) pool: Option<PoolId>,
    pub(crate) denial: Denial,
}

coded!(Held { pool, slot });
coded!(Personal { identity, host_ids });
coded!(LastDenial { at_ms, want, hours, pool, denial });

impl Session {
    pub(crate) fn new(profile: Box<Profile>) -> Self {
        Self {
            epoch: 1,
            detached_until: None,
            scope: Scope::Unknown,
            leases: Vec::new(),
            verdicts: Verdicts::default(),
            profile,
            denied: None,
        }
    }

    /// Slot of its lease of a pool.
    pub(crate) fn lease_of(&self, pool: u32) -> Option<u32> {
        self.leases.iter().find(|held| held.pool == pool).map(|held| held.slot)
    }

    /// Slots of its leases, newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = u32> + '_ {
        self.leases.iter().rev().map(|held| held.slot)
    }

    /// Whether a secret with this hash is the session's. Takes the same time wherever they differ
    /// (SES-01).
    pub(crate) fn knows(&self, secret_hash: &[u8; 32]) -> bool {
        let differing = self.profile.secret_hash.iter().zip(secret_hash).fold(0, |sum, (a, b)| sum | (a ^ b));
        core::hint::black_box(differing) == 0
    }
}

impl Profile {
    /// Appends all but the personal part.
    pub(crate) fn write_public(&self, out: &mut Vec<u8>) {
        self.secret_hash.write(out);
        self.vendor.write(out);
        self.platform.write(out);
        self.utc_offset_minutes.write(out);
        self.local_pid.write(out);
        self.since_ms.write(out);
    }

    /// Reads what [`Self::write_public`] writes.
    pub(crate) fn read_public(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            secret_hash: Code::read(from)?,
            vendor: Code::read(from)?,
            platform: Code::read(from)?,
            utc_offset_minutes: Code::read(from)?,
            local_pid: Code::read(from)?,
            since_ms: Code::read(from)?,
            personal: Personal::default(),
        })
    }
}

impl Code for Profile {
    fn write(&self, out: &mut Vec<u8>) {
        self.write_public(out);
        self.personal.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let public = Self::read_public(from)?;
        Ok(Self { personal: Personal::read(from)?, ..public })
    }
}

/// The scope is derived, so it is not written.
impl Code for Session {
    fn write(&self, out: &mut Vec<u8>) {
        self.epoch.write(out);
        self.detached_until.write(out);
        self.leases.write(out);
        self.verdicts.write(out);
        self.profile.write(out);
        self.denied.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            epoch: Code::read(from)?,
            detached_until: Code::read(from)?,
            scope: Scope::Unknown,
            leases: Code::read(from)?,
            verdicts: Code::read(from)?,
            profile: Code::read(from)?,
            denied: Code::read(from)?,
        })
    }
}
