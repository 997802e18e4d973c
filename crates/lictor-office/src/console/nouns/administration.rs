//! Audit, events, webhooks, deliveries, tokens, roles and settings.

use super::super::cell::Cell;
use super::super::detail::{changes, reason};
use super::super::form::{FORM, Field, Form, Input, When, field, must};
use super::super::noun::{
    Facts, Filter, Kind, NOUN, Noun, Related, Takes, Task, at, column, flag, more, text,
};
use super::words::RENEWAL_BASES;
use crate::http::route::Method;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&AUDIT, &EVENTS, &WEBHOOKS, &DELIVERIES, &TOKENS, &ROLES];

/// The audit log.
pub(in super::super) const AUDIT: Noun = Noun {
    path: "audit",
    api: "audit",
    title: "Audit",
    one: "event",
    about: "Everything that was changed, by whom and why. Each event seals those before it.",
    label: |record| text(record, "sequence"),
    columns: &[
        column(
            "sequence",
            "Number",
            Kind::Made(|record| {
                Cell::link(text(record, "sequence"), format!("/audit/{}", text(record, "sequence")))
            }),
        ),
        column("at", "Time", Kind::Time),
        column("actor", "Actor", Kind::Plain),
        column("action", "Action", Kind::Made(|record| Cell::words(changes(record)))),
        column("target", "Target", Kind::Target("target_kind")),
        column("reason", "Reason", Kind::Made(|record| Cell::words(reason(&text(record, "reason"))))),
        more("ip", "Address", Kind::Plain),
        more("request_id", "Request", Kind::Code),
        more("idempotency_key", "Idempotency key", Kind::Code),
    ],
    filters: &[
        Filter { key: "filter[actor]", label: "Actor", takes: Takes::Text },
        Filter { key: "filter[action]", label: "Action", takes: Takes::Text },
        Filter { key: "filter[target]", label: "Target id", takes: Takes::Text },
        Filter { key: "filter[since]", label: "Since", takes: Takes::Day },
    ],
    search: false,
    counts: false,
    tasks: &[Task { label: "Verify the chain", href: "/audit/verify", api: "/v1/audit/verify" }],
    empty: "Events appear with the first change.",
    has_page: false,
    ..NOUN
};

const EVENTS: Noun = Noun {
    path: "events",
    api: "events",
    title: "Events",
    one: "event",
    about: "What webhooks are told, in the order in which it happened.",
    label: |record| text(record, "event_type"),
    columns: &[
        column("event_type", "Event", Kind::Code),
        column("aggregate_id", "Record", Kind::Target("aggregate_kind")),
        column("aggregate_sequence", "Number of that record", Kind::Number),
        column("changed", "Changed fields", Kind::Plain),
        column("created_at", "Time", Kind::Time),
    ],
    filters: &[
        Filter { key: "filter[event_type]", label: "Event", takes: Takes::Text },
        Filter {
            key: "filter[aggregate_kind]",
            label: "Kind of record",
            takes: Takes::Named(&[
                ("license", "License"),
                ("fulfillment", "Fulfillment"),
                ("line item", "Line item"),
                ("order", "Order"),
                ("plug-in", "Plug-in"),
                ("sync run", "Sync run"),
            ]),
        },
        Filter { key: "filter[aggregate_id]", label: "Record id", takes: Takes::Text },
        Filter { key: "filter[since]", label: "Since", takes: Takes::Day },
    ],
    search: false,
    counts: false,
    empty: "Events appear when licenses and fulfillments change.",
    has_page: false,
    ..NOUN
};

const WEBHOOKS: Noun = Noun {
    path: "webhooks",
    api: "webhooks",
    title: "Webhooks",
    one: "webhook",
    about: "Endpoints of your own that are told what happens. Nothing is lost while one is suspended.",
    label: |record| text(record, "url"),
    columns: &[
        column("url", "Address", Kind::Own),
        column("events", "Events", Kind::Plain),
        column("signature", "Signature", Kind::Plain),
        column("state", "State", Kind::Status),
        column("failures", "Failures in a row", Kind::Number),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[Filter {
        key: "filter[state]",
        label: "State",
        takes: Takes::OneOf(&["active", "suspended"]),
    }],
    search: false,
    beginnings: &[&NEW_WEBHOOK],
    empty: "Name an https address of yours that shall hear of changes.",
    status: "state",
    facts: &[Facts {
        title: "Endpoint",
        lines: &[
            column("url", "Address", Kind::Code),
            column("events", "Events", Kind::Plain),
            column("signature", "Signature", Kind::Plain),
            column("secret_ref", "Secret, by its file's name", Kind::Code),
            column("expiring_days", "Expiring: days before", Kind::Plain),
            column("failures", "Failures in a row", Kind::Number),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    related: &[Related { title: "Deliveries", noun: "deliveries", filter: "filter[webhook_id]", by: "id" }],
    forms: &[&TEST, &SUSPEND, &RESUME, &EDIT_WEBHOOK, &DELETE_WEBHOOK],
    ..NOUN
};

const EXPIRING_DAYS: Field = field(
    "expiring_days",
    "Told of ends so many days before",
    Input::Numbers,
    "One number a line; empty means 30 and 7.",
);

const NEW_WEBHOOK: Form = Form {
    name: "new",
    title: "New Webhook",
    about: "It is told what happens from now on.",
    api: "/v1/webhooks",
    fields: &[
        must("url", "Address", Input::Line, "https, or http on a loopback address."),
        field(
            "events",
            "Events",
            Input::Words,
            "One a line: * for all, license.* for a group, or a name such as license.installed.",
        )
        .preset("*"),
        field(
            "signature",
            "Signature",
            Input::OneOf(&[
                ("ed25519", "Ed25519, with the office's key"),
                ("hmac-sha256", "HMAC-SHA256, with a shared secret"),
            ]),
            "",
        )
        .preset("ed25519"),
        field(
            "secret_ref",
            "Secret",
            Input::Line,
            "For HMAC: name of the file in DIR/secrets that holds it.",
        ),
        EXPIRING_DAYS,
    ],
    ..FORM
};

const EDIT_WEBHOOK: Form = Form {
    name: "edit",
    title: "Edit",
    method: Method::Patch,
    api: "/v1/webhooks/{id}",
    fields: &[
        must("url", "Address", Input::Line, ""),
        field("events", "Events", Input::Words, "One a line."),
        field(
            "signature",
            "Signature",
            Input::OneOf(&[("ed25519", "Ed25519"), ("hmac-sha256", "HMAC-SHA256")]),
            "",
        ),
        field(
            "secret_ref",
            "Secret",
            Input::Line,
            "For HMAC: name of the file in DIR/secrets that holds it.",
        ),
        EXPIRING_DAYS,
    ],
    ..FORM
};

const TEST: Form =
    Form { name: "test", title: "Send a test", api: "/v1/webhooks/{id}/test", at_once: true, ..FORM };
const SUSPEND: Form = Form {
    name: "suspend",
    title: "Suspend",
    api: "/v1/webhooks/{id}/suspend",
    at_once: true,
    when: When::Is("state", &["active"]),
    ..FORM
};
const RESUME: Form = Form {
    name: "resume",
    title: "Resume",
    api: "/v1/webhooks/{id}/resume",
    at_once: true,
    when: When::Is("state", &["suspended"]),
    ..FORM
};
const DELETE_WEBHOOK: Form = Form {
    name: "delete",
    title: "Delete",
    about: "The endpoint is told nothing any more; its deliveries are forgotten.",
    method: Method::Delete,
    api: "/v1/webhooks/{id}",
    danger: true,
    ..FORM
};

const DELIVERIES: Noun = Noun {
    path: "deliveries",
    api: "deliveries",
    title: "Deliveries",
    one: "delivery",
    about: "What was sent to webhooks, and what they answered.",
    label: |record| text(record, "event_type"),
    columns: &[
        column("event_type", "Event", Kind::Own),
        column("webhook_id", "Webhook", Kind::Ref("webhooks")),
        column("state", "State", Kind::Status),
        column("attempts", "Attempts", Kind::Number),
        column("last_status", "Answer", Kind::Number),
        column("last_error", "Error", Kind::Plain),
        column("next_attempt_at", "Next try", Kind::Time),
        column("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter { key: "filter[webhook_id]", label: "Webhook", takes: Takes::Record("webhooks") },
        Filter {
            key: "filter[state]",
            label: "State",
            takes: Takes::OneOf(&["pending", "delivered", "failed"]),
        },
    ],
    search: false,
    bulk: &[super::super::noun::Bulk { label: "Send again", api: "/v1/deliveries/{id}/resend" }],
    empty: "Deliveries appear when something happens that a webhook wants to hear.",
    status: "state",
    facts: &[Facts {
        title: "Delivery",
        lines: &[
            column("event_type", "Event", Kind::Code),
            column("event_id", "Id of the event", Kind::Code),
            column("webhook_id", "Webhook", Kind::Ref("webhooks")),
            column("attempts", "Attempts", Kind::Number),
            column("last_status", "Answer", Kind::Number),
            column("last_error", "Error", Kind::Plain),
            column("body_sha256", "Hash of the body", Kind::Code),
            column("next_attempt_at", "Next try", Kind::Time),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    forms: &[&RESEND],
    ..NOUN
};

const RESEND: Form =
    Form { name: "resend", title: "Send again", api: "/v1/deliveries/{id}/resend", at_once: true, ..FORM };

const TOKENS: Noun = Noun {
    path: "tokens",
    api: "tokens",
    title: "Tokens",
    one: "token",
    about: "Who may use the interface and this console, and with which role. Only hashes are kept.",
    columns: &[
        column("name", "Name", Kind::Own),
        column("role", "Role", Kind::Plain),
        column("state", "State", Kind::Made(token_state)),
        column("scopes", "Narrowed to", Kind::Plain),
        column("account_lock", "Only account", Kind::Ref("accounts")),
        column("product_lock", "Only product", Kind::Ref("products")),
        column("expires_at", "Ends", Kind::Time),
        column("last_used_at", "Last used", Kind::Time),
        more("login", "Agreement", Kind::Plain),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[],
    search: false,
    beginnings: &[&NEW_TOKEN],
    empty: "Make a token for each person and each program.",
    facts: &[Facts {
        title: "Token",
        lines: &[
            column("state", "State", Kind::Made(token_state)),
            column("role", "Role", Kind::Plain),
            column("scopes", "Narrowed to", Kind::Plain),
            column("account_lock", "Only account", Kind::Ref("accounts")),
            column("product_lock", "Only product", Kind::Ref("products")),
            column("login", "Agreement at the issuer", Kind::Plain),
            column("expires_at", "Ends", Kind::Time),
            column("last_used_at", "Last used", Kind::Time),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    forms: &[&REVOKE],
    ..NOUN
};

fn token_state(record: &serde_json::Value) -> Cell {
    Cell::status(if flag(record, "revoked") { "Revoked" } else { "Active" })
}

const NEW_TOKEN: Form = Form {
    name: "new",
    title: "New Token",
    about: "The token is shown once, on the next page.",
    api: "/v1/tokens",
    fields: &[
        must("name", "Name", Input::Line, "Of the person or the program."),
        must("role", "Role", Input::Record("roles", ""), ""),
        field("scopes", "Narrowed to", Input::Rights, "None means all rights of the role."),
        field("account_lock", "Only account", Input::Record("accounts", ""), ""),
        field("product_lock", "Only product", Input::Record("products", ""), ""),
        field("expires_at", "Ends after", Input::Instant, "Last day."),
        field(
            "login",
            "Agreement",
            Input::Line,
            "At the issuer: the agreement that calls with this token act for.",
        ),
    ],
    ..FORM
};

const REVOKE: Form = Form {
    name: "revoke",
    title: "Revoke",
    about: "Takes the token back at once. Whoever is logged in with it is logged out.",
    method: Method::Delete,
    api: "/v1/tokens/{id}",
    danger: true,
    when: When::No("revoked"),
    ..FORM
};

const ROLES: Noun = Noun {
    path: "roles",
    api: "roles",
    title: "Roles",
    one: "role",
    about: "Named sets of rights. A right that needs others cannot be given without them.",
    columns: &[
        column("name", "Name", Kind::Own),
        column(
            "rights",
            "Rights",
            Kind::Made(|record| {
                let rights = at(record, "rights").as_array().into_iter().flatten();
                Cell::Tags(
                    rights.filter_map(|right| right.as_str()).map(|right| right.replace('_', " ")).collect(),
                )
            }),
        ),
        column("built_in", "Built in", Kind::Plain),
    ],
    filters: &[],
    search: false,
    beginnings: &[&NEW_ROLE],
    empty: "Roles come with the program.",
    facts: &[Facts {
        title: "Role",
        lines: &[column("rights", "Rights", Kind::Plain), column("built_in", "Built in", Kind::Plain)],
    }],
    forms: &[&EDIT_ROLE, &DELETE_ROLE],
    ..NOUN
};

const NEW_ROLE: Form = Form {
    name: "new",
    title: "New Role",
    api: "/v1/roles",
    fields: &[
        must("name", "Name", Input::Line, ""),
        must("rights", "Rights", Input::Rights, "With all that they need."),
    ],
    ..FORM
};

const EDIT_ROLE: Form = Form {
    name: "edit",
    title: "Edit",
    method: Method::Patch,
    api: "/v1/roles/{id}",
    fields: &[must("rights", "Rights", Input::Rights, "With all that they need.")],
    when: When::No("built_in"),
    ..FORM
};

const DELETE_ROLE: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Only a role that no token has can be deleted.",
    method: Method::Delete,
    api: "/v1/roles/{id}",
    danger: true,
    when: When::No("built_in"),
    ..FORM
};

/// The form of the settings.
pub(in super::super) const SETTINGS_FORM: Form = Form {
    name: "settings",
    title: "Settings",
    about: "How this office issues, renews and works by itself. Changes hold for what is done from now on.",
    method: Method::Patch,
    api: "/v1/settings",
    fields: &[
        field(
            "supersede",
            "Write the SUPERSEDE marker",
            Input::Switch,
            "Files that replace others void them. Off: the old file is removed by hand.",
        ),
        field(
            "date_flavour",
            "Void by the day of issue",
            Input::Switch,
            "Instead of by serials, as other license managers do.",
        ),
        field(
            "prefer_upgrade_files",
            "More seats come as an upgrade file",
            Input::Switch,
            "Off: as a file that replaces the old one.",
        ),
        field(
            "clamp_end",
            "Shorten an upgrade's end to its base's",
            Input::Switch,
            "Off: such an upgrade is refused.",
        ),
        field(
            "strict_pairs",
            "Block pairs of technologies whatever the models",
            Input::Switch,
            "Off: only the combination that cannot share counts.",
        ),
        field(
            "sus_gate",
            "Upgrades that need paid software updates",
            Input::OneOf(&[("all", "All"), ("version", "Only new versions")]),
            "",
        ),
        field(
            "grace_days",
            "Grace days",
            Input::Number,
            "Between update date and expiration of monthly keys of new classes.",
        ),
        field(
            "reinstate_days",
            "Reinstate days",
            Input::Number,
            "Days after its expiration in which a license can be brought back; 0 never.",
        ),
        field("daily_at", "Daily job at", Input::Line, "HH:MM in the zone of the office; empty for never."),
        field("renewal_basis", "Renewals count", Input::OneOf(RENEWAL_BASES), ""),
        field("maintenance_warning_days", "Warn before maintenance ends", Input::Number, "Days."),
        field("stuck_after_minutes", "Call a retrieval stuck after", Input::Number, "Minutes."),
        field("rate_per_minute", "Requests a minute", Input::Number, "Of each caller, from 1 to 60000."),
        field(
            "allow_private_webhooks",
            "Webhooks may go to private addresses",
            Input::Switch,
            "Off: only public addresses are told. Needs the right to manage tokens.",
        ),
    ],
    ..FORM
};
