//! Licenses that nobody took over: whose seats are in them still, what stands on them, who voids them.

use lictor_entitle::Refusal;
use lictor_entitle::delivery::{Change, DeliveryFacts, DeliveryKind, DeliveryRow, Shape, deliver};
use lictor_entitle::host::Hosts;
use lictor_entitle::model::{LicenseModel, crossing};
use lictor_entitle::supersede::{DatedLicense, reissued_by_date};
use lictor_entitle::timeline::FileRole;
use lictor_entitle::warning::Warning;
use lictor_types::CivilDate;

use super::super::sheet::{Draft, Live, Sheet};
use super::super::wanted::{Wanted, shape};
use super::{Leaver, Newcomer, draft, succession};

/// Plans what becomes of a license whose holder left.
pub(super) fn leave(
    sheet: &mut Sheet,
    leaver: &Leaver,
    serial: &str,
    newcomers: &[Newcomer],
) -> Result<(), Refusal> {
    let found = sheet.lives.iter().position(|live| live.key == serial && !live.gone);
    let Some(at) = found else { return Ok(()) };
    let Some(live) = sheet.lives.get(at).cloned() else { return Ok(()) };
    if !live.parts.is_empty() {
        return shrink(sheet, leaver, at, &live);
    }
    let upgrades = sheet.attached(at);
    if !upgrades.is_empty() {
        promote(sheet, leaver, &live, &upgrades);
        return Ok(());
    }
    sheet.end(serial);
    void(sheet, leaver, &live, newcomers);
    Ok(())
}

/// Makes the license anew for those who still have seats in it.
fn shrink(sheet: &mut Sheet, leaver: &Leaver, at: usize, live: &Live) -> Result<(), Refusal> {
    let before = shape(&live.terms, sheet.rules.today);
    let count = if before.model.is_counted() { succession::sum(&live.parts) } else { before.count };
    let after = Shape { count, ..before.clone() };
    let upgrades = sheet.upgrade_files(at);
    let fold = sheet.fold(&upgrades);
    let facts = DeliveryFacts {
        before: Some(&before),
        base: Some(&live.key),
        upgrades: &upgrades,
        fold: &fold,
        occupied: false,
        technology: leaver.technology,
        settings: sheet.rules.delivery,
        today: sheet.rules.today,
    };
    let delivery = deliver(&facts, &Change::Become(after.clone()))?;
    let Some(owner) = live.parts.first().map(|part| part.owner.clone()) else { return Ok(()) };
    if delivery.kind == DeliveryKind::None {
        return Ok(());
    }
    let wanted =
        Wanted { shape: after, count, overdraft: 0, maintenance_end: live.terms.more.maintenance_end };
    succession::write(sheet, &owner, &wanted, &before, &delivery, live.parts.clone());
    Ok(())
}

/// Upgrades stand on a license that goes: the one that lasts longest takes its place. What would outlive
/// that one gets a license of its own.
fn promote(sheet: &mut Sheet, leaver: &Leaver, base: &Live, upgrades: &[usize]) {
    let today = sheet.rules.today;
    let runs = |at: &usize| {
        let live = sheet.lives.get(*at);
        live.is_some_and(|live| live.terms.start.is_none_or(|start| start <= today))
    };
    let last = |at: &usize| {
        let live = sheet.lives.get(*at);
        live.map_or(CivilDate::MIN, |live| live.terms.end.unwrap_or(CivilDate::MAX))
    };
    let chosen = upgrades.iter().copied().max_by_key(|at| (runs(at), last(at)));
    let Some(chosen) = chosen else { return };
    let end = last(&chosen);
    let apart: Vec<usize> = upgrades.iter().copied().filter(|at| *at != chosen && last(at) > end).collect();
    sheet.end(&base.key);
    stand_alone(sheet, leaver, chosen, FileRole::Exclusive, Some(base));
    for at in apart {
        stand_alone(sheet, leaver, at, FileRole::Additive, None);
    }
}

/// An upgrade becomes a license of its own, in place of itself and perhaps of its base.
fn stand_alone(sheet: &mut Sheet, leaver: &Leaver, at: usize, role: FileRole, base: Option<&Live>) {
    let Some(upgrade) = sheet.lives.get(at).cloned() else { return };
    let Some(owner) = upgrade.parts.first().map(|part| part.owner.clone()) else { return };
    sheet.end(&upgrade.key);
    let serials = base.iter().map(|base| base.key.clone()).chain([upgrade.key.clone()]).collect();
    let model = LicenseModel::FloatingCounted;
    let marks = sheet.marks(leaver.technology, (model, model), serials);
    let mut terms = upgrade.terms.clone();
    terms.role = role;
    terms.supersedes = marks.supersedes;
    let draft = Draft {
        owner,
        key: sheet.next_key(),
        kind: marks.kind,
        row: DeliveryRow::D9,
        remove: marks.remove,
        warnings: marks.warnings,
    };
    sheet.add(terms, upgrade.parts, draft);
}

/// Has a license voided by a new file on the same host, or asks a person to remove its file.
fn void(sheet: &mut Sheet, leaver: &Leaver, live: &Live, newcomers: &[Newcomer]) {
    let same = |hosts: &Hosts| match live.terms.model.is_server_based() {
        true => live.terms.hosts.same_servers(hosts),
        false => live.terms.hosts.same_as(hosts),
    };
    let fits = |draft: &&Draft| {
        let new = newcomers.iter().find(|new| new.id == draft.owner);
        let license = sheet.lives.iter().find(|planned| planned.key == draft.key);
        let ours = new.is_some_and(|new| new.parent.is_some() && same(&new.hosts));
        ours && license.is_some_and(|license| !crossing(live.terms.model, license.terms.model))
    };
    let feature = |draft: &&Draft| {
        let license = sheet.lives.iter().find(|planned| planned.key == draft.key);
        license.is_some_and(|license| license.terms.feature.eq_ignore_ascii_case(&live.terms.feature))
    };
    let mut candidates = sheet.drafts.iter().filter(fits);
    let first = candidates.clone().next();
    let chosen = candidates.find(feature).or(first).map(|draft| draft.key.clone());
    let marks = sheet.marks(leaver.technology, (live.terms.model, live.terms.model), vec![live.key.clone()]);
    let (Some(key), false) = (chosen, marks.supersedes.is_empty()) else {
        sheet.removed.push((leaver.id.clone(), live.key.clone()));
        return;
    };
    if let Some(planned) = sheet.lives.iter_mut().find(|planned| planned.key == key) {
        planned.terms.supersedes.extend(marks.supersedes);
    }
    if let Some(draft) = sheet.drafts.iter_mut().find(|draft| draft.key == key)
        && draft.kind != DeliveryKind::Upgrade
    {
        draft.kind = DeliveryKind::Superseding;
    }
}

/// The date flavour: a marker voids every license of the feature on the host that was issued earlier, so
/// what is to live on goes out again with the same day of issue (4.3).
pub(super) fn reissue_by_date(sheet: &mut Sheet) {
    let voiding: Vec<Live> = sheet
        .lives
        .iter()
        .filter(|live| live.planned && !live.terms.supersedes.is_empty())
        .filter(|live| live.terms.role != FileRole::Upgrade)
        .cloned()
        .collect();
    let dated = |live: &Live| DatedLicense {
        id: live.key.clone(),
        hosts: live.terms.hosts.clone(),
        features: vec![live.terms.feature.clone()],
    };
    for new in voiding {
        let live: Vec<DatedLicense> =
            sheet.lives.iter().filter(|live| !live.gone && !live.planned).map(dated).collect();
        let again: Vec<String> =
            reissued_by_date(&dated(&new), &live).map(|license| license.id.clone()).collect();
        for serial in again {
            let Some(old) = sheet.end(&serial) else { continue };
            let Some(owner) = old.parts.first().map(|part| part.owner.clone()) else { continue };
            if let Some(planned) = sheet.lives.iter_mut().find(|planned| planned.key == new.key) {
                planned.terms.supersedes.push(serial.clone());
            }
            let mut terms = old.terms.clone();
            terms.supersedes = Vec::new();
            let draft = Draft {
                owner,
                key: sheet.next_key(),
                kind: match old.terms.role {
                    FileRole::Upgrade => DeliveryKind::Upgrade,
                    FileRole::Exclusive => DeliveryKind::Base,
                    FileRole::Additive => DeliveryKind::Additional,
                },
                row: DeliveryRow::Unchanged,
                remove: Vec::new(),
                warnings: Vec::new(),
            };
            sheet.add(terms, old.parts, draft);
        }
    }
}

/// A short license beside the real ones: it voids none and nothing stands on it.
pub(in crate::fulfillment) fn extra(sheet: &mut Sheet, newcomer: &Newcomer, real: &[(String, FileRole)]) {
    for wanted in &newcomer.wanted {
        let delivery = lictor_entitle::delivery::deliver_extra(&wanted.shape);
        let mut delivery = delivery;
        let has = real.iter().find(|(feature, _)| feature.eq_ignore_ascii_case(&wanted.shape.feature));
        // What was added to another's license stands beside that one.
        let role = match has {
            Some((_, FileRole::Upgrade | FileRole::Additive)) => FileRole::Additive,
            Some((_, FileRole::Exclusive)) | None => FileRole::Exclusive,
        };
        delivery.exclusive = role == FileRole::Exclusive;
        if delivery.warnings.contains(&Warning::ManualReplace) {
            delivery.warnings.clear();
        }
        let draft = draft(sheet, &newcomer.id, &delivery);
        sheet.add(wanted.terms(role), vec![super::part(newcomer, wanted)], draft);
    }
}
