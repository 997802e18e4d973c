//! The ledger: a deterministic state machine that counts seats.
//!
//! Contains no input or output, reads no clock, draws no random number, knows no zone database, no
//! license file, no wire and no journal file. Given the same commands with the same stamps it
//! reaches the same bytes on every machine.
//!
//! [`Ledger::apply`] decides a command by reading only, writes the decision down as a record, and
//! folds it; [`Ledger::fold`] folds records again and decides nothing.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod access;
mod attachment;
mod borrow;
mod catalog;
mod checkin;
mod checkout;
mod codec;
mod command;
mod deadline;
mod denial;
mod effects;
mod fact;
mod feature_set;
mod fold;
mod group;
mod hold;
pub mod invariant;
mod judge;
mod lease;
mod ledger;
mod load;
mod log;
mod named;
mod orders;
mod pool;
mod queue;
mod record;
mod request;
mod reserve;
mod resume;
mod rule_set;
mod seat;
mod session;
mod slab;
mod snapshot;
mod tally;
mod token;
mod verdict;
mod view;
mod weigh;

pub use command::{
    CloseCause, Command, DetachCause, Holding, NamedOrder, OpenSession, ReserveOrder, ResumeSession,
};
pub use effects::{Effects, LedgerEvent, Outcome, Output};
pub use feature_set::{Dependency, FeatureSet, LicenseEntry, Replaces, Sharing, ZoneToday};
pub use fold::FoldError;
pub use ledger::Ledger;
pub use log::{LogEntry, LogReader, Movement, MovementKind};
pub use named::NamedKind;
pub use rule_set::{FeaturePattern, Member, Policy, QueueMode, Rule, RuleSet};
pub use snapshot::RestoreError;
pub use view::{
    BindingView, BorrowView, ClockView, DenialView, HolderView, Inquiry, LeaseView, LicenseView, PoolMember,
    PoolView, QuarantineView, ReservationView, RuleUse, SessionView, Totals, WaiterView, Why,
};
