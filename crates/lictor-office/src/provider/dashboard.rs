//! The dashboard: how many licenses stand where, what ends soon, and what is stuck.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{DailyRun, Operation, Plugin, Settings, SyncRun};
use crate::office::Office;
use crate::provider::tally;
use crate::store::{Tx, Value};
use crate::time::Time;

/// Most stuck operations that are shown.
const STUCK_MAX: i64 = 50;

/// The dashboard.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Dashboard {
    /// Licenses by status; every status is there.
    pub by_status: BTreeMap<&'static str, i64>,
    /// Licenses that end within 7 days.
    pub expiring_7: i64,
    /// Licenses that end within 30 days.
    pub expiring_30: i64,
    /// Licenses that differ at their issuer.
    pub not_in_sync: i64,
    /// When the licenses were counted: now, or a little ago where they are so many that it takes long.
    pub counted_at: Time,
    /// Operations that have been failing for longer than the settings call stuck, oldest first.
    pub stuck: Vec<Operation>,
    /// Operations that have not ended.
    pub running: i64,
    /// Plug-ins that rest or could not fetch their classes.
    pub plugins_with_trouble: Vec<Plugin>,
    /// The last daily run.
    pub last_daily_run: Option<DailyRun>,
    /// The last synchronization of all licenses.
    pub last_sync_run: Option<SyncRun>,
}

/// `GET /v1/dashboard`.
///
/// # Errors
///
/// What the database says.
pub async fn get(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    Ok(Answer::ok(of(office, tx, call.account_lock.as_deref()).await?))
}

/// The dashboard, of one account or of all.
///
/// # Errors
///
/// What the database says.
pub async fn of(office: &Office, tx: &mut Tx, account: Option<&str>) -> Result<Dashboard, Fault> {
    let today = office.clock().today();
    let tally = match account {
        Some(_) => tally::count(tx, today, account).await?,
        None => office.tallies().all(tx, today).await?,
    };
    let stuck = Settings::load(tx).await?.stuck_after_minutes;
    let since = tx.now().plus_seconds(-stuck * 60);
    let waiting = "state = 'Waiting' ORDER BY id LIMIT $1";
    let mut stuck: Vec<Operation> = tx.scan(waiting, vec![(STUCK_MAX * 20).into()]).await?;
    stuck.retain(|operation| operation.first_attempt_at.is_some_and(|first| first <= since));
    stuck.truncate(usize::try_from(STUCK_MAX).unwrap_or(usize::MAX));
    if account.is_some() {
        // Work on other accounts' licenses is none of this caller's business.
        stuck.clear();
    }
    let open = "SELECT COUNT(*) FROM operations WHERE state IN ('Queued', 'Running', 'Waiting')";
    let trouble = "paused = 'true' OR status = 'Failed' ORDER BY id";
    Ok(Dashboard {
        by_status: tally.by_status,
        expiring_7: tally.expiring_7,
        expiring_30: tally.expiring_30,
        not_in_sync: tally.not_in_sync,
        counted_at: tally.counted_at,
        stuck,
        running: number(tx, open, Vec::new()).await?,
        plugins_with_trouble: tx.scan(trouble, Vec::new()).await?,
        last_daily_run: tx.scan("1 = 1 ORDER BY id DESC LIMIT 1", Vec::new()).await?.pop(),
        last_sync_run: tx.scan("1 = 1 ORDER BY id DESC LIMIT 1", Vec::new()).await?.pop(),
    })
}

async fn number(tx: &mut Tx, sql: &str, values: Vec<Value>) -> Result<i64, Fault> {
    tx.query(sql, values).await?.first().map_or(Ok(0), |row| row.int(0))
}
