//! The comparison of all licenses: one after the other, whatever becomes of the others (3.9).

use std::collections::BTreeMap;

use lictor_entitle::issuer_code::CallFailure;
use lictor_entitle::refusal::Refusal;
use lictor_entitle::sync::Mismatch;
use serde_json::json;

use super::work::{Done, actor};
use super::{claim, sync};
use crate::event;
use crate::fault::Fault;
use crate::issuer::protocol::Answer;
use crate::model::{License, Operation, OperationState, Plugin, SyncRun, SyncTotals};
use crate::office::Office;
use crate::provider::choice::Choice;
use crate::provider::daily;
use crate::store::again;

/// Failures that a report names.
const FAILURES_MAX: usize = 1000;
/// Calls in a row without an answer after which the issuer of a plug-in is not asked again in this run.
const SILENCE: u32 = 3;

/// Compares all.
pub(super) async fn run(office: &Office, operation: &Operation) -> Result<Done, Fault> {
    let mut tx = office.write(actor(operation)).await?;
    let mut run: SyncRun = tx.get(&operation.target_id).await?;
    run.state = OperationState::Running;
    tx.update(&mut run).await?;
    let choice = daily::comparable(&mut tx).await?;
    let skipped = Choice::all().count(&mut tx).await? - choice.count(&mut tx).await?;
    let plugins: Vec<Plugin> = tx.scan("1 = 1 ORDER BY id", Vec::new()).await?;
    office.commit(tx).await?;
    let mut walk = Walk {
        office,
        operation,
        plugins: plugins.into_iter().map(|plugin| (plugin.meta.id.clone(), plugin)).collect(),
        silent: BTreeMap::new(),
        totals: SyncTotals { skipped, ..SyncTotals::default() },
        failures: Vec::new(),
    };
    let mut after = String::new();
    loop {
        let mut tx = office.read().await?;
        let Some(page) = choice.page(&mut tx, &mut after).await? else { break };
        drop(tx);
        for license in &page {
            if !walk.goes_on().await? {
                return Ok(Done::Moot("given up by somebody".to_owned()));
            }
            walk.visit(license).await?;
        }
    }
    finish(office, operation, walk.totals, walk.failures).await
}

async fn finish(
    office: &Office,
    operation: &Operation,
    totals: SyncTotals,
    failures: Vec<String>,
) -> Result<Done, Fault> {
    let mut tx = office.write(actor(operation)).await?;
    let mut run: SyncRun = tx.get(&operation.target_id).await?;
    run.state = OperationState::Succeeded;
    run.totals = totals;
    run.failures = failures;
    run.finished_at = Some(tx.now());
    tx.update(&mut run).await?;
    tx.trace::<SyncRun>("sync_run.finished", None, Some(&run), None);
    event::emit(&mut tx, "sync_run.finished", None, &run).await?;
    office.commit(tx).await?;
    Ok(Done::Finished(json!({ "run_id": run.meta.id, "totals": totals })))
}

/// The way through all licenses.
struct Walk<'a> {
    office: &'a Office,
    operation: &'a Operation,
    plugins: BTreeMap<String, Plugin>,
    /// Calls in a row without an answer, by plug-in.
    silent: BTreeMap<String, u32>,
    totals: SyncTotals,
    failures: Vec<String>,
}

impl Walk<'_> {
    /// Whether the run is still wanted.
    async fn goes_on(&self) -> Result<bool, Fault> {
        let mut tx = self.office.read().await?;
        let now: Operation = tx.get(&self.operation.meta.id).await?;
        Ok(claim::is_ours(self.office, &now))
    }

    async fn visit(&mut self, license: &License) -> Result<(), Fault> {
        let Some(plugin) = self.plugins.get(&license.plugin_id).cloned() else {
            self.totals.skipped += 1;
            return Ok(());
        };
        let silent = self.silent.get(&plugin.meta.id).copied().unwrap_or(0);
        if plugin.paused || silent >= SILENCE {
            let why = if plugin.paused { "the plug-in rests" } else { "the issuer does not answer" };
            self.fail(license, why);
            return Ok(());
        }
        let answer = sync::info(self.office, license, &plugin).await?;
        let nobody = answer.as_ref().err().is_some_and(|failure| failure.is_silence());
        self.silent.insert(plugin.meta.id.clone(), if nobody { silent + 1 } else { 0 });
        match again(|| self.record(license, &answer)).await {
            Ok(Ok(found)) => {
                self.totals.checked += 1;
                if found.is_empty() { self.totals.in_sync += 1 } else { self.totals.not_in_sync += 1 }
            }
            Ok(Err(refusal)) => {
                if refusal.code == lictor_entitle::Code::IllegalTransition {
                    self.totals.skipped += 1;
                } else {
                    self.rests_now(&answer, &plugin);
                    self.fail(license, refusal.message());
                }
            }
            // What is wrong with one license is no reason to leave the others out.
            Err(fault) => self.fail(license, &fault.to_string()),
        }
        Ok(())
    }

    /// A plug-in whose credentials were rejected rests from now on.
    fn rests_now(&mut self, answer: &Result<Box<Answer>, CallFailure>, plugin: &Plugin) {
        if answer.as_ref().is_err_and(|failure| failure.pauses_plugin())
            && let Some(plugin) = self.plugins.get_mut(&plugin.meta.id)
        {
            plugin.paused = true;
        }
    }

    fn fail(&mut self, license: &License, why: &str) {
        self.totals.failed += 1;
        if self.failures.len() < FAILURES_MAX {
            self.failures.push(format!("license {}: {why}", license.number));
        }
    }

    async fn record(
        &self,
        license: &License,
        answer: &Result<Box<Answer>, CallFailure>,
    ) -> Result<Result<Vec<Mismatch>, Refusal>, Fault> {
        let mut tx = self.office.write(actor(self.operation)).await?;
        let mut license: License = tx.get(&license.meta.id).await?;
        let today = self.office.clock().today();
        let found = sync::compared(&mut tx, &mut license, answer, false, today).await?;
        self.office.commit(tx).await?;
        Ok(found)
    }
}
