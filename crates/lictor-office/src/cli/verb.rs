//! What the command line can ask of a back office: nouns, their verbs, and what each takes, as data.
//!
//! Parser, help, manual pages and completions come from these tables, and so does the request. A test
//! holds them together with the routes and the fields of their bodies.

use crate::http::route::Method;

/// A kind of record, and what can be done with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noun {
    /// Name of the command.
    pub(crate) name: &'static str,
    /// One sentence.
    pub(crate) about: &'static str,
    /// Fields that a list shows.
    pub(crate) columns: &'static [&'static str],
    /// What can be done.
    pub(crate) verbs: &'static [Verb],
}

/// One thing that can be done: one request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verb {
    /// Name of the command, below its noun's.
    pub(crate) name: &'static str,
    /// One sentence.
    pub(crate) about: &'static str,
    /// Method of the request.
    pub(crate) method: Method,
    /// Path with `{names}`.
    pub(crate) path: &'static str,
    /// What it takes.
    pub(crate) args: &'static [Arg],
    /// Calls for the help, without the program's name.
    pub(crate) examples: &'static [&'static str],
    /// What becomes of the answer.
    pub(crate) output: Output,
    /// Whether it can be tried without writing.
    pub(crate) verify: bool,
    /// Whether an operation goes on after the answer.
    pub(crate) waits: bool,
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// One row of the noun's columns.
    Row,
    /// The whole record.
    Record,
    /// Pages of the noun's columns.
    List,
    /// A file, to standard output or to `--out`.
    File,
    /// What came of one activation, drawn.
    Tree,
    /// Events as they come.
    Tail,
    /// The text in a field.
    Text(&'static str),
    /// A secret that is shown once.
    Secret(&'static str),
}

/// One argument.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arg {
    /// Name of the option, or of the place if it stands in the path.
    pub(crate) name: &'static str,
    /// What stands for the value in the help.
    pub(crate) value: &'static str,
    /// One sentence.
    pub(crate) help: &'static str,
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it goes.
    pub(crate) place: Place,
    /// Whether the call is wrong without it.
    pub(crate) required: bool,
}

/// Where an argument goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Into the path, at this name; it stands without an option's name.
    Path,
    /// Into the body; `/` parts the names of nested objects.
    Body(&'static str),
    /// Into the parameters.
    Query(&'static str),
    /// It is for the command itself.
    Nowhere,
}

/// What an argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text or a word.
    Text,
    /// A day as YYYY-MM-DD.
    Day,
    /// A whole number.
    Number,
    /// Present or not: true.
    Switch,
    /// `true` or `false`.
    Truth,
    /// Texts, by repetition.
    Words,
    /// Whole numbers, by repetition.
    Numbers,
    /// `CODE=AMOUNT`, by repetition.
    Amounts,
    /// JSON, or `@FILE`.
    Json,
    /// When something ends: `permanent`, a day, `12m`, `30d`, or JSON.
    Expiry,
    /// `NAME=VALUE` or JSON, by repetition: a list of objects of these fields.
    Rows(&'static [&'static str]),
    /// A file, whose text is sent.
    File,
    /// A record of another kind, by id or by name; its id is sent.
    Reference(Reference),
}

/// How a record of another kind is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The collection, as in the path.
    pub(crate) collection: &'static str,
    /// Fields by which it is found if it is neither an id nor a unique name; several are parted by `@`.
    pub(crate) fields: &'static [&'static str],
    /// A filter that always holds, as name and value.
    pub(crate) only: Option<(&'static str, &'static str)>,
}

/// Accounts, by code.
pub(crate) const ACCOUNT: Kind =
    Kind::Reference(Reference { collection: "accounts", fields: &[], only: None });
/// Products, as NAME@VERSION.
pub(crate) const PRODUCT: Kind =
    Kind::Reference(Reference { collection: "products", fields: &["name", "product_version"], only: None });
/// License models, by code.
pub(crate) const MODEL: Kind =
    Kind::Reference(Reference { collection: "license-models", fields: &[], only: None });
/// License classes that plug-ins fetched, by the issuer's name.
pub(crate) const CLASS: Kind = Kind::Reference(Reference {
    collection: "license-classes",
    fields: &["class_id"],
    // The issuer of this back office keeps its own classes in the same collection.
    only: Some(("filter[plugin_id][ne]", "issuer")),
});
/// Subscriptions, by name.
pub(crate) const SUBSCRIPTION: Kind =
    Kind::Reference(Reference { collection: "subscriptions", fields: &["name"], only: None });
/// Line items, by activation id.
pub(crate) const LINE: Kind =
    Kind::Reference(Reference { collection: "line-items", fields: &[], only: None });
/// License files, by their name or that of their fulfillment; of several the newest.
pub(crate) const LICENSE_FILE: Kind =
    Kind::Reference(Reference { collection: "files", fields: &["name"], only: None });
/// Entitlements, by their own id.
pub(crate) const ENTITLEMENT: Kind =
    Kind::Reference(Reference { collection: "entitlements", fields: &[], only: None });

impl Verb {
    /// A verb of a method and a path.
    pub(crate) const fn new(
        name: &'static str,
        about: &'static str,
        method: Method,
        path: &'static str,
    ) -> Self {
        Self {
            name,
            about,
            method,
            path,
            args: &[],
            examples: &[],
            output: Output::Row,
            verify: false,
            waits: false,
        }
    }

    /// A verb that acts.
    pub(crate) const fn post(name: &'static str, about: &'static str, path: &'static str) -> Self {
        Self::new(name, about, Method::Post, path)
    }

    /// A verb that lists.
    pub(crate) const fn list(about: &'static str, path: &'static str) -> Self {
        Self::new("list", about, Method::Get, path).output(Output::List)
    }

    /// A verb that shows one record.
    pub(crate) const fn show(about: &'static str, path: &'static str) -> Self {
        Self::new("show", about, Method::Get, path).output(Output::Record)
    }

    /// With arguments.
    pub(crate) const fn args(self, args: &'static [Arg]) -> Self {
        Self { args, ..self }
    }

    /// With examples.
    pub(crate) const fn examples(self, examples: &'static [&'static str]) -> Self {
        Self { examples, ..self }
    }

    /// With another use of the answer.
    pub(crate) const fn output(self, output: Output) -> Self {
        Self { output, ..self }
    }

    /// It can be tried without writing.
    pub(crate) const fn verifiable(self) -> Self {
        Self { verify: true, ..self }
    }

    /// An operation goes on after the answer.
    pub(crate) const fn waits(self) -> Self {
        Self { waits: true, ..self }
    }
}

/// An argument that stands in the path.
pub(crate) const fn part(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg { name, value, help, kind: Kind::Text, place: Place::Path, required: true }
}

/// An option whose value goes into the body under a field.
pub(crate) const fn field(
    name: &'static str,
    value: &'static str,
    field: &'static str,
    kind: Kind,
    help: &'static str,
) -> Arg {
    Arg { name, value, help, kind, place: Place::Body(field), required: false }
}

/// An option whose value goes into the parameters.
pub(crate) const fn parameter(
    name: &'static str,
    value: &'static str,
    parameter: &'static str,
    help: &'static str,
) -> Arg {
    Arg { name, value, help, kind: Kind::Text, place: Place::Query(parameter), required: false }
}

impl Arg {
    /// The call is wrong without it.
    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Of another kind.
    pub(crate) const fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }
}
