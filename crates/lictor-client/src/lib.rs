//! The client library: check seats out and in, ask what there is.
//!
//! Contains no runtime, no license server, no signing, and no way to end the process it lives in.
//! It never takes a server's word for a license when it was given the vendor's key: it verifies the
//! signed licenses behind every grant itself.
//!
//! # Example: a seat for as long as a value lives
//!
//! ```no_run
//! use lictor_client::{Client, Options, Request};
//!
//! # fn main() -> Result<(), lictor_client::Error> {
//! let client = Client::open(Options::new())?;
//! match client.checkout("cad") {
//!     Ok(_seat) => println!("working"), // checked in when `_seat` goes out of scope
//!     Err(error) if error.is_denied() => println!("no seat: {error}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Example: several features or none
//!
//! ```no_run
//! # use lictor_client::{Client, Options, Request};
//! # fn main() -> Result<(), lictor_client::Error> {
//! # let client = Client::open(Options::new())?;
//! let seats = client.checkout_all(&[Request::feature("cad"), Request::feature("mesh").count(4)])?;
//! for seat in seats {
//!     client.checkin(seat)?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Example: what happens to held seats
//!
//! ```no_run
//! # use lictor_client::{Client, Event, Options};
//! # fn main() -> Result<(), lictor_client::Error> {
//! # let client = Client::open(Options::new())?;
//! let events = client.events();
//! std::thread::spawn(move || {
//!     for event in events {
//!         if let Event::Lost { feature, .. } = event {
//!             eprintln!("{feature} is lost: save your work");
//!         }
//!     }
//! });
//! # Ok(())
//! # }
//! ```
//!
//! # Layers
//!
//! `session` is the protocol with one server and `agent` the calls over all servers of the path:
//! both without socket, clock or randomness. `offline` is what needs no server: borrows, `local`
//! licenses, grace and trials, with `store` for what outlives the process. `blocking` puts them
//! together and moves the bytes with one thread. The feature `tokio` adds `asynchronous`, the same
//! over a runtime.
#![forbid(unsafe_code)]

mod agent;
#[cfg(feature = "tokio")]
pub mod asynchronous;
mod blocking;
mod channel;
mod clock;
mod driver;
mod error;
mod event;
mod explain;
mod info;
mod link;
mod local;
#[cfg(test)]
mod mint;
mod offline;
mod options;
mod path;
mod request;
mod seat;
mod session;
mod store;
mod trust;

pub use blocking::{Client, Events, Seat};
pub use error::{Attempt, Error, FeatureDenial};
pub use event::Event;
pub use info::{
    Borrow, FeatureInfo, LicenseType, ServerIdentity, ServerInfo, ServerStatus, Source, Verification,
};
pub use lictor_types::{
    Denial, FeatureName, Grant, HostId, HostIdType, KeyType, PublicKey, Seats, Status, VendorName, Version,
};
pub use lictor_wire::{DenialRow, FeatureRow, Holder, LeaseRow, SessionRow, WaiterRow};
pub use local::LocalFeature;
pub use offline::Trial;
pub use options::Options;
pub use request::Request;
pub use session::SeatState;
