//! From one step of a license to the next: operations begin, and what is automatic goes on by itself.

use lictor_entitle::license::{self, Action, Decision};
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::plugin::PluginMode;
use lictor_entitle::subscription::{Assignment, SubscriptionState, SubscriptionType};
use lictor_types::CivilDate;
use serde_json::{Value as Json, json};

use crate::fault::Fault;
use crate::model::{License, Operation, OperationKind, Subscription};
use crate::provider::operation::{Start, begin};
use crate::provider::{change, facts, order};
use crate::store::Tx;

/// How a step is begun.
#[derive(Debug, Clone, Default)]
pub struct Go {
    /// What its operation needs to know.
    pub input: Json,
    /// Key against doing it twice at the issuer; none for the usual one.
    pub key: Option<String>,
}

/// The kind of operation behind an action; none if it needs none.
#[must_use]
pub fn kind_of(action: Action) -> Option<OperationKind> {
    match action {
        Action::Issue => Some(OperationKind::Issue),
        Action::Activate => Some(OperationKind::Activate),
        Action::Retrieve => Some(OperationKind::Retrieve),
        Action::Install => Some(OperationKind::Install),
        Action::Sync => Some(OperationKind::Sync),
        Action::Upgrade => Some(OperationKind::Upgrade),
        Action::Renew { .. } => Some(OperationKind::Renew),
        Action::Terminate => Some(OperationKind::Terminate),
        Action::Reinstate => Some(OperationKind::Reinstate),
        Action::Retry
        | Action::Cancel
        | Action::Upload { .. }
        | Action::MarkInstalled
        | Action::Download
        | Action::Unterminate
        | Action::Assign { .. }
        | Action::Unassign
        | Action::Delete => None,
    }
}

/// The action that an operation on a license carries out; a renewal may be `forced`.
#[must_use]
pub fn action_of(kind: OperationKind, forced: bool) -> Option<Action> {
    match kind {
        OperationKind::Issue => Some(Action::Issue),
        OperationKind::Activate => Some(Action::Activate),
        OperationKind::Retrieve => Some(Action::Retrieve),
        OperationKind::Install => Some(Action::Install),
        OperationKind::Sync => Some(Action::Sync),
        OperationKind::Upgrade => Some(Action::Upgrade),
        OperationKind::Renew => Some(Action::Renew { forced }),
        OperationKind::Terminate => Some(Action::Terminate),
        OperationKind::Reinstate => Some(Action::Reinstate),
        OperationKind::SyncAll
        | OperationKind::FetchClasses
        | OperationKind::Expire
        | OperationKind::Daily => None,
    }
}

/// Begins the operation of an action, if the rules grant it today. A license that becomes Retrieving or
/// Installing does so in the same transaction.
///
/// # Errors
///
/// The refusal of 2.1.2.
pub async fn start(
    tx: &mut Tx,
    license: &mut License,
    action: Action,
    go: &Go,
    today: CivilDate,
) -> Result<Operation, Fault> {
    let known = facts::of(tx, license).await?;
    let decision = license::decide(&known.facts, action, today)?;
    let Some(kind) = kind_of(action) else {
        return Err(Fault::internal(format!("{action} needs no operation")));
    };
    let calls = kind != OperationKind::Install;
    let operation = begin(
        tx,
        Start {
            kind,
            target_kind: "license",
            target_id: &license.meta.id,
            plugin_id: calls.then_some(license.plugin_id.as_str()),
            key: go.key.clone().or_else(|| request_key(license, action)),
            input: if go.input.is_null() { json!({}) } else { go.input.clone() },
        },
    )
    .await?;
    // Comparing and ending do not stand in the way of anything else.
    let apart = matches!(kind, OperationKind::Sync | OperationKind::Terminate);
    if !apart {
        license.operation_id = Some(operation.meta.id.clone());
        license.attempts = 0;
        license.next_attempt_at = operation.next_attempt_at;
    }
    match decision {
        Decision::Change(transition) => {
            let name = match transition.after.status {
                LicenseStatus::Installing => "license.installing",
                LicenseStatus::Retrieving
                | LicenseStatus::Pending
                | LicenseStatus::Issued
                | LicenseStatus::Activated
                | LicenseStatus::Retrieved
                | LicenseStatus::Uploaded
                | LicenseStatus::Installed
                | LicenseStatus::Expired
                | LicenseStatus::Terminated => "license.retrieving",
            };
            change::write(tx, license, &transition, name).await?;
            license.next_attempt_at = operation.next_attempt_at;
            tx.update(license).await?;
        }
        Decision::Ask | Decision::RunNow | Decision::TakeFile | Decision::Serve | Decision::Remove => {
            if !apart {
                tx.update(license).await?;
            }
        }
    }
    if !apart {
        order::goes_on(tx, license).await?;
    }
    Ok(operation)
}

/// The provider's License ID and its UUID: the issuer answers the same key however often it is asked.
fn request_key(license: &License, action: Action) -> Option<String> {
    match action {
        Action::Issue => Some(format!("{}:{}", license.number, license.meta.id)),
        Action::Renew { .. } => {
            let from = license.update_date.map(|day| day.to_string()).unwrap_or_default();
            Some(format!("renew:{}:{from}", license.meta.id))
        }
        Action::Upgrade | Action::Reinstate => Some(format!("{action}:{}", crate::store::new_id())),
        Action::Activate
        | Action::Retrieve
        | Action::Retry
        | Action::Cancel
        | Action::Upload { .. }
        | Action::Install
        | Action::MarkInstalled
        | Action::Download
        | Action::Sync
        | Action::Terminate
        | Action::Unterminate
        | Action::Assign { .. }
        | Action::Unassign
        | Action::Delete => None,
    }
}

/// Begins the next step of an automatic license, if there is one that it can take now; otherwise its order
/// hears that it waits or is done.
///
/// # Errors
///
/// What the database says.
pub async fn go_on(tx: &mut Tx, license: &mut License, today: CivilDate) -> Result<(), Fault> {
    if license.operation_id.is_some() {
        return Ok(());
    }
    if license.automatic
        && let Some(action) = next(tx, license).await?
        && begun(tx, license, action, today).await?
    {
        return Ok(());
    }
    order::rests(tx, license).await
}

/// Begins a step if it is granted. Whether it was.
///
/// # Errors
///
/// What the database says.
pub async fn begun(
    tx: &mut Tx,
    license: &mut License,
    action: Action,
    today: CivilDate,
) -> Result<bool, Fault> {
    let known = facts::of(tx, license).await?;
    if known.facts.plugin.can_call().is_err() && action != Action::Install {
        return Ok(false);
    }
    if license::decide(&known.facts, action, today).is_err() {
        return Ok(false);
    }
    start(tx, license, action, &Go::default(), today).await?;
    Ok(true)
}

async fn next(tx: &mut Tx, license: &License) -> Result<Option<Action>, Fault> {
    let known = facts::of(tx, license).await?;
    if known.plugin.mode == PluginMode::Offline {
        return Ok(None);
    }
    Ok(match license.status {
        LicenseStatus::Pending if known.subscription.as_ref().is_none_or(is_time_for_a_key) => {
            Some(Action::Issue)
        }
        LicenseStatus::Issued if !known.facts.requires_activation => Some(Action::Retrieve),
        LicenseStatus::Activated => Some(Action::Retrieve),
        LicenseStatus::Retrieved if license.assignment == Assignment::Assigned => Some(Action::Install),
        LicenseStatus::Pending
        | LicenseStatus::Issued
        | LicenseStatus::Retrieving
        | LicenseStatus::Retrieved
        | LicenseStatus::Uploaded
        | LicenseStatus::Installing
        | LicenseStatus::Installed
        | LicenseStatus::Expired
        | LicenseStatus::Terminated => None,
    })
}

/// Licenses come after the other services (L2); one for a dedicated server does not wait for the server.
fn is_time_for_a_key(subscription: &Subscription) -> bool {
    match (subscription.state, subscription.kind) {
        (SubscriptionState::Active, _) => true,
        (SubscriptionState::Pending, SubscriptionType::DedicatedServer) => true,
        (SubscriptionState::Pending, SubscriptionType::Ordinary)
        | (
            SubscriptionState::Provisioning | SubscriptionState::Suspended | SubscriptionState::Cancelled,
            SubscriptionType::Ordinary | SubscriptionType::DedicatedServer,
        ) => false,
    }
}
