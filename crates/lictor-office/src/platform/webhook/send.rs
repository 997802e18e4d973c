//! Sends what is due: claims it in one transaction, calls outside of any, writes down what came of it.

use tokio::task::JoinSet;

use super::message;
use super::outcome::{self, Attempt};
use super::reach;
use crate::actor::Actor;
use crate::fault::Fault;
use crate::model::{Delivery, DeliveryState, Event, Settings, Webhook, WebhookState};
use crate::office::Office;
use crate::store::Tx;
use crate::time::Time;

/// Deliveries of one endpoint that are sent at a time.
const AT_A_TIME: i64 = 4;
/// Seconds after which a delivery whose sender is gone is sent again.
const LEASE_SECONDS: i64 = 60;
/// That no earlier delivery about the same record is still to come.
const IN_ORDER: &str = "NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.webhook_id = d.webhook_id \
    AND e.aggregate_id = d.aggregate_id AND e.aggregate_sequence < d.aggregate_sequence \
    AND e.state = 'pending')";

/// Sends what is due to these endpoints; how many deliveries were tried.
pub(super) async fn due(office: &Office, endpoints: &[Webhook]) -> Result<usize, Fault> {
    let mut sending = JoinSet::new();
    for endpoint in endpoints {
        for (endpoint, delivery) in claim(office, endpoint).await? {
            let office = office.clone();
            sending.spawn(async move {
                let attempt = attempt(&office, &endpoint, &delivery).await;
                if let Err(fault) = outcome::keep(&office, &delivery, &attempt).await {
                    tracing::error!(%fault, delivery = %delivery.meta.id, "a delivery's outcome is lost; it is sent again");
                }
            });
        }
    }
    let mut sent = 0;
    while sending.join_next().await.is_some() {
        sent += 1;
    }
    Ok(sent)
}

/// Takes deliveries that are due, so that no other process sends them meanwhile.
async fn claim(office: &Office, endpoint: &Webhook) -> Result<Vec<(Webhook, Delivery)>, Fault> {
    if waiting(&mut office.read().await?, endpoint, AT_A_TIME).await?.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = office.write(Actor::system("webhooks")).await?;
    // Locks the endpoint: claims of one endpoint follow each other.
    let endpoint: Option<Webhook> = tx.find("id", endpoint.meta.id.as_str()).await?;
    let Some(endpoint) = endpoint.filter(|endpoint| endpoint.state == WebhookState::Active) else {
        return Ok(Vec::new());
    };
    let mut claimed = Vec::new();
    for id in waiting(&mut tx, &endpoint, AT_A_TIME).await? {
        let mut delivery: Delivery = tx.get(&id).await?;
        delivery.attempts += 1;
        delivery.first_attempt_at.get_or_insert_with(|| tx.now());
        delivery.last_status = None;
        delivery.last_error = None;
        delivery.next_attempt_at = Some(tx.now().plus_seconds(LEASE_SECONDS));
        tx.update(&mut delivery).await?;
        claimed.push((endpoint.clone(), delivery));
    }
    office.commit(tx).await?;
    Ok(claimed)
}

/// Ids of deliveries that are due, oldest events first. After a resumption, all that were not tried
/// since are due.
async fn waiting(tx: &mut Tx, endpoint: &Webhook, limit: i64) -> Result<Vec<String>, Fault> {
    let sql = format!(
        "SELECT d.id FROM deliveries d WHERE d.webhook_id = $1 AND d.state = $2 \
         AND (d.next_attempt_at <= $3 OR d.updated_at < $4) AND {IN_ORDER} ORDER BY d.id LIMIT $5"
    );
    let values = vec![
        endpoint.meta.id.as_str().into(),
        DeliveryState::Pending.as_str().into(),
        tx.now().0.into(),
        endpoint.resumed_at.unwrap_or_default().0.into(),
        limit.into(),
    ];
    let rows = tx.query(&sql, values).await?;
    rows.iter().map(|row| row.text(0).map(str::to_owned)).collect()
}

/// When the next delivery of these endpoints is due.
pub(super) async fn next(office: &Office, endpoints: &[Webhook]) -> Result<Option<Time>, Fault> {
    let mut tx = office.read().await?;
    let mut next: Option<i64> = None;
    for endpoint in endpoints {
        let sql = format!(
            "SELECT MIN(d.next_attempt_at) FROM deliveries d WHERE d.webhook_id = $1 AND d.state = $2 AND {IN_ORDER}"
        );
        let values = vec![endpoint.meta.id.as_str().into(), DeliveryState::Pending.as_str().into()];
        let rows = tx.query(&sql, values).await?;
        let due = rows.first().and_then(|row| row.int_or_null(0));
        next = next.into_iter().chain(due).min();
    }
    Ok(next.map(Time))
}

/// One attempt; whatever goes wrong is said in it.
async fn attempt(office: &Office, endpoint: &Webhook, delivery: &Delivery) -> Attempt {
    match post(office, endpoint, delivery).await {
        Ok(attempt) => attempt,
        Err(error) => Attempt { status: None, error: Some(error), body_sha256: None },
    }
}

async fn post(office: &Office, endpoint: &Webhook, delivery: &Delivery) -> Result<Attempt, String> {
    let say = |fault: Fault| fault.to_string();
    let mut tx = office.read().await.map_err(say)?;
    let event: Event = tx.get(&delivery.event_id).await.map_err(say)?;
    let settings: Option<Settings> = tx.find("name", "office").await.map_err(say)?;
    drop(tx);
    let private = settings.is_some_and(|settings| settings.allow_private_webhooks);
    let url = reach::check(&endpoint.url, private).map_err(|refusal| refusal.message().to_owned())?;
    let body = message::body(&event);
    let now = office.clock().now();
    let headers = message::headers(office, endpoint, &event.meta.id, now, &body).map_err(say)?;
    let body_sha256 = Some(message::hash(&body));
    let mut request = office
        .reach()
        .client(private)
        .post(url)
        .header("content-type", "application/json")
        .header("user-agent", concat!("lictor-office/", env!("CARGO_PKG_VERSION")));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    Ok(match request.body(body).send().await {
        // What the endpoint says beyond its status is of no interest, and is not read.
        Ok(response) if response.status().is_success() => {
            Attempt { status: Some(response.status().as_u16()), error: None, body_sha256 }
        }
        Ok(response) => {
            let status = response.status();
            Attempt { status: Some(status.as_u16()), error: Some(format!("answered {status}")), body_sha256 }
        }
        Err(error) => Attempt { status: None, error: Some(reason(&error)), body_sha256 },
    })
}

/// The innermost reason that an HTTP client gives, without the address.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no answer within {} seconds", reach::PATIENCE.as_secs());
    }
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}
