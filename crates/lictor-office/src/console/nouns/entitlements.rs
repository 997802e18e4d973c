//! Entitlements.

use super::super::form::{FORM, Form, Input, When, field, must};
use super::super::noun::{Facts, Filter, Kind, NOUN, Noun, Related, Takes, column, more, text};
use super::line_items::LINE_FIELDS;
use super::words::STATES;
use crate::http::route::Method;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&ENTITLEMENTS];

const ENTITLEMENTS: Noun = Noun {
    path: "entitlements",
    api: "entitlements",
    title: "Entitlements",
    one: "entitlement",
    about: "What accounts ordered, line by line.",
    label: |record| text(record, "entitlement_id"),
    columns: &[
        column("entitlement_id", "Entitlement ID", Kind::Own),
        column("account_id", "Account", Kind::Ref("accounts")),
        column("state", "State", Kind::Status),
        column("order_id", "Order", Kind::Plain),
        column("ship_to", "Ship to", Kind::Plain),
        column("created_at", "Created", Kind::Time),
        more("allow_portal_login", "Portal", Kind::Plain),
        more("external_ref", "External reference", Kind::Plain),
    ],
    filters: &[
        Filter { key: "filter[account_id]", label: "Account", takes: Takes::Record("accounts") },
        Filter { key: "filter[state]", label: "State", takes: Takes::OneOf(STATES) },
    ],
    beginnings: &[&NEW],
    empty: "Make an entitlement for an account, with a line for each product it bought.",
    status: "state",
    facts: &[Facts {
        title: "Entitlement",
        lines: &[
            column("account_id", "Account", Kind::Ref("accounts")),
            column("order_id", "Order", Kind::Plain),
            column("ship_to", "Ship to", Kind::Plain),
            column("allow_portal_login", "Customer may activate without help", Kind::Plain),
            column("external_ref", "External reference", Kind::Plain),
            column("metadata", "Notes", Kind::Plain),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    related: &[Related {
        title: "Line items",
        noun: "line-items",
        filter: "filter[entitlement_id]",
        by: "id",
    }],
    forms: &[&DEPLOY, &ADD_LINE, &EDIT, &TRANSFER, &DEACTIVATE, &OBSOLETE, &DELETE],
    ..NOUN
};

const NEW: Form = Form {
    name: "new",
    title: "New Entitlement",
    about: "It begins as a draft, unless it is deployed at once. More about a line, such as its start or its maintenance, can be said on the line's own page.",
    api: "/v1/entitlements",
    fields: &[
        must("account_id", "Account", Input::Record("accounts", ""), "Who ordered."),
        field("entitlement_id", "Entitlement ID", Input::Line, "Leave empty to have one made."),
        must(
            "line_items",
            "Lines",
            Input::Rows(&[
                must("product_id", "Product", Input::Record("products", ""), ""),
                must("license_model_id", "License model", Input::Record("license-models", ""), ""),
                must("quantity", "Quantity", Input::Number, ""),
                field("expiry", "Ends", Input::Expiry, ""),
            ]),
            "One row for each product.",
        ),
        field("order_id", "Order", Input::Line, "Number of the order in your shop."),
        field("ship_to", "Ship to", Input::Line, "Address of mail that files are sent to."),
        field("allow_portal_login", "Customer may activate without help", Input::Switch, ""),
        field("deploy", "Deploy at once", Input::Switch, "Drafts cannot be activated.").preset("on"),
        field("test", "Only a test", Input::Switch, "A test never becomes anything else."),
        field("external_ref", "External reference", Input::Line, ""),
    ],
    ..FORM
};

const ADD_LINE: Form = Form {
    name: "add-line",
    title: "Add line",
    about: "A new line of this entitlement.",
    api: "/v1/line-items",
    fields: &[
        must("entitlement_id", "", Input::Own("id"), ""),
        LINE_FIELDS[0],
        LINE_FIELDS[1],
        LINE_FIELDS[2],
        LINE_FIELDS[3],
        LINE_FIELDS[4],
        LINE_FIELDS[5],
        LINE_FIELDS[6],
        LINE_FIELDS[7],
        LINE_FIELDS[8],
        LINE_FIELDS[9],
        LINE_FIELDS[10],
        LINE_FIELDS[11],
    ],
    when: When::Not("state", &["Obsolete"]),
    ..FORM
};

const DEPLOY: Form = Form {
    name: "deploy",
    title: "Deploy",
    api: "/v1/entitlements/{id}/deploy",
    at_once: true,
    when: When::Is("state", &["Draft", "Inactive"]),
    ..FORM
};

const DEACTIVATE: Form = Form {
    name: "deactivate",
    title: "Deactivate",
    about: "All its lines become inactive. Licenses go on working, but nothing can be done with them until it is deployed again.",
    api: "/v1/entitlements/{id}/deactivate",
    when: When::Is("state", &["Deployed"]),
    danger: true,
    ..FORM
};

const OBSOLETE: Form = Form {
    name: "obsolete",
    title: "Make obsolete",
    about: "For good: nothing of it can be activated or moved any more.",
    api: "/v1/entitlements/{id}/obsolete",
    when: When::Not("state", &["Obsolete", "Test"]),
    danger: true,
    ..FORM
};

const EDIT: Form = Form {
    name: "edit",
    title: "Edit",
    method: Method::Patch,
    api: "/v1/entitlements/{id}",
    fields: &[
        field("order_id", "Order", Input::Line, "Number of the order in your shop."),
        field("ship_to", "Ship to", Input::Line, "Address of mail that files are sent to."),
        field("allow_portal_login", "Customer may activate without help", Input::Switch, ""),
        field("external_ref", "External reference", Input::Line, ""),
        field("metadata", "Notes", Input::Pairs, "NAME=VALUE, one a line."),
    ],
    ..FORM
};

const TRANSFER: Form = Form {
    name: "transfer",
    title: "Transfer",
    about: "Gives seats that nobody has activated to another account. Verify shows how many those are.",
    api: "/v1/entitlements/{id}/transfer",
    fields: &[
        must("account_id", "To account", Input::Record("accounts", ""), ""),
        must(
            "mode",
            "Seats that are active",
            Input::OneOf(&[
                ("nothing_active", "Refuse if there are any"),
                ("return_active", "Return them first"),
                ("remaining_only", "Leave them behind, transfer what is left"),
            ]),
            "",
        )
        .preset("nothing_active"),
        field("line_item_ids", "Lines", Input::Words, "Activation IDs, one a line; leave empty for all."),
    ],
    verify: true,
    danger: true,
    ..FORM
};

const DELETE: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Only a draft without fulfillments can be deleted.",
    method: Method::Delete,
    api: "/v1/entitlements/{id}",
    danger: true,
    when: When::Is("state", &["Draft", "Test"]),
    ..FORM
};
