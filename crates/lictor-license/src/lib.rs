//! License files: reading, rules, canonical bytes, signatures, keyring.
//!
//! This crate opens no file, asks no clock, draws no random number and holds no private key. It
//! does not know what day it is, which machine it runs on, or how licenses become pools: a
//! [`Verified`] license is genuine and obeys the rules of its kind, nothing more.
//!
//! The way of a license through it: [`parse_file`] reads bytes into [`License`]s and [`Problem`]s,
//! [`verify()`] checks one against a [`Keyring`] and gives the only kind of license that others
//! accept. The vendor's way begins with [`parse_template`] and ends with [`Template::seal`].
#![forbid(unsafe_code)]

mod borrow;
mod canonical;
mod certificate;
mod domain;
mod feature;
mod file;
mod hint;
mod keyring;
mod known;
mod license;
mod problem;
mod raw;
mod revocations;
mod rules;
mod settings;
mod share;
mod template;
mod terms;
mod values;
mod vendor_key;
mod verify;
mod write;
mod xml;

pub use borrow::{BadBorrow, BadBorrowForm, BorrowCertificate, BorrowTerms};
pub use certificate::{BadCertificate, Certificate, Period};
pub use file::{Claims, ParsedFeature, ParsedFile, parse_file, parse_template};
pub use keyring::{BadRevocations, Keyring, RevocationChange};
pub use known::{KnownGood, Proof};
pub use license::License;
pub use problem::{Location, Problem};
pub use revocations::{RevocationForm, Revocations};
pub use settings::{Definition, SETTINGS, Scope};
pub use share::Share;
pub use template::{Seal, Template};
pub use terms::Terms;
pub use values::{Dependency, NamedSeats, Replaces};
pub use vendor_key::{BadVendorKey, VendorKey, key_id};
pub use verify::{Judged, Refusal, Verified, Verifier, verify};
pub use write::write_file;
