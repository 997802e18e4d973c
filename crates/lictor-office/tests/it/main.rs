//! The back office over HTTP, on both stores.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a test that meets anything else has failed, and says where"
)]

mod bulk;
mod calls;
mod catalogue;
mod cli;
mod console;
mod counts;
mod daily;
mod deliveries;
mod demo;
mod desk;
mod doctor;
mod double;
mod ends;
mod entitlements;
mod evidence;
mod files;
mod fulfillments;
mod given_up;
mod illegal;
mod install;
mod issuer;
mod issuer_changes;
mod key_files;
mod keys;
mod kills;
mod licenses;
mod lines;
mod lists;
mod locks;
mod models16;
mod office;
mod offline;
mod openapi;
mod operations;
mod orders;
mod platform;
mod plugins;
mod process;
mod races;
mod receiver;
mod renewals;
mod replays;
mod requests;
mod retries;
mod rights;
mod sale;
mod seat_laws;
mod signer;
mod splits;
mod start;
mod stock;
mod store;
mod subscriptions;
mod sync;
mod technology;
mod transfer_stores;
mod upgrades;
mod webhooks;
mod well_formed;
