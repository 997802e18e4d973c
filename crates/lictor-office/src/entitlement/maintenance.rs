//! Notifications that maintenance ends soon.

use lictor_entitle::calendar::{add_days, days_between};
use lictor_entitle::line_item::LineState;
use lictor_types::CivilDate;

use crate::event;
use crate::fault::Fault;
use crate::model::{LineItem, Settings};
use crate::store::Tx;

/// Tells of every maintenance line that ends in exactly as many days as an endpoint wants to know of, or as
/// the settings say; how many. Called once a day.
///
/// # Errors
///
/// What the database says.
pub async fn notify(tx: &mut Tx, today: CivilDate, lead_days: &[i64]) -> Result<u64, Fault> {
    let settings = Settings::load(tx).await?;
    let mut days: Vec<i64> = lead_days.iter().copied().chain([settings.maintenance_warning_days]).collect();
    days.sort_unstable();
    days.dedup();
    let last = days.last().copied().unwrap_or(0).max(0);
    let until = add_days(today, u32::try_from(last).unwrap_or(u32::MAX));
    let condition = "maintenance_until >= $1 AND maintenance_until <= $2 AND state = $3 ORDER BY id";
    let values =
        vec![today.to_string().into(), until.to_string().into(), LineState::Deployed.as_str().into()];
    let mut told = 0;
    for line in tx.select::<LineItem>(condition, values).await? {
        let Some(end) = line.maintenance_until else { continue };
        let left = days_between(today, end);
        if days.contains(&left) {
            event::emit_expiring(tx, "maintenance.expiring", &line, left, vec![left]);
            told += 1;
        }
    }
    Ok(told)
}
