//! The upgrade of a key: what the issuer has, what it shall have, and nothing asked twice (3.10).

use lictor_entitle::config::{ConfigChange, KeyConfig};
use lictor_entitle::issuer_code::{CallFailure, IssuerCode};
use lictor_entitle::license::{Event, apply};
use lictor_entitle::refusal::Refusal;
use lictor_entitle::upgrade::{UpgradePlan, UpgradeRequest as Question};
use lictor_types::CivilDate;
use serde_json::json;

use super::work::{Done, target};
use super::{held, key};
use crate::fault::Fault;
use crate::issuer::protocol::{Answer, KeyInfo, KeyRequest, UpgradeRequest};
use crate::issuer::service::Ask;
use crate::issuing;
use crate::model::{License, LicenseChange, LicenseClass, Operation, Settings};
use crate::office::Office;
use crate::provider::{change, facts, order};
use crate::store::Tx;

/// What became of an upgrade.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The key is as it shall be.
    Done {
        /// The key now.
        answer: Box<Answer>,
        /// Whether something fell.
        downgrade: bool,
        /// Whether the issuer had it already.
        reconciled: bool,
    },
    /// Our own rules forbid it.
    Refused(Refusal),
    /// The issuer did not answer, or refuses.
    Failed(CallFailure),
}

/// Asks what the issuer has, and for the change if there is one.
pub(super) async fn ask(office: &Office, operation: &Operation) -> Result<Done, Fault> {
    let (license, plugin) = target(office, operation).await?;
    if license.operation_id.as_deref() != Some(operation.meta.id.as_str()) {
        return Ok(Done::Moot(format!("the license is {}", license.status)));
    }
    let change: LicenseChange = serde_json::from_value(operation.input["change"].clone())
        .map_err(|error| Fault::internal(format!("an upgrade without its change: {error}")))?;
    let number = key::number(&license)?;
    let info = Ask::Info(KeyRequest { key_number: number.clone() });
    let outcome = match issuing::ask(office, &plugin, &info).await {
        Ok(answer) => match answer.key.clone() {
            Some(now) => match plan(office, &license, &change, &now).await? {
                Ok(Plan::Ask(config, downgrade)) => {
                    let request = Ask::Upgrade(UpgradeRequest {
                        key_number: number,
                        request_key: operation.key.clone().unwrap_or_else(|| operation.meta.id.clone()),
                        config,
                    });
                    upgraded(issuing::ask(office, &plugin, &request).await, downgrade)
                }
                Ok(Plan::Reconcile(downgrade)) => {
                    Outcome::Done { answer: Box::new(answer), downgrade, reconciled: true }
                }
                Err(refusal) => Outcome::Refused(refusal),
            },
            None => Outcome::Failed(CallFailure::Garbled),
        },
        Err(failure) => Outcome::Failed(failure),
    };
    Ok(Done::Upgraded(outcome))
}

enum Plan {
    Ask(KeyConfig, bool),
    Reconcile(bool),
}

async fn plan(
    office: &Office,
    license: &License,
    change: &LicenseChange,
    now: &KeyInfo,
) -> Result<Result<Plan, Refusal>, Fault> {
    let known = license.known_config.as_ref().unwrap_or(&license.requested_config);
    let is_lower = |changes: &[ConfigChange]| changes.iter().any(ConfigChange::is_downgrade);
    if change.reconcile {
        return Ok(Ok(Plan::Reconcile(is_lower(&known.changes_to(&now.config)))));
    }
    // What is not named stays as the issuer has it; amounts that are named are meant in full.
    let requested = change.applied_to(&now.config);
    let mut tx = office.read().await?;
    let settings = Settings::load(&mut tx).await?;
    let class = tx.look::<LicenseClass>("id", license.class_id.as_str()).await?;
    drop(tx);
    let question = Question {
        current: &now.config,
        requested: &requested,
        downgrade_allowed: class.is_none_or(|class| class.allows_downgrade),
        sus_until: now.sus_until.or(license.sus_until),
        sus_gate: settings.sus_gate,
    };
    Ok(question.plan(office.clock().today()).map(|plan| match plan {
        UpgradePlan::Reconcile => Plan::Reconcile(is_lower(&known.changes_to(&now.config))),
        UpgradePlan::Change(changes) => Plan::Ask(requested.clone(), is_lower(&changes)),
    }))
}

fn upgraded(answer: Result<Answer, CallFailure>, downgrade: bool) -> Outcome {
    match answer {
        Ok(answer) => {
            let reconciled = answer.code() == Some(IssuerCode::AlreadyDone);
            Outcome::Done { answer: Box::new(answer), downgrade, reconciled }
        }
        Err(failure) => Outcome::Failed(failure),
    }
}

/// Writes what became of it: the same license with a new revision, on its way to the new file.
pub(super) async fn outcome(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    outcome: &Outcome,
    today: CivilDate,
) -> Result<(), Fault> {
    let (answer, downgrade, reconciled) = match outcome {
        Outcome::Done { answer, downgrade, reconciled } => (answer, *downgrade, *reconciled),
        Outcome::Refused(refusal) => return key::give_up(tx, license, operation, refusal).await,
        Outcome::Failed(failure) => return key::failed(tx, license, operation, *failure, today).await,
    };
    let (number, info) = match key::named(answer) {
        Ok(named) => named,
        Err(failure) => return key::failed(tx, license, operation, failure, today).await,
    };
    let known = facts::of(tx, license).await?;
    let event = Event::Revised { key: number.clone(), dates: key::dates(info) };
    let transition = match apply(&known.facts, event, today) {
        Ok(transition) => transition,
        Err(refusal) => return key::give_up(tx, license, operation, &refusal).await,
    };
    held::release(license, operation);
    license.known_config = Some(info.config.clone());
    license.compare_due = true;
    follow_class(tx, license, &info.config).await?;
    change::write(tx, license, &transition, "license.upgraded").await?;
    if reconciled && let Some(order_id) = operation.input["order_id"].as_str() {
        order::costs_nothing(tx, order_id, &license.meta.id).await?;
    }
    let result = json!({
        "key_number": number.to_string(),
        "reconciled": reconciled,
        "order_id": operation.input["order_id"],
    });
    held::succeed(tx, operation, result).await?;
    key::follow(tx, license, operation, downgrade).await
}

/// After a change of class the license belongs to the new one, if the plug-in knows it.
async fn follow_class(tx: &mut Tx, license: &mut License, config: &KeyConfig) -> Result<(), Fault> {
    let condition = "plugin_id = $1 AND class_id = $2 ORDER BY id LIMIT 1";
    let values = vec![license.plugin_id.as_str().into(), config.class.as_str().into()];
    if let Some(class) = tx.scan::<LicenseClass>(condition, values).await?.into_iter().next() {
        license.class_id = class.meta.id;
        license.class_name = class.name;
    }
    Ok(())
}
