//! Into a store that nobody has used: all lines of an export, or none.

use std::io::{self, BufRead};

use ring::digest::{Context, SHA256};
use serde_json::Value as Json;

use super::FORM;
use super::plain::{PLAIN, Plain};
use crate::fault::Fault;
use crate::kind::{KINDS, Kind, Parsed};
use crate::store::{Tx, Value, schema_number, words};

/// Tables in which a first start leaves something.
const FIRST: [&str; 5] = ["roles", "settings", "tokens", "license_models", "events"];
/// Longest line, in bytes: a license file is at most 4 MiB.
const LINE_MAX: u64 = 64 * 1024 * 1024;

/// Why an export was not imported. Nothing was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The store holds records already.
    #[error("the store is in use: it holds {0}")]
    InUse(&'static str),
    /// The file cannot be read.
    #[error("cannot read the export: {0}")]
    Io(#[from] io::Error),
    /// A line is wrong.
    #[error("line {line}: {text}")]
    Line {
        /// Which, from 1.
        line: u64,
        /// What is wrong with it.
        text: String,
    },
    /// The database.
    #[error("{0}")]
    Store(#[from] Fault),
}

/// Takes every line of an export into a transaction, and says after each how many there were. The
/// caller commits.
///
/// # Errors
///
/// [`ImportError`].
pub async fn receive(
    tx: &mut Tx,
    mut from: impl BufRead,
    mut told: impl FnMut(i64, u64),
) -> Result<i64, ImportError> {
    clear(tx).await?;
    let mut reader = Reader { line: 0, digest: Context::new(&SHA256), bytes: 0 };
    let head = reader.next(&mut from)?;
    reader.head(&head)?;
    let mut records = 0;
    loop {
        let sealed = hex::encode(reader.digest.clone().finish());
        let line = reader.next(&mut from)?;
        if line["end"] == true {
            if line["records"].as_i64() != Some(records) || line["sha256"].as_str() != Some(&sealed) {
                return Err(reader.wrong("the lines before it are not those that were exported"));
            }
            break;
        }
        take(tx, &line).await.map_err(|error| match error {
            Bad::Line(text) => reader.wrong(text),
            Bad::Store(fault) => fault.into(),
        })?;
        records += 1;
        told(records, reader.bytes);
    }
    let note = serde_json::json!({ "records": records, "exported_at": head["at"] });
    tx.trace_of("office", "", "office.imported", Json::Null, note, None);
    Ok(records)
}

/// Takes away what the first start left; refuses if there is more.
async fn clear(tx: &mut Tx) -> Result<(), ImportError> {
    for kind in KINDS.iter().filter(|kind| !FIRST.contains(&kind.table.name)) {
        let sql = format!("SELECT id FROM {} LIMIT 1", kind.table.name);
        if !tx.query(&sql, Vec::new()).await?.is_empty() {
            return Err(ImportError::InUse(kind.table.name));
        }
    }
    for name in FIRST.into_iter().chain(PLAIN.iter().map(|plain| plain.name)).chain(["words"]) {
        tx.execute(&format!("DELETE FROM {name}"), Vec::new()).await?;
    }
    Ok(())
}

enum Bad {
    Line(String),
    Store(Fault),
}

impl From<Fault> for Bad {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

async fn take(tx: &mut Tx, line: &Json) -> Result<(), Bad> {
    let name = line["table"].as_str().unwrap_or_default();
    if let Some(kind) = Kind::of(name) {
        let text = line["body"].to_string();
        let parsed =
            kind.read(&text).map_err(|error| Bad::Line(format!("no {}: {error}", kind.table.kind)))?;
        return Ok(document(tx, kind, parsed, text).await?);
    }
    let plain = Plain::of(name).ok_or_else(|| Bad::Line(format!("there is no table {name:?}")))?;
    let values = plain.values(&line["row"]).map_err(Bad::Line)?;
    insert(tx, plain.name, &plain.names(), values).await?;
    Ok(())
}

async fn document(tx: &mut Tx, kind: Kind, parsed: Parsed, text: String) -> Result<(), Fault> {
    let Parsed { meta, columns, words } = parsed;
    let mut names = String::from("id, version, created_at, updated_at, external_ref, body");
    for column in kind.table.columns {
        names = names + ", " + column.name;
    }
    let mut values: Vec<Value> = vec![
        meta.id.as_str().into(),
        meta.version.into(),
        meta.created_at.0.into(),
        meta.updated_at.0.into(),
        meta.external_ref.into(),
        text.into(),
    ];
    values.extend(columns);
    insert(tx, kind.table.name, &names, values).await?;
    words::insert(tx, kind.table.kind, &meta.id, words).await
}

async fn insert(tx: &mut Tx, table: &str, names: &str, values: Vec<Value>) -> Result<(), Fault> {
    let places: Vec<String> = (1..=values.len()).map(|at| format!("${at}")).collect();
    let sql = format!("INSERT INTO {table} ({names}) VALUES ({})", places.join(", "));
    tx.execute(&sql, values).await?;
    Ok(())
}

/// Lines as they come, and the seal of those that came.
struct Reader {
    line: u64,
    digest: Context,
    bytes: u64,
}

impl Reader {
    fn next(&mut self, from: &mut impl BufRead) -> Result<Json, ImportError> {
        let mut text = Vec::new();
        io::Read::take(&mut *from, LINE_MAX).read_until(b'\n', &mut text)?;
        self.line += 1;
        if !text.ends_with(b"\n") {
            return Err(self.wrong("the export ends too early"));
        }
        self.bytes = self.bytes.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX));
        self.digest.update(&text);
        serde_json::from_slice(&text).map_err(|error| self.wrong(format!("no JSON: {error}")))
    }

    fn head(&self, head: &Json) -> Result<(), ImportError> {
        match (head["lictor_office_export"].as_i64(), head["schema"].as_i64()) {
            (Some(FORM), Some(schema)) if schema <= schema_number() => Ok(()),
            (Some(FORM), Some(schema)) => {
                let text = format!(
                    "it was exported with schema {schema}; this program knows up to {}",
                    schema_number()
                );
                Err(self.wrong(text))
            }
            (_, _) => Err(self.wrong("this is no export of lictor-office, or one of another form")),
        }
    }

    fn wrong(&self, text: impl Into<String>) -> ImportError {
        ImportError::Line { line: self.line, text: text.into() }
    }
}
