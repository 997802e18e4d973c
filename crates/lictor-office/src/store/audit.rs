//! The audit chain: every change, who made it and why; each event seals those before it.
//!
//! An event's hash is SHA-256 over the hash before it, a line feed, and its own JSON text. Who changes,
//! removes or inserts an event breaks the chain from there on; [`verify`] says where. The columns that the
//! log is filtered by must say what the sealed text says. Cutting the tail off is seen by who knows a later
//! head: [`head`] keeps one beside the database, and backups should keep those that `verify` prints.

pub mod head;

use std::path::Path;

use ring::digest::{SHA256, digest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use self::head::Head;
use super::row::{Row, Value};
use super::tx::Tx;
use crate::fault::Fault;
use crate::time::Time;

/// Hash before the first event.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Events that are verified at a time.
const PART: i64 = 1000;

/// One thing that was done, before it has its place in the chain.
#[derive(Debug)]
pub(super) struct Trace {
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) action: String,
    pub(super) before: Json,
    pub(super) after: Json,
    pub(super) reason: Option<String>,
}

/// One event of the chain.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AuditEvent {
    /// Place in the chain, from 1.
    pub sequence: i64,
    /// When.
    pub at: Time,
    /// In whose name.
    pub actor: String,
    /// What was done, for example `license.issued`.
    pub action: String,
    /// Kind of the record it was done to.
    pub target_kind: String,
    /// Id of that record.
    pub target: String,
    /// The record before, or null.
    pub before: Json,
    /// The record after, or null.
    pub after: Json,
    /// Why, in the words of who did it.
    pub reason: Option<String>,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// The request's key against doing it twice.
    pub idempotency_key: Option<String>,
    /// Where the request came from.
    pub ip: Option<String>,
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChainReport {
    /// Events read.
    pub events: i64,
    /// Hash of the last event that holds.
    pub head: String,
    /// Place of the first event that does not hold.
    pub broken_at: Option<i64>,
}

pub(super) async fn append(tx: &mut Tx, traces: Vec<Trace>) -> Result<(), Fault> {
    if traces.is_empty() {
        return Ok(());
    }
    // Taking the number locks the chain until the end of the transaction: nobody gets between.
    let mut previous = None;
    for trace in traces {
        let sequence = tx.next_number("audit").await?;
        let head = match previous.take() {
            Some(hash) => hash,
            None => hash_at(tx, sequence - 1).await?,
        };
        let actor = tx.actor().clone();
        let event = AuditEvent {
            sequence,
            at: tx.now(),
            actor: actor.name,
            action: trace.action,
            target_kind: trace.kind,
            target: trace.target,
            before: trace.before,
            after: trace.after,
            reason: trace.reason.or(actor.reason),
            request_id: actor.request_id,
            idempotency_key: actor.idempotency_key,
            ip: actor.ip,
        };
        let body = serde_json::to_string(&event).map_err(|error| Fault::internal(error.to_string()))?;
        let hash = seal(&head, &body);
        let sql = "INSERT INTO audit (sequence, at, actor, action, target_kind, target, body, hash) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = vec![
            sequence.into(),
            event.at.0.into(),
            event.actor.into(),
            event.action.into(),
            event.target_kind.into(),
            event.target.into(),
            body.into(),
            hash.clone().into(),
        ];
        tx.execute(sql, values).await?;
        previous = Some(hash);
    }
    Ok(())
}

async fn hash_at(tx: &mut Tx, sequence: i64) -> Result<String, Fault> {
    if sequence == 0 {
        return Ok(START.to_owned());
    }
    let rows = tx.query("SELECT hash FROM audit WHERE sequence = $1", vec![sequence.into()]).await?;
    let row = rows.first().ok_or_else(|| Fault::internal("the audit chain has a hole"))?;
    Ok(row.text(0)?.to_owned())
}

fn seal(previous: &str, body: &str) -> String {
    hex::encode(digest(&SHA256, format!("{previous}\n{body}").as_bytes()))
}

/// Reads the chain from its beginning and says where it breaks, if it does.
///
/// # Errors
///
/// What the database says.
pub async fn verify(tx: &mut Tx) -> Result<ChainReport, Fault> {
    read_chain(tx, None).await
}

/// The same, and that it did not become shorter or another one since its head was noted in a directory.
///
/// # Errors
///
/// What the database says, and when the note cannot be read.
pub async fn verify_against(tx: &mut Tx, data: &Path) -> Result<ChainReport, Fault> {
    let noted = Head::noted(data)?;
    read_chain(tx, noted.as_ref()).await
}

async fn read_chain(tx: &mut Tx, noted: Option<&Head>) -> Result<ChainReport, Fault> {
    let mut report = ChainReport { events: 0, head: START.to_owned(), broken_at: None };
    loop {
        let sql = "SELECT sequence, body, hash, at, actor, action, target_kind, target FROM audit \
                   WHERE sequence > $1 ORDER BY sequence LIMIT $2";
        let rows = tx.query(sql, vec![report.events.into(), PART.into()]).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let hash = seal(&report.head, row.text(1)?);
            let place = report.events + 1;
            let is_noted = noted.is_none_or(|noted| noted.events != place || noted.hash == hash);
            if row.int(0)? != place || hash != row.text(2)? || !agrees(&row)? || !is_noted {
                report.broken_at = Some(report.events + 1);
                return Ok(report);
            }
            report.events += 1;
            report.head = hash;
        }
    }
    let last = tx.query("SELECT value FROM sequences WHERE name = 'audit'", Vec::new()).await?;
    let cut = noted.is_some_and(|noted| noted.events > report.events);
    if cut || last.first().map_or(Ok(0), |row| row.int(0))? != report.events {
        report.broken_at = Some(report.events + 1);
    }
    Ok(report)
}

/// Whether the columns by which the log is filtered say what the sealed text says.
fn agrees(row: &Row) -> Result<bool, Fault> {
    let Ok(event) = serde_json::from_str::<AuditEvent>(row.text(1)?) else { return Ok(false) };
    Ok(event.sequence == row.int(0)?
        && event.at.0 == row.int(3)?
        && event.actor == row.text(4)?
        && event.action == row.text(5)?
        && event.target_kind == row.text(6)?
        && event.target == row.text(7)?)
}

/// Events of one record, oldest first; or of all, from a place on.
///
/// # Errors
///
/// What the database says.
pub async fn events(
    tx: &mut Tx,
    target: Option<&str>,
    after: i64,
    limit: i64,
) -> Result<Vec<AuditEvent>, Fault> {
    let (filter, mut values) = match target {
        Some(target) => ("AND target = $3", vec![Value::int(after), Value::int(limit), target.into()]),
        None => ("", vec![Value::int(after), Value::int(limit)]),
    };
    let sql = format!("SELECT body FROM audit WHERE sequence > $1 {filter} ORDER BY sequence LIMIT $2");
    let rows = tx.query(&sql, std::mem::take(&mut values)).await?;
    rows.iter()
        .map(|row| serde_json::from_str(row.text(0)?).map_err(|error| Fault::internal(error.to_string())))
        .collect()
}
