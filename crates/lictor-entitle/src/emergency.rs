//! Emergency and stop gap: a short license beside the real one, which stays as it is (F11, F12, F14).

use alloc::vec;

use lictor_types::CivilDate;

use crate::code::Code;
use crate::fulfillment::{FulfillmentStatus, Operation, Record, SupportType};
use crate::line_item::Line;
use crate::outcome::{NewRecord, Outcome, Role};
use crate::policy::PolicyFacts;
use crate::refusal::Refusal;
use crate::term::Term;

/// What is asked for a fulfillment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtraRequest {
    /// First day; none means the day on which the original was fulfilled.
    pub start: Option<CivilDate>,
    /// Last usable day.
    pub end: CivilDate,
}

/// Decides an emergency license for a running one. It has the whole count and consumes none.
///
/// # Errors
///
/// The guards of every operation, `LICENSE_EXPIRED`, `POLICY_LIMIT_REACHED`, `INVALID_FIELD` for a term
/// that is over or upside down.
pub fn emergency(
    record: &Record,
    line: &Line,
    policy: &PolicyFacts<'_>,
    request: ExtraRequest,
    today: CivilDate,
) -> Result<Outcome, Refusal> {
    record.check(line.state, Operation::Emergency)?;
    if record.term.is_over(today) {
        return Err(Code::LicenseExpired.into());
    }
    policy.check_extra(Operation::Emergency, first_day(request, today), request.end)?;
    extra(record, SupportType::Emergency, request, today)
}

/// Decides a stop gap for an expired license, until its renewal is done.
///
/// # Errors
///
/// The guards of every operation, `LICENSE_NOT_EXPIRED`, `POLICY_LIMIT_REACHED`, `INVALID_FIELD` for a
/// term that is over or upside down.
pub fn stop_gap(
    record: &Record,
    line: &Line,
    policy: &PolicyFacts<'_>,
    request: ExtraRequest,
    today: CivilDate,
) -> Result<Outcome, Refusal> {
    record.check(line.state, Operation::StopGap)?;
    if !record.term.is_over(today) {
        return Err(Code::LicenseNotExpired.into());
    }
    policy.check_extra(Operation::StopGap, first_day(request, today), request.end)?;
    extra(record, SupportType::StopGap, request, today)
}

/// Whether the sweep makes it obsolete: a short license whose last day is over keeps its support type
/// and takes no seat along (F14).
#[must_use]
pub fn is_swept(record: &Record, today: CivilDate) -> bool {
    let live = match record.status {
        FulfillmentStatus::Active | FulfillmentStatus::OnHold | FulfillmentStatus::Inactive => true,
        FulfillmentStatus::Obsolete => false,
    };
    live && record.support.is_extra() && record.term.is_over(today)
}

/// Whether a short license stands for nothing any more: of the records that came of the same activation,
/// `living`, no real one is on its hosts. So it ends when the real one is given back or moved away.
#[must_use]
pub fn is_orphaned(extra: &Record, living: &[Record]) -> bool {
    let real = |record: &Record| record.counted_seats() > 0 && record.hosts.same_as(&extra.hosts);
    extra.support.is_extra() && extra.status != FulfillmentStatus::Obsolete && !living.iter().any(real)
}

/// The first day on which it helps: days that have passed do not make it longer, nor do those before it.
fn first_day(request: ExtraRequest, today: CivilDate) -> CivilDate {
    request.start.map_or(today, |start| start.max(today))
}

fn extra(
    record: &Record,
    support: SupportType,
    request: ExtraRequest,
    today: CivilDate,
) -> Result<Outcome, Refusal> {
    let start = request.start.unwrap_or(record.fulfilled);
    if request.end < start || request.end < today {
        let why = "the short license would be over before it helps";
        return Err(Refusal::because(Code::InvalidField, why).at("/end_date"));
    }
    let term = Term { start, end: Some(request.end) };
    let created = vec![NewRecord { support, term, ..NewRecord::like(record, Role::Extra) }];
    Ok(Outcome { created, ..Outcome::default() })
}
