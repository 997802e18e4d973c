//! The page of a fulfillment: its buttons, its tree, and to whom its files went.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::address::encode;
use super::cell::Cell;
use super::detail::{self, Button, Section};
use super::html::Html;
use super::noun::{at, id, text};
use super::nouns::FULFILLMENTS;
use super::page::Reply;
use super::table::Table;
use super::tree;
use super::visit::Visit;
use crate::fault::Fault;
use crate::http::route::Method;

/// What moves seats to another line, by address and name.
const CHANGES: &[(&str, &str)] = &[("upgrade", "Upgrade"), ("upsell", "Upsell"), ("renew", "Renew")];

/// Shows a fulfillment.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    let record = detail::record(visit, &FULFILLMENTS).await?;
    let mut records = [record];
    derive(visit, &mut records).await?;
    let [record] = records;
    let base = format!("/fulfillments/{}", id(&record));
    let mut buttons = Vec::new();
    let master = matches!(text(&record, "support_type").as_str(), "MASTER" | "PUBLISHER_ERROR");
    if master && text(&record, "status") == "Active" {
        for (kind, label) in CHANGES {
            if visit.may_ask(Method::Post, &format!("/v1/fulfillments/{{id}}/{kind}")) {
                buttons.push(Button::link(*label, format!("{base}/change/{kind}")));
            }
        }
    }
    buttons.extend(detail::buttons(visit, &FULFILLMENTS, &record));
    let file = text(&record, "license_file_id");
    if !file.is_empty() {
        buttons.push(Button::link("Download", format!("/files/{file}/download")));
    }
    let drawn = tree::draw(visit, &record).await?;
    let more = Some(("Open the tree".to_owned(), format!("{base}/tree")));
    let tree = Html::of(&Section { title: "Tree", id: "tree".to_owned(), about: "", body: drawn, more });
    let own = Html::join([tree, shipments(visit, id(&record)).await?]);
    detail::with(visit, &FULFILLMENTS, &record, buttons, own, false).await
}

/// A live fulfillment is shown as Inactive while its line item is (2.3).
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn derive(visit: &Visit, records: &mut [Json]) -> Result<(), Fault> {
    let lines: BTreeSet<String> = records.iter().map(|record| text(record, "line_item_id")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let path = format!("/v1/line-items?filter[state]=Inactive&filter[id]={}", encode(&lines.join(",")));
    let inactive = visit.all(&path).await?;
    for record in records {
        let resting = inactive.iter().any(|line| id(line) == text(record, "line_item_id"));
        if resting
            && text(record, "status") == "Active"
            && let Some(fields) = record.as_object_mut()
        {
            fields.insert("status".to_owned(), Json::from("Inactive"));
        }
    }
    Ok(())
}

async fn shipments(visit: &Visit, id: &str) -> Result<Html, Fault> {
    let rows = visit.all(&format!("/v1/fulfillments/{id}/shipments")).await?;
    if rows.is_empty() {
        return Ok(Html::default());
    }
    let zone = visit.office().clock().zone();
    let mut table = Table::new("Shipments", &["Time", "Channel", "To", "By"]);
    for row in &rows {
        table.row(vec![
            Cell::instant(at(row, "created_at").as_str().unwrap_or_default(), zone),
            Cell::words(text(row, "channel")),
            Cell::words(text(row, "to")),
            Cell::words(text(row, "by")),
        ]);
    }
    Ok(detail::section("Shipments", "shipments", "To whom its files went.", &table))
}
