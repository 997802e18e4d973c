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
    /// Its new state: obsolete, unless active seats stay behind.
    pub state: LineState,
    /// The ledger of the new line at the other account, a draft; none if nothing is left to transfer.
    pub target: Option<Ledger>,
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

/// Decides the transfer of line items with their fulfillments to another account.
///
/// What is transferred is never more than what nobody has activated, so that no seat exists twice.
///
/// # Errors
///
/// `LINE_ITEM_OBSOLETE`, `ACTIVE_FULFILLMENTS` with `active`, `INSUFFICIENT_COUNT` if nothing is left.
pub fn transfer(lines: &[Line], records: &[Record], mode: TransferMode) -> Result<Transferred, Refusal> {
    let mut done = Transferred { all: true, ..Transferred::default() };
    for line in lines {
        if line.state == LineState::Obsolete {
            return Err(Refusal::new(Code::LineItemObsolete).with("line_item_id", line.id.as_str()));
        }
        let mut ledger = line.seats;
        match mode {
            TransferMode::NothingActive if ledger.active > 0 => {
                return Err(Refusal::new(Code::ActiveFulfillments)
                    .with("line_item_id", line.id.as_str())
                    .with("active", ledger.active));
            }
            TransferMode::NothingActive | TransferMode::RemainingOnly => {}
            TransferMode::ReturnActive => ledger = return_all(line, records, &mut done.returns)?,
        }
        let seats = ledger.unfulfilled();
        let empty = ledger.active == 0;
        done.all &= empty;
        let delta = LedgerDelta { out: i64::from(seats), ..LedgerDelta::default() };
        done.lines.push(TransferredLine {
            line: line.id.clone(),
            ledger: ledger.after(delta)?,
            state: if empty { LineState::Obsolete } else { line.state },
            // Its seats have no parent over there: for the other account they are new.
            target: (seats > 0).then(|| Ledger::new(LineKind::New, seats)),
        });
    }
    if done.lines.iter().all(|line| line.target.is_none()) {
        return Err(
            Refusal::because(Code::InsufficientCount, "nothing is left to transfer").with("available", 0_u32)
        );
    }
    Ok(done)
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

/// Decides the move of all live fulfillments from one host to another, after a crash for example. Counts
/// and ledgers stay; short licenses beside the real ones are not moved.
///
/// # Errors
///
/// `FULFILLMENT_ON_HOLD` or `LINE_ITEM_INACTIVE` with `fulfillment_id` for a record that cannot move,
/// `NOT_FOUND` if there is none on the host, `INVALID_FIELD` for one host twice or for a group that would
/// have it twice.
pub fn move_host(records: &[(Record, LineState)], from: &HostId, to: &HostId) -> Result<Outcome, Refusal> {
    if from == to {
        return Err(Refusal::because(Code::InvalidField, "both hosts are the same").at("/to"));
    }
    let mut outcome = Outcome { warnings: vec![Warning::OldHostKeepsFile], ..Outcome::default() };
    let live = records.iter().filter(|(record, _)| {
        record.status != FulfillmentStatus::Obsolete
            && record.support.is_master()
            && (record.hosts.servers.contains(from) || record.hosts.nodes.contains(from))
    });
    for (record, line) in live {
        // Many records move together: say which one is in the way.
        record
            .check(*line, Operation::Transfer)
            .map_err(|refusal| refusal.with("fulfillment_id", record.id.as_str()))?;
        let mut hosts = record.hosts.clone();
        for id in hosts.servers.iter_mut().chain(&mut hosts.nodes).filter(|id| *id == from) {
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
