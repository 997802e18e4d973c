//! Sync All: a comparison of every license that can be compared (office.md 3.9).

use lictor_entitle::sync;
use serde_json::json;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Operation, OperationKind, OperationState, SyncRun, SyncTotals};
use crate::office::Office;
use crate::provider::action::Nothing;
use crate::provider::operation::{Start, begin};
use crate::store::{Meta, Tx};

/// `POST /v1/licenses/sync`.
///
/// # Errors
///
/// `SYNC_ALREADY_RUNNING` with `meta.run_id`.
pub async fn sync_all(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: Nothing = call.body()?;
    let (_, operation) = start(tx).await?;
    Ok(Answer::accepted(&operation))
}

/// Begins a run.
///
/// # Errors
///
/// `SYNC_ALREADY_RUNNING` with `meta.run_id`.
pub async fn start(tx: &mut Tx) -> Result<(SyncRun, Operation), Fault> {
    // One number for all who want to begin: the second one waits here until the first is committed.
    tx.next_number("sync_run").await?;
    let condition = "state IN ('Queued', 'Running', 'Waiting') ORDER BY id LIMIT 1";
    let running: Vec<SyncRun> = tx.select(condition, Vec::new()).await?;
    sync::start_run(running.first().map(|run| run.meta.id.as_str()))?;
    let mut run = SyncRun {
        meta: Meta::default(),
        state: OperationState::Queued,
        totals: SyncTotals::default(),
        failures: Vec::new(),
        finished_at: None,
    };
    tx.insert(&mut run).await?;
    tx.trace::<SyncRun>("sync_run.started", None, Some(&run), None);
    let operation = begin(
        tx,
        Start {
            kind: OperationKind::SyncAll,
            target_kind: "sync run",
            target_id: &run.meta.id,
            plugin_id: None,
            key: None,
            input: json!({ "run_id": run.meta.id }),
        },
    )
    .await?;
    Ok((run, operation))
}
