//! Which operations are due, and who has them.

use std::collections::BTreeSet;
use std::time::Duration;

use lictor_entitle::license::Action;

use crate::actor::Actor;
use crate::fault::Fault;
use crate::model::{License, Operation, OperationState};
use crate::office::Office;
use crate::provider::chain::{self, Go};
use crate::provider::operation::{Start, begin};
use crate::store::Tx;
use crate::store::database::Dialect;

/// How long a claim holds unless it is pushed on, in seconds.
pub(super) const HOLD: i64 = 60;

/// What is due: not ended, its time has come, and its plug-in does not rest.
const DUE: &str = "state IN ('Queued', 'Waiting', 'Running') AND next_attempt_at <= $1 \
                   AND (plugin_id IS NULL \
                        OR plugin_id NOT IN (SELECT p.id FROM plugins p WHERE p.paused = 'true'))";

/// Claims operations that are due, longest due first. Two processes never get the same one.
pub(super) async fn claim(
    office: &Office,
    room: usize,
    held: &BTreeSet<String>,
) -> Result<Vec<Operation>, Fault> {
    let room = room + held.len();
    if !is_any_due(office, held).await? {
        return Ok(Vec::new());
    }
    let mut tx = office.write(Actor::system("jobs")).await?;
    let skip = match tx.dialect() {
        Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
        Dialect::Sqlite => "",
    };
    let condition = format!("{DUE} ORDER BY next_attempt_at, id LIMIT {room}{skip}");
    let now = tx.now();
    let mut due: Vec<Operation> = tx.scan(&condition, vec![now.0.into()]).await?;
    due.retain(|operation| !held.contains(&operation.meta.id));
    due.truncate(room - held.len());
    for operation in &mut due {
        operation.state = OperationState::Running;
        operation.worker = Some(office.name().to_owned());
        operation.attempts += 1;
        operation.first_attempt_at = operation.first_attempt_at.or(Some(now));
        operation.next_attempt_at = Some(now.plus_seconds(HOLD));
        tx.update(operation).await?;
    }
    office.commit(tx).await?;
    Ok(due)
}

async fn is_any_due(office: &Office, held: &BTreeSet<String>) -> Result<bool, Fault> {
    let mut tx = office.read().await?;
    let limit = held.len() + 1;
    let sql = format!("SELECT id FROM operations WHERE {DUE} LIMIT {limit}");
    let rows = tx.query(&sql, vec![tx.now().0.into()]).await?;
    Ok(rows.iter().any(|row| row.text_or_null(0).is_some_and(|id| !held.contains(id))))
}

/// How long until something is due.
pub(super) async fn until_due(office: &Office, held: &BTreeSet<String>) -> Result<Duration, Fault> {
    let mut tx = office.read().await?;
    let now = tx.now();
    let sql = "SELECT id, next_attempt_at FROM operations \
               WHERE state IN ('Queued', 'Waiting', 'Running') AND next_attempt_at IS NOT NULL \
               ORDER BY next_attempt_at LIMIT 64";
    let rows = tx.query(sql, Vec::new()).await?;
    let times = rows
        .iter()
        .filter(|row| row.text_or_null(0).is_some_and(|id| !held.contains(id)))
        .filter_map(|row| row.int_or_null(1))
        .filter(|due| *due > now.0);
    Ok(times
        .min()
        .map_or(super::LOOK, |due| Duration::from_millis(u64::try_from(due - now.0).unwrap_or(1).max(1))))
}

/// Pushes claims on while the work lasts.
pub(super) async fn push_on(office: &Office, held: &BTreeSet<String>) -> Result<(), Fault> {
    for id in held {
        let mut tx = office.write(Actor::system("jobs")).await?;
        if let Some(mut operation) = tx.find::<Operation>("id", id.as_str()).await?
            && is_ours(office, &operation)
        {
            operation.next_attempt_at = Some(tx.now().plus_seconds(HOLD));
            tx.update(&mut operation).await?;
            office.commit(tx).await?;
        }
    }
    Ok(())
}

/// Whether this process holds it.
pub(super) fn is_ours(office: &Office, operation: &Operation) -> bool {
    operation.state == OperationState::Running && operation.worker.as_deref() == Some(office.name())
}

/// Hands work back that was broken off by an orderly stop.
pub(super) async fn hand_back(office: &Office, held: &BTreeSet<String>) -> Result<(), Fault> {
    for id in held {
        let mut tx = office.write(Actor::system("jobs")).await?;
        if let Some(mut operation) = tx.find::<Operation>("id", id.as_str()).await?
            && is_ours(office, &operation)
        {
            requeue(&mut tx, &mut operation).await?;
            office.commit(tx).await?;
        }
    }
    Ok(())
}

async fn requeue(tx: &mut Tx, operation: &mut Operation) -> Result<(), Fault> {
    operation.state = OperationState::Queued;
    operation.worker = None;
    operation.next_attempt_at = Some(tx.now());
    tx.update(operation).await
}

/// Takes up what an earlier run left: on SQLite nobody else can be working, so what it had claimed is due at
/// once; and no license stays Retrieving or Installing without an operation (2.1.3, rule 1).
pub(super) async fn recover(office: &Office) -> Result<(), Fault> {
    let mut tx = office.write(Actor::system("start")).await?;
    if tx.dialect() == Dialect::Sqlite {
        for mut operation in tx.all::<Operation>("state", OperationState::Running.as_str()).await? {
            requeue(&mut tx, &mut operation).await?;
        }
    }
    let condition = "status IN ('Retrieving', 'Installing') ORDER BY id";
    let between: Vec<License> = tx.select(condition, Vec::new()).await?;
    for mut license in between {
        if !has_operation(&mut tx, &license).await? {
            again(&mut tx, &mut license).await?;
        }
    }
    office.commit(tx).await
}

async fn has_operation(tx: &mut Tx, license: &License) -> Result<bool, Fault> {
    let Some(id) = &license.operation_id else { return Ok(false) };
    let found = tx.look::<Operation>("id", id.as_str()).await?;
    Ok(found.is_some_and(|operation| {
        matches!(operation.state, OperationState::Queued | OperationState::Running | OperationState::Waiting)
    }))
}

async fn again(tx: &mut Tx, license: &mut License) -> Result<(), Fault> {
    use lictor_entitle::license_status::LicenseStatus;
    let installs = license.status == LicenseStatus::Installing;
    let action = if installs { Action::Install } else { Action::Retrieve };
    let Some(kind) = chain::kind_of(action) else { return Ok(()) };
    let start = Start {
        kind,
        target_kind: "license",
        target_id: &license.meta.id,
        plugin_id: (!installs).then_some(license.plugin_id.as_str()),
        key: None,
        input: Go::default().input,
    };
    let operation = begin(tx, start).await?;
    license.operation_id = Some(operation.meta.id.clone());
    license.next_attempt_at = operation.next_attempt_at;
    tx.update(license).await?;
    tx.trace("operation.begun_again", None, Some(&operation), Some("no operation stood behind the status"));
    Ok(())
}
