//! A license that is new on its host: alone, added to what is there, or beside it.

use lictor_entitle::delivery::{
    Change, Delivery, DeliveryFacts, DeliveryKind, DeliveryRow, Shape, deliver, deliver_extra,
};
use lictor_entitle::model::{LicenseModel, crossing};
use lictor_entitle::outcome::Role;
use lictor_entitle::timeline::FileRole;
use lictor_entitle::warning::Warning;
use lictor_entitle::{Code, Refusal};

use super::super::sheet::{Live, Sheet};
use super::super::wanted::{Wanted, shape};
use super::{Leaver, Newcomer, draft, part, role, succession};

/// Plans a license that takes no other's place.
pub(super) fn enter(
    sheet: &mut Sheet,
    newcomer: &Newcomer,
    wanted: &Wanted,
    parent: Option<&Leaver>,
) -> Result<(), Refusal> {
    let there = match wanted.shape.model.is_server_based() {
        true => sheet.exclusive(&wanted.shape.feature, &wanted.shape.hosts),
        false => None,
    };
    let served = there.and_then(|at| sheet.lives.get(at).cloned().map(|live| (at, live)));
    match served {
        None => {
            let delivery = alone(newcomer, wanted, parent);
            add(sheet, newcomer, wanted, &delivery);
            Ok(())
        }
        Some((at, live)) if !sheet.rules.beside && is_one_pool(&live, wanted) => {
            match raise(sheet, newcomer, wanted, at, &live) {
                // Who asked for more of what is there is told why it cannot be; what an operation moves
                // here finds a place beside it.
                Err(_) if newcomer.role != Role::Activated => beside(sheet, newcomer, wanted),
                done => done,
            }
        }
        Some(_) => beside(sheet, newcomer, wanted),
    }
}

/// The first license of its feature on the host.
fn alone(newcomer: &Newcomer, wanted: &Wanted, parent: Option<&Leaver>) -> Delivery {
    let base = deliver_extra(&wanted.shape);
    let Some(parent) = parent else { return base };
    if crossing(parent.model, wanted.shape.model) {
        return Delivery { row: DeliveryRow::D1, warnings: vec![Warning::OldHostKeepsFile], ..base };
    }
    let same_place = match wanted.shape.model.is_server_based() {
        true => parent.hosts.same_servers(&wanted.shape.hosts),
        false => parent.hosts.same_as(&wanted.shape.hosts),
    };
    if newcomer.role == Role::Target && same_place {
        return Delivery { kind: DeliveryKind::Additional, row: DeliveryRow::D2, ..base };
    }
    base
}

/// Whether seats of the new license could be seats of the one that is served.
fn is_one_pool(live: &Live, wanted: &Wanted) -> bool {
    let same = live.terms.version == wanted.shape.version
        && live.terms.options == wanted.shape.options
        && live.terms.share == wanted.shape.share;
    let models = match (live.terms.model, wanted.shape.model) {
        (LicenseModel::FloatingCounted, LicenseModel::FloatingCounted)
        | (
            LicenseModel::FloatingUncounted,
            LicenseModel::FloatingCounted | LicenseModel::FloatingUncounted,
        ) => true,
        // Nodes are named in the license: other nodes are another license.
        (LicenseModel::NodeCounted, LicenseModel::NodeCounted) => {
            live.terms.hosts.same_as(&wanted.shape.hosts)
        }
        (
            LicenseModel::FloatingCounted
            | LicenseModel::FloatingUncounted
            | LicenseModel::NodeCounted
            | LicenseModel::NodeUncounted,
            _,
        ) => false,
    };
    same && models
}

/// Adds seats to the license that is served.
fn raise(
    sheet: &mut Sheet,
    newcomer: &Newcomer,
    wanted: &Wanted,
    at: usize,
    live: &Live,
) -> Result<(), Refusal> {
    let before = shape(&live.terms, sheet.rules.today);
    let upgrades = sheet.upgrade_files(at);
    let fold = sheet.fold(&upgrades);
    let facts = DeliveryFacts {
        before: Some(&before),
        base: Some(&live.key),
        upgrades: &upgrades,
        fold: &fold,
        occupied: false,
        technology: newcomer.technology,
        settings: sheet.rules.delivery,
        today: sheet.rules.today,
    };
    // What is uncounted is raised by a seat, so that the rule can refuse it.
    let by = wanted.shape.count.max(u32::from(!wanted.shape.model.is_counted()));
    let change = Change::Raise { by, start: wanted.shape.start, end: wanted.shape.end };
    let delivery = deliver(&facts, &change)?;
    if delivery.kind == DeliveryKind::Upgrade {
        if wanted.overdraft > 0 {
            let why = "seats that are added to a license bring no overdraft";
            return Err(Refusal::because(Code::InvalidField, why).at("/overdraft_count"));
        }
        let mut terms = wanted.terms(FileRole::Upgrade);
        (terms.count, terms.start, terms.end) = (delivery.count, delivery.start, delivery.end);
        let draft = draft(sheet, &newcomer.id, &delivery);
        sheet.add(terms, vec![part(newcomer, wanted)], draft);
        return Ok(());
    }
    if live.planned {
        return beside(sheet, newcomer, wanted);
    }
    let mut parts = live.parts.clone();
    parts.push(part(newcomer, wanted));
    let whole =
        Wanted { shape: Shape { hosts: before.hosts.clone(), ..wanted.shape.clone() }, ..wanted.clone() };
    succession::write(sheet, &newcomer.id, &whole, &before, &delivery, parts);
    Ok(())
}

/// A pool of its own beside the license that is served.
fn beside(sheet: &mut Sheet, newcomer: &Newcomer, wanted: &Wanted) -> Result<(), Refusal> {
    let facts = DeliveryFacts {
        before: None,
        base: None,
        upgrades: &[],
        fold: &[],
        occupied: true,
        technology: newcomer.technology,
        settings: sheet.rules.delivery,
        today: sheet.rules.today,
    };
    let delivery = deliver(&facts, &Change::Become(wanted.shape.clone()))?;
    add(sheet, newcomer, wanted, &delivery);
    Ok(())
}

/// Writes a license that voids nothing onto the sheet.
fn add(sheet: &mut Sheet, newcomer: &Newcomer, wanted: &Wanted, delivery: &Delivery) {
    let draft = draft(sheet, &newcomer.id, delivery);
    let terms = wanted.terms(role(delivery.exclusive));
    sheet.add(terms, vec![part(newcomer, wanted)], draft);
}
