//! The daily job, step by step: compare, renew, expire, end what was short, tell (3.8).

use std::time::Duration;

use lictor_entitle::daily::DailyStep;
use lictor_entitle::license::Action;
use lictor_types::CivilDate;
use serde_json::json;

use super::claim;
use super::work::{Done, actor};
use crate::fault::Fault;
use crate::fulfillment::sweep;
use crate::issuer;
use crate::model::{DailyRun, DailyStepReport, License, Operation, OperationState, SyncRun};
use crate::office::Office;
use crate::platform::webhook;
use crate::provider::chain::Go;
use crate::provider::choice::Choice;
use crate::provider::{action, daily, sync_run};
use crate::store::{Tx, again};

/// Pause between two looks at work of others, of the machine's time.
const LOOK: Duration = Duration::from_millis(100);

/// Goes through the steps. What a step cannot do stands in its report; the next one begins all the same.
pub(super) async fn run(office: &Office, operation: &Operation) -> Result<Done, Fault> {
    let mut tx = office.write(actor(operation)).await?;
    let mut run: DailyRun = tx.get(&operation.target_id).await?;
    run.state = OperationState::Running;
    run.steps.clear();
    let id = run.meta.id.clone();
    let day = CivilDate::parse(&run.day).map_err(|error| Fault::internal(error.to_string()))?;
    tx.update(&mut run).await?;
    office.commit(tx).await?;
    let work = Day { office, operation, day };
    for step in DailyStep::ORDER {
        if !work.goes_on().await? {
            return Ok(Done::Moot("given up by somebody".to_owned()));
        }
        let report = match work.step(step).await {
            Ok(report) => report,
            Err(fault) => {
                tracing::error!(%fault, %step, "a step of the daily job failed");
                DailyStepReport { error: Some(fault.to_string()), ..daily::report(step, 0, Vec::new()) }
            }
        };
        work.note(&id, report).await?;
    }
    let mut tx = office.write(actor(operation)).await?;
    let mut run: DailyRun = tx.get(&id).await?;
    run.state = OperationState::Succeeded;
    run.finished_at = Some(tx.now());
    tx.update(&mut run).await?;
    tx.trace::<DailyRun>("daily_run.finished", None, Some(&run), None);
    office.commit(tx).await?;
    Ok(Done::Finished(json!({ "run_id": id, "day": run.day, "steps": run.steps })))
}

struct Day<'a> {
    office: &'a Office,
    operation: &'a Operation,
    day: CivilDate,
}

impl Day<'_> {
    async fn step(&self, step: DailyStep) -> Result<DailyStepReport, Fault> {
        match step {
            DailyStep::SyncAll => self.sync_all().await,
            DailyStep::RenewDue => self.renew_due().await,
            DailyStep::ExpirySweep => self.expire().await,
            DailyStep::StopGapSweep => self.end_short_ones().await,
            DailyStep::Notifications => self.tell().await,
        }
    }

    async fn goes_on(&self) -> Result<bool, Fault> {
        let mut tx = self.office.read().await?;
        let now: Operation = tx.get(&self.operation.meta.id).await?;
        Ok(claim::is_ours(self.office, &now))
    }

    async fn begin(&self) -> Result<Tx, Fault> {
        self.office.write(actor(self.operation)).await
    }

    async fn page(&self, choice: &Choice, after: &mut String) -> Result<Option<Vec<License>>, Fault> {
        choice.page(&mut self.office.read().await?, after).await
    }

    async fn note(&self, id: &str, report: DailyStepReport) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        let mut run: DailyRun = tx.get(id).await?;
        run.steps.push(report);
        tx.update(&mut run).await?;
        self.office.commit(tx).await
    }

    /// Begins a run over all licenses, or joins the one that runs, and waits for its end.
    async fn sync_all(&self) -> Result<DailyStepReport, Fault> {
        let mut tx = self.begin().await?;
        let run = match sync_run::start(&mut tx).await {
            Ok((run, _)) => {
                self.office.commit(tx).await?;
                run.meta.id
            }
            Err(Fault::Refused(refusal)) => {
                // Before the wait: the run that is joined must be able to write.
                drop(tx);
                match refusal.meta.get("run_id") {
                    Some(lictor_entitle::Meta::Text(id)) => id.clone(),
                    Some(lictor_entitle::Meta::Number(_) | lictor_entitle::Meta::List(_)) | None => {
                        return Err(Fault::Refused(refusal));
                    }
                }
            }
            Err(fault) => return Err(fault),
        };
        loop {
            let mut tx = self.office.read().await?;
            let now: SyncRun = tx.get(&run).await?;
            drop(tx);
            match now.state {
                OperationState::Succeeded | OperationState::Failed | OperationState::Cancelled => {
                    let looked_at = usize::try_from(now.totals.checked + now.totals.failed).unwrap_or(0);
                    let report = daily::report(DailyStep::SyncAll, looked_at, Vec::new());
                    return Ok(DailyStepReport {
                        changed: now.totals.not_in_sync,
                        targets: vec![run],
                        ..report
                    });
                }
                OperationState::Queued | OperationState::Running | OperationState::Waiting => {
                    tokio::time::sleep(LOOK).await;
                }
            }
        }
    }

    /// Begins every renewal that is due, and waits until each was tried once: before the sweep, or a license
    /// that can be renewed on its last day would die.
    async fn renew_due(&self) -> Result<DailyStepReport, Fault> {
        let choice = daily::renewable(self.day);
        let (mut begun, mut errors, mut due) = (Vec::new(), Vec::new(), 0);
        let mut after = String::new();
        while let Some(page) = self.page(&choice, &mut after).await? {
            for license in page.iter().filter(|license| daily::is_renewed(license, self.day)) {
                due += 1;
                match again(|| self.renew(&license.meta.id)).await {
                    Ok(operation) => begun.push((license.meta.id.clone(), operation)),
                    Err(fault) => errors.push(format!("license {}: {fault}", license.number)),
                }
            }
        }
        for (_, operation) in &begun {
            self.tried(operation).await?;
        }
        let targets = begun.into_iter().map(|(license, _)| license).collect();
        let error = (!errors.is_empty()).then(|| errors.join("; "));
        Ok(DailyStepReport { error, ..daily::report(DailyStep::RenewDue, due, targets) })
    }

    async fn renew(&self, id: &str) -> Result<String, Fault> {
        let mut tx = self.begin().await?;
        let mut license: License = tx.get(id).await?;
        let renew = Action::Renew { forced: false };
        let operation = action::begin(&mut tx, &mut license, renew, &Go::default(), self.day).await?;
        self.office.commit(tx).await?;
        Ok(operation.meta.id)
    }

    async fn tried(&self, operation: &str) -> Result<(), Fault> {
        loop {
            let mut tx = self.office.read().await?;
            let now: Operation = tx.get(operation).await?;
            drop(tx);
            match now.state {
                OperationState::Queued | OperationState::Running => tokio::time::sleep(LOOK).await,
                OperationState::Waiting
                | OperationState::Succeeded
                | OperationState::Failed
                | OperationState::Cancelled => return Ok(()),
            }
        }
    }

    async fn expire(&self) -> Result<DailyStepReport, Fault> {
        let choice = daily::expired(self.day);
        let (mut expired, mut errors, mut over) = (Vec::new(), Vec::new(), 0);
        let mut after = String::new();
        while let Some(page) = self.page(&choice, &mut after).await? {
            over += page.len();
            for license in &page {
                match again(|| self.expire_one(&license.meta.id)).await {
                    Ok(true) => expired.push(license.meta.id.clone()),
                    Ok(false) => {}
                    Err(fault) => errors.push(format!("license {}: {fault}", license.number)),
                }
            }
        }
        let mut tx = self.begin().await?;
        issuer::sweep(&mut tx, self.day).await?;
        self.office.commit(tx).await?;
        let error = (!errors.is_empty()).then(|| errors.join("; "));
        Ok(DailyStepReport { error, ..daily::report(DailyStep::ExpirySweep, over, expired) })
    }

    async fn expire_one(&self, id: &str) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let done = daily::expire(&mut tx, id, self.day).await?;
        self.office.commit(tx).await?;
        Ok(done)
    }

    async fn end_short_ones(&self) -> Result<DailyStepReport, Fault> {
        let mut tx = self.begin().await?;
        let ended = sweep::sweep(&mut tx, self.day).await?;
        self.office.commit(tx).await?;
        Ok(daily::counted(DailyStep::StopGapSweep, ended, Vec::new()))
    }

    async fn tell(&self) -> Result<DailyStepReport, Fault> {
        let mut tx = self.office.read().await?;
        let first = self.is_first(&mut tx).await?;
        drop(tx);
        let nothing = daily::report(DailyStep::Notifications, 0, Vec::new());
        if !first {
            return Ok(nothing);
        }
        let mut told = DailyStepReport { looked_at: 0, changed: 0, ..nothing };
        while let Some(part) = again(|| self.tell_part()).await? {
            told = daily::together(told, part);
        }
        Ok(told)
    }

    /// Tells of some licenses, or of all else at last. How far it came is written down with it, so that
    /// nobody hears of a thing twice.
    async fn tell_part(&self) -> Result<Option<DailyStepReport>, Fault> {
        let mut tx = self.begin().await?;
        let mut run: DailyRun = tx.get(&self.operation.target_id).await?;
        if run.told.all {
            return Ok(None);
        }
        let leads = webhook::lead_days(&mut tx).await?;
        let part = match daily::ending(&leads, self.day).page(&mut tx, &mut run.told.last).await? {
            Some(licenses) => {
                let ids = daily::tell(&mut tx, licenses, &leads, self.day).await?;
                run.told.licenses += i64::try_from(ids.len()).unwrap_or(0);
                daily::report(DailyStep::Notifications, ids.len(), ids)
            }
            None => {
                run.told.all = true;
                daily::tell_of_contracts(self.office, &mut tx, self.day, false).await?
            }
        };
        tx.update(&mut run).await?;
        self.office.commit(tx).await?;
        Ok(Some(part))
    }

    /// Whether no earlier run has told of this day already.
    async fn is_first(&self, tx: &mut Tx) -> Result<bool, Fault> {
        let condition = "day = $1 AND state = 'Succeeded' ORDER BY id LIMIT 1";
        let earlier: Vec<DailyRun> = tx.scan(condition, vec![self.day.to_string().into()]).await?;
        Ok(earlier.is_empty())
    }
}
