//! What the local licenses of one machine make of each other: the order of KEY-06 from host ids to
//! SUPERSEDES, as far as it concerns licenses without a server.

use std::collections::{BTreeMap, BTreeSet};

use lictor_license::{License, Replaces};
use lictor_types::{Digest, FeatureName, LicenseState, Reason, Serial, Status, VendorName};

use super::days::Days;
use super::place::Place;

/// What became of a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) state: LicenseState,
    pub(super) reason: Reason,
    /// Which other license is the cause, by its place in the list.
    pub(super) other: Option<usize>,
}

impl Standing {
    const SERVED: Self = Self::new(LicenseState::Served, Reason::None);

    const fn new(state: LicenseState, reason: Reason) -> Self {
        Self { state, reason, other: None }
    }

    fn is_candidate(self) -> bool {
        self.state == LicenseState::Served
    }
}

/// A genuine license among others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) license: &'a License,
    /// The digest of what it says.
    pub(super) content: Digest,
    /// Today, where it means its dates.
    pub(super) days: Days,
}

/// Judges all licenses together, in load order.
pub(super) fn standings(members: &[Member<'_>], place: &Place<'_>) -> Vec<Standing> {
    let mut bench = Bench {
        members,
        serials: BTreeMap::new(),
        features: BTreeMap::new(),
        standings: vec![Standing::SERVED; members.len()],
    };
    bench.look_at_machine(place);
    bench.find_copies();
    bench.find_circles();
    bench.find_replaced();
    bench.look_at_dates();
    bench.void();
    bench.standings
}

struct Bench<'a> {
    members: &'a [Member<'a>],
    /// The first license of each vendor and serial.
    serials: BTreeMap<(&'a VendorName, &'a Serial), usize>,
    /// The licenses of each feature.
    features: BTreeMap<(&'a VendorName, &'a FeatureName), Vec<usize>>,
    standings: Vec<Standing>,
}

impl<'a> Bench<'a> {
    fn candidates(&self) -> impl Iterator<Item = (usize, &'a License)> {
        let members = self.members.iter().enumerate();
        let members = members.map(|(at, member)| (at, member.license));
        members.filter(|(at, _)| self.standings[*at].is_candidate())
    }

    /// HID-03, SHR-03: what is not for this machine is as good as not here.
    fn look_at_machine(&mut self, place: &Place<'_>) {
        for (standing, member) in self.standings.iter_mut().zip(self.members) {
            if let Err((status, _)) = place.machine(member.license) {
                let virtual_machine = status == Status::VirtualMachine;
                let reason = if virtual_machine { Reason::VirtualMachine } else { Reason::WrongServer };
                *standing = Standing::new(LicenseState::Rejected, reason);
            }
        }
    }

    /// UPG-09: one license counts once, and a serial names one license.
    fn find_copies(&mut self) {
        for (at, Member { license, content, .. }) in self.members.iter().enumerate() {
            let feature = self.features.entry((license.vendor(), license.feature())).or_default();
            feature.push(at);
            let first = *self.serials.entry((license.vendor(), license.serial())).or_insert(at);
            if first == at || !self.standings[at].is_candidate() {
                continue;
            }
            let copy = if self.members[first].content == *content {
                Standing::new(LicenseState::Duplicate, Reason::SameSerial)
            } else {
                Standing::new(LicenseState::Rejected, Reason::SerialReused)
            };
            self.standings[at] = Standing { other: Some(first), ..copy };
        }
    }

    /// The licenses that one names in SUPERSEDES and REPLACES, as far as they are here.
    fn named_by(&self, license: &'a License) -> impl Iterator<Item = (usize, Reason)> {
        let vendor = license.vendor();
        let superseded = license.supersedes().iter().map(|serial| (serial, Reason::Superseded));
        let (serial, feature) = match license.replaces() {
            Some(Replaces::Serial(serial)) => (Some((serial, Reason::Replaced)), None),
            Some(Replaces::Feature(feature)) => (None, self.features.get(&(vendor, feature))),
            None => (None, None),
        };
        let by_serial = superseded.chain(serial);
        let by_serial = by_serial.filter_map(move |(serial, reason)| {
            self.serials.get(&(vendor, serial)).map(|named| (*named, reason))
        });
        by_serial.chain(feature.into_iter().flatten().map(|named| (*named, Reason::Replaced)))
    }

    /// KEY-06: a license must not void itself, directly or in a circle.
    fn find_circles(&mut self) {
        let circular: Vec<usize> =
            self.candidates().filter(|(at, _)| self.reaches_itself(*at)).map(|(at, _)| at).collect();
        for at in circular {
            self.standings[at] = Standing::new(LicenseState::Rejected, Reason::SupersedesItself);
        }
    }

    fn reaches_itself(&self, start: usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut ahead = vec![start];
        while let Some(at) = ahead.pop() {
            for (named, _) in self.named_by(self.members[at].license) {
                if named == start {
                    return true;
                }
                if self.standings[named].is_candidate() && seen.insert(named) {
                    ahead.push(named);
                }
            }
        }
        false
    }

    /// REPLACES holds only where the replaced license is here.
    fn find_replaced(&mut self) {
        let missing = |license: &'a License| {
            let replaces = license.replaces().is_some();
            replaces && !self.named_by(license).any(|(_, reason)| reason == Reason::Replaced)
        };
        let missing: Vec<usize> =
            self.candidates().filter(|(_, license)| missing(license)).map(|(at, _)| at).collect();
        for at in missing {
            self.standings[at] = Standing::new(LicenseState::Rejected, Reason::ReplacedMissing);
        }
    }

    /// TIM-01.
    fn look_at_dates(&mut self) {
        for (standing, Member { license, days, .. }) in self.standings.iter_mut().zip(self.members) {
            if !standing.is_candidate() {
                continue;
            }
            if license.start().is_some_and(|start| days.are_before(start)) {
                *standing = Standing::new(LicenseState::Pending, Reason::NotStarted);
            } else if license.end().is_some_and(|end| days.are_after(end)) {
                *standing = Standing::new(LicenseState::Expired, Reason::Expired);
            }
        }
    }

    /// KEY-06: SUPERSEDES and REPLACES act from the START of a license that got as far as its
    /// dates, and stay after its END.
    fn void(&mut self) {
        let mut voids = vec![None; self.members.len()];
        for (at, Member { license, .. }) in self.members.iter().enumerate() {
            if matches!(self.standings[at].state, LicenseState::Served | LicenseState::Expired) {
                for (named, reason) in self.named_by(license) {
                    voids[named].get_or_insert((at, reason));
                }
            }
        }
        for (standing, void) in self.standings.iter_mut().zip(voids) {
            if let Some((by, reason)) = void.filter(|_| standing.is_candidate()) {
                let superseded = Standing::new(LicenseState::Superseded, reason);
                *standing = Standing { other: Some(by), ..superseded };
            }
        }
    }
}

#[cfg(test)]
mod tests;
