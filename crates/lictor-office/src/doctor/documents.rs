//! Whether every document can be read, and its columns and words say the same as the document.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Check;
use crate::fault::Fault;
use crate::kind::{KINDS, Kind};
use crate::store::record::ColumnKind;
use crate::store::{Row, Tx, Value};

/// Rows that are read at a time.
const ROWS: usize = 500;

pub(super) async fn check(tx: &mut Tx) -> Result<[Check; 2], Fault> {
    let mut documents = Check::new("documents");
    let mut words = Check::new("words");
    for kind in KINDS {
        let mut after = String::new();
        loop {
            let rows = page(tx, kind, &after).await?;
            let last = rows.last().map(|row| row.text(0).map(str::to_owned)).transpose()?;
            let mut wanted = BTreeMap::new();
            for row in &rows {
                documents.looked_at += 1;
                if let Some(found) = document(kind, row, &mut documents)? {
                    wanted.insert(row.text(0)?.to_owned(), found);
                }
            }
            let Some(last) = last else { break };
            compare_words(tx, kind, (&after, &last), &wanted, &mut words).await?;
            after = last;
        }
        orphaned_words(tx, kind, &mut words).await?;
    }
    let again = "`export` and `import` into a new store makes columns and words anew from the documents";
    Ok([documents.hint(again), words.hint(again)])
}

async fn page(tx: &mut Tx, kind: &Kind, after: &str) -> Result<Vec<Row>, Fault> {
    let columns: String = kind.table.columns.iter().map(|column| format!(", {}", column.name)).collect();
    let sql = format!(
        "SELECT id, version, created_at, updated_at, external_ref, body{columns} FROM {} WHERE id > $1 \
         ORDER BY id LIMIT {ROWS}",
        kind.table.name
    );
    tx.query(&sql, vec![after.into()]).await
}

/// The words of a document, if it can be read.
fn document(kind: &Kind, row: &Row, check: &mut Check) -> Result<Option<BTreeSet<String>>, Fault> {
    let id = row.text(0)?;
    let target = format!("{} {id}", kind.table.kind);
    let parsed = match kind.read(row.text(5)?) {
        Ok(parsed) => parsed,
        Err(error) => {
            check.found(target, format!("the document cannot be read: {error}"));
            return Ok(None);
        }
    };
    let meta = &parsed.meta;
    let head = [
        ("id", meta.id == id),
        ("version", Some(meta.version) == row.int_or_null(1)),
        ("created_at", Some(meta.created_at.0) == row.int_or_null(2)),
        ("updated_at", Some(meta.updated_at.0) == row.int_or_null(3)),
        ("external_ref", meta.external_ref.as_deref() == row.text_or_null(4)),
    ];
    let columns = kind.table.columns.iter().zip(&parsed.columns).enumerate();
    let columns = columns.map(|(at, (column, value))| {
        let stored = match column.kind {
            ColumnKind::Int => Value::Int(row.int_or_null(at + 6)),
            ColumnKind::Text | ColumnKind::Day => Value::Text(row.text_or_null(at + 6).map(str::to_owned)),
        };
        (column.name, stored == *value)
    });
    let wrong: Vec<&str> =
        head.into_iter().chain(columns).filter(|(_, same)| !same).map(|(name, _)| name).collect();
    if !wrong.is_empty() {
        check.found(
            target,
            format!("the document says something else than its columns: {}", wrong.join(", ")),
        );
    }
    Ok(Some(parsed.words))
}

async fn compare_words(
    tx: &mut Tx,
    kind: &Kind,
    (after, last): (&str, &str),
    wanted: &BTreeMap<String, BTreeSet<String>>,
    check: &mut Check,
) -> Result<(), Fault> {
    let sql = "SELECT id, word FROM words WHERE kind = $1 AND id > $2 AND id <= $3";
    let mut stored: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in tx.query(sql, vec![kind.table.kind.into(), after.into(), last.into()]).await? {
        stored.entry(row.text(0)?.to_owned()).or_default().insert(row.text(1)?.to_owned());
        check.looked_at += 1;
    }
    let none = BTreeSet::new();
    for (id, words) in wanted {
        if stored.get(id).unwrap_or(&none) != words {
            check.found(format!("{} {id}", kind.table.kind), "it is found by other words than it has");
        }
    }
    Ok(())
}

async fn orphaned_words(tx: &mut Tx, kind: &Kind, check: &mut Check) -> Result<(), Fault> {
    let sql = format!(
        "SELECT DISTINCT w.id FROM words w WHERE w.kind = $1 AND NOT EXISTS (SELECT 1 FROM {} t WHERE t.id = w.id)",
        kind.table.name
    );
    for row in tx.query(&sql, vec![kind.table.kind.into()]).await? {
        check.found(
            format!("{} {}", kind.table.kind, row.text(0)?),
            "there are words of a record that is gone",
        );
    }
    Ok(())
}
