//! Licenses that void themselves, directly or in a circle.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use lictor_types::{Serial, VendorName};

use crate::feature_set::{LicenseEntry, Replaces};

/// The licenses, among those that are candidates, that lie on a circle of SUPERSEDES and REPLACES.
/// REPLACES of a feature names every license of it.
pub(super) fn circles(
    licenses: &[LicenseEntry],
    serials: &BTreeMap<(&VendorName, &Serial), u32>,
    candidate: impl Fn(&u32) -> bool,
) -> Vec<u32> {
    let acts = |license: &LicenseEntry| !license.supersedes.is_empty() || license.replaces.is_some();
    let actors: Vec<u32> = (0..)
        .zip(licenses)
        .filter(|(index, license)| acts(license) && candidate(index))
        .map(|(index, _)| index)
        .collect();
    let node_of = |license: &u32| actors.binary_search(license).ok();
    let mut features = BTreeMap::new();
    let mut edges = vec![Vec::new(); actors.len()];
    for (node, license) in actors.iter().map(|actor| &licenses[*actor as usize]).enumerate() {
        let named = license.supersedes.iter().chain(match &license.replaces {
            Some(Replaces::Serial(serial)) => Some(serial),
            Some(Replaces::Feature(_)) | None => None,
        });
        let targets = named.filter_map(|serial| serials.get(&(&license.vendor, serial))).filter_map(node_of);
        edges[node] = targets.collect();
    }
    for (node, license) in actors.iter().map(|actor| &licenses[*actor as usize]).enumerate() {
        if let Some(Replaces::Feature(name)) = &license.replaces {
            let next = edges.len();
            let feature = *features.entry((&license.vendor, name)).or_insert(next);
            edges.resize(edges.len().max(feature + 1), Vec::new());
            edges[node].push(feature);
        }
    }
    for (node, actor) in actors.iter().enumerate() {
        let license = &licenses[*actor as usize];
        if let Some(feature) = features.get(&(&license.vendor, &license.feature)) {
            edges[*feature].push(node);
        }
    }
    let circular = on_circles(&edges);
    actors.iter().zip(circular).filter(|(_, circular)| *circular).map(|(actor, _)| *actor).collect()
}

/// Which nodes of a graph lie on a circle: those of a strongly connected component with more than
/// one node, and those with an edge to themselves. Algorithm: Tarjan, "Depth-first search and
/// linear graph algorithms", with an explicit stack.
pub(super) fn on_circles(edges: &[Vec<usize>]) -> Vec<bool> {
    const UNSEEN: usize = usize::MAX;
    let mut circular = vec![false; edges.len()];
    let mut order = vec![UNSEEN; edges.len()];
    let mut low = vec![UNSEEN; edges.len()];
    let mut open = vec![false; edges.len()];
    let mut component = Vec::new();
    let mut seen = 0;
    for root in 0..edges.len() {
        let mut path = if order[root] == UNSEEN { vec![(root, 0)] } else { Vec::new() };
        while let Some((node, next)) = path.pop() {
            if next == 0 {
                (order[node], low[node], open[node]) = (seen, seen, true);
                seen += 1;
                component.push(node);
            }
            if let Some(target) = edges[node].get(next).copied() {
                path.push((node, next + 1));
                if order[target] == UNSEEN {
                    path.push((target, 0));
                } else if open[target] {
                    low[node] = low[node].min(order[target]);
                    circular[node] |= target == node;
                }
                continue;
            }
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == order[node] {
                let start = component.iter().rposition(|member| *member == node).unwrap_or(0);
                let many = component.len() - start > 1;
                for member in component.drain(start..) {
                    open[member] = false;
                    circular[member] |= many;
                }
            }
        }
    }
    circular
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_on_a_circle_is_on_a_circle() {
        for (edges, expected) in [
            (vec![vec![0]], vec![true]),
            (vec![vec![1], vec![0]], vec![true, true]),
            (vec![vec![1], vec![2], vec![1]], vec![false, true, true]),
            (vec![vec![1, 2], vec![3], vec![3], vec![]], vec![false; 4]),
            // Between two circles, on neither.
            (vec![vec![1], vec![0, 2], vec![3], vec![4], vec![3]], vec![true, true, false, true, true]),
        ] {
            assert_eq!(on_circles(&edges), expected, "{edges:?}");
        }
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let edges: Vec<_> = (0..200_000).map(|node| vec![(node + 1) % 200_000]).collect();
        assert!(on_circles(&edges).into_iter().all(|circular| circular));
    }
}
