//! Products and the ways between them, drawn: upgrades to newer versions, upsells to richer editions.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use serde_json::Value as Json;

use super::cell::Cell;
use super::detail;
use super::html::Html;
use super::noun::{id, text};
use super::nouns;
use super::page::{Crumb, Page, Reply};
use super::table::Table;
use super::visit::Visit;
use crate::fault::Fault;

/// Size of a product's box and the room between boxes.
const BOX: (i64, i64) = (190, 54);
const GAP: (i64, i64) = (110, 44);
/// Room around the drawing.
const MARGIN: i64 = 12;
/// Room above the first row, for ways that go over a box.
const TOP: i64 = 40;
/// Letters of a name that fit a box.
const LETTERS: usize = 24;

/// A product in the drawing.
struct Place {
    id: String,
    name: String,
    note: String,
    x: i64,
    y: i64,
}

/// A way in the drawing.
struct Way {
    class: &'static str,
    path: String,
    tip: String,
    label: &'static str,
    x: i64,
    y: i64,
}

#[derive(Template)]
#[template(path = "graph.html")]
struct GraphView {
    width: i64,
    height: i64,
    box_width: i64,
    box_height: i64,
    places: Vec<Place>,
    ways: Vec<Way>,
    summary: String,
}

/// Shows every product that is related to another, and the ways between them.
///
/// # Errors
///
/// Faults of ours.
pub(super) async fn show(visit: &Visit) -> Result<Reply, Fault> {
    let (products, relations) = read(visit).await?;
    let body = Html::of(&GraphPage {
        drawing: drawing(&products, &relations),
        table: table(&products, &relations).html(),
        empty: relations.is_empty(),
    });
    let crumbs = vec![Crumb::new("Relations", "/relations")];
    Ok(Reply::Page(Page {
        title: "Graph of products".to_owned(),
        crumbs,
        body,
        wide: true,
        ..Page::default()
    }))
}

#[derive(Template)]
#[template(path = "graph_page.html")]
struct GraphPage {
    drawing: Html,
    table: Html,
    empty: bool,
}

/// Shows a product with the ways that lead to it and from it.
///
/// # Errors
///
/// What the interface refuses.
pub(super) async fn product(visit: &Visit) -> Result<Reply, Fault> {
    let Some(noun) = nouns::find("products") else { return Err(Fault::internal("no products")) };
    let record = detail::record(visit, noun).await?;
    let (products, relations) = read(visit).await?;
    let near = connected(id(&record), &relations);
    let relations: Vec<Json> =
        relations.into_iter().filter(|relation| near.contains(&text(relation, "from_product"))).collect();
    let own = if relations.is_empty() {
        Html::default()
    } else {
        let body = drawing(&products, &relations);
        Html::of(&detail::Section {
            title: "Ways to other products",
            id: "ways".to_owned(),
            about: "",
            body,
            more: Some(("All products".to_owned(), "/relations/graph".to_owned())),
        })
    };
    let buttons = detail::buttons(visit, noun, &record);
    detail::with(visit, noun, &record, buttons, own, false).await
}

async fn read(visit: &Visit) -> Result<(BTreeMap<String, Json>, Vec<Json>), Fault> {
    let relations = visit.all("/v1/relations").await?;
    let products = visit.all("/v1/products").await?;
    let products = products.into_iter().map(|product| (id(&product).to_owned(), product)).collect();
    Ok((products, relations))
}

/// The products that can be reached from one, against the ways too.
fn connected(from: &str, relations: &[Json]) -> BTreeSet<String> {
    let mut near = BTreeSet::from([from.to_owned()]);
    loop {
        let before = near.len();
        for relation in relations {
            let (a, b) = (text(relation, "from_product"), text(relation, "to_product"));
            if near.contains(&a) || near.contains(&b) {
                near.extend([a, b]);
            }
        }
        if near.len() == before {
            return near;
        }
    }
}

fn name_of(products: &BTreeMap<String, Json>, id: &str) -> String {
    products.get(id).map_or_else(
        || id.chars().take(8).collect(),
        |product| format!("{} {}", text(product, "name"), text(product, "product_version")),
    )
}

/// The name without the version.
fn family(products: &BTreeMap<String, Json>, id: &str) -> String {
    products.get(id).map_or_else(|| id.to_owned(), |product| text(product, "name"))
}

fn table(products: &BTreeMap<String, Json>, relations: &[Json]) -> Table {
    let mut table = Table::new("Relations", &["From", "Kind", "To"]);
    for relation in relations {
        let link = |key: &str| {
            let id = text(relation, key);
            Cell::link(name_of(products, &id), format!("/products/{id}"))
        };
        table.row(vec![link("from_product"), Cell::words(text(relation, "kind")), link("to_product")]);
    }
    table
}

/// How far from a beginning each product stands: one column further than everything that leads to it.
fn columns(relations: &[Json]) -> BTreeMap<String, i64> {
    let mut columns: BTreeMap<String, i64> = BTreeMap::new();
    for relation in relations {
        columns.insert(text(relation, "from_product"), 0);
        columns.insert(text(relation, "to_product"), 0);
    }
    // Each round moves what stands too far left; there are no circles, but none would keep us here.
    for _ in 0..columns.len() {
        let mut moved = false;
        for relation in relations {
            let from = columns.get(&text(relation, "from_product")).copied().unwrap_or(0);
            if let Some(to) = columns.get_mut(&text(relation, "to_product"))
                && *to <= from
            {
                *to = from + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    columns
}

fn drawing(products: &BTreeMap<String, Json>, relations: &[Json]) -> Html {
    let columns = columns(relations);
    let mut names: Vec<(String, &String, i64)> =
        columns.iter().map(|(id, column)| (name_of(products, id), id, *column)).collect();
    names.sort();
    // The versions of one product stand in one row, as far as there is room.
    let families: BTreeSet<String> = names.iter().map(|(_, id, _)| family(products, id)).collect();
    let families: Vec<String> = families.into_iter().collect();
    let mut places = Vec::new();
    let mut at: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut taken: BTreeSet<(i64, i64)> = BTreeSet::new();
    let (mut width, mut height) = (0, 0);
    for (name, id, column) in names {
        let wanted = families.iter().position(|has| *has == family(products, id)).unwrap_or(0);
        let mut row = i64::try_from(wanted).unwrap_or(0);
        while !taken.insert((column, row)) {
            row += 1;
        }
        let (x, y) = (MARGIN + column * (BOX.0 + GAP.0), TOP + row * (BOX.1 + GAP.1));
        at.insert(id.clone(), (x, y));
        let state = products.get(id).map(|product| text(product, "state")).unwrap_or_default();
        places.push(Place { id: id.clone(), name: cut(&name), note: state, x, y });
        (width, height) = (width.max(x + BOX.0 + MARGIN), height.max(y + BOX.1 + MARGIN));
    }
    let ways = relations.iter().filter_map(|relation| {
        let from = at.get(&text(relation, "from_product"))?;
        let to = at.get(&text(relation, "to_product"))?;
        Some(way(*from, *to, &text(relation, "kind")))
    });
    let told: Vec<String> = relations
        .iter()
        .map(|relation| {
            let (from, to) = (text(relation, "from_product"), text(relation, "to_product"));
            let kind = text(relation, "kind").to_lowercase();
            format!("{kind} from {} to {}", name_of(products, &from), name_of(products, &to))
        })
        .collect();
    Html::of(&GraphView {
        width,
        height,
        box_width: BOX.0,
        box_height: BOX.1,
        ways: ways.collect(),
        places,
        summary: told.join("; "),
    })
}

fn cut(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    name.chars().take(LETTERS - 1).chain(['…']).collect()
}

/// From the right side of one box to the left side of another
fn way(from: (i64, i64), to: (i64, i64), kind: &str) -> Way {
    let (x1, y1) = (from.0 + BOX.0, from.1 + BOX.1 / 2);
    let (x2, y2) = (to.0 - 9, to.1 + BOX.1 / 2);
    let middle = x1.midpoint(x2);
    let (class, label) = if kind == "UPSELL" { ("upsell", "upsell") } else { ("upgrade", "upgrade") };
    // Past the boxes between, in the free room above the row it leads to.
    let (path, label_y) = if x2 - x1 > GAP.0 {
        let free = to.1 - GAP.1 / 2;
        let (left, right) = (x1 + GAP.0 / 2, x2 - GAP.0 / 2);
        let path = format!(
            "M{x1} {y1}C{left} {y1} {left} {free} {} {free}H{}C{right} {free} {right} {y2} {x2} {y2}",
            x1 + GAP.0 - 10,
            x2 - GAP.0 + 20
        );
        (path, free - 5)
    } else {
        (format!("M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"), y1.midpoint(y2) - 6)
    };
    Way {
        class,
        path,
        tip: format!("M{x2} {}L{} {y2}L{x2} {}Z", y2 - 5, x2 + 9, y2 + 5),
        label,
        x: middle,
        y: label_y,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(from: &str, to: &str) -> Json {
        serde_json::json!({"from_product": from, "to_product": to, "kind": "UPGRADE"})
    }

    #[test]
    fn a_product_stands_right_of_all_that_lead_to_it() {
        let relations = [relation("b", "c"), relation("a", "b"), relation("a", "c")];
        let want = [("a", 0), ("b", 1), ("c", 2)].map(|(id, column)| (id.to_owned(), column));
        assert_eq!(columns(&relations), BTreeMap::from(want));
        let circle = [relation("a", "b"), relation("b", "a")];
        assert_eq!(columns(&circle).len(), 2);
    }

    #[test]
    fn what_is_not_connected_is_left_out() {
        let relations = [relation("a", "b"), relation("b", "c"), relation("x", "y")];
        assert_eq!(connected("c", &relations), ["a", "b", "c"].map(str::to_owned).into());
    }
}
