//! Answers that are kept for a day, so that a repeated request gets the first one's (office.md 5.3).

use super::row::Value;
use super::tx::Tx;
use crate::fault::Fault;

/// How long an answer is kept, in seconds.
pub const KEPT_SECONDS: i64 = 24 * 3600;

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Hash of the request it answered.
    pub request: String,
    /// HTTP status.
    pub status: i64,
    /// Body, as sent.
    pub body: String,
    /// `Location` header, if there was one.
    pub location: Option<String>,
}

/// The answer kept for a caller's key, unless its day is over.
///
/// # Errors
///
/// What the database says.
pub async fn find(tx: &mut Tx, caller: &str, key: &str) -> Result<Option<Kept>, Fault> {
    let sql = "SELECT request, status, body, location FROM idempotency \
               WHERE caller = $1 AND key = $2 AND expires_at > $3";
    let rows = tx.query(sql, vec![caller.into(), key.into(), tx.now().0.into()]).await?;
    rows.first()
        .map(|row| {
            Ok(Kept {
                request: row.text(0)?.to_owned(),
                status: row.int(1)?,
                body: row.text(2)?.to_owned(),
                location: row.text_or_null(3).map(str::to_owned),
            })
        })
        .transpose()
}

/// Keeps an answer, in the transaction that made it. `Again` if the same key is being used at this
/// moment: the repetition then finds the answer.
///
/// # Errors
///
/// What the database says.
pub async fn keep(tx: &mut Tx, caller: &str, key: &str, kept: &Kept) -> Result<(), Fault> {
    let now = tx.now();
    let sql = "DELETE FROM idempotency WHERE caller = $1 AND key = $2 AND expires_at <= $3";
    tx.execute(sql, vec![caller.into(), key.into(), now.0.into()]).await?;
    let sql = "INSERT INTO idempotency (caller, key, request, status, body, location, expires_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = vec![
        caller.into(),
        key.into(),
        kept.request.as_str().into(),
        kept.status.into(),
        kept.body.as_str().into(),
        Value::Text(kept.location.clone()),
        now.plus_seconds(KEPT_SECONDS).0.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Replaces an answer that was kept, now that the end of its operation is known.
///
/// # Errors
///
/// What the database says.
pub async fn replace(tx: &mut Tx, caller: &str, key: &str, kept: &Kept) -> Result<(), Fault> {
    let sql = "UPDATE idempotency SET status = $1, body = $2, location = $3 \
               WHERE caller = $4 AND key = $5 AND request = $6";
    let values = vec![
        kept.status.into(),
        kept.body.as_str().into(),
        Value::Text(kept.location.clone()),
        caller.into(),
        key.into(),
        kept.request.as_str().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Forgets answers whose day is over.
///
/// # Errors
///
/// What the database says.
pub async fn sweep(tx: &mut Tx) -> Result<u64, Fault> {
    let now = tx.now().0;
    tx.execute("DELETE FROM idempotency WHERE expires_at <= $1", vec![now.into()]).await
}
