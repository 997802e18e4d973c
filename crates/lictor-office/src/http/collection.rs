//! What every kind of record answers alike: its list, as JSON or CSV, and one of them.

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use serde_json::Value as Json;

use super::answer::{Answer, Content};
use super::call::Call;
use super::{include, lock};
use crate::fault::Fault;
use crate::office::Office;
use crate::store::Tx;
use crate::store::list::{self, PAGE_MAX, Query};
use crate::store::record::{ColumnKind, Record};

/// Most rows of a CSV export; further ones are a filter away.
const ROWS_MAX: usize = 200_000;

/// The list of a kind: filters, search, pages; `format=csv` for all pages as CSV.
///
/// # Errors
///
/// `INVALID_FIELD` for parameters that are none.
pub async fn list<R: Record>(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let query = lock::narrow::<R>(call, call.list()?)?;
    if call.parameter("format") == Some("csv") {
        return csv::<R>(tx, call, query).await;
    }
    Ok(Answer::page(&list::list::<R>(tx, &query).await?))
}

/// One record, by its id or by a name that is unique among its kind; with `include` its related records
/// beside its fields, under `included`.
///
/// # Errors
///
/// `NOT_FOUND`; `INVALID_FIELD` for a relation that it does not have.
pub async fn get<R: Record>(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let record = named::<R>(tx, call, "id").await?;
    let mut answer = Answer::record(&record);
    if let (Some(included), Content::Json(Json::Object(fields))) =
        (include::included(tx, call, &record).await?, &mut answer.content)
    {
        fields.insert("included".to_owned(), included);
    }
    Ok(answer)
}

/// The record that a part of the path names, if the caller may see to it.
///
/// # Errors
///
/// `NOT_FOUND`, also for a record of an account that the caller is locked out of.
pub async fn named<R: Record>(tx: &mut Tx, call: &Call, part: &str) -> Result<R, Fault> {
    let name = call.part(part);
    let record: R = tx.named(name).await?;
    lock::admit(tx, call, &record, name).await?;
    Ok(record)
}

async fn csv<R: Record>(tx: &mut Tx, call: &Call, mut query: Query) -> Result<Answer, Fault> {
    let chosen: Option<Vec<&str>> = call.parameter("columns").map(|names| names.split(',').collect());
    let columns = chosen.unwrap_or_else(|| {
        let own = R::TABLE.columns.iter().map(|column| match (column.name, column.kind) {
            // In the document a day stands under its full name.
            ("expiration", ColumnKind::Day) if R::TABLE.name == "licenses" => "expiration_date",
            (name, _) => name,
        });
        ["id"].into_iter().chain(own).chain(["created_at", "updated_at"]).collect()
    });
    query.size = PAGE_MAX;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| Fault::internal(error.to_string());
    writer.write_record(&columns).map_err(broken)?;
    let mut rows = 0;
    loop {
        let page = list::list::<R>(tx, &query).await?;
        for record in &page.records {
            let public = record.public();
            let cells = columns.iter().map(|name| cell(public.get(name)));
            writer.write_record(cells).map_err(broken)?;
        }
        rows += page.records.len();
        match page.next {
            Some(_) if rows >= ROWS_MAX => {
                let text = format!("more than {ROWS_MAX} rows; narrow the filters");
                return Err(Refusal::because(Code::InvalidField, text).at("format").into());
            }
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    let bytes = writer.into_inner().map_err(|error| Fault::internal(error.to_string()))?;
    let name = Some(format!("{}.csv", R::TABLE.name.replace('_', "-")));
    Ok(Answer::of(200, Content::Raw { media: "text/csv; charset=utf-8", name, bytes }))
}

/// A cell that a spreadsheet does not take for a formula.
pub(crate) fn cell(value: Option<&Json>) -> String {
    let text = match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.starts_with(['=', '+', '-', '@', '\t']) && text.parse::<f64>().is_err() {
        return format!("'{text}");
    }
    text
}
