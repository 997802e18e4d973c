//! The pages of an entitlement and of a line item, with the seats that can be had.

use serde_json::Value as Json;

use super::cell::Cell;
use super::detail;
use super::html::Html;
use super::noun::{id, number, text};
use super::nouns::{self, LINE_ITEMS};
use super::page::Reply;
use super::table::Table;
use super::visit::Visit;
use crate::fault::Fault;

/// Shows an entitlement.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn entitlement(visit: &Visit) -> Result<Reply, Fault> {
    let Some(noun) = nouns::find("entitlements") else { return Err(Fault::internal("no entitlements")) };
    detail::show(visit, noun).await
}

/// Shows a line item with its ledger.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn line_item(visit: &Visit) -> Result<Reply, Fault> {
    let record = detail::record(visit, &LINE_ITEMS).await?;
    let own = seats(visit, &record).await?;
    let buttons = detail::buttons(visit, &LINE_ITEMS, &record);
    detail::with(visit, &LINE_ITEMS, &record, buttons, own, false).await
}

/// How many seats the line has, and how many a request would get right now (3.3).
async fn seats(visit: &Visit, record: &Json) -> Result<Html, Fault> {
    let counts = visit.find(&format!("/v1/line-items/{}/exact-available-count", id(record))).await?;
    let counts = counts.unwrap_or_default();
    let mut table = Table::new("Seats", &["Seats", "#Number", "Meaning"]);
    let own = if text(record, "kind") == "NEW" { "quantity" } else { "converted" };
    let capacity = number(record, own) - number(record, "out");
    let rows = [
        ("Quantity", number(record, "quantity"), "ordered"),
        ("Converted", number(record, "converted"), "taken from the parent line so far"),
        ("Moved on", number(record, "out"), "went to child lines"),
        ("Capacity", capacity, "the line's own now"),
        ("Active", number(record, "active"), "live fulfillments"),
        ("Unfulfilled", capacity - number(record, "active"), "nobody has activated"),
        ("Naive", number(&counts, "naive"), "ordered less active: what a plain screen shows"),
        ("Exact", number(&counts, "count"), "what a request would get right now"),
        (
            "Without return",
            number(&counts, "without_return"),
            "of these, without touching a fulfillment of the parent",
        ),
        (
            "From the parent's active",
            number(&counts, "from_parent_active"),
            "of these, that live fulfillments of the parent would give",
        ),
    ];
    for (label, count, meaning) in rows {
        table.row(vec![
            Cell::Text(label.to_owned()),
            Cell::Number(count.to_string()),
            Cell::Text(meaning.to_owned()),
        ]);
    }
    Ok(detail::section("Seats", "seats", "", &table))
}

/// Adds the exact count to line items of a list.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn add_exact(visit: &Visit, records: &mut [Json]) -> Result<(), Fault> {
    for record in records {
        let counts = visit.find(&format!("/v1/line-items/{}/exact-available-count", id(record))).await?;
        if let (Some(counts), Some(fields)) = (counts, record.as_object_mut()) {
            fields.insert("exact".to_owned(), counts.get("count").cloned().unwrap_or_default());
        }
    }
    Ok(())
}
