//! The fields of a form as markup, with what was filled in and what is wrong with it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use askama::Template;
use lictor_entitle::right::Right;
use serde_json::Value as Json;

use super::form::{Field, Form, Input, full_places};
use super::html::Html;
use super::noun::id;
use super::nouns;
use super::page::right_label;
use super::posted::Posted;
use super::visit::Visit;
use crate::fault::Fault;

/// Records to choose from; beyond that a name is typed.
const CHOICES_MAX: usize = 500;

/// Fields that codes are about where they name none.
const USUAL: &[(&str, &str)] = &[
    ("INSUFFICIENT_COUNT", "count"),
    ("COUNT_EXCEEDS_FULFILLMENT", "count"),
    ("INVALID_COUNT", "count"),
    ("START_DATE_REQUIRED", "start_date"),
    ("SERVER_HOST_REQUIRED", "server_host_ids"),
    ("NODE_HOST_REQUIRED", "node_host_ids"),
];

/// What a refusal says about a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Trouble {
    /// Stable code.
    pub(super) code: String,
    /// In words.
    pub(super) detail: String,
    /// What to do about it.
    pub(super) hint: String,
    /// The field, as a path with `/`; empty for none.
    pub(super) at: String,
}

impl Trouble {
    /// What a refusal says.
    ///
    /// # Errors
    ///
    /// A fault of ours, which is no refusal.
    pub(super) fn of(fault: Fault) -> Result<Self, Fault> {
        match fault {
            Fault::Refused(refusal) => Ok(Self {
                code: refusal.code.as_str().to_owned(),
                detail: refusal.message().to_owned(),
                hint: super::hint::of(refusal.code).unwrap_or_default().to_owned(),
                at: refusal.pointer.as_deref().unwrap_or_default().trim_start_matches('/').to_owned(),
            }),
            Fault::Again | Fault::Database(_) | Fault::Internal(_) => Err(fault),
        }
    }

    /// Of an error document of the interface, as a bulk or an operation gives it.
    pub(super) fn words(&self) -> String {
        format!("{} ({})", self.detail, self.code)
    }

    /// Where a form shows it: a field within rows that is named without its row stands in the first one,
    /// and some codes mean a field although they name none.
    pub(super) fn settle(&mut self, fields: &[Field]) {
        if self.at.is_empty() {
            let usual = USUAL.iter().find(|(code, _)| *code == self.code);
            self.at = usual.map(|(_, field)| (*field).to_owned()).unwrap_or_default();
        }
        if self.at.is_empty() || fields.iter().any(|field| self.is_of(field.path)) {
            return;
        }
        for field in fields {
            let Input::Rows(inner) = field.input else { continue };
            // Seats of a row are those of the line itself.
            let at = if self.at == "count" { "from_own" } else { self.at.as_str() };
            if inner.iter().any(|inner| inner.path == at) {
                self.at = format!("{}/0/{at}", field.path);
                return;
            }
        }
    }

    fn is_of(&self, name: &str) -> bool {
        self.at == name || self.at.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// A choice of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "field.html")]
struct FieldView<'a> {
    kind: &'a str,
    id: String,
    name: &'a str,
    label: &'a str,
    hint: &'a str,
    required: bool,
    value: String,
    extra: String,
    choices: Vec<Choice>,
    rows: Vec<Html>,
    trouble: Option<&'a Trouble>,
}

impl FieldView<'_> {
    /// The attribute that names what describes the field.
    fn described(&self) -> Html {
        Html::of(&Described { id: &self.id, hint: !self.hint.is_empty(), wrong: self.trouble.is_some() })
    }
}

#[derive(Template)]
#[template(
    source = "{% if hint || wrong %} aria-describedby=\"{% if hint %}{{ id }}-hint{% endif %}{% if hint && wrong %} {% endif %}{% if wrong %}{{ id }}-wrong{% endif %}\"{% endif %}",
    ext = "html"
)]
struct Described<'a> {
    id: &'a str,
    hint: bool,
    wrong: bool,
}

/// Choices that stand in records, by field.
pub(super) struct Choices {
    records: BTreeMap<(&'static str, &'static str), Vec<(String, String)>>,
}

impl Choices {
    /// Reads what the fields offer.
    ///
    /// # Errors
    ///
    /// Faults of ours.
    pub(super) async fn read(visit: &Visit, fields: &[Field], record: Option<&Json>) -> Result<Self, Fault> {
        let mut records = BTreeMap::new();
        let mut open: Vec<Field> = fields.to_vec();
        while let Some(field) = open.pop() {
            match field.input {
                Input::Record(noun, query) => {
                    if let Entry::Vacant(place) = records.entry((noun, query)) {
                        place.insert(match (query.strip_prefix('@'), record) {
                            (Some(kind), Some(record)) => reached(visit, kind, record).await?,
                            (Some(_) | None, _) => choices(visit, noun, query).await?,
                        });
                    }
                }
                Input::Rows(fields) => open.extend_from_slice(fields),
                Input::Line
                | Input::Area
                | Input::File
                | Input::Number
                | Input::Cents
                | Input::Day
                | Input::Instant
                | Input::Switch
                | Input::OneOf(_)
                | Input::Ticks(_)
                | Input::Rights
                | Input::Words
                | Input::Numbers
                | Input::Pairs
                | Input::Expiry
                | Input::Word
                | Input::Always(_)
                | Input::Own(_) => {}
            }
        }
        Ok(Self { records })
    }
}

/// The products to which a relation of a kind leads from the product of a record.
async fn reached(visit: &Visit, kind: &str, record: &Json) -> Result<Vec<(String, String)>, Fault> {
    let from = super::noun::text(record, "product_id");
    let path = format!("/v1/relations?filter[from_product]={from}&filter[kind]={kind}");
    let relations = visit.all(&path).await?;
    let ids: Vec<String> =
        relations.iter().map(|relation| super::noun::text(relation, "to_product")).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    choices(visit, "products", &format!("filter[id]={}", ids.join(","))).await
}

/// The records of a noun by id and label.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn choices(visit: &Visit, noun: &str, query: &str) -> Result<Vec<(String, String)>, Fault> {
    let Some(noun) = nouns::find(noun) else { return Ok(Vec::new()) };
    let always = super::address::query(noun.always.iter().copied());
    let always = always.trim_start_matches('?');
    let records = visit.all(&format!("/v1/{}?{query}&{always}", noun.api)).await?;
    // Classes of the same name come from several issuers.
    let plugins = if noun.path == "license-classes" { visit.all("/v1/plugins").await? } else { Vec::new() };
    let label = |record: &Json| {
        let plugin = plugins.iter().find(|plugin| id(plugin) == super::noun::text(record, "plugin_id"));
        match plugin {
            Some(plugin) => format!("{} ({})", (noun.label)(record), super::noun::text(plugin, "name")),
            None => (noun.label)(record),
        }
    };
    // Records with a unique name that the interface takes in place of the id.
    let value = |record: &Json| match noun.path {
        "roles" | "features" => super::noun::text(record, "name"),
        "issuer-classes" => super::noun::text(record, "class_id"),
        _ => id(record).to_owned(),
    };
    let mut choices: Vec<(String, String)> =
        records.iter().map(|record| (value(record), label(record))).collect();
    choices.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(choices)
}

/// The fields as markup.
pub(super) fn render(
    fields: &[Field],
    posted: &Posted,
    choices: &Choices,
    trouble: Option<&Trouble>,
) -> Html {
    Html::join(fields.iter().map(|field| one(field, field.path, posted, choices, trouble)))
}

/// Whether one of the fields shows the trouble.
pub(super) fn shows(form: &Form, trouble: &Trouble) -> bool {
    form.fields.iter().any(|field| trouble.is_of(field.path))
}

fn one(field: &Field, name: &str, posted: &Posted, choices: &Choices, trouble: Option<&Trouble>) -> Html {
    let (kind, shown) = match field.input {
        Input::Own(_) => return Html::default(),
        Input::Line | Input::Word => ("line", Vec::new()),
        Input::Area | Input::Words | Input::Numbers | Input::Pairs => ("area", Vec::new()),
        Input::File => ("file", Vec::new()),
        Input::Number => ("number", Vec::new()),
        Input::Cents => ("amount", Vec::new()),
        Input::Day | Input::Instant => ("day", Vec::new()),
        Input::Switch => ("switch", Vec::new()),
        Input::Rows(_) => ("rows", Vec::new()),
        Input::Always(_) => ("hidden", Vec::new()),
        Input::OneOf(pairs) => ("choice", offered(field, name, posted, &owned(pairs))),
        Input::Ticks(pairs) => ("ticks", offered(field, name, posted, &owned(pairs))),
        Input::Rights => {
            let labels = Right::all().map(|right| (right.as_str().to_owned(), right_label(right)));
            ("ticks", offered(field, name, posted, &labels.collect::<Vec<_>>()))
        }
        Input::Record(noun, query) => {
            let found = choices.records.get(&(noun, query)).map(Vec::as_slice).unwrap_or_default();
            // With too many to choose from, the name or the id is typed.
            match found.len() < CHOICES_MAX {
                true => ("choice", offered(field, name, posted, found)),
                false => ("line", Vec::new()),
            }
        }
        Input::Expiry => ("expiry", offered(field, name, posted, &owned(EXPIRIES))),
    };
    let value = if let Input::Always(text) = field.input {
        text
    } else if matches!(field.input, Input::Switch) {
        posted.get(name).map(|_| "on").unwrap_or_default()
    } else {
        posted.text(name)
    };
    let rows = if let Input::Rows(inner) = field.input {
        // One more than were filled in, and at least two: empty ones do not gather.
        let rows = (full_places(inner, name, posted) + 1).max(2);
        (0..rows).map(|place| row(inner, name, place, posted, choices, trouble)).collect()
    } else {
        Vec::new()
    };
    Html::of(&FieldView {
        kind,
        id: identifier(name),
        name,
        label: field.label,
        hint: field.hint,
        required: field.required,
        value: value.to_owned(),
        extra: posted.text(&format!("{name}/value")).to_owned(),
        choices: shown,
        rows,
        trouble: trouble.filter(|trouble| trouble.is_of(name)),
    })
}

/// When something may end.
const EXPIRIES: &[(&str, &str)] = &[
    ("permanent", "Never"),
    ("date", "On a day (YYYY-MM-DD)"),
    ("months", "After so many months"),
    ("days", "After so many days"),
];

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect()
}

/// Choices by value and name, with those that were made; a blank one where none may be made.
fn offered(field: &Field, name: &str, posted: &Posted, pairs: &[(String, String)]) -> Vec<Choice> {
    let given = posted.text(name);
    let many = matches!(field.input, Input::Ticks(_) | Input::Rights);
    let blank = (!many && (!field.required || given.is_empty())).then(|| Choice {
        value: String::new(),
        label: if field.required { "Choose…".to_owned() } else { "—".to_owned() },
        chosen: given.is_empty(),
    });
    let rest = pairs.iter().map(|(value, label)| Choice {
        value: value.clone(),
        label: label.clone(),
        chosen: posted.all(name).any(|given| given == value),
    });
    blank.into_iter().chain(rest).collect()
}

#[derive(Template)]
#[template(path = "row.html")]
struct RowView<'a> {
    place: usize,
    fields: &'a Html,
}

fn row(
    fields: &[Field],
    name: &str,
    place: usize,
    posted: &Posted,
    choices: &Choices,
    trouble: Option<&Trouble>,
) -> Html {
    let fields = fields.iter().map(|field| {
        let inside = format!("{name}/{place}/{}", field.path);
        let mut shown = posted.clone();
        if shown.get(&inside).is_none() && !field.preset.is_empty() {
            shown.set(&inside, field.preset);
        }
        // Rows are optional, so a browser must not ask for their fields.
        let free = Field { required: false, ..*field };
        one(&free, &inside, &shown, choices, trouble)
    });
    Html::of(&RowView { place: place + 1, fields: &Html::join(fields) })
}

/// A field that a page makes itself, with what stands in it.
pub(super) struct Own<'a> {
    /// `line`, `number`, `day`, `area`, `file`, `switch` or `amount`; choices have functions of their own.
    pub(super) kind: &'static str,
    /// Under which it is sent.
    pub(super) name: &'a str,
    /// Its name.
    pub(super) label: &'a str,
    /// What to fill in.
    pub(super) hint: &'a str,
    /// Whether it must be filled in.
    pub(super) required: bool,
}

impl Own<'_> {
    /// As markup, with what was filled in and what is wrong with it.
    pub(super) fn html(&self, given: &Posted, trouble: Option<&Trouble>) -> Html {
        self.with(given, trouble, Vec::new())
    }

    /// As a field of choices, by value and name.
    pub(super) fn choice(
        &self,
        given: &Posted,
        trouble: Option<&Trouble>,
        pairs: &[(String, String)],
    ) -> Html {
        let chosen = |value: &str| given.all(self.name).any(|given| given == value);
        let none = self.kind == "choice"
            && !given.fields().iter().any(|(name, value)| name == self.name && !value.is_empty());
        let label = if self.required { "Choose…" } else { "—" };
        let blank = none.then(|| Choice { value: String::new(), label: label.to_owned(), chosen: true });
        let blank = if self.kind == "choice" && !self.required && blank.is_none() {
            Some(Choice { value: String::new(), label: label.to_owned(), chosen: false })
        } else {
            blank
        };
        let rest = pairs.iter().map(|(value, label)| Choice {
            value: value.clone(),
            label: label.clone(),
            chosen: chosen(value),
        });
        self.with(given, trouble, blank.into_iter().chain(rest).collect())
    }

    fn with(&self, given: &Posted, trouble: Option<&Trouble>, choices: Vec<Choice>) -> Html {
        let Self { kind, name, label, hint, required } = *self;
        let value = match kind {
            "switch" => given.get(name).map(|_| "on".to_owned()).unwrap_or_default(),
            _ => given.text(name).to_owned(),
        };
        Html::of(&FieldView {
            kind,
            id: identifier(name),
            name,
            label,
            hint,
            required,
            value,
            extra: String::new(),
            choices,
            rows: Vec::new(),
            trouble: trouble.filter(|trouble| trouble.is_of(name)),
        })
    }
}

/// A name as an id of the document.
pub(super) fn identifier(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    format!("f-{}", name.chars().map(plain).collect::<String>())
}
