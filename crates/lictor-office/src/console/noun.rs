//! What the console knows of one kind of record: how its list and its page look, and what can be done
//! with it. The tables are in [`super::nouns`].

use serde_json::Value as Json;

use super::cell::Cell;
use super::form::Form;

/// One kind of record.
pub(super) struct Noun {
    /// First part of its pages' addresses.
    pub(super) path: &'static str,
    /// Its collection in the interface, after `/v1/`.
    pub(super) api: &'static str,
    /// Heading of the list.
    pub(super) title: &'static str,
    /// One of them.
    pub(super) one: &'static str,
    /// One sentence below the heading.
    pub(super) about: &'static str,
    /// What one is called on its page and in links to it.
    pub(super) label: fn(&Json) -> String,
    /// Columns of the list; the first leads to the record.
    pub(super) columns: &'static [Column],
    /// Filters of the list.
    pub(super) filters: &'static [Filter],
    /// What the list shows when the address says nothing about that.
    pub(super) unless_said: &'static [(&'static str, &'static str)],
    /// What every list of them is narrowed to.
    pub(super) always: &'static [(&'static str, &'static str)],
    /// Whether words can be searched for.
    pub(super) search: bool,
    /// Whether the matches can be counted.
    pub(super) counts: bool,
    /// Pages on which something is begun.
    pub(super) tasks: &'static [Task],
    /// Forms that need no record.
    pub(super) beginnings: &'static [&'static Form],
    /// What can be done with several at once.
    pub(super) bulk: &'static [Bulk],
    /// What to do while there is none.
    pub(super) empty: &'static str,
    /// Where the word for its state stands in the record.
    pub(super) status: &'static str,
    /// What its page shows, in parts.
    pub(super) facts: &'static [Facts],
    /// Lists of other records on its page.
    pub(super) related: &'static [Related],
    /// What can be done with one.
    pub(super) forms: &'static [&'static Form],
    /// Whether each has a page.
    pub(super) has_page: bool,
    /// Tabs above the list: the filter that they set, and the noun whose records they are.
    pub(super) tabs: Option<(&'static str, &'static str)>,
}

/// A noun that says nothing, to be filled in by the tables.
pub(super) const NOUN: Noun = Noun {
    path: "",
    api: "",
    title: "",
    one: "",
    about: "",
    label: |record| text(record, "name"),
    columns: &[],
    filters: &[],
    unless_said: &[],
    always: &[],
    search: true,
    counts: true,
    tasks: &[],
    beginnings: &[],
    bulk: &[],
    empty: "",
    status: "",
    facts: &[],
    related: &[],
    forms: &[],
    has_page: true,
    tabs: None,
};

/// One column of a list, or one line of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Field of the record, as a path with `/`; names the column in the address, too.
    pub(super) key: &'static str,
    /// Its heading.
    pub(super) label: &'static str,
    /// How it is shown.
    pub(super) kind: Kind,
    /// Whether it is shown before anybody chose columns.
    pub(super) shown: bool,
}

/// How a value is shown.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// As the link to the record itself.
    Own,
    /// In words.
    Plain,
    /// As a number.
    Number,
    /// As the name of a word, by word and name.
    Named(&'static [(&'static str, &'static str)]),
    /// As an instant.
    Time,
    /// As a word for where something stands.
    Status,
    /// In a fixed width.
    Code,
    /// As a link to a record of another noun, by its id.
    Ref(&'static str),
    /// As links to several.
    Refs(&'static str),
    /// As a link to a record whose kind stands in another field, with its name.
    Target(&'static str),
    /// A license's subscription: its link, nothing, or that it is not assigned yet.
    Subscription,
    /// As something that is made of the whole record.
    Made(fn(&Json) -> Cell),
}

/// A column that is shown at first.
pub(super) const fn column(key: &'static str, label: &'static str, kind: Kind) -> Column {
    Column { key, label, kind, shown: true }
}

/// A column that has to be chosen.
pub(super) const fn more(key: &'static str, label: &'static str, kind: Kind) -> Column {
    Column { key, label, kind, shown: false }
}

/// A filter of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filter {
    /// The parameter of the interface, for example `filter[status]`.
    pub(super) key: &'static str,
    /// Its name.
    pub(super) label: &'static str,
    /// What it takes.
    pub(super) takes: Takes,
}

/// What a filter takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Takes {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One of these, by value and name.
    Named(&'static [(&'static str, &'static str)]),
    /// A record of a noun.
    Record(&'static str),
    /// A day.
    Day,
    /// Any text.
    Text,
}

/// What can be begun on a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    /// On the button.
    pub(super) label: &'static str,
    /// Where it leads.
    pub(super) href: &'static str,
    /// The route whose right it needs; a POST.
    pub(super) api: &'static str,
}

/// What can be done with several records at once: one call for each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bulk {
    /// On the button.
    pub(super) label: &'static str,
    /// The route, a POST with `{id}`.
    pub(super) api: &'static str,
}

/// One part of a record's page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// Its heading.
    pub(super) title: &'static str,
    /// Its lines.
    pub(super) lines: &'static [Column],
}

/// A list of other records on a record's page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Related {
    /// Its heading.
    pub(super) title: &'static str,
    /// Path of the other noun.
    pub(super) noun: &'static str,
    /// Filter of the other list.
    pub(super) filter: &'static str,
    /// Field of this record whose value the filter takes.
    pub(super) by: &'static str,
}

/// A text of a record; nothing if it is not there.
pub(super) fn text(record: &Json, key: &str) -> String {
    match at(record, key) {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => String::new(),
    }
}

/// A number of a record; 0 if it is not there.
pub(super) fn number(record: &Json, key: &str) -> i64 {
    at(record, key).as_i64().unwrap_or(0)
}

/// Whether a field of a record is true.
pub(super) fn flag(record: &Json, key: &str) -> bool {
    at(record, key).as_bool().unwrap_or(false)
}

/// A value of a record by a path with `/`; null if it is not there.
pub(super) fn at<'a>(record: &'a Json, key: &str) -> &'a Json {
    key.split('/')
        .try_fold(record, |value, part| match value {
            Json::Array(values) => part.parse::<usize>().ok().and_then(|place| values.get(place)),
            Json::Object(fields) => fields.get(part),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => None,
        })
        .unwrap_or(&Json::Null)
}

/// The id of a record.
pub(super) fn id(record: &Json) -> &str {
    record.get("id").and_then(Json::as_str).unwrap_or_default()
}
