//! Bytes of license files, kept once by their hash.

use ring::digest::{SHA256, digest};

use super::row::Value;
use super::tx::Tx;
use crate::fault::Fault;

/// Keeps bytes; their hash is how they are found.
///
/// # Errors
///
/// What the database says.
pub async fn put(tx: &mut Tx, bytes: &[u8]) -> Result<String, Fault> {
    let hash = hex::encode(digest(&SHA256, bytes));
    let sql = "INSERT INTO contents (sha256, bytes) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING";
    tx.execute(sql, vec![hash.as_str().into(), Value::Bytes(bytes.to_vec())]).await?;
    Ok(hash)
}

/// The bytes of a hash.
///
/// # Errors
///
/// When they are not there, which is a fault of ours.
pub async fn get(tx: &mut Tx, sha256: &str) -> Result<Vec<u8>, Fault> {
    let rows = tx.query("SELECT bytes FROM contents WHERE sha256 = $1", vec![sha256.into()]).await?;
    let row = rows.first().ok_or_else(|| Fault::internal(format!("no content {sha256}")))?;
    Ok(row.bytes(0)?.to_vec())
}
