//! What an operation on fulfillments would do, and what became of one activation, for people.

use serde_json::Value as Json;

use super::table::{Table, cell};

/// Fields of a record that would be made.
const RECORD: &[&str] = &[
    "fulfillment_id",
    "activation_id",
    "count",
    "status",
    "support_type",
    "delivery",
    "start_date",
    "expiration",
];
/// Fields of a license in a file.
const DELIVERY: &[&str] = &["fulfillment_id", "feature", "count", "kind", "row", "role", "start", "end"];

/// What a dry run says: records, licenses, seats over time, ledgers, and the text of each file.
pub(crate) fn forecast(answer: &Json) -> String {
    let list = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
    let records: Vec<Json> = list("replaced").into_iter().chain(list("fulfillments")).collect();
    let mut text =
        format!("{}\n\n{}\n", Table::of(RECORD, &records), Table::of(DELIVERY, &list("deliveries")));
    let mut seats = Table::new(["server", "feature", "from", "seats"]);
    let mut stopping = Vec::new();
    for server in list("servers") {
        let hosts = cell(server.get("server_host_ids"));
        for feature in server["features"].as_array().into_iter().flatten() {
            for step in feature["steps"].as_array().into_iter().flatten() {
                let count =
                    if step["seats"].is_null() { "unlimited".to_owned() } else { cell(step.get("seats")) };
                seats.row([hosts.clone(), cell(feature.get("feature")), cell(step.get("from")), count]);
            }
        }
        stopping.extend(server["stopping"].as_array().cloned().unwrap_or_default());
    }
    text = format!("{text}\n{seats}\n");
    for serial in &stopping {
        text =
            format!("{text}stops counting: {} {}\n", cell(serial.get("serial")), cell(serial.get("reason")));
    }
    text = format!("{text}\n{}\n", ledgers(&list("ledgers")));
    for preview in list("previews") {
        text = format!(
            "{text}\n{}, before it is signed:\n{}",
            cell(preview.get("name")),
            cell(preview.get("text"))
        );
    }
    text
}

fn ledgers(ledgers: &[Json]) -> Table {
    const SEATS: [&str; 5] = ["converted", "out", "active", "capacity", "unfulfilled"];
    let mut table = Table::new(["activation id", "quantity"].into_iter().chain(SEATS));
    for ledger in ledgers {
        let (before, after) = (&ledger["before"], &ledger["after"]);
        let change = SEATS.iter().map(|name| match (cell(before.get(name)), cell(after.get(name))) {
            (before, after) if before == after => after,
            (before, after) => format!("{before} → {after}"),
        });
        table.row([cell(ledger.get("activation_id")), cell(after.get("quantity"))].into_iter().chain(change));
    }
    table
}

/// Everything that came of one activation, drawn.
pub(crate) fn tree(answer: &Json) -> String {
    let mut text = String::new();
    for root in answer["roots"].as_array().into_iter().flatten() {
        branch(root, "", "", &mut text);
    }
    format!("{text}live seats: {}\n", cell(answer.get("live_count")))
}

fn branch(node: &Json, first: &str, rest: &str, text: &mut String) {
    let record = &node["fulfillment"];
    let word = |name: &str| cell(record.get(name));
    let hosts = [word("server_host_ids"), word("node_host_ids")];
    let hosts = hosts.iter().filter(|host| !host.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    *text = format!(
        "{text}{first}{}  {}  {}/{}  {}  {hosts}\n",
        word("fulfillment_id"),
        word("count"),
        word("status"),
        word("support_type"),
        word("activation_id"),
    );
    let children = node["children"].as_array().map_or(&[][..], Vec::as_slice);
    for (at, child) in children.iter().enumerate() {
        let (corner, bar) = if at + 1 == children.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        branch(child, &format!("{rest}{corner}"), &format!("{rest}{bar}"), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record(id: &str, count: u32, status: &str, support: &str) -> Json {
        json!({"fulfillment_id": id, "count": count, "status": status, "support_type": support,
            "activation_id": "A-1", "server_host_ids": ["HOSTNAME=s1"], "node_host_ids": []})
    }

    #[test]
    fn a_tree_is_drawn_with_its_forks() {
        let leaf =
            |id: &str, count| json!({"fulfillment": record(id, count, "Active", "MASTER"), "children": []});
        let fork = json!({"fulfillment": record("F2", 8, "Obsolete", "RETURN"), "children": [leaf("F4", 5)]});
        let root = json!({"fulfillment": record("F1", 10, "Obsolete", "UPGRADE"), "children": [fork, leaf("F3", 2)]});
        let expected = "\
F1  10  Obsolete/UPGRADE  A-1  HOSTNAME=s1
├─ F2  8  Obsolete/RETURN  A-1  HOSTNAME=s1
│  └─ F4  5  Active/MASTER  A-1  HOSTNAME=s1
└─ F3  2  Active/MASTER  A-1  HOSTNAME=s1
live seats: 7
";
        assert_eq!(tree(&json!({"roots": [root], "live_count": 7})), expected);
    }

    #[test]
    fn a_dry_run_tells_seats_and_ledgers() {
        let answer = json!({
            "fulfillments": [record("F1", 10, "Active", "MASTER")],
            "servers": [{"server_host_ids": ["HOSTNAME=s1"],
                "features": [{"feature": "f1", "steps": [{"from": "2026-03-02", "seats": 10}]}],
                "stopping": [{"serial": "5e1a", "reason": "superseded"}]}],
            "ledgers": [{"activation_id": "A-1",
                "before": {"active": 0, "unfulfilled": 10}, "after": {"quantity": 10, "active": 10, "unfulfilled": 0}}],
            "previews": [{"name": "F1.lic", "text": "<LICENSEFILE>\n"}],
        });
        let told = forecast(&answer);
        for line in [
            "HOSTNAME=s1  f1       2026-03-02  10",
            "stops counting: 5e1a superseded",
            "A-1            10                        0 → 10            10 → 0",
            "F1.lic, before it is signed:\n<LICENSEFILE>",
        ] {
            assert!(told.contains(line), "{line:?} is not in\n{told}");
        }
    }
}
