//! The signer: the process that alone holds the vendor's key, and what the office needs to call it.
//!
//! It answers one call, "sign this typed license", over a Unix socket; judges every request by a
//! policy of its own; and writes every signature and every refusal into a record of its own before
//! the answer leaves. Whoever takes over the office gets signatures within that policy, all of them
//! on record, and not the key.
//!
//! The way of a request: [`client`] frames it ([`frame`]), [`service`] hands it to the [`desk`], which
//! renders a template ([`request`]), judges it ([`policy`]), signs it and puts it on [`record`].

pub mod child;
pub mod client;
pub mod command;
pub mod denial;
pub mod desk;
pub mod file;
pub mod frame;
pub mod passphrase;
pub mod pending;
pub mod place;
pub mod policy;
pub mod record;
pub mod request;
pub mod service;

pub use child::{Signer, SpawnOptions, spawn};
pub use client::{SignerClient, SignerError};
pub use denial::{Denial, Rule};
pub use file::{PublicKey, SignedFile};
pub use place::Place;
pub use request::{Count, Dependency, Feature, HostBlock, HostId, Kind, Named, Share, SignRequest, Version};
