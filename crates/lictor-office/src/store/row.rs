//! Values that go into a statement and rows that come out, the same for both databases.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column, Row as _, TypeInfo, ValueRef};

use crate::fault::Fault;

/// A value of a column. `None` is NULL, and knows its type: PostgreSQL asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT.
    Int(Option<i64>),
    /// BLOB or BYTEA.
    Bytes(Vec<u8>),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Some(text.into()))
    }

    /// A number.
    #[must_use]
    pub fn int(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::int(number)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

/// One row, by position.
#[derive(Debug, Clone)]
pub struct Row(Vec<Cell>);

#[derive(Debug, Clone)]
enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

macro_rules! cells {
    ($row:expr) => {{
        let mut cells = Vec::with_capacity($row.columns().len());
        for column in $row.columns() {
            let at = column.ordinal();
            let raw = $row.try_get_raw(at)?;
            let cell = if raw.is_null() {
                Cell::Null
            } else {
                match raw.type_info().name() {
                    "INTEGER" | "INT8" | "BIGINT" => Cell::Int($row.try_get(at)?),
                    "INT4" => Cell::Int($row.try_get::<i32, _>(at)?.into()),
                    "BLOB" | "BYTEA" => Cell::Bytes($row.try_get(at)?),
                    "VOID" => Cell::Null,
                    _ => Cell::Text($row.try_get(at)?),
                }
            };
            cells.push(cell);
        }
        Ok(Self(cells))
    }};
}

impl Row {
    pub(super) fn of_sqlite(row: &SqliteRow) -> Result<Self, Fault> {
        cells!(row)
    }

    pub(super) fn of_postgres(row: &PgRow) -> Result<Self, Fault> {
        cells!(row)
    }

    fn cell(&self, at: usize) -> &Cell {
        self.0.get(at).unwrap_or(&Cell::Null)
    }

    /// A text, if it is not NULL.
    #[must_use]
    pub fn text_or_null(&self, at: usize) -> Option<&str> {
        match self.cell(at) {
            Cell::Text(text) => Some(text),
            Cell::Null | Cell::Int(_) | Cell::Bytes(_) => None,
        }
    }

    /// A text.
    ///
    /// # Errors
    ///
    /// When the column holds something else: then the schema is not ours.
    pub fn text(&self, at: usize) -> Result<&str, Fault> {
        self.text_or_null(at).ok_or_else(|| Fault::internal(format!("column {at} is no text")))
    }

    /// A number, if it is not NULL.
    #[must_use]
    pub fn int_or_null(&self, at: usize) -> Option<i64> {
        match self.cell(at) {
            Cell::Int(number) => Some(*number),
            Cell::Null | Cell::Text(_) | Cell::Bytes(_) => None,
        }
    }

    /// A number.
    ///
    /// # Errors
    ///
    /// When the column holds something else: then the schema is not ours.
    pub fn int(&self, at: usize) -> Result<i64, Fault> {
        self.int_or_null(at).ok_or_else(|| Fault::internal(format!("column {at} is no number")))
    }

    /// Bytes.
    ///
    /// # Errors
    ///
    /// When the column holds something else: then the schema is not ours.
    pub fn bytes(&self, at: usize) -> Result<&[u8], Fault> {
        match self.cell(at) {
            Cell::Bytes(bytes) => Ok(bytes),
            Cell::Null | Cell::Text(_) | Cell::Int(_) => {
                Err(Fault::internal(format!("column {at} holds no bytes")))
            }
        }
    }
}
