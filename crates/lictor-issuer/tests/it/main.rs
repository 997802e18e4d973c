//! The signer from outside: keys on disk, signing, certificates and revocation, the demo licenses.
#![cfg(test)]

mod authority;
mod demo_licenses;
mod key_files;
mod signing;
