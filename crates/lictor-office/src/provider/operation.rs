//! Operations: how they begin, and what somebody may do about a waiting one.

use lictor_entitle::code::Code;
use lictor_entitle::refusal::Refusal;
use serde_json::Value as Json;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{License, Operation, OperationKind, OperationState, Plugin, SyncRun};
use crate::office::Office;
use crate::provider::{action, chain, change, order};
use crate::store::{Meta, Record, Tx};

/// What an operation begins with.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    /// What is done.
    pub kind: OperationKind,
    /// Kind of the record it works on.
    pub target_kind: &'a str,
    /// Id of that record.
    pub target_id: &'a str,
    /// The plug-in whose issuer is called.
    pub plugin_id: Option<&'a str>,
    /// Key against doing it twice at the issuer.
    pub key: Option<String>,
    /// What it needs to know.
    pub input: Json,
}

/// Begins an operation; the jobs take it once the transaction has lasted.
///
/// # Errors
///
/// What the database says.
pub async fn begin(tx: &mut Tx, start: Start<'_>) -> Result<Operation, Fault> {
    let mut operation = Operation {
        meta: Meta::default(),
        kind: start.kind,
        target_kind: start.target_kind.to_owned(),
        target_id: start.target_id.to_owned(),
        state: OperationState::Queued,
        attempts: 0,
        first_attempt_at: None,
        next_attempt_at: Some(tx.now()),
        worker: None,
        key: start.key,
        input: start.input,
        result: Json::Null,
        error: None,
        error_code: None,
        plugin_id: start.plugin_id.map(str::to_owned),
        stuck_told: false,
        actor: tx.actor().name.clone(),
        finished_at: None,
    };
    tx.insert(&mut operation).await?;
    tx.wake();
    Ok(operation)
}

/// An operation of that kind on that record that has not ended.
///
/// # Errors
///
/// What the database says.
pub async fn unfinished(
    tx: &mut Tx,
    kind: OperationKind,
    target_id: &str,
) -> Result<Option<Operation>, Fault> {
    let condition = "target_id = $1 AND kind = $2 AND state IN ('Queued', 'Running', 'Waiting') ORDER BY id";
    let found = tx.select(condition, vec![target_id.into(), kind.as_str().into()]).await?;
    Ok(found.into_iter().next())
}

/// `POST /v1/operations/{id}/retry`: a waiting one tries now, a failed one is begun anew.
///
/// # Errors
///
/// As the action that began it; `ILLEGAL_TRANSITION` for one that is done.
pub async fn retry(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let mut operation: Operation = collection::named(tx, call, "id").await?;
    call.needs(operation.kind.right())?;
    match operation.state {
        OperationState::Queued | OperationState::Running => Ok(Answer::accepted(&operation)),
        OperationState::Waiting => {
            make_due(tx, &mut operation).await?;
            Ok(Answer::accepted(&operation))
        }
        OperationState::Failed | OperationState::Cancelled => {
            let again = begin_anew(office, tx, &operation).await?;
            Ok(Answer::accepted(&again))
        }
        OperationState::Succeeded => Err(illegal(&operation)),
    }
}

/// Lets a waiting operation try now.
///
/// # Errors
///
/// What the database says.
pub async fn make_due(tx: &mut Tx, operation: &mut Operation) -> Result<(), Fault> {
    operation.next_attempt_at = Some(tx.now());
    tx.update(operation).await?;
    tx.trace("operation.retried", None, Some(&*operation), None);
    tx.wake();
    Ok(())
}

async fn begin_anew(office: &Office, tx: &mut Tx, failed: &Operation) -> Result<Operation, Fault> {
    match failed.target_kind.as_str() {
        "license" => {
            let mut license: License = tx.get(&failed.target_id).await?;
            let forced = failed.input["force"].as_bool().unwrap_or(false);
            let wanted = chain::action_of(failed.kind, forced).ok_or_else(|| illegal(failed))?;
            let today = office.clock().today();
            if let Some(order_id) = failed.input["order_id"].as_str() {
                order::takes(tx, order_id, std::slice::from_ref(&license)).await?;
                license.running_order_id = Some(order_id.to_owned());
            }
            let go = chain::Go { input: failed.input.clone(), ..chain::Go::default() };
            action::begin(tx, &mut license, wanted, &go, today).await
        }
        "plug-in" => {
            let mut plugin: Plugin = tx.get(&failed.target_id).await?;
            super::plugin::fetch(tx, &mut plugin).await
        }
        _ => Err(illegal(failed)),
    }
}

/// `POST /v1/operations/{id}/cancel`: nothing more is tried.
///
/// # Errors
///
/// `OPERATION_IN_PROGRESS` while it is being carried out, unless it is a retrieval; `ILLEGAL_TRANSITION` for
/// one that has ended or cannot be given up.
pub async fn cancel(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let operation: Operation = collection::named(tx, call, "id").await?;
    call.needs(operation.kind.right())?;
    match (operation.state, operation.kind) {
        (OperationState::Succeeded | OperationState::Failed | OperationState::Cancelled, _) => {
            Err(illegal(&operation))
        }
        (_, OperationKind::Retrieve) => {
            let mut license: License = tx.get(&operation.target_id).await?;
            action::cancel(tx, &mut license, office.clock().today()).await?;
            answer(tx, &operation.meta.id).await
        }
        (OperationState::Running, _) => {
            let id = operation.meta.id.clone();
            Err(Refusal::new(Code::OperationInProgress).with("operation_id", id).into())
        }
        (_, OperationKind::Install | OperationKind::Daily) => Err(illegal(&operation)),
        (_, _) => {
            give_up(tx, &operation).await?;
            answer(tx, &operation.meta.id).await
        }
    }
}

async fn give_up(tx: &mut Tx, operation: &Operation) -> Result<(), Fault> {
    if operation.target_kind == "license" {
        let mut license: License = tx.get(&operation.target_id).await?;
        if license.last_error == operation.error {
            change::tell_error(&mut license, None);
        }
        let ours = license.operation_id.as_deref() == Some(operation.meta.id.as_str());
        if ours {
            license.operation_id = None;
            license.attempts = 0;
            license.next_attempt_at = None;
        }
        tx.update(&mut license).await?;
        if ours {
            order::given_up(tx, &mut license).await?;
        }
    }
    if operation.kind == OperationKind::FetchClasses {
        super::plugin::not_fetched(tx, &operation.target_id).await?;
    }
    if operation.target_kind == SyncRun::TABLE.kind {
        let mut run: SyncRun = tx.get(&operation.target_id).await?;
        run.state = OperationState::Cancelled;
        run.finished_at = Some(tx.now());
        tx.update(&mut run).await?;
    }
    change::end_operation(tx, Some(&operation.meta.id), "given up by somebody").await?;
    tx.trace("operation.cancelled", Some(operation), Some(operation), None);
    Ok(())
}

async fn answer(tx: &mut Tx, id: &str) -> Result<Answer, Fault> {
    let operation: Operation = tx.get(id).await?;
    Ok(Answer::record(&operation))
}

fn illegal(operation: &Operation) -> Fault {
    Refusal::because(Code::IllegalTransition, format!("the operation is {}", operation.state))
        .with("status", operation.state.as_str())
        .into()
}
