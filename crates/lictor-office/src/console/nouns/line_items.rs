//! Line items.

use super::super::cell::Cell;
use super::super::form::{FORM, Field, Form, Input, TODAY, When, field, must};
use super::super::noun::{
    Facts, Filter, Kind, NOUN, Noun, Related, Takes, at, column, flag, more, number, text,
};
use super::words::{RENEWAL_BASES, STATES};
use crate::http::route::Method;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&LINE_ITEMS];

/// Line items.
pub(in super::super) const LINE_ITEMS: Noun = Noun {
    path: "line-items",
    api: "line-items",
    title: "Line items",
    one: "line item",
    about: "Seats of products that were ordered. Naive is ordered less live; exact is what a request would get right now.",
    label: |record| text(record, "activation_id"),
    columns: &[
        column("activation_id", "Activation ID", Kind::Own),
        column("entitlement_id", "Entitlement", Kind::Ref("entitlements")),
        column("account_id", "Account", Kind::Ref("accounts")),
        column("product_id", "Product", Kind::Ref("products")),
        column("license_model_id", "Model", Kind::Ref("license-models")),
        more("kind", "Kind", Kind::Plain),
        column("quantity", "Quantity", Kind::Number),
        column("naive", "Naive", Kind::Made(naive)),
        column("exact", "Exact", Kind::Number),
        column("converted", "Converted", Kind::Number),
        column("state", "State", Kind::Status),
        column("expiration", "Expiry", Kind::Made(expiry)),
        more("active", "Active", Kind::Number),
        more("out", "Moved on", Kind::Number),
        more("parent_line_item_id", "Parent line", Kind::Ref("line-items")),
        more("maintenance_until", "Maintenance until", Kind::Plain),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter { key: "filter[account_id]", label: "Account", takes: Takes::Record("accounts") },
        Filter { key: "filter[product_id]", label: "Product", takes: Takes::Record("products") },
        Filter { key: "filter[state]", label: "State", takes: Takes::OneOf(STATES) },
        Filter {
            key: "filter[kind]",
            label: "Kind",
            takes: Takes::OneOf(&["NEW", "UPGRADE", "UPSELL", "RENEWAL"]),
        },
        Filter { key: "filter[expires][lte]", label: "Expires by", takes: Takes::Day },
    ],
    beginnings: &[&AUTO_UPGRADE],
    empty: "Lines are made with an entitlement, or added on its page.",
    status: "state",
    facts: &[
        Facts {
            title: "Line",
            lines: &[
                column("entitlement_id", "Entitlement", Kind::Ref("entitlements")),
                column("account_id", "Account", Kind::Ref("accounts")),
                column("product_id", "Product", Kind::Ref("products")),
                column("license_model_id", "License model", Kind::Ref("license-models")),
                column("kind", "Kind", Kind::Plain),
                column("parent_line_item_id", "Parent line", Kind::Ref("line-items")),
                column("quantity_per_copy", "Written into the file for one seat", Kind::Number),
                column("start", "Start", Kind::Named(STARTS)),
                column("start_date", "Start date", Kind::Plain),
                column("expiration", "Expiry", Kind::Made(expiry)),
                column("version_date", "Updates paid until", Kind::Plain),
                column("maintenance_until", "Maintenance until", Kind::Plain),
                column("maintenance_line_ids", "Lines of maintenance", Kind::Refs("line-items")),
                column("renewal_basis", "Renewals count", Kind::Named(RENEWAL_BASES)),
                column(
                    "closed",
                    "Closed to activations",
                    Kind::Made(|record| {
                        if flag(record, "closed") {
                            Cell::Text("Yes: it was upgraded".to_owned())
                        } else {
                            Cell::Empty
                        }
                    }),
                ),
                column("created_at", "Created", Kind::Time),
            ],
        },
        Facts {
            title: "Used so far",
            lines: &[
                column("returns", "Returns", Kind::Number),
                column("repairs", "Repairs", Kind::Number),
                column("rehosts", "Rehosts", Kind::Number),
            ],
        },
    ],
    related: &[
        Related { title: "Fulfillments", noun: "fulfillments", filter: "filter[line_item_id]", by: "id" },
        Related { title: "Child lines", noun: "line-items", filter: "filter[parent_line_item_id]", by: "id" },
    ],
    forms: &[
        &ACTIVATE,
        &ACTIVATE_CHILD,
        &DEPLOY,
        &UPGRADE,
        &UPSELL,
        &RENEW,
        &EDIT,
        &DRAFT,
        &HOLD,
        &DEACTIVATE,
        &OBSOLETE,
        &DELETE,
    ],
    ..NOUN
};

fn naive(record: &serde_json::Value) -> Cell {
    Cell::Number((number(record, "quantity") - number(record, "active")).to_string())
}

/// The last day, or when it will be.
fn expiry(record: &serde_json::Value) -> Cell {
    let day = text(record, "expiration");
    if !day.is_empty() {
        return Cell::words(day);
    }
    match at(record, "expiry") {
        serde_json::Value::Object(fields) => match fields.iter().next() {
            Some((unit, value)) if unit == "months" || unit == "days" => {
                Cell::Text(format!("{} {unit} after its start", Cell::plain(value).text()))
            }
            Some((_, value)) => Cell::plain(value),
            None => Cell::Empty,
        },
        serde_json::Value::String(_) => Cell::Text("never".to_owned()),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::Array(_) => Cell::Empty,
    }
}

/// What a line says, without its parent.
pub(super) const LINE_FIELDS: [Field; 12] = [
    must("product_id", "Product", Input::Record("products", ""), ""),
    must("license_model_id", "License model", Input::Record("license-models", ""), ""),
    must("quantity", "Quantity", Input::Number, "Seats."),
    field("quantity_per_copy", "Written into the file for one seat", Input::Number, "Usually 1."),
    field("expiry", "Ends", Input::Expiry, ""),
    field("start", "Start", Input::OneOf(STARTS), ""),
    field("start_date", "Start date", Input::Day, "Where the line fixes it."),
    field("version_date", "Updates paid until", Input::Day, "For date-based features."),
    field("maintenance_until", "Maintenance until", Input::Day, "For a line that is maintenance."),
    field("maintenance_line_ids", "Lines of maintenance", Input::Words, "Activation IDs or ids, one a line."),
    field("renewal_basis", "Renewals count", Input::OneOf(RENEWAL_BASES), "Empty takes the setting."),
    field("auto_deploy", "Deploy at once", Input::Switch, "").preset("on"),
];

const STARTS: &[(&str, &str)] = &[
    ("each_activation", "At each activation"),
    ("first_activation", "At the first activation, then the same"),
    ("fixed", "On a fixed day"),
];

/// Seats for hosts, of a line that stands alone.
const ACTIVATE: Form = activate(
    &[must("hosts", "Hosts", Input::Rows(&[SERVER, NODES, OWN]), HOSTS), START, BESIDE, CONFIRM_ALIAS],
    When::All(&[DEPLOYED, When::No("closed"), When::Is("kind", &["NEW"])]),
);

/// The same of a line that takes seats from its parent.
const ACTIVATE_CHILD: Form = activate(
    &[
        must("hosts", "Hosts", Input::Rows(&[SERVER, NODES, OWN, FROM_PARENT]), HOSTS),
        START,
        BESIDE,
        CONFIRM_ALIAS,
    ],
    When::All(&[DEPLOYED, When::No("closed"), When::Not("kind", &["NEW"])]),
);

const DEPLOYED: When = When::Is("state", &["Deployed"]);
const HOSTS: &str = "One row for each host, as TYPE=VALUE, for example ETHERNET=00112233AABB or HOSTNAME=ws17; several with commas.";
const SERVER: Field = field("server_host_ids", "Server", Input::Word, "");
const NODES: Field = field("node_host_ids", "Nodes", Input::Word, "");
const OWN: Field = field("from_own", "Seats", Input::Number, "");
const FROM_PARENT: Field = field("from_parent", "Seats from the parent line", Input::Number, "");
const START: Field =
    field("start_date", "Start", Input::Day, "First day; leave it empty where the line fixes it.")
        .preset(TODAY);
const BESIDE: Field = field(
    "beside",
    "Beside what is on the server",
    Input::Switch,
    "As a pool of its own, instead of being added.",
);
const CONFIRM_ALIAS: Field = field(
    "confirm_alias",
    "The host is known under another name",
    Input::Switch,
    "Confirm after asking the customer.",
);

const fn activate(fields: &'static [Field], when: When) -> Form {
    Form { fields, when, ..ACTIVATION }
}

const ACTIVATION: Form = Form {
    name: "activate",
    title: "Activate",
    about: "Gives seats to hosts and makes their license files. Floating licenses name a server (or the three of a group); node-locked ones name nodes.",
    api: "/v1/line-items/{id}/activate",
    verify: true,
    ..FORM
};

const DEPLOY: Form = Form {
    name: "deploy",
    title: "Deploy",
    api: "/v1/line-items/{id}/deploy",
    at_once: true,
    when: When::Is("state", &["Draft", "Inactive", "OnHold"]),
    ..FORM
};
const DRAFT: Form = Form {
    name: "draft",
    title: "Back to draft",
    api: "/v1/line-items/{id}/draft",
    at_once: true,
    when: When::Is("state", &["Inactive"]),
    ..FORM
};
const HOLD: Form = Form {
    name: "hold",
    title: "Put on hold",
    about: "Nothing can be activated until it is deployed again.",
    api: "/v1/line-items/{id}/hold",
    when: When::Is("state", &["Deployed"]),
    ..FORM
};
const DEACTIVATE: Form = Form {
    name: "deactivate",
    title: "Deactivate",
    about: "Its licenses go on working, but nothing can be done with them until it is deployed again.",
    api: "/v1/line-items/{id}/deactivate",
    when: When::Is("state", &["Deployed"]),
    danger: true,
    ..FORM
};
const OBSOLETE: Form = Form {
    name: "obsolete",
    title: "Make obsolete",
    about: "For good: it cannot be activated, and its fulfillments cannot be moved.",
    api: "/v1/line-items/{id}/obsolete",
    when: When::Not("state", &["Obsolete", "Test"]),
    danger: true,
    ..FORM
};

const UPGRADE_FIELDS: &[Field] =
    &[to_product("@UPGRADE"), CHILD_MODEL, CHILD_SEATS, CHILD_END, CHILD_START, CHILD_VERSION, CHILD_DEPLOY];
const UPSELL_FIELDS: &[Field] =
    &[to_product("@UPSELL"), CHILD_MODEL, CHILD_SEATS, CHILD_END, CHILD_START, CHILD_VERSION, CHILD_DEPLOY];
const CHILD_MODEL: Field = field(
    "license_model_id",
    "License model",
    Input::Record("license-models", ""),
    "Leave empty to keep it.",
);
const CHILD_SEATS: Field = field("quantity", "Seats", Input::Number, "Leave empty to take all.");
const CHILD_END: Field = field("expiry", "Ends", Input::Expiry, "");
const CHILD_START: Field = field("start_date", "Start date", Input::Day, "Where the line fixes it.");
const CHILD_VERSION: Field =
    field("version_date", "Updates paid until", Input::Day, "For date-based features.");
const CHILD_DEPLOY: Field = field("auto_deploy", "Deploy at once", Input::Switch, "").preset("on");

/// The products to which a relation of that kind leads.
const fn to_product(kind: &'static str) -> Field {
    let hint = "Where a relation leads; leave empty if there is only one.";
    field("product_id", "To product", Input::Record("products", kind), hint)
}

const fn child(
    name: &'static str,
    title: &'static str,
    about: &'static str,
    api: &'static str,
    fields: &'static [Field],
) -> Form {
    Form { name, title, about, api, fields, verify: true, when: When::Is("state", &["Deployed"]), ..FORM }
}

const UPGRADE: Form = child(
    "upgrade",
    "Upgrade line",
    "Orders a newer version for seats of this line. Seats move when a fulfillment is upgraded.",
    "/v1/line-items/{id}/upgrade",
    UPGRADE_FIELDS,
);
const UPSELL: Form = child(
    "upsell",
    "Upsell line",
    "Orders a richer edition for seats of this line. Seats move when a fulfillment is upsold.",
    "/v1/line-items/{id}/upsell",
    UPSELL_FIELDS,
);

const RENEW: Form = Form {
    name: "renew",
    title: "Renew line",
    about: "Orders another term for seats of this line. Seats move when a fulfillment is renewed.",
    api: "/v1/line-items/{id}/renew",
    fields: &[
        field(
            "license_model_id",
            "License model",
            Input::Record("license-models", ""),
            "Leave empty to keep it.",
        ),
        field("quantity", "Seats", Input::Number, "Leave empty to take all."),
        field("expiry", "Ends", Input::Expiry, ""),
        field("renewal_basis", "The term counts", Input::OneOf(RENEWAL_BASES), "Empty takes the setting."),
        field("version_date", "Updates paid until", Input::Day, "For date-based features."),
        field("auto_deploy", "Deploy at once", Input::Switch, "").preset("on"),
    ],
    verify: true,
    when: When::Is("state", &["Deployed"]),
    ..FORM
};

const EDIT: Form = Form {
    name: "edit",
    title: "Edit",
    about: "A deployed line has to go back to inactive before most of it can be changed.",
    method: Method::Patch,
    api: "/v1/line-items/{id}",
    fields: &[
        field("quantity", "Quantity", Input::Number, ""),
        field("expiry", "Ends", Input::Expiry, ""),
        field("version_date", "Updates paid until", Input::Day, ""),
        field("maintenance_until", "Maintenance until", Input::Day, ""),
        field("renewal_basis", "Renewals count", Input::OneOf(RENEWAL_BASES), ""),
        field("external_ref", "External reference", Input::Line, ""),
        field("metadata", "Notes", Input::Pairs, "NAME=VALUE, one a line."),
    ],
    ..FORM
};

const DELETE: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Only a draft without fulfillments can be deleted.",
    method: Method::Delete,
    api: "/v1/line-items/{id}",
    danger: true,
    when: When::Is("state", &["Draft", "Test"]),
    ..FORM
};

const AUTO_UPGRADE: Form = Form {
    name: "auto-upgrade",
    title: "Automatic version upgrade",
    about: "Makes upgrade lines for permanent lines with unexpired maintenance, where exactly one upgrade leads on. Verify says which, and writes nothing.",
    api: "/v1/auto-upgrade",
    verify: true,
    danger: true,
    ..FORM
};
