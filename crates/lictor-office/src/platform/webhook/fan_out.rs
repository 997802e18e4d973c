//! From events to deliveries: which endpoint wants which event.

use crate::actor::Actor;
use crate::event::LEAD_DAYS;
use crate::fault::Fault;
use crate::model::{Delivery, DeliveryState, Event, Webhook, WebhookState};
use crate::office::Office;
use crate::store::{Meta, Tx};

/// Events that are looked at in one transaction.
const PART: i64 = 500;

/// Name of the number up to which the deliveries of an endpoint were made.
#[must_use]
pub fn place_of(endpoint: &str) -> String {
    format!("webhook:{endpoint}")
}

/// Sets the place of an endpoint to the end: it gets what happens from now on.
///
/// # Errors
///
/// What the database says.
pub async fn begin(tx: &mut Tx, endpoint: &str) -> Result<(), Fault> {
    let head = head(tx).await?;
    set(tx, endpoint, head).await
}

/// The place of the last event that lasts.
async fn head(tx: &mut Tx) -> Result<i64, Fault> {
    // Not the sequence's own row: locking that one would stop everybody who leaves events.
    let rows = tx.query("SELECT COALESCE(MAX(position), 0) FROM events", Vec::new()).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

async fn set(tx: &mut Tx, endpoint: &str, place: i64) -> Result<(), Fault> {
    let sql = "INSERT INTO sequences (name, value) VALUES ($1, $2) \
               ON CONFLICT (name) DO UPDATE SET value = $2";
    tx.execute(sql, vec![place_of(endpoint).into(), place.into()]).await?;
    Ok(())
}

/// Makes the deliveries of all events since an endpoint's place.
///
/// # Errors
///
/// What the database says.
pub async fn catch_up(office: &Office, endpoint: &str) -> Result<(), Fault> {
    loop {
        let mut tx = office.read().await?;
        let (head, place) = (head(&mut tx).await?, tx.last_number(&place_of(endpoint)).await?);
        drop(tx);
        if head <= place {
            return Ok(());
        }
        let mut tx = office.write(Actor::system("webhooks")).await?;
        part(&mut tx, endpoint).await?;
        office.commit(tx).await?;
    }
}

async fn part(tx: &mut Tx, endpoint: &str) -> Result<(), Fault> {
    // Locks the endpoint: another process waits here and then finds the place moved.
    let endpoint: Option<Webhook> = tx.find("id", endpoint).await?;
    let Some(endpoint) = endpoint.filter(|endpoint| endpoint.state == WebhookState::Active) else {
        return Ok(());
    };
    let place = tx.last_number(&place_of(&endpoint.meta.id)).await?;
    let events: Vec<Event> =
        tx.select("position > $1 ORDER BY position LIMIT $2", vec![place.into(), PART.into()]).await?;
    let Some(last) = events.last().map(|event| event.position) else { return Ok(()) };
    for event in events.iter().filter(|event| wants(&endpoint, event)) {
        deliver(tx, &endpoint, event).await?;
    }
    set(tx, &endpoint.meta.id, last).await
}

/// Makes one delivery, due at once.
///
/// # Errors
///
/// What the database says.
pub async fn deliver(tx: &mut Tx, endpoint: &Webhook, event: &Event) -> Result<Delivery, Fault> {
    let mut delivery = Delivery {
        meta: Meta::default(),
        webhook_id: endpoint.meta.id.clone(),
        event_id: event.meta.id.clone(),
        event_type: event.event_type.clone(),
        aggregate_id: event.aggregate_id.clone(),
        aggregate_sequence: event.aggregate_sequence,
        state: DeliveryState::Pending,
        attempts: 0,
        first_attempt_at: None,
        next_attempt_at: Some(tx.now()),
        last_status: None,
        last_error: None,
        body_sha256: None,
    };
    tx.insert(&mut delivery).await?;
    Ok(delivery)
}

/// Whether an endpoint wants an event.
fn wants(endpoint: &Webhook, event: &Event) -> bool {
    let asked = endpoint.events.iter().any(|pattern| fits(pattern, &event.event_type));
    let wanted = match endpoint.expiring_days.as_slice() {
        [] => LEAD_DAYS,
        days => days,
    };
    let lead = event.days_left.is_none() || event.leads.iter().any(|lead| wanted.contains(lead));
    // A test is for the endpoint that asked for it, and is delivered there and then.
    asked && lead && event.event_type != super::endpoints::TEST
}

/// Whether a type of event fits a pattern: `*`, `license.*` or the type itself.
#[must_use]
pub fn fits(pattern: &str, event_type: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(group) => event_type.starts_with(group),
        None => pattern == event_type,
    }
}
