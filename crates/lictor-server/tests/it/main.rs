//! The server as a whole: real daemons, real directories, real signals.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test that meets anything else has failed"
)]

mod admin;
mod administration;
mod clock;
mod daemon;
mod directory;
mod embed;
mod emulator;
mod hostile;
mod journal;
mod kill;
mod midnight;
mod raw;
mod rules;
mod rules_access;
mod rules_borrow;
mod rules_hold;
mod rules_named;
mod rules_queue;
mod rules_sharing;
mod rules_terms;
mod rules_together;
mod rules_tokens;
mod seats;
mod sessions;
mod status;
mod tls;
mod trust;
mod wire;
