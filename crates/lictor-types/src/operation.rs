//! What a session may ask of the ledger.

use alloc::vec::Vec;

use crate::{BorrowId, FeatureId, LeaseId, RequestId, Version};

/// Which feature is meant: by the number a bind answered, or by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeatureRef<'a> {
    /// The number (stable while the log lives).
    Id(FeatureId),
    /// The name, in any case.
    Name(&'a str),
}

/// One feature asked for (OUT-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkout<'a> {
    /// The feature.
    pub feature: FeatureRef<'a>,
    /// The version wanted; none means any (OUT-03).
    pub version: Option<Version>,
    /// Whether the license's version must be equal, not just high enough.
    pub exact: bool,
    /// Seats wanted, at least 1.
    pub count: u32,
    /// Token of the reservation to draw on (RES-01).
    pub reservation: Option<&'a str>,
}

/// One request of a session. Each is answered once, by its request id (OUT-05).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation<'a> {
    /// Seats of one feature, all or none (OUT-02).
    Checkout(Checkout<'a>),
    /// Seats of several features, all of them or none (OUT-02).
    CheckoutAll(Vec<Checkout<'a>>),
    /// Gives seats of one lease back.
    Checkin {
        /// The lease.
        lease: LeaseId,
        /// How many; 0 means all it holds.
        count: u32,
    },
    /// Gives seats of a feature back, from the newest lease first (OUT-03).
    CheckinFeature {
        /// The feature.
        feature: FeatureRef<'a>,
        /// How many; 0 means all the session holds.
        count: u32,
    },
    /// As a checkout, or an atomic one of several features, but what does not fit now waits in the
    /// queue (QUE-01). The answer comes when it is granted or the wait is over.
    Wait {
        /// What is wanted, at least one feature.
        checkouts: Vec<Checkout<'a>>,
        /// Longest wait in milliseconds.
        wait_ms: u32,
    },
    /// Seats for so many hours without a connection (BOR-01).
    Borrow {
        /// What is wanted.
        checkout: Checkout<'a>,
        /// How many hours, at least 1.
        hours: u16,
    },
    /// Prolongs a borrow to its full length (BOR-02).
    Refresh {
        /// The borrow.
        borrow: BorrowId,
    },
    /// Gives a borrow back before its end (BOR-02).
    Return {
        /// The borrow.
        borrow: BorrowId,
    },
    /// Abandons an earlier request whose caller stopped waiting: what it took is freed.
    Cancel {
        /// The request.
        request: RequestId,
    },
}
