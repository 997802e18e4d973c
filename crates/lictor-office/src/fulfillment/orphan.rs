//! Short licenses whose real one is given back or moved away: they end with it.

use lictor_entitle::emergency::is_orphaned;
use lictor_entitle::fulfillment::{FulfillmentStatus, SupportType};

use super::facts::record;
use crate::event;
use crate::fault::Fault;
use crate::model::Fulfillment;
use crate::store::Tx;

/// Makes the short licenses obsolete that stood for records which left their hosts; these.
///
/// # Errors
///
/// What the database says.
pub(super) async fn retire_orphans(tx: &mut Tx, replaced: &[Fulfillment]) -> Result<Vec<Fulfillment>, Fault> {
    let mut retired = Vec::new();
    for gone in replaced.iter().filter(|gone| leaves(gone.support_type)) {
        let condition = "root_fulfillment_id = $1 AND status <> 'Obsolete' ORDER BY id";
        let living =
            tx.select::<Fulfillment>(condition, vec![gone.root_fulfillment_id.as_str().into()]).await?;
        let facts = living.iter().map(record).collect::<Result<Vec<_>, _>>()?;
        let orphans = living.iter().zip(&facts).filter(|(_, extra)| is_orphaned(extra, &facts));
        for (before, _) in orphans {
            let mut after = before.clone();
            after.status = FulfillmentStatus::Obsolete;
            after.obsoleted_at = Some(tx.now());
            tx.update(&mut after).await?;
            let why = "what it stood for was given back or moved away";
            tx.trace("fulfillment.obsoleted", Some(before), Some(&after), Some(why));
            event::emit(tx, "fulfillment.obsoleted", Some(before), &after).await?;
            retired.push(after);
        }
    }
    Ok(retired)
}

/// Whether a record of this type has left its hosts; all others are followed on the same ones.
fn leaves(support: SupportType) -> bool {
    match support {
        SupportType::Return | SupportType::Rehost | SupportType::Transfer => true,
        SupportType::Master
        | SupportType::Upgrade
        | SupportType::Upsell
        | SupportType::Renew
        | SupportType::Repair
        | SupportType::Emergency
        | SupportType::StopGap
        | SupportType::PublisherError => false,
    }
}
