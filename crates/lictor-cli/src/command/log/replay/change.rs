//! What is different in the world that is asked about: counts of features, access rules.

use std::collections::BTreeSet;
use std::str::FromStr;

use lictor_engine::{FeatureSet, LicenseEntry, RuleSet};
use lictor_types::{CivilDate, FeatureName, KeyType, Seats, VendorName};

use crate::wanted::Named;

/// A feature with another count: `[VENDOR/]FEATURE=COUNT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) named: Named,
    pub(crate) seats: Seats,
}

impl FromStr for Count {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (named, count) =
            text.split_once('=').ok_or_else(|| "expected FEATURE=COUNT, as solver=12".to_string())?;
        let seats = Seats::parse(count).map_err(|error| format!("after the equals sign: {error}"))?;
        Ok(Self { named: named.parse()?, seats })
    }
}

/// All that is different.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    pub(super) counts: Vec<Count>,
    /// The rules in force from the beginning on, instead of all recorded ones.
    pub(super) rules: Option<RuleSet>,
}

impl Change {
    /// Whether nothing is different.
    pub(super) fn is_none(&self) -> bool {
        self.counts.is_empty() && self.rules.is_none()
    }

    /// As this one, with so many seats of one feature.
    pub(super) fn with_count(&self, vendor: &VendorName, feature: &FeatureName, seats: u32) -> Self {
        let named = Named { vendor: Some(vendor.clone()), feature: feature.clone() };
        let mut counts = vec![Count { named, seats: Seats::Limited(seats) }];
        counts.extend(self.counts.iter().cloned());
        Self { counts, rules: self.rules.clone() }
    }

    /// The set as it would have been. Every license keeps its place, so that features and pools
    /// keep their numbers.
    pub(super) fn applied(&self, set: &FeatureSet) -> FeatureSet {
        let mut set = set.clone();
        let mut done: BTreeSet<(VendorName, String)> = BTreeSet::new();
        for count in &self.counts {
            let vendors: BTreeSet<VendorName> = set
                .licenses
                .iter()
                .filter(|license| is_of(license, &count.named))
                .map(|license| license.vendor.clone())
                .collect();
            for vendor in vendors {
                let name = count.named.feature.as_str().to_ascii_lowercase();
                if done.insert((vendor.clone(), name)) {
                    let of = |license: &&mut LicenseEntry| {
                        license.vendor == vendor && is_of(license, &count.named)
                    };
                    recount(set.licenses.iter_mut().filter(of).collect(), count.seats);
                }
            }
        }
        if !done.is_empty() {
            set.digest = None;
        }
        set
    }
}

fn is_of(license: &LicenseEntry, named: &Named) -> bool {
    named.vendor.as_ref().is_none_or(|vendor| *vendor == license.vendor)
        && license.feature.as_str().eq_ignore_ascii_case(named.feature.as_str())
}

/// Gives the licenses of one feature so many seats in all. Exclusive licenses have them, of which
/// one is served at a time; where there is none, the license that ends last has them from the first
/// day of any. The others end before all days.
fn recount(mut licenses: Vec<&mut LicenseEntry>, seats: Seats) {
    let exclusive = licenses.iter().any(|license| license.key_type == KeyType::Exclusive);
    let pools = || 0..licenses.len();
    let last = pools()
        .filter(|at| licenses.get(*at).is_some_and(|license| license.key_type != KeyType::Upgrade))
        .max_by_key(|at| licenses.get(*at).and_then(|license| license.end).unwrap_or(CivilDate::MAX));
    let start = licenses
        .iter()
        .filter(|license| license.key_type != KeyType::Upgrade)
        .map(|license| license.start)
        .min()
        .flatten();
    for (at, license) in licenses.iter_mut().enumerate() {
        let has = if exclusive { license.key_type == KeyType::Exclusive } else { last == Some(at) };
        if has {
            license.seats = seats;
            license.user_based = license.user_based.map(|named| within(named, seats));
            license.host_based = license.host_based.map(|named| within(named, seats));
            if !exclusive {
                license.start = start;
            }
        } else {
            license.start = None;
            license.end = Some(CivilDate::MIN);
        }
    }
}

/// No more named seats than seats.
fn within(named: Seats, seats: Seats) -> Seats {
    match (named, seats) {
        (Seats::Limited(named), Seats::Limited(seats)) => Seats::Limited(named.min(seats)),
        (Seats::Limited(_) | Seats::Unlimited, Seats::Limited(_) | Seats::Unlimited) => named,
    }
}
