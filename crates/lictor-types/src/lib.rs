//! The words of the licensing field, as types that cannot hold a bad value.
//!
//! Every other crate speaks in these types. This crate knows no file format, no wire, no clock
//! and no zone database; it does no input or output and cannot be made to.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod answer;
mod date;
mod hex;
mod host_id;
mod identity;
mod ids;
mod key;
mod key_type;
pub mod limits;
mod name;
mod operation;
mod reason;
mod rule;
mod seats;
mod serial;
mod stamp;
mod status;
mod version;

pub use answer::{Answer, Borrowed, Denial, Grant, PoolAnswer, Relief, ReliefKind, When};
pub use date::{BadDate, CivilDate};
pub use host_id::{BadHostId, HostId, HostIdBlock, HostIdType};
pub use identity::Identity;
pub use ids::{BorrowId, FeatureId, LeaseId, PoolId, RequestId, ReservationId, SessionId};
pub use key::{BadPublicKey, Digest, KeyId, PublicKey};
pub use key_type::KeyType;
pub use name::{BadName, FeatureName, VendorName};
pub use operation::{Checkout, FeatureRef, Operation};
pub use reason::{LicenseState, Reason};
pub use rule::{RuleKind, RuleRef};
pub use seats::{BadCount, Seats};
pub use serial::{BadSerial, Serial};
pub use stamp::Stamp;
pub use status::{ExitClass, Status};
pub use version::{BadVersion, Version};
