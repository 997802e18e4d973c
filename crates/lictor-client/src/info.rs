//! What the status calls answer.

use lictor_types::{PublicKey, VendorName};
use lictor_wire::{FeatureRow, LeaseRow, SessionRow, WaiterRow};

use crate::error::Error;

/// On what the belief in a server's identity rests (TRU-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerIdentity {
    /// A verified license names the server's key (SERVER_KEY).
    LicensedKey,
    /// The key is the one recorded at an earlier use.
    Pinned,
    /// The key was seen for the first time and recorded: an emulator could be behind it.
    FirstUse,
}

impl ServerIdentity {
    /// A stable code for output.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LicensedKey => "licensed_key",
            Self::Pinned => "pinned",
            Self::FirstUse => "first_use",
        }
    }
}

/// How far a server's word was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verification {
    /// Whether vendor keys were given, so that every grant is checked against signed licenses
    /// (TRU-03). Without them the server's word is taken as it is.
    pub vendor: bool,
    /// On what the belief in the server's identity rests; none before a server was met.
    pub server: Option<ServerIdentity>,
}

/// One feature, as the first server of the path that has it reports it (UPG-12: upgrades are
/// counted in and never listed).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeatureInfo {
    /// The server.
    pub server: String,
    /// Its pools, in the order in which a checkout tries them (KEY-03); at least one.
    pub pools: Vec<FeatureRow>,
    /// How far the report was checked.
    pub verification: Verification,
}

impl FeatureInfo {
    /// Whether the server's identity rests on first use only, now or earlier (TRU-02): no verified
    /// license names its key.
    #[must_use]
    pub fn first_use_only(&self) -> bool {
        self.verification.server != Some(ServerIdentity::LicensedKey)
    }
}

/// One server of the path.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ServerInfo {
    /// The server as the path names it.
    pub server: String,
    /// What it reports, or why it could not be asked.
    pub status: Result<ServerStatus, Error>,
}

/// What a server reports of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerStatus {
    /// Name and version of the server's software.
    pub software: String,
    /// Vendors served, in load order.
    pub vendors: Vec<VendorName>,
    /// Seconds since the server started.
    pub uptime_seconds: u64,
    /// The server's identity key.
    pub key: PublicKey,
    /// The server's instant in milliseconds since 1970-01-01T00:00:00Z.
    pub wall_ms: u64,
    /// One row per pool (UPG-12).
    pub features: Vec<FeatureRow>,
    /// Leases that this session may see.
    pub leases: Vec<LeaseRow>,
    /// Sessions that this session may see.
    pub sessions: Vec<SessionRow>,
    /// Waiting requests that this session may see (QUE-02).
    pub waiters: Vec<WaiterRow>,
    /// On what the belief in the server's identity rests.
    pub identity: ServerIdentity,
}
