//! Many new records in few statements.

use super::record::Record;
use super::row::Value;
use super::tx::{Tx, head, new_id};
use super::words;
use crate::fault::Fault;

/// Values of one statement. SQLite takes 32,766, but looks each one's name up among all of them.
const VALUES_MAX: usize = 1000;

/// Keeps new records as [`Tx::insert`] does, several with one statement.
///
/// # Errors
///
/// What the database says; `Again` if a unique value was taken meanwhile.
pub async fn insert<R: Record>(tx: &mut Tx, records: &mut [R]) -> Result<(), Fault> {
    let now = tx.now();
    for record in &mut *records {
        let meta = record.meta_mut();
        if meta.id.is_empty() {
            meta.id = new_id();
        }
        (meta.version, meta.created_at, meta.updated_at) = (1, now, now);
    }
    let table = R::TABLE;
    let own: String = table.columns.iter().map(|column| format!(", {}", column.name)).collect();
    let start =
        format!("INSERT INTO {} (id, version, created_at, updated_at, external_ref, body{own})", table.name);
    let mut rows = Vec::with_capacity(records.len());
    let mut found = Vec::new();
    for record in &*records {
        let mut row = head(record)?;
        row.extend(record.columns());
        rows.push(row);
        let id = &record.meta().id;
        found.extend(
            words::of(record)
                .into_iter()
                .map(|word| vec![table.kind.into(), word.into(), id.as_str().into()]),
        );
    }
    carry_out(tx, &start, rows).await?;
    carry_out(tx, "INSERT INTO words (kind, word, id)", found).await
}

async fn carry_out(tx: &mut Tx, start: &str, rows: Vec<Vec<Value>>) -> Result<(), Fault> {
    let width = rows.first().map_or(1, Vec::len);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<Vec<Value>> = rows.by_ref().take((VALUES_MAX / width).max(1)).collect();
        let mut sql = format!("{start} VALUES ");
        for at in 0..part.len() {
            let places: Vec<String> = (1..=width).map(|column| format!("${}", at * width + column)).collect();
            let comma = if at == 0 { "" } else { ", " };
            sql = sql + comma + "(" + &places.join(", ") + ")";
        }
        tx.execute(&sql, part.into_iter().flatten().collect()).await?;
    }
    Ok(())
}
