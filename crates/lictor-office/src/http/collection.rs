//! What every kind of record answers alike: its list, as JSON or CSV, and one of them.

use lictor_entitle::Refusal;
use lictor_entitle::calendar::add_days;
use lictor_entitle::code::Code;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde_json::Value as Json;

use super::answer::{Answer, Content};
use super::call::Call;
use super::fields::Fields;
use super::{include, lock};
use crate::clock::Clock;
use crate::fault::Fault;
use crate::office::Office;
use crate::store::Tx;
use crate::store::list::{self, Comparison, Filter, PAGE_MAX, Query};
use crate::store::record::{ColumnKind, Record};

/// Most rows of a CSV export; further ones are a filter away.
const ROWS_MAX: usize = 200_000;

/// The list of a kind: filters, search, pages; `format=csv` for all pages as CSV.
///
/// # Errors
///
/// `INVALID_FIELD` for parameters that are none.
pub async fn list<R: Record + JsonSchema>(
    office: &Office,
    tx: &mut Tx,
    call: &Call,
) -> Result<Answer, Fault> {
    among::<R>(office, tx, call, lock::narrow::<R>(call, call.list()?)?).await
}

/// The same among records that are chosen already.
///
/// # Errors
///
/// As [`list()`].
pub async fn among<R: Record + JsonSchema>(
    office: &Office,
    tx: &mut Tx,
    call: &Call,
    mut query: Query,
) -> Result<Answer, Fault> {
    let fields = Fields::of::<R>();
    for filter in &mut query.filters {
        fields.check(filter)?;
        in_days(office.clock(), filter);
    }
    if call.parameter("format") == Some("csv") {
        return csv::<R>(tx, call, query, &fields).await;
    }
    if call.parameter("columns").is_some() {
        return Err(Refusal::because(Code::InvalidField, "columns are of format=csv").at("columns").into());
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
    shown(tx, call, &record).await
}

/// A record with what was asked for beside it.
///
/// # Errors
///
/// `INVALID_FIELD` for a relation that it does not have.
pub async fn shown<R: Record>(tx: &mut Tx, call: &Call, record: &R) -> Result<Answer, Fault> {
    let mut answer = Answer::record(record);
    if let (Some(included), Content::Json(Json::Object(fields))) =
        (include::included(tx, call, record).await?, &mut answer.content)
    {
        fields.insert("included".to_owned(), included);
    }
    Ok(answer)
}

/// The record that a part of the path names, if the caller may see to it and it has the version that the
/// caller knows.
///
/// # Errors
///
/// `NOT_FOUND`, also for a record of an account that the caller is locked out of; `PRECONDITION_FAILED`.
pub async fn named<R: Record>(tx: &mut Tx, call: &Call, part: &str) -> Result<R, Fault> {
    let name = call.part(part);
    let record: R = tx.named(name).await?;
    lock::admit(tx, call, &record, name).await?;
    call.matches(&record)?;
    Ok(record)
}

/// An instant may be asked for by its day, in the zone of the office: from its first instant, up to its last.
fn in_days(clock: &Clock, filter: &mut Filter) {
    if !matches!(filter.field.as_str(), "created_at" | "updated_at") {
        return;
    }
    for value in &mut filter.values {
        let Ok(day) = CivilDate::parse(value) else { continue };
        let instant = match filter.comparison {
            Comparison::AtLeast => clock.instant(value).map(|first| first.0),
            Comparison::AtMost => clock.instant(&add_days(day, 1).to_string()).map(|next| next.0 - 1),
            Comparison::In | Comparison::NotIn | Comparison::Present => continue,
        };
        if let Ok(instant) = instant {
            *value = instant.to_string();
        }
    }
}

async fn csv<R: Record>(
    tx: &mut Tx,
    call: &Call,
    mut query: Query,
    fields: &Fields,
) -> Result<Answer, Fault> {
    let chosen: Option<Vec<&str>> = call.parameter("columns").map(|names| names.split(',').collect());
    for name in chosen.iter().flatten() {
        fields.column(name)?;
    }
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
