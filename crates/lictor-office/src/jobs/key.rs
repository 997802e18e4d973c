//! Calls that make or change a key: issue, activate, renew, terminate, reinstate.

use lictor_entitle::bill::KeyDates;
use lictor_entitle::issuer_code::{CallFailure, IssuerCode, Verdict};
use lictor_entitle::key_number::KeyNumber;
use lictor_entitle::license::{Action, Event, Transition, apply};
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::refusal::Refusal;
use lictor_types::CivilDate;
use serde_json::json;

use super::held;
use super::work::{Done, target};
use crate::fault::Fault;
use crate::issuer::protocol::{
    ActivateRequest, Answer, CreateRequest, KeyInfo, KeyRequest, ReinstateRequest, RenewRequest,
};
use crate::issuer::service::Ask;
use crate::issuing;
use crate::model::{License, Operation, OperationKind};
use crate::office::Office;
use crate::provider::action::Activate;
use crate::provider::chain::{self, Go};
use crate::provider::{change, facts, order};
use crate::store::Tx;

/// Asks the issuer.
pub(super) async fn ask(office: &Office, operation: &Operation) -> Result<Done, Fault> {
    let (license, plugin) = target(office, operation).await?;
    if let Some(why) = is_moot(&license, operation) {
        return Ok(Done::Moot(why));
    }
    let request = request(&license, operation)?;
    Ok(Done::Answered(issuing::ask(office, &plugin, &request).await.map(Box::new)))
}

/// An operation of an earlier try that does not fit the license any more.
fn is_moot(license: &License, operation: &Operation) -> Option<String> {
    let apart = operation.kind == OperationKind::Terminate;
    let ours = license.operation_id.as_deref() == Some(operation.meta.id.as_str());
    (!apart && !ours).then(|| format!("the license is {}", license.status))
}

fn request(license: &License, operation: &Operation) -> Result<Ask, Fault> {
    let request_key = || operation.key.clone().unwrap_or_else(|| operation.meta.id.clone());
    let number = || number(license);
    Ok(match operation.kind {
        OperationKind::Activate => {
            let given: Activate = serde_json::from_value(operation.input.clone()).unwrap_or_default();
            Ask::Activate(ActivateRequest {
                key_number: number()?,
                activation_code: given.activation_code,
                activation_data: given.activation_data,
                server_host_ids: given.server_host_ids,
                node_host_ids: license.node_host_ids.clone(),
            })
        }
        OperationKind::Renew => Ask::Renew(RenewRequest {
            key_number: number()?,
            request_key: request_key(),
            force: operation.input["force"].as_bool().unwrap_or(false),
        }),
        OperationKind::Terminate => Ask::Terminate(KeyRequest { key_number: number()? }),
        OperationKind::Reinstate => {
            Ask::Reinstate(ReinstateRequest { key_number: number()?, request_key: Some(request_key()) })
        }
        OperationKind::Issue
        | OperationKind::Retrieve
        | OperationKind::Install
        | OperationKind::Upgrade
        | OperationKind::Sync
        | OperationKind::SyncAll
        | OperationKind::FetchClasses
        | OperationKind::Expire
        | OperationKind::Daily => Ask::Create(create(license, request_key())),
    })
}

fn create(license: &License, request_key: String) -> CreateRequest {
    let config = license.requested_config.clone();
    CreateRequest {
        request_key,
        class: config.class,
        class_version: Some(config.class_version).filter(|version| !version.is_empty()),
        capacity: config.capacity,
        features: config.features,
        additional_keys: config.additional_keys,
        bill_type: license.bill_type,
        licensee: license.licensee.clone(),
        server_host_ids: license.server_host_ids.clone(),
        node_host_ids: license.node_host_ids.clone(),
        start: license.start_date,
        nickname: Some(format!("License {}", license.number)),
    }
}

/// The key number that the issuer is asked with: without revision, so the current one is meant.
pub(super) fn number(license: &License) -> Result<String, Fault> {
    license.key_number.clone().ok_or_else(|| Fault::internal("an issued license has a key number"))
}

/// The dates that the issuer tells of a key.
pub(super) fn dates(info: &KeyInfo) -> KeyDates {
    KeyDates {
        update_date: info.update_date,
        expiration_date: info.expiration_date,
        sus_until: info.sus_until,
    }
}

/// The number that an answer names.
pub(super) fn named(answer: &Answer) -> Result<(KeyNumber, &KeyInfo), CallFailure> {
    let info = answer.key.as_ref().ok_or(CallFailure::Garbled)?;
    let number = KeyNumber::parse(&info.key_number).map_err(|_| CallFailure::Garbled)?;
    Ok((number, info))
}

/// Writes what the issuer answered.
pub(super) async fn outcome(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    answer: &Result<Box<Answer>, CallFailure>,
    today: CivilDate,
) -> Result<(), Fault> {
    let read = answer.as_ref().map_err(|failure| *failure).and_then(|answer| {
        let (number, info) = named(answer)?;
        Ok((number, info.clone()))
    });
    match (operation.kind, read) {
        (OperationKind::Terminate, Ok(_) | Err(CallFailure::Answered(IssuerCode::KeyTerminated))) => {
            terminated(tx, license, operation, today).await
        }
        (_, Ok((number, info))) => changed(tx, license, operation, &number, &info, today).await,
        (_, Err(failure)) => failed(tx, license, operation, failure, today).await,
    }
}

async fn changed(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    number: &KeyNumber,
    info: &KeyInfo,
    today: CivilDate,
) -> Result<(), Fault> {
    let dates = dates(info);
    let key = number.clone();
    let (event, name) = match operation.kind {
        OperationKind::Activate => (Event::Activated, "license.activated"),
        OperationKind::Renew => (Event::Revised { key, dates }, "license.renewed"),
        OperationKind::Reinstate => (Event::Reinstated { key, dates }, "license.reinstated"),
        OperationKind::Issue
        | OperationKind::Retrieve
        | OperationKind::Install
        | OperationKind::Terminate
        | OperationKind::Upgrade
        | OperationKind::Sync
        | OperationKind::SyncAll
        | OperationKind::FetchClasses
        | OperationKind::Expire
        | OperationKind::Daily => (Event::Issued { key, dates }, "license.issued"),
    };
    if let Some(refusal) = taken_by_another(tx, license, number).await? {
        held::release(license, operation);
        tx.update(license).await?;
        return held::fail(tx, operation, &refusal).await;
    }
    let known = facts::of(tx, license).await?;
    let transition = match apply(&known.facts, event, today) {
        Ok(transition) => transition,
        Err(refusal) => return give_up(tx, license, operation, &refusal).await,
    };
    held::release(license, operation);
    license.issue_uncertain = false;
    license.known_config = Some(info.config.clone());
    if license.start_date.is_none() {
        license.start_date = info.start;
    }
    change::write(tx, license, &transition, name).await?;
    let result = json!({ "key_number": info.key_number, "row": transition.row });
    held::succeed(tx, operation, result).await?;
    if transition.after.status == LicenseStatus::Retrieving {
        return follow(tx, license, operation, false).await;
    }
    chain::go_on(tx, license, today).await
}

/// The key number must not be another license's already.
async fn taken_by_another(
    tx: &mut Tx,
    license: &License,
    number: &KeyNumber,
) -> Result<Option<Refusal>, Fault> {
    let text = number.key().to_string();
    let found = tx.look::<License>("key_number", text.as_str()).await?;
    Ok(found.filter(|other| other.meta.id != license.meta.id).map(|other| {
        Refusal::new(lictor_entitle::Code::DuplicateKey)
            .with("license_id", other.meta.id)
            .with("key_number", text)
    }))
}

/// A license that became Retrieving by a new revision gets its retrieval in the same step.
pub(super) async fn follow(
    tx: &mut Tx,
    license: &mut License,
    operation: &Operation,
    downgrade: bool,
) -> Result<(), Fault> {
    let start = crate::provider::operation::Start {
        kind: OperationKind::Retrieve,
        target_kind: "license",
        target_id: &license.meta.id,
        plugin_id: Some(&license.plugin_id),
        key: None,
        input: json!({
            "after": operation.kind,
            "downgrade": downgrade,
            "order_id": operation.input["order_id"],
        }),
    };
    let next = crate::provider::operation::begin(tx, start).await?;
    license.operation_id = Some(next.meta.id);
    license.next_attempt_at = next.next_attempt_at;
    tx.update(license).await?;
    order::goes_on(tx, license).await
}

async fn terminated(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    today: CivilDate,
) -> Result<(), Fault> {
    if license.status != LicenseStatus::Terminated {
        let known = facts::of(tx, license).await?;
        let event = Event::Terminated { seen_by_sync: false };
        match apply(&known.facts, event, today) {
            Ok(transition) => change::write(tx, license, &transition, "license.terminated").await?,
            Err(refusal) => return give_up(tx, license, operation, &refusal).await,
        }
    }
    held::succeed(tx, operation, json!({ "row": "L17" })).await
}

/// The call failed: the license stays as it is, and what is transient is tried again.
pub(super) async fn failed(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    failure: CallFailure,
    today: CivilDate,
) -> Result<(), Fault> {
    let known = facts::of(tx, license).await?;
    let refusal = failure.refusal();
    let transition = match apply(&known.facts, Event::CallFailed(failure), today) {
        Ok(transition) => transition,
        Err(refusal) => return give_up(tx, license, operation, &refusal).await,
    };
    let waits = failure.verdict() == Verdict::Transient;
    if operation.kind == OperationKind::Issue && !failure.pauses_plugin() {
        // Without an answer the issuer may have made the key; a refusal says that it did not. Whoever is not
        // let in learns neither.
        license.issue_uncertain = waits;
    }
    stay(tx, license, operation, &transition, &refusal, waits).await
}

/// Writes what went wrong, and either waits or ends the operation.
pub(super) async fn stay(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    transition: &Transition,
    refusal: &Refusal,
    waits: bool,
) -> Result<(), Fault> {
    if waits {
        held::wait(tx, operation, refusal).await?;
        let now = tx.now();
        held::show_waiting(license, operation, now);
        return change::write_error(tx, license, transition).await;
    }
    held::release(license, operation);
    change::write_error(tx, license, transition).await?;
    held::fail(tx, operation, refusal).await?;
    order::failed(tx, license, refusal).await
}

/// The answer came, but does not fit any more: nothing changes but the operation.
pub(super) async fn give_up(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    why: &Refusal,
) -> Result<(), Fault> {
    held::release(license, operation);
    license.last_error = Some(why.message().to_owned());
    license.last_error_code = Some(why.code.as_str().to_owned());
    tx.update(license).await?;
    held::fail(tx, operation, why).await?;
    order::failed(tx, license, why).await
}

/// Begins the next step of a license after its file came, if it shall follow by itself.
pub(super) async fn install_if_it_worked(
    tx: &mut Tx,
    license: &mut License,
    today: CivilDate,
) -> Result<bool, Fault> {
    if license.installed_revision.is_none() && !license.automatic {
        return Ok(false);
    }
    chain::begun(tx, license, Action::Install, today).await
}

/// Where a license rests after an upgrade, a comparison follows by itself (3.10).
pub(super) async fn compare_if_due(
    tx: &mut Tx,
    license: &mut License,
    today: CivilDate,
) -> Result<(), Fault> {
    if !license.compare_due || license.operation_id.is_some() {
        return Ok(());
    }
    license.compare_due = false;
    tx.update(license).await?;
    let known = facts::of(tx, license).await?;
    if lictor_entitle::license::decide(&known.facts, Action::Sync, today).is_ok() {
        let go = Go { input: json!({ "after": "upgrade" }), key: None };
        chain::start(tx, license, Action::Sync, &go, today).await?;
    }
    Ok(())
}
