//! An event of the audit log, and whether the chain holds.

use std::collections::BTreeSet;

use askama::Template;
use lictor_entitle::{Code, Refusal};
use serde_json::Value as Json;

use super::cell::Cell;
use super::detail::section;
use super::html::Html;
use super::noun::{Column, at, number, text};
use super::nouns::AUDIT;
use super::page::{Crumb, Page, Reply};
use super::table::{Names, Table};
use super::visit::Visit;
use crate::fault::Fault;

#[derive(Template)]
#[template(path = "event.html")]
struct EventView<'a> {
    sequence: &'a str,
    lines: Vec<(&'a str, Html)>,
}

#[derive(Template)]
#[template(path = "chain.html")]
struct ChainView {
    events: i64,
    head: String,
    broken_at: Option<i64>,
}

/// Shows an event: what was changed, with what stood there before and afterwards.
///
/// # Errors
///
/// What the interface refuses; `NOT_FOUND`.
pub(super) async fn event(visit: &Visit) -> Result<Reply, Fault> {
    let sequence = visit.part("sequence");
    let nothing = || Refusal::because(Code::NotFound, "there is no event of this number");
    let number: i64 = sequence.parse().map_err(|_| nothing())?;
    // The log is read behind a number, so behind the one before.
    let path = format!("/v1/audit?page[size]=1&page[after]={}", number.saturating_sub(1));
    let page = visit.get(&path).await?;
    let event = at(&page, "data/0");
    if at(event, "sequence").as_i64() != Some(number) {
        return Err(nothing().into());
    }
    let columns: Vec<Column> = AUDIT.columns.iter().skip(1).copied().collect();
    let names = Names::read(visit, std::slice::from_ref(event), &columns).await?;
    let lines = columns.iter().map(|column| (column.label, names.cell(&AUDIT, column, event)));
    let lines: Vec<(&str, Html)> =
        lines.filter(|(_, cell)| *cell != Cell::Empty).map(|(label, cell)| (label, cell.html())).collect();
    let mut table = Table::new("Before and after", &["Field", "Before", "Afterwards"]);
    for (field, before, after) in changed(at(event, "before"), at(event, "after")) {
        table.row(vec![Cell::words(field.replace('_', " ")), Cell::plain(before), Cell::plain(after)]);
    }
    let view = EventView { sequence, lines };
    let differences = if table.rows.is_empty() {
        Html::default()
    } else {
        section("Before and after", "changes", "", &table)
    };
    Ok(Reply::Page(Page {
        title: format!("Event {sequence}"),
        crumbs: vec![Crumb::new("Audit", "/audit")],
        body: Html::join([Html::of(&view), differences]),
        wide: true,
        ..Page::default()
    }))
}

/// The fields of two documents that differ, by name.
fn changed<'a>(before: &'a Json, after: &'a Json) -> Vec<(String, &'a Json, &'a Json)> {
    let names = |document: &'a Json| document.as_object().into_iter().flatten().map(|(name, _)| name);
    let all: BTreeSet<&String> = names(before).chain(names(after)).collect();
    let each = all.into_iter().map(|name| (name.clone(), at(before, name), at(after, name)));
    each.filter(|(_, before, after)| before != after).collect()
}

/// Reads the whole chain and says whether it holds.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn verify(visit: &Visit) -> Result<Reply, Fault> {
    let report = visit.get("/v1/audit/verify").await?;
    let view = ChainView {
        events: number(&report, "events"),
        head: text(&report, "head"),
        broken_at: at(&report, "broken_at").as_i64(),
    };
    let crumbs = vec![Crumb::new("Audit", "/audit")];
    Ok(Reply::Page(Page {
        title: "Audit chain".to_owned(),
        crumbs,
        body: Html::of(&view),
        ..Page::default()
    }))
}
