//! Subscriptions over HTTP: what accounts run, and the license servers that files are installed on.

use std::collections::BTreeMap;
use std::path::Path;

use lictor_entitle::code::Code;
use lictor_entitle::refusal::Refusal;
use lictor_entitle::subscription::{Assignment, SubscriptionState, SubscriptionType};
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{License, Server, Subscription};
use crate::office::Office;
use crate::provider::request::invalid;
use crate::provider::{action, chain, request};
use crate::store::{Meta, Tx};

/// Fields that only the system sets.
const READ_ONLY: &[&str] = &["id", "state"];

/// Body of `POST /v1/subscriptions`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSubscription {
    /// Name for people.
    pub name: String,
    /// Id or code of the account.
    #[serde(default)]
    pub account_id: Option<String>,
    /// What was bought.
    #[serde(default)]
    pub plan: String,
    /// Ordinary, or with a dedicated server.
    #[serde(default = "ordinary")]
    pub kind: SubscriptionType,
    /// Other services of it, by name; licenses come after them.
    #[serde(default)]
    pub services: Vec<String>,
    /// The license server, if it exists already.
    #[serde(default)]
    pub server: Option<Server>,
    /// Notes of the caller's own.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// Name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

fn ordinary() -> SubscriptionType {
    SubscriptionType::Ordinary
}

/// Body of `PATCH /v1/subscriptions/{id}`. What is not named stays.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// What was bought.
    #[serde(default)]
    pub plan: Option<String>,
    /// Other services of it, by name.
    #[serde(default)]
    pub services: Option<Vec<String>>,
    /// Notes of the caller's own; replaces all of them.
    #[serde(default)]
    pub metadata: Option<BTreeMap<String, Json>>,
    /// Name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

/// `POST /v1/subscriptions`.
///
/// # Errors
///
/// `INVALID_FIELD`, `READ_ONLY`.
pub async fn create(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let body: NewSubscription = call.body()?;
    let account = request::account(tx, body.account_id.as_deref()).await?;
    let account = account.ok_or_else(|| invalid("/account_id", "the account it is for".to_owned()))?;
    named(&body.name)?;
    if let Some(server) = &body.server {
        check(office, server)?;
    }
    let mut subscription = Subscription {
        meta: Meta { metadata: body.metadata, external_ref: body.external_ref, ..Meta::default() },
        name: body.name,
        account_id: account.meta.id,
        plan: body.plan,
        kind: body.kind,
        state: SubscriptionState::Pending,
        services: body.services,
        server: body.server,
    };
    tx.insert(&mut subscription).await?;
    tx.trace::<Subscription>("subscription.created", None, Some(&subscription), None);
    Ok(Answer::created(&subscription))
}

fn named(name: &str) -> Result<(), Fault> {
    if name.trim().is_empty() || name.len() > 200 {
        return Err(invalid("/name", "a name of 1 to 200 bytes".to_owned()));
    }
    Ok(())
}

/// `PATCH /v1/subscriptions/{id}`.
///
/// # Errors
///
/// `INVALID_FIELD`, `READ_ONLY`.
pub async fn edit(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let body: Edit = call.body()?;
    let mut subscription: Subscription = collection::named(tx, call, "id").await?;
    call.matches(&subscription)?;
    let before = subscription.clone();
    if let Some(name) = body.name {
        named(&name)?;
        subscription.name = name;
    }
    if let Some(plan) = body.plan {
        subscription.plan = plan;
    }
    if let Some(services) = body.services {
        subscription.services = services;
    }
    if let Some(metadata) = body.metadata {
        subscription.meta.metadata = metadata;
    }
    if let Some(name) = body.external_ref {
        subscription.meta.external_ref = Some(name);
    }
    tx.update(&mut subscription).await?;
    tx.trace("subscription.edited", Some(&before), Some(&subscription), None);
    Ok(Answer::record(&subscription))
}

/// `DELETE /v1/subscriptions/{id}`, while no license is in it.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`.
pub async fn delete(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let subscription: Subscription = collection::named(tx, call, "id").await?;
    call.matches(&subscription)?;
    let id = subscription.meta.id.as_str();
    if tx.find::<License>("subscription_id", id).await?.is_some() {
        let text = "licenses are in this subscription: cancel it instead";
        return Err(Refusal::because(Code::IllegalTransition, text).into());
    }
    tx.trace::<Subscription>("subscription.deleted", Some(&subscription), None, None);
    tx.delete::<Subscription>(id).await?;
    Ok(Answer::nothing())
}

/// `POST /v1/subscriptions/{id}/provision`: its other services are being made.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`.
pub async fn provision(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let from = [SubscriptionState::Pending];
    step(office, tx, call, &from, SubscriptionState::Provisioning, "subscription.provisioning").await
}

/// `POST /v1/subscriptions/{id}/activate`: its other services are ready; licenses follow.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`.
pub async fn activate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let from = [SubscriptionState::Pending, SubscriptionState::Provisioning];
    step(office, tx, call, &from, SubscriptionState::Active, "subscription.activated").await
}

/// `POST /v1/subscriptions/{id}/suspend`.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`.
pub async fn suspend(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let from = [SubscriptionState::Active];
    step(office, tx, call, &from, SubscriptionState::Suspended, "subscription.suspended").await
}

/// `POST /v1/subscriptions/{id}/resume`.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`.
pub async fn resume(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let from = [SubscriptionState::Suspended];
    step(office, tx, call, &from, SubscriptionState::Active, "subscription.resumed").await
}

async fn step(
    office: &Office,
    tx: &mut Tx,
    call: &Call,
    from: &[SubscriptionState],
    to: SubscriptionState,
    name: &str,
) -> Result<Answer, Fault> {
    let mut subscription: Subscription = collection::named(tx, call, "id").await?;
    call.matches(&subscription)?;
    becomes(tx, &mut subscription, from, to, name).await?;
    settle(tx, &subscription, office.clock().today()).await?;
    Ok(Answer::record(&subscription))
}

async fn becomes(
    tx: &mut Tx,
    subscription: &mut Subscription,
    from: &[SubscriptionState],
    to: SubscriptionState,
    name: &str,
) -> Result<(), Fault> {
    if !from.contains(&subscription.state) {
        let state = crate::model::text_of(&subscription.state);
        let text = format!("the subscription is {state}");
        return Err(Refusal::because(Code::IllegalTransition, text).with("status", state).into());
    }
    let before = subscription.clone();
    subscription.state = to;
    tx.update(subscription).await?;
    tx.trace(name, Some(&before), Some(&*subscription), None);
    Ok(())
}

/// `POST /v1/subscriptions/{id}/cancel`: its licenses go back into stock, with their files (2.1.5).
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`.
pub async fn cancel(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let mut subscription: Subscription = collection::named(tx, call, "id").await?;
    call.matches(&subscription)?;
    let from = [
        SubscriptionState::Pending,
        SubscriptionState::Provisioning,
        SubscriptionState::Active,
        SubscriptionState::Suspended,
    ];
    becomes(tx, &mut subscription, &from, SubscriptionState::Cancelled, "subscription.cancelled").await?;
    for mut license in licenses(tx, &subscription).await? {
        if license.assignment != Assignment::None {
            action::take_out(tx, &mut license, office.clock().today()).await?;
        }
    }
    Ok(Answer::record(&subscription))
}

/// `POST /v1/subscriptions/{id}/server`: the license server is attached. A dedicated subscription that
/// waited for it becomes Provisioning, or Active if it has no other services.
///
/// # Errors
///
/// `INVALID_FIELD`; `ILLEGAL_TRANSITION` if the subscription has ended.
pub async fn attach(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let server: Server = call.body()?;
    check(office, &server)?;
    let mut subscription: Subscription = collection::named(tx, call, "id").await?;
    call.matches(&subscription)?;
    if subscription.state == SubscriptionState::Cancelled {
        let refusal = Refusal::because(Code::IllegalTransition, "the subscription is cancelled");
        return Err(refusal.with("status", "cancelled").into());
    }
    let before = subscription.clone();
    subscription.server = Some(server);
    if (subscription.kind, subscription.state)
        == (SubscriptionType::DedicatedServer, SubscriptionState::Pending)
    {
        subscription.state = match subscription.services.is_empty() {
            true => SubscriptionState::Active,
            false => SubscriptionState::Provisioning,
        };
    }
    tx.update(&mut subscription).await?;
    tx.trace("subscription.server_attached", Some(&before), Some(&subscription), None);
    settle(tx, &subscription, office.clock().today()).await?;
    Ok(Answer::record(&subscription))
}

/// Licenses of a subscription that changed: those without a server get it, automatic ones go on.
async fn settle(tx: &mut Tx, subscription: &Subscription, today: CivilDate) -> Result<(), Fault> {
    for mut license in licenses(tx, subscription).await? {
        if license.status.is_over() {
            continue;
        }
        let attached = request::assignment_of(subscription) == Assignment::Assigned;
        if license.assignment == Assignment::NotAssigned && attached {
            action::sell(tx, &mut license, subscription, today).await?;
        } else if license.automatic {
            chain::go_on(tx, &mut license, today).await?;
        }
    }
    Ok(())
}

async fn licenses(tx: &mut Tx, subscription: &Subscription) -> Result<Vec<License>, Fault> {
    tx.all("subscription_id", subscription.meta.id.as_str()).await
}

fn check(office: &Office, server: &Server) -> Result<(), Fault> {
    let address = |pointer: &str, text: &str| match text.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0) => Ok(()),
        Some(_) | None => Err(invalid(pointer, "HOST:PORT".to_owned())),
    };
    let confirm = match server {
        Server::Admin { admin, token_ref, confirm } => {
            address("/admin", admin)?;
            office.secret(token_ref).map_err(|fault| Fault::from(fault.refusal().at("/token_ref")))?;
            confirm
        }
        Server::Directory { path, confirm } => {
            if !Path::new(path).is_absolute() {
                return Err(invalid("/path", "an absolute path".to_owned()));
            }
            confirm
        }
    };
    confirm.as_deref().map_or(Ok(()), |confirm| address("/confirm", confirm))
}
