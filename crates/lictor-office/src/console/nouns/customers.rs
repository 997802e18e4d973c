//! Accounts and hosts.

use super::super::cell::Cell;
use super::super::form::{FORM, Field, Form, Input, field, must};
use super::super::noun::{Facts, Filter, Kind, NOUN, Noun, Related, Takes, at, column, more, text};
use super::words::HOST_ID_TYPES;
use crate::http::route::Method;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&ACCOUNTS, &HOSTS];

const ACCOUNTS: Noun = Noun {
    path: "accounts",
    api: "accounts",
    title: "Accounts",
    one: "account",
    about: "Customers: who buys, and who owns hosts and licenses.",
    columns: &[
        column("name", "Name", Kind::Own),
        column("code", "Code", Kind::Code),
        column("status", "Status", Kind::Status),
        column("reseller", "Reseller", Kind::Plain),
        column("parent_account", "Parent", Kind::Ref("accounts")),
        more("contacts", "Contacts", Kind::Made(contacts)),
        more("external_ref", "External reference", Kind::Plain),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[Filter { key: "filter[status]", label: "Status", takes: Takes::OneOf(&["active", "locked"]) }],
    beginnings: &[&NEW_ACCOUNT],
    empty: "Make an account for your first customer.",
    status: "status",
    facts: &[Facts {
        title: "Account",
        lines: &[
            column("code", "Code", Kind::Code),
            column("contacts", "Contacts", Kind::Made(contacts)),
            column("reseller", "Reseller", Kind::Plain),
            column("parent_account", "Parent", Kind::Ref("accounts")),
            column("external_ref", "External reference", Kind::Plain),
            column("metadata", "Notes", Kind::Plain),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    related: &[
        Related { title: "Entitlements", noun: "entitlements", filter: "filter[account_id]", by: "id" },
        Related { title: "Fulfillments", noun: "fulfillments", filter: "filter[account_id]", by: "id" },
        Related { title: "Licenses", noun: "licenses", filter: "filter[account_id]", by: "id" },
        Related { title: "Subscriptions", noun: "subscriptions", filter: "filter[account_id]", by: "id" },
        Related { title: "Hosts", noun: "hosts", filter: "filter[account_id]", by: "id" },
        Related { title: "Orders", noun: "orders", filter: "filter[account_id]", by: "id" },
    ],
    forms: &[&EDIT_ACCOUNT, &TRANSFER_HOST, &DELETE_ACCOUNT],
    ..NOUN
};

/// People, each with an address.
fn contacts(record: &serde_json::Value) -> Cell {
    let people = at(record, "contacts").as_array().into_iter().flatten();
    let people: Vec<String> =
        people.map(|person| format!("{} <{}>", text(person, "name"), text(person, "email"))).collect();
    if people.is_empty() { Cell::Empty } else { Cell::Tags(people) }
}

const CONTACTS: &[Field] = &[
    must("name", "Name", Input::Line, ""),
    must("email", "Mail", Input::Line, ""),
    field("language", "Language", Input::Line, ""),
];

const NEW_ACCOUNT: Form = Form {
    name: "new",
    title: "New Account",
    api: "/v1/accounts",
    fields: &[
        must("name", "Name", Input::Line, ""),
        must("code", "Code", Input::Line, "Short, without blanks; never changes."),
        field("contacts", "Contacts", Input::Rows(CONTACTS), "People to write to."),
        field("parent_account", "Parent", Input::Record("accounts", ""), "The account above it."),
        field("reseller", "Sells to others", Input::Switch, ""),
        field("external_ref", "External reference", Input::Line, "The account's name in another system."),
        field("metadata", "Notes", Input::Pairs, "NAME=VALUE, one a line."),
    ],
    ..FORM
};

const EDIT_ACCOUNT: Form = Form {
    name: "edit",
    title: "Edit",
    method: Method::Patch,
    api: "/v1/accounts/{id}",
    fields: &[
        must("name", "Name", Input::Line, ""),
        field("contacts", "Contacts", Input::Rows(CONTACTS), "People to write to."),
        field("parent_account", "Parent", Input::Record("accounts", ""), "The account above it."),
        field("reseller", "Sells to others", Input::Switch, ""),
        field(
            "status",
            "Status",
            Input::OneOf(&[("active", "Active"), ("locked", "Locked: nothing new is issued")]),
            "",
        ),
        field("external_ref", "External reference", Input::Line, ""),
        field("metadata", "Notes", Input::Pairs, "NAME=VALUE, one a line."),
    ],
    ..FORM
};

const TRANSFER_HOST: Form = Form {
    name: "transfer-host",
    title: "Transfer host",
    about: "Moves every fulfillment of the account from one host to another, as after a crash. Counts stay; the old records become obsolete.",
    api: "/v1/accounts/{id}/transfer-host",
    fields: &[
        must(
            "from",
            "From",
            Input::Line,
            "Host id that stands in the licenses, for example ETHERNET=00112233AABB.",
        ),
        must("to", "To", Input::Line, "Host id of the new machine."),
    ],
    verify: true,
    danger: true,
    ..FORM
};

const DELETE_ACCOUNT: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Only an account to which nothing belongs can be deleted.",
    method: Method::Delete,
    api: "/v1/accounts/{id}",
    danger: true,
    ..FORM
};

const HOSTS: Noun = Noun {
    path: "hosts",
    api: "hosts",
    title: "Hosts",
    one: "host",
    about: "Servers and nodes of customers, each under all its names. Two spellings of one machine are one host.",
    label: |record| {
        let name = text(record, "name");
        let value = format!("{}={}", text(record, "id_type"), text(record, "value"));
        if name.is_empty() { value } else { format!("{name} ({value})") }
    },
    columns: &[
        column("value", "Host", Kind::Own),
        column("account_id", "Account", Kind::Ref("accounts")),
        column("kind", "Kind", Kind::Plain),
        column("id_type", "Type", Kind::Plain),
        column("aliases", "Aliases", Kind::Plain),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter { key: "filter[account_id]", label: "Account", takes: Takes::Record("accounts") },
        Filter { key: "filter[kind]", label: "Kind", takes: Takes::OneOf(&["server", "node"]) },
    ],
    beginnings: &[&NEW_HOST],
    empty: "Hosts appear when a line item is activated for them; or name one beforehand.",
    facts: &[Facts {
        title: "Host",
        lines: &[
            column("account_id", "Account", Kind::Ref("accounts")),
            column("kind", "Kind", Kind::Plain),
            column("id_type", "Type", Kind::Plain),
            column("value", "Value", Kind::Code),
            column("aliases", "Aliases", Kind::Plain),
            column("name", "Name", Kind::Plain),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    forms: &[&EDIT_HOST, &DELETE_HOST],
    ..NOUN
};

const NEW_HOST: Form = Form {
    name: "new",
    title: "New Host",
    api: "/v1/hosts",
    fields: &[
        must("account_id", "Account", Input::Record("accounts", ""), ""),
        must("kind", "Kind", Input::OneOf(&[("server", "Server"), ("node", "Node")]), ""),
        must("id_type", "Type", Input::OneOf(HOST_ID_TYPES), ""),
        must("value", "Value", Input::Line, "Any usual spelling; it is normalized."),
        field(
            "aliases",
            "Aliases",
            Input::Words,
            "Other host ids of the same machine, TYPE=VALUE, one a line.",
        ),
        field("name", "Name", Input::Line, "For people."),
    ],
    ..FORM
};

const EDIT_HOST: Form = Form {
    name: "edit",
    title: "Edit",
    method: Method::Patch,
    api: "/v1/hosts/{id}",
    fields: &[
        field(
            "aliases",
            "Aliases",
            Input::Words,
            "Other host ids of the same machine, TYPE=VALUE, one a line.",
        ),
        field("name", "Name", Input::Line, "For people."),
    ],
    ..FORM
};

const DELETE_HOST: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Licenses that name the host stay as they are.",
    method: Method::Delete,
    api: "/v1/hosts/{id}",
    danger: true,
    ..FORM
};
