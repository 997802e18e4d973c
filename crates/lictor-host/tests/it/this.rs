//! The machine that runs the tests, whatever it is.

use lictor_host::{
    host_name, machine_host_ids, platform, sightings, surroundings, terminal_session, user_name,
};
use lictor_types::HostIdType;

/// HID-01: it has a name, a user and a platform, and says of every type what it knows.
#[test]
fn hid_01_this_machine() {
    let names_it = |id: &lictor_types::HostId| id.kind() == HostIdType::Hostname && id.value() == host_name();
    assert!(machine_host_ids().iter().any(names_it));
    assert!(platform().starts_with(std::env::consts::OS));
    assert!(!user_name().is_empty());
    for sighting in sightings() {
        assert_eq!(sighting.ids.is_empty(), sighting.absence.is_some(), "{sighting:?}");
    }
}

/// SHR-03: every verdict has its evidence.
#[test]
fn shr_03_this_machine_has_evidence() {
    let here = surroundings();
    for verdict in [&here.virtual_machine, &here.container, &here.cloud, &terminal_session()] {
        assert!(!verdict.evidence.is_empty(), "{here:?}");
    }
}
