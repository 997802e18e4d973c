//! `lictor-office entitlement …`, `line-item …` and `count`.

use crate::cli::verb::{
    ACCOUNT, Arg, ENTITLEMENT as ENTITLEMENTS, Kind, LINE, MODEL, Noun, Output, PRODUCT, Verb, field,
    parameter, part,
};
use crate::http::route::Method;

const ENTITLEMENT_ID: Arg = part("id", "ENTITLEMENT", "Entitlement id");
const LINE_ID: Arg = part("id", "LINE", "Activation id of the line item, or id");
const QUANTITY: Arg = field("quantity", "SEATS", "quantity", Kind::Number, "Seats");
const PRODUCT_OF: Arg = field("product", "NAME@VERSION", "product_id", PRODUCT, "The product");
const MODEL_OF: Arg = field("model", "CODE", "license_model_id", MODEL, "The license model");
const EXPIRY: Arg = field(
    "expiry",
    "WHEN",
    "expiry",
    Kind::Expiry,
    "When licenses of it end: permanent, a day as 2026-12-31, 12m, 30d or JSON",
);
const START: Arg = field("start", "DATE", "start_date", Kind::Day, "The fixed start date");
const ACTIVATION: Arg = field(
    "activation-id",
    "ID",
    "activation_id",
    Kind::Text,
    "What the customer types; drawn at random if not said",
);

const fn state(name: &'static str, about: &'static str, path: &'static str) -> Verb {
    Verb::post(name, about, path)
}

const fn child(name: &'static str, about: &'static str, path: &'static str) -> Verb {
    Verb::post(name, about, path).verifiable()
}

/// Entitlements.
pub(crate) const ENTITLEMENT: Noun = Noun {
    name: "entitlement",
    about: "Entitlements: what accounts ordered",
    columns: &["entitlement_id", "account_id", "state", "ship_to"],
    verbs: &[
        Verb::list("List entitlements", "/v1/entitlements").examples(&["", "--filter state=Deployed"]),
        Verb::show("Show an entitlement", "/v1/entitlements/{id}")
            .args(&[ENTITLEMENT_ID])
            .examples(&["E-1", "E-1 --json"]),
        Verb::post("new", "Make an entitlement", "/v1/entitlements")
            .args(&[
                field("account", "ACCOUNT", "account_id", ACCOUNT, "Whose it is").required(),
                field("id", "ID", "entitlement_id", Kind::Text, "Its name, unique; numbered if not said"),
                field("ship-to", "ADDRESS", "ship_to", Kind::Text, "Address of mail for files"),
                field("lines", "JSON", "line_items", Kind::Json, "Its line items, or @FILE with them"),
                field("deploy", "", "deploy", Kind::Switch, "Put it into force at once, with its lines"),
            ])
            .examples(&["--account ACME", "--account ACME --id E-1 --lines @lines.json --deploy"]),
        state("deploy", "Put an entitlement into force", "/v1/entitlements/{id}/deploy")
            .args(&[ENTITLEMENT_ID])
            .examples(&["E-1", "E-1 --json"]),
        state(
            "deactivate",
            "Put an entitlement and its lines out of force",
            "/v1/entitlements/{id}/deactivate",
        )
        .args(&[ENTITLEMENT_ID])
        .examples(&["E-1", "E-1 --reason 'not paid'"]),
        state("obsolete", "End an entitlement and its lines, for good", "/v1/entitlements/{id}/obsolete")
            .args(&[ENTITLEMENT_ID])
            .examples(&["E-1", "E-1 --reason 'contract ended'"]),
    ],
};

/// Line items.
pub(crate) const LINE_ITEM: Noun = Noun {
    name: "line-item",
    about: "Line items: seats of one product under one license model",
    columns: &["activation_id", "kind", "state", "quantity", "converted", "out", "active", "expiration"],
    verbs: &[
        Verb::list("List line items", "/v1/line-items")
            .examples(&["", "--filter state=Deployed --filter kind=UPGRADE"]),
        Verb::show("Show a line item", "/v1/line-items/{id}")
            .args(&[LINE_ID])
            .examples(&["AAAA-BBBB", "AAAA-BBBB --json"]),
        Verb::post("new", "Make a line item", "/v1/line-items")
            .args(&[
                field("entitlement", "ENTITLEMENT", "entitlement_id", ENTITLEMENTS, "Its entitlement"),
                field("kind", "KIND", "kind", Kind::Text, "NEW, UPGRADE, UPSELL or RENEWAL"),
                field("parent", "LINE", "parent_line_item_id", LINE, "The line it follows"),
                field(
                    "activation-id",
                    "ID",
                    "activation_id",
                    Kind::Text,
                    "What the customer types; drawn at random if not said",
                ),
                field("product", "NAME@VERSION", "product_id", PRODUCT, "The product"),
                field("model", "CODE", "license_model_id", MODEL, "The license model"),
                field("quantity", "SEATS", "quantity", Kind::Number, "Seats"),
                EXPIRY,
                field("start", "DATE", "start_date", Kind::Day, "The fixed start date"),
                field("auto-deploy", "", "auto_deploy", Kind::Switch, "Put it into force at once"),
            ])
            .examples(&[
                "--entitlement E-1 --product Modeler@1.0 --model FC --quantity 10",
                "--entitlement E-1 --product Modeler@1.0 --model FC --quantity 10 --expiry 12m --auto-deploy",
            ]),
        child("upgrade", "Make a line that takes seats to a newer version", "/v1/line-items/{id}/upgrade")
            .args(&[LINE_ID, PRODUCT_OF, MODEL_OF, QUANTITY, EXPIRY, START, ACTIVATION])
            .examples(&["AAAA-BBBB --product Modeler@2.0 --quantity 2", "AAAA-BBBB --verify"]),
        child("upsell", "Make a line that takes seats to a richer edition", "/v1/line-items/{id}/upsell")
            .args(&[LINE_ID, PRODUCT_OF, MODEL_OF, QUANTITY, EXPIRY, START, ACTIVATION])
            .examples(&[
                "AAAA-BBBB --product Studio@1.0 --quantity 2",
                "AAAA-BBBB --product Studio@1.0 --verify",
            ]),
        child("renew", "Make a line that takes seats to a new term", "/v1/line-items/{id}/renew")
            .args(&[LINE_ID, QUANTITY, EXPIRY, START, ACTIVATION])
            .examples(&["AAAA-BBBB --expiry 12m", "AAAA-BBBB --quantity 5 --expiry 12m"]),
        state("deploy", "Put a line item into force", "/v1/line-items/{id}/deploy")
            .args(&[LINE_ID])
            .examples(&["AAAA-BBBB", "AAAA-BBBB --json"]),
        state("deactivate", "Put a line item out of force", "/v1/line-items/{id}/deactivate")
            .args(&[LINE_ID])
            .examples(&["AAAA-BBBB", "AAAA-BBBB --reason 'not paid'"]),
        state("obsolete", "End a line item, for good", "/v1/line-items/{id}/obsolete")
            .args(&[LINE_ID])
            .examples(&["AAAA-BBBB", "AAAA-BBBB --reason 'contract ended'"]),
    ],
};

/// `count`, which stands alone.
pub(crate) const COUNT: Noun = Noun {
    name: "",
    about: "",
    columns: &["count", "without_return", "from_parent_active", "naive"],
    verbs: &[Verb::new(
        "count",
        "How many seats a line item can give right now",
        Method::Get,
        "/v1/line-items/{activation_id}/exact-available-count",
    )
    .args(&[
        part("activation_id", "ACTIVATION_ID", "Activation id of the line item, or id"),
        parameter("fulfillment", "FULFILLMENT", "fulfillment_id", "No more than this fulfillment has"),
    ])
    .output(Output::Row)
    .examples(&["AAAA-BBBB", "AAAA-BBBB --fulfillment F-1 --json"])],
};
