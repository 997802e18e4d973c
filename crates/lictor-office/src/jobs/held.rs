//! A claimed operation in the transaction that writes its outcome.

use lictor_entitle::refusal::Refusal;
use lictor_entitle::retry::next_attempt;
use serde_json::{Value as Json, json};

use super::claim;
use crate::fault::Fault;
use crate::model::{License, Operation, OperationState};
use crate::office::Office;
use crate::store::Tx;
use crate::time::Time;

/// The operation, if this process still holds this very attempt: it may have been given up, or taken over.
pub(super) async fn held(
    office: &Office,
    tx: &mut Tx,
    claimed: &Operation,
) -> Result<Option<Operation>, Fault> {
    let found: Option<Operation> = tx.find("id", claimed.meta.id.as_str()).await?;
    Ok(found.filter(|now| claim::is_ours(office, now) && now.attempts == claimed.attempts))
}

/// It is done.
pub(super) async fn succeed(tx: &mut Tx, operation: &mut Operation, result: Json) -> Result<(), Fault> {
    operation.result = result;
    operation.error = None;
    operation.error_code = None;
    end(tx, operation, OperationState::Succeeded).await
}

/// It failed for good.
pub(super) async fn fail(tx: &mut Tx, operation: &mut Operation, why: &Refusal) -> Result<(), Fault> {
    tell(operation, why);
    if !why.meta.is_empty() || why.pointer.is_some() {
        operation.result = json!({ "meta": why.meta, "pointer": why.pointer });
    }
    end(tx, operation, OperationState::Failed).await
}

/// It is not needed any more.
pub(super) async fn drop_it(tx: &mut Tx, operation: &mut Operation, why: &str) -> Result<(), Fault> {
    operation.error = Some(why.to_owned());
    end(tx, operation, OperationState::Cancelled).await
}

async fn end(tx: &mut Tx, operation: &mut Operation, state: OperationState) -> Result<(), Fault> {
    operation.state = state;
    operation.worker = None;
    operation.next_attempt_at = None;
    operation.finished_at = Some(tx.now());
    tx.update(operation).await
}

/// It failed for now, and is tried again by the schedule of 2.1.3.
pub(super) async fn wait(tx: &mut Tx, operation: &mut Operation, why: &Refusal) -> Result<(), Fault> {
    tell(operation, why);
    let now = tx.now();
    let second = |time: Time| u64::try_from(time.seconds()).unwrap_or(0);
    let attempts = u32::try_from(operation.attempts).unwrap_or(u32::MAX);
    let first = operation.first_attempt_at.unwrap_or(now);
    let next = next_attempt(attempts, second(first), second(now));
    operation.state = OperationState::Waiting;
    operation.worker = None;
    operation.next_attempt_at = Some(Time(i64::try_from(next).unwrap_or(i64::MAX / 1000) * 1000));
    tx.update(operation).await?;
    tx.wake();
    Ok(())
}

fn tell(operation: &mut Operation, why: &Refusal) {
    operation.error = Some(why.message().to_owned());
    operation.error_code = Some(why.code.as_str().to_owned());
}

/// The license lets go of its operation.
pub(super) fn release(license: &mut License, operation: &Operation) {
    if license.operation_id.as_deref() == Some(operation.meta.id.as_str()) {
        license.operation_id = None;
        license.attempts = 0;
        license.next_attempt_at = None;
    }
}

/// The license shows how its operation fares.
pub(super) fn show_waiting(license: &mut License, operation: &Operation, now: Time) {
    if license.operation_id.as_deref() == Some(operation.meta.id.as_str()) {
        license.attempts = operation.attempts;
        license.next_attempt_at = operation.next_attempt_at;
        license.unreachable_since = license.unreachable_since.or(Some(now));
    }
}
