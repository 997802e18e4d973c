//! The back office over HTTP, on both stores.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a test that meets anything else has failed, and says where"
)]

mod bulk;
mod office;
mod openapi;
mod platform;
mod receiver;
mod signer;
mod start;
mod store;
mod webhooks;
mod issuer;
mod key_files;
mod keys;
mod counts;
mod models16;
mod technology;
mod sale;
mod desk;
mod double;
mod licenses;
