//! What is due by the clock: the daily job, forgotten answers, stuck operations, and claims pushed on.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::Instant;

use super::claim;
use crate::actor::Actor;
use crate::event;
use crate::fault::Fault;
use crate::model::{License, Operation, OperationKind, Settings};
use crate::office::Office;
use crate::provider::daily;
use crate::store::audit::head::Head;
use crate::store::idempotency;
use crate::time::Time;

/// Pause between two pushes of claims, of the machine's time.
const PUSH: Duration = Duration::from_secs(15);
/// Pause between two looks at what is stuck, in the office's seconds.
const STUCK: i64 = 30;
/// Pause between two sweeps of answers that are kept for repetitions, in the office's seconds.
const SWEEP: i64 = 600;

/// When each was last done.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    pushed: Option<Instant>,
    stuck: Option<Time>,
    swept: Option<Time>,
    /// The last day for which the daily job was thought of.
    daily: Option<String>,
    /// The minute in which its time was last looked at, counted from 1970.
    minute: Option<i64>,
}

impl Schedule {
    /// Does what is due.
    pub(super) async fn tick(&mut self, office: &Office, held: &BTreeSet<String>) -> Result<(), Fault> {
        let now = office.clock().now();
        if self.pushed.is_none_or(|last| last.elapsed() >= PUSH) {
            self.pushed = Some(Instant::now());
            claim::push_on(office, held).await?;
            // Another process may have changed them.
            let settings = Settings::load(&mut office.read().await?).await?;
            office.rates().set_per_minute(settings.rate_per_minute, settings.meta.version);
            if let Err(fault) = Head::note(&mut office.read().await?, office.data()).await {
                // A full disk is no reason to leave other work undone.
                tracing::error!(%fault, "the head of the audit chain cannot be noted");
            }
        }
        if is_due(self.swept, now, SWEEP) {
            self.swept = Some(now);
            let mut tx = office.write(Actor::system("sweep")).await?;
            idempotency::sweep(&mut tx).await?;
            office.commit(tx).await?;
        }
        if is_due(self.stuck, now, STUCK) {
            self.stuck = Some(now);
            tell_stuck(office).await?;
        }
        self.begin_daily(office).await
    }

    /// Begins the daily job once its time of the day has come; one process does, however many there are.
    async fn begin_daily(&mut self, office: &Office) -> Result<(), Fault> {
        let now = office.clock().now();
        let today = office.clock().day_of(now);
        let day = today.to_string();
        let minute = now.seconds().div_euclid(60);
        if self.minute == Some(minute) || self.daily.as_deref() == Some(day.as_str()) {
            return Ok(());
        }
        self.minute = Some(minute);
        let mut tx = office.read().await?;
        let at = Settings::load(&mut tx).await?.daily_at;
        drop(tx);
        let clock = now.timestamp().to_zoned(office.clock().zone().clone());
        if at.is_empty() || format!("{:02}:{:02}", clock.hour(), clock.minute()) < at {
            return Ok(());
        }
        let mut tx = office.write(Actor::system("daily")).await?;
        if tx.next_number(&format!("daily:{day}")).await? == 1 {
            daily::start(&mut tx, today).await?;
            office.commit(tx).await?;
        }
        self.daily = Some(day);
        Ok(())
    }
}

fn is_due(last: Option<Time>, now: Time, seconds: i64) -> bool {
    // A clock that was set back is no reason to wait.
    last.is_none_or(|last| now < last || now >= last.plus_seconds(seconds))
}

/// Says once of each retrieval that it has been failing for too long.
async fn tell_stuck(office: &Office) -> Result<(), Fault> {
    let mut tx = office.read().await?;
    let minutes = Settings::load(&mut tx).await?.stuck_after_minutes;
    let since = tx.now().plus_seconds(-minutes * 60);
    let condition = "state = 'Waiting' AND kind = $1 ORDER BY id";
    let waiting: Vec<Operation> = tx.scan(condition, vec![OperationKind::Retrieve.as_str().into()]).await?;
    drop(tx);
    let stuck = |it: &&Operation| !it.stuck_told && it.first_attempt_at.is_some_and(|first| first <= since);
    for operation in waiting.iter().filter(stuck) {
        let mut tx = office.write(Actor::system("jobs")).await?;
        let license: Option<License> = tx.find("id", operation.target_id.as_str()).await?;
        let now: Option<Operation> = tx.find("id", operation.meta.id.as_str()).await?;
        if let (Some(license), Some(mut now)) = (license, now.filter(|now| !now.stuck_told)) {
            now.stuck_told = true;
            tx.update(&mut now).await?;
            event::emit(&mut tx, "license.retrieving_stuck", None, &license).await?;
            office.commit(tx).await?;
        }
    }
    Ok(())
}
