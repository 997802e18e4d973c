//! Related records that come with one record on demand: `include=files,operations` (office.md 5.3).

use std::future::Future;
use std::pin::Pin;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use serde_json::{Map, Value as Json, json};

use super::call::Call;
use super::lock;
use crate::fault::Fault;
use crate::model::{
    Account, Delivery, Entitlement, Event, Fulfillment, Host, License, LicenseClass, LicenseFile, LineItem,
    ModelTemplate, Operation, Order, Plugin, Product, Relation, Role, Shipment, Subscription, Token, Webhook,
};
use crate::store::list::{self, PAGE_MAX, Query};
use crate::store::{Record, Table, Tx};

type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Json, Fault>> + Send + 'a>>;
type Fetch = for<'a> fn(&'a mut Tx, &'a Call, &'a Json) -> Fetching<'a>;

/// One relation: of which table, under which name, and how it is fetched.
type Related = (&'static str, &'static str, Fetch);

/// The record whose id stands in a field of this one.
macro_rules! one {
    ($kind:ty, $field:literal) => {
        |tx, call, of| Box::pin(one::<$kind>(tx, call, &of[$field]))
    };
}

/// The records whose column holds the id of this one.
macro_rules! many {
    ($kind:ty, $column:literal) => {
        |tx, call, of| Box::pin(many::<$kind>(tx, call, $column, &of["id"]))
    };
}

const RELATED: &[Related] = &[
    ("licenses", "files", many!(LicenseFile, "owner_id")),
    ("licenses", "operations", many!(Operation, "target_id")),
    ("licenses", "shipments", many!(Shipment, "target_id")),
    ("licenses", "class", one!(LicenseClass, "class_id")),
    ("licenses", "plugin", one!(Plugin, "plugin_id")),
    ("licenses", "account", one!(Account, "account_id")),
    ("licenses", "subscription", one!(Subscription, "subscription_id")),
    ("licenses", "order", one!(Order, "order_id")),
    ("fulfillments", "files", many!(LicenseFile, "owner_id")),
    ("fulfillments", "shipments", many!(Shipment, "target_id")),
    ("fulfillments", "children", many!(Fulfillment, "parent_fulfillment_id")),
    ("fulfillments", "line_item", one!(LineItem, "line_item_id")),
    ("fulfillments", "account", one!(Account, "account_id")),
    ("fulfillments", "product", one!(Product, "product_id")),
    ("fulfillments", "license_model", one!(ModelTemplate, "license_model_id")),
    ("fulfillments", "parent", one!(Fulfillment, "parent_fulfillment_id")),
    ("line_items", "fulfillments", many!(Fulfillment, "line_item_id")),
    ("line_items", "children", many!(LineItem, "parent_line_item_id")),
    ("line_items", "entitlement", one!(Entitlement, "entitlement_id")),
    ("line_items", "account", one!(Account, "account_id")),
    ("line_items", "product", one!(Product, "product_id")),
    ("line_items", "license_model", one!(ModelTemplate, "license_model_id")),
    ("line_items", "parent", one!(LineItem, "parent_line_item_id")),
    ("entitlements", "line_items", many!(LineItem, "entitlement_id")),
    ("entitlements", "account", one!(Account, "account_id")),
    ("entitlements", "order", one!(Order, "order_id")),
    ("accounts", "entitlements", many!(Entitlement, "account_id")),
    ("accounts", "licenses", many!(License, "account_id")),
    ("accounts", "subscriptions", many!(Subscription, "account_id")),
    ("accounts", "hosts", many!(Host, "account_id")),
    ("accounts", "orders", many!(Order, "account_id")),
    ("accounts", "children", many!(Account, "parent_account")),
    ("products", "line_items", many!(LineItem, "product_id")),
    ("products", "relations_from", many!(Relation, "from_product")),
    ("products", "relations_to", many!(Relation, "to_product")),
    ("plugins", "classes", many!(LicenseClass, "plugin_id")),
    ("plugins", "operations", many!(Operation, "target_id")),
    ("license_classes", "plugin", one!(Plugin, "plugin_id")),
    ("subscriptions", "licenses", many!(License, "subscription_id")),
    ("subscriptions", "account", one!(Account, "account_id")),
    ("orders", "account", one!(Account, "account_id")),
    ("keys", "files", many!(LicenseFile, "owner_id")),
    ("webhooks", "deliveries", many!(Delivery, "webhook_id")),
    ("deliveries", "event", one!(Event, "event_id")),
    ("deliveries", "webhook", one!(Webhook, "webhook_id")),
    ("roles", "tokens", |tx, call, of| Box::pin(tokens(tx, call, &of["name"]))),
    ("tokens", "role", |tx, call, of| Box::pin(role(tx, call, &of["role"]))),
    ("features", "products", |tx, call, of| Box::pin(products(tx, call, of))),
];

/// The related records that a call asks for, by the names it gave; nothing when it asks for none.
///
/// # Errors
///
/// `INVALID_FIELD` with `meta.known` for a name that is none.
pub async fn included<R: Record>(tx: &mut Tx, call: &Call, record: &R) -> Result<Option<Json>, Fault> {
    let Some(names) = call.parameter("include") else { return Ok(None) };
    let public = record.public();
    let mut included = Map::new();
    for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let fetch = find(R::TABLE, name)?;
        included.insert(name.to_owned(), fetch(tx, call, &public).await?);
    }
    Ok(Some(Json::Object(included)))
}

fn find(table: &Table, name: &str) -> Result<Fetch, Fault> {
    let of = || RELATED.iter().filter(|row| row.0 == table.name);
    of().find(|row| row.1 == name).map(|row| row.2).ok_or_else(|| {
        let known: Vec<String> = of().map(|row| row.1.to_owned()).collect();
        let text = format!("a {} includes no {name:?}", table.kind);
        Refusal::because(Code::InvalidField, text).at("include").with("known", known).into()
    })
}

async fn one<R: Record>(tx: &mut Tx, call: &Call, id: &Json) -> Result<Json, Fault> {
    let Some(id) = id.as_str() else { return Ok(Json::Null) };
    let Some(record) = tx.find::<R>("id", id).await? else { return Ok(Json::Null) };
    Ok(if lock::admit(tx, call, &record, id).await.is_ok() { record.public() } else { Json::Null })
}

/// At most a page of them; the collection with a filter gives the rest. The record itself was admitted,
/// and with it what belongs to it.
async fn many<R: Record>(tx: &mut Tx, call: &Call, column: &str, id: &Json) -> Result<Json, Fault> {
    let query = Query { size: PAGE_MAX, ..Query::default() }.only(column, id.as_str().unwrap_or_default());
    let page = list::list::<R>(tx, &query).await?;
    let mut seen = Vec::with_capacity(page.records.len());
    for record in page.records {
        if lock::admit(tx, call, &record, "").await.is_ok() {
            seen.push(record.public());
        }
    }
    Ok(json!(seen))
}

async fn tokens(tx: &mut Tx, call: &Call, name: &Json) -> Result<Json, Fault> {
    call.needs(lictor_entitle::right::Right::TokenAdmin)?;
    many::<Token>(tx, call, "role", name).await
}

async fn role(tx: &mut Tx, _: &Call, name: &Json) -> Result<Json, Fault> {
    let role = tx.find::<Role>("name", name.as_str().unwrap_or_default()).await?;
    Ok(role.map_or(Json::Null, |role| role.public()))
}

/// The products that name a feature.
async fn products(tx: &mut Tx, _: &Call, feature: &Json) -> Result<Json, Fault> {
    let name = feature["name"].as_str().unwrap_or_default();
    let products = tx.select::<Product>("id <> '' ORDER BY id", Vec::new()).await?;
    let with: Vec<Json> = products
        .iter()
        .filter(|product| product.features.iter().any(|has| has.name == name))
        .map(Record::public)
        .collect();
    Ok(json!(with))
}
