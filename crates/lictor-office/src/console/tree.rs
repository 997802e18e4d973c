//! The tree of a fulfillment: where its seats came from, and where they are.

use askama::Template;
use serde_json::Value as Json;

use super::cell::Cell;
use super::detail;
use super::html::Html;
use super::noun::{at, id, number, text};
use super::nouns::FULFILLMENTS;
use super::page::{Crumb, Page, Reply};
use super::visit::Visit;
use crate::fault::Fault;

/// Depth at which a tree is cut; chains are far shorter.
const DEPTH_MAX: usize = 200;

#[derive(Template)]
#[template(path = "node.html")]
struct NodeView {
    id: String,
    name: String,
    seats: String,
    product: String,
    hosts: String,
    dates: String,
    status: Html,
    support: String,
    past: bool,
    here: bool,
    below: Vec<Html>,
}

#[derive(Template)]
#[template(path = "tree.html")]
struct TreeView {
    live: i64,
    roots: Vec<Html>,
}

/// Shows the tree that a fulfillment stands in.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    let record = detail::record(visit, &FULFILLMENTS).await?;
    let own = draw(visit, &record).await?;
    let label = (FULFILLMENTS.label)(&record);
    let crumbs = vec![
        Crumb::new("Fulfillments", "/fulfillments"),
        Crumb::new(label.clone(), format!("/fulfillments/{}", id(&record))),
    ];
    let body = Html::of(&TreePage { label: &label, tree: own });
    Ok(Reply::Page(Page {
        title: "Fulfillment tree".to_owned(),
        crumbs,
        body,
        wide: true,
        ..Page::default()
    }))
}

#[derive(Template)]
#[template(path = "tree_page.html")]
struct TreePage<'a> {
    label: &'a str,
    tree: Html,
}

/// The tree as nested lists.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn draw(visit: &Visit, record: &Json) -> Result<Html, Fault> {
    let tree = visit.get(&format!("/v1/fulfillments/{}/tree", id(record))).await?;
    let products = visit.all("/v1/products").await?;
    let name = |product: &str| {
        let product = products.iter().find(|has| id(has) == product);
        product
            .map(|has| format!("{} {}", text(has, "name"), text(has, "product_version")))
            .unwrap_or_default()
    };
    let roots = at(&tree, "roots").as_array().into_iter().flatten();
    let roots = roots.map(|root| node(root, id(record), &name, 0)).collect();
    Ok(Html::of(&TreeView { live: number(&tree, "live_count"), roots }))
}

fn node(node_of: &Json, here: &str, name: &dyn Fn(&str) -> String, depth: usize) -> Html {
    let record = at(node_of, "fulfillment");
    let children = at(node_of, "children").as_array().map(Vec::as_slice).unwrap_or_default();
    let below = if depth < DEPTH_MAX { children } else { &[] };
    let hosts = [at(record, "server_host_ids"), at(record, "node_host_ids")];
    let hosts = hosts.iter().filter_map(|ids| ids.as_array()).flatten().filter_map(Json::as_str);
    let until = text(record, "expiration");
    let until = if until.is_empty() { "no end".to_owned() } else { format!("until {until}") };
    let count = number(record, "count");
    Html::of(&NodeView {
        id: id(record).to_owned(),
        name: text(record, "fulfillment_id"),
        seats: format!("{count} {}", if count == 1 { "seat" } else { "seats" }),
        product: name(&text(record, "product_id")),
        hosts: hosts.collect::<Vec<_>>().join(", "),
        dates: until,
        status: Cell::status(&text(record, "status")).html(),
        support: text(record, "support_type"),
        past: text(record, "status") == "Obsolete",
        here: id(record) == here,
        below: below.iter().map(|child| node(child, here, name, depth + 1)).collect(),
    })
}
