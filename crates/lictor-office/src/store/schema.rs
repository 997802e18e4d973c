//! The schema and its changes: numbered, forward only, with the data.

use super::database::{Connection, Database, Dialect};
use super::row::Value;
use crate::fault::Fault;

/// Every change of the schema, in order. A change that was released is never edited.
const CHANGES: &[&str] = &[include_str!("../../migrations/0001_first.sql")];
/// A number of our own under which PostgreSQL lets one migration run at a time.
const LOCK: i64 = 0x4c69_6374_6f72;

/// How many changes of the schema this program knows.
#[must_use]
pub fn schema_number() -> i64 {
    i64::try_from(CHANGES.len()).unwrap_or(i64::MAX)
}

/// Carries out what the database does not have yet.
///
/// # Errors
///
/// When a statement fails, or the database was made by a newer version; it is then as it was.
pub(super) async fn migrate(database: &Database) -> Result<(), Fault> {
    let mut connection = database.write().await?;
    if connection.dialect() == Dialect::Postgres {
        connection.query("SELECT pg_advisory_xact_lock($1)", vec![LOCK.into()]).await?;
    }
    connection
        .execute("CREATE TABLE IF NOT EXISTS schema_changes (number BIGINT PRIMARY KEY)", Vec::new())
        .await?;
    let rows = connection.query("SELECT COALESCE(MAX(number), 0) FROM schema_changes", Vec::new()).await?;
    let have = rows.first().map_or(Ok(0), |row| row.int(0))?;
    let have = usize::try_from(have).unwrap_or(usize::MAX);
    if have > CHANGES.len() {
        return Err(Fault::internal(format!(
            "the database has schema {have}, made by a newer lictor-office; this one knows up to {}",
            CHANGES.len()
        )));
    }
    for (at, change) in CHANGES.iter().enumerate().skip(have) {
        carry_out(&mut connection, change).await?;
        let number = i64::try_from(at + 1).unwrap_or(i64::MAX);
        connection
            .execute("INSERT INTO schema_changes (number) VALUES ($1)", vec![Value::int(number)])
            .await?;
    }
    connection.commit().await
}

async fn carry_out(connection: &mut Connection, change: &str) -> Result<(), Fault> {
    // Texts compare by bytes on both, so that prefixes and days are ranges of an index.
    let (text, bytes, keyed) = match connection.dialect() {
        Dialect::Sqlite => ("TEXT", "BLOB", "WITHOUT ROWID"),
        Dialect::Postgres => ("TEXT COLLATE \"C\"", "BYTEA", ""),
    };
    let lines = change.lines().filter(|line| !line.starts_with("--"));
    let change = lines.collect::<Vec<_>>().join("\n");
    let change = change.replace("{text}", text).replace("{bytes}", bytes).replace("{keyed}", keyed);
    for statement in change.split(';').map(str::trim).filter(|statement| !statement.is_empty()) {
        connection.execute(statement, Vec::new()).await?;
    }
    Ok(())
}
