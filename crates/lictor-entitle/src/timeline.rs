//! What a set of files gives on one server, day by day: the preview before a file is made (4.5).
//!
//! The rules are those by which the license server loads files (licensing.md, sections 3 and 4), for
//! licenses whose form, signature and trust are in order.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use lictor_types::{CivilDate, HostId, Seats};

use crate::word::words;

mod load;

words! {
    /// What a license of a file is to its feature.
    FileRole {
        /// The one that is served.
        Exclusive = "exclusive",
        /// A pool of its own beside it.
        Additive = "additive",
        /// Seats added to the exclusive one.
        Upgrade = "upgrade",
    }
}

words! {
    /// Why a license does not count on a day.
    Idle {
        /// It is bound to another server.
        WrongHost = "wrong_host",
        /// The same license is there already.
        Duplicate = "duplicate",
        /// It voids itself, or licenses void each other in a circle.
        SupersedeLoop = "supersede_loop",
        /// It has not started.
        Pending = "pending",
        /// It has ended.
        Expired = "expired",
        /// Another license voids it.
        Superseded = "superseded",
        /// An earlier exclusive license of the feature is served.
        Shadowed = "shadowed",
        /// There is no exclusive license to add its seats to.
        Orphan = "orphan",
        /// It would outlive its base.
        EndOutsideBase = "end_outside_base",
        /// An unlimited license cannot be raised.
        Unlimited = "unlimited",
        /// The sum would leave the range of a count.
        Overflow = "overflow",
    }
}

/// One license as it stands in a file on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFile {
    /// Its serial.
    pub serial: String,
    /// Name of its feature.
    pub feature: String,
    /// What it is to its feature.
    pub role: FileRole,
    /// Its seats.
    pub count: Seats,
    /// First day; none means always.
    pub start: Option<CivilDate>,
    /// Last day; none means permanent.
    pub end: Option<CivilDate>,
    /// Servers that may load it; none means any.
    pub servers: Vec<HostId>,
    /// Serials that it voids.
    pub supersedes: Vec<String>,
}

/// Seats of a feature from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The first day.
    pub from: CivilDate,
    /// Seats from its first instant on.
    pub seats: Seats,
}

/// What a server gives on one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day {
    /// Seats of each feature that is served, by its name in lower case. Pools beside the exclusive one
    /// are added to the sum, though one checkout cannot span them.
    pub seats: BTreeMap<String, Seats>,
    /// Serials that count, in load order.
    pub counting: Vec<String>,
    /// Serials that do not, with the reason, in load order.
    pub idle: Vec<(String, Idle)>,
}

/// What a server with these ids gives on a day. `files` stand in the order of loading.
#[must_use]
pub fn day(files: &[ServerFile], server: &[HostId], today: CivilDate) -> Day {
    load::load(files, server, today)
}

/// The seats of each feature from `today` on, one step for every day on which they change. The first
/// step is today's.
#[must_use]
pub fn timeline(files: &[ServerFile], server: &[HostId], today: CivilDate) -> BTreeMap<String, Vec<Step>> {
    let mut days: BTreeSet<CivilDate> = BTreeSet::from([today]);
    days.extend(files.iter().filter_map(|file| file.start));
    // The last day is a whole one: what changes, changes on the next (A20).
    days.extend(files.iter().filter_map(|file| file.end?.next()));
    let mut steps: BTreeMap<String, Vec<Step>> = BTreeMap::new();
    for file in files {
        steps.entry(file.feature.to_lowercase()).or_default();
    }
    for from in days.range(today..) {
        let given = load::load(files, server, *from);
        for (feature, steps) in &mut steps {
            let seats = given.seats.get(feature).copied().unwrap_or(Seats::NONE);
            if steps.last().is_none_or(|step| step.seats != seats) {
                steps.push(Step { from: *from, seats });
            }
        }
    }
    steps
}

/// The serials that count today with the old files and no longer do with the new ones, with the reason;
/// none if the file is gone.
#[must_use]
pub fn stopping(
    before: &[ServerFile],
    after: &[ServerFile],
    server: &[HostId],
    today: CivilDate,
) -> Vec<(String, Option<Idle>)> {
    let now = load::load(before, server, today);
    let then = load::load(after, server, today);
    let stopped = now.counting.iter().filter(|serial| !then.counting.contains(serial));
    let why = |serial: &String| {
        then.idle.iter().find(|(idle, why)| idle == serial && *why != Idle::Duplicate).map(|(_, why)| *why)
    };
    stopped.map(|serial| (serial.to_string(), why(serial))).collect()
}
