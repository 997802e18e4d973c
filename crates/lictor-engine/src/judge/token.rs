//! Tokens that cannot be served: what they depend on is missing, leads back to them, or shares
//! seats as they do (KEY-04, KEY-05).

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use lictor_types::limits::TOKEN_DEPTH_MAX;
use lictor_types::{FeatureName, KeyType, Reason, VendorName};

use super::circle::on_circles;
use crate::feature_set::LicenseEntry;

/// The tokens, among the candidates, that cannot be served on any day, and why.
pub(super) fn refused(licenses: &[LicenseEntry], candidate: impl Fn(&u32) -> bool) -> Vec<(u32, Reason)> {
    let tokens: Vec<u32> = (0..)
        .zip(licenses)
        .filter(|(index, license)| license.key_type == KeyType::Token && candidate(index))
        .map(|(index, _)| index)
        .collect();
    if tokens.is_empty() {
        return Vec::new();
    }
    let mut features: BTreeMap<(&VendorName, &FeatureName), Licensed> = BTreeMap::new();
    for (index, license) in (0..).zip(licenses).filter(|(index, _)| candidate(index)) {
        let feature = features.entry((&license.vendor, &license.feature)).or_default();
        feature.shares |= license.share.is_any();
        if let Ok(node) = tokens.binary_search(&index) {
            feature.tokens.push(node);
        }
    }
    let mut edges = vec![Vec::new(); tokens.len()];
    let mut verdicts = vec![None; tokens.len()];
    for (node, token) in tokens.iter().enumerate() {
        let license = &licenses[*token as usize];
        for dependency in &license.dependencies {
            match features.get(&(&license.vendor, &dependency.feature)) {
                None => verdicts[node] = Some(Reason::MissingDependency),
                Some(feature) => edges[node].extend(feature.tokens.iter().copied()),
            }
        }
    }
    for (verdict, circular) in verdicts.iter_mut().zip(on_circles(&edges)) {
        if circular {
            *verdict = Some(Reason::TokenLoop);
        }
    }
    let shares = |node: usize| {
        let license = &licenses[tokens[node] as usize];
        let named = license.dependencies.iter();
        named.filter_map(|named| features.get(&(&license.vendor, &named.feature))).any(|f| f.shares)
    };
    for (node, depth, below) in reach(&edges, &verdicts, shares) {
        if depth > TOKEN_DEPTH_MAX {
            verdicts[node] = Some(Reason::TooMany);
        } else if below && licenses[tokens[node] as usize].share.is_any() {
            verdicts[node] = Some(Reason::BothShare);
        }
    }
    let refused = tokens.into_iter().zip(verdicts);
    refused.filter_map(|(token, verdict)| Some((token, verdict?))).collect()
}

/// What is licensed of a feature.
#[derive(Default)]
struct Licensed {
    shares: bool,
    /// Its tokens, by node.
    tokens: Vec<usize>,
}

/// For each node without a verdict: how deep its dependencies go, and whether one of them, near or
/// far, shares seats. There are no circles among these nodes.
fn reach(
    edges: &[Vec<usize>],
    verdicts: &[Option<Reason>],
    shares: impl Fn(usize) -> bool,
) -> Vec<(usize, usize, bool)> {
    let free = |node: &usize| verdicts[*node].is_none();
    let mut depth = vec![1; edges.len()];
    let mut below: Vec<bool> = (0..edges.len()).map(shares).collect();
    for _ in 0..=TOKEN_DEPTH_MAX {
        for node in (0..edges.len()).filter(free) {
            for next in edges[node].iter().copied().filter(free) {
                depth[node] = depth[node].max(depth[next] + 1);
                below[node] |= below[next];
            }
        }
    }
    (0..edges.len()).filter(free).map(|node| (node, depth[node], below[node])).collect()
}
