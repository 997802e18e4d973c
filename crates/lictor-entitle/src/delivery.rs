//! From a change of a right to the file that carries it: base, upgrade, superseding or additional (4.2).

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use lictor_types::CivilDate;
use lictor_types::limits::SEATS_MAX;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::host::Hosts;
use crate::model::{LicenseModel, crossing};
use crate::refusal::Refusal;
use crate::technology::Technology;
use crate::warning::Warning;
use crate::word::words;

mod replacement;

words! {
    /// What a file is to the files before it.
    DeliveryKind {
        /// A license of its own.
        Base = "base",
        /// Seats added to the base without touching its file.
        Upgrade = "upgrade",
        /// A license that voids those it names.
        Superseding = "superseding",
        /// A feature that was not there before.
        Additional = "additional",
        /// No file: nothing changes.
        None = "none",
    }
}

words! {
    /// The row of the decision table that decided.
    DeliveryRow {
        /// Server and client change places.
        D1 = "D1",
        /// The feature is new.
        D2 = "D2",
        /// Seats are added to a counted base.
        D3 = "D3",
        /// Seats become fewer.
        D4 = "D4",
        /// The term changes.
        D5 = "D5",
        /// Version, options, share or model change.
        D6 = "D6",
        /// To or from unlimited.
        D7 = "D7",
        /// Seats are added to a base bound to nodes.
        D8 = "D8",
        /// There is no base on that host.
        D9 = "D9",
        /// The vendor wants no upgrade files.
        D10 = "D10",
        /// Before and after are the same.
        Unchanged = "unchanged",
    }
}

/// The vendor's choices about files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeliverySettings {
    /// Whether a new file names the serials that it voids.
    pub supersede: bool,
    /// Whether seats are added by upgrade files where that is possible.
    pub prefer_upgrade_files: bool,
    /// Whether an end outside the base's is cut to it instead of being refused.
    pub clamp_end: bool,
}

/// A feature as a fulfillment has it on one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Name of the feature.
    pub feature: String,
    /// Its version, in one spelling.
    pub version: String,
    /// Its options.
    pub options: String,
    /// Its sharing flags, in one order.
    pub share: String,
    /// Its license model.
    pub model: LicenseModel,
    /// Whether it is the exclusive license of the feature, not one beside it.
    pub exclusive: bool,
    /// Seats of the base alone, without its upgrades, as written into the license. An uncounted model
    /// has none.
    pub count: u32,
    /// Its hosts.
    pub hosts: Hosts,
    /// First day; none means always.
    pub start: Option<CivilDate>,
    /// Last day; none means permanent.
    pub end: Option<CivilDate>,
}

/// An upgrade file that was issued for the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpgradeFile {
    /// Its serial.
    pub serial: String,
    /// Seats it adds.
    pub count: u32,
    /// First day; none means always.
    pub start: Option<CivilDate>,
    /// Last day; none means permanent.
    pub end: Option<CivilDate>,
}

/// The change that is to reach the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Seats on top, for the term of the base or a part of it.
    Raise {
        /// How many.
        by: u32,
        /// First day; none means at once.
        start: Option<CivilDate>,
        /// Last day; none means permanent.
        end: Option<CivilDate>,
    },
    /// The feature is to be like this. More seats with all else equal are a raise as well.
    Become(Shape),
}

/// What a decision rests on.
#[derive(Debug, Clone, Copy)]
pub struct DeliveryFacts<'a> {
    /// The feature as it was; none if this fulfillment did not have it before.
    pub before: Option<&'a Shape>,
    /// Serial of the base on that host; none if there is none, or if it is obsolete.
    pub base: Option<&'a str>,
    /// Upgrade files issued for that base and not voided, expired ones too.
    pub upgrades: &'a [UpgradeFile],
    /// Serials of upgrade files that are to become part of the base, if it is replaced.
    pub fold: &'a [String],
    /// Whether another exclusive license of a new feature is on that host and stays there: a second one
    /// would not be served, so the new one stands beside it.
    pub occupied: bool,
    /// Technology of the license.
    pub technology: Technology,
    /// The vendor's choices.
    pub settings: DeliverySettings,
    /// Today.
    pub today: CivilDate,
}

/// An upgrade file to be issued again with an earlier end, instead of one that would outlive its base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reissue {
    /// Serial that the new upgrade file voids, unless it stands in [`Delivery::remove`].
    pub serial: String,
    /// Seats it adds.
    pub count: u32,
    /// First day; none means always.
    pub start: Option<CivilDate>,
    /// Last day; none means permanent.
    pub end: Option<CivilDate>,
}

/// The file that carries a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// What it is to the files before it.
    pub kind: DeliveryKind,
    /// The row that decided.
    pub row: DeliveryRow,
    /// COUNT: seats of the license, or seats added by an upgrade; none for an uncounted license.
    pub count: Option<u32>,
    /// START; none for always.
    pub start: Option<CivilDate>,
    /// END, the last day; none for permanent.
    pub end: Option<CivilDate>,
    /// Whether it is the exclusive license of the feature, not one beside it.
    pub exclusive: bool,
    /// Serials that the file names as void.
    pub supersedes: Vec<String>,
    /// Serials of files that a person must remove, because the new one does not void them.
    pub remove: Vec<String>,
    /// Upgrade files that go out again with the new base.
    pub reissue: Vec<Reissue>,
    /// What should be known.
    pub warnings: Vec<Warning>,
}

impl Default for DeliverySettings {
    fn default() -> Self {
        Self { supersede: true, prefer_upgrade_files: true, clamp_end: false }
    }
}

/// Decides which file carries a change. The table is read top to bottom; the first row that fits wins.
///
/// # Errors
///
/// `BASE_UNLIMITED`, `END_OUTSIDE_BASE`, `COUNT_OUT_OF_RANGE`; `NOT_FOUND` for a raise of a feature that
/// is not there, `INVALID_COUNT` for one by nothing, `INVALID_FIELD` for extra seats for a time where no
/// upgrade file can carry them.
pub fn deliver(facts: &DeliveryFacts<'_>, change: &Change) -> Result<Delivery, Refusal> {
    match (facts.before, change) {
        (None, Change::Raise { .. }) => Err(Refusal::because(Code::NotFound, "there is no license to raise")),
        (None, Change::Become(after)) => {
            let kind = DeliveryKind::Additional;
            let exclusive = after.exclusive && !facts.occupied;
            Ok(Delivery { exclusive, ..whole(kind, DeliveryRow::D2, after) })
        }
        (Some(before), Change::Become(after)) => become_shape(facts, before, after),
        (Some(before), &Change::Raise { by, start, end }) => raise(facts, before, by, (start, end)),
    }
}

/// The file of an emergency or stop gap license: it stands by itself and never voids another (4.3).
#[must_use]
pub fn deliver_extra(shape: &Shape) -> Delivery {
    whole(DeliveryKind::Base, DeliveryRow::D9, shape)
}

/// A file with everything that the shape says.
fn whole(kind: DeliveryKind, row: DeliveryRow, shape: &Shape) -> Delivery {
    Delivery {
        kind,
        row,
        count: shape.model.is_counted().then_some(shape.count),
        start: shape.start,
        end: shape.end,
        exclusive: shape.exclusive,
        supersedes: vec![],
        remove: vec![],
        reissue: vec![],
        warnings: vec![],
    }
}

fn become_shape(facts: &DeliveryFacts<'_>, before: &Shape, after: &Shape) -> Result<Delivery, Refusal> {
    if crossing(before.model, after.model) {
        let warnings = vec![Warning::OldHostKeepsFile];
        return Ok(Delivery { warnings, ..whole(DeliveryKind::Base, DeliveryRow::D1, after) });
    }
    let Some(base) = facts.base.filter(|_| is_same_place(before, after)) else {
        return Ok(whole(DeliveryKind::Base, DeliveryRow::D9, after));
    };
    // The order in which hosts are named means nothing.
    let hosts_alike = before.hosts.same_as(&after.hosts);
    let like =
        |count| hosts_alike && Shape { count, hosts: before.hosts.clone(), ..after.clone() } == *before;
    if like(after.count) && facts.fold.is_empty() {
        return Ok(whole(DeliveryKind::None, DeliveryRow::Unchanged, after));
    }
    let counted = before.model.is_counted() && after.model.is_counted();
    let more = if counted { after.count.saturating_sub(before.count) } else { 0 };
    let alike = like(before.count);
    let row = if !upgrade_files(facts) {
        DeliveryRow::D10
    } else if more > 0 && alike && is_raisable(before) && facts.fold.is_empty() {
        check_sum(facts, before.count, more)?;
        return Ok(upgrade_file(before, more, (None, before.end)));
    } else if counted && after.count < before.count {
        DeliveryRow::D4
    } else if (before.start, before.end) != (after.start, after.end) {
        DeliveryRow::D5
    } else if more > 0 && alike && before.model == LicenseModel::NodeCounted {
        DeliveryRow::D8
    } else {
        DeliveryRow::D6
    };
    replacement::replace(facts, base, before, after, row)
}

fn raise(
    facts: &DeliveryFacts<'_>,
    before: &Shape,
    by: u32,
    (start, end): (Option<CivilDate>, Option<CivilDate>),
) -> Result<Delivery, Refusal> {
    if !before.model.is_counted() {
        return Err(Code::BaseUnlimited.into());
    }
    if by == 0 {
        return Err(Refusal::new(Code::InvalidCount).at("/count"));
    }
    let (end, clamped) = inside(end, before.end, facts.settings.clamp_end)?;
    if end.is_some_and(|end| end < start.unwrap_or(facts.today).max(facts.today)) {
        return Err(Refusal::because(Code::EndOutsideBase, "the seats would end before they start"));
    }
    check_sum(facts, before.count, by)?;
    let warnings = if clamped { vec![Warning::EndClamped] } else { vec![] };
    if facts.base.is_some() && upgrade_files(facts) && is_raisable(before) {
        return Ok(Delivery { warnings, ..upgrade_file(before, by, (start, end)) });
    }
    if end != before.end || start.is_some_and(|start| start > facts.today) {
        let why = "only an upgrade file can add seats for a part of the term, and none is possible here";
        return Err(Refusal::because(Code::InvalidField, why).at("/end_date"));
    }
    let after = Shape { count: before.count.saturating_add(by), ..before.clone() };
    let mut delivery = match facts.base {
        None => whole(DeliveryKind::Base, DeliveryRow::D9, &after),
        Some(base) => {
            let row = match (upgrade_files(facts), before.model) {
                (false, _) => DeliveryRow::D10,
                (true, LicenseModel::NodeCounted | LicenseModel::NodeUncounted) => DeliveryRow::D8,
                (true, LicenseModel::FloatingCounted | LicenseModel::FloatingUncounted) => DeliveryRow::D6,
            };
            replacement::replace(facts, base, before, &after, row)?
        }
    };
    delivery.warnings.extend(warnings);
    Ok(delivery)
}

fn upgrade_file(before: &Shape, by: u32, (start, end): (Option<CivilDate>, Option<CivilDate>)) -> Delivery {
    let file = whole(DeliveryKind::Upgrade, DeliveryRow::D3, before);
    Delivery { count: Some(by), start, end, ..file }
}

/// Whether an upgrade file may be written at all. Rights in trusted storage are moved by returning and
/// activating them (4.3).
fn upgrade_files(facts: &DeliveryFacts<'_>) -> bool {
    facts.settings.prefer_upgrade_files && facts.technology != Technology::TrustedStorage
}

/// Whether an upgrade file can raise it: floating, counted and exclusive (UPG-06, UPG-07, UPG-11).
fn is_raisable(base: &Shape) -> bool {
    base.model == LicenseModel::FloatingCounted && base.exclusive
}

/// Whether the base is found where the new file goes.
fn is_same_place(before: &Shape, after: &Shape) -> bool {
    if after.model.is_server_based() {
        before.hosts.same_servers(&after.hosts)
    } else {
        before.hosts.same_as(&after.hosts)
    }
}

/// An end within that of the base, and whether it was cut (UPG-05).
fn inside(
    end: Option<CivilDate>,
    base: Option<CivilDate>,
    clamp: bool,
) -> Result<(Option<CivilDate>, bool), Refusal> {
    let Some(last) = base else { return Ok((end, false)) };
    if end.is_some_and(|end| end <= last) {
        return Ok((end, false));
    }
    if clamp {
        return Ok((base, true));
    }
    let wanted = end.map_or_else(|| "permanent".to_string(), |end| end.to_string());
    let refusal = Refusal::new(Code::EndOutsideBase).at("/end_date");
    Err(refusal.with("base_end", last.to_string()).with("end", wanted))
}

/// The sum of the base, all its upgrades and what is added must stay a count (A22, UPG-10).
fn check_sum(facts: &DeliveryFacts<'_>, base: u32, more: u32) -> Result<(), Refusal> {
    let upgrades = facts.upgrades.iter().map(|file| u64::from(file.count));
    let sum = upgrades.fold(u64::from(base) + u64::from(more), u64::saturating_add);
    if sum <= u64::from(SEATS_MAX) {
        return Ok(());
    }
    let refusal = Refusal::new(Code::CountOutOfRange).at("/count");
    Err(refusal.with("max", SEATS_MAX).with("sum", i64::try_from(sum).unwrap_or(i64::MAX)))
}
