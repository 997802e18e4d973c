//! A file that takes the place of a base: what it voids, what it takes in, what stays beside it (4.3).

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use lictor_types::limits::SEATS_MAX;

use crate::code::Code;
use crate::delivery::{
    Delivery, DeliveryFacts, DeliveryKind, DeliveryRow, Reissue, Shape, UpgradeFile, inside, is_raisable,
    whole,
};
use crate::refusal::Refusal;
use crate::technology::Technology;
use crate::warning::Warning;

/// What becomes of an upgrade file when its base is replaced.
enum Fate {
    /// It is void without loss: it has ended, or its seats are unlimited now.
    Void,
    /// Its seats become seats of the base.
    Folded,
    /// It is void, and its seats end with it.
    Dropped,
    /// It adds its seats to the new base.
    Stays,
}

/// The file that replaces the base `base`, whose shape was `before`.
pub(super) fn replace(
    facts: &DeliveryFacts<'_>,
    base: &str,
    before: &Shape,
    after: &Shape,
    row: DeliveryRow,
) -> Result<Delivery, Refusal> {
    let mut delivery = whole(DeliveryKind::Superseding, row, after);
    let mut void = vec![base.to_string()];
    let (mut count, mut beside) = (u64::from(after.count), 0_u64);
    for file in facts.upgrades {
        match fate(facts, file, before, after)? {
            Fate::Void => void.push(file.serial.clone()),
            Fate::Folded => {
                void.push(file.serial.clone());
                count += u64::from(file.count);
            }
            Fate::Dropped => {
                void.push(file.serial.clone());
                warn(&mut delivery, Warning::UpgradesDropped);
            }
            Fate::Stays => {
                beside += u64::from(file.count);
                stay(facts, file, after, &mut delivery)?;
            }
        }
    }
    if after.model.is_counted() {
        let sum = count + beside;
        let seats = u32::try_from(count).ok().filter(|_| sum <= u64::from(SEATS_MAX));
        delivery.count = Some(
            seats.ok_or_else(|| Refusal::new(Code::CountOutOfRange).at("/count").with("max", SEATS_MAX))?,
        );
    }
    mark(facts, void, &mut delivery);
    Ok(delivery)
}

fn fate(
    facts: &DeliveryFacts<'_>,
    file: &UpgradeFile,
    before: &Shape,
    after: &Shape,
) -> Result<Fate, Refusal> {
    let runs_with_base = file.end == before.end && file.start.is_none_or(|start| start <= facts.today);
    if file.end.is_some_and(|end| end < facts.today) {
        return Ok(Fate::Void);
    }
    if facts.fold.contains(&file.serial) {
        if runs_with_base && after.model.is_counted() {
            return Ok(Fate::Folded);
        }
        let why = "only an upgrade that runs as long as its base can become part of it";
        return Err(Refusal::because(Code::InvalidField, why).with("serial", file.serial.as_str()));
    }
    let never_starts = after.end.is_some_and(|end| file.start.is_some_and(|start| end < start));
    Ok(match (is_raisable(after), after.model.is_counted()) {
        (true, _) if never_starts && facts.settings.clamp_end => Fate::Dropped,
        (true, _) => Fate::Stays,
        (false, false) => Fate::Void,
        // Nothing can be added to the new base, so what ran as long as the old one is written into it.
        (false, true) if runs_with_base => Fate::Folded,
        (false, true) => Fate::Dropped,
    })
}

/// An upgrade must end within its new base; one that would not goes out again, cut, or is refused.
fn stay(
    facts: &DeliveryFacts<'_>,
    file: &UpgradeFile,
    after: &Shape,
    delivery: &mut Delivery,
) -> Result<(), Refusal> {
    let (end, clamped) = inside(file.end, after.end, facts.settings.clamp_end)
        .map_err(|refusal| refusal.with("serial", file.serial.as_str()))?;
    if clamped {
        warn(delivery, Warning::EndClamped);
        delivery.reissue.push(Reissue {
            serial: file.serial.clone(),
            count: file.count,
            start: file.start,
            end,
        });
    }
    Ok(())
}

/// Writes the marker, or says which files are to be removed by hand.
fn mark(facts: &DeliveryFacts<'_>, void: Vec<String>, delivery: &mut Delivery) {
    let returned = facts.technology == Technology::TrustedStorage;
    // Between server and client no file is replaced at all (D1), so the marker always reaches its host.
    if facts.settings.supersede && !returned {
        delivery.supersedes = void;
        return;
    }
    delivery.kind = DeliveryKind::Base;
    delivery.remove = void;
    // An upgrade that goes out again names no predecessor either.
    delivery.remove.extend(delivery.reissue.iter().map(|file| file.serial.clone()));
    if !returned {
        warn(delivery, Warning::ManualReplace);
    }
}

fn warn(delivery: &mut Delivery, warning: Warning) {
    if !delivery.warnings.contains(&warning) {
        delivery.warnings.push(warning);
    }
}
