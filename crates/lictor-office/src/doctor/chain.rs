//! Whether the audit chain holds.

use std::path::Path;

use super::report::Check;
use crate::fault::Fault;
use crate::store::{Tx, audit};

/// `data` is the directory of the back office, where the head was noted.
pub(super) async fn check(tx: &mut Tx, data: &Path) -> Result<Check, Fault> {
    let mut check = Check::new("audit");
    let report = audit::verify_against(tx, data).await?;
    check.looked_at = report.events;
    if let Some(place) = report.broken_at {
        check.found(
            format!("audit {place}"),
            "the chain breaks here: an event was changed, removed, put in or cut off",
        );
    }
    check.note = Some(format!("head {}", report.head));
    Ok(check.hint("compare with the last backup: somebody wrote into the database by hand, or it is an older one than DIR/audit.head"))
}
