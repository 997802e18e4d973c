//! Records as rows of a table, with the names of the records that they refer to.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use jiff::tz::TimeZone;
use serde_json::Value as Json;

use super::address::encode;
use super::cell::Cell;
use super::html::Html;
use super::noun::{Column, Kind, Noun, at, id};
use super::nouns;
use super::visit::Visit;
use crate::fault::Fault;

/// What records of other nouns are called.
#[derive(Debug)]
pub(super) struct Names {
    labels: BTreeMap<(&'static str, String), String>,
    zone: TimeZone,
}

impl Names {
    /// Reads what the columns of these records refer to: one call for each noun.
    ///
    /// # Errors
    ///
    /// Faults of ours.
    pub(super) async fn read(visit: &Visit, records: &[Json], columns: &[Column]) -> Result<Self, Fault> {
        let mut ids: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        for column in columns {
            let (noun, many) = match column.kind {
                Kind::Target(kind) => {
                    targets(records, column.key, kind, &mut ids);
                    continue;
                }
                Kind::Ref(noun) => (noun, false),
                Kind::Refs(noun) => (noun, true),
                Kind::Subscription => ("subscriptions", false),
                Kind::Own
                | Kind::Plain
                | Kind::Number
                | Kind::Named(_)
                | Kind::Time
                | Kind::Status
                | Kind::Code
                | Kind::Made(_) => continue,
            };
            let found = ids.entry(noun).or_default();
            for record in records {
                let value = at(record, column.key);
                let values = if many {
                    value.as_array().map(Vec::as_slice).unwrap_or_default()
                } else {
                    std::slice::from_ref(value)
                };
                found.extend(values.iter().filter_map(Json::as_str).map(str::to_owned));
            }
        }
        let mut names = Self { labels: BTreeMap::new(), zone: visit.office().clock().zone().clone() };
        for (path, ids) in ids {
            names.add(visit, path, &ids).await?;
        }
        Ok(names)
    }

    async fn add(&mut self, visit: &Visit, path: &'static str, ids: &BTreeSet<String>) -> Result<(), Fault> {
        let Some(noun) = nouns::find(path) else { return Ok(()) };
        let ids: Vec<&String> = ids.iter().filter(|id| !id.is_empty()).collect();
        for part in ids.chunks(200) {
            let list: Vec<&str> = part.iter().map(|id| id.as_str()).collect();
            let records =
                visit.all(&format!("/v1/{}?filter[id]={}", noun.api, encode(&list.join(",")))).await?;
            for record in records {
                self.labels.insert((path, id(&record).to_owned()), (noun.label)(&record));
            }
        }
        Ok(())
    }

    /// A link to a record whose kind is told beside it: the kind, and its name if it is still there.
    fn target(&self, kind: &str, id: &str) -> Cell {
        let Some(noun) = nouns::of_kind(kind) else { return Cell::words(kind) };
        match self.labels.get(&(noun.path, id.to_owned())) {
            Some(label) if noun.has_page => {
                Cell::link(format!("{kind} {label}"), format!("/{}/{}", noun.path, encode(id)))
            }
            Some(label) => Cell::words(format!("{kind} {label}")),
            None => {
                let short: String = id.chars().take(8).collect();
                Cell::words(format!("{kind} {short}").trim_end().to_owned())
            }
        }
    }

    /// A link to a record by its id; the bare id if it cannot be seen.
    fn link(&self, path: &'static str, id: &str) -> Cell {
        match self.labels.get(&(path, id.to_owned())) {
            Some(label) => Cell::link(label.as_str(), format!("/{path}/{}", encode(id))),
            None if id.is_empty() => Cell::Empty,
            None => Cell::code(id.chars().take(8).collect::<String>()),
        }
    }

    /// A value of a record as it is shown.
    pub(super) fn cell(&self, noun: &Noun, column: &Column, record: &Json) -> Cell {
        let value = at(record, column.key);
        match column.kind {
            Kind::Own if noun.has_page => {
                Cell::link((noun.label)(record), format!("/{}/{}", noun.path, encode(id(record))))
            }
            Kind::Own => Cell::words((noun.label)(record)),
            Kind::Plain => Cell::plain(value),
            Kind::Number => Cell::plain(value),
            Kind::Named(names) => {
                let word = value.as_str().unwrap_or_default();
                Cell::words(names.iter().find(|(has, _)| *has == word).map_or(word, |(_, name)| *name))
            }
            Kind::Time => value.as_str().map_or(Cell::Empty, |text| Cell::instant(text, &self.zone)),
            Kind::Status => Cell::status(value.as_str().unwrap_or_default()),
            Kind::Code => Cell::code(Cell::plain(value).text()),
            Kind::Ref(path) => self.link(path, value.as_str().unwrap_or_default()),
            Kind::Refs(path) => {
                let ids = value.as_array().into_iter().flatten().filter_map(Json::as_str);
                let mut links: Vec<Cell> = ids.map(|id| self.link(path, id)).collect();
                match (links.len(), links.pop()) {
                    (1, Some(link)) => link,
                    (_, last) => {
                        let all: Vec<String> =
                            links.into_iter().chain(last).map(|link| link.text()).collect();
                        if all.is_empty() { Cell::Empty } else { Cell::Tags(all) }
                    }
                }
            }
            Kind::Target(kind) => {
                self.target(at(record, kind).as_str().unwrap_or_default(), value.as_str().unwrap_or_default())
            }
            Kind::Subscription if at(record, "assignment") == "not_assigned" => Cell::status("Not Assigned"),
            Kind::Subscription => self.link("subscriptions", value.as_str().unwrap_or_default()),
            Kind::Made(make) => make(record),
        }
    }
}

/// Adds the ids that records of several kinds refer to.
fn targets(records: &[Json], key: &str, kind: &str, ids: &mut BTreeMap<&'static str, BTreeSet<String>>) {
    for record in records {
        let noun = at(record, kind).as_str().and_then(nouns::of_kind);
        if let (Some(noun), Some(id)) = (noun, at(record, key).as_str()) {
            ids.entry(noun.path).or_default().insert(id.to_owned());
        }
    }
}

/// A heading of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) label: String,
    pub(super) is_number: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    /// What the box of the row sends; empty for none.
    pub(super) id: String,
    /// What the row is called, for the name of its box.
    pub(super) label: String,
    /// Its cells.
    pub(super) cells: Vec<Cell>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Table {
    /// What it shows, for those who do not see it.
    pub(super) caption: String,
    /// Its headings.
    pub(super) headings: Vec<Heading>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
    /// Whether rows have boxes.
    pub(super) ticks: bool,
    /// Whether the first cell of a row names it.
    pub(super) named: bool,
}

#[derive(Template)]
#[template(path = "table.html")]
struct TableView<'a> {
    table: &'a Table,
}

impl Table {
    /// A table of these headings; those that begin with `#` stand over numbers.
    pub(super) fn new(caption: impl Into<String>, headings: &[&str]) -> Self {
        let heading = |text: &&str| Heading {
            label: text.trim_start_matches('#').to_owned(),
            is_number: text.starts_with('#'),
        };
        let headings = headings.iter().map(heading).collect();
        Self { caption: caption.into(), headings, rows: Vec::new(), ticks: false, named: true }
    }

    /// One more row.
    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { cells, ..Row::default() });
    }

    /// As markup.
    pub(super) fn html(&self) -> Html {
        Html::of(&TableView { table: self })
    }
}

/// Records as a table.
pub(super) fn of(noun: &Noun, columns: &[Column], records: &[Json], names: &Names, ticks: bool) -> Table {
    let headings = columns.iter().map(|column| {
        let first = records.first().map(|record| names.cell(noun, column, record));
        let is_number = matches!(column.kind, Kind::Number) || first.is_some_and(|cell| cell.is_number());
        Heading { label: column.label.to_owned(), is_number }
    });
    let rows = records.iter().map(|record| Row {
        id: id(record).to_owned(),
        label: (noun.label)(record),
        cells: columns.iter().map(|column| names.cell(noun, column, record)).collect(),
    });
    let named = matches!(columns.first().map(|column| column.kind), Some(Kind::Own));
    Table { caption: noun.title.to_owned(), headings: headings.collect(), rows: rows.collect(), ticks, named }
}
