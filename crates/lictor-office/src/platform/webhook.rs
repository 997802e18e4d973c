//! Webhooks (office.md 5.4): events become deliveries, deliveries are sent, signed, until they arrive.
//!
//! Each endpoint has a place in the row of events up to which its deliveries were made; a suspended one
//! stands still there and goes on later, so nothing is lost. Deliveries about one record go out in the
//! order of its events: a later one waits until the one before it arrived or was given up.

pub mod backoff;
pub mod endpoints;
pub mod fan_out;
pub mod key;
pub mod log;
pub mod message;
pub mod outcome;
pub mod reach;
pub mod send;

use std::collections::BTreeSet;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::event::LEAD_DAYS;
use crate::fault::Fault;
use crate::model::{Webhook, WebhookState};
use crate::office::Office;
use crate::store::Tx;
use crate::store::list::{self, PAGE_MAX, Query};
use crate::time::Time;

/// Longest sleep: another process may have left events, or moved a delivery.
const LOOK: Duration = Duration::from_secs(2);

/// Does what is due until told to stop. One task of each process; several processes share the work.
pub async fn run(office: Office, stop: CancellationToken) {
    loop {
        let pause = match step(&office).await {
            Ok(next) => pause(&office, next),
            Err(Fault::Again) => Duration::from_millis(10),
            Err(fault) => {
                tracing::error!(%fault, "webhooks could not be served");
                LOOK
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            () = office.webhooks_woken() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn pause(office: &Office, next: Option<Time>) -> Duration {
    let now = office.clock().now();
    next.map_or(LOOK, |next| {
        let left = u64::try_from((next.0 - now.0).max(1)).unwrap_or(1);
        Duration::from_millis(left).min(LOOK)
    })
}

/// Makes the deliveries of new events and sends what is due; when something is due next, if anything is
/// waiting. [`run`] calls it; calling it beside that does no harm.
///
/// # Errors
///
/// What the database says. What an endpoint says is no error: it is on its delivery.
pub async fn step(office: &Office) -> Result<Option<Time>, Fault> {
    loop {
        let endpoints = active(&mut office.read().await?).await?;
        for endpoint in &endpoints {
            fan_out::catch_up(office, &endpoint.meta.id).await?;
        }
        let sent = send::due(office, &endpoints).await?;
        if sent == 0 {
            return send::next(office, &endpoints).await;
        }
    }
}

async fn active(tx: &mut Tx) -> Result<Vec<Webhook>, Fault> {
    tx.all("state", WebhookState::Active.as_str()).await
}

/// Days before an end at which some endpoint wants to hear of it, the longest first: for the daily job,
/// which leaves an event by [`crate::event::emit_expiring`] for each of them.
///
/// # Errors
///
/// What the database says.
pub async fn lead_days(tx: &mut Tx) -> Result<Vec<i64>, Fault> {
    let mut days: BTreeSet<i64> = LEAD_DAYS.iter().copied().collect();
    let query = Query { size: PAGE_MAX, ..Query::default() };
    for endpoint in list::list::<Webhook>(tx, &query).await?.records {
        days.extend(endpoint.expiring_days);
    }
    Ok(days.into_iter().rev().collect())
}
