//! The feature set in force, and the numbers given to features and pools.
//!
//! A number is given at first sight and never again: a feature's to (vendor, folded name), a
//! pool's to (feature, kind, serial if additive).

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use core::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use lictor_types::limits::FEATURE_NAME_BYTES_MAX;
use lictor_types::{CivilDate, FeatureName, KeyType, LicenseState, Serial, VendorName, Version};

use crate::codec::coded;
use crate::feature_set::{Dependency, FeatureSet, LicenseEntry};
use crate::judge::Judgement;
use crate::pool::{Pool, kind_of};
use crate::session::Scope;
use crate::slab::NONE;

/// What is loaded, by number and by name.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    /// How many feature sets were loaded.
    pub(crate) epoch: u64,
    pub(crate) set: FeatureSet,
    /// Where each license of the set counts.
    pub(crate) places: Vec<Place>,
    /// What became of each license of the set.
    pub(crate) judgements: Vec<Judgement>,
    /// Vendors in the order of first sight.
    pub(crate) vendors: Vec<VendorName>,
    pub(crate) features: Vec<Feature>,
    /// Features by the hash of their folded name; for lookup only.
    names: HashTable<u32>,
    /// Additive and token pools by feature and serial.
    serials: BTreeMap<(u32, KeyType, Serial), u32>,
    /// What one token of a license costs, by license (KEY-04).
    needs: BTreeMap<u32, Vec<Need>>,
    /// Days on which the state of some license changes, ascending.
    turns: Vec<CivilDate>,
}

/// A feature of one vendor.
#[derive(Debug)]
pub(crate) struct Feature {
    /// Number of its vendor.
    pub(crate) vendor: u32,
    pub(crate) name: FeatureName,
    /// Its exclusive pool.
    pub(crate) exclusive: Option<u32>,
    /// Its additive pools in load order, then its token pools in load order (KEY-03).
    pub(crate) beside: Vec<u32>,
    /// Its upgrades in load order, by index in the set.
    pub(crate) upgrades: Vec<u32>,
    /// Index of its first license in the set; [`NONE`] if it has none.
    order: u32,
}

/// Where a license counts or would count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) feature: u32,
    pub(crate) pool: u32,
}

/// What one token costs of a feature (KEY-04).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Need {
    pub(crate) feature: u32,
    pub(crate) version: Version,
    pub(crate) count: u32,
}

/// A record does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misfit;

coded!(Place { feature, pool });

impl Catalog {
    /// The feature of this name that a session of this scope means: the first in load order.
    pub(crate) fn find(&self, scope: Scope, name: &str) -> Option<u32> {
        let of = |number: &u32| self.features.get(*number as usize);
        let allowed = |number: &&u32| {
            of(number).is_some_and(|feature| {
                feature.name.as_str().eq_ignore_ascii_case(name) && feature.is_in(scope)
            })
        };
        self.names
            .iter_hash(name_hash(name)?)
            .filter(allowed)
            .min_by_key(|number| (of(number).map_or(NONE, |feature| feature.order), **number))
            .copied()
    }

    /// The scope of a session opened for this vendor.
    pub(crate) fn scope(&self, vendor: Option<&VendorName>) -> Scope {
        let Some(vendor) = vendor else { return Scope::Any };
        let number = self.vendors.iter().position(|known| known == vendor);
        number.map_or(Scope::Unknown, |number| Scope::Vendor(number as u32))
    }

    /// Today in a zone of the set.
    pub(crate) fn today(&self, zone: u16) -> CivilDate {
        let zones = &self.set.zones;
        zones.get(usize::from(zone)).or_else(|| zones.first()).map_or(CivilDate::MIN, |zone| zone.today)
    }

    /// Whether some license changes its state when today goes from one day to another.
    pub(crate) fn turns_between(&self, from: CivilDate, to: CivilDate) -> bool {
        let (low, high) = (from.min(to), from.max(to));
        let next = self.turns.partition_point(|turn| *turn <= low);
        self.turns.get(next).is_some_and(|turn| *turn <= high)
    }

    /// The active members of a pool: its base, then the upgrades that count, in load order.
    pub(crate) fn active<'a>(&'a self, pool: &'a Pool) -> impl Iterator<Item = &'a LicenseEntry> {
        let served = |license: &u32| {
            self.judgements.get(*license as usize).is_some_and(|j| j.state == LicenseState::Served)
        };
        let members = pool.terms.base.into_iter().chain(self.upgrades_of(pool).filter(served));
        members.filter_map(|license| self.set.licenses.get(license as usize))
    }

    /// The upgrades that count or would count in a pool, in load order.
    pub(crate) fn upgrades_of(&self, pool: &Pool) -> impl Iterator<Item = u32> + '_ {
        let feature =
            self.features.get(pool.feature as usize).filter(|_| pool.key_type == KeyType::Exclusive);
        feature.into_iter().flat_map(|feature| feature.upgrades.iter().copied())
    }

    /// Numbers for the licenses of a set: those already given, and the next ones for what is new.
    pub(crate) fn place<'a>(&self, pools: usize, licenses: &'a [LicenseEntry]) -> Vec<Place> {
        let mut new_features = BTreeMap::new();
        let mut new_pools = BTreeMap::new();
        let mut place = |license: &'a LicenseEntry| {
            let LicenseEntry { vendor, feature: name, .. } = license;
            let feature = self.number_of(vendor, name).unwrap_or_else(|| {
                let next = (self.features.len() + new_features.len()) as u32;
                *new_features.entry((vendor, name)).or_insert(next)
            });
            let kind = kind_of(license.key_type);
            let serial = (kind != KeyType::Exclusive).then_some(&license.serial);
            let pool = self.pool_of(feature, kind, serial).unwrap_or_else(|| {
                let next = (pools + new_pools.len()) as u32;
                *new_pools.entry((feature, kind, serial)).or_insert(next)
            });
            Place { feature, pool }
        };
        licenses.iter().map(&mut place).collect()
    }

    /// Takes up a judged set: makes the features and pools it names for the first time.
    pub(crate) fn enroll(
        &mut self,
        set: FeatureSet,
        places: Vec<Place>,
        judgements: Vec<Judgement>,
        pools: &mut Vec<Pool>,
    ) -> Result<(), Misfit> {
        if places.len() != set.licenses.len() || judgements.len() != set.licenses.len() {
            return Err(Misfit);
        }
        for (license, place) in set.licenses.iter().zip(&places) {
            self.enroll_feature(license, place.feature)?;
            self.enroll_pool(license, place.feature, place.pool, pools)?;
        }
        self.set = set;
        self.places = places;
        self.judgements = judgements;
        self.epoch = self.epoch.saturating_add(1);
        self.derive();
        self.line_up(pools);
        Ok(())
    }

    /// Makes what follows from the set in force: the order of features, their upgrades, the days
    /// on which something changes.
    pub(crate) fn derive(&mut self) {
        for feature in &mut self.features {
            feature.order = NONE;
            feature.upgrades.clear();
        }
        self.turns.clear();
        for ((license, place), index) in self.set.licenses.iter().zip(&self.places).zip(0..) {
            if let Some(feature) = self.features.get_mut(place.feature as usize) {
                feature.order = feature.order.min(index);
                if license.key_type == KeyType::Upgrade {
                    feature.upgrades.push(index);
                }
            }
            self.turns.extend(license.start);
            self.turns.extend(license.last_day().and_then(CivilDate::next));
        }
        self.turns.sort_unstable();
        self.turns.dedup();
        let tokens = (0..).zip(&self.set.licenses).filter(|(_, license)| !license.dependencies.is_empty());
        self.needs = tokens.map(|(index, license)| (index, self.needs_of(license))).collect();
    }

    /// A dependency that no license names is left out: such a token is rejected (KEY-05).
    fn needs_of(&self, license: &LicenseEntry) -> Vec<Need> {
        let need = |dependency: &Dependency| {
            let feature = self.number_of(&license.vendor, &dependency.feature)?;
            Some(Need { feature, version: dependency.version, count: dependency.count })
        };
        license.dependencies.iter().filter_map(need).collect()
    }

    /// What one token of a license costs.
    pub(crate) fn needs(&self, license: u32) -> &[Need] {
        self.needs.get(&license).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether any token is loaded: then the use of one feature may change what another can give.
    pub(crate) fn has_tokens(&self) -> bool {
        !self.needs.is_empty()
    }

    /// Adds a feature under the next number.
    pub(crate) fn add_feature(
        &mut self,
        vendor: u32,
        name: FeatureName,
        beside: Vec<u32>,
    ) -> Result<(), Misfit> {
        let number = self.features.len() as u32;
        let hash = name_hash(name.as_str()).ok_or(Misfit)?;
        self.features.push(Feature {
            vendor,
            name,
            beside,
            exclusive: None,
            upgrades: Vec::new(),
            order: NONE,
        });
        let features = &self.features;
        let rehash = |number: &u32| {
            let feature = features.get(*number as usize);
            feature.and_then(|feature| name_hash(feature.name.as_str())).unwrap_or(0)
        };
        self.names.insert_unique(hash, number, rehash);
        Ok(())
    }

    /// Makes a pool known as one of its feature's.
    pub(crate) fn add_pool(&mut self, number: u32, pool: &Pool) -> Result<(), Misfit> {
        let feature = self.features.get_mut(pool.feature as usize).ok_or(Misfit)?;
        let before = match &pool.serial {
            Some(serial) => self.serials.insert((pool.feature, pool.key_type, serial.clone()), number),
            None => feature.exclusive.replace(number),
        };
        if before.is_none() { Ok(()) } else { Err(Misfit) }
    }

    fn enroll_feature(&mut self, license: &LicenseEntry, number: u32) -> Result<(), Misfit> {
        let known = self.number_of(&license.vendor, &license.feature);
        if known.is_none() && number as usize == self.features.len() {
            let vendor = match self.scope(Some(&license.vendor)) {
                Scope::Vendor(known) => known,
                Scope::Any | Scope::Unknown => {
                    self.vendors.push(license.vendor.clone());
                    self.vendors.len() as u32 - 1
                }
            };
            return self.add_feature(vendor, license.feature.clone(), Vec::new());
        }
        if known == Some(number) { Ok(()) } else { Err(Misfit) }
    }

    fn enroll_pool(
        &mut self,
        license: &LicenseEntry,
        feature: u32,
        number: u32,
        pools: &mut Vec<Pool>,
    ) -> Result<(), Misfit> {
        if number as usize == pools.len() {
            let pool = Pool::new(feature, license);
            self.add_pool(number, &pool)?;
            pools.push(pool);
            return Ok(());
        }
        let kind = kind_of(license.key_type);
        let serial = (kind != KeyType::Exclusive).then_some(&license.serial);
        if self.pool_of(feature, kind, serial) == Some(number) { Ok(()) } else { Err(Misfit) }
    }

    /// Lists the additive pools of each feature in load order, then its token pools (KEY-03). One
    /// whose license is gone stays in the list, last of its kind, if it is still in use.
    fn line_up(&mut self, pools: &[Pool]) {
        for feature in &mut self.features {
            feature.beside.clear();
        }
        let loaded = self.places.iter().map(|place| place.pool);
        let in_use = (0..).zip(pools).filter(|(_, pool)| pool.used > 0).map(|(number, _)| number);
        let mut listed = vec![false; pools.len()];
        for number in loaded.chain(in_use) {
            let Some((pool, listed)) = pools.get(number as usize).zip(listed.get_mut(number as usize)) else {
                continue;
            };
            let first = !core::mem::replace(listed, true);
            let feature = self.features.get_mut(pool.feature as usize);
            if let Some(feature) = feature.filter(|_| first && pool.key_type != KeyType::Exclusive) {
                feature.beside.push(number);
            }
        }
        let is_token = |number: &u32| pools.get(*number as usize).is_some_and(Pool::is_token);
        for feature in &mut self.features {
            feature.beside.sort_by_key(is_token);
        }
    }

    fn number_of(&self, vendor: &VendorName, name: &FeatureName) -> Option<u32> {
        match self.scope(Some(vendor)) {
            Scope::Unknown => None,
            scope @ (Scope::Any | Scope::Vendor(_)) => self.find(scope, name.as_str()),
        }
    }

    fn pool_of(&self, feature: u32, kind: KeyType, serial: Option<&Serial>) -> Option<u32> {
        match serial {
            Some(serial) => self.serials.get(&(feature, kind, serial.clone())).copied(),
            None => self.features.get(feature as usize)?.exclusive,
        }
    }
}

impl Feature {
    /// Its pools in the order in which a checkout tries them (KEY-03).
    pub(crate) fn pools(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        self.exclusive.into_iter().chain(self.beside.iter().copied())
    }

    /// Whether a session of this scope may use it.
    pub(crate) fn is_in(&self, scope: Scope) -> bool {
        match scope {
            Scope::Any => true,
            Scope::Vendor(vendor) => vendor == self.vendor,
            Scope::Unknown => false,
        }
    }
}

/// Hash of a name without regard to case. The seed is fixed, so that every machine does the same.
fn name_hash(name: &str) -> Option<u64> {
    let mut folded = [0; FEATURE_NAME_BYTES_MAX];
    let folded = folded.get_mut(..name.len())?;
    folded.copy_from_slice(name.as_bytes());
    folded.make_ascii_lowercase();
    Some(FixedState::with_seed(1).hash_one(&*folded))
}
