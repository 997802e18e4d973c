//! Return: seats go back to their line item, all or some (F7, F8).

use alloc::vec;

use crate::count::LedgerDelta;
use crate::fulfillment::{Operation, Record, SupportType};
use crate::line_item::Line;
use crate::outcome::{LineChange, NewRecord, Outcome, Replaced, Role};
use crate::policy::PolicyFacts;
use crate::refusal::Refusal;

/// Decides a return of `seats`; none means all. What is left keeps the overdraft.
///
/// # Errors
///
/// The guards of every operation, `COUNT_EXCEEDS_FULFILLMENT`, `INVALID_COUNT`, `POLICY_LIMIT_REACHED`.
pub fn give_back(
    record: &Record,
    line: &Line,
    policy: &PolicyFacts<'_>,
    seats: Option<i64>,
) -> Result<Outcome, Refusal> {
    record.check(line.state, Operation::Return)?;
    let seats = record.seats(seats)?;
    policy.check(Operation::Return)?;
    let delta = LedgerDelta { active: -i64::from(seats), ..LedgerDelta::default() };
    let rest = record.count - seats;
    let remainder = NewRecord { count: rest, ..NewRecord::like(record, Role::Remainder) };
    Ok(Outcome {
        replaced: vec![Replaced { id: record.id.clone(), support: SupportType::Return }],
        created: if rest > 0 { vec![remainder] } else { vec![] },
        lines: vec![LineChange::of(line, delta)?],
        warnings: vec![],
    })
}
