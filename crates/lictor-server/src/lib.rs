//! The license server, as a library and as `lictord`.
//!
//! [`Server::start`] runs a whole server inside any program, on threads of its own; it installs no
//! logger, no signal handler and no panic hook, and sets no limits: what concerns the process is
//! the business of `lictord`. Contains no rule about seats (that is the ledger's), no file format
//! (`lictor-license`), no frame layout (`lictor-wire`) and no private key of a vendor.

mod admin;
mod certificate;
mod chores;
mod clerk;
pub mod cli;
pub mod clock;
mod commit;
mod connection;
mod counters;
mod front;
mod handshakes;
mod identity;
mod inbox;
pub mod intake;
mod listen;
mod metrics;
mod orders;
mod outbox;
mod query;
mod recover;
mod reloads;
pub mod report;
pub mod rule_file;
pub mod rules;
mod server;
pub mod settings;
mod shared;
mod snapshots;
mod stages;
mod tls;
mod transport;
mod turn;
mod worker;
pub mod zones;

pub use admin::{NamedToken, Role, TokenFile, TokenFileError, UnknownRole};
pub use identity::{Identity, IdentityError, fingerprint};
pub use server::{Addresses, Fatal, Server, StartError};
pub use tls::TlsError;

/// Name and version of this software, as it calls itself to clients.
pub const SOFTWARE: &str = concat!("lictord ", env!("CARGO_PKG_VERSION"));
