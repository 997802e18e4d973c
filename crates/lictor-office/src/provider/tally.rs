//! How many licenses stand where.
//!
//! Counting a million rows takes a tenth of a second and more, and a dashboard is looked at by many. A
//! count that took long is therefore kept for a while, and nobody counts while somebody else does.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use lictor_entitle::calendar::add_days;
use lictor_entitle::license_status::LicenseStatus;
use lictor_types::CivilDate;
use parking_lot::Mutex;

use crate::fault::Fault;
use crate::store::{Tx, Value};
use crate::time::Time;

/// A count that took longer than this is kept.
const LONG: Duration = Duration::from_millis(100);
/// For so many times as long as it took, so that counting takes at most one part in so many of the time.
const KEPT: u32 = 30;

/// Licenses by status, by their ends, and by what was found at their issuer.
#[derive(Debug, Clone)]
pub struct Tally {
    /// By status; every status is there.
    pub by_status: BTreeMap<&'static str, i64>,
    /// Those that end within 7 days.
    pub expiring_7: i64,
    /// Those that end within 30 days.
    pub expiring_30: i64,
    /// Those that differ at their issuer.
    pub not_in_sync: i64,
    /// When they were counted.
    pub counted_at: Time,
}

/// The last tally of all licenses, if counting took long.
#[derive(Debug, Default)]
pub struct Tallies {
    kept: Mutex<Option<Kept>>,
    counting: tokio::sync::Mutex<()>,
}

#[derive(Debug, Clone)]
struct Kept {
    tally: Tally,
    day: CivilDate,
    until: Instant,
}

impl Tallies {
    /// Counts all licenses, or says how many they were a while ago.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn all(&self, tx: &mut Tx, today: CivilDate) -> Result<Tally, Fault> {
        if let Some(kept) = self.kept(today, true) {
            return Ok(kept);
        }
        let _only_one = match self.counting.try_lock() {
            Ok(guard) => guard,
            Err(_) => match self.kept(today, false) {
                Some(old) => return Ok(old),
                None => self.counting.lock().await,
            },
        };
        if let Some(kept) = self.kept(today, true) {
            return Ok(kept);
        }
        let began = Instant::now();
        let tally = count(tx, today, None).await?;
        let took = began.elapsed();
        *self.kept.lock() = (took > LONG).then(|| Kept {
            tally: tally.clone(),
            day: today,
            until: Instant::now() + took * KEPT,
        });
        Ok(tally)
    }

    fn kept(&self, today: CivilDate, fresh: bool) -> Option<Tally> {
        let kept = self.kept.lock();
        let kept = kept.as_ref().filter(|kept| kept.day == today)?;
        (!fresh || Instant::now() < kept.until).then(|| kept.tally.clone())
    }
}

/// Counts the licenses of an account, or all.
///
/// # Errors
///
/// What the database says.
pub async fn count(tx: &mut Tx, today: CivilDate, account: Option<&str>) -> Result<Tally, Fault> {
    let differs = "sync_status = 'Not In Sync'";
    Ok(Tally {
        by_status: by_status(tx, account).await?,
        expiring_7: expiring(tx, today, 7, account).await?,
        expiring_30: expiring(tx, today, 30, account).await?,
        not_in_sync: matching(tx, differs, Vec::new(), account).await?,
        counted_at: tx.now(),
    })
}

async fn by_status(tx: &mut Tx, account: Option<&str>) -> Result<BTreeMap<&'static str, i64>, Fault> {
    let mut by_status: BTreeMap<&'static str, i64> =
        LicenseStatus::ALL.iter().map(|status| (status.as_str(), 0)).collect();
    let (only, values) = match account {
        Some(account) => (" WHERE account_id = $1", vec![Value::text(account)]),
        None => ("", Vec::new()),
    };
    let sql = format!("SELECT status, COUNT(*) FROM licenses{only} GROUP BY status");
    for row in tx.query(&sql, values).await? {
        if let Some(status) = row.text_or_null(0).and_then(LicenseStatus::parse) {
            by_status.insert(status.as_str(), row.int(1)?);
        }
    }
    Ok(by_status)
}

async fn expiring(tx: &mut Tx, today: CivilDate, days: u32, account: Option<&str>) -> Result<i64, Fault> {
    let condition = "status NOT IN ('Pending', 'Expired', 'Terminated') AND bill_type = 'Monthly' \
                     AND expiration >= $1 AND expiration <= $2";
    let values = vec![today.to_string().into(), add_days(today, days).to_string().into()];
    matching(tx, condition, values, account).await
}

async fn matching(
    tx: &mut Tx,
    condition: &str,
    mut values: Vec<Value>,
    account: Option<&str>,
) -> Result<i64, Fault> {
    let mut sql = format!("SELECT COUNT(*) FROM licenses WHERE {condition}");
    if let Some(account) = account {
        values.push(account.into());
        sql = format!("{sql} AND account_id = ${}", values.len());
    }
    tx.query(&sql, values).await?.first().map_or(Ok(0), |row| row.int(0))
}
