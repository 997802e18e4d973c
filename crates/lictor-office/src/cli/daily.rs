//! What a run of the daily job did, or would do, for people: step by step, with the records by name.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::client::{Ask, Client};
use super::failure::Failure;
use super::table::{Table, cell};

/// Most records of a step that are named.
const NAMED: usize = 20;
/// Lists in which the records of a step are found, what one is called, and the field that names it.
const KINDS: &[(&str, &str, &str)] =
    &[("licenses", "license", "number"), ("line-items", "line item", "activation_id")];

/// The steps of a run.
///
/// # Errors
///
/// What the back office refuses.
pub(crate) async fn told(client: &Client, run: &Json) -> Result<String, Failure> {
    let dry = run["dry_run"] == true;
    let mut table =
        Table::new(["step", "looked at", if dry { "would change" } else { "changed" }, "which", "error"]);
    for step in run["steps"].as_array().into_iter().flatten() {
        let which = which(client, step).await?;
        let word = |name: &str| cell(step.get(name));
        table.row([word("step").replace('_', " "), word("looked_at"), word("changed"), which, word("error")]);
    }
    Ok(format!("daily job for {}, {}\n\n{table}", cell(run.get("day")), cell(run.get("state"))))
}

/// The records of a step by name; of many only the first.
async fn which(client: &Client, step: &Json) -> Result<String, Failure> {
    let targets: Vec<&str> =
        step["targets"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    let shown: Vec<&str> = targets.iter().take(NAMED).copied().collect();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (collection, kind, field) in KINDS {
        if names.len() == shown.len() {
            break;
        }
        let ask = Ask::get(format!("/v1/{collection}")).query("filter[id]", shown.join(","));
        let found = client.ask(&ask).await?.body;
        for record in found["data"].as_array().into_iter().flatten() {
            names.insert(cell(record.get("id")), format!("{kind} {}", cell(record.get(field))));
        }
    }
    let mut words: Vec<String> =
        shown.iter().map(|id| names.get(*id).map_or_else(|| (*id).to_owned(), Clone::clone)).collect();
    let changed = step["changed"].as_u64().and_then(|changed| usize::try_from(changed).ok()).unwrap_or(0);
    if changed > shown.len() && !shown.is_empty() {
        words.push(format!("and {} more", changed - shown.len()));
    }
    Ok(words.join(", "))
}
