//! What a token that is locked to an account or a product gets to see (Cryptolens style).
//!
//! A kind of record either names the account or product, or belongs to a record that does, or is part of
//! the catalogue, which is open. Everything else is closed to such a token.

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use serde_json::Value as Json;

use super::call::Call;
use super::route::{Access, Method, Route};
use crate::fault::Fault;
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
/// Fields of bodies that name a record of an account, with its table and its name beside the id.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("entitlement_id", "entitlements", "entitlement_id"),
    ("activation_id", "line_items", "activation_id"),
    ("line_item_id", "line_items", "activation_id"),
    ("parent_line_item_id", "line_items", "activation_id"),
    ("target_line_item_id", "line_items", "activation_id"),
    ("fulfillment_id", "fulfillments", "fulfillment_id"),
    ("subscription_id", "subscriptions", "id"),
    ("order_id", "orders", "id"),
    ("license_id", "licenses", "key_number"),
    ("target_id", "licenses", "key_number"),
    ("target_id", "line_items", "activation_id"),
    ("host_id", "hosts", "id"),
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

/// Looks at a request before it is carried out: whether such a token may ask for it, and that its body
/// names no other account or product. What it makes without naming an account is made for its own.
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
    let beyond = !USABLE.contains(&collection)
        || (writes && (VENDORS.contains(&collection) || FOR_ALL.contains(&route.path)));
    if beyond {
        let text = "the token is locked to an account or a product, and this is about more";
        return Err(Refusal::because(Code::Forbidden, text).into());
    }
    call.within_locks()?;
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
    let mut open = vec![(String::new(), &call.body)];
    while let Some((at, value)) = open.pop() {
        match value {
            Json::Object(fields) => {
                for (name, value) in fields {
                    let at = format!("{at}/{name}");
                    if let Some(id) = value.as_str() {
                        refers(tx, call, name, id, &at).await?;
                    }
                    open.push((at, value));
                }
            }
            Json::Array(values) => {
                open.extend(values.iter().enumerate().map(|(index, value)| (format!("{at}/{index}"), value)));
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }
    Ok(())
}

async fn refers(tx: &mut Tx, call: &Call, name: &str, id: &str, at: &str) -> Result<(), Fault> {
    for (_, table, column) in REFERENCES.iter().filter(|row| row.0 == name) {
        let sql = format!("SELECT body FROM {table} WHERE id = $1 OR {column} = $1");
        let rows = tx.query(&sql, vec![id.into()]).await?;
        for row in rows {
            let document: Json =
                serde_json::from_str(row.text(0)?).map_err(|error| Fault::internal(error.to_string()))?;
            let others = locks(call).any(|(lock, _, field)| {
                // A kind that has no such field says nothing of it.
                document.get(field).is_some_and(|has| has.as_str() != Some(lock))
            });
            if others {
                let text = "the token is locked to another account or product";
                return Err(Refusal::because(Code::Forbidden, text).at(at).into());
            }
        }
    }
    Ok(())
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
