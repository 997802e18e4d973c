//! Events as they come: `lictor-office event tail`.

use std::time::Duration;

use serde_json::Value as Json;
use tokio::time::sleep;

use super::client::{Ask, Client};
use super::failure::Failure;
use super::printer::Printer;
use super::table::cell;

/// How often new events are looked for.
const BEAT: Duration = Duration::from_millis(500);

/// Shows events, oldest first; with `follow` for ever.
///
/// # Errors
///
/// What the back office refuses.
pub(crate) async fn run(
    client: &Client,
    ask: &Ask,
    follow: bool,
    printer: Printer,
    json: bool,
) -> Result<(), Failure> {
    let mut after: Option<String> = None;
    loop {
        let mut page = ask.clone().query("page[size]", "500");
        if let Some(after) = &after {
            page = page.query("page[after]", after);
        }
        let body = client.ask(&page).await?.body;
        for event in body["data"].as_array().into_iter().flatten() {
            after = event.get("position").or_else(|| event.get("id")).map(|value| cell(Some(value)));
            let line = if json { event.to_string() } else { told(event) };
            printer.result(&line)?;
        }
        if body["next"].is_null() {
            if !follow {
                return Ok(());
            }
            sleep(BEAT).await;
        }
    }
}

fn told(event: &Json) -> String {
    let word = |name: &str| cell(event.get(name));
    let changed = word("changed");
    let changed = if changed.is_empty() { changed } else { format!("  {changed}") };
    let named = ["number", "fulfillment_id", "activation_id", "name"];
    let name = named
        .iter()
        .find_map(|field| event["object"].get(field))
        .map_or_else(String::new, |value| format!(" {}", cell(Some(value))));
    format!("{}  {}{name}{changed}", word("created_at"), word("event_type"))
}
