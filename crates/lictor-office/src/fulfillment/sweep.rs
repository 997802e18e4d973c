//! The daily sweep of short licenses: emergency and stop gap end with their last day (F14).

use lictor_entitle::emergency::is_swept;
use lictor_entitle::fulfillment::FulfillmentStatus;
use lictor_types::CivilDate;

use super::facts::record;
use crate::event;
use crate::fault::Fault;
use crate::model::Fulfillment;
use crate::store::Tx;

/// Makes short licenses obsolete whose last day is over; how many.
///
/// # Errors
///
/// What the database says.
pub async fn sweep(tx: &mut Tx, today: CivilDate) -> Result<u64, Fault> {
    let condition = "support_type IN ('EMERGENCY', 'STOP_GAP') AND status <> 'Obsolete' \
                     AND expiration < $1 ORDER BY id";
    let mut swept = 0;
    for before in tx.select::<Fulfillment>(condition, vec![today.to_string().into()]).await? {
        if !is_swept(&record(&before)?, today) {
            continue;
        }
        let mut after = before.clone();
        after.status = FulfillmentStatus::Obsolete;
        after.obsoleted_at = Some(tx.now());
        tx.update(&mut after).await?;
        tx.trace("fulfillment.obsoleted", Some(&before), Some(&after), Some("its last day is over"));
        event::emit(tx, "fulfillment.obsoleted", Some(&before), &after).await?;
        swept += 1;
    }
    Ok(swept)
}
