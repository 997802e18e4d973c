//! Whether the audit chain holds.

use super::report::Check;
use crate::fault::Fault;
use crate::store::{Tx, audit};

pub(super) async fn check(tx: &mut Tx) -> Result<Check, Fault> {
    let mut check = Check::new("audit");
    let report = audit::verify(tx).await?;
    check.looked_at = report.events;
    if let Some(place) = report.broken_at {
        check.found(
            format!("audit {place}"),
            "the chain breaks here: an event was changed, removed or put in",
        );
    }
    check.note = Some(format!("head {}", report.head));
    Ok(check.hint("compare with the last backup: somebody wrote into the database by hand"))
}
