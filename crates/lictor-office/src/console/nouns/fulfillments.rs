//! Fulfillments and license files.

use super::super::cell::Cell;
use super::super::form::{FORM, Form, Input, When, field, must};
use super::super::noun::{Facts, Filter, Kind, NOUN, Noun, Related, Takes, at, column, more, number, text};

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&FULFILLMENTS, &FILES];

/// Fulfillments.
pub(in super::super) const FULFILLMENTS: Noun = Noun {
    path: "fulfillments",
    api: "fulfillments",
    title: "Fulfillments",
    one: "fulfillment",
    about: "Seats of line items that were given to hosts, with the files that say so.",
    label: |record| text(record, "fulfillment_id"),
    columns: &[
        column("fulfillment_id", "Fulfillment ID", Kind::Own),
        column(
            "activation_id",
            "Activation ID",
            Kind::Made(|record| {
                Cell::link(
                    text(record, "activation_id"),
                    format!("/line-items/{}", text(record, "line_item_id")),
                )
            }),
        ),
        more("account_id", "Account", Kind::Ref("accounts")),
        column("product_id", "Product", Kind::Ref("products")),
        column("count", "Count", Kind::Number),
        column("model", "Model", Kind::Plain),
        column("hosts", "Hosts", Kind::Made(hosts)),
        column("status", "Status", Kind::Status),
        column("support_type", "Support type", Kind::Status),
        column("dates", "Dates", Kind::Made(dates)),
        column("parent_fulfillment_id", "Parent", Kind::Ref("fulfillments")),
        more("start_date", "Start", Kind::Plain),
        more("expiration", "Expiration", Kind::Made(expiration)),
        more("delivery", "Delivery", Kind::Plain),
        more("technology", "Technology", Kind::Plain),
        more("fulfill_date", "Fulfilled", Kind::Plain),
        more("issued_at", "File made", Kind::Time),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter {
            key: "filter[status]",
            label: "Status",
            takes: Takes::OneOf(&["Active", "OnHold", "Obsolete"]),
        },
        Filter {
            key: "filter[support_type]",
            label: "Support type",
            takes: Takes::OneOf(&[
                "MASTER",
                "UPGRADE",
                "UPSELL",
                "RENEW",
                "REHOST",
                "REPAIR",
                "RETURN",
                "EMERGENCY",
                "STOP_GAP",
                "PUBLISHER_ERROR",
                "TRANSFER",
            ]),
        },
        Filter { key: "filter[account_id]", label: "Account", takes: Takes::Record("accounts") },
        Filter { key: "filter[product_id]", label: "Product", takes: Takes::Record("products") },
        Filter { key: "filter[activation_id]", label: "Activation ID", takes: Takes::Text },
        Filter { key: "filter[host]", label: "Host", takes: Takes::Text },
        Filter { key: "filter[expires][lte]", label: "Expires by", takes: Takes::Day },
    ],
    unless_said: &[("filter[status][ne]", "Obsolete")],
    empty: "Activate a deployed line item to make the first one.",
    status: "status",
    facts: &[
        Facts {
            title: "License",
            lines: &[
                column("account_id", "Account", Kind::Ref("accounts")),
                column(
                    "activation_id",
                    "Activation ID",
                    Kind::Made(|record| {
                        Cell::link(
                            text(record, "activation_id"),
                            format!("/line-items/{}", text(record, "line_item_id")),
                        )
                    }),
                ),
                column("product_id", "Product", Kind::Ref("products")),
                column("support_type", "Support type", Kind::Status),
                column("count", "Count", Kind::Number),
                column(
                    "overdraft_count",
                    "Overdraft",
                    Kind::Made(|record| match number(record, "overdraft_count") {
                        0 => Cell::Empty,
                        count => Cell::Number(count.to_string()),
                    }),
                ),
                column("model", "Model", Kind::Plain),
                column("technology", "Technology", Kind::Plain),
                column("delivery", "Delivery", Kind::Plain),
            ],
        },
        Facts {
            title: "Hosts and dates",
            lines: &[
                column("server_host_ids", "Server hosts", Kind::Plain),
                column("node_host_ids", "Node hosts", Kind::Plain),
                column("start_date", "Start", Kind::Plain),
                column("expiration", "Expiration", Kind::Made(expiration)),
                column("version_date", "Updates paid until", Kind::Plain),
                column("fulfill_date", "Fulfilled", Kind::Plain),
                column("issued_at", "File made", Kind::Time),
                column("source", "Asked for by", Kind::Plain),
                column("instructions", "To be done by hand", Kind::Plain),
            ],
        },
        Facts {
            title: "Succession",
            lines: &[
                column("parent_fulfillment_id", "Replaces", Kind::Ref("fulfillments")),
                column("root_fulfillment_id", "First of the chain", Kind::Ref("fulfillments")),
                column("created_at", "Created", Kind::Time),
            ],
        },
    ],
    related: &[
        Related {
            title: "Replaced by",
            noun: "fulfillments",
            filter: "filter[parent_fulfillment_id]",
            by: "id",
        },
        Related { title: "Files", noun: "files", filter: "filter[owner_id]", by: "id" },
    ],
    forms: &[&REHOST, &RETURN, &REPAIR, &EMERGENCY, &STOP_GAP, &PUBLISHER_ERROR, &SET_TEXT, &EMAIL],
    ..NOUN
};

fn hosts(record: &serde_json::Value) -> Cell {
    let of = |key: &str| -> Vec<String> {
        at(record, key)
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|id| id.as_str())
            .map(str::to_owned)
            .collect()
    };
    let all = [of("server_host_ids"), of("node_host_ids")].concat();
    if all.is_empty() { Cell::Empty } else { Cell::Tags(all) }
}

/// From when until when.
fn dates(record: &serde_json::Value) -> Cell {
    let end = expiration(record).text();
    Cell::words(format!("{} – {end}", text(record, "start_date")).trim_start_matches(" – ").to_owned())
}

fn expiration(record: &serde_json::Value) -> Cell {
    match text(record, "expiration") {
        day if day.is_empty() => Cell::Text("never".to_owned()),
        day => Cell::words(day),
    }
}

const IS_LIVE: When = When::Is("status", &["Active"]);
const IS_MASTER: When = When::All(&[IS_LIVE, When::Is("support_type", &["MASTER", "PUBLISHER_ERROR"])]);

const OVERRIDE: super::super::form::Field = field(
    "override_policy",
    "Go over the policy's limit",
    Input::Switch,
    "Needs the right to override policies.",
);
const FOLD: super::super::form::Field = field(
    "fold",
    "Fold upgrades in",
    Input::Words,
    "Serials of upgrade files that become part of the new file, one a line.",
);

const REHOST: Form = Form {
    name: "rehost",
    title: "Rehost",
    about: "Moves seats to another host. The old host is not told: its file works there until it is removed or ends.",
    api: "/v1/fulfillments/{id}/rehost",
    fields: &[
        field("count", "Seats", Input::Number, "Leave empty to move all."),
        field("server_host_ids", "New server", Input::Words, "TYPE=VALUE, one a line; three for a group."),
        field("node_host_ids", "New nodes", Input::Words, "TYPE=VALUE, one a line."),
        field(
            "beside",
            "Beside what is on the server",
            Input::Switch,
            "As a pool of its own, instead of being added.",
        ),
        field(
            "confirm_alias",
            "The host is known under another name",
            Input::Switch,
            "Confirm after asking the customer.",
        ),
        OVERRIDE,
        FOLD,
    ],
    verify: true,
    when: IS_MASTER,
    ..FORM
};

const RETURN: Form = Form {
    name: "return",
    title: "Return",
    about: "Gives seats back to the line item; the rest gets a new file.",
    api: "/v1/fulfillments/{id}/return",
    fields: &[field("count", "Seats", Input::Number, "Leave empty to return all."), OVERRIDE, FOLD],
    verify: true,
    when: IS_MASTER,
    ..FORM
};

const REPAIR: Form = Form {
    name: "repair",
    title: "Repair",
    about: "Makes the same license again, for the same hosts.",
    api: "/v1/fulfillments/{id}/repair",
    fields: &[OVERRIDE, FOLD],
    verify: true,
    when: IS_MASTER,
    ..FORM
};

const PUBLISHER_ERROR: Form = Form {
    name: "publisher-error",
    title: "Publisher error",
    about: "Makes the same license again after a mistake of yours. It does not count against the customer's limits.",
    api: "/v1/fulfillments/{id}/publisher-error",
    fields: &[OVERRIDE, FOLD],
    verify: true,
    when: IS_MASTER,
    ..FORM
};

const EMERGENCY: Form = Form {
    name: "emergency",
    title: "Emergency",
    about: "Gives a short license while the real one does not work. It uses the whole count and takes no seats.",
    api: "/v1/fulfillments/{id}/emergency",
    fields: &[
        must("end_date", "Last day", Input::Day, ""),
        field("start_date", "Start", Input::Day, "Leave empty for the day of the original."),
        OVERRIDE,
    ],
    verify: true,
    when: IS_MASTER,
    ..FORM
};

const STOP_GAP: Form = Form {
    name: "stop-gap",
    title: "Stop gap",
    about: "Gives a short license after expiry, while the renewal is in process.",
    api: "/v1/fulfillments/{id}/stop-gap",
    fields: &[
        must("end_date", "Last day", Input::Day, ""),
        field("start_date", "Start", Input::Day, ""),
        OVERRIDE,
    ],
    verify: true,
    when: IS_MASTER,
    ..FORM
};

/// Sets the license text by hand.
const SET_TEXT: Form = Form {
    name: "set-text",
    title: "Set license text",
    about: "For a technology whose licenses are made elsewhere. The fulfillment becomes active.",
    api: "/v1/fulfillments/{id}/set-text",
    fields: &[must("text", "License text", Input::Area, "As the customer shall get it.")],
    when: When::Is("status", &["OnHold"]),
    ..FORM
};

const EMAIL: Form = Form {
    name: "email",
    title: "Email",
    about: "Writes a mail with the file attached into the outbox of the office, from where your mail program takes it.",
    api: "/v1/fulfillments/{id}/email",
    fields: &[field("to", "To", Input::Line, "Leave empty for the entitlement's address.")],
    when: IS_LIVE,
    ..FORM
};

const FILES: Noun = Noun {
    path: "files",
    api: "files",
    title: "License files",
    one: "license file",
    about: "Every file that was made, retrieved or uploaded. Past ones are kept.",
    columns: &[
        column("name", "Name", Kind::Own),
        column("owner_id", "Belongs to", Kind::Target("owner_kind")),
        column("revision", "Revision", Kind::Number),
        column("delivery", "Delivery", Kind::Plain),
        column("valid_until", "Until", Kind::Plain),
        column("created_at", "Made", Kind::Time),
        more("valid_from", "From", Kind::Plain),
        more("installed_at", "Installed", Kind::Time),
        more("serials", "Serials", Kind::Plain),
        more("supersedes", "Voids", Kind::Plain),
        more("size", "Bytes", Kind::Number),
        more("sha256", "SHA-256", Kind::Code),
        more("key_id", "Signed by", Kind::Code),
    ],
    filters: &[Filter { key: "filter[sha256]", label: "SHA-256", takes: Takes::Text }],
    empty: "Files appear when a line item is activated or a license retrieved.",
    facts: &[Facts {
        title: "File",
        lines: &[
            column("owner_id", "Belongs to", Kind::Target("owner_kind")),
            column("revision", "Revision", Kind::Number),
            column("delivery", "Delivery", Kind::Plain),
            column("valid_from", "From", Kind::Plain),
            column("valid_until", "Until", Kind::Plain),
            column("serials", "Serials", Kind::Plain),
            column("supersedes", "Voids", Kind::Plain),
            column("installed_at", "Installed", Kind::Time),
            column("key_id", "Signed by", Kind::Code),
            column("sha256", "SHA-256", Kind::Code),
            column("size", "Bytes", Kind::Number),
            column("created_at", "Made", Kind::Time),
        ],
    }],
    ..NOUN
};
