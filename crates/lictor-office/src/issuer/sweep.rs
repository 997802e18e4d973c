//! What the days do to keys: they expire, are forgotten, and files of purchased ones are made anew.

use lictor_entitle::calendar::subtract_days;
use lictor_entitle::key_status::{KeyEvent, KeyStatus};
use lictor_types::CivilDate;
use serde::Serialize;

use super::asked::Asked;
use super::catalogue;
use super::change::Work;
use super::stop::Stop;
use crate::fault::Fault;
use crate::model::{Key, LicenseClass};
use crate::store::Tx;

/// What a sweep did, as counts of keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct KeySweep {
    /// Their last day has passed.
    pub expired: u32,
    /// They were kept long enough after they expired.
    pub terminated: u32,
    /// Their files end soon, so a new revision began.
    pub refreshed: u32,
}

/// Goes over all keys. Doing it again on the same day changes nothing.
///
/// # Errors
///
/// What the database says.
pub async fn sweep(tx: &mut Tx, today: CivilDate) -> Result<KeySweep, Fault> {
    let classes = catalogue::classes(tx).await?;
    Ok(KeySweep {
        expired: expire(tx, today).await?,
        terminated: forget(tx, &classes, today).await?,
        refreshed: refresh(tx, &classes, today).await?,
    })
}

async fn expire(tx: &mut Tx, today: CivilDate) -> Result<u32, Fault> {
    let due = "status IN ('Active', 'Suspended') AND expiration < $1 ORDER BY id";
    let mut count = 0;
    for key in tx.select::<Key>(due, vec![today.to_string().into()]).await? {
        let status = key.status_on(today);
        if status != key.status {
            put(tx, &key, status, "key.expired").await?;
            count += 1;
        }
    }
    Ok(count)
}

/// Ends what expired and was kept long enough. Classes that keep nothing leave it expired for ever.
async fn forget(tx: &mut Tx, classes: &[LicenseClass], today: CivilDate) -> Result<u32, Fault> {
    let mut count = 0;
    for class in classes {
        let kept = u32::try_from(class.keep_days).unwrap_or(0);
        if kept == 0 {
            continue;
        }
        let over = "class_id = $1 AND status = 'Expired' AND expiration < $2 ORDER BY id";
        let day = subtract_days(today, kept).to_string();
        for key in tx.select::<Key>(over, vec![class.class_id.as_str().into(), day.into()]).await? {
            if let Ok(status) = key.status.after(KeyEvent::Terminate, key.term(), today) {
                put(tx, &key, status, "key.terminated").await?;
                count += 1;
            }
        }
    }
    Ok(count)
}

async fn put(tx: &mut Tx, key: &Key, status: KeyStatus, action: &str) -> Result<(), Fault> {
    let mut after = key.clone();
    after.status = status;
    tx.update(&mut after).await?;
    tx.trace(action, Some(key), Some(&after), None);
    Ok(())
}

async fn refresh(tx: &mut Tx, classes: &[LicenseClass], today: CivilDate) -> Result<u32, Fault> {
    let mut count = 0;
    for class in classes {
        let Some(days) = class.terms.refresh_days else { continue };
        let condition = "class_id = $1 AND status = 'Active' AND expiration IS NULL ORDER BY id";
        for key in tx.select::<Key>(condition, vec![class.class_id.as_str().into()]).await? {
            // A third of the interval is left to fetch the new file.
            let soon = key.files_until.is_none_or(|until| today >= subtract_days(until, days / 3));
            if soon {
                let mut work = Work::new(key, today);
                work.refresh(days, today);
                match work.save(tx, &Asked::by_ourselves("refresh")).await {
                    Ok(_) => count += 1,
                    Err(Stop::Answered(_, _) | Stop::Signer(_)) => {}
                    Err(Stop::Fault(fault)) => return Err(fault),
                }
            }
        }
    }
    Ok(count)
}
