//! Whom to believe: server keys (TRU-02) and the licenses behind a grant (TRU-03).

mod fingerprint;
mod identity;
mod pins;
mod proof;
mod token;
mod verifier;

pub(crate) use fingerprint::Fingerprint;
pub(crate) use identity::{Standing, verify_proof};
pub(crate) use pins::PinFile;
#[cfg(test)]
pub(crate) use proof::license_digest;
pub(crate) use proof::{Coverage, Flaw, Proof, Terms, judge, read_license};
pub(crate) use verifier::{Tls, peer_key};
