//! Endpoints: made, changed, suspended, resumed, tried.

use std::collections::BTreeMap;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{fan_out, reach};
use crate::event::TYPES;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{DeliveryState, Event, Settings, Webhook, WebhookSignature, WebhookState};
use crate::office::Office;
use crate::store::{Meta, Record, Tx, new_id};

/// Type of the event that a test sends.
pub const TEST: &str = "webhook.test";
/// Most patterns or lead times of one endpoint.
const LIST_MAX: usize = 64;
/// Longest lead time, in days.
const LEAD_MAX: i64 = 3650;

/// A new endpoint.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where to: https, or http on a loopback address where the settings allow it.
    pub url: String,
    /// Types of events, `*` for all, `license.*` for a group.
    #[serde(default = "all_events")]
    pub events: Vec<String>,
    /// How deliveries are signed.
    #[serde(default = "ed25519")]
    pub signature: WebhookSignature,
    /// For HMAC: name of the file in DIR/secrets with the secret.
    #[serde(default)]
    pub secret_ref: Option<String>,
    /// Lead times of events about what ends soon, in days; empty means 30 and 7.
    #[serde(default)]
    pub expiring_days: Vec<i64>,
    /// Notes of the caller's own.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// Its name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

/// What changes of an endpoint; what is absent stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookChange {
    /// Where to.
    #[serde(default)]
    pub url: Option<String>,
    /// Types of events.
    #[serde(default)]
    pub events: Option<Vec<String>>,
    /// How deliveries are signed.
    #[serde(default)]
    pub signature: Option<WebhookSignature>,
    /// For HMAC: name of the file with the secret.
    #[serde(default)]
    pub secret_ref: Option<String>,
    /// Lead times, in days.
    #[serde(default)]
    pub expiring_days: Option<Vec<i64>>,
    /// Notes of the caller's own, all of them.
    #[serde(default)]
    pub metadata: Option<BTreeMap<String, Json>>,
    /// Its name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

fn all_events() -> Vec<String> {
    vec!["*".to_owned()]
}

fn ed25519() -> WebhookSignature {
    WebhookSignature::Ed25519
}

/// Fields that nobody sets.
const READ_ONLY: &[&str] =
    &["id", "version", "created_at", "updated_at", "state", "failures", "failing_since", "resumed_at"];

/// Makes an endpoint. It gets what happens from now on.
///
/// # Errors
///
/// `INVALID_FIELD`, `READ_ONLY`.
pub async fn create(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let body: NewWebhook = call.body()?;
    let mut endpoint = Webhook {
        meta: Meta { metadata: body.metadata, external_ref: body.external_ref, ..Meta::default() },
        url: body.url,
        events: body.events,
        signature: body.signature,
        secret_ref: body.secret_ref,
        expiring_days: body.expiring_days,
        state: WebhookState::Active,
        failures: 0,
        failing_since: None,
        resumed_at: None,
    };
    check(office, tx, &endpoint).await?;
    tx.insert(&mut endpoint).await?;
    fan_out::begin(tx, &endpoint.meta.id).await?;
    tx.trace("webhook.created", None, Some(&endpoint), None);
    Ok(Answer::created(&endpoint))
}

/// Changes an endpoint.
///
/// # Errors
///
/// `INVALID_FIELD`, `READ_ONLY`, `PRECONDITION_FAILED`.
pub async fn patch(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let body: WebhookChange = call.body()?;
    let before: Webhook = collection::named(tx, call, "id").await?;
    call.matches(&before)?;
    let mut after = before.clone();
    after.url = body.url.unwrap_or(after.url);
    after.events = body.events.unwrap_or(after.events);
    after.signature = body.signature.unwrap_or(after.signature);
    after.secret_ref = body.secret_ref.or(after.secret_ref);
    after.expiring_days = body.expiring_days.unwrap_or(after.expiring_days);
    after.meta.metadata = body.metadata.unwrap_or(after.meta.metadata);
    after.meta.external_ref = body.external_ref.or(after.meta.external_ref);
    check(office, tx, &after).await?;
    tx.update(&mut after).await?;
    tx.trace("webhook.changed", Some(&before), Some(&after), None);
    Ok(Answer::record(&after))
}

/// Forgets an endpoint and what was still to be sent to it; what was sent stays in the log.
///
/// # Errors
///
/// `NOT_FOUND`, `PRECONDITION_FAILED`.
pub async fn delete(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let endpoint: Webhook = collection::named(tx, call, "id").await?;
    call.matches(&endpoint)?;
    let id = endpoint.meta.id.as_str();
    tx.delete::<Webhook>(id).await?;
    let sql = "DELETE FROM deliveries WHERE webhook_id = $1 AND state = $2";
    tx.execute(sql, vec![id.into(), DeliveryState::Pending.as_str().into()]).await?;
    tx.execute("DELETE FROM sequences WHERE name = $1", vec![fan_out::place_of(id).into()]).await?;
    tx.trace("webhook.deleted", Some(&endpoint), None, None);
    Ok(Answer::nothing())
}

/// Stops serving an endpoint; its events are kept.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` when it is suspended already.
pub async fn suspend(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let before: Webhook = collection::named(tx, call, "id").await?;
    call.matches(&before)?;
    active(&before)?;
    let mut after = Webhook { state: WebhookState::Suspended, ..before.clone() };
    tx.update(&mut after).await?;
    tx.trace("webhook.suspended", Some(&before), Some(&after), Some("by hand"));
    Ok(Answer::record(&after))
}

/// Serves a suspended endpoint again, from where it stopped.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` when it is not suspended.
pub async fn resume(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let before: Webhook = collection::named(tx, call, "id").await?;
    call.matches(&before)?;
    if before.state == WebhookState::Active {
        let text = "the endpoint is not suspended";
        return Err(Refusal::because(Code::IllegalTransition, text).with("state", "active").into());
    }
    let mut after = Webhook {
        state: WebhookState::Active,
        failures: 0,
        failing_since: None,
        resumed_at: Some(tx.now()),
        ..before.clone()
    };
    tx.update(&mut after).await?;
    tx.trace("webhook.resumed", Some(&before), Some(&after), None);
    tx.wake();
    Ok(Answer::record(&after))
}

/// Sends an event of type `webhook.test` to this endpoint alone; the answer is its delivery.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` when the endpoint is suspended.
pub async fn test(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let endpoint: Webhook = collection::named(tx, call, "id").await?;
    active(&endpoint)?;
    let id = new_id();
    let event = Event {
        meta: Meta { id: id.clone(), ..Meta::default() },
        position: 0,
        event_type: TEST.to_owned(),
        aggregate_kind: Webhook::TABLE.kind.to_owned(),
        // A row of its own: a test waits for nothing before it.
        aggregate_id: id,
        aggregate_sequence: 1,
        object: json!({ "webhook_id": endpoint.meta.id, "asked_by": call.caller }),
        changed: Vec::new(),
        days_left: None,
        leads: Vec::new(),
    };
    let delivery = fan_out::deliver(tx, &endpoint, &event).await?;
    tx.leave(event);
    tx.trace("webhook.tested", Some(&endpoint), Some(&endpoint), None);
    Ok(Answer::created(&delivery))
}

fn active(endpoint: &Webhook) -> Result<(), Fault> {
    match endpoint.state {
        WebhookState::Active => Ok(()),
        WebhookState::Suspended => {
            let text = "the endpoint is suspended; resume it first";
            Err(Refusal::because(Code::IllegalTransition, text).with("state", "suspended").into())
        }
    }
}

async fn check(office: &Office, tx: &mut Tx, endpoint: &Webhook) -> Result<(), Fault> {
    let settings: Option<Settings> = tx.look("name", "office").await?;
    let private = settings.is_some_and(|settings| settings.allow_private_webhooks);
    reach::check(&endpoint.url, private)?;
    let invalid = |text: &str, at: String| Fault::from(Refusal::because(Code::InvalidField, text).at(at));
    if endpoint.events.is_empty() || endpoint.events.len() > LIST_MAX {
        return Err(invalid("from 1 to 64 types of events", "/events".to_owned()));
    }
    for (index, pattern) in endpoint.events.iter().enumerate() {
        if !is_pattern(pattern) {
            let text = format!("a type of event, a group as license.*, or *; known are {}", TYPES.join(", "));
            return Err(invalid(&text, format!("/events/{index}")));
        }
    }
    let days = &endpoint.expiring_days;
    if days.len() > LIST_MAX || days.iter().any(|day| !(0..=LEAD_MAX).contains(day)) {
        return Err(invalid("at most 64 numbers of days from 0 to 3650", "/expiring_days".to_owned()));
    }
    match (endpoint.signature, &endpoint.secret_ref) {
        (WebhookSignature::HmacSha256, Some(name)) => {
            let at = |refusal: Refusal| Fault::from(refusal.at("/secret_ref"));
            office.secret(name).map(drop).map_err(|fault| at(fault.refusal()))
        }
        (WebhookSignature::HmacSha256, None) => {
            Err(invalid("HMAC needs a secret in DIR/secrets", "/secret_ref".to_owned()))
        }
        (WebhookSignature::Ed25519, Some(_) | None) => Ok(()),
    }
}

/// Whether a pattern fits anything that ever happens: a misspelt one would be silent for ever.
fn is_pattern(text: &str) -> bool {
    let group = text == "*" || text.ends_with(".*");
    (group || TYPES.contains(&text)) && TYPES.iter().any(|known| fan_out::fits(text, known))
}
