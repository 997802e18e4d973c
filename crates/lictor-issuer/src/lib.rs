//! Signing: vendor keys and templates in, signed license files out.
//!
//! Nothing that a licensed program links is here, no clock (the day of issue is an argument), no
//! prompt and no output: a passphrase comes from the caller, and what draws attention goes back to
//! it as [`Warning`]s. Private keys are read from files and written to new ones, never over old
//! ones, and are wiped from memory when dropped.
#![forbid(unsafe_code)]

mod authority;
mod key_file;
mod sign;
mod signer;
mod warning;

pub use authority::{CertifyError, RevokeError};
pub use key_file::{LoadError, SaveError};
pub use sign::{FileProblem, SignError, Signed, TemplateFile};
pub use signer::{RandomError, VendorSigner};
pub use warning::{Attention, Warning};
