//! Forms: what a person fills in becomes the body of one call of the interface.

use serde_json::{Map, Number, Value as Json, json};

use super::noun::{at, flag, text};
use super::posted::Posted;
use crate::http::route::Method;

/// One form, and the call it makes.
pub(super) struct Form {
    /// Last part of its address.
    pub(super) name: &'static str,
    /// On its button, and its heading.
    pub(super) title: &'static str,
    /// What it does, in a sentence or two.
    pub(super) about: &'static str,
    /// Method of the call.
    pub(super) method: Method,
    /// Path of the call as in the table of routes.
    pub(super) api: &'static str,
    /// What is filled in.
    pub(super) fields: &'static [Field],
    /// Whether it can be tried first, which writes nothing.
    pub(super) verify: bool,
    /// Whether it cannot be undone.
    pub(super) danger: bool,
    /// For which records it is offered.
    pub(super) when: When,
    /// Whether the button acts at once, without a page between.
    pub(super) at_once: bool,
    /// Whether what the record says stands in its fields at first, as it does where a record is changed.
    pub(super) filled: bool,
}

/// A form that says nothing, to be filled in by the tables.
pub(super) const FORM: Form = Form {
    name: "",
    title: "",
    about: "",
    method: Method::Post,
    api: "",
    fields: &[],
    verify: false,
    danger: false,
    when: When::Always,
    at_once: false,
    filled: false,
};

/// For which records a form is offered, by what stands in their fields. It is data, so that a test can hold
/// its words against those that the fields may have.
#[derive(Debug, Clone, Copy)]
pub(super) enum When {
    /// For all.
    Always,
    /// For those with one of these words in a field.
    Is(&'static str, &'static [&'static str]),
    /// For those with none of these words in a field.
    Not(&'static str, &'static [&'static str]),
    /// For those where a field is true.
    Yes(&'static str),
    /// For those where a field is not true.
    No(&'static str),
    /// For those to which all of this applies.
    All(&'static [Self]),
}

impl When {
    /// Whether it applies to a record.
    pub(super) fn holds(self, record: &Json) -> bool {
        match self {
            Self::Always => true,
            Self::Is(field, words) => words.contains(&text(record, field).as_str()),
            Self::Not(field, words) => !words.contains(&text(record, field).as_str()),
            Self::Yes(field) => flag(record, field),
            Self::No(field) => !flag(record, field),
            Self::All(parts) => parts.iter().all(|part| part.holds(record)),
        }
    }
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// Where its value goes in the body, as a path with `/`.
    pub(super) path: &'static str,
    /// Its name.
    pub(super) label: &'static str,
    /// What to fill in.
    pub(super) hint: &'static str,
    /// What it takes.
    pub(super) input: Input,
    /// Whether it must be filled in.
    pub(super) required: bool,
    /// What stands in it at first; [`TODAY`] stands for the day.
    pub(super) preset: &'static str,
}

/// Preset of a day: that of the office's clock.
pub(super) const TODAY: &str = "today";

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Input {
    /// A line of text.
    Line,
    /// Several lines of text.
    Area,
    /// A file, whose text is sent.
    File,
    /// A whole number.
    Number,
    /// An amount of money, sent as cents.
    Cents,
    /// A day.
    Day,
    /// The end of a day, sent as an instant.
    Instant,
    /// Yes or no.
    Switch,
    /// One of some words, by value and name.
    OneOf(&'static [(&'static str, &'static str)]),
    /// Some of some words.
    Ticks(&'static [(&'static str, &'static str)]),
    /// Rights of a role.
    Rights,
    /// Words, one a line.
    Words,
    /// Whole numbers, one a line.
    Numbers,
    /// Names with values, `NAME=VALUE`, one a line.
    Pairs,
    /// A record of a noun: its path, and what its list is narrowed to.
    Record(&'static str, &'static str),
    /// When something ends.
    Expiry,
    /// Rows of fields.
    Rows(&'static [Field]),
    /// Words on one line, with commas between.
    Word,
    /// Always this text.
    Always(&'static str),
    /// Always what the record says in this field.
    Own(&'static str),
}

/// A field that may stay empty.
pub(super) const fn field(
    path: &'static str,
    label: &'static str,
    input: Input,
    hint: &'static str,
) -> Field {
    Field { path, label, hint, input, required: false, preset: "" }
}

/// A field that must be filled in.
pub(super) const fn must(path: &'static str, label: &'static str, input: Input, hint: &'static str) -> Field {
    Field { path, label, hint, input, required: true, preset: "" }
}

impl Field {
    /// The same with what stands in it at first.
    pub(super) const fn preset(mut self, preset: &'static str) -> Self {
        self.preset = preset;
        self
    }
}

/// The body of the call, from what was filled in. `before` is the record that is changed: what is as it
/// was is left out then.
pub(super) fn body(fields: &[Field], posted: &Posted, before: Option<&Json>) -> Json {
    let mut body = Json::Object(Map::new());
    for field in fields {
        let value = value(field, field.path, posted);
        let value = match (value, before) {
            (Some(value), Some(before)) if same(at(before, field.path), &value) => continue,
            (Some(value), Some(_) | None) => value,
            // An emptied field is taken out of the record.
            (None, Some(before)) if !at(before, field.path).is_null() => Json::Null,
            (None, Some(_) | None) => continue,
        };
        set(&mut body, field.path, value);
    }
    body
}

fn same(before: &Json, now: &Json) -> bool {
    before == now || (before.is_null() && (now == &json!([]) || now == &json!(false) || now == &json!({})))
}

/// What a field says; none if it was left empty.
fn value(field: &Field, name: &str, posted: &Posted) -> Option<Json> {
    let given = posted.text(name);
    let full = (!given.is_empty()).then_some(given);
    match field.input {
        Input::Line | Input::Day | Input::OneOf(_) | Input::Record(..) => full.map(|text| json!(text)),
        Input::Area => full.map(|text| json!(text.replace("\r\n", "\n"))),
        // The text of a file is taken as it is.
        Input::File => posted.get(name).filter(|text| !text.trim().is_empty()).map(|text| json!(text)),
        // What is no number goes as it is: the interface says what is wrong with it.
        Input::Number => {
            full.map(|text| text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)))
        }
        Input::Cents => full.map(cents),
        Input::Instant => full.map(|day| json!(format!("{day}T23:59:59Z"))),
        Input::Switch => Some(json!(posted.get(name).is_some())),
        Input::Ticks(_) | Input::Rights => {
            Some(json!(posted.all(name).filter(|text| !text.is_empty()).collect::<Vec<_>>()))
        }
        Input::Words => Some(json!(lines(given).collect::<Vec<_>>())),
        Input::Numbers => Some(Json::Array(lines(given).map(word).collect())),
        Input::Word => full.map(|text| json!(lines(text).collect::<Vec<_>>())),
        Input::Pairs => {
            let pairs = lines(given).map(|line| line.split_once('=').unwrap_or((line, "")));
            let pairs = pairs.map(|(name, value)| (name.trim().to_owned(), word(value.trim())));
            Some(Json::Object(pairs.collect()))
        }
        Input::Expiry => expiry(name, posted),
        Input::Rows(fields) => Some(Json::Array(rows(fields, name, posted))),
        Input::Always(text) => Some(json!(text)),
        Input::Own(_) => None,
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty())
}

/// A number as a number, all else as text.
fn word(text: &str) -> Json {
    match text.parse::<Number>() {
        Ok(number) => Json::Number(number),
        Err(_) => json!(text),
    }
}

/// An amount such as `12.50` in cents.
fn cents(text: &str) -> Json {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let part = format!("{part:0<2}");
    match (whole.parse::<i64>(), part.parse::<i64>(), part.len()) {
        (Ok(whole), Ok(part), 2) => json!(whole * 100 + if text.starts_with('-') { -part } else { part }),
        (Ok(_) | Err(_), _, _) => json!(text),
    }
}

fn expiry(name: &str, posted: &Posted) -> Option<Json> {
    let given = posted.text(&format!("{name}/value")).to_owned();
    let number = || given.parse::<u32>().map_or_else(|_| json!(given), |number| json!(number));
    match posted.text(name) {
        "permanent" => Some(json!("permanent")),
        "date" => Some(json!({ "date": given })),
        "months" => Some(json!({ "months": number() })),
        "days" => Some(json!({ "days": number() })),
        _ => None,
    }
}

/// The rows in which something was filled in.
fn rows(fields: &[Field], name: &str, posted: &Posted) -> Vec<Json> {
    let mut rows = Vec::new();
    for place in 0..places(name, posted) {
        let inside = |field: &Field| format!("{name}/{place}/{}", field.path);
        if !is_full(fields, name, place, posted) {
            continue;
        }
        let mut row = Json::Object(Map::new());
        for field in fields {
            if let Some(value) = value(field, &inside(field), posted) {
                set(&mut row, field.path, value);
            }
        }
        rows.push(row);
    }
    rows
}

/// How many rows were sent under a name.
pub(super) fn places(name: &str, posted: &Posted) -> usize {
    let start = format!("{name}/");
    let place = |key: &str| key.strip_prefix(&start)?.split('/').next()?.parse::<usize>().ok();
    let last = posted.fields().iter().filter_map(|(key, _)| place(key)).max();
    // More rows than a form has are nobody's honest intent.
    last.map_or(0, |last| (last + 1).min(200))
}

/// How many rows there are up to the last in which something was filled in.
pub(super) fn full_places(fields: &[Field], name: &str, posted: &Posted) -> usize {
    let last = (0..places(name, posted)).rev().find(|place| is_full(fields, name, *place, posted));
    last.map_or(0, |last| last + 1)
}

/// Whether something was filled in in a row.
fn is_full(fields: &[Field], name: &str, place: usize, posted: &Posted) -> bool {
    fields.iter().any(|field| {
        let given = posted.text(&format!("{name}/{place}/{}", field.path));
        !given.is_empty() && given != field.preset && !matches!(field.input, Input::Always(_) | Input::Own(_))
    })
}

/// Puts a value at a path with `/` into a document.
pub(super) fn set(body: &mut Json, path: &str, value: Json) {
    let mut place = body;
    for part in path.split('/') {
        if !place.is_object() {
            *place = Json::Object(Map::new());
        }
        let Json::Object(fields) = place else { return };
        place = fields.entry(part).or_insert(Json::Null);
    }
    *place = value;
}

/// What stands in the fields at first: what the record says, or what the address or the table presets.
pub(super) fn first(fields: &[Field], record: Option<&Json>, query: &Posted) -> Posted {
    let mut posted = Vec::new();
    for field in fields {
        match (query.get(field.path), record) {
            (Some(given), _) => posted.push((field.path.to_owned(), given.to_owned())),
            (None, Some(record)) => shown(field, field.path, record, &mut posted),
            (None, None) => preset(field, field.path, &mut posted),
        }
    }
    Posted::of(posted)
}

fn preset(field: &Field, name: &str, posted: &mut Vec<(String, String)>) {
    for value in field.preset.split('\n').filter(|value| !value.is_empty()) {
        posted.push((name.to_owned(), value.to_owned()));
    }
}

/// What of a record stands in a field.
fn shown(field: &Field, name: &str, record: &Json, posted: &mut Vec<(String, String)>) {
    let value = at(record, field.path);
    let mut put = |text: String| posted.push((name.to_owned(), text));
    match field.input {
        Input::Line | Input::Area | Input::Number | Input::Day | Input::OneOf(_) | Input::Record(..) => {
            match value {
                Json::Bool(_) => put(value.to_string()),
                Json::Null | Json::Number(_) | Json::String(_) | Json::Array(_) | Json::Object(_) => {
                    put(text(record, field.path));
                }
            }
        }
        Input::Instant => put(text(record, field.path).chars().take(10).collect()),
        Input::Cents => put(value.as_i64().map_or_else(String::new, super::money::amount)),
        Input::Switch => {
            if flag(record, field.path) {
                put("on".to_owned());
            }
        }
        Input::Ticks(_) | Input::Rights => {
            value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Json::as_str)
                .for_each(|text| put(text.to_owned()));
        }
        Input::Numbers => {
            let words = value.as_array().into_iter().flatten().map(Json::to_string);
            put(words.collect::<Vec<_>>().join("\n"));
        }
        Input::Words | Input::Word => {
            let words: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
            put(words.join(if matches!(field.input, Input::Word) { ", " } else { "\n" }));
        }
        Input::Pairs => {
            let pairs = value.as_object().into_iter().flatten();
            let lines: Vec<String> = pairs
                .map(|(name, value)| format!("{name}={}", super::cell::Cell::plain(value).text()))
                .collect();
            put(lines.join("\n"));
        }
        Input::Expiry => {
            let (kind, given) = match value {
                Json::Object(fields) => fields.iter().next().map_or(("", String::new()), |(kind, given)| {
                    (kind.as_str(), super::cell::Cell::plain(given).text())
                }),
                Json::String(kind) => (kind.as_str(), String::new()),
                Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) => ("", String::new()),
            };
            put(kind.to_owned());
            posted.push((format!("{name}/value"), given));
        }
        Input::Rows(fields) => {
            for (place, row) in value.as_array().into_iter().flatten().enumerate() {
                for field in fields {
                    shown(field, &format!("{name}/{place}/{}", field.path), row, posted);
                }
            }
        }
        Input::File | Input::Always(_) | Input::Own(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        must("name", "Name", Input::Line, ""),
        field("count", "Count", Input::Number, ""),
        field("price", "Price", Input::Cents, ""),
        field("open", "Open", Input::Switch, ""),
        field("inner/words", "Words", Input::Words, ""),
        field("limits", "Limits", Input::Pairs, ""),
        field("expiry", "End", Input::Expiry, ""),
        field(
            "rows",
            "Rows",
            Input::Rows(&[
                must("who", "Who", Input::Line, ""),
                field("many", "Many", Input::Number, "").preset("1"),
            ]),
            "",
        ),
    ];

    fn posted(text: &str) -> Posted {
        Posted::of(crate::http::dispatch::form(text))
    }

    #[test]
    fn what_is_filled_in_becomes_a_body() {
        let given = "name=+A+&count=x&price=12.5&open=on&inner/words=a%0D%0Ab&limits=SEATS%3D30&expiry=months\
                     &expiry/value=12&rows/0/who=Z&rows/0/many=2&rows/1/who=&rows/1/many=1";
        assert_eq!(
            body(FIELDS, &posted(given), None),
            json!({
                "name": "A", "count": "x", "price": 1250, "open": true, "inner": {"words": ["a", "b"]},
                "limits": {"SEATS": 30}, "expiry": {"months": 12}, "rows": [{"who": "Z", "many": 2}],
            })
        );
    }

    #[test]
    fn of_a_record_only_what_changed_is_sent() {
        let record = json!({"name": "A", "count": 3, "open": true, "inner": {"words": ["a"]},
            "limits": {"SEATS": 30}, "expiry": "permanent", "rows": [{"who": "Z", "many": 2}]});
        let shown = first(FIELDS, Some(&record), &Posted::default());
        assert_eq!(body(FIELDS, &shown, Some(&record)), json!({}));
        let mut changed = shown;
        changed.set("name", "B");
        changed.set("count", "");
        assert_eq!(body(FIELDS, &changed, Some(&record)), json!({"name": "B", "count": null}));
    }
}
