//! Rows of the status queries.

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{
    CivilDate, FeatureName, KeyType, LeaseId, PoolId, Seats, Serial, SessionId, VendorName, Version,
};

/// One pool, as users see it (UPG-12: the exclusive license with the upgraded count).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureRow {
    /// The pool.
    pub pool: PoolId,
    /// The feature's name as written.
    pub feature: FeatureName,
    /// Its vendor.
    pub vendor: VendorName,
    /// Version served; none without a base.
    pub version: Option<Version>,
    /// Kind of the pool.
    pub key_type: KeyType,
    /// Seats on the day in force.
    pub seats: Seats,
    /// Charged seats.
    pub used: u64,
    /// Idle reserved seats.
    pub reserved: u64,
    /// SOFTLIMIT.
    pub soft_limit: Option<u32>,
    /// START.
    pub start: Option<CivilDate>,
    /// END.
    pub end: Option<CivilDate>,
    /// SHARE flags, as written.
    pub share: Vec<String>,
    /// BORROW in hours.
    pub borrow_hours: Option<u32>,
    /// GRACE in hours.
    pub grace_hours: Option<u32>,
    /// HOLD in seconds.
    pub hold_seconds: Option<u32>,
    /// LICENSEE.
    pub licensee: Option<String>,
    /// SERIAL of the base.
    pub serial: Option<Serial>,
    /// DATA, OPTIONS, COMMENT, SN and KEY_COMMENT, as (name, value), for the application.
    pub texts: Vec<(String, String)>,
}

/// One lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseRow {
    /// The lease.
    pub lease: LeaseId,
    /// The pool.
    pub pool: PoolId,
    /// The session.
    pub session: SessionId,
    /// Seats held.
    pub count: u32,
    /// Wall instant of its first grant, in milliseconds.
    pub since_ms: u64,
    /// End of a borrow, in milliseconds.
    pub borrowed_until_ms: Option<u64>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The session.
    pub session: SessionId,
    /// Vendor named at its opening.
    pub vendor: Option<VendorName>,
    /// User.
    pub user: String,
    /// Host.
    pub host: String,
    /// Address as text, or `local`.
    pub address: String,
    /// Process id.
    pub pid: u32,
    /// Project.
    pub project: String,
    /// Custom share string.
    pub custom: String,
    /// Wall instant of its opening, in milliseconds.
    pub since_ms: u64,
    /// Whether a connection serves it now.
    pub attached: bool,
}
