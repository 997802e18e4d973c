//! Subscriptions and orders.

use super::super::cell::Cell;
use super::super::form::{FORM, Form, Input, When, field, must};
use super::super::money::amount;
use super::super::noun::{Facts, Filter, Kind, NOUN, Noun, Related, Takes, at, column, more, number, text};
use crate::http::route::Method;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&SUBSCRIPTIONS, &ORDERS];

const SUBSCRIPTIONS: Noun = Noun {
    path: "subscriptions",
    api: "subscriptions",
    title: "Subscriptions",
    one: "subscription",
    about: "What accounts run, and the servers their licenses are installed on.",
    columns: &[
        column("name", "Name", Kind::Own),
        column("account_id", "Account", Kind::Ref("accounts")),
        column("plan", "Plan", Kind::Plain),
        column("kind", "Type", Kind::Named(KINDS)),
        column("state", "State", Kind::Status),
        column("server", "Server", Kind::Made(server)),
        more("services", "Services", Kind::Plain),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter { key: "filter[account_id]", label: "Account", takes: Takes::Record("accounts") },
        Filter {
            key: "filter[state]",
            label: "State",
            takes: Takes::OneOf(&["pending", "provisioning", "active", "suspended", "cancelled"]),
        },
    ],
    beginnings: &[&NEW_SUBSCRIPTION],
    empty: "Make a subscription for an account, then assign licenses to it.",
    status: "state",
    facts: &[Facts {
        title: "Subscription",
        lines: &[
            column("account_id", "Account", Kind::Ref("accounts")),
            column("plan", "Plan", Kind::Plain),
            column("kind", "Type", Kind::Named(KINDS)),
            column("services", "Services", Kind::Plain),
            column("server", "Server", Kind::Made(server_words)),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    related: &[Related { title: "Licenses", noun: "licenses", filter: "filter[subscription_id]", by: "id" }],
    forms: &[
        &PROVISION,
        &ACTIVATE,
        &SERVER,
        &DIRECTORY,
        &SUSPEND,
        &RESUME,
        &EDIT_SUBSCRIPTION,
        &CANCEL,
        &DELETE_SUBSCRIPTION,
    ],
    ..NOUN
};

/// Types of subscriptions.
const KINDS: &[(&str, &str)] = &[("ordinary", "Ordinary"), ("dedicated_server", "Dedicated server")];

/// Where its files go, and how they are seen in use.
fn server_words(record: &serde_json::Value) -> Cell {
    let server = at(record, "server");
    let place = match text(server, "via").as_str() {
        "admin" => format!("admin port {}, token {}", text(server, "admin"), text(server, "token_ref")),
        "directory" => format!("directory {}", text(server, "path")),
        _ => return Cell::Empty,
    };
    match text(server, "confirm") {
        seen if seen.is_empty() => Cell::words(format!("{place}; believed without looking")),
        seen => Cell::words(format!("{place}; seen in use at {seen}")),
    }
}

fn server(record: &serde_json::Value) -> Cell {
    let server = at(record, "server");
    Cell::words([text(server, "admin"), text(server, "path")].concat())
}

const NEW_SUBSCRIPTION: Form = Form {
    name: "new",
    title: "New Subscription",
    about: "Licenses of it are installed once it is active and its server is known.",
    api: "/v1/subscriptions",
    fields: &[
        must("name", "Name", Input::Line, ""),
        field("account_id", "Account", Input::Record("accounts", ""), ""),
        field("plan", "Plan", Input::Line, "What was bought."),
        must(
            "kind",
            "Type",
            Input::OneOf(KINDS),
            "A dedicated server is attached by hand when it exists; until then licenses are Not Assigned.",
        )
        .preset("ordinary"),
        field("services", "Services", Input::Words, "Other services of it, one a line."),
    ],
    ..FORM
};

const PROVISION: Form = Form {
    name: "provision",
    title: "Begin provisioning",
    api: "/v1/subscriptions/{id}/provision",
    at_once: true,
    when: When::Is("state", &["pending"]),
    ..FORM
};
const ACTIVATE: Form = Form {
    name: "activate",
    title: "Activate",
    api: "/v1/subscriptions/{id}/activate",
    at_once: true,
    when: When::Is("state", &["pending", "provisioning"]),
    ..FORM
};
const SUSPEND: Form = Form {
    name: "suspend",
    title: "Suspend",
    api: "/v1/subscriptions/{id}/suspend",
    at_once: true,
    when: When::Is("state", &["active"]),
    ..FORM
};
const RESUME: Form = Form {
    name: "resume",
    title: "Resume",
    api: "/v1/subscriptions/{id}/resume",
    at_once: true,
    when: When::Is("state", &["suspended"]),
    ..FORM
};

const SERVER: Form = Form {
    name: "server",
    title: "Attach license server",
    about: "Files are uploaded to the admin port of a running license server, and seen in use before a license counts as installed.",
    api: "/v1/subscriptions/{id}/server",
    fields: &[
        must("via", "", Input::Always("admin"), ""),
        must("admin", "Admin port", Input::Line, "HOST:PORT of the server's admin port, on this machine."),
        must("token_ref", "Admin token", Input::Line, "Name of the file in DIR/secrets that holds it."),
        field(
            "confirm",
            "Client port",
            Input::Line,
            "HOST:PORT where clients ask, to see the file in use. Leave empty to believe the upload.",
        ),
    ],
    when: When::Not("state", &["cancelled"]),
    ..FORM
};

const DIRECTORY: Form = Form {
    name: "directory",
    title: "Attach directory",
    about: "Files are put into a directory that a license server watches.",
    api: "/v1/subscriptions/{id}/server",
    fields: &[
        must("via", "", Input::Always("directory"), ""),
        must("path", "Directory", Input::Line, "Its absolute path."),
        field("confirm", "Client port", Input::Line, "HOST:PORT where clients ask, to see the file in use."),
    ],
    when: When::Not("state", &["cancelled"]),
    ..FORM
};

const EDIT_SUBSCRIPTION: Form = Form {
    name: "edit",
    title: "Edit",
    method: Method::Patch,
    api: "/v1/subscriptions/{id}",
    fields: &[
        must("name", "Name", Input::Line, ""),
        field("plan", "Plan", Input::Line, ""),
        field("services", "Services", Input::Words, "One a line."),
    ],
    ..FORM
};

const CANCEL: Form = Form {
    name: "cancel",
    title: "Cancel",
    about: "Ends the subscription. Its licenses go back into stock; their files are kept.",
    api: "/v1/subscriptions/{id}/cancel",
    danger: true,
    when: When::Not("state", &["cancelled"]),
    ..FORM
};

const DELETE_SUBSCRIPTION: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Only a subscription without licenses can be deleted.",
    method: Method::Delete,
    api: "/v1/subscriptions/{id}",
    danger: true,
    ..FORM
};

const ORDERS: Noun = Noun {
    path: "orders",
    api: "orders",
    title: "Orders",
    one: "order",
    about: "Sales, upgrades and renewals, and how far they are.",
    label: |record| text(record, "number"),
    columns: &[
        column("number", "Number", Kind::Own),
        column("kind", "Kind", Kind::Plain),
        column("account_id", "Account", Kind::Ref("accounts")),
        column(
            "lines",
            "Lines",
            Kind::Made(|record| {
                let texts = at(record, "lines").as_array().into_iter().flatten();
                let texts: Vec<String> = texts
                    .map(|line| format!("{} × {}", number(line, "quantity"), text(line, "text")))
                    .collect();
                Cell::words(texts.join("; "))
            }),
        ),
        column("total", "Total", Kind::Made(total)),
        column("state", "State", Kind::Status),
        column("created_at", "Created", Kind::Time),
        more("error", "Error", Kind::Plain),
    ],
    filters: &[
        Filter { key: "filter[account_id]", label: "Account", takes: Takes::Record("accounts") },
        Filter { key: "filter[kind]", label: "Kind", takes: Takes::OneOf(&["sales", "upgrade", "renewal"]) },
        Filter {
            key: "filter[state]",
            label: "State",
            takes: Takes::OneOf(&[
                "Draft",
                "Placed",
                "Paid",
                "Provisioning",
                "LongRunning",
                "Completed",
                "Failed",
                "Cancelled",
            ]),
        },
    ],
    search: false,
    beginnings: &[&NEW_ORDER],
    empty: "An order that is paid requests its licenses by itself.",
    status: "state",
    facts: &[Facts {
        title: "Order",
        lines: &[
            column("kind", "Kind", Kind::Plain),
            column("account_id", "Account", Kind::Ref("accounts")),
            column(
                "lines",
                "Lines",
                Kind::Made(|record| {
                    let texts = at(record, "lines").as_array().into_iter().flatten();
                    Cell::Tags(
                        texts
                            .map(|line| {
                                format!(
                                    "{} × {}, {} {}",
                                    number(line, "quantity"),
                                    text(line, "text"),
                                    amount(number(line, "price_cents")),
                                    text(line, "currency"),
                                )
                            })
                            .collect(),
                    )
                }),
            ),
            column("total", "Total", Kind::Made(total)),
            column("license_ids", "Licenses", Kind::Refs("licenses")),
            column("error", "Error", Kind::Plain),
            column("error_code", "Code of the error", Kind::Code),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    related: &[Related { title: "Licenses", noun: "licenses", filter: "filter[order_id]", by: "id" }],
    forms: &[&PLACE, &PAY, &CANCEL_ORDER],
    ..NOUN
};

fn total(record: &serde_json::Value) -> Cell {
    let lines = at(record, "lines").as_array().map(Vec::as_slice).unwrap_or_default();
    let cents: i64 = lines.iter().map(|line| number(line, "quantity") * number(line, "price_cents")).sum();
    let currency = lines.first().map(|line| text(line, "currency")).unwrap_or_default();
    Cell::Number(format!("{} {currency}", amount(cents)).trim_end().to_owned())
}

const NEW_ORDER: Form = Form {
    name: "new",
    title: "New Order",
    about: "An order of new licenses. Place it, and take it as paid; then its licenses are requested and provisioned.",
    api: "/v1/orders",
    fields: &[
        must("kind", "", Input::Always("sales"), ""),
        field("account_id", "Account", Input::Record("accounts", ""), ""),
        must(
            "lines",
            "Lines",
            Input::Rows(&[
                must(
                    "request/class_id",
                    "License class",
                    Input::Record("license-classes", "filter[selected_for_sale]=true"),
                    "",
                ),
                must(
                    "request/bill_type",
                    "Bill type",
                    Input::OneOf(&[("Monthly", "Monthly"), ("Purchase", "Purchase")]),
                    "",
                ),
                must("quantity", "Number", Input::Number, "").preset("1"),
                field("price_cents", "Price of one", Input::Cents, ""),
                field("currency", "Currency", Input::Line, ""),
                field("request/capacity", "Capacity", Input::Pairs, "SEATS=30"),
            ]),
            "One row for each class that is sold.",
        ),
        field("external_ref", "External reference", Input::Line, "The order's name in another system."),
    ],
    ..FORM
};

const PLACE: Form = Form {
    name: "place",
    title: "Place",
    api: "/v1/orders/{id}/place",
    at_once: true,
    when: When::Is("state", &["Draft"]),
    ..FORM
};

const PAY: Form = Form {
    name: "pay",
    title: "Take as paid",
    about: "Requests the licenses and provisions them.",
    api: "/v1/orders/{id}/pay",
    when: When::Is("state", &["Placed"]),
    at_once: true,
    ..FORM
};

const CANCEL_ORDER: Form = Form {
    name: "cancel",
    title: "Cancel",
    about: "Takes the order back. Requests that were not issued yet are removed.",
    api: "/v1/orders/{id}/cancel",
    danger: true,
    when: When::Not("state", &["Completed", "Failed", "Cancelled"]),
    ..FORM
};
