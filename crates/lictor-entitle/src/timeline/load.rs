//! Judging the files of one server on one day, in the order of KEY-06.

use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{CivilDate, HostId, Seats};

use crate::timeline::{Day, FileRole, Idle, ServerFile};

/// What the files give on a day.
pub(super) fn load(files: &[ServerFile], server: &[HostId], today: CivilDate) -> Day {
    let mut states = judge_alone(files, server, today);
    void(files, &mut states);
    let bases = serve_exclusives(files, &mut states);
    let mut seats: BTreeMap<String, Seats> = BTreeMap::new();
    for (name, base) in &bases {
        seats.insert(name.clone(), base.count);
    }
    add_upgrades(files, &bases, &mut seats, &mut states);
    add_pools(files, &mut seats, &states);
    let mut day = Day { seats, ..Day::default() };
    for (file, state) in files.iter().zip(states) {
        match state {
            None => day.counting.push(file.serial.clone()),
            Some(why) => day.idle.push((file.serial.clone(), why)),
        }
    }
    day
}

/// Host, loops, duplicates and dates: what can be said without looking at the other features.
fn judge_alone(files: &[ServerFile], server: &[HostId], today: CivilDate) -> Vec<Option<Idle>> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut states = Vec::with_capacity(files.len());
    for file in files {
        let here = |id: &HostId| server.iter().any(|have| id.names(have));
        states.push(if !file.servers.is_empty() && !file.servers.iter().any(here) {
            Some(Idle::WrongHost)
        } else if is_in_loop(files, file) {
            Some(Idle::SupersedeLoop)
        } else if !seen.insert(&file.serial) {
            // UPG-09: one license counts once per server, however many copies lie there.
            Some(Idle::Duplicate)
        } else if file.start.is_some_and(|start| today < start) {
            Some(Idle::Pending)
        } else {
            file.end.is_some_and(|end| end < today).then_some(Idle::Expired)
        });
    }
    states
}

fn is_in_loop(files: &[ServerFile], file: &ServerFile) -> bool {
    let mut ahead: Vec<&str> = file.supersedes.iter().map(String::as_str).collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    while let Some(serial) = ahead.pop() {
        if serial == file.serial {
            return true;
        }
        if seen.insert(serial) {
            let named = files.iter().filter(|other| other.serial == serial);
            ahead.extend(named.flat_map(|other| other.supersedes.iter().map(String::as_str)));
        }
    }
    false
}

/// A license voids others from its start on, and still does after its end (KEY-06). One that is itself
/// void goes on voiding: otherwise its predecessors would come back.
fn void(files: &[ServerFile], states: &mut [Option<Idle>]) {
    let acts = |state: &Option<Idle>| state.is_none() || *state == Some(Idle::Expired);
    let voided: BTreeSet<&str> = files
        .iter()
        .zip(states.iter())
        .filter(|(_, state)| acts(state))
        .flat_map(|(file, _)| file.supersedes.iter().map(String::as_str))
        .collect();
    for (file, state) in files.iter().zip(states) {
        if state.is_none() && voided.contains(file.serial.as_str()) {
            *state = Some(Idle::Superseded);
        }
    }
}

/// The first exclusive license of each feature is served; later ones are shadowed (KEY-02).
fn serve_exclusives<'a>(
    files: &'a [ServerFile],
    states: &mut [Option<Idle>],
) -> BTreeMap<String, &'a ServerFile> {
    let mut bases = BTreeMap::new();
    for (file, state) in files.iter().zip(states) {
        if state.is_some() || file.role != FileRole::Exclusive {
            continue;
        }
        match bases.entry(file.feature.to_lowercase()) {
            Entry::Vacant(place) => {
                place.insert(file);
            }
            Entry::Occupied(_) => *state = Some(Idle::Shadowed),
        }
    }
    bases
}

fn add_upgrades(
    files: &[ServerFile],
    bases: &BTreeMap<String, &ServerFile>,
    seats: &mut BTreeMap<String, Seats>,
    states: &mut [Option<Idle>],
) {
    for (file, state) in files.iter().zip(states) {
        if state.is_some() || file.role != FileRole::Upgrade {
            continue;
        }
        let name = file.feature.to_lowercase();
        *state = match (bases.get(&name), seats.get_mut(&name)) {
            (Some(base), Some(sum)) => add_upgrade(file, base, sum),
            (None, _) | (_, None) => Some(Idle::Orphan),
        };
    }
}

/// Adds an upgrade to the sum, or says why it does not count (UPG-05, UPG-06, UPG-10).
fn add_upgrade(file: &ServerFile, base: &ServerFile, sum: &mut Seats) -> Option<Idle> {
    if base.end.is_some_and(|last| file.end.is_none_or(|end| end > last)) {
        return Some(Idle::EndOutsideBase);
    }
    if base.count == Seats::Unlimited || file.count == Seats::Unlimited {
        return Some(Idle::Unlimited);
    }
    match sum.checked_add(file.count) {
        Some(more) => {
            *sum = more;
            None
        }
        None => Some(Idle::Overflow),
    }
}

/// Pools beside the exclusive one.
fn add_pools(files: &[ServerFile], seats: &mut BTreeMap<String, Seats>, states: &[Option<Idle>]) {
    for (file, state) in files.iter().zip(states) {
        if state.is_none() && file.role == FileRole::Additive {
            let sum = seats.entry(file.feature.to_lowercase()).or_insert(Seats::NONE);
            // What cannot be summed is at least as much as can be shown.
            *sum = sum.checked_add(file.count).unwrap_or(Seats::Unlimited);
        }
    }
}
