//! Tables without documents: the audit chain, counters, kept answers, bytes of files.

use serde_json::{Map, Value as Json, json};

use crate::fault::Fault;
use crate::store::{Row, Value};

/// A table without documents.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain {
    /// Its name.
    pub(super) name: &'static str,
    /// Its columns; those of the key come first.
    pub(super) columns: &'static [(&'static str, Cell)],
    /// How many of them are the key.
    pub(super) keys: usize,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// Text, or nothing.
    Text,
    /// A number, or nothing.
    Int,
    /// Bytes, in hexadecimal where they travel.
    Bytes,
}

/// Every table without documents, but for the words, which are made anew from the documents.
pub(super) const PLAIN: &[Plain] = &[
    Plain { name: "contents", columns: &[("sha256", Cell::Text), ("bytes", Cell::Bytes)], keys: 1 },
    Plain { name: "sequences", columns: &[("name", Cell::Text), ("value", Cell::Int)], keys: 1 },
    Plain {
        name: "idempotency",
        columns: &[
            ("caller", Cell::Text),
            ("key", Cell::Text),
            ("request", Cell::Text),
            ("status", Cell::Int),
            ("body", Cell::Text),
            ("location", Cell::Text),
            ("expires_at", Cell::Int),
        ],
        keys: 2,
    },
    Plain {
        name: "audit",
        columns: &[
            ("sequence", Cell::Int),
            ("at", Cell::Int),
            ("actor", Cell::Text),
            ("action", Cell::Text),
            ("target_kind", Cell::Text),
            ("target", Cell::Text),
            ("body", Cell::Text),
            ("hash", Cell::Text),
        ],
        keys: 1,
    },
];

impl Plain {
    /// The table of that name.
    pub(super) fn of(name: &str) -> Option<Self> {
        PLAIN.iter().copied().find(|plain| plain.name == name)
    }

    /// The names of the columns, parted by commas.
    pub(super) fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// A row as it travels.
    pub(super) fn told(&self, row: &Row) -> Result<Json, Fault> {
        let mut fields = Map::new();
        for (at, (name, cell)) in self.columns.iter().enumerate() {
            let value = match cell {
                Cell::Text => json!(row.text_or_null(at)),
                Cell::Int => json!(row.int_or_null(at)),
                Cell::Bytes => json!(hex::encode(row.bytes(at)?)),
            };
            fields.insert((*name).to_owned(), value);
        }
        Ok(Json::Object(fields))
    }

    /// The key of a row, to go on after it.
    pub(super) fn key(&self, row: &Row) -> Result<Vec<Value>, Fault> {
        let keys = self.columns.iter().take(self.keys).enumerate();
        keys.map(|(at, (_, cell))| match cell {
            Cell::Int => Ok(Value::int(row.int(at)?)),
            Cell::Text | Cell::Bytes => Ok(Value::text(row.text(at)?)),
        })
        .collect()
    }

    /// The values of a row that travelled.
    pub(super) fn values(&self, row: &Json) -> Result<Vec<Value>, String> {
        let value = |(name, cell): &(&str, Cell)| {
            let value = row.get(*name).ok_or_else(|| format!("{name} is missing"))?;
            Ok(match cell {
                Cell::Text => Value::Text(value.as_str().map(str::to_owned)),
                Cell::Int => Value::Int(value.as_i64()),
                Cell::Bytes => {
                    let text = value.as_str().unwrap_or_default();
                    Value::Bytes(hex::decode(text).map_err(|_| format!("{name} is no hexadecimal"))?)
                }
            })
        };
        self.columns.iter().map(value).collect()
    }
}
