//! Plug-ins and license classes.

use super::super::cell::Cell;
use super::super::form::{FORM, Form, Input, When, field, must};
use super::super::noun::{
    Bulk, Facts, Filter, Kind, NOUN, Noun, Related, Takes, Task, at, column, flag, more, text,
};
use crate::http::route::Method;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&PLUGINS, &LICENSE_CLASSES];

/// Plug-ins.
pub(in super::super) const PLUGINS: Noun = Noun {
    path: "plugins",
    api: "plugins",
    title: "Plug-ins",
    one: "plug-in",
    about: "Lines to issuers. At least one configured plug-in is needed to sell.",
    columns: &[
        column("name", "Name", Kind::Own),
        column("mode", "Mode", Kind::Plain),
        column("status", "Status", Kind::Made(plugin_status)),
        column("template", "Kind of issuer", Kind::Plain),
        column("login", "Login", Kind::Plain),
        column("class_count", "Classes", Kind::Made(|record| Cell::plain(at(record, "class_count")))),
        column("last_fetch_at", "Classes fetched", Kind::Time),
        column("last_fetch_error", "Last error", Kind::Plain),
        more("host", "Host", Kind::Plain),
        more("port", "Port", Kind::Number),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter { key: "filter[mode]", label: "Mode", takes: Takes::OneOf(&["online", "offline"]) },
        Filter {
            key: "filter[status]",
            label: "Status",
            takes: Takes::OneOf(&["New", "Fetching", "Configured", "Failed"]),
        },
    ],
    tasks: &[Task { label: "New Plug-in", href: "/plugins/new", api: "/v1/plugins" }],
    empty: "Add a plug-in for the issuer in this office, or for one elsewhere.",
    status: "status",
    facts: &[Facts {
        title: "Connection",
        lines: &[
            column("mode", "Mode", Kind::Plain),
            column("template", "Kind of issuer", Kind::Plain),
            column("host", "Host", Kind::Plain),
            column("port", "Port", Kind::Number),
            column("tls", "TLS", Kind::Plain),
            column("login", "Login", Kind::Plain),
            column("secret_ref", "Secret, by its file's name", Kind::Code),
            column("timeout_seconds", "Time-out, in seconds", Kind::Number),
            column("trusted_keys", "Trusted keys", Kind::Plain),
            column("last_fetch_at", "Classes fetched", Kind::Time),
            column("last_fetch_error", "Last error", Kind::Plain),
            column("pause_reason", "Paused because", Kind::Plain),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    related: &[
        Related { title: "License classes", noun: "license-classes", filter: "filter[plugin_id]", by: "id" },
        Related { title: "Operations", noun: "jobs", filter: "filter[target_id]", by: "id" },
    ],
    forms: &[&REFRESH, &PAUSE, &RESUME, &EDIT_PLUGIN, &DELETE_PLUGIN],
    ..NOUN
};

fn plugin_status(record: &serde_json::Value) -> Cell {
    if flag(record, "paused") { Cell::status("Paused") } else { Cell::status(&text(record, "status")) }
}

const REFRESH: Form = Form {
    name: "refresh",
    title: "Refresh classes",
    api: "/v1/plugins/{id}/refresh",
    at_once: true,
    ..FORM
};

const PAUSE: Form = Form {
    name: "pause",
    title: "Pause",
    about: "The issuer is not called any more until the plug-in is resumed; operations wait.",
    api: "/v1/plugins/{id}/pause",
    fields: &[field("reason", "Reason", Input::Line, "Shown on the page of the plug-in.")],
    when: When::No("paused"),
    ..FORM
};

const RESUME: Form = Form {
    name: "resume",
    title: "Resume",
    api: "/v1/plugins/{id}/resume",
    when: When::Yes("paused"),
    at_once: true,
    ..FORM
};

const EDIT_PLUGIN: Form = Form {
    name: "edit",
    title: "Edit",
    about: "The secret itself stays in a file of DIR/secrets; here stands only the file's name.",
    method: Method::Patch,
    api: "/v1/plugins/{id}",
    fields: &[
        must("name", "Name", Input::Line, "The name of its tab."),
        field("host", "Host", Input::Line, "Name or address of the issuer."),
        field("port", "Port", Input::Number, ""),
        field("tls", "TLS", Input::Switch, ""),
        field("login", "Login", Input::Line, "Name of the agreement at the issuer."),
        field(
            "secret_ref",
            "Secret",
            Input::Line,
            "Name of the file in DIR/secrets that holds the issuer's token.",
        ),
        field("timeout_seconds", "Time-out", Input::Number, "Seconds."),
        field(
            "trusted_keys",
            "Trusted keys",
            Input::Words,
            "Public keys by which the issuer signs files, one a line.",
        ),
    ],
    ..FORM
};

const DELETE_PLUGIN: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Only a plug-in without licenses can be deleted.",
    method: Method::Delete,
    api: "/v1/plugins/{id}",
    danger: true,
    ..FORM
};

const LICENSE_CLASSES: Noun = Noun {
    path: "license-classes",
    api: "license-classes",
    title: "License classes",
    one: "license class",
    about: "What can be sold, as issuers tell it. Only the selection is yours.",
    // The issuer's own catalogue is kept beside them.
    always: &[("filter[plugin_id][ne]", "issuer")],
    columns: &[
        column("name", "Name", Kind::Own),
        column("class_id", "Class at the issuer", Kind::Code),
        column("class_version", "Version", Kind::Plain),
        column("plugin_id", "Plug-in", Kind::Ref("plugins")),
        column("bill_types", "Bill types", Kind::Plain),
        column("selected_for_sale", "For sale", Kind::Plain),
        column("auto_renew", "Renewed automatically", Kind::Plain),
        more("features", "Features", Kind::Plain),
        more("requires_activation", "Needs activation", Kind::Plain),
        more("key_prefix", "Key prefix", Kind::Code),
        more("grace_days", "Grace days", Kind::Number),
    ],
    filters: &[
        Filter { key: "filter[plugin_id]", label: "Plug-in", takes: Takes::Record("plugins") },
        Filter {
            key: "filter[selected_for_sale]",
            label: "For sale",
            takes: Takes::Named(&[("true", "Selected"), ("false", "Not selected")]),
        },
    ],
    bulk: &[
        Bulk { label: "Select for sale", api: "/v1/license-classes/{id}/select" },
        Bulk { label: "Take out of sale", api: "/v1/license-classes/{id}/deselect" },
    ],
    empty: "Classes come from the issuer when a plug-in is added or refreshed.",
    facts: &[Facts {
        title: "Class",
        lines: &[
            column("class_id", "Class at the issuer", Kind::Code),
            column("class_version", "Version", Kind::Plain),
            column("plugin_id", "Plug-in", Kind::Ref("plugins")),
            column("selected_for_sale", "For sale", Kind::Plain),
            column("bill_types", "Bill types", Kind::Plain),
            column("capacity_options", "Capacity", Kind::Made(super::words::capacity)),
            column("features", "Features", Kind::Plain),
            column("additional_classes", "Additional keys", Kind::Plain),
            column("requires_activation", "Needs activation", Kind::Plain),
            column("auto_renew", "Renewed automatically", Kind::Plain),
            column("allows_downgrade", "Can be lowered", Kind::Plain),
            column("key_prefix", "Key prefix", Kind::Code),
            column("grace_days", "Grace days", Kind::Number),
            column("revision", "Revision", Kind::Number),
        ],
    }],
    related: &[Related { title: "Licenses", noun: "licenses", filter: "filter[class]", by: "id" }],
    forms: &[&SELECT, &DESELECT],
    ..NOUN
};

const SELECT: Form = Form {
    name: "select",
    title: "Select for sale",
    api: "/v1/license-classes/{id}/select",
    when: When::No("selected_for_sale"),
    at_once: true,
    ..FORM
};

const DESELECT: Form = Form {
    name: "deselect",
    title: "Take out of sale",
    api: "/v1/license-classes/{id}/deselect",
    when: When::Yes("selected_for_sale"),
    at_once: true,
    ..FORM
};
