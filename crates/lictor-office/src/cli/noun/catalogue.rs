//! `lictor-office account …`, `product …` and what else is sold, to whom, for which machines.

use crate::cli::verb::{ACCOUNT as ACCOUNTS, Arg, Kind, Noun, PRODUCT as PRODUCTS, Verb, field, part};
use crate::http::route::Method;

const ACCOUNT_ID: Arg = part("id", "ACCOUNT", "Code of the account, or id");
const PRODUCT_ID: Arg = part("id", "PRODUCT", "Id of the product");

/// Accounts.
pub(crate) const ACCOUNT: Noun = Noun {
    name: "account",
    about: "Accounts: customers and resellers",
    columns: &["code", "name", "status", "reseller"],
    verbs: &[
        Verb::list("List accounts", "/v1/accounts").examples(&["", "--text acme"]),
        Verb::show("Show an account", "/v1/accounts/{id}")
            .args(&[ACCOUNT_ID])
            .examples(&["ACME", "ACME --json"]),
        Verb::post("new", "Make an account", "/v1/accounts")
            .args(&[
                field("code", "CODE", "code", Kind::Text, "Its short name, unique").required(),
                field("name", "TEXT", "name", Kind::Text, "Its name").required(),
                field("parent", "ACCOUNT", "parent_account", ACCOUNTS, "The account above it"),
                field("reseller", "", "reseller", Kind::Switch, "It sells to others"),
                field(
                    "contact",
                    "FIELD=VALUE;…",
                    "contacts",
                    Kind::Rows(&["name", "email", "language"]),
                    "A person: name, email, language; may be repeated",
                ),
            ])
            .examples(&[
                "--code ACME --name 'Acme Inc.'",
                "--code ACME --name Acme --contact 'name=Ann;email=ann@acme.example'",
            ]),
        Verb::post(
            "transfer-host",
            "Move everything of a host to another one",
            "/v1/accounts/{id}/transfer-host",
        )
        .args(&[
            ACCOUNT_ID,
            field("from", "TYPE=VALUE", "from", Kind::Text, "The host that is gone").required(),
            field("to", "TYPE=VALUE", "to", Kind::Text, "The host that takes its place").required(),
        ])
        .verifiable()
        .examples(&[
            "ACME --from HOSTNAME=old --to HOSTNAME=new",
            "ACME --from HOSTNAME=old --to HOSTNAME=new --verify",
        ]),
    ],
};

/// Hosts.
pub(crate) const HOST: Noun = Noun {
    name: "host",
    about: "Hosts: machines of customers, under all their names",
    columns: &["id", "account_id", "kind", "id_type", "value", "aliases", "name"],
    verbs: &[
        Verb::list("List hosts", "/v1/hosts").examples(&["", "--filter id_type=ETHERNET"]),
        Verb::show("Show a host", "/v1/hosts/{id}").args(&[part("id", "HOST", "Id of the host")]).examples(
            &["019aa0f0-0000-7000-8000-000000000001", "019aa0f0-0000-7000-8000-000000000001 --json"],
        ),
    ],
};

/// Products.
pub(crate) const PRODUCT: Noun = Noun {
    name: "product",
    about: "Products: what is sold, by name and version",
    columns: &["name", "product_version", "state", "models", "technologies"],
    verbs: &[
        Verb::list("List products", "/v1/products").examples(&["", "--filter state=Deployed"]),
        Verb::show("Show a product", "/v1/products/{id}")
            .args(&[PRODUCT_ID.kind(PRODUCTS)])
            .examples(&["Modeler@1.0", "Modeler@1.0 --json"]),
        Verb::post("new", "Make a product", "/v1/products")
            .args(&[
                field("name", "NAME", "name", Kind::Text, "Its name").required(),
                field("product-version", "VERSION", "product_version", Kind::Text, "Its version").required(),
                field(
                    "feature",
                    "FIELD=VALUE;…",
                    "features",
                    Kind::Rows(&["name", "feature_version", "per_seat"]),
                    "A feature: name, feature_version, per_seat; may be repeated",
                ),
                field(
                    "model",
                    "MODEL",
                    "models",
                    Kind::Words,
                    "A model it may be licensed with; may be repeated",
                ),
                field("key-prefix", "PREFIX", "key_prefix", Kind::Text, "Prefix of its key numbers"),
            ])
            .examples(&[
                "--name Modeler --product-version 1.0 --feature name=modeler",
                "--name Modeler --product-version 2.0 --feature 'name=modeler;feature_version=2.0'",
            ]),
        Verb::post("deploy", "Put a product on sale", "/v1/products/{id}/deploy")
            .args(&[PRODUCT_ID.kind(PRODUCTS)])
            .examples(&["Modeler@1.0", "Modeler@1.0 --json"]),
        Verb::post("deactivate", "Sell a product no more for now", "/v1/products/{id}/deactivate")
            .args(&[PRODUCT_ID.kind(PRODUCTS)])
            .examples(&["Modeler@1.0", "Modeler@1.0 --json"]),
        Verb::post("obsolete", "Sell a product never again", "/v1/products/{id}/obsolete")
            .args(&[PRODUCT_ID.kind(PRODUCTS)])
            .examples(&["Modeler@1.0", "Modeler@1.0 --json"]),
    ],
};

/// Features.
pub(crate) const FEATURE: Noun = Noun {
    name: "feature",
    about: "Features: what applications ask for",
    columns: &["name", "feature_version", "version_format", "options", "share"],
    verbs: &[
        Verb::list("List features", "/v1/features").examples(&["", "--json"]),
        Verb::show("Show a feature", "/v1/features/{id}")
            .args(&[part("id", "FEATURE", "Name of the feature, or id")])
            .examples(&["modeler", "modeler --json"]),
        Verb::post("new", "Make a feature", "/v1/features")
            .args(&[
                field("name", "NAME", "name", Kind::Text, "Its name").required(),
                field(
                    "feature-version",
                    "VERSION",
                    "feature_version",
                    Kind::Text,
                    "Its version, MAJOR.MINOR",
                ),
                field("version-format", "FORMAT", "version_format", Kind::Text, "fixed or date-based"),
                field("options", "TEXT", "options", Kind::Text, "Text that the application reads"),
                field("share", "FLAGS", "share", Kind::Text, "Sharing of seats: USER, HOST, CUSTOM, VIRTUAL"),
            ])
            .examples(&[
                "--name modeler --feature-version 1.0",
                "--name updates --version-format date-based",
            ]),
    ],
};

/// Relations.
pub(crate) const RELATION: Noun = Noun {
    name: "relation",
    about: "Relations: which product upgrades or upsells to which",
    columns: &["id", "kind", "from_product", "to_product"],
    verbs: &[
        Verb::list("List relations", "/v1/relations").examples(&["", "--filter kind=UPGRADE"]),
        Verb::post("new", "Relate two products", "/v1/relations")
            .args(&[
                field("from", "NAME@VERSION", "from_product", PRODUCTS, "What the customer has").required(),
                field("to", "NAME@VERSION", "to_product", PRODUCTS, "What the customer may come to")
                    .required(),
                field("kind", "KIND", "kind", Kind::Text, "UPGRADE or UPSELL").required(),
            ])
            .examples(&[
                "--from Modeler@1.0 --to Modeler@2.0 --kind UPGRADE",
                "--from Modeler@1.0 --to Studio@1.0 --kind UPSELL",
            ]),
        Verb::new("delete", "Take a relation away", Method::Delete, "/v1/relations/{id}")
            .args(&[part("id", "RELATION", "Id of the relation")])
            .examples(&[
                "019aa0f0-0000-7000-8000-000000000001",
                "019aa0f0-0000-7000-8000-000000000001 --json",
            ]),
    ],
};

/// License models.
pub(crate) const MODEL: Noun = Noun {
    name: "license-model",
    about: "License models: floating or node-locked, with their policies",
    columns: &["code", "model", "technology", "id"],
    verbs: &[
        Verb::list("List license models", "/v1/license-models").examples(&["", "--json"]),
        Verb::show("Show a license model", "/v1/license-models/{id}")
            .args(&[part("id", "MODEL", "Code of the model, or id")])
            .examples(&["FC", "FC --json"]),
        Verb::post("new", "Make a license model", "/v1/license-models")
            .args(&[
                field("code", "CODE", "code", Kind::Text, "Its short name, unique").required(),
                field("model", "MODEL", "model", Kind::Text, "FC, FU, NC or NU").required(),
                field(
                    "technology",
                    "TECHNOLOGY",
                    "technology",
                    Kind::Text,
                    "How the right reaches the machine",
                )
                .required(),
                field(
                    "policies",
                    "JSON",
                    "policies",
                    Kind::Json,
                    "What may be done how often, or @FILE with it",
                ),
            ])
            .examples(&[
                "--code FC-site --model FC --technology certificate",
                "--code NU-strict --model NU --technology certificate --policies @policies.json",
            ]),
    ],
};
