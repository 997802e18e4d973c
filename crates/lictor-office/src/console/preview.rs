//! What would be: the answer of a call that was tried without writing (office.md 4.5).

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use lictor_entitle::warning::Warning;
use serde_json::Value as Json;

use super::cell::Cell;
use super::html::Html;
use super::noun::{at, flag, number, text};
use super::seats;
use super::table::Table;
use super::visit::Visit;
use crate::fault::Fault;

/// Licenses that are named by their files; further ones by their serials.
const SERIALS_MAX: usize = 20;

/// A license text before it is signed.
struct Text {
    name: String,
    delivery: String,
    text: String,
}

#[derive(Template)]
#[template(path = "preview.html")]
struct PreviewView {
    warnings: Vec<(String, &'static str)>,
    instructions: Vec<String>,
    lines: Vec<(String, Html)>,
    tables: Vec<(String, Html)>,
    charts: Vec<Html>,
    deliveries: Html,
    stopping: Html,
    ledgers: Html,
    records: Html,
    texts: Vec<Text>,
    steps: Html,
}

/// Warnings in words.
pub(super) fn told(codes: &[&str]) -> String {
    let words = codes.iter().map(|code| match meaning(code) {
        "" => format!("{code}."),
        words => format!("{words} ({code})"),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Files by the serials of the licenses in them.
type Files = BTreeMap<String, String>;

/// The files of the licenses that are named: a person knows files, not serials.
async fn files(visit: &Visit, document: &Json) -> Result<Files, Fault> {
    let mut serials: BTreeSet<String> = BTreeSet::new();
    for row in at(document, "deliveries").as_array().into_iter().flatten() {
        serials.extend(words(row, "supersedes"));
        serials.extend(words(row, "remove"));
    }
    for server in at(document, "servers").as_array().into_iter().flatten() {
        let stopping = at(server, "stopping").as_array().into_iter().flatten();
        serials.extend(stopping.map(|row| text(row, "serial")));
    }
    let mut files = Files::new();
    for serial in serials.into_iter().filter(|serial| !serial.is_empty()).take(SERIALS_MAX) {
        let found = visit.all(&format!("/v1/files?q={}", super::address::encode(&serial))).await?;
        let file = found.iter().find(|file| words(file, "serials").contains(&serial));
        if let Some(file) = file {
            files.insert(serial, text(file, "name"));
        }
    }
    Ok(files)
}

/// A license by the file it is in, with its serial.
fn named(files: &Files, serial: &str) -> String {
    files.get(serial).map_or_else(|| serial.to_owned(), |file| format!("{file} ({serial})"))
}

/// What would be.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn of(visit: &Visit, document: &Json) -> Result<Html, Fault> {
    let files = files(visit, document).await?;
    let told = |code: String| {
        let meaning = meaning(&code);
        (code, meaning)
    };
    let mut view = PreviewView {
        warnings: words(document, "warnings").into_iter().map(told).collect(),
        instructions: words(document, "instructions"),
        lines: Vec::new(),
        tables: Vec::new(),
        charts: charts(document),
        deliveries: deliveries(document, &files),
        stopping: stopping(document, &files),
        ledgers: ledgers(document),
        records: records(document),
        texts: texts(document),
        steps: steps(document),
    };
    if !at(document, "fulfillments").is_array() && !at(document, "steps").is_array() {
        view.lines = lines(document);
        view.tables = tables(document);
    }
    Ok(Html::of(&view))
}

fn words(document: &Json, key: &str) -> Vec<String> {
    at(document, key).as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

/// What a warning means; nothing for one that is not known.
fn meaning(code: &str) -> &'static str {
    Warning::parse(code).map_or("", Warning::meaning)
}

fn charts(document: &Json) -> Vec<Html> {
    let mut charts = Vec::new();
    for server in at(document, "servers").as_array().into_iter().flatten() {
        let name = words(server, "server_host_ids").join(", ");
        for feature in at(server, "features").as_array().into_iter().flatten() {
            charts.push(seats::chart(&name, feature, charts.len()));
        }
    }
    charts
}

/// What the rows of the table say by which the kind of a file is chosen.
fn row_meaning(row: &str) -> &'static str {
    match row {
        "D1" => "the new host never loads the old file",
        "D2" => "the feature was not there before",
        "D3" => "more of the same: added to the base",
        "D4" => "fewer seats than before",
        "D5" => "another end",
        "D6" => "other attributes",
        "D7" => "to or from a license without limit",
        "D8" => "bound to nodes",
        "D9" => "there is no base on that host",
        "D10" => "the settings prefer whole files",
        _ => "",
    }
}

fn deliveries(document: &Json, files: &Files) -> Html {
    let rows = at(document, "deliveries").as_array().map(Vec::as_slice).unwrap_or_default();
    let headings = ["Feature", "Delivery", "Why", "#Count", "Start", "End", "Voids", "To be removed"];
    let mut table = Table::new("Deliveries", &headings);
    for row in rows {
        let count =
            at(row, "count").as_i64().map_or_else(|| "without limit".to_owned(), |count| count.to_string());
        table.row(vec![
            Cell::words(text(row, "feature")),
            Cell::words(text(row, "kind")),
            Cell::words(match row_meaning(&text(row, "row")) {
                "" => text(row, "row"),
                words => format!("{words} ({})", text(row, "row")),
            }),
            Cell::Number(count),
            Cell::words(text(row, "start")),
            Cell::words(text(row, "end")),
            tags(words(row, "supersedes"), files),
            tags(words(row, "remove"), files),
        ]);
    }
    if rows.is_empty() { Html::default() } else { table.html() }
}

/// Licenses by their files.
fn tags(serials: Vec<String>, files: &Files) -> Cell {
    let named: Vec<String> = serials.iter().map(|serial| named(files, serial)).collect();
    if named.is_empty() { Cell::Empty } else { Cell::Tags(named) }
}

fn stopping(document: &Json, files: &Files) -> Html {
    let mut table = Table::new("Files that stop counting", &["Server", "File", "Why"]);
    for server in at(document, "servers").as_array().into_iter().flatten() {
        let name = words(server, "server_host_ids").join(", ");
        for row in at(server, "stopping").as_array().into_iter().flatten() {
            let why = text(row, "reason").replace('_', " ");
            let why = if why.is_empty() { "removed by hand".to_owned() } else { why };
            table.row(vec![
                Cell::words(name.as_str()),
                Cell::words(named(files, &text(row, "serial"))),
                Cell::words(why),
            ]);
        }
    }
    if table.rows.is_empty() { Html::default() } else { table.html() }
}

fn ledgers(document: &Json) -> Html {
    let rows = at(document, "ledgers").as_array().map(Vec::as_slice).unwrap_or_default();
    let headings = ["Line item", "Quantity", "Converted", "Moved on", "Active", "Capacity", "Unfulfilled"];
    let mut table = Table::new("Ledger before and after", &headings);
    for row in rows {
        let step = |key: &str| {
            let (before, after) = (number(at(row, "before"), key), number(at(row, "after"), key));
            Cell::Text(if before == after { before.to_string() } else { format!("{before} → {after}") })
        };
        let name = text(row, "activation_id");
        let name = if flag(row, "obsolete") { format!("{name} (becomes obsolete)") } else { name };
        let numbers = ["quantity", "converted", "out", "active", "capacity", "unfulfilled"].map(step);
        table.row(std::iter::once(Cell::Text(name)).chain(numbers).collect());
    }
    if rows.is_empty() { Html::default() } else { table.html() }
}

fn records(document: &Json) -> Html {
    let headings =
        ["What", "Fulfillment", "Status", "Support type", "#Count", "Hosts", "Start", "Expiration"];
    let mut table = Table::new("Fulfillments", &headings);
    for (key, what) in
        [("replaced", "becomes obsolete"), ("fulfillments", "new"), ("renewed", "file made again")]
    {
        for row in at(document, key).as_array().into_iter().flatten() {
            let hosts = [words(row, "server_host_ids"), words(row, "node_host_ids")].concat();
            table.row(vec![
                Cell::words(what),
                Cell::code(text(row, "fulfillment_id")),
                Cell::status(&text(row, "status")),
                Cell::words(text(row, "support_type")),
                Cell::Number(number(row, "count").to_string()),
                Cell::words(hosts.join(", ")),
                Cell::words(text(row, "start_date")),
                Cell::words(text(row, "expiration")),
            ]);
        }
    }
    if table.rows.is_empty() { Html::default() } else { table.html() }
}

fn texts(document: &Json) -> Vec<Text> {
    let rows = at(document, "previews").as_array().into_iter().flatten();
    let one = |row: &Json| Text {
        name: text(row, "name"),
        delivery: text(row, "delivery"),
        text: text(row, "text"),
    };
    rows.map(one).collect()
}

/// The steps of a daily run.
fn steps(document: &Json) -> Html {
    let rows = at(document, "steps").as_array().map(Vec::as_slice).unwrap_or_default();
    if rows.is_empty() { Html::default() } else { steps_table(rows).html() }
}

/// What the steps of a daily run did.
pub(super) fn steps_table(rows: &[Json]) -> Table {
    let mut table = Table::new("Steps", &["Step", "#Looked at", "#Changed", "Error"]);
    for row in rows {
        table.row(vec![
            Cell::words(text(row, "step").replace('_', " ")),
            Cell::Number(number(row, "looked_at").to_string()),
            Cell::Number(number(row, "changed").to_string()),
            Cell::words(text(row, "error")),
        ]);
    }
    table
}

/// Lists of records in a document, by name: each as a table of the fields that people want to see.
fn tables(document: &Json) -> Vec<(String, Html)> {
    let fields = document.as_object().into_iter().flatten();
    let lists = fields.filter_map(|(name, value)| {
        let rows = value.as_array().filter(|rows| rows.first().is_some_and(Json::is_object))?;
        let heads: Vec<&String> = rows
            .first()?
            .as_object()?
            .iter()
            .filter(|(name, value)| is_telling(name, value))
            .map(|(name, _)| name)
            .collect();
        let labels: Vec<String> = heads.iter().map(|name| name.replace('_', " ")).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let title = name.replace('_', " ");
        let mut table = Table::new(title.as_str(), &labels);
        for row in rows {
            table.row(heads.iter().map(|name| Cell::plain(at(row, name))).collect());
        }
        Some((title, table.html()))
    });
    lists.collect()
}

/// Whether people want to see a field of a document.
fn is_telling(name: &str, value: &Json) -> bool {
    const DULL: &[&str] =
        &["id", "version", "created_at", "updated_at", "metadata", "warnings", "external_ref"];
    !DULL.contains(&name)
        && (!name.ends_with("_id") || name == "activation_id")
        && !value.is_null()
        && !value.is_object()
}

/// The fields of a document that people want to see.
fn lines(document: &Json) -> Vec<(String, Html)> {
    let fields = document.as_object().into_iter().flatten();
    let is_list = |value: &Json| value.as_array().is_some_and(|rows| rows.iter().any(Json::is_object));
    let shown = fields.filter(|(name, value)| is_telling(name, value) && !is_list(value));
    shown
        .map(|(name, value)| (name.replace('_', " "), Cell::plain(value)))
        .filter(|(_, cell)| *cell != Cell::Empty)
        .map(|(name, cell)| (name, cell.html()))
        .collect()
}
