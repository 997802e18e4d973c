//! `lictor-office license …`: what the provider asked an issuer for.

use crate::cli::verb::{ACCOUNT, Arg, CLASS, Kind, Noun, Output, SUBSCRIPTION, Verb, field, part};
use crate::http::route::Method;

const ID: Arg = part("id", "LICENSE", "License ID, key number or id");
const CAPACITY: Arg = field(
    "capacity",
    "CODE=AMOUNT",
    "capacity",
    Kind::Amounts,
    "Amount of a capacity option; may be repeated",
);
const FEATURES: Arg =
    field("feature", "NAME", "features", Kind::Words, "A feature that is switched on; may be repeated");
const KEYS: Arg = field(
    "additional-key",
    "CLASS",
    "additional_keys",
    Kind::Words,
    "Class of an additional key; may be repeated",
);

const fn act(name: &'static str, about: &'static str, path: &'static str) -> Verb {
    Verb::post(name, about, path).args(&[ID]).verifiable().waits()
}

/// Licenses.
pub(crate) const LICENSE: Noun = Noun {
    name: "license",
    about: "Licenses: request, issue, retrieve, install, upgrade, renew, synchronize",
    columns: &[
        "number",
        "key_number",
        "current_revision",
        "class_name",
        "status",
        "bill_type",
        "sync_status",
        "expiration_date",
        "installed_revision",
    ],
    verbs: &[
        Verb::list("List licenses", "/v1/licenses").examples(&[
            "--filter status=Installed --filter 'expires<=2026-12-31'",
            "--text PLSK.00000001 --json",
        ]),
        Verb::show("Show a license", "/v1/licenses/{id}")
            .args(&[ID])
            .examples(&["1", "PLSK.00000001 --json"]),
        Verb::post("new", "Request licenses of a class", "/v1/licenses")
            .args(&[
                field(
                    "class",
                    "CLASS",
                    "class_id",
                    CLASS,
                    "License class, by the issuer's name, as PLUGIN/CLASS, or by id",
                )
                .required(),
                field("bill-type", "TYPE", "bill_type", Kind::Text, "Monthly or Purchase").required(),
                field("number", "NUMBER", "number", Kind::Number, "How many"),
                CAPACITY,
                FEATURES,
                KEYS,
                field("account", "ACCOUNT", "account_id", ACCOUNT, "Account they are for"),
                field("subscription", "NAME", "subscription_id", SUBSCRIPTION, "Subscription they are for"),
                field("licensee", "TEXT", "licensee", Kind::Text, "Whom the files name"),
                field(
                    "host",
                    "TYPE=VALUE",
                    "server_host_ids",
                    Kind::Words,
                    "Host id of the license server; may be repeated",
                ),
                field("start", "DATE", "start_date", Kind::Day, "First day"),
                field(
                    "automatic",
                    "",
                    "automatic",
                    Kind::Switch,
                    "Each step follows the one before by itself",
                ),
            ])
            .verifiable()
            .waits()
            .examples(&[
                "--class CAD --bill-type Monthly --capacity SEATS=10 --account ACME",
                "--class CAD --bill-type Purchase --number 3 --automatic --wait",
            ]),
        Verb::new("edit", "Change a request", Method::Patch, "/v1/licenses/{id}")
            .args(&[
                ID,
                CAPACITY,
                FEATURES,
                field("licensee", "TEXT", "licensee", Kind::Text, "Whom the file names"),
                field(
                    "host",
                    "TYPE=VALUE",
                    "server_host_ids",
                    Kind::Words,
                    "Host id of the license server; may be repeated",
                ),
                field("automatic", "BOOL", "automatic", Kind::Truth, "Whether each step follows by itself"),
                field("auto-renew", "BOOL", "auto_renew", Kind::Truth, "Whether it is renewed automatically"),
            ])
            .examples(&["1 --capacity SEATS=12", "1 --auto-renew false"]),
        act("issue", "Ask the issuer for a key", "/v1/licenses/{id}/issue")
            .args(&[
                ID,
                field(
                    "automatic",
                    "BOOL",
                    "automatic",
                    Kind::Truth,
                    "Whether the next steps follow by themselves",
                ),
            ])
            .examples(&["1", "1 --wait --idempotency-key order-4711"]),
        act("activate", "Activate the key, for classes that need it", "/v1/licenses/{id}/activate")
            .args(&[
                ID,
                field("code", "CODE", "activation_code", Kind::Text, "The activation code"),
                field(
                    "activation-data",
                    "TEXT",
                    "activation_data",
                    Kind::Text,
                    "What the customer's machine says of itself",
                ),
                field(
                    "host",
                    "TYPE=VALUE",
                    "server_host_ids",
                    Kind::Words,
                    "Host id of the license server; may be repeated",
                ),
            ])
            .examples(&["1 --code 7H2K-9QWD --wait", "1 --activation-data @machine"]),
        act("retrieve", "Fetch the file from the issuer", "/v1/licenses/{id}/retrieve")
            .examples(&["1", "1 --wait"]),
        act("cancel", "Give up a retrieval or an installation", "/v1/licenses/{id}/cancel")
            .examples(&["1", "1 --reason 'the server is gone'"]),
        Verb::post("upload", "Upload what an offline issuer answered", "/v1/licenses/{id}/upload")
            .args(&[
                ID,
                field(
                    "key-number",
                    "NUMBER",
                    "key_number",
                    Kind::Text,
                    "Key number with revision, as PLSK.00000001.0000",
                )
                .required(),
                field("file", "FILE", "file", Kind::File, "The license file").required(),
                field("override", "", "override", Kind::Switch, "Even though the plug-in is online"),
            ])
            .verifiable()
            .examples(&[
                "1 --key-number PLSK.00000001.0000 --file answer.lic",
                "1 --key-number PLSK.00000001.0001 --file newer.lic --verify",
            ]),
        Verb::new(
            "request-text",
            "Print what to send to an offline issuer",
            Method::Get,
            "/v1/licenses/{id}/request-text",
        )
        .args(&[ID])
        .output(Output::Text("text"))
        .examples(&["1", "1 > request.txt"]),
        Verb::new("download", "Get the license file", Method::Get, "/v1/licenses/{id}/download")
            .args(&[ID])
            .output(Output::File)
            .examples(&["1 --out acme.lic", "1 > acme.lic"]),
        act("install", "Install the file in the subscription's server", "/v1/licenses/{id}/install")
            .examples(&["1", "1 --wait"]),
        Verb::post(
            "mark-installed",
            "Say that the file was installed by hand",
            "/v1/licenses/{id}/mark-installed",
        )
        .args(&[ID])
        .examples(&["1", "1 --reason 'installed by the customer'"]),
        act("sync", "Compare a license with the issuer", "/v1/licenses/{id}/sync")
            .examples(&["1 --wait", "PLSK.00000001"]),
        Verb::post("sync-all", "Compare all licenses with their issuers", "/v1/licenses/sync")
            .waits()
            .examples(&["", "--wait --json"]),
        Verb::post(
            "upgrade",
            "Change class, capacity or features, or take over what the issuer has",
            "/v1/licenses/{id}/upgrade",
        )
        .args(&[
            ID,
            CAPACITY,
            FEATURES,
            KEYS,
            field("class", "CLASS", "class", Kind::Text, "Another class, by the issuer's name"),
            field("class-version", "VERSION", "class_version", Kind::Text, "Another version of the class"),
            field("reconcile", "", "reconcile", Kind::Switch, "Take over what the issuer has"),
            field("price-cents", "CENTS", "price_cents", Kind::Number, "Price in hundredths of the currency"),
            field("currency", "CODE", "currency", Kind::Text, "Currency of the price"),
        ])
        .verifiable()
        .waits()
        .examples(&["1 --capacity SEATS=20 --wait", "1 --reconcile"]),
        act("renew", "Renew for another period", "/v1/licenses/{id}/renew")
            .args(&[ID, field("force", "", "force", Kind::Switch, "Even before the update date")])
            .examples(&["1 --wait", "1 --force"]),
        act("reinstate", "Bring an expired license back", "/v1/licenses/{id}/reinstate")
            .examples(&["1", "1 --wait"]),
        act("terminate", "End the key at the issuer, for good", "/v1/licenses/{id}/terminate")
            .examples(&["1 --reason 'contract ended'", "1 --wait"]),
        Verb::post("assign", "Assign to a subscription", "/v1/licenses/{id}/assign")
            .args(&[
                ID,
                field("subscription", "NAME", "subscription_id", SUBSCRIPTION, "The subscription").required(),
            ])
            .examples(&["1 --subscription acme-main", "PLSK.00000001 --subscription acme-main"]),
        Verb::post("unassign", "Take from a subscription", "/v1/licenses/{id}/unassign")
            .args(&[ID])
            .examples(&["1", "1 --json"]),
        Verb::new("delete", "Delete a request that has no key", Method::Delete, "/v1/licenses/{id}")
            .args(&[ID])
            .examples(&["1", "1 --reason 'ordered by mistake'"]),
    ],
};
