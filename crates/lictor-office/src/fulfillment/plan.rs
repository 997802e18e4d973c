//! Which licenses an operation makes, on which hosts, and which of them void which (office.md 4).
//!
//! A record that goes leaves its licenses behind. What takes its place on the same host, the heir, takes
//! them over: the remainder of a split before its target. What has no heir there is planned as something
//! new, beside what is on that host. Last come the licenses that nobody took over: others may have seats
//! in them, or upgrades may stand on them.

mod entry;
mod leaving;
mod succession;

pub(super) use leaving::extra;
use lictor_entitle::Refusal;
use lictor_entitle::delivery::Delivery;
use lictor_entitle::host::Hosts;
use lictor_entitle::model::LicenseModel;
use lictor_entitle::outcome::Role;
use lictor_entitle::technology::Technology;
use lictor_entitle::timeline::FileRole;

use super::sheet::{Draft, Part, Sheet};
use super::wanted::Wanted;

/// A record that goes.
#[derive(Debug, Clone)]
pub struct Leaver {
    /// Its id.
    pub id: String,
    /// Its technology.
    pub technology: Technology,
    /// Its license model.
    pub model: LicenseModel,
    /// Its hosts.
    pub hosts: Hosts,
}

/// A record that comes.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// Its id.
    pub id: String,
    /// Which part of the outcome it is.
    pub role: Role,
    /// Id of the record it comes from.
    pub parent: Option<String>,
    /// Its technology.
    pub technology: Technology,
    /// Its hosts.
    pub hosts: Hosts,
    /// Its licenses; none where the text comes from somewhere else.
    pub wanted: Vec<Wanted>,
}

/// A license that a leaver had seats in.
#[derive(Debug, Clone)]
struct Vacant {
    serial: String,
    leaver: usize,
}

/// Plans the licenses of an operation.
///
/// # Errors
///
/// What the decision table refuses: `END_OUTSIDE_BASE`, `BASE_UNLIMITED`, `COUNT_OUT_OF_RANGE`,
/// `INVALID_FIELD`. The sheet is of no use then.
pub fn plan(sheet: &mut Sheet, leavers: &[Leaver], newcomers: &[Newcomer]) -> Result<(), Refusal> {
    let vacant = vacate(sheet, leavers);
    let heirs: Vec<Option<usize>> = leavers.iter().map(|leaver| heir(leaver, newcomers)).collect();
    let is_heir = |at: &usize| heirs.contains(&Some(*at));
    let (first, then): (Vec<usize>, Vec<usize>) = (0..newcomers.len()).partition(is_heir);
    for at in first.into_iter().chain(then) {
        let Some(newcomer) = newcomers.get(at) else { continue };
        let parent = newcomer.parent.as_ref();
        let parent = parent.and_then(|id| leavers.iter().find(|leaver| leaver.id == *id));
        for wanted in &newcomer.wanted {
            let taken = vacant.iter().find(|vacant| {
                heirs.get(vacant.leaver) == Some(&Some(at)) && is_of(sheet, vacant, &wanted.shape.feature)
            });
            match taken {
                Some(vacant) => succession::succeed(sheet, newcomer, wanted, &vacant.serial, parent)?,
                None => entry::enter(sheet, newcomer, wanted, parent)?,
            }
        }
    }
    for vacant in &vacant {
        if let Some(leaver) = leavers.get(vacant.leaver) {
            leaving::leave(sheet, leaver, &vacant.serial, newcomers)?;
        }
    }
    if sheet.rules.date_flavour {
        leaving::reissue_by_date(sheet);
    }
    Ok(())
}

/// Takes the leavers' seats out of the licenses.
fn vacate(sheet: &mut Sheet, leavers: &[Leaver]) -> Vec<Vacant> {
    let mut vacant = Vec::new();
    for live in &mut sheet.lives {
        for (at, leaver) in leavers.iter().enumerate() {
            let before = live.parts.len();
            live.parts.retain(|part| part.owner != leaver.id);
            if live.parts.len() < before {
                vacant.push(Vacant { serial: live.key.clone(), leaver: at });
            }
        }
    }
    vacant
}

fn heir(leaver: &Leaver, newcomers: &[Newcomer]) -> Option<usize> {
    let of = |new: &Newcomer| new.parent.as_deref() == Some(leaver.id.as_str());
    let remainder = newcomers.iter().position(|new| of(new) && new.role == Role::Remainder);
    remainder.or_else(|| newcomers.iter().position(of))
}

fn is_of(sheet: &Sheet, vacant: &Vacant, feature: &str) -> bool {
    sheet.lives.iter().any(|live| {
        live.key == vacant.serial && !live.gone && live.terms.feature.eq_ignore_ascii_case(feature)
    })
}

/// A draft of a decision.
fn draft(sheet: &Sheet, owner: &str, delivery: &Delivery) -> Draft {
    Draft {
        owner: owner.to_owned(),
        key: sheet.next_key(),
        kind: delivery.kind,
        row: delivery.row,
        remove: delivery.remove.clone(),
        warnings: delivery.warnings.clone(),
    }
}

/// A newcomer's own seats.
fn part(newcomer: &Newcomer, wanted: &Wanted) -> Part {
    Part { owner: newcomer.id.clone(), count: wanted.count, overdraft: wanted.overdraft }
}

/// The role of a license that is no upgrade.
fn role(exclusive: bool) -> FileRole {
    if exclusive { FileRole::Exclusive } else { FileRole::Additive }
}
