//! The connection to SQLite or PostgreSQL: statements and plain rows, the same text for both.

use std::path::PathBuf;
use std::time::Duration;

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, Sqlite};

use super::row::{Row, Value};
use crate::fault::Fault;

/// Connections for reading, beside the one that writes (SQLite) or in all (PostgreSQL).
const CONNECTIONS: u32 = 16;
/// Longest wait for a connection or for another writer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An SQLite file, made when it is missing.
    Sqlite(PathBuf),
    /// A PostgreSQL database by URL.
    Postgres(String),
}

/// The kind of database, where one text cannot serve both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// An open database.
#[derive(Debug, Clone)]
pub enum Database {
    /// SQLite: one connection that writes, several that read.
    Sqlite {
        /// The one writer; SQLite has no more.
        writer: SqlitePool,
        /// Readers see the last commit and never wait for the writer.
        readers: SqlitePool,
    },
    /// PostgreSQL.
    Postgres(PgPool),
}

/// One transaction on one connection.
#[derive(Debug)]
pub enum Connection {
    /// Of SQLite.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// Of PostgreSQL.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Database {
    /// Opens, and makes an SQLite file if there is none.
    ///
    /// # Errors
    ///
    /// When the file or the server cannot be reached.
    pub async fn open(place: &Place) -> Result<Self, Fault> {
        match place {
            Place::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(PATIENCE)
                    .pragma("cache_size", "-16384");
                let writer = SqlitePoolOptions::new()
                    .max_connections(1)
                    .acquire_timeout(PATIENCE)
                    .connect_with(options.clone())
                    .await?;
                let readers = SqlitePoolOptions::new()
                    .max_connections(CONNECTIONS)
                    .acquire_timeout(PATIENCE)
                    .connect_with(options)
                    .await?;
                Ok(Self::Sqlite { writer, readers })
            }
            Place::Postgres(url) => {
                let pool = PgPoolOptions::new()
                    .max_connections(CONNECTIONS)
                    .acquire_timeout(PATIENCE)
                    .connect(url)
                    .await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// Which dialect it speaks.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite { .. } => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// A transaction that may write. On SQLite it is the only one.
    ///
    /// # Errors
    ///
    /// When no connection comes free in time.
    pub async fn write(&self) -> Result<Connection, Fault> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Connection::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Connection::Postgres(pool.begin().await?),
        })
    }

    /// A transaction that only reads, and sees one state.
    ///
    /// # Errors
    ///
    /// When no connection comes free in time.
    pub async fn read(&self) -> Result<Connection, Fault> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Connection::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => Connection::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        })
    }

    /// Tidies up after much was written: PostgreSQL counts what there is, so that it plans well, and marks
    /// what needs no second look; SQLite empties its log.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn tidy(&self) -> Result<(), Fault> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await?;
            }
            Self::Postgres(pool) => {
                sqlx::query("VACUUM (ANALYZE)").execute(pool).await?;
            }
        }
        Ok(())
    }

    /// Closes every connection and waits for it.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

macro_rules! bound {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query(sqlx::AssertSqlSafe($sql));
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Int(number) => query.bind(number),
                Value::Bytes(bytes) => query.bind(bytes),
            };
        }
        query
    }};
}

impl Connection {
    /// Which dialect it speaks.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Rows of a statement with `$1`, `$2`… The text is ours; only values come from outside.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn query(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, Fault> {
        match self {
            Self::Sqlite(tx) => {
                let rows = bound!(sql, values).fetch_all(&mut **tx).await?;
                rows.iter().map(Row::of_sqlite).collect()
            }
            Self::Postgres(tx) => {
                let rows = bound!(sql, values).fetch_all(&mut **tx).await?;
                rows.iter().map(Row::of_postgres).collect()
            }
        }
    }

    /// Carries a statement out; how many rows it touched.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn execute(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
        Ok(match self {
            Self::Sqlite(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Makes what was done last.
    ///
    /// # Errors
    ///
    /// When the database cannot: then nothing was done.
    pub async fn commit(self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
