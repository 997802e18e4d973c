//! Rehost: seats move to another host, whole or in part (F5, F6).

use alloc::vec;

use crate::code::Code;
use crate::fulfillment::{Operation, Record, SupportType};
use crate::host::Hosts;
use crate::line_item::Line;
use crate::outcome::{NewRecord, Outcome, Replaced, Role};
use crate::policy::PolicyFacts;
use crate::refusal::Refusal;
use crate::split::share_overdraft;
use crate::warning::Warning;

/// What is asked of a fulfillment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RehostRequest {
    /// Seats that move; none means all. A part only of counted records.
    pub seats: Option<i64>,
    /// Part of the overdraft that moves along; none means: all stays with the remainder, if there is one.
    pub overdraft: Option<u32>,
    /// The new hosts: all that the license model needs.
    pub hosts: Hosts,
}

/// Decides a rehost. The line item's ledger does not change.
///
/// # Errors
///
/// The guards of every operation, `COUNT_EXCEEDS_FULFILLMENT`, `INVALID_COUNT`, `SERVER_HOST_REQUIRED`,
/// `NODE_HOST_REQUIRED`, `HOST_NOT_ALLOWED`, `INVALID_FIELD` for the hosts it is on already,
/// `POLICY_LIMIT_REACHED`.
pub fn rehost(
    record: &Record,
    line: &Line,
    policy: &PolicyFacts<'_>,
    request: &RehostRequest,
) -> Result<Outcome, Refusal> {
    record.check(line.state, Operation::Rehost)?;
    let seats = record.seats(request.seats)?;
    record.model.needs().check(request.hosts.kinds())?;
    request.hosts.check()?;
    if !record.model.is_server_based() && request.hosts.nodes.len() > 1 {
        let why = "a node-locked license moves to one node";
        return Err(Refusal::because(Code::HostNotAllowed, why).at("/node_host_ids"));
    }
    if record.hosts.same_as(&request.hosts) {
        let why = "the license is on this host already";
        return Err(Refusal::because(Code::InvalidField, why).at("/hosts"));
    }
    policy.check(Operation::Rehost)?;
    let overdraft = share_overdraft(record, record.count - seats, request.overdraft)?;
    let mut created = vec![NewRecord {
        count: seats,
        overdraft,
        hosts: request.hosts.clone(),
        ..NewRecord::like(record, Role::Moved)
    }];
    if seats < record.count {
        created.push(NewRecord {
            count: record.count - seats,
            overdraft: record.overdraft - overdraft,
            ..NewRecord::like(record, Role::Remainder)
        });
    }
    Ok(Outcome {
        replaced: vec![Replaced { id: record.id.clone(), support: SupportType::Rehost }],
        created,
        lines: vec![],
        warnings: vec![Warning::OldHostKeepsFile],
    })
}
