//! What can be asked of a license beside its file and its configuration: issue, retrieve, install…

use lictor_entitle::code::Code;
use lictor_entitle::license::{self, Action, Decision, Transition};
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::refusal::Refusal;
use lictor_entitle::right::Right;
use lictor_entitle::subscription::Assignment;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{License, LicenseFile, Operation, OperationState, Subscription};
use crate::office::Office;
use crate::provider::chain::{self, Go};
use crate::provider::{change, facts, operation, order, request};
use crate::store::Tx;

/// What would be granted of a license today.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Allowed {
    /// Where it stands.
    pub status: LicenseStatus,
    /// The actions.
    pub allowed: Vec<&'static str>,
}

/// Body of an action that needs to know nothing.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Body of `issue`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// Whether the steps after it follow by themselves; none leaves the license as it is.
    #[serde(default)]
    pub automatic: Option<bool>,
}

/// Body of `activate`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Activate {
    /// The activation code the key was made with.
    #[serde(default)]
    pub activation_code: Option<String>,
    /// What the customer's machine says of itself.
    #[serde(default)]
    pub activation_data: Option<String>,
    /// Host ids of the license server, when they are known only now.
    #[serde(default)]
    pub server_host_ids: Vec<String>,
}

/// Body of `renew`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Renew {
    /// Whether to renew before the update date.
    #[serde(default)]
    pub force: bool,
}

/// Body of `assign`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// Id of the subscription.
    pub subscription_id: String,
}

/// Begins an operation of a license, or makes the waiting one try now.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn begin(
    tx: &mut Tx,
    license: &mut License,
    action: Action,
    go: &Go,
    today: CivilDate,
) -> Result<Operation, Fault> {
    if let Some(kind) = chain::kind_of(action)
        && matches!(action, Action::Sync | Action::Terminate)
        && let Some(running) = operation::unfinished(tx, kind, &license.meta.id).await?
    {
        // The rules may refuse it meanwhile; otherwise asking twice is asking once.
        let known = facts::of(tx, license).await?;
        license::decide(&known.facts, action, today)?;
        return Ok(running);
    }
    chain::start(tx, license, action, go, today).await
}

async fn begun(office: &Office, tx: &mut Tx, call: &Call, action: Action, go: Go) -> Result<Answer, Fault> {
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    let started = begin(tx, &mut license, action, &go, office.clock().today()).await?;
    Ok(Answer::accepted(&started))
}

/// `POST /v1/licenses/{id}/issue`.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn issue(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: Issue = call.body()?;
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    if let Some(automatic) = body.automatic {
        license.automatic = automatic;
    }
    let started = begin(tx, &mut license, Action::Issue, &Go::default(), office.clock().today()).await?;
    Ok(Answer::accepted(&started))
}

/// `POST /v1/licenses/{id}/activate`.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn activate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: Activate = call.body()?;
    begun(office, tx, call, Action::Activate, Go { input: json!(body), key: None }).await
}

/// `POST /v1/licenses/{id}/retrieve`.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn retrieve(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: Nothing = call.body()?;
    begun(office, tx, call, Action::Retrieve, Go::default()).await
}

/// `POST /v1/licenses/{id}/install`.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn install(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: Nothing = call.body()?;
    begun(office, tx, call, Action::Install, Go::default()).await
}

/// `POST /v1/licenses/{id}/sync`.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn sync(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: Nothing = call.body()?;
    begun(office, tx, call, Action::Sync, Go::default()).await
}

/// `POST /v1/licenses/{id}/renew`.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn renew(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: Renew = call.body()?;
    let go = Go { input: json!({ "force": body.force }), key: None };
    begun(office, tx, call, Action::Renew { forced: body.force }, go).await
}

/// `POST /v1/licenses/{id}/reinstate`.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn reinstate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: Nothing = call.body()?;
    begun(office, tx, call, Action::Reinstate, Go::default()).await
}

/// `POST /v1/licenses/{id}/terminate`.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn terminate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: Nothing = call.body()?;
    begun(office, tx, call, Action::Terminate, Go::default()).await
}

/// `POST /v1/licenses/{id}/unterminate`: never granted, and says why.
///
/// # Errors
///
/// Always: `LICENSE_TERMINATED` or `ILLEGAL_TRANSITION`.
pub async fn unterminate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let license = collection::named::<License>(tx, call, "id").await?;
    decide(tx, &license, Action::Unterminate, office.clock().today()).await?;
    Ok(Answer::record(&license))
}

/// `POST /v1/licenses/{id}/retry`: the waiting attempt is made now.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn retry(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let license = collection::named::<License>(tx, call, "id").await?;
    decide(tx, &license, Action::Retry, office.clock().today()).await?;
    let id = license.operation_id.unwrap_or_default();
    let mut waiting: Operation = tx.get(&id).await?;
    call.needs(waiting.kind.right())?;
    if waiting.state == OperationState::Waiting {
        operation::make_due(tx, &mut waiting).await?;
    }
    Ok(Answer::accepted(&waiting))
}

/// `POST /v1/licenses/{id}/cancel`: the retrieval is given up (L7).
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn cancel_retrieval(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: Nothing = call.body()?;
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    cancel(tx, &mut license, office.clock().today()).await?;
    Ok(Answer::record(&license))
}

/// Gives the retrieval up: the license goes back to where it came from.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` if it is not being retrieved.
pub async fn cancel(tx: &mut Tx, license: &mut License, today: CivilDate) -> Result<(), Fault> {
    let Decision::Change(transition) = decide(tx, license, Action::Cancel, today).await? else {
        return Err(Fault::internal("a cancellation changes something"));
    };
    let running = license.operation_id.take();
    change::end_operation(tx, running.as_deref(), "given up by somebody").await?;
    change::write(tx, license, &transition, "license.retrieve_cancelled").await?;
    order::rests(tx, license).await
}

/// `POST /v1/licenses/{id}/mark-installed`: somebody installed the file by hand (L13).
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn mark_installed(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: Nothing = call.body()?;
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    let today = office.clock().today();
    let Decision::Change(transition) = decide(tx, &license, Action::MarkInstalled, today).await? else {
        return Err(Fault::internal("marking changes something"));
    };
    change::write(tx, &mut license, &transition, "license.installed").await?;
    order::rests(tx, &mut license).await?;
    Ok(Answer::record(&license))
}

/// `POST /v1/licenses/{id}/assign`: sold to a subscription, or to the server it now has.
///
/// # Errors
///
/// `NOT_SELLABLE`, `ALREADY_ASSIGNED`, `SUBSCRIPTION_NOT_READY`, `INVALID_FIELD`.
pub async fn assign(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: Assign = call.body()?;
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    let subscription = request::subscription(tx, Some(&body.subscription_id)).await?;
    if let Some(subscription) = subscription {
        if license.account_id.as_ref().is_some_and(|has| *has != subscription.account_id) {
            let text = "the subscription is another account's".to_owned();
            return Err(request::invalid("/subscription_id", text));
        }
        sell(tx, &mut license, &subscription, office.clock().today()).await?;
    }
    Ok(Answer::record(&license))
}

/// Assigns a license to a subscription (2.1.5), and lets it go on if it is automatic.
///
/// # Errors
///
/// `NOT_SELLABLE`, `ALREADY_ASSIGNED`.
pub async fn sell(
    tx: &mut Tx,
    license: &mut License,
    subscription: &Subscription,
    today: CivilDate,
) -> Result<(), Fault> {
    let attached = request::assignment_of(subscription) == Assignment::Assigned;
    let other = license.subscription_id.as_ref().is_some_and(|has| *has != subscription.meta.id);
    if other && license.assignment != Assignment::None {
        return Err(Refusal::new(Code::AlreadyAssigned).into());
    }
    let Decision::Change(transition) = decide(tx, license, Action::Assign { attached }, today).await? else {
        return Err(Fault::internal("an assignment changes something"));
    };
    if license.assignment == Assignment::None {
        left_behind(tx, license, &transition).await?;
    }
    license.subscription_id = Some(subscription.meta.id.clone());
    if license.account_id.is_none() {
        license.account_id = Some(subscription.account_id.clone());
    }
    change::write(tx, license, &transition, "license.assigned").await?;
    chain::go_on(tx, license, today).await
}

/// `POST /v1/licenses/{id}/unassign`: back into stock; its file is kept.
///
/// # Errors
///
/// `NOT_ASSIGNED`.
pub async fn unassign(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let _: Nothing = call.body()?;
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    take_out(tx, &mut license, office.clock().today()).await?;
    Ok(Answer::record(&license))
}

/// Takes a license out of its subscription.
///
/// # Errors
///
/// `NOT_ASSIGNED`.
pub async fn take_out(tx: &mut Tx, license: &mut License, today: CivilDate) -> Result<(), Fault> {
    let Decision::Change(transition) = decide(tx, license, Action::Unassign, today).await? else {
        return Err(Fault::internal("this changes something"));
    };
    if license.status == LicenseStatus::Installing {
        let running = license.operation_id.take();
        change::end_operation(tx, running.as_deref(), "the license left its subscription").await?;
        license.attempts = 0;
    }
    license.subscription_id = None;
    left_behind(tx, license, &transition).await?;
    change::write(tx, license, &transition, "license.unassigned").await?;
    order::rests(tx, license).await
}

/// Files of a license that goes elsewhere lie on no server that it will be installed on.
async fn left_behind(tx: &mut Tx, license: &License, transition: &Transition) -> Result<(), Fault> {
    if license.status.is_over() || transition.after.installed_revision.is_some() {
        return Ok(());
    }
    for mut file in tx.all::<LicenseFile>("owner_id", license.meta.id.as_str()).await? {
        if file.installed_at.take().is_some() {
            tx.update(&mut file).await?;
        }
    }
    Ok(())
}

/// `DELETE /v1/licenses/{id}`: the request is removed (L18).
///
/// # Errors
///
/// `KEY_ISSUED`, `OPERATION_IN_PROGRESS`.
pub async fn delete(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    remove(tx, license, office.clock().today()).await?;
    Ok(Answer::nothing())
}

/// Removes a request that has no key. The audit log keeps it.
///
/// # Errors
///
/// `KEY_ISSUED`, `OPERATION_IN_PROGRESS`.
pub async fn remove(tx: &mut Tx, mut license: License, today: CivilDate) -> Result<(), Fault> {
    decide(tx, &license, Action::Delete, today).await?;
    certain(&license)?;
    tx.trace::<License>("license.deleted", Some(&license), None, Some("L18"));
    order::leaves(tx, &mut license).await?;
    tx.delete::<License>(&license.meta.id).await
}

/// That the issuer cannot have made a key nobody here knows of.
///
/// # Errors
///
/// `KEY_ISSUED`.
pub fn certain(license: &License) -> Result<(), Fault> {
    if license.issue_uncertain {
        let text = "the issuer may have made a key whose number never arrived: issue it again to learn it";
        return Err(Refusal::because(Code::KeyIssued, text).into());
    }
    Ok(())
}

/// What the rules say of an action today.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn decide(
    tx: &mut Tx,
    license: &License,
    action: Action,
    today: CivilDate,
) -> Result<Decision, Fault> {
    let known = facts::of(tx, license).await?;
    Ok(license::decide(&known.facts, action, today)?)
}

/// `GET /v1/licenses/{id}/actions`: what would be granted today; to whoever manages plug-ins also what goes
/// past them.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn actions(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let license = collection::named::<License>(tx, call, "id").await?;
    let overriding = call.needs(Right::PluginAdmin).is_ok();
    let names = facts::allowed(tx, &license, overriding, office.clock().today()).await?;
    Ok(Answer::ok(Allowed { status: license.status, allowed: names }))
}
