//! What came of an attempt: delivered, tried again later, given up; and what it says of the endpoint.

use super::backoff;
use crate::actor::Actor;
use crate::fault::Fault;
use crate::model::{Delivery, DeliveryState, Webhook, WebhookState};
use crate::office::Office;
use crate::store::Tx;
use crate::time::Time;

/// Times the outcome is written that met another writer.
const TRIES: u32 = 8;

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// What went wrong; none when it arrived.
    pub error: Option<String>,
    /// Hash of the body that was sent, if it came to that.
    pub body_sha256: Option<String>,
}

/// Writes the outcome down.
///
/// # Errors
///
/// What the database says.
pub async fn keep(office: &Office, delivery: &Delivery, attempt: &Attempt) -> Result<(), Fault> {
    let mut tries = 0;
    loop {
        let mut tx = office.write(Actor::system("webhooks")).await?;
        let written = match write(&mut tx, delivery, attempt).await {
            Ok(()) => office.commit(tx).await,
            Err(fault) => Err(fault),
        };
        match written {
            Err(Fault::Again) if tries < TRIES => tries += 1,
            Ok(()) | Err(_) => return written,
        }
    }
}

async fn write(tx: &mut Tx, delivery: &Delivery, attempt: &Attempt) -> Result<(), Fault> {
    let now = tx.now();
    let endpoint: Option<Webhook> = tx.find("id", delivery.webhook_id.as_str()).await?;
    let stored: Option<Delivery> = tx.find("id", delivery.meta.id.as_str()).await?;
    let (Some(mut endpoint), Some(mut stored)) = (endpoint, stored) else { return Ok(()) };
    if stored.attempts != delivery.attempts {
        // Its lease ran out and it was taken again: what comes of that attempt counts.
        return Ok(());
    }
    stored.last_status = attempt.status.map(i64::from);
    stored.last_error.clone_from(&attempt.error);
    stored.body_sha256 = attempt.body_sha256.clone().or(stored.body_sha256);
    let mut silent = false;
    if attempt.error.is_none() {
        stored.state = DeliveryState::Delivered;
        stored.next_attempt_at = None;
    } else {
        stored.next_attempt_at = backoff::next(&stored, &endpoint, now);
        if stored.next_attempt_at.is_none() {
            // Where nothing arrived all the time, not this delivery is at fault: it waits for the endpoint.
            silent = !arrived(tx, &endpoint, backoff::begin(&stored, &endpoint, now)).await?;
            if !silent {
                stored.state = DeliveryState::Failed;
            }
        }
    }
    tx.update(&mut stored).await?;
    if stored.state == DeliveryState::Failed {
        tx.trace("delivery.failed", Some(delivery), Some(&stored), Some("72 hours are over"));
    }
    match attempt.error {
        None if endpoint.failures == 0 => Ok(()),
        None => {
            endpoint.failures = 0;
            endpoint.failing_since = None;
            tx.update(&mut endpoint).await
        }
        Some(_) => failed(tx, endpoint, silent).await,
    }
}

/// Whether anything arrived at an endpoint since then.
async fn arrived(tx: &mut Tx, endpoint: &Webhook, since: Time) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM deliveries WHERE webhook_id = $1 AND state = $2 AND updated_at >= $3 LIMIT 1";
    let values =
        vec![endpoint.meta.id.as_str().into(), DeliveryState::Delivered.as_str().into(), since.0.into()];
    Ok(!tx.query(sql, values).await?.is_empty())
}

/// Counts a failure. `silent` says that nothing arrived for as long as a delivery is tried.
async fn failed(tx: &mut Tx, mut endpoint: Webhook, silent: bool) -> Result<(), Fault> {
    let before = endpoint.clone();
    endpoint.failures += 1;
    endpoint.failing_since.get_or_insert_with(|| tx.now());
    let suspends =
        endpoint.state == WebhookState::Active && (silent || backoff::suspends(&endpoint, tx.now()));
    if suspends {
        endpoint.state = WebhookState::Suspended;
    }
    tx.update(&mut endpoint).await?;
    if suspends {
        let reason = if silent { "nothing arrived for 72 hours" } else { "it failed again and again" };
        tx.trace("webhook.suspended", Some(&before), Some(&endpoint), Some(reason));
    }
    Ok(())
}
