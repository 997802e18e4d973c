//! `lictor-office fulfillment …`: seats given to hosts, and what becomes of them.

use crate::cli::verb::{Arg, Kind, LINE, Noun, Output, Verb, field, part};
use crate::http::route::Method;

const ID: Arg = part("id", "FULFILLMENT", "Fulfillment id");
const COUNT: Arg = field("count", "SEATS", "count", Kind::Number, "Seats; all if not said");
const SERVERS: Arg =
    field("server", "TYPE=VALUE", "server_host_ids", Kind::Words, "Host id of the server; may be repeated");
const NODES: Arg =
    field("node", "TYPE=VALUE", "node_host_ids", Kind::Words, "Host id of a node; may be repeated");
const TARGET: Arg = field(
    "target",
    "LINE",
    "target_line_item_id",
    LINE,
    "The line item that takes the seats, if there are several",
);
const START: Arg = field("start", "DATE", "start_date", Kind::Day, "First day");
const END: Arg = field("until", "DATE", "end_date", Kind::Day, "Last day").required();
const OVERRIDE: Arg =
    field("override-policy", "", "override_policy", Kind::Switch, "Go over the limit; needs the right to");
const BESIDE: Arg =
    field("beside", "", "beside", Kind::Switch, "As a pool of its own, beside what is on the server");
const ALIAS: Arg = field(
    "confirm-alias",
    "",
    "confirm_alias",
    Kind::Switch,
    "A host id of another type names the same machine",
);

const SPLIT: &[Arg] = &[ID, COUNT, TARGET, SERVERS, NODES, START, BESIDE, ALIAS];
/// A renewal begins where its line item says.
const RENEWAL: &[Arg] = &[ID, COUNT, TARGET, SERVERS, NODES, BESIDE, ALIAS];

const fn act(name: &'static str, about: &'static str, path: &'static str) -> Verb {
    Verb::post(name, about, path).verifiable()
}

/// Fulfillments.
pub(crate) const FULFILLMENT: Noun = Noun {
    name: "fulfillment",
    about: "Fulfillments: activate, upgrade, upsell, renew, rehost, return",
    columns: &[
        "fulfillment_id", "activation_id", "model", "count", "status", "support_type", "delivery", "server_host_ids",
        "node_host_ids", "start_date", "expiration",
    ],
    verbs: &[
        Verb::list("List fulfillments", "/v1/fulfillments")
            .examples(&["--filter status=Active", "--text HOSTNAME=srv1 --json"]),
        Verb::show("Show a fulfillment", "/v1/fulfillments/{id}").args(&[ID]).examples(&["F-1", "F-1 --json"]),
        act("activate", "Give seats of a line item to hosts", "/v1/line-items/{activation_id}/activate")
            .args(&[
                part("activation_id", "ACTIVATION_ID", "Activation id of the line item"),
                field("count", "SEATS", "count", Kind::Number, "Seats"),
                SERVERS,
                NODES,
                field(
                    "host", "FIELD=VALUE;…", "hosts",
                    Kind::Rows(&["count", "from_parent", "from_own", "server_host_ids[]", "node_host_ids[]"]),
                    "One of several hosts: count, server_host_ids, node_host_ids; may be repeated",
                ),
                START,
                BESIDE,
                ALIAS,
            ])
            .examples(&[
                "AAAA-BBBB --count 10 --server HOSTNAME=srv1",
                "AAAA-BBBB --host 'count=6;server_host_ids=HOSTNAME=srv1' --host 'count=4;server_host_ids=HOSTNAME=srv2' --verify",
            ]),
        act("upgrade", "Take seats to a newer version", "/v1/fulfillments/{id}/upgrade")
            .args(SPLIT)
            .examples(&["F-1 --count 2 --verify", "F-1 --count 2 --target CCCC-DDDD"]),
        act("upsell", "Take seats to a richer edition", "/v1/fulfillments/{id}/upsell")
            .args(SPLIT)
            .examples(&["F-1", "F-1 --count 2"]),
        act("renew", "Take seats to a new term", "/v1/fulfillments/{id}/renew")
            .args(RENEWAL)
            .examples(&["F-1", "F-1 --count 5 --verify"]),
        act("rehost", "Move seats to another host", "/v1/fulfillments/{id}/rehost")
            .args(&[ID, COUNT, SERVERS, NODES, BESIDE, ALIAS, OVERRIDE])
            .examples(&["F-1 --server HOSTNAME=srv2", "F-1 --count 3 --server HOSTNAME=srv2 --verify"]),
        act("return", "Give seats back", "/v1/fulfillments/{id}/return").args(&[ID, COUNT, OVERRIDE]).examples(&["F-1", "F-1 --count 3"]),
        act("repair", "Make the file again", "/v1/fulfillments/{id}/repair").args(&[ID, OVERRIDE]).examples(&["F-1", "F-1 --verify"]),
        act("emergency", "Give a short license while the real one does not work", "/v1/fulfillments/{id}/emergency")
            .args(&[ID, END, START, OVERRIDE])
            .examples(&["F-1 --until 2026-03-10", "F-1 --until 2026-03-10 --verify"]),
        act("stop-gap", "Give a short license while a renewal is in process", "/v1/fulfillments/{id}/stop-gap")
            .args(&[ID, END, START, OVERRIDE])
            .examples(&["F-1 --until 2026-03-10", "F-1 --until 2026-03-10 --verify"]),
        act("publisher-error", "Replace after a mistake of the vendor", "/v1/fulfillments/{id}/publisher-error")
            .args(&[ID])
            .examples(&["F-1", "F-1 --reason 'wrong host typed'"]),
        Verb::new("tree", "Show everything that came of one activation", Method::Get, "/v1/fulfillments/{id}/tree")
            .args(&[ID])
            .output(Output::Tree)
            .examples(&["F-1", "F-1 --json"]),
        Verb::new("files", "Show the license files of a fulfillment", Method::Get, "/v1/fulfillments/{id}/files")
            .args(&[ID])
            .output(Output::Record)
            .examples(&["F-1", "F-1 --json"]),
        Verb::new("shipments", "Show to whom the files of a fulfillment went", Method::Get, "/v1/fulfillments/{id}/shipments")
            .args(&[ID])
            .output(Output::Record)
            .examples(&["F-1", "F-1 --json"]),
        Verb::post("set-text", "Set the license text of a fulfillment that is on hold", "/v1/fulfillments/{id}/set-text")
            .args(&[ID, field("file", "FILE", "text", Kind::File, "File with the text").required()])
            .verifiable()
            .examples(&["F-1 --file license.txt", "F-1 --file license.txt --verify"]),
        Verb::post("email", "Write a mail with the license file", "/v1/fulfillments/{id}/email")
            .args(&[ID, field("to", "ADDRESS", "to", Kind::Text, "To whom")])
            .examples(&["F-1", "F-1 --to ann@acme.example"]),
    ],
};
