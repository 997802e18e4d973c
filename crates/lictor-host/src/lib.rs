//! Facts about this machine: its host ids (HID-01), its name, its platform, the login name, and
//! whether it is a virtual machine, a container or a cloud instance (SHR-03).
//!
//! Contains no network access, no subprocess and no cache: each call reads what the operating
//! system knows locally. A fact that cannot be read is absent with its reason, never an error, and
//! whether a machine is the licensed one is decided by `HostIdBlock::matches` of `lictor-types`.
//! One trait, [`Machine`], has an implementation for each operating system; Linux is the one that
//! is tested.

mod absence;
#[cfg(not(target_os = "macos"))]
mod dmi;
mod host_id_list;
#[cfg(not(any(windows, target_os = "macos")))]
mod linux;
mod machine;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(not(target_os = "macos"))]
mod makers;
mod platform;
mod surroundings;
mod this;
mod verdict;
#[cfg(windows)]
mod windows;

pub use absence::Absence;
pub use host_id_list::Sighting;
#[cfg(not(any(windows, target_os = "macos")))]
pub use linux::Linux;
pub use machine::Machine;
#[cfg(target_os = "macos")]
pub use macos::MacOs;
pub use platform::platform;
pub use surroundings::Surroundings;
pub use this::{
    This, host_name, machine_host_ids, sightings, surroundings, terminal_session, user_name, user_name_of,
};
pub use verdict::{Answer, Verdict};
#[cfg(windows)]
pub use windows::Windows;
