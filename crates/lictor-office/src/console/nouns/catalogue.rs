//! Products, relations, features and license models.

use super::super::cell::Cell;
use super::super::form::{FORM, Field, Form, Input, When, field, must};
use super::super::noun::{Facts, Filter, Kind, NOUN, Noun, Related, Takes, Task, at, column, more, text};
use super::words::{MODELS, PRODUCT_STATES, TECHNOLOGIES};
use crate::http::route::Method;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&PRODUCTS, &RELATIONS, &FEATURES, &LICENSE_MODELS];

fn product_label(record: &serde_json::Value) -> String {
    format!("{} {}", text(record, "name"), text(record, "product_version"))
}

const PRODUCTS: Noun = Noun {
    path: "products",
    api: "products",
    title: "Products",
    one: "product",
    about: "What is sold, by name and version, and what its licenses contain.",
    label: product_label,
    columns: &[
        column("name", "Product", Kind::Own),
        column("state", "State", Kind::Status),
        column("features", "Features", Kind::Made(feature_names)),
        column("models", "Models", Kind::Plain),
        column("technologies", "Technologies", Kind::Plain),
        column("key_prefix", "Key prefix", Kind::Code),
        more("upgrade_from", "Upgrade window from", Kind::Plain),
        more("upgrade_until", "Upgrade window until", Kind::Plain),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[Filter { key: "filter[state]", label: "State", takes: Takes::OneOf(PRODUCT_STATES) }],
    tasks: &[Task { label: "Graph of relations", href: "/relations/graph", api: "/v1/relations" }],
    beginnings: &[&NEW_PRODUCT],
    empty: "Make features first, then a product that contains them, and deploy it.",
    status: "state",
    facts: &[Facts {
        title: "Product",
        lines: &[
            column("name", "Name", Kind::Plain),
            column("product_version", "Version", Kind::Plain),
            column("features", "Features", Kind::Made(feature_names)),
            column("models", "License models", Kind::Plain),
            column("technologies", "Technologies", Kind::Plain),
            column("key_prefix", "Key prefix", Kind::Code),
            column("upgrade_from", "Automatic upgrade from", Kind::Plain),
            column("upgrade_until", "Automatic upgrade until", Kind::Plain),
            column("mail_template", "Mail of the automatic upgrade", Kind::Plain),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    related: &[
        Related { title: "Leads to", noun: "relations", filter: "filter[from_product]", by: "id" },
        Related { title: "Comes from", noun: "relations", filter: "filter[to_product]", by: "id" },
        Related { title: "Line items", noun: "line-items", filter: "filter[product_id]", by: "id" },
    ],
    forms: &[&DEPLOY, &DEACTIVATE, &EDIT_PRODUCT, &OBSOLETE, &DELETE_PRODUCT],
    ..NOUN
};

fn feature_names(record: &serde_json::Value) -> Cell {
    let features = at(record, "features").as_array().into_iter().flatten();
    let names: Vec<String> = features
        .map(|feature| match at(feature, "per_seat").as_i64() {
            Some(seats) if seats > 1 => format!("{} × {seats}", feature_name(feature)),
            Some(_) | None => feature_name(feature),
        })
        .collect();
    if names.is_empty() { Cell::Empty } else { Cell::Tags(names) }
}

/// A feature with its version, if the product fixes one.
fn feature_name(feature: &serde_json::Value) -> String {
    format!("{} {}", text(feature, "name"), text(feature, "feature_version")).trim_end().to_owned()
}

const PRODUCT_FIELDS: &[Field] = &[
    must("name", "Name", Input::Line, ""),
    must("product_version", "Version", Input::Line, "For people, and for the order of upgrades."),
    field(
        "features",
        "Features",
        Input::Rows(&[
            must("name", "Feature", Input::Record("features", ""), ""),
            field("feature_version", "Version", Input::Line, ""),
            field("per_seat", "Seats for one of the product", Input::Number, "").preset("1"),
        ]),
        "Names of features; leave the version empty to take the feature's own.",
    ),
    field("models", "License models", Input::Ticks(MODELS), "None means all."),
    field("technologies", "Technologies", Input::Ticks(TECHNOLOGIES), "None means all."),
    field(
        "key_prefix",
        "Key prefix",
        Input::Line,
        "2 to 8 capital letters or digits; key numbers begin with it.",
    ),
    field(
        "upgrade_from",
        "Automatic upgrade from",
        Input::Day,
        "First day on which customers with maintenance are upgraded to this product.",
    ),
    field("upgrade_until", "Automatic upgrade until", Input::Day, "Last such day."),
    field(
        "mail_template",
        "Mail of the automatic upgrade",
        Input::Area,
        "{account}, {product} and {lines} are filled in.",
    ),
];

const NEW_PRODUCT: Form = Form {
    name: "new",
    title: "New Product",
    about: "It begins as a draft; deploy it to sell it.",
    api: "/v1/products",
    fields: PRODUCT_FIELDS,
    ..FORM
};

const EDIT_PRODUCT: Form = Form {
    name: "edit",
    title: "Edit",
    method: Method::Patch,
    api: "/v1/products/{id}",
    fields: PRODUCT_FIELDS,
    ..FORM
};

const DEPLOY: Form = Form {
    name: "deploy",
    title: "Deploy",
    api: "/v1/products/{id}/deploy",
    at_once: true,
    when: When::Is("state", &["Draft", "Inactive"]),
    ..FORM
};

const DEACTIVATE: Form = Form {
    name: "deactivate",
    title: "Deactivate",
    api: "/v1/products/{id}/deactivate",
    at_once: true,
    when: When::Is("state", &["Deployed"]),
    ..FORM
};

const OBSOLETE: Form = Form {
    name: "obsolete",
    title: "Make obsolete",
    about: "The product is never sold again. What was sold of it stays.",
    api: "/v1/products/{id}/obsolete",
    danger: true,
    when: When::Is("state", &["Deployed", "Inactive"]),
    ..FORM
};

const DELETE_PRODUCT: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Only a product to which nothing refers can be deleted.",
    method: Method::Delete,
    api: "/v1/products/{id}",
    danger: true,
    ..FORM
};

const RELATIONS: Noun = Noun {
    path: "relations",
    api: "relations",
    title: "Relations",
    one: "relation",
    about: "From which product a customer may come to which: upgrades to newer versions, upsells to richer editions.",
    label: |record| format!("{} to another product", text(record, "kind").to_lowercase()),
    columns: &[
        column("kind", "Kind", Kind::Own),
        column("from_product", "From", Kind::Ref("products")),
        column("to_product", "To", Kind::Ref("products")),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter { key: "filter[kind]", label: "Kind", takes: Takes::OneOf(&["UPGRADE", "UPSELL"]) },
        Filter { key: "filter[from_product]", label: "From", takes: Takes::Record("products") },
        Filter { key: "filter[to_product]", label: "To", takes: Takes::Record("products") },
    ],
    search: false,
    tasks: &[Task { label: "Graph of relations", href: "/relations/graph", api: "/v1/relations" }],
    beginnings: &[&NEW_RELATION],
    empty: "Relate a product to the one that follows it; then its licenses can be upgraded.",
    facts: &[Facts {
        title: "Relation",
        lines: &[
            column("kind", "Kind", Kind::Plain),
            column("from_product", "From", Kind::Ref("products")),
            column("to_product", "To", Kind::Ref("products")),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    forms: &[&DELETE_RELATION],
    ..NOUN
};

const NEW_RELATION: Form = Form {
    name: "new",
    title: "New Relation",
    about: "UPGRADE leads to a newer version, UPSELL to a richer edition. Renewals need no relation.",
    api: "/v1/relations",
    fields: &[
        must("kind", "Kind", Input::OneOf(&[("UPGRADE", "Upgrade"), ("UPSELL", "Upsell")]), ""),
        must("from_product", "From", Input::Record("products", ""), "What the customer has."),
        must("to_product", "To", Input::Record("products", ""), "What the customer may come to."),
    ],
    ..FORM
};

const DELETE_RELATION: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Licenses cannot take this way any more. Those that did stay as they are.",
    method: Method::Delete,
    api: "/v1/relations/{id}",
    danger: true,
    ..FORM
};

const FEATURES: Noun = Noun {
    path: "features",
    api: "features",
    title: "Features",
    one: "feature",
    about: "What an application asks for by name.",
    columns: &[
        column("name", "Name", Kind::Own),
        column("feature_version", "Version", Kind::Plain),
        column("version_format", "Kind of version", Kind::Plain),
        column("share", "Sharing", Kind::Plain),
        column("options", "Options", Kind::Plain),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[Filter {
        key: "filter[version_format]",
        label: "Kind of version",
        takes: Takes::OneOf(&["fixed", "date-based"]),
    }],
    beginnings: &[&NEW_FEATURE],
    empty: "Make a feature for every name that your application checks out.",
    facts: &[Facts {
        title: "Feature",
        lines: &[
            column("feature_version", "Version", Kind::Plain),
            column("version_format", "Kind of version", Kind::Plain),
            column("share", "Sharing", Kind::Plain),
            column("options", "Options", Kind::Plain),
            column("created_at", "Created", Kind::Time),
        ],
    }],
    forms: &[&EDIT_FEATURE, &DELETE_FEATURE],
    ..NOUN
};

const NEW_FEATURE: Form = Form {
    name: "new",
    title: "New Feature",
    api: "/v1/features",
    fields: &[
        must("name", "Name", Input::Line, "As the application asks for it."),
        field("feature_version", "Version", Input::Line, "MAJOR.MINOR, as written into license files."),
        field(
            "version_format",
            "Kind of version",
            Input::OneOf(&[
                ("fixed", "Fixed"),
                ("date-based", "Date-based: the day up to which updates are paid for"),
            ]),
            "",
        )
        .preset("fixed"),
        field("share", "Sharing", Input::Line, "USER, HOST, CUSTOM or VIRTUAL; several with |."),
        field("options", "Options", Input::Line, "Text that the application reads with the license."),
    ],
    ..FORM
};

const EDIT_FEATURE: Form = Form {
    name: "edit",
    title: "Edit",
    about: "Files that were made keep what they say.",
    method: Method::Patch,
    api: "/v1/features/{id}",
    fields: &[
        field("feature_version", "Version", Input::Line, "MAJOR.MINOR, as written into license files."),
        field("share", "Sharing", Input::Line, "USER, HOST, CUSTOM or VIRTUAL; several with |."),
        field("options", "Options", Input::Line, "Text that the application reads with the license."),
    ],
    ..FORM
};

const DELETE_FEATURE: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Only a feature that no product contains can be deleted.",
    method: Method::Delete,
    api: "/v1/features/{id}",
    danger: true,
    ..FORM
};

const LICENSE_MODELS: Noun = Noun {
    path: "license-models",
    api: "license-models",
    title: "License models",
    one: "license model",
    about: "How licenses are counted and bound, and what customers may do themselves.",
    label: |record| text(record, "code"),
    columns: &[
        column("code", "Code", Kind::Own),
        column("model", "Model", Kind::Plain),
        column("technology", "Technology", Kind::Plain),
        column(
            "policies/returns/allowed_count",
            "Returns",
            Kind::Made(|record| limit(record, "policies/returns/allowed_count")),
        ),
        column(
            "policies/repairs/allowed_count",
            "Repairs",
            Kind::Made(|record| limit(record, "policies/repairs/allowed_count")),
        ),
        column(
            "policies/rehosts/allowed_count",
            "Rehosts",
            Kind::Made(|record| limit(record, "policies/rehosts/allowed_count")),
        ),
        column("policies/max_emergency_days", "Emergency days", Kind::Number),
        more("created_at", "Created", Kind::Time),
    ],
    filters: &[
        Filter { key: "filter[model]", label: "Model", takes: Takes::Named(MODELS) },
        Filter { key: "filter[technology]", label: "Technology", takes: Takes::Named(TECHNOLOGIES) },
    ],
    beginnings: &[&NEW_MODEL],
    empty: "Four models come with the program; make your own for other policies.",
    facts: &[
        Facts {
            title: "Model",
            lines: &[
                column("model", "Model", Kind::Plain),
                column("technology", "Technology", Kind::Plain),
                column("created_at", "Created", Kind::Time),
            ],
        },
        Facts {
            title: "Policies",
            lines: &[
                column(
                    "policies/returns",
                    "Returns",
                    Kind::Made(|record| limit(record, "policies/returns/allowed_count")),
                ),
                column(
                    "policies/repairs",
                    "Repairs",
                    Kind::Made(|record| limit(record, "policies/repairs/allowed_count")),
                ),
                column(
                    "policies/rehosts",
                    "Rehosts",
                    Kind::Made(|record| limit(record, "policies/rehosts/allowed_count")),
                ),
                column("policies/emergency_allowed", "Emergency licenses", Kind::Plain),
                column("policies/stop_gap_allowed", "Stop-gap licenses", Kind::Plain),
                column("policies/max_emergency_days", "Longest of them, in days", Kind::Number),
                column("policies/grace_days", "Grace days", Kind::Number),
                column("policies/overdraft_allowed", "Overdraft", Kind::Plain),
                column("policies/host_id_kinds", "Types of host ids", Kind::Plain),
            ],
        },
    ],
    forms: &[&EDIT_MODEL, &DELETE_MODEL],
    ..NOUN
};

/// How often something is allowed.
fn limit(record: &serde_json::Value, key: &str) -> Cell {
    match at(record, key).as_i64() {
        Some(count) => Cell::Number(count.to_string()),
        None => Cell::Text("no limit".to_owned()),
    }
}

/// The policies.
const POLICY_FIELDS: [Field; 8] = [
    field("policies/returns/allowed_count", "Returns allowed", Input::Number, "Empty means without limit."),
    field("policies/repairs/allowed_count", "Repairs allowed", Input::Number, "Empty means without limit."),
    field("policies/rehosts/allowed_count", "Rehosts allowed", Input::Number, "Empty means without limit."),
    field("policies/emergency_allowed", "Emergency licenses allowed", Input::Switch, "").preset("on"),
    field("policies/stop_gap_allowed", "Stop-gap licenses allowed", Input::Switch, "").preset("on"),
    field("policies/max_emergency_days", "Longest of them", Input::Number, "Days.").preset("14"),
    field("policies/grace_days", "Grace days", Input::Number, "Days that the file grants after its end.")
        .preset("0"),
    field("policies/overdraft_allowed", "Overdraft allowed", Input::Switch, "").preset("on"),
];

const NEW_MODEL: Form = Form {
    name: "new",
    title: "New License Model",
    api: "/v1/license-models",
    fields: &[
        must("code", "Code", Input::Line, "Short and unique, for example FC-strict."),
        must("model", "Model", Input::OneOf(MODELS), ""),
        must("technology", "Technology", Input::OneOf(TECHNOLOGIES), "").preset("certificate"),
        POLICY_FIELDS[0],
        POLICY_FIELDS[1],
        POLICY_FIELDS[2],
        POLICY_FIELDS[3],
        POLICY_FIELDS[4],
        POLICY_FIELDS[5],
        POLICY_FIELDS[6],
        POLICY_FIELDS[7],
    ],
    ..FORM
};

const EDIT_MODEL: Form = Form {
    name: "edit",
    title: "Edit policies",
    about: "Policies hold for what is done from now on.",
    method: Method::Patch,
    api: "/v1/license-models/{id}",
    fields: &POLICY_FIELDS,
    ..FORM
};

const DELETE_MODEL: Form = Form {
    name: "delete",
    title: "Delete",
    about: "Only a model that nothing uses can be deleted.",
    method: Method::Delete,
    api: "/v1/license-models/{id}",
    danger: true,
    ..FORM
};
