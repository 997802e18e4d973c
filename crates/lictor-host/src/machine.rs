//! The trait behind which each operating system tells what it knows.

use lictor_types::{HostId, HostIdType};

use crate::absence::Absence;
use crate::host_id_list::{self, Sighting};
use crate::surroundings::Surroundings;
use crate::verdict::Verdict;

/// A machine, as its operating system describes it.
///
/// No method uses the network, and each is bounded in time and memory: files are read up to a
/// mebibyte, directories up to some thousand entries.
pub trait Machine {
    /// The values of a type of host id (HID-01), the most telling first, at least one.
    ///
    /// # Errors
    ///
    /// [`Absence`] says why there is none.
    fn values(&self, kind: HostIdType) -> Result<Vec<String>, Absence>;

    /// Name of the machine; `localhost` if it has none.
    fn host_name(&self) -> String;

    /// Login name of the user this process runs as, or the user's number if there is none.
    fn user_name(&self) -> String;

    /// Login name of the account with this number; the number itself if nothing is known of it.
    fn account_name(&self, uid: u32) -> String;

    /// Whether this is a virtual machine, a container, a cloud instance, and what says so.
    fn surroundings(&self) -> Surroundings;

    /// Whether this process belongs to a session that somebody opened from another machine
    /// (TERMINALSERVER of local licenses).
    fn terminal_session(&self) -> Verdict;

    /// Every type of host id with its values, or the reason why there are none.
    fn sightings(&self) -> Vec<Sighting> {
        HostIdType::ALL.into_iter().map(|kind| Sighting::new(kind, self.values(kind))).collect()
    }

    /// The host ids: the first value of each type, then the second ones, and so on, so that a list
    /// that must be cut short (16 in a session) loses the least.
    fn host_ids(&self) -> Vec<HostId> {
        host_id_list::in_turn(self.sightings())
    }
}
