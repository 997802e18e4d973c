//! The JSON documents of the interfaces: `lictor licenses`, `lictor status`, `lictor sessions`.
//!
//! What is shown is first gathered, a few rows under each lock, so that looking never slows
//! grants (design: Status never slows grants); the documents are made of it without any lock.

mod clock;
mod gather;
mod held;
mod licenses;
mod reason;
mod sessions;
mod status;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use lictor_engine::Ledger;

pub(crate) use clock::ClockDocument;
pub use held::{LeaseDocument, SharedDocument};
pub use licenses::{
    BaseDocument, LicenseDocument, LicensesDocument, PoolDocument, ReservationDocument, UpgradeDocument,
    WarningDocument,
};
pub use sessions::{SessionDocument, SessionsDocument};
pub use status::{
    DenialDocument, FeatureDocument, QueuedDocument, ServerDocument, ServerFacts, StatusDocument,
    UserDocument,
};
pub use words::CountWord;
pub(crate) use words::instant;

use crate::intake::Loaded;
use crate::zones::Zones;

/// The ledger, what is loaded and the days in force, at one moment.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// What is loaded; its indices are those of the ledger's feature set.
    pub loaded: &'a Arc<Loaded>,
    /// The zones of the feature set.
    pub zones: &'a Zones,
}

/// Whoever can show the ledger.
pub trait Viewable {
    /// Shows everything as of one moment, under one lock: look briefly.
    fn view(&self, look: &mut dyn FnMut(Sight<'_>));
}

/// The document of `lictor licenses --json` (section 14).
pub fn licenses_document(source: &dyn Viewable) -> LicensesDocument {
    licenses::document(&gather::catalog(source), &gather::kept(source))
}

/// The pools of the load report, and how many licenses are in which state.
pub(crate) fn pools_and_states(source: &dyn Viewable) -> (Vec<PoolDocument>, BTreeMap<&'static str, u64>) {
    licenses::pools_and_states(&gather::catalog(source), &gather::kept(source))
}

/// The document of `lictor status --json` for one server.
pub fn status_document(source: &dyn Viewable, server: &ServerFacts) -> StatusDocument {
    status::document(server, &gather::catalog(source), &gather::crowd(source))
}

/// The document of `lictor sessions --json`.
pub fn sessions_document(source: &dyn Viewable) -> SessionsDocument {
    sessions::document(&gather::catalog(source), &gather::crowd(source))
}

#[cfg(test)]
mod tests;
