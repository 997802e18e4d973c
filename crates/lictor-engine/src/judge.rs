//! What becomes of each license on a day: the order of KEY-06, from `duplicate` on.
//!
//! A pure function of the set and of today in each zone, so a load and a midnight use the same.

mod circle;
mod effect;
mod token;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

use lictor_types::{CivilDate, KeyType, LicenseState, Reason, Seats, Serial, VendorName};

use crate::catalog::Place;
use crate::codec::coded;
use crate::feature_set::{LicenseEntry, Replaces};

pub(crate) use effect::{Effect, effects_of};

/// What became of a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) state: LicenseState,
    pub(crate) reason: Reason,
    /// The license that won over it, voids it, or is its base.
    pub(crate) other: Option<u32>,
}

coded!(Judgement { state, reason, other });

impl Judgement {
    const SERVED: Self = Self { state: LicenseState::Served, reason: Reason::None, other: None };

    fn rejected(reason: Reason, other: Option<u32>) -> Self {
        Self { state: LicenseState::Rejected, reason, other }
    }

    fn is_served(&self) -> bool {
        self.state == LicenseState::Served
    }
}

/// Judges every license of a set.
pub(crate) fn judge(licenses: &[LicenseEntry], places: &[Place], today: &[CivilDate]) -> Vec<Judgement> {
    let features = places.iter().map(|place| place.feature as usize + 1).max().unwrap_or(0);
    let mut bench = Bench {
        licenses,
        places,
        today,
        serials: BTreeMap::new(),
        judgements: vec![Judgement::SERVED; licenses.len()],
        voids: vec![None; licenses.len()],
        bases: vec![None; features],
    };
    bench.find_copies();
    bench.find_circles();
    bench.look_at_dependencies();
    bench.find_replaced();
    bench.look_at_dates(|kind| kind != KeyType::Upgrade);
    bench.void(|kind| kind != KeyType::Upgrade);
    bench.elect();
    bench.look_at_dates(|kind| kind == KeyType::Upgrade);
    bench.void(|kind| kind == KeyType::Upgrade);
    bench.elect();
    bench.write_down_voids();
    bench.shadow();
    bench.attach();
    bench.judgements
}

/// The judgement being made. A license is a candidate as long as its state is `served`.
struct Bench<'a> {
    licenses: &'a [LicenseEntry],
    places: &'a [Place],
    today: &'a [CivilDate],
    /// The first license of each vendor and serial.
    serials: BTreeMap<(&'a VendorName, &'a Serial), u32>,
    judgements: Vec<Judgement>,
    /// What voids a license, and how.
    voids: Vec<Option<(u32, Reason)>>,
    /// The exclusive license served, by feature.
    bases: Vec<Option<u32>>,
}

impl<'a> Bench<'a> {
    fn numbered(&self) -> impl Iterator<Item = (u32, &'a LicenseEntry)> + use<'a> {
        (0..).zip(self.licenses)
    }

    fn state(&self, license: u32) -> LicenseState {
        self.judgements[license as usize].state
    }

    fn base_of(&self, license: u32) -> Option<u32> {
        self.bases[self.places[license as usize].feature as usize]
    }

    /// KEY-04, KEY-05: what a token depends on is here, is not the token itself, and does not share
    /// seats if the token does.
    fn look_at_dependencies(&mut self) {
        let candidate = |license: &u32| self.judgements[*license as usize].is_served();
        for (license, reason) in token::refused(self.licenses, candidate) {
            self.judgements[license as usize] = Judgement::rejected(reason, None);
        }
    }

    /// UPG-09: one license counts once, and a serial names one license.
    fn find_copies(&mut self) {
        for (index, license) in self.numbered() {
            let first = *self.serials.entry((&license.vendor, &license.serial)).or_insert(index);
            if first != index {
                let same = self.licenses[first as usize].content == license.content;
                self.judgements[index as usize] = if same {
                    let (state, reason) = (LicenseState::Duplicate, Reason::SameSerial);
                    Judgement { state, reason, other: Some(first) }
                } else {
                    Judgement::rejected(Reason::SerialReused, Some(first))
                };
            }
        }
    }

    /// A license must not void itself, directly or in a circle.
    fn find_circles(&mut self) {
        let candidate = |license: &u32| self.judgements[*license as usize].is_served();
        for license in circle::circles(self.licenses, &self.serials, candidate) {
            self.judgements[license as usize] = Judgement::rejected(Reason::SupersedesItself, None);
        }
    }

    /// REPLACES holds only where the replaced license is present.
    fn find_replaced(&mut self) {
        let here: BTreeSet<_> =
            self.licenses.iter().map(|license| (&license.vendor, &license.feature)).collect();
        for (index, license) in self.numbered() {
            let present = match &license.replaces {
                None => true,
                Some(Replaces::Serial(serial)) => self.serials.contains_key(&(&license.vendor, serial)),
                Some(Replaces::Feature(name)) => here.contains(&(&license.vendor, name)),
            };
            if !present && self.judgements[index as usize].is_served() {
                self.judgements[index as usize] = Judgement::rejected(Reason::ReplacedMissing, None);
            }
        }
    }

    /// TIM-01: whole days in the license's zone; an upgrade follows its base's. What is not valid
    /// today is kept for the midnight that changes that (KEY-05).
    fn look_at_dates(&mut self, kinds: impl Fn(KeyType) -> bool) {
        for (index, license) in self.numbered().filter(|(_, license)| kinds(license.key_type)) {
            let judgement = self.judgements[index as usize];
            if !judgement.is_served() {
                continue;
            }
            let today = self.today_of(index, license);
            let (state, reason) = if license.start.is_some_and(|start| today < start) {
                (LicenseState::Pending, Reason::NotStarted)
            } else if license.last_day().is_some_and(|end| end < today) {
                (LicenseState::Expired, Reason::Expired)
            } else {
                continue;
            };
            self.judgements[index as usize] = Judgement { state, reason, other: None };
        }
    }

    fn today_of(&self, index: u32, license: &LicenseEntry) -> CivilDate {
        let base = self.base_of(index).filter(|_| license.key_type == KeyType::Upgrade);
        let zone = base.map_or(license.zone, |base| self.licenses[base as usize].zone);
        let today = self.today.get(usize::from(zone)).or_else(|| self.today.first());
        today.copied().unwrap_or(CivilDate::MIN)
    }

    /// KEY-06: SUPERSEDES and REPLACES act from the START of a license that got as far as its
    /// dates, and after its END; a pending or rejected one voids nothing.
    fn void(&mut self, kinds: impl Fn(KeyType) -> bool) {
        let mut features = BTreeMap::new();
        for (index, license) in self.numbered().filter(|(_, license)| kinds(license.key_type)) {
            if !self.acts(index, license) {
                continue;
            }
            for serial in &license.supersedes {
                self.void_serial(index, &license.vendor, serial, Reason::Superseded);
            }
            match &license.replaces {
                None => {}
                Some(Replaces::Serial(serial)) => {
                    self.void_serial(index, &license.vendor, serial, Reason::Replaced)
                }
                Some(Replaces::Feature(name)) => {
                    features.entry((&license.vendor, name)).or_insert(index);
                }
            }
        }
        for (index, license) in self.numbered().filter(|_| !features.is_empty()) {
            if let Some(by) = features.get(&(&license.vendor, &license.feature)) {
                self.voids[index as usize].get_or_insert((*by, Reason::Replaced));
            }
        }
    }

    /// An upgrade that its base would reject is as good as rejected: it voids nothing.
    fn acts(&self, index: u32, license: &LicenseEntry) -> bool {
        let dated = matches!(self.state(index), LicenseState::Served | LicenseState::Expired);
        let base = self.base_of(index).filter(|_| license.key_type == KeyType::Upgrade);
        dated && base.is_none_or(|base| misfit(license, &self.licenses[base as usize]).is_none())
    }

    fn void_serial(&mut self, by: u32, vendor: &'a VendorName, serial: &'a Serial, reason: Reason) {
        if let Some(target) = self.serials.get(&(vendor, serial)) {
            self.voids[*target as usize].get_or_insert((by, reason));
        }
    }

    /// KEY-02: the first valid exclusive license of a feature is served.
    fn elect(&mut self) {
        self.bases.fill(None);
        for (index, license) in self.numbered() {
            let valid = self.judgements[index as usize].is_served() && self.voids[index as usize].is_none();
            if valid && license.key_type == KeyType::Exclusive {
                self.bases[self.places[index as usize].feature as usize].get_or_insert(index);
            }
        }
    }

    /// A candidate that is void is `superseded`. A pending one only says what will void it.
    fn write_down_voids(&mut self) {
        for (judgement, void) in self.judgements.iter_mut().zip(&self.voids) {
            let Some((by, reason)) = *void else { continue };
            if judgement.is_served() {
                *judgement = Judgement { state: LicenseState::Superseded, reason, other: Some(by) };
            } else if judgement.state == LicenseState::Pending {
                judgement.other = Some(by);
            }
        }
    }

    /// KEY-02: later valid exclusive licenses are shadowed.
    fn shadow(&mut self) {
        for (index, license) in self.numbered() {
            let base = self.base_of(index);
            let later = license.key_type == KeyType::Exclusive && base != Some(index);
            if later && self.judgements[index as usize].is_served() {
                let (state, reason) = (LicenseState::Shadowed, Reason::FirstExclusiveWins);
                self.judgements[index as usize] = Judgement { state, reason, other: base };
            }
        }
    }

    /// UPG-05, UPG-06, UPG-10, UPG-11: which upgrades count with the exclusive license served, any
    /// number of them (UPG-02). A removed base orphans them (UPG-14).
    fn attach(&mut self) {
        let mut sums: Vec<Option<Seats>> =
            self.bases.iter().map(|base| base.map(|base| self.licenses[base as usize].seats)).collect();
        for (index, license) in self.numbered().filter(|(_, license)| license.key_type == KeyType::Upgrade) {
            if !self.judgements[index as usize].is_served() {
                continue;
            }
            let sum = &mut sums[self.places[index as usize].feature as usize];
            let base = self.bases[self.places[index as usize].feature as usize];
            self.judgements[index as usize] = match base.zip(*sum) {
                None => Judgement { state: LicenseState::Orphan, reason: Reason::NoBase, other: None },
                Some((at, seats)) => match misfit(license, &self.licenses[at as usize]) {
                    Some(reason) => Judgement::rejected(reason, base),
                    None => match seats.checked_add(license.seats) {
                        None => Judgement::rejected(Reason::SumTooLarge, base),
                        more @ Some(_) => {
                            *sum = more;
                            Judgement { other: base, ..Judgement::SERVED }
                        }
                    },
                },
            };
        }
    }
}

/// Why an upgrade cannot be added to a base, whatever the sum: UPG-05, UPG-06.
fn misfit(upgrade: &LicenseEntry, base: &LicenseEntry) -> Option<Reason> {
    let last = |license: &LicenseEntry| license.last_day().unwrap_or(CivilDate::MAX);
    let unlimited = [upgrade, base].iter().any(|license| license.seats == Seats::Unlimited);
    if last(upgrade) > last(base) {
        Some(Reason::EndAfterBase)
    } else {
        unlimited.then_some(Reason::Unlimited)
    }
}
