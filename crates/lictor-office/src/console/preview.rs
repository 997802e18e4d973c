//! What would be: the answer of a call that was tried without writing (office.md 4.5).

use askama::Template;
use serde_json::Value as Json;

use super::cell::Cell;
use super::html::Html;
use super::noun::{at, flag, number, text};
use super::seats;
use super::table::Table;

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
    charts: Vec<Html>,
    deliveries: Html,
    stopping: Html,
    ledgers: Html,
    records: Html,
    texts: Vec<Text>,
    steps: Html,
}

/// What would be.
pub(super) fn of(document: &Json) -> Html {
    let told = |code: String| {
        let meaning = meaning(&code);
        (code, meaning)
    };
    let mut view = PreviewView {
        warnings: words(document, "warnings").into_iter().map(told).collect(),
        instructions: words(document, "instructions"),
        lines: Vec::new(),
        charts: charts(document),
        deliveries: deliveries(document),
        stopping: stopping(document),
        ledgers: ledgers(document),
        records: records(document),
        texts: texts(document),
        steps: steps(document),
    };
    if !at(document, "fulfillments").is_array() && !at(document, "steps").is_array() {
        view.lines = lines(document);
    }
    Html::of(&view)
}

fn words(document: &Json, key: &str) -> Vec<String> {
    at(document, key).as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

/// What a warning means.
fn meaning(code: &str) -> &'static str {
    match code {
        "W_COUNT_EXCEEDS_AVAILABLE" => "The line orders more than its parent can give now.",
        "W_INCOMPATIBLE_TECHNOLOGY" => "Activation will be refused: the technologies cannot share counts.",
        "W_SEATS_BY_HOST" => "An uncounted license takes one seat for each host, not the seats that were asked for.",
        "W_MANUAL_REPLACE" => "The old file must be removed by hand: the new one does not void it.",
        "W_END_CLAMPED" => "The end was cut to the end of the base.",
        "W_UPGRADES_DROPPED" => "Extra seats for a time end with the file they were added to.",
        "W_OLD_HOST_KEEPS_FILE" => "The old host is not told: its file works there until it is removed or ends.",
        _ => "",
    }
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

fn deliveries(document: &Json) -> Html {
    let rows = at(document, "deliveries").as_array().map(Vec::as_slice).unwrap_or_default();
    let headings = ["Feature", "Delivery", "Row", "#Count", "Start", "End", "Voids", "To be removed"];
    let mut table = Table::new("Deliveries", &headings);
    for row in rows {
        let count = at(row, "count").as_i64().map_or_else(|| "without limit".to_owned(), |count| count.to_string());
        table.row(vec![
            Cell::words(text(row, "feature")),
            Cell::words(text(row, "kind")),
            Cell::words(text(row, "row")),
            Cell::Number(count),
            Cell::words(text(row, "start")),
            Cell::words(text(row, "end")),
            Cell::words(words(row, "supersedes").join(", ")),
            Cell::words(words(row, "remove").join(", ")),
        ]);
    }
    if rows.is_empty() { Html::default() } else { table.html() }
}

fn stopping(document: &Json) -> Html {
    let mut table = Table::new("Files that stop counting", &["Server", "Serial", "Why"]);
    for server in at(document, "servers").as_array().into_iter().flatten() {
        let name = words(server, "server_host_ids").join(", ");
        for row in at(server, "stopping").as_array().into_iter().flatten() {
            let why = text(row, "reason").replace('_', " ");
            let why = if why.is_empty() { "removed by hand".to_owned() } else { why };
            table.row(vec![Cell::words(name.as_str()), Cell::code(text(row, "serial")), Cell::words(why)]);
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
    let headings = ["What", "Fulfillment", "Status", "Support type", "#Count", "Hosts", "Start", "Expiration"];
    let mut table = Table::new("Fulfillments", &headings);
    for (key, what) in [("replaced", "becomes obsolete"), ("fulfillments", "new"), ("renewed", "file made again")] {
        for row in at(document, key).as_array().into_iter().flatten() {
            let hosts = [words(row, "server_host_ids"), words(row, "node_host_ids")].concat();
            table.row(vec![
                Cell::words(what),
                Cell::words(text(row, "fulfillment_id")),
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
    let one = |row: &Json| Text { name: text(row, "name"), delivery: text(row, "delivery"), text: text(row, "text") };
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

/// The fields of a document that people want to see.
fn lines(document: &Json) -> Vec<(String, Html)> {
    const DULL: &[&str] = &["id", "version", "created_at", "updated_at", "metadata", "warnings", "external_ref"];
    let fields = document.as_object().into_iter().flatten();
    let shown = fields.filter(|(name, value)| {
        !DULL.contains(&name.as_str()) && !name.ends_with("_id") && !value.is_null() && !value.is_object()
    });
    shown
        .map(|(name, value)| (name.replace('_', " "), Cell::plain(value)))
        .filter(|(_, cell)| *cell != Cell::Empty)
        .map(|(name, cell)| (name, cell.html()))
        .collect()
}
