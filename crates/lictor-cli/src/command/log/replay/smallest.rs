//! The smallest count of a feature with which nobody is denied for lack of seats.

use lictor_types::limits::SEATS_MAX;
use lictor_types::{FeatureName, VendorName};

use super::change::Change;
use super::past::Past;
use super::tally::Tally;
use super::world::World;
use crate::context::Context;
use crate::failure::Failure;

/// Looks for it by halving: as many replays as the count has bits. None if no count is enough.
///
/// # Errors
///
/// As of a replay.
pub(super) fn smallest(
    context: &Context,
    past: &Past,
    change: &Change,
    tally: &Tally,
    feature: &str,
) -> Result<Option<u32>, Failure> {
    let Some((vendor, name)) = named(feature) else { return Ok(None) };
    let is_enough = |seats: u32| -> Result<bool, Failure> {
        context.printer.progress(Some(&format!("trying {feature}={seats}")));
        let change = change.with_count(&vendor, &name, seats);
        let tally = World::run(past, &change)?;
        Ok(tally.rows.get(feature).is_none_or(|row| row.now.short == 0))
    };
    let row = tally.rows.get(feature).cloned().unwrap_or_default();
    let all = u32::try_from(row.seats.saturating_add(row.then.peak)).unwrap_or(SEATS_MAX);
    let most = all.clamp(1, SEATS_MAX);
    let (mut short, mut enough) = (0, u32::try_from(row.now.peak.max(1)).unwrap_or(most).min(most));
    while !is_enough(enough)? {
        if enough == most {
            return Ok(None);
        }
        short = enough;
        enough = enough.saturating_mul(2).min(most);
    }
    while enough - short > 1 {
        let middle = short + (enough - short) / 2;
        if is_enough(middle)? {
            enough = middle;
        } else {
            short = middle;
        }
    }
    Ok(Some(enough))
}

fn named(feature: &str) -> Option<(VendorName, FeatureName)> {
    let (vendor, name) = feature.split_once('/')?;
    Some((VendorName::parse(vendor).ok()?, FeatureName::parse(name).ok()?))
}
