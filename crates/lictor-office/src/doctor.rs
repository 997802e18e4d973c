//! What must be true of a back office, looked for: ledgers, audit chain, operations, rows, files, signer.

mod chain;
mod documents;
mod files;
mod ledger;
mod operations;
mod references;
mod report;
mod routes;
mod schema;
mod signatures;
mod signer;

pub use report::{Check, Finding, Report};
pub use routes::ROUTES;
pub use signer::SignerSight;
pub(crate) use signer::TOGETHER;

use std::path::Path;

use crate::clock::Clock;
use crate::fault::Fault;
use crate::store::Tx;

/// Looks at everything in one state of the store of the back office in `data`. `clock` tells what is late; a stopped office has none,
/// and nothing of it is.
///
/// # Errors
///
/// When the database fails; what is wrong in it is no error but a finding.
pub async fn examine(
    tx: &mut Tx,
    data: &Path,
    clock: Option<&Clock>,
    signer: &SignerSight,
) -> Result<Report, Fault> {
    let schema = schema::check(tx).await?;
    if schema.wrong > 0 {
        // The statements of all other checks are those of the schema that this program knows.
        return Ok(Report::of(vec![schema]));
    }
    let mut checks = vec![schema, chain::check(tx, data).await?];
    checks.extend(documents::check(tx).await?);
    checks.push(ledger::check(tx).await?);
    checks.push(references::check(tx).await?);
    checks.extend(operations::check(tx, clock).await?);
    checks.extend(files::check(tx).await?);
    let (own, key) = signer::check(signer).await;
    checks.extend(own);
    checks.push(signatures::check(tx, key.as_deref()).await?);
    Ok(Report::of(checks))
}
