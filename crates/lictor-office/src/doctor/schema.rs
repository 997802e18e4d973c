//! Whether the schema is the one that this program knows.

use super::report::Check;
use crate::fault::Fault;
use crate::store::{Tx, schema_number};

pub(super) async fn check(tx: &mut Tx) -> Result<Check, Fault> {
    let mut check = Check::new("schema");
    let rows = tx.query("SELECT number FROM schema_changes ORDER BY number", Vec::new()).await?;
    for row in &rows {
        check.looked_at += 1;
        if row.int(0)? != check.looked_at {
            check.found(
                "schema_changes",
                format!("change {} stands at place {}", row.int(0)?, check.looked_at),
            );
        }
    }
    if check.looked_at != schema_number() {
        let text = format!("{} changes were made; this program knows {}", check.looked_at, schema_number());
        check.found("schema_changes", text);
    }
    Ok(check.hint("run the version of the program that the database belongs to"))
}
