//! Features that rules name, against those that there are.

use std::collections::BTreeMap;

use lictor_engine::FeaturePattern;
use lictor_types::{FeatureName, VendorName};

use super::document::Document;
use super::faults::{Faults, quoted};
use super::pattern;
use super::work::Work;

/// Warns of features and patterns that name nothing. It is no error: the license may come later.
/// Past more work than a file is worth, patterns are taken to name something.
pub(super) fn check(document: &Document, known: &[(VendorName, FeatureName)], faults: &mut Faults<'_>) {
    let mut known = Known::new(known);
    for (feature, at) in document.rules.iter().flat_map(|rule| &rule.features) {
        if known.is_named(feature) {
            continue;
        }
        let names = known
            .by_name
            .iter()
            .filter(|(_, vendors)| feature.vendor.as_ref().is_none_or(|vendor| vendors.contains(&vendor)));
        let bare: String = feature.name.chars().filter(|c| *c != '*').collect();
        let hint = faults.did_you_mean(&bare, names.map(|(name, _)| name.as_str()));
        let what = if feature.name.contains('*') { "no feature matches" } else { "there is no feature" };
        faults.warning(*at, format!("{what} {}", quoted(&pattern::text(feature))), hint);
    }
}

struct Known<'k> {
    by_name: BTreeMap<FeatureName, Vec<&'k VendorName>>,
    answers: BTreeMap<String, bool>,
    work: Work,
}

impl<'k> Known<'k> {
    fn new(known: &'k [(VendorName, FeatureName)]) -> Self {
        let mut by_name: BTreeMap<FeatureName, Vec<&VendorName>> = BTreeMap::new();
        for (vendor, name) in known {
            let vendors = by_name.entry(name.clone()).or_default();
            if vendors.last() != Some(&vendor) {
                vendors.push(vendor);
            }
        }
        Self { by_name, answers: BTreeMap::new(), work: Work::new() }
    }

    fn is_named(&mut self, feature: &FeaturePattern) -> bool {
        if let Ok(name) = FeatureName::parse(&feature.name) {
            let vendors = self.by_name.get(&name);
            return vendors.is_some_and(|vendors| serves(feature, vendors));
        }
        let key = pattern::text(feature).to_ascii_lowercase();
        if let Some(answer) = self.answers.get(&key) {
            return *answer;
        }
        let answer = self.is_matched(feature);
        self.answers.insert(key, answer);
        answer
    }

    fn is_matched(&mut self, feature: &FeaturePattern) -> bool {
        let work = &mut self.work;
        self.by_name.iter().any(|(name, vendors)| {
            let (pattern, name) = (feature.name.as_str(), name.as_str());
            !work.spend(pattern, name) || pattern::covers(pattern, name) && serves(feature, vendors)
        })
    }
}

fn serves(feature: &FeaturePattern, vendors: &[&VendorName]) -> bool {
    feature.vendor.as_ref().is_none_or(|vendor| vendors.contains(&vendor))
}
