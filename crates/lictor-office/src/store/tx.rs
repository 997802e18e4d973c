//! One transaction in the name of somebody: records in, records out, with their traces.
//!
//! What a request does is one transaction: rows, audit events, webhook events, jobs and the answer
//! kept for a repetition are committed together or not at all. A dry run is the same without the
//! commit.

use serde_json::Value as Json;

use super::audit;
use super::database::{Connection, Dialect};
use super::record::{ColumnKind, Record};
use super::row::{Row, Value};
use super::words;
use crate::actor::Actor;
use crate::event;
use crate::fault::Fault;
use crate::model::Event;
use crate::time::Time;

/// A transaction, who asked for it and when.
#[derive(Debug)]
pub struct Tx {
    connection: Connection,
    writes: bool,
    now: Time,
    actor: Actor,
    traces: Vec<audit::Trace>,
    events: Vec<Event>,
    wakes: bool,
}

impl Tx {
    pub(super) fn new(connection: Connection, writes: bool, now: Time, actor: Actor) -> Self {
        Self { connection, writes, now, actor, traces: Vec::new(), events: Vec::new(), wakes: false }
    }

    /// When it began; every trace of it carries this instant.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }

    /// In whose name.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Which database.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.connection.dialect()
    }

    /// Rows of a statement of ours.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn query(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.connection.query(sql, values).await
    }

    /// Carries a statement of ours out; how many rows it touched.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn execute(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
        self.connection.execute(sql, values).await
    }

    /// Suffix of a statement whose rows must not change before this transaction ends. SQLite needs
    /// none: it has one writer.
    #[must_use]
    pub fn lock(&self) -> &'static str {
        match (self.writes, self.dialect()) {
            (true, Dialect::Postgres) => " FOR UPDATE",
            (true, Dialect::Sqlite) | (false, Dialect::Postgres | Dialect::Sqlite) => "",
        }
    }

    /// The record of that id; in a transaction that writes, nobody else can change it until the end.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND`.
    pub async fn get<R: Record>(&mut self, id: &str) -> Result<R, Fault> {
        self.find("id", id).await?.ok_or_else(|| Fault::not_found(R::TABLE.kind, id))
    }

    /// The record of that id or of that unique name ([`Record::NAMES`]).
    ///
    /// # Errors
    ///
    /// `NOT_FOUND`.
    pub async fn named<R: Record>(&mut self, name: &str) -> Result<R, Fault> {
        for (column, value) in places::<R>(name) {
            if let Some(record) = self.find(column, value).await? {
                return Ok(record);
            }
        }
        Err(Fault::not_found(R::TABLE.kind, name))
    }

    /// The same without keeping others from changing it, if there is one.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn glance<R: Record>(&mut self, name: &str) -> Result<Option<R>, Fault> {
        for (column, value) in places::<R>(name) {
            if let Some(record) = self.look(column, value).await? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The record with that value in a column, the oldest if there are several.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn find<R: Record>(
        &mut self,
        column: &str,
        value: impl Into<Value>,
    ) -> Result<Option<R>, Fault> {
        let found = self.select(&format!("{column} = $1 ORDER BY id LIMIT 1"), vec![value.into()]).await?;
        Ok(found.into_iter().next())
    }

    /// The same without keeping others from changing it: for what is only looked at.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn look<R: Record>(
        &mut self,
        column: &str,
        value: impl Into<Value>,
    ) -> Result<Option<R>, Fault> {
        let sql = format!("SELECT body FROM {} WHERE {column} = $1 ORDER BY id LIMIT 1", R::TABLE.name);
        self.query(&sql, vec![value.into()]).await?.first().map(read).transpose()
    }

    /// Every record with that value in a column, oldest first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn all<R: Record>(&mut self, column: &str, value: impl Into<Value>) -> Result<Vec<R>, Fault> {
        self.select(&format!("{column} = $1 ORDER BY id"), vec![value.into()]).await
    }

    /// Records by a condition of ours: what stands after WHERE, with `$1`…
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn select<R: Record>(&mut self, condition: &str, values: Vec<Value>) -> Result<Vec<R>, Fault> {
        let sql = format!("SELECT body FROM {} WHERE {condition}{}", R::TABLE.name, self.lock());
        self.query(&sql, values).await?.iter().map(read).collect()
    }

    /// The same without keeping others from changing them: for what is only looked at.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn scan<R: Record>(&mut self, condition: &str, values: Vec<Value>) -> Result<Vec<R>, Fault> {
        let sql = format!("SELECT body FROM {} WHERE {condition}", R::TABLE.name);
        self.query(&sql, values).await?.iter().map(read).collect()
    }

    /// Keeps a new record: gives it its id and times.
    ///
    /// # Errors
    ///
    /// What the database says; `Again` if a unique value was taken meanwhile.
    pub async fn insert<R: Record>(&mut self, record: &mut R) -> Result<(), Fault> {
        let now = self.now;
        let meta = record.meta_mut();
        if meta.id.is_empty() {
            meta.id = new_id();
        }
        meta.version = 1;
        meta.created_at = now;
        meta.updated_at = now;
        let table = R::TABLE;
        let mut names = String::from("id, version, created_at, updated_at, external_ref, body");
        let mut places = String::from("$1, $2, $3, $4, $5, $6");
        for (at, column) in table.columns.iter().enumerate() {
            names = names + ", " + column.name;
            places = format!("{places}, ${}", at + 7);
        }
        let sql = format!("INSERT INTO {} ({names}) VALUES ({places})", table.name);
        let mut values = head(record)?;
        values.extend(record.columns());
        self.execute(&sql, values).await?;
        words::add(self, record).await
    }

    /// Keeps a change of a record that this transaction read.
    ///
    /// # Errors
    ///
    /// `Again` if somebody else changed it meanwhile.
    pub async fn update<R: Record>(&mut self, record: &mut R) -> Result<(), Fault> {
        let now = self.now;
        let before = record.meta().version;
        record.meta_mut().version = before + 1;
        record.meta_mut().updated_at = now;
        let table = R::TABLE;
        let mut sets =
            String::from("version = $2, created_at = $3, updated_at = $4, external_ref = $5, body = $6");
        for (at, column) in table.columns.iter().enumerate() {
            sets = format!("{sets}, {} = ${}", column.name, at + 7);
        }
        let last = table.columns.len() + 7;
        let sql = format!("UPDATE {} SET {sets} WHERE id = $1 AND version = ${last}", table.name);
        let mut values = head(record)?;
        values.extend(record.columns());
        values.push(Value::int(before));
        if self.execute(&sql, values).await? == 0 {
            return Err(Fault::Again);
        }
        words::replace(self, record).await
    }

    /// Forgets a record.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn delete<R: Record>(&mut self, id: &str) -> Result<(), Fault> {
        let sql = format!("DELETE FROM {} WHERE id = $1", R::TABLE.name);
        self.execute(&sql, vec![id.into()]).await?;
        words::remove(self, R::TABLE.kind, id).await
    }

    /// The last number of a sequence that was given out; 0 before the first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn last_number(&mut self, sequence: &str) -> Result<i64, Fault> {
        let sql = format!("SELECT value FROM sequences WHERE name = $1{}", self.lock());
        let rows = self.query(&sql, vec![sequence.into()]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// The next number of a sequence, counted from 1. Numbers of a transaction that fails come again.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn next_number(&mut self, sequence: &str) -> Result<i64, Fault> {
        let sql = "INSERT INTO sequences (name, value) VALUES ($1, 1) \
                   ON CONFLICT (name) DO UPDATE SET value = sequences.value + 1 RETURNING value";
        let rows = self.query(sql, vec![sequence.into()]).await?;
        rows.first().ok_or_else(|| Fault::internal("no sequence"))?.int(0)
    }

    /// Leaves one audit event: what was done to which record, and how it was before and after
    /// (office.md 5.6).
    pub fn trace<R: Record>(
        &mut self,
        action: &str,
        before: Option<&R>,
        after: Option<&R>,
        reason: Option<&str>,
    ) {
        let target = after.or(before).map(|record| record.meta().id.clone()).unwrap_or_default();
        let state = |record: Option<&R>| record.map_or(Json::Null, Record::public);
        self.trace_of(R::TABLE.kind, &target, action, state(before), state(after), reason);
    }

    /// The same for what is no record.
    pub fn trace_of(
        &mut self,
        kind: &str,
        target: &str,
        action: &str,
        before: Json,
        after: Json,
        reason: Option<&str>,
    ) {
        self.traces.push(audit::Trace {
            kind: kind.to_owned(),
            target: target.to_owned(),
            action: action.to_owned(),
            before,
            after,
            reason: reason.map(str::to_owned),
        });
    }

    /// Leaves an event, which gets its place among all events when this is committed.
    pub(crate) fn leave(&mut self, event: Event) {
        self.events.push(event);
        self.wakes = true;
    }

    /// Says that there is work for the jobs once this is committed.
    pub fn wake(&mut self) {
        self.wakes = true;
    }

    /// Makes everything last: the traces join the chain, the events their row, and the transaction ends. Whether there is
    /// work for the jobs.
    ///
    /// # Errors
    ///
    /// When nothing was done: `Again`, or what the database says.
    pub async fn commit(mut self) -> Result<bool, Fault> {
        let traces = std::mem::take(&mut self.traces);
        audit::append(&mut self, traces).await?;
        let events = std::mem::take(&mut self.events);
        event::append(&mut self, events).await?;
        self.connection.commit().await?;
        Ok(self.wakes)
    }
}

/// The columns in which a name may stand, with what it is there.
fn places<R: Record>(name: &str) -> Vec<(&'static str, Value)> {
    let named = R::NAMES.iter().filter_map(|column| {
        let kind = R::TABLE.columns.iter().find(|has| has.name == *column).map(|has| has.kind);
        match kind {
            Some(ColumnKind::Int) => name.parse().ok().map(|number: i64| (*column, Value::int(number))),
            Some(ColumnKind::Text | ColumnKind::Day) | None => Some((*column, Value::text(name))),
        }
    });
    [("id", Value::text(name))].into_iter().chain(named).collect()
}

pub(super) fn head<R: Record>(record: &R) -> Result<Vec<Value>, Fault> {
    let meta = record.meta();
    let body = serde_json::to_string(record).map_err(|error| Fault::internal(error.to_string()))?;
    Ok(vec![
        meta.id.as_str().into(),
        meta.version.into(),
        meta.created_at.0.into(),
        meta.updated_at.0.into(),
        meta.external_ref.clone().into(),
        body.into(),
    ])
}

pub(super) fn read<R: Record>(row: &Row) -> Result<R, Fault> {
    serde_json::from_str(row.text(0)?)
        .map_err(|error| Fault::internal(format!("a {} cannot be read: {error}", R::TABLE.kind)))
}

/// A new id: sorts after those made before.
#[must_use]
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
