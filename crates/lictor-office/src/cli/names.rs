//! Names in place of ids, for tables: nobody reads a UUID.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::client::{Ask, Client};
use super::failure::Failure;
use super::table::cell;

/// Ids that are asked for at a time.
const PART: usize = 100;

/// Fields that hold ids: the collection, and what its records are called.
const REFERENCES: &[(&str, &str, &[&str])] = &[
    ("account_id", "accounts", &["code"]),
    ("parent_account", "accounts", &["code"]),
    ("plugin_id", "plugins", &["name"]),
    ("class_id", "license-classes", &["class_id"]),
    ("product_id", "products", &["name", "product_version"]),
    ("from_product", "products", &["name", "product_version"]),
    ("to_product", "products", &["name", "product_version"]),
    ("license_model_id", "license-models", &["code"]),
    ("entitlement_id", "entitlements", &["entitlement_id"]),
    ("subscription_id", "subscriptions", &["name"]),
    ("license_ids", "licenses", &["number"]),
];

/// Fields that hold ids of the kind that another field tells.
const TARGETS: &[(&str, &str)] =
    &[("target_id", "target_kind"), ("target", "target_kind"), ("aggregate_id", "aggregate_kind")];

/// Collections of such kinds, and what their records are called.
const KINDS: &[(&str, &str, &[&str])] = &[
    ("license", "licenses", &["number"]),
    ("plug-in", "plugins", &["name"]),
    ("order", "orders", &["number"]),
    ("fulfillment", "fulfillments", &["fulfillment_id"]),
    ("line item", "line-items", &["activation_id"]),
    ("entitlement", "entitlements", &["entitlement_id"]),
    ("account", "accounts", &["code"]),
    ("product", "products", &["name", "product_version"]),
    ("key", "keys", &["key_number"]),
    ("daily run", "daily-runs", &["day"]),
];

/// Puts names in place of the ids in these columns. What may not be seen, or is gone, stays an id.
///
/// # Errors
///
/// What the back office refuses, but for what may not be seen.
pub(crate) async fn name(client: &Client, columns: &[&str], rows: &mut [Json]) -> Result<(), Failure> {
    for (column, collection, fields) in REFERENCES.iter().filter(|(column, _, _)| columns.contains(column)) {
        let names = known(client, collection, fields, ids(rows, column, None)).await?;
        rows.iter_mut().for_each(|row| put(row, column, &names));
    }
    for (column, kind_of) in TARGETS.iter().filter(|(column, _)| columns.contains(column)) {
        for (kind, collection, fields) in KINDS {
            let names = known(client, collection, fields, ids(rows, column, Some((kind_of, kind)))).await?;
            rows.iter_mut().filter(|row| row[*kind_of] == *kind).for_each(|row| put(row, column, &names));
        }
    }
    Ok(())
}

/// The ids in a column, of the records where another field has that value.
fn ids(rows: &[Json], column: &str, only: Option<(&str, &str)>) -> BTreeSet<String> {
    let rows = rows.iter().filter(|row| only.is_none_or(|(field, value)| row[field] == value));
    let values = rows.flat_map(|row| {
        let value = &row[column];
        value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice)
    });
    let texts = values.filter_map(|value| value.as_str().map(str::to_owned));
    texts.filter(|text| uuid::Uuid::try_parse(text).is_ok()).collect()
}

/// What records are called, by id.
async fn known(
    client: &Client,
    collection: &str,
    fields: &[&str],
    ids: BTreeSet<String>,
) -> Result<BTreeMap<String, String>, Failure> {
    let ids: Vec<String> = ids.into_iter().collect();
    let mut names = BTreeMap::new();
    for part in ids.chunks(PART) {
        let ask = Ask::get(format!("/v1/{collection}"))
            .query("filter[id]", part.join(","))
            .query("page[size]", PART.to_string());
        let Ok(found) = client.ask(&ask).await else { return Ok(names) };
        for record in found.body["data"].as_array().into_iter().flatten() {
            let words: Vec<String> = fields.iter().map(|field| cell(record.get(*field))).collect();
            names.insert(cell(record.get("id")), words.join("@"));
        }
    }
    Ok(names)
}

fn put(row: &mut Json, column: &str, names: &BTreeMap<String, String>) {
    let named = |value: &Json| {
        let name = value.as_str().and_then(|id| names.get(id));
        name.map_or_else(|| value.clone(), |name| Json::from(name.as_str()))
    };
    let value = &row[column];
    let named = match value.as_array() {
        Some(values) => Json::Array(values.iter().map(named).collect()),
        None => named(value),
    };
    if let Some(fields) = row.as_object_mut().filter(|fields| fields.contains_key(column)) {
        fields.insert(column.to_owned(), named);
    }
}
