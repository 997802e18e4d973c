//! One operation from its claim to its end: the call outside of any transaction, then the outcome in one.

use std::time::Duration;

use lictor_entitle::code::Code;
use lictor_entitle::issuer_code::CallFailure;
use lictor_entitle::refusal::Refusal;
use serde_json::Value as Json;

use super::{class, daily, held, install, key, retrieve, sync, sync_all, upgrade};
use crate::actor::Actor;
use crate::fault::Fault;
use crate::issuer::protocol::Answer;
use crate::model::{License, Operation, OperationKind, Plugin};
use crate::office::Office;
use crate::store::{Tx, again};

/// Times it is written down that an operation has to wait.
const TRIES: u64 = 40;

/// What came back.
#[derive(Debug)]
pub(super) enum Done {
    /// The issuer's answer.
    Answered(Result<Box<Answer>, CallFailure>),
    /// The files of a key, judged.
    Retrieved(retrieve::Outcome),
    /// What became of an upgrade.
    Upgraded(upgrade::Outcome),
    /// The files are at work, or why not.
    Delivered(Result<install::Delivered, Refusal>),
    /// The work wrote its outcome itself.
    Finished(Json),
    /// It cannot be done any more.
    Moot(String),
}

/// Carries an operation out. Whatever happens, it is not left claimed without a reason.
pub(super) async fn carry_out(office: &Office, operation: Operation) {
    let done = match perform(office, &operation).await {
        Ok(done) => done,
        Err(fault) => return trouble(office, &operation, &fault).await,
    };
    if let Err(fault) = again(|| record(office, &operation, &done)).await {
        trouble(office, &operation, &fault).await;
    }
}

async fn perform(office: &Office, operation: &Operation) -> Result<Done, Fault> {
    match operation.kind {
        OperationKind::Issue
        | OperationKind::Activate
        | OperationKind::Renew
        | OperationKind::Terminate
        | OperationKind::Reinstate => key::ask(office, operation).await,
        OperationKind::Retrieve => retrieve::ask(office, operation).await,
        OperationKind::Upgrade => upgrade::ask(office, operation).await,
        OperationKind::Sync => sync::ask(office, operation).await,
        OperationKind::Install => install::deliver(office, operation).await,
        OperationKind::FetchClasses => class::ask(office, operation).await,
        OperationKind::SyncAll => sync_all::run(office, operation).await,
        OperationKind::Daily => daily::run(office, operation).await,
        OperationKind::Expire => Ok(Done::Moot("the daily job does this".to_owned())),
    }
}

/// Writes the outcome, if the operation is still ours: a cancelled one changes nothing.
async fn record(office: &Office, operation: &Operation, done: &Done) -> Result<(), Fault> {
    let mut tx = office.write(actor(operation)).await?;
    // The license before its operation, like everybody who changes both.
    let mut license: Option<License> = match operation.target_kind.as_str() {
        "license" => tx.find("id", operation.target_id.as_str()).await?,
        _ => None,
    };
    let Some(mut ours) = held::held(office, &mut tx, operation).await? else { return Ok(()) };
    match (done, license.as_mut()) {
        (Done::Finished(result), _) => held::succeed(&mut tx, &mut ours, result.clone()).await?,
        (Done::Moot(why), _) => held::drop_it(&mut tx, &mut ours, why).await?,
        (Done::Answered(answer), None) if ours.kind == OperationKind::FetchClasses => {
            class::outcome(&mut tx, &mut ours, answer).await?;
        }
        (Done::Answered(_) | Done::Retrieved(_) | Done::Upgraded(_) | Done::Delivered(_), None) => {
            held::drop_it(&mut tx, &mut ours, "the license is gone").await?
        }
        (done, Some(license)) => outcome(office, &mut tx, license, &mut ours, done).await?,
    }
    office.commit(tx).await
}

async fn outcome(
    office: &Office,
    tx: &mut Tx,
    license: &mut License,
    ours: &mut Operation,
    done: &Done,
) -> Result<(), Fault> {
    let today = office.clock().today();
    match done {
        Done::Answered(answer) if ours.kind == OperationKind::Sync => {
            sync::outcome(tx, license, ours, answer, today).await
        }
        Done::Answered(answer) => key::outcome(tx, license, ours, answer, today).await,
        Done::Retrieved(found) => retrieve::outcome(tx, license, ours, found, today).await,
        Done::Upgraded(found) => upgrade::outcome(tx, license, ours, found, today).await,
        Done::Delivered(found) => install::outcome(tx, license, ours, found, today).await,
        Done::Finished(_) | Done::Moot(_) => Ok(()),
    }
}

/// The license of an operation and its plug-in, looked at.
pub(super) async fn target(office: &Office, operation: &Operation) -> Result<(License, Plugin), Fault> {
    let mut tx = office.read().await?;
    let license: License = tx.get(&operation.target_id).await?;
    let plugin: Plugin = tx.get(&license.plugin_id).await?;
    Ok((license, plugin))
}

/// In whose name an outcome is written.
pub(super) fn actor(operation: &Operation) -> Actor {
    let reason = Some(format!("operation {} for {}", operation.meta.id, operation.actor));
    Actor { reason, ..Actor::system(operation.kind.as_str()) }
}

/// What is wrong lies with us: it is tried again later, and said aloud.
async fn trouble(office: &Office, operation: &Operation, fault: &Fault) {
    tracing::error!(%fault, operation = operation.meta.id, kind = %operation.kind, "an operation could not be carried out");
    let refusal = match fault {
        Fault::Refused(refusal) => (**refusal).clone(),
        Fault::Again | Fault::Database(_) | Fault::Internal(_) => {
            Refusal::because(Code::Internal, fault.to_string())
        }
    };
    for attempt in 1..=TRIES {
        match put_off(office, operation, &refusal).await {
            Ok(()) => return,
            // The claim ends by itself; then somebody takes it up again.
            Err(_) => tokio::time::sleep(Duration::from_millis(attempt * 20)).await,
        }
    }
}

async fn put_off(office: &Office, operation: &Operation, why: &Refusal) -> Result<(), Fault> {
    let mut tx = office.write(actor(operation)).await?;
    let mut license: Option<License> = match operation.target_kind.as_str() {
        "license" => tx.find("id", operation.target_id.as_str()).await?,
        _ => None,
    };
    let Some(mut ours) = held::held(office, &mut tx, operation).await? else { return Ok(()) };
    if why.code == Code::NotFound {
        held::drop_it(&mut tx, &mut ours, why.message()).await?;
    } else {
        held::wait(&mut tx, &mut ours, why).await?;
        if let Some(license) = license.as_mut() {
            license.last_error = Some(why.message().to_owned());
            license.last_error_code = Some(why.code.as_str().to_owned());
            let now = tx.now();
            held::show_waiting(license, &ours, now);
            tx.update(license).await?;
        }
    }
    office.commit(tx).await
}
