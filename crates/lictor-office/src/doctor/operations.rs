//! Whether work goes on: no operation is stuck, and no license waits for one that is not there.

use lictor_entitle::license_status::LicenseStatus;

use super::report::Check;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::model::{License, Operation, OperationState};
use crate::store::{Tx, Value};

/// Milliseconds after its time at which an operation is stuck.
const LATE_MS: i64 = 15 * 60 * 1000;

pub(super) async fn check(tx: &mut Tx, clock: Option<&Clock>) -> Result<[Check; 3], Fault> {
    Ok([operations(tx, clock).await?, licenses(tx).await?, numbers(tx).await?])
}

async fn operations(tx: &mut Tx, clock: Option<&Clock>) -> Result<Check, Fault> {
    let mut check = Check::new("operations");
    let open: Vec<Operation> =
        tx.select("state IN ('Queued', 'Running', 'Waiting') ORDER BY id", Vec::new()).await?;
    for operation in &open {
        check.looked_at += 1;
        let target = format!("operation {}", operation.meta.id);
        let due = operation.next_attempt_at.unwrap_or(operation.meta.updated_at);
        let late = clock.is_some_and(|clock| clock.now().0 - due.0 > LATE_MS);
        if operation.state != OperationState::Queued && operation.next_attempt_at.is_none() {
            check.found(target, format!("it is {} and has no next attempt", operation.state));
        } else if late {
            check.found(target, format!("it is {} and was due at {due}", operation.state));
        }
    }
    Ok(check.hint("start the back office again; `operation retry` and `operation cancel` act on one"))
}

/// A license in an intermediate status always has an operation that goes on (2.1.3).
async fn licenses(tx: &mut Tx) -> Result<Check, Fault> {
    let mut check = Check::new("licenses");
    let words = [LicenseStatus::Retrieving, LicenseStatus::Installing].map(LicenseStatus::as_str);
    let sql = "status IN ($1, $2) ORDER BY id";
    let between: Vec<License> = tx.select(sql, words.map(Value::from).to_vec()).await?;
    for license in &between {
        check.looked_at += 1;
        let target = license.meta.id.as_str();
        let live = "target_id = $1 AND state IN ('Queued', 'Running', 'Waiting') LIMIT 1";
        let live: Vec<Operation> = tx.select(live, vec![target.into()]).await?;
        if live.is_empty() {
            let text = format!("it is {} and no operation goes on", license.status.as_str());
            check.found(format!("license {}", license.number), text);
        }
    }
    Ok(check.hint("start the back office again: it queues what is missing"))
}

/// Counters must not lag behind the numbers they gave, or one is given twice.
async fn numbers(tx: &mut Tx) -> Result<Check, Fault> {
    let mut check = Check::new("numbers");
    for (table, column, sequence) in [("licenses", "number", "licenses"), ("orders", "number", "orders")] {
        check.looked_at += 1;
        let sql = format!(
            "SELECT COALESCE((SELECT MAX({column}) FROM {table}), 0), \
             COALESCE((SELECT value FROM sequences WHERE name = $1), 0)"
        );
        if let Some(row) = tx.query(&sql, vec![sequence.into()]).await?.first()
            && row.int(0)? > row.int(1)?
        {
            check.found(table, format!("number {} was given, the counter says {}", row.int(0)?, row.int(1)?));
        }
    }
    Ok(check)
}
