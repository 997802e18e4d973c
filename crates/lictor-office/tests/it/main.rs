//! The back office over HTTP, on both stores.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a test that meets anything else has failed, and says where"
)]

mod bulk;
mod console;
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
mod kills;
mod process;
mod illegal;
mod retries;
mod plugins;
mod offline;
mod subscriptions;
mod calls;
mod cli;
mod demo;
mod doctor;
mod transfer_stores;
mod sync;
mod upgrades;
mod renewals;
mod daily;
mod orders;
mod install;
