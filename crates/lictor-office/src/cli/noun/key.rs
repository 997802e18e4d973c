//! `lictor-office key …` and `issuer-class …`: the issuer's own people.

use crate::cli::verb::{Arg, Kind, Noun, Output, PRODUCT, Verb, field, part};
use crate::http::route::Method;

const NUMBER: Arg = part("number", "KEY", "Key number, with or without revision");

const fn act(name: &'static str, about: &'static str, path: &'static str) -> Verb {
    Verb::post(name, about, path).args(&[NUMBER])
}

/// Keys.
pub(crate) const KEY: Noun = Noun {
    name: "key",
    about: "Keys at the issuer: make, upgrade, suspend, terminate",
    columns: &[
        "key_number",
        "number",
        "revision",
        "owner",
        "status",
        "bill_type",
        "update_date",
        "expiration_date",
    ],
    verbs: &[
        Verb::list("List keys", "/v1/keys").examples(&["", "--filter owner=acme --limit 0"]),
        Verb::show("Show a key", "/v1/keys/{number}")
            .args(&[NUMBER])
            .examples(&["PLSK.00000001", "PLSK.00000001.0000"]),
        Verb::post("new", "Make a key for a login", "/v1/keys")
            .args(&[
                field("owner", "LOGIN", "owner", Kind::Text, "The login that owns it").required(),
                field("class", "CLASS", "class", Kind::Text, "The class").required(),
                field("bill-type", "TYPE", "bill_type", Kind::Text, "Monthly or Purchase").required(),
                field(
                    "capacity",
                    "CODE=AMOUNT",
                    "capacity",
                    Kind::Amounts,
                    "Amount of a capacity option; may be repeated",
                ),
                field(
                    "feature",
                    "NAME",
                    "features",
                    Kind::Words,
                    "A feature that is switched on; may be repeated",
                ),
                field("licensee", "TEXT", "licensee", Kind::Text, "Whom its files name"),
                field(
                    "host",
                    "TYPE=VALUE",
                    "server_host_ids",
                    Kind::Words,
                    "Host id of the server; may be repeated",
                ),
                field("start", "DATE", "start", Kind::Day, "First day"),
            ])
            .examples(&[
                "--owner acme --class CAD --bill-type Monthly --capacity SEATS=10",
                "--owner acme --class CAD --bill-type Purchase --feature solver",
            ]),
        act("upgrade", "Change what a key permits", "/v1/keys/{number}/upgrade")
            .args(&[
                NUMBER,
                field("class", "CLASS", "config/class", Kind::Text, "Its class").required(),
                field(
                    "class-version",
                    "VERSION",
                    "config/class_version",
                    Kind::Text,
                    "The version of the class",
                ),
                field(
                    "capacity",
                    "CODE=AMOUNT",
                    "config/capacity",
                    Kind::Amounts,
                    "Every amount from now on; may be repeated",
                ),
                field(
                    "feature",
                    "NAME",
                    "config/features",
                    Kind::Words,
                    "Every feature from now on; may be repeated",
                ),
            ])
            .verifiable()
            .examples(&[
                "PLSK.00000001 --class CAD --capacity SEATS=12",
                "PLSK.00000001 --class CAD --feature solver --verify",
            ]),
        act("renew", "Pay for another month", "/v1/keys/{number}/renew")
            .args(&[NUMBER, field("force", "", "force", Kind::Switch, "Even before the update date")])
            .examples(&["PLSK.00000001", "PLSK.00000001 --force"]),
        act("terminate", "End a key for good", "/v1/keys/{number}/terminate")
            .examples(&["PLSK.00000001", "PLSK.00000001 --reason 'not paid'"]),
        act("suspend", "Stop a key for a while", "/v1/keys/{number}/suspend")
            .examples(&["PLSK.00000001", "PLSK.00000001 --json"]),
        act("resume", "Let a suspended key run again", "/v1/keys/{number}/resume")
            .examples(&["PLSK.00000001", "PLSK.00000001 --json"]),
        act("activate", "Activate a key", "/v1/keys/{number}/activate")
            .args(&[NUMBER, field("code", "CODE", "activation_code", Kind::Text, "The activation code")])
            .examples(&["PLSK.00000001", "PLSK.00000001 --code 7H2K-9QWD"]),
        act("attach", "Attach an additional key", "/v1/keys/{number}/attach")
            .args(&[
                NUMBER,
                field("key", "KEY", "additional_key", Kind::Text, "Its class or its number").required(),
            ])
            .examples(&["PLSK.00000001 --key BACKUP", "PLSK.00000001 --key PLSK.00000002"]),
        act("detach", "Detach an additional key", "/v1/keys/{number}/detach")
            .args(&[
                NUMBER,
                field("key", "KEY", "additional_key", Kind::Text, "Its class or its number").required(),
            ])
            .examples(&["PLSK.00000001 --key BACKUP", "PLSK.00000001 --key PLSK.00000002"]),
        act("reinstate", "Bring an expired key back", "/v1/keys/{number}/reinstate")
            .examples(&["PLSK.00000001", "PLSK.00000001 --json"]),
        act("renew-sus", "Pay another year of the right to upgrade", "/v1/keys/{number}/renew-sus")
            .examples(&["PLSK.00000001", "PLSK.00000001 --json"]),
        act("reinstate-sus", "Bring the right to upgrade back", "/v1/keys/{number}/reinstate-sus")
            .examples(&["PLSK.00000001", "PLSK.00000001 --json"]),
        act("change", "Change a key in several ways at once, all or none", "/v1/keys/{number}/change")
            .args(&[
                NUMBER,
                field(
                    "changes",
                    "JSON",
                    "changes",
                    Kind::Json,
                    "The changes in their order, or @FILE with them",
                )
                .required(),
            ])
            .verifiable()
            .examples(&[
                "PLSK.00000001 --changes '[{\"change\":\"configure\",\"nickname\":\"spare\"}]'",
                "PLSK.00000001 --changes @changes.json --verify",
            ]),
        act(
            "mark-problem",
            "Mark a key as a problem, or take the mark away",
            "/v1/keys/{number}/mark-problem",
        )
        .args(&[NUMBER, field("set", "BOOL", "set", Kind::Truth, "Whether it is marked from now on")])
        .examples(&["PLSK.00000001", "PLSK.00000001 --set false"]),
        act(
            "export-lock",
            "Keep the file of a key back, or give it out again",
            "/v1/keys/{number}/export-lock",
        )
        .args(&[NUMBER, field("set", "BOOL", "set", Kind::Truth, "Whether it is kept back from now on")])
        .examples(&["PLSK.00000001", "PLSK.00000001 --set false"]),
        Verb::new(
            "download",
            "Get the newest license file of a key",
            Method::Get,
            "/v1/keys/{number}/download",
        )
        .args(&[NUMBER])
        .output(Output::File)
        .examples(&["PLSK.00000001 --out acme.lic", "PLSK.00000001 > acme.lic"]),
    ],
};

/// Classes at the issuer.
pub(crate) const ISSUER_CLASS: Noun = Noun {
    name: "issuer-class",
    about: "The issuer's catalogue of license classes",
    columns: &["class_id", "name", "class_version", "bill_types", "features", "requires_activation", "selected_for_sale"],
    verbs: &[
        Verb::list("List the issuer's classes", "/v1/issuer-classes").examples(&["", "--json"]),
        Verb::show("Show a class", "/v1/issuer-classes/{id}")
            .args(&[part("id", "CLASS", "Name of the class, or id")])
            .examples(&["CAD", "CAD --json"]),
        Verb::post("new", "Make a class", "/v1/issuer-classes")
            .args(&[
                field("class", "CLASS", "class_id", Kind::Text, "Its name in requests").required(),
                field("name", "TEXT", "name", Kind::Text, "Its name for people"),
                field("class-version", "VERSION", "class_version", Kind::Text, "Its version"),
                field("bill-type", "TYPE", "bill_types", Kind::Words, "Monthly or Purchase; may be repeated"),
                field(
                    "option", "FIELD=VALUE;…", "capacity_options", Kind::Rows(&["code", "label", "amount", "max", "feature"]),
                    "A capacity option: code, label, amount, max, feature; may be repeated",
                ),
                field("feature", "NAME", "features", Kind::Words, "A feature that can be switched on; may be repeated"),
                field("product", "NAME@VERSION", "product_id", PRODUCT, "The product whose features every key contains"),
                field("key-prefix", "PREFIX", "key_prefix", Kind::Text, "Prefix of the key numbers"),
                field("model", "MODEL", "license_model", Kind::Text, "FC, FU, NC or NU"),
                field("requires-activation", "", "requires_activation", Kind::Switch, "Its keys must be activated"),
                field("auto-renew", "", "auto_renew", Kind::Switch, "Its licenses are renewed automatically"),
                field("allows-downgrade", "", "allows_downgrade", Kind::Switch, "Amounts can be lowered"),
                field("grace-days", "DAYS", "grace_days", Kind::Number, "Days between update date and expiration"),
                field("keep-days", "DAYS", "keep_days", Kind::Number, "Days an expired key is kept"),
            ])
            .examples(&[
                "--class CAD --option 'code=SEATS;label=Seats;amount=5' --product Modeler@1.0 --key-prefix CAD",
                "--class PLUS --bill-type Monthly --feature solver --auto-renew --grace-days 10",
            ]),
        Verb::new("delete", "Forget a class that nothing uses", Method::Delete, "/v1/issuer-classes/{id}")
            .args(&[part("id", "CLASS", "Name of the class, or id")])
            .examples(&["CAD", "CAD --json"]),
    ],
};
