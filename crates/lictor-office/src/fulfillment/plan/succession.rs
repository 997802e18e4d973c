//! A license that is taken over by what follows on the same host.

use lictor_entitle::Refusal;
use lictor_entitle::delivery::{
    Change, Delivery, DeliveryFacts, DeliveryKind, DeliveryRow, DeliverySettings, Reissue, Shape, deliver,
};
use lictor_entitle::timeline::FileRole;

use super::super::sheet::{Draft, Live, Part, Sheet};
use super::super::wanted::{Wanted, shape};
use super::{Leaver, Newcomer, draft, entry, part, role};

/// Plans what takes the place of a license.
pub(super) fn succeed(
    sheet: &mut Sheet,
    newcomer: &Newcomer,
    wanted: &Wanted,
    serial: &str,
    parent: Option<&Leaver>,
) -> Result<(), Refusal> {
    let found = sheet.lives.iter().position(|live| live.key == serial);
    let Some(at) = found else { return entry::enter(sheet, newcomer, wanted, parent) };
    let Some(live) = sheet.lives.get(at).cloned() else { return Ok(()) };
    if !is_same_place(&live, wanted) {
        // Its host keeps it until somebody removes it; the successor finds its place on its own.
        return entry::enter(sheet, newcomer, wanted, parent);
    }
    if live.terms.role == FileRole::Upgrade {
        return succeed_upgrade(sheet, newcomer, wanted, &live, parent);
    }
    let before = shape(&live.terms, sheet.rules.today);
    let mut after = Shape { exclusive: before.exclusive, ..wanted.shape.clone() };
    if !live.parts.is_empty() {
        // Others have seats in it. They stay together only if nothing but the count changes.
        let alike = Shape { count: before.count, ..after.clone() } == before;
        if !alike {
            return entry::enter(sheet, newcomer, wanted, parent);
        }
        after.count = sum(&live.parts).saturating_add(wanted.shape.count);
    }
    let delivery = replace(sheet, newcomer, at, &before, &after)?;
    let mut parts = live.parts.clone();
    parts.push(part(newcomer, wanted));
    write(sheet, &newcomer.id, wanted, &before, &delivery, parts);
    Ok(())
}

/// Whether the successor's file goes where the license lies.
fn is_same_place(live: &Live, wanted: &Wanted) -> bool {
    let (from, to) = (&live.terms.hosts, &wanted.shape.hosts);
    match (live.terms.model.is_server_based(), wanted.shape.model.is_server_based()) {
        (true, true) => from.same_servers(to),
        (false, false) => from.same_as(to),
        (true, false) | (false, true) => false,
    }
}

/// Seats of several fulfillments together.
pub(super) fn sum(parts: &[Part]) -> u32 {
    parts.iter().fold(0, |sum, part| sum.saturating_add(part.count).saturating_add(part.overdraft))
}

/// The file that takes the place of a base.
fn replace(
    sheet: &Sheet,
    newcomer: &Newcomer,
    base: usize,
    before: &Shape,
    after: &Shape,
) -> Result<Delivery, Refusal> {
    let upgrades = sheet.upgrade_files(base);
    let fold = sheet.fold(&upgrades);
    let serial = sheet.lives.get(base).map_or("", |live| live.key.as_str());
    // A record that takes over another's license has a file of its own, and that is whole.
    let more = after.count > before.count;
    let settings = DeliverySettings {
        prefer_upgrade_files: sheet.rules.delivery.prefer_upgrade_files && !more,
        ..sheet.rules.delivery
    };
    let facts = DeliveryFacts {
        before: Some(before),
        base: Some(serial),
        upgrades: &upgrades,
        fold: &fold,
        occupied: false,
        technology: newcomer.technology,
        settings,
        today: sheet.rules.today,
    };
    let delivery = deliver(&facts, &Change::Become(after.clone()))?;
    if delivery.kind == DeliveryKind::None {
        return Ok(again(sheet, newcomer, serial, before, &delivery));
    }
    if more && delivery.row == DeliveryRow::D10 && sheet.rules.delivery.prefer_upgrade_files {
        return Ok(Delivery { row: DeliveryRow::D6, ..delivery });
    }
    Ok(delivery)
}

/// The same license once more, under a serial of its own.
fn again(sheet: &Sheet, newcomer: &Newcomer, serial: &str, shape: &Shape, same: &Delivery) -> Delivery {
    let marks = sheet.marks(newcomer.technology, (shape.model, shape.model), vec![serial.to_owned()]);
    Delivery {
        kind: marks.kind,
        supersedes: marks.supersedes,
        remove: marks.remove,
        warnings: marks.warnings,
        ..same.clone()
    }
}

/// Writes a decision about a base onto the sheet: what it voids, what becomes part of it, what goes out
/// again with it.
pub(super) fn write(
    sheet: &mut Sheet,
    owner: &str,
    wanted: &Wanted,
    before: &Shape,
    delivery: &Delivery,
    mut parts: Vec<Part>,
) {
    let own = draft(sheet, owner, delivery);
    let again: Vec<(Live, &Reissue)> = delivery
        .reissue
        .iter()
        .filter_map(|again| sheet.end(&again.serial).map(|ended| (ended, again)))
        .collect();
    for serial in delivery.supersedes.iter().chain(&delivery.remove) {
        let Some(ended) = sheet.end(serial) else { continue };
        if ended.terms.role == FileRole::Upgrade && is_folded(sheet, &ended, before, wanted) {
            parts.extend(ended.parts);
        }
    }
    let mut terms = wanted.terms(role(delivery.exclusive));
    terms.count = delivery.count;
    (terms.start, terms.end) = (delivery.start, delivery.end);
    terms.supersedes.clone_from(&delivery.supersedes);
    sheet.add(terms, parts, own);
    for (ended, again) in again {
        let Some(owner) = ended.parts.first().map(|part| part.owner.clone()) else { continue };
        let by_hand = delivery.remove.contains(&again.serial);
        let mut terms = ended.terms.clone();
        (terms.count, terms.start, terms.end) = (Some(again.count), again.start, again.end);
        terms.supersedes = if by_hand { Vec::new() } else { vec![again.serial.clone()] };
        let draft = Draft {
            owner,
            key: sheet.next_key(),
            kind: DeliveryKind::Upgrade,
            row: delivery.row,
            remove: if by_hand { vec![again.serial.clone()] } else { Vec::new() },
            warnings: Vec::new(),
        };
        sheet.add(terms, ended.parts, draft);
    }
}

/// Whether an upgrade that is voided lives on in its base; else its seats ended with it.
fn is_folded(sheet: &Sheet, upgrade: &Live, before: &Shape, wanted: &Wanted) -> bool {
    let today = sheet.rules.today;
    let runs = upgrade.terms.end == before.end && upgrade.terms.start.is_none_or(|start| start <= today);
    let over = upgrade.terms.end.is_some_and(|end| end < today);
    // Without a limit all seats are in it.
    !over && (runs || !wanted.shape.model.is_counted())
}

/// Plans what takes the place of an upgrade: another upgrade if it can be one, else a license of its own.
fn succeed_upgrade(
    sheet: &mut Sheet,
    newcomer: &Newcomer,
    wanted: &Wanted,
    live: &Live,
    parent: Option<&Leaver>,
) -> Result<(), Refusal> {
    // It makes room for its successor before that is judged.
    sheet.end(&live.key);
    let drafts = sheet.drafts.len();
    entry::enter(sheet, newcomer, wanted, parent)?;
    let marks =
        sheet.marks(newcomer.technology, (live.terms.model, wanted.shape.model), vec![live.key.clone()]);
    let Some(draft) = sheet.drafts.get_mut(drafts) else { return Ok(()) };
    if draft.kind == DeliveryKind::Upgrade {
        draft.row = if live.terms.end != wanted.shape.end {
            DeliveryRow::D5
        } else if live.terms.count > Some(wanted.shape.count) {
            DeliveryRow::D4
        } else {
            DeliveryRow::Unchanged
        };
    } else {
        draft.kind = marks.kind;
    }
    draft.remove.extend(marks.remove);
    draft.warnings.extend(marks.warnings);
    let key = draft.key.clone();
    if let Some(planned) = sheet.lives.iter_mut().find(|planned| planned.key == key) {
        planned.terms.supersedes.extend(marks.supersedes);
    }
    Ok(())
}
