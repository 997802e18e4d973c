//! The rules of the back office: licenses, keys, line items, fulfillments, counts, terms, deliveries.
//!
//! Pure functions over plain values: what a command asks, the rows it names and the day go in; what
//! becomes of the rows, or why it is refused, comes out. No store, clock, network or file is known
//! here. The sections named in the modules are those of the back office's specification.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod activation;
pub mod auto_upgrade;
pub mod bill;
pub mod calendar;
pub mod civil;
pub mod code;
pub mod config;
pub mod count;
pub mod daily;
pub mod delivery;
pub mod emergency;
pub mod exact;
pub mod fulfillment;
pub mod give_back;
pub mod host;
pub mod issuer_code;
pub mod key_change;
pub mod key_number;
pub mod key_status;
pub mod license;
pub mod license_status;
pub mod line_item;
pub mod model;
pub mod outcome;
pub mod plugin;
pub mod policy;
pub mod refusal;
pub mod rehost;
pub mod relation;
pub mod renewal;
pub mod repair;
pub mod retry;
pub mod right;
pub mod split;
pub mod stale;
pub mod subscription;
pub mod supersede;
pub mod sync;
pub mod target;
pub mod technology;
pub mod term;
pub mod timeline;
pub mod transfer;
pub mod upgrade;
pub mod warning;
mod word;

pub use code::Code;
pub use refusal::{Meta, Refusal};
