//! The daily job (office.md 3.8): how a run begins, what it would do, and what each step finds.

use lictor_entitle::calendar::{add_days, days_between};
use lictor_entitle::daily::{DailyStep, reached};
use lictor_entitle::license::{Event, apply};
use lictor_entitle::plugin::PluginMode;
use lictor_entitle::renewal::Renewal;
use lictor_entitle::sync::is_compared;
use lictor_entitle::{civil, license_status::LicenseStatus};
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::entitlement::{auto_upgrade, maintenance};
use crate::event;
use crate::fault::Fault;
use crate::fulfillment::sweep;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{
    DailyRun, DailyStepReport, EndTold, License, Operation, OperationKind, OperationState, Plugin, Told,
};
use crate::office::Office;
use crate::platform::webhook;
use crate::provider::choice::Choice;
use crate::provider::operation::{Start, begin};
use crate::provider::request::invalid;
use crate::provider::{change, facts};
use crate::store::{Meta, Tx};

/// Most ids that a step's report names.
pub const TARGETS_MAX: usize = 1000;

/// Body of `POST /v1/daily-runs`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRun {
    /// The day it is for; none for today. A later one can only be tried.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub day: Option<CivilDate>,
}

/// `POST /v1/daily-runs`; with `verify=true` it says what it would do.
///
/// # Errors
///
/// `INVALID_FIELD` for a day to come.
pub async fn create(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: NewRun = call.body()?;
    let today = office.clock().today();
    let day = body.day.unwrap_or(today);
    if call.flag("verify") {
        let mut run = DailyRun { steps: preview(office, tx, day).await?, ..record(day, true) };
        // It gets id and times like any other, and is thrown away with all that a trial writes.
        run.finished_at = Some(tx.now());
        tx.insert(&mut run).await?;
        return Ok(Answer::ok(run));
    }
    if day > today {
        return Err(invalid("/day", "a day that has come, or verify=true".to_owned()));
    }
    let (_, operation) = start(tx, day).await?;
    Ok(Answer::accepted(&operation))
}

fn record(day: CivilDate, dry_run: bool) -> DailyRun {
    DailyRun {
        meta: Meta::default(),
        day: day.to_string(),
        dry_run,
        state: if dry_run { OperationState::Succeeded } else { OperationState::Queued },
        steps: Vec::new(),
        told: Told::default(),
        finished_at: None,
    }
}

/// Begins a run; the one that has not ended for that day, if there is one.
///
/// # Errors
///
/// What the database says.
pub async fn start(tx: &mut Tx, day: CivilDate) -> Result<(DailyRun, Operation), Fault> {
    let open = "day = $1 AND state IN ('Queued', 'Running', 'Waiting') ORDER BY id LIMIT 1";
    let found: Vec<DailyRun> = tx.select(open, vec![day.to_string().into()]).await?;
    if let Some(run) = found.into_iter().next()
        && let Some(operation) = tx.find::<Operation>("target_id", run.meta.id.as_str()).await?
    {
        return Ok((run, operation));
    }
    let mut run = record(day, false);
    tx.insert(&mut run).await?;
    tx.trace::<DailyRun>("daily_run.started", None, Some(&run), None);
    let operation = begin(
        tx,
        Start {
            kind: OperationKind::Daily,
            target_kind: "daily run",
            target_id: &run.meta.id,
            plugin_id: None,
            key: None,
            input: json!({ "day": run.day }),
        },
    )
    .await?;
    Ok((run, operation))
}

/// What a run would do, step by step. Nothing is asked of an issuer, so what it would answer is not known;
/// whatever the steps write is for the caller to throw away.
///
/// # Errors
///
/// What the database says.
pub async fn preview(office: &Office, tx: &mut Tx, day: CivilDate) -> Result<Vec<DailyStepReport>, Fault> {
    let mut steps = Vec::new();
    for step in DailyStep::ORDER {
        steps.push(match step {
            DailyStep::SyncAll => {
                let compared = comparable(tx).await?;
                found(tx, step, &compared).await?
            }
            DailyStep::RenewDue => renewed(tx, day).await?,
            DailyStep::ExpirySweep => found(tx, step, &expired(day)).await?,
            DailyStep::StopGapSweep => counted(step, sweep::sweep(tx, day).await?, Vec::new()),
            DailyStep::Notifications => {
                let told = to_tell(tx, day).await?;
                together(told, tell_of_contracts(office, tx, day, true).await?)
            }
        });
    }
    Ok(steps)
}

/// What a step did.
#[must_use]
pub fn report(step: DailyStep, looked_at: usize, mut targets: Vec<String>) -> DailyStepReport {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let changed = count(targets.len());
    targets.truncate(TARGETS_MAX);
    DailyStepReport {
        step: step.as_str().to_owned(),
        looked_at: count(looked_at),
        changed,
        targets,
        error: None,
    }
}

/// What a step did with records that are only counted.
#[must_use]
pub fn counted(step: DailyStep, count: u64, targets: Vec<String>) -> DailyStepReport {
    let number = i64::try_from(count).unwrap_or(i64::MAX);
    let report = report(step, 0, targets);
    DailyStepReport { looked_at: number + report.changed, changed: number + report.changed, ..report }
}

/// Two parts of one step.
#[must_use]
pub fn together(first: DailyStepReport, second: DailyStepReport) -> DailyStepReport {
    let mut targets = [first.targets, second.targets].concat();
    targets.truncate(TARGETS_MAX);
    DailyStepReport {
        looked_at: first.looked_at + second.looked_at,
        changed: first.changed + second.changed,
        targets,
        ..first
    }
}

async fn found(tx: &mut Tx, step: DailyStep, choice: &Choice) -> Result<DailyStepReport, Fault> {
    let looked_at = choice.count(tx).await?;
    let mut after = String::new();
    let mut targets = Vec::new();
    while targets.len() < TARGETS_MAX
        && let Some(page) = choice.page(tx, &mut after).await?
    {
        targets.extend(ids(&page));
    }
    targets.truncate(TARGETS_MAX);
    Ok(DailyStepReport { looked_at, changed: looked_at, ..report(step, 0, targets) })
}

async fn renewed(tx: &mut Tx, day: CivilDate) -> Result<DailyStepReport, Fault> {
    let mut after = String::new();
    let mut targets = Vec::new();
    while let Some(page) = renewable(day).page(tx, &mut after).await? {
        targets.extend(page.iter().filter(|one| is_renewed(one, day)).map(|one| one.meta.id.clone()));
    }
    Ok(report(DailyStep::RenewDue, targets.len(), targets))
}

fn ids(licenses: &[License]) -> Vec<String> {
    licenses.iter().map(|license| license.meta.id.clone()).collect()
}

/// The licenses that a synchronization of all compares: of online plug-ins, with a key that lives.
///
/// # Errors
///
/// What the database says.
pub async fn comparable(tx: &mut Tx) -> Result<Choice, Fault> {
    let plugins: Vec<Plugin> = tx.scan("1 = 1 ORDER BY id", Vec::new()).await?;
    let online = |plugin: &&Plugin| plugin.mode == PluginMode::Online;
    let plugins = plugins.iter().filter(online).map(|plugin| plugin.meta.id.as_str().into());
    let statuses = LicenseStatus::ALL.iter().filter(|status| is_compared(**status, PluginMode::Online));
    Ok(Choice::all()
        .among("plugin_id", plugins)
        .among("status", statuses.map(|status| status.as_str().into())))
}

/// The licenses that may have to be renewed that day; [`is_renewed`] says which are.
#[must_use]
pub fn renewable(day: CivilDate) -> Choice {
    Choice::of("status = 'Installed' AND update_date <= $1", day)
}

/// Whether a license is renewed that day.
#[must_use]
pub fn is_renewed(license: &License, day: CivilDate) -> bool {
    let renewal = Renewal {
        auto_renew: license.auto_renew,
        status: license.status,
        bill: license.bill_type,
        update_date: license.update_date,
        expiration: license.expiration_date,
    };
    renewal.is_due(day)
}

/// The licenses whose last day has passed.
#[must_use]
pub fn expired(day: CivilDate) -> Choice {
    let condition = "expiration < $1 AND bill_type = 'Monthly' \
                     AND status NOT IN ('Pending', 'Expired', 'Terminated')";
    Choice::of(condition, day)
}

/// The licenses whose end may have to be told that day; [`told_of`] says which have.
#[must_use]
pub fn ending(leads: &[i64], day: CivilDate) -> Choice {
    let farthest = leads.iter().copied().max().and_then(|days| u32::try_from(days).ok()).unwrap_or(0);
    let live = Choice::that("bill_type = 'Monthly' AND status NOT IN ('Pending', 'Expired', 'Terminated')");
    live.between("expiration", day, add_days(day, farthest))
}

/// What is told of a license that day: how many days are left, and the lead times that are reached with it.
#[must_use]
pub fn told_of(license: &License, leads: &[i64], day: CivilDate) -> Option<(EndTold, Vec<i64>)> {
    let end = license.expiration_date?;
    let left = days_between(day, end);
    let before = license.end_told.as_ref().filter(|told| told.end == end).map(|told| told.left);
    let reached = reached(leads, left, before);
    (!reached.is_empty()).then_some((EndTold { end, left }, reached))
}

/// Tells webhooks of those of the licenses that end soon; which they were.
///
/// # Errors
///
/// What the database says.
pub async fn tell(
    tx: &mut Tx,
    ending: Vec<License>,
    leads: &[i64],
    day: CivilDate,
) -> Result<Vec<String>, Fault> {
    let mut told = Vec::new();
    for mut license in ending {
        let Some((now, reached)) = told_of(&license, leads, day) else { continue };
        let left = now.left;
        license.end_told = Some(now);
        tx.update(&mut license).await?;
        event::emit_expiring(tx, "license.expiring", &license, left, reached);
        told.push(license.meta.id);
    }
    Ok(told)
}

async fn to_tell(tx: &mut Tx, day: CivilDate) -> Result<DailyStepReport, Fault> {
    let leads = webhook::lead_days(tx).await?;
    let ending = ending(&leads, day);
    let mut after = String::new();
    let mut targets = Vec::new();
    while let Some(page) = ending.page(tx, &mut after).await? {
        let told = page.iter().filter(|license| told_of(license, &leads, day).is_some());
        targets.extend(told.map(|license| license.meta.id.clone()));
    }
    Ok(report(DailyStep::Notifications, targets.len(), targets))
}

/// Tells people and webhooks of all else: maintenance that ends soon, and upgrades that came by themselves.
/// The targets are the line items that were upgraded.
///
/// # Errors
///
/// What the database says.
pub async fn tell_of_contracts(
    office: &Office,
    tx: &mut Tx,
    day: CivilDate,
    dry_run: bool,
) -> Result<DailyStepReport, Fault> {
    let days = webhook::lead_days(tx).await?;
    let maintenance = maintenance::notify(tx, day, &days).await?;
    let upgrades = auto_upgrade::auto_upgrade(office, tx, day, dry_run).await?;
    let targets = upgrades.made.into_iter().map(|made| made.line_item_id).collect();
    Ok(counted(DailyStep::Notifications, maintenance, targets))
}

/// Writes down that a license has expired (L16). Whether it had.
///
/// # Errors
///
/// What the database says.
pub async fn expire(tx: &mut Tx, id: &str, day: CivilDate) -> Result<bool, Fault> {
    let Some(mut license) = tx.find::<License>("id", id).await? else { return Ok(false) };
    let known = facts::of(tx, &license).await?;
    let transition = apply(&known.facts, Event::Swept, day)?;
    if transition.after.status != LicenseStatus::Expired || license.status == LicenseStatus::Expired {
        return Ok(false);
    }
    change::write(tx, &mut license, &transition, "license.expired").await?;
    Ok(true)
}
