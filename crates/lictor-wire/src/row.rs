//! Rows of the status queries.

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{
    CivilDate, FeatureName, KeyType, LeaseId, PoolId, RequestId, Seats, Serial, SessionId, Status,
    VendorName, Version,
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
    /// Requests for this pool's feature denied since the log began.
    pub denied: u64,
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
    /// MIN_CHECKOUT in seconds.
    pub min_checkout_seconds: Option<u32>,
    /// Seats that belong to named users (NAM-01); with `ALL` those of the pool.
    pub user_based: Option<Seats>,
    /// Seats that belong to named hosts (NAM-01); with `ALL` those of the pool.
    pub host_based: Option<Seats>,
    /// LICENSEE.
    pub licensee: Option<String>,
    /// SERIAL of the base.
    pub serial: Option<Serial>,
    /// DATA, OPTIONS, COMMENT, SN and KEY_COMMENT, as (name, value), for the application.
    pub texts: Vec<(String, String)>,
}

/// Who has seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// A session.
    Session(SessionId),
    /// A user without a session: the seats are held after a checkin (HLD-01) or borrowed (BOR-01).
    Person {
        /// User.
        user: String,
        /// Host.
        host: String,
        /// Custom share string.
        custom: String,
    },
}

/// One lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseRow {
    /// The lease.
    pub lease: LeaseId,
    /// The pool.
    pub pool: PoolId,
    /// Who has it.
    pub holder: Holder,
    /// Seats held.
    pub count: u32,
    /// Project that its use is booked to.
    pub project: String,
    /// Wall instant of its first grant, in milliseconds.
    pub since_ms: u64,
    /// End of a borrow, in milliseconds.
    pub borrowed_until_ms: Option<u64>,
    /// End of a hold after checkin (HLD-01), in milliseconds.
    pub held_until_ms: Option<u64>,
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
    /// The last denial it got.
    pub denied: Option<DenialRow>,
}

/// A denial, as status queries keep it (OUT-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DenialRow {
    /// The feature asked for.
    pub feature: String,
    /// Why it was denied.
    pub status: Status,
    /// Seats asked for.
    pub requested: u32,
    /// Wall instant, in milliseconds.
    pub at_ms: u64,
}

/// One request that waits (QUE-02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiterRow {
    /// The session.
    pub session: SessionId,
    /// Its request.
    pub request: RequestId,
    /// What it waits for, 1 to 16 features with their counts.
    pub features: Vec<(FeatureName, u32)>,
    /// Its place; 1 is the next to be served. Of several queues, the worst.
    pub position: u32,
    /// Wall instant of its arrival, in milliseconds.
    pub since_ms: u64,
    /// Wall instant at which its wait is over, in milliseconds.
    pub until_ms: u64,
}
