//! The machine this program runs on.

use lictor_types::HostId;

use crate::host_id_list::Sighting;
use crate::machine::Machine;
use crate::surroundings::Surroundings;
use crate::verdict::Verdict;

/// [`Machine`] of the operating system this program was built for.
#[cfg(not(any(windows, target_os = "macos")))]
pub type This = crate::linux::Linux;
/// [`Machine`] of the operating system this program was built for.
#[cfg(target_os = "macos")]
pub type This = crate::macos::MacOs;
/// [`Machine`] of the operating system this program was built for.
#[cfg(windows)]
pub type This = crate::windows::Windows;

/// Host ids of this machine: [`Machine::host_ids`].
#[must_use]
pub fn machine_host_ids() -> Vec<HostId> {
    This::default().host_ids()
}

/// Every type of host id of this machine: [`Machine::sightings`].
#[must_use]
pub fn sightings() -> Vec<Sighting> {
    This::default().sightings()
}

/// Name of this machine: [`Machine::host_name`].
#[must_use]
pub fn host_name() -> String {
    This::default().host_name()
}

/// Login name of the user this process runs as: [`Machine::user_name`].
#[must_use]
pub fn user_name() -> String {
    This::default().user_name()
}

/// Login name of an account of this machine: [`Machine::account_name`].
#[must_use]
pub fn user_name_of(uid: u32) -> String {
    This::default().account_name(uid)
}

/// What this machine stands in: [`Machine::surroundings`].
#[must_use]
pub fn surroundings() -> Surroundings {
    This::default().surroundings()
}

/// Whether this process belongs to a remote session: [`Machine::terminal_session`].
#[must_use]
pub fn terminal_session() -> Verdict {
    This::default().terminal_session()
}
