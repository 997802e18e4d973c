//! Transfer: line items to another account, and all licenses of a host to another host (3.4).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use lictor_types::HostId;

use crate::code::Code;
use crate::count::{Ledger, LedgerDelta};
use crate::fulfillment::{FulfillmentStatus, Operation, Record, SupportType};
use crate::line_item::{Line, LineKind, LineState};
use crate::outcome::{LineChange, NewRecord, Outcome, Replaced, Role};
use crate::refusal::Refusal;
use crate::warning::Warning;
use crate::word::words;

words! {
    /// What to do about seats that are active on what is transferred.
    TransferMode {
        /// Refuse if there are any.
        NothingActive = "nothing_active",
        /// Give them back first.
        ReturnActive = "return_active",
        /// Leave them behind with their seats; transfer what is left.
        RemainingOnly = "remaining_only",
    }
}

/// What becomes of a transferred line item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferredLine {
    /// Id of the source line.
    pub line: String,
    /// Its new ledger.
    pub ledger: Ledger,
    /// Its new state: obsolete, unless active seats or an order of seats stay behind.
    pub state: LineState,
    /// The ledger of the new line at the other account, a draft; none if nothing is left to transfer.
    pub target: Option<Ledger>,
    /// The ledger of another new line there, of the line's own kind: seats that were ordered and not yet
    /// taken from the parent. They follow the parent's seats; none where those stay.
    pub order: Option<Ledger>,
}

/// What becomes of everything that is transferred.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transferred {
    /// Returns that come first.
    pub returns: Outcome,
    /// The lines.
    pub lines: Vec<TransferredLine>,
    /// Whether the source entitlement becomes obsolete.
    pub all: bool,
}

/// What one of several lines has to transfer.
struct Going<'a> {
    line: &'a Line,
    ledger: Ledger,
    /// Seats ordered that the parent may still give.
    ordered: u32,
}

/// Decides the transfer of line items with their fulfillments to another account. `staying` are the other
/// lines of the entitlement.
///
/// What is transferred is never more than what nobody has activated, so that no seat exists twice. A line
/// that ordered seats of a parent goes with it, or stays as it is.
///
/// # Errors
///
/// `LINE_ITEM_OBSOLETE`, `ACTIVE_FULFILLMENTS` with `active`, `INSUFFICIENT_COUNT` if nothing is left,
/// `IN_USE` with `line_item_id` for a line that would stay without its parent.
pub fn transfer(
    lines: &[Line],
    staying: &[Line],
    records: &[Record],
    mode: TransferMode,
) -> Result<Transferred, Refusal> {
    let mut done = Transferred { all: true, ..Transferred::default() };
    let mut going = vec![];
    for line in lines {
        going.push(prepare(line, lines, staying, records, (mode, &mut done.returns))?);
    }
    for (at, one) in going.iter().enumerate() {
        let ends = ends(&going, at);
        done.all &= ends;
        let seats = one.ledger.unfulfilled();
        let delta = LedgerDelta { out: i64::from(seats), ..LedgerDelta::default() };
        done.lines.push(TransferredLine {
            line: one.line.id.clone(),
            ledger: one.ledger.after(delta)?,
            state: if ends { LineState::Obsolete } else { one.line.state },
            // Its seats have no parent over there: for the other account they are new.
            target: (seats > 0).then(|| Ledger::new(LineKind::New, seats)),
            order: is_reordered(&going, at).then(|| Ledger::new(one.line.seats.kind, one.ordered)),
        });
    }
    if done.lines.iter().all(|line| line.target.is_none()) {
        return Err(
            Refusal::because(Code::InsufficientCount, "nothing is left to transfer").with("available", 0_u32)
        );
    }
    check_orphans(&going, staying)?;
    Ok(done)
}

fn prepare<'a>(
    line: &'a Line,
    lines: &[Line],
    staying: &[Line],
    records: &[Record],
    (mode, returns): (TransferMode, &mut Outcome),
) -> Result<Going<'a>, Refusal> {
    if line.state == LineState::Obsolete {
        return Err(Refusal::new(Code::LineItemObsolete).with("line_item_id", line.id.as_str()));
    }
    let ledger = match mode {
        TransferMode::NothingActive if line.seats.active > 0 => {
            return Err(Refusal::new(Code::ActiveFulfillments)
                .with("line_item_id", line.id.as_str())
                .with("active", line.seats.active));
        }
        TransferMode::NothingActive | TransferMode::RemainingOnly => line.seats,
        TransferMode::ReturnActive => return_all(line, records, returns)?,
    };
    let is_parent = |other: &&Line| line.parent.as_ref() == Some(&other.id);
    let ordered = match (lines.iter().find(is_parent), staying.iter().find(is_parent)) {
        (Some(_), _) => ledger.convertible(),
        // What a parent that stays cannot give is no order any more.
        (None, Some(parent)) => ledger.convertible().min(parent.seats.capacity()),
        (None, None) => 0,
    };
    Ok(Going { line, ledger, ordered })
}

fn parent_of(going: &[Going<'_>], at: usize) -> Option<usize> {
    let parent = going.get(at)?.line.parent.as_ref()?;
    going.iter().position(|one| one.line.id == *parent)
}

/// Whether nothing of it stays: no active seat, and no order of a parent that stays.
fn ends(going: &[Going<'_>], at: usize) -> bool {
    let Some(one) = going.get(at) else { return false };
    let follows = || parent_of(going, at).is_some_and(|parent| ends(going, parent));
    one.ledger.active == 0 && (one.ordered == 0 || follows())
}

/// Whether what it ordered is ordered anew over there, of what becomes of its parent.
fn is_reordered(going: &[Going<'_>], at: usize) -> bool {
    let ordered = going.get(at).is_some_and(|one| one.ordered > 0);
    ordered && parent_of(going, at).is_some_and(|parent| ends(going, parent) && is_copied(going, parent))
}

fn is_copied(going: &[Going<'_>], at: usize) -> bool {
    going.get(at).is_some_and(|one| one.ledger.unfulfilled() > 0) || is_reordered(going, at)
}

/// That no line stays which ordered seats of one that goes.
fn check_orphans(going: &[Going<'_>], staying: &[Line]) -> Result<(), Refusal> {
    for line in staying.iter().filter(|line| line.state != LineState::Obsolete) {
        let parent = going.iter().position(|one| line.parent.as_ref() == Some(&one.line.id));
        let gone = parent.is_some_and(|at| ends(going, at) && is_copied(going, at));
        if gone && line.seats.convertible() > 0 {
            let why = "a line that ordered seats of a transferred one must go along";
            let refusal = Refusal::because(Code::InUse, why).at("/line_item_ids");
            return Err(refusal.with("line_item_id", line.id.as_str()));
        }
    }
    Ok(())
}

/// Gives back every live record of the line; no limit counts, since the customer keeps the seats.
fn return_all(line: &Line, records: &[Record], returns: &mut Outcome) -> Result<Ledger, Refusal> {
    let live = records.iter().filter(|record| record.line == line.id && record.counted_seats() > 0);
    let replaced = live.map(|record| Replaced { id: record.id.clone(), support: SupportType::Return });
    returns.replaced.extend(replaced);
    let delta = LedgerDelta { active: -i64::from(line.seats.active), ..LedgerDelta::default() };
    if line.seats.active > 0 {
        returns.lines.push(LineChange { line: line.id.clone(), delta, obsolete: false });
    }
    line.seats.after(delta)
}

/// Decides the move of all live fulfillments from one host, under any of its names, to another, after a
/// crash for example. Counts and ledgers stay; short licenses beside the real ones are not moved.
///
/// # Errors
///
/// `FULFILLMENT_ON_HOLD` or `LINE_ITEM_INACTIVE` with `fulfillment_id` for a record that cannot move,
/// `NOT_FOUND` if there is none on the host, `INVALID_FIELD` for one host twice or for a group that would
/// have it twice.
pub fn move_host(records: &[(Record, LineState)], from: &[HostId], to: &HostId) -> Result<Outcome, Refusal> {
    if from.contains(to) {
        return Err(Refusal::because(Code::InvalidField, "both hosts are the same").at("/to"));
    }
    let mut outcome = Outcome { warnings: vec![Warning::OldHostKeepsFile], ..Outcome::default() };
    let live = records.iter().filter(|(record, _)| {
        record.status != FulfillmentStatus::Obsolete
            && record.support.is_master()
            && record.hosts.servers.iter().chain(&record.hosts.nodes).any(|id| from.contains(id))
    });
    for (record, line) in live {
        // Many records move together: say which one is in the way.
        record
            .check(*line, Operation::Transfer)
            .map_err(|refusal| refusal.with("fulfillment_id", record.id.as_str()))?;
        let mut hosts = record.hosts.clone();
        for id in hosts.servers.iter_mut().chain(&mut hosts.nodes).filter(|id| from.contains(id)) {
            *id = to.clone();
        }
        hosts.check()?;
        outcome.replaced.push(Replaced { id: record.id.clone(), support: SupportType::Transfer });
        outcome.created.push(NewRecord { hosts, ..NewRecord::like(record, Role::Moved) });
    }
    if outcome.replaced.is_empty() {
        return Err(Refusal::because(Code::NotFound, "no live license is on this host"));
    }
    Ok(outcome)
}
