//! The words by which records are found: one row a word, so that both databases find them by index.
//!
//! Notes of the metadata are kept the same way, as `#NAME=VALUE`; no word of a text begins with `#`.

use std::collections::BTreeSet;

use ring::digest::{SHA256, digest};
use serde_json::Value as Json;

use super::record::Record;
use super::row::Value;
use super::tx::Tx;
use crate::fault::Fault;

/// Words of one record that are kept; more are left out.
const WORDS_MAX: usize = 1024;
/// Characters of a word that are kept.
const WORD_MAX: usize = 64;
/// Notes of one record by which it is found; more are left out.
const NOTES_MAX: usize = 64;

/// The words of a text as they are kept and looked for.
#[must_use]
pub fn split(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | ':')))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().chars().take(WORD_MAX).collect())
        .collect()
}

/// The words of a record.
pub(crate) fn of<R: Record>(record: &R) -> BTreeSet<String> {
    let mut words: BTreeSet<String> = record.words().into_iter().flat_map(split).collect();
    words.extend(record.meta().external_ref.as_deref().map(split).into_iter().flatten());
    let words = words.into_iter().take(WORDS_MAX);
    let notes = record.meta().metadata.iter().filter_map(|(name, value)| match value {
        Json::Null => None,
        Json::String(text) => Some(note(name, text)),
        other @ (Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_)) => {
            Some(note(name, &other.to_string()))
        }
    });
    words.chain(notes.take(NOTES_MAX)).collect()
}

/// A note of the metadata as it is kept and looked for: text as it is, anything else as JSON. Of a long
/// value the beginning is kept, and a hash that tells it from others with the same beginning.
#[must_use]
pub fn note(name: &str, value: &str) -> String {
    let start: String = value.chars().take(WORD_MAX).collect();
    if start.len() == value.len() {
        return format!("#{name}={value}");
    }
    let hash = hex::encode(digest(&SHA256, value.as_bytes()));
    format!("#{name}={start}{}", hash.get(..16).unwrap_or_default())
}

pub(super) async fn add<R: Record>(tx: &mut Tx, record: &R) -> Result<(), Fault> {
    insert(tx, R::TABLE.kind, &record.meta().id, of(record)).await
}

/// Keeps words.
pub(crate) async fn insert(tx: &mut Tx, kind: &str, id: &str, words: BTreeSet<String>) -> Result<(), Fault> {
    if words.is_empty() {
        return Ok(());
    }
    let mut sql = String::from("INSERT INTO words (kind, word, id) VALUES ");
    let mut values = Vec::with_capacity(words.len() + 2);
    values.push(Value::text(kind));
    values.push(Value::text(id));
    for (at, word) in words.into_iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        sql = format!("{sql}{comma}($1, ${}, $2)", at + 3);
        values.push(Value::text(word));
    }
    tx.execute(&sql, values).await?;
    Ok(())
}

pub(super) async fn replace<R: Record>(tx: &mut Tx, record: &R) -> Result<(), Fault> {
    let kind = R::TABLE.kind;
    let id = &record.meta().id;
    let sql = "SELECT word FROM words WHERE kind = $1 AND id = $2";
    let rows = tx.query(sql, vec![kind.into(), id.as_str().into()]).await?;
    let mut before = BTreeSet::new();
    for row in &rows {
        before.insert(row.text(0)?.to_owned());
    }
    let after = of(record);
    for word in before.difference(&after) {
        let sql = "DELETE FROM words WHERE kind = $1 AND id = $2 AND word = $3";
        tx.execute(sql, vec![kind.into(), id.as_str().into(), word.as_str().into()]).await?;
    }
    insert(tx, kind, id, after.difference(&before).cloned().collect()).await
}

pub(super) async fn remove(tx: &mut Tx, kind: &str, id: &str) -> Result<(), Fault> {
    let sql = "DELETE FROM words WHERE kind = $1 AND id = $2";
    tx.execute(sql, vec![kind.into(), id.into()]).await?;
    Ok(())
}
