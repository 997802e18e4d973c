//! Events that others may want to hear of (office.md 5.4): written with the change they tell of.

use crate::fault::Fault;
use crate::model::Event;
use crate::store::{Meta, Record, Tx};

/// Lead times in days of events about what ends soon, for endpoints that name none.
pub const LEAD_DAYS: &[i64] = &[30, 7];

/// Every type of event, for endpoints that ask for some of them.
pub const TYPES: &[&str] = &[
    "license.requested",
    "license.issued",
    "license.activated",
    "license.retrieving_stuck",
    "license.retrieved",
    "license.uploaded",
    "license.installed",
    "license.install_failed",
    "license.expiring",
    "license.expired",
    "license.terminated",
    "license.renewed",
    "license.upgraded",
    "license.in_sync",
    "license.not_in_sync",
    "fulfillment.created",
    "fulfillment.activated",
    "fulfillment.obsoleted",
    "fulfillment.on_hold",
    "line_item.deployed",
    "line_item.count_rejected",
    "order.completed",
    "order.failed",
    "plugin.failed",
    "sync_run.finished",
    "maintenance.expiring",
];

/// Leaves an event about a record: its type, for example `license.installed`, the record afterwards and
/// which of its fields changed. It takes its place among all events when the transaction is committed,
/// and webhooks get it after that.
///
/// # Errors
///
/// None at present; kept for what the database may say.
pub async fn emit<R: Record>(
    tx: &mut Tx,
    event_type: &str,
    before: Option<&R>,
    after: &R,
) -> Result<(), Fault> {
    let object = after.public();
    let changed = before.map(|before| changed(&before.public(), &object)).unwrap_or_default();
    tx.leave(event::<R>(event_type, after.meta().id.clone(), object, changed));
    Ok(())
}

/// Leaves an event about what ends in so many days. Endpoints get it if they asked for one of the lead times:
/// those of [`crate::platform::webhook::lead_days`] that are reached today.
pub fn emit_expiring<R: Record>(tx: &mut Tx, event_type: &str, record: &R, days_left: i64, leads: Vec<i64>) {
    let event = event::<R>(event_type, record.meta().id.clone(), record.public(), Vec::new());
    tx.leave(Event { days_left: Some(days_left), leads, ..event });
}

fn event<R: Record>(event_type: &str, id: String, object: serde_json::Value, changed: Vec<String>) -> Event {
    debug_assert!(TYPES.contains(&event_type), "{event_type} is no known type of event");
    Event {
        meta: Meta::default(),
        position: 0,
        event_type: event_type.to_owned(),
        aggregate_kind: R::TABLE.kind.to_owned(),
        aggregate_id: id,
        aggregate_sequence: 0,
        object,
        changed,
        days_left: None,
        leads: Vec::new(),
    }
}

/// Gives events their places and keeps them. Taking the first place locks the row of events until the
/// transaction ends, so that places follow each other as transactions last: who reads up to a place
/// misses nothing before it.
pub(crate) async fn append(tx: &mut Tx, events: Vec<Event>) -> Result<(), Fault> {
    for mut event in events {
        event.position = tx.next_number("events").await?;
        event.aggregate_sequence = tx.next_number(&format!("event:{}", event.aggregate_id)).await?;
        tx.insert(&mut event).await?;
    }
    Ok(())
}

fn changed(before: &serde_json::Value, after: &serde_json::Value) -> Vec<String> {
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else { return Vec::new() };
    let kept = |name: &str| matches!(name, "version" | "updated_at");
    let differs = |name: &&String| !kept(name) && before.get(*name) != after.get(*name);
    after.keys().filter(differs).cloned().collect()
}
