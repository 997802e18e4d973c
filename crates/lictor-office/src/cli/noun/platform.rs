//! `lictor-office token …`, `event …`, `audit …`, `settings …` and what else the platform has.

use crate::cli::verb::{
    ACCOUNT, Arg, Kind, LICENSE_FILE, Noun, Output, PRODUCT, Verb, field, parameter, part,
};
use crate::http::route::Method;

const TOKEN_ID: Arg = part("id", "TOKEN", "Name of the token, or id");
const ROLE_ID: Arg = part("id", "ROLE", "Name of the role, or id");
const WEBHOOK_ID: Arg = part("id", "WEBHOOK", "Id of the endpoint");
const DELIVERY_ID: Arg = part("id", "DELIVERY", "Id of the delivery");
const FILE_ID: Arg =
    part("id", "FILE", "Name of the file, of its fulfillment (then the newest), or id").kind(LICENSE_FILE);
const SINCE: Arg = parameter("since", "TIME", "filter[since]", "From this instant or day on");

/// License files.
pub(crate) const FILE: Noun = Noun {
    name: "file",
    about: "License files, all that were ever made, retrieved or uploaded",
    columns: &["name", "owner_kind", "revision", "delivery", "valid_from", "valid_until", "installed_at"],
    verbs: &[
        Verb::list("List license files", "/v1/files")
            .examples(&["--newest", "--filter owner_id=019aa0f0-0000-7000-8000-000000000001"]),
        Verb::show("Show what is known of a file", "/v1/files/{id}")
            .args(&[FILE_ID])
            .examples(&["FUL-00000001.lic", "PLSK.00000001.0000.lic --json"]),
        Verb::new("download", "Get a file", Method::Get, "/v1/files/{id}/download")
            .args(&[FILE_ID])
            .output(Output::File)
            .examples(&["FUL-00000001 --out acme.lic", "PLSK.00000001.0000.lic"]),
    ],
};

/// Events.
pub(crate) const EVENT: Noun = Noun {
    name: "event",
    about: "Events: what happened, as webhooks tell it",
    columns: &["created_at", "event_type", "aggregate_kind", "aggregate_id", "changed"],
    verbs: &[
        Verb::list("List events, newest first", "/v1/events?sort=-id")
            .examples(&["", "--filter event_type=license.installed"]),
        Verb::new("tail", "Show events as they come", Method::Get, "/v1/events")
            .args(&[FOLLOW])
            .output(Output::Tail)
            .examples(&["", "--follow --json"]),
    ],
};

const FOLLOW: Arg = Arg {
    name: "follow",
    value: "",
    help: "Go on with those to come",
    kind: Kind::Switch,
    place: crate::cli::verb::Place::Nowhere,
    required: false,
};

/// Webhook endpoints.
pub(crate) const WEBHOOK: Noun = Noun {
    name: "webhook",
    about: "Webhooks: who is told of events",
    columns: &["id", "url", "events", "signature", "state", "failures"],
    verbs: &[
        Verb::list("List endpoints", "/v1/webhooks").examples(&["", "--filter state=suspended"]),
        Verb::show("Show an endpoint", "/v1/webhooks/{id}").args(&[WEBHOOK_ID]).examples(&[
            "019aa0f0-0000-7000-8000-000000000001",
            "019aa0f0-0000-7000-8000-000000000001 --json",
        ]),
        Verb::post("new", "Make an endpoint", "/v1/webhooks")
            .args(&[
                field("to", "URL", "url", Kind::Text, "Where to").required(),
                field(
                    "event",
                    "TYPE",
                    "events",
                    Kind::Words,
                    "Type of event, * for all, license.* for a group; may be repeated",
                ),
                field("signature", "KIND", "signature", Kind::Text, "ed25519 or hmac-sha256"),
                field(
                    "secret",
                    "NAME",
                    "secret_ref",
                    Kind::Text,
                    "File in DIR/secrets with the secret of HMAC",
                ),
                field(
                    "expiring-days",
                    "DAYS",
                    "expiring_days",
                    Kind::Numbers,
                    "Days before an end at which it is told, 30 and 7 if not given; may be repeated",
                ),
            ])
            .examples(&[
                "--to https://hooks.acme.example/lictor --event 'license.*' --expiring-days 60,14",
                "--to https://hooks.acme.example/lictor --event '*' --signature hmac-sha256 --secret hooks",
            ]),
        Verb::post("suspend", "Stop serving an endpoint; its events are kept", "/v1/webhooks/{id}/suspend")
            .args(&[WEBHOOK_ID])
            .examples(&[
                "019aa0f0-0000-7000-8000-000000000001",
                "019aa0f0-0000-7000-8000-000000000001 --reason 'moves'",
            ]),
        Verb::post("resume", "Serve a suspended endpoint again", "/v1/webhooks/{id}/resume")
            .args(&[WEBHOOK_ID])
            .examples(&[
                "019aa0f0-0000-7000-8000-000000000001",
                "019aa0f0-0000-7000-8000-000000000001 --json",
            ]),
        Verb::post("test", "Send a test event", "/v1/webhooks/{id}/test").args(&[WEBHOOK_ID]).examples(&[
            "019aa0f0-0000-7000-8000-000000000001",
            "019aa0f0-0000-7000-8000-000000000001 --json",
        ]),
        Verb::new("delete", "Forget an endpoint", Method::Delete, "/v1/webhooks/{id}")
            .args(&[WEBHOOK_ID])
            .examples(&[
                "019aa0f0-0000-7000-8000-000000000001",
                "019aa0f0-0000-7000-8000-000000000001 --json",
            ]),
    ],
};

/// Deliveries of events.
pub(crate) const DELIVERY: Noun = Noun {
    name: "delivery",
    about: "Deliveries of events to webhooks",
    columns: &["id", "event_type", "state", "attempts", "next_attempt_at", "last_status", "last_error"],
    verbs: &[
        Verb::list("List deliveries", "/v1/deliveries").examples(&["--newest", "--filter state=failed"]),
        Verb::post("resend", "Send a delivery again", "/v1/deliveries/{id}/resend")
            .args(&[DELIVERY_ID])
            .examples(&[
                "019aa0f0-0000-7000-8000-000000000001",
                "019aa0f0-0000-7000-8000-000000000001 --json",
            ]),
    ],
};

/// The audit log.
pub(crate) const AUDIT: Noun = Noun {
    name: "audit",
    about: "The audit log: every change, who made it and why",
    columns: &["sequence", "at", "actor", "action", "target_kind", "target", "reason"],
    verbs: &[
        Verb::list("List the audit log, newest first", "/v1/audit?sort=-id")
            .args(&[
                parameter("target", "ID", "filter[target]", "Of this record"),
                parameter("actor", "NAME", "filter[actor]", "In whose name"),
                parameter("action", "ACTION", "filter[action]", "Of this kind"),
                SINCE,
            ])
            .examples(&["--newest", "--action license.issued --since 2026-03-01"]),
        Verb::new("export", "Write the audit log out, all of it", Method::Get, "/v1/audit")
            .args(&[
                FORMAT,
                parameter("target", "ID", "filter[target]", "Of this record"),
                parameter("actor", "NAME", "filter[actor]", "In whose name"),
                parameter("action", "ACTION", "filter[action]", "Of this kind"),
                SINCE,
            ])
            .output(Output::File)
            .examples(&["--format jsonl --out audit.jsonl", "--format csv --since 2026-03-01 > audit.csv"]),
    ],
};

const FORMAT: Arg = parameter("format", "FORMAT", "format", "jsonl or csv").required();

/// Tokens.
pub(crate) const TOKEN: Noun = Noun {
    name: "token",
    about: "Tokens: who may call, and what for",
    columns: &["name", "role", "scopes", "login", "expires_at", "last_used_at", "revoked"],
    verbs: &[
        Verb::list("List tokens", "/v1/tokens").examples(&["", "--json"]),
        Verb::show("Show a token, without its secret", "/v1/tokens/{id}")
            .args(&[TOKEN_ID])
            .examples(&["admin", "admin --json"]),
        Verb::post("new", "Make a token; it is shown once", "/v1/tokens")
            .args(&[
                field("name", "NAME", "name", Kind::Text, "Its name, unique").required(),
                field("role", "ROLE", "role", Kind::Text, "Its role").required(),
                field(
                    "scope",
                    "RIGHT",
                    "scopes",
                    Kind::Words,
                    "Only this right of the role; may be repeated",
                ),
                field("account", "ACCOUNT", "account_lock", ACCOUNT, "The only account it may see to"),
                field("product", "NAME@VERSION", "product_lock", PRODUCT, "The only product it may see to"),
                field("login", "LOGIN", "login", Kind::Text, "At the issuer: the agreement it acts for"),
                field("expires", "TIME", "expires_at", Kind::Text, "When it ends, as 2027-01-01T00:00:00Z"),
            ])
            .output(Output::Secret("token"))
            .examples(&[
                "--name shop --role operator > shop.token",
                "--name reseller --role provider --login reseller --expires 2027-01-01T00:00:00Z",
            ]),
        Verb::new("revoke", "Take a token back", Method::Delete, "/v1/tokens/{id}")
            .args(&[TOKEN_ID])
            .examples(&["shop", "shop --reason 'lost'"]),
    ],
};

/// Roles.
pub(crate) const ROLE: Noun = Noun {
    name: "role",
    about: "Roles: named sets of rights",
    columns: &["name", "built_in", "rights"],
    verbs: &[
        Verb::list("List roles", "/v1/roles").examples(&["", "--json"]),
        Verb::show("Show a role", "/v1/roles/{id}").args(&[ROLE_ID]).examples(&["admin", "admin --json"]),
        Verb::post("new", "Make a role", "/v1/roles")
            .args(&[
                field("name", "NAME", "name", Kind::Text, "Its name, unique").required(),
                field("right", "RIGHT", "rights", Kind::Words, "A right; may be repeated").required(),
            ])
            .examples(&["--name desk --right view,generate", "--name auditor2 --right audit_read"]),
        Verb::new("delete", "Forget a role that no token has", Method::Delete, "/v1/roles/{id}")
            .args(&[ROLE_ID])
            .examples(&["desk", "desk --json"]),
    ],
};

/// Settings.
pub(crate) const SETTINGS: Noun = Noun {
    name: "settings",
    about: "The settings of the back office",
    columns: &["supersede", "daily_at", "sus_gate", "grace_days", "reinstate_days"],
    verbs: &[
        Verb::show("Show the settings", "/v1/settings").examples(&["", "--json"]),
        Verb::new("set", "Change settings", Method::Patch, "/v1/settings")
            .output(Output::Record)
            .examples(&["--body '{\"daily_at\":\"03:00\"}'", "--body @settings.json --reason 'new terms'"]),
    ],
};

/// The clock.
pub(crate) const CLOCK: Noun = Noun {
    name: "clock",
    about: "The clock of the back office",
    columns: &["now", "today", "zone", "overridden"],
    verbs: &[
        Verb::new("show", "Show what time it is", Method::Get, "/v1/clock").examples(&["", "--json"]),
        Verb::post("set", "Set a clock that was started with --now, for tests", "/v1/clock")
            .args(&[field("to", "TIME", "now", Kind::Text, "A day, or an instant as 2026-03-31T12:00:00Z")
                .required()])
            .examples(&["--to 2026-03-31", "--to 2026-03-31T12:00:00Z"]),
    ],
};
