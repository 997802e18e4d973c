//! Out of a store: every record as a line, in one state.

use std::io;

use axum::body::Bytes;
use ring::digest::{Context, SHA256};
use serde_json::{Value as Json, json};

use super::FORM;
use super::plain::{PLAIN, Plain};
use crate::fault::Fault;
use crate::http::stream::Sender;
use crate::kind::{KINDS, Kind};
use crate::store::{Tx, Value, schema_number};

/// Rows that are read at a time.
const ROWS: usize = 500;
/// Bytes that are sent at a time.
const PART: usize = 64 * 1024;

/// Sends every record of a transaction's state. An error breaks the document off, and whoever gets it
/// notices by the missing last line.
///
/// # Errors
///
/// What the database says; `INTERNAL` when nobody takes the parts any more.
pub async fn send(mut tx: Tx, to: Sender) -> Result<i64, Fault> {
    let sent = lines(&mut tx, &to).await;
    if let Err(fault) = &sent {
        // Nobody may be there any more to hear of it.
        let _ = to.send(Err(io::Error::other(fault.to_string()))).await;
    }
    sent
}

async fn lines(tx: &mut Tx, to: &Sender) -> Result<i64, Fault> {
    let mut writer = Writer { to, part: Vec::with_capacity(PART), digest: Context::new(&SHA256), records: 0 };
    let head = json!({ "lictor_office_export": FORM, "schema": schema_number(), "at": tx.now() });
    writer.line(&head).await?;
    for kind in KINDS {
        documents(tx, kind, &mut writer).await?;
    }
    for plain in PLAIN {
        rows(tx, plain, &mut writer).await?;
    }
    let records = writer.records;
    writer.end().await?;
    Ok(records)
}

async fn documents(tx: &mut Tx, kind: &Kind, writer: &mut Writer<'_>) -> Result<(), Fault> {
    let sql = format!("SELECT id, body FROM {} WHERE id > $1 ORDER BY id LIMIT {ROWS}", kind.table.name);
    let mut after = String::new();
    loop {
        let found = tx.query(&sql, vec![after.as_str().into()]).await?;
        for row in &found {
            after = row.text(0)?.to_owned();
            let broken = |error| Fault::internal(format!("{} {after}: {error}", kind.table.kind));
            let body: Json = serde_json::from_str(row.text(1)?).map_err(broken)?;
            writer.record(&json!({ "table": kind.table.name, "body": body })).await?;
        }
        if found.len() < ROWS {
            return Ok(());
        }
    }
}

async fn rows(tx: &mut Tx, plain: &Plain, writer: &mut Writer<'_>) -> Result<(), Fault> {
    let keys: Vec<&str> = plain.columns.iter().take(plain.keys).map(|(name, _)| *name).collect();
    let places: Vec<String> = (1..=plain.keys).map(|at| format!("${at}")).collect();
    let (keys, places) = (keys.join(", "), places.join(", "));
    let mut after: Option<Vec<Value>> = None;
    loop {
        let beyond = after.as_ref().map_or_else(String::new, |_| format!("WHERE ({keys}) > ({places})"));
        let sql =
            format!("SELECT {} FROM {} {beyond} ORDER BY {keys} LIMIT {ROWS}", plain.names(), plain.name);
        let found = tx.query(&sql, after.unwrap_or_default()).await?;
        for row in &found {
            writer.record(&json!({ "table": plain.name, "row": plain.told(row)? })).await?;
        }
        match found.last() {
            Some(last) if found.len() == ROWS => after = Some(plain.key(last)?),
            Some(_) | None => return Ok(()),
        }
    }
}

/// Lines on their way.
struct Writer<'a> {
    to: &'a Sender,
    part: Vec<u8>,
    digest: Context,
    records: i64,
}

impl Writer<'_> {
    async fn record(&mut self, record: &Json) -> Result<(), Fault> {
        self.records += 1;
        self.line(record).await
    }

    async fn line(&mut self, line: &Json) -> Result<(), Fault> {
        let text = format!("{line}\n");
        self.digest.update(text.as_bytes());
        self.part.extend_from_slice(text.as_bytes());
        if self.part.len() >= PART { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), Fault> {
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(PART));
        let gone = |_| Fault::internal("nobody takes the export any more");
        self.to.send(Ok(Bytes::from(part))).await.map_err(gone)
    }

    async fn end(mut self) -> Result<(), Fault> {
        let digest = hex::encode(self.digest.clone().finish());
        let line = format!("{}\n", json!({ "end": true, "records": self.records, "sha256": digest }));
        self.part.extend_from_slice(line.as_bytes());
        self.flush().await
    }
}
