//! The page of one record: what it says, what belongs to it, what can be done with it, and what was.

use askama::Template;
use serde_json::Value as Json;

use super::address::{encode, query};
use super::cell::Cell;
use super::form::Form;
use super::html::Html;
use super::noun::{Column, Facts, Noun, Related, at, id, text};
use super::nouns;
use super::page::{Crumb, Page, Reply};
use super::table::{self, Names, Table};
use super::visit::Visit;
use crate::fault::Fault;

/// Rows of a related list on the page.
const RELATED_MAX: usize = 10;
/// Events of the history on the page.
const HISTORY_MAX: usize = 15;

/// A button of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Button {
    /// Its words.
    pub(super) label: String,
    /// Where it leads.
    pub(super) href: String,
    /// Whether it acts at once.
    pub(super) at_once: bool,
    /// Whether it cannot be undone.
    pub(super) danger: bool,
    /// Whether it is what is most likely wanted.
    pub(super) primary: bool,
}

impl Button {
    /// A button that leads to a page.
    pub(super) fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), at_once: false, danger: false, primary: false }
    }
}

#[derive(Template)]
#[template(path = "detail.html")]
struct DetailView<'a> {
    one: &'a str,
    title: &'a str,
    status: Html,
    buttons: &'a [Button],
    csrf: &'a str,
    once: String,
    blocks: Html,
}

#[derive(Template)]
#[template(path = "facts.html")]
struct FactsView<'a> {
    title: &'a str,
    lines: Vec<(&'a str, Html)>,
}

/// A part of a page that is a table with a heading.
#[derive(Template)]
#[template(path = "section.html")]
pub(super) struct Section<'a> {
    pub(super) title: &'a str,
    pub(super) id: String,
    pub(super) about: &'a str,
    pub(super) body: Html,
    pub(super) more: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "history.html")]
struct History {
    events: Vec<Happening>,
}

/// Something that happened to the record.
pub(super) struct Happening {
    pub(super) time: Html,
    pub(super) what: String,
    pub(super) by: String,
    pub(super) why: String,
}

/// Shows the page of a record with what is usual for its noun.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit, noun: &'static Noun) -> Result<Reply, Fault> {
    let record = record(visit, noun).await?;
    let buttons = buttons(visit, noun, &record);
    with(visit, noun, &record, buttons, Html::default(), false).await
}

/// The record that the address names.
///
/// # Errors
///
/// `NOT_FOUND`.
pub(super) async fn record(visit: &Visit, noun: &Noun) -> Result<Json, Fault> {
    visit.get(&format!("/v1/{}/{}", noun.api, encode(visit.part("id")))).await
}

/// Shows the page of a record, with parts of its own above the usual ones.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn with(
    visit: &Visit,
    noun: &'static Noun,
    record: &Json,
    buttons: Vec<Button>,
    own: Html,
    live: bool,
) -> Result<Reply, Fault> {
    let title = (noun.label)(record);
    let lines: Vec<Column> = noun.facts.iter().flat_map(|facts| facts.lines).copied().collect();
    let names = Names::read(visit, std::slice::from_ref(record), &lines).await?;
    let mut parts = vec![own];
    parts.push(facts(noun, record, &names));
    for related in noun.related {
        parts.push(related_list(visit, record, related).await?);
    }
    parts.push(history(visit, id(record)).await?);
    // A bare number is no heading.
    let bare = title.chars().all(|c| c.is_ascii_digit());
    let heading = if bare { format!("{} {title}", capital(noun.one)) } else { title.clone() };
    let view = DetailView {
        one: if bare { "" } else { noun.one },
        title: &heading,
        status: Cell::status(&text(record, noun.status)).html(),
        buttons: &buttons,
        csrf: &visit.session.csrf,
        once: crate::store::new_id(),
        blocks: Html::join(parts),
    };
    let crumbs = vec![Crumb::new(noun.title, format!("/{}", noun.path))];
    let title = format!("{} {title}", capital(noun.one));
    Ok(Reply::Page(Page { title, crumbs, body: Html::of(&view), live, wide: true, ..Page::default() }))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The buttons of the forms that fit the record and the person's rights.
pub(super) fn buttons(visit: &Visit, noun: &Noun, record: &Json) -> Vec<Button> {
    let forms =
        noun.forms.iter().filter(|form| form.when.holds(record) && visit.may_ask(form.method, form.api));
    let mut buttons: Vec<Button> = forms.map(|form| button(noun, record, form)).collect();
    if let Some(first) = buttons.first_mut() {
        first.primary = !first.danger;
    }
    buttons
}

/// The button of a form.
pub(super) fn button(noun: &Noun, record: &Json, form: &Form) -> Button {
    Button {
        label: form.title.to_owned(),
        href: format!("/{}/{}/{}", noun.path, encode(id(record)), form.name),
        at_once: form.at_once,
        danger: form.danger,
        primary: false,
    }
}

/// What the record says, part by part; lines without a value are left out.
fn facts(noun: &Noun, record: &Json, names: &Names) -> Html {
    let part = |facts: &Facts| {
        let cells = facts.lines.iter().map(|line| (line.label, names.cell(noun, line, record)));
        let lines: Vec<(&str, Html)> = cells
            .filter(|(_, cell)| *cell != Cell::Empty)
            .map(|(label, cell)| (label, cell.html()))
            .collect();
        if lines.is_empty() { Html::default() } else { Html::of(&FactsView { title: facts.title, lines }) }
    };
    Html::join(noun.facts.iter().map(part))
}

/// A list of other records that belong to this one.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn related_list(visit: &Visit, record: &Json, related: &Related) -> Result<Html, Fault> {
    let Some(other) = nouns::find(related.noun) else { return Ok(Html::default()) };
    let value = text(record, related.by);
    if value.is_empty() || !visit.may_see(&format!("/v1/{}", other.api)) {
        return Ok(Html::default());
    }
    let narrowed = query([(related.filter, value.as_str()), ("sort", "-id")]);
    let path = format!("/v1/{}{narrowed}&page[size]={RELATED_MAX}", other.api);
    let Some(page) = visit.find(&path).await? else { return Ok(Html::default()) };
    let records = super::list::records(visit, other, &page).await?;
    let records = records.as_slice();
    if records.is_empty() {
        return Ok(Html::default());
    }
    let shown = other.columns.iter().filter(|column| column.shown && column.key != related_field(related));
    let columns: Vec<Column> = shown.copied().collect();
    let names = Names::read(visit, records, &columns).await?;
    let mut table = table::of(other, &columns, records, &names, false);
    table.caption = related.title.to_owned();
    let more = !at(&page, "next").is_null();
    let all = format!("/{}{}", other.path, query([(related.filter, value.as_str())]));
    let words = if more { "Show all" } else { "Open as a list" };
    let id = format!("related-{}", related.noun);
    let more = Some((words.to_owned(), all));
    Ok(Html::of(&Section { title: related.title, id, about: "", body: table.html(), more }))
}

/// The field of the other list that is the same in every row.
fn related_field(related: &Related) -> &'static str {
    related.filter.trim_start_matches("filter[").trim_end_matches(']')
}

/// What the audit log says of a record.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn history(visit: &Visit, target: &str) -> Result<Html, Fault> {
    if !visit.may_see("/v1/audit") {
        return Ok(Html::default());
    }
    let path =
        format!("/v1/audit{}&page[size]={HISTORY_MAX}", query([("filter[target]", target), ("sort", "-id")]));
    let Some(page) = visit.find(&path).await? else { return Ok(Html::default()) };
    let zone = visit.office().clock().zone();
    let events: Vec<Happening> = at(&page, "data")
        .as_array()
        .into_iter()
        .flatten()
        .map(|event| Happening {
            time: Cell::instant(&text(event, "at"), zone).html(),
            what: changes(event),
            by: text(event, "actor"),
            why: reason(&text(event, "reason")),
        })
        .collect();
    if events.is_empty() {
        return Ok(Html::default());
    }
    let all = format!("/audit{}", query([("filter[target]", target)]));
    let more = Some(("Open in the audit log".to_owned(), all));
    let body = Html::of(&History { events });
    Ok(Html::of(&Section { title: "History", id: "history".to_owned(), about: "", body, more }))
}

/// What an event did, with the step of the status if it made one.
pub(super) fn changes(event: &Json) -> String {
    let action = text(event, "action");
    let step = ["status", "state"].iter().find_map(|field| {
        let (before, after) = (text(at(event, "before"), field), text(at(event, "after"), field));
        (!before.is_empty() && !after.is_empty() && before != after).then(|| format!("{before} → {after}"))
    });
    match step {
        Some(step) => format!("{action}: {step}"),
        None => action,
    }
}

/// The reason of an event in words: rules by what they say, jobs by who began them.
pub(super) fn reason(text: &str) -> String {
    if let Some((_, actor)) = text.strip_prefix("operation ").and_then(|rest| rest.split_once(" for ")) {
        return format!("a job that {actor} began");
    }
    let rule = RULES.iter().find(|(rule, _)| *rule == text);
    rule.map_or_else(|| text.to_owned(), |(rule, words)| format!("{words} ({rule})"))
}

/// What the rules say by which a license or its records change.
const RULES: &[(&str, &str)] = &[
    ("L1", "requested, or ordered and paid"),
    ("L2", "the issuer made the key"),
    ("L3", "the key was activated"),
    ("L4", "the file is fetched"),
    ("L5", "the file is fetched"),
    ("L6", "the file came, and is the right one"),
    ("L7", "the retrieval was given up or refused"),
    ("L8", "the issuer's answer was uploaded"),
    ("L9", "uploaded without a request"),
    ("L10", "the file is delivered"),
    ("L11", "the file was seen in use"),
    ("L12", "the server did not take the file"),
    ("L13", "somebody installed it by hand"),
    ("L14", "a new revision of an installed license"),
    ("L15", "a new revision"),
    ("L16", "its last day has passed"),
    ("L17", "the key was ended at the issuer"),
    ("L18", "the request was deleted, or its order cancelled"),
    ("L19", "brought back with new dates"),
];

/// A part of a page with a table of its own.
pub(super) fn section(title: &str, id: &str, about: &str, table: &Table) -> Html {
    Html::of(&Section { title, id: id.to_owned(), about, body: table.html(), more: None })
}
