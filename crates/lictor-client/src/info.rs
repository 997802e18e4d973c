//! What the status calls answer.

use std::path::PathBuf;

use lictor_license::BorrowTerms;
use lictor_types::{BorrowId, FeatureName, PublicKey, VendorName, Version};
use lictor_wire::{FeatureRow, LeaseRow, SessionRow, WaiterRow};

use crate::error::Error;

/// Where seats come from, in the order in which a call tries them (SES-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A borrow on this machine (BOR-01).
    Borrowed,
    /// A license string or a license file.
    Local,
    /// A server.
    Server,
    /// Grace: no server can be reached (GRA-01).
    Grace,
    /// A trial (TRI-01).
    Trial,
}

impl Source {
    /// A stable code for output.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Borrowed => "borrowed",
            Self::Local => "local",
            Self::Server => "server",
            Self::Grace => "grace",
            Self::Trial => "trial",
        }
    }

    /// The kind of license that is used.
    #[must_use]
    pub const fn license_type(self) -> LicenseType {
        match self {
            Self::Borrowed | Self::Server | Self::Grace => LicenseType::Network,
            Self::Local => LicenseType::Local,
            Self::Trial => LicenseType::Trial,
        }
    }
}

/// The kind of license that seats stand on (FIL-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenseType {
    /// A network license: a server counts its seats, or did when it was reached last.
    Network,
    /// A local license.
    Local,
    /// None (TRI-01).
    Trial,
}

impl LicenseType {
    /// A stable code for output.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Local => "local",
            Self::Trial => "trial",
        }
    }
}

/// Seats that were borrowed on this machine by this user (BOR-01).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Borrow {
    /// The borrow's number at its server.
    pub borrow: BorrowId,
    /// The server as the path names it.
    pub server: String,
    /// The feature.
    pub feature: FeatureName,
    /// Its vendor.
    pub vendor: VendorName,
    /// Highest version served.
    pub version: Version,
    /// Seats. Each process may use so many at a time.
    pub count: u32,
    /// For how many hours.
    pub hours: u16,
    /// When it began or was last prolonged, in milliseconds since 1970-01-01T00:00:00Z.
    pub from_ms: u64,
    /// The first instant at which it is over, in milliseconds since 1970-01-01T00:00:00Z.
    pub until_ms: u64,
    /// The file that keeps the certificate, for this user on this machine.
    pub file: Option<PathBuf>,
}

impl Borrow {
    pub(crate) fn of(terms: &BorrowTerms, server: &str, file: Option<PathBuf>) -> Self {
        Self {
            borrow: terms.borrow,
            server: server.to_owned(),
            feature: terms.feature.clone(),
            vendor: terms.vendor.clone(),
            version: terms.version,
            count: terms.count,
            hours: terms.hours,
            from_ms: terms.from_ms,
            until_ms: terms.until_ms,
            file,
        }
    }
}

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

/// One feature, as the first source that has it reports it (UPG-12: upgrades are
/// counted in and never listed).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeatureInfo {
    /// The server; for a borrow the one that lent it, for a local license the file and line.
    pub server: String,
    /// What kind of source it is.
    pub source: Source,
    /// Its pools, in the order in which a checkout tries them (KEY-03); at least one.
    pub pools: Vec<FeatureRow>,
    /// How far the report was checked.
    pub verification: Verification,
}

impl FeatureInfo {
    /// The kind of license that is used.
    #[must_use]
    pub fn license_type(&self) -> LicenseType {
        self.source.license_type()
    }

    /// Whether the server's identity rests on first use only, now or earlier (TRU-02): no verified
    /// license names its key.
    #[must_use]
    pub fn first_use_only(&self) -> bool {
        self.source != Source::Local && self.verification.server != Some(ServerIdentity::LicensedKey)
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
