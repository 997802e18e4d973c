//! The issuer's own: keys and classes.

use super::super::cell::Cell;
use super::super::form::{FORM, Field, Form, Input, When, field, must};
use super::super::noun::{Facts, Filter, Kind, NOUN, Noun, Related, Takes, column, flag, more, number, text};
use super::words::{BILL_TYPES, MODELS};
use crate::http::route::Method;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&KEYS, &CLASSES];

fn key_number(record: &serde_json::Value) -> String {
    format!("{}.{}.{:04}", text(record, "prefix"), text(record, "number"), number(record, "revision"))
}

const KEYS: Noun = Noun {
    path: "keys",
    api: "keys",
    title: "Keys",
    one: "key",
    about: "Rights that this office issued: what each permits, and until when.",
    label: key_number,
    columns: &[
        column("number", "Key number", Kind::Own),
        column("owner", "Owner", Kind::Plain),
        column("config/class", "Class", Kind::Plain),
        column("config/capacity", "Capacity", Kind::Plain),
        column("status", "Status", Kind::Status),
        column("bill_type", "Bill type", Kind::Plain),
        column("expiration_date", "Expiration", Kind::Plain),
        column("flags", "Flags", Kind::Made(flags)),
        more("config/features", "Features", Kind::Plain),
        more("update_date", "Update date", Kind::Plain),
        more("sus_until", "Updates until", Kind::Plain),
        more("licensee", "Licensee", Kind::Plain),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter {
            key: "filter[status]",
            label: "Status",
            takes: Takes::OneOf(&["Active", "Suspended", "Expired", "Terminated"]),
        },
        Filter { key: "filter[owner]", label: "Owner", takes: Takes::Text },
        Filter { key: "filter[expires][lte]", label: "Expires by", takes: Takes::Day },
    ],
    beginnings: &[&NEW_KEY],
    empty: "Keys appear when a provider asks for one, or when you make one by hand.",
    status: "status",
    facts: &[
        Facts {
            title: "Key",
            lines: &[
                column("owner", "Owner", Kind::Plain),
                column("nickname", "Nickname", Kind::Plain),
                column("config/class", "Class", Kind::Plain),
                column("config/class_version", "Version of the class", Kind::Plain),
                column("config/capacity", "Capacity", Kind::Plain),
                column("config/features", "Features", Kind::Plain),
                column("config/additional_keys", "Additional keys", Kind::Plain),
                column("parent_key", "Attached to", Kind::Code),
                column("flags", "Flags", Kind::Made(flags)),
                column("licensee", "Licensee", Kind::Plain),
                column("server_host_ids", "Server hosts", Kind::Plain),
            ],
        },
        Facts {
            title: "Dates",
            lines: &[
                column("bill_type", "Bill type", Kind::Plain),
                column("start", "Start", Kind::Plain),
                column("update_date", "Update date", Kind::Plain),
                column("expiration_date", "Expiration", Kind::Plain),
                column("sus_until", "Updates until", Kind::Plain),
                column("periods", "Paid periods", Kind::Number),
                column("created_at", "Created", Kind::Time),
            ],
        },
    ],
    related: &[Related { title: "Files", noun: "files", filter: "filter[owner_id]", by: "id" }],
    forms: &[
        &UPGRADE,
        &RENEW,
        &ACTIVATE,
        &ATTACH,
        &DETACH,
        &SUSPEND,
        &RESUME,
        &PROBLEM,
        &EXPORT_LOCK,
        &REINSTATE_SUS,
        &TERMINATE,
    ],
    ..NOUN
};

fn flags(record: &serde_json::Value) -> Cell {
    let all =
        [("problem", "problem"), ("not_activated", "not activated"), ("not_exportable", "not exportable")];
    let set: Vec<String> =
        all.iter().filter(|(key, _)| flag(record, key)).map(|(_, label)| (*label).to_owned()).collect();
    if set.is_empty() { Cell::Empty } else { Cell::Tags(set) }
}

const NEW_KEY: Form = Form {
    name: "new",
    title: "New Key",
    about: "Makes a key by hand, for the agreement of a provider.",
    api: "/v1/keys",
    fields: &[
        must("owner", "Owner", Input::Line, "Name of the agreement."),
        must("class", "Class", Input::Record("issuer-classes", ""), ""),
        must("bill_type", "Bill type", Input::OneOf(BILL_TYPES), ""),
        field("capacity", "Capacity", Input::Pairs, "Amounts by code, one a line, for example SEATS=30."),
        field("features", "Features", Input::Words, "One a line."),
        field("licensee", "Licensee", Input::Line, "Whom the files name."),
        field("server_host_ids", "Server hosts", Input::Words, "TYPE=VALUE, one a line."),
        field("start", "Start", Input::Day, "Leave empty for today."),
        field("nickname", "Nickname", Input::Line, ""),
    ],
    ..FORM
};

const RENEW: Form = Form {
    name: "renew",
    title: "Renew",
    about: "Another month.",
    api: "/v1/keys/{number}/renew",
    fields: &[field("force", "Renew before the update date", Input::Switch, "")],
    when: When::All(&[When::Is("bill_type", &["Monthly"]), When::Not("status", &["Terminated"])]),
    ..FORM
};
const UPGRADE: Form = Form {
    name: "upgrade",
    title: "Upgrade",
    about: "Gives the key another configuration, in full: what is left out is not in it any more. The key gets its next revision.",
    api: "/v1/keys/{number}/upgrade",
    fields: &[
        must("config/class", "Class", Input::Record("issuer-classes", ""), ""),
        must("config/class_version", "Version of the class", Input::Line, ""),
        field(
            "config/capacity",
            "Capacity",
            Input::Pairs,
            "Amounts by code, one a line, for example SEATS=30.",
        ),
        field("config/features", "Features", Input::Words, "One a line."),
        field(
            "config/additional_keys",
            "Additional keys",
            Input::Words,
            "Classes or key numbers, one a line.",
        ),
    ],
    when: When::Is("status", &["Active"]),
    filled: true,
    ..FORM
};
const ACTIVATE: Form = Form {
    name: "activate",
    title: "Activate",
    about: "Activates the key with what the customer's machine says of itself; its file is given out from then on.",
    api: "/v1/keys/{number}/activate",
    fields: &[
        field(
            "activation_code",
            "Activation code",
            Input::Line,
            "The secret that came with the key, if the customer gave it.",
        ),
        field(
            "activation_data",
            "Activation data",
            Input::Area,
            "What the customer's machine says of itself.",
        ),
        field("server_host_ids", "Server hosts", Input::Words, "TYPE=VALUE, one a line."),
        field("node_host_ids", "Node hosts", Input::Words, "TYPE=VALUE, one a line."),
    ],
    when: When::Yes("not_activated"),
    ..FORM
};
const ATTACH: Form = Form {
    name: "attach",
    title: "Attach",
    about: "Attaches an additional key, by its class or its number.",
    api: "/v1/keys/{number}/attach",
    fields: &[must("additional_key", "Additional key", Input::Line, "Name of its class, or its number.")],
    when: When::Is("status", &["Active"]),
    ..FORM
};
const DETACH: Form = Form {
    name: "detach",
    title: "Detach",
    about: "Takes an additional key away.",
    api: "/v1/keys/{number}/detach",
    fields: &[must("additional_key", "Additional key", Input::Line, "Name of its class, or its number.")],
    when: When::Is("status", &["Active"]),
    danger: true,
    ..FORM
};
const SUSPEND: Form = Form {
    name: "suspend",
    title: "Suspend",
    api: "/v1/keys/{number}/suspend",
    at_once: true,
    when: When::Is("status", &["Active"]),
    ..FORM
};
const RESUME: Form = Form {
    name: "resume",
    title: "Resume",
    api: "/v1/keys/{number}/resume",
    at_once: true,
    when: When::Is("status", &["Suspended"]),
    ..FORM
};
const PROBLEM: Form = Form {
    name: "mark-problem",
    title: "Mark as problem",
    about: "While it is marked, the file is not given out.",
    api: "/v1/keys/{number}/mark-problem",
    fields: &[field("set", "It is a problem", Input::Switch, "Clear to take the mark back.").preset("on")],
    ..FORM
};
const EXPORT_LOCK: Form = Form {
    name: "export-lock",
    title: "Lock export",
    about: "While it is locked, the file is not given out.",
    api: "/v1/keys/{number}/export-lock",
    fields: &[field("set", "It is locked", Input::Switch, "Clear to open it.").preset("on")],
    ..FORM
};
const REINSTATE_SUS: Form = Form {
    name: "reinstate-sus",
    title: "Reinstate updates",
    about: "Brings the right to upgrades back after a gap.",
    api: "/v1/keys/{number}/reinstate-sus",
    ..FORM
};
const TERMINATE: Form = Form {
    name: "terminate",
    title: "Terminate",
    about: "Ends the key for good. Purchased keys cannot be ended.",
    api: "/v1/keys/{number}/terminate",
    danger: true,
    when: When::Not("status", &["Terminated"]),
    ..FORM
};

const CLASSES: Noun = Noun {
    path: "issuer-classes",
    api: "issuer-classes",
    title: "Issuer classes",
    one: "issuer class",
    about: "The catalogue of the issuer in this office: what providers can order keys of.",
    columns: &[
        column("name", "Name", Kind::Own),
        column("class_id", "Class", Kind::Code),
        column("class_version", "Version", Kind::Plain),
        column("bill_types", "Bill types", Kind::Plain),
        column("capacity_options", "Capacity", Kind::Made(super::words::capacity)),
        column("features", "Features", Kind::Plain),
        column("product_id", "Product", Kind::Ref("products")),
        column("license_model", "Model", Kind::Plain),
    ],
    filters: &[],
    search: false,
    counts: false,
    beginnings: &[&NEW_CLASS],
    empty: "Make a class to let providers order keys of it.",
    facts: &[Facts {
        title: "Class",
        lines: &[
            column("class_id", "Class", Kind::Code),
            column("class_version", "Version", Kind::Plain),
            column("bill_types", "Bill types", Kind::Plain),
            column("capacity_options", "Capacity", Kind::Made(super::words::capacity)),
            column("features", "Features", Kind::Plain),
            column("additional_classes", "Additional keys", Kind::Plain),
            column("product_id", "Product", Kind::Ref("products")),
            column("license_model", "Model", Kind::Plain),
            column("requires_activation", "Needs activation", Kind::Plain),
            column("auto_renew", "Renewed automatically", Kind::Plain),
            column("allows_downgrade", "Can be lowered", Kind::Plain),
            column("key_prefix", "Key prefix", Kind::Code),
            column("grace_days", "Grace days", Kind::Number),
            column("keep_days", "Days an expired key is kept", Kind::Number),
        ],
    }],
    forms: &[&EDIT_CLASS, &DELETE_CLASS],
    ..NOUN
};

const CLASS_FIELDS: [Field; 13] = [
    field("name", "Name", Input::Line, "For people."),
    field("class_version", "Version", Input::Line, ""),
    field("bill_types", "Bill types", Input::Ticks(BILL_TYPES), ""),
    field(
        "capacity_options",
        "Capacity",
        Input::Rows(&[
            must("code", "Code", Input::Line, ""),
            must("label", "Name", Input::Line, ""),
            must("amount", "Amount", Input::Number, ""),
            field("feature", "Feature it counts", Input::Line, ""),
        ]),
        "What of the class has an amount, for example SEATS.",
    ),
    field("features", "Features", Input::Words, "That can be switched on, one a line."),
    field("product_id", "Product", Input::Record("products", ""), "Whose features a key contains."),
    field("license_model", "Model", Input::OneOf(MODELS), "").preset("FC"),
    field("key_prefix", "Key prefix", Input::Line, "2 to 8 capital letters or digits."),
    field("requires_activation", "Needs activation", Input::Switch, ""),
    field("auto_renew", "Renewed automatically", Input::Switch, ""),
    field("allows_downgrade", "Can be lowered", Input::Switch, ""),
    field("grace_days", "Grace days", Input::Number, "Between update date and expiration."),
    field("keep_days", "Days an expired key is kept", Input::Number, "").preset("0"),
];

const NEW_CLASS: Form = Form {
    name: "new",
    title: "New Issuer Class",
    api: "/v1/issuer-classes",
    fields: &[
        must("class_id", "Class", Input::Line, "Its name in the protocol; never changes."),
        CLASS_FIELDS[0],
        CLASS_FIELDS[1],
        CLASS_FIELDS[2],
        CLASS_FIELDS[3],
        CLASS_FIELDS[4],
        CLASS_FIELDS[5],
        CLASS_FIELDS[6],
        CLASS_FIELDS[7],
        CLASS_FIELDS[8],
        CLASS_FIELDS[9],
        CLASS_FIELDS[10],
        CLASS_FIELDS[11],
        CLASS_FIELDS[12],
    ],
    ..FORM
};

const EDIT_CLASS: Form = Form {
    name: "edit",
    title: "Edit",
    method: Method::Patch,
    api: "/v1/issuer-classes/{id}",
    fields: &CLASS_FIELDS,
    ..FORM
};

const DELETE_CLASS: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Keys of the class stay as they are.",
    method: Method::Delete,
    api: "/v1/issuer-classes/{id}",
    danger: true,
    ..FORM
};
