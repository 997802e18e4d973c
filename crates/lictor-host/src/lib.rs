//! Facts about this machine: its host ids (HID-01), its name, its platform, the login name.
//!
//! Contains no rule: whether a machine is the licensed one is decided by `HostIdBlock::matches` of
//! `lictor-types`. Reads files of `/proc`, `/sys` and `/etc` only, no environment variable and no
//! network; a fact that cannot be read is absent, never an error.

mod account;
mod addresses;
mod fact_file;
mod interfaces;
mod machine;

pub use machine::{Machine, host_name, machine_host_ids, platform, user_name, user_name_of};
