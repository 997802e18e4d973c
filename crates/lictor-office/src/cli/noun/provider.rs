//! `lictor-office plugin …`, `class …`, `order …` and what else belongs to the provider.

use crate::cli::verb::{
    ACCOUNT, Arg, CLASS as CLASSES, Kind, Noun, SUBSCRIPTION as SUBSCRIPTIONS, Verb, field, part,
};
use crate::http::route::Method;

const PLUGIN_ID: Arg = part("id", "PLUGIN", "Name of the plug-in, or id");
const CLASS_ID: Arg =
    part("id", "CLASS", "Name of the class at the issuer, PLUGIN/CLASS, or id").kind(CLASSES);
const SUBSCRIPTION_ID: Arg =
    part("id", "SUBSCRIPTION", "Name of the subscription, or id").kind(SUBSCRIPTIONS);
const ORDER_ID: Arg = part("id", "ORDER", "Number of the order, or id");
const OPERATION_ID: Arg = part("id", "OPERATION", "Id of the operation");

/// Plug-ins.
pub(crate) const PLUGIN: Noun = Noun {
    name: "plugin",
    about: "Plug-ins: the lines to issuers",
    columns: &["name", "mode", "template", "host", "port", "status", "paused", "last_fetch_at", "last_fetch_error"],
    verbs: &[
        Verb::list("List plug-ins", "/v1/plugins").examples(&["", "--filter status=Failed"]),
        Verb::show("Show a plug-in", "/v1/plugins/{id}").args(&[PLUGIN_ID]).examples(&["acme", "acme --json"]),
        Verb::post("add", "Add a plug-in and fetch its classes", "/v1/plugins")
            .args(&[
                field("name", "NAME", "name", Kind::Text, "Its name").required(),
                field("mode", "MODE", "mode", Kind::Text, "online or offline").required(),
                field("template", "TEMPLATE", "template", Kind::Text, "lictor for another back office, local for this one"),
                field("host", "HOST", "host", Kind::Text, "Where the issuer is"),
                field("port", "PORT", "port", Kind::Number, "The port of the issuer"),
                field("login", "LOGIN", "login", Kind::Text, "The agreement at the issuer"),
                field("secret", "NAME", "secret_ref", Kind::Text, "File in DIR/secrets with the issuer's token"),
                field("tls", "", "tls", Kind::Switch, "Call it over TLS"),
                field("trust", "LINE", "trusted_keys", Kind::Words, "Line of a vendor key that its files are signed with; may be repeated"),
            ])
            .waits()
            .examples(&[
                "--name acme --mode online --template lictor --host 127.0.0.1 --port 6245 --login reseller --secret acme --wait",
                "--name letters --mode offline",
            ]),
        Verb::post("fetch", "Fetch the classes again", "/v1/plugins/{id}/refresh")
            .args(&[PLUGIN_ID])
            .waits()
            .examples(&["acme", "acme --wait"]),
        Verb::post("select", "Sell classes, or sell them no more", "/v1/license-classes/select")
            .args(&[
                field("id", "ID", "ids", Kind::Words, "Id of a class, as `class list` has it; may be repeated").required(),
                field("selected", "BOOL", "selected", Kind::Truth, "Whether they are for sale from now on"),
            ])
            .examples(&[
                "--id 019aa0f0-0000-7000-8000-000000000001",
                "--id 019aa0f0-0000-7000-8000-000000000001 --selected false",
            ]),
        Verb::post("pause", "Call the issuer no more for now", "/v1/plugins/{id}/pause")
            .args(&[PLUGIN_ID])
            .examples(&["acme", "acme --reason maintenance"]),
        Verb::post("resume", "Call the issuer again", "/v1/plugins/{id}/resume").args(&[PLUGIN_ID]).examples(&["acme", "acme --json"]),
        Verb::new("delete", "Delete a plug-in without licenses", Method::Delete, "/v1/plugins/{id}")
            .args(&[PLUGIN_ID])
            .examples(&["acme", "acme --reason 'contract ended'"]),
    ],
};

/// License classes.
pub(crate) const CLASS: Noun = Noun {
    name: "class",
    about: "License classes: what can be sold",
    columns: &[
        "plugin_id",
        "class_id",
        "name",
        "class_version",
        "bill_types",
        "requires_activation",
        "selected_for_sale",
    ],
    verbs: &[
        Verb::list("List license classes", "/v1/license-classes?filter[plugin_id][ne]=issuer")
            .examples(&["", "--filter selected_for_sale=true"]),
        Verb::show("Show a license class", "/v1/license-classes/{id}")
            .args(&[CLASS_ID])
            .examples(&["acme/MODELER", "acme/MODELER --json"]),
        Verb::post("select", "Sell a class", "/v1/license-classes/{id}/select")
            .args(&[CLASS_ID])
            .examples(&["acme/MODELER", "acme/MODELER --json"]),
        Verb::post("deselect", "Sell a class no more", "/v1/license-classes/{id}/deselect")
            .args(&[CLASS_ID])
            .examples(&["acme/MODELER", "acme/MODELER --json"]),
    ],
};

/// Subscriptions.
pub(crate) const SUBSCRIPTION: Noun = Noun {
    name: "subscription",
    about: "Subscriptions, and the license servers they run",
    columns: &["name", "account_id", "plan", "kind", "state"],
    verbs: &[
        Verb::list("List subscriptions", "/v1/subscriptions").examples(&["", "--filter state=pending"]),
        Verb::show("Show a subscription", "/v1/subscriptions/{id}")
            .args(&[SUBSCRIPTION_ID])
            .examples(&["acme-main", "acme-main --json"]),
        Verb::post("new", "Make a subscription", "/v1/subscriptions")
            .args(&[
                field("name", "NAME", "name", Kind::Text, "Its name").required(),
                field("account", "ACCOUNT", "account_id", ACCOUNT, "Its account").required(),
                field("plan", "TEXT", "plan", Kind::Text, "What was bought"),
                field("kind", "KIND", "kind", Kind::Text, "ordinary or dedicated_server"),
                field("service", "NAME", "services", Kind::Words, "Another service of it; may be repeated"),
                field("server", "JSON", "server", Kind::Json, "Its license server, or @FILE with it"),
            ])
            .examples(&[
                "--name acme-main --account ACME --server @server.json",
                "--name acme-big --account ACME --kind dedicated_server",
            ]),
        Verb::post("attach-server", "Attach the license server", "/v1/subscriptions/{id}/server")
            .args(&[SUBSCRIPTION_ID])
            .examples(&[
                "acme-main --body @server.json",
                "acme-main --body '{\"via\":\"directory\",\"path\":\"/srv/licenses\"}'",
            ]),
        Verb::post("provision", "Begin to make its services", "/v1/subscriptions/{id}/provision")
            .args(&[SUBSCRIPTION_ID])
            .examples(&["acme-main", "acme-main --json"]),
        Verb::post("activate", "Say that its services are ready", "/v1/subscriptions/{id}/activate")
            .args(&[SUBSCRIPTION_ID])
            .examples(&["acme-main", "acme-main --json"]),
        Verb::post("suspend", "Suspend a subscription", "/v1/subscriptions/{id}/suspend")
            .args(&[SUBSCRIPTION_ID])
            .examples(&["acme-main", "acme-main --json"]),
        Verb::post("resume", "Resume a subscription", "/v1/subscriptions/{id}/resume")
            .args(&[SUBSCRIPTION_ID])
            .examples(&["acme-main", "acme-main --json"]),
        Verb::post(
            "cancel",
            "Cancel a subscription; its licenses become free",
            "/v1/subscriptions/{id}/cancel",
        )
        .args(&[SUBSCRIPTION_ID])
        .examples(&["acme-main", "acme-main --reason 'contract ended'"]),
    ],
};

/// Orders.
pub(crate) const ORDER: Noun = Noun {
    name: "order",
    about: "Orders: sales, upgrades, renewals",
    columns: &["number", "kind", "state", "account_id", "license_ids", "error_code", "error"],
    verbs: &[
        Verb::list("List orders", "/v1/orders").examples(&["--newest", "--filter state=Failed"]),
        Verb::show("Show an order", "/v1/orders/{id}").args(&[ORDER_ID]).examples(&["1", "1 --json"]),
        Verb::post("new", "Make an order", "/v1/orders")
            .args(&[
                field("kind", "KIND", "kind", Kind::Text, "sales, upgrade or renewal").required(),
                field("account", "ACCOUNT", "account_id", ACCOUNT, "Whose order it is"),
                field("lines", "JSON", "lines", Kind::Json, "Its lines, or @FILE with them").required(),
            ])
            .examples(&[
                "--kind sales --account ACME --lines @lines.json",
                "--kind renewal --lines '[{\"target_id\":\"1\"}]'",
            ]),
        Verb::post("place", "Place an order", "/v1/orders/{id}/place")
            .args(&[ORDER_ID])
            .examples(&["1", "1 --json"]),
        Verb::post("pay", "Say that an order is paid; it is carried out", "/v1/orders/{id}/pay")
            .args(&[ORDER_ID])
            .examples(&["1", "1 --idempotency-key payment-4711"]),
        Verb::post("cancel", "Cancel an order", "/v1/orders/{id}/cancel")
            .args(&[ORDER_ID])
            .examples(&["1", "1 --reason 'ordered twice'"]),
    ],
};

/// Operations.
pub(crate) const OPERATION: Noun = Noun {
    name: "operation",
    about: "Operations: work that goes on",
    columns: &["id", "kind", "target_id", "state", "attempts", "next_attempt_at", "error"],
    verbs: &[
        Verb::list("List operations, newest first", "/v1/operations?sort=-id")
            .examples(&["--filter state=Waiting", "--newest --limit 10"]),
        Verb::show("Show an operation", "/v1/operations/{id}").args(&[OPERATION_ID]).examples(&[
            "019aa0f0-0000-7000-8000-000000000001",
            "019aa0f0-0000-7000-8000-000000000001 --json",
        ]),
        Verb::post("retry", "Try again now", "/v1/operations/{id}/retry")
            .args(&[OPERATION_ID])
            .waits()
            .examples(&[
                "019aa0f0-0000-7000-8000-000000000001",
                "019aa0f0-0000-7000-8000-000000000001 --wait",
            ]),
        Verb::post("cancel", "Give up", "/v1/operations/{id}/cancel").args(&[OPERATION_ID]).examples(&[
            "019aa0f0-0000-7000-8000-000000000001",
            "019aa0f0-0000-7000-8000-000000000001 --reason obsolete",
        ]),
    ],
};

/// Synchronizations.
pub(crate) const SYNC_RUN: Noun = Noun {
    name: "sync-run",
    about: "Synchronizations of all licenses",
    columns: &["id", "state", "totals", "failures", "created_at", "finished_at"],
    verbs: &[
        Verb::list("List synchronizations", "/v1/sync-runs").examples(&["--newest", "--json"]),
        Verb::show("Show a synchronization", "/v1/sync-runs/{id}")
            .args(&[part("id", "RUN", "Id of the run")])
            .examples(&[
                "019aa0f0-0000-7000-8000-000000000001",
                "019aa0f0-0000-7000-8000-000000000001 --json",
            ]),
    ],
};

/// The daily job.
pub(crate) const DAILY: Noun = Noun {
    name: "daily",
    about: "The daily job: synchronize, renew, expire, notify",
    columns: &["id", "day", "dry_run", "state", "created_at", "finished_at"],
    verbs: &[
        Verb::list("List runs of the daily job", "/v1/daily-runs").examples(&["--newest", "--json"]),
        Verb::show("Show a run", "/v1/daily-runs/{id}").args(&[part("id", "RUN", "Id of the run")]).examples(
            &["019aa0f0-0000-7000-8000-000000000001", "019aa0f0-0000-7000-8000-000000000001 --json"],
        ),
        Verb::post("run", "Run the daily job now", "/v1/daily-runs")
            .args(&[
                field("date", "DATE", "day", Kind::Day, "The day it is for; today if it is not said"),
                DRY_RUN,
            ])
            .waits()
            .examples(&["--dry-run", "--date 2026-03-31 --wait"]),
    ],
};

const DRY_RUN: Arg = Arg {
    kind: Kind::Switch,
    ..crate::cli::verb::parameter("dry-run", "", "verify", "Only say what would be done")
};
