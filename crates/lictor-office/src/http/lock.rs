//! What a token that is locked to an account or a product gets to see (Cryptolens style).
//!
//! A kind of record either names the account or product, or belongs to a record that does, or is part of
//! the catalogue, which is open. Everything else is closed to such a token.

use std::future::Future;
use std::pin::Pin;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use serde_json::Value as Json;

use super::call::{Call, step};
use super::route::{Access, Method, Route};
use crate::fault::Fault;
use crate::model::{
    Account, Entitlement, Fulfillment, Host, License, LineItem, Order, Product, Subscription,
};
use crate::store::list::Query;
use crate::store::{Record, Table, Tx};

/// Kinds that say nothing of anybody.
const CATALOGUE: &[&str] = &["products", "features", "relations", "license_models", "license_classes"];
/// Kinds that belong to another record, with the fields that name it.
const OWNED: &[(&str, &str, &str)] = &[
    ("license_files", "owner_kind", "owner_id"),
    ("operations", "target_kind", "target_id"),
    ("shipments", "target_kind", "target_id"),
];
/// Tables of records that others belong to, by kind.
const OWNERS: &[(&str, &str)] = &[
    ("account", "accounts"),
    ("entitlement", "entitlements"),
    ("line_item", "line_items"),
    ("fulfillment", "fulfillments"),
    ("license", "licenses"),
    ("subscription", "subscriptions"),
    ("order", "orders"),
];

/// Account and product: where a record is one itself, and the field by which others name it.
const LOCKS: &[(&str, &str)] = &[("accounts", "account_id"), ("products", "product_id")];

/// Collections that such a token may use at all; the rest tells of everybody, or configures.
const USABLE: &[&str] = &[
    "accounts",
    "products",
    "features",
    "relations",
    "license-models",
    "license-classes",
    "entitlements",
    "line-items",
    "fulfillments",
    "files",
    "hosts",
    "licenses",
    "operations",
    "shipments",
    "subscriptions",
    "orders",
    "bulk",
    "clock",
    "whoami",
];
/// Of these, what is the vendor's own to change.
const VENDORS: &[&str] = &["products", "features", "relations", "license-models", "license-classes"];
/// Routes that act on the records of all accounts, or make an account.
const FOR_ALL: &[&str] = &["/v1/accounts", "/v1/licenses/sync"];
/// Routes that make something for an account: without one, it is that of the lock.
const MADE_FOR: &[&str] = &[
    "/v1/entitlements",
    "/v1/hosts",
    "/v1/licenses",
    "/v1/licenses/upload",
    "/v1/orders",
    "/v1/subscriptions",
];
/// Collections whose records name an account and no product: a token that is locked to a product makes and
/// changes none of them.
const OF_ACCOUNTS: &[&str] = &["accounts", "entitlements", "hosts", "licenses", "orders", "subscriptions"];

type Judging<'a> = Pin<Box<dyn Future<Output = Result<bool, Fault>> + Send + 'a>>;
type Judge = for<'a> fn(&'a mut Tx, &'a Call, &'a str) -> Judging<'a>;

/// Whether a name is that of a record of somebody else; one of nothing is left to the handler.
macro_rules! others {
    ($kind:ty) => {
        |tx, call, name| Box::pin(others::<$kind>(tx, call, name))
    };
}

/// Whether a name is that of anything but the lock's own record: whether there is one is not said.
macro_rules! not_own {
    ($kind:ty, $lock:ident) => {
        |tx, call, name| {
            Box::pin(async move {
                let Some(lock) = &call.$lock else { return Ok(false) };
                let named = tx.glance::<$kind>(name).await?;
                Ok(named.is_none_or(|named| named.meta.id != *lock))
            })
        }
    };
}

/// Fields of bodies that name a record, by its id or by any other of its names.
const REFERENCES: &[(&str, Judge)] = &[
    ("account_id", not_own!(Account, account_lock)),
    ("product_id", not_own!(Product, product_lock)),
    ("entitlement_id", others!(Entitlement)),
    ("activation_id", others!(LineItem)),
    ("line_item_id", others!(LineItem)),
    ("parent_line_item_id", others!(LineItem)),
    ("target_line_item_id", others!(LineItem)),
    ("maintenance_line_ids", others!(LineItem)),
    ("fulfillment_id", others!(Fulfillment)),
    ("subscription_id", others!(Subscription)),
    ("order_id", others!(Order)),
    ("license_id", others!(License)),
    ("target_id", others!(License)),
    ("target_id", others!(LineItem)),
    ("host_id", others!(Host)),
];

/// How a kind of record stands to a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// Everybody may see it.
    Open,
    /// The one whose column holds the lock.
    Column(&'static str),
    /// That of a record that holds the lock.
    Owner(&'static str, &'static str),
    /// Nobody with a lock.
    Closed,
}

fn sight(table: &Table, own: &str, field: &'static str) -> Sight {
    if table.name == own {
        return Sight::Column("id");
    }
    if table.columns.iter().any(|column| column.name == field) {
        return Sight::Column(field);
    }
    if let Some((_, kind, id)) = OWNED.iter().find(|row| row.0 == table.name) {
        return Sight::Owner(kind, id);
    }
    if CATALOGUE.contains(&table.name) { Sight::Open } else { Sight::Closed }
}

fn locks(call: &Call) -> impl Iterator<Item = (&str, &'static str, &'static str)> {
    let values = [call.account_lock.as_deref(), call.product_lock.as_deref()];
    values.into_iter().zip(LOCKS).filter_map(|(lock, (own, field))| lock.map(|lock| (lock, *own, *field)))
}

/// Looks at a request before it is carried out: whether such a token may ask for it. What it makes without naming an account is made for its own.
///
/// # Errors
///
/// `FORBIDDEN`.
pub fn prepare(route: &Route, call: &mut Call) -> Result<(), Fault> {
    if (call.account_lock.is_none() && call.product_lock.is_none()) || route.access == Access::Open {
        return Ok(());
    }
    let collection =
        route.path.strip_prefix("/v1/").and_then(|path| path.split('/').next()).unwrap_or_default();
    let writes = route.method != Method::Get;
    let closed = call.product_lock.is_some() && OF_ACCOUNTS.contains(&collection);
    let beyond = !USABLE.contains(&collection)
        || (writes && (closed || VENDORS.contains(&collection) || FOR_ALL.contains(&route.path)));
    if beyond {
        let text = "the token is locked to an account or a product, and this is about more";
        return Err(Refusal::because(Code::Forbidden, text).into());
    }
    let makes = route.method == Method::Post && MADE_FOR.contains(&route.path);
    if let (true, Some(account), Json::Object(fields)) = (makes, &call.account_lock, &mut call.body) {
        let named = fields.entry("account_id").or_insert(Json::Null);
        if named.is_null() {
            *named = Json::from(account.as_str());
        }
    }
    Ok(())
}

/// That the records which a body names belong to the account or product that the caller may see to.
///
/// # Errors
///
/// `FORBIDDEN`, pointing at the field. What is not found is left to the handler.
pub async fn references(tx: &mut Tx, call: &Call) -> Result<(), Fault> {
    if call.account_lock.is_none() && call.product_lock.is_none() {
        return Ok(());
    }
    let mut open = vec![(String::new(), "", &call.body)];
    while let Some((at, name, value)) = open.pop() {
        match value {
            Json::String(named) => refers(tx, call, name, named, &at).await?,
            Json::Object(fields) => {
                // Notes are the caller's own: they name nothing.
                let fields = fields.iter().filter(|(name, _)| name.as_str() != "metadata");
                open.extend(fields.map(|(name, value)| (at.clone() + &step(name), name.as_str(), value)));
            }
            Json::Array(values) => {
                let places = values.iter().enumerate();
                open.extend(places.map(|(index, value)| (format!("{at}/{index}"), name, value)));
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }
    Ok(())
}

async fn refers(tx: &mut Tx, call: &Call, name: &str, named: &str, at: &str) -> Result<(), Fault> {
    for (_, judge) in REFERENCES.iter().filter(|row| row.0 == name) {
        if judge(tx, call, named).await? {
            let text = "the token is locked to another account or product";
            return Err(Refusal::because(Code::Forbidden, text).at(at).into());
        }
    }
    Ok(())
}

/// Whether a record belongs to another account or product. A kind that names none says nothing of it.
async fn others<R: Record>(tx: &mut Tx, call: &Call, name: &str) -> Result<bool, Fault> {
    let Some(record) = tx.glance::<R>(name).await? else { return Ok(false) };
    let public = record.public();
    Ok(locks(call).any(|(lock, own, field)| match sight(R::TABLE, own, field) {
        Sight::Column(column) => public[column].as_str() != Some(lock),
        Sight::Open | Sight::Owner(..) | Sight::Closed => false,
    }))
}

/// That a token which is locked to an account does not change what the lock is made of.
///
/// # Errors
///
/// `FORBIDDEN`, pointing at the field.
pub fn keeps(call: &Call, fields: &[&str]) -> Result<(), Fault> {
    let named = fields.iter().find(|name| call.body.get(**name).is_some());
    match (&call.account_lock, named) {
        (Some(_), Some(name)) => {
            let text = "the token is locked to this account, and does not decide how it stands";
            Err(Refusal::because(Code::Forbidden, text).at(step(name)).into())
        }
        (Some(_) | None, _) => Ok(()),
    }
}

/// The query of a list with what the caller's locks add to it.
///
/// # Errors
///
/// `FORBIDDEN` for a list that such a token gets nothing of.
pub fn narrow<R: Record>(call: &Call, mut query: Query) -> Result<Query, Fault> {
    for (lock, own, field) in locks(call) {
        match sight(R::TABLE, own, field) {
            Sight::Open => {}
            Sight::Column(column) => query = query.only(column, lock),
            Sight::Owner(..) | Sight::Closed => {
                let text = "the token is locked to an account or a product; this list tells of all";
                return Err(Refusal::because(Code::Forbidden, text).into());
            }
        }
    }
    Ok(query)
}

/// That the caller may see a record, which was asked for by that name.
///
/// # Errors
///
/// `NOT_FOUND`: whether there is such a record is not said.
pub async fn admit<R: Record>(tx: &mut Tx, call: &Call, record: &R, name: &str) -> Result<(), Fault> {
    if call.account_lock.is_none() && call.product_lock.is_none() {
        return Ok(());
    }
    let public = record.public();
    for (lock, own, field) in locks(call) {
        let sees = match sight(R::TABLE, own, field) {
            Sight::Open => true,
            Sight::Column(column) => public[column].as_str() == Some(lock),
            Sight::Owner(kind, id) => {
                owner(tx, &public[kind], &public[id], own, field).await?.as_deref() == Some(lock)
            }
            Sight::Closed => false,
        };
        if !sees {
            return Err(Fault::not_found(R::TABLE.kind, name));
        }
    }
    Ok(())
}

/// The account or product of the record that another one belongs to.
async fn owner(tx: &mut Tx, kind: &Json, id: &Json, own: &str, field: &str) -> Result<Option<String>, Fault> {
    let (Some(kind), Some(id)) = (kind.as_str(), id.as_str()) else { return Ok(None) };
    let Some((_, table)) = OWNERS.iter().find(|row| row.0 == kind) else { return Ok(None) };
    if *table == own {
        return Ok(Some(id.to_owned()));
    }
    let rows = tx.query(&format!("SELECT body FROM {table} WHERE id = $1"), vec![id.into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let document: Json =
        serde_json::from_str(row.text(0)?).map_err(|error| Fault::internal(error.to_string()))?;
    Ok(document[field].as_str().map(str::to_owned))
}
