//! Licenses.

use super::super::cell::Cell;
use super::super::form::{FORM, Field, Form, Input, When, field, must};
use super::super::noun::{
    Bulk, Facts, Filter, Kind, NOUN, Noun, Related, Takes, Task, at, column, more, number, text,
};
use super::words::{BILL_TYPES, LICENSE_STATUSES, SYNC_STATUSES};
use crate::http::route::Method;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&LICENSES];

/// Licenses.
pub(in super::super) const LICENSES: Noun = Noun {
    path: "licenses",
    api: "licenses",
    title: "Licenses",
    one: "license",
    about: "What you asked issuers for, from the request to the installed file.",
    label: |record| text(record, "number"),
    columns: &[
        column("number", "ID", Kind::Own),
        column("key_number", "Key number", Kind::Made(key_number)),
        column("subscription_id", "Subscription", Kind::Subscription),
        column("class_name", "License class", Kind::Plain),
        column("status", "Status", Kind::Status),
        column("bill_type", "Bill type", Kind::Plain),
        column("sync_status", "Sync", Kind::Status),
        column("expiration_date", "Expiration", Kind::Plain),
        column("installed_revision", "Installed revision", Kind::Number),
        more("account_id", "Account", Kind::Ref("accounts")),
        more("current_revision", "Current revision", Kind::Number),
        more("update_date", "Update date", Kind::Plain),
        more("sus_until", "Updates until", Kind::Plain),
        more("plugin_id", "Plug-in", Kind::Ref("plugins")),
        more("licensee", "Licensee", Kind::Plain),
        more("origin", "Origin", Kind::Plain),
        more("order_id", "Order", Kind::Ref("orders")),
        more("last_error", "Last error", Kind::Plain),
        more("last_sync_at", "Last sync", Kind::Time),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter { key: "filter[status]", label: "Status", takes: Takes::OneOf(LICENSE_STATUSES) },
        Filter { key: "filter[class]", label: "License class", takes: Takes::Record("license-classes") },
        Filter { key: "filter[bill_type]", label: "Bill type", takes: Takes::Named(BILL_TYPES) },
        Filter { key: "filter[sync]", label: "Sync", takes: Takes::OneOf(SYNC_STATUSES) },
        Filter {
            key: "filter[assignment]",
            label: "Subscription",
            takes: Takes::Named(&[
                ("none", "Unused"),
                ("not_assigned", "Not Assigned"),
                ("assigned", "Assigned"),
            ]),
        },
        Filter { key: "filter[expires][lte]", label: "Expires by", takes: Takes::Day },
    ],
    unless_said: &[("filter[status][ne]", "Expired")],
    tasks: &[Task { label: "New License", href: "/licenses/new", api: "/v1/licenses" }],
    beginnings: &[&SYNC_ALL, &UPLOAD_NEW],
    bulk: &[
        Bulk { label: "Issue", api: "/v1/licenses/{id}/issue" },
        Bulk { label: "Retrieve", api: "/v1/licenses/{id}/retrieve" },
        Bulk { label: "Install", api: "/v1/licenses/{id}/install" },
        Bulk { label: "Sync", api: "/v1/licenses/{id}/sync" },
        Bulk { label: "Renew", api: "/v1/licenses/{id}/renew" },
    ],
    empty: "Add a plug-in and select its classes first; then request a license.",
    status: "status",
    tabs: Some(("filter[plugin_id]", "plugins")),
    facts: &[
        Facts {
            title: "Key and dates",
            lines: &[
                column("key_number", "Key number", Kind::Made(key_number)),
                column("bill_type", "Bill type", Kind::Plain),
                column("start_date", "Start", Kind::Plain),
                column("expiration_date", "Expiration", Kind::Plain),
                column("update_date", "Update date", Kind::Plain),
                column("sus_until", "Updates until", Kind::Plain),
                column("current_revision", "Current revision", Kind::Number),
                column("installed_revision", "Installed revision", Kind::Number),
                column("auto_renew", "Renewed automatically", Kind::Plain),
            ],
        },
        Facts {
            title: "Belongs to",
            lines: &[
                column("account_id", "Account", Kind::Ref("accounts")),
                column("subscription_id", "Subscription", Kind::Subscription),
                column("plugin_id", "Plug-in", Kind::Ref("plugins")),
                column("class_id", "License class", Kind::Ref("license-classes")),
                column("order_id", "Order", Kind::Ref("orders")),
                column("licensee", "Licensee", Kind::Plain),
                column("server_host_ids", "Server hosts", Kind::Plain),
                column("node_host_ids", "Node hosts", Kind::Plain),
                column("origin", "Origin", Kind::Plain),
                column("external_ref", "External reference", Kind::Plain),
                column("metadata", "Notes", Kind::Plain),
            ],
        },
        Facts {
            title: "Progress and synchronization",
            lines: &[
                column("sync_status", "Sync", Kind::Status),
                column(
                    "attempts",
                    "Attempts",
                    Kind::Made(|record| match number(record, "attempts") {
                        0 => Cell::Empty,
                        attempts => Cell::Number(attempts.to_string()),
                    }),
                ),
                column("next_attempt_at", "Next attempt", Kind::Time),
                column("last_sync_at", "Last sync", Kind::Time),
                column("last_sync_result", "Result of the last sync", Kind::Made(sync_result)),
                column("last_sync_error", "Error of the last sync", Kind::Plain),
                column("created_at", "Created", Kind::Time),
                column("updated_at", "Changed", Kind::Time),
            ],
        },
    ],
    related: &[
        Related { title: "Operations", noun: "jobs", filter: "filter[target_id]", by: "id" },
        Related { title: "Files", noun: "files", filter: "filter[owner_id]", by: "id" },
        Related { title: "Orders", noun: "orders", filter: "filter[id]", by: "order_ids" },
    ],
    forms: &[
        &ISSUE,
        &ACTIVATE,
        &RETRIEVE,
        &RETRY,
        &CANCEL,
        &UPLOAD,
        &INSTALL,
        &MARK_INSTALLED,
        &SYNC,
        &RENEW,
        &TERMINATE,
        &ASSIGN,
        &UNASSIGN,
        &REINSTATE,
        &EDIT,
        &NOTES,
        &DELETE,
    ],
    ..NOUN
};

/// The key number with its revision.
fn key_number(record: &serde_json::Value) -> Cell {
    let number = text(record, "key_number");
    match at(record, "current_revision").as_i64() {
        _ if number.is_empty() => Cell::Empty,
        Some(revision) => Cell::code(format!("{number}.{revision:04}")),
        None => Cell::code(number),
    }
}

/// What the last comparison found, in words.
fn sync_result(record: &serde_json::Value) -> Cell {
    let result = text(record, "last_sync_result");
    let differences = at(record, "mismatches").as_array().map_or(0, Vec::len);
    match (result.as_str(), differences) {
        ("", _) => Cell::Empty,
        ("100 OK" | "100" | "OK", 0) => Cell::words("the same at the issuer"),
        (_, 1) => Cell::words(format!("{result}: 1 difference")),
        (_, 2..) => Cell::words(format!("{result}: {differences} differences")),
        (_, 0) => Cell::words(result),
    }
}

const ISSUE: Form =
    Form { name: "issue", title: "Issue License", api: "/v1/licenses/{id}/issue", at_once: true, ..FORM };
const RETRIEVE: Form =
    Form { name: "retrieve", title: "Retrieve", api: "/v1/licenses/{id}/retrieve", at_once: true, ..FORM };
const RETRY: Form =
    Form { name: "retry", title: "Retry now", api: "/v1/licenses/{id}/retry", at_once: true, ..FORM };
const CANCEL: Form = Form {
    name: "cancel",
    title: "Cancel retrieval",
    api: "/v1/licenses/{id}/cancel",
    at_once: true,
    ..FORM
};
const INSTALL: Form =
    Form { name: "install", title: "Install", api: "/v1/licenses/{id}/install", at_once: true, ..FORM };
const SYNC: Form =
    Form { name: "sync", title: "Sync License", api: "/v1/licenses/{id}/sync", at_once: true, ..FORM };

const ACTIVATE: Form = Form {
    name: "activate",
    title: "Activate",
    about: "Activates the key at the issuer. The class asks for this before it gives the file out.",
    api: "/v1/licenses/{id}/activate",
    fields: &[
        field(
            "activation_code",
            "Activation code",
            Input::Line,
            "The secret that came with the key, if the issuer asks for it.",
        ),
        field(
            "activation_data",
            "Activation data",
            Input::Area,
            "What the customer's machine says of itself.",
        ),
        field(
            "server_host_ids",
            "Server hosts",
            Input::Words,
            "Host ids to bind the key to, one a line, for example ETHERNET=00112233AABB.",
        ),
    ],
    ..FORM
};

const UPLOAD: Form = Form {
    name: "upload",
    title: "Upload",
    about: "Takes a license file that was got by hand. Signature, key number, class and dates are checked before it is stored.",
    api: "/v1/licenses/{id}/upload",
    fields: &[
        field(
            "key_number",
            "Key number",
            Input::Line,
            "As the issuer wrote it, for example PLSK.00123456.0000. Leave empty to take it from the file.",
        ),
        must("file", "License file", Input::File, "The file that the issuer sent."),
        field(
            "override",
            "Upload although the plug-in is online",
            Input::Switch,
            "Needs the right to manage plug-ins.",
        ),
    ],
    verify: false,
    ..FORM
};

const UPLOAD_NEW: Form = Form {
    name: "upload",
    title: "Upload License",
    about: "Begins a license with its file, without a request. Only for offline plug-ins.",
    api: "/v1/licenses/upload",
    fields: &[
        must("plugin_id", "Plug-in", Input::Record("plugins", "filter[mode]=offline"), "An offline plug-in."),
        must("file", "License file", Input::File, "The file that the issuer sent."),
        field("key_number", "Key number", Input::Line, "Leave empty to take it from the file."),
        field(
            "class_id",
            "License class",
            Input::Record("license-classes", ""),
            "Leave empty to take it from the file.",
        ),
        field("bill_type", "Bill type", Input::OneOf(BILL_TYPES), "How it is paid."),
        field("account_id", "Account", Input::Record("accounts", ""), "Whose license it is."),
    ],
    ..FORM
};

const MARK_INSTALLED: Form = Form {
    name: "mark-installed",
    title: "Mark installed",
    about: "Notes that somebody installed the downloaded file by hand.",
    api: "/v1/licenses/{id}/mark-installed",
    at_once: true,
    ..FORM
};

const RENEW: Form = Form {
    name: "renew",
    title: "Renew License",
    about: "Pays the next period at the issuer; the new file is then retrieved and installed.",
    api: "/v1/licenses/{id}/renew",
    fields: &[field(
        "force",
        "Renew before the update date",
        Input::Switch,
        "Otherwise it is refused until that day.",
    )],
    ..FORM
};

const TERMINATE: Form = Form {
    name: "terminate",
    title: "Terminate",
    about: "Ends the key at the issuer for good. An installed copy is not removed: it works until its own last day.",
    api: "/v1/licenses/{id}/terminate",
    danger: true,
    ..FORM
};

const ASSIGN: Form = Form {
    name: "assign",
    title: "Assign",
    about: "Gives the license to a subscription; its file is installed on that subscription's server.",
    api: "/v1/licenses/{id}/assign",
    fields: &[must("subscription_id", "Subscription", Input::Record("subscriptions", ""), "")],
    ..FORM
};

const UNASSIGN: Form = Form {
    name: "unassign",
    title: "Unassign",
    about: "Takes the license out of its subscription. Its file is kept.",
    api: "/v1/licenses/{id}/unassign",
    danger: true,
    ..FORM
};

const REINSTATE: Form = Form {
    name: "reinstate",
    title: "Reinstate",
    about: "Brings the expired license back with new dates, if the issuer still keeps the key.",
    api: "/v1/licenses/{id}/reinstate",
    ..FORM
};

const EDIT_FIELDS: &[Field] = &[
    field("bill_type", "Bill type", Input::OneOf(BILL_TYPES), ""),
    field("capacity", "Capacity", Input::Pairs, "Amounts by code, one a line, for example SEATS=30."),
    field("features", "Features", Input::Words, "One a line."),
    field("additional_keys", "Additional keys", Input::Words, "Classes or key numbers, one a line."),
    field("account_id", "Account", Input::Record("accounts", ""), ""),
    field("licensee", "Licensee", Input::Line, "Whom the file names."),
    field("server_host_ids", "Server hosts", Input::Words, "One a line, for example ETHERNET=00112233AABB."),
    field("node_host_ids", "Node hosts", Input::Words, "One a line."),
    field("start_date", "Start", Input::Day, ""),
];

const EDIT: Form = Form {
    name: "edit",
    title: "Edit request",
    about: "A request can be changed until it is issued.",
    method: Method::Patch,
    api: "/v1/licenses/{id}",
    fields: EDIT_FIELDS,
    when: When::Is("status", &["Pending"]),
    ..FORM
};

const NOTES: Form = Form {
    name: "notes",
    title: "Notes",
    about: "Notes of your own, and what your other systems call the license.",
    method: Method::Patch,
    api: "/v1/licenses/{id}",
    fields: &[
        field("external_ref", "External reference", Input::Line, "The license's name in another system."),
        field(
            "auto_renew",
            "Renew automatically",
            Input::Switch,
            "When its update date has passed and it is installed.",
        ),
        field("metadata", "Notes", Input::Pairs, "NAME=VALUE, one a line; lists can be filtered by them."),
    ],
    ..FORM
};

const DELETE: Form = Form {
    name: "delete",
    title: "Delete request",
    about: "Removes the request. Nothing was asked of the issuer yet.",
    method: Method::Delete,
    api: "/v1/licenses/{id}",
    danger: true,
    when: When::Is("status", &["Pending"]),
    ..FORM
};

const SYNC_ALL: Form = Form {
    name: "sync-all",
    title: "Sync All Licenses",
    about: "Compares every license of every online plug-in with its issuer. Nothing is changed but what the comparison says.",
    api: "/v1/licenses/sync",
    at_once: true,
    ..FORM
};
