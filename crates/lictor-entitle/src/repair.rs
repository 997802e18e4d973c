//! Repair and publisher error: the same license again, for another reason each (F9, F10).

use alloc::vec;

use crate::fulfillment::{Operation, Record, SupportType};
use crate::line_item::Line;
use crate::outcome::{NewRecord, Outcome, Replaced, Role};
use crate::policy::PolicyFacts;
use crate::refusal::Refusal;

/// Decides a repair: same hosts, same count. It counts against the limit of repairs.
///
/// # Errors
///
/// The guards of every operation, `POLICY_LIMIT_REACHED`.
pub fn repair(record: &Record, line: &Line, policy: &PolicyFacts<'_>) -> Result<Outcome, Refusal> {
    record.check(line.state, Operation::Repair)?;
    policy.check(Operation::Repair)?;
    Ok(again(record, SupportType::Repair, SupportType::Master))
}

/// Decides a reissue for a mistake of the vendor. It counts against no limit; the new record is treated
/// as a master from then on (A25).
///
/// # Errors
///
/// The guards of every operation.
pub fn publisher_error(record: &Record, line: &Line) -> Result<Outcome, Refusal> {
    record.check(line.state, Operation::PublisherError)?;
    Ok(again(record, SupportType::PublisherError, SupportType::PublisherError))
}

fn again(record: &Record, old: SupportType, new: SupportType) -> Outcome {
    Outcome {
        replaced: vec![Replaced { id: record.id.clone(), support: old }],
        created: vec![NewRecord { support: new, ..NewRecord::like(record, Role::Reissued) }],
        lines: vec![],
        warnings: vec![],
    }
}
